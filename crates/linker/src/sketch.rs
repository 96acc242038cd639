use crate::normalise::{fold, is_article, outlet_key, skeleton, stems, words};
use schema::{
    Approximation, ChainKind, Claim, Document, Figure, FigureRole, Id, Kind, Polarity, Reading,
    Role, Span, SpeakerType, Stance, TimexAnchor,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is kept of one document so that it can be compared with another.
///
/// A pure function of the document and its reading; small, and written down
/// when the document is added. Of a very long page the beginning is kept: the
/// first megabyte of its text, 4,000 sentences and 2,000 claims of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// The document.
    pub document: Id,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Its outlet, as readers know it.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The day it says it was published (`YYYY-MM-DD`), or the finer time.
    pub published: Option<String>,
    /// When it says it was changed.
    pub modified: Option<String>,
    /// When its bytes were fetched.
    pub retrieved: Option<String>,
    /// The sentences of the kept text, in order.
    pub sentences: Vec<SketchSentence>,
    /// Quotations of five words or more.
    pub quotes: Vec<Quote>,
    /// Names, places, dates and figures, by key.
    pub anchors: Vec<Anchor>,
    /// Outlets and agencies that it cites, as written, by key.
    pub cited: BTreeMap<String, String>,
    /// Its claims.
    pub claims: Vec<ClaimSketch>,
}

/// One sentence, without the words between quotation marks: those are copied
/// everywhere, and show no copying of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SketchSentence {
    /// Where it stands, in bytes.
    pub span: Span,
    /// How many words are left.
    pub words: u32,
    /// A digest of them.
    pub hash: u32,
    /// Digests of three words in a row, sorted.
    pub shingles: Vec<u32>,
    /// Digests of the stems that carry meaning, sorted.
    pub stems: Vec<u32>,
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// A digest of its words.
    pub hash: u32,
    /// How many they are.
    pub words: u32,
}

/// A name, place, date or figure that two pages on one event may share. Free of language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// `name:vgnr`, `place:…`, `date:2031-05-02`, `figure:person_killed=41`.
    pub key: String,
    /// As written here.
    pub text: String,
    /// How much it tells, in halves: 1 for what many pages share, 2 for what few do.
    pub weight: u8,
}

/// What is kept of one claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimSketch {
    /// The claim.
    pub id: Id,
    /// Direct, indirect, mixed or narrated.
    pub kind: Kind,
    /// What the source does with it.
    pub stance: Stance,
    /// Whether the content is negated.
    pub polarity: Polarity,
    /// Who says it, by the fullest name on the page.
    pub speaker: String,
    /// What sort of source that is.
    pub speaker_type: SpeakerType,
    /// The skeletons of the parts of the name, sorted.
    pub speaker_key: Vec<String>,
    /// The outlets and agencies of its chain, outermost first: key, name, whether inferred.
    pub through: Vec<(String, String, bool)>,
    /// The skeletons of the names in its sentence, the speaker's and the outlets' aside, sorted.
    pub names: Vec<String>,
    /// A digest of the words of the content.
    pub hash: u32,
    /// How many words the content has.
    pub words: u32,
    /// Digests of its stems that carry meaning, sorted.
    pub stems: Vec<u32>,
    /// Its figures that may be compared.
    pub figures: Vec<FigureSketch>,
}

/// A figure with its slot, its subject by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureSketch {
    /// As written.
    pub text: String,
    /// At least; none is open.
    pub low: Option<f64>,
    /// At most; none is open.
    pub high: Option<f64>,
    /// The unit.
    pub unit: String,
    /// Units that may be compared.
    pub family: String,
    /// Stock, flow, change, share or limit.
    pub role: FigureRole,
    /// What is said of it, free of language.
    pub predicate: Option<String>,
    /// Where, by gazetteer key.
    pub place: Option<String>,
    /// Whose figure it is: the skeletons of the parts of the name.
    pub subject: Vec<String>,
    /// As of when (`YYYY-MM-DD`).
    pub as_of: Option<String>,
    /// Whether it is the first of its family on the page, or repeats it: the toll
    /// that the page is about, and not a part of it or another one.
    pub leads: bool,
}

