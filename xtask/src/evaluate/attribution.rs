//! Who says what, against the gold: how much is found, how precisely, and
//! whether speaker, stance, kind and chain are right.
//!
//! Attributions are matched one to one, greedily, on the letters and digits of
//! their contents. Core and extended rows are counted apart: what matches an
//! extended row is no false alarm, and an extended row that is missed costs
//! nothing. The page's own assertions are not scored, except by the traps.

mod gold; // the sets, their rows and traps
mod letters; // contents and names compared

use super::floors::Scores;
use anyhow::Result;
use gold::{Row, Set, Text, Trap};
use letters::{Letters, Ranges, iou, same_name};
use schema::{ChainKind, Claim, Kind, SpeakerType};
use std::collections::BTreeMap;
use std::path::Path;

/// How much two contents must overlap to be the same.
const SAME: f64 = 0.5;
/// The three readings of "found": exact allows for nothing but marks.
const LEVELS: [(&str, f64); 3] = [("exact", 0.999), (".8", 0.8), (".5", SAME)];

/// Measures every set that is there, prints a table, and gives the scores of
/// the project's own sets, to be compared with their floors.
pub(crate) fn run(root: &Path, verbose: bool) -> Result<Scores> {
    let (sets, missing) = gold::sets(root, false)?;
    let tallies: Vec<(&Set, BTreeMap<&str, Tally>)> =
        sets.iter().map(|set| (set, measure(set, verbose))).collect();
    print(&tallies);
    if !missing.is_empty() {
        println!("Not here, and not measured: {}.", missing.join(", "));
    }
    Ok(scores(&tallies))
}

/// The scores on the project's own sets alone, without a word.
#[cfg(test)]
pub(crate) fn own_scores(root: &Path) -> Result<Scores> {
    let (sets, _) = gold::sets(root, true)?;
    let tallies: Vec<_> = sets.iter().map(|set| (set, measure(set, false))).collect();
    Ok(scores(&tallies))
}

/// What was counted for one set in one language.
#[derive(Default)]
struct Tally {
    texts: usize,
    core: usize,
    extended: usize,
    /// Core rows found, at each level.
    found: [usize; 3],
    extended_found: usize,
    /// Claims that match no row.
    false_alarms: usize,
    /// Core rows found, by kind, and how many there are.
    kinds: BTreeMap<String, (usize, usize)>,
    // Of the core rows found:
    speaker: usize,
    stance: usize,
    kind: usize,
    chain: usize,
    all: usize,
    traps: usize,
    traps_hit: usize,
}

/// A claim as it is compared.
struct Found<'a> {
    claim: &'a Claim,
    content: Ranges,
}

fn measure(set: &Set, verbose: bool) -> BTreeMap<&str, Tally> {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for text in &set.texts {
        let tally = tallies.entry(text.language.as_str()).or_default();
        one(set, text, tally, verbose);
    }
    tallies
}

