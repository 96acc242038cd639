//! The pages in a real browser: Debian's Chromium, driven by its chromedriver.
//! Where these are not installed the tests say so and do nothing.

#![allow(clippy::unwrap_used)]

use ledger::Ledger;
use selon::fetch::Policy;
use selon::web::{self, Options};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// The widths that are looked at: the narrowest phone, a phone, a wide screen.
const WIDTHS: [u32; 3] = [360, 390, 1280];

#[test]
fn every_page_fits_every_screen_and_the_browser_has_nothing_to_say() {
    let (Some(browser), site) = (Browser::start(), Site::demo()) else { return };
    for path in site.paths() {
        for width in WIDTHS {
            browser.size(width);
            for scheme in ["light", "dark"] {
                browser.scheme(scheme);
                for language in ["en", "fr"] {
                    let join = if path.contains('?') { '&' } else { '?' };
                    browser.go(&format!("{}{path}{join}lang={language}", site.address()));
                    assert_eq!(browser.run("return document.documentElement.lang"), language);
                    // Whatever is folded is looked at as well.
                    let [wide, room] = ["scrollWidth", "clientWidth"].map(|what| {
                        let open =
                            "document.querySelectorAll('details').forEach(it => it.open = true);";
                        browser.run(&format!("{open} return document.documentElement.{what}"))
                    });
                    assert!(wide.as_f64() <= room.as_f64(), "{path} at {width}: {wide} in {room}");
                    let told = browser.told();
                    assert!(told.is_empty(), "{path}: {told:?}");
                }
            }
        }
    }
}

#[test]
fn a_text_is_pasted_read_kept_and_reviewed() {
    let (Some(browser), site) = (Browser::start(), Site::demo()) else { return };
    browser.size(1280);
    // Without movement: what moves is hard to press.
    browser.scheme("light");
    browser.go(&format!("{}/?lang=en", site.address()));
    browser.type_into("#text", "The ferry is late\n\nThe harbour master, Ana Karo, said that the ferry would leave on Friday. “Nobody waits in vain,” she said.");
    browser.press("button[value=read]");
    browser.shows("h1", "The ferry is late");
    browser.shows(".cards", "Ana Karo");
    browser.press("button[value=keep]");
    browser.shows("#evidence", "Download the bytes");
    assert!(browser.address().contains("/document/d:"), "{}", browser.address());
    // From the words to their card, and from the card to the claim.
    browser.press(".text .said");
    browser.shows(".card:target", "Ana Karo");
    browser.press(".card:target .more a");
    browser.shows("#review", "Your word");
    assert!(browser.address().contains("/claim/c:"), "{}", browser.address());
    browser.press("button[value=accept]");
    browser.shows(".by.large .verdict", "accepted");
    browser.press("button[value=undo]");
    browser.shows("#review ol", "taken back");
    assert_eq!(browser.run("return document.querySelectorAll('.by.large .verdict').length"), 0);
    let told = browser.told();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn another_site_can_neither_press_our_buttons_nor_frame_us() {
    let (Some(browser), site) = (Browser::start(), Site::demo()) else { return };
    let claim = site.paths().into_iter().find(|path| path.starts_with("/claim/")).unwrap();
    let page = format!(
        "<!DOCTYPE html><title>elsewhere</title>\
         <form action='{0}{claim}/review' method='post' enctype='multipart/form-data'>\
         <input name=verdict value=reject><button id=press>press</button></form>\
         <iframe id=frame src='{0}/documents'></iframe>",
        site.address()
    );
    let before = site.ledger().counts().unwrap().entries;
    let elsewhere = elsewhere(page);
    browser.go(&elsewhere);
    let framed = "const frame = document.getElementById('frame');
                  try { return frame.contentDocument === null ? 'closed' : 'open' } catch { return 'closed' }";
    assert_eq!(browser.run(framed), "closed");
    assert!(
        browser.told().iter().any(|line| line.contains("frame-ancestors")),
        "the browser refuses to show it in a frame"
    );
    browser.press("#press");
    browser.shows("main", "403");
    assert_eq!(site.ledger().counts().unwrap().entries, before);
}

/// The pages of the demo on a port of this machine.
struct Site {
    folder: TempDir,
    port: u16,
}

impl Site {
    fn demo() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("selon.db");
        selon::demo::add(&mut Ledger::open(&ledger).unwrap(), "2024-05-01T00:00:00Z").unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = web::router(Options { ledger, port, policy: Policy::default() }).unwrap();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, router).await.unwrap();
            });
        });
        Self { folder, port }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn ledger(&self) -> Ledger {
        Ledger::open(self.folder.path().join("selon.db")).unwrap()
    }

    /// One page of each kind, the fullest of its kind.
    fn paths(&self) -> Vec<String> {
        let ledger = self.ledger();
        let mut paths = ["/", "/documents", "/stories", "/conflicts", "/help", "/search?q=Brenov"]
            .map(str::to_owned)
            .to_vec();
        let document = ledger.documents().unwrap().into_iter().max_by_key(|row| row.claims);
        let document = document.unwrap().id;
        paths.push(format!("/document/{document}"));
        let story = view::story(&ledger, &document).unwrap();
        paths.push(format!("/story/{}", story.about.id));
        let claim = story.claims.iter().max_by_key(|claim| (claim.denials, claim.carriers.len()));
        let claim = &claim.unwrap().claim.id;
        paths.extend([format!("/claim/{claim}"), format!("/why/{claim}")]);
        paths
    }
}

