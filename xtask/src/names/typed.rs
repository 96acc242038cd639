use super::Marked;
use language::{Label, Upos, conllu};

/// Sentences of trees whose proper nouns have a `NameType`.
pub(super) fn sentences(file: &str) -> Marked {
    let mut marked = Marked::default();
    for tree in conllu::read_each(file).into_iter().flatten() {
        let words: Vec<&str> = tree.words.iter().map(|word| word.form.as_str()).collect();
        let mut names: Vec<(usize, usize, Label)> = Vec::new();
        let mut known = true;
        for (place, word) in tree.words.iter().enumerate() {
            let label = match word.feats.get("NameType").and_then(|it| it.split(',').next()) {
                Some("Giv" | "Sur" | "Pat" | "Prs") => Some(Label::Person),
                Some("Geo") => Some(Label::Place),
                Some("Com") => Some(Label::Organisation),
                Some("Pro" | "Oth") => Some(Label::Other),
                _ => None,
            };
            let capital = word.form.chars().next().is_some_and(char::is_uppercase);
            match label.filter(|_| word.upos == Upos::Propn && capital) {
                Some(label) => match names.last_mut() {
                    Some(name) if name.1 == place && name.2 == label && label == Label::Person => {
                        name.1 = place + 1;
                    }
                    _ => names.push((place, place + 1, label)),
                },
                // A name of which it is not said what bears it, or a part of a longer one.
                None if capital && place > 0 => known = false,
                None => {}
            }
        }
        if known {
            marked.add(&words, &names);
        }
    }
    marked
}
