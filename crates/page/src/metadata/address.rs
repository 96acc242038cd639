//! Where a page lives, and who publishes it.

use super::head::Head;
use super::title::bare as bare_name;
use super::{decoded, found};
use crate::segment::Segments;
use schema::{Found, Span};

/// The host of an address, without `www.`.
pub(crate) fn host(url: &str) -> Option<&str> {
    let (_, rest) =
        url.split_once("://").or_else(|| url.strip_prefix("//").map(|rest| ("", rest)))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty() && host.len() <= 253).then_some(host)
}

/// The part of a host that its owner registered: `news.paper.example` is one with
/// `m.paper.example`.
pub(crate) fn owner(host: &str) -> &str {
    let dots: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).collect();
    // A short second part, as in co.uk or com.au, is no name.
    let second = dots.first().zip(dots.get(1)).map(|(last, second)| last - second - 1);
    let keep = if second.is_some_and(|length| length <= 3) && dots.len() >= 2 {
        dots.get(2)
    } else {
        dots.get(1)
    };
    keep.map_or(host, |at| &host[at + 1..])
}

/// Whether two addresses are of the same owner.
pub(crate) fn is_one_owner(one: &str, other: &str) -> bool {
    match (host(one), host(other)) {
        (Some(one), Some(other)) => {
            owner(&one.to_ascii_lowercase()) == owner(&other.to_ascii_lowercase())
        }
        _ => true,
    }
}

