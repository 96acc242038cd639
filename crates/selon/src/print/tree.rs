use super::{Ink, Paper, Words, faint, ink, plain};
use language::{Head, Tree, Word};
use std::io;
use unicode_width::UnicodeWidthStr;

/// How wide the columns are: words, parts of speech with features, lemmas.
const WIDE: [usize; 3] = [25, 26, 14];
/// Words are set further in for each word that they hang on by, but not further than so often.
const DEEPEST: usize = 8;

/// A sentence for people.
pub(crate) struct Sentence {
    /// Its words.
    pub(crate) tree: Tree,
    /// Its names in order: as each is written, and what bears it.
    pub(crate) names: Vec<(String, String)>,
}

/// Sentences for people: above, how each is written, and its names; below, its words in
/// order, each set further in than the word that it hangs on.
pub(crate) fn trees(paper: &mut Paper, sentences: &[Sentence]) -> io::Result<()> {
    for (number, Sentence { tree, names }) in sentences.iter().enumerate() {
        if number > 0 {
            paper.gap()?;
        }
        let written = tree.comment("text").map_or_else(|| forms(tree), str::to_owned);
        paper.hanging(0, 2, &[ink(Ink::Strong, written)])?;
        let mut line = Vec::new();
        for (name, kind) in names {
            let comma = if line.is_empty() { "" } else { ", " };
            line.extend([plain(comma), ink(Ink::Value, name.as_str()), faint(format!(" {kind}"))]);
        }
        if !line.is_empty() {
            line.insert(0, faint("names: "));
            paper.hanging(2, 4, &line)?;
        }
        let depths = depths(tree);
        for (at, (word, depth)) in tree.words.iter().zip(depths).enumerate() {
            let token = tree.multiwords.iter().find(|it| it.words.contains(&at));
            let of = token.map(|token| token.form.as_str());
            paper.hanging(2, 2 + WIDE.iter().sum::<usize>(), &columns(tree, word, depth, of))?;
        }
    }
    Ok(())
}

/// A word, what it is, its lemma, and how it hangs on which word.
fn columns(tree: &Tree, word: &Word, depth: usize, of: Option<&str>) -> Vec<Words> {
    let indent = "\u{a0}".repeat(2 * depth);
    let unbroken = |text: &str| text.replace(char::is_whitespace, "\u{a0}");
    let mut shown = format!("{indent}{}", unbroken(&word.form));
    let written = shown.clone();
    // The word of a token: "le (du)".
    if let Some(of) = of.filter(|of| !of.contains(word.form.as_str())) {
        shown.push_str(&format!("\u{a0}({})", unbroken(of)));
    }
    let rest = shown[written.len()..].to_owned();
    let mut words = vec![ink(Ink::Speaker, written), faint(rest), plain(fill(&shown, WIDE[0]))];
    if word.head == Head::Unknown {
        return words;
    }
    // Most values tell by themselves of what they are one.
    let value = |(name, value): (&str, &str)| match value {
        "Yes" => name.to_owned(),
        "No" => format!("{name}=No"),
        value => value.to_owned(),
    };
    let feats: Vec<String> = word.feats.iter().map(value).collect();
    let upos = word.upos.name();
    let feats = if feats.is_empty() { String::new() } else { format!("\u{a0}{}", feats.join(",")) };
    let what = format!("{upos}{feats}");
    words.push(plain(upos));
    words.push(faint(feats));
    words.push(plain(fill(&what, WIDE[1])));
    words.push(ink(Ink::Value, unbroken(&word.lemma)));
    words.push(plain(fill(&word.lemma, WIDE[2])));
    words.push(plain(word.deprel.clone()));
    if let Head::Word(head) = word.head
        && let Some(head) = tree.words.get(head as usize)
    {
        words.push(faint(format!(" →\u{a0}{}", unbroken(&head.form))));
    }
    words
}

/// The spaces that fill a column behind what stands in it: two at least, or a break.
fn fill(shown: &str, wide: usize) -> String {
    match wide.checked_sub(shown.width()) {
        Some(rest @ 1..) => "\u{a0}".repeat(rest),
        _ => " ".to_owned(),
    }
}

/// On how many words each word hangs, one by the other.
fn depths(tree: &Tree) -> Vec<usize> {
    let depth = |mut at: usize| {
        let mut depth = 0;
        while let Some(Head::Word(head)) = tree.words.get(at).map(|word| word.head) {
            if depth == DEEPEST {
                break;
            }
            (at, depth) = (head as usize, depth + 1);
        }
        depth
    };
    (0..tree.words.len()).map(depth).collect()
}

/// The words of a tree that does not say how it is written.
fn forms(tree: &Tree) -> String {
    let forms: Vec<&str> = tree.words.iter().map(|word| word.form.as_str()).collect();
    forms.join(" ")
}
