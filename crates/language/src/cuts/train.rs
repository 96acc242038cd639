//! How cuts are learnt: an averaged perceptron over what is seen of each place.

use super::{Cuts, Decision, WEIGHTS, seen, to_bytes};
use crate::{Orthography, Tree, sentence, token};
use std::collections::BTreeSet;

/// What one language is learnt from.
#[derive(Debug, Default)]
pub struct Lesson<'a> {
    /// The code of the language.
    pub language: &'a str,
    /// Texts, each with the places behind its sentences, in bytes.
    pub texts: Vec<(String, Vec<usize>)>,
    /// Trees with their tokens of several words.
    pub trees: Vec<&'a Tree>,
}

/// The bytes of what is learnt from all lessons.
pub fn learn(lessons: &[Lesson]) -> Vec<u8> {
    let all: Vec<Cuts> = lessons.iter().map(of_language).collect();
    to_bytes(&all)
}

fn of_language(lesson: &Lesson) -> Cuts {
    let orthography = Orthography::of(lesson.language);
    let mut ends = Vec::new();
    for (text, gold) in &lesson.texts {
        let gold: BTreeSet<usize> = gold.iter().copied().collect();
        sentence::gaps(text, &sentence::by_rules(text, orthography), &mut |end, gap| {
            if gap.may_end() {
                let mut keys = Vec::new();
                gap.keys(&mut keys);
                ends.push((keys, gold.contains(&end)));
            }
        });
    }
    let mut contracted = Vec::new();
    for tree in &lesson.trees {
        let tokens = tokens(tree);
        let norms: Vec<&str> = tokens.iter().map(|(norm, _)| norm.as_str()).collect();
        for (at, (norm, several)) in tokens.iter().enumerate() {
            if orthography.articles.contains(norm) {
                let mut keys = Vec::new();
                seen::article(norm, around(&norms, at), &mut keys);
                contracted.push((keys, *several));
            }
        }
    }
    Cuts {
        language: lesson.language.to_owned(),
        ends: decision(&ends),
        contracted: decision(&contracted),
    }
}

/// The tokens of a tree as lexicons are asked with them, and whether they are several words.
fn tokens(tree: &Tree) -> Vec<(String, bool)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < tree.words.len() {
        let several = tree.multiwords.iter().find(|it| it.words.start == at);
        let form = several.map_or(&tree.words[at].form, |it| &it.form);
        tokens.push((token::norm(form), several.is_some()));
        at = several.map_or(at + 1, |it| it.words.end);
    }
    tokens
}

fn around<'a>(norms: &[&'a str], at: usize) -> [&'a str; 4] {
    let place = |place: Option<usize>| place.and_then(|at| norms.get(at)).copied().unwrap_or("");
    [place(at.checked_sub(2)), place(at.checked_sub(1)), place(Some(at + 1)), place(Some(at + 2))]
}

/// How often each example is seen.
const ROUNDS: usize = 8;
/// An answer is learnt from until it is right by more than this.
const MARGIN: i32 = 6;
/// What a weight of one becomes.
const SCALE: i64 = 8;

/// Learns from what is seen and the right answer; nothing if there is nothing to learn.
fn decision(examples: &[(Vec<u32>, bool)]) -> Option<Decision> {
    if examples.is_empty() {
        return None;
    }
    let mut weights = vec![0i32; WEIGHTS];
    // For the mean over all steps: each change, times the step at which it came.
    let mut changes = vec![0i64; WEIGHTS];
    let mut step = 1i64;
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 1u64;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(at, (random % (at as u64 + 1)) as usize);
        }
        for &example in &order {
            let (seen, yes) = &examples[example];
            let sign = if *yes { 1 } else { -1 };
            let place = |key: &u32| *key as usize % WEIGHTS;
            let score: i32 = seen.iter().map(|key| weights[place(key)]).sum();
            if sign * score <= MARGIN {
                for key in seen {
                    weights[place(key)] += sign;
                    changes[place(key)] += i64::from(sign) * step;
                }
            }
            step += 1;
        }
    }
    let mean = |(weight, change): (&i32, &i64)| {
        let mean = (i64::from(*weight) * step - change) * SCALE;
        (mean / step).clamp(-127, 127) as i8
    };
    Some(Decision { weights: weights.iter().zip(&changes).map(mean).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::Span;

    #[test]
    fn an_end_without_a_mark_is_learnt_and_the_same_texts_give_the_same_bytes() {
        let text = "Bora lo sint Bora lo palt Bora ne sint".to_owned();
        let ends = vec![12, 25, 38];
        let lesson = || Lesson {
            language: "xx",
            texts: vec![(text.clone(), ends.clone()); 20],
            ..Lesson::default()
        };
        let bytes = learn(&[lesson()]);
        assert_eq!(bytes, learn(&[lesson()]));
        let cuts = of_language(&lesson());
        let found = sentence::cut(
            &text,
            Span::new(0, text.len()),
            &Orthography::default(),
            cuts.ends.as_ref(),
        );
        assert_eq!(found.iter().map(|it| it.end()).collect::<Vec<_>>(), ends);
    }
}
