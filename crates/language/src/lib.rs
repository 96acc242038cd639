//! Text becomes sentences and tokens; later also tags, trees and names.
//!
//! This slice works without a parser: [`Token::node`] is where the tree will
//! stand, and whoever reads an [`Analysis`] must do without when it is not there.
//!
//! ```
//! let sentences = language::sentences("M. Karo est parti. Il a dit « Non. Jamais. » hier.", "fr");
//! assert_eq!(sentences.len(), 3); // a quotation may run over two of them: the reader joins it
//! ```

pub mod conllu; // trees as the format of their trade
mod feats; // case, number, gender
mod orthography; // how a language cuts its words, as data
pub mod parser; // words become trees
mod sentence; // where sentences end
mod token; // words, numbers, marks
mod tree; // words, and how they hang together
mod upos; // nouns, verbs and the others

pub use feats::Feats;
pub use orthography::Orthography;
pub use parser::{ModelError, Parser};
pub use token::{Node, Token, TokenKind};
pub use tree::{Head, Multiword, Tree, Word};
pub use upos::{NoUpos, Upos};

use schema::{Block, Document, Role, Span};
use std::ops::Range;

/// The text of one document, cut.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// In the order of the text, over the kept blocks only.
    pub sentences: Vec<Sentence>,
    /// The tokens of all sentences, in order.
    pub tokens: Vec<Token>,
}

/// One sentence of a kept block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last visible character.
    pub span: Span,
    /// Which block of the document it stands in.
    pub block: usize,
    /// Its tokens in [`Analysis::tokens`].
    pub tokens: Range<usize>,
}

/// Cuts the kept text of `document`.
///
/// A document in a language without a folder of its own is cut by the rules
/// that all share: full stops, and spaces.
pub fn analyse(document: &Document) -> Analysis {
    let orthography = Orthography::of(document.language_code().unwrap_or(""));
    let mut analysis = Analysis::default();
    // A heading is the article's, and repeats what stands below it: nobody says it.
    let read = |block: &Block| block.kept && block.role != Role::Heading;
    for (index, block) in document.blocks.iter().enumerate().filter(|(_, block)| read(block)) {
        for span in sentence::cut(&document.text, block.span, orthography) {
            let from = analysis.tokens.len();
            token::cut(&document.text, span, orthography, &mut analysis.tokens);
            analysis.sentences.push(Sentence {
                span,
                block: index,
                tokens: from..analysis.tokens.len(),
            });
        }
    }
    analysis
}

/// The sentences of a text that stands alone.
pub fn sentences(text: &str, language: &str) -> Vec<Span> {
    sentence::cut(text, Span::new(0, text.len()), Orthography::of(language))
}

/// The tokens of a text that stands alone.
pub fn tokens(text: &str, language: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    token::cut(text, Span::new(0, text.len()), Orthography::of(language), &mut tokens);
    tokens
}
