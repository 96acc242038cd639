//! Where a page lives, and who publishes it.

use super::head::Head;
use super::{decoded, found};
use schema::Found;

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

/// The address that the page gives as its own.
pub(crate) fn address(head: &Head<'_>, of_json: Option<&str>) -> Option<Found<String>> {
    let canonical = head.canonical.filter(|url| is_web(url.trim()));
    let social = head.meta(&["og:url"]).filter(|(_, url)| is_web(url.trim()));
    canonical
        .and_then(|url| found(url, "link canonical", 95))
        .or_else(|| social.and_then(|(name, url)| found(url, &format!("meta {name}"), 85)))
        .or_else(|| of_json.filter(|url| is_web(url)).and_then(|url| found(url, "json-ld url", 80)))
}

/// Who publishes the page. `publisher` is what JSON-LD says.
pub(crate) fn outlet(head: &Head<'_>, publisher: Option<&str>) -> Option<Found<String>> {
    let publisher = publisher.map(decoded).filter(|name| !name.starts_with("http"));
    publisher.as_deref().and_then(|name| found(name, "json-ld publisher", 95)).or_else(|| {
        let (name, content) = head.meta(&["og:site_name", "application-name", "publisher"])?;
        found(&decoded(content), &format!("meta {name}"), 90)
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
