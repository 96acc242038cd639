use crate::document::{common, same_name};
use crate::normalise::outlet_key;
use crate::sketch::{ClaimSketch, Sketch};
use crate::story::Groups;
use schema::{Id, Independence, Interval, Kind, Link, Origin, OriginKind, Relation, SpeakerType};
use std::collections::{BTreeMap, BTreeSet};

/// A claim on a page that carries it.
#[derive(Clone, Copy, Debug)]
pub struct Carrier<'a> {
    /// The claim there.
    pub claim: &'a ClaimSketch,
    /// The page.
    pub document: &'a Sketch,
}

/// From which probability on a link may hold.
const MAY: f64 = 0.2;
/// From which probability on it is held to.
const SURE: f64 = 0.8;

/// How many stand behind a claim that `carriers` carry.
///
/// `links` are links between documents; those between other pages are left
/// aside. `not_compared` are pages that are near but in another language: each
/// may or may not be one more, so they widen the upper end alone.
///
/// The lower end merges all that might be one: copies that are merely likely,
/// names of which one holds the other, speakers without a name. The upper end
/// merges only what is almost sure. Sharing an event merges nothing.
pub fn independence(carriers: &[Carrier<'_>], links: &[Link], not_compared: &[Id]) -> Independence {
    let mut carriers: Vec<Carrier<'_>> = carriers.to_vec();
    carriers.sort_by_key(|carrier| (&carrier.document.document, &carrier.claim.id));
    carriers.dedup_by_key(|carrier| &carrier.claim.id);
    let pages: BTreeSet<&Id> = carriers.iter().map(|carrier| &carrier.document.document).collect();
    let mut not_compared: Vec<Id> =
        not_compared.iter().filter(|id| !pages.contains(id)).cloned().collect();
    not_compared.sort();
    not_compared.dedup();
    let unseen = not_compared.len() as u32;

    let links = &Between::of(links);
    let speakers =
        Interval { low: fewest_speakers(&carriers, links), high: most_speakers(&carriers, links) };
    let fewest = Origins::of(&carriers, links, MAY);
    let most = Origins::of(&carriers, links, SURE);
    let widen = |interval: Interval| Interval {
        low: interval.low.min(interval.high),
        high: interval.high + unseen,
    };
    let reporting = Interval { low: fewest.count(), high: most.count() };
    Independence {
        pages: pages.len() as u32,
        ultimate_sources: widen(speakers),
        reporting_origins: widen(reporting),
        origins: fewest.named(&carriers),
        not_compared,
    }
}

/// Whether the page names somebody who can know. A description without a name ("the
/// health office", "a list") may be anybody.
fn is_named(claim: &ClaimSketch) -> bool {
    !claim.speaker_key.is_empty()
        && claim.speaker.split_whitespace().any(|word| word.starts_with(char::is_uppercase))
        && matches!(
            claim.speaker_type,
            SpeakerType::Person | SpeakerType::Group | SpeakerType::Government
        )
}

fn fewest_speakers(carriers: &[Carrier<'_>], links: &Between<'_>) -> u32 {
    // Whoever is not named may be any of those who are.
    let named: Vec<&Carrier<'_>> = carriers.iter().filter(|it| is_named(it.claim)).collect();
    let mut groups = Groups::new(named.len());
    for (i, one) in named.iter().enumerate() {
        for (j, other) in named.iter().enumerate().skip(i + 1) {
            let copied = links.copy(one, other).is_some_and(|probability| probability >= MAY);
            if copied || may_be_one(one, other) {
                groups.join(i, j);
            }
        }
    }
    (groups.count() as u32).max(u32::from(!carriers.is_empty()))
}

/// Whether two who are named may be one. The names of institutions are translated,
/// so in two languages they tell nothing.
fn may_be_one(one: &Carrier<'_>, other: &Carrier<'_>) -> bool {
    let person = |carrier: &Carrier<'_>| carrier.claim.speaker_type == SpeakerType::Person;
    let told_apart = one.document.same_language(other.document) || person(one) && person(other);
    !told_apart || may_be_one_name(&one.claim.speaker_key, &other.claim.speaker_key)
}

/// Whether every part of the shorter name is in the longer one, endings aside: a name
/// takes the endings of each language that it passes through (Toskan, Toskanová).
fn may_be_one_name(a: &[String], b: &[String]) -> bool {
    const STEM: usize = 3; // of a skeleton, which has no vowels
    let alike = |one: &String, other: &String| {
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        short == long || short.chars().count() >= STEM && long.starts_with(short.as_str())
    };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|part| long.iter().any(|other| alike(part, other)))
}

fn most_speakers(carriers: &[Carrier<'_>], links: &Between<'_>) -> u32 {
    let mut groups = Groups::new(carriers.len());
    for (i, one) in carriers.iter().enumerate() {
        for (j, other) in carriers.iter().enumerate().skip(i + 1) {
            let (a, b) = (one.claim, other.claim);
            let name = is_named(a) && is_named(b) && a.speaker_key == b.speaker_key;
            let outlet = a.speaker_type == SpeakerType::Outlet
                && b.speaker_type == SpeakerType::Outlet
                && outlet_key(&a.speaker) == outlet_key(&b.speaker);
            let page = one.document.document == other.document.document
                && !is_named(a)
                && !is_named(b)
                && a.speaker == b.speaker;
            let copied = links.copy(one, other).is_some_and(|probability| probability >= SURE)
                && same_text(a, b);
            if name || outlet || page || copied {
                groups.join(i, j);
            }
        }
    }
    groups.count() as u32
}

/// How two pages hang together, by the two of them, the lesser id first.
struct Between<'a>(BTreeMap<[&'a Id; 2], Chances>);

