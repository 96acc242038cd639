use crate::asking::{House, addresses};
use crate::html::parse;
use axum::body::Body;
use axum::http::{Request, header};
use schema::{Id, Verdict};
use serde_json::{Value, to_value};
use std::collections::BTreeSet;

/// The view that a page shows.
fn view_of(house: &House, address: &str) -> Value {
    let ledger = house.ledger();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let typed = query.strip_prefix("q=").unwrap_or("").replace("%20", " ").replace("%22", "\"");
    let typed = typed.split('&').next().unwrap();
    let offset = if query.contains("page=2") { 25 } else { 0 };
    let id = || Id::parse(path.rsplit('/').next().unwrap());
    match path.split('/').nth(1).unwrap() {
        "" => {
            let documents = to_value(view::documents(&ledger).unwrap()).unwrap();
            serde_json::json!({ "stories": view::stories(&ledger).unwrap(), "documents": documents })
        }
        "documents" => to_value(view::documents(&ledger).unwrap()).unwrap(),
        "stories" => to_value(view::stories(&ledger).unwrap()).unwrap(),
        "conflicts" => {
            to_value(view::conflicts(&ledger, &view::Scope::of(typed)).unwrap()).unwrap()
        }
        "search" => to_value(view::find(&ledger, typed, 25, offset).unwrap()).unwrap(),
        "document" => to_value(view::document(&ledger, &id()).unwrap()).unwrap(),
        "claim" => to_value(view::claim(&ledger, &id()).unwrap()).unwrap(),
        "story" => to_value(view::story(&ledger, &id()).unwrap()).unwrap(),
        "why" => to_value(view::why(&ledger, &id()).unwrap()).unwrap(),
        other => panic!("no view of {other}"),
    }
}

fn twin(address: &str) -> String {
    let (path, query) = address
        .split_once('?')
        .map_or((address, String::new()), |(path, query)| (path, format!("?{query}")));
    let path = if path == "/" { "/index" } else { path };
    format!("{path}.json{query}")
}

