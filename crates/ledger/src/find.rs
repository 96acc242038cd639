use crate::{Ledger, Result, review};
use rusqlite::ToSql;
use schema::wire::word;
use schema::{Claim, Id, Kind, Polarity, SpeakerType, Stance, Verdict};
use serde::Serialize;

/// Which claims are looked for. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Query {
    /// Words of the content or the speaker, as typed. Nothing in them is syntax.
    pub words: Option<String>,
    /// The same words in the form in which contents were normalised when added.
    pub normalised: Option<String>,
    /// Whether one of the words is enough; else all must be there.
    pub any_word: bool,
    /// Words of the speaker's name.
    pub speaker: Option<String>,
    /// Words of the outlet's name or of the page's host.
    pub outlet: Option<String>,
    /// Words of the name of a place, or its gazetteer key.
    pub place: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// What the source does with the content.
    pub stance: Option<Stance>,
    /// Direct, indirect, mixed or narrated.
    pub kind: Option<Kind>,
    /// Published before this day (`YYYY-MM-DD`), exclusive.
    pub before: Option<String>,
    /// Published on this day or later.
    pub after: Option<String>,
    /// A figure that the claim must hold.
    pub figure: Option<FigureQuery>,
    /// On this document only.
    pub document: Option<Id>,
    /// Whether older versions of a page are looked at too.
    pub all_versions: bool,
    /// At most so many; 50 if not given.
    pub limit: Option<u32>,
    /// Leave out so many first.
    pub offset: u32,
}

/// A figure that is looked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FigureQuery {
    /// Its interval reaches this or more.
    pub low: Option<f64>,
    /// Its interval reaches this or less.
    pub high: Option<f64>,
    /// Its unit or unit family: `person_killed`.
    pub unit: Option<String>,
}

/// A claim in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimRow {
    /// The claim.
    pub id: Id,
    /// Its page.
    pub document: Id,
    /// Direct, indirect, mixed or narrated.
    pub kind: Kind,
    /// What the source does with the content.
    pub stance: Stance,
    /// Whether the content is negated.
    pub polarity: Polarity,
    /// Who says it.
    pub speaker: String,
    /// What sort of source that is.
    pub speaker_type: SpeakerType,
    /// What is said.
    pub content: String,
    /// Its figures as written.
    pub figures: Vec<String>,
    /// How sure the rule is, in hundredths.
    pub confidence: schema::Confidence,
    /// The headline of the page.
    pub title: Option<String>,
    /// Who publishes it.
    pub outlet: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// A person's standing word on it.
    pub verdict: Option<Verdict>,
}

impl Ledger {
    /// The claims that answer `query`; the best first where there are words,
    /// else the latest first.
    ///
    /// # Errors
    /// If the file cannot be read. What somebody types is never an error.
    pub fn find(&self, query: &Query) -> Result<Vec<ClaimRow>> {
        let Some(clause) = Clause::of(query) else { return Ok(Vec::new()) };
        let order = if clause.ranked {
            "bm25(claim_words), document.published DESC, claim.document, claim.position"
        } else {
            "document.published IS NULL, document.published DESC, claim.document, claim.position"
        };
        let sql = format!(
            "SELECT claim.json, document.title, document.outlet, document.language,
                 document.published, document.url
             {} ORDER BY {order} LIMIT {} OFFSET {}",
            clause.sql,
            query.limit.unwrap_or(50),
            query.offset
        );
        let values = rusqlite::params_from_iter(clause.values.iter());
        let found = self.rows(&sql, values, about)?;
        found.into_iter().map(|(json, about)| self.claim_row(&json, about)).collect()
    }

    /// How many claims answer `query`, its limit and offset aside.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn count_found(&self, query: &Query) -> Result<u64> {
        let Some(clause) = Clause::of(query) else { return Ok(0) };
        let sql = format!("SELECT count(*) {}", clause.sql);
        let values = rusqlite::params_from_iter(clause.values.iter());
        let counts: Vec<i64> = self.rows(&sql, values, |row| row.get(0))?;
        Ok(counts.first().map_or(0, |n| n.unsigned_abs()))
    }

    /// One claim as a row of such a list.
    ///
    /// # Errors
    /// [`crate::Error::Unknown`] if there is no such claim.
    pub fn row_of(&self, claim: &Id) -> Result<ClaimRow> {
        let sql = "SELECT claim.json, document.title, document.outlet, document.language,
                       document.published, document.url
                   FROM claim JOIN document ON document.id = claim.document WHERE claim.id = ?1";
        let found = self.rows(sql, [claim.as_str()], about)?;
        match found.into_iter().next() {
            Some((json, about)) => self.claim_row(&json, about),
            None => Err(crate::Error::Unknown { id: claim.clone() }),
        }
    }

    /// The name of a speaker by the id that claims give it.
    ///
    /// # Errors
    /// [`crate::Error::Unknown`] if no claim has such a speaker.
    pub fn speaker_name(&self, id: &Id) -> Result<String> {
        let sql = "SELECT speaker FROM claim WHERE json_extract(json, '$.speaker.id') = ?1 LIMIT 1";
        self.one(sql, id.as_str())?.ok_or_else(|| crate::Error::Unknown { id: id.clone() })
    }

    /// The ids that begin as `beginning` does (`c:4f2a`): of documents, claims or
    /// speakers, by its letter. In order, each once.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn ids_beginning(&self, beginning: &str) -> Result<Vec<Id>> {
        let (table, column) = match beginning.chars().next() {
            Some('d') => ("document", "id"),
            Some('e') => ("claim", "json_extract(json, '$.speaker.id')"),
            _ => ("claim", "id"),
        };
        let sql = format!(
            "SELECT DISTINCT {column} FROM {table} WHERE substr({column}, 1, length(?1)) = ?1
             ORDER BY 1"
        );
        self.rows(&sql, [beginning], |row| Ok(Id::parse(&row.get::<_, String>(0)?)))
    }

    fn claim_row(&self, json: &str, about: [Option<String>; 5]) -> Result<ClaimRow> {
        let claim: Claim = self.parsed(json)?;
        let [title, outlet, language, published, url] = about;
        let verdict = review::standing(&self.reviews_of(&claim.id)?);
        Ok(ClaimRow {
            id: claim.id,
            document: claim.document,
            kind: claim.kind,
            stance: claim.stance,
            polarity: claim.polarity,
            speaker: claim.speaker.name,
            speaker_type: claim.speaker.kind,
            content: claim.content.text,
            figures: claim.figures.into_iter().map(|figure| figure.text).collect(),
            confidence: claim.confidence,
            title,
            outlet,
            language,
            published,
            url,
            verdict,
        })
    }
}

