//! The elements by which a page speaks of itself, gathered in one walk.

use super::json::Blocks;
use super::words::Words;
use crate::role::{Weights, is_beside};
use crate::tag::Tag;
use crate::tree::Tree;

/// What a date is the date of, as far as its place says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Published,
    /// A first version was saved: a weaker word for published.
    Created,
    Modified,
    /// It is a date, and no more is said.
    Date,
}

/// Where an element has its date or name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A property of microdata or RDFa.
    Property,
    /// `<time>`, or `rel=author`.
    Tag,
    /// The name of a class.
    Class,
}

/// An element with a date, or what may be one.
#[derive(Debug)]
pub(crate) struct Dated {
    pub node: usize,
    pub said: Said,
    pub mark: Mark,
}

/// An element with a name that signs, or what may be one.
#[derive(Debug)]
pub(crate) struct Signed {
    pub node: usize,
    pub mark: Mark,
}

/// The elements that speak of the page.
#[derive(Default)]
pub(crate) struct Head<'a> {
    pub json: Blocks,
    /// Name and content, in the order of the page.
    pub meta: Vec<(&'a str, &'a str)>,
    pub dated: Vec<Dated>,
    pub signed: Vec<Signed>,
    pub headings: Vec<usize>,
    pub scripts: Vec<usize>,
    pub title: Option<String>,
    pub canonical: Option<&'a str>,
    /// What the site calls the search that it offers to browsers: its own name.
    pub search: Option<&'a str>,
    pub language: Option<&'a str>,
}

/// How many elements of one kind are looked at.
const MOST: usize = 400;

impl<'a> Head<'a> {
    /// Walks over the page once.
    pub fn of(tree: &'a Tree, weights: &Weights) -> Self {
        let mut head = Self::default();
        let words = Words::get();
        for node in tree.walk(0) {
            let tag = tree.nodes[node].tag;
            if tag == Tag::H1 {
                head.headings.push(node);
            }
            if tag == Tag::Title && head.title.is_none() {
                head.title = Some(tree.text(node).into_owned());
            }
            if tag == Tag::Script && !tree.has_attributes(node) {
                head.scripts.push(node);
            }
            if !tree.has_attributes(node) {
                continue;
            }
            let attribute = |name| tree.attribute(node, name);
            match tag {
                Tag::Script => {
                    if attribute("type").is_some_and(|kind| kind.contains("ld+json")) {
                        head.json.add(&tree.text(node));
                    } else {
                        head.scripts.push(node);
                    }
                }
                Tag::Meta => {
                    let of_the_page = attribute("property").or_else(|| attribute("name"));
                    let of_a_part =
                        || attribute("itemprop").filter(|_| !is_beside(tree, weights, node));
                    if let (Some(name), Some(content)) =
                        (of_the_page.or_else(of_a_part), attribute("content"))
                        && head.meta.len() < MOST
                        && !content.is_empty()
                    {
                        head.meta.push((name, content));
                    }
                }
                Tag::Link => {
                    let rel = attribute("rel").unwrap_or_default();
                    if rel.eq_ignore_ascii_case("canonical") && head.canonical.is_none() {
                        head.canonical = attribute("href").filter(|href| !href.is_empty());
                    }
                    if rel.eq_ignore_ascii_case("search") && head.search.is_none() {
                        head.search = attribute("title").filter(|title| !title.is_empty());
                    }
                }
                Tag::Html => head.language = attribute("lang").or_else(|| attribute("xml:lang")),
                Tag::Body | Tag::Article | Tag::Main | Tag::Img | Tag::Input | Tag::Iframe => {}
                _ => head.mark(tree, node, tag, words),
            }
        }
        head
    }

    fn mark(&mut self, tree: &Tree, node: usize, tag: Tag, words: &Words) {
        let attribute = |name| tree.attribute(node, name);
        if let Some(property) = attribute("itemprop").or_else(|| attribute("property")) {
            let bare = property.rsplit(':').next().unwrap_or(property);
            match said(bare) {
                Some(said @ (Said::Published | Said::Modified | Said::Created)) => {
                    return self.date(Dated { node, said, mark: Mark::Property });
                }
                _ if matches!(bare, "author" | "creator") => {
                    return self.name(Signed { node, mark: Mark::Property });
                }
                _ => {}
            }
        }
        let class = attribute("class").unwrap_or_default();
        if tag == Tag::Time {
            let said = match kind(class, words) {
                Some(Kind::Dated(said)) => said,
                _ if attribute("pubdate").is_some() => Said::Published,
                _ => Said::Date,
            };
            let mark = if attribute("pubdate").is_some() { Mark::Property } else { Mark::Tag };
            return self.date(Dated { node, said, mark });
        }
        if tag == Tag::A && attribute("rel").is_some_and(|rel| rel.contains("author")) {
            return self.name(Signed { node, mark: Mark::Tag });
        }
        if class.is_empty() || class.len() > 400 {
            return;
        }
        match kind(class, words) {
            Some(Kind::Dated(said)) => self.date(Dated { node, said, mark: Mark::Class }),
            Some(Kind::Signed) => self.name(Signed { node, mark: Mark::Class }),
            None => {}
        }
    }

