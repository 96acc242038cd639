use crate::chooser::{ONE, View};
use crate::decision::{Decision, FREELY, Sight};
use crate::furniture::{Furniture, Sign, fold};
use crate::metadata::date_in;
use crate::role::{SHORT, looks_like_byline, reach};
use crate::segment::{Piece, Segments};
use crate::tree::Tree;
use schema::{Role, Span};
use std::collections::HashMap;

/// The reason of a line that holds the name of the one who signs.
pub(crate) const AUTHOR: &str = "author/name";

/// The reason of a line that ends like a heading, as far as a text without tags tells.
pub(crate) const NO_STOP: &str = "line/no-full-stop";

/// The paragraphs of a plain text: its lines, or, where its lines were broken to
/// a width, what stands between empty lines.
fn lines(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let wrapped = is_wrapped(text);
    let mut at = 0;
    let mut below = false;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words.is_empty() {
            below = false;
        } else {
            let from = at + (line.len() - line.trim_start().len());
            let span = Span::new(from, from + words.len());
            match spans.last_mut().filter(|_| wrapped && below) {
                Some(paragraph) => *paragraph = paragraph.cover(span),
                None => spans.push(span),
            }
            below = true;
        }
        at += line.len();
    }
    spans
}

/// Whether lines were broken to a width: none is long, and most of those that
/// another line follows break off in the middle of a sentence.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let (mut broken, mut ended) = (0, 0);
    for pair in lines.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].is_empty()) {
        let length = pair[0].chars().count();
        if length > 100 {
            return false;
        }
        let ends = pair[0].ends_with(['.', '!', '?', '…', ':', '»', '”', '"']);
        if length >= 50 && !ends {
            broken += 1;
        } else {
            ended += 1;
        }
    }
    broken >= 3 && broken > ended
}

/// How many of the first lines are the head of an agency's text: lines without an
/// empty one between them, none of them a sentence, with a day or a label.
fn head(text: &str) -> usize {
    let lines: Vec<&str> =
        text.trim_start().lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let sentence = |line: &&str| line.ends_with(['.', '!', '?', '…', '»', '”']);
    let labelled = |line: &&str| date_in(line, 0).is_some() || line.contains(": ");
    let is_head = (2..=8).contains(&lines.len())
        && lines.iter().all(|line| line.chars().count() < 80)
        && !lines.iter().any(sentence)
        && lines.iter().any(labelled);
    if is_head { lines.len() } else { 0 }
}

/// A first line longer than this, in bytes, is a paragraph and no headline.
const LONGEST_TITLE: usize = 500;

/// One that ends a sentence and is longer than this, in characters, is a paragraph too.
const LONGEST_SENTENCE: usize = 150;

fn is_paragraph(line: &str) -> bool {
    let long = || line.chars().count() > LONGEST_SENTENCE;
    line.len() > LONGEST_TITLE
        || line.ends_with(['.', '!', '?', '…', '»', '”', '"', '。']) && long()
}

/// Looks at every line of a text that has lost its tags as at the pieces of a page whose
/// tree is flat. `given` is its headline, where that is known.
pub(crate) fn look_at(text: String, given: Option<&str>) -> (Tree, Segments, Sight) {
    let spans = lines(&text);
    let words: Vec<&str> = spans.iter().map(|span| span.of(&text)).collect();
    let folded: Vec<String> = words.iter().map(|words| fold(words)).collect();
    let signs: Vec<_> = folded.iter().map(|words| Furniture::get().sign_of(words)).collect();
    let mut rules = decide(&text, &words, &signs, given);
    outside(&mut rules);
    let rules: Vec<Decision> = rules.into_iter().map(Decision::by_words_alone).collect();
    let tree = Tree::flat(spans.len());
    let piece = |(at, &span): (usize, &Span)| Piece {
        span,
        length: span.of(&text).chars().count(),
        linked: 0,
        node: at + 1,
        source: span.start()..span.end(),
        hidden: false,
    };
    let pieces = spans.iter().enumerate().map(piece).collect();
    let segments = Segments { pieces, text };
    let view = View {
        tree: &tree,
        segments: &segments,
        folded: &folded,
        signs: &signs,
        title: rules.iter().position(|it| it.role == Role::Title && it.kept),
        body: None,
        description: None,
        rules: &rules,
    };
    let sentences = rules.iter().map(|rule| rule.kept && rule.role == Role::Body).collect();
    let nothing = spans.len() + 1;
    let sight = Sight::of(&view, vec![0; nothing], sentences);
    (tree, segments, sight)
}

