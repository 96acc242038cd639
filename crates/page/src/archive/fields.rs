use super::{Passed, name};
use crate::Page;
use crate::given::{self, Given};
use crate::metadata::found;
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// What a field of a line, or of the head of a text, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Html,
    /// The page, as HTML or as text.
    Page,
    Text,
    Address,
    Title,
    Author,
    Outlet,
    Published,
    Modified,
    Retrieved,
    Language,
    MediaType,
    /// Fields inside of a field.
    Inside,
}

/// The names by which crawlers and people call their fields. Small and capital
/// letters, `_`, `-` and spaces make no difference: `datePublished` is
/// `date_published`. A name further to the left goes before one to the right.
pub(crate) const NAMES: &[(Field, &[&str])] = &[
    (Field::Html, &["html", "rawhtml", "pagehtml", "htmlcontent", "htmlsource", "rawcontent"]),
    (Field::Page, &["content", "body", "page"]),
    (
        Field::Text,
        &[
            "text",
            "maintext",
            "articlebody",
            "articletext",
            "fulltext",
            "bodytext",
            "plaintext",
            "cleanedtext",
            "rawtext",
            "markdown",
        ],
    ),
    (
        Field::Address,
        &[
            "url",
            "uri",
            "link",
            "pageurl",
            "originalurl",
            "sourceurl",
            "finalurl",
            "permalink",
            "canonicalurl",
            "canonical",
            "warctargeturi",
        ],
    ),
    (Field::Title, &["title", "headline", "pagetitle", "titlepage"]),
    (Field::Author, &["author", "authors", "byline", "creator"]),
    (
        Field::Outlet,
        &["outlet", "sitename", "publisher", "sourcename", "site", "source", "newspaper"],
    ),
    (
        Field::Published,
        &[
            "published",
            "publishedat",
            "publisheddate",
            "datepublished",
            "datepublish",
            "publicationdate",
            "publishdate",
            "publishedtime",
            "pubdate",
            "date",
        ],
    ),
    (
        Field::Modified,
        &[
            "modified",
            "modifiedat",
            "datemodified",
            "datemodify",
            "updated",
            "updatedat",
            "lastmodified",
            "lastmod",
        ],
    ),
    (
        Field::Retrieved,
        &[
            "retrieved",
            "retrievedat",
            "fetched",
            "fetchedat",
            "fetchtime",
            "fetchdate",
            "crawled",
            "crawledat",
            "crawltime",
            "crawldate",
            "scraped",
            "scrapedat",
            "downloaded",
            "downloaddate",
            "datedownload",
            "warcdate",
            "timestamp",
        ],
    ),
    (Field::Language, &["language", "lang", "locale"]),
    (Field::MediaType, &["mediatype", "mimetype", "mime", "contenttype"]),
    (Field::Inside, &["metadata", "meta", "warc", "headers"]),
];

/// The field of that name, and how far to the right its name stands.
fn field(name: &str) -> Option<(Field, usize)> {
    let mut folded = String::new();
    for c in name.chars().take(40).filter(|c| !matches!(c, '_' | '-' | ' ')) {
        folded.push(c.to_ascii_lowercase());
    }
    NAMES.iter().find_map(|(field, names)| {
        let at = names.iter().position(|name| *name == folded)?;
        Some((*field, at))
    })
}

/// The fields that are known, each with the rank and the spelling of its name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(BTreeMap<Field, (usize, String, Vec<String>)>);

impl Fields {
    /// Takes a field in, if its name is known and no better one is there.
    pub fn put(&mut self, name: &str, values: Vec<String>) {
        let Some((field, rank)) = field(name) else { return };
        let values: Vec<String> =
            values.into_iter().filter(|value| !value.trim().is_empty()).collect();
        if !values.is_empty() && self.0.get(&field).is_none_or(|(held, ..)| rank < *held) {
            self.0.insert(field, (rank, name.to_owned(), values));
        }
    }

    fn first(&self, field: Field) -> Option<&str> {
        self.0.get(&field)?.2.first().map(String::as_str)
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.0.remove(&field)?.2.into_iter().next()
    }