fn one(set: &Set, text: &Text, tally: &mut Tally, verbose: bool) {
    let letters = Letters::of(&text.document.text);
    let reading = reader::read(&text.document);
    let found: Vec<Found> = reading
        .claims
        .iter()
        .filter(|claim| claim.kind != Kind::Narrated)
        .map(|claim| {
            let spans = claim.content.spans.iter();
            let content = spans.map(|span| letters.bytes(span.start(), span.end())).collect();
            Found { claim, content }
        })
        .collect();
    // A row without content tells of a citation, and has nothing to match on.
    let rows: Vec<(&Row, Vec<Ranges>)> = text
        .rows
        .iter()
        .map(|row| (row, readings(row, &letters, &text.language)))
        .filter(|(row, readings)| !readings.is_empty() || !row.content.is_empty())
        .collect();
    tally.texts += 1;

    let mut pairs = Vec::new();
    for (r, (row, readings)) in rows.iter().enumerate() {
        for (f, found) in found.iter().enumerate() {
            let best = readings.iter().map(|reading| iou(reading, &found.content));
            let overlap = best.fold(0.0, f64::max);
            if overlap >= SAME {
                let right = speaker(row, found.claim, &letters);
                pairs.push((overlap, right, row.is_core(), r, f));
            }
        }
    }
    pairs.sort_by(|a, b| {
        (b.0.total_cmp(&a.0)).then((b.1, b.2).cmp(&(a.1, a.2))).then((a.3, a.4).cmp(&(b.3, b.4)))
    });
    let mut row_of: Vec<Option<usize>> = vec![None; found.len()];
    let mut match_of: Vec<Option<(usize, f64)>> = vec![None; rows.len()];
    for (overlap, _, _, r, f) in pairs {
        if row_of[f].is_none() && match_of[r].is_none() {
            row_of[f] = Some(r);
            match_of[r] = Some((f, overlap));
        }
    }

    for ((row, _), matched) in rows.iter().zip(&match_of) {
        if !row.is_core() {
            tally.extended += 1;
            tally.extended_found += usize::from(matched.is_some());
            continue;
        }
        tally.core += 1;
        let by_kind = tally.kinds.entry(row.kind.clone()).or_default();
        by_kind.1 += 1;
        let Some((f, overlap)) = *matched else {
            if verbose {
                println!("missed     {}\n           {}: {}", row.id, row.speaker, shown(row, text));
            }
            continue;
        };
        by_kind.0 += 1;
        let claim = found[f].claim;
        for (n, (_, level)) in LEVELS.iter().enumerate() {
            tally.found[n] += usize::from(overlap >= *level);
        }
        let right = [
            ("speaker", speaker(row, claim, &letters)),
            ("stance", named(&claim.stance) == row.stance || row.accepts(&named(&claim.stance))),
            ("kind", named(&claim.kind) == row.kind || row.accepts(&named(&claim.kind))),
            ("chain", chain(row, claim)),
        ];
        tally.speaker += usize::from(right[0].1);
        tally.stance += usize::from(right[1].1);
        tally.kind += usize::from(right[2].1);
        tally.chain += usize::from(right[3].1);
        tally.all += usize::from(right[0].1 && right[1].1);
        if verbose && row.source.is_none() {
            let wrong: Vec<&str> = right.iter().filter(|(_, ok)| !ok).map(|(n, _)| *n).collect();
            if !wrong.is_empty() || overlap < LEVELS[0].1 {
                println!(
                    "imprecise  {} ({overlap:.2}) {}\n           {:?} {} {:?}: {}\n           {:?} {} {:?}: {}",
                    row.id,
                    wrong.join(", "),
                    row.chain,
                    row.stance,
                    row.kind,
                    shown(row, text),
                    claim.chain.iter().map(|link| link.name.as_str()).collect::<Vec<_>>(),
                    named(&claim.stance),
                    named(&claim.kind),
                    claim.content.text
                );
            }
        }
    }
    for (found, _) in found.iter().zip(&row_of).filter(|(_, row)| row.is_none()) {
        tally.false_alarms += 1;
        if verbose {
            let claim = found.claim;
            println!(
                "alarm      {} {} {}\n           {}: {}",
                set.name, text.name, claim.rule, claim.speaker.name, claim.content.text
            );
        }
    }
    for trap in &text.traps {
        tally.traps += 1;
        if let Some(claim) = hit(trap, &found, &letters) {
            tally.traps_hit += 1;
            if verbose {
                println!(
                    "trap       {} {} {} {}\n           {}: {}",
                    set.name,
                    text.name,
                    trap.kind,
                    claim.rule,
                    claim.speaker.name,
                    claim.content.text
                );
            }
        }
    }
}

/// Where the content of a row stands: at its place, or wherever its words do;
/// with the word that opens a reported clause, and without.
fn readings(row: &Row, letters: &Letters, language: &str) -> Vec<Ranges> {
    if row.content_spans.is_empty() {
        return letters.find(&row.content);
    }
    let whole: Ranges =
        row.content_spans.iter().map(|&(start, end)| letters.points(start, end)).collect();
    let opener = complementisers(language)
        .into_iter()
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).count())
        .zip(complementisers(language))
        .find(|(_, word)| row.content.to_lowercase().replace('’', "'").starts_with(word.as_str()));
    let bare = opener.map(|(count, _)| {
        let mut bare = whole.clone();
        bare[0].start = (bare[0].start + count).min(bare[0].end);
        bare
    });
    std::iter::once(whole).chain(bare).collect()
}

/// The words that open a reported clause, with the space after them.
fn complementisers(language: &str) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Words {
        complementisers: Vec<String>,
    }
    let words = knowledge::load::<Words>(&format!("languages/{language}/words.toml"));
    let spaced = |word: String| if word.ends_with('\'') { word } else { word + " " };
    words.map_or(Vec::new(), |words| words.complementisers.into_iter().map(spaced).collect())
}

