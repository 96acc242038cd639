//! The headline, among the several that a page gives.

use super::head::Head;
use super::{decoded, found};
use crate::furniture::fold;
use crate::role::{Weights, is_beside};
use crate::tag::Tag;
use crate::tree::Tree;
use schema::Found;

/// What stands between a headline and the name of its outlet.
const MARKS: &[&str] = &[
    " | ", " – ", " — ", " - ", " · ", " • ", " :: ", " « ", " » ", " * ", " / ", "\u{3163}",
    " // ", "\u{ff5c}", " ‹ ", " › ", " : ", " < ", " > ", "_",
];

/// Longer than this, in bytes, it is no headline.
const LONGEST: usize = 500;

/// The names by which the outlet may stand beside a headline.
pub(crate) struct Outlets {
    /// Letters and digits only, in lower case.
    names: Vec<String>,
}

impl Outlets {
    /// From the names that the page gives its outlet, and its addresses.
    pub fn of<'a>(outlets: impl Iterator<Item = &'a str>, addresses: &[&str]) -> Self {
        let mut names: Vec<String> = outlets.map(bare).collect();
        for host in addresses.iter().filter_map(|url| super::address::host(url)) {
            let mut parts: Vec<&str> = host.split('.').collect();
            names.push(bare(host));
            parts.pop();
            // A name of two letters, as in co.uk, names nobody.
            names.extend(parts.into_iter().filter(|part| part.len() > 3).map(bare));
        }
        names.retain(|name| name.chars().count() > 1);
        names.dedup();
        Self { names }
    }

    /// Whether `words` are a name of the outlet, or a part of one, alone or with a word
    /// or two more.
    pub fn is_name(&self, words: &str) -> bool {
        let bare = bare(words);
        self.is_whole_name(words)
            || bare.chars().count() >= 4 && self.names.iter().any(|name| name.contains(&bare))
    }

    /// The same of a whole name: "Belmar" at the head of a headline is the place, not
    /// The Belmar Courier.
    fn is_whole_name(&self, words: &str) -> bool {
        let words = bare(words);
        let length = words.chars().count();
        length > 1
            && self.names.iter().any(|name| {
                let own = name.chars().count();
                words == *name || own >= 4 && words.contains(name.as_str()) && length <= own + 16
            })
    }
}

/// Letters and digits only, in lower case.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The headline. `headline` is what JSON-LD says.
///
/// It is the one that readers see, which JSON-LD mostly repeats. The one that the outlet
/// gives to others is better where it is the same without what is done for the eye
/// (capitals, bent apostrophes), and where it is the beginning of the other.
pub(crate) fn title(
    tree: &Tree,
    weights: &Weights,
    head: &Head<'_>,
    headline: Option<&str>,
    outlets: &Outlets,
) -> Option<Found<String>> {
    let clean = |text: &str| {
        let text = without_outlet(&decoded(text), outlets);
        (!text.is_empty() && text.len() <= LONGEST && !outlets.is_exactly(&text)).then_some(text)
    };
    let json = headline.and_then(clean);
    let social = head.meta(&["og:title", "twitter:title"]);
    let social = social.and_then(|(name, text)| Some((clean(text)?, format!("meta {name}"))));
    let element = head.title.as_deref().and_then(clean);
    let social_text = social.as_ref().map(|(text, _)| text);
    let others = [json.as_ref(), social_text, element.as_ref()].into_iter().flatten();
    let others: Vec<String> = others.map(|text| bare(text)).collect();
    let seen = headings(tree, weights, head, outlets, &others);
    let said = social.as_ref().map(|(text, evidence)| (text.as_str(), evidence.as_str()));
    let best = chosen(&seen, json.as_deref(), said, element.as_deref())?;
    let Some((social, evidence)) = said.filter(|(social, _)| *social != best.value) else {
        return Some(best);
    };
    let plain = is_plainer(social, &best.value) || is_beginning(social, &best.value);
    if plain { found(social, evidence, 85) } else { Some(best) }
}

