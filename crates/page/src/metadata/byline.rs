//! Who signs a page: persons, agencies, outlets.

use super::date::{self, ends_sentence};
use super::day::Habit;
use super::decoded;
use super::head::{Head, Mark, Signed, tells_of};
use super::json::Named;
use super::title::Outlets;
use super::words::{Words, speaks};
use crate::furniture::fold;
use crate::role::{Weights, is_beside};
use crate::segment::Segments;
use crate::tag::Tag;
use crate::tree::Tree;
use rustc_hash::FxHashMap as HashMap;
use schema::{Confidence, Found, Signer, SignerKind, Span};
use std::sync::OnceLock;

/// What a byline is told from.
pub(crate) struct Sources<'a> {
    pub tree: &'a Tree,
    pub segments: &'a Segments,
    pub weights: &'a Weights,
    pub head: &'a Head<'a>,
    /// The authors that JSON-LD names.
    pub authors: Vec<Named>,
    pub layout: date::Layout,
    pub outlets: &'a Outlets,
    pub habit: Habit<'a>,
}

/// The names of meta elements that give an author, in the order of trust.
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "article:author_name",
    "citation_author",
    "cXenseParse:author",
    "vr:author",
    "authors",
    "articleauthor",
    "article:byline",
    "shareaholic:article_author_name",
    "creator",
    "twitter:creator:name",
];

/// Those of them that give the family name first: "Karo, Ana".
const BY_FAMILY: &[&str] = &["dc.creator", "dcterms.creator", "dc:creator", "citation_author"];

/// Those who sign, each once: those whom JSON-LD or the head of the page name, unless
/// these are the outlet alone and readers see a person or an agency.
pub(crate) fn byline(sources: &Sources<'_>) -> Vec<Signer> {
    let json = sources.of_json();
    let meta = sources.of_meta();
    let seen = sources.of_elements();
    let line = sources.of_lines();
    let is = |kind: SignerKind| move |it: &Signer| it.kind == kind;
    let has = |names: &[Signer], kind| names.iter().any(is(kind));
    let given =
        if has(&json, SignerKind::Person) || !has(&meta, SignerKind::Person) && !json.is_empty() {
            &json
        } else {
            &meta
        };
    let shown = if seen.is_empty() { &line } else { &seen };
    if has(given, SignerKind::Person) {
        return given.clone();
    }
    let alone = sources.of_names();
    let names = [shown, &line, &alone].into_iter().find(|it| has(it, SignerKind::Person));
    if let Some(names) = names {
        return without_outlets(names);
    }
    // "The Courier with Transline" is an outlet and an agency.
    let agency = [shown, &line, given, &meta].into_iter().find(|it| has(it, SignerKind::Agency));
    if let Some(names) = agency {
        return names.clone();
    }
    [given, &meta, shown].into_iter().find(|names| !names.is_empty()).cloned().unwrap_or_default()
}

/// Those of a line who are no outlet: a name above the name of the paper.
fn without_outlets(names: &[Signer]) -> Vec<Signer> {
    names.iter().filter(|it| it.kind != SignerKind::Outlet).cloned().collect()
}

