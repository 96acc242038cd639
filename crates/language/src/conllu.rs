//! Trees as CoNLL-U, the format of Universal Dependencies: a word is a line of ten
//! columns, a sentence ends at an empty line.
//!
//! Columns that are read: all but enhanced dependencies. Empty nodes are passed over.

use crate::{Feats, Head, Multiword, Tree, Upos, Word};
use std::fmt::{self, Write};
use std::ops::Range;

/// Why a text is not CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Error {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong there.
    pub what: What,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It has not ten columns.
    Columns(usize),
    /// Words are numbered from one in each sentence.
    Number,
    /// A token of several words covers words that do not follow, or are not there.
    Range,
    /// The part of speech is not a universal one.
    Upos,
    /// The head is no number, or no word of the sentence, or the word itself.
    Head,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns(found) => {
                write!(f, "a word has ten columns with a tab between two, here are {found}")
            }
            Self::Number => f.write_str("the words of a sentence are numbered 1, 2, 3"),
            Self::Range => {
                f.write_str("a token such as 3-4 stands before its words, and they are all there")
            }
            Self::Upos => f.write_str("the fourth column is a universal part of speech, or _"),
            Self::Head => f.write_str("the seventh column is the number of another word, 0, or _"),
        }
    }
}

/// The trees of a CoNLL-U text.
///
/// # Errors
/// If a line is not what it should be; the error says which, and nothing is kept.
pub fn read(text: &str) -> Result<Vec<Tree>, Error> {
    read_each(text).into_iter().collect()
}

/// The trees of a CoNLL-U text, each with what is wrong with it: one that is not what it
/// should be does no harm to the others.
pub fn read_each(text: &str) -> Vec<Result<Tree, Error>> {
    let mut trees = Vec::new();
    let mut tree = Tree::default();
    let mut fault = None;
    let mut first = 1;
    let lines = text.trim_start_matches('\u{feff}').lines().chain([""]).enumerate();
    for (line, content) in lines.map(|(line, content)| (line + 1, content)) {
        if content.trim().is_empty() {
            let tree = std::mem::take(&mut tree);
            if let Some(error) = fault.take() {
                trees.push(Err(error));
            } else if !tree.words.is_empty() {
                let checked = check(&tree);
                let error = |(word, what)| Error { line: first + word, what };
                trees.push(checked.map_err(error).map(|()| tree));
            }
        } else if let Some(comment) = content.strip_prefix('#') {
            tree.comments.push(comment.strip_prefix(' ').unwrap_or(comment).to_owned());
        } else if fault.is_none() {
            if tree.words.is_empty() && tree.multiwords.is_empty() {
                first = line;
            }
            fault = add(content, &mut tree).err().map(|what| Error { line, what });
        }
    }
    trees
}

/// Adds what a line says to a tree.
fn add(line: &str, tree: &mut Tree) -> Result<(), What> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns[..] else {
        return Err(What::Columns(columns.len()));
    };
    if let Some((from, to)) = id.split_once('-') {
        let (Ok(from), Ok(to)) = (from.parse::<usize>(), to.parse::<usize>()) else {
            return Err(What::Range);
        };
        let free = tree.multiwords.last().map_or(0, |last| last.words.end);
        if from != tree.words.len() + 1 || to < from || from <= free {
            return Err(What::Range);
        }
        let words = from - 1..to;
        tree.multiwords.push(Multiword { words, form: form.to_owned(), misc: filled(misc) });
        return Ok(());
    }
    if id.contains('.') {
        return Ok(());
    }
    if id.parse() != Ok(tree.words.len() + 1) {
        return Err(What::Number);
    }
    let head = match head {
        "_" => Head::Unknown,
        "0" => Head::Root,
        number => Head::Word(number.parse::<u32>().map_err(|_| What::Head)?.wrapping_sub(1)),
    };
    tree.words.push(Word {
        form: form.to_owned(),
        span: None,
        // The lemma of an underscore is one.
        lemma: if form == "_" { lemma.to_owned() } else { filled(lemma) },
        upos: if upos == "_" { Upos::X } else { upos.parse().map_err(|_| What::Upos)? },
        xpos: filled(xpos),
        feats: Feats::new(feats),
        head,
        deprel: filled(deprel),
        misc: filled(misc),
    });
    Ok(())
}

/// Whether what a tree points at is there; if not, at about which line.
fn check(tree: &Tree) -> Result<(), (usize, What)> {
    let length = tree.words.len();
    for (at, word) in tree.words.iter().enumerate() {
        if let Head::Word(head) = word.head
            && (head as usize >= length || head as usize == at)
        {
            let before = tree.multiwords.iter().filter(|it| it.words.start <= at).count();
            return Err((at + before, What::Head));
        }
    }
    match tree.multiwords.iter().find(|it| it.words.end > length) {
        Some(it) => Err((it.words.start, What::Range)),
        None => Ok(()),
    }
}

fn filled(column: &str) -> String {
    if column == "_" { String::new() } else { column.to_owned() }
}

