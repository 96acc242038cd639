use crate::furniture::{Furniture, fold};
use crate::role::{Weights, is_beside};
use crate::tree::Tree;
use schema::{Confidence, Found, Span};
use serde_json::Value;

/// What a page says about itself, each value with where it was found.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub url: Option<Found<String>>,
    pub outlet: Option<Found<String>>,
    pub language: Option<Found<String>>,
    pub title: Option<Found<String>>,
    pub byline: Vec<Found<String>>,
    pub published: Option<Found<String>>,
    pub modified: Option<Found<String>>,
    /// The text of the article, where the page gives it beside itself.
    pub body: Option<String>,
    /// What the page says it is about.
    pub description: Option<String>,
}

/// A value that the head of the page gives.
pub(crate) fn found(value: &str, evidence: &str, percent: u8) -> Option<Found<String>> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then(|| Found {
        value,
        evidence: evidence.to_owned(),
        span: None,
        confidence: Confidence::percent(percent),
    })
}

/// Reads JSON-LD, Open Graph and other meta elements, `<time>` and `<title>`.
pub(crate) fn read(tree: &Tree, weights: &Weights) -> Metadata {
    let mut metadata = Metadata::default();
    let head = Head::of(tree, weights);
    for article in head.articles() {
        metadata.fill(article);
    }
    let meta = |names: &[&str], percent: u8| {
        names.iter().find_map(|wanted| {
            let (_, content) =
                head.meta.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
            found(content, &format!("meta {wanted}"), percent)
        })
    };
    let date =
        |names: &[&str], percent: u8| meta(names, percent).filter(|found| is_date(&found.value));
    metadata.outlet = metadata
        .outlet
        .take()
        .or_else(|| meta(&["og:site_name", "application-name", "publisher"], 90));
    metadata.title =
        metadata.title.take().or_else(|| meta(&["og:title", "twitter:title", "title"], 85));
    metadata.published = metadata.published.take().or_else(|| {
        date(
            &[
                "article:published_time",
                "og:published_time",
                "datePublished",
                "date",
                "pubdate",
                "publish-date",
                "dc.date",
                "dc.date.issued",
                "dcterms.created",
                "sailthru.date",
                "parsely-pub-date",
            ],
            92,
        )
    });
    metadata.modified = metadata.modified.take().or_else(|| {
        date(
            &[
                "article:modified_time",
                "og:updated_time",
                "dateModified",
                "last-modified",
                "dcterms.modified",
            ],
            90,
        )
    });
    if metadata.byline.is_empty() {
        let author = meta(
            &["author", "article:author", "dc.creator", "parsely-author", "sailthru.author"],
            85,
        )
        .filter(|found| !found.value.starts_with("http"));
        metadata.byline = author.map(|found| split_byline(&found)).unwrap_or_default();
    }
    metadata.description =
        meta(&["og:description", "description", "twitter:description"], 85).map(|it| it.value);
    metadata.url = head
        .canonical
        .as_deref()
        .and_then(|url| found(url, "link canonical", 95))
        .or_else(|| meta(&["og:url"], 85))
        .or(metadata.url);
    metadata.url = metadata
        .url
        .filter(|url| url.value.starts_with("http://") || url.value.starts_with("https://"));
    metadata.language = head
        .language
        .as_deref()
        .and_then(|code| found(code.split(['-', '_']).next().unwrap_or(code), "html lang", 70));
    if metadata.published.is_none() {
        let unmarked = || head.times.iter().find(|time| time.marked.is_none());
        metadata.published = head
            .times
            .iter()
            .find(|time| time.marked == Some(PUBLISHED))
            .or_else(unmarked)
            .and_then(|time| found(time.value, "time datetime", 80));
    }
    if metadata.modified.is_none() {
        let modified = head.times.iter().find(|time| time.marked == Some(MODIFIED));
        metadata.modified = modified.and_then(|time| found(time.value, "time datetime", 80));
    }
    if let Some(title) = head.title.as_deref() {
        let (bare, outlet) =
            without_outlet(title, metadata.outlet.as_ref().map(|found| found.value.as_str()));
        if metadata.outlet.is_none() {
            metadata.outlet = outlet.and_then(|outlet| found(&outlet, "title, after the mark", 60));
        }
        metadata.title = metadata.title.take().or_else(|| found(&bare, "title", 80));
    }
    if let Some(title) = &mut metadata.title {
        title.value = without_outlet(
            &title.value,
            metadata.outlet.as_ref().map(|found| found.value.as_str()),
        )
        .0;
    }
    metadata
}

const PUBLISHED: &str = "datePublished";
const MODIFIED: &str = "dateModified";

/// The elements that speak of the page.
#[derive(Default)]
struct Head<'a> {
    json: Vec<Value>,
    meta: Vec<(String, String)>,
    times: Vec<Time<'a>>,
    title: Option<String>,
    canonical: Option<String>,
    language: Option<String>,
}

