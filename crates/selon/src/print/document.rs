use super::{Ink, Paper, Words, faint, ink, plain};
use ledger::DocumentRow;
use schema::wire::word;
use schema::{Document, Found, Reading, Role};
use std::collections::BTreeMap;
use std::io;

/// What is known of a page, and how it is known.
pub(crate) fn document_head(paper: &mut Paper, document: &Document) -> io::Result<()> {
    match &document.title {
        Some(title) => paper.at(0, &[ink(Ink::Strong, title.value.clone())])?,
        None => paper.at(0, &[faint("(a page without a headline)")])?,
    }
    let mut words = Vec::new();
    let mut known = |label: &str, found: &Option<Found<String>>, missing: &str| {
        if !words.is_empty() {
            words.push(faint(" · "));
        }
        match found {
            Some(found) => {
                words.push(faint(label));
                words.push(plain(found.value.clone()));
                words.push(faint(format!(" ({})", found.evidence)));
            }
            None => words.push(faint(missing)),
        }
    };
    known("", &document.language, "unknown language");
    known("published ", &document.published, "unknown date");
    if document.modified.is_some() {
        known("changed ", &document.modified, "");
    }
    known("outlet ", &document.outlet, "unknown outlet");
    paper.hanging(2, 2, &words)?;
    if !document.byline.is_empty() {
        let names: Vec<&str> = document.byline.iter().map(|it| it.found.value.as_str()).collect();
        let how = document.byline[0].found.evidence.clone();
        let signed = [faint("signed "), plain(names.join(", ")), faint(format!(" ({how})"))];
        paper.at(2, &signed)?;
    }
    if let Some(url) = &document.url {
        paper.at(2, &[plain(url.value.clone()), faint(format!(" ({})", url.evidence))])?;
    }
    let mut page = vec![faint(document.id.to_string())];
    if let Some(whence) = &document.page.whence
        && document.url.as_ref().is_none_or(|url| url.value != *whence)
    {
        page.push(faint(format!(" · {whence}")));
    }
    paper.at(2, &page)
}

/// How much was read on a page, and what could not be.
pub(crate) fn reading_foot(
    paper: &mut Paper,
    document: &Document,
    reading: &Reading,
) -> io::Result<()> {
    let dropped: Vec<Role> =
        document.blocks.iter().filter(|block| !block.kept).map(|block| block.role).collect();
    let mut words = vec![
        ink(Ink::Strong, plural(reading.claims.len(), "claim")),
        plain(", "),
        ink(Ink::Strong, plural(reading.notes.len(), "note")),
        plain("; "),
    ];
    if dropped.is_empty() {
        words.push(plain("nothing left out"));
    } else {
        let left_out = format!("{} of {}", dropped.len(), plural(document.blocks.len(), "block"));
        words.push(ink(Ink::Strong, left_out));
        words.push(plain(" left out as furniture "));
        words.push(faint(format!("({})", counted(&dropped))));
    }
    words.push(plain("."));
    paper.at(0, &words)?;
    for note in &reading.notes {
        let mut words = vec![ink(Ink::Doubt, "not read: "), plain(note.message.clone())];
        if let Some(span) = note.span {
            words.push(faint(format!(" “{}”", shortened(document.words(span), 80))));
        }
        words.push(faint(format!(" ({})", note.rule)));
        paper.hanging(2, 4, &words)?;
    }
    Ok(())
}

/// `3 caption, 1 related`.
fn counted(roles: &[Role]) -> String {
    let mut counts: BTreeMap<Role, usize> = BTreeMap::new();
    for role in roles {
        *counts.entry(*role).or_default() += 1;
    }
    let mut counts: Vec<(Role, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let words: Vec<String> =
        counts.into_iter().map(|(role, count)| format!("{count} {}", role_name(role))).collect();
    words.join(", ")
}

/// A role as people read it: `related`, `author box`.
pub(crate) fn role_name(role: Role) -> String {
    word(&role).replace('_', " ")
}

/// A document in a list.
pub(crate) fn document_row(paper: &mut Paper, row: &DocumentRow) -> io::Result<()> {
    let title = match &row.title {
        Some(title) => ink(Ink::Strong, title.clone()),
        None => faint("(a page without a headline)"),
    };
    paper.hanging(0, 2, &[title])?;
    let mut words = about(&row.published, &row.outlet, &row.language);
    words.push(faint(format!(" · {}", plural(row.claims as usize, "claim"))));
    if let Some(newer) = &row.superseded_by {
        words.push(ink(Ink::Doubt, format!(" · a newer version is held: {}", short(newer))));
    }
    words.push(faint(format!(" · {}", short(&row.id))));
    paper.at(2, &words)
}

/// When, by whom, in which language.
pub(crate) fn about(
    published: &Option<String>,
    outlet: &Option<String>,
    language: &Option<String>,
) -> Vec<Words> {
    let day = published.as_deref().map(|day| day.get(..10).unwrap_or(day).to_owned());
    vec![
        plain(day.unwrap_or_else(|| "unknown date".to_owned())),
        faint(" · "),
        plain(outlet.clone().unwrap_or_else(|| "unknown outlet".to_owned())),
        faint(" · "),
        plain(language.clone().unwrap_or_else(|| "unknown language".to_owned())),
    ]
}

/// An id by its beginning, which is enough to ask for it.
pub(crate) fn short(id: &schema::Id) -> String {
    id.as_str().chars().take(10).collect()
}

/// `1 claim`, `2 claims`.
pub(crate) fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A word of more bytes than this is cut rather than left out.
const LONGEST_CUT: usize = 24;

/// `text` in one line, cut at `most` characters, before a word where that is near.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => {
            let cut = &line[..at];
            let inside = !line[at..].starts_with(' ');
            let word = cut.rfind(' ').filter(|space| inside && at - space < LONGEST_CUT);
            format!("{}…", word.map_or(cut, |space| &cut[..space]).trim_end())
        }
        None => line,
    }
}
