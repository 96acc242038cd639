use std::fmt;

/// The morphological features of a word, such as `Gender=Fem|Number=Sing`.
///
/// They are written as in CoNLL-U, without the `_` of a word that has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feats(String);

impl Feats {
    /// The features that `written` lists; `_` lists none.
    ///
    /// The order is kept: that of a treebank is the order of the alphabet, whatever the case.
    pub fn new(written: &str) -> Self {
        Self(if written == "_" { String::new() } else { written.to_owned() })
    }

    /// The value of a feature: `Sing` of `Number`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.split('|').filter_map(|feature| feature.split_once('='))
    }

    /// Whether the word has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As CoNLL-U writes them, and empty where that writes `_`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Feats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "_" } else { &self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_found_by_its_name() {
        let feats = Feats::new("Gender=Fem|Number=Sing|Number[psor]=Plur");
        assert_eq!(feats.get("Number"), Some("Sing"));
        assert_eq!(feats.get("Number[psor]"), Some("Plur"));
        assert_eq!(feats.get("Case"), None);
        assert_eq!(Feats::new("_").to_string(), "_");
        assert!(Feats::new("_").is_empty());
    }
}
