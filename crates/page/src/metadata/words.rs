use crate::furniture::fold;
use aho_corasick::AhoCorasick;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;
use std::sync::OnceLock;

/// The words by which pages are dated and signed: `knowledge/datelines/<code>.toml`.
///
/// All languages are asked at once: an English site may sign in French, and the
/// language that a page claims is often that of its machinery.
pub(crate) struct Words {
    /// By name: the languages that have it, and which month it is there.
    months: HashMap<String, Vec<(&'static str, u8)>>,
    /// Signs that stand after a number: year, month, day.
    pub units: Vec<[String; 3]>,
    /// Words for published, and for modified.
    pub published: Vec<String>,
    pub modified: Vec<String>,
    /// Find all of these at once: they are many, and asked for around each day.
    pub finds_published: Option<AhoCorasick>,
    pub finds_modified: Option<AhoCorasick>,
    /// Words before a name that signs, the longest first, and the languages that use them.
    pub by: Vec<(String, Vec<&'static str>)>,
    /// What stands between two names, and the languages that use it.
    pub joiners: Vec<(String, Vec<&'static str>)>,
    /// Words in the name of an editorial staff.
    pub staff: Vec<String>,
    /// What somebody is: an editor, a correspondent.
    pub posts: Vec<String>,
    /// Words after which a place or an employer follows a name.
    pub after: Vec<String>,
    /// Small words inside names.
    pub particles: HashSet<String>,
    /// How lines begin that say whence a text comes, the longest first.
    pub credits: Vec<Credit>,
    /// Names that programs give to nobody in particular.
    pub nobody: HashSet<String>,
    /// Parts of the names of classes: of a date, of a later change, of those who sign.
    pub dated: HashSet<String>,
    pub changed: HashSet<String>,
    pub signed: HashSet<String>,
    /// Parts of the names of classes: of what is told about those who sign.
    pub told: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct File {
    months: Vec<String>,
    units: Vec<String>,
    published: Vec<String>,
    modified: Vec<String>,
    by: Vec<String>,
    joiners: Vec<String>,
    staff: Vec<String>,
    posts: Vec<String>,
    after: Vec<String>,
    particles: Vec<String>,
    nobody: Vec<String>,
    dated: Vec<String>,
    changed: Vec<String>,
    signed: Vec<String>,
    told: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    line: Vec<Line>,
    credit: Vec<Credit>,
}

/// The beginning of a line that says whence a text comes.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credit {
    /// In lower case, with straight apostrophes.
    pub text: String,
    pub kind: CreditKind,
    #[cfg_attr(not(test), allow(dead_code))]
    pub example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    pub counter: Option<String>,
}

/// What such a line leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CreditKind {
    /// The name of a source.
    Credit,
    /// The original, by a link.
    Original,
}

/// A line as pages have it, and what it says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code))]
struct Line {
    example: String,
    published: Option<String>,
    modified: Option<String>,
    #[serde(default)]
    names: Vec<String>,
}

impl Words {
    /// The words of all languages.
    pub fn get() -> &'static Self {
        static ALL: OnceLock<Words> = OnceLock::new();
        ALL.get_or_init(|| {
            let mut all = Self {
                months: HashMap::default(),
                units: Vec::new(),
                published: Vec::new(),
                modified: Vec::new(),
                finds_published: None,
                finds_modified: None,
                by: Vec::new(),
                joiners: Vec::new(),
                staff: Vec::new(),
                posts: Vec::new(),
                after: Vec::new(),
                particles: HashSet::default(),
                credits: Vec::new(),
                nobody: HashSet::default(),
                dated: HashSet::default(),
                changed: HashSet::default(),
                signed: HashSet::default(),
                told: HashSet::default(),
            };
            for (code, path) in knowledge::datelines() {
                if let Some(file) = knowledge::load::<File>(path) {
                    all.add(code, file);
                }
            }
            all.finds_published = AhoCorasick::new(&all.published).ok();
            all.finds_modified = AhoCorasick::new(&all.modified).ok();
            all.after.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
            all.after.dedup();
            all.credits.sort_by_key(|it| (std::cmp::Reverse(it.text.len()), it.text.clone()));
            for list in [&mut all.by, &mut all.joiners] {
                list.sort_by_key(|(word, _)| (std::cmp::Reverse(word.len()), word.clone()));
            }
            all
        })
    }

    fn add(&mut self, code: &'static str, file: File) {
        // Twelve names, then further forms of them in the same order.
        for (n, name) in file.months.iter().enumerate() {
            let month = (code, (n % 12 + 1) as u8);
            let known = self.months.entry(fold(name)).or_default();
            if !known.contains(&month) {
                known.push(month);
            }
        }
        if let [year, month, day] = file.units.as_slice() {
            self.units.push([year.clone(), month.clone(), day.clone()]);
        }
        self.published.extend(file.published.iter().map(|word| fold(word)));
        self.modified.extend(file.modified.iter().map(|word| fold(word)));
        self.nobody.extend(file.nobody.iter().map(|word| fold(word)));
        self.staff.extend(file.staff.iter().map(|word| fold(word)));
        self.posts.extend(file.posts.iter().map(|word| fold(word)));
        self.after.extend(file.after);
        self.particles.extend(file.particles);
        self.credits.extend(file.credit);
        self.dated.extend(file.dated);
        self.changed.extend(file.changed);
        self.signed.extend(file.signed);
        self.told.extend(file.told);
        let by = file.by.iter().map(|word| fold(word));
        by.for_each(|word| put(&mut self.by, word, code));
        file.joiners.into_iter().for_each(|joiner| put(&mut self.joiners, joiner, code));
    }

    /// The language itself, if there are words of it.
    pub fn known(language: &str) -> Option<&'static str> {
        let mut files = knowledge::datelines().iter();
        files.find(|(code, _)| code == language).map(|(code, _)| code.as_str())
    }

    /// The month called `name` (folded); where languages differ, that of `language`.
    pub fn month(&self, name: &str, language: Option<&str>) -> Option<u8> {
        let months = self.months.get(name)?;
        let own = months.iter().find(|(code, _)| Some(*code) == language);
        own.or(months.first()).map(|(_, month)| *month)
    }
}

/// Writes down that a language has a word.
fn put(list: &mut Vec<(String, Vec<&'static str>)>, word: String, code: &'static str) {
    match list.iter_mut().find(|(known, _)| *known == word) {
        Some((_, codes)) => codes.push(code),
        None => list.push((word, vec![code])),
    }
}

/// Whether a word of these languages is asked for on a page in `language`: English is
/// asked for everywhere, and everything where the language is not known.
pub(crate) fn speaks(codes: &[&str], language: Option<&str>) -> bool {
    language.is_none_or(|language| codes.contains(&language) || codes.contains(&"en"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{byline, date};

    #[test]
    fn every_language_reads_its_example_lines() {
        let mut read = 0;
        for (code, path) in knowledge::datelines() {
            let file: File = knowledge::load(path).expect("the list names files that are there");
            assert!(!file.line.is_empty(), "{path} has no example");
            for line in file.line {
                let (published, modified) = date::of_line(&line.example, Some(code));
                assert_eq!(published, line.published, "{path}: {}", line.example);
                assert_eq!(modified, line.modified, "{path}: {}", line.example);
                if !line.names.is_empty() {
                    assert_eq!(byline::of_line(&line.example, Some(code)), line.names, "{path}");
                }
                read += 1;
            }
        }
        assert!(read > 60);
    }
}
