//! Copies, reports, conflicts and origins on the demo corpus, against
//! `corpus/gold/demo/scenario.toml` (its fields: `corpus/README.md`).

use super::floors::Scores;
use anyhow::{Context, Result};
use ledger::Ledger;
use page::Page;
use schema::{Id, Link, Relation};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
struct Scenario {
    link: Vec<GoldLink>,
    not_copy: Vec<Pair>,
    origin: Vec<GoldOrigin>,
    conflict: Vec<GoldConflict>,
    unit_shift: Vec<Pair>,
    claim_link: Vec<ClaimLink>,
}

#[derive(Deserialize)]
struct GoldLink {
    from: String,
    to: String,
    relation: Relation,
    #[serde(default)]
    accept: Vec<Relation>,
    #[serde(default)]
    cross_language: bool,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
struct Pair {
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct GoldOrigin {
    id: String,
    claims: Vec<String>,
    ultimate_sources: [u32; 2],
    reporting_origins: [u32; 2],
}

#[derive(Deserialize)]
struct GoldConflict {
    id: String,
    pairs: Vec<[String; 3]>,
    value: Vec<GoldValue>,
}

#[derive(Deserialize)]
struct GoldValue {
    value: String,
    pages: Vec<String>,
}

#[derive(Deserialize)]
struct ClaimLink {
    relation: Relation,
    from: String,
    to: String,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
struct GoldClaim {
    id: String,
    content: String,
}

/// The demo corpus in a ledger of its own.
struct Demo {
    ledger: Ledger,
    /// Document by the stem of its file.
    documents: BTreeMap<String, Id>,
    links: Vec<Link>,
    claim_links: Vec<Link>,
}

pub(crate) fn run(root: &Path, verbose: bool) -> Result<Scores> {
    let demo = Demo::read(root)?;
    let text = fs::read_to_string(root.join("corpus/gold/demo/scenario.toml"))?;
    let scenario: Scenario = toml::from_str(&text).context("scenario.toml")?;
    let mut scores = BTreeMap::new();
    println!("links                     right   of");
    let mut show = |name: &str, (right, of): (usize, usize)| {
        println!("{name:<24} {right:>6}  {of:>3}");
        let percent = 100.0 * right as f64 / of.max(1) as f64;
        scores.insert(name.replace(' ', "_"), percent);
    };
    show("document links", demo.document_links(&scenario.link, verbose));
    show("pairs not called copies", demo.not_copies(&scenario.not_copy, verbose));
    let (sources, origins) = demo.origins(root, &scenario.origin, verbose)?;
    show("ultimate sources", sources);
    show("reporting origins", origins);
    show("conflicting values", demo.conflicts(&scenario.conflict, verbose)?);
    show("unit shifts", demo.unit_shifts(&scenario.unit_shift, verbose));
    show("claim links", demo.claim_links(&scenario.claim_link, verbose)?);
    Ok(BTreeMap::from([("links.demo".to_owned(), scores)]))
}

impl Demo {
    fn read(root: &Path) -> Result<Self> {
        let mut ledger = Ledger::in_memory()?;
        let mut documents = BTreeMap::new();
        for path in crate::files("corpus/demo")? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&path)?;
            let whence = path.strip_prefix(root).ok().map(|path| path.display().to_string());
            let document = page::open(&Page { bytes: bytes.clone(), whence, ..Page::default() })?;
            let reading = reader::read(&document);
            let (engine, knowledge) = (reader::ENGINE, knowledge::digest());
            let at = "2024-05-01T00:00:00Z";
            view::add(
                &mut ledger,
                &bytes,
                &document,
                &reading,
                None,
                engine,
                knowledge,
                at,
                false,
            )?;
            documents.insert(stem, document.id);
        }
        view::relink(&mut ledger)?;
        let mut links = Vec::new();
        for id in documents.values() {
            links.extend(ledger.links_of(id)?.into_iter().filter(|link| link.from == *id));
        }
        let claim_links = ledger.claim_links()?;
        Ok(Self { ledger, documents, links, claim_links })
    }