/// An address without what does not tell pages apart: the scheme, `www.`, a last slash,
/// what comes after `?` and `#`.
pub(crate) fn bare(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// The address that the page gives as its own; `fetched` is where it was got.
///
/// An address of the whole site is none of a page in it.
pub(crate) fn address(
    head: &Head<'_>,
    of_json: Option<&str>,
    fetched: Option<&str>,
) -> Option<Found<String>> {
    let own = |url: &str| {
        let url = without_campaign(&absolute(url.trim(), fetched)?);
        (is_web(&url) && (!is_home(&url) || fetched.is_some_and(is_home))).then_some(url)
    };
    let canonical = head.canonical.and_then(own);
    let social = head.meta(&["og:url"]).and_then(|(name, url)| Some((name, own(url)?)));
    canonical
        .and_then(|url| found(&url, "link canonical", 95))
        .or_else(|| social.and_then(|(name, url)| found(&url, &format!("meta {name}"), 85)))
        .or_else(|| of_json.and_then(own).and_then(|url| found(&url, "json-ld url", 80)))
}

/// Whether an address is that of a whole site: a host and nothing behind it.
fn is_home(url: &str) -> bool {
    let path = bare(url).split_once('/');
    path.is_none() && !url.contains('?')
}

/// An address as a page writes it, seen from where the page was fetched.
fn absolute(url: &str, fetched: Option<&str>) -> Option<String> {
    if is_web(url) {
        return Some(url.to_owned());
    }
    let (scheme, rest) = fetched?.split_once("://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let host = rest.split('/').next().unwrap_or(rest);
    if url.is_empty() || url.split(['/', '?', '#']).next().is_some_and(|it| it.contains(':')) {
        return None;
    }
    Some(match (url.strip_prefix("//"), url.starts_with('/')) {
        (Some(other), _) => format!("{scheme}://{other}"),
        (None, true) => format!("{scheme}://{host}{url}"),
        (None, false) => {
            let folder = rest.rfind('/').map_or(rest, |at| &rest[..at]);
            let url = url.strip_prefix("./").unwrap_or(url);
            (!url.starts_with(['.', '?', '#'])).then(|| format!("{scheme}://{folder}/{url}"))?
        }
    })
}

/// An address without what tells by which campaign a reader came.
fn without_campaign(url: &str) -> String {
    let Some((page, query)) = url.split_once('?') else { return url.to_owned() };
    let (query, place) = match query.split_once('#') {
        Some((query, place)) => (query, format!("#{place}")),
        None => (query, String::new()),
    };
    let kept: Vec<&str> = query.split('&').filter(|it| !it.starts_with("utm_")).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{page}{query}{place}")
}

/// Who publishes the page. `publisher` is what JSON-LD says.
pub(crate) fn outlet(head: &Head<'_>, publisher: Option<&str>) -> Option<Found<String>> {
    let publisher = publisher.map(decoded).filter(|name| !name.starts_with("http"));
    publisher.as_deref().and_then(|name| found(name, "json-ld publisher", 95)).or_else(|| {
        let named = head.meta(&["og:site_name", "application-name", "publisher"]);
        let named = named.map(|(name, content)| (content, format!("meta {name}"), 90));
        let site = || Some((head.json.site()?, "json-ld website".to_owned(), 85));
        let search = || Some((head.search?, "link search".to_owned(), 75));
        let (name, evidence, percent) = named.or_else(site).or_else(search)?;
        found(&decoded(name), &evidence, percent)
    })
}

/// The name behind the mark of copyright: "© 2019–2024 The Belmar Courier. All rights".
///
/// It may be anything that stands there: who asks has to see it in another place too.
pub(crate) fn holder(line: &str) -> Option<&str> {
    let at = ["©", "(c)", "(C)"].iter().find_map(|mark| Some(line.find(mark)? + mark.len()))?;
    let is_before = |c: char| c.is_ascii_digit() || " \u{a0},-–—.«“„\"'".contains(c);
    let name = line[at..].trim_start_matches(is_before);
    let ends = [" - ", " – ", " — ", ". "].iter().filter_map(|mark| name.find(mark));
    let marks = name.find(|c: char| c.is_ascii_digit() || "|,;:/\n»”“\"".contains(c));
    let end = ends.chain(marks).min().unwrap_or(name.len());
    let name = name[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    let few = name.split_whitespace().count() <= 6 && (2..=50).contains(&name.chars().count());
    (few && name.starts_with(char::is_alphabetic)).then_some(name)
}

/// The outlet that claims the rights at the foot of the page, if the page names it
/// somewhere else: in `<title>`, or in a line of its own.
pub(crate) fn holder_of(segments: &Segments, title: &str) -> Option<Found<String>> {
    let pieces = &segments.pieces;
    let title = bare_name(title);
    let from = pieces.len() - pieces.len() / 3 - 1.min(pieces.len());
    pieces.iter().enumerate().skip(from).rev().find_map(|(at, piece)| {
        let line = piece.span.of(&segments.text);
        let name = holder(line).filter(|_| line.len() < 1_000)?;
        let bare = bare_name(name);
        let is_line = || {
            let others = pieces.iter().enumerate().filter(|(n, it)| *n != at && it.length < 60);
            others.take(400).any(|(_, it)| bare_name(it.span.of(&segments.text)) == bare)
        };
        if !title.contains(&bare) && !is_line() {
            return None;
        }
        let start = piece.span.start() + line.find(name)?;
        let mut outlet = found(name, "line of rights", 70)?;
        outlet.span = Some(Span::new(start, start + name.len()));
        Some(outlet)
    })
}

/// The language that the page claims.
pub(crate) fn language(head: &Head<'_>) -> Option<Found<String>> {
    let code =
        |value: &str| value.split(['-', '_']).next().unwrap_or(value).trim().to_ascii_lowercase();
    let claimed = head.language.map(|value| (code(value), "html lang", 70));
    let social = || head.meta(&["og:locale"]).map(|(_, value)| (code(value), "meta og:locale", 60));
    let (code, evidence, percent) = claimed.filter(|(code, ..)| is_code(code)).or_else(social)?;
    is_code(&code).then(|| found(&code, evidence, percent)).flatten()
}

fn is_code(code: &str) -> bool {
    matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_by_its_own_whole_address() {
        let fetched = Some("https://courier.example/news/dam?page=2");
        for (html, fetched, expected) in [
            ("<link rel=canonical href=/dam>", fetched, Some("https://courier.example/dam")),
            ("<link rel=canonical href=dam>", fetched, Some("https://courier.example/news/dam")),
            (
                "<link rel=canonical href=//m.courier.example/dam>",
                fetched,
                Some("https://m.courier.example/dam"),
            ),
            ("<link rel=canonical href=/dam>", None, None),
            ("<link rel=canonical href=javascript:void(0)>", fetched, None),
            ("<link rel=canonical href=https://courier.example/>", fetched, None),
            ("<link rel=canonical href=https://www.courier.example>", None, None),
            (
                "<link rel=canonical href=https://courier.example/>",
                Some("https://courier.example"),
                Some("https://courier.example/"),
            ),
            (
                "<link rel=canonical href=https://courier.example/><meta property=og:url content=https://courier.example/dam>",
                fetched,
                Some("https://courier.example/dam"),
            ),
            (
                "<link rel=canonical href='https://courier.example/?utm_source=a&p=7&utm_medium=b#top'>",
                None,
                Some("https://courier.example/?p=7#top"),
            ),
            (
                "<link rel=canonical href='https://courier.example/dam?utm_source=a'>",
                None,
                Some("https://courier.example/dam"),
            ),
        ] {
            let page = crate::Page {
                bytes: format!("<html><head>{html}</head><body><p>The dam holds.</p></body>")
                    .into(),
                url: fetched.map(str::to_owned),
                ..crate::Page::default()
            };
            let document = crate::open(&page).expect("it has text");
            let url = document.url.filter(|it| it.evidence != "address it was fetched from");
            assert_eq!(url.as_ref().map(|it| it.value.as_str()), expected, "{html}");
        }
    }

    #[test]
    fn hosts_of_one_owner_are_told_from_others() {
        for (one, other, same) in [
            ("https://www.courier.example/dam", "https://m.courier.example/dam", true),
            ("https://courier.co.uk/dam", "https://amp.courier.co.uk/dam", true),
            ("https://courier.co.uk/dam", "https://herald.co.uk/dam", false),
            ("https://courier.example/dam", "https://herald.example/dam", false),
            ("https://courier.example:8080/dam", "http://courier.example", true),
        ] {
            assert_eq!(is_one_owner(one, other), same, "{one} {other}");
        }
    }
}