fn speaker(row: &Row, claim: &Claim, letters: &Letters) -> bool {
    if row.speaker.is_empty() {
        let place = |start, end| vec![letters.points(start, end)];
        let source =
            claim.source.as_ref().map(|s| vec![letters.bytes(s.span.start(), s.span.end())]);
        return match (row.source, source) {
            (Some((start, end)), Some(source)) => iou(&place(start, end), &source) > 0.0,
            (None, None) => true,
            _ => false,
        };
    }
    same_name(&row.speaker, &claim.speaker.name)
        || row.speaker.starts_with("unnamed") && claim.speaker.kind == SpeakerType::Unnamed
}

/// Whether every link is there and none is too many. An agency taken over from
/// the byline may be shown, or not.
fn chain(row: &Row, claim: &Claim) -> bool {
    let gold: Vec<&String> = row.chain.iter().skip(1).collect();
    let fits = |links: &[&schema::ChainLink]| {
        links.len() == gold.len()
            && links.iter().zip(&gold).all(|(link, gold)| {
                same_name(gold, &link.name)
                    || gold.starts_with("unnamed") && link.kind == ChainKind::Unnamed
            })
    };
    let links: Vec<_> = claim.chain.iter().skip(1).collect();
    let bare: Vec<_> = links
        .iter()
        .copied()
        .filter(|link| !(link.inferred && link.kind == ChainKind::Agency))
        .collect();
    fits(&links) || fits(&bare)
}

/// The claim that fell into a trap.
fn hit<'a>(trap: &Trap, found: &[Found<'a>], letters: &Letters) -> Option<&'a Claim> {
    let places = match trap.span {
        Some((start, end)) => vec![vec![letters.points(start, end)]],
        None => letters.find(&trap.text),
    };
    let inside = |place: &Ranges, ranges: &Ranges| {
        ranges.iter().all(|r| place.iter().any(|p| p.start <= r.start && r.end <= p.end))
    };
    let fell = found.iter().find(|found| {
        let claim = found.claim;
        let source = || {
            let source = claim.source.as_ref()?;
            Some(vec![letters.bytes(source.span.start(), source.span.end())])
        };
        let words = if trap.kind == "not_source" { source() } else { Some(found.content.clone()) };
        let overlaps = words.is_some_and(|words| {
            places
                .iter()
                .any(|place| iou(place, &words) >= SAME || trap.furniture && inside(place, &words))
        });
        let given = trap.speaker.as_ref().is_none_or(|name| same_name(name, &claim.speaker.name));
        let so = match trap.kind.as_str() {
            "not_direct" => claim.kind == Kind::Direct,
            "no_hearsay" => claim.stance == schema::Stance::Hedges,
            _ => true,
        };
        overlaps && given && so
    });
    fell.map(|found| found.claim)
}

/// The word that the contract has for a value.
fn named<T: serde::Serialize>(value: &T) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

fn shown(row: &Row, text: &Text) -> String {
    if !row.content.is_empty() {
        return row.content.clone();
    }
    let chars: Vec<char> = text.document.text.chars().collect();
    let pieces = row.content_spans.iter().filter_map(|&(start, end)| chars.get(start..end));
    pieces.map(|piece| piece.iter().collect::<String>()).collect::<Vec<_>>().join(" … ")
}

impl Tally {
    fn recall(&self, level: usize) -> Share {
        Share(self.found[level], self.core)
    }

    fn precision(&self, level: usize) -> Share {
        let claims = self.found[2] + self.false_alarms;
        Share(self.found[level], claims)
    }

    fn f1(&self, level: usize) -> f64 {
        let (p, r) = (self.precision(level).percent(), self.recall(level).percent());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }

    /// Of the core rows found at IoU ≥ .5.
    fn of_found(&self, right: usize) -> Share {
        Share(right, self.found[2])
    }
}

/// So many of so many.
#[derive(Clone, Copy)]
struct Share(usize, usize);

impl Share {
    fn percent(self) -> f64 {
        if self.1 == 0 { 0.0 } else { 100.0 * self.0 as f64 / self.1 as f64 }
    }

    /// The 95 % interval after Wilson, in percent.
    fn interval(self) -> (f64, f64) {
        let (n, z) = (self.1 as f64, 1.96_f64);
        if self.1 == 0 {
            return (0.0, 100.0);
        }
        let p = self.0 as f64 / n;
        let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        (100.0 * (middle - half).max(0.0), 100.0 * (middle + half).min(1.0))
    }