/// Trees as CoNLL-U.
pub fn write(trees: &[Tree]) -> String {
    let mut text = String::new();
    for tree in trees {
        write_tree(tree, &mut text);
    }
    text
}

fn write_tree(tree: &Tree, text: &mut String) {
    for comment in &tree.comments {
        let space = if comment.is_empty() { "" } else { " " };
        text.push_str(&format!("#{space}{comment}\n"));
    }
    let mut multiwords = tree.multiwords.iter().peekable();
    for (at, word) in tree.words.iter().enumerate() {
        if let Some(it) = multiwords.next_if(|it| it.words.start == at) {
            let Range { start, end } = it.words;
            let (form, misc) = (column(&it.form), column(&it.misc));
            text.push_str(&format!("{}-{end}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n", start + 1));
        }
        let head = match word.head {
            Head::Unknown => "_".to_owned(),
            Head::Root => "0".to_owned(),
            Head::Word(head) => (head + 1).to_string(),
        };
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{}",
            at + 1,
            column(&word.form),
            column(&word.lemma),
            // Of a word that hangs on nothing yet, nothing is known.
            if word.upos == Upos::X && word.head == Head::Unknown { "_" } else { word.upos.name() },
            column(&word.xpos),
            column(word.feats.as_str()),
            column(&word.deprel),
            column(&word.misc),
        );
    }
    text.push('\n');
}

/// A column is never empty, and holds no tab and no line break.
fn column(content: &str) -> String {
    match content {
        "" => "_".to_owned(),
        content if content.contains(['\t', '\n', '\r']) => content.replace(['\t', '\n', '\r'], " "),
        content => content.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MAYOR: &str = "\
# sent_id = 1
# text = Le discours du maire.
1\tLe\tle\tDET\t_\tDefinite=Def|Number=Sing\t2\tdet\t_\t_
2\tdiscours\tdiscours\tNOUN\tNC\tGender=Masc\t0\troot\t_\t_
3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_
3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_
4\tle\tle\tDET\t_\t_\t5\tdet\t_\t_
5\tmaire\tmaire\tNOUN\t_\t_\t2\tnmod\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

";

    fn error(text: &str) -> String {
        read(text).expect_err("this is no CoNLL-U").to_string()
    }

    #[test]
    fn what_is_read_is_written_again() {
        let trees = read(MAYOR).expect("it is CoNLL-U");
        assert_eq!(trees[0].multiwords[0].words, 2..4);
        assert_eq!(trees[0].words[4].head, Head::Word(1));
        assert_eq!(trees[0].comment("text"), Some("Le discours du maire."));
        assert_eq!(write(&trees), MAYOR);
    }

    #[test]
    fn line_ends_of_windows_a_mark_of_order_and_empty_nodes_are_no_matter() {
        let other = MAYOR.replace("6\t.", "5.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n6\t.");
        let other = format!("\u{feff}{}", other.replace('\n', "\r\n"));
        assert_eq!(read(&other), read(MAYOR));
        assert_eq!(read(MAYOR.trim_end()), read(MAYOR));
    }

    #[test]
    fn an_error_says_where_and_what() {
        assert_eq!(
            error("# x\n1\tLe\tle\n"),
            "line 2: a word has ten columns with a tab between two, here are 3"
        );
        assert_eq!(
            error(&MAYOR.replace("\t5\tdet", "\t9\tdet")),
            "line 7: the seventh column is the number of another word, 0, or _"
        );
        assert_eq!(
            error(&MAYOR.replace("\n2\t", "\n3\t")),
            "line 4: the words of a sentence are numbered 1, 2, 3"
        );
        assert_eq!(
            error(&MAYOR.replace("NOUN\tNC", "NOM\tNC")),
            "line 4: the fourth column is a universal part of speech, or _"
        );
    }

    #[test]
    fn a_sentence_that_is_no_tree_does_no_harm_to_the_next() {
        let text = format!("{}{MAYOR}", MAYOR.replace("\n2\t", "\n3\t"));
        let trees = read_each(&text);
        assert_eq!(trees.len(), 2);
        assert_eq!(trees[0].as_ref().map_err(|error| error.line), Err(4));
        assert!(trees[1].is_ok());
    }

    #[test]
    fn an_underscore_is_a_word_too() {
        let line = "1\t_\t_\tPUNCT\t_\t_\t0\troot\t_\t_\n\n";
        let trees = read(line).expect("it is CoNLL-U");
        assert_eq!((trees[0].words[0].form.as_str(), trees[0].words[0].lemma.as_str()), ("_", "_"));
        assert_eq!(write(&trees), line);
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "([1-3][-.\t]?[1-3]?\t?_?\t?|#|\n|\\PC){0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn any_words_can_be_written_and_read(forms in prop::collection::vec("[^\\s#_]{1,8}", 1..9)) {
            let tree = Tree::of_forms(forms.iter().map(String::as_str));
            let again = read(&write(std::slice::from_ref(&tree)));
            prop_assert_eq!(again, Ok(vec![tree]));
        }
    }
}
