use crate::direction::{cites, direction};
use crate::index::{Indexed, Shared};
use crate::sketch::{Anchor, Sketch};
use crate::story::{WINDOW, days_between};
use schema::{Link, Relation};
use std::collections::BTreeSet;

/// What holds between two documents: copies, reports, one event, one quotation.
///
/// The answer is the same whichever of the two comes first.
pub fn compare(a: &Sketch, b: &Sketch) -> Vec<Link> {
    compare_indexed(&Indexed::of(a), &Indexed::of(b))
}

pub(crate) fn compare_indexed<'a>(a: &Indexed<'a>, b: &Indexed<'a>) -> Vec<Link> {
    if a.document == b.document {
        return Vec::new();
    }
    let (a, b) = if a.document < b.document { (a, b) } else { (b, a) };
    let mut links = Vec::new();
    let copy = if a.same_language(b) { copied(a, b) } else { None };
    let report = reports_on(a, b).or_else(|| reports_on(b, a));
    let related = copy.is_some() || report.is_some();
    let copied = copy.is_some();
    links.extend(copy);
    links.extend(report);
    if !copied && a.same_language(b) {
        links.extend(same_quote(a, b));
    }
    if !related {
        links.extend(same_event(a, b));
    }
    links
}

/// How alike two sentences must be (share of their word 3-grams) to be the same.
const SAME: f64 = 0.8;
/// How alike, to be the same with changes.
const CHANGED: f64 = 0.5;
/// How many words outside quotations show copying at the least.
const WORDS: u32 = 15;
/// The share of the stems of two sentences that a rewording keeps.
const REWORDED: f64 = 0.4;
/// How many pairs of sentences are weighed at most, so that memory is bounded.
const GRID: usize = 4_000_000;

fn copied(a: &Indexed<'_>, b: &Indexed<'_>) -> Option<Link> {
    let shared = a.shared_shingles(b);
    if shared.count == 0 {
        return None;
    }
    let pairs = aligned(a, b, &shared);
    let least = |least: f64| {
        // Thousandths: a whole number sorts alike everywhere.
        let alike = pairs.iter().filter(|(alike, _)| *alike as f64 >= least * 1000.0);
        covered(a, b, alike.map(|(_, pair)| *pair).collect())
    };
    let same = least(SAME);
    if same.words >= WORDS && same.coverage.iter().all(|share| *share >= 0.8) {
        return Some(between(a, b, Relation::Verbatim, 0.99, same, "copy/verbatim"));
    }
    let changed = least(CHANGED);
    let most = |coverage: [f64; 2]| coverage[0].max(coverage[1]);
    if most(changed.coverage) < 0.5
        && let Some(reworded) = reworded(a, b, shared.count)
    {
        let least = reworded.coverage[0].min(reworded.coverage[1]);
        let probability = 0.6 + 0.35 * least;
        let rule = "copy/reworded";
        return Some(between(a, b, Relation::Retranslated, probability, reworded, rule));
    }
    let run = longest_run(&changed.pairs);
    let enough = changed.words >= 2 * WORDS || (run >= 2 && changed.words >= WORDS);
    if enough && most(changed.coverage) >= 0.15 {
        let probability = (0.6 + 0.4 * most(changed.coverage)).min(0.97);
        return Some(between(a, b, Relation::Partial, probability, changed, "copy/partial"));
    }
    None
}

/// Sentences of two documents that correspond.
struct Alignment {
    pairs: Vec<[u32; 2]>,
    coverage: [f64; 2],
    /// Words of the shorter side that are covered.
    words: u32,
}

/// Pairs each sentence with the one most like it, if that is like enough. With each pair,
/// how alike the two are, in thousandths; in the order of the text.
fn aligned(a: &Indexed<'_>, b: &Indexed<'_>, shared: &Shared) -> Vec<(usize, [u32; 2])> {
    let (mut left, mut right) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for [i, j] in a.equal_sentences(b) {
        left.insert(i);
        right.insert(j);
        pairs.push((1000, [i, j]));
    }
    let mut found = Vec::new();
    for &[i, j] in &shared.sentences {
        if left.contains(&i) || right.contains(&j) {
            continue;
        }
        let (one, other) = (&a.sentences[i as usize], &b.sentences[j as usize]);
        let shared = common(&one.shingles, &other.shingles);
        let all = one.shingles.len() + other.shingles.len() - shared;
        let alike = shared * 1000 / all.max(1);
        if alike as f64 >= CHANGED * 1000.0 {
            found.push((alike, i, j));
        }
    }
    found.sort_by_key(|&(alike, i, j)| (std::cmp::Reverse(alike), i, j));
    for (alike, i, j) in found {
        if !left.contains(&i) && !right.contains(&j) {
            left.insert(i);
            right.insert(j);
            pairs.push((alike, [i, j]));
        }
    }
    pairs.sort_unstable_by_key(|(_, pair)| *pair);
    pairs
}

