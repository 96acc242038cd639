use crate::archive::fields::Fields;
use crate::decision::Decision;
use crate::furniture::Furniture;
use crate::furniture::fold;
use crate::given::Given;
use crate::plain;
use schema::{Role, Span};

/// A text in Markdown. The document's text is the file: the signs stay in it, and
/// a block begins behind those that open it.
pub(crate) struct Markdown {
    pub blocks: Vec<(Span, Decision)>,
    /// What the head of the text says of it.
    pub given: Given,
    /// The address that the head gives.
    pub address: Option<String>,
}

/// What a part of the text is by its signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `key: value` between two lines of `---` or `+++`.
    Head,
    /// Behind this many `#`, or over a line of `=` (1) or `-` (2).
    Heading(usize),
    Paragraph,
    /// Behind `>`.
    Quotation,
    Item,
    Row,
    /// Program text, a picture, HTML, the address of a link.
    Aside(&'static str),
}

const CODE: &str = "markdown/code";
const PICTURE: &str = "markdown/picture";
const TAGS: &str = "markdown/tags";
const ADDRESS: &str = "markdown/address";
const LINK: &str = "markdown/link-alone";
const HEAD: &str = "markdown/head";

pub(crate) fn read(text: &str) -> Markdown {
    let parts = parts(text);
    let mut fields = Fields::default();
    for (_, span) in parts.iter().filter(|(kind, _)| *kind == Kind::Head) {
        head(span.of(text), &mut fields);
    }
    // What the words say is asked of the parts that have words of the page.
    let worded: Vec<usize> = (0..parts.len())
        .filter(|&i| !matches!(parts[i].0, Kind::Head | Kind::Aside(_) | Kind::Row))
        .collect();
    let lines: Vec<&str> = worded.iter().map(|&i| bare(parts[i].1.of(text))).collect();
    let mut by_words: Vec<Option<Decision>> = vec![None; parts.len()];
    let signs: Vec<_> = lines.iter().map(|line| Furniture::get().sign(line)).collect();
    let decisions = plain::decide(&lines.join("\n"), &lines, &signs, None);
    for (&i, decision) in worded.iter().zip(decisions) {
        by_words[i] = Some(decision);
    }
    let given = fields.given("head of the text", 90);
    let title = title(text, &parts, given.title.as_ref().map(|title| title.value.as_str()));
    let titled = title.is_some() || given.title.is_some();
    let blocks = parts.iter().zip(by_words).enumerate().map(|(i, (&(kind, span), words))| {
        let decision = match (kind, words) {
            _ if title == Some(i) => Decision::keep(Role::Title, "markdown/title"),
            (Kind::Head, _) => Decision::drop(Role::Notice, HEAD),
            (Kind::Aside(PICTURE), _) => Decision::drop(Role::Caption, PICTURE),
            (Kind::Aside(reason), _) => Decision::drop(Role::Notice, reason),
            (Kind::Row, _) => Decision::keep(Role::Table, "markdown/table"),
            (_, Some(words)) if speaks(&words) => words,
            (Kind::Heading(_), _) => Decision::drop(Role::Heading, "markdown/heading"),
            (Kind::Item, _) if is_link(span.of(text)) => Decision::drop(Role::Related, LINK),
            (Kind::Item, _) => Decision::keep(Role::List, "markdown/item"),
            (Kind::Quotation, _) => Decision::keep(Role::Body, "markdown/quotation"),
            (_, Some(words)) if words.role == Role::Title && titled => {
                Decision::keep(Role::Body, "markdown/paragraph")
            }
            (_, Some(words)) => words,
            (Kind::Paragraph, None) => Decision::keep(Role::Body, "markdown/paragraph"),
        };
        (span, decision)
    });
    let blocks = blocks.collect();
    Markdown { blocks, given, address: fields.address() }
}

