//! Attributions, speakers and data put together into claims.

use crate::attribution::{Attribution, Matcher};
use crate::cue::Cues;
use crate::period::{Period, periods, quotations_of};
use crate::role::Roles;
use crate::sentence::Sentence;
use crate::speaker::Speakers;
use crate::words::Words;
use crate::{event, figure, outlet, place, stance, timex};
use schema::{
    Addressee, ChainKind, ChainLink, Claim, Confidence, Content, Cue, Document, Granularity, Id,
    Kind, Mode, Note, PlaceUse, Reading, Role, Source, Span, Speaker, SpeakerHow, SpeakerType,
    Stance,
};

/// The most items of a period that is read. The longest sentence of a newspaper
/// has some 150; a list without a full stop has thousands, and the patterns look
/// from each word at each other one.
const LONGEST: usize = 600;

/// Reads a document whose language has its lexicons.
pub(crate) fn read(
    document: &Document,
    language: &str,
    words: &'static Words,
    cues: &'static Cues,
    roles: &'static Roles,
) -> Reading {
    let analysis = language::analyse(document);
    let quotations = quotations_of(document);
    let periods = periods(document, &analysis, &quotations);
    let mut reading = content_of(document, &analysis, language);
    let mut reader = Reader {
        document,
        language,
        words,
        speakers: Speakers::new(&document.id, language, words, roles),
        claims: Vec::new(),
        notes: Vec::new(),
        agency: agency(document),
        echoes: 0,
    };
    let (periods, long): (Vec<Period>, Vec<Period>) =
        periods.into_iter().partition(|period| period.len() <= LONGEST);
    reader.notes.extend(long.iter().filter_map(|period| unread(document, period)));
    // In a headline in capitals every word looks like a name.
    for period in periods.iter().filter(|period| !period.in_capitals()) {
        reader.speakers.introduce(period);
    }
    for period in periods.iter().filter(|period| !period.in_capitals()) {
        reader.speakers.note_persons(period);
    }
    for period in &periods {
        reader.speakers.note_outlets(period);
        let matcher = Matcher { period, words, cues, roles };
        reader.speakers.note_subject(period, matcher.main_subject());
        let mut found = matcher.attributions();
        // Speakers are made out in the order in which they are named.
        found.sort_by_key(|a| {
            (
                a.cue.map_or_else(
                    || a.content.first().map_or(0, |s| s.start()),
                    |(span, _)| span.start(),
                ),
                a.content.first().map(|s| s.start()),
            )
        });
        let credit = reader.speakers.credit(period);
        if let (true, Some(credit), Some(person)) =
            (found.is_empty(), credit, reader.speakers.person())
        {
            // "Elle l'a dit dans un entretien au Courrier": what was said stands elsewhere.
            reader.speakers.actors[person].told = Some(credit);
        }
        for attribution in found {
            reader.claim(period, attribution, credit);
        }
    }
    reader.narrate(&analysis, &reading);
    reader.nest();
    let Reader { speakers, mut claims, notes, .. } = reader;
    for claim in &mut claims {
        furnish(claim, &reading, &document.text, document.day());
    }
    claims.sort_by_key(|claim| {
        (
            claim.content.spans.first().map(|span| (span.start(), usize::MAX - span.end())),
            claim.kind,
        )
    });
    claims.dedup_by(|a, b| a.id == b.id);
    reading.claims = claims;
    reading.entities = speakers.entities();
    reading.mentions = speakers.mentions;
    reading.notes.extend(notes);
    reading
}

/// Says that a period is too long to be read.
fn unread(document: &Document, period: &Period) -> Option<Note> {
    let (first, last) = (period.items.first()?, period.items.last()?);
    Some(Note {
        document: document.id.clone(),
        span: Some(first.span().cover(last.span())),
        rule: "period/too-long".to_owned(),
        message: format!(
            "This runs on for {} words and marks without a full stop, and more than {LONGEST} are not read: no attributions were looked for here.",
            period.len()
        ),
    })
}

