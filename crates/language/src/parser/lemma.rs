//! From form to lemma: which ending is taken off, and which is put on.

use super::file::{Reader, Writer};
use rustc_hash::FxHashMap;

/// How a form becomes its lemma.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Rule {
    /// Whether capital letters stay.
    case: bool,
    /// How many letters are taken off at the end.
    off: u32,
    /// What is put there.
    on: String,
}

impl Rule {
    /// The rule that makes `lemma` of `form`.
    #[cfg(feature = "train")]
    pub(crate) fn of(form: &str, lemma: &str) -> Self {
        let shared = |form: &str| {
            let letters = form.chars().zip(lemma.chars());
            letters.take_while(|(a, b)| a == b).count()
        };
        let lower = form.to_lowercase().replace('’', "'");
        let case = shared(form) > shared(&lower);
        let (form, shared) = if case { (form, shared(form)) } else { (&*lower, shared(&lower)) };
        let off = (form.chars().count() - shared) as u32;
        Self { case, off, on: lemma.chars().skip(shared).collect() }
    }

    /// What it makes of `form`.
    fn apply(&self, form: &str, lower: &str) -> String {
        let form = if self.case { form } else { lower };
        let kept = match self.off {
            0 => form.len(),
            off => form.char_indices().rev().nth(off as usize - 1).map_or(0, |(at, _)| at),
        };
        format!("{}{}", &form[..kept], self.on)
    }
}

/// What is known of lemmas: a rule for forms and endings with their part of speech and
/// features, the most special first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lemmas {
    rules: Vec<Rule>,
    /// For what a question sounds like, the number of a rule.
    known: FxHashMap<u32, u16>,
}

/// No longer ending is looked at.
const ENDING: usize = 6;

/// What is asked of a form, the most special first; the numbers stand for the questions.
fn questions(lower: &str, upos: u8, feats: &str) -> Vec<u32> {
    let with = |kind: u32, ending: &str, feats: Option<&str>| {
        let mut hash = 0x811c_9dc5u32;
        let mut add = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        add(kind as u8);
        add(upos);
        ending.bytes().for_each(&mut add);
        add(0);
        feats.unwrap_or("?").bytes().for_each(&mut add);
        hash
    };
    let mut questions = vec![with(0, lower, Some(feats)), with(0, lower, None)];
    let starts: Vec<usize> = lower.char_indices().map(|(at, _)| at).collect();
    let longest = starts.len().min(ENDING);
    for length in (0..=longest).rev() {
        let from = starts.get(starts.len() - length).copied().unwrap_or(lower.len());
        questions.push(with(1 + length as u32, &lower[from..], Some(feats)));
        questions.push(with(1 + length as u32, &lower[from..], None));
    }
    questions
}

impl Lemmas {
    /// The lemma of a form. A form of which nothing is known is its own, in lower case.
    pub(crate) fn of(&self, form: &str, upos: u8, feats: &str) -> String {
        let lower = form.to_lowercase().replace('’', "'");
        let questions = questions(&lower, upos, feats);
        let known = questions.iter().find_map(|question| self.known.get(question));
        match known.and_then(|rule| self.rules.get(usize::from(*rule))) {
            Some(rule) => {
                let lemma = rule.apply(form, &lower);
                if lemma.is_empty() { lower } else { lemma }
            }
            None => lower,
        }
    }

