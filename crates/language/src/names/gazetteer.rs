use crate::names::lexicon::{Language, hash};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// What a known name is; it may be several things.
pub(crate) mod known {
    pub(crate) const COUNTRY: u16 = 1;
    pub(crate) const CAPITAL: u16 = 1 << 1;
    pub(crate) const REGION: u16 = 1 << 2;
    pub(crate) const TOWN: u16 = 1 << 3;
    pub(crate) const LAND: u16 = 1 << 4;
    /// A seat that stands for its government.
    pub(crate) const SEAT: u16 = 1 << 5;
    pub(crate) const GIVEN: u16 = 1 << 6;
    pub(crate) const SURNAME: u16 = 1 << 7;
    pub(crate) const OUTLET: u16 = 1 << 8;
    pub(crate) const BODY: u16 = 1 << 9;
    pub(crate) const ARMED: u16 = 1 << 10;
    pub(crate) const STATE: u16 = 1 << 11;
    pub(crate) const COMPANY: u16 = 1 << 12;
    pub(crate) const CLUB: u16 = 1 << 13;
    pub(crate) const OTHER: u16 = 1 << 14;
    pub(crate) const SITE: u16 = 1 << 15;
}

/// The names of `knowledge/gazetteer`, as one language writes them or another might.
///
/// Words are looked up by their skeleton: the stem in plain Latin letters, so that a
/// Cyrillic name meets its Latin twin.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    /// By the hash of the words so far: what the name is, and whether longer ones begin so.
    entries: FxHashMap<u64, Entry>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    known: u16,
    longer: bool,
}

/// Kinds of `outlets.csv` that are whole names.
const OUTLET: &str = "outlet";
const AGENCY: &str = "agency";

/// No known name has more words.
const LONGEST: usize = 8;

impl Gazetteer {
    /// As texts in a language are compared with it.
    pub(crate) fn of(code: &str) -> &'static Self {
        static ALL: OnceLock<BTreeMap<String, OnceLock<Gazetteer>>> = OnceLock::new();
        static NONE: OnceLock<Gazetteer> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            knowledge::languages().iter().map(|code| (code.clone(), OnceLock::new())).collect()
        });
        let slot = all.get(code).unwrap_or(&NONE);
        slot.get_or_init(|| Self::new(code))
    }

    fn new(code: &str) -> Self {
        let mut gazetteer = Self::default();
        let language = Language::of(code);
        for [names, feature] in rows("places.csv", [code, "feature"]) {
            let class = match feature.as_str() {
                "PCLI" => known::COUNTRY,
                "PPLC" => known::CAPITAL,
                "ADM1" => known::REGION,
                "PPL" => known::TOWN,
                "GOVT" => known::SEAT,
                _ => known::LAND,
            };
            gazetteer.add(&names, class, language);
        }
        for [names] in rows("towns.csv", ["names"]) {
            gazetteer.add(&names, known::TOWN, language);
        }
        for [word, bears] in rows("people.csv", ["name", "bears"]) {
            let given = if bears.contains('g') { known::GIVEN } else { 0 };
            let surname = if bears.contains('s') { known::SURNAME } else { 0 };
            gazetteer.add(&word, given | surname, language);
        }
        for [name] in rows("given_names.csv", ["name"]) {
            gazetteer.add(&name, known::GIVEN, language);
        }
        for [name, aliases, kind] in rows("outlets.csv", ["name", "aliases", "kind"]) {
            // Words that outlets are called by are in `names.toml`.
            if !matches!(kind.as_str(), OUTLET | AGENCY) {
                continue;
            }
            gazetteer.add(&name, known::OUTLET, language);
            gazetteer.add(&aliases, known::OUTLET, language);
        }
        for [names, kind] in rows("bodies.csv", ["names", "kind"]) {
            let class = match kind.as_str() {
                "MEDIA" => known::OUTLET,
                "ARMED" => known::ARMED,
                "GOV" => known::STATE,
                "FIRM" => known::COMPANY,
                "CLUB" => known::CLUB,
                "MISC" => known::OTHER,
                "FAC" => known::SITE,
                _ => known::BODY,
            };
            gazetteer.add(&names, class, language);
        }
        gazetteer
    }

    /// Adds names that are parted by bars.
    fn add(&mut self, names: &str, known: u16, language: &Language) {
        let mut skeleton = String::new();
        for name in names.split('|').map(str::trim).filter(|name| !name.is_empty()) {
            let lower = name.to_lowercase().replace('’', "'");
            let words: Vec<&str> = words(&lower).take(LONGEST + 1).collect();
            if words.len() > LONGEST {
                continue;
            }
            let mut key = 0;
            for (place, word) in words.iter().enumerate() {
                skeletonise(language.root(word), &mut skeleton);
                key = join(key, hash(&skeleton));
                let entry = self.entries.entry(key).or_default();
                if place + 1 == words.len() {
                    entry.known |= known;
                } else {
                    entry.longer = true;
                }
            }
        }
    }

    /// The longest known name at the beginning of some words, given as hashes of their
    /// skeletons: how many words, and what it is. No words where none is known.
    pub(crate) fn at(&self, skeletons: impl Iterator<Item = u32>) -> (usize, u16) {
        let mut key = 0;
        let mut best = (0, 0);
        for (place, skeleton) in skeletons.take(LONGEST).enumerate() {
            key = join(key, skeleton);
            let Some(entry) = self.entries.get(&key) else { break };
            if entry.known != 0 {
                best = (place + 1, entry.known);
            }
            if !entry.longer {
                break;
            }
        }
        best
    }
}

