use super::{Entry, Lost, Passed, name};
use crate::Page;
use crate::given::{self, Given};
use crate::metadata::{decoded, found};
use chrono::{DateTime, Timelike, Utc};
use feed_rs::model::{self, Text};
use feed_rs::parser;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::sync::{Arc, Mutex, PoisonError};

/// Text this long in the part of an entry that is for the whole of it is the
/// whole, in characters.
const WHOLE: usize = 600;
/// A summary this long is no teaser.
const LONG: usize = 1500;

/// The entries of a feed: pages where it gives them whole, addresses where it
/// gives the beginning alone. Of one that is damaged those before the damage.
pub(super) fn entries(bytes: &[u8], like: &Page) -> Vec<Entry> {
    let lost = |why| vec![Entry::Lost(Lost { whence: name(like).to_owned(), why })];
    match parse(bytes, like) {
        Ok((feed, times)) => of(feed, &times, like),
        Err(error) => {
            match mended(bytes).and_then(|(whole, at)| Some((parse(&whole, like).ok()?, at))) {
                Some(((feed, times), at)) if !feed.entries.is_empty() => {
                    let mut entries = of(feed, &times, like);
                    let count = entries.len();
                    entries.extend(lost(format!(
                    "a feed that is damaged or breaks off at byte {at} ({error}); the {count} whole entries before it were taken"
                )));
                    entries
                }
                _ => lost(format!("a feed that cannot be read: {error}")),
            }
        }
    }
}

fn parse(bytes: &[u8], like: &Page) -> Result<(model::Feed, Times), parser::ParseFeedError> {
    let times = Times::default();
    let kept = times.clone();
    let base = like.url.as_deref().filter(|url| url.starts_with("http"));
    let feed = parser::Builder::new()
        .base_uri(base)
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| kept.keep(text))
        .build()
        .parse(bytes)?;
    Ok((feed, times))
}

/// A feed in XML as far as its last whole entry before the damage, with the elements
/// that are open there closed; and where the damage is.
fn mended(bytes: &[u8]) -> Option<(Vec<u8>, u64)> {
    let mut reader = Reader::from_reader(bytes);
    let mut open: Vec<Vec<u8>> = Vec::new();
    let mut whole = None;
    let at = loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => open.push(tag.name().as_ref().as_bytes().to_vec()),
            Ok(Event::End(tag)) => {
                open.pop();
                if matches!(tag.name().as_ref(), "item" | "entry") {
                    whole = Some((usize::try_from(reader.buffer_position()).ok()?, open.clone()));
                }
            }
            Ok(Event::Eof) => break reader.buffer_position(),
            Ok(_) => {}
            Err(_) => break reader.error_position(),
        }
    };
    let (end, open) = whole?;
    let mut mended = bytes.get(..end)?.to_vec();
    for name in open.iter().rev() {
        mended.extend([b"</", name.as_slice(), b">"].concat());
    }
    Some((mended, at))
}

fn of(feed: model::Feed, times: &Times, like: &Page) -> Vec<Entry> {
    let of_feed = Given {
        outlet: feed.title.as_ref().and_then(|title| found(&plain(title), "title of the feed", 85)),
        byline: signed(&feed.authors, "author of the feed", 70),
        language: feed
            .language
            .as_deref()
            .and_then(|code| given::language(code, "language of the feed", 60)),
        ..Given::default()
    };
    let count = feed.entries.len();
    let entries = feed.entries.into_iter().enumerate();
    let mut found: Vec<Entry> =
        entries.map(|(n, it)| entry(it, n + 1, times, &of_feed, like)).collect();
    if count == 0 {
        let why = "this feed has no entries".to_owned();
        found.push(Entry::Lost(Lost { whence: name(like).to_owned(), why }));
    }
    found
}

