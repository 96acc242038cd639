use crate::asking::House;
use crate::html::parse;
use selon::fetch::Policy;
use std::io::{Read, Write};
use std::net::TcpListener;

const TEXT: &str = "The bridge at Belmar is closed\n\nThe mayor of Belmar, Ana Karo, said on Monday \
                    that the bridge would stay closed until June. “Nobody crosses,” she said.\n";

#[test]
fn a_pasted_text_shows_its_claims_and_leaves_no_trace() {
    let house = House::empty();
    let answer = house.read(&[("text", TEXT), ("do", "read")]);
    assert_eq!(answer.status, 200);
    let parsed = parse(&answer.text());
    assert!(parsed.text.contains("Nobody crosses") && parsed.text.contains("Ana Karo"));
    assert!(parsed.tags.iter().any(|(element, _)| element == "article"), "a claim's card");
    // It has no page of its own yet.
    assert!(!parsed.values("href").iter().any(|(_, to)| to.starts_with("/claim/")));
    assert_eq!(house.entries(), 0);
}

#[test]
fn what_was_read_can_be_kept_without_sending_it_again() {
    let house = House::empty();
    let page = parse(&house.read(&[("text", TEXT), ("do", "read")]).text());
    let hidden = page
        .tags
        .iter()
        .find(|(_, attributes)| attributes.contains(&("name".to_owned(), "shelf".to_owned())));
    let (_, attributes) = hidden.unwrap();
    let (_, shelf) = attributes.iter().find(|(name, _)| name == "value").unwrap();
    let kept = house.post("/read", &[("shelf", shelf), ("do", "keep")]);
    assert_eq!(kept.status, 303);
    let there = kept.header("location").to_owned();
    assert_eq!(house.get(&there).status, 200);
    assert_eq!(house.entries(), 1);
    // Twice is once.
    assert_eq!(house.post("/read", &[("shelf", shelf), ("do", "keep")]).header("location"), there);
    assert_eq!(house.entries(), 1);
    assert!(
        parse(&house.read(&[("text", TEXT)]).text())
            .values("href")
            .iter()
            .any(|(_, to)| *to == there)
    );
    assert_eq!(house.post("/read", &[("shelf", "0"), ("do", "keep")]).status, 410);
}

#[test]
fn a_kept_page_is_compared_with_those_that_are_there() {
    let house = House::demo();
    let ledger = house.ledger();
    let row = &ledger.documents().unwrap()[0];
    let mut page = String::from_utf8(ledger.page_bytes(&row.id).unwrap()).unwrap();
    page.push_str("<!-- another copy -->");
    let answer = house.post("/read", &[("file", &page), ("do", "keep")]);
    assert_eq!(answer.status, 303);
    let id = schema::Id::parse(answer.header("location").strip_prefix("/document/").unwrap());
    assert_ne!(id, row.id);
    let versions = ledger.versions_of(&id).unwrap();
    assert!(!ledger.links_of(&id).unwrap().is_empty() || versions.len() > 1);
}

#[test]
fn a_file_is_read_like_a_text() {
    let house = House::empty();
    let page = "<html><body><h1>The bridge is closed</h1><p>The mayor of Belmar, Ana Karo, said \
                that the bridge would stay closed until June.</p></body></html>";
    let parsed = parse(&house.read(&[("file", page), ("text", "")]).text());
    assert!(parsed.text.contains("page.html") && parsed.text.contains("Ana Karo"));
}

#[test]
fn what_cannot_be_read_is_told() {
    let house = House::empty();
    for (fields, status) in [
        (&[("text", "   ")][..], 422),
        (&[][..], 422),
        (&[("file", "\u{0}\u{1}\u{2}\u{3}ELF\u{0}\u{0}\u{0}\u{0}")][..], 422),
        (&[("file", "<html><body><script>1</script></body></html>")][..], 422),
        (&[("address", "file:///etc/passwd")][..], 502),
        (&[("address", "http://127.0.0.1:1/")][..], 502),
        (&[("address", "http://[::1]/")][..], 502),
        (&[("address", "http://169.254.169.254/latest")][..], 502),
        (&[("address", "not an address")][..], 502),
    ] {
        let answer = house.post("/read", fields);
        assert_eq!(answer.status.as_u16(), status, "{fields:?}");
        parse(&answer.text());
    }
    assert_eq!(house.entries(), 0);
}

