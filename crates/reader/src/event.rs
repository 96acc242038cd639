//! Who did what: the plainest events, by their trigger words, never without
//! saying whether they are said to have happened.

use crate::sentence::{Phrases, Sentence};
use schema::{Confidence, Event, Factuality};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The first event that a sentence tells.
pub(crate) fn event(sentence: &Sentence, language: &str) -> Option<Event> {
    let lexicon = Lexicon::of(language)?;
    (0..sentence.tokens.len()).find_map(|i| {
        let (event_type, len) = lexicon.triggers.at(sentence, i)?;
        let factuality = lexicon.factuality(sentence, i)?;
        let span = sentence.span(i, i + len)?;
        Some(Event {
            event_type: event_type.clone(),
            trigger: span.of(sentence.text).to_owned(),
            span,
            factuality,
            rule: "event/trigger".to_owned(),
            confidence: Confidence::percent(70),
        })
    })
}

/// What `events.toml` holds; the file says what each list is for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    helpers: BTreeSet<String>,
    finite: BTreeSet<String>,
    negations: BTreeSet<String>,
    claimed: BTreeSet<String>,
    planned: BTreeSet<String>,
    hypothetical: BTreeSet<String>,
    #[serde(rename = "event")]
    events: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    r#type: String,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    counter: Option<String>,
}

struct Lexicon {
    file: File,
    triggers: Phrases<String>,
}

impl Lexicon {
    fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<BTreeMap<&'static str, Lexicon>> = OnceLock::new();
        let load = |code: &'static String| Some((code.as_str(), Self::load(code)?));
        ALL.get_or_init(|| knowledge::languages().iter().filter_map(load).collect()).get(code)
    }

    fn load(code: &str) -> Option<Self> {
        let file: File = knowledge::load(&format!("languages/{code}/events.toml"))?;
        let words = file
            .events
            .iter()
            .flat_map(|entry| entry.words.iter().map(|word| (word.clone(), entry.r#type.clone())));
        Some(Self { triggers: Phrases::new(code, words), file })
    }

    /// How far the event at `i` is said to have happened, by the words of its
    /// clause before it; none where the trigger is no verb.
    fn factuality(&self, sentence: &Sentence, i: usize) -> Option<Factuality> {
        let file = &self.file;
        let clause: Vec<&str> = (1..=8)
            .map_while(|back| i.checked_sub(back))
            .map(|at| sentence.norm(at))
            .take_while(|norm| !matches!(*norm, "," | ";" | ":" | "«" | "»" | "“" | "”" | "\""))
            .collect();
        let has = |list: &BTreeSet<String>| clause.iter().any(|norm| list.contains(*norm));
        // The word that stands nearest says how far.
        let marked = clause.iter().find_map(|norm| {
            [
                (&file.claimed, Factuality::Claimed),
                (&file.planned, Factuality::Planned),
                (&file.hypothetical, Factuality::Hypothetical),
            ]
            .into_iter()
            .find_map(|(list, factuality)| list.contains(*norm).then_some(factuality))
        });
        // Where a participle may be a noun, its helper shows that it is none.
        let told = file.helpers.is_empty()
            || clause.iter().take(3).any(|norm| file.helpers.contains(*norm))
            || file.finite.contains(sentence.norm(i))
            || marked.is_some();
        if !told {
            return None;
        }
        if has(&file.negations) {
            return Some(Factuality::Denied);
        }
        Some(marked.unwrap_or(Factuality::Asserted))
    }
}

/// The examples and counter-examples of `events.toml`.
#[cfg(test)]
pub(crate) fn examples(code: &str) -> Vec<(String, Option<String>)> {
    let Some(Lexicon { file, .. }) = Lexicon::of(code) else { return Vec::new() };
    file.events.iter().map(|it| (it.example.clone(), it.counter.clone())).collect()
}