fn covered(a: &Sketch, b: &Sketch, pairs: Vec<[u32; 2]>) -> Alignment {
    let words = |sketch: &Sketch, side: usize| -> u32 {
        pairs
            .iter()
            .filter_map(|pair| sketch.sentences.get(pair[side] as usize))
            .map(|sentence| sentence.words)
            .sum()
    };
    // What is shorter than three words has no 3-gram, and counts on neither side.
    let total = |sketch: &Sketch| -> u32 {
        sketch.sentences.iter().filter(|it| !it.shingles.is_empty()).map(|it| it.words).sum()
    };
    let (left, right) = (words(a, 0), words(b, 1));
    let share = |part: u32, whole: u32| {
        let share = if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) };
        (share.min(1.0) * 100.0).round() / 100.0
    };
    let coverage = [share(left, total(a)), share(right, total(b))];
    Alignment { words: left.min(right), coverage, pairs }
}

/// Other words of one original: few 3-grams in common, yet the same sentences
/// in the same order.
fn reworded(a: &Indexed<'_>, b: &Indexed<'_>, shared: usize) -> Option<Alignment> {
    let alike = shared as f64 / (a.shingles() + b.shingles() - shared).max(1) as f64;
    // Who reworded a text of thousands of sentences is not asked.
    if !(0.06..=0.6).contains(&alike) || a.sentences.len() * b.sentences.len() > GRID {
        return None;
    }
    let pairs = in_order(a, b);
    let found = covered(a, b, pairs);
    let enough = found.pairs.len() >= 3 && found.words >= 2 * WORDS;
    (enough && found.coverage.iter().all(|share| *share >= 0.6)).then_some(found)
}

/// The pairs of sentences, in the same order on both sides, that share the most stems.
fn in_order(a: &Sketch, b: &Sketch) -> Vec<[u32; 2]> {
    let (rows, columns) = (a.sentences.len(), b.sentences.len());
    let mut gain = vec![0.0_f64; rows * columns];
    for (i, one) in a.sentences.iter().enumerate() {
        for (j, other) in b.sentences.iter().enumerate() {
            let size = one.stems.len() + other.stems.len();
            let dice = 2.0 * common(&one.stems, &other.stems) as f64 / size.max(1) as f64;
            if dice >= REWORDED {
                gain[i * columns + j] = dice;
            }
        }
    }
    let mut best = vec![0.0_f64; (rows + 1) * (columns + 1)];
    let at = |i: usize, j: usize| i * (columns + 1) + j;
    for i in 1..=rows {
        for j in 1..=columns {
            let pair = best[at(i - 1, j - 1)] + gain[(i - 1) * columns + j - 1];
            best[at(i, j)] = pair.max(best[at(i - 1, j)]).max(best[at(i, j - 1)]);
        }
    }
    let (mut i, mut j) = (rows, columns);
    let mut pairs = Vec::new();
    while i > 0 && j > 0 {
        if best[at(i, j)] <= best[at(i - 1, j)] {
            i -= 1;
        } else if best[at(i, j)] <= best[at(i, j - 1)] {
            j -= 1;
        } else {
            (i, j) = (i - 1, j - 1);
            pairs.push([i as u32, j as u32]);
        }
    }
    pairs.reverse();
    pairs
}

/// How many digests two sorted lists share.
pub(crate) fn common(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|value| b.binary_search(value).is_ok()).count()
}