    fn id(&self, stem: &str) -> Option<&Id> {
        self.documents.get(stem)
    }

    /// The relations between two documents, whichever way they point.
    fn between(&self, one: &str, other: &str) -> Vec<Relation> {
        let (one, other) = (self.id(one), self.id(other));
        let joins = |link: &&Link| {
            let ends = (Some(&link.from), Some(&link.to));
            ends == (one, other) || ends == (other, one)
        };
        self.links.iter().filter(joins).map(|link| link.relation).collect()
    }

    /// Links that comparing words in one language can find.
    fn document_links(&self, gold: &[GoldLink], verbose: bool) -> (usize, usize) {
        let gold: Vec<_> =
            gold.iter().filter(|link| !link.cross_language && !link.optional).collect();
        let right = |link: &&&GoldLink| {
            let found = self.between(&link.from, &link.to);
            let holds = found.iter().any(|it| *it == link.relation || link.accept.contains(it));
            if verbose && !holds {
                println!("  {} – {}: {:?}, not {:?}", link.from, link.to, found, link.relation);
            }
            holds
        };
        (gold.iter().filter(right).count(), gold.len())
    }

    fn not_copies(&self, gold: &[Pair], verbose: bool) -> (usize, usize) {
        let copy = |relation: &Relation| {
            matches!(
                relation,
                Relation::Verbatim
                    | Relation::Partial
                    | Relation::Retranslated
                    | Relation::Translated
            )
        };
        let right = |pair: &&Pair| {
            let called = self.between(&pair.from, &pair.to).iter().any(copy);
            if verbose && called {
                println!("  {} – {}: called a copy", pair.from, pair.to);
            }
            !called
        };
        (gold.iter().filter(right).count(), gold.len())
    }

    /// For each found claim of an origin whether its intervals hold the true ones and
    /// are not too high below: (ultimate sources, reporting origins).
    fn origins(
        &self,
        root: &Path,
        gold: &[GoldOrigin],
        verbose: bool,
    ) -> Result<((usize, usize), (usize, usize))> {
        let mut counts = [(0, 0), (0, 0)];
        for origin in gold {
            for row in &origin.claims {
                let Some(claim) = self.claim(root, row)? else { continue };
                let behind = view::claim(&self.ledger, &claim)?.independence;
                let pairs = [
                    (behind.ultimate_sources, origin.ultimate_sources, "ultimate sources"),
                    (behind.reporting_origins, origin.reporting_origins, "reporting origins"),
                ];
                for (count, (found, [low, high], what)) in counts.iter_mut().zip(pairs) {
                    let right = found.low <= low && high <= found.high;
                    count.0 += usize::from(right);
                    count.1 += 1;
                    if verbose && !right {
                        println!(
                            "  {} {row}: {what} [{}, {}], not [{low}, {high}]",
                            origin.id, found.low, found.high
                        );
                    }
                }
            }
        }
        Ok((counts[0], counts[1]))
    }

    /// The claim that was read where the gold has `row`, such as `01-stem-07`.
    fn claim(&self, root: &Path, row: &str) -> Result<Option<Id>> {
        let (stem, _) = row.rsplit_once('-').context("a row of the gold is named stem-number")?;
        let path = root.join(format!("corpus/gold/demo/{stem}.jsonl"));
        let gold: Vec<GoldClaim> = fs::read_to_string(path)?
            .lines()
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()?;
        let Some(gold) = gold.into_iter().find(|claim| claim.id == row) else { return Ok(None) };
        let wanted = letters(&gold.content);
        let Some(document) = self.id(stem) else { return Ok(None) };
        let reading = self.ledger.reading(document)?.reading;
        let near = |claim: &&schema::Claim| {
            let found = letters(&claim.content.text);
            let (short, long) = (found.len().min(wanted.len()), found.len().max(wanted.len()));
            short * 2 >= long && (found.contains(&wanted) || wanted.contains(&found))
        };
        let claims = reading.claims.iter().filter(near);
        Ok(claims
            .min_by_key(|claim| letters(&claim.content.text).len().abs_diff(wanted.len()))
            .map(|claim| claim.id.clone()))
    }

