//! Words as they were found against those of a treebank, aligned over the characters of the
//! text: the measures of the CoNLL 2018 shared task (tokens, sentences, words, UPOS, UFeats,
//! lemmas, UAS, LAS), each an F1.

use language::{Head, Tree};
use std::collections::BTreeSet;
use std::ops::Range;

/// What is measured.
pub(crate) const COLUMNS: [&str; 8] =
    ["Tokens", "Sents", "Words", "UPOS", "UFeats", "Lemmas", "UAS", "LAS"];

/// For each measure, what is right, and what there is in the treebank and in what was found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    right: [usize; 8],
    gold: [usize; 8],
    found: [usize; 8],
}

impl Counts {
    /// Each measure in percent.
    pub(crate) fn percent(&self) -> [f64; 8] {
        std::array::from_fn(|at| {
            200.0 * self.right[at] as f64 / (self.gold[at] + self.found[at]).max(1) as f64
        })
    }

    /// How many words the treebank has.
    pub(crate) fn words(&self) -> usize {
        self.gold[2]
    }

    /// How many sentences it has.
    pub(crate) fn sentences(&self) -> usize {
        self.gold[1]
    }

    /// Adds one text.
    pub(crate) fn add(&mut self, gold: &[Tree], found: &[Tree]) {
        let (gold, found) = (Flat::of(gold), Flat::of(found));
        let right = [both(&gold.tokens, &found.tokens), both(&gold.sentences, &found.sentences)];
        let mut counts = [right[0], right[1], 0, 0, 0, 0, 0, 0];
        let pairs = align(&gold, &found);
        let mut other = vec![usize::MAX; gold.words.len()];
        pairs.iter().for_each(|&(a, b)| other[a] = b);
        for &(a, b) in &pairs {
            let (a, b) = (&gold.words[a], &found.words[b]);
            let (one, two) = (a.word, b.word);
            let head = match (a.head, b.head) {
                (Some(a), Some(b)) => other[a] == b,
                (None, None) => true,
                _ => false,
            };
            counts[2] += 1;
            counts[3] += usize::from(one.upos == two.upos);
            counts[4] +=
                usize::from(universal(one.feats.as_str()).eq(universal(two.feats.as_str())));
            counts[5] += usize::from(one.lemma.is_empty() || one.lemma == two.lemma);
            counts[6] += usize::from(head);
            counts[7] += usize::from(head && one.relation() == two.relation());
        }
        for (at, right) in counts.into_iter().enumerate() {
            self.right[at] += right;
            self.gold[at] += gold.count(at);
            self.found[at] += found.count(at);
        }
    }
}

/// Features of all treebanks alike; those of one alone do not count.
fn universal(feats: &str) -> impl Iterator<Item = &str> {
    const ALL: [&str; 21] = [
        "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number",
        "Case", "Definite", "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident",
        "Polarity", "Person", "Polite",
    ];
    feats.split('|').filter(|it| it.split('=').next().is_some_and(|name| ALL.contains(&name)))
}

/// A text as its characters, spaces left out.
struct Flat<'a> {
    tokens: Vec<Range<usize>>,
    sentences: Vec<Range<usize>>,
    words: Vec<Placed<'a>>,
}

/// A word at its place.
struct Placed<'a> {
    word: &'a language::Word,
    /// Of a token of several words, each has the place of the whole.
    place: Range<usize>,
    several: bool,
    /// The word that it hangs on.
    head: Option<usize>,
}

impl<'a> Flat<'a> {
    fn of(trees: &'a [Tree]) -> Self {
        let mut flat = Self { tokens: Vec::new(), sentences: Vec::new(), words: Vec::new() };
        let mut at = 0;
        for tree in trees {
            let (start, first) = (at, flat.words.len());
            let mut multiwords = tree.multiwords.iter().peekable();
            let mut number = 0;
            while number < tree.words.len() {
                let several = multiwords.next_if(|it| it.words.start == number);
                let (form, to) = match several {
                    Some(it) => (&it.form, it.words.end),
                    None => (&tree.words[number].form, number + 1),
                };
                let place = at..at + form.chars().filter(|c| !c.is_whitespace()).count();
                at = place.end;
                for word in &tree.words[number..to] {
                    let head = match word.head {
                        Head::Word(head) => Some(first + head as usize),
                        Head::Root | Head::Unknown => None,
                    };
                    let several = several.is_some();
                    flat.words.push(Placed { word, place: place.clone(), several, head });
                }
                flat.tokens.push(place);
                number = to;
            }
            flat.sentences.push(start..at);
        }
        flat
    }

    fn count(&self, measure: usize) -> usize {
        match measure {
            0 => self.tokens.len(),
            1 => self.sentences.len(),
            _ => self.words.len(),
        }
    }
}

