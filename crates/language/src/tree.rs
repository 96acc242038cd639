use crate::{Feats, Upos};
use schema::Span;
use std::ops::Range;

/// A sentence as Universal Dependencies sees it: words, and how they hang together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Lines such as `sent_id = 3`, without the `#` and the space after it.
    pub comments: Vec<String>,
    /// The syntactic words: French *du* is two of them, *de* and *le*.
    pub words: Vec<Word>,
    /// The tokens that are more than one word, in order; they do not overlap.
    pub multiwords: Vec<Multiword>,
}

/// A syntactic word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// As it is written; for a part of a multi-word token, as it would be.
    pub form: String,
    /// Where it stands in the document's text, in bytes. The words of a
    /// multi-word token have the span of the whole token. None in a treebank.
    pub span: Option<Span>,
    /// The form under which a dictionary has it.
    pub lemma: String,
    /// Its universal part of speech.
    pub upos: Upos,
    /// The part of speech of its treebank, if that has one.
    pub xpos: String,
    /// Its morphological features.
    pub feats: Feats,
    /// What it hangs on.
    pub head: Head,
    /// How it hangs on its head, such as `nsubj:pass`.
    pub deprel: String,
    /// What else is known: `SpaceAfter=No`. Empty if nothing is.
    pub misc: String,
}

/// What a word hangs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Head {
    /// Nothing: it is the root of its sentence.
    Root,
    /// The word with this index in [`Tree::words`].
    Word(u32),
    /// That is not known.
    #[default]
    Unknown,
}

/// A token that is more than one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Multiword {
    /// Its words in [`Tree::words`]: two or more.
    pub words: Range<usize>,
    /// As it is written: *du*.
    pub form: String,
    /// What else is known: `SpaceAfter=No`. Empty if nothing is.
    pub misc: String,
}

impl Word {
    /// A word of which only the form is known.
    pub fn new(form: &str) -> Self {
        Self { form: form.to_owned(), ..Self::default() }
    }

    /// Its relation without the subtype: `nsubj` of `nsubj:pass`.
    pub fn relation(&self) -> &str {
        self.deprel.split(':').next().unwrap_or_default()
    }
}

impl Tree {
    /// A sentence of which only the words are known.
    pub fn of_forms<'a>(forms: impl IntoIterator<Item = &'a str>) -> Self {
        Self { words: forms.into_iter().map(Word::new).collect(), ..Self::default() }
    }

    /// The value of a comment such as `sent_id`.
    pub fn comment(&self, name: &str) -> Option<&str> {
        let pairs = self.comments.iter().filter_map(|comment| comment.split_once('='));
        pairs
            .map(|(key, value)| (key.trim(), value.trim()))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Writes `SpaceAfter=No` to each token that no space follows in `text`. Words without a
    /// span stay as they are.
    pub fn mark_spaces(&mut self, text: &str) {
        let joined = |span: Option<Span>| {
            let rest = span.and_then(|span| text.get(span.end()..));
            rest.and_then(|rest| rest.chars().next()).is_some_and(|next| !next.is_whitespace())
        };
        let mut inside = 0;
        for multiword in &mut self.multiwords {
            let last = multiword.words.end.checked_sub(1).and_then(|at| self.words.get(at));
            if joined(last.and_then(|word| word.span)) {
                add(&mut multiword.misc);
            }
        }
        let mut multiwords = self.multiwords.iter().peekable();
        for (at, word) in self.words.iter_mut().enumerate() {
            if let Some(multiword) = multiwords.next_if(|it| it.words.start == at) {
                inside = multiword.words.end;
            }
            if at >= inside && joined(word.span) {
                add(&mut word.misc);
            }
        }
    }

    /// The root: the first word that hangs on nothing.
    pub fn root(&self) -> Option<usize> {
        self.words.iter().position(|word| word.head == Head::Root)
    }

    /// The words that hang on `head`, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> {
        let on = move |word: &Word| matches!(word.head, Head::Word(at) if at as usize == head);
        (0..self.words.len()).filter(move |&at| on(&self.words[at]))
    }
}

/// Adds that no space follows to what else is known.
fn add(misc: &mut String) {
    if !misc.is_empty() {
        misc.push('|');
    }
    misc.push_str("SpaceAfter=No");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_walked_from_its_root() {
        let mut tree = Tree::of_forms(["Karo", "denies", "it"]);
        tree.words[0].head = Head::Word(1);
        tree.words[1].head = Head::Root;
        tree.words[2].head = Head::Word(1);
        assert_eq!(tree.root(), Some(1));
        assert_eq!(tree.children(1).collect::<Vec<_>>(), [0, 2]);
    }

    #[test]
    fn a_comment_is_found_by_its_name() {
        let comments = vec!["sent_id = 3".to_owned(), "text = a = b".to_owned()];
        let tree = Tree { comments, ..Tree::default() };
        assert_eq!(tree.comment("text"), Some("a = b"));
        assert_eq!(tree.comment("sent"), None);
    }
}