/// A `<time>` of the article, and which of its dates it is, where that is marked.
struct Time<'a> {
    value: &'a str,
    marked: Option<&'static str>,
}

impl<'a> Head<'a> {
    fn of(tree: &'a Tree, weights: &Weights) -> Self {
        let mut head = Self::default();
        for node in tree.walk(0) {
            let attribute = |name| tree.attribute(node, name);
            match tree.tag(node) {
                "script" if attribute("type").is_some_and(|kind| kind.contains("ld+json")) => {
                    head.json.extend(serde_json::from_str::<Value>(tree.text(node).trim()).ok());
                }
                "meta" => {
                    let of_the_page = attribute("property").or_else(|| attribute("name"));
                    let of_a_part =
                        || attribute("itemprop").filter(|_| !is_beside(tree, weights, node));
                    let name = of_the_page.or_else(of_a_part);
                    if let (Some(name), Some(content)) = (name, attribute("content")) {
                        head.meta.push((name.to_owned(), content.to_owned()));
                    }
                }
                "time" => {
                    let marked = match attribute("itemprop") {
                        Some(PUBLISHED) => Some(PUBLISHED),
                        Some(MODIFIED) => Some(MODIFIED),
                        _ => attribute("pubdate").map(|_| PUBLISHED),
                    };
                    if let Some(value) = attribute("datetime").filter(|value| is_date(value))
                        && !is_beside(tree, weights, node)
                    {
                        head.times.push(Time { value, marked });
                    }
                }
                "title" if head.title.is_none() => head.title = Some(tree.text(node).into_owned()),
                "link" if attribute("rel") == Some("canonical") => {
                    head.canonical = attribute("href").map(str::to_owned)
                }
                "html" => head.language = attribute("lang").map(str::to_owned),
                _ => {}
            }
        }
        head
    }

    /// What JSON-LD says of this page's article: the articles with the page's own
    /// address or title, or else the first, since the others may be other pages'.
    fn articles(&self) -> Vec<&Object> {
        let articles: Vec<&Object> = self.json.iter().flat_map(articles).collect();
        let meta = |wanted: &'static str| {
            let entry = self.meta.iter().find(|(name, _)| name == wanted);
            entry.map(|(_, content)| content.as_str())
        };
        let addresses: Vec<&str> =
            self.canonical.as_deref().into_iter().chain(meta("og:url")).collect();
        let titles: Vec<String> =
            self.title.as_deref().into_iter().chain(meta("og:title")).map(fold).collect();
        let own = |object: &&&Object| {
            let text = |name: &str| object.get(name).and_then(Value::as_str);
            let headline = text("headline").map(fold).filter(|headline| !headline.is_empty());
            text("url").is_some_and(|url| addresses.contains(&url))
                || headline
                    .is_some_and(|headline| titles.iter().any(|title| title.starts_with(&headline)))
        };
        let own: Vec<&Object> = articles.iter().filter(own).copied().collect();
        if own.is_empty() { articles.into_iter().take(1).collect() } else { own }
    }
}

type Object = serde_json::Map<String, Value>;

/// The articles of a JSON-LD block, in its order.
fn articles(block: &Value) -> Vec<&Object> {
    let mut articles = Vec::new();
    let mut stack = vec![block];
    while let Some(value) = stack.pop() {
        match value {
            Value::Array(items) => stack.extend(items.iter().rev()),
            Value::Object(object) => {
                let kind = object.get("@type").map(Value::to_string).unwrap_or_default();
                if ["Article", "Posting", "Report"].iter().any(|article| kind.contains(article)) {
                    articles.push(object);
                } else {
                    stack.extend(object.get("@graph"));
                    stack.extend(object.get("mainEntity"));
                }
            }
            _ => {}
        }
    }
    articles
}

