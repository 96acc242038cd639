use super::Marked;
use anyhow::{Context, Result};
use language::Label;
use schema::Span;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Sentences of our own, with places for names, and the names to put there.
#[derive(Deserialize)]
struct File {
    /// `{P2}` is a name: the list of its forms, and which of them; the first if none is said.
    sentences: Vec<String>,
    /// Lists by letter; each entry has the forms of one name, parted by `;`.
    forms: BTreeMap<char, Vec<String>>,
}

/// Each sentence is filled so often, each time with other names.
const TIMES: usize = 10;

/// The sentences of a file of `corpus/names/sentences`, filled.
pub(super) fn sentences(file: &str, language: &str) -> Result<Marked> {
    let File { sentences, mut forms } = toml::from_str(file)?;
    let latin = |name: &String| name.chars().all(|c| !c.is_alphabetic() || c < '\u{250}');
    // Languages that do not bend their names draw them from the gazetteer.
    if !forms.contains_key(&'S') {
        let people = rows("people.csv", "name");
        let bears = rows("people.csv", "bears");
        let bearing = |letter: char| {
            let pairs = people.iter().zip(&bears);
            let names = pairs.filter(|(name, bears)| bears.contains(letter) && latin(name));
            names.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        forms.insert('G', rows("given_names.csv", "name").into_iter().filter(latin).collect());
        forms.insert('S', bearing('s'));
        let features = rows("places.csv", "feature");
        let towns = rows("places.csv", language).into_iter().zip(features);
        let towns = towns.filter(|(name, feature)| feature.starts_with("PPL") && !name.is_empty());
        let towns = towns.map(|(name, _)| name).chain(rows("towns.csv", "names"));
        let first = |names: String| names.split('|').next().unwrap_or_default().to_owned();
        forms.insert('T', towns.map(first).filter(latin).filter(|it| !it.is_empty()).collect());
    }
    let mut chance = 1u64;
    let mut below = |limit: usize| {
        chance = chance.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        ((u128::from(chance) * limit as u128) >> 64) as usize
    };
    let mut marked = Marked::default();
    for _ in 0..TIMES {
        for sentence in &sentences {
            fill(&mut marked, sentence, &forms, &mut below)
                .with_context(|| format!("{language}: {sentence}"))?;
        }
    }
    Ok(marked)
}

/// Adds a sentence with names in it.
fn fill(
    marked: &mut Marked,
    sentence: &str,
    forms: &BTreeMap<char, Vec<String>>,
    below: &mut impl FnMut(usize) -> usize,
) -> Result<()> {
    let start = marked.text.len();
    let mut rest = sentence;
    while let Some(at) = rest.find(['{', '[']) {
        marked.text += &rest[..at];
        let close = if rest[at..].starts_with('{') { '}' } else { ']' };
        let (slot, after) = rest[at + 1..].split_once(close).context("a bracket is not closed")?;
        rest = after;
        let (name, label) = if close == ']' {
            // A name that is said with its label: `[O:court of {T}]`.
            let (letter, name) = slot.split_once(':').context("a name without its label")?;
            let mut whole = String::new();
            let mut inner = name;
            while let Some((before, rest)) = inner.split_once('{') {
                let (slot, rest) = rest.split_once('}').context("a slot is not closed")?;
                whole += before;
                whole += &drawn(slot, forms, below)?.replace(['[', ']'], "");
                inner = rest;
            }
            (whole + inner, letter)
        } else {
            (drawn(slot, forms, below)?, slot)
        };
        let label = match label.chars().next().unwrap_or(' ') {
            'P' | 'W' | 'S' | 'R' | 'G' | 'H' | 'N' => Some(Label::Person),
            'C' | 'T' | 'F' | 'L' => Some(Label::Place),
            'M' | 'Q' => Some(Label::Other),
            // Peoples bear no names.
            'D' => None,
            _ => Some(Label::Organisation),
        };
        push(marked, &name, label);
    }
    marked.text += rest;
    // A sentence begins with a capital, whatever article its first name has.
    let first = marked.text[start..].chars().next().unwrap_or(' ');
    let upper: String = first.to_uppercase().collect();
    if first.is_lowercase() && upper.len() == first.len_utf8() {
        marked.text.replace_range(start..start + first.len_utf8(), &upper);
    }
    marked.text += "\n\n";
    Ok(())
}

/// A name for a slot such as `P2`.
fn drawn(
    slot: &str,
    forms: &BTreeMap<char, Vec<String>>,
    below: &mut impl FnMut(usize) -> usize,
) -> Result<String> {
    let letter = slot.chars().next().context("an empty slot")?;
    let case: usize = slot[letter.len_utf8()..].parse::<usize>().unwrap_or(1).max(1);
    let mut form = |letter: char| {
        let names = forms.get(&letter).with_context(|| format!("no forms of {letter}"))?;
        let name = &names[below(names.len())];
        let form = name.split(';').nth(case - 1).or_else(|| name.split(';').next());
        Ok::<_, anyhow::Error>(form.unwrap_or_default().to_owned())
    };
    match letter {
        'P' => Ok(format!("{} {}", form('G')?, form('S')?)),
        'W' => Ok(format!("{} {}", form('H')?, form('R')?)),
        letter => form(letter),
    }
}

/// Adds a form; the name in it stands between brackets, or is all of it.
fn push(marked: &mut Marked, form: &str, label: Option<Label>) {
    let (before, name, after) = match form.split_once('[') {
        Some((before, rest)) => {
            let (name, after) = rest.split_once(']').unwrap_or((rest, ""));
            (before, name, after)
        }
        None => ("", form, ""),
    };
    marked.text += before;
    let start = marked.text.len();
    marked.text += name;
    if let Some(label) = label {
        marked.names.push((Span::new(start, marked.text.len()), label));
    }
    marked.text += after;
}

/// A column of a file of the gazetteer.
fn rows(file: &str, column: &str) -> Vec<String> {
    let text = knowledge::text(&format!("gazetteer/{file}")).unwrap_or_default();
    let mut lines = text.lines();
    let place = lines.next().and_then(|head| head.split(',').position(|it| it == column));
    let place = place.unwrap_or(usize::MAX);
    lines.map(|line| line.split(',').nth(place).unwrap_or_default().to_owned()).collect()
}