    fn date(&mut self, dated: Dated) {
        if self.dated.len() < MOST {
            self.dated.push(dated);
        }
    }

    fn name(&mut self, signed: Signed) {
        if self.signed.len() < MOST {
            self.signed.push(signed);
        }
    }

    /// The content of the first meta element with one of these names; the names in
    /// the order of trust.
    pub fn meta(&self, names: &[&'static str]) -> Option<(&'static str, &'a str)> {
        names.iter().find_map(|wanted| {
            let found = self.meta.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
            Some((*wanted, found.1))
        })
    }
}

enum Kind {
    Dated(Said),
    Signed,
}

/// What the names of a class say that an element holds.
fn kind(class: &str, words: &Words) -> Option<Kind> {
    let (mut dated, mut changed, mut published) = (false, false, false);
    let (mut signed, mut told) = (false, false);
    each_part(class, |part| {
        if words.dated.contains(part) {
            dated = true;
            published |= part.starts_with("publi");
        }
        changed |= words.changed.contains(part);
        signed |= words.signed.contains(part);
        told |= words.told.contains(part);
    });
    match (dated, changed, signed) {
        (_, true, _) => Some(Kind::Dated(Said::Modified)),
        (true, _, _) if published => Some(Kind::Dated(Said::Published)),
        (true, _, _) => Some(Kind::Dated(Said::Date)),
        (_, _, true) if !told => Some(Kind::Signed),
        _ => None,
    }
}

/// Whether an element of this class tells of somebody: their post, their life.
pub(crate) fn tells_of(class: &str) -> bool {
    let words = Words::get();
    let mut told = false;
    each_part(class, |part| told |= words.told.contains(part));
    told
}

/// The parts of the names of a class, in lower case: `itemPostDate` has three.
fn each_part(class: &str, mut take: impl FnMut(&str)) {
    let mut part = String::new();
    let mut small = false;
    for c in class.chars().chain([' ']) {
        let new = !c.is_ascii_alphabetic() || c.is_ascii_uppercase() && small;
        if new && !part.is_empty() {
            take(&part);
            part.clear();
        }
        if c.is_ascii_alphabetic() {
            part.push(c.to_ascii_lowercase());
        }
        small = c.is_ascii_lowercase();
    }
}

/// What a date is the date of, by the name of a property or a meta element:
/// `article:published_time`, `dateModified`, `DC.date.issued`.
pub(crate) fn said(name: &str) -> Option<Said> {
    let bare: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let has = |parts: &[&str]| parts.iter().any(|part| bare.contains(part));
    if has(&[
        "expir",
        "publisher",
        "publishid",
        "image",
        "video",
        "valid",
        "event",
        "status",
        "author",
        "section",
        "url",
        "type",
        "frequency",
        "before",
        "until",
        "verif",
        "msvalidate",
        "candidate",
    ]) || bare.len() > 48
    {
        return None;
    }
    if has(&["modif", "updat", "lastmod", "revis", "lastedit", "changed", "moddate"]) {
        Some(Said::Modified)
    } else if has(&["publish", "pubdate", "publication", "pubtime", "issued", "originaldate"]) {
        Some(Said::Published)
    } else if has(&["created", "createat", "createdate", "firstcreate", "upload", "posted"]) {
        Some(Said::Created)
    } else if (bare.ends_with("date") || bare.ends_with("datetime")) && bare.len() <= 20
        || matches!(bare.as_str(), "timestamp" | "ptime" | "dcdate" | "dctermsdate")
    {
        Some(Said::Date)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_property_says_what_its_date_is() {
        for (name, expected) in [
            ("article:published_time", Some(Said::Published)),
            ("DC.date.issued", Some(Said::Published)),
            ("cXenseParse:recs:publishtime", Some(Said::Published)),
            ("og:updated_time", Some(Said::Modified)),
            ("dateModified", Some(Said::Modified)),
            ("dcterms.created", Some(Said::Created)),
            ("date", Some(Said::Date)),
            ("article:publisher", None),
            ("article:expiration_time", None),
            ("msvalidate.01", None),
            ("viewport", None),
        ] {
            assert_eq!(said(name), expected, "{name}");
        }
    }

    #[test]
    fn the_name_of_a_class_says_what_an_element_holds() {
        let words = Words::get();
        let dated = |class: &str| match kind(class, words) {
            Some(Kind::Dated(said)) => Some(said),
            _ => None,
        };
        assert_eq!(dated("itemPostDate"), Some(Said::Date));
        assert_eq!(dated("meta__date small"), Some(Said::Date));
        assert_eq!(dated("entry-date published"), Some(Said::Published));
        assert_eq!(dated("date-updated"), Some(Said::Modified));
        assert_eq!(dated("candidate"), None);
        assert!(matches!(kind("c-byline__name", words), Some(Kind::Signed)));
        assert!(kind("col-8 wide", words).is_none());
    }
}