impl Metadata {
    /// Fills from an article of JSON-LD what is still open.
    fn fill(&mut self, article: &Object) {
        let text = |name: &str, percent| {
            article
                .get(name)
                .and_then(Value::as_str)
                .and_then(|value| found(value, &format!("json-ld {name}"), percent))
        };
        let date = |name: &str, percent| text(name, percent).filter(|found| is_date(&found.value));
        let body = article.get("articleBody").and_then(Value::as_str);
        self.body = self.body.take().or_else(|| body.map(str::to_owned));
        self.title = self.title.take().or_else(|| text("headline", 92));
        self.published = self.published.take().or_else(|| date(PUBLISHED, 95));
        self.modified = self.modified.take().or_else(|| date(MODIFIED, 92));
        self.url = self.url.take().or_else(|| text("url", 80));
        let publisher = article.get("publisher").and_then(|value| names(value).into_iter().next());
        self.outlet = self.outlet.take().or_else(|| found(&publisher?, "json-ld publisher", 95));
        if self.byline.is_empty() {
            let authors = article.get("author").map(names).unwrap_or_default();
            self.byline = authors
                .iter()
                .filter_map(|name| found(name, "json-ld author", 92))
                .flat_map(|found| split_byline(&found))
                .collect();
        }
    }
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Object(object) => object.get("name").map(names).unwrap_or_default(),
        Value::Array(items) => items.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

/// "A and B with C" is three who sign.
pub(crate) fn split_byline(signed: &Found<String>) -> Vec<Found<String>> {
    let furniture = Furniture::get();
    let mut parts = vec![signed.value.trim_matches(['(', ')']).to_owned()];
    for joiner in &furniture.joiners {
        parts = parts
            .iter()
            .flat_map(|part| part.split(joiner.as_str()).map(str::to_owned).collect::<Vec<_>>())
            .collect();
    }
    let bare = |part: String| {
        let folded = fold(&part);
        let by = furniture
            .by
            .iter()
            .find(|by| folded.strip_prefix(by.as_str()).is_some_and(|rest| rest.starts_with(' ')));
        by.map_or(part.trim().to_owned(), |by| {
            part.trim().chars().skip(by.chars().count()).collect::<String>().trim().to_owned()
        })
    };
    parts
        .into_iter()
        .map(bare)
        .filter(|part| !part.is_empty())
        .map(|value| Found { value, ..signed.clone() })
        .collect()
}

/// Whether `words` may be the name of one who signs: a few words, the first in capitals.
pub(crate) fn is_name(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=5).contains(&count)
        && words.starts_with(char::is_uppercase)
        && !words.ends_with(['.', '!', '?'])
        && !words.contains(|c: char| c.is_ascii_digit() || c == ':')
}

/// A title without the name of its outlet, and that name if it stood there.
fn without_outlet(title: &str, outlet: Option<&str>) -> (String, Option<String>) {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in [" | ", " – ", " — ", " - ", " · ", " • ", " :: ", " « ", " » "] {
        if let Some((before, after)) = title.rsplit_once(mark) {
            let known = outlet.is_some_and(|outlet| {
                fold(outlet) == fold(after) || fold(after).contains(&fold(outlet))
            });
            // A short tail after a bar is an outlet; after a dash it may be part of the headline.
            if known
                || outlet.is_none()
                    && after.split(' ').count() <= 4
                    && before.split(' ').count() >= 4
            {
                return (before.to_owned(), Some(after.to_owned()));
            }
        }
    }
    (title, None)
}

/// Whether `value` begins with a day that exists.
pub(crate) fn is_date(value: &str) -> bool {
    let number = |range: std::ops::Range<usize>| {
        value
            .get(range)
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|digits| digits.parse::<i16>().ok())
    };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let parted = value.as_bytes().get(4) == Some(&b'-') && value.as_bytes().get(7) == Some(&b'-');
    parted
        && (1990..2100).contains(&year)
        && jiff::civil::Date::new(year, month as i8, day as i8).is_ok()
}

/// A day written out in a short line: *12 avril 2024*, *April 12, 2024*, *12 апреля 2024*.
///
/// A day as a program writes it (`2024-04-12`) is read too.
pub(crate) fn date_in(line: &str, at: usize) -> Option<(String, Span)> {
    let iso = line.match_indices('-').find_map(|(dash, _)| {
        let start = dash.checked_sub(4)?;
        let day = line.get(start..start + 10)?;
        let alone = !line[..start].ends_with(|c: char| c.is_alphanumeric());
        (alone && is_date(day)).then(|| (day.to_owned(), Span::new(at + start, at + start + 10)))
    });
    if iso.is_some() {
        return iso;
    }
    let furniture = Furniture::get();
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (i, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                words.push((from, &line[from..i]));
                start = None;
            }
            _ => {}
        }
    }
    for (n, (_, word)) in words.iter().enumerate() {
        let word = word.to_lowercase();
        let Some((_, month)) = furniture.months.iter().find(|(name, _)| *name == word) else {
            continue;
        };
        let number = |k: Option<usize>| {
            k.and_then(|k| words.get(k)).and_then(|(_, word)| {
                word.trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<i16>().ok()
            })
        };
        let (before, after, third) = (n.checked_sub(1), Some(n + 1), Some(n + 2));
        let read = match (number(before), number(after), number(third)) {
            (Some(day), Some(year), _) if year > 1989 => Some((day, year, before, after)),
            (_, Some(day), Some(year)) if year > 1989 => Some((day, year, Some(n), third)),
            _ => None,
        };
        if let Some((day, year, Some(from), Some(to))) = read {
            let value = format!("{year:04}-{month:02}-{day:02}");
            if is_date(&value) {
                let (start, end) = (words[from].0, words[to].0 + words[to].1.len());
                return Some((value, Span::new(at + start, at + end)));
            }
        }
    }
    None
}