impl Sources<'_> {
    fn of_json(&self) -> Vec<Signer> {
        let mut signers = Vec::new();
        for author in &self.authors {
            let names = self.in_field(&author.name, author.organisation, "json-ld author", 92);
            names.into_iter().for_each(|name| add(&mut signers, name));
        }
        signers
    }

    /// The names in one field. An outlet or a place behind a person is where they work.
    fn in_field(&self, text: &str, organisation: bool, evidence: &str, percent: u8) -> Vec<Signer> {
        let parts = split(text, self.habit, false);
        let parts = parts.into_iter().map(|part| {
            let kind = self.kind(&part.value, organisation);
            signer(part.value, kind, evidence, None, percent)
        });
        let mut names: Vec<Signer> = parts.collect();
        let is = |kind: SignerKind| move |it: &Signer| it.kind == kind;
        if names.first().is_some_and(is(SignerKind::Person)) {
            names.retain(|it| it.kind != SignerKind::Outlet);
        } else if names.first().is_some_and(is(SignerKind::Outlet)) {
            // "courier.example, Belmar": the seat of the outlet.
            names.retain(|it| it.kind != SignerKind::Person || it.found.value.contains(' '));
        }
        names
    }

    fn of_meta(&self) -> Vec<Signer> {
        let mut signers = Vec::new();
        let Some((name, _)) = self.head.meta(AUTHOR) else { return self.of_cards() };
        let evidence = format!("meta {name}");
        // Several authors may have an element each.
        for (_, content) in self.head.meta.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name)) {
            let turned = if BY_FAMILY.contains(&name) { turned(content) } else { None };
            let content = turned.as_deref().unwrap_or(content);
            let names = self.in_field(content, false, &evidence, 85);
            names.into_iter().for_each(|name| add(&mut signers, name));
        }
        let is_person = |it: &Signer| it.kind == SignerKind::Person;
        if signers.iter().any(is_person) {
            return without_outlets(&signers);
        }
        let cards = self.of_cards();
        if cards.iter().any(is_person) { cards } else { signers }
    }

    /// The card that is shown where the page is shared: "Written by", and a name.
    fn of_cards(&self) -> Vec<Signer> {
        let cards = [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];
        let names = cards.iter().find_map(|(label, data)| {
            self.head.meta(&[label]).filter(|(_, label)| is_by(label))?;
            self.head.meta(&[data])
        });
        let Some((name, text)) = names else { return Vec::new() };
        self.in_field(text, false, &format!("meta {name}"), 85)
    }

    fn of_elements(&self) -> Vec<Signer> {
        let date::Layout { headline, first, last } = self.layout;
        for (mark, percent) in [(Mark::Property, 88), (Mark::Tag, 85), (Mark::Class, 80)] {
            for below in [false, true] {
                let there = |signed: &&Signed| {
                    let at = self.segments.pieces.partition_point(|it| it.node < signed.node);
                    let near = at + 6 >= headline && at <= first + 2;
                    let after = at > last && at <= last + 8;
                    signed.mark == mark && if below { after } else { near }
                };
                let signers = self.of_marked(there, percent);
                if !signers.is_empty() {
                    return signers;
                }
            }
        }
        // Somewhere else on the page, if all such elements name the same one.
        for mark in [Mark::Property, Mark::Tag, Mark::Class] {
            let signers = self.of_marked(|signed| signed.mark == mark, 60);
            if !signers.is_empty() {
                return if signers.len() == 1 { signers } else { Vec::new() };
            }
        }
        Vec::new()
    }

    /// The names in those marked elements that are `there`. One that holds another is
    /// the line around the name.
    fn of_marked(&self, there: impl Fn(&&Signed) -> bool, percent: u8) -> Vec<Signer> {
        let mut found: Vec<(usize, Vec<Signer>)> = Vec::new();
        for signed in self.head.signed.iter().rev().filter(there) {
            let end = self.tree.nodes[signed.node].end as usize;
            let is_around = found.last().is_some_and(|(node, _)| *node < end);
            if is_around || is_beside(self.tree, self.weights, signed.node) {
                continue;
            }
            let mut signers = Vec::new();
            self.of_element(signed, percent, &mut signers);
            if !signers.is_empty() {
                found.push((signed.node, signers));
            }
        }
        let mut signers = Vec::new();
        for (_, names) in found.into_iter().rev() {
            names.into_iter().for_each(|name| add(&mut signers, name));
        }
        signers
    }

    fn of_element(&self, signed: &Signed, percent: u8, signers: &mut Vec<Signer>) {
        let node = &self.tree.nodes[signed.node];
        let pictured = self.tree.path(signed.node).take(5).any(|node| {
            matches!(self.tree.nodes[node].tag, Tag::Figure | Tag::Figcaption | Tag::Picture)
        });
        if pictured || node.end as usize - signed.node > 80 {
            return;
        }
        let given = self.tree.attribute(signed.node, "content");
        // A name inside a larger element is marked again.
        let inner = self
            .tree
            .walk(signed.node)
            .skip(1)
            .find(|&node| self.tree.attribute(node, "itemprop") == Some("name"));
        let text = match (given, inner) {
            (Some(content), _) => content.to_owned(),
            (None, Some(inner)) => {
                let given = self.tree.attribute(inner, "content").map(str::to_owned);
                given.unwrap_or_else(|| self.tree.text(inner).into_owned())
            }
            (None, None) => self.spaced(signed.node),
        };
        if text.len() > 300 {
            return;
        }
        let mut names = split(&text, self.habit, true);
        let single = |name: &Part| signed.mark != Mark::Class || name.led;
        names.retain(|name| {
            self.kind(&name.value, false) != SignerKind::Person
                || is_person(&name.value, single(name))
                || signed.mark != Mark::Class && is_handle(&name.value)
        });
        // Names lead to pages of their own; what somebody is stands beside them.
        let pages = self.pages(signed.node);
        let joined = |name: &str| {
            let joiners = Words::get().joiners.iter().map(|(joiner, _)| joiner);
            let mut words = joiners.filter(|it| it.contains(char::is_alphabetic));
            words.any(|joiner| text.contains(&format!("{joiner}{name}")))
        };
        if names.iter().any(|name| pages.contains(&fold(&name.value))) {
            names.retain(|name| pages.contains(&fold(&name.value)) || joined(&name.value));
        } else if names.iter().any(|name| name.led) {
            names.retain(|name| name.led);
        }
        for name in names {
            let kind = self.kind(&name.value, false);
            let evidence = match signed.mark {
                Mark::Property => "marked author",
                Mark::Tag => "link rel=author",
                Mark::Class => "element with the class of a byline",
            };
            add(signers, signer(name.value, kind, evidence, None, percent));
        }
    }

    /// The texts of the links inside an element whose address has a word of the text,
    /// folded.
    fn pages(&self, from: usize) -> Vec<String> {
        let links = self.tree.walk(from).filter(|&node| self.tree.nodes[node].tag == Tag::A);
        let own = |node: usize| {
            let address = fold(self.tree.attribute(node, "href")?);
            let text = fold(&decoded(&self.tree.text(node)));
            let words = text.split(' ').filter(|word| word.chars().count() > 2);
            words.into_iter().any(|word| address.contains(word)).then_some(text)
        };
        links.filter_map(own).take(20).collect()
    }

    /// The text of an element, with a bar where a block or an element ends.
    fn spaced(&self, from: usize) -> String {
        let mut text = String::new();
        let mut told = 0;
        for node in self.tree.walk(from) {
            let class = self.tree.attribute(node, "class");
            if node > from && class.is_some_and(tells_of) {
                told = told.max(self.tree.nodes[node].end as usize);
            }
            if node < told {
                continue;
            }
            let words = self.tree.words(node);
            if words.trim().is_empty() {
                let tag = self.tree.nodes[node].tag;
                if (tag.is_block() || tag == Tag::Br) && !text.is_empty() {
                    text.push_str(" | ");
                } else if !words.is_empty() {
                    text.push(' ');
                }
                continue;
            }
            // Words that touch only in the source stand apart on the page.
            let touches =
                text.ends_with(char::is_alphanumeric) && words.starts_with(char::is_alphanumeric);
            if touches {
                text.push_str(" | ");
            }
            text.push_str(words);
        }
        text
    }

    fn of_lines(&self) -> Vec<Signer> {
        let date::Layout { headline, first, last } = self.layout;
        let pieces = &self.segments.pieces;
        // A standfirst may stand above the line.
        let near = headline.saturating_sub(4)..(first + 5).min(pieces.len());
        let below = (last + 1).max(near.end)..(last + 6).min(pieces.len());
        let beside = |node| is_beside(self.tree, self.weights, node);
        let lies_beside = pieces.get(headline).is_some_and(|piece| beside(piece.node));
        for (at, piece) in near.chain(below).filter_map(|at| Some((at, pieces.get(at)?))) {
            let line = piece.span.of(&self.segments.text);
            let in_text = at > first && at < last;
            if at == headline
                || piece.span.len() > if in_text { 120 } else { 240 }
                || ends_sentence(line)
                || in_text && !is_led(line)
                || beside(piece.node) && !(lies_beside && at <= first)
            {
                continue;
            }
            let mut signers = Vec::new();
            for name in split(line, self.habit, true).into_iter().filter(|name| name.led) {
                let kind = self.kind(&name.value, false);
                if kind != SignerKind::Person || is_person(&name.value, true) {
                    let place = line.find(&name.value).map(|at| {
                        let from = piece.span.start() + at;
                        Span::new(from, from + name.value.len())
                    });
                    add(&mut signers, signer(name.value, kind, "line that signs", place, 75));
                }
            }
            if !signers.is_empty() {
                return signers;
            }
        }
        Vec::new()
    }

    /// A name that stands alone, set apart: at the right, or bold or slanted beside the
    /// running text.
    fn of_names(&self) -> Vec<Signer> {
        let date::Layout { headline, first, last } = self.layout;
        let pieces = &self.segments.pieces;
        for (at, piece) in pieces.iter().enumerate().skip(headline + 1).take(2_000) {
            let line = piece.span.of(&self.segments.text);
            let near = at < first && at + 2 >= first || at > last && at <= last + 2;
            let is_name = |name: &Part| {
                self.kind(&name.value, false) == SignerKind::Person && is_person(&name.value, false)
            };
            if piece.span.len() > 80
                || self.tree.nodes[piece.node].tag.is_heading()
                || !(self.is_right(piece.node) || near && self.is_stressed(piece.node, line))
                || is_beside(self.tree, self.weights, piece.node)
            {
                continue;
            }
            let names = split(line, self.habit, true);
            if names.is_empty() || !names.iter().all(is_name) {
                continue;
            }
            let mut signers = Vec::new();
            for name in names {
                let place = line.find(&name.value).map(|at| {
                    let from = piece.span.start() + at;
                    Span::new(from, from + name.value.len())
                });
                let person = SignerKind::Person;
                add(&mut signers, signer(name.value, person, "name set apart", place, 60));
            }
            return signers;
        }
        Vec::new()
    }

    /// Whether the page sets an element at the right.
    fn is_right(&self, node: usize) -> bool {
        let path = std::iter::once(node).chain(self.tree.path(node));
        path.take(3).any(|node| {
            let attribute = |name| self.tree.attribute(node, name).unwrap_or_default();
            let style = attribute("style").replace(' ', "");
            attribute("align").eq_ignore_ascii_case("right")
                || style.to_ascii_lowercase().contains("text-align:right")
        })
    }

    /// Whether all the words of a line are bold or slanted.
    fn is_stressed(&self, node: usize, line: &str) -> bool {
        let marks = self.tree.walk(node).take(12);
        marks.into_iter().any(|node| {
            matches!(self.tree.tag(node), "b" | "strong" | "i" | "em")
                && decoded(&self.tree.text(node)) == line.trim()
        })
    }

    fn kind(&self, name: &str, organisation: bool) -> SignerKind {
        kind(name, organisation, Some(self.outlets))
    }
}