    /// Learns from forms with their part of speech, features and lemma.
    #[cfg(feature = "train")]
    pub(crate) fn learn<'a>(words: impl Iterator<Item = (&'a str, u8, &'a str, &'a str)>) -> Self {
        use std::collections::BTreeMap;
        // The same word may stand in the text a thousand times: endings count words.
        let mut seen: BTreeMap<(String, u8, &str, Rule), u32> = BTreeMap::new();
        for (form, upos, feats, lemma) in words {
            let rule = Rule::of(form, lemma);
            let lower = form.to_lowercase().replace('’', "'");
            *seen.entry((lower, upos, feats, rule)).or_default() += 1;
        }
        let mut votes: BTreeMap<u32, BTreeMap<&Rule, u32>> = BTreeMap::new();
        let mut asked: Vec<Vec<u32>> = Vec::new();
        for ((lower, upos, feats, rule), count) in &seen {
            let questions = questions(lower, *upos, feats);
            for (place, question) in questions.iter().enumerate() {
                let votes = votes.entry(*question).or_default().entry(rule).or_default();
                *votes += if place < 2 { *count } else { 1 };
            }
            asked.push(questions);
        }
        let winner = |question: &u32| {
            let votes = votes.get(question)?;
            let (rule, count) =
                votes.iter().max_by_key(|(rule, count)| (**count, std::cmp::Reverse(**rule)))?;
            Some((*rule, *count))
        };
        // From the most general to the most special: what says nothing new is left out.
        let mut kept: BTreeMap<u32, &Rule> = BTreeMap::new();
        let length = asked.iter().map(Vec::len).max().unwrap_or(0);
        for back in 1..=length {
            let mut new: BTreeMap<u32, &Rule> = BTreeMap::new();
            for questions in asked.iter().filter(|questions| questions.len() >= back) {
                let place = questions.len() - back;
                let Some((rule, count)) = winner(&questions[place]) else { continue };
                let general = questions[place + 1..].iter().find_map(|it| kept.get(it));
                // One word is no reason to believe in an ending.
                let heard = place < 2 || count >= 2;
                if heard && general != Some(&rule) {
                    new.insert(questions[place], rule);
                }
            }
            kept.extend(new);
        }
        let mut rules: Vec<Rule> = kept.values().map(|rule| (*rule).clone()).collect();
        rules.sort();
        rules.dedup();
        rules.truncate(usize::from(u16::MAX));
        let number = |rule: &Rule| rules.binary_search(rule).ok().map(|at| at as u16);
        let known = kept.iter().filter_map(|(key, rule)| Some((*key, number(rule)?))).collect();
        Self { rules, known }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.rules.len() as u32);
        for rule in &self.rules {
            out.number(rule.off * 2 + u32::from(rule.case));
            out.text(&rule.on);
        }
        let mut known: Vec<_> = self.known.iter().collect();
        known.sort();
        out.number(known.len() as u32);
        let mut last = 0;
        for (question, rule) in known {
            out.number(question - last);
            out.number(u32::from(*rule));
            last = *question;
        }
    }

    pub(crate) fn read(reader: &mut Reader) -> Option<Self> {
        let count = reader.size()?;
        let rule = |reader: &mut Reader| {
            let number = reader.number()?;
            Some(Rule { case: number % 2 == 1, off: number / 2, on: reader.text()? })
        };
        let rules = (0..count).map(|_| rule(reader)).collect::<Option<_>>()?;
        let count = reader.size()?;
        let mut last = 0u32;
        let mut pair = |_| {
            last = last.checked_add(reader.number()?)?;
            Some((last, reader.number()? as u16))
        };
        Some(Self { rules, known: (0..count).map(&mut pair).collect::<Option<_>>()? })
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    const NOUN: u8 = 7;

    #[test]
    fn a_rule_makes_the_lemma_that_it_was_made_of() {
        for (form, lemma) in [
            ("Bridges", "bridge"),
            ("Karo", "Karo"),
            ("went", "go"),
            ("Ponts", "pont"),
            ("городами", "город"),
            ("", "x"),
            ("İstanbul", "İstanbul"),
        ] {
            let rule = Rule::of(form, lemma);
            assert_eq!(rule.apply(form, &form.to_lowercase()), lemma, "{rule:?}");
        }
    }

    #[test]
    fn both_apostrophes_are_one() {
        let known = [("l'", NOUN, "", "le")];
        assert_eq!(Lemmas::learn(known.into_iter()).of("L’", NOUN, ""), "le");
    }

    #[test]
    fn an_ending_serves_words_that_were_never_seen() {
        let words =
            ["bridges", "roads", "towns", "walls"].map(|form| (form, &form[..form.len() - 1]));
        let known = words.iter().map(|(form, lemma)| (*form, NOUN, "Number=Plur", *lemma));
        let lemmas = Lemmas::learn(known.chain([("mice", NOUN, "Number=Plur", "mouse")]));
        assert_eq!(lemmas.of("Gates", NOUN, "Number=Plur"), "gate");
        assert_eq!(lemmas.of("MICE", NOUN, "Number=Plur"), "mouse");
        let mut writer = Writer::default();
        lemmas.write(&mut writer);
        assert_eq!(Lemmas::read(&mut Reader::new(&writer.into_bytes())), Some(lemmas));
    }
}
