use crate::Result;
use ledger::{ClaimRow, FigureQuery, Ledger, Query};
use schema::{Id, Kind, Stance};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Which claims speak of what was typed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// How it was understood.
    pub query: Query,
    /// How many claims answer it.
    pub total: u64,
    /// Those of this page of the answer.
    pub rows: Vec<ClaimRow>,
    /// Where a sentence was pasted: the claims most like it, the most alike first.
    pub similar: Vec<Similar>,
    /// What was not understood, by code, for the interface to tell.
    pub notes: Vec<Note>,
}

/// A claim like a pasted sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Similar {
    /// How alike, 0 to 1: the share of words that carry meaning.
    pub score: f64,
    /// The claim.
    pub row: ClaimRow,
}

/// A part of a query that was not understood, and was left aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The facet: `stance`, `figure`, `before`, `after`.
    pub facet: String,
    /// What was typed for it.
    pub value: String,
    /// What it may be, in English.
    pub message: String,
}

/// From how many words on a query without facets is a pasted sentence.
const SENTENCE: usize = 8;

/// Which claims speak of what was typed: words and facets, or a pasted
/// sentence. Nothing that is typed is an error.
///
/// # Errors
/// If the ledger cannot be read.
pub fn find(ledger: &Ledger, typed: &str, limit: u32, offset: u32) -> Result<Found> {
    let (mut query, notes) = parse(typed);
    query.limit = Some(limit);
    query.offset = offset;
    let words = query.words.clone().unwrap_or_default();
    let only_words = Query {
        words: query.words.clone(),
        normalised: query.normalised.clone(),
        limit: query.limit,
        offset,
        ..Query::default()
    };
    if query == only_words && words.split_whitespace().count() >= SENTENCE {
        let similar = similar(ledger, &words, limit as usize)?;
        return Ok(Found { total: similar.len() as u64, rows: Vec::new(), similar, query, notes });
    }
    let (total, rows) = (ledger.count_found(&query)?, ledger.find(&query)?);
    Ok(Found { query, total, rows, similar: Vec::new(), notes })
}

/// How many candidates a pasted sentence is compared with.
const CANDIDATES: u32 = 400;
/// How alike a claim must be to be shown.
const ALIKE: f64 = 0.2;

fn similar(ledger: &Ledger, sentence: &str, limit: usize) -> Result<Vec<Similar>> {
    let query = Query {
        words: Some(sentence.to_owned()),
        normalised: Some(linker::normalise(sentence, "")),
        any_word: true,
        limit: Some(CANDIDATES),
        ..Query::default()
    };
    let mut similar: Vec<Similar> = ledger
        .find(&query)?
        .into_iter()
        .map(|row| {
            let language = row.language.as_deref().unwrap_or("");
            let score = linker::similarity(sentence, &row.content, language);
            Similar { score: (score * 100.0).round() / 100.0, row }
        })
        .filter(|similar| similar.score >= ALIKE)
        .collect();
    similar.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.row.id.cmp(&b.row.id)));
    similar.truncate(limit);
    Ok(similar)
}

/// Words and facets as typed: `bridge speaker:"Ana Karo" after:2031-05-01 figure:>40`.
///
/// A facet that does not exist is a word like others; a value that a facet
/// cannot have is left aside and noted.
pub fn parse(typed: &str) -> (Query, Vec<Note>) {
    let mut query = Query::default();
    let mut notes = Vec::new();
    let mut words = Vec::new();
    for (facet, value) in pieces(typed) {
        let mut note = |message: &str| {
            notes.push(Note {
                facet: facet.clone(),
                value: value.clone(),
                message: message.to_owned(),
            });
        };
        match facet.as_str() {
            "speaker" => query.speaker = Some(value),
            "outlet" => query.outlet = Some(value),
            "place" => query.place = Some(value),
            "lang" | "language" => query.language = Some(value.to_lowercase()),
            "stance" => match word::<Stance>(&value) {
                Some(stance) => query.stance = Some(stance),
                None => note(
                    "asserts, denies, admits, hedges, reports, asks, requests, promises or threatens",
                ),
            },
            "kind" => match word::<Kind>(&value) {
                Some(kind) => query.kind = Some(kind),
                None => note("direct, indirect, mixed or narrated"),
            },
            "before" | "after" if !is_date(&value) => {
                note("a day such as 2031-05-02, a month or a year")
            }
            "before" => query.before = Some(value),
            "after" => query.after = Some(value),
            "figure" => match figure(&value) {
                Some(figure) => query.figure = Some(figure),
                None => {
                    note("a number (41), a bound (>40), a range (40-60) or a unit (person_killed)")
                }
            },
            "document" => query.document = Some(Id::parse(&value)),
            "" => words.push(value),
            // No facet of ours: `10:30`, `https://…`.
            _ => words.push(format!("{facet}:{value}")),
        }
    }
    if !words.is_empty() {
        let words = words.join(" ");
        query.normalised = Some(linker::normalise(&words, ""));
        query.words = Some(words);
    }
    (query, notes)
}

const FACETS: [&str; 11] = [
    "speaker", "outlet", "place", "lang", "language", "stance", "kind", "before", "after",
    "figure", "document",
];

/// What was typed, cut at spaces outside of quotation marks: facet and value.
fn pieces(typed: &str) -> Vec<(String, String)> {
    let mut pieces: Vec<(String, String)> = Vec::new();
    let (mut facet, mut value, mut inside) = (String::new(), String::new(), false);
    for c in typed.chars().chain([' ']) {
        match c {
            '"' | '“' | '”' | '«' | '»' => inside = !inside,
            ':' if facet.is_empty() && FACETS.contains(&value.to_lowercase().as_str()) => {
                facet = std::mem::take(&mut value).to_lowercase();
            }
            c if c.is_whitespace() && !inside => {
                if !value.trim().is_empty() {
                    let (facet, value) = (std::mem::take(&mut facet), std::mem::take(&mut value));
                    pieces.push((facet, value.trim().to_owned()));
                }
            }
            c => value.push(c),
        }
    }
    // A mark that was never closed holds the rest.
    if !value.trim().is_empty() {
        pieces.push((facet, value.trim().to_owned()));
    }
    pieces
}

fn word<T: DeserializeOwned>(value: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(value.to_lowercase())).ok()
}

/// `2031`, `2031-05` or `2031-05-02`.
fn is_date(value: &str) -> bool {
    let digits =
        |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = value.split('-').collect();
    match parts.as_slice() {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2),
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        _ => false,
    }
}

/// `41`, `>40`, `<60`, `40-60`, `person_killed`, `41 person_killed`.
fn figure(value: &str) -> Option<FigureQuery> {
    let mut query = FigureQuery::default();
    for part in value.split_whitespace() {
        let number =
            |text: &str| text.replace(',', "").parse::<f64>().ok().filter(|n| n.is_finite());
        if let Some(low) = part.strip_prefix('>') {
            query.low = Some(number(low.trim_start_matches('='))?);
        } else if let Some(high) = part.strip_prefix('<') {
            query.high = Some(number(high.trim_start_matches('='))?);
        } else if let Some(exact) = number(part) {
            (query.low, query.high) = (Some(exact), Some(exact));
        } else if let Some((low, high)) =
            part.split_once(['-', '–']).and_then(|(low, high)| Some((number(low)?, number(high)?)))
        {
            (query.low, query.high) = (Some(low), Some(high));
        } else if part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':')) {
            query.unit = Some(part.to_owned());
        } else {
            return None;
        }
    }
    (query != FigureQuery::default()).then_some(query)
}
