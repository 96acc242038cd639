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
