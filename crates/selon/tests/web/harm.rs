use crate::asking::{AT, House, PORT, addresses, form, multipart};
use crate::html::parse;
use axum::body::Body;
use axum::http::{Request, header};
use page::Page;
use schema::{ChainKind, ChainLink, Confidence, Found, Note, Place, PlaceUse, Span};
use selon::opened::{self, Opened};

/// What means harm: it would end an attribute, open an element, run, turn the
/// line around, or end a string.
const HARM: &str =
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;\u{202e}tfel\u{0} {n}";

/// A page whose every text means harm.
fn hostile() -> Opened {
    let text = format!(
        "The bridge {HARM} is closed\n\nThe mayor of Belmar, Ana Karo, said that the bridge {HARM} \
         was closed. “Nobody {HARM} crosses, and 41 people wait,” she said.\n"
    )
    .replace('\0', "");
    let mut page = opened::open(Page { bytes: text.into_bytes(), ..Page::default() }).unwrap();
    let found = |value: String| {
        let evidence = format!("meta {HARM}");
        Some(Found { value, evidence, span: None, confidence: Confidence::percent(50) })
    };
    let document = &mut page.document;
    document.title = found(format!("Title {HARM}"));
    document.outlet = found(format!("Outlet {HARM}"));
    document.url = found(format!("javascript:alert(1)//{HARM}"));
    document.published = found(format!("2031-05-02T{HARM}"));
    document.modified = found(HARM.to_owned());
    document.language = found(format!("en{HARM}"));
    let signer = |found| schema::Signer { found, kind: schema::SignerKind::Person };
    document.byline.extend(found(format!("Author {HARM}")).map(signer));
    document.page.whence = Some(format!("https://x.example/{HARM}"));
    document.page.charset = HARM.to_owned();
    for block in &mut document.blocks {
        block.reason = format!("role/{HARM}");
    }
    document.blocks[0].kept = false;
    assert!(!page.reading.claims.is_empty());
    for claim in &mut page.reading.claims {
        claim.speaker.name = format!("Speaker {HARM}");
        claim.rule = format!("rule/{HARM}");
        claim.chain.push(ChainLink {
            name: format!("Agency {HARM}"),
            kind: ChainKind::Agency,
            span: None,
            inferred: true,
        });
        claim.content.text = format!("Content {HARM}");
        claim.places.push(Place {
            text: format!("Place {HARM}"),
            span: Span::new(0, 3),
            gazetteer: Some(HARM.to_owned()),
            lat: None,
            lon: None,
            precision_km: None,
            r#use: PlaceUse::Literal,
            rule: HARM.to_owned(),
            confidence: Confidence::percent(1),
        });
        for figure in &mut claim.figures {
            figure.unit = HARM.to_owned();
            figure.text = HARM.to_owned();
        }
        for time in &mut claim.times {
            (time.value, time.earliest) = (Some(HARM.to_owned()), Some(HARM.to_owned()));
        }
    }
    page.reading.notes.push(Note {
        document: page.document.id.clone(),
        span: Some(Span::new(0, 3)),
        rule: format!("language/{HARM}"),
        message: HARM.to_owned(),
    });
    page
}

#[test]
fn a_hostile_page_is_only_text() {
    let house = House::empty();
    let hostile = hostile();
    let mut ledger = house.ledger();
    hostile.add(&mut ledger, AT, false).unwrap();
    let claim = format!("/claim/{}", hostile.reading.claims[0].id);
    assert_eq!(
        house.post(&format!("{claim}/review"), &[("verdict", "accept"), ("by", HARM)]).status,
        303
    );
    let encoded =
        "%22%27%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3Cimg%20src=x%20onerror=alert(1)%3E%E2%80%AE";
    let mut all = addresses(&house);
    all.extend([
        format!("/search?q={encoded}"),
        format!("/search?q=stance:{encoded}"),
        format!("/conflicts?q={encoded}"),
        format!("/{encoded}"),
        format!("/claim/{encoded}"),
        format!("/?{encoded}={encoded}"),
        "/search?q=speaker".to_owned(),
    ]);
    for address in &all {
        let answer = house.get(address);
        let html = answer.text();
        let parsed = parse(&html);
        assert!(!html.contains('\0'));
        for (element, to) in parsed.values("href") {
            let ours = to.starts_with(['/', '#']) && !to.starts_with("//");
            assert!(ours, "{address}: <{element} href={to:?}>");
        }
    }
    // It is shown, not lost.
    for address in [format!("/document/{}", hostile.document.id), claim, "/documents".to_owned()] {
        let text = parse(&house.get(&address).text()).text;
        assert!(text.contains("<script>alert(1)</script>"), "{address}");
    }
    let read = house.read(&[("text", &hostile.document.text)]);
    assert_eq!(read.status, 200);
    assert!(parse(&read.text()).text.contains("<script>alert(1)</script>"));
}

