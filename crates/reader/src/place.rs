//! Where: names of the gazetteer, and what each of them does in its sentence.

use crate::cue::{Cues, Mood};
use crate::sentence::{Phrases, Sentence};
use schema::{Confidence, Place, PlaceUse};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// The places that a sentence names.
pub(crate) fn places(sentence: &Sentence, language: &str) -> Vec<Place> {
    let Some(lexicon) = Lexicon::of(language) else { return Vec::new() };
    let reader = Reader { s: sentence, lexicon, cues: Cues::of(language) };
    let mut places = Vec::new();
    let mut i = 0;
    while i < sentence.tokens.len() {
        let Some((row, len)) = reader.name(i) else {
            i += 1;
            continue;
        };
        if let (Some(found), Some(span)) = (reader.used(row, i, i + len), sentence.span(i, i + len))
        {
            let unsure = found == PlaceUse::PartOfName;
            let (rule, confidence) = match found {
                PlaceUse::Metonym => ("place/metonym", 85),
                PlaceUse::PartOfName => ("place/part-of-name", 80),
                PlaceUse::Vague => ("place/near", 82),
                PlaceUse::Literal => ("place/gazetteer", 90),
            };
            places.push(Place {
                text: span.of(sentence.text).to_owned(),
                span,
                gazetteer: Some(row.key.clone()),
                lat: (!unsure).then_some(row.lat),
                lon: (!unsure).then_some(row.lon),
                precision_km: (!unsure).then_some(row.precision_km),
                r#use: found,
                rule: rule.to_owned(),
                confidence: Confidence::percent(confidence),
            });
        }
        i += len;
    }
    places
}

/// The key of the country or capital, or seat of a government, that is called
/// `name` in `language`; a name of the place alone, such as may speak.
pub(crate) fn is_capital_or_country(name: &str, language: &str) -> Option<String> {
    let lexicon = Lexicon::of(language)?;
    let tokens = language::tokens(name, language);
    let sentence = Sentence { text: name, tokens: &tokens };
    let start = usize::from(lexicon.file.articles.contains(sentence.norm(0)));
    let (&index, len) = lexicon.names.at(&sentence, start)?;
    let row = gazetteer().get(index)?;
    let whole = start + len == tokens.len() && sentence.is_capital(start);
    (whole && row.speaks()).then(|| row.key.clone())
}

/// One row of `gazetteer/places.csv`.
struct Row {
    key: String,
    /// Its names by language, parted by bars.
    names: BTreeMap<&'static str, String>,
    feature: String,
    lat: f64,
    lon: f64,
    precision_km: u32,
}

impl Row {
    fn names(&self, code: &str) -> impl Iterator<Item = &str> {
        let names = self.names.get(code).map_or("", String::as_str);
        names.split('|').filter(|name| !name.is_empty())
    }

    /// Whether a government or the like is meant by its name: GeoNames' codes of
    /// countries, capitals, and our own of seats.
    fn speaks(&self) -> bool {
        matches!(self.feature.as_str(), "PCLI" | "PPLC" | "GOVT")
    }
}

fn gazetteer() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let Some(text) = knowledge::text("gazetteer/places.csv") else { return Vec::new() };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().cloned().unwrap_or_default();
        let row = |record: csv::StringRecord| {
            let field = |name: &str| {
                let at = headers.iter().position(|header| header == name)?;
                record.get(at)
            };
            let codes = knowledge::languages().iter();
            Some(Row {
                key: field("key")?.to_owned(),
                names: codes
                    .filter_map(|code| Some((code.as_str(), field(code)?.to_owned())))
                    .collect(),
                feature: field("feature")?.to_owned(),
                lat: field("lat")?.parse().ok()?,
                lon: field("lon")?.parse().ok()?,
                precision_km: field("precision_km")?.parse().ok()?,
            })
        };
        reader.records().flatten().filter_map(row).collect()
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    shy: BTreeSet<String>,
    locative: Vec<String>,
    articles: BTreeSet<String>,
    joiners: BTreeSet<String>,
    vague: Vec<String>,
    according: Vec<String>,
    #[serde(rename = "example")]
    #[cfg_attr(not(test), allow(dead_code))]
    examples: Vec<Example>,
}

/// A sentence, and what its place does there; `none` where it has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[cfg_attr(not(test), allow(dead_code))]
    r#use: String,
}

struct Lexicon {
    file: File,
    /// Indices into the gazetteer.
    names: Phrases<usize>,
    locative: Phrases<()>,
    vague: Phrases<()>,
    according: Phrases<()>,
}