    /// Pairs of values of one slot that are linked by the right relation.
    fn conflicts(&self, gold: &[GoldConflict], verbose: bool) -> Result<(usize, usize)> {
        let (mut right, mut all) = (0, 0);
        for conflict in gold {
            for [one, other, relation] in &conflict.pairs {
                let pages = |value: &str| {
                    let value = conflict.value.iter().find(|it| it.value == *value);
                    value.map(|value| value.pages.clone()).unwrap_or_default()
                };
                let (left, right_pages) = (pages(one), pages(other));
                let mut found = false;
                for link in self.claim_links.iter().filter(|link| named(link.relation) == *relation)
                {
                    found |= self.gives(&link.from, one, &left)?
                        && self.gives(&link.to, other, &right_pages)?
                        || self.gives(&link.to, one, &left)?
                            && self.gives(&link.from, other, &right_pages)?;
                }
                all += 1;
                right += usize::from(found);
                if verbose && !found {
                    println!("  {}: {one} {relation} {other} was not found", conflict.id);
                }
            }
        }
        Ok((right, all))
    }

    /// Whether a claim stands on one of `pages` and has a figure with the number of `value`.
    fn gives(&self, claim: &Id, value: &str, pages: &[String]) -> Result<bool> {
        let claim = self.ledger.claim(claim)?;
        let number: f64 = value.trim_start_matches(['<', '>', '=', ' ']).parse()?;
        let on_page = pages.iter().any(|stem| self.id(stem) == Some(&claim.document));
        let has = claim
            .figures
            .iter()
            .any(|figure| [figure.value, figure.low, figure.high].contains(&Some(number)));
        Ok(on_page && has)
    }

    fn unit_shifts(&self, gold: &[Pair], verbose: bool) -> (usize, usize) {
        let right = |pair: &&Pair| {
            let ends = [self.id(&pair.from).cloned(), self.id(&pair.to).cloned()];
            let found = self.claim_links.iter().any(|link| {
                link.rule.starts_with(linker::UNIT_SHIFT)
                    && [&link.from, &link.to].iter().all(|claim| {
                        let document = self.ledger.claim(claim).ok().map(|claim| claim.document);
                        ends.contains(&document)
                    })
            });
            if verbose && !found {
                println!("  {} – {}: no unit shift was found", pair.from, pair.to);
            }
            found
        };
        (gold.iter().filter(right).count(), gold.len())
    }

    fn claim_links(&self, gold: &[ClaimLink], verbose: bool) -> Result<(usize, usize)> {
        let (mut right, mut all) = (0, 0);
        for wanted in gold.iter().filter(|link| !link.optional) {
            let ends = (self.id(&wanted.from), self.id(&wanted.to));
            let mut found = false;
            for link in self.claim_links.iter().filter(|link| link.relation == wanted.relation) {
                let from = self.ledger.claim(&link.from)?.document;
                let to = self.ledger.claim(&link.to)?.document;
                found |= (Some(&from), Some(&to)) == ends || (Some(&to), Some(&from)) == ends;
            }
            all += 1;
            right += usize::from(found);
            if verbose && !found {
                println!("  {} {:?} {} was not found", wanted.from, wanted.relation, wanted.to);
            }
        }
        Ok((right, all))
    }
}

/// The name of a relation as it is written out.
fn named(relation: Relation) -> String {
    serde_json::to_value(relation)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Letters and digits in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_on_the_demo_are_not_under_their_floors() -> Result<()> {
        let root = crate::root();
        super::super::floors::check(&root, &run(&root, false)?)
    }
}