fn both(one: &[Range<usize>], two: &[Range<usize>]) -> usize {
    let all: BTreeSet<_> = one.iter().map(|it| (it.start, it.end)).collect();
    two.iter().filter(|it| all.contains(&(it.start, it.end))).count()
}

/// The words that are the same, by their numbers: those at the same place and, where one of
/// two is of a token of several words, those of the longest common row of forms.
fn align(gold: &Flat, found: &Flat) -> Vec<(usize, usize)> {
    let (one, two) = (&gold.words, &found.words);
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    while let (Some(word), Some(other)) = (one.get(a), two.get(b)) {
        if !word.several && !other.several {
            if word.place == other.place {
                pairs.push((a, b));
                (a, b) = (a + 1, b + 1);
            } else if word.place.start <= other.place.start {
                a += 1;
            } else {
                b += 1;
            }
            continue;
        }
        let mut end = if word.several { word.place.end } else { other.place.end };
        if word.several && !other.several && other.place.start < word.place.start {
            b += 1;
        } else if !word.several && word.place.start < other.place.start {
            a += 1;
        }
        let (from_a, from_b) = (a, b);
        let beyond = |words: &[Placed], at: usize, end: usize| {
            words.get(at).is_none_or(|it| {
                if it.several { it.place.start >= end } else { it.place.end > end }
            })
        };
        while !beyond(one, a, end) || !beyond(two, b, end) {
            let first = two.get(b).is_none_or(|other| {
                one.get(a).is_some_and(|word| word.place.start <= other.place.start)
            });
            let word = if first { &one[a] } else { &two[b] };
            if word.several {
                end = end.max(word.place.end);
            }
            if first {
                a += 1;
            } else {
                b += 1;
            }
        }
        pairs.extend(
            common(&one[from_a..a], &two[from_b..b]).map(|(x, y)| (from_a + x, from_b + y)),
        );
    }
    pairs
}

/// The longest common row of forms, whatever their case.
fn common(one: &[Placed], two: &[Placed]) -> impl Iterator<Item = (usize, usize)> {
    let same =
        |a: usize, b: usize| one[a].word.form.to_lowercase() == two[b].word.form.to_lowercase();
    let mut longest = vec![vec![0; two.len() + 1]; one.len() + 1];
    for a in (0..one.len()).rev() {
        for b in (0..two.len()).rev() {
            longest[a][b] = match same(a, b) {
                true => longest[a + 1][b + 1] + 1,
                false => longest[a + 1][b].max(longest[a][b + 1]),
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < one.len() && b < two.len() {
        if same(a, b) {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if longest[a][b] == longest[a + 1][b] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use language::conllu;

    fn trees(lines: &str) -> Vec<Tree> {
        let line = |line: &str| match line.split(' ').collect::<Vec<_>>()[..] {
            [id, form, upos, head, relation] => {
                format!("{id}\t{form}\t{form}\t{upos}\t_\t_\t{head}\t{relation}\t_\t_\n")
            }
            [id, form] => format!("{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n"),
            _ => "\n".to_owned(),
        };
        conllu::read(&lines.lines().map(line).collect::<String>()).expect("it is CoNLL-U")
    }

    const GOLD: &str = "1 Il PRON 2 nsubj\n2 parle VERB 0 root\n3-4 du\n3 de ADP 5 case\n4 le DET 5 det\n5 port NOUN 2 obl\n6 . PUNCT 2 punct";

    fn right(found: &str) -> [usize; 8] {
        let mut counts = Counts::default();
        counts.add(&trees(GOLD), &trees(found));
        counts.right
    }

    #[test]
    fn a_text_is_like_itself() {
        assert_eq!(right(GOLD), [5, 1, 6, 6, 6, 6, 6, 6]);
    }

    #[test]
    fn words_of_a_token_are_found_by_their_forms() {
        let found = "1 Il PRON 2 nsubj\n2 parle VERB 0 root\n3 du DET 4 det\n4 port NOUN 2 obj\n5 . PUNCT 2 punct";
        // The token is there, its two words are not; the noun hangs on its verb by another relation.
        assert_eq!(right(found), [5, 1, 4, 4, 4, 4, 4, 3]);
    }

    #[test]
    fn a_sentence_that_is_cut_costs_what_hangs_across() {
        let found = "1 Il PRON 2 nsubj\n2 parle VERB 0 root\n\n1-2 du\n1 de ADP 3 case\n2 le DET 3 det\n3 port NOUN 0 root\n4 . PUNCT 3 punct";
        assert_eq!(right(found), [5, 0, 6, 6, 6, 6, 4, 4]);
    }
}
