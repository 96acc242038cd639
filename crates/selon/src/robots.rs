use std::cmp::Ordering;
use std::time::Duration;

/// The rules of a site for one robot (RFC 9309).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

impl Robots {
    /// The rules of `text` for the robot called `name`; those for all robots
    /// where it is not named.
    pub(crate) fn parse(text: &str, name: &str) -> Self {
        let (mut named, mut general) = (Self::default(), Self::default());
        let (mut ours, mut everyones, mut is_named, mut in_names) = (false, false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or("");
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                // Names in a row share the rules that follow.
                if !in_names {
                    (ours, everyones, in_names) = (false, false, true);
                }
                let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)));
                ours |= value[..end.unwrap_or(value.len())].eq_ignore_ascii_case(name);
                everyones |= value.starts_with('*');
                is_named |= ours;
            } else if key == "allow" || key == "disallow" {
                in_names = false;
                if value.is_empty() {
                    continue;
                }
                let rule = Rule { allow: key == "allow", pattern: plain(value) };
                if ours {
                    named.rules.push(rule.clone());
                }
                if everyones {
                    general.rules.push(rule);
                }
            } else if key == "crawl-delay" {
                in_names = false;
                let seconds =
                    value.parse().ok().and_then(|it| Duration::try_from_secs_f64(it).ok());
                for (rules, meant) in [(&mut named, ours), (&mut general, everyones)] {
                    if meant {
                        rules.delay = seconds.max(rules.delay);
                    }
                }
            }
        }
        if is_named { named } else { general }
    }

    /// How long the site asks to be left alone between two pages.
    pub(crate) fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// Whether the robot may read `path`, with its query. The longest rule decides.
    pub(crate) fn allows(&self, path: &str) -> bool {
        let path = plain(path);
        let longest =
            self.rules.iter().filter(|rule| matches(&rule.pattern, &path)).max_by(|one, other| {
                match one.pattern.len().cmp(&other.pattern.len()) {
                    Ordering::Equal => one.allow.cmp(&other.allow),
                    unequal => unequal,
                }
            });
        longest.is_none_or(|rule| rule.allow)
    }
}

/// Whether `path` begins as `pattern` says: `*` is anything, `$` at its end is the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) =
        pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut pieces = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or("")) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !whole || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if whole && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    true
}

/// A path in the one form in which two are compared: what is not ASCII in
/// percent signs, and their letters large.
fn plain(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut large = 0;
    for byte in path.bytes() {
        match byte {
            b'%' => {
                large = 3;
                out.push('%');
            }
            _ if !byte.is_ascii() => out.push_str(&format!("%{byte:02X}")),
            _ if large > 0 => out.push(byte.to_ascii_uppercase().into()),
            _ => out.push(byte.into()),
        }
        large = u8::saturating_sub(large, 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, allowed: &[&str], refused: &[&str]) {
        let robots = Robots::parse(text, "selon");
        for path in allowed {
            assert!(robots.allows(path), "{path} is allowed");
        }
        for path in refused {
            assert!(!robots.allows(path), "{path} is refused");
        }
    }

    #[test]
    fn nothing_is_refused_by_an_empty_file() {
        check("", &["/", "/a?b=c"], &[]);
        check("User-agent: *\nDisallow:", &["/"], &[]);
    }

    #[test]
    fn rules_for_our_name_go_before_those_for_all() {
        let text = "User-agent: *\nDisallow: /\n\nuser-agent: Selon/0.1\ndisallow: /desk\n";
        check(text, &["/news"], &["/desk/1"]);
        check("User-agent: *\nDisallow: /\nUser-agent: selon\nAllow: /\n", &["/x"], &[]);
        check("User-agent: *\nDisallow: /\nUser-agent: selonnet\nAllow: /\n", &[], &["/x"]);
    }

    #[test]
    fn names_in_a_row_share_their_rules() {
        check("User-agent: other\nUser-agent: selon\nDisallow: /a\n", &["/b"], &["/a"]);
        check(
            "User-agent: other\nDisallow: /b\nUser-agent: selon\nDisallow: /a\n",
            &["/b"],
            &["/a"],
        );
    }

    #[test]
    fn the_longest_rule_decides_and_a_tie_allows() {
        let text = "User-agent: *\nDisallow: /news\nAllow: /news/open\n";
        check(text, &["/news/open/1"], &["/news", "/newspaper"]);
        check("User-agent: *\nDisallow: /a\nAllow: /a\n", &["/a"], &[]);
    }

    #[test]
    fn stars_and_the_end_of_a_path() {
        let text = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*print=\n";
        check(text, &["/a.pdf?x", "/a"], &["/b/a.pdf", "/a?print=1"]);
        check("User-agent: *\nDisallow: /a*b$\n", &["/axbc", "/bb"], &["/ab", "/axbxb"]);
    }

    #[test]
    fn a_site_may_ask_for_pauses() {
        let delay = |text: &str| Robots::parse(text, "selon").delay();
        assert_eq!(delay("User-agent: *\nCrawl-delay: 2.5\n"), Some(Duration::from_millis(2500)));
        assert_eq!(
            delay("User-agent: *\nCrawl-delay: 9\nUser-agent: selon\nCrawl-delay: 1\n"),
            Some(Duration::from_secs(1))
        );
        for none in [
            "User-agent: other\nCrawl-delay: 9\n",
            "User-agent: *\nCrawl-delay: soon\n",
            "User-agent: *\nCrawl-delay: -1\n",
        ] {
            assert_eq!(delay(none), None, "{none}");
        }
    }

    #[test]
    fn comments_other_lines_and_percent_signs() {
        let text = "\u{feff}# hello\nUser-agent: * # all\nSitemap: x\nDisallow: /caf%c3%a9\n";
        check(text, &["/cafe"], &["/caf%C3%A9", "/café"]);
    }
}