#[test]
fn every_answer_tells_the_browser_to_do_nothing_but_show_it() {
    let house = House::demo();
    let request = |method: &str, path: &str| Request::builder().method(method).uri(path);
    let host = ("host", "evil.example");
    let answers = [
        house.get("/"),
        house.get("/documents.json"),
        house.get("/nothing"),
        house.get("/static/selon.css"),
        house.get("/static/selon.svg"),
        house.get(&format!("/document/{}/evidence", house.ledger().documents().unwrap()[0].id)),
        house.ask(request("POST", "/read").body(Body::empty()).unwrap()),
        house.ask(request("PUT", "/").body(Body::empty()).unwrap()),
        house.ask(request("OPTIONS", "/read").body(Body::empty()).unwrap()),
        house.ask(request("HEAD", "/").body(Body::empty()).unwrap()),
        house.ask(request("GET", "/").header(host.0, host.1).body(Body::empty()).unwrap()),
        house.post("/read", &[("text", "")]),
    ];
    for answer in answers {
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{} {policy}", answer.status);
        }
        assert!(!policy.contains("unsafe") && !policy.contains("script-src"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
    }
}

#[test]
fn only_the_names_of_this_machine_are_answered() {
    let house = House::demo();
    let ask = |host: &str, path: &str| {
        let request = Request::get(path).header(header::HOST, host);
        house.ask(request.body(Body::empty()).unwrap()).status.as_u16()
    };
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"] {
        assert_eq!(ask(&format!("{host}:{PORT}"), "/documents"), 200, "{host}");
    }
    for host in [
        "evil.example",
        "evil.example:7878",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:7878.evil.example",
        "127.0.0.1.evil.example:7878",
        "localhost.:7878",
        "user@127.0.0.1:7878",
        "127.0.0.1:7878:7878",
        "[::1]:1",
        "2130706433:7878",
        "",
    ] {
        assert_eq!(ask(host, "/documents"), 421, "{host:?}");
    }
    assert_eq!(ask("127.0.0.1:7878", "http://evil.example/documents"), 421);
    // What is refused shows nothing of the ledger.
    let request = Request::get("/documents").header(header::HOST, "evil.example:7878");
    let text = house.ask(request.body(Body::empty()).unwrap()).text();
    assert!(!text.contains("Brenov") && !text.contains(&house.token()));
}

#[test]
fn nothing_is_changed_but_by_a_form_of_this_house() {
    let house = House::demo();
    let claim = addresses(&house).into_iter().find(|it| it.starts_with("/claim/")).unwrap();
    let before = house.entries();
    let token = house.token();
    let wrong = format!("{}0", &token[..63]);
    let wrong = if wrong == token { format!("{}1", &token[..63]) } else { wrong };
    let own = format!("http://127.0.0.1:{PORT}");
    let send = |path: &str, token: Option<&str>, headers: &[(&str, &str)]| {
        let mut fields = vec![("verdict", "reject"), ("text", "He said it."), ("do", "keep")];
        fields.extend(token.map(|token| ("token", token)));
        let mut request = form(path, &fields);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        house.ask(request.body(multipart(&fields)).unwrap()).status.as_u16()
    };
    for path in [format!("{claim}/review"), "/read".to_owned()] {
        for (token, headers) in [
            (None, &[("origin", own.as_str())][..]),
            (Some(""), &[]),
            (Some(wrong.as_str()), &[]),
            (Some(&token[..63]), &[]),
            (Some(token.as_str()), &[("origin", "http://evil.example")][..]),
            (Some(token.as_str()), &[("origin", "null")]),
            (Some(token.as_str()), &[("origin", "http://127.0.0.1:1")]),
            (Some(token.as_str()), &[("origin", "https://127.0.0.1:7878")]),
            (Some(token.as_str()), &[("sec-fetch-site", "cross-site")]),
            (Some(token.as_str()), &[("sec-fetch-site", "same-site")]),
            (Some(token.as_str()), &[("sec-fetch-site", "none")]),
            (Some(token.as_str()), &[("sec-fetch-site", "same-origin"), ("origin", "http://a.b")]),
        ] {
            assert_eq!(send(&path, token, headers), 403, "{path} {token:?} {headers:?}");
        }
        // As a link or a simple form of another site would send it.
        let plain = Request::post(&path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("token={token}&verdict=reject&text=said&do=keep")));
        assert!(house.ask(plain.unwrap()).status.is_client_error());
        let json = Request::post(&path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(format!("{{\"token\":\"{token}\"}}")));
        assert!(house.ask(json.unwrap()).status.is_client_error());
    }
    assert_eq!(house.entries(), before);
    let good = [("origin", "null"), ("sec-fetch-site", "same-origin")];
    assert_eq!(send(&format!("{claim}/review"), Some(&token), &good), 303);
    assert_eq!(house.entries(), before + 1);
}

#[test]
fn another_site_can_send_a_reader_here_and_take_nothing() {
    let house = House::demo();
    let ask = |site: &str, goes: &str| {
        let request = Request::get("/documents")
            .header("sec-fetch-site", site)
            .header("sec-fetch-dest", goes);
        house.ask(request.body(Body::empty()).unwrap())
    };
    for (site, goes) in [
        ("none", "document"),
        ("same-origin", "document"),
        ("same-origin", "style"),
        ("cross-site", "document"),
    ] {
        assert_eq!(ask(site, goes).status, 200, "{site} {goes}");
    }
    for goes in ["script", "image", "iframe", "empty", "object", "style"] {
        for site in ["cross-site", "same-site"] {
            let answer = ask(site, goes);
            assert_eq!(answer.status, 403, "{site} {goes}");
            assert!(!answer.text().contains("Brenov"));
        }
    }
}

#[test]
fn a_token_is_new_in_each_process() {
    let (one, other) = (House::empty().token(), House::empty().token());
    assert_ne!(one, other);
    assert_eq!(one.len(), 64);
}
