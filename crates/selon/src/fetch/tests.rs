use super::*;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

/// A site on this computer that answers each path as `answer` says, and what it was asked.
struct Site {
    at: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn of(answer: impl Fn(&str) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let Some(Ok(first)) = lines.next() else { continue };
                let head: Vec<String> =
                    lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
                let path = first.split(' ').nth(1).unwrap().to_owned();
                heard.lock().unwrap().push(format!("{path} {}", head.join(" ")));
                // A reader that gives up is no trouble of the site's.
                let _ = stream.write_all(answer(&path).as_bytes());
            }
        });
        Self { at, asked }
    }

    fn fetch(&self, path: &str) -> Result<Page, Error> {
        fetch(&format!("http://{}{path}", self.at), &Policy { allow_private: true, ..quick() })
    }

    fn was_asked(&self, path: &str) -> bool {
        self.asked.lock().unwrap().iter().any(|line| line.starts_with(&format!("{path} ")))
    }
}

fn quick() -> Policy {
    let pause = Duration::ZERO;
    Policy { max_bytes: 1000, patience: Duration::from_secs(5), pause, ..Policy::default() }
}

fn page(body: &str) -> String {
    answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body)
}

fn answer(status: &str, head: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn not_found() -> String {
    answer("404 Not Found", "", "")
}

#[test]
fn a_page_comes_with_its_address_and_how_it_was_served() {
    let site = Site::of(|path| if path == "/a" { page("<p>Bonjour.</p>") } else { not_found() });
    let page = site.fetch("/a#part").unwrap();
    assert_eq!(page.bytes, b"<p>Bonjour.</p>");
    assert_eq!(page.url, Some(format!("http://{}/a", site.at)));
    assert_eq!(page.whence, Some(format!("http://{}/a#part", site.at)));
    assert_eq!(page.media_type.as_deref(), Some("text/html; charset=utf-8"));
    assert!(page.retrieved.is_some());
    assert!(site.asked.lock().unwrap().iter().all(|asked| asked.contains(USER_AGENT)));
}

#[test]
fn what_robots_may_not_read_is_not_asked_for() {
    let site = Site::of(|path| match path {
        "/robots.txt" => answer("200 OK", "", "User-agent: *\nDisallow: /desk"),
        "/out" => answer("302 Found", "Location: /desk/1\r\n", ""),
        _ => page("open"),
    });
    assert!(matches!(site.fetch("/desk/1"), Err(Error::Robots)));
    assert!(matches!(site.fetch("/out"), Err(Error::Robots)), "nor over a redirect");
    assert!(!site.was_asked("/desk/1"));
    assert!(site.fetch("/news").is_ok());
}

#[test]
fn a_site_whose_rules_cannot_be_had_is_left_alone() {
    let site = Site::of(|path| match path {
        "/robots.txt" => answer("503 Busy", "", ""),
        _ => page("open"),
    });
    assert!(matches!(site.fetch("/a"), Err(Error::NoRobots(_))));
    assert!(!site.was_asked("/a"));
}

#[test]
fn a_site_that_does_not_answer_is_asked_once_in_a_run() {
    let site = Site::of(|path| match path {
        "/robots.txt" => {
            std::thread::sleep(Duration::from_millis(800));
            not_found()
        }
        _ => page("open"),
    });
    let patience = Duration::from_millis(200);
    let web = Web::new(Policy { allow_private: true, patience, ..Policy::default() });
    for path in ["/a", "/b", "/c"] {
        let came = web.get(&format!("http://{}{path}", site.at), &Marks::default());
        assert!(matches!(came, Err(Error::TooSlow(_))), "{path}: {came:?}");
    }
    let asked = site.asked.lock().unwrap();
    assert!(asked.len() <= 1, "{asked:?}");
}

#[test]
fn redirects_are_followed_and_end() {
    let site = Site::of(|path| match path {
        "/robots.txt" => not_found(),
        "/old/a" => answer("301 Moved", "Location: ../new/a?x=1\r\n", ""),
        "/new/a?x=1" => page("here"),
        _ => answer("302 Found", "Location: /round\r\n", ""),
    });
    let page = site.fetch("/old/a").unwrap();
    assert_eq!(page.url, Some(format!("http://{}/new/a?x=1", site.at)));
    assert!(matches!(site.fetch("/round"), Err(Error::TooManyRedirects)));
}

#[test]
fn a_redirect_does_not_lead_out_of_http() {
    let site = Site::of(|path| match path {
        "/robots.txt" => not_found(),
        _ => answer("302 Found", "Location: file:///etc/passwd\r\n", ""),
    });
    assert!(matches!(site.fetch("/a"), Err(Error::Scheme(scheme)) if scheme == "file"));
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let site = Site::of(|path| match path {
        "/robots.txt" => not_found(),
        "/old" => answer("304 Not Modified", "", ""),
        _ => answer(
            "200 OK",
            "Content-Type: text/html\r\nETag: \"a1\"\r\nLast-Modified: Mon, 05 May 2031 08:00:00 GMT\r\n",
            "<p>x",
        ),
    });
    let web = Web::new(Policy { allow_private: true, ..quick() });
    let asked = |path: &str, known: &Marks| web.get(&format!("http://{}{path}", site.at), known);
    let Ok(Fetched::Page(_, marks)) = asked("/new", &Marks::default()) else { panic!("no page") };
    assert_eq!(marks.etag.as_deref(), Some("\"a1\""));
    assert!(matches!(asked("/old", &marks), Ok(Fetched::Unchanged)));
    let heard = site.asked.lock().unwrap().last().unwrap().to_lowercase();
    assert!(
        heard.contains("if-none-match: \"a1\"") && heard.contains("if-modified-since: mon, 05"),
        "{heard}"
    );
    // Who was not asked has nothing to say of changes.
    assert!(matches!(asked("/old", &Marks::default()), Err(Error::Status(304))));
}

#[test]
fn a_site_is_left_alone_between_two_pages_and_its_rules_are_read_once() {
    let site = Site::of(|path| match path {
        "/robots.txt" => answer("200 OK", "", "User-agent: *\nCrawl-delay: 0.2\n"),
        "/moved" => answer("302 Found", "Location: /a\r\n", ""),
        _ => page("open"),
    });
    let web = Web::new(Policy { allow_private: true, ..quick() });
    let begun = Instant::now();
    for path in ["/a", "/moved", "/b"] {
        assert!(web.get(&format!("http://{}{path}", site.at), &Marks::default()).is_ok());
    }
    assert!(begun.elapsed() >= Duration::from_millis(400), "{:?}", begun.elapsed());
    let asked = site.asked.lock().unwrap();
    assert_eq!(asked.iter().filter(|line| line.starts_with("/robots.txt ")).count(), 1);
}

#[test]
fn a_site_that_asks_for_long_pauses_gives_one_page() {
    let site = Site::of(|path| match path {
        "/robots.txt" => answer("200 OK", "", "User-agent: *\nCrawl-delay: 3600\n"),
        _ => page("open"),
    });
    let web = Web::new(Policy { allow_private: true, ..quick() });
    let get = || web.get(&format!("http://{}/a", site.at), &Marks::default());
    assert!(get().is_ok());
    assert!(matches!(get(), Err(Error::Pause(pause)) if pause.as_secs() == 3600));
}

#[test]
fn limits_hold() {
    let site = Site::of(|path| match path {
        "/robots.txt" => not_found(),
        "/large" => page(&"x".repeat(1001)),
        "/picture" => answer("200 OK", "Content-Type: image/png\r\n", "x"),
        "/broken" => answer("500 Oh", "", ""),
        "/slow" => {
            std::thread::sleep(Duration::from_millis(600));
            page("late")
        }
        _ => page(&"x".repeat(1000)),
    });
    assert!(site.fetch("/just").unwrap().cut.is_empty());
    let large = site.fetch("/large").unwrap();
    assert_eq!(large.bytes.len(), 1000);
    assert_eq!(large.cut, [schema::CutKind::TooLong]);
    assert!(matches!(site.fetch("/picture"), Err(Error::NotText(kind)) if kind == "image/png"));
    let archive = Error::NotText("application/octet-stream".to_owned()).to_string();
    assert!(archive.contains("save it and give the file"), "{archive}");
    assert!(matches!(site.fetch("/broken"), Err(Error::Status(500))));
    let hasty =
        Policy { allow_private: true, patience: Duration::from_millis(300), ..Policy::default() };
    let slow = fetch(&format!("http://{}/slow", site.at), &hasty);
    assert!(matches!(slow, Err(Error::TooSlow(_))), "{slow:?}");
}

#[test]
fn private_addresses_are_refused_before_anybody_is_asked() {
    let site = Site::of(|_| page("secret"));
    let port = site.at.port();
    for host in
        ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0"]
    {
        let refused = fetch(&format!("http://{host}:{port}/"), &quick());
        assert!(refused.is_err(), "{host}");
        assert!(!matches!(refused, Err(Error::Status(_) | Error::NoRobots(_))), "{host}");
    }
    assert!(matches!(
        fetch(&format!("http://127.0.0.1:{port}/"), &quick()),
        Err(Error::Private(_))
    ));
    assert!(site.asked.lock().unwrap().is_empty());
}

#[test]
fn what_is_public_and_what_is_not() {
    for address in
        ["1.1.1.1", "100.63.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
    {
        assert!(is_public(address.parse().unwrap()), "{address} is public");
    }
    for address in [
        "10.0.0.1",
        "100.64.0.1",
        "127.1.2.3",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(!is_public(address.parse().unwrap()), "{address} is not public");
    }
}

#[test]
fn addresses_that_are_none() {
    for address in ["", "here", "http://", "https://user@example.org/", "http://a b/"] {
        assert!(matches!(fetch(address, &quick()), Err(Error::NotAnAddress)), "{address}");
    }
    assert!(matches!(fetch("ftp://example.org/", &quick()), Err(Error::Scheme(_))));
    assert!(matches!(fetch("file:///etc/passwd", &quick()), Err(Error::Scheme(_))));
}

#[test]
fn where_a_redirect_leads() {
    let at = parse("https://example.org/a/b?c").unwrap();
    for (to, joined) in [
        ("/x", "https://example.org/x"),
        ("x", "https://example.org/a/x"),
        ("../x", "https://example.org/x"),
        ("./", "https://example.org/a/"),
        ("..", "https://example.org/"),
        ("?d", "https://example.org/a/b?d"),
        ("//example.net/x", "https://example.net/x"),
        ("http://example.net/é", "http://example.net/%C3%A9"),
    ] {
        assert_eq!(join(&at, to).unwrap().to_string(), joined, "{to}");
    }
}
