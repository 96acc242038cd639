//! Text becomes sentences, tokens and trees; later also names.
//!
//! [`analyse`] cuts a document into sentences and tokens, which is cheap. Words and trees
//! are made only for who asks: [`Analysis::words`] and [`Analysis::tree`].
//!
//! ```
//! let sentences = language::sentences("M. Karo est parti. Il a dit « Non. Jamais. » hier.", "fr");
//! assert_eq!(sentences.len(), 3); // a quotation may run over two of them: the reader joins it
//! ```

mod address; // of the web, of mail
pub mod conllu; // trees as the format of their trade
pub mod cuts; // what rules cannot tell of how a text is cut
mod feats; // case, number, gender
pub mod names; // persons, organisations, places
mod orthography; // how a language cuts its words, as data
pub mod parser; // words become trees
mod sentence; // where sentences end
mod token; // words, numbers, marks
mod tree; // words, and how they hang together
mod upos; // nouns, verbs and the others
mod word; // tokens become words

pub use feats::Feats;
pub use names::{Bearer, Label, Metonym, Name, NamesError, Subtype, bearers, mark_names, names};
pub use orthography::Orthography;
pub use parser::{ModelError, Parser};
pub use token::{Token, TokenKind};
pub use tree::{Head, Multiword, Tree, Word};
pub use upos::{NoUpos, Upos};

use cuts::Cuts;
use schema::{Block, Document, Role, Span};
use std::ops::Range;

/// The text of one document, cut.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// In the order of the text, over the kept blocks only.
    pub sentences: Vec<Sentence>,
    /// The tokens of all sentences, in order.
    pub tokens: Vec<Token>,
    /// The code of its language; empty if that is not known.
    language: String,
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
///
/// A heading is the article's, and repeats what stands below it: nobody says it. It is
/// cut by [`analyse_all`] alone.
pub fn analyse(document: &Document) -> Analysis {
    let language = document.language_code().unwrap_or("");
    analyse_blocks(document, language, |block| block.kept && block.role != Role::Heading)
}

/// Cuts the text of `document` as one in `language`: its headings too and, with `dropped`,
/// what was dropped.
pub fn analyse_all(document: &Document, language: &str, dropped: bool) -> Analysis {
    analyse_blocks(document, language, |block| block.kept || dropped)
}

fn analyse_blocks(document: &Document, language: &str, read: impl Fn(&Block) -> bool) -> Analysis {
    let mut analysis = Analysis { language: language.to_owned(), ..Analysis::default() };
    for (index, block) in document.blocks.iter().enumerate().filter(|(_, block)| read(block)) {
        analysis.add(&document.text, index, block.span);
    }
    analysis
}

impl Analysis {
    /// Cuts a text that stands alone. An empty line ends a sentence.
    pub fn of_text(text: &str, language: &str) -> Self {
        let mut analysis = Self { language: language.to_owned(), ..Self::default() };
        analysis.add(text, 0, Span::new(0, text.len()));
        analysis
    }

    fn add(&mut self, text: &str, block: usize, region: Span) {
        let orthography = Orthography::of(&self.language);
        let learnt = Cuts::of(&self.language).and_then(|cuts| cuts.ends.as_ref());
        for span in sentence::cut(text, region, orthography, learnt) {
            let from = self.tokens.len();
            token::cut(text, span, orthography, &mut self.tokens);
            self.sentences.push(Sentence { span, block, tokens: from..self.tokens.len() });
        }
    }

    /// The words of a sentence, each with its span in `text`, which is that of the document;
    /// none if there is no such sentence. They hang on nothing yet.
    pub fn words(&self, text: &str, sentence: usize) -> Tree {
        let tokens = self.sentences.get(sentence).and_then(|it| self.tokens.get(it.tokens.clone()));
        let cuts = Cuts::of(&self.language);
        word::tree(text, tokens.unwrap_or_default(), Orthography::of(&self.language), cuts)
    }

    /// The same, tagged and hung on each other. It is made anew each time that it is asked for.
    ///
    /// # Errors
    /// If the language of the document has no model, or one that is damaged.
    pub fn tree(&self, text: &str, sentence: usize) -> Result<Tree, ModelError> {
        let mut tree = self.words(text, sentence);
        Parser::of(&self.language)?.parse(&mut tree);
        Ok(tree)
    }

    /// The trees of all sentences.
    ///
    /// # Errors
    /// As [`Analysis::tree`].
    pub fn trees(&self, text: &str) -> Result<Vec<Tree>, ModelError> {
        (0..self.sentences.len()).map(|sentence| self.tree(text, sentence)).collect()
    }
}

/// The sentences of a text that stands alone.
pub fn sentences(text: &str, language: &str) -> Vec<Span> {
    let learnt = Cuts::of(language).and_then(|cuts| cuts.ends.as_ref());
    sentence::cut(text, Span::new(0, text.len()), Orthography::of(language), learnt)
}

/// The tokens of a text that stands alone.
pub fn tokens(text: &str, language: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    token::cut(text, Span::new(0, text.len()), Orthography::of(language), &mut tokens);
    tokens
}
