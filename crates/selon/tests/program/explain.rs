use crate::{BRIDGE, Folder, ROUTE};

#[test]
fn a_page_is_explained_instead_of_read_for_claims() {
    let folder = Folder::new().with("bridge.html", BRIDGE);
    let text = folder.run(&["read", "--explain", "page", "bridge.html"]).done();
    assert!(text.contains("kind          one article\n"), "{text}");
    assert!(text.contains("published     2031-05-05T08:00:00Z (meta article:published_time)"));
    assert!(text.contains("- navigation    Home World"), "{text}");
    assert!(text.contains("+ body          The old bridge has been shut to lorries"), "{text}");
    assert!(!text.contains("Ana Karo asserts"), "claims are another question");
    let several = Folder::new().with("a.html", BRIDGE).with("b.txt", ROUTE);
    let text = several.run(&["read", "--explain", "page", "a.html", "b.txt"]).done();
    assert!(text.contains("La route est longue") && text.ends_with("In all 2 pages.\n"), "{text}");
}

#[test]
fn for_programs_the_line_of_the_document_is_given_as_it_is() {
    let folder = Folder::new().with("bridge.html", BRIDGE);
    let whole = folder.run(&["read", "--format", "jsonl", "bridge.html"]).done();
    let lines = folder.run(&["read", "--explain", "page", "--format", "jsonl", "bridge.html"]);
    assert_eq!(lines.done().lines().collect::<Vec<_>>(), [whole.lines().next().unwrap()]);
    let pages = folder.run(&["read", "--explain", "page", "--format", "json", "bridge.html"]);
    let pages = pages.json();
    assert_eq!(pages[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["document"]);
    assert_eq!(pages[0]["document"]["blocks"][0]["reason"], "zone/nav");
}

#[test]
fn what_cannot_be_explained_is_said() {
    let folder = Folder::new().with("bridge.html", BRIDGE);
    let ran = folder.run(&["read", "--explain", "page", "--format", "csv", "bridge.html"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.told.contains("take --format table, json or jsonl"), "{}", ran.told);
    let ran = folder.run(&["read", "--full", "bridge.html"]);
    assert!(ran.told.contains("--explain"), "{}", ran.told);
}

#[test]
fn show_tells_what_stands_on_many_pages_of_the_site() {
    let mut folder = Folder::new();
    for (number, article) in (1..).zip([
        "The ferry to the outer isles sails again from Thursday, said Odo Brask, who runs the line, after nine weeks.",
        "Two bakers have put their ovens together, and flour is dear, said Lene Marsk, who has baked here for long.",
        "The school opens a week late, the mayor said, because the tiles for its roof came broken out of the boat.",
    ]) {
        let html = format!(
            "<html lang=\"en\"><head><title>The week at Hollin, part {number}</title>\
             <link rel=\"canonical\" href=\"https://www.sedge-gazette.example/{number}\"></head><body>\
             <article><h1>The week at Hollin, part {number}</h1><p>{article}</p>\
             <p>“Our newsroom has eleven people,” said Ida Falk, who leads it.</p></article></body></html>"
        );
        folder = folder.with(&format!("in/{number}.html"), html);
    }
    folder.run(&["add", "in"]).done();
    let text = folder.run(&["show", "https://www.sedge-gazette.example/2"]).done();
    assert!(text.contains("On many pages of sedge-gazette.example, 3 of them held\n"), "{text}");
    assert!(
        text.contains("  on 3 pages “Our newsroom has eleven people,” said Ida Falk"),
        "{text}"
    );
    assert!(text.contains("    claim 2 Our newsroom has eleven people · c:"), "{text}");
    assert!(!text.contains("Ida Falk asserts"), "it is folded: {text}");
    let json = folder.run(&["show", "--json", "https://www.sedge-gazette.example/2"]).json();
    assert_eq!(json["claims"][1]["on_site"], 3, "and it is still there");
}