/// The likeliest link of each sort.
#[derive(Clone, Copy, Default)]
struct Chances {
    copy: Option<f64>,
    report: Option<f64>,
}

impl<'a> Between<'a> {
    fn of(links: &'a [Link]) -> Self {
        let mut between: BTreeMap<[&Id; 2], Chances> = BTreeMap::new();
        for link in links {
            let chances = between.entry(in_order(&link.from, &link.to)).or_default();
            let best = match link.relation {
                Relation::Verbatim
                | Relation::Partial
                | Relation::Retranslated
                | Relation::Translated => &mut chances.copy,
                Relation::ReportsOn => &mut chances.report,
                _ => continue,
            };
            *best = Some(best.map_or(link.probability, |best| best.max(link.probability)));
        }
        Self(between)
    }

    fn chances(&self, one: &Carrier<'_>, other: &Carrier<'_>) -> Chances {
        let pair = in_order(&one.document.document, &other.document.document);
        self.0.get(&pair).copied().unwrap_or_default()
    }

    /// How likely one of two pages was copied from the other.
    fn copy(&self, one: &Carrier<'_>, other: &Carrier<'_>) -> Option<f64> {
        self.chances(one, other).copy
    }

    /// Whether one of two pages reports on the other.
    fn reports(&self, one: &Carrier<'_>, other: &Carrier<'_>, least: f64) -> bool {
        self.chances(one, other).report.is_some_and(|probability| probability >= least)
    }
}

fn in_order<'a>(one: &'a Id, other: &'a Id) -> [&'a Id; 2] {
    if one <= other { [one, other] } else { [other, one] }
}

/// Whether two contents are almost the same words: a copied page may hold
/// claims of its own.
fn same_text(a: &ClaimSketch, b: &ClaimSketch) -> bool {
    let shared = 2 * common(&a.stems, &b.stems);
    a.hash == b.hash || shared * 10 >= (a.stems.len() + b.stems.len()) * 8
}

/// Whether two pages quote one speaker in exactly the same words. They may have heard
/// one press conference, or one may have it from the other, though no road is seen.
fn one_utterance(a: &ClaimSketch, b: &ClaimSketch) -> bool {
    a.kind == Kind::Direct
        && b.kind == Kind::Direct
        && a.hash == b.hash
        && a.words >= 5
        && same_name(&a.speaker_key, &b.speaker_key)
}

/// The outlet that a page says, in words, that the speaker told.
fn road<'a>(carrier: &Carrier<'a>) -> Option<&'a str> {
    let (key, _, inferred) = carrier.claim.through.last()?;
    (!inferred).then_some(key.as_str())
}

/// The pages and cited outlets behind the carriers, joined where one comes from another.
struct Origins {
    groups: Groups,
    carriers: usize,
}