fn entry(entry: model::Entry, number: usize, times: &Times, feed: &Given, like: &Page) -> Entry {
    const OF: &str = "feed entry";
    let time = |time: Option<DateTime<Utc>>| given::time(&times.told(time?), OF, 90);
    let published = time(entry.published);
    let address = address(&entry.links);
    let given = Given {
        address: address.as_deref().and_then(|url| found(url, OF, 88)),
        title: entry.title.as_ref().and_then(|title| found(&plain(title), OF, 88)),
        outlet: None,
        byline: signed(&entry.authors, OF, 80),
        // Where nothing is said of a change the parser repeats the first date.
        modified: time(entry.updated).filter(|_| {
            entry.updated.map(|at| at.timestamp()) != entry.published.map(|at| at.timestamp())
        }),
        published,
        language: entry.language.as_deref().and_then(|code| given::language(code, OF, 60)),
    };
    let page = Page {
        bytes: Vec::new(),
        whence: Some(format!("{}, entry {number}", name(like))),
        url: address,
        given: given.or(feed.clone()),
        ..like.clone()
    };
    let whole = entry.content.and_then(|content| {
        let html = content.content_type.to_string() != "text/plain";
        content.body.map(|body| (body, html, WHOLE))
    });
    let summary = entry.summary.map(|text| {
        let html = text.content_type.to_string() != "text/plain" || text.content.contains('<');
        (text.content, html, LONG)
    });
    let has_link = page.url.is_some();
    let whole = whole
        .into_iter()
        .chain(summary)
        .find(|(body, _, least)| is_whole(body, if has_link { *least } else { 1 }));
    match whole {
        Some((body, html, _)) => {
            let media_type = if html { "text/html" } else { "text/plain" };
            let media_type = Some(media_type.to_owned());
            Entry::Page(Box::new(Page { bytes: body.into_bytes(), media_type, ..page }))
        }
        None if has_link => Entry::Elsewhere(Box::new(page)),
        None => Entry::Passed(Passed::Teaser),
    }
}

/// Whether `body` is long enough for a whole text, and does not break off.
fn is_whole(body: &str, least: usize) -> bool {
    let words = without_tags(body);
    let words = words.trim_end();
    words.chars().count() >= least
        && !["…", "...", "[…]", "[...]", "…]", "[&#8230;]"].iter().any(|end| words.ends_with(end))
}

/// The page that an entry is about.
fn address(links: &[model::Link]) -> Option<String> {
    let is_page = |link: &&model::Link| {
        let web = link.href.starts_with("http://") || link.href.starts_with("https://");
        web && link.rel.as_deref().is_none_or(|rel| rel == "alternate")
    };
    links.iter().find(is_page).map(|link| link.href.trim().to_owned())
}

fn signed(persons: &[model::Person], evidence: &str, percent: u8) -> Vec<schema::Found<String>> {
    let name = |person: &model::Person| {
        let name = person.name.as_deref().filter(|name| !name.contains('@'))?;
        found(name, evidence, percent)
    };
    persons.iter().filter_map(name).collect()
}

/// The words of a title, however it is written: many feeds write tags and `&amp;`
/// where they promise plain text.
fn plain(text: &Text) -> String {
    decoded(&text.content)
}

fn without_tags(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                words.push(' ');
            }
            _ if !inside => words.push(c),
            _ => {}
        }
    }
    words
}

/// The times of a feed as they were written. The parser knows moments alone: it
/// would lose on which day something was published where it was published. Each is
/// known again by its nanoseconds, which no feed writes: they are its number.
#[derive(Clone, Default)]
struct Times(Arc<Mutex<Vec<String>>>);

impl Times {
    fn keep(&self, text: &str) -> Option<DateTime<Utc>> {
        let told = given::moment(text)?;
        let whole = match told.len() {
            10 => format!("{told}T00:00:00Z"),
            19 => format!("{told}Z"),
            _ => told.clone(),
        };
        let moment = DateTime::parse_from_rfc3339(&whole).ok()?.with_timezone(&Utc);
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        times.push(told);
        moment.with_nanosecond(u32::try_from(times.len() - 1).ok()?)
    }

    fn told(&self, moment: DateTime<Utc>) -> String {
        let times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = times.get(moment.nanosecond() as usize);
        told.cloned().unwrap_or_else(|| moment.to_rfc3339())
    }
}
