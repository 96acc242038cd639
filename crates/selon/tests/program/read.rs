use crate::{BRIDGE, Folder, ROUTE, blotted, demo};
use expect_test::expect;
use serde_json::Value;
use std::io::{Read, Write};
use std::process::Stdio;

#[test]
fn a_table_for_people() {
    let folder = Folder::new().with("bridge.html", BRIDGE);
    let table = blotted(&folder.run(&["read", "bridge.html"]).done());
    expect![[r#"
        The bridge is closed
          en (stop words of the kept text) · published 2031-05-05T08:00:00Z (meta
          article:published_time) · outlet The Alder Courier (meta og:site_name)
          https://alder-courier.example/bridge (link canonical)
          d:# · bridge.html

        1    Ana Karo asserts · direct
             “The bridge will stay closed”
             c:# · attribution/quotation-cue 0.95

        2    ministry (written “The ministry”) denies · indirect
             the bridge was unsafe
             c:# · attribution/complement 0.92

        2 claims, 0 notes; 1 of 5 blocks left out as furniture (1 navigation).
    "#]]
    .assert_eq(&table);
    assert_eq!(blotted(&folder.run(&["bridge.html"]).done()), table, "read may be left out");
}

#[test]
fn lines_for_programs_are_the_contract() {
    let folder = Folder::new().with("bridge.html", BRIDGE);
    let lines = folder.run(&["read", "--format", "jsonl", "bridge.html"]).done();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<&str> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["document", "claim", "claim"]);
    let names =
        |line: &Value| line.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    expect!["type schema_version engine knowledge id page kind url outlet language title byline published modified text blocks"].assert_eq(&names(&lines[0]));
    expect!["type id document sentence kind mode content cue source speaker addressee chain stance polarity hedges attributed_at predicate figures times places event nested_in group rule confidence"].assert_eq(&names(&lines[1]));
    let claim = &lines[1];
    let text: Vec<char> = lines[0]["text"].as_str().unwrap().chars().collect();
    let span = &claim["content"]["spans"][0];
    let at = |i: usize| usize::try_from(span[i].as_u64().unwrap()).unwrap();
    let words: String = text[at(0)..at(1)].iter().collect();
    assert_eq!(words, claim["content"]["text"].as_str().unwrap(), "offsets count code points");

    let all = folder.run(&["read", "--format", "jsonl", "--all", "bridge.html"]).done();
    assert!(all.starts_with(&all[..all.find('\n').unwrap()]));
    assert!(all.lines().count() > lines.len(), "--all gives more");
}

#[test]
fn one_array_with_an_object_for_each_page() {
    let folder = Folder::new().with("bridge.html", BRIDGE).with("route.txt", ROUTE);
    let pages = folder.run(&["read", "--format", "json", "bridge.html", "route.txt"]).json();
    let names = |page: &Value| page.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(pages.as_array().unwrap().len(), 2);
    assert_eq!(names(&pages[0]), ["document", "claims", "notes"]);
    assert_eq!(pages[1]["claims"][0]["content"]["text"], "la route est longue");
    let all = folder.run(&["read", "--format", "json", "--all", "route.txt"]).json();
    assert!(names(&all[0]).contains(&"entities".to_owned()));
}

#[test]
fn a_row_for_each_claim() {
    let folder = Folder::new().with("bridge.html", BRIDGE).with("route.txt", ROUTE);
    let rows = folder.run(&["read", "--format", "csv", "bridge.html", "route.txt"]).done();
    expect![[r#"
        claim,document,url,outlet,language,title,published,retrieved,page_sha256,kind,stance,polarity,speaker,speaker_type,source,through,cue,content,char_start,char_end,figures,figure_low,figure_high,figure_unit,times,places,rule,confidence,verdict
        c:#,d:#,https://alder-courier.example/bridge,The Alder Courier,en,The bridge is closed,2031-05-05T08:00:00Z,,#,direct,asserts,positive,Ana Karo,person,Ana Karo,,said,The bridge will stay closed,100,127,,,,,,,attribution/quotation-cue,0.95,
        c:#,d:#,https://alder-courier.example/bridge,The Alder Courier,en,The bridge is closed,2031-05-05T08:00:00Z,,#,indirect,denies,positive,ministry,government,The ministry,,denied,the bridge was unsafe,171,192,,,,,,,attribution/complement,0.92,
        c:#,d:#,,,fr,La route est longue,,,#,indirect,asserts,positive,maire,person,Le maire,,a dit,la route est longue,40,59,,,,,,,attribution/complement,0.92,
    "#]].assert_eq(&blotted(&rows));
}

#[test]
fn several_pages_a_folder_and_the_standard_input() {
    let folder = Folder::new().with("in/b/route.txt", ROUTE).with("in/a.html", BRIDGE);
    let table = folder.run(&["read", "in"]).done();
    assert!(table.find("The bridge is closed") < table.find("La route est longue"), "{table}");
    assert!(table.ends_with("In all 2 pages, 3 claims.\n"), "{table}");

    let mut child =
        folder.command(&["-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(ROUTE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("la route est longue"));
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let folder = Folder::new().with("route.txt", ROUTE);
    let colours = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.command(arguments);
        let output = command.envs(variables.iter().copied()).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!colours(&["read", "route.txt"], &[]), "a pipe is no terminal");
    assert!(colours(&["read", "route.txt"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colours(&["read", "route.txt"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colours(&["read", "route.txt", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(colours(&["--color", "always", "route.txt"], &[]));
    assert!(!colours(&["read", "route.txt", "--color=never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let folder = Folder::new();
    let demo = demo();
    let arguments = ["read", "--format", "jsonl", demo.to_str().unwrap()];
    let mut child =
        folder.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_same_bytes_on_one_core_and_on_two() {
    let folder = Folder::new();
    let demo = demo();
    let read = |cores: &str| {
        let arguments = ["read", "--format", "jsonl", "--all", demo.to_str().unwrap()];
        folder.command(&arguments).env("RAYON_NUM_THREADS", cores).output().unwrap().stdout
    };
    let one = read("1");
    assert!(!one.is_empty());
    assert_eq!(one, read("2"));
}

/// A WARC with a page for each of `bodies`, an image and a redirect.
fn warc(bodies: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut record = |address: &str, head: &str, body: &str| {
        let block = format!("HTTP/1.1 {head}\r\n\r\n{body}");
        out.extend_from_slice(
            format!(
                "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-05-06T07:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
                block.len()
            )
            .as_bytes(),
        );
    };
    record("https://courier.example/a.png", "200 OK\r\nContent-Type: image/png", "PNG");
    for (n, body) in bodies.iter().enumerate() {
        record(&format!("https://courier.example/{n}"), "200 OK\r\nContent-Type: text/html", body);
    }
    record("https://courier.example/old", "301 Moved\r\nLocation: /new", "");
    out
}

#[test]
fn an_archive_is_read_page_by_page_and_what_is_no_page_is_counted() {
    let folder = Folder::new().with("news.warc", warc(&[BRIDGE, &format!("<p>{ROUTE}</p>")]));
    let ran = folder.run(&["read", "--format", "jsonl", "news.warc"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let documents: Vec<serde_json::Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &serde_json::Value| line["type"] == "document")
        .collect();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1]["url"]["value"], "https://courier.example/1");
    assert_eq!(documents[1]["page"]["retrieved"], "2031-05-06T07:00:00Z");
    let whence = documents[1]["page"]["whence"].as_str().unwrap();
    assert!(whence.starts_with("news.warc at byte "), "{whence}");
    assert_eq!(
        ran.told.trim(),
        "passed over in news.warc: 1 pictures, scripts and others that are no page; 1 redirects and errors of the site"
    );
}

#[test]
fn damage_in_an_archive_is_told_with_its_place_and_the_rest_is_read() {
    let mut archive = warc(&[BRIDGE]);
    archive.extend_from_slice(b"JUNK\r\n\r\n");
    let other = String::from_utf8(warc(&[ROUTE])).unwrap().replace("courier.", "herald.");
    archive.extend_from_slice(other.as_bytes());
    let folder = Folder::new().with("news.warc", archive);
    let ran = folder.run(&["add", "news.warc"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("2 pages new, 1 skipped"), "{ran:?}");
    let lost = ran.told.lines().find(|line| line.starts_with("skipped")).unwrap();
    assert!(lost.contains("news.warc at byte") && lost.contains("3 whole records"), "{lost}");
    let again = folder.run(&["add", "news.warc"]);
    assert!(again.out.contains("nothing new, 2 already held"), "{again:?}");
}