/// Decides for every line of a text that has lost its tags: pasted, or copied
/// by a farm with menus, other headlines and an author's box around it. `given` is
/// its headline, where that is known: then no other line is one.
pub(crate) fn decide(
    text: &str,
    lines: &[&str],
    signs: &[Option<&'static Sign>],
    given: Option<&str>,
) -> Vec<Decision> {
    let page_language = knowledge::identify(text);
    let head = head(text);
    let mut count: HashMap<String, usize> = HashMap::new();
    for line in lines {
        *count.entry(fold(line)).or_default() += 1;
    }
    let headline = headline(lines, signs, head);
    let given = given.map(fold);
    let (mut title, mut begun) = (None, false);
    let mut decisions: Vec<Decision> = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let words = line.split_whitespace().count();
        let ends =
            line.ends_with(['.', '!', '?', '…', '»', '”', '“', '"', '’', '\'', ':', ';', ')']);
        let decision = if i < head {
            Decision::drop(Role::Dateline, "line/head").named()
        } else if is_breadcrumb(line) {
            Decision::drop(Role::Navigation, "line/breadcrumb")
        } else if is_dated_list(line) {
            Decision::drop_by_words(Role::Related, "line/time-stamps")
        } else if let Some(sign) = signs[i] {
            Decision::drop_by_words(sign.role, "sign/words")
        } else if looks_like_byline(line) || is_signature(line) {
            Decision::drop_by_words(Role::Byline, "byline/words")
        } else if title.is_none()
            && match &given {
                Some(given) => fold(line) == *given,
                // Below a paragraph there is no headline to come.
                None => headline.map_or(!begun && words >= 3, |it| it == i),
            }
            && !is_paragraph(line)
        {
            title = Some(i);
            Decision::keep(Role::Title, "title/first-line")
        } else if title.is_some_and(|title| fold(lines[title]) == fold(line)) {
            Decision::drop(Role::Title, "title/repeated")
        } else if words <= 2 && !ends {
            Decision::drop(
                Role::Caption,
                if count[&fold(line)] > 1 { "line/repeated" } else { SHORT },
            )
        } else if is_self_description(line, lines.get(i.wrapping_sub(1)).copied(), i, lines.len()) {
            Decision::drop_by_words(Role::AuthorBox, "author/self-description")
        } else if !ends && words <= 14 {
            Decision::drop(Role::Heading, NO_STOP)
        } else if other_language(line, page_language) && words < 60 {
            Decision::drop(Role::Notice, "line/other-language")
        } else {
            // A short sentence looks like a teaser where no link tells: to lose the text is worse.
            Decision::keep(Role::Body, "body/line").unless(if ends { FREELY } else { -ONE })
        };
        begun |= is_paragraph(line) && decision.kept;
        decisions.push(decision);
    }
    // The name above an author's description of himself.
    for i in 1..decisions.len() {
        if decisions[i].role == Role::AuthorBox && !decisions[i - 1].kept {
            decisions[i - 1] = Decision::drop_by_words(Role::AuthorBox, AUTHOR);
        }
    }
    reach(lines, signs, &mut decisions, false);
    decisions
}

/// Lines above the headline lead through a site; those below the text are of other pages.
fn outside(decisions: &mut [Decision]) {
    let title = decisions.iter().position(|it| it.kept && it.role == Role::Title).unwrap_or(0);
    let last = decisions.iter().rposition(|it| it.kept).unwrap_or(0);
    for (i, decision) in decisions.iter_mut().enumerate().filter(|(_, it)| !it.kept) {
        decision.role = match decision.role {
            Role::Caption if decision.reason == "sign/words" => Role::Caption,
            Role::Heading | Role::Caption if i < title => Role::Navigation,
            Role::Heading if i > last => Role::Related,
            Role::Caption if i > last => Role::Navigation,
            role => role,
        };
    }
}

