use crate::add::sketch;
use crate::claim::{group, links_among, stand_behind};
use crate::story::Together;
use crate::{Result, find, story};
use ledger::{ClaimRow, Ledger};
use linker::Sketch;
use schema::{Figure, Id, Independence, Link, Relation, Verdict};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where conflicts are looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// In the whole ledger.
    All,
    /// Those that a claim is in.
    Claim(Id),
    /// Those that the claims of a document are in.
    Document(Id),
    /// Those between the documents of a story.
    Story(Id),
    /// Those that claims are in that answer a query, as typed.
    Query(String),
}

impl Scope {
    /// The scope that somebody typed: an id or a query; all where nothing was typed.
    pub fn of(typed: &str) -> Self {
        let typed = typed.trim();
        let id = || Id::parse(typed);
        match (typed.split_once(':').map(|(letter, _)| letter), typed.contains(' ')) {
            (Some("c"), false) => Self::Claim(id()),
            (Some("d"), false) => Self::Document(id()),
            (Some("s"), false) => Self::Story(id()),
            _ if typed.is_empty() => Self::All,
            _ => Self::Query(typed.to_owned()),
        }
    }
}

/// One slot with several values, and who gave which. None is called right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// What is counted: the unit family.
    pub counted: String,
    /// What is said of it, where known.
    pub predicate: Option<String>,
    /// Where, by gazetteer key, where known.
    pub place: Option<String>,
    /// Whether it is one number that changed its unit on the way. That is no
    /// conflict of values: killed is not killed or wounded.
    pub unit_shift: bool,
    /// The values, the smallest first.
    pub values: Vec<ValueGiven>,
    /// What was found between each two, with the rule.
    pub links: Vec<Link>,
}

/// A value, and who gave it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueGiven {
    /// As written by the first who gave it.
    pub text: String,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// The unit.
    pub unit: String,
    /// As of when it was first given, where that is known.
    pub as_of: Option<String>,
    /// The claims that give it, the earliest page first.
    pub claims: Vec<ClaimRow>,
    /// How many stand behind it. Copies never vote.
    pub independence: Independence,
}

/// Which figures differ, and who gave which.
///
/// # Errors
/// If the ledger cannot be read, or an id names nothing.
pub fn conflicts(ledger: &Ledger, scope: &Scope) -> Result<Vec<Conflict>> {
    let wanted = wanted(ledger, scope)?;
    let together = Together::of(ledger)?;
    let links = ledger.claim_links()?;
    let links: Vec<&Link> = links
        .iter()
        .filter(|link| matches!(link.relation, Relation::Conflicts | Relation::Revises))
        .collect();
    let mut standing = Vec::new();
    for link in links {
        let rejected = |id: &Id| ledger.verdict(id).map(|it| it == Some(Verdict::Reject));
        if !rejected(&link.from)? && !rejected(&link.to)? {
            standing.push(link);
        }
    }
    let links = standing;
    let (shifts, values): (Vec<&Link>, Vec<&Link>) =
        links.into_iter().partition(|link| link.rule.starts_with(linker::UNIT_SHIFT));
    let mut found = Vec::new();
    // Apart, or the dead and the wounded would become one slot over a shift.
    for links in [values, shifts] {
        for (claims, joined) in joined(&links) {
            if wanted.as_ref().is_none_or(|wanted| claims.iter().any(|id| wanted.contains(id))) {
                found.extend(conflict(ledger, &together, &claims, joined)?);
            }
        }
    }
    found.sort_by(|a, b| {
        (&a.counted, &a.place, &a.predicate).cmp(&(&b.counted, &b.place, &b.predicate))
    });
    Ok(found)
}

/// Claims that are joined by disagreement, with the links that join them.
fn joined<'a>(links: &[&'a Link]) -> Vec<(BTreeSet<&'a Id>, Vec<Link>)> {
    let mut beside: BTreeMap<&Id, Vec<&Link>> = BTreeMap::new();
    for link in links {
        beside.entry(&link.from).or_default().push(link);
        beside.entry(&link.to).or_default().push(link);
    }
    let mut seen: BTreeSet<&Id> = BTreeSet::new();
    let mut groups = Vec::new();
    for &start in beside.keys() {
        if !seen.insert(start) {
            continue;
        }
        let (mut open, mut claims, mut joined) = (vec![start], BTreeSet::new(), Vec::new());
        while let Some(next) = open.pop() {
            claims.insert(next);
            for link in beside.get(next).into_iter().flatten() {
                if link.from == *next {
                    joined.push((*link).clone());
                }
                open.extend([&link.from, &link.to].into_iter().filter(|end| seen.insert(end)));
            }
        }
        groups.push((claims, joined));
    }
    groups
}