/// The most pairs in a row that follow each other on both sides.
fn longest_run(pairs: &[[u32; 2]]) -> usize {
    let mut longest = usize::from(!pairs.is_empty());
    let mut run = longest;
    for two in pairs.windows(2) {
        let follows = two[1][0] == two[0][0] + 1 && two[1][1] == two[0][1] + 1;
        run = if follows { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}

/// A copy between `a` and `b`, from the later one to the earlier one.
fn between(
    a: &Indexed<'_>,
    b: &Indexed<'_>,
    relation: Relation,
    probability: f64,
    alignment: Alignment,
    rule: &str,
) -> Link {
    let Alignment { pairs, coverage, .. } = alignment;
    // The one that is wholly inside the other was more often cut from it.
    let contained = if (coverage[0] - coverage[1]).abs() < 0.2 {
        0.0
    } else {
        (coverage[0] - coverage[1]).signum()
    };
    let likely = direction(a, b, contained);
    let probability = (probability * 100.0).round() / 100.0;
    let rule = format!("{rule}: {} sentences correspond", pairs.len());
    // Where nothing is known, the order of the ids decides, which is the same in every run.
    if likely >= 0.5 {
        let (from, to) = (a.document.clone(), b.document.clone());
        Link { relation, from, to, probability, direction: likely, coverage, pairs, rule }
    } else {
        let mut pairs: Vec<[u32; 2]> = pairs.into_iter().map(|[i, j]| [j, i]).collect();
        pairs.sort_unstable();
        Link {
            relation,
            from: b.document.clone(),
            to: a.document.clone(),
            probability,
            direction: ((1.0 - likely) * 100.0).round() / 100.0,
            coverage: [coverage[1], coverage[0]],
            pairs,
            rule,
        }
    }
}

/// `from` cites the outlet of `to`, and holds something of what stands there.
fn reports_on(from: &Indexed<'_>, to: &Indexed<'_>) -> Option<Link> {
    if !cites(from, to) {
        return None;
    }
    // A report that is dated before its source, or long after, is of another page.
    if days_apart(to, from).is_some_and(|days| !(-1..=WINDOW).contains(&days)) {
        return None;
    }
    let outlet = to.outlet.as_ref()?;
    let mut shown = Vec::new();
    let quote = from.same_language(to) && shared_quote(from, to).is_some();
    if quote {
        shown.push("a quotation".to_owned());
    }
    let speaker = from
        .claims
        .iter()
        .filter(|claim| claim.through.iter().any(|(key, ..)| key == outlet))
        .find(|claim| {
            !claim.speaker_key.is_empty()
                && to.claims.iter().any(|other| same_name(&claim.speaker_key, &other.speaker_key))
        });
    if let Some(claim) = speaker {
        shown.push(format!("the speaker {}", claim.speaker));
    }
    let anchors = shared_anchors(from, to);
    if let Some(figure) = anchors.iter().find(|anchor| anchor.key.starts_with("figure:")) {
        shown.push(format!("the figure {}", figure.text));
    }
    let names = anchors.iter().filter(|anchor| anchor.weight > 1).count();
    if names >= 2 {
        shown.push(format!("{names} names or figures"));
    }
    if shown.is_empty() {
        return None;
    }
    let probability = (70 + 10 * shown.len().min(3)) as f64 / 100.0;
    let cited = from.cited.get(outlet).map_or("", String::as_str);
    Some(Link {
        relation: Relation::ReportsOn,
        from: from.document.clone(),
        to: to.document.clone(),
        probability,
        direction: direction(from, to, 0.0).max(0.5),
        coverage: [0.0, 0.0],
        pairs: Vec::new(),
        rule: format!("report/cited-outlet: it cites {cited}; shared are {}", shown.join(", ")),
    })
}

/// Whether every part of the shorter name is in the longer one.
pub(crate) fn same_name(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|part| long.contains(part))
}

fn shared_quote(a: &Sketch, b: &Sketch) -> Option<u32> {
    // They are in the order of their digests.
    let held = |quote: &&crate::Quote| {
        b.quotes.binary_search_by_key(&quote.hash, |other| other.hash).is_ok()
    };
    a.quotes.iter().filter(held).map(|quote| quote.words).max()
}

fn same_quote(a: &Indexed<'_>, b: &Indexed<'_>) -> Option<Link> {
    let words = shared_quote(a, b)?;
    let rule = format!("quotation/same-words: {words} words");
    Some(undirected(a, b, Relation::SameQuote, 0.9, rule))
}

fn shared_anchors<'a>(a: &'a Sketch, b: &Sketch) -> Vec<&'a Anchor> {
    // They are in the order of their keys.
    let held = |anchor: &&Anchor| b.anchors.binary_search_by(|it| it.key.cmp(&anchor.key)).is_ok();
    a.anchors.iter().filter(held).collect()
}

/// Two pages that share what few pages share, within 30 days.
///
/// There are no frozen statistics yet of how common a name is, so several are
/// asked for, and a fair part of all that the shorter page names.
pub(crate) fn same_event(a: &Indexed<'_>, b: &Indexed<'_>) -> Option<Link> {
    if days_apart(a, b).is_some_and(|days| days.abs() > WINDOW) {
        return None;
    }
    let shared = shared_anchors(a, b);
    let weight =
        |anchors: &[&Anchor]| -> u32 { anchors.iter().map(|it| u32::from(it.weight)).sum() };
    let named: Vec<u8> =
        shared.iter().filter(|it| !it.key.starts_with("date:")).map(|it| it.weight).collect();
    let rare = named.iter().filter(|weight| **weight > 1).count();
    let least = weight(&a.anchors.iter().collect::<Vec<_>>())
        .min(weight(&b.anchors.iter().collect::<Vec<_>>()));
    let together = weight(&shared);
    if (rare < 2 && named.len() < 3) || together < 5 || together * 5 < least {
        return None;
    }
    let probability = (0.4 + 0.05 * f64::from(together)).min(0.9);
    let some: Vec<&str> = shared.iter().take(6).map(|anchor| anchor.text.as_str()).collect();
    let rule = format!("event/shared-anchors: {}", some.join(", "));
    Some(undirected(a, b, Relation::SameEvent, (probability * 100.0).round() / 100.0, rule))
}

/// How many days after `a` `b` was published, where both say so.
pub(crate) fn days_apart(a: &Sketch, b: &Sketch) -> Option<i64> {
    days_between(a.published.as_deref()?, b.published.as_deref()?)
}

fn undirected(
    a: &Indexed<'_>,
    b: &Indexed<'_>,
    relation: Relation,
    probability: f64,
    rule: String,
) -> Link {
    let likely = direction(a, b, 0.0);
    let (from, to) = if likely >= 0.5 { (a, b) } else { (b, a) };
    Link {
        relation,
        from: from.document.clone(),
        to: to.document.clone(),
        probability,
        direction: (likely.max(1.0 - likely) * 100.0).round() / 100.0,
        coverage: [0.0, 0.0],
        pairs: Vec::new(),
        rule,
    }
}