fn join(key: u64, word: u32) -> u64 {
    (key.rotate_left(17) ^ u64::from(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The words of a name, cut as tokens are.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split_whitespace().flat_map(|word| {
        // An elided article is a token of its own.
        match word.split_once('\'') {
            Some((before, after)) if before.chars().count() < 3 && !after.is_empty() => {
                [Some(&word[..=before.len()]), Some(after)]
            }
            _ => [Some(word), None],
        }
        .into_iter()
        .flatten()
    })
}

/// The named columns of the rows of a file of `knowledge/gazetteer`; a column that the file
/// does not have is empty.
fn rows<const N: usize>(file: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let text = knowledge::text(&format!("gazetteer/{file}")).unwrap_or_default();
    let mut lines = text.lines();
    let head: Vec<String> = lines.next().map(fields).unwrap_or_default();
    let places = columns.map(|column| head.iter().position(|it| it == column));
    lines
        .map(|line| {
            let mut row = fields(line);
            places.map(|place| {
                place.and_then(|place| row.get_mut(place)).map(std::mem::take).unwrap_or_default()
            })
        })
        .collect()
}

/// The fields of a line; one with a comma stands between quotation marks.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match (c, fields.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => fields.push(String::new()),
            (c, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    fields
}

/// Writes a word in lower case in plain Latin letters, such as sound alike written alike.
pub(crate) fn skeletonise(word: &str, skeleton: &mut String) {
    skeleton.clear();
    for c in word.chars() {
        if c.is_ascii_alphanumeric() {
            push(c, skeleton);
        } else if let Some(plain) = letters().get(&c) {
            plain.chars().for_each(|c| push(c, skeleton));
        } else if c.is_alphanumeric() {
            skeleton.push(c);
        }
    }
}

/// Adds a letter; pairs that are one sound become one letter.
fn push(c: char, skeleton: &mut String) {
    let c = match c {
        'y' | 'j' => 'i',
        'w' => 'v',
        c => c,
    };
    let last = skeleton.chars().next_back();
    match (last, c) {
        (Some(last), c) if last == c && !c.is_ascii_digit() => {}
        (Some('k'), 'h') | (Some('o'), 'u') | (Some('c'), 'k') | (Some('t'), 'h') => {
            skeleton.pop();
            skeleton.push(match c {
                'h' if last == Some('t') => 't',
                c => c,
            });
        }
        _ => skeleton.push(c),
    }
}

/// Letters that are not plain Latin, and how they are written in it.
fn letters() -> &'static FxHashMap<char, String> {
    static LETTERS: OnceLock<FxHashMap<char, String>> = OnceLock::new();
    LETTERS.get_or_init(|| {
        let mut letters = FxHashMap::default();
        for c in '\u{c0}'..'\u{250}' {
            let plain: String =
                c.nfd().filter(char::is_ascii_alphabetic).flat_map(char::to_lowercase).collect();
            if !plain.is_empty() {
                letters.insert(c, plain);
            }
        }
        for [letter, latin, language] in rows("romanisation.csv", ["letter", "latin", "language"]) {
            if let (Some(c), true) = (letter.chars().next(), language.is_empty()) {
                letters.insert(c, latin);
            }
        }
        letters
    })
}
