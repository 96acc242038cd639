use crate::direction::direction;
use crate::document::{common, days_apart, same_event, same_name};
use crate::index::Indexed;
use crate::sketch::{ClaimSketch, FigureSketch, Sketch, stem_digests};
use crate::story::WINDOW;
use schema::{FigureRole, Id, Link, Polarity, Relation, Stance};
use std::cell::OnceCell;

/// What holds between the claims of two documents.
///
/// Contents are compared in one language only; figures in one slot in any.
pub fn compare_claims(a: &Sketch, b: &Sketch) -> Vec<Link> {
    compare_claims_indexed(&Indexed::of(a), &Indexed::of(b))
}

pub(crate) fn compare_claims_indexed<'a>(a: &Indexed<'a>, b: &Indexed<'a>) -> Vec<Link> {
    if a.document == b.document {
        return Vec::new();
    }
    let (a, b) = if a.document < b.document { (a, b) } else { (b, a) };
    // Whose page is the later one says which of two claims is.
    let likely = direction(a, b, 0.0);
    let pages = Pages::of(a, b);
    let mut shared = if pages.one_language { a.shared_stems(b) } else { Vec::new() }.into_iter();
    let mut links = Vec::new();
    for one in &a.claims {
        for other in &b.claims {
            let shared = shared.next().unwrap_or(0);
            let figured = !one.figures.is_empty() && !other.figures.is_empty();
            if shared == 0 && !figured && one.hash != other.hash {
                continue;
            }
            let beside = pages.beside(one, other, shared as usize);
            let (relation, probability, rule) = match figures(one, other, &beside) {
                Some(found) => found,
                None => match same_or_denied(one, other, beside.alike) {
                    Some(found) => found,
                    None => continue,
                },
            };
            links.push(link(one, other, likely, relation, probability, rule));
        }
    }
    links
}

/// How alike two contents in one language are, 0 to 1: the share of the stems
/// that carry meaning.
pub fn similarity(one: &str, other: &str, language: &str) -> f64 {
    let (one, other) = (stem_digests(one, language), stem_digests(other, language));
    2.0 * common(&one, &other) as f64 / (one.len() + other.len()).max(1) as f64
}

/// From how many stems on a content can be told from another.
const STEMS: usize = 3;
/// The share of stems from which on two contents are the same.
const SAME: f64 = 0.6;

/// How alike two contents are that share so many stems.
fn alike(one: &ClaimSketch, other: &ClaimSketch, shared: usize) -> f64 {
    if one.hash == other.hash && one.words >= 3 {
        return 1.0;
    }
    let (left, right) = (one.stems.len(), other.stems.len());
    if left.min(right) < STEMS {
        return 0.0;
    }
    let shared = shared as f64;
    let dice = 2.0 * shared / (left + right) as f64;
    // One may be the other, shortened.
    let held = if left.min(right) >= 5 { 0.9 * shared / left.min(right) as f64 } else { 0.0 };
    dice.max(held)
}

type Found = (Relation, f64, String);

fn same_or_denied(one: &ClaimSketch, other: &ClaimSketch, alike: f64) -> Option<Found> {
    if alike < SAME {
        return None;
    }
    let probability = (alike.min(0.99) * 100.0).round() / 100.0;
    if !is_said(one) || !is_said(other) {
        // Who asks whether it is so neither says nor denies it.
        return None;
    }
    if negated(one) != negated(other) {
        let rule = "claim/denied: the same words, and one of the two says that it is not so";
        return Some((Relation::Denies, probability, rule.to_owned()));
    }
    let rule = format!("claim/same-words: {:.0} % of the words that carry meaning", alike * 100.0);
    Some((Relation::SameClaim, probability, rule))
}

fn is_said(claim: &ClaimSketch) -> bool {
    !matches!(claim.stance, Stance::Asks | Stance::Requests)
}

fn negated(claim: &ClaimSketch) -> bool {
    (claim.stance == Stance::Denies) != (claim.polarity == Polarity::Negative)
}

/// What two claims have in common besides their figures.
struct Beside {
    /// How alike their contents are; 0 in two languages.
    alike: f64,
    /// Whether both sentences name the same thing, on pages of the same weeks.
    named: bool,
    /// Whether the two pages are about one event; only looked up where both have figures.
    one_event: bool,
    /// Whether they stand on pages of one outlet, or are of one speaker.
    one_voice: bool,
}

