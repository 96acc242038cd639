use schema::Role;
use serde::Deserialize;
use std::sync::OnceLock;

/// Words by which furniture gives itself away: `languages/<code>/furniture.toml`.
///
/// All languages are asked on every page: a French page may carry an English
/// cookie notice.
pub(crate) struct Furniture {
    pub signs: Vec<Sign>,
    pub months: Vec<(String, u8)>,
    pub published: Vec<String>,
    pub modified: Vec<String>,
    pub joiners: Vec<String>,
    pub by: Vec<String>,
}

/// One sign: a word or phrase, and what the line that holds it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sign {
    /// In lower case, with straight apostrophes.
    pub text: String,
    /// How the line must hold it.
    pub at: Place,
    pub role: Role,
    /// The longest line, in characters, that the sign tells about.
    #[serde(default = "short")]
    pub longest: usize,
    /// What it says about the lines around it.
    #[serde(default)]
    pub reach: Reach,
    #[cfg_attr(not(test), allow(dead_code))]
    pub example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    pub counter: Option<String>,
}

fn short() -> usize {
    160
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    Whole,
    Start,
    Inside,
}

/// How far a sign reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reach {
    /// Its own line.
    #[default]
    Line,
    /// Everything after it: the article is over.
    Rest,
    /// The teaser before it, back to its heading: "read more".
    Before,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    months: Vec<String>,
    #[serde(default)]
    published: Vec<String>,
    #[serde(default)]
    modified: Vec<String>,
    #[serde(default)]
    joiners: Vec<String>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    sign: Vec<Sign>,
}

impl Furniture {
    /// The signs of all languages.
    pub fn get() -> &'static Self {
        static ALL: OnceLock<Furniture> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut all = Furniture {
                signs: Vec::new(),
                months: Vec::new(),
                published: Vec::new(),
                modified: Vec::new(),
                joiners: Vec::new(),
                by: Vec::new(),
            };
            for code in knowledge::languages() {
                let Some(file) =
                    knowledge::load::<File>(&format!("languages/{code}/furniture.toml"))
                else {
                    continue;
                };
                all.signs.extend(file.sign);
                // Twelve names, then further forms of them in the same order.
                all.months.extend(
                    file.months.into_iter().enumerate().map(|(n, name)| (name, (n % 12 + 1) as u8)),
                );
                all.published.extend(file.published);
                all.modified.extend(file.modified);
                all.joiners.extend(file.joiners);
                all.by.extend(file.by);
            }
            all
        })
    }

    /// The first sign that `line` gives.
    pub fn sign(&self, line: &str) -> Option<&Sign> {
        let line = fold(line);
        let length = line.chars().count();
        self.signs.iter().find(|sign| length <= sign.longest && sign.fits(&line))
    }
}

impl Sign {
    fn fits(&self, line: &str) -> bool {
        match self.at {
            Place::Whole => line.trim_end_matches([':', '.', '!', '…', ' ', '*']) == self.text,
            Place::Start => line
                .strip_prefix(self.text.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)),
            Place::Inside => line.contains(self.text.as_str()),
        }
    }
}

/// In lower case, with straight apostrophes and single spaces.
pub(crate) fn fold(line: &str) -> String {
    let lower = line.to_lowercase().replace('’', "'");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_knows_its_example_and_not_its_counter_example() {
        let furniture = Furniture::get();
        assert!(furniture.signs.len() > 40);
        for sign in &furniture.signs {
            assert!(sign.fits(&fold(&sign.example)), "{}: {}", sign.text, sign.example);
            if let Some(counter) = &sign.counter {
                let fits = counter.chars().count() <= sign.longest && sign.fits(&fold(counter));
                assert!(!fits, "{}: {counter}", sign.text);
            }
        }
    }
}
