use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use ledger::Ledger;
use page::Page;
use schema::{Approximation, Confidence, Figure, FigureRole, Found, Id, Slot, Span};
use selon::fetch::Policy;
use selon::web::Options;
use selon::{opened, web};
use std::path::PathBuf;
use tempfile::TempDir;
use tower::ServiceExt;

pub const PORT: u16 = 7878;
pub const AT: &str = "2031-05-02T10:00:00Z";

/// A ledger in a folder that is gone with the test, and the pages over it.
pub struct House {
    pub folder: TempDir,
    pub router: Router,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl House {
    /// A house with an empty ledger.
    pub fn empty() -> Self {
        Self::with_policy(Policy::default())
    }

    /// The same, where other addresses may be fetched.
    pub fn with_policy(policy: Policy) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("selon.db");
        drop(Ledger::open(&ledger).unwrap());
        let router = web::router(Options { ledger, port: PORT, policy }).unwrap();
        Self { folder, router }
    }

    /// A house with the demo corpus, read and linked.
    pub fn demo() -> Self {
        let house = Self::empty();
        selon::demo::add(&mut house.ledger(), "2024-05-01T00:00:00Z").unwrap();
        house
    }

    /// A house with three pages that give three figures of one thing.
    pub fn of_three_figures() -> Self {
        let house = Self::empty();
        let mut ledger = house.ledger();
        let pages = [
            (
                "The Harbour Post",
                "2031-05-01",
                "Ana Karo said that 41 people were killed in the flooded market of Belmar.",
                41.0,
            ),
            (
                "Belmar Today",
                "2031-05-02",
                "The surgeon Pavel Lesna said that 12 people were killed in the flooded market of Belmar.",
                12.0,
            ),
            (
                "Le Quai",
                "2031-05-03",
                "The minister Ilan Dov said that 1,250 people were killed in the flooded market of Belmar.",
                1250.0,
            ),
        ];
        let ids: Vec<Id> = pages
            .into_iter()
            .map(|(outlet, day, text, dead)| {
                let text = format!("{text} Boats were torn from their moorings near Tarvo, and the old wall gave way after two nights of rain.\n");
                let page = Page { bytes: text.into_bytes(), ..Page::default() };
                let mut opened = opened::open(page).unwrap();
                opened.document.outlet = found(outlet);
                opened.document.published = found(day);
                let text = opened.document.text.clone();
                let claim = opened.reading.claims.first_mut().unwrap();
                claim.figures = vec![killed(&text, dead)];
                opened.add(&mut ledger, AT, false).unwrap();
                opened.document.id
            })
            .collect();
        view::link(&mut ledger, &ids).unwrap();
        house
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("selon.db")
    }

    pub fn ledger(&self) -> Ledger {
        Ledger::open(self.path()).unwrap()
    }

    /// The answer to a request; a `Host` is added if there is none.
    pub fn ask(&self, mut request: Request<Body>) -> Answer {
        let host = format!("127.0.0.1:{PORT}").parse().unwrap();
        request.headers_mut().entry(header::HOST).or_insert(host);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: parts.status, headers: parts.headers, bytes }
        })
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
    }

    /// The token that the forms of this house carry.
    pub fn token(&self) -> String {
        let home = self.get("/").text();
        let (_, rest) = home.split_once(r#"name="token" value=""#).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Sends a form as the house's own pages do.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        self.ask(form(path, &all).body(multipart(&all)).unwrap())
    }

    /// The page that is shown for what is given to be read.
    pub fn read(&self, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post("/read", fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        self.get(answer.header("location"))
    }

    /// How many entries the ledger has.
    pub fn entries(&self) -> u64 {
        self.ledger().counts().unwrap().entries
    }
}

const BOUNDARY: &str = "----selon-test";

/// A request that sends a form, without its body.
pub fn form(path: &str, _fields: &[(&str, &str)]) -> axum::http::request::Builder {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    Request::post(path).header(header::CONTENT_TYPE, kind)
}

/// The body of a form. A field called `file` is sent as a file.
pub fn multipart(fields: &[(&str, &str)]) -> Body {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "file" {
            "; filename=\"page.html\"\r\nContent-Type: text/html"
        } else {
            ""
        };
        body += &format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        );
    }
    Body::from(body + &format!("--{BOUNDARY}--\r\n"))
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn found(value: &str) -> Option<Found<String>> {
    let (value, confidence) = (value.to_owned(), Confidence::percent(90));
    Some(Found { value, evidence: "test".to_owned(), span: None, confidence })
}

fn killed(text: &str, dead: f64) -> Figure {
    let (start, end) = (text.find("that ").unwrap() + 5, text.find(" were killed").unwrap());
    let span = Span::new(start, end);
    Figure {
        text: span.of(text).to_owned(),
        span,
        value: Some(dead),
        low: None,
        high: None,
        approximation: Approximation::Exact,
        unit: "person_killed".to_owned(),
        counted: None,
        role: FigureRole::Stock,
        generic: false,
        figurative: false,
        derived: Vec::new(),
        slot: Slot {
            unit_family: "person_killed".to_owned(),
            place: Some("belmar".to_owned()),
            ..Slot::default()
        },
        rule: "test/figure".to_owned(),
        confidence: Confidence::percent(90),
    }
}

/// The addresses of all pages of a house.
pub fn addresses(house: &House) -> Vec<String> {
    let ledger = house.ledger();
    let mut all: Vec<String> = ["/", "/documents", "/stories", "/conflicts", "/help", "/search"]
        .map(str::to_owned)
        .to_vec();
    all.push("/search?q=Toskan".to_owned());
    all.push("/search?q=speaker:%22Mirela%20Toskan%22&page=2".to_owned());
    all.push("/search?q=the%20river%20is%20our%20wall%20and%20it%20needs%20people".to_owned());
    all.push("/search?q=stance:maybe".to_owned());
    for row in ledger.documents().unwrap() {
        all.extend([format!("/document/{}", row.id), format!("/why/{}", row.id)]);
        for claim in ledger.claims_of(&row.id).unwrap().iter().take(3) {
            all.extend([format!("/claim/{}", claim.id), format!("/why/{}", claim.id)]);
        }
        all.push(format!("/conflicts?q={}", row.id));
    }
    for story in view::stories(&ledger).unwrap() {
        all.extend([format!("/story/{}", story.id), format!("/why/{}", story.id)]);
    }
    all
}