/// A page of another site, on another port. Its address.
fn elsewhere(page: String) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let length = page.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\
                 Connection: close\r\n\r\n"
            );
            let _ = stream.write_all((head + &page).as_bytes());
        }
    });
    address
}

/// A browser without a window. It is gone with the test.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Nothing where there is no browser.
    fn start() -> Option<Self> {
        let found = |name: &str| {
            ["/usr/bin", "/usr/local/bin"]
                .map(|folder| Path::new(folder).join(name))
                .into_iter()
                .find(|path| path.exists())
        };
        let (Some(driver), Some(chromium)) = (found("chromedriver"), found("chromium")) else {
            eprintln!(
                "skipped: no chromium and chromedriver here (apt-get install chromium chromium-driver)"
            );
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let started = lines.by_ref().map(Result::unwrap);
        let port = started
            .filter_map(|line| line.split("on port ").nth(1)?.trim_end_matches('.').parse().ok())
            .find(|&port: &u16| port != 0)
            .unwrap();
        // What it says later must be read, or it stops.
        std::thread::spawn(move || lines.for_each(drop));
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let mut browser = Self { driver, port, session: String::new(), _profile: profile };
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "args": arguments, "binary": chromium },
        } } });
        let session = browser.call("POST", "/session", &wanted);
        browser.session = session["sessionId"].as_str().unwrap().to_owned();
        Some(browser)
    }

    fn size(&self, width: u32) {
        let screen = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": {
            "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600,
        } });
        self.ask("POST", "/goog/cdp/execute", &screen);
    }

    fn scheme(&self, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        let media =
            json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "features": features } });
        self.ask("POST", "/goog/cdp/execute", &media);
    }

    fn go(&self, address: &str) {
        self.ask("POST", "/url", &json!({ "url": address }));
    }

    fn address(&self) -> String {
        self.ask("GET", "/url", &Value::Null).as_str().unwrap().to_owned()
    }

    /// The driver's own script: the pages have none.
    fn run(&self, script: &str) -> Value {
        self.ask("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// The address of an element, if the page has it.
    fn find(&self, selector: &str) -> Option<String> {
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.ask("POST", "/element", &wanted);
        let id = found.as_object()?.values().next()?.as_str()?;
        found.get("error").is_none().then(|| format!("/element/{id}"))
    }

    fn press(&self, selector: &str) {
        let element = self.find(selector).expect(selector);
        let pressed = self.ask("POST", &format!("{element}/click"), &json!({}));
        assert!(pressed.get("error").is_none(), "{selector}: {pressed}");
    }

    fn type_into(&self, selector: &str, text: &str) {
        let element = self.find(selector).expect(selector);
        self.ask("POST", &format!("{element}/value"), &json!({ "text": text }));
    }

    /// Waits until an element shows a text: a page takes a moment to come.
    fn shows(&self, selector: &str, wanted: &str) {
        let mut shown = Value::Null;
        for _ in 0..100 {
            if let Some(element) = self.find(selector) {
                shown = self.ask("GET", &format!("{element}/text"), &Value::Null);
                if shown.as_str().is_some_and(|text| text.contains(wanted)) {
                    return;
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{selector} does not show {wanted:?} at {}: {shown}", self.address());
    }

    /// What the browser wrote to its console since the last time.
    fn told(&self) -> Vec<String> {
        let lines = self.ask("POST", "/se/log", &json!({ "type": "browser" }));
        let lines = lines.as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| line["message"].to_string()).collect()
    }

    fn ask(&self, method: &str, what: &str, body: &Value) -> Value {
        self.call(method, &format!("/session/{}{what}", self.session), body)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: {length}\r\n\
             Content-Type: application/json\r\nConnection: close\r\n\r\n",
            self.port
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if let Some((name, value)) = line.split_once(':') {
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse().unwrap();
                }
            } else if line.trim().is_empty() {
                break;
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer).unwrap();
        // In the middle of a change of pages the driver may answer nothing.
        serde_json::from_slice::<Value>(&answer).map_or(Value::Null, |mut it| it["value"].take())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.ask("DELETE", "", &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