/// Two pages of which claims are compared: what is the same for all of these.
struct Pages<'a> {
    a: &'a Indexed<'a>,
    b: &'a Indexed<'a>,
    one_language: bool,
    one_outlet: bool,
    /// Whether they are of the same weeks, as far as is known.
    near: bool,
    one_event: OnceCell<bool>,
}

impl<'a> Pages<'a> {
    fn of(a: &'a Indexed<'a>, b: &'a Indexed<'a>) -> Self {
        Self {
            a,
            b,
            one_language: a.same_language(b),
            one_outlet: a.outlet.is_some() && a.outlet == b.outlet,
            near: days_apart(a, b).map_or(0, i64::abs) <= WINDOW,
            one_event: OnceCell::new(),
        }
    }

    fn beside(&self, one: &ClaimSketch, other: &ClaimSketch, shared: usize) -> Beside {
        Beside {
            alike: if self.one_language { alike(one, other, shared) } else { 0.0 },
            named: self.near && one.names.iter().any(|name| other.names.contains(name)),
            one_event: !one.figures.is_empty()
                && !other.figures.is_empty()
                && *self.one_event.get_or_init(|| same_event(self.a, self.b).is_some()),
            one_voice: self.one_outlet || same_name(&one.speaker_key, &other.speaker_key),
        }
    }
}

/// Whether two claims give one slot two values, or one value two units.
fn figures(one: &ClaimSketch, other: &ClaimSketch, beside: &Beside) -> Option<Found> {
    let (a, b) = differing(one, other, beside)?;
    let values = format!("{} – {}", a.text, b.text);
    if a.family != b.family {
        let rule = format!("{UNIT_SHIFT}: the same number with another unit: {values}");
        return Some((Relation::Conflicts, 0.7, rule));
    }
    Some(match (&a.as_of, &b.as_of) {
        (Some(first), Some(second)) if first != second => {
            let (early, late) = if first < second { (a, b) } else { (b, a) };
            if beside.one_voice || may_become(early, late) {
                (Relation::Revises, 0.8, format!("figure/later-count: {values}"))
            } else {
                let rule = format!("figure/no-count-that-grew: {values}");
                (Relation::Conflicts, 0.75, rule)
            }
        }
        (Some(_), Some(_)) => (Relation::Conflicts, 0.85, format!("figure/disjoint: {values}")),
        _ => {
            let rule = format!("figure/disjoint, as of an unknown day: {values}");
            (Relation::Conflicts, 0.7, rule)
        }
    })
}

/// The rule of links between one number and the same number with another unit.
/// They are no conflict of values.
pub const UNIT_SHIFT: &str = "figure/unit-shift";

/// Whether the earlier figure can have become the later one. The dead and the
/// wounded of an event only become more, and who said "at most" left no room.
fn may_become(early: &FigureSketch, late: &FigureSketch) -> bool {
    let grows = early.role == FigureRole::Stock && early.family.starts_with("person_");
    let above = early.high.zip(late.low).is_some_and(|(high, low)| high < low);
    !grows || (early.low.is_some() && above)
}

/// The texts of the two figures in which a claim of `a` differs from a claim of
/// `b`: one slot with two values, or one value with two units.
pub fn differing_figures(a: &Sketch, one: &Id, b: &Sketch, other: &Id) -> Option<(String, String)> {
    let claim = |sketch: &Sketch, id: &Id| sketch.claims.iter().find(|it| it.id == *id).cloned();
    // The first of the two by document, as when the link was made.
    let swap = b.document < a.document;
    let (left, right) =
        if swap { (claim(b, other)?, claim(a, one)?) } else { (claim(a, one)?, claim(b, other)?) };
    let (a, b) = (Indexed::of(a), Indexed::of(b));
    let pages = if swap { Pages::of(&b, &a) } else { Pages::of(&a, &b) };
    let beside = pages.beside(&left, &right, common(&left.stems, &right.stems));
    let (left, right) = differing(&left, &right, &beside)?;
    let texts = (left.text.clone(), right.text.clone());
    Some(if swap { (texts.1, texts.0) } else { texts })
}