/// How much of the kept text is looked at, in bytes.
const TEXT: usize = 1_000_000;
/// How many sentences are kept.
const SENTENCES: usize = 4_000;
/// How many claims are kept.
const CLAIMS: usize = 2_000;
/// After how many bytes a sentence that does not end is cut.
const LONG: usize = 2_000;

impl Sketch {
    /// The sketch of a document and what was read on it.
    pub fn of(document: &Document, reading: &Reading) -> Self {
        let language = document.language_code().unwrap_or("");
        let blocks = blocks(document);
        let quoted = quoted(document, reading, &blocks);
        let sentences: Vec<(Span, Role)> = blocks
            .iter()
            .flat_map(|&(block, role)| {
                cut(&document.text, block).into_iter().map(move |span| (span, role))
            })
            .take(SENTENCES)
            .collect();
        let mut names = Vec::new();
        for &(span, role) in &sentences {
            // Headlines write every word large in some languages.
            if !matches!(role, Role::Title | Role::Heading) {
                find_names(&document.text, span, &mut names);
            }
        }
        let sentences: Vec<Span> = sentences.into_iter().map(|(span, _)| span).collect();
        let entities: BTreeMap<&Id, &str> = reading
            .entities
            .iter()
            .map(|entity| (&entity.id, entity.name.as_str()))
            .chain(
                reading.claims.iter().map(|claim| (&claim.speaker.id, claim.speaker.name.as_str())),
            )
            .collect();
        let value =
            |found: &Option<schema::Found<String>>| found.as_ref().map(|it| it.value.clone());
        let mut claims: Vec<ClaimSketch> = reading
            .claims
            .iter()
            .take(CLAIMS)
            .map(|claim| {
                let names = names_beside(claim, document, &sentences, &names);
                claim_sketch(claim, names, language, &entities)
            })
            .collect();
        mark_leading(&mut claims);
        Self {
            document: document.id.clone(),
            language: value(&document.language),
            outlet: value(&document.outlet),
            title: value(&document.title),
            published: value(&document.published),
            modified: value(&document.modified),
            retrieved: document.page.retrieved.clone(),
            sentences: sentences
                .iter()
                .map(|&span| sentence(&document.text, span, &quoted, language))
                .collect(),
            quotes: quotes(document, &quoted, language),
            anchors: anchors(document, reading, &names),
            cited: cited(reading),
            claims,
        }
    }

    /// The name of the outlet in the form in which it is compared.
    pub fn outlet_key(&self) -> Option<String> {
        self.outlet.as_deref().map(outlet_key)
    }

    /// Whether both are known to be in one language.
    pub fn same_language(&self, other: &Self) -> bool {
        self.language.is_some() && self.language == other.language
    }

    /// All digests of three words in a row, sorted.
    pub(crate) fn shingles(&self) -> Vec<u32> {
        let all = self.sentences.iter().flat_map(|sentence| sentence.shingles.iter().copied());
        sorted(all.collect())
    }
}

/// A digest that is the same on every machine (FNV-1a).
pub(crate) fn digest<'a>(words: impl IntoIterator<Item = &'a str>) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for word in words {
        for byte in word.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    (hash ^ (hash >> 32)) as u32
}

pub(crate) fn sorted(mut values: Vec<u32>) -> Vec<u32> {
    values.sort_unstable();
    values.dedup();
    values
}

/// The blocks that are looked at, in the order of the page; the last one may be cut short.
fn blocks(document: &Document) -> Vec<(Span, Role)> {
    let mut blocks = Vec::new();
    let mut left = TEXT;
    for block in document.kept() {
        let mut end = block.span.end().min(block.span.start() + left);
        while !document.text.is_char_boundary(end) {
            end -= 1;
        }
        let span = Span::new(block.span.start(), end.max(block.span.start()));
        left -= span.len();
        blocks.push((span, block.role));
        if span != block.span {
            break;
        }
    }
    blocks
}

