use super::document::{about, short};
use super::{Ink, Paper, Words, faint, ink, plain};
use ledger::ClaimRow;
use schema::wire::word;
use schema::{
    Approximation, ChainKind, Claim, Figure, Kind, Mode, Place, PlaceUse, Polarity, SpeakerHow,
    SpeakerType, Stance, Timex, Verdict,
};
use std::io;

/// A claim with all that was read in it. `number` is its place on the page, and
/// `number_of` tells that of another claim of the page.
pub(crate) fn claim_on_page(
    paper: &mut Paper,
    number: usize,
    claim: &Claim,
    number_of: &dyn Fn(&schema::Id) -> Option<usize>,
) -> io::Result<()> {
    const IN: usize = 5;
    const LABEL: usize = 9;
    let gap = "\u{a0}".repeat(4_usize.saturating_sub(number.to_string().len()));
    let mut head = vec![faint(format!("{number}{gap}\u{a0}"))];
    head.extend(speaker(claim));
    head.push(plain(" "));
    head.extend(stance(claim.stance, claim.polarity));
    head.push(faint(format!(" · {}", word(&claim.kind))));
    if claim.mode != Mode::Speech {
        head.push(faint(format!(" · {}", word(&claim.mode))));
    }
    for (what, other) in [("inside", &claim.nested_in), ("goes on from", &claim.group)] {
        if let Some(other) = other.as_ref().filter(|other| **other != claim.id) {
            let other = number_of(other).map_or_else(|| short(other), |number| number.to_string());
            head.push(faint(format!(" · {what} {other}")));
        }
    }
    paper.hanging(0, IN, &head)?;
    paper.at(IN, &[content(claim.kind, &claim.content.text)])?;
    if claim.chain.len() > 2 || claim.chain.iter().any(|link| link.inferred) {
        paper.labelled(IN, LABEL, "road", road(claim))?;
    }
    if let Some(addressee) = &claim.addressee {
        paper.labelled(IN, LABEL, "told to", vec![plain(addressee.name.clone())])?;
    }
    if !claim.hedges.is_empty() {
        let words: Vec<&str> = claim.hedges.iter().map(|hedge| hedge.text.as_str()).collect();
        paper.labelled(IN, LABEL, "hedges", vec![ink(Ink::Doubt, words.join(", "))])?;
    }
    if let Some(time) = &claim.attributed_at {
        paper.labelled(IN, LABEL, "said", timex(time))?;
    }
    for (i, it) in claim.figures.iter().enumerate() {
        paper.labelled(IN, LABEL, if i == 0 { "figures" } else { "" }, figure(it))?;
    }
    for (i, it) in claim.times.iter().enumerate() {
        paper.labelled(IN, LABEL, if i == 0 { "dates" } else { "" }, timex(it))?;
    }
    for (i, it) in claim.places.iter().enumerate() {
        paper.labelled(IN, LABEL, if i == 0 { "places" } else { "" }, place(it))?;
    }
    if let Some(event) = &claim.event {
        let value = format!(" = {}, {}", event.event_type, word(&event.factuality));
        paper.labelled(
            IN,
            LABEL,
            "event",
            vec![plain(event.trigger.clone()), ink(Ink::Value, value)],
        )?;
    }
    let by = format!("{} · {} {}", short(&claim.id), claim.rule, claim.confidence);
    paper.at(IN, &[faint(by)])
}

/// A claim in a list.
pub(crate) fn claim_row(paper: &mut Paper, indent: usize, row: &ClaimRow) -> io::Result<()> {
    let mut head = row_head(row);
    if let Some(verdict) = row.verdict {
        head.push(plain(" "));
        head.push(self::verdict(verdict));
    }
    paper.hanging(indent, indent + 2, &head)?;
    paper.at(indent + 2, &[content(row.kind, &row.content)])?;
    let mut words = about(&row.published, &row.outlet, &row.language);
    words.push(faint(format!(" · {}", short(&row.id))));
    paper.at(indent + 2, &words)
}

/// Who does what: `Ana Karo denies`.
pub(crate) fn row_head(row: &ClaimRow) -> Vec<Words> {
    let mut head = vec![named(&row.speaker, row.speaker_type), plain(" ")];
    head.extend(stance(row.stance, row.polarity));
    head.push(faint(format!(" · {}", word(&row.kind))));
    head
}

/// A person's word on a claim.
pub(crate) fn verdict(verdict: Verdict) -> Words {
    match verdict {
        Verdict::Accept => ink(Ink::Stance, "[accepted]"),
        Verdict::Reject => ink(Ink::Against, "[rejected]"),
        Verdict::Undo => faint("[undone]"),
    }
}