    /// What the fields say of the page; `of` names where they stand.
    pub fn given(&self, of: &str, percent: u8) -> Given {
        let told = |field: Field| {
            let (_, name, values) = self.0.get(&field)?;
            Some((values, format!("{of}, field {name}")))
        };
        let value = |field: Field| {
            let (values, evidence) = told(field)?;
            found(values.first()?, &evidence, percent)
        };
        let time = |field: Field| {
            let (values, evidence) = told(field)?;
            given::time(values.first()?, &evidence, percent)
        };
        let byline = told(Field::Author).map(|(names, evidence)| {
            names.iter().filter_map(|name| found(name, &evidence, percent)).collect()
        });
        let language = told(Field::Language)
            .and_then(|(values, evidence)| given::language(values.first()?, &evidence, percent));
        // An address is not how readers call an outlet.
        let outlet = value(Field::Outlet).filter(|it| !it.value.contains("://"));
        Given {
            address: value(Field::Address).filter(|it| is_web(&it.value)),
            title: value(Field::Title),
            outlet,
            byline: byline.unwrap_or_default(),
            published: time(Field::Published),
            modified: time(Field::Modified),
            language,
        }
    }

    /// The address that the fields give.
    pub fn address(&self) -> Option<String> {
        let address = self.first(Field::Address)?.trim();
        is_web(address).then(|| address.to_owned())
    }

    /// The page that the fields hold, `like` what is known of the file.
    pub fn page(mut self, like: &Page, place: &str) -> Result<Page, Passed> {
        let given = self.given("line of the archive", 72);
        let media = self.first(Field::MediaType).map(str::to_owned);
        let (words, media_type) = if let Some(html) = self.take(Field::Html) {
            (html, Some("text/html".to_owned()))
        } else if let Some(page) = self.take(Field::Page) {
            let html = looks_like_html(&page).then(|| "text/html".to_owned());
            (page, media.or(html).or(Some("text/plain".to_owned())))
        } else if let Some((_, called, _)) = self.0.get(&Field::Text) {
            let kind = if called == "markdown" { "text/markdown" } else { "text/plain" };
            (self.take(Field::Text).unwrap_or_default(), Some(kind.to_owned()))
        } else {
            return Err(Passed::NoPage);
        };
        Ok(Page {
            bytes: words.into_bytes(),
            whence: Some(format!("{}, {place}", name(like))),
            url: self.address(),
            // The bytes are the words of a line now, whatever they were before.
            media_type: media_type.map(|kind| kind.split(';').next().unwrap_or("").to_owned()),
            retrieved: self
                .first(Field::Retrieved)
                .and_then(given::moment)
                .or_else(|| like.retrieved.clone()),
            given,
            cut: like.cut.clone(),
        })
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

fn looks_like_html(text: &str) -> bool {
    let head = text.trim_start();
    head.starts_with('<') || head.contains("</p>") || head.contains("<br")
}

/// The values of one field; what is no text and no number is left aside, so that
/// nothing grows larger than the line that it stands in.
struct Values(Vec<String>, Fields);

/// The most names of one list.
const MOST: usize = 50;

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Values, E> {
        Ok(Values(vec![text.to_owned()], Fields::default()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Values, E> {
        Ok(Values(vec![text], Fields::default()))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Values, E> {
        self.visit_unit()
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Values, E> {
        self.visit_string(number.to_string())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Values, E> {
        self.visit_unit()
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Values, E> {
        // Times are given so by programs that count parts of seconds.
        self.visit_string(format!("{number:.0}"))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Values, E> {
        Ok(Values(Vec::new(), Fields::default()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Values, A::Error> {
        let mut values = Vec::new();
        while values.len() < MOST {
            let Some(Values(more, _)) = list.next_element::<Values>()? else {
                return Ok(Values(values, Fields::default()));
            };
            values.extend(more);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Values(values, Fields::default()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
        let (mut names, mut fields) = (Vec::new(), Fields::default());
        while let Some(key) = map.next_key::<String>()? {
            if key == "name" {
                names = map.next_value::<Values>()?.0;
            } else if field(&key).is_some() {
                let Values(values, _) = map.next_value()?;
                fields.put(&key, values);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Values(names, fields))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let (mut fields, mut inside) = (Fields::default(), Vec::new());
        while let Some(key) = map.next_key::<String>()? {
            match field(&key) {
                Some((Field::Inside, _)) => inside.push(map.next_value::<Values>()?.1),
                Some(_) => {
                    let Values(values, _) = map.next_value()?;
                    fields.put(&key, values);
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        // What stands on the line itself goes before what stands inside.
        for (of, value) in inside.into_iter().flat_map(|fields| fields.0) {
            fields.0.entry(of).or_insert(value);
        }
        Ok(fields)
    }
}
