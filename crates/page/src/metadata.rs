//! What a page says about itself, each value with where it was found.

mod address; // where it lives, who publishes it, in which language
mod byline; // who signs it
mod date; // when it was published and changed
mod day; // days and hours as pages write them
mod head; // the elements that speak of the page, in one walk
mod hint; // what it says of being a copy
pub(crate) mod json; // JSON-LD
mod lines; // the same for a text without tags
mod title; // the headline
mod words; // the words of all this, in many languages

pub(crate) use lines::complete;

use crate::Page;
use crate::role::Weights;
use crate::segment::Segments;
use crate::tree::Tree;
use day::Habit;
use head::Head;
use schema::{Confidence, CopyHint, Found, Signer, Span};

/// What a page says about itself, each value with where it was found.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub url: Option<Found<String>>,
    pub outlet: Option<Found<String>>,
    pub language: Option<Found<String>>,
    pub title: Option<Found<String>>,
    pub byline: Vec<Signer>,
    pub published: Option<Found<String>>,
    pub modified: Option<Found<String>>,
    pub hints: Vec<CopyHint>,
    /// The languages that the page claims, with where.
    pub claimed: Vec<(String, &'static str)>,
    /// The text of the article, where the page gives it beside itself.
    pub body: Option<String>,
    /// What the page says it is about.
    pub description: Option<String>,
}

impl Metadata {
    /// Forgets where in the text its values stand: the text has become another.
    pub fn forget_places(&mut self) {
        let values = [&mut self.published, &mut self.modified, &mut self.title, &mut self.outlet];
        values.into_iter().flatten().for_each(|found| found.span = None);
        self.byline.iter_mut().for_each(|signer| signer.found.span = None);
        self.hints.iter_mut().for_each(|hint| hint.found.span = None);
    }

