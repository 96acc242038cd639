//! A page from the web, got politely and without being led into the house.
//!
//! Robots.txt is obeyed. The addresses that a name stands for are looked at
//! before the program connects, and it connects to those that it looked at: a
//! name that changes its mind in between leads nowhere. Redirects are followed
//! by hand, each one looked at anew.

use crate::clock;
use crate::robots::Robots;
use page::Page;
use schema::CutKind;
use std::collections::BTreeMap;
use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// How the program names itself to a site.
pub const USER_AGENT: &str =
    concat!("Selon/", env!("CARGO_PKG_VERSION"), " (news reader; one page at a person's request)");

/// The name that a robots.txt calls it by.
const ROBOT: &str = "selon";
/// What is asked for.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, \
    application/atom+xml, application/feed+json, text/plain;q=0.9, */*;q=0.1";
/// How many redirects are followed.
const REDIRECTS: usize = 10;
/// The longest pause between two pages that a site may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// The largest robots.txt that is read to its end.
const ROBOTS_BYTES: usize = 500 << 10;

/// What may be fetched.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Whether private, loopback and link-local addresses may be asked.
    pub allow_private: bool,
    /// How much of a page is fetched, in bytes.
    pub max_bytes: usize,
    /// How long a page may take, redirects and robots.txt included.
    pub patience: Duration,
    /// How long a site is left alone between two pages, if it does not ask for more.
    pub pause: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            allow_private: false,
            max_bytes: page::MAX_BYTES,
            patience: Duration::from_secs(20),
            pause: Duration::from_secs(1),
        }
    }
}

/// Why a page was not fetched.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What was given is not an address.
    #[error("not an address that can be fetched; give one such as https://example.org/page")]
    NotAnAddress,
    /// It has another scheme than http or https.
    #[error("only http and https addresses are fetched, and this one is {0}")]
    Scheme(String),
    /// The name leads into a private network.
    #[error(
        "it leads to {0}, which is not on the public web; nothing was asked there; --allow-private allows it"
    )]
    Private(String),
    /// The site asks robots not to read it.
    #[error(
        "the site asks robots not to read this page (robots.txt); save it in a browser and give the file instead"
    )]
    Robots,
    /// The site's robots.txt could not be had, so that nobody knows what it allows.
    #[error(
        "the site's robots.txt cannot be had ({0}), so the page was not asked for; try again later"
    )]
    NoRobots(String),
    /// The site asks for long pauses, and has just given a page.
    #[error(
        "the site asks for {} seconds between two pages (robots.txt), and one was just fetched; try again then", .0.as_secs()
    )]
    Pause(Duration),
    /// The site answered something else than a page.
    #[error("the site answered {}{}", .0, meaning(*.0))]
    Status(u16),
    /// What is there is no text.
    #[error(
        "it is no text but {0}; only pages are read; if it holds pages, as archives do, save it and give the file"
    )]
    NotText(String),
    /// It took longer than the policy allows.
    #[error("it took longer than {} seconds; try again later", .0.as_secs())]
    TooSlow(Duration),
    /// It leads from address to address.
    #[error("it leads on and on ({REDIRECTS} redirects), and was given up")]
    TooManyRedirects,
    /// No computer has this name.
    #[error("no site of this name is found; is it spelt right, and is this computer online?")]
    NoSuchHost,
    /// The connection failed.
    #[error("the connection failed: {0}; try again later")]
    Network(String),
}

fn meaning(status: u16) -> &'static str {
    match status {
        401..=403 => ": it does not let us in; save the page in a browser and give the file",
        404 | 410 => ": there is no such page (any more)",
        429 => ": too many requests; try again later",
        500.. => ": it has trouble of its own; try again later",
        _ => "",
    }
}

/// Whether `input` is the address of a page, not the name of a file.
pub fn is_address(input: &str) -> bool {
    input.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Gets the page at `address`, and nothing else from that site. Its `url` is where
/// the redirects ended.
///
/// # Errors
/// [`Error`] says what was refused, by whom, or what failed.
pub fn fetch(address: &str, policy: &Policy) -> Result<Page, Error> {
    match Web::new(*policy).get(address, &Marks::default())? {
        Fetched::Page(page, _) => Ok(*page),
        // Nobody was asked whether anything had changed.
        Fetched::Unchanged => Err(Error::Status(NOT_MODIFIED)),
    }
}

/// By what a site tells whether a page has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The site's name for the bytes.
    pub etag: Option<String>,
    /// When they changed last, in the site's words.
    pub last_modified: Option<String>,
}

/// What came.
#[derive(Clone, Debug)]
pub enum Fetched {
    /// The page, and by what a change would be told.
    Page(Box<Page>, Marks),
    /// It is as it was when those marks were given.
    Unchanged,
}

/// The status by which a site says that nothing has changed.
const NOT_MODIFIED: u16 = 304;

/// The web, as one run of the program sees it: the rules of each site are read
/// once, and none is asked for two pages in a row without a pause.
#[derive(Debug)]
pub struct Web {
    policy: Policy,
    sites: Mutex<BTreeMap<String, Arc<Mutex<Site>>>>,
}

/// What is known of a site.
#[derive(Debug)]
struct Site {
    /// Its rules, or why they cannot be had. A site that does not answer is asked once.
    rules: Option<Result<Robots, Error>>,
    /// When it may be asked for another page; before the first, at any time.
    free: Option<Instant>,
}

impl Web {
    /// The web under that policy. Nothing was asked yet.
    pub fn new(policy: Policy) -> Self {
        Self { policy, sites: Mutex::default() }
    }

    /// Gets the page at `address`, unless it is as it was when `known` was given.
    ///
    /// # Errors
    /// [`Error`] says what was refused, by whom, or what failed.
    pub fn get(&self, address: &str, known: &Marks) -> Result<Fetched, Error> {
        let mut visit = Visit::new(&self.policy);
        let mut at = parse(address)?;
        let mut asked: Option<Uri> = None;
        for _ in 0..=REDIRECTS {
            let rules_at = sibling(&at, "/robots.txt")?;
            let site = self.site(&rules_at);
            let robots = Self::rules(&visit, &site, &rules_at)?;
            if !robots.allows(at.path_and_query().map_or("/", |path| path.as_str())) {
                return Err(Error::Robots);
            }
            // A site that leads on within itself is still at the same page.
            if asked.as_ref() != Some(&rules_at) {
                let waited = self.wait(&site, &robots)?;
                visit.until += waited;
                asked = Some(rules_at);
            }
            match visit.get(&at, self.policy.max_bytes, known)? {
                Answer::Elsewhere(to) => at = to,
                Answer::Status(NOT_MODIFIED) if *known != Marks::default() => {
                    return Ok(Fetched::Unchanged);
                }
                Answer::Status(status) => return Err(Error::Status(status)),
                Answer::Text { media_type, bytes, marks, whole } => {
                    let page = Page {
                        bytes,
                        whence: Some(address.trim().to_owned()),
                        url: Some(at.to_string()),
                        media_type,
                        retrieved: Some(clock::now()),
                        cut: if whole { Vec::new() } else { vec![CutKind::TooLong] },
                        ..Page::default()
                    };
                    return Ok(Fetched::Page(Box::new(page), marks));
                }
            }
        }
        Err(Error::TooManyRedirects)
    }

    fn site(&self, rules_at: &Uri) -> Arc<Mutex<Site>> {
        let mut sites = locked(&self.sites);
        let site = || Arc::new(Mutex::new(Site { rules: None, free: None }));
        Arc::clone(sites.entry(rules_at.to_string()).or_insert_with(site))
    }

    fn rules(visit: &Visit, site: &Mutex<Site>, rules_at: &Uri) -> Result<Robots, Error> {
        // Whoever else wants a page of this site waits until its rules are there.
        let mut site = locked(site);
        site.rules.get_or_insert_with(|| visit.robots(rules_at.clone())).clone()
    }

    /// Waits until the site may be asked again. How long that took.
    fn wait(&self, site: &Mutex<Site>, robots: &Robots) -> Result<Duration, Error> {
        let now = Instant::now();
        let pause = robots.delay().unwrap_or_default().max(self.policy.pause);
        let wait = {
            let mut site = locked(site);
            let free = site.free.unwrap_or(now).max(now);
            let wait = free - now;
            if pause > LONGEST_PAUSE && !wait.is_zero() {
                return Err(Error::Pause(pause));
            }
            site.free = Some(free + pause.min(Duration::from_secs(86_400)));
            wait
        };
        std::thread::sleep(wait);
        Ok(wait)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One page's worth of asking.
struct Visit {
    agent: Agent,
    until: Instant,
    patience: Duration,
}

/// What a site answered.
enum Answer {
    Elsewhere(Uri),
    Status(u16),
    Text {
        media_type: Option<String>,
        bytes: Vec<u8>,
        marks: Marks,
        /// Whether that is all of it.
        whole: bool,
    },
}

impl Visit {
    fn new(policy: &Policy) -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept(ACCEPT)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // A proxy would look names up by itself, where nobody checks them.
            .proxy(None)
            .build();
        let resolver = Checked { inner: DefaultResolver::default(), private: policy.allow_private };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            until: Instant::now() + policy.patience,
            patience: policy.patience,
        }
    }

    /// The rules of a site. Who has no robots.txt allows everything; who cannot
    /// be asked allows nothing.
    fn robots(&self, mut at: Uri) -> Result<Robots, Error> {
        for _ in 0..=5 {
            match self.get(&at, ROBOTS_BYTES, &Marks::default()) {
                Ok(Answer::Elsewhere(to)) => at = to,
                Ok(Answer::Text { bytes, .. }) => {
                    return Ok(Robots::parse(&String::from_utf8_lossy(&bytes), ROBOT));
                }
                Ok(Answer::Status(status)) if status >= 500 => {
                    return Err(Error::NoRobots(format!("the site answered {status}")));
                }
                // A picture in its place is no rule either.
                Ok(Answer::Status(_)) | Err(Error::NotText(_)) => return Ok(Robots::default()),
                Err(Error::Network(what)) => return Err(Error::NoRobots(what)),
                Err(other) => return Err(other),
            }
        }
        Ok(Robots::default())
    }

    fn get(&self, at: &Uri, limit: usize, known: &Marks) -> Result<Answer, Error> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Error::TooSlow(self.patience));
        }
        let mut request = self.agent.get(at.clone());
        for (name, value) in
            [("if-none-match", &known.etag), ("if-modified-since", &known.last_modified)]
        {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let request = request.config().timeout_global(Some(left)).build();
        let mut response = request.call().map_err(|error| self.told(error))?;
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let status = response.status().as_u16();
        if matches!(status, 301 | 302 | 303 | 307 | 308) {
            let to = header("location").ok_or(Error::Status(status))?;
            return Ok(Answer::Elsewhere(join(at, &to)?));
        }
        if !(200..300).contains(&status) {
            return Ok(Answer::Status(status));
        }
        let media_type = header("content-type");
        if let Some(media_type) = media_type.as_deref().filter(|media_type| !is_text(media_type)) {
            return Err(Error::NotText(media_type.to_owned()));
        }
        let marks = Marks { etag: header("etag"), last_modified: header("last-modified") };
        let mut bytes = Vec::new();
        let read = response.body_mut().as_reader().take(limit as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| self.told(ureq::Error::from(error)))?;
        let whole = bytes.len() <= limit;
        bytes.truncate(limit);
        Ok(Answer::Text { media_type, bytes, marks, whole })
    }

    fn told(&self, error: ureq::Error) -> Error {
        match error {
            ureq::Error::Other(other) if other.is::<Refused>() => Error::Private(other.to_string()),
            ureq::Error::Timeout(_) => Error::TooSlow(self.patience),
            ureq::Error::HostNotFound => Error::NoSuchHost,
            ureq::Error::BadUri(_) => Error::NotAnAddress,
            ureq::Error::Io(error) => match error.kind() {
                std::io::ErrorKind::TimedOut => Error::TooSlow(self.patience),
                // What the system says where a name is not known.
                _ if error.to_string().contains("lookup address") => Error::NoSuchHost,
                _ => Error::Network(error.to_string()),
            },
            other => Error::Network(other.to_string()),
        }
    }
}

/// Whether a page may have this media type.
fn is_text(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    name.is_empty()
        || name.starts_with("text/")
        || name.ends_with("+xml")
        || matches!(name.as_str(), "application/xml" | "application/json" | "application/feed+json")
}

/// An address as somebody typed it.
fn parse(address: &str) -> Result<Uri, Error> {
    let address = address.trim();
    let (scheme, _) = address.split_once("://").ok_or(Error::NotAnAddress)?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return Err(Error::Scheme(scheme.to_owned()));
    }
    let mut ascii = String::with_capacity(address.len());
    // What stands after # is for the browser alone.
    for byte in address.split('#').next().unwrap_or("").bytes() {
        match byte {
            b'!'..=b'~' => ascii.push(byte.into()),
            _ => ascii.push_str(&format!("%{byte:02X}")),
        }
    }
    let uri: Uri = ascii.parse().map_err(|_| Error::NotAnAddress)?;
    match uri.authority() {
        // A name before @ is a password or a trick.
        Some(authority) if !authority.as_str().contains('@') => Ok(uri),
        _ => Err(Error::NotAnAddress),
    }
}

/// Where `to` leads from `at`.
fn join(at: &Uri, to: &str) -> Result<Uri, Error> {
    let to = to.trim();
    if is_address(to) {
        return parse(to);
    }
    if let Some(rest) = to.strip_prefix("//") {
        return parse(&format!("{}://{rest}", at.scheme_str().unwrap_or("https")));
    }
    if to.starts_with('/') {
        return sibling(at, to);
    }
    if to.starts_with('?') {
        return sibling(at, &format!("{}{to}", at.path()));
    }
    let folder = at.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let (path, query) = to.find('?').map_or((to, ""), |at| to.split_at(at));
    let mut steps: Vec<&str> = folder.split('/').skip(1).collect();
    let mut path = path.split('/').peekable();
    while let Some(step) = path.next() {
        match step {
            ".." => drop(steps.pop()),
            "." => {}
            step => steps.push(step),
        }
        if path.peek().is_none() && matches!(step, "." | "..") {
            steps.push("");
        }
    }
    sibling(at, &format!("/{}{query}", steps.join("/")))
}

/// Another path on the same site.
fn sibling(at: &Uri, path: &str) -> Result<Uri, Error> {
    let authority = at.authority().map_or("", |authority| authority.as_str());
    parse(&format!("{}://{authority}{path}", at.scheme_str().unwrap_or("https")))
}

/// Looks names up, and hands on only addresses of the public web.
#[derive(Debug)]
struct Checked {
    inner: DefaultResolver,
    private: bool,
}

/// Every address of a name is refused.
#[derive(Debug, thiserror::Error)]
#[error("{address} ({host})")]
struct Refused {
    host: String,
    address: IpAddr,
}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        for address in found.iter().filter(|at| self.private || is_public(at.ip())) {
            kept.push(*address);
        }
        match found.first() {
            Some(first) if kept.is_empty() => {
                let host = uri.host().unwrap_or("").to_owned();
                Err(ureq::Error::Other(Box::new(Refused { host, address: first.ip() })))
            }
            _ => Ok(kept),
        }
    }
}

/// Whether anybody on the internet could be asked at this address.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        // With the metadata services of clouds at 169.254.169.254.
        || address.is_link_local()
        || address.is_documentation()
        // This network, multicast and what is kept back.
        || a == 0
        || a >= 224
        // Carriers, protocols, benchmarks, and relays that reach anywhere.
        || a == 100 && (64..128).contains(&b)
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || a == 198 && (18..20).contains(&b))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let inside = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // An IPv4 address in other clothes: mapped, translated, tunnelled.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            inside(high, low)
        }
        [0x2002, high, low, ..] => inside(high, low),
        // Teredo and its neighbours, and what is for documents.
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        [0x3fff, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests;