impl Lexicon {
    fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<BTreeMap<&'static str, Lexicon>> = OnceLock::new();
        let load = |code: &'static String| Some((code.as_str(), Self::load(code)?));
        ALL.get_or_init(|| knowledge::languages().iter().filter_map(load).collect()).get(code)
    }

    fn load(code: &str) -> Option<Self> {
        let file: File = knowledge::load(&format!("languages/{code}/places.toml"))?;
        let plain = |list: &[String]| Phrases::new(code, list.iter().map(|it| (it.clone(), ())));
        // The first row of a name is the one that is meant without more words.
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut names: Vec<(String, usize)> = Vec::new();
        for (index, row) in gazetteer().iter().enumerate() {
            for name in row.names(code) {
                if seen.insert(name.to_owned(), index).is_none() {
                    names.push((name.to_owned(), index));
                }
            }
        }
        Some(Self {
            names: Phrases::new(code, names),
            locative: plain(&file.locative),
            vague: plain(&file.vague),
            according: plain(&file.according),
            file,
        })
    }
}

struct Reader<'a> {
    s: &'a Sentence<'a>,
    lexicon: &'static Lexicon,
    cues: Option<&'static Cues>,
}

impl Reader<'_> {
    /// The place whose name begins at `i`, and how many tokens it has.
    fn name(&self, i: usize) -> Option<(&'static Row, usize)> {
        if !self.s.is_word(i) {
            return None;
        }
        let (&index, len) = self.lexicon.names.all_at(self.s, i).find(|(_, len)| {
            // The name itself is a capital; the noun before it need not be one.
            self.s.is_capital(i) || (i + 1..i + len).any(|k| self.s.is_capital(k))
        })?;
        Some((gazetteer().get(index)?, len))
    }

    /// What the name from `i` to `end` does; none where it is likely no place.
    fn used(&self, row: &Row, i: usize, end: usize) -> Option<PlaceUse> {
        let (s, lexicon) = (self.s, self.lexicon);
        let located = lexicon.locative.before(s, i).is_some()
            || lexicon.file.articles.contains(s.before(i, 1))
                && i > 0
                && lexicon.locative.before(s, i - 1).is_some();
        if self.inside_a_name(i, end) {
            // A given name that is a town as well is a person, and no place at all.
            let shy = lexicon.file.shy.contains(s.norm(i));
            return (!shy).then_some(PlaceUse::PartOfName);
        }
        if lexicon.file.shy.contains(s.norm(i)) && end == i + 1 && !located {
            return None;
        }
        if row.speaks() && (lexicon.according.before(s, self.with_article(i)).is_some()) {
            return Some(PlaceUse::Metonym);
        }
        if row.speaks() && !located && self.speaks(end) {
            return Some(PlaceUse::Metonym);
        }
        let vague = lexicon.vague.before(s, i).is_some();
        Some(if vague { PlaceUse::Vague } else { PlaceUse::Literal })
    }

    fn with_article(&self, i: usize) -> usize {
        i - usize::from(i > 0 && self.lexicon.file.articles.contains(self.s.before(i, 1)))
    }

    /// Whether capitals stand beside the name: the Bank of France, Moscow Times.
    fn inside_a_name(&self, i: usize, end: usize) -> bool {
        let s = self.s;
        let name = |at: usize| s.is_word(at) && s.is_capital(at) && s.word(at).chars().count() > 1;
        let spaced =
            |at: usize| s.gap(at).is_some_and(|gap| gap.trim().is_empty() && gap.len() <= 2);
        // Beside it, and no place of its own: "Paris Saint-Germain".
        let next = name(end) && spaced(end - 1) && self.name(end).is_none();
        // A capital at the start of the sentence may be any word.
        let before = i >= 1 && name(i - 1) && spaced(i - 1) && i >= 2 && self.name(i - 1).is_none();
        let mut at = i;
        while at > 0 && self.lexicon.file.joiners.contains(s.before(at, 1)) {
            at -= 1;
        }
        // The Bank of France, but "in the Bay of Naples" as well: two capitals
        // and nothing but joiners between them.
        let joined = at < i && at >= 1 && name(at - 1) && self.name(at - 1).is_none() && {
            at >= 2 && self.lexicon.file.articles.contains(s.before(at - 1, 1))
        };
        next || before || joined
    }

    /// Whether a finite verb of saying follows, with no more than an auxiliary
    /// and an adverb between.
    fn speaks(&self, end: usize) -> bool {
        let Some(cues) = self.cues else { return false };
        let mut helped = false;
        for at in end..end + 4 {
            let norm = self.s.norm(at);
            let fits = |mood: Mood, finite: bool| {
                finite || (helped && matches!(mood, Mood::PastPart | Mood::Inf))
            };
            if cues.forms(norm).iter().any(|(_, form)| fits(form.mood, form.finite)) {
                return true;
            }
            if cues.auxiliary(norm).is_some() {
                helped = true;
            } else if at > end && !helped || !self.s.is_word(at) {
                return false;
            }
        }
        false
    }
}

/// The examples of `places.toml`: the text, and what its place does there.
#[cfg(test)]
pub(crate) fn examples(code: &str) -> Vec<(String, String)> {
    let all = Lexicon::of(code).map(|lexicon| lexicon.file.examples.iter());
    all.into_iter().flatten().map(|it| (it.example.clone(), it.r#use.clone())).collect()
}