fn signer(
    value: String,
    kind: SignerKind,
    evidence: &str,
    span: Option<Span>,
    percent: u8,
) -> Signer {
    let confidence = Confidence::percent(percent);
    Signer { found: Found { value, evidence: evidence.to_owned(), span, confidence }, kind }
}

/// Adds one who signs, once.
fn add(signers: &mut Vec<Signer>, signer: Signer) {
    let name = fold(&signer.found.value);
    if signers.len() < 60 && signers.iter().all(|known| fold(&known.found.value) != name) {
        signers.push(signer);
    }
}

/// Whether a name is that of an agency, of an outlet, or of a person.
pub(crate) fn kind(name: &str, organisation: bool, outlets: Option<&Outlets>) -> SignerKind {
    let folded = fold(name);
    // Without its article.
    let bare = folded.split_once(' ').filter(|(article, _)| article.len() <= 3);
    let bare = bare.map_or(folded.as_str(), |(_, rest)| rest);
    match gazetteer().get(bare).or_else(|| gazetteer().get(folded.as_str())) {
        Some(kind) => return *kind,
        None if organisation || outlets.is_some_and(|outlets| outlets.is_name(name)) => {}
        None if is_address(&folded) => {}
        None => {
            let staff = &Words::get().staff;
            let mut words = folded.split(|c: char| !c.is_alphanumeric() && c != '-');
            if !words.any(|word| staff.iter().any(|staff| staff == word)) {
                return SignerKind::Person;
            }
        }
    }
    SignerKind::Outlet
}