/// Every figure, time, place and event of the kept text.
fn content_of(document: &Document, analysis: &language::Analysis, language: &str) -> Reading {
    let mut reading = Reading::default();
    for sentence in &analysis.sentences {
        let tokens = analysis.tokens.get(sentence.tokens.clone()).unwrap_or_default();
        let sentence = Sentence { text: &document.text, tokens };
        let times = timex::times(&sentence, language, document.day());
        reading.figures.extend(figure::figures(&sentence, language, &times.taken));
        reading.times.extend(times.found);
        reading.places.extend(place::places(&sentence, language));
        reading.events.extend(event::event(&sentence, language));
    }
    timex::agree(&mut reading.times);
    figure::define(&mut reading.figures);
    // In the order of the text, so that those of a sentence can be looked up.
    reading.figures.sort_by_key(|figure| figure.span);
    reading.times.sort_by_key(|time| time.span);
    reading.places.sort_by_key(|place| place.span);
    reading.events.sort_by_key(|event| event.span);
    reading
}

/// The agency that signs the page, alone or beside its outlet.
fn agency(document: &Document) -> Option<(String, Option<Span>)> {
    document.byline.iter().find_map(|schema::Signer { found, .. }| {
        let outlet =
            outlet::outlet(&found.value).filter(|outlet| outlet.kind == ChainKind::Agency)?;
        Some((outlet.name.clone(), found.span))
    })
}

/// The rule of the note on words for which no speaker could be made out.
const NO_SPEAKER: &str = "quotation/no-speaker";

struct Reader<'a> {
    document: &'a Document,
    language: &'a str,
    words: &'static Words,
    speakers: Speakers<'a>,
    claims: Vec<Claim>,
    notes: Vec<Note>,
    agency: Option<(String, Option<Span>)>,
    /// How many quotations were looked for elsewhere in the text.
    echoes: usize,
}

