use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// What a thing is called: a letter for its type, then a digest of what it is.
///
/// `d:` document, `c:` claim, `e:` entity, `o:` origin, `s:` story, `r:` review.
/// The same bytes, engine and knowledge give the same id on every machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Id(String);

impl Id {
    /// The id of the thing of type `letter` that `parts` describe.
    pub fn of(letter: char, parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        let hex: String =
            digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{letter}:{hex}"))
    }

    /// An id as somebody typed it. Nothing is checked: it may name nothing.
    pub fn parse(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The letter that tells what sort of thing this names.
    pub fn letter(&self) -> Option<char> {
        self.0.split_once(':').and_then(|(letter, _)| letter.chars().next())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
