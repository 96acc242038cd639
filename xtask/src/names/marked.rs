use super::Marked;
use language::Label;
use schema::Span;

/// Sentences of a treebank, named by people of this project: a line of `marks` is the number
/// of a sentence, then each name as start, end (in code points of its text) and label.
/// Sentences without a line have not been looked at.
pub(super) fn sentences(treebank: &str, marks: &str) -> Marked {
    let texts: Vec<&str> = texts(treebank);
    let mut marked = Marked::default();
    for line in marks.lines() {
        let mut parts = line.split_whitespace();
        let number = parts.next().and_then(|number| number.parse::<usize>().ok());
        let Some(text) = number.and_then(|number| texts.get(number)) else { continue };
        let base = marked.text.len();
        let byte = |point: &str| {
            let point = point.parse().ok()?;
            Some(text.char_indices().nth(point).map_or(text.len(), |(at, _)| at))
        };
        for part in parts {
            let mut part = part.split('-');
            let (Some(start), Some(end), Some(label)) = (
                part.next().and_then(byte),
                part.next().and_then(byte),
                part.next().and_then(Label::of_code),
            ) else {
                continue;
            };
            if start < end {
                marked.names.push((Span::new(base + start, base + end), label));
            }
        }
        marked.text += text;
        marked.text += "\n\n";
    }
    marked
}

/// The texts of the sentences of a treebank that have words.
fn texts(treebank: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let (mut text, mut words) = ("", false);
    for line in treebank.lines().chain([""]) {
        if let Some(said) = line.strip_prefix("# text =") {
            text = said.trim();
        } else if line.is_empty() {
            if words {
                texts.push(text);
            }
            words = false;
        } else {
            words |= !line.starts_with('#');
        }
    }
    texts
}