/// The places of the words of others: between marks, or read as direct speech.
fn quoted(document: &Document, reading: &Reading, blocks: &[(Span, Role)]) -> Vec<Span> {
    let mut quoted: Vec<Span> = reading
        .claims
        .iter()
        .take(CLAIMS)
        .filter(|claim| claim.kind == Kind::Direct)
        .flat_map(|claim| claim.content.spans.iter().copied())
        .collect();
    for (block, _) in blocks {
        let mut open: Option<(char, usize)> = None;
        for (at, c) in block.of(&document.text).char_indices() {
            let at = block.start() + at;
            match open {
                Some((close, from)) if c == close => {
                    quoted.push(Span::new(from, at));
                    open = None;
                }
                Some(_) => {}
                None => {
                    let close = match c {
                        '«' => '»',
                        '“' => '”',
                        '„' => '“',
                        '"' => '"',
                        _ => continue,
                    };
                    open = Some((close, at + c.len_utf8()));
                }
            }
        }
    }
    joined(quoted)
}

/// `spans` in order, those that touch made one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.end() >= span.start() => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// Those of `spans`, which are in order and apart, that overlap `place`.
fn overlapping(spans: &[Span], place: Span) -> &[Span] {
    let from = spans.partition_point(|span| span.end() <= place.start());
    let spans = &spans[from..];
    &spans[..spans.partition_point(|span| span.start() < place.end())]
}

/// Cuts a block after what ends a sentence, or where none ends for long. The two
/// documents of a comparison are cut alike, which is all that is asked here.
fn cut(text: &str, block: Span) -> Vec<Span> {
    let mut spans = Vec::new();
    let slice = block.of(text);
    let mut push = |from: usize, to: usize| {
        let part = &slice[from..to];
        let start = from + (part.len() - part.trim_start().len());
        let end = start + part.trim().len();
        if start < end {
            spans.push(Span::new(block.start() + start, block.start() + end));
        }
    };
    let mut from = 0;
    let mut ended = false;
    let mut gap = false;
    for (at, c) in slice.char_indices() {
        if at - from >= LONG && (c.is_whitespace() || at - from >= 2 * LONG) {
            push(from, at);
            from = at;
            (ended, gap) = (false, false);
        } else if matches!(c, '.' | '!' | '?' | '…') {
            (ended, gap) = (true, false);
        } else if c.is_whitespace() {
            gap = ended;
        } else if ended && gap {
            if c.is_uppercase() || c.is_numeric() || matches!(c, '«' | '“' | '„' | '"' | '—' | '–')
            {
                push(from, at);
                from = at;
            }
            (ended, gap) = (false, false);
        } else if !matches!(c, '»' | '”' | '"' | ')' | '’') {
            (ended, gap) = (false, false);
        }
    }
    push(from, slice.len());
    spans
}

fn sentence(text: &str, span: Span, quoted: &[Span], language: &str) -> SketchSentence {
    let mut pieces = Vec::new();
    let mut from = span.start();
    for quote in overlapping(quoted, span) {
        if quote.start() > from {
            pieces.push(Span::new(from, quote.start()));
        }
        from = from.max(quote.end());
    }
    if from < span.end() {
        pieces.push(Span::new(from, span.end()));
    }
    let (mut all, mut shingles, mut meant) = (Vec::new(), Vec::new(), Vec::new());
    for piece in pieces {
        let words = words(piece.of(text), language);
        let refs: Vec<&str> = words.iter().map(String::as_str).collect();
        // No shingle reaches over a quotation.
        shingles.extend(refs.windows(3).map(|three| digest(three.iter().copied())));
        meant.extend(stems(piece.of(text), language).iter().map(|stem| digest([stem.as_str()])));
        all.extend(words);
    }
    SketchSentence {
        span,
        words: all.len() as u32,
        hash: digest(all.iter().map(String::as_str)),
        shingles: sorted(shingles),
        stems: sorted(meant),
    }
}

