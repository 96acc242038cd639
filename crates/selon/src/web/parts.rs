use super::layout;
use super::words::{Words, code};
use ledger::{ClaimRow, DocumentRow};
use maud::{Markup, html};
use schema::{Confidence, Figure, Interval, Kind, Polarity, SpeakerType, Stance, Verdict};

/// Where a value was found: in words, or as the engine names it.
pub(super) fn found(t: &Words, evidence: &str) -> Markup {
    html! {
        @match t.found(evidence) {
            Some(words) => { (quoted(&words, Some(t.code))) }
            None => { code { (quoted(evidence, None)) } }
        }
    }
}

/// Words of a page or a name: in their own language, in their own direction,
/// so that no mark of direction in them reaches what stands beside.
pub(super) fn quoted(text: &str, language: Option<&str>) -> Markup {
    html! { bdi lang=[language] { (text) } }
}

/// Who says it. A link finds all that is said by that name; a source without a
/// name is never joined across pages, so it has none.
pub(super) fn speaker(t: &Words, name: &str, kind: SpeakerType) -> Markup {
    match kind {
        SpeakerType::Page => html! { span.speaker { (t.say("source.page")) } },
        SpeakerType::Unnamed => html! {
            span.speaker { (quoted(name, None)) } " " span.kind { (t.say("source.unnamed")) }
        },
        _ => {
            let query = format!("speaker:\"{}\"", name.replace('"', " "));
            let address = format!("/search?q={}", layout::encoded(&query));
            html! { a.speaker href=(address) { (quoted(name, None)) } }
        }
    }
}

/// What the source does with what is said, in a word and a colour.
pub(super) fn stance(t: &Words, stance: Stance, polarity: Polarity) -> Markup {
    html! {
        span class={ "stance " (code(&stance)) } { (t.word("stance", &stance)) }
        @if polarity == Polarity::Negative {
            " " span.negated { (t.say("claim.negated")) }
        }
    }
}

/// What is said; between quotation marks where the words are the source's own.
pub(super) fn content(text: &str, kind: Kind, language: Option<&str>) -> Markup {
    match kind {
        Kind::Direct => html! { q lang=[language] dir="auto" { (text) } },
        _ => quoted(text, language),
    }
}

/// A person's standing word.
pub(super) fn verdict(t: &Words, verdict: Option<Verdict>) -> Markup {
    html! {
        @if let Some(verdict) = verdict {
            span class={ "verdict " (code(&verdict)) } { (t.word("verdict", &verdict)) }
        }
    }
}

/// A day or a time.
pub(super) fn date(t: &Words, iso: &str) -> Markup {
    html! { time datetime=(iso) dir="auto" { (t.date(iso)) } }
}

/// The day alone, or that none is known: for lists.
pub(super) fn day(t: &Words, iso: Option<&str>) -> Markup {
    match iso {
        Some(iso) => {
            html! { time datetime=(iso) dir="auto" { (t.date(iso.split(['T', ' ']).next().unwrap_or(iso))) } }
        }
        None => html! { span.unknown { (t.say("date.unknown")) } },
    }
}

/// A day or a time, or that none is known.
pub(super) fn date_or_none(t: &Words, iso: Option<&str>) -> Markup {
    match iso {
        Some(iso) => date(t, iso),
        None => html! { span.unknown { (t.say("date.unknown")) } },
    }
}

/// The address of a page: a link if a browser can do nothing with it but go there.
pub(super) fn address(url: &str) -> Markup {
    linked(url, url)
}

/// The same; a browser that can scrolls to these words there.
pub(super) fn place(url: &str, words: &str) -> Markup {
    if url.contains('#') {
        return linked(url, url);
    }
    // A hyphen, a comma or an ampersand would be syntax.
    let words = layout::encoded(words).replace('-', "%2D");
    linked(url, &format!("{url}#:~:text={words}"))
}

fn linked(url: &str, to: &str) -> Markup {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let plain = !url.contains(|c: char| c.is_control() || c.is_whitespace());
    if plain && matches!(scheme.as_deref(), Some("http" | "https")) {
        html! {
            a.outward href=(to) rel="noopener noreferrer nofollow" { (quoted(url, None)) }
        }
    } else {
        html! { code { (quoted(url, None)) } }
    }
}

/// The title of a document, or what stands for it.
pub(super) fn title(t: &Words, row: &DocumentRow) -> Markup {
    match &row.title {
        Some(title) => quoted(title, row.language.as_deref()),
        None => html! { span.unknown { (t.say("document.untitled")) } },
    }
}

/// The name of an outlet, or that none is known.
pub(super) fn outlet(t: &Words, name: Option<&str>) -> Markup {
    match name {
        Some(name) => quoted(name, None),
        None => html! { span.unknown { (t.say("outlet.unknown")) } },
    }
}

/// A language by its name.
pub(super) fn language(t: &Words, code: &str) -> Markup {
    match t.find(&format!("language.{code}")) {
        Some(name) => html! { (name) },
        None => quoted(code, None),
    }
}

/// A document in a list.
pub(super) fn document_row(t: &Words, row: &DocumentRow) -> Markup {
    html! {
        li.row {
            p.headline { a href={ "/document/" (row.id) } { (title(t, row)) } }
            p.facts {
                span { (outlet(t, row.outlet.as_deref())) }
                span { (day(t, row.published.as_deref())) }
                @if let Some(code) = &row.language { span { (language(t, code)) } }
                span { (t.count("count.claims", row.claims.into())) }
            }
        }
    }
}