impl Reader<'_> {
    /// Makes a claim of an attribution.
    fn claim(&mut self, period: &Period, attribution: Attribution, credit: Option<(usize, Span)>) {
        let text = &self.document.text;
        let (Some(first), Some(last)) = (attribution.content.first(), attribution.content.last())
        else {
            return;
        };
        let cover = first.cover(*last);
        if attribution.source.as_ref().is_some_and(|items| self.names_nobody(period, items)) {
            return;
        }
        if attribution.rule == "attribution/bare-quotation" && self.is_echo(cover) {
            return;
        }
        let resolved = match &attribution.source {
            Some(items) if self.is_page(period, items) => {
                let name = self.page_name();
                Some((self.speakers.page(&name), SpeakerHow::Written))
            }
            Some(items) => Some(self.speakers.resolve(period, items, attribution.aside.as_ref())),
            None if attribution.is_unstated() => {
                Some((self.speakers.unstated(), SpeakerHow::Written))
            }
            None => self.speakers.floor.map(|index| (index, SpeakerHow::Inherited)),
        };
        let Some((index, how)) = resolved else {
            self.notes.push(Note {
                document: self.document.id.clone(),
                span: Some(cover),
                rule: NO_SPEAKER.to_owned(),
                message: "A quotation for which no speaker could be made out.".to_owned(),
            });
            return;
        };
        let told = attribution.addressee.as_ref().and_then(|items| {
            Some((self.speakers.addressee(period, items, index)?, period.span(items.clone())?))
        });
        // What an outlet says itself, and a name inside the content, credit nobody.
        let credit = credit.filter(|(outlet, span)| {
            *outlet != index
                && self.speakers.actors[index].kind != SpeakerType::Outlet
                && !attribution.content.iter().any(|content| content.overlaps(*span))
        });
        let heard_by = told.or(credit);
        if heard_by.is_some() {
            self.speakers.actors[index].told = heard_by;
        }
        let actor = &self.speakers.actors[index];
        let source = attribution
            .source
            .as_ref()
            .and_then(|items| period.span(items.clone()))
            .map(|span| Source { text: span.of(text).to_owned(), span });
        let source = source.filter(|_| how != SpeakerHow::Inherited);
        let kind = attribution.kind;
        let spans = attribution.content.clone();
        let id =
            claim_id(&self.document.id, &spans, source.as_ref().map(|source| source.span), kind);
        let addressee = told.map(|(outlet, span)| Addressee {
            name: self.speakers.actors[outlet].name.clone(),
            text: span.of(text).to_owned(),
            span,
        });
        let mode = attribution.cue.map_or(Mode::Speech, |(_, cue)| cue.mode());
        let claim = Claim {
            id,
            document: self.document.id.clone(),
            sentence: period.sentence as u32,
            kind,
            mode,
            content: Content {
                text: spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … "),
                spans: spans.clone(),
            },
            cue: attribution.cue.map(|(span, _)| Cue { text: span.of(text).to_owned(), span }),
            source,
            speaker: Speaker {
                id: actor.id.clone(),
                name: actor.name.clone(),
                kind: actor.kind,
                how,
            },
            addressee,
            chain: self.chain(index, heard_by.map(|(outlet, span)| (outlet, span, false))),
            stance: stance::stance(&attribution, actor.kind, text, self.words),
            polarity: stance::polarity(&spans, text, self.language, self.words),
            hedges: stance::hedges(&spans, text, self.language, self.words),
            attributed_at: None,
            predicate: None,
            figures: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            event: None,
            nested_in: None,
            group: (attribution.rule == "attribution/quotation-goes-on")
                .then(|| self.claims.last().map(|claim| claim.id.clone()))
                .flatten(),
            rule: attribution.rule.to_owned(),
            confidence: Confidence::percent(attribution.confidence),
        };
        self.claims.push(claim);
    }

    /// Whether a quotation without a speaker only repeats words of the text, as headings do. Few
    /// are looked at: a page has few headings.
    fn is_echo(&mut self, words: Span) -> bool {
        const MOST: usize = 50;
        let text = &self.document.text;
        let quoted = words.of(text);
        if quoted.ends_with(['.', '!', '?', '…']) || self.echoes >= MOST {
            return false;
        }
        self.echoes += 1;
        text.match_indices(quoted).any(|(at, _)| at != words.start())
    }

    /// Whether a source is *on*, *cela*, or an *I* outside of quotation marks: whoever that is,
    /// it is not told by the page.
    fn names_nobody(&self, period: &Period, items: &std::ops::Range<usize>) -> bool {
        let pronoun = self.words.pronoun(period.norm(items.start)).filter(|_| items.len() == 1);
        pronoun
            .is_some_and(|pronoun| pronoun.nobody || pronoun.first && pronoun.plural == Some(false))
    }

    /// Whether a source is a *we* outside of quotation marks: "we wrote on Monday that…".
    fn is_page(&self, period: &Period, items: &std::ops::Range<usize>) -> bool {
        let pronoun = self.words.pronoun(period.norm(items.start)).filter(|_| items.len() == 1);
        pronoun.is_some_and(|pronoun| pronoun.first && pronoun.plural == Some(true))
    }

    /// Who speaks where the page does.
    fn page_name(&self) -> String {
        self.document.outlet.as_ref().map_or("page", |found| found.value.as_str()).to_owned()
    }

    /// The road from the page to the speaker.
    ///
    /// Once a page says that a speaker told an outlet something, later words of
    /// the same speaker came the same way, until another outlet is credited;
    /// such a link is marked inferred. So is the agency of the byline.
    fn chain(&self, speaker: usize, told: Option<(usize, Span, bool)>) -> Vec<ChainLink> {
        let actor = &self.speakers.actors[speaker];
        let mut chain = vec![ChainLink {
            name: "page".to_owned(),
            kind: ChainKind::Page,
            span: None,
            inferred: false,
        }];
        let inherited = actor.told.map(|(outlet, span)| (outlet, span, true));
        match told.or(inherited) {
            Some((outlet, span, inferred)) if outlet != speaker => {
                let outlet = &self.speakers.actors[outlet];
                chain.push(ChainLink {
                    name: outlet.name.clone(),
                    kind: outlet.chain,
                    span: Some(span),
                    inferred,
                });
            }
            _ => {
                if let Some((name, span)) =
                    self.agency.as_ref().filter(|(name, _)| *name != actor.name)
                {
                    chain.push(ChainLink {
                        name: name.clone(),
                        kind: ChainKind::Agency,
                        span: *span,
                        inferred: true,
                    });
                }
            }
        }
        if actor.kind != SpeakerType::Page {
            chain.push(ChainLink {
                name: actor.name.clone(),
                kind: actor.chain,
                span: None,
                inferred: false,
            });
        }
        chain
    }

    /// The page's own assertions: sentences with a figure, or with an event that
    /// has a date or place, that no attribution touches.
    fn narrate(&mut self, analysis: &language::Analysis, reading: &Reading) {
        let page = self.page_name();
        let text = &self.document.text;
        let mut taken: Vec<Span> = self
            .claims
            .iter()
            .flat_map(|claim| {
                claim.content.spans.iter().copied().chain(claim.cue.as_ref().map(|cue| cue.span))
            })
            // What somebody says, though it could not be made out who ("we wrote that…").
            .chain(
                self.notes
                    .iter()
                    .filter(|note| note.rule == NO_SPEAKER)
                    .filter_map(|note| note.span),
            )
            .collect();
        taken.sort();
        taken.dedup_by(|next, last| {
            let one = next.start() < last.end();
            if one {
                *last = last.cover(*next);
            }
            one
        });
        let is_taken = |span: Span| {
            let at = taken.partition_point(|taken| taken.end() <= span.start());
            taken.get(at).is_some_and(|taken| taken.overlaps(span))
        };
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let role = self.document.blocks.get(sentence.block).map(|block| block.role);
            let is_text = matches!(role, Some(Role::Body | Role::Standfirst | Role::List));
            if !is_text || is_taken(sentence.span) {
                continue;
            }
            let whole = |span: Span| sentence.span.contains(span);
            let figures = begun_in(&reading.figures, sentence.span, |figure| figure.span)
                .iter()
                .any(|figure| whole(figure.span) && !figure.figurative);
            let dated = begun_in(&reading.times, sentence.span, |time| time.span)
                .iter()
                .map(|time| time.span)
                .chain(
                    begun_in(&reading.places, sentence.span, |place| place.span)
                        .iter()
                        .map(|place| place.span),
                )
                .any(whole);
            let event = begun_in(&reading.events, sentence.span, |event| event.span)
                .iter()
                .any(|event| whole(event.span));
            if !(figures || event && dated) {
                continue;
            }
            let words =
                sentence.span.of(text).trim_end_matches(['.', '!', '?', '…', ' ', '\u{a0}']);
            let span = Span::new(sentence.span.start(), sentence.span.start() + words.len());
            let speaker = self.speakers.page(&page);
            let actor = &self.speakers.actors[speaker];
            self.claims.push(Claim {
                id: claim_id(&self.document.id, &[span], None, Kind::Narrated),
                document: self.document.id.clone(),
                sentence: number as u32,
                kind: Kind::Narrated,
                mode: Mode::Writing,
                content: Content { text: words.to_owned(), spans: vec![span] },
                cue: None,
                source: None,
                speaker: Speaker {
                    id: actor.id.clone(),
                    name: actor.name.clone(),
                    kind: SpeakerType::Page,
                    how: SpeakerHow::Written,
                },
                addressee: None,
                chain: self.chain(speaker, None),
                stance: Stance::Asserts,
                polarity: stance::polarity(&[span], text, self.language, self.words),
                hedges: stance::hedges(&[span], text, self.language, self.words),
                attributed_at: None,
                predicate: None,
                figures: Vec::new(),
                times: Vec::new(),
                places: Vec::new(),
                event: None,
                nested_in: None,
                group: None,
                rule: "narrated/figure-or-event".to_owned(),
                confidence: Confidence::percent(80),
            });
        }
    }

    /// A claim inside another one is told by that one's speaker.
    fn nest(&mut self) {
        let outer: Vec<(Id, Vec<Span>, Vec<ChainLink>, Kind)> = self
            .claims
            .iter()
            .map(|claim| {
                (claim.id.clone(), claim.content.spans.clone(), claim.chain.clone(), claim.kind)
            })
            .collect();
        // A piece that holds another starts before it, and not far: a page may be long.
        let of = |(at, claim): (usize, &Claim)| {
            claim.content.spans.iter().map(move |span| (*span, at)).collect::<Vec<_>>()
        };
        let mut pieces: Vec<(Span, usize)> = self.claims.iter().enumerate().flat_map(of).collect();
        pieces.sort();
        let longest = pieces.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
        for claim in &mut self.claims {
            let Some(first) = claim.content.spans.first() else { continue };
            let from = pieces.partition_point(|(it, _)| it.start() + longest < first.end());
            let to = pieces.partition_point(|(it, _)| it.start() <= first.start());
            let inside =
                |spans: &[Span]| {
                    claim.content.spans.iter().all(|span| {
                        spans.iter().any(|outer| outer.contains(*span) && outer != span)
                    })
                };
            let parent = pieces[from..to]
                .iter()
                .map(|(_, at)| (at, &outer[*at]))
                .filter(|(_, (id, spans, _, kind))| {
                    *id != claim.id && *kind != Kind::Narrated && inside(spans)
                })
                .min_by_key(|(at, (_, spans, ..))| {
                    (spans.iter().map(|span| span.len()).sum::<usize>(), *at)
                })
                .map(|(_, parent)| parent);
            if let Some((id, _, chain, _)) = parent {
                claim.nested_in = Some(id.clone());
                let own = claim.chain.last().cloned();
                claim.chain = chain.clone();
                claim.chain.extend(own.filter(|own| claim.chain.last() != Some(own)));
            }
        }
    }
}

