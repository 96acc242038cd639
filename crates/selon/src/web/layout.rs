use super::answer::Asked;
use super::words::Words;
use maud::{DOCTYPE, Markup, html};

/// A whole page around `main`.
pub(super) fn page(asked: &Asked, title: &str, main: &Markup) -> String {
    let t = asked.words;
    let sections = [
        ("/documents", "nav.documents"),
        ("/stories", "nav.stories"),
        ("/conflicts", "nav.conflicts"),
        ("/help", "nav.help"),
    ];
    let page = html! {
        (DOCTYPE)
        html lang=(t.code) {
            head {
                meta charset="utf-8";
                title { (title) @if title != "Selon" { " · Selon" } }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                link rel="icon" type="image/svg+xml" href="/static/selon.svg";
                link rel="stylesheet" href="/static/selon.css";
                @if asked.path.starts_with('/') {
                    link rel="alternate" type="application/json" href=(twin(asked));
                }
            }
            body {
                a.skip href="#main" { (t.say("nav.skip")) }
                header.top {
                    div.wide {
                        a.name href="/" aria-label=(t.say("nav.home")) { "Selon" }
                        nav aria-label=(t.say("nav.label")) {
                            ul {
                                @for (path, key) in sections {
                                    li {
                                        a href=(path) aria-current=[(asked.path == path).then_some("page")] {
                                            (t.say(key))
                                        }
                                    }
                                }
                            }
                        }
                        // The search page has a larger one.
                        @if asked.path != "/search" {
                            form.find role="search" action="/search" method="get" {
                                label.unseen for="find" { (t.say("search.label")) }
                                input #find type="search" name="q" placeholder=(t.say("search.label"));
                                button { (t.say("search.go")) }
                            }
                        }
                    }
                }
                main #main tabindex="-1" { (main) }
                footer.bottom {
                    div.wide {
                        p { (t.say("footer.motto")) }
                        p.links {
                            @for other in Words::all() {
                                @if other.code == t.code {
                                    span aria-current="true" { (other.say("form.name")) }
                                } @else {
                                    a href=(in_language(asked, other.code)) lang=(other.code)
                                        hreflang=(other.code) rel="nofollow" {
                                        (other.say("form.name"))
                                    }
                                }
                            }
                            a href=(twin(asked)) { (t.say("footer.twin")) }
                        }
                    }
                }
            }
        }
    };
    clean(page.into_string())
}

/// What a page says where there is no answer.
pub(super) fn trouble(
    asked: &Asked,
    status: u16,
    what: &str,
    then: &str,
    detail: Option<&str>,
) -> Markup {
    let t = asked.words;
    html! {
        div.narrow.trouble {
            p.kicker { (status) }
            h1 { (what) }
            p { (then) }
            @if let Some(detail) = detail {
                details {
                    summary { (t.say("error.detail")) }
                    p.detail lang="en" dir="auto" { (detail) }
                }
            }
            p { a href="/" { (t.say("nav.home")) } }
        }
    }
}

/// The token that a form must carry to change anything.
pub(super) fn token(asked: &Asked) -> Markup {
    html! { input type="hidden" name="token" value=(asked.site.token); }
}

/// Characters that HTML may not hold stand in some pages; they are shown as what they are: lost.
fn clean(page: String) -> String {
    let lost = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if page.contains(lost) { page.replace(lost, "\u{fffd}") } else { page }
}

/// The address of the JSON twin.
fn twin(asked: &Asked) -> String {
    let path = if asked.path == "/" { "/index" } else { asked.path.as_str() };
    let fields: Vec<_> = asked.query.iter().filter(|(name, _)| name != "lang").collect();
    format!("{path}.json{}", query(fields))
}

/// This page in another language.
fn in_language(asked: &Asked, code: &str) -> String {
    let lang = ("lang".to_owned(), code.to_owned());
    let fields = asked.query.iter().filter(|(name, _)| name != "lang").chain([&lang]);
    // What a form was answered with has no address of its own.
    let path = if asked.path == "/read" || asked.path.ends_with("/review") {
        "/"
    } else {
        asked.path.as_str()
    };
    format!("{path}{}", query(fields))
}

/// Fields as the query of an address.
pub(super) fn query<'a>(fields: impl IntoIterator<Item = &'a (String, String)>) -> String {
    let mut query = String::new();
    for (name, value) in fields {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(&encoded(name));
        query.push('=');
        query.push_str(&encoded(value));
    }
    query
}

/// A value as it stands in the query of an address.
pub(super) fn encoded(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' => {
                out.push(byte as char);
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
