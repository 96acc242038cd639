//! Where rules do not reach: whether a sentence ends between two words, and whether a token
//! such as French *des* is an article or two words. Both were learnt from treebanks.
//!
//! Without what was learnt, the rules alone decide.

pub(crate) mod seen; // what is seen of a place in a text
#[cfg(feature = "train")]
pub mod train; // how it is learnt

use crate::parser::file::{Reader, Writer};
use crate::parser::{sealed, unsealed};
use std::sync::OnceLock;

/// A yes or no, by the sum of the weights of what is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    /// By the last bits of the number of what is seen.
    weights: Vec<i8>,
}

/// So many weights a decision has: a power of two.
const WEIGHTS: usize = 1 << 15;

impl Decision {
    /// How sure it is: above zero, the answer is yes.
    pub(crate) fn score(&self, seen: &[u32]) -> i32 {
        let weight = |key: &u32| self.weights.get(*key as usize % WEIGHTS).copied().unwrap_or(0);
        seen.iter().map(|key| i32::from(weight(key))).sum()
    }
}

/// What was learnt of how one language is cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cuts {
    language: String,
    /// Whether a sentence ends between two words.
    pub ends: Option<Decision>,
    /// Whether a token that may be an article is two words.
    pub contracted: Option<Decision>,
}

/// The first bytes of the file: its kind and version.
const MAGIC: &[u8; 8] = b"seloncu1";

impl Cuts {
    /// That of the language `code`, if there is one.
    pub(crate) fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<Vec<Cuts>> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            let bytes = knowledge::bytes("models/cuts/cuts.bin");
            bytes.and_then(|bytes| from_bytes(&bytes)).unwrap_or_default()
        });
        all.iter().find(|cuts| cuts.language == code)
    }
}

/// All languages, from the bytes that [`to_bytes`] gives; nothing if they are not whole.
fn from_bytes(bytes: &[u8]) -> Option<Vec<Cuts>> {
    let parts = unsealed(bytes, MAGIC)?;
    let reader = &mut Reader::new(parts);
    let decision = |reader: &mut Reader| match reader.number()? {
        0 => Some(None),
        _ => Some(Some(Decision { weights: reader.small(WEIGHTS)? })),
    };
    let cuts = |reader: &mut Reader| {
        let language = reader.text()?;
        Some(Cuts { language, ends: decision(reader)?, contracted: decision(reader)? })
    };
    let count = reader.size()?;
    let all = (0..count).map(|_| cuts(reader)).collect::<Option<Vec<_>>>()?;
    reader.is_empty().then_some(all)
}

/// All languages as bytes: kind and version, a digest, and the parts.
#[cfg_attr(not(any(test, feature = "train")), expect(dead_code, reason = "who learns writes"))]
fn to_bytes(all: &[Cuts]) -> Vec<u8> {
    let mut out = Writer::default();
    out.number(all.len() as u32);
    for cuts in all {
        out.text(&cuts.language);
        for decision in [&cuts.ends, &cuts.contracted] {
            out.number(u32::from(decision.is_some()));
            if let Some(decision) = decision {
                out.small(&decision.weights);
            }
        }
    }
    sealed(MAGIC, out.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_the_program_is_whole() {
        let bytes = knowledge::bytes("models/cuts/cuts.bin").expect("it comes with the program");
        let all = from_bytes(&bytes).expect("it is whole");
        assert!(Cuts::of("fr").is_some_and(|it| it.ends.is_some() && it.contracted.is_some()));
        assert_eq!(to_bytes(&all), *bytes);
        assert_eq!(from_bytes(&bytes[..bytes.len() - 1]), None);
    }
}
