use crate::entry::{self, unreadable};
use crate::{Error, Ledger, Result};
use rusqlite::{Connection, params};
use schema::wire::CodePoints;
use schema::{Anchor, Claim, Id, Review, Span, Verdict};

/// How many characters before and after are kept to find the words again.
const CONTEXT: usize = 32;

impl Ledger {
    /// Writes down a person's word on a claim. `at` is now, RFC 3339.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such claim.
    pub fn review(
        &mut self,
        claim: &Id,
        verdict: Verdict,
        by: Option<&str>,
        at: &str,
    ) -> Result<Review> {
        let found = self.claim(claim)?;
        let document = self.document(&found.document)?;
        let anchor = anchor(&found, &document.text, &document.page.sha256);
        let given = self.reviews_of(claim)?.len();
        let id = Id::of(
            'r',
            &[
                anchor.page.as_bytes(),
                anchor.exact.as_bytes(),
                &(anchor.span.start() as u64).to_le_bytes(),
                format!("{verdict:?}").as_bytes(),
                at.as_bytes(),
                // Two verdicts in one second are two reviews.
                &(given as u64).to_le_bytes(),
            ],
        );
        let review = Review {
            id,
            claim: claim.clone(),
            verdict,
            at: at.to_owned(),
            by: by.map(str::to_owned),
            anchor,
        };

        let mut out = review.clone();
        out.anchor.span = CodePoints::of(&document.text).from_bytes(out.anchor.span);
        let path = self.path.clone();
        let told = |error| Error::told(&path, error);
        let payload = serde_json::to_string(&out).map_err(unreadable).map_err(told)?;
        let step = self.begin()?;
        let actor = by.unwrap_or("a person");
        entry::write(&step, at, actor, "review", &review.anchor.page, payload).map_err(told)?;
        step.commit().map_err(told)?;
        Ok(review)
    }

    /// What people said about a claim, the oldest first. Spans count bytes.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn reviews_of(&self, claim: &Id) -> Result<Vec<Review>> {
        self.reviews("WHERE attached = ?1", claim.as_str())
    }

    /// A person's standing word on a claim: the last one that was not undone.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn verdict(&self, claim: &Id) -> Result<Option<Verdict>> {
        Ok(standing(&self.reviews_of(claim)?))
    }

    /// Reviews whose claim the newest reading of their page does not have.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn unattached_reviews(&self) -> Result<Vec<Review>> {
        self.reviews("WHERE attached IS NULL AND ?1 = ''", "")
    }

    fn reviews(&self, which: &str, value: &str) -> Result<Vec<Review>> {
        let sql = format!(
            "SELECT json, (SELECT text FROM document WHERE page = review.page) FROM review
             {which} ORDER BY seq"
        );
        let rows = self.rows(&sql, [value], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        })?;
        rows.into_iter()
            .map(|(json, text)| {
                let mut review: Review = self.parsed(&json)?;
                let text = text.unwrap_or_default();
                let span = CodePoints::of(&text).to_bytes(review.anchor.span);
                review.anchor.span = span.unwrap_or(Span::new(0, 0));
                Ok(review)
            })
            .collect()
    }
}

/// The last verdict that was not undone.
pub(crate) fn standing(reviews: &[Review]) -> Option<Verdict> {
    let mut stack = Vec::new();
    for review in reviews {
        match review.verdict {
            Verdict::Undo => drop(stack.pop()),
            verdict => stack.push(verdict),
        }
    }
    stack.pop()
}

/// How the words of `claim` are found again. Its span counts as `text` does.
fn anchor(claim: &Claim, text: &str, page: &str) -> Anchor {
    let spans = claim.content.spans.iter().copied();
    let span = spans.reduce(Span::cover).unwrap_or(Span::new(0, 0));
    let before = text.get(..span.start()).unwrap_or("");
    let after = text.get(span.end()..).unwrap_or("");
    let prefix: Vec<char> = before.chars().rev().take(CONTEXT).collect();
    Anchor {
        page: page.to_owned(),
        exact: claim.content.text.clone(),
        prefix: prefix.into_iter().rev().collect(),
        suffix: after.chars().take(CONTEXT).collect(),
        span,
        source: claim.source.as_ref().map(|source| source.text.clone()),
    }
}

/// Finds the claim of each review of a page again, or leaves the review without one.
pub(crate) fn attach(db: &Connection, page: &str) -> rusqlite::Result<()> {
    let json = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
    let reviews: Vec<(i64, String)> = db
        .prepare_cached("SELECT seq, json FROM review WHERE page = ?1 ORDER BY seq")?
        .query_map([page], json)?
        .collect::<rusqlite::Result<_>>()?;
    if reviews.is_empty() {
        return Ok(());
    }
    let held: Vec<(String, String)> = db
        .prepare_cached(
            "SELECT claim.json, document.text FROM claim
             JOIN document ON document.id = claim.document WHERE document.page = ?1
             ORDER BY claim.position, document.id",
        )?
        .query_map([page], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let text = held.first().map_or("", |(_, text)| text.as_str());
    let points = CodePoints::of(text);
    let mut anchors = Vec::new();
    for (claim, text) in &held {
        let claim: Claim = serde_json::from_str(claim).map_err(unreadable)?;
        let claim = schema::wire::from_wire(claim, &points);
        let mut anchor = anchor(&claim, text, page);
        anchor.span = points.from_bytes(anchor.span);
        anchors.push((claim.id, anchor));
    }
    for (seq, review) in reviews {
        let review: Review = serde_json::from_str(&review).map_err(unreadable)?;
        let best = anchors
            .iter()
            .filter(|(_, anchor)| same_words(anchor, &review.anchor))
            // The last of equals is the greatest: reversed, that is the first.
            .rev()
            .max_by_key(|(id, anchor)| {
                let (alike, near) = nearness(anchor, &review.anchor);
                (alike, near, *id == review.claim)
            });
        db.execute(
            "UPDATE review SET attached = ?2 WHERE seq = ?1",
            params![seq, best.map(|(id, _)| id.as_str())],
        )?;
    }
    Ok(())
}

/// Whether two anchors may be of one claim: the same letters and digits, said by the same words.
fn same_words(one: &Anchor, other: &Anchor) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
        text.chars().filter(|c| c.is_alphanumeric())
    }
    letters(&one.exact).eq(letters(&other.exact))
        && match (&one.source, &other.source) {
            (Some(one), Some(other)) => letters(one).eq(letters(other)),
            (None, None) => true,
            _ => false,
        }
}

/// Which of two places with the same words is meant: the one with the same
/// surroundings, then the nearest.
fn nearness(anchor: &Anchor, sought: &Anchor) -> (usize, std::cmp::Reverse<usize>) {
    let before = anchor.prefix.chars().rev().zip(sought.prefix.chars().rev());
    let after = anchor.suffix.chars().zip(sought.suffix.chars());
    let alike =
        before.take_while(|(a, b)| a == b).count() + after.take_while(|(a, b)| a == b).count();
    let far = anchor.span.start().abs_diff(sought.span.start());
    (alike, std::cmp::Reverse(far))
}
