use crate::{BRIDGE, Folder, ROUTE, demo};
use ledger::Ledger;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

#[test]
fn reading_a_page_twice_adds_nothing() {
    let folder = Folder::new().with("bridge.html", BRIDGE).with("route.txt", ROUTE);
    let first = folder.run(&["add", "bridge.html", "route.txt"]).done();
    assert!(first.contains("2 pages new") && first.contains("3 claims"), "{first}");
    let held = export(&folder, "selon.db");
    let again = folder.run(&["add", "bridge.html", "route.txt"]).done();
    assert!(again.contains("nothing new, 2 already held"), "{again}");
    assert_eq!(export(&folder, "selon.db"), held);
    assert_eq!(documents(&folder.file("selon.db")), 2);
}

#[test]
fn a_changed_page_adds_a_version() {
    let folder = Folder::new().with("bridge.html", BRIDGE);
    folder.run(&["add", "bridge.html"]).done();
    let folder = folder.with("bridge.html", BRIDGE.replace("stay closed", "open in June"));
    let second = folder.run(&["add", "bridge.html"]).done();
    assert!(second.contains("1 new versions of a page"), "{second}");
    let shown = folder.run(&["history", "https://alder-courier.example/bridge"]).done();
    assert!(shown.contains("disappeared") && shown.contains("open in June"), "{shown}");
}

#[test]
fn a_file_without_an_address_is_known_by_its_whole_path() {
    let folder = Folder::new().with("route.txt", ROUTE).with("in/route.txt", format!("{ROUTE}\n"));
    folder.run(&["add", "route.txt"]).done();
    let other = folder.run(&["add", "in/route.txt"]).done();
    assert!(other.contains("1 page new"), "{other}");
    let folder = folder.with("route.txt", format!("{ROUTE}\n\n"));
    let whole = folder.file("route.txt").display().to_string();
    let changed = folder.run(&["add", &whole]).done();
    assert!(changed.contains("1 new versions of a page"), "{changed}");
}