/// The headings of the page that may be its headline, in order. `others` are the
/// headlines that its head gives, bare.
fn headings(
    tree: &Tree,
    weights: &Weights,
    head: &Head<'_>,
    outlets: &Outlets,
    others: &[String],
) -> Vec<String> {
    let whole = head.title.as_deref().map(decoded).unwrap_or_default();
    let mut seen: Vec<String> = Vec::new();
    for &node in head.headings.iter().take(30) {
        let mut text = decoded(&tree.text(node));
        if let Some(rest) = without_kicker(tree, node, &text)
            && others.iter().any(|other| other.ends_with(&bare(rest)))
            && !others.contains(&bare(&text))
        {
            text = rest.to_owned();
        }
        if text.chars().count() > 3
            && text.len() <= LONGEST
            && !outlets.is_exactly(&text)
            && !is_tail(&text, &whole)
            && !is_beside(tree, weights, node)
            && !seen.contains(&text)
        {
            seen.push(text);
        }
    }
    seen
}

/// The best of them. `said` is the headline that the page gives to others, and where.
fn chosen(
    seen: &[String],
    json: Option<&str>,
    said: Option<(&str, &str)>,
    element: Option<&str>,
) -> Option<Found<String>> {
    let social = said.map(|(social, _)| social);
    let others = || [social, element].into_iter().flatten();
    if let Some(json) = json {
        // "Kicker: headline" and "headline | Section" are less than what stands on the page.
        let part = seen
            .iter()
            .find(|h1| is_part(h1, json) && (social.is_none() || social == Some(h1.as_str())));
        return match part {
            Some(h1) => found(h1, "h1", 92),
            None => found(json, "json-ld headline", 92),
        };
    }
    // The heading that the head of the page agrees with; else one that shares its words.
    let same = seen.iter().find(|h1| others().any(|other| fold(other) == fold(h1)));
    if let Some(h1) = same {
        return found(h1, "h1", 95);
    }
    if let Some((h1, other)) = seen
        .iter()
        .find_map(|h1| others().find(|other| is_part(other, h1)).map(|other| (h1, other)))
    {
        // A kicker stands in the heading itself, if the heading has more than the title.
        let kicker = h1.len() > other.len() && h1.ends_with(other);
        let evidence = said.filter(|(social, _)| *social == other);
        let evidence = evidence.map_or("title", |(_, evidence)| evidence);
        return if kicker { found(other, evidence, 85) } else { found(h1, "h1", 90) };
    }
    let best = seen
        .iter()
        .enumerate()
        .filter_map(|(n, h1)| {
            let shared = others().map(|other| shared(h1, other)).max().unwrap_or(100);
            (shared >= 40).then_some((shared, std::cmp::Reverse(n), h1))
        })
        .max();
    if let Some((_, _, h1)) = best {
        return found(h1, "h1", 85);
    }
    said.and_then(|(social, evidence)| found(social, evidence, 80))
        .or_else(|| element.and_then(|title| found(title, "title", 75)))
        .or_else(|| found(seen.first()?, "h1", 70))
}

/// What follows a kicker in a heading: a few words in an element of their own.
fn without_kicker<'a>(tree: &Tree, heading: usize, text: &'a str) -> Option<&'a str> {
    let end = tree.nodes[heading].end;
    let inner = |&node: &usize| tree.nodes[node].tag != Tag::Text && tree.nodes[node].end < end;
    let first = tree.walk(heading).skip(1).filter(inner).take(8);
    let kicker = first.map(|node| decoded(&tree.text(node))).find(|words| !words.is_empty())?;
    let rest = text.strip_prefix(kicker.as_str())?;
    let rest = rest.trim_start_matches([' ', '-', '–', '—', '|', '/', '·']);
    let words = |text: &str| text.split(' ').count();
    (words(&kicker) <= 6 && words(rest) >= 3 && rest.len() > kicker.len()).then_some(rest)
}

/// Whether two headlines are the same but for bent apostrophes, or for capitals where
/// the second has nothing else.
fn is_plainer(plain: &str, set: &str) -> bool {
    let straight = |text: &str| text.replace(['’', '‘', 'ʼ'], "'");
    let (straight_plain, straight_set) = (straight(plain), straight(set));
    straight_plain == straight_set && plain == straight_plain
        || !set.contains(char::is_lowercase)
            && straight_plain.to_lowercase() == straight_set.to_lowercase()
}

