use crate::{BRIDGE, Folder, ROUTE, demo};
use serde_json::Value;

fn with_ledger() -> Folder {
    let folder = Folder::new().with("bridge.html", BRIDGE).with("route.txt", ROUTE);
    folder.run(&["add", "bridge.html", "route.txt"]).done();
    folder
}

/// The id of the one claim that a query finds.
#[track_caller]
fn one(folder: &Folder, query: &str) -> String {
    let found = folder.run(&["find", "--json", query]).json();
    assert_eq!(found["total"], 1, "{found}");
    found["rows"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn claims_are_found_by_words_facets_and_a_sentence() {
    let folder = with_ledger();
    let found = folder.run(&["find", "bridge", "speaker:Ana Karo"]).done();
    assert!(found.contains("“The bridge will stay closed"), "{found}");
    assert!(found.contains("1 claim."), "{found}");
    let denied = folder.run(&["find", "stance:denies"]).done();
    assert!(denied.contains("the bridge was unsafe"), "{denied}");
    let noted = folder.run(&["find", "bridge", "stance:shouts"]).done();
    assert!(noted.contains("stance:shouts was left aside"), "{noted}");
    let sentence = "People in the town say the bridge will stay closed for long";
    let alike = folder.run(&["find", sentence]).done();
    assert!(alike.contains("% alike") && alike.contains("Ana Karo"), "{alike}");
    assert!(folder.run(&["find", "volcano"]).done().contains("0 claims."));
}

#[test]
fn a_thing_is_named_by_the_beginning_of_its_id() {
    let folder = with_ledger();
    let id = one(&folder, "stay closed");
    for beginning in [&id[..], &id[..10], &id[2..10]] {
        let shown = folder.run(&["show", "--json", beginning]).json();
        assert_eq!(shown["claim"]["id"], id.as_str());
        let why = folder.run(&["why", "--json", beginning]).json();
        assert_eq!(why["id"], id.as_str());
        assert_eq!(why["steps"][0]["what"], "content");
    }
    let many = folder.run(&["show", "c:"]);
    assert_eq!(many.code, Some(2));
    assert!(many.told.contains("the beginning of several ids"), "{many:?}");
    let none = folder.run(&["show", "c:0000000000000000"]);
    assert!(none.told.contains("nothing of that name"), "{none:?}");
}

#[test]
fn documents_speakers_and_stories_are_shown() {
    let folder = with_ledger();
    let by_file = folder.run(&["show", "route.txt"]).done();
    assert!(by_file.starts_with("La route est longue\n"), "{by_file}");
    let by_name = folder.run(&["show", "Ana Karo"]).done();
    assert!(by_name.contains("1 claim") && by_name.contains("The Alder Courier"), "{by_name}");
    assert!(folder.run(&["documents"]).done().contains("2 pages, 3 claims"));
    let stories = folder.run(&["stories", "--json"]).json();
    assert!(stories.is_array());
    let nobody = folder.run(&["show", "Nobody Anywhere"]);
    assert_eq!(nobody.code, Some(2));
}

#[test]
fn an_origin_is_asked_for_by_id_or_words() {
    let folder = with_ledger();
    let id = one(&folder, "stay closed");
    for asked in [vec!["origin", "--json", &id], vec!["origin", "--json", "stay", "closed"]] {
        let origins = folder.run(&asked).json();
        assert_eq!(origins.as_array().unwrap().len(), 1);
        assert_eq!(origins[0]["claim"]["id"], id.as_str());
        assert_eq!(origins[0]["independence"]["pages"], 1);
    }
    let table = folder.run(&["origin", &id]).done();
    assert!(table.contains("According to whom") && table.contains("1 page"), "{table}");
    let history = folder.run(&["history", &id]).done();
    assert!(history.contains("2031-05-05") && history.contains("carried"), "{history}");
    assert_eq!(folder.run(&["conflicts", "--json"]).json(), Value::Array(Vec::new()));
}

#[test]
fn a_review_is_given_taken_back_and_survives_a_run() {
    let folder = with_ledger();
    let id = one(&folder, "stay closed");
    let given = folder.run(&["review", "reject", &id, "--by", "Edda"]).done();
    assert!(given.starts_with("rejected\n"), "{given}");
    folder.run(&["add", "bridge.html"]).done();
    let shown = folder.run(&["show", &id]).done();
    assert!(shown.contains("[rejected]") && shown.contains("Edda"), "{shown}");
    folder.run(&["review", "undo", &id]).done();
    assert!(folder.run(&["show", "--json", &id]).json()["verdict"].is_null());
    let accepted = folder.run(&["review", "accept", "--json", &id]).json();
    assert_eq!(accepted["verdict"], "accept");
    assert!(folder.run(&["review", "list"]).done().contains("3 reviews; 0 without a claim"));
}

#[test]
fn the_ledger_is_written_out() {
    let folder = with_ledger();
    let jsonl = folder.run(&["export", "--format", "jsonl"]).done();
    assert_eq!(jsonl.lines().filter(|line| line.contains(r#""type":"claim""#)).count(), 3);
    let csv = folder.run(&["export", "--format", "csv", "route.txt"]).done();
    assert_eq!(csv.lines().count(), 2, "one document alone: {csv}");
    folder.run(&["export", "--format", "web-annotation", "-o", "out.json"]).done();
    let written = std::fs::read(folder.file("out.json")).unwrap();
    let written: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(written["total"], 3);
    assert!(!folder.file("out.json.part").exists());
}

#[test]
fn a_question_changes_nothing_and_leaves_nothing_behind() {
    let folder = with_ledger();
    let before = std::fs::read(folder.file("selon.db")).unwrap();
    folder.run(&["find", "bridge"]).done();
    folder.run(&["documents"]).done();
    assert_eq!(std::fs::read(folder.file("selon.db")).unwrap(), before);
    let mut names: Vec<_> = std::fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["bridge.html", "route.txt", "selon.db"]);
}

#[test]
fn every_answer_about_the_demo_can_be_printed() {
    let folder = Folder::new();
    folder.run(&["add", demo().to_str().unwrap()]).done();
    let held = folder.run(&["documents", "--json"]).json();
    for row in held["documents"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        for question in ["show", "why", "history", "conflicts", "origin"] {
            folder.run(&[question, id]).done();
            folder.run(&[question, id, "--json"]).json();
        }
    }
    let stories = folder.run(&["stories", "--json"]).json();
    let story = stories[0]["id"].as_str().unwrap();
    for question in ["show", "why", "history", "conflicts", "origin"] {
        folder.run(&[question, story]).done();
    }
    folder.run(&["conflicts"]).done();
}