/// Whether words alone tell what a part is: a byline, a sign of furniture.
fn speaks(decision: &Decision) -> bool {
    !decision.kept
        && !matches!(decision.role, Role::Heading | Role::Caption | Role::Title | Role::Dateline)
}

/// The heading that is the title: the one that the head names, else the first
/// one of the largest kind, where no paragraph stands before it.
fn title(text: &str, parts: &[(Kind, Span)], given: Option<&str>) -> Option<usize> {
    let headings = || {
        parts.iter().enumerate().filter_map(|(i, (kind, span))| match kind {
            Kind::Heading(level) => Some((i, *level, *span)),
            _ => None,
        })
    };
    let named = given.and_then(|given| {
        headings().find(|(.., span)| fold(bare(span.of(text))) == fold(given)).map(|(i, ..)| i)
    });
    let first = || {
        let (i, level, _) = headings().next()?;
        let largest = headings().map(|(_, level, _)| level).min();
        let before = &parts[..i];
        let early = !before.iter().any(|(kind, _)| *kind == Kind::Paragraph);
        (early && (largest == Some(level) || level == 1)).then_some(i)
    };
    named.or_else(|| if given.is_some() { None } else { first() })
}

/// The parts of a text in their order.
fn parts(text: &str) -> Vec<(Kind, Span)> {
    let mut parts: Vec<(Kind, Span)> = Vec::new();
    let mut at = 0;
    // What ends the part that is open: a fence, the end of the head.
    let mut fence: Option<&str> = None;
    let mut in_head: Option<&str> = None;
    let mut below = false;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let words = line.trim();
        let from = start + (line.len() - line.trim_start().len());
        let whole = Span::new(from, from + words.len());
        let mut put = |kind: Kind, span: Span, joins: bool| match parts.last_mut() {
            Some((last, held)) if joins && *last == kind => *held = held.cover(span),
            _ => parts.push((kind, span)),
        };
        if number == 0 && matches!(words, "---" | "+++") && has_end(text, words) {
            in_head = Some(words);
            continue;
        }
        if let Some(end) = in_head {
            if words == end {
                in_head = None;
            } else if !words.is_empty() {
                put(Kind::Head, whole, true);
            }
            continue;
        }
        if let Some(end) = fence {
            if words.starts_with(end) {
                fence = None;
            } else if !words.is_empty() {
                put(Kind::Aside(CODE), whole, below);
                below = true;
            }
            continue;
        }
        if words.is_empty() {
            below = false;
            continue;
        }
        if words.starts_with("```") || words.starts_with("~~~") {
            fence = Some(&words[..3]);
            below = false;
            continue;
        }
        let kind = kind(line);
        let inner = |marks: usize| {
            let rest = &words[marks..];
            let start = from + marks + (rest.len() - rest.trim_start().len());
            Span::new(start, start.max(from + words.trim_end_matches([' ', '#']).len()))
        };
        match kind {
            Line::Under(level) => {
                if below && let Some((kind @ Kind::Paragraph, _)) = parts.last_mut() {
                    *kind = Kind::Heading(level);
                }
                below = false;
            }
            Line::Rule => below = false,
            Line::Heading(level) => {
                if !inner(level).is_empty() {
                    put(Kind::Heading(level), inner(level), false);
                }
                below = false;
            }
            Line::Part(kind, marks) => {
                let rest = &words[marks..];
                let start = from + marks + (rest.len() - rest.trim_start().len());
                let span = Span::new(start, from + words.len());
                if !span.is_empty() {
                    let joins = below && kind == Kind::Quotation;
                    put(kind, span, joins);
                }
                below = true;
            }
            Line::Words => {
                // A line below an item or a quotation goes on with it.
                match parts.last_mut() {
                    Some((Kind::Paragraph | Kind::Item | Kind::Quotation, held)) if below => {
                        *held = held.cover(whole);
                    }
                    _ => parts.push((Kind::Paragraph, whole)),
                }
                below = true;
            }
        }
    }
    parts
}