#[test]
fn an_address_is_fetched_and_read() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/news/bridge", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        // Robots.txt first, then the page.
        for stream in listener.incoming().take(2) {
            let mut stream = stream.unwrap();
            let mut request = [0; 2048];
            let size = stream.read(&mut request).unwrap();
            let robots = String::from_utf8_lossy(&request[..size]).starts_with("GET /robots.txt");
            let (status, body) = if robots { ("404 Not Found", "") } else { ("200 OK", TEXT) };
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\n\
                 Content-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            stream.write_all((head + body).as_bytes()).unwrap();
        }
    });
    let house = House::with_policy(Policy { allow_private: true, ..Policy::default() });
    let answer = house.read(&[("address", &address)]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let parsed = parse(&answer.text());
    assert!(parsed.text.contains("Ana Karo") && parsed.text.contains(&address));
    assert_eq!(house.entries(), 0);
    server.join().unwrap();
}

#[test]
fn a_locked_ledger_is_told_and_can_still_be_read() {
    let house = House::demo();
    let other = rusqlite::Connection::open(house.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(house.get("/documents").status, 200);
    let answer = house.post("/read", &[("text", TEXT), ("do", "keep")]);
    assert_eq!(answer.status, 503);
    parse(&answer.text());
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(house.post("/read", &[("text", TEXT), ("do", "keep")]).status, 303);
}

#[test]
fn a_ledger_that_went_away_is_told() {
    let house = House::empty();
    std::fs::remove_file(house.path()).unwrap();
    let answer = house.get("/documents");
    assert_eq!(answer.status, 503);
    parse(&answer.text());
}

#[test]
fn a_forgotten_page_does_not_come_back_by_the_web() {
    let house = House::empty();
    let there =
        house.post("/read", &[("text", TEXT), ("do", "keep")]).header("location").to_owned();
    let id = schema::Id::parse(there.strip_prefix("/document/").unwrap());
    house.ledger().forget(&id, "Ana", crate::asking::AT).unwrap();
    assert_eq!(house.post("/read", &[("text", TEXT), ("do", "keep")]).status, 409);
    assert_eq!(house.get(&there).status, 404);
    assert!(parse(&house.get("/documents").text()).text.contains("Ana"));
}

#[test]
fn a_page_that_is_only_read_is_compared_as_well() {
    let house = House::demo();
    let ledger = house.ledger();
    let row = ledger.documents().unwrap().into_iter().max_by_key(|row| row.claims).unwrap();
    let document = ledger.document(&row.id).unwrap();
    let body: Vec<&str> = document.kept().map(|block| document.words(block.span)).collect();
    let (entries, links) = (house.entries(), ledger.counts().unwrap().links);
    let page = parse(&house.read(&[("text", &body.join("\n\n"))]).text());
    assert!(page.values("href").contains(&("a", format!("/document/{}", row.id).as_str())));
    assert!(page.values("id").contains(&("section", "links")));
    assert_eq!((house.entries(), ledger.counts().unwrap().links), (entries, links));
}

#[test]
fn what_was_read_has_an_address_and_a_twin_until_it_makes_room() {
    let house = House::empty();
    let there = house.post("/read", &[("text", TEXT)]).header("location").to_owned();
    let opened = selon::opened::open(page::Page {
        bytes: TEXT.as_bytes().to_vec(),
        ..page::Page::default()
    });
    let selon::opened::Opened { document, reading, .. } = opened.unwrap();
    assert_eq!(there, format!("/read/{}", document.page.sha256));
    let (engine, knowledge) = (reader::ENGINE, knowledge::digest());
    let view = view::preview(&house.ledger(), document, reading, engine, knowledge).unwrap();
    let twin = house.get(&format!("{there}.json")).json();
    assert_eq!(twin, serde_json::to_value(view).unwrap());
    for number in 0..8 {
        house.read(&[("text", &format!("{TEXT}{number}"))]);
    }
    assert_eq!(house.get(&there).status, 410);
    assert_eq!(house.entries(), 0);
}

#[test]
fn what_holds_many_pages_is_told_and_nothing_is_written() {
    let house = House::empty();
    let feed = "<rss version=\"2.0\"><channel><item><title>The bridge</title><link>https://courier.example/bridge</link></item></channel></rss>";
    let line = "{\"html\": \"<p>The bridge is shut.\"}\n{\"html\": \"<p>It is open.\"}\n";
    for many in [feed, line] {
        let answer = house.post("/read", &[("file", many), ("do", "keep")]);
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("There are many pages in it"), "{}", answer.text());
    }
    assert_eq!(house.entries(), 0);
}