/// "courier.example": the name of a site.
fn is_address(name: &str) -> bool {
    name.split(' ').any(|word| {
        let Some((before, after)) = word.rsplit_once('.') else {
            return false;
        };
        before.chars().count() >= 2
            && !before.ends_with('.')
            && (2..=7).contains(&after.len())
            && after.bytes().all(|b| b.is_ascii_lowercase())
            && before.chars().all(|c| c.is_alphanumeric() || ".-".contains(c))
    })
}

/// Agencies and outlets by each of their names, folded: `gazetteer/outlets.csv`.
fn gazetteer() -> &'static HashMap<String, SignerKind> {
    static NAMES: OnceLock<HashMap<String, SignerKind>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let text = knowledge::text("gazetteer/outlets.csv").unwrap_or_default();
        let mut names = HashMap::default();
        for line in text.lines().skip(1) {
            let mut fields = line.split(',');
            let (Some(name), Some(kind)) = (fields.next(), fields.next()) else {
                continue;
            };
            let kind = match kind {
                "agency" => SignerKind::Agency,
                "outlet" => SignerKind::Outlet,
                _ => continue,
            };
            let aliases = fields.next().unwrap_or_default();
            for name in aliases.split('|').chain([name]).filter(|name| !name.is_empty()) {
                names.insert(fold(name), kind);
            }
        }
        names
    })
}