/// The claims of a scope; nothing for all.
fn wanted(ledger: &Ledger, scope: &Scope) -> Result<Option<BTreeSet<Id>>> {
    let mut wanted = BTreeSet::new();
    match scope {
        Scope::All => return Ok(None),
        Scope::Claim(id) => {
            ledger.row_of(id)?;
            wanted = group(ledger, id)?;
        }
        Scope::Document(id) => {
            wanted.extend(ledger.claims_of(id)?.into_iter().map(|claim| claim.id));
        }
        Scope::Story(id) => {
            let row = story::stories(ledger)?
                .into_iter()
                .find(|row| row.id == *id)
                .ok_or_else(|| ledger::Error::Unknown { id: id.clone() })?;
            for document in &row.documents {
                wanted.extend(ledger.claims_of(document)?.into_iter().map(|claim| claim.id));
            }
        }
        Scope::Query(typed) => {
            let found = find::find(ledger, typed, 1000, 0)?;
            wanted.extend(found.rows.into_iter().map(|row| row.id));
            wanted.extend(found.similar.into_iter().map(|similar| similar.row.id));
        }
    }
    Ok(Some(wanted))
}

fn conflict(
    ledger: &Ledger,
    together: &Together,
    claims: &BTreeSet<&Id>,
    mut links: Vec<Link>,
) -> Result<Option<Conflict>> {
    links.sort_by(|a, b| (&a.from, &a.to, a.relation).cmp(&(&b.from, &b.to, b.relation)));
    let mut families: BTreeMap<String, usize> = BTreeMap::new();
    let mut given = Vec::new();
    let pairs = differing(ledger, &links)?;
    let texts: BTreeSet<(&Id, &str)> = pairs.iter().map(|(id, text)| (id, text.as_str())).collect();
    for &id in claims {
        let claim = ledger.claim(id)?;
        let named = |figure: &&Figure| texts.contains(&(id, figure.text.as_str()));
        for figure in claim.figures.iter().filter(named) {
            *families.entry(figure.slot.unit_family.clone()).or_default() += 1;
            given.push((figure.clone(), id.clone()));
        }
    }
    let Some(first) = given.first().map(|(figure, _)| figure.clone()) else { return Ok(None) };
    let mut values: Vec<(Figure, BTreeSet<Id>)> = Vec::new();
    for (figure, id) in given {
        let same = |other: &Figure| {
            (other.value, other.low, other.high, &other.unit)
                == (figure.value, figure.low, figure.high, &figure.unit)
        };
        match values.iter_mut().find(|(other, _)| same(other)) {
            // A count that pages repeat for weeks is of the day when it was first given.
            Some((first, ids)) => {
                let days = [&first.slot.as_of, &figure.slot.as_of];
                first.slot.as_of = days.into_iter().flatten().min().cloned();
                ids.insert(id);
            }
            None => values.push((figure, BTreeSet::from([id]))),
        }
    }
    let mut rows = Vec::new();
    for (figure, ids) in values {
        let (low, high) = figure.bounds();
        let mut claims = ids.iter().map(|id| Ok(ledger.row_of(id)?)).collect::<Result<Vec<_>>>()?;
        claims.sort_by_key(|row| (row.published.is_none(), row.published.clone(), row.id.clone()));
        rows.push(ValueGiven {
            low,
            high,
            independence: stand_behind(ledger, together, &ids, &links_among(ledger, &ids)?)?,
            text: figure.text,
            unit: figure.unit,
            as_of: figure.slot.as_of,
            claims,
        });
    }
    let size = |value: &ValueGiven| value.low.or(value.high).unwrap_or(0.0);
    rows.sort_by(|a, b| size(a).total_cmp(&size(b)).then_with(|| a.unit.cmp(&b.unit)));
    let counted = families.into_keys().collect::<Vec<_>>().join(", ");
    let (predicate, place) = (first.slot.predicate, first.slot.place);
    let unit_shift = links.iter().all(|link| link.rule.starts_with(linker::UNIT_SHIFT));
    Ok(Some(Conflict { counted, predicate, place, unit_shift, values: rows, links }))
}

/// The figures, by claim and text, in which the claims of each link differ.
fn differing(ledger: &Ledger, links: &[Link]) -> Result<Vec<(Id, String)>> {
    let mut sketches: BTreeMap<Id, Sketch> = BTreeMap::new();
    let mut texts = Vec::new();
    for link in links {
        let (a, b) = (ledger.row_of(&link.from)?.document, ledger.row_of(&link.to)?.document);
        for id in [&a, &b] {
            if !sketches.contains_key(id) {
                sketches.insert(id.clone(), sketch(ledger, id)?);
            }
        }
        let pair = linker::differing_figures(&sketches[&a], &link.from, &sketches[&b], &link.to);
        if let Some((from, to)) = pair {
            texts.extend([(link.from.clone(), from), (link.to.clone(), to)]);
        }
    }
    Ok(texts)
}
