use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap as HashMap;
use schema::Role;
use serde::Deserialize;
use std::sync::OnceLock;

/// Words by which furniture gives itself away: `languages/<code>/furniture.toml`.
///
/// All languages are asked on every page: a French page may carry an English
/// cookie notice.
pub(crate) struct Furniture {
    pub signs: Vec<Sign>,
    #[cfg_attr(not(test), allow(dead_code))]
    zones: Vec<Zone>,
    /// The role of each name of a zone; the first zone that has it counts.
    names: HashMap<String, Role>,
    pub by: Vec<String>,
    /// What a site says where it has no page, or lets nobody in.
    pub errors: Vec<String>,
    /// Finds the words of all signs at once.
    found: Option<AhoCorasick>,
    /// The longest line that a sign tells about, in characters.
    longest: usize,
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

/// Names of tags and classes, and what the parts so named are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Zone {
    role: Role,
    names: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
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
    by: Vec<String>,
    #[serde(default)]
    errors: Vec<String>,
    #[serde(default)]
    sign: Vec<Sign>,
    #[serde(default)]
    zone: Vec<Zone>,
}

impl Furniture {
    /// The signs of all languages.
    pub fn get() -> &'static Self {
        static ALL: OnceLock<Furniture> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut all = Furniture {
                signs: Vec::new(),
                zones: Vec::new(),
                names: HashMap::default(),
                by: Vec::new(),
                errors: Vec::new(),
                found: None,
                longest: 0,
            };
            for code in knowledge::languages() {
                let Some(file) =
                    knowledge::load::<File>(&format!("languages/{code}/furniture.toml"))
                else {
                    continue;
                };
                all.signs.extend(file.sign);
                for zone in &file.zone {
                    for name in &zone.names {
                        all.names.entry(name.clone()).or_insert(zone.role);
                    }
                }
                all.zones.extend(file.zone);
                all.by.extend(file.by);
                all.errors.extend(file.errors);
            }
            all.longest = all.signs.iter().map(|sign| sign.longest).max().unwrap_or(0);
            all.found = AhoCorasick::new(all.signs.iter().map(|sign| &sign.text)).ok();
            all
        })
    }

    /// What the last known part of the name of a class says: an `author-bio` is a bio.
    pub fn zone(&self, name: &str) -> Option<(Role, &str)> {
        let name = name.to_ascii_lowercase();
        let known =
            |part: &str| self.names.get_key_value(part).map(|(name, role)| (*role, name.as_str()));
        known(&name).or_else(|| name.rsplit(['_', '-', ':']).find_map(known))
    }

    /// The first sign that `line` gives.
    pub fn sign(&self, line: &str) -> Option<&Sign> {
        self.sign_of(&fold(line))
    }

    /// The first sign that a folded line gives.
    pub fn sign_of(&self, line: &str) -> Option<&Sign> {
        // No sign tells about lines that are much longer.
        if line.len() > 4 * self.longest {
            return None;
        }
        let length = line.chars().count();
        let found = self.found.as_ref()?.find_overlapping_iter(line);
        let signs = found.map(|found| found.pattern().as_usize());
        let fits = |&at: &usize| length <= self.signs[at].longest && self.signs[at].fits(line);
        signs.filter(fits).min().map(|at| &self.signs[at])
    }
}

impl Sign {
    fn fits(&self, line: &str) -> bool {
        match self.at {
            // "3 comments", "Comments (4)"
            Place::Whole => {
                let counted = |c: char| c.is_ascii_digit() || ":.!…() *".contains(c);
                line.trim_matches(counted) == self.text
            }
            Place::Start => line.strip_prefix(self.text.as_str()).is_some_and(|rest| {
                !rest.starts_with(char::is_alphanumeric)
                    || self.text.ends_with(|c: char| !c.is_alphanumeric())
            }),
            Place::Inside => line.contains(self.text.as_str()),
        }
    }
}

/// In lower case, with straight apostrophes and single spaces.
pub(crate) fn fold(line: &str) -> String {
    let lower = line.to_lowercase();
    let mut folded = String::with_capacity(lower.len());
    for word in lower.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    if folded.contains('’') { folded.replace('’', "'") } else { folded }
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

    #[test]
    fn every_zone_knows_its_example() {
        let furniture = Furniture::get();
        assert!(!furniture.zones.is_empty());
        for zone in &furniture.zones {
            let name = zone.example.split('"').nth(1).expect("a name in quotation marks");
            let found = furniture.zone(name).map(|(role, _)| role);
            assert_eq!(found, Some(zone.role), "{}", zone.example);
        }
    }
}