/// A name in a line, and whether a word such as "by" leads to it.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub value: String,
    pub led: bool,
}

/// What stands between a byline and something else.
const MARKS: &[&str] =
    &["|", "•", "·", " – ", " — ", " - ", "\u{2022}", "»", "/ ", "\n", "*", ":", "｜", "→"];

/// The names in a line, an attribute or a field: "By Ana Karo and Oscar Bellin | 3 May"
/// has two. In a line that `is_seen` there may be other things as well.
pub(crate) fn split(text: &str, habit: Habit<'_>, is_seen: bool) -> Vec<Part> {
    // A wide gap parts things as a bar does.
    let mut text = without_brackets(&decoded(&text.replace("\u{a0}\u{a0}", " | ")));
    if text.len() > 1_000 {
        return Vec::new();
    }
    // "Ana Karo, Image: Transline": what a label leads to is no author.
    if !is_seen
        && let Some((before, _)) = text.split_once(':')
        && !is_led(before)
    {
        text.truncate(before.rfind([',', '|', '(']).unwrap_or(0));
    }
    let mut parts = Vec::new();
    let mut from = 0;
    // Days part a line as bars do.
    for (_, written) in date::of_parts(&text, habit) {
        segment(&text[from..written.range.start], habit, is_seen, &mut parts);
        from = written.whole.end;
    }
    segment(&text[from..], habit, is_seen, &mut parts);
    parts
}

fn segment(text: &str, habit: Habit<'_>, is_seen: bool, parts: &mut Vec<Part>) {
    let mut segments = vec![text];
    for mark in MARKS {
        segments = segments.iter().flat_map(|it| it.split(mark)).collect();
    }
    let mut led_before = false;
    for words in segments {
        let (rest, led) = without_by(words.trim(), habit.language, is_seen);
        let led = led || led_before;
        // "Author: Ana Karo", where the mark parts the word from the name.
        led_before = led && rest.is_empty();
        if is_seen && !led && is_by(rest.rsplit(' ').next().unwrap_or_default()) {
            led_before = true;
            continue;
        }
        let (mut rest, mut led) = (rest.to_owned(), led);
        if is_seen
            && !led
            && let Some(inner) = by_inside(&rest, habit.language)
        {
            (rest, led) = (inner, true);
        }
        for name in joined(&rest, habit.language) {
            if let Some(value) = cleaned(&name, habit.language) {
                parts.push(Part { value, led });
            }
        }
    }
}