fn speaker(claim: &Claim) -> Vec<Words> {
    let mut words = vec![named(&claim.speaker.name, claim.speaker.kind)];
    let written = claim.source.as_ref().map(|source| source.text.as_str());
    match (written, claim.speaker.how) {
        (Some(written), _) if written.to_lowercase() != claim.speaker.name.to_lowercase() => {
            words.push(faint(format!(" (written “{written}”)")));
        }
        (None, SpeakerHow::Inherited) => words.push(faint(" (goes on)")),
        _ => {}
    }
    words
}

fn named(name: &str, kind: SpeakerType) -> Words {
    match kind {
        SpeakerType::Page => ink(Ink::Speaker, "The page itself"),
        SpeakerType::Unnamed if name.is_empty() => ink(Ink::Speaker, "Somebody unnamed"),
        _ => ink(Ink::Speaker, name),
    }
}

fn stance(stance: Stance, polarity: Polarity) -> Vec<Words> {
    let how = match stance {
        Stance::Denies => Ink::Against,
        Stance::Hedges | Stance::Asks | Stance::Reports => Ink::Doubt,
        _ => Ink::Stance,
    };
    let mut words = vec![ink(how, word(&stance))];
    if polarity == Polarity::Negative {
        words.push(faint(" (in the negative)"));
    }
    words
}

/// What is said; between quotation marks where the words are the source's own.
fn content(kind: Kind, text: &str) -> Words {
    match kind {
        Kind::Direct => plain(format!("“{text}”")),
        _ => plain(text),
    }
}

/// The road from the page to the speaker, the page first.
fn road(claim: &Claim) -> Vec<Words> {
    let mut words = Vec::new();
    for (i, link) in claim.chain.iter().enumerate() {
        if i > 0 {
            words.push(faint(" ← "));
        }
        match link.kind {
            ChainKind::Page => words.push(plain("this page")),
            _ => words.push(plain(link.name.clone())),
        }
        if link.inferred {
            words.push(faint(" (inferred)"));
        }
    }
    words
}

fn figure(figure: &Figure) -> Vec<Words> {
    let mut words =
        vec![plain(figure.text.clone()), ink(Ink::Value, format!(" = {}", value(figure)))];
    let mut aside = Vec::new();
    for (is, what) in [(figure.generic, "in general"), (figure.figurative, "a figure of speech")] {
        if is {
            aside.push(what.to_owned());
        }
    }
    for derived in &figure.derived {
        let value = bounds((derived.low, derived.high));
        aside.push(format!("{value} {} by {}", derived.unit, derived.rule));
    }
    if !aside.is_empty() {
        words.push(faint(format!(" ({})", aside.join("; "))));
    }
    words
}

/// `about 40 person_killed`.
pub(crate) fn value(figure: &Figure) -> String {
    let value = bounds(figure.bounds());
    let about = match figure.approximation {
        Approximation::About | Approximation::Nearly | Approximation::Order => "about ",
        _ => "",
    };
    format!("{about}{value} {}", figure.unit)
}

/// `40`, `40–60`, `≥ 40`.
pub(crate) fn bounds(bounds: (Option<f64>, Option<f64>)) -> String {
    match bounds {
        (Some(low), Some(high)) if low != high => format!("{}–{}", number(low), number(high)),
        (Some(low), Some(_)) => number(low),
        (Some(low), None) => format!("≥ {}", number(low)),
        (None, Some(high)) => format!("≤ {}", number(high)),
        (None, None) => "no number,".to_owned(),
    }
}

/// `25 000`: with the thin spaces that every language reads.
fn number(number: f64) -> String {
    let text = number.to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits = whole.trim_start_matches('-');
    if digits.len() < 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return text;
    }
    let mut grouped = whole[..whole.len() - digits.len()].to_owned();
    for (i, digit) in digits.char_indices() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped + rest
}

fn timex(time: &Timex) -> Vec<Words> {
    let mut words = vec![plain(time.text.clone())];
    match (&time.value, &time.abstained) {
        (_, Some(why)) => words.push(faint(format!(" (not resolved: {why})"))),
        (Some(value), None) if *value != time.text => {
            words.push(ink(Ink::Value, format!(" = {value}")));
        }
        _ => {}
    }
    words
}

fn place(place: &Place) -> Vec<Words> {
    let mut words = vec![plain(place.text.clone())];
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        let (north, east) = (if lat < 0.0 { "S" } else { "N" }, if lon < 0.0 { "W" } else { "E" });
        let within = place.precision_km.map(|km| format!(" ±{km}\u{a0}km")).unwrap_or_default();
        let (lat, lon) = (lat.abs(), lon.abs());
        words.push(ink(Ink::Value, format!(" = {lat:.1}°{north} {lon:.1}°{east}{within}")));
    }
    match place.r#use {
        PlaceUse::Literal => {}
        PlaceUse::Metonym => words.push(faint(" (those who sit there)")),
        other => words.push(faint(format!(" ({})", word(&other).replace('_', " ")))),
    }
    words
}
