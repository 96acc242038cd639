use crate::{Ledger, Result, review};
use rusqlite::{Connection, OptionalExtension, Row, params};
use schema::wire::{CodePoints, from_wire, to_wire, word};
use schema::{Document, Id, Reading, Review};
use serde::{Deserialize, Serialize};

/// One line of the list that only grows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its place in the list.
    pub seq: i64,
    /// When it was written, RFC 3339.
    pub at: String,
    /// The engine, or a person as they call themselves.
    pub actor: String,
    /// `reading`, `review` or `forget`.
    pub kind: String,
    /// SHA-256 of the page it is about.
    pub subject: String,
    /// What was written, as JSON with offsets in code points. `{}` once the page is forgotten.
    pub payload: String,
}

/// What an entry of the kind `reading` holds. Offsets are code points.
#[derive(Serialize, Deserialize)]
pub(crate) struct Written {
    pub engine: String,
    pub knowledge: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
    pub document: Document,
    pub reading: Reading,
    pub normalised: Vec<String>,
}

/// What an entry of the kind `forget` holds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Erased {
    pub documents: Vec<Id>,
}

impl Entry {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            kind: row.get(3)?,
            subject: row.get(4)?,
            payload: row.get(5)?,
        })
    }
}

impl Ledger {
    /// The entries about the page of `document`, oldest first: who wrote what, when.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn entries_of(&self, document: &Id) -> Result<Vec<Entry>> {
        let sql = "SELECT seq, at, actor, kind, subject, payload FROM entry
                   WHERE subject = (SELECT page FROM document WHERE id = ?1) ORDER BY seq";
        self.rows(sql, [document.as_str()], Entry::of)
    }

    /// Makes all that is derived from the entries again.
    ///
    /// What the linker found stays where both its ends are still there.
    ///
    /// # Errors
    /// If the file cannot be written; then everything is as before.
    pub fn rebuild(&mut self) -> Result<()> {
        let path = self.path.clone();
        let told = |error| crate::Error::told(&path, error);
        let step = self.begin()?;
        let again = || -> rusqlite::Result<()> {
            step.execute_batch(
                "DELETE FROM claim; DELETE FROM figure; DELETE FROM document;
                 DELETE FROM review; DELETE FROM tombstone;",
            )?;
            let mut entries = step
                .prepare("SELECT seq, at, actor, kind, subject, payload FROM entry ORDER BY seq")?;
            for entry in entries.query_map([], Entry::of)? {
                apply(&step, &entry?)?;
            }
            step.execute_batch(
                "INSERT INTO claim_words (claim_words) VALUES ('rebuild');
                 DELETE FROM sketch WHERE document NOT IN (SELECT id FROM document);
                 DELETE FROM site WHERE document NOT IN (SELECT id FROM document);
                 DELETE FROM site_block WHERE document NOT IN (SELECT id FROM document);
                 DELETE FROM link WHERE from_id NOT IN
                     (SELECT id FROM document UNION ALL SELECT id FROM claim)
                 OR to_id NOT IN (SELECT id FROM document UNION ALL SELECT id FROM claim);",
            )
        };
        again().map_err(told)?;
        step.commit().map_err(told)
    }
}

/// Writes an entry down, and what follows from it.
pub(crate) fn write(
    db: &Connection,
    at: &str,
    actor: &str,
    kind: &str,
    subject: &str,
    payload: String,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO entry (at, actor, kind, subject, payload) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![at, actor, kind, subject, payload])?;
    let entry = Entry {
        seq: db.last_insert_rowid(),
        at: at.to_owned(),
        actor: actor.to_owned(),
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        payload,
    };
    apply(db, &entry)
}

/// What follows from one entry. The same whether it is new or read again.
fn apply(db: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    // The payload of a forgotten page is empty: nothing follows from it.
    if entry.payload == "{}" {
        return Ok(());
    }
    match entry.kind.as_str() {
        "reading" => apply_reading(db, entry),
        "review" => apply_review(db, entry),
        _ => apply_forget(db, entry),
    }
}

