use serde::Deserialize;
use std::sync::OnceLock;

/// `corpus/names/english.toml`: words by which names are told in corpora that mark more.
#[derive(Deserialize)]
pub(super) struct English {
    /// In lower case, before a person's name and not part of it.
    pub titles: Vec<String>,
    /// Inside a name, between two of its capitals.
    pub inside: Vec<String>,
    /// Between the names of two persons.
    pub and: String,
    /// Endings of the names of peoples and languages, which are no names here.
    pub peoples: Vec<String>,
}

impl English {
    pub(super) fn get() -> &'static Self {
        static WORDS: OnceLock<English> = OnceLock::new();
        let read = || toml::from_str(include_str!("../../../corpus/names/english.toml"));
        WORDS.get_or_init(|| read().unwrap_or_else(|error| panic!("english.toml: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_holds_its_example_and_not_its_counter_example() {
        let words = English::get();
        assert!(words.titles.iter().any(|it| it == "mayor")); // "Mayor [Ana Karo]"
        assert!(words.inside.iter().any(|it| it == "of")); // "[Bank of Belmar]"
        let people = |word: &str| words.peoples.iter().any(|it| word.ends_with(it.as_str()));
        assert!(people("Danish") && !people("Belmar"));
    }
}
