//! Addresses of the web and of mail, hashtags and names of accounts: what stands between two
//! spaces and must not be cut at its marks.

use std::ops::Range;

/// Where in `run`, which has no space in it, an address stands, if one does.
pub(crate) fn find(run: &str) -> Option<Range<usize>> {
    // Most runs are words.
    if !run.contains(['.', '@', '#', '/']) {
        return None;
    }
    let opens = |c: char| matches!(c, '(' | '[' | '<' | '{' | '"' | '\'' | '«' | '“' | '‘' | '„');
    let start = run.len() - run.trim_start_matches(opens).len();
    let kept = run[start..].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
    let length = of(kept)?;
    Some(start..start + length)
}

/// How long the address is that begins here, if one does.
fn of(text: &str) -> Option<usize> {
    if let Some(rest) = text.strip_prefix('#') {
        return name(rest, |c| c == '_').map(|length| 1 + length);
    }
    if let Some(rest) = text.strip_prefix('@') {
        return name(rest, |c| matches!(c, '_' | '.' | '-')).map(|length| 1 + length);
    }
    if let Some((scheme, rest)) = text.split_once("://") {
        let known = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphabetic());
        return (known && !rest.is_empty()).then(|| before_mark(text));
    }
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let mail = host.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty()
            && who.chars().all(is_of_mail)
            && host.starts_with(char::is_alphanumeric)
            && host.chars().all(is_of_mail)
    });
    if mail {
        return Some(host.len());
    }
    (is_host(host) || is_www(text)).then(|| before_mark(text))
}

/// A word of letters, digits and what `joins`: how long it is.
fn name(text: &str, joins: fn(char) -> bool) -> Option<usize> {
    let length = text.find(|c: char| !c.is_alphanumeric() && !joins(c)).unwrap_or(text.len());
    let name = text[..length].trim_end_matches(joins);
    name.chars().any(char::is_alphabetic).then_some(name.len())
}

/// An address ends before a mark that has none in it.
fn before_mark(text: &str) -> usize {
    let ends = |c: char| matches!(c, '"' | '<' | '>' | '«' | '»' | '“' | '”' | '|');
    text.find(ends).unwrap_or(text.len())
}

fn is_www(text: &str) -> bool {
    text.len() > 4 && text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

fn is_of_mail(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+')
}

/// Whether this is two or more labels of a host: the last of small letters, as it is written.
fn is_host(text: &str) -> bool {
    let Some((rest, last)) = text.rsplit_once('.') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    (2..=10).contains(&last.len())
        && last.chars().all(|c| c.is_ascii_lowercase())
        && rest.split('.').all(label)
        && rest.contains(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(run: &str, expected: Option<&str>) {
        assert_eq!(find(run).map(|range| &run[range]), expected, "{run}");
    }

    #[test]
    fn addresses_are_whole_without_the_marks_around() {
        check("(https://a.example/b?c=d,e).", Some("https://a.example/b?c=d,e"));
        check("www.paper.example", Some("www.paper.example"));
        check("paper.example/news/1.html,", Some("paper.example/news/1.html"));
        check("ana.karo@paper.example.", Some("ana.karo@paper.example"));
        check("«paper.example»", Some("paper.example"));
    }

    #[test]
    fn hashtags_and_accounts_are_whole() {
        check("#мост2031!", Some("#мост2031"));
        check("#un#deux", Some("#un"));
        check("@ana_karo:", Some("@ana_karo"));
    }

    #[test]
    fn words_and_numbers_are_no_addresses() {
        for run in ["end.", "3.5", "p.m.", "U.S.", "#1", "and/or", "J.-C.", "т.е.", "Ende.Neu", "@"]
        {
            check(run, None);
        }
    }
}