fn quotes(document: &Document, quoted: &[Span], language: &str) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = quoted
        .iter()
        .map(|span| words(document.words(*span), language))
        .filter(|words| words.len() >= 5)
        .map(|words| Quote {
            hash: digest(words.iter().map(String::as_str)),
            words: words.len() as u32,
        })
        .collect();
    quotes.sort_by_key(|quote| quote.hash);
    quotes.dedup();
    quotes
}

/// Words with a capital letter that do not begin a sentence or a quotation.
fn find_names(text: &str, sentence: Span, names: &mut Vec<Span>) {
    let slice = sentence.of(text);
    let mut begins = true;
    let mut start = None;
    let ends = std::iter::once((slice.len(), ' '));
    for (at, c) in slice.char_indices().chain(ends) {
        let inside =
            c.is_alphanumeric() || (start.is_some() && matches!(c, '-' | '\u{300}'..='\u{36f}'));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = &slice[from..at];
                if !begins && word.chars().next().is_some_and(char::is_uppercase) {
                    names.push(Span::new(sentence.start() + from, sentence.start() + at));
                }
                start = None;
                begins = false;
            }
            _ => {}
        }
        if matches!(c, ':' | '«' | '“' | '„' | '"') {
            begins = true;
        }
    }
}

fn anchors(document: &Document, reading: &Reading, names: &[Span]) -> Vec<Anchor> {
    let mut anchors: BTreeMap<String, Anchor> = BTreeMap::new();
    let mut add = |key: String, text: &str, weight: u8| {
        anchors.entry(key.clone()).or_insert(Anchor { key, text: text.to_owned(), weight });
    };
    for place in &reading.places {
        if let Some(key) = &place.gazetteer {
            // A country or region is shared by many pages.
            let weight = if place.precision_km.is_some_and(|km| km >= 100) { 1 } else { 2 };
            add(format!("place:{key}"), &place.text, weight);
        }
    }
    for time in &reading.times {
        if let (Some(first), TimexAnchor::Absolute | TimexAnchor::Document) =
            (&time.earliest, time.anchor)
            && time.granularity == schema::Granularity::Day
        {
            add(format!("date:{first}"), &time.text, 1);
        }
    }
    for figure in &reading.figures {
        if let (Some(value), false, false) = (figure.value, figure.generic, figure.figurative)
            && value.abs() >= 3.0
        {
            let weight = if value.abs() >= 10.0 { 2 } else { 1 };
            add(format!("figure:{}={value}", figure.slot.unit_family), &figure.text, weight);
        }
    }
    let outlet = document.outlet.as_ref().map(|found| fold(&found.value, ""));
    let places = reading.places.iter().filter(|place| place.gazetteer.is_some());
    let times = reading.times.iter().map(|time| time.span);
    let told = joined(places.map(|place| place.span).chain(times).collect());
    for &span in names {
        let name = document.words(span);
        let bones = skeleton(name);
        let own = outlet.as_ref().is_some_and(|outlet| outlet.contains(&fold(name, "")));
        if bones.chars().count() >= 3 && overlapping(&told, span).is_empty() && !own {
            let weight = if bones.chars().count() >= 4 { 2 } else { 1 };
            add(format!("name:{bones}"), name, weight);
        }
    }
    anchors.into_values().collect()
}

fn cited(reading: &Reading) -> BTreeMap<String, String> {
    let links = reading.claims.iter().flat_map(|claim| &claim.chain);
    links
        .filter(|link| matches!(link.kind, ChainKind::Outlet | ChainKind::Agency))
        .map(|link| (outlet_key(&link.name), link.name.clone()))
        .collect()
}

/// The skeletons of the parts of a name, sorted.
pub(crate) fn name_key(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = words(name, "")
        .iter()
        .filter(|word| !is_article(word))
        .map(|word| skeleton(word))
        .filter(|bones| !bones.is_empty())
        .collect();
    parts.sort();
    parts.dedup();
    parts
}