impl Origins {
    fn of(carriers: &[Carrier<'_>], links: &Between<'_>, least: f64) -> Self {
        let mut outlets: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let own = |carrier: &Carrier<'_>| carrier.document.outlet.clone();
        let cited = |carrier: &Carrier<'_>| {
            // The innermost outlet of the chain is the one that got it.
            carrier.claim.through.last().cloned()
        };
        let names = carriers.iter().flat_map(|carrier| {
            own(carrier).into_iter().chain(cited(carrier).map(|(_, name, _)| name))
        });
        for name in names {
            let next = carriers.len() + outlets.len();
            outlets.entry(outlet_key(&name)).or_insert((next, name));
        }
        let mut groups = Groups::new(carriers.len() + outlets.len());
        for (at, carrier) in carriers.iter().enumerate() {
            let own = own(carrier).map(|name| outlet_key(&name));
            let cited = cited(carrier);
            match cited {
                // What a page takes from another outlet is not its own report.
                Some((key, _, inferred)) if Some(&key) != own.as_ref() => {
                    // A chain carried over from an earlier sentence is sure
                    // only where a held page of that outlet bears it out.
                    let borne_out = || {
                        carriers.iter().any(|second| {
                            second.document.outlet_key().as_ref() == Some(&key)
                                && links.reports(carrier, second, SURE)
                        })
                    };
                    if !inferred || least < SURE || borne_out() {
                        groups.join(at, outlets[&key].0);
                    }
                }
                _ => {
                    if let Some(outlet) = own.and_then(|key| outlets.get(&key)) {
                        groups.join(at, outlet.0);
                    }
                }
            }
            for (other, second) in carriers.iter().enumerate().skip(at + 1) {
                let copied = links.copy(carrier, second).is_some_and(|it| it >= least)
                    && (least < SURE || same_text(carrier.claim, second.claim));
                let utterance = least < SURE && one_utterance(carrier.claim, second.claim);
                // Who does not say how it got the words of one speaker may have them
                // from the other.
                let unseen = least < SURE && may_be_one(carrier, second) && {
                    let roads = (road(carrier), road(second));
                    !matches!(roads, (Some(one), Some(other)) if one != other)
                };
                // A page that reports on another may hold claims that it got itself.
                let report = least < SURE && links.reports(carrier, second, least);
                let page = carrier.document.document == second.document.document;
                if copied || utterance || unseen || report || page {
                    groups.join(at, other);
                }
            }
        }
        let mut origins = Self { groups, carriers: carriers.len() };
        if least < SURE {
            origins.merge_unknown(carriers);
        }
        origins
    }

    /// A page of which the outlet is not known may be of any outlet.
    fn merge_unknown(&mut self, carriers: &[Carrier<'_>]) {
        let known = |carrier: &Carrier<'_>| {
            carrier.document.outlet.is_some() || !carrier.claim.through.is_empty()
        };
        let first = carriers.iter().position(known).unwrap_or(0);
        for (at, carrier) in carriers.iter().enumerate() {
            let alone = (0..self.carriers)
                .filter(|&it| self.groups.first(it) == self.groups.first(at))
                .count()
                == 1;
            if !known(carrier) && alone {
                self.groups.join(at, first);
            }
        }
    }

    fn count(&self) -> u32 {
        let mut groups = self.groups.clone();
        let firsts: BTreeSet<usize> = (0..self.carriers).map(|at| groups.first(at)).collect();
        firsts.len() as u32
    }

    /// Each group by where it comes from: a held page of the outlet that got
    /// it, the outlet if no page of it is held, or the earliest page.
    fn named(mut self, carriers: &[Carrier<'_>]) -> Vec<Origin> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.carriers {
            members.entry(self.groups.first(at)).or_default().push(at);
        }
        let mut origins: Vec<Origin> = members
            .into_values()
            .map(|members| {
                let members: Vec<&Carrier<'_>> = members.iter().map(|&at| &carriers[at]).collect();
                origin(&members)
            })
            .collect();
        origins.sort();
        origins.dedup();
        origins
    }
}

fn origin(members: &[&Carrier<'_>]) -> Origin {
    let mut cited: Vec<(&str, &str)> = members
        .iter()
        .filter_map(|carrier| carrier.claim.through.last())
        .map(|(key, name, _)| (key.as_str(), name.as_str()))
        .collect();
    cited.sort_unstable();
    let held_by =
        |key: &str| members.iter().find(|it| it.document.outlet_key().as_deref() == Some(key));
    // An outlet that is cited and not held stands before the pages that cite it.
    if let Some((key, name)) = cited.iter().find(|(key, _)| held_by(key).is_none()) {
        return Origin {
            id: Id::of('o', &[b"outlet", key.as_bytes()]),
            kind: OriginKind::Phantom,
            name: (*name).to_owned(),
            document: None,
        };
    }
    let first = cited.iter().find_map(|(key, _)| held_by(key)).or_else(|| {
        members.iter().min_by_key(|it| {
            let published = &it.document.published;
            (published.is_none(), published.clone(), it.document.document.clone())
        })
    });
    let document = first.map(|carrier| carrier.document);
    let id = document.map(|it| it.document.clone());
    let name = document.and_then(|it| it.outlet.clone().or_else(|| it.title.clone()));
    Origin {
        id: Id::of('o', &[b"page", id.as_ref().map_or("", |id| id.as_str()).as_bytes()]),
        kind: OriginKind::Held,
        name: name.unwrap_or_default(),
        document: id,
    }
}