fn apply_reading(db: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let written: Written = serde_json::from_str(&entry.payload).map_err(unreadable)?;
    let Written { engine, knowledge, file, document, reading, normalised } = written;
    let page = entry.subject.as_str();
    let carrier = document.page.carrier.as_deref().unwrap_or("");
    let address = address(&document, file.as_deref());
    let added: String = entry.at.clone();
    // The reading that this one takes the place of, if there is one.
    let before = format!("SELECT id, first_seq FROM document WHERE {SAME}");
    let before: Option<(String, i64)> = db
        .query_row(&before, params![page, carrier, address.unwrap_or("")], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let first = before.as_ref().map_or(entry.seq, |(_, first)| *first);
    if let Some((id, _)) = before {
        remove(db, "id = ?1", &id)?;
    }
    db.execute("DELETE FROM tombstone WHERE sha256 = ?1", [page])?;

    let json = serde_json::to_string(&document).map_err(unreadable)?;
    let rest = Reading { claims: Vec::new(), ..reading.clone() };
    let rest = serde_json::to_string(&rest).map_err(unreadable)?;
    let url = document.url.as_ref().map(|found| found.value.as_str());
    let value = |found: &Option<schema::Found<String>>| found.as_ref().map(|it| it.value.clone());
    db.prepare_cached(
        "INSERT INTO document (id, page, carrier, seq, first_seq, address, url, whence, outlet, language,
             title, published, modified, retrieved, added, engine, knowledge, text, json, rest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
             ?20)",
    )?
    .execute(params![
        document.id.as_str(),
        page,
        carrier,
        entry.seq,
        first,
        address,
        url,
        document.page.whence,
        value(&document.outlet),
        value(&document.language),
        value(&document.title),
        value(&document.published),
        value(&document.modified),
        document.page.retrieved,
        added,
        engine,
        knowledge,
        document.text,
        json,
        rest,
    ])?;

    let outlet = outlet_words(&document);
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO claim (id, document, position, sentence, kind, stance, polarity,
             speaker_type, rule, confidence, words, normalised, speaker, outlet, place, json)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    let mut insert_figure = db.prepare_cached(
        "INSERT INTO figure (claim, document, position, text, value, low, high, unit,
             unit_family, predicate, place, as_of)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    for (position, claim) in reading.claims.iter().enumerate() {
        let places: Vec<&str> = claim
            .places
            .iter()
            .flat_map(|place| [Some(place.text.as_str()), place.gazetteer.as_deref()])
            .flatten()
            .collect();
        let new = insert.execute(params![
            claim.id.as_str(),
            document.id.as_str(),
            position as i64,
            claim.sentence,
            word(&claim.kind),
            word(&claim.stance),
            word(&claim.polarity),
            word(&claim.speaker.kind),
            claim.rule,
            f64::from(claim.confidence.as_percent()) / 100.0,
            claim.content.text,
            normalised.get(position).map_or("", String::as_str),
            claim.speaker.name,
            outlet,
            places.join(" · "),
            serde_json::to_string(claim).map_err(unreadable)?,
        ])?;
        // A reader that finds one claim twice has found it once.
        if new == 0 {
            continue;
        }
        for (position, figure) in claim.figures.iter().enumerate() {
            insert_figure.execute(params![
                claim.id.as_str(),
                document.id.as_str(),
                position as i64,
                figure.text,
                figure.value,
                figure.low,
                figure.high,
                figure.unit,
                figure.slot.unit_family,
                figure.slot.predicate,
                figure.slot.place,
                figure.slot.as_of,
            ])?;
        }
    }
    supersede(db, address)?;
    review::attach(db, page)
}

/// Which document a reading of page `?1` from carrier `?2` takes the place of. One that
/// an older version read, which knew no carriers, is known by its address `?3`.
pub(crate) const SAME: &str =
    "page = ?1 AND (carrier = ?2 OR carrier = '' AND address = ?3) ORDER BY carrier = ?2 DESC";

/// Where a page lives: two pages at one address are versions.
///
/// What a page calls its address holds on its own site. A site that carries the
/// page of another names that one, and is no version of it. A name without a
/// place, as browsers give for a file, is no address, nor is a place in an archive.
pub(crate) fn address<'a>(document: &'a Document, file: Option<&'a str>) -> Option<&'a str> {
    let url = document.url.as_ref().map(|found| found.value.as_str());
    let whence = document.page.whence.as_deref().filter(|whence| !whence.contains(' '));
    let fetched = document.page.address.as_deref().or(whence).filter(|it| site(it).is_some());
    match fetched {
        Some(whence) if url.and_then(site) != site(whence) => Some(whence),
        _ => url.or(file),
    }
}

/// The host of the site that a document is a page of.
pub(crate) fn host(document: &Document) -> Option<String> {
    address(document, None).and_then(site)
}