#[test]
fn what_is_skipped_is_named_and_the_rest_is_added() {
    let folder = Folder::new()
        .with("in/bridge.html", BRIDGE)
        .with("in/empty.txt", "")
        .with("in/picture.png", b"\x89PNG\0\0")
        .with("in/wrong.txt", b"\x89PNG\0\0");
    let ran = folder.run(&["add", "in"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("1 page new, 2 skipped"), "{ran:?}");
    for (name, why) in [
        ("in/empty.txt", "there is no text in it"),
        ("in/picture.png", "no page by its name"),
        ("in/wrong.txt", "its bytes are no text"),
    ] {
        let line = ran.told.lines().find(|line| line.contains(name)).unwrap();
        assert!(line.contains(why), "{line}");
    }
}

#[test]
fn a_picture_in_a_folder_of_pages_is_told_and_is_no_fault() {
    let folder = Folder::new().with("in/bridge.html", BRIDGE).with("in/dam.png", b"\x89PNG\0\0");
    for command in ["read", "add"] {
        let ran = folder.run(&[command, "in"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.told.contains("passed over in/dam.png: no page by its name"), "{ran:?}");
    }
}

#[test]
fn a_page_that_repeats_one_of_the_same_archive_is_told_as_that() {
    let record = |kind: &str, path: &str, more: &str, block: &str| {
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://courier.example/{path}\r\n{more}Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    let page = record("response", "dam", "", &format!("{answer}{BRIDGE}"));
    let refers = "WARC-Refers-To-Target-URI: https://courier.example/dam\r\n";
    let again = record("revisit", "dam?print", refers, answer);
    let other = record("revisit", "quay", "", answer);
    let folder = Folder::new().with("news.warc", [page, again, other].concat());
    let ran = folder.run(&["add", "news.warc"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let before = "1 pages that had not changed since they were archived before";
    let told =
        format!("passed over in news.warc: {before}; {before}, and were read from this file");
    assert!(ran.told.contains(&told), "{ran:?}");
}

#[test]
fn one_text_of_two_outlets_is_two_documents() {
    let text = "The bridge at Belmar is shut, the mayor said on Monday. ".repeat(20);
    let feed = |outlet: &str| {
        let host = outlet.to_lowercase();
        format!(
            "<rss version=\"2.0\"><channel><title>{outlet}</title><link>https://{host}.example/</link><item><title>The bridge</title><link>https://{host}.example/bridge</link><description>{text}{text}</description></item></channel></rss>"
        )
    };
    let folder = Folder::new().with("one.xml", feed("Courier")).with("two.xml", feed("Herald"));
    for (name, told) in
        [("one.xml", "1 page new"), ("two.xml", "1 page new"), ("one.xml", "1 already held")]
    {
        let out = folder.run(&["add", name]).done();
        assert!(out.contains(told), "{name}: {out}");
    }
    let documents = folder.run(&["documents"]).done();
    assert!(documents.contains("Courier") && documents.contains("Herald"), "{documents}");
}

#[test]
fn what_is_forgotten_stays_forgotten() {
    let folder = Folder::new().with("route.txt", ROUTE);
    folder.run(&["add", "route.txt"]).done();
    let unasked = folder.run(&["forget", "route.txt"]);
    assert_eq!(unasked.code, Some(2), "nobody is there to be asked");
    assert!(unasked.told.contains("--yes"), "{unasked:?}");
    let forgotten = folder.run(&["forget", "route.txt", "--yes"]).done();
    assert!(forgotten.contains("1 claim"), "{forgotten}");
    let again = folder.run(&["add", "route.txt"]);
    assert_eq!(again.code, Some(2));
    assert!(again.told.contains("forgotten") && again.told.contains("--force"), "{again:?}");
    let bytes = std::fs::read(folder.file("selon.db")).unwrap();
    assert!(!bytes.windows(10).any(|words| words == b"est longue"));
    assert!(folder.run(&["add", "--force", "route.txt"]).done().contains("1 page new"));
}

#[test]
fn an_interrupted_run_is_taken_up_without_loss() {
    const PAGES: usize = 250;
    let folder = generated(PAGES);
    folder.run(&["add", "--ledger", "whole.db", "in"]).done();
    let whole = export(&folder, "whole.db");

    let mut killed = begin(&folder, "killed.db", 5);
    killed.kill().unwrap();
    killed.wait().unwrap();
    let kept = documents(&folder.file("killed.db"));
    assert!((5..PAGES).contains(&kept), "{kept}");
    let rest = folder.run(&["add", "--ledger", "killed.db", "in"]).done();
    assert!(rest.contains("already held"), "{rest}");
    assert_eq!(export(&folder, "killed.db"), whole);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_run_after_the_page_at_hand() {
    const PAGES: usize = 250;
    let folder = generated(PAGES);
    let child = begin(&folder, "selon.db", 5);
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.contains("interrupted") && told.contains("goes on from there"), "{told}");
    assert!((5..PAGES).contains(&documents(&folder.file("selon.db"))));
    folder.run(&["add", "in"]).done();
    assert_eq!(documents(&folder.file("selon.db")), PAGES);
}

#[test]
fn what_an_earlier_run_left_unlinked_is_linked() {
    let folder = Folder::new();
    let mut pages: Vec<_> =
        std::fs::read_dir(demo()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let named: Vec<&str> = pages.iter().map(|path| path.to_str().unwrap()).collect();
    let all = [&["add", "--ledger", "whole.db"], named.as_slice()].concat();
    folder.run(&all).done();

    let mut left = Ledger::open(folder.file("left.db")).unwrap();
    for path in &pages[1..] {
        let bytes = std::fs::read(path).unwrap();
        let whence = Some(path.display().to_string());
        let opened =
            selon::opened::open(page::Page { bytes, whence, ..Default::default() }).unwrap();
        opened.add(&mut left, "2031-05-05T08:00:00Z", false).unwrap();
    }
    drop(left);
    folder.run(&["add", "--ledger", "left.db", named[0]]).done();
    let whole = export(&folder, "whole.db");
    assert!(whole.contains(r#""type":"link""#));
    assert_eq!(export(&folder, "left.db"), whole);
}

#[test]
fn the_same_ledger_on_one_core_and_on_two() {
    let folder = generated(20);
    for cores in ["1", "2"] {
        let ledger = format!("{cores}.db");
        let mut command = folder.command(&["add", "--ledger", &ledger, "in"]);
        assert!(command.env("RAYON_NUM_THREADS", cores).output().unwrap().status.success());
    }
    assert_eq!(export(&folder, "1.db"), export(&folder, "2.db"));
}

/// A folder with as many pages, which have no name and few words in common.
fn generated(pages: usize) -> Folder {
    let mut folder = Folder::new();
    for n in 0..pages {
        let mut text = format!("News of {}\n\n", name(n));
        for line in 0..4 {
            let [who, what, whose, how] = [31, 17, 13, 7].map(|by| name(n * by + line));
            text += &format!("{who} said that the {what} of {whose} was {how}.\n\n");
        }
        folder = folder.with(&format!("in/{n:03}.txt"), text);
    }
    folder
}

/// An invented name, another one for each number.
fn name(n: usize) -> String {
    const SYLLABLES: [&str; 12] =
        ["ba", "do", "fe", "gi", "ku", "la", "mo", "ne", "ri", "su", "ta", "vo"];
    let [a, b, c, d] = [n / 1728, n / 144, n / 12, n].map(|n| SYLLABLES[n % 12]);
    let name = format!("{c}{a}{d}{b}");
    name[..1].to_uppercase() + &name[1..]
}

/// A run that has written at least `pages` pages and is not done.
fn begin(folder: &Folder, ledger: &str, pages: usize) -> Child {
    let child = folder
        .command(&["add", "--ledger", ledger, "in"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let path = folder.file(ledger);
    let begun = Instant::now();
    while documents(&path) < pages {
        assert!(begun.elapsed() < Duration::from_secs(30), "nothing is written");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

/// How many documents a ledger holds; 0 while it is being made.
fn documents(ledger: &Path) -> usize {
    let counts = Ledger::open_read_only(ledger).and_then(|ledger| ledger.counts());
    counts.map_or(0, |counts| counts.documents as usize)
}

fn export(folder: &Folder, ledger: &str) -> String {
    folder.run(&["export", "--format", "jsonl", "--all", "--links", "--ledger", ledger]).done()
}

/// A site on this computer that answers each path as `answer` says: status line,
/// further lines of the head, body. It stands as long as the test runs.
fn site(answer: impl Fn(&str, &str) -> (String, String) + Send + 'static) -> String {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let Some(Ok(first)) = lines.next() else { continue };
            let asked: Vec<String> =
                lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            let path = first.split(' ').nth(1).unwrap();
            let (head, body) = answer(path, &asked.join("\n").to_lowercase());
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
        }
    });
    at
}

#[test]
fn a_feed_gives_its_whole_entries_and_leads_to_the_pages_of_the_others() {
    let at = site(|path, asked| match path {
        "/feed" => {
            let host = asked.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
            let text = "<p>The mayor said that the road was open.</p>".repeat(20);
            let feed = format!(
                "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>The Alder Courier</title>\
                 <item><title>The road is open</title><link>http://{host}/road</link><content:encoded><![CDATA[{text}]]></content:encoded></item>\
                 <item><title>The bridge is closed</title><link>http://{host}/bridge</link><description>The old bridge…</description></item></channel></rss>"
            );
            ("200 OK\r\nContent-Type: application/rss+xml".to_owned(), feed)
        }
        "/bridge" if asked.contains("if-none-match: \"b1\"") => {
            ("304 Not Modified".to_owned(), String::new())
        }
        "/bridge" => {
            ("200 OK\r\nContent-Type: text/html\r\nETag: \"b1\"".to_owned(), BRIDGE.to_owned())
        }
        _ => ("404 Not Found".to_owned(), String::new()),
    });
    let folder = Folder::new().with(
        "feeds.opml",
        format!("<opml version=\"2.0\"><body><outline xmlUrl=\"{at}/feed\"/></body></opml>"),
    );
    let first = folder.run(&["add", "--allow-private", "feeds.opml"]).done();
    assert!(first.contains("2 pages new"), "{first}");
    let listed = folder.run(&["documents"]).done();
    assert!(
        listed.contains("The road is open") && listed.contains("The bridge is closed"),
        "{listed}"
    );
    // The page that its site says has not changed is not sent again.
    let again = folder.run(&["add", "--allow-private", &format!("{at}/feed")]).done();
    assert!(
        again.contains("nothing new, 1 already held, 1 not changed since they were fetched"),
        "{again}"
    );
}

#[test]
fn lines_of_an_archive_without_addresses_are_no_versions_of_each_other() {
    let line = |text: &str| serde_json::json!({ "text": text }).to_string() + "\n";
    let lines = line(ROUTE) + &line(&ROUTE.replace("longue", "courte")) + "{\"id\": 1}\n";
    let folder = Folder::new().with("pages.jsonl", lines);
    let ran = folder.run(&["add", "pages.jsonl"]);
    assert!(ran.out.contains("2 pages new, 1 skipped"), "{ran:?}");
    assert!(ran.told.contains("skipped pages.jsonl, line 3: no field of it"), "{ran:?}");
}
