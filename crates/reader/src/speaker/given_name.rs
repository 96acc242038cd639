//! Whether a given name is a man's or a woman's: `gazetteer/given_names.csv`.
//! Names that both bear are not in it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The gender that the first word of a full name tells, if it tells one.
pub(super) fn gender(name: &str) -> Option<char> {
    // Some are a man's in one country and a woman's in the next: e for either.
    gender_of_word(&name.split_once(' ')?.0.to_lowercase()).filter(|gender| *gender != 'e')
}

/// That of a given name, in lower case; of a double one by its first part.
pub(super) fn gender_of_word(word: &str) -> Option<char> {
    static NAMES: OnceLock<BTreeMap<String, char>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let text = knowledge::text("gazetteer/given_names.csv").unwrap_or_default();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.deserialize::<(String, char)>().flatten();
        rows.map(|(name, gender)| (name.to_lowercase(), gender)).collect()
    });
    let first = word.split('-').next().unwrap_or(word);
    names.get(word).or_else(|| names.get(first)).copied()
}