fn differing<'a>(
    one: &'a ClaimSketch,
    other: &'a ClaimSketch,
    beside: &Beside,
) -> Option<(&'a FigureSketch, &'a FigureSketch)> {
    // A denied figure is nobody's figure, and a question gives none.
    if [one, other].into_iter().any(|claim| negated(claim) || !is_said(claim)) {
        return None;
    }
    // A figure that has its like on the other side ("of 41, 12 were…") differs from nothing there.
    let matched = |a: &FigureSketch, others: &[FigureSketch]| {
        others.iter().any(|b| same_slot(a, b, beside) && !disjoint(a, b))
    };
    let pairs = || one.figures.iter().flat_map(|a| other.figures.iter().map(move |b| (a, b)));
    let slot = pairs().find(|(a, b)| {
        same_slot(a, b, beside)
            && disjoint(a, b)
            && !matched(a, &other.figures)
            && !matched(b, &one.figures)
    });
    slot.or_else(|| {
        pairs().find(|(a, b)| {
            let same = a.low.is_some() && a.low == b.low && a.high == b.high;
            // Small numbers are alike by chance.
            let large = a.low.is_some_and(|low| low.abs() >= 10.0);
            let shift = same && large && a.family != b.family && kin(a, b);
            // The unit that shifted stands beside the right one on neither page.
            let both =
                |claim: &ClaimSketch, unit: &str| claim.figures.iter().any(|it| it.family == unit);
            shift
                && about_one(a, b, beside, 0.3)
                && !both(one, &b.family)
                && !both(other, &a.family)
        })
    })
}

/// Whether two units count the same kind of thing: `person_killed` and `person_wounded`.
fn kin(a: &FigureSketch, b: &FigureSketch) -> bool {
    let kind = |family: &str| family.split(['_', ':']).next().unwrap_or("").to_owned();
    kind(&a.family) == kind(&b.family)
}

fn same_slot(a: &FigureSketch, b: &FigureSketch, beside: &Beside) -> bool {
    !a.family.is_empty()
        && a.family == b.family
        && a.role == b.role
        && agree(&a.predicate, &b.predicate)
        && about_one(a, b, beside, 0.35)
}

/// Whether two figures are of one thing: a place, a subject, or failing these
/// the words or names around them.
fn about_one(a: &FigureSketch, b: &FigureSketch, beside: &Beside, words: f64) -> bool {
    let place = match (&a.place, &b.place) {
        (Some(one), Some(other)) => Some(one == other),
        _ => None,
    };
    let subject =
        (!a.subject.is_empty() && !b.subject.is_empty()).then(|| same_name(&a.subject, &b.subject));
    match (place, subject) {
        (Some(false), _) | (_, Some(false)) => false,
        (Some(true), _) | (_, Some(true)) => true,
        (None, None) => {
            // A name in both sentences does where it is said what became of
            // whom; "three boats" near one town may be any boats.
            let telling = a.family.starts_with("person_")
                || (a.predicate.is_some() && a.predicate == b.predicate);
            // Nor need the sentence name what the page is about.
            let toll = beside.one_event && a.leads && b.leads && is_toll(a) && is_toll(b);
            beside.alike >= words || (beside.named && telling) || toll
        }
    }
}

/// Whether a figure counts what an event did: people to whom something happened, blasts.
fn is_toll(figure: &FigureSketch) -> bool {
    ["person_", "event:"].iter().any(|kind| figure.family.starts_with(kind))
}

/// Equal where both are known.
fn agree(one: &Option<String>, other: &Option<String>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn disjoint(a: &FigureSketch, b: &FigureSketch) -> bool {
    let above = |low: Option<f64>, high: Option<f64>| match (low, high) {
        (Some(low), Some(high)) => low > high,
        _ => false,
    };
    above(a.low, b.high) || above(b.low, a.high)
}

fn link(
    one: &ClaimSketch,
    other: &ClaimSketch,
    likely: f64,
    relation: Relation,
    probability: f64,
    rule: String,
) -> Link {
    let forwards = match relation {
        // From the one who denies, whenever that was.
        Relation::Denies => negated(one),
        Relation::Revises => later_count(one, other).unwrap_or(likely >= 0.5),
        _ => likely >= 0.5,
    };
    let (from, to) = if forwards { (one, other) } else { (other, one) };
    let sure = match relation {
        Relation::Denies | Relation::Revises => 1.0,
        _ => likely.max(1.0 - likely),
    };
    Link {
        relation,
        from: from.id.clone(),
        to: to.id.clone(),
        probability,
        direction: (sure * 100.0).round() / 100.0,
        coverage: [0.0, 0.0],
        pairs: Vec::new(),
        rule,
    }
}

/// Whether the figure of `one` is as of a later day than that of `other`.
fn later_count(one: &ClaimSketch, other: &ClaimSketch) -> Option<bool> {
    let pairs = one.figures.iter().flat_map(|a| other.figures.iter().map(move |b| (a, b)));
    pairs
        .filter(|(a, b)| a.family == b.family && disjoint(a, b))
        .find_map(|(a, b)| Some((a.as_of.as_ref()?, b.as_of.as_ref()?)))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| a > b)
}
