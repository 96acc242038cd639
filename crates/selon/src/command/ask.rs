//! Ids and queries, as somebody types them.

use anyhow::bail;
use ledger::Ledger;
use schema::Id;
use std::path::Path;

/// The ledger, for questions.
pub(crate) fn open(path: &Path) -> anyhow::Result<Ledger> {
    Ok(Ledger::open_read_only(path)?)
}

/// The thing that `typed` names: an id, the beginning of one with or without
/// its letter, or the file or address of a page. Nothing where it names none.
///
/// # Errors
/// If it is the beginning of several ids, or looks like an id and names nothing.
pub(crate) fn named(ledger: &Ledger, typed: &str) -> anyhow::Result<Option<Id>> {
    let typed = typed.trim();
    let (letter, digest) = match typed.split_once(':') {
        Some((letter, digest)) if matches!(letter, "c" | "d" | "e" | "s") => (Some(letter), digest),
        _ => (None, typed),
    };
    let hex = digest.bytes().all(|byte| byte.is_ascii_hexdigit()) && digest.len() <= 16;
    // A short word of a query may be hexadecimal by chance: "bad", "2031".
    if hex && (letter.is_some() || digest.len() >= 6) {
        let digest = digest.to_ascii_lowercase();
        let mut ids = Vec::new();
        for of in ["c", "d", "e", "s"].into_iter().filter(|of| letter.is_none_or(|it| it == *of)) {
            let beginning = format!("{of}:{digest}");
            match of {
                "s" => {
                    let stories = view::stories(ledger)?.into_iter().map(|row| row.id);
                    ids.extend(stories.filter(|id| id.as_str().starts_with(&beginning)));
                }
                _ => ids.extend(ledger.ids_beginning(&beginning)?),
            }
        }
        match ids.as_slice() {
            [id] => return Ok(Some(id.clone())),
            [] if letter.is_none() => {}
            [] => return Err(ledger::Error::Unknown { id: Id::parse(typed) }.into()),
            several => {
                let some: Vec<&str> = several.iter().take(5).map(Id::as_str).collect();
                let more = if several.len() > 5 { ", …" } else { "" };
                bail!(
                    "{typed}: the beginning of several ids: {}{more}; give more of it",
                    some.join(", ")
                );
            }
        }
    }
    let at = |row: &ledger::DocumentRow| {
        row.url.as_deref() == Some(typed) || row.whence.as_deref() == Some(typed)
    };
    let rows = ledger.documents()?.into_iter().filter(|row| row.superseded_by.is_none());
    Ok(rows.into_iter().find(at).map(|row| row.id))
}

/// The document that `typed` names.
pub(crate) fn document(ledger: &Ledger, typed: &str) -> anyhow::Result<Id> {
    match named(ledger, typed)? {
        Some(id) if id.letter() == Some('d') => Ok(id),
        Some(id) => Err(view::Error::WrongKind { id, about: "a document (d:)" }.into()),
        None => bail!("{typed}: no such document; `selon documents` lists them"),
    }
}

/// The claim that `typed` names.
pub(crate) fn claim(ledger: &Ledger, typed: &str) -> anyhow::Result<Id> {
    match named(ledger, typed)? {
        Some(id) if id.letter() == Some('c') => Ok(id),
        Some(id) => Err(view::Error::WrongKind { id, about: "a claim (c:)" }.into()),
        None => bail!("{typed}: no such claim; `selon find` looks for claims"),
    }
}

/// What was asked: one thing by its id, or the best claims for a query.
pub(crate) enum Asked {
    Thing(Id),
    Claims(Vec<Id>),
}

/// How many claims of a query are answered for.
const BEST: u32 = 5;

/// An id, or a query.
///
/// # Errors
/// If nothing answers it.
pub(crate) fn asked(ledger: &Ledger, words: &[String]) -> anyhow::Result<Asked> {
    let typed = words.join(" ");
    if let [one] = words
        && let Some(id) = named(ledger, one)?
    {
        return Ok(Asked::Thing(id));
    }
    let found = view::find(ledger, &typed, BEST, 0)?;
    let similar = found.similar.into_iter().map(|similar| similar.row.id);
    let ids: Vec<Id> = found.rows.into_iter().map(|row| row.id).chain(similar).collect();
    match ids.is_empty() {
        true => bail!(
            "{typed}: no id of that name, and no claim answers it; `selon find` takes facets too"
        ),
        false => Ok(Asked::Claims(ids)),
    }
}