/// Gives a claim the data that stand in its content, and the time beside its cue.
fn furnish(claim: &mut Claim, reading: &Reading, text: &str, day: Option<&str>) {
    let spans = claim.content.spans.clone();
    let cue = claim.cue.as_ref().map(|cue| cue.span);
    let Some(around) = spans.iter().copied().chain(cue).reduce(Span::cover) else { return };
    // With room for a time beside the cue.
    let around = Span::new(around.start().saturating_sub(200), around.end() + 50);
    let figures = begun_in(&reading.figures, around, |figure| figure.span);
    let times = begun_in(&reading.times, around, |time| time.span);
    let places = begun_in(&reading.places, around, |place| place.span);
    let events = begun_in(&reading.events, around, |event| event.span);
    let inside = |span: Span| spans.iter().any(|content| content.contains(span));
    claim.figures = figures.iter().filter(|figure| inside(figure.span)).cloned().collect();
    claim.times = times.iter().filter(|time| inside(time.span)).cloned().collect();
    claim.places = places.iter().filter(|place| inside(place.span)).cloned().collect();
    claim.event = events.iter().find(|event| inside(event.span)).cloned();
    if let Some(cue) = &claim.cue {
        // Beside the cue: with nothing but a few words between the two.
        let near = |span: Span| {
            let gap = cue.span.cover(span);
            !inside(span)
                && gap.len() <= cue.span.len() + span.len() + 40
                && !gap.of(text).contains(['«', '“', '.'])
        };
        // Of several the nearest: what was claimed last week may be told on Wednesday.
        let apart = |time: &&schema::Timex| cue.span.cover(time.span).len() - time.span.len();
        claim.attributed_at =
            times.iter().filter(|time| near(time.span)).min_by_key(apart).cloned();
    }
    let said = claim.attributed_at.as_ref().filter(|time| time.granularity == Granularity::Day);
    let day = said.and_then(|time| time.earliest.clone()).or(day.map(str::to_owned));
    let mut towns = claim.places.iter().filter(|place| {
        place.r#use == PlaceUse::Literal && place.precision_km.is_some_and(|km| km < 50)
    });
    let town = towns.next().filter(|_| towns.next().is_none());
    for figure in &mut claim.figures {
        figure.slot.as_of = day.clone();
        // Any number of people may be in a town; what became of them there is one count.
        if figure.slot.unit_family.starts_with("person_") {
            figure.slot.place = town.and_then(|place| place.gazetteer.clone());
        }
    }
}

/// Those of `data`, which stand in the order of the text, that begin in `span`.
fn begun_in<T>(data: &[T], span: Span, of: impl Fn(&T) -> Span) -> &[T] {
    let from = data.partition_point(|datum| of(datum).start() < span.start());
    let to = data.partition_point(|datum| of(datum).start() < span.end());
    &data[from..to.max(from)]
}

/// From the document, the content and source spans, and the kind.
fn claim_id(document: &Id, content: &[Span], source: Option<Span>, kind: Kind) -> Id {
    let mut places: Vec<u8> = Vec::new();
    for span in content.iter().copied().chain(source) {
        places.extend((span.start() as u32).to_le_bytes());
        places.extend((span.end() as u32).to_le_bytes());
    }
    Id::of(
        'c',
        &[
            document.as_str().as_bytes(),
            &places,
            &[content.len() as u8, source.is_some() as u8, kind as u8],
        ],
    )
}