#[test]
fn every_page_has_its_view_as_its_twin() {
    let house = House::demo();
    for address in addresses(&house) {
        let page = house.get(&address);
        assert_eq!(page.status, 200, "{address}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        parse(&page.text());
        let json = house.get(&twin(&address));
        assert_eq!(json.status, 200, "{address}");
        assert_eq!(json.header("content-type"), "application/json; charset=utf-8");
        if address == "/help" {
            continue;
        }
        assert_eq!(json.json(), view_of(&house, &address), "{address}");
        let asked = Request::get(&address).header(header::ACCEPT, "application/json");
        assert_eq!(house.ask(asked.body(Body::empty()).unwrap()).bytes, json.bytes, "{address}");
    }
}

#[test]
fn figures_that_differ_stand_side_by_side_with_who_gave_which() {
    let house = House::of_three_figures();
    let conflicts = view::conflicts(&house.ledger(), &view::Scope::All).unwrap();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    let claim = conflicts[0].values[0].claims[0].id.clone();
    for address in ["/conflicts?lang=fr".to_owned(), format!("/conflicts?q={claim}&lang=fr")] {
        let parsed = parse(&house.get(&address).text());
        for words in ["12 morts", "41 morts", "1\u{202f}250 morts", "Ana Karo", "Belmar Today"] {
            assert!(parsed.text.contains(words), "{words}: {}", parsed.text);
        }
        let places: Vec<&str> = parsed.values("cx").into_iter().map(|(_, x)| x).collect();
        assert_eq!(places, ["6.0", "10.4", "194.0"]);
    }
    // The command line shows the beginning of an id; that is enough here too.
    let short = &claim.as_str()[..10];
    assert_eq!(
        house.get(&format!("/claim/{short}.json")).bytes,
        house.get(&format!("/claim/{claim}.json")).bytes
    );
    assert_eq!(house.get("/claim/c:ffffffff").status, 404);
    let page = parse(&house.get(&format!("/claim/{claim}")).text());
    assert!(page.values("href").contains(&("a", format!("/conflicts?q={claim}").as_str())));
    for address in addresses(&house) {
        parse(&house.get(&address).text());
        assert_eq!(house.get(&twin(&address)).status, 200, "{address}");
    }
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    let house = House::demo();
    let mut seen = BTreeSet::new();
    let mut open = vec!["/".to_owned()];
    while let Some(address) = open.pop() {
        let (path, anchor) = address.split_once('#').unwrap_or((&address, ""));
        let answer = house.get(path);
        assert_eq!(answer.status, 200, "{address}");
        if answer.header("content-type") != "text/html; charset=utf-8" {
            continue;
        }
        let parsed = parse(&answer.text());
        let ids: BTreeSet<&str> = parsed.values("id").into_iter().map(|(_, id)| id).collect();
        assert!(anchor.is_empty() || ids.contains(anchor), "{address} has no such place");
        for (element, link) in parsed.values("href") {
            if let Some(anchor) = link.strip_prefix('#') {
                assert!(ids.contains(anchor), "{address}: {link}");
            } else if link.starts_with('/') {
                let link = link.to_owned();
                // Search, twins and languages are pages of their own, looked at elsewhere.
                let aside = ["/search?", "lang=", ".json"].iter().any(|part| link.contains(part));
                if !aside && seen.insert(link.clone()) {
                    open.push(link);
                }
            } else {
                assert_eq!(element, "a", "{address}: only a reader goes elsewhere: {link}");
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

#[test]
fn nothing_is_loaded_from_elsewhere_and_links_to_elsewhere_tell_nothing() {
    let house = House::demo();
    for address in addresses(&house) {
        let parsed = parse(&house.get(&address).text());
        for (element, attributes) in &parsed.tags {
            let value = |name: &str| {
                attributes.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
            };
            assert_eq!(value("src"), None, "{address}: <{element}>");
            assert!(value("action").is_none_or(|to| to.starts_with('/')), "{address}");
            let to = value("href").unwrap_or("/");
            if !to.starts_with(['/', '#']) {
                assert_eq!(element, "a");
                assert!(to.starts_with("http://") || to.starts_with("https://"), "{to}");
                assert_eq!(value("rel"), Some("noopener noreferrer nofollow"), "{to}");
            }
            assert!(!to.starts_with("//"), "{to}");
        }
    }
}

#[test]
fn both_languages_have_every_text() {
    let house = House::demo();
    let words = ["home.", "nav.", "document.", "claim.", "behind.", "error.", "count.", "card."];
    for address in addresses(&house).into_iter().chain(["/nothing".to_owned()]) {
        let join = if address.contains('?') { '&' } else { '?' };
        for code in ["en", "fr"] {
            let text = house.get(&format!("{address}{join}lang={code}")).text();
            assert!(text.contains(&format!("<html lang=\"{code}\">")), "{address}");
            let parsed = parse(&text);
            for word in words {
                let key = parsed.text.split(|c: char| c.is_whitespace()).find(|text| {
                    text.strip_prefix(word).is_some_and(|rest| {
                        !rest.is_empty()
                            && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                    })
                });
                assert_eq!(key, None, "{address} in {code}");
            }
        }
    }
}

#[test]
fn the_language_is_the_chosen_one_then_the_kept_one_then_the_browsers() {
    let house = House::empty();
    let ask = |path: &str, accept: &str, cookie: &str| {
        let request = Request::get(path)
            .header(header::ACCEPT_LANGUAGE, accept)
            .header(header::COOKIE, cookie);
        let answer = house.ask(request.body(Body::empty()).unwrap());
        let french = answer.text().contains("<html lang=\"fr\">");
        (if french { "fr" } else { "en" }, answer.header("set-cookie").to_owned())
    };
    assert_eq!(ask("/", "fr-BE, en;q=0.5", "").0, "fr");
    assert_eq!(ask("/", "fr", "other=1; selon_lang=en"), ("en", String::new()));
    let (code, cookie) = ask("/help?lang=fr", "en", "selon_lang=en");
    assert_eq!(code, "fr");
    assert!(cookie.starts_with("selon_lang=fr;"), "{cookie}");
    assert!(cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"), "{cookie}");
    assert_eq!(ask("/?lang=xx", "de", "selon_lang=\"><script>"), ("en", String::new()));
}

#[test]
fn looking_changes_nothing() {
    let house = House::demo();
    let entries = || serde_json::to_string(&house.ledger().counts().unwrap()).unwrap();
    let before = entries();
    for address in addresses(&house) {
        house.get(&address);
        house.get(&format!(
            "{address}{}do=keep&verdict=reject",
            if address.contains('?') { '&' } else { '?' }
        ));
    }
    let claim = addresses(&house).into_iter().find(|it| it.starts_with("/claim/")).unwrap();
    for address in ["/read".to_owned(), format!("{claim}/review")] {
        let address = format!("{address}?token={}&verdict=reject&do=keep&text=said", house.token());
        let answer = house.get(&address);
        assert_eq!(answer.status, 405, "{address}");
    }
    assert_eq!(entries(), before);
}

#[test]
fn what_is_not_there_is_told() {
    let house = House::demo();
    for (address, status) in [
        ("/nothing", 404),
        ("/claim/c:0", 404),
        ("/document/%00", 404),
        ("/document/%FF", 404),
        ("/document/d:0/evidence", 404),
        ("/why/x", 404),
        ("/story/s:0.json", 404),
        ("/conflicts?q=s:0", 404),
        ("/static/..%2f..%2fCargo.toml", 404),
        ("/static/nothing.css", 404),
    ] {
        let answer = house.get(address);
        assert_eq!(answer.status.as_u16(), status, "{address}");
        if address.ends_with(".json") {
            assert_eq!(answer.json()["status"], status);
        } else {
            let parsed = parse(&answer.text());
            assert!(parsed.text.contains("404"), "{address}");
        }
    }
}

#[test]
fn the_evidence_is_a_file_and_never_a_page() {
    let house = House::demo();
    let ledger = house.ledger();
    for row in ledger.documents().unwrap() {
        let answer = house.get(&format!("/document/{}/evidence", row.id));
        assert_eq!(answer.bytes, ledger.page_bytes(&row.id).unwrap());
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-disposition").starts_with("attachment; "));
    }
}

#[test]
fn a_word_on_a_claim_is_written_shown_and_taken_back() {
    let house = House::demo();
    let ledger = house.ledger();
    let claim = addresses(&house).into_iter().find(|it| it.starts_with("/claim/")).unwrap();
    let id = Id::parse(claim.strip_prefix("/claim/").unwrap());
    let say = |verdict: &str| {
        let answer = house.post(&format!("{claim}/review"), &[("verdict", verdict), ("by", "Ana")]);
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), format!("{claim}#review"));
        ledger.verdict(&id).unwrap()
    };
    assert_eq!(say("accept"), Some(Verdict::Accept));
    assert!(house.get(&claim).text().contains("verdict accept"));
    assert_eq!(say("reject"), Some(Verdict::Reject));
    assert!(house.get(&claim).text().contains("verdict reject"));
    assert_eq!(say("undo"), Some(Verdict::Accept));
    assert_eq!(ledger.reviews_of(&id).unwrap()[0].by.as_deref(), Some("Ana"));
    assert_eq!(house.post(&format!("{claim}/review"), &[("verdict", "true")]).status, 422);
    assert_eq!(house.post("/claim/c:0/review", &[("verdict", "accept")]).status, 404);
}
