use super::Marked;
use super::english::English;
use language::Label;

/// Sentences of a file with a word a line, its label behind it, and empty lines between.
pub(super) fn sentences(file: &str) -> Marked {
    let mut marked = Marked::default();
    let mut sentence = Vec::new();
    for line in file.lines().chain([""]) {
        let line = line.trim_end();
        // The word stands before its label; some files number words in a column before both.
        let mut columns = line.split_whitespace().rev();
        match (columns.next(), columns.next()) {
            (Some(label), Some(word)) => sentence.push((word, label)),
            _ => {
                add(&mut marked, &sentence);
                sentence.clear();
            }
        }
    }
    marked
}

/// The same where no line is empty: a sentence ends at its full stop.
pub(super) fn run(file: &str) -> Marked {
    let mut marked = Marked::default();
    let mut sentence = Vec::new();
    for line in file.lines() {
        let Some((word, label)) = line.trim_end().rsplit_once(' ') else { continue };
        sentence.push((word.trim(), label));
        if matches!(word.trim(), "." | "!" | "?") || sentence.len() > 60 {
            add(&mut marked, &sentence);
            sentence.clear();
        }
    }
    add(&mut marked, &sentence);
    marked
}

fn add(marked: &mut Marked, sentence: &[(&str, &str)]) {
    if sentence.is_empty() {
        return;
    }
    let words: Vec<&str> = sentence.iter().map(|(word, _)| *word).collect();
    let mut names: Vec<(usize, usize, Label)> = Vec::new();
    let mut inside = None;
    for (place, (word, tag)) in sentence.iter().enumerate() {
        let label = tag.split_once('-').and_then(|(_, code)| Label::of_code(code));
        let goes_on = label.is_some() && label == inside && !tag.starts_with('B');
        match (label, names.last_mut()) {
            (Some(_), Some(name)) if goes_on => name.1 = place + 1,
            (Some(label), _) => names.push((place, place + 1, label)),
            _ => {}
        }
        inside = label;
        // Nationalities are no names here, though some corpora hold them for names.
        let alone = |name: &(usize, usize, Label)| name.2 == Label::Other && name.1 - name.0 == 1;
        if names.last().is_some_and(alone) && is_demonym(word) && inside == Some(Label::Other) {
            names.pop();
            inside = None;
        }
    }
    marked.add(&words, &names);
}

/// Whether a lone word is an English adjective of a people or a language.
fn is_demonym(word: &str) -> bool {
    English::get().peoples.iter().any(|ending| word.ends_with(ending.as_str()))
}