/// A claim, and what is known of its page.
fn about(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, [Option<String>; 5])> {
    Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?]))
}

/// `FROM … WHERE …`, and the values of its question marks.
struct Clause {
    sql: String,
    values: Vec<Box<dyn ToSql>>,
    ranked: bool,
}

impl Clause {
    /// Nothing where the query asks for words and holds none.
    fn of(query: &Query) -> Option<Self> {
        let mut conditions: Vec<String> = Vec::new();
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut full_text = Vec::new();

        let join = if query.any_word { " OR " } else { " AND " };
        if query.words.is_some() || query.normalised.is_some() {
            let mut ways = Vec::new();
            for (columns, words) in
                [("{words speaker}", &query.words), ("{normalised}", &query.normalised)]
            {
                if let Some(terms) = words.as_deref().and_then(|words| terms(words, join)) {
                    ways.push(format!("({columns} : ({terms}))"));
                }
            }
            if ways.is_empty() {
                return None;
            }
            full_text.push(format!("({})", ways.join(" OR ")));
        }
        let ranked = !full_text.is_empty();
        for (column, words) in
            [("speaker", &query.speaker), ("outlet", &query.outlet), ("place", &query.place)]
        {
            if let Some(words) = words {
                full_text.push(format!("({{{column}}} : ({}))", terms(words, " AND ")?));
            }
        }
        let mut from = "FROM claim JOIN document ON document.id = claim.document".to_owned();
        if !full_text.is_empty() {
            from.push_str(" JOIN claim_words ON claim_words.rowid = claim.row");
            conditions.push("claim_words MATCH ?".to_owned());
            values.push(Box::new(full_text.join(" AND ")));
        }

        let mut also = |condition: &str, value: Option<String>| {
            if let Some(value) = value {
                conditions.push(condition.to_owned());
                values.push(Box::new(value));
            }
        };
        also("document.language = ?", query.language.as_ref().map(|code| code.to_lowercase()));
        also("claim.stance = ?", query.stance.map(|stance| word(&stance)));
        also("claim.kind = ?", query.kind.map(|kind| word(&kind)));
        // Dates are compared as text: `2023-05-31T10:00Z` lies between its day and the next.
        also("document.published < ?", query.before.clone());
        also("document.published >= ?", query.after.clone());
        also("claim.document = ?", query.document.as_ref().map(|id| id.as_str().to_owned()));
        if !query.all_versions && query.document.is_none() {
            conditions.push("document.superseded_by IS NULL".to_owned());
        }
        if let Some(figure) = &query.figure {
            let mut such = vec!["figure.claim = claim.id".to_owned()];
            // A figure without any number answers no question about numbers.
            if figure.low.is_some() || figure.high.is_some() {
                such.push("coalesce(value, low, high) IS NOT NULL".to_owned());
            }
            // The bounds are those of `Figure::bounds`: of the value where there are no others.
            if let Some(low) = figure.low {
                such.push("coalesce(high, iif(low IS NULL, value, NULL), 1e999) >= ?".into());
                values.push(Box::new(low));
            }
            if let Some(high) = figure.high {
                such.push("coalesce(low, iif(high IS NULL, value, NULL), -1e999) <= ?".into());
                values.push(Box::new(high));
            }
            if let Some(unit) = &figure.unit {
                such.push("? IN (unit, unit_family)".to_owned());
                values.push(Box::new(unit.to_lowercase()));
            }
            conditions.push(format!("EXISTS (SELECT 1 FROM figure WHERE {})", such.join(" AND ")));
        }
        let filter = if conditions.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", conditions.join(" AND "))
        };
        Some(Self { sql: from + &filter, values, ranked })
    }
}

/// What was typed as terms of FTS5, each quoted, so that none is its syntax.
fn terms(typed: &str, join: &str) -> Option<String> {
    let terms: Vec<String> = typed
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        // A NUL ends the text that FTS5 sees, before the closing mark.
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"").replace('\0', " ")))
        .collect();
    (!terms.is_empty()).then(|| terms.join(join))
}