/// Whether the head that the first line opens is closed.
fn has_end(text: &str, mark: &str) -> bool {
    text.lines().skip(1).take(200).any(|line| line.trim() == mark)
}

/// What one line is by its signs.
enum Line {
    /// It makes a heading of the paragraph above.
    Under(usize),
    Rule,
    Heading(usize),
    /// A part of that kind, behind so many bytes of signs.
    Part(Kind, usize),
    Words,
}

fn kind(line: &str) -> Line {
    let words = line.trim();
    let of = |sign: char| words.chars().all(|c| c == sign);
    if of('=') {
        return Line::Under(1);
    }
    if of('-') && words.len() >= 2 {
        return Line::Under(2);
    }
    let signs = words.chars().filter(|c| !c.is_whitespace());
    if words.len() >= 3 && ['*', '_', '-'].iter().any(|sign| signs.clone().all(|c| c == *sign)) {
        return Line::Rule;
    }
    let level = words.chars().take_while(|c| *c == '#').count();
    if (1..=6).contains(&level) && words[level..].starts_with([' ', '\t']) {
        return Line::Heading(level);
    }
    if words.starts_with('>') {
        let marks = words.chars().take_while(|c| matches!(c, '>' | ' ')).count();
        return Line::Part(Kind::Quotation, marks);
    }
    if words.starts_with("![") && words.ends_with(')') && words.matches("](").count() == 1 {
        return Line::Part(Kind::Aside(PICTURE), 0);
    }
    if words.starts_with('<') && words.ends_with('>') && !words.starts_with("<http") {
        return Line::Part(Kind::Aside(TAGS), 0);
    }
    if words.starts_with('[') && words.contains("]: ") && !words.contains(". ") {
        return Line::Part(Kind::Aside(ADDRESS), 0);
    }
    if words.len() > 2 && words.starts_with('|') && words.ends_with('|') {
        let rule = words.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        return if rule { Line::Rule } else { Line::Part(Kind::Row, 1) };
    }
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    let rest = &words[digits..];
    let mark = match digits {
        0 => rest.starts_with(['-', '*', '+']),
        1..=3 => rest.starts_with(['.', ')']),
        _ => false,
    };
    match mark && rest[1..].starts_with([' ', '\t']) {
        true => Line::Part(Kind::Item, digits + 1),
        false => Line::Words,
    }
}

/// Words without the signs that set them apart.
fn bare(words: &str) -> &str {
    words.trim_matches(|c: char| matches!(c, '*' | '_' | '#') || c.is_whitespace())
}

/// Whether words are one link and nothing else.
fn is_link(words: &str) -> bool {
    let words = bare(words);
    words.starts_with('[')
        && words.ends_with(')')
        && words.matches("](").count() == 1
        && words.find(')').is_some_and(|at| at + 1 == words.len())
}

/// Takes the lines `key: value` of a head in; a list stands in brackets, or below
/// its key with a dash before each.
fn head(text: &str, fields: &mut Fields) {
    let mut open: Option<(&str, Vec<String>)> = None;
    let value = |text: &str| text.trim().trim_matches(['"', '\'']).trim().to_owned();
    for line in text.lines() {
        let words = line.trim();
        if let Some(item) = words.strip_prefix("- ") {
            if let Some((_, items)) = &mut open {
                items.push(value(item));
            }
            continue;
        }
        let Some((key, rest)) = words.split_once([':', '=']) else { continue };
        if let Some((key, items)) = open.take() {
            fields.put(key, items);
        }
        let rest = rest.trim();
        let list = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        match (list, rest.is_empty()) {
            (Some(list), _) => fields.put(key.trim(), list.split(',').map(value).collect()),
            (None, true) => open = Some((key.trim(), Vec::new())),
            (None, false) => fields.put(key.trim(), vec![value(rest)]),
        }
    }
    if let Some((key, items)) = open {
        fields.put(key, items);
    }
}