/// A text without the words that lead to a name, and whether there were any.
fn without_by<'a>(text: &'a str, language: Option<&str>, is_seen: bool) -> (&'a str, bool) {
    let mut rest = text;
    let mut led = false;
    'again: for _ in 0..3 {
        for (by, codes) in &Words::get().by {
            if let Some(after) = after_word(rest, by)
                && speaks(codes, language)
            {
                let after = after.trim_start_matches([':', ' ', '\u{a0}', '：']);
                // A name may begin with such a word: "Di Resta".
                let is_name = !is_seen
                    && rest.starts_with(char::is_uppercase)
                    && by.chars().count() <= 3
                    && !after.contains(' ')
                    && !gazetteer().contains_key(&fold(after));
                if is_name && !after.is_empty() {
                    return (rest, led);
                }
                (rest, led) = (after, true);
                continue 'again;
            }
        }
        break;
    }
    (rest, led)
}

/// Whether a line begins with a word such as "by".
pub(crate) fn is_led(line: &str) -> bool {
    without_by(line, None, true).1
}

/// Whether a label says that a name follows: "Written by".
fn is_by(label: &str) -> bool {
    let (rest, led) = without_by(label.trim(), None, true);
    led && rest.is_empty()
}

/// "Karo, Ana" as people say it.
fn turned(name: &str) -> Option<String> {
    let (family, given) = name.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    let few = |part: &str| (1..=3).contains(&part.split(' ').count()) && !part.contains(',');
    (few(family) && few(given)).then(|| format!("{given} {family}"))
}

/// What follows `word` (folded) at the beginning of `text`.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut at = 0;
    let mut wanted = word.chars();
    let mut next = wanted.next();
    for c in text.chars() {
        let Some(letter) = next else { break };
        let same = c == letter
            || c == '’' && letter == '\''
            || c == '\u{a0}' && letter == ' '
            || c.to_lowercase().eq(std::iter::once(letter));
        if !same {
            return None;
        }
        at += c.len_utf8();
        next = wanted.next();
    }
    let rest = &text[at..];
    (next.is_none() && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// What follows a word such as "by" inside a line: "14:07, by Ana Karo".
fn by_inside(text: &str, language: Option<&str>) -> Option<String> {
    for (at, _) in text.match_indices([' ', ',', '\u{a0}']).skip_while(|(at, _)| *at == 0) {
        let rest = text[at..].trim_start_matches([' ', ',', '\u{a0}']);
        for (by, codes) in &Words::get().by {
            if let Some(after) = after_word(rest, by)
                && speaks(codes, language)
                && after.starts_with([' ', ':', '\u{a0}'])
            {
                return Some(after.trim_start_matches([':', ' ', '\u{a0}']).to_owned());
            }
        }
    }
    None
}

/// The parts of "A, B and C".
fn joined(text: &str, language: Option<&str>) -> Vec<String> {
    let mut parts = vec![text.to_owned()];
    let joiners = Words::get().joiners.iter();
    for (joiner, _) in joiners.filter(|(_, codes)| speaks(codes, language)) {
        let capitals = joiner.to_uppercase();
        for joiner in [joiner.as_str(), capitals.as_str()] {
            if text.contains(joiner) {
                parts =
                    parts.iter().flat_map(|part| part.split(joiner)).map(str::to_owned).collect();
            }
        }
    }
    parts
}

/// A text without what stands in brackets: "Ana Karo (kar)". An agency stays, and so
/// does a text that has nothing else.
fn without_brackets(text: &str) -> String {
    let (mut out, mut inside) = (String::new(), String::new());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => {
                depth = depth.saturating_sub(1);
                if gazetteer().contains_key(&fold(&inside)) {
                    out.push_str(" | ");
                    out.push_str(inside.trim());
                }
                inside.clear();
            }
            _ if depth == 0 => out.push(c),
            _ => inside.push(c),
        }
    }
    if out.chars().any(char::is_alphabetic) {
        return out;
    }
    text.chars().filter(|c| !"()[]（）".contains(*c)).collect()
}

