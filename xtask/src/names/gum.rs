use super::Marked;
use super::english::English;
use language::{Label, Upos, conllu};

/// Sentences of GUM: of each entity whose head is a proper noun, the name in it.
pub(super) fn sentences(file: &str) -> Marked {
    let english = English::get();
    let mut marked = Marked::default();
    for block in file.split("\n\n") {
        let Some(Ok(tree)) = conllu::read_each(block).into_iter().next() else { continue };
        // The last column of each word, in order; the reader of trees does not keep it whole.
        let rows = block.lines().filter(|line| !line.starts_with('#'));
        let columns: Vec<Vec<&str>> = rows
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .filter(|row| row.len() == 10 && !row[0].contains(['-', '.']))
            .collect();
        if columns.len() != tree.words.len() {
            continue;
        }
        let words: Vec<&str> = tree.words.iter().map(|word| word.form.as_str()).collect();
        let mut names: Vec<(usize, usize, Label)> = Vec::new();
        for (from, to, sort) in entities(&columns) {
            let label = match sort.as_str() {
                "person" => Label::Person,
                "organization" => Label::Organisation,
                "place" => Label::Place,
                "event" | "object" => Label::Other,
                _ => continue,
            };
            let head = (from..to).find(|&place| {
                columns[place][6].parse::<usize>().is_ok_and(|head| head < from + 1 || head > to)
            });
            let Some(head) = head.filter(|&it| tree.words[it].upos == Upos::Propn) else {
                continue;
            };
            let proper = |place: usize| {
                tree.words[place].upos == Upos::Propn
                    || tree.words[place].form.chars().next().is_some_and(char::is_uppercase)
                        && place > from
            };
            let small = |place: usize| english.inside.iter().any(|it| it == words[place]);
            let (mut start, mut end) = (head, head + 1);
            while start > from && proper(start - 1) {
                start -= 1;
            }
            loop {
                if end < to && proper(end) {
                    end += 1;
                } else if end + 1 < to && small(end) && proper(end + 1) {
                    end += 2;
                } else if end + 2 < to && small(end) && small(end + 1) && proper(end + 2) {
                    end += 3;
                } else {
                    break;
                }
            }
            // Titles stand outside; a people or a party's members are no name.
            while start + 1 < end && english.titles.contains(&words[start].to_lowercase()) {
                start += 1;
            }
            let members = label == Label::Person && columns[end - 1][4] == "NNPS";
            let several =
                label == Label::Person && words[start..end].contains(&english.and.as_str());
            if !members && !several {
                names.push((start, end, label));
            }
        }
        // The outermost name is meant.
        names.sort_by_key(|name| (name.0, std::cmp::Reverse(name.1)));
        names.dedup_by(|later, earlier| later.0 < earlier.1);
        marked.add(&words, &names);
    }
    marked
}

/// The entities that the last column opens and closes: from, to, sort.
fn entities(columns: &[Vec<&str>]) -> Vec<(usize, usize, String)> {
    let mut open: Vec<(String, usize, String)> = Vec::new();
    let mut found = Vec::new();
    for (place, row) in columns.iter().enumerate() {
        let Some(said) = row[9].split('|').find_map(|it| it.strip_prefix("Entity=")) else {
            continue;
        };
        let mut rest = said;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('(') {
                let end = after.find(['(', ')']).unwrap_or(after.len());
                let mut parts = after[..end].split('-');
                let id = parts.next().unwrap_or_default().to_owned();
                let sort = parts.next().unwrap_or_default().to_owned();
                rest = &after[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    found.push((place, place + 1, sort));
                    rest = after;
                } else {
                    open.push((id, place, sort));
                }
            } else {
                let end = rest.find(')').map_or(rest.len(), |it| it + 1);
                let id = rest[..end].trim_end_matches(')');
                if let Some(at) = open.iter().rposition(|(it, _, _)| it == id) {
                    let (_, from, sort) = open.remove(at);
                    found.push((from, place + 1, sort));
                }
                rest = &rest[end..];
            }
        }
    }
    found
}
