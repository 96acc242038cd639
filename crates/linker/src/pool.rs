use crate::Sketch;
use crate::claim::compare_claims_indexed;
use crate::document::compare_indexed;
use crate::index::Indexed;
use schema::Link;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// All links among `sketches`, between documents and between claims.
///
/// Who is compared with whom is looked up in an index over rare words in a row,
/// quotations, anchors and cited outlets; a key of a document depends on that
/// document alone, so neither order nor company changes a decision.
pub fn link(sketches: &[Sketch]) -> Vec<Link> {
    link_new(sketches, &[])
}

/// The links of `new` among themselves and with `held`.
pub fn link_new(new: &[Sketch], held: &[Sketch]) -> Vec<Link> {
    let all: Vec<&Sketch> = new.iter().chain(held).collect();
    let indexed: Vec<Indexed<'_>> = all.iter().map(|sketch| Indexed::of(sketch)).collect();
    let mut links = Vec::new();
    for [one, other] in met(&all, new.len()) {
        links.extend(compare_indexed(&indexed[one], &indexed[other]));
        links.extend(compare_claims_indexed(&indexed[one], &indexed[other]));
    }
    links.sort_by(|a, b| {
        (a.relation, &a.from, &a.to, &a.rule).cmp(&(b.relation, &b.from, &b.to, &b.rule))
    });
    links.dedup_by(|a, b| (a.relation, &a.from, &a.to) == (b.relation, &b.from, &b.to));
    links
}

/// Which two of `all` are to be compared, at least one of them among the first `new`.
pub(crate) fn met(all: &[&Sketch], new: usize) -> Vec<[usize; 2]> {
    let keys: Vec<BTreeSet<Key>> = all.iter().map(|sketch| keys(sketch)).collect();
    let mut holders: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
    for (at, keys) in keys.iter().enumerate() {
        for key in keys {
            holders.entry(key).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    let mut shared: Vec<u32> = vec![0; all.len()];
    for (at, keys) in keys.iter().enumerate().take(new) {
        let mut near = Vec::new();
        for key in keys {
            for &other in holders.get(&*key.sought()).into_iter().flatten() {
                // A new one meets those after it: itself never, each other once.
                if other > at {
                    if shared[other] == 0 {
                        near.push(other);
                    }
                    shared[other] += key.weight();
                }
            }
        }
        for other in near {
            if std::mem::take(&mut shared[other]) >= 2 {
                pairs.push([at, other]);
            }
        }
    }
    pairs
}

/// What two documents must share to be compared: one strong key, or two weak ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Sentence(u32),
    Quote(u32),
    Claim(u32),
    /// It is a page of this outlet.
    Own(String),
    /// It cites this outlet.
    Cites(String),
    Shingle(u32),
    Anchor(String),
}

impl Key {
    /// The key of the documents that are met by it. Who cites an outlet meets its
    /// pages; two of its pages, or two that cite it, need something else to meet by.
    fn sought(&self) -> Cow<'_, Self> {
        match self {
            Self::Own(outlet) => Cow::Owned(Self::Cites(outlet.clone())),
            Self::Cites(outlet) => Cow::Owned(Self::Own(outlet.clone())),
            _ => Cow::Borrowed(self),
        }
    }

    fn weight(&self) -> u32 {
        match self {
            Self::Sentence(_) | Self::Quote(_) | Self::Claim(_) => 2,
            Self::Own(_) | Self::Cites(_) => 2,
            Self::Shingle(_) | Self::Anchor(_) => 1,
        }
    }
}

/// How many 3-grams of a document are looked up: those with the smallest
/// digests, which two copies share.
const SHINGLES: usize = 96;

fn keys(sketch: &Sketch) -> BTreeSet<Key> {
    let sentences = sketch.sentences.iter().filter(|sentence| sentence.words >= 6);
    let mut keys: BTreeSet<Key> = sentences.map(|sentence| Key::Sentence(sentence.hash)).collect();
    keys.extend(sketch.quotes.iter().map(|quote| Key::Quote(quote.hash)));
    let claims = sketch.claims.iter().filter(|claim| claim.words >= 4);
    keys.extend(claims.map(|claim| Key::Claim(claim.hash)));
    keys.extend(sketch.shingles().into_iter().take(SHINGLES).map(Key::Shingle));
    keys.extend(sketch.anchors.iter().map(|anchor| Key::Anchor(anchor.key.clone())));
    keys.extend(sketch.cited.keys().cloned().map(Key::Cites));
    keys.extend(sketch.outlet_key().map(Key::Own));
    keys
}