/// The host of an address of the web, in small letters and without `www.`.
fn site(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) {
        return None;
    }
    let host = rest.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    Some(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
}

/// Which of the pages at one address is the newest. The others leave the linker's
/// tables: a version is not one more page beside the newest.
fn supersede(db: &Connection, address: Option<&str>) -> rusqlite::Result<()> {
    let Some(address) = address else { return Ok(()) };
    db.execute(
        "UPDATE document SET superseded_by = (
             SELECT later.id FROM document AS later
             WHERE later.address = document.address AND later.first_seq > document.first_seq
             ORDER BY later.first_seq LIMIT 1)
         WHERE address = ?1",
        [address],
    )?;
    unlink(db, "address = ?1 AND superseded_by IS NOT NULL", address)
}

fn apply_review(db: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let review: Review = serde_json::from_str(&entry.payload).map_err(unreadable)?;
    db.execute(
        "INSERT INTO review (seq, id, verdict, at, by, page, attached, json)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7)",
        params![
            entry.seq,
            review.id.as_str(),
            word(&review.verdict),
            review.at,
            review.by,
            review.anchor.page,
            entry.payload,
        ],
    )?;
    review::attach(db, &entry.subject)
}

fn apply_forget(db: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let erased: Erased = serde_json::from_str(&entry.payload).map_err(unreadable)?;
    let addresses: Vec<Option<String>> = db
        .prepare("SELECT address FROM document WHERE page = ?1 ORDER BY id")?
        .query_map([&entry.subject], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    remove(db, "page = ?1", &entry.subject)?;
    db.execute("DELETE FROM review WHERE page = ?1", [&entry.subject])?;
    for address in addresses {
        supersede(db, address.as_deref())?;
    }
    db.execute(
        "INSERT OR REPLACE INTO tombstone (sha256, documents, at, actor) VALUES (?1, ?2, ?3, ?4)",
        params![
            entry.subject,
            serde_json::to_string(&erased.documents).map_err(unreadable)?,
            entry.at,
            entry.actor,
        ],
    )?;
    Ok(())
}

/// Takes what was read of the documents `which` out of the projections.
fn remove(db: &Connection, which: &str, value: &str) -> rusqlite::Result<()> {
    unlink(db, which, value)?;
    for sql in [
        format!("DELETE FROM figure WHERE document IN (SELECT id FROM document WHERE {which})"),
        format!("DELETE FROM claim WHERE document IN (SELECT id FROM document WHERE {which})"),
        format!("DELETE FROM document WHERE {which}"),
    ] {
        db.prepare_cached(&sql)?.execute([value])?;
    }
    Ok(())
}

/// Takes what the linker kept of the documents `which`, and found on them, out.
fn unlink(db: &Connection, which: &str, value: &str) -> rusqlite::Result<()> {
    let documents = format!("SELECT id FROM document WHERE {which}");
    let ends =
        format!("{documents} UNION ALL SELECT id FROM claim WHERE document IN ({documents})");
    for sql in [
        format!("DELETE FROM link WHERE from_id IN ({ends})"),
        format!("DELETE FROM link WHERE to_id IN ({ends})"),
        format!("DELETE FROM sketch WHERE document IN ({documents})"),
        format!("DELETE FROM site WHERE document IN ({documents})"),
        format!("DELETE FROM site_block WHERE document IN ({documents})"),
    ] {
        db.prepare_cached(&sql)?.execute([value])?;
    }
    Ok(())
}

/// The outlet's name and the host of the page: both are what people ask for.
fn outlet_words(document: &Document) -> String {
    let name = document.outlet.as_ref().map(|found| found.value.as_str());
    let host = document
        .url
        .as_ref()
        .and_then(|found| found.value.split_once("://"))
        .and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
    name.into_iter().chain(host).collect::<Vec<_>>().join(" · ")
}

/// JSON that does not have the shape of the contract.
pub(crate) fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

/// What is handed in, with offsets in code points.
pub(crate) fn outward(document: &Document, reading: &Reading) -> (Document, Reading) {
    let points = CodePoints::of(&document.text);
    (to_wire(document.clone(), &points), to_wire(reading.clone(), &points))
}

/// What is held, with offsets in bytes.
pub(crate) fn inward<T: schema::wire::Spans>(value: T, text: &str) -> T {
    from_wire(value, &CodePoints::of(text))
}
