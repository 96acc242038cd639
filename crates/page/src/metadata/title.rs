//! The headline, among the several that a page gives.

use super::head::Head;
use super::{decoded, found};
use crate::furniture::fold;
use crate::role::{Weights, is_beside};
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

    /// Whether `words` are a name of the outlet, alone or with a word or two more.
    pub fn is_name(&self, words: &str) -> bool {
        let words = bare(words);
        let length = words.chars().count();
        length > 1
            && self.names.iter().any(|name| {
                let own = name.chars().count();
                words == *name
                    || own >= 4 && words.contains(name.as_str()) && length <= own + 16
                    || length >= 4 && name.contains(words.as_str())
            })
    }
}

/// Letters and digits only, in lower case.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The headline. `headline` is what JSON-LD says.
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
    let social = head.meta(&["og:title", "twitter:title"]).and_then(|(_, text)| clean(text));
    let element = head.title.as_deref().and_then(clean);
    let mut seen: Vec<String> = Vec::new();
    for &node in head.headings.iter().take(30) {
        let text = decoded(&tree.text(node));
        if text.chars().count() > 3
            && text.len() <= LONGEST
            && !outlets.is_exactly(&text)
            && !is_beside(tree, weights, node)
            && !seen.contains(&text)
        {
            seen.push(text);
        }
    }
    let others: Vec<&String> = [&social, &element].into_iter().flatten().collect();
    if let Some(json) = json {
        // "Kicker: headline" and "headline | Section" are less than what stands on the page.
        let part = seen
            .iter()
            .find(|h1| is_part(h1, &json) && (social.is_none() || social.as_ref() == Some(h1)));
        return match part {
            Some(h1) => found(h1, "h1", 92),
            None => found(&json, "json-ld headline", 92),
        };
    }
    // The heading that the head of the page agrees with; else one that shares its words.
    let same = seen.iter().find(|h1| others.iter().any(|other| fold(other) == fold(h1)));
    if let Some(h1) = same {
        return found(h1, "h1", 95);
    }
    if let Some((h1, other)) = seen
        .iter()
        .find_map(|h1| others.iter().find(|other| is_part(other, h1)).map(|other| (h1, other)))
    {
        // A kicker stands in the heading itself, if the heading has more than the title.
        let kicker = h1.len() > other.len() && h1.ends_with(other.as_str());
        return if kicker { found(other, "meta og:title", 85) } else { found(h1, "h1", 90) };
    }
    if let Some(tail) = seen.iter().find_map(|h1| others.iter().find_map(|other| tail(h1, other))) {
        return found(tail, "h1, without its kicker", 80);
    }
    let best = seen
        .iter()
        .filter_map(|h1| {
            let shared = others.iter().map(|other| shared(h1, other)).max().unwrap_or(100);
            (shared >= 40).then_some((shared, h1))
        })
        .max_by_key(|(shared, h1)| {
            (*shared, std::cmp::Reverse(seen.iter().position(|it| it == *h1)))
        });
    if let Some((_, h1)) = best {
        return found(h1, "h1", 85);
    }
    if let Some(social) = &social {
        return found(social, "meta og:title", 80);
    }
    element
        .as_deref()
        .and_then(|title| found(title, "title", 75))
        .or_else(|| found(seen.first()?, "h1", 70))
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

/// What two headlines with different kickers have in common.
fn tail<'a>(one: &'a str, other: &str) -> Option<&'a str> {
    let cut = |text: &'a str| {
        [": ", " - ", " – ", " | "]
            .iter()
            .filter_map(|mark| Some((text.find(mark)?, mark.len())))
            .min()
    };
    let (at, length) = cut(one)?;
    let rest = &one[at + length..];
    (rest.chars().count() >= 20 && other.ends_with(rest) && other.len() > rest.len())
        .then_some(rest)
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
            && outlets.is_name(&title[..at])
            && title[at + length..].chars().count() > title[..at].chars().count()
        {
            title = title[at + length..].trim();
        } else {
            break;
        }
    }
    title.to_owned()
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