    /// What is known of being a copy, once the language of the text is known.
    pub fn hints(&mut self, language: Option<&str>) -> Vec<CopyHint> {
        let mut hints = std::mem::take(&mut self.hints);
        hints.extend(language.and_then(|text| hint::machinery(&self.claimed, text)));
        hints
    }
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

/// A value without the entities and tags that it was saved with, once too often, and
/// with single spaces.
pub(crate) fn decoded(value: &str) -> String {
    let mut value = std::borrow::Cow::Borrowed(value);
    for _ in 0..2 {
        let entity = value.contains('&') && value.contains(';');
        let tag = value.contains('<') && value.contains('>');
        if value.len() > 10_000 || !(entity || tag) {
            break;
        }
        value = Tree::parse(&value).text(0).into_owned().into();
    }
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads JSON-LD, the elements of the head, marked elements, and the lines around the
/// headline. Where they differ, what the page says of itself for all to see is preferred.
pub(crate) fn read(tree: &Tree, segments: &Segments, weights: &Weights, page: &Page) -> Metadata {
    let head = Head::of(tree, weights);
    let named = head.json.named();
    let (articles, others) = head.json.articles();
    let own = own(&head, &articles);
    let text = |name: &str| own.iter().find_map(|article| json::text(article, name));
    let fetched = page.url.as_deref().filter(|url| address::host(url).is_some());
    let language = address::language(&head);
    let names = |field: &str| {
        let authors =
            |article: &&&json::Object| article.get(field).map(|it| json::names(it, &named));
        own.iter()
            .filter_map(|article| authors(&article))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    };
    let mut authors = names("author");
    if authors.is_empty() {
        authors = head.json.authors(&named);
    }

    let canonical = address::address(&head, text("url"), fetched);
    let hint = hint::elsewhere(fetched, canonical.as_ref());
    let publisher = names("publisher").into_iter().next().map(|it| it.name);
    let mut outlet = address::outlet(&head, publisher.as_deref());
    if outlet.is_none() {
        outlet = address::holder_of(segments, head.title.as_deref().unwrap_or_default());
    }
    if outlet.is_none() {
        let tail = head.title.as_deref().and_then(title::outlet_of);
        outlet = tail.and_then(|name| found(&name, "title, after the mark", 60));
    }
    let addresses: Vec<&str> =
        fetched.into_iter().chain(canonical.as_ref().map(|found| found.value.as_str())).collect();
    let site = head.meta(&["og:site_name"]).map(|(_, name)| name);
    let outlets = title::Outlets::of(
        [outlet.as_ref().map(|found| found.value.as_str()), site].into_iter().flatten(),
        &addresses,
    );
    let title = title::title(tree, weights, &head, text("headline"), &outlets);
    let layout = layout(tree, segments, weights, title.as_ref());
    let code = language.as_ref().and_then(|found| words::Words::known(&found.value));
    let habit = Habit { language: code, month_first: is_month_first(&head, &addresses, code) };
    let byline = byline::byline(&byline::Sources {
        tree,
        segments,
        weights,
        head: &head,
        authors,
        layout,
        outlets: &outlets,
        habit,
    });
    let retrieved = page.retrieved.as_deref().and_then(|at| day::of_machine(at, Habit::default()));
    let (published, modified) = date::dates(&date::Sources {
        tree,
        segments,
        weights,
        head: &head,
        articles: &own,
        others: &others,
        addresses: &addresses,
        layout,
        habit,
        retrieved,
    });
    let mut hints = hint::credits(tree, segments, weights, layout, addresses.first().copied());
    // A page that names another's address as the first lives where it was got.
    let url = if hint.is_some() { None } else { canonical };
    hints.splice(0..0, hint);
    let body = text("articleBody").map(str::to_owned);
    let about = head.meta(&["og:description", "description", "twitter:description"]);
    let description = about.map(|(_, text)| decoded(text)).filter(|text| !text.is_empty());
    let claimed = hint::claimed(&head);
    Metadata {
        url,
        outlet,
        language,
        title,
        byline,
        published,
        modified,
        hints,
        claimed,
        body,
        description,
    }
}

/// What JSON-LD says of this page's article: the articles with the page's own address
/// or title, or else the first, since the others may be other pages'.
fn own<'a>(head: &Head<'_>, articles: &[&'a json::Object]) -> Vec<&'a json::Object> {
    let meta = |name: &'static str| head.meta(&[name]).map(|(_, content)| content);
    let addresses: Vec<&str> =
        head.canonical.into_iter().chain(meta("og:url")).map(address::bare).collect();
    let titles: Vec<String> = head
        .title
        .as_deref()
        .into_iter()
        .chain(meta("og:title"))
        .map(|title| title::bare(&decoded(title)))
        .collect();
    let is_own = |object: &&&json::Object| {
        let page = object.get("mainEntityOfPage");
        let page = page.and_then(|page| page.get("@id").unwrap_or(page).as_str());
        let urls = [json::text(object, "url"), page, json::text(object, "@id")];
        let same_url = urls.iter().flatten().any(|url| addresses.contains(&address::bare(url)));
        let headline = json::text(object, "headline").map(|it| title::bare(&decoded(it)));
        same_url
            || headline
                .filter(|it| !it.is_empty())
                .is_some_and(|headline| titles.iter().any(|title| title.starts_with(&headline)))
    };
    let own: Vec<&json::Object> = articles.iter().filter(is_own).copied().collect();
    if own.is_empty() { articles.iter().take(1).copied().collect() } else { own }
}

/// Whether a page writes the month before the day, as Americans do: it is in English
/// and its host is of no country, or of theirs.
fn is_month_first(head: &Head<'_>, addresses: &[&str], code: Option<&str>) -> bool {
    let whole = head.language.or_else(|| head.meta(&["og:locale"]).map(|(_, value)| value));
    let region = whole.and_then(|value| value.split_once(['-', '_'])).map(|(_, region)| region);
    let country = addresses.iter().find_map(|url| address::host(url)?.rsplit('.').next());
    let elsewhere = country.is_some_and(|it| it.len() == 2 && !it.eq_ignore_ascii_case("us"));
    match region {
        Some(region) if region.eq_ignore_ascii_case("US") => !elsewhere,
        Some(_) => false,
        None => code.is_none_or(|code| code == "en") && !elsewhere,
    }
}

/// Where the headline and the running text stand among the pieces.
fn layout(
    tree: &Tree,
    segments: &Segments,
    weights: &Weights,
    title: Option<&Found<String>>,
) -> date::Layout {
    let pieces = &segments.pieces;
    let runs = |piece: &crate::segment::Piece| {
        let words = piece.span.of(&segments.text);
        let long = if words.len() > 2 * piece.length { 30 } else { 60 };
        piece.length >= long
            && piece.linked * 3 < piece.length
            && !matches!(tree.tag(piece.node), "h1" | "h2" | "h3" | "figcaption" | "li" | "button")
            && words.contains(['.', '!', '?', '…', '。', '।'])
            && !crate::role::is_beside(tree, weights, piece.node)
    };
    let wanted = title.map(|found| title::bare(&found.value)).unwrap_or_default();
    let is_title = |piece: &crate::segment::Piece| {
        !wanted.is_empty() && piece.length < 400 && {
            let words = title::bare(piece.span.of(&segments.text));
            words == wanted
                || words.len() > 20 && (wanted.contains(&words) || words.contains(&wanted))
        }
    };
    let heads = |piece: &&crate::segment::Piece| tree.nodes[piece.node].tag.is_heading();
    let headline = pieces
        .iter()
        .position(|piece| tree.tag(piece.node) == "h1" && is_title(piece))
        .or_else(|| pieces.iter().position(|piece| heads(&piece) && is_title(piece)))
        .or_else(|| pieces.iter().position(is_title))
        .or_else(|| pieces.iter().position(|piece| tree.tag(piece.node) == "h1"));
    let from = headline.map_or(0, |at| at + 1);
    let first = pieces.iter().skip(from).position(runs).map(|at| from + at);
    let first = first.unwrap_or_else(|| pieces.len().min(from + 8));
    let last = pieces.iter().rposition(runs).unwrap_or(first).max(first);
    date::Layout { headline: headline.unwrap_or(first), first, last }
}

/// The first day in a line, as the contract has it, and its place; the line begins at `at`.
pub(crate) fn date_in(line: &str, at: usize) -> Option<(String, Span)> {
    let written = day::written(line, Habit::default()).into_iter().next()?;
    let span = Span::new(at + written.range.start, at + written.range.end);
    Some((written.moment.day.to_string(), span))
}

/// Whether `value` begins with a day as programs write it, and the day exists.
pub(crate) fn is_date(value: &str) -> bool {
    let written = value.get(..10).and_then(|day| day::of_machine(day, Habit::default()));
    written.is_some_and(|moment| moment.value() == value[..10])
}

/// Those who sign, where a container of pages names them in one text.
pub(crate) fn signers(signed: &Found<String>) -> Vec<Signer> {
    let parts = byline::split(&signed.value, Habit::default(), false).into_iter();
    let signer = |part: byline::Part| {
        let kind = byline::kind(&part.value, false, None);
        Signer { found: Found { value: part.value, ..signed.clone() }, kind }
    };
    parts.map(signer).collect()
}

#[cfg(test)]
mod tests;