/// The line that is the headline, where the first lines only lead through a site: of the
/// lines before the first paragraph that end like none, one that a path through the site
/// leads to, else one above a name or a day, else the longest.
fn headline(lines: &[&str], signs: &[Option<&Sign>], head: usize) -> Option<usize> {
    let ends = |line: &str| line.ends_with(['.', '!', '?', '…', ':', ';']);
    let before = lines.iter().enumerate().skip(head).take(MENU);
    let before = before.take_while(|(_, line)| line.chars().count() < 150 || !ends(line));
    let mut candidates: Vec<(usize, &str)> = before
        .map(|(i, line)| (i, *line))
        .filter(|(i, line)| {
            (3..40).contains(&line.split_whitespace().count())
                && !ends(line)
                && !is_breadcrumb(line)
                && signs[*i].is_none()
                && !looks_like_byline(line)
                && date_in(line, 0).is_none()
        })
        .collect();
    // A menu is names with gaps or bars between them, in a line that starts the page.
    let is_menu = |line: &str| {
        line.contains("   ") || line.contains(" | ") || line.contains('\t') || {
            let capital = |word: &str| word.starts_with(char::is_uppercase);
            line.split_whitespace().count() >= 4 && line.split_whitespace().all(capital)
        }
    };
    let has_menu = lines.iter().zip(signs).skip(head).take(3).any(|(line, sign)| {
        is_menu(line)
            || sign.is_some_and(|sign| sign.role == Role::Navigation)
            || line.split_whitespace().count() <= 3
    });
    if !has_menu {
        return None;
    }
    candidates.retain(|(_, line)| !is_menu(line));
    let is_led_to = |i: usize, line: &str| {
        lines[..i].iter().any(|before| before.len() > line.len() && before.ends_with(line))
    };
    let is_signed = |i: usize| {
        let below = lines.iter().skip(i + 1).take(SIGNED);
        let mut below = below.take_while(|line| line.chars().count() < 60);
        below.any(|line| looks_like_byline(line) || date_in(line, 0).is_some())
    };
    candidates
        .into_iter()
        .max_by_key(|&(i, line)| {
            (is_led_to(i, line), is_signed(i), line.chars().count(), std::cmp::Reverse(i))
        })
        .map(|(i, _)| i)
}

/// How many lines below a headline tell who signs it, and when.
const SIGNED: usize = 2;

/// How many lines a menu above a headline has at most.
const MENU: usize = 25;

/// A description in straight quotes near the end, below a name alone on its line.
fn is_self_description(line: &str, before: Option<&str>, i: usize, of: usize) -> bool {
    let quoted = line.len() > 2 && line.starts_with('"') && line.ends_with('"');
    let name = before.is_some_and(|before| {
        let words: Vec<_> = before.split_whitespace().collect();
        (2..=4).contains(&words.len())
            && words.iter().all(|word| word.starts_with(char::is_uppercase))
            && !before.ends_with(['.', ':'])
    });
    quoted && name && i * 2 > of
}

/// Headlines of other pages in one run: several times of day, or several counted items.
pub(crate) fn is_dated_list(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let stamps = (0..bytes.len())
        .filter(|&i| {
            bytes[i] == b':'
                && i >= 2
                && digit(i - 1)
                && digit(i - 2)
                && digit(i + 1)
                && digit(i + 2)
                && bytes.get(i + 3) == Some(&b':')
        })
        .count();
    stamps >= 2
}

/// "(Reporting by Ana Karo)": a line in brackets that is no sentence.
fn is_signature(line: &str) -> bool {
    let inside = line.strip_prefix('(').and_then(|line| line.strip_suffix(')'));
    inside.is_some_and(|inside| {
        !inside.contains(['(', ')', '.', '!', '?']) && inside.split_whitespace().count() <= 10
    })
}

/// A path through a site: a word or two before a mark that points on, and none that opens.
fn is_breadcrumb(line: &str) -> bool {
    let path = |mark: &str| {
        let first = line.split(mark).next().unwrap_or(line);
        line.contains(mark) && (1..=3).contains(&first.split_whitespace().count())
    };
    (path("»") && !line.contains('«'))
        || line.matches(" > ").count() >= 2
        || line.matches(" › ").count() >= 2
}

fn other_language(line: &str, page: Option<&str>) -> bool {
    let language = knowledge::identify(line);
    page.is_some() && language.is_some() && language != page
}
