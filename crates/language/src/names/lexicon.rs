use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a word says of the names beside it; a word may say several things.
pub(crate) mod role {
    pub(crate) const TITLE: u16 = 1;
    pub(crate) const OFFICE: u16 = 1 << 1;
    pub(crate) const BODY: u16 = 1 << 2;
    pub(crate) const STATE: u16 = 1 << 3;
    pub(crate) const FORCE: u16 = 1 << 4;
    pub(crate) const MEDIA: u16 = 1 << 5;
    pub(crate) const SITE: u16 = 1 << 6;
    pub(crate) const GROUND: u16 = 1 << 7;
    pub(crate) const WORK: u16 = 1 << 8;
    pub(crate) const SAYS: u16 = 1 << 9;
    pub(crate) const INTO: u16 = 1 << 10;
    pub(crate) const LINK: u16 = 1 << 11;
    pub(crate) const MONTH: u16 = 1 << 12;
    pub(crate) const SIDE: u16 = 1 << 13;
    /// A verb in the plural that needs nobody: *they say*.
    pub(crate) const THEY: u16 = 1 << 14;
    /// What opens a clause; with `LINK`, an article.
    pub(crate) const THAT: u16 = 1 << 15;
    /// What a name may be announced by.
    pub(crate) const HEAD: u16 =
        TITLE | OFFICE | BODY | STATE | FORCE | MEDIA | SITE | GROUND | WORK;
    /// These stand as they are; the others are met in any case.
    pub(crate) const WHOLE: u16 = SAYS | INTO | LINK | MONTH | SIDE | THEY | THAT;
    /// An article.
    pub(crate) const ARTICLE: u16 = THAT | LINK;
}

/// `languages/<code>/names.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    titles: Vec<String>,
    offices: Vec<String>,
    bodies: Vec<String>,
    states: Vec<String>,
    forces: Vec<String>,
    media: Vec<String>,
    sites: Vec<String>,
    grounds: Vec<String>,
    works: Vec<String>,
    says: Vec<String>,
    into: Vec<String>,
    links: Vec<String>,
    months: Vec<String>,
    #[serde(default)]
    sides: Vec<String>,
    #[serde(default)]
    they: Vec<String>,
    #[serde(default)]
    that: Vec<String>,
    #[serde(default)]
    articles: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests read them"))]
    example: Vec<Example>,
}

/// A sentence; the words between brackets are a name.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "the tests read them"))]
pub(crate) struct Example {
    pub example: String,
    /// What bears it.
    pub r#type: Option<String>,
}

/// The example sentences of a language.
#[cfg(test)]
pub(crate) fn examples(code: &str) -> Vec<Example> {
    let file: Option<File> = knowledge::load(&format!("languages/{code}/names.toml"));
    file.map(|file| file.example).unwrap_or_default()
}

/// How a language names things.
#[derive(Debug, Default)]
pub(crate) struct Language {
    /// Its code, as a number for features.
    pub salt: u32,
    /// What a word says of names, by the hash of its stem.
    roles: FxHashMap<u32, u16>,
    /// Endings of cases.
    endings: FxHashSet<String>,
    /// The longest of them, in characters; 0 where words do not change.
    pub longest: usize,
}

impl Language {
    /// That of a code; one without words where there is none.
    pub(crate) fn of(code: &str) -> &'static Self {
        static ALL: OnceLock<BTreeMap<&'static str, Language>> = OnceLock::new();
        static NONE: OnceLock<Language> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            let load = |code: &'static String| {
                let file: File = knowledge::load(&format!("languages/{code}/names.toml"))?;
                Some((code.as_str(), Self::new(code, file)))
            };
            knowledge::languages().iter().filter_map(load).collect()
        });
        all.get(code).unwrap_or_else(|| NONE.get_or_init(Self::default))
    }

    fn new(code: &str, file: File) -> Self {
        let longest = file.endings.iter().map(|it| it.chars().count()).max().unwrap_or(0);
        let endings = file.endings.into_iter().collect();
        let mut language = Self { salt: hash(code), roles: FxHashMap::default(), endings, longest };
        for (words, role) in [
            (file.titles, role::TITLE),
            (file.offices, role::OFFICE),
            (file.bodies, role::BODY),
            (file.states, role::STATE),
            (file.forces, role::FORCE),
            (file.media, role::MEDIA),
            (file.sites, role::SITE),
            (file.grounds, role::GROUND),
            (file.works, role::WORK),
            (file.says, role::SAYS),
            (file.into, role::INTO),
            (file.links, role::LINK),
            (file.months, role::MONTH),
            (file.sides, role::SIDE),
            (file.they, role::THEY | role::SAYS),
            (file.that, role::THAT),
            (file.articles, role::ARTICLE),
        ] {
            for word in words {
                // Verbs and small words stand as they are.
                let whole = role & role::WHOLE != 0;
                let key = if whole { hash(&word) } else { hash(language.stem(&word)) ^ STEM };
                *language.roles.entry(key).or_default() |= role;
            }
        }
        language
    }

    /// What a word in lower case says of the names beside it; given as hashes of word and stem.
    pub(crate) fn role(&self, word: u32, stem: u32) -> u16 {
        let whole = self.roles.get(&word).copied().unwrap_or(0);
        let stem = self.roles.get(&(stem ^ STEM)).copied().unwrap_or(0);
        whole | stem
    }

    /// A word in lower case without the ending of its case; three letters are left.
    pub(crate) fn stem<'a>(&self, norm: &'a str) -> &'a str {
        if self.longest == 0 {
            return norm;
        }
        let mut cuts = [0; 8];
        let mut count = 0;
        for (at, _) in norm.char_indices().rev().take(self.longest.min(8)) {
            cuts[count] = at;
            count += 1;
        }
        for &at in cuts[..count].iter().rev() {
            if self.endings.contains(&norm[at..]) && norm[..at].chars().take(3).count() == 3 {
                return &norm[..at];
            }
        }
        norm
    }
    /// A word in lower case without any ending: of *Karov* and *Karovu* the same is left, though
    /// the first looks as if it had an ending of its own.
    pub(crate) fn root<'a>(&self, norm: &'a str) -> &'a str {
        self.stem(self.stem(norm))
    }
}

const STEM: u32 = 0x5bd1_e995;

/// A number for a text, the same on every machine and for ever.
pub(crate) fn hash(text: &str) -> u32 {
    let mut sum = 0x9e37_79b9_7f4a_7c15_u64;
    for chunk in text.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        sum = (sum.rotate_left(23) ^ u64::from_le_bytes(bytes)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        sum ^= sum >> 32;
    }
    sum as u32
}