/// A name without what people write around it, if it may be one.
fn cleaned(text: &str, language: Option<&str>) -> Option<String> {
    let words = Words::get();
    let name = text;
    let kept = name.split_whitespace().filter(|word| !word.contains('@') && !word.starts_with('#'));
    let mut name = kept.collect::<Vec<_>>().join(" ");
    for after in &words.after {
        if let Some(at) = name.find(after.as_str()).filter(|at| name[..*at].contains(' ')) {
            name.truncate(at);
        }
    }
    let (bare, _) = without_by(
        name.trim_matches([
            ' ', ',', ';', '–', '-', '—', '"', '“', '”', '„', '…', '\u{200b}', '∙', '▪', '■', '●',
        ]),
        language,
        false,
    );
    let name = bare.trim_matches([' ', ',', ';', '–', '-', '—', '"', '“', '”', '„']);
    let name = name
        .strip_suffix('.')
        .filter(|it| it.split(' ').next_back().is_some_and(|last| last.chars().count() > 2))
        .unwrap_or(name);
    let folded = fold(name);
    let parts: Vec<&str> = folded.split([' ', '-']).filter(|part| !part.is_empty()).collect();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let is_post = parts.iter().all(|part| words.posts.iter().any(|post| post == part))
        || parts.first().is_some_and(|first| words.posts.iter().any(|post| post == first))
            && parts.len() <= 6
            && !name.contains('.')
        || parts.last().is_some_and(|last| words.posts.iter().any(|post| post == last));
    let refused = letters < 2
        || name.chars().count() > 70
        || parts.len() > 8
        || folded.contains("http")
        || folded.starts_with("www.")
        || folded.contains('/')
        || words.nobody.contains(&folded)
        || is_post
        || is_credential(name);
    (!refused).then(|| name.to_owned())
}

/// "MD", "PhD", "CFA®": what somebody has, and no name. An agency has a name like it.
fn is_credential(name: &str) -> bool {
    let bare = name.trim_end_matches(['®', '™', '.']);
    let known = gazetteer().contains_key(&fold(name));
    let shape = bare.chars().count() <= 5
        && bare.chars().filter(|c| c.is_ascii_uppercase()).count() >= 2
        && bare.is_ascii();
    let is_dotted = name.ends_with(['®', '™']);
    !known && is_dotted && shape
}

/// Whether `words` may be the name of a person: a few words, the first and the last
/// with a capital, in between such as *de* and *van der*.
pub(crate) fn is_person(words: &str, single: bool) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let count = parts.len();
    let cased = words.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    if words.contains(|c: char| c.is_ascii_digit() || ":?!…@=<>{}_+".contains(c)) {
        return false;
    }
    if !cased {
        let unspaced = super::date::is_unspaced(&words.replace(' ', ""));
        return (2..=24).contains(&words.chars().count())
            && (2..=4).contains(&count) | (unspaced && (2..=8).contains(&words.chars().count()));
    }
    let capital = |part: &&str| {
        part.trim_start_matches(['\'', '’', '"', '“']).starts_with(|c: char| !c.is_lowercase())
    };
    let words_of = Words::get();
    let particle = |part: &&str| words_of.particles.contains(*part);
    let is_word = |part: &str| {
        let part = fold(part);
        words_of.published.contains(&part)
            || words_of.modified.contains(&part)
            || words_of.posts.contains(&part)
    };
    (if single { 1 } else { 2 }..=5).contains(&count)
        && parts.first().is_some_and(capital)
        && parts.last().is_some_and(capital)
        && parts.iter().all(|part| capital(part) || particle(part))
        && !parts.iter().any(|part| is_word(part))
        && parts.iter().any(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

/// Whether a word may be the name that somebody has on a site: "night_owl".
fn is_handle(word: &str) -> bool {
    let signs = word.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    signs && (3..=24).contains(&word.chars().count()) && word.starts_with(char::is_alphabetic)
}

/// The names in a line that signs. For the examples of `knowledge/datelines`.
#[cfg(test)]
pub(crate) fn of_line(line: &str, language: Option<&str>) -> Vec<String> {
    let habit = Habit { language, month_first: false };
    let names = split(line, habit, true).into_iter();
    names.filter(|it| it.led && is_person(&it.value, true)).map(|it| it.value).collect()
}