    fn with_interval(self) -> String {
        let (low, high) = self.interval();
        format!("{:5.1} [{low:3.0} {high:3.0}]", self.percent())
    }
}

fn print(tallies: &[(&Set, BTreeMap<&str, Tally>)]) {
    println!("Attributions: core rows, in percent with 95 % intervals (Wilson)\n");
    println!(
        "{:<12} {:<3} {:>5} {:>4} {:>4} | {:<6} {:<16} {:<16} {:>5} | {:>5} {:>5} {:>5} {:>5} | {:<16} | {:>7} {:>6}",
        "set",
        "",
        "texts",
        "core",
        "ext.",
        "IoU",
        "precision",
        "recall",
        "F1",
        "spkr",
        "stan.",
        "kind",
        "chain",
        "end to end",
        "extended",
        "traps"
    );
    for (set, languages) in tallies {
        for (language, tally) in languages {
            row(set.name, language, tally);
        }
    }
    println!(
        "\nPrecision counts claims that match no row of either tier; speaker, stance, kind and chain\n\
         are right on so many of the core rows found at IoU ≥ .5; end to end: found, with the right\n\
         speaker and stance, of all core rows; extended: rows found; traps: hit of those set."
    );
    println!("\nCore recall at IoU ≥ .5, by kind:");
    for (set, languages) in tallies.iter().filter(|(set, _)| set.name != "polnear") {
        for (language, tally) in languages {
            let kinds = tally.kinds.iter().map(|(kind, &(found, all))| {
                format!("{kind} {found}/{all} = {:.0}", Share(found, all).percent())
            });
            println!("{:<12} {language:<3} {}", set.name, kinds.collect::<Vec<_>>().join("   "));
        }
    }
    println!();
}

fn row(set: &str, language: &str, tally: &Tally) {
    let head = format!(
        "{set:<12} {language:<3} {:>5} {:>4} {:>4}",
        tally.texts, tally.core, tally.extended
    );
    let of_found = |right: usize| format!("{:5.1}", tally.of_found(right).percent());
    let mut tail = of_found(tally.speaker);
    // PolNeAR has the place of a source, and neither stance nor kind nor chain.
    if tally.kinds.keys().all(|kind| !kind.is_empty()) {
        tail += &format!(
            " {} {} {} | {:<16} | {:>4}/{:<3} {:>3}/{}",
            of_found(tally.stance),
            of_found(tally.kind),
            of_found(tally.chain),
            Share(tally.all, tally.core).with_interval(),
            tally.extended_found,
            tally.extended,
            tally.traps_hit,
            tally.traps
        );
    }
    for (n, (level, _)) in LEVELS.iter().enumerate() {
        println!(
            "{:<32} | {level:<6} {:<16} {:<16} {:5.1} | {}",
            if n == 0 { head.as_str() } else { "" },
            tally.precision(n).with_interval(),
            tally.recall(n).with_interval(),
            tally.f1(n),
            if n == LEVELS.len() - 1 { tail.as_str() } else { "" },
        );
    }
}

fn scores(tallies: &[(&Set, BTreeMap<&str, Tally>)]) -> Scores {
    let mut scores = Scores::new();
    for (set, languages) in tallies.iter().filter(|(set, _)| set.own) {
        for (language, tally) in languages {
            // Shares of what is found would fall when more is found: of all core rows, then.
            let of_core = |right: usize| Share(right, tally.core).percent();
            let measures = [
                ("recall", tally.recall(2).percent()),
                ("f1", tally.f1(2)),
                ("exact_f1", tally.f1(0)),
                ("chain", of_core(tally.chain)),
                ("end_to_end", of_core(tally.all)),
                ("traps_hit", tally.traps_hit as f64),
            ];
            let measures = measures.map(|(name, score)| (name.to_owned(), score)).into();
            scores.insert(format!("attributions.{}.{language}", set.name), measures);
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_on_the_corpus_are_not_under_their_floors() -> Result<()> {
        let root = crate::root();
        super::super::floors::check(&root, &own_scores(&root)?)
    }

    #[test]
    fn an_interval_holds_its_share() {
        let (low, high) = Share(8, 10).interval();
        assert!(low < 80.0 && 80.0 < high && low > 48.0 && high < 95.0);
    }
}