/// Whether `whole` begins with the words of `part`, which are most of it.
fn is_beginning(part: &str, whole: &str) -> bool {
    let words = |text: &str| text.split(' ').count();
    words(part) >= 4
        && words(part) * 2 >= words(whole)
        && whole
            .strip_prefix(part)
            .is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
}

/// Whether a heading is the shorter end of `<title>` after a mark: the name of the site.
fn is_tail(heading: &str, title: &str) -> bool {
    let before = |rest: &str| {
        MARKS.iter().any(|mark| rest.ends_with(mark.trim_end())) && {
            let rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
            rest.chars().count() > heading.chars().count().max(15)
        }
    };
    title.strip_suffix(heading).is_some_and(|rest| before(rest.trim_end()))
}

impl Outlets {
    fn is_exactly(&self, words: &str) -> bool {
        let words = bare(words);
        self.names.contains(&words)
    }
}

/// Whether `part` is the beginning or the end of `whole`, with a mark between it and the rest.
fn is_part(part: &str, whole: &str) -> bool {
    let rest = |rest: &str| {
        rest.trim().starts_with(['|', '-', '–', '—', ':', '/', '·'])
            || rest.trim().ends_with(['|', '-', '–', '—', ':', '/', '·', '!', '?', '.', '»', '+'])
    };
    part.chars().count() >= 12
        && part != whole
        && (whole.strip_prefix(part).is_some_and(rest)
            || whole.strip_suffix(part).is_some_and(rest))
}

/// How many of the words of the shorter one the other has too, in hundredths.
fn shared(one: &str, other: &str) -> usize {
    let words = |text: &str| -> Vec<String> {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 2)
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let both = short.iter().filter(|word| long.contains(word)).count();
    if short.is_empty() { 0 } else { both * 100 / short.len() }
}

/// A headline without the names of its outlet before and after it.
fn without_outlet(title: &str, outlets: &Outlets) -> String {
    let mut title = title.trim();
    for _ in 0..4 {
        let last = MARKS.iter().filter_map(|mark| Some((title.rfind(mark)?, mark.len()))).max();
        let first = MARKS.iter().filter_map(|mark| Some((title.find(mark)?, mark.len()))).min();
        if let Some((at, length)) = last
            && at > 0
            && outlets.is_name(&title[at + length..])
        {
            title = title[..at].trim();
        } else if let Some((at, length)) = first
            && outlets.is_whole_name(&title[..at])
            && title[at + length..].chars().count() > title[..at].chars().count()
        {
            title = title[at + length..].trim();
        } else if let Some(before) = without_section(title) {
            title = before;
        } else {
            break;
        }
    }
    title.to_owned()
}

/// A headline without the name of its section: a word or two behind a bar, or, in a
/// script without spaces, a few signs behind a dash.
fn without_section(title: &str) -> Option<&str> {
    let words = |text: &str| text.split_whitespace().count();
    if let Some((before, after)) = title.rsplit_once(" | ") {
        return (words(after) <= 2 && words(before) >= 4).then_some(before.trim());
    }
    let (before, after) = title.rsplit_once(['-', '_'])?;
    let few = (2..=6).contains(&after.chars().count()) && before.chars().count() >= 10;
    (few && super::date::is_unspaced(after)).then_some(before.trim())
}

/// The name of an outlet at the end of `<title>`, where nothing else gives it: a short
/// tail after a bar; after a dash it may be part of the headline.
pub(crate) fn outlet_of(title: &str) -> Option<String> {
    let title = decoded(title);
    let mark = [" | ", " – ", " — ", " - ", " · ", " • ", " :: "]
        .iter()
        .find(|mark| title.contains(**mark))?;
    let (before, after) = title.rsplit_once(mark)?;
    (after.split(' ').count() <= 4 && before.split(' ').count() >= 4)
        .then(|| after.trim().to_owned())
}