fn claim_sketch(
    claim: &Claim,
    names: Vec<String>,
    language: &str,
    entities: &BTreeMap<&Id, &str>,
) -> ClaimSketch {
    let all = words(&claim.content.text, language);
    let through = claim
        .chain
        .iter()
        .filter(|link| matches!(link.kind, ChainKind::Outlet | ChainKind::Agency))
        .map(|link| (outlet_key(&link.name), link.name.clone(), link.inferred))
        .collect();
    ClaimSketch {
        id: claim.id.clone(),
        kind: claim.kind,
        stance: claim.stance,
        polarity: claim.polarity,
        speaker: claim.speaker.name.clone(),
        speaker_type: claim.speaker.kind,
        speaker_key: name_key(&claim.speaker.name),
        names,
        through,
        hash: digest(all.iter().map(String::as_str)),
        words: all.len() as u32,
        stems: stem_digests(&claim.content.text, language),
        figures: claim
            .figures
            .iter()
            .filter_map(|figure| figure_sketch(figure, entities))
            .collect(),
    }
}

/// Marks the figures that lead; claims come in the order of the text.
fn mark_leading(claims: &mut [ClaimSketch]) {
    let mut first: BTreeMap<String, (Option<f64>, Option<f64>)> = BTreeMap::new();
    for figure in claims.iter_mut().flat_map(|claim| &mut claim.figures) {
        let value = (figure.low, figure.high);
        figure.leads = *first.entry(figure.family.clone()).or_insert(value) == value;
    }
}

/// The names in the sentences that the content stands in. Who says it and who
/// passed it on tell nothing about what it is of.
fn names_beside(
    claim: &Claim,
    document: &Document,
    sentences: &[Span],
    names: &[Span],
) -> Vec<String> {
    let mut tellers = name_key(&claim.speaker.name);
    tellers.extend(claim.chain.iter().flat_map(|link| name_key(&link.name)));
    let contents = claim.content.spans.iter();
    let mut beside: Vec<String> = contents
        .flat_map(|content| overlapping(sentences, *content))
        .flat_map(|sentence| overlapping(names, *sentence))
        .map(|name| skeleton(document.words(*name)))
        .filter(|bones| bones.chars().count() >= 3 && !tellers.contains(bones))
        .collect();
    beside.sort();
    beside.dedup();
    beside
}

pub(crate) fn stem_digests(text: &str, language: &str) -> Vec<u32> {
    sorted(stems(text, language).iter().map(|stem| digest([stem.as_str()])).collect())
}

/// What of a figure may be compared; nothing of one that is said of a kind, or
/// of speech, or that has no number.
fn figure_sketch(figure: &Figure, entities: &BTreeMap<&Id, &str>) -> Option<FigureSketch> {
    if figure.generic || figure.figurative {
        return None;
    }
    let (low, high) = match (figure.low, figure.high, figure.value) {
        (None, None, None) => return None,
        (None, None, Some(value)) => match figure.approximation {
            Approximation::About | Approximation::Nearly | Approximation::Order => {
                (Some(value * 0.9), Some(value * 1.1))
            }
            Approximation::AtLeast | Approximation::MoreThan => (Some(value), None),
            Approximation::AtMost | Approximation::LessThan => (None, Some(value)),
            _ => (Some(value), Some(value)),
        },
        (low, high, _) => (low, high),
    };
    let subject = figure.slot.subject.as_ref().and_then(|id| entities.get(id));
    Some(FigureSketch {
        text: figure.text.clone(),
        low,
        high,
        unit: figure.unit.clone(),
        family: figure.slot.unit_family.clone(),
        role: figure.role,
        predicate: figure.slot.predicate.clone(),
        place: figure.slot.place.clone(),
        subject: subject.map(|name| name_key(name)).unwrap_or_default(),
        as_of: figure.slot.as_of.clone(),
        leads: false,
    })
}