/// A claim in a list.
pub(super) fn claim_row(t: &Words, row: &ClaimRow) -> Markup {
    html! {
        li.row {
            p.by {
                (speaker(t, &row.speaker, row.speaker_type)) " "
                (stance(t, row.stance, row.polarity)) " "
                span.kind { (t.word("kind", &row.kind)) } " "
                (verdict(t, row.verdict))
            }
            p.said { a href={ "/claim/" (row.id) } { (content(&row.content, row.kind, row.language.as_deref())) } }
            p.facts {
                span { (outlet(t, row.outlet.as_deref())) }
                span { (day(t, row.published.as_deref())) }
                @for figure in &row.figures { span.figure { (quoted(figure, None)) } }
            }
        }
    }
}

/// At least, at most, in figures.
pub(super) fn interval(t: &Words, interval: Interval) -> String {
    let number = |n: u32| t.number(n.into());
    if interval.low == interval.high {
        number(interval.low)
    } else {
        format!("{}–{}", number(interval.low), number(interval.high))
    }
}

/// How sure, as this language writes it.
pub(super) fn confidence(t: &Words, confidence: Confidence) -> String {
    confidence.to_string().replace('.', t.say("form.decimal"))
}

/// A unit by its name.
pub(super) fn unit(t: &Words, unit: &str) -> Markup {
    match t.find(&format!("unit.{unit}")) {
        Some(name) => html! { (name) },
        None => quoted(&unit.replace(['_', ':'], " "), None),
    }
}

/// Bounds in figures: `41`, `400–600`, `≥ 40`.
pub(super) fn bounds(t: &Words, low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low == high => t.number(low),
        (Some(low), Some(high)) => format!("{}–{}", t.number(low), t.number(high)),
        (Some(low), None) => format!("≥ {}", t.number(low)),
        (None, Some(high)) => format!("≤ {}", t.number(high)),
        (None, None) => t.say("figure.no_number").to_owned(),
    }
}

/// A figure: as written, and as it was understood.
pub(super) fn figure(t: &Words, figure: &Figure, language: Option<&str>) -> Markup {
    let (low, high) = figure.bounds();
    let understood = html! { (bounds(t, low, high)) " " (unit(t, &figure.unit)) };
    html! {
        b { (quoted(&figure.text, language)) }
        @if understood.0 != figure.text { " " span.understood { (understood) } }
        @for derived in &figure.derived {
            " " span.understood title=(derived.rule) {
                "→ " (bounds(t, derived.low, derived.high)) " " (unit(t, &derived.unit))
            }
        }
    }
}

/// Two texts side by side; the words that differ are marked in both.
pub(super) fn side_by_side(
    t: &Words,
    (here, here_name): (&str, &str),
    (there, there_name): (&str, &str),
) -> Markup {
    let (a, b) = (words(here), words(there));
    let (same_a, same_b) = shared(&a, &b);
    let marked = |words: &[&str], same: &[bool]| {
        html! {
            @for (word, same) in words.iter().zip(same) {
                @if *same { (word) } @else { b.differs { (word) } }
                " "
            }
        }
    };
    html! {
        div.pair {
            div { p.kicker { (quoted(here_name, None)) } p dir="auto" { (marked(&a, &same_a)) } }
            div { p.kicker { (quoted(there_name, None)) } p dir="auto" { (marked(&b, &same_b)) } }
        }
        @if same_a.iter().any(|same| !same) || same_b.iter().any(|same| !same) {
            p.unseen { (t.say("pair.marked")) }
        }
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// How many words of each text are compared; what is longer is shown unmarked.
const COMPARED: usize = 400;

/// Which words two texts share in order, letters and digits compared.
fn shared(a: &[&str], b: &[&str]) -> (Vec<bool>, Vec<bool>) {
    if a.len() > COMPARED || b.len() > COMPARED {
        return (vec![true; a.len()], vec![true; b.len()]);
    }
    let key = |word: &&str| -> String {
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (a, b): (Vec<String>, Vec<String>) =
        (a.iter().map(key).collect(), b.iter().map(key).collect());
    // The longest common run of what is left, from the end.
    let mut longest = vec![vec![0_u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = if a[i] == b[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut same_a, mut same_b) = (vec![false; a.len()], vec![false; b.len()]);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            (same_a[i], same_b[j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    let common = same_a.iter().filter(|same| **same).count();
    if 2 * common < a.len().min(b.len()) {
        // Two languages, or two sentences: marking nearly all would tell nothing.
        return (vec![true; a.len()], vec![true; b.len()]);
    }
    (same_a, same_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(here: &str, there: &str) -> [String; 2] {
        let (a, b) = (words(here), words(there));
        let (same_a, same_b) = shared(&a, &b);
        [(a, same_a), (b, same_b)].map(|(words, same)| {
            let marked = words.iter().zip(same).filter(|(_, same)| !same).map(|(word, _)| *word);
            marked.collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn words_that_only_one_text_has_are_marked() {
        let here = "The mayor said that 12 people waited, in the rain.";
        assert_eq!(marked(here, "The mayor said that 14 people waited in rain"), ["12 the", "14"]);
        assert_eq!(marked(here, here), ["", ""]);
    }

    #[test]
    fn texts_that_share_little_are_not_marked_all_over() {
        let there = "La maire a dit que douze personnes attendaient sous la pluie.";
        assert_eq!(marked("The mayor said that 12 people waited in the rain.", there), ["", ""]);
    }
}
