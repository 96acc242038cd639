//! When a page was published, and when it was changed.

use super::day::{self, Habit, Moment, Written};
use super::head::{Dated, Head, Mark, Said};
use super::json::{self, Object};
use super::words::Words;
use crate::furniture::{Furniture, fold};
use crate::role::{Weights, beside};
use crate::segment::{Piece, Segments};
use crate::tag::Tag;
use crate::tree::Tree;
use aho_corasick::AhoCorasick;
use jiff::civil::Date;
use schema::{Confidence, Found, Role, Span};

/// What the dates of a page are told from.
pub(crate) struct Sources<'a> {
    pub tree: &'a Tree,
    pub segments: &'a Segments,
    pub weights: &'a Weights,
    pub head: &'a Head<'a>,
    /// The page's own articles in JSON-LD, and what else there has a day.
    pub articles: &'a [&'a Object],
    pub others: &'a [&'a Object],
    /// The addresses of the page.
    pub addresses: &'a [&'a str],
    /// Where the headline and the running text stand, as numbers of pieces.
    pub layout: Layout,
    pub habit: Habit<'a>,
    /// When the page was fetched: nothing on it is later.
    pub retrieved: Option<Moment>,
}

/// Where the parts of a page are, as numbers of pieces.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Layout {
    pub headline: usize,
    /// The first paragraph of the text.
    pub first: usize,
    /// The last.
    pub last: usize,
}

/// A date that may be the page's own.
#[derive(Clone, Debug)]
struct Candidate {
    said: Said,
    moment: Moment,
    /// How near to the page's own word it is: the smaller, the nearer.
    rank: u8,
    evidence: String,
    span: Option<Span>,
    /// Where a reader sees it, if it is not of the machinery.
    place: Option<Place>,
}

/// When the page was published and modified, as far as it says so.
pub(crate) fn dates(sources: &Sources<'_>) -> (Option<Found<String>>, Option<Found<String>>) {
    let mut candidates = Vec::new();
    sources.of_json(&mut candidates);
    sources.of_meta(&mut candidates);
    sources.of_elements(&mut candidates);
    sources.of_lines(&mut candidates);
    sources.of_addresses(&mut candidates);
    candidates.retain(|it| !is_future(&it.moment, sources.retrieved.as_ref()));
    let none = |said: Said| !candidates.iter().any(|it| it.said == said);
    if none(Said::Published) && none(Said::Created) && none(Said::Date) {
        sources.of_scripts(&mut candidates);
        candidates.retain(|it| !is_future(&it.moment, sources.retrieved.as_ref()));
    }
    sources.settle(&mut candidates);
    let published = published(&candidates);
    let modified = modified(&candidates, published.as_ref());
    (published.map(|it| it.found()), modified.map(|it| it.found()))
}

fn published(candidates: &[Candidate]) -> Option<Candidate> {
    let mut best = best(candidates, |it| it.said != Said::Modified)?.clone();
    if best.is_seen() {
        return Some(best);
    }
    // Machines are moved to new machinery and forget: readers are still shown the old day.
    let mut shown =
        candidates.iter().filter(|it| it.place == Some(Place::Near) && it.said != Said::Modified);
    if let Some(first) = shown.next()
        && days(first.moment.day, best.moment.day) > 1
        && shown.all(|it| it.moment.day == first.moment.day)
    {
        let says = format!("{}; {} says {}", first.evidence, best.evidence, best.moment.value());
        return Some(Candidate { evidence: says, ..first.clone() });
    }
    // The hour of Greenwich near midnight: the day is the one that readers are shown.
    let near = |it: &&Candidate| days(it.moment.day, best.moment.day).abs() == 1;
    let shown = candidates
        .iter()
        .filter(|it| (it.is_seen() || it.rank == ADDRESS) && it.said != Said::Modified)
        .collect::<Vec<_>>();
    if best.moment.is_universal()
        && !shown.iter().any(|it| it.moment.day == best.moment.day)
        && let Some(local) = shown.iter().copied().find(near)
    {
        let says = format!("{}; {} says {}", local.evidence, best.evidence, best.moment.value());
        best = Candidate { evidence: says, ..local.clone() };
    }
    Some(best)
}

/// The candidate of the first rank. Where the rank is weak, all of that rank have to be
/// of one day: else nobody knows which is the page's.
fn best(candidates: &[Candidate], of: impl Fn(&Candidate) -> bool) -> Option<&Candidate> {
    let mut sorted: Vec<&Candidate> = candidates.iter().filter(|it| of(it)).collect();
    sorted.sort_by_key(|it| it.rank);
    let agree = |group: &&[&Candidate]| {
        group[0].rank < WEAK || group.iter().all(|it| it.moment.day == group[0].moment.day)
    };
    sorted.chunk_by(|one, other| one.rank == other.rank).find(agree).map(|group| group[0])
}

fn modified(candidates: &[Candidate], published: Option<&Candidate>) -> Option<Candidate> {
    let best = best(candidates, |it| it.said == Said::Modified)?;
    // What was changed before it was published was changed while it was written.
    let before = published.is_some_and(|it| best.moment.day < it.moment.day);
    (!before).then(|| best.clone())
}

fn days(from: Date, to: Date) -> i64 {
    let since = |day: Date| day.since(Date::constant(1990, 1, 1)).map_or(0, |span| span.get_days());
    i64::from(since(to)) - i64::from(since(from))
}

/// Whether a moment had not come anywhere on Earth when the page was fetched.
fn is_future(moment: &Moment, retrieved: Option<&Moment>) -> bool {
    let Some(retrieved) = retrieved else {
        return false;
    };
    let minutes = |it: &Moment, zone: i16, unknown: i64| {
        let clock = it.time.map_or(unknown, |(h, m, _)| i64::from(h) * 60 + i64::from(m));
        days(Date::constant(1990, 1, 1), it.day) * 24 * 60 + clock - i64::from(zone)
    };
    let earliest = minutes(moment, moment.zone.unwrap_or(14 * 60), 0);
    let latest = minutes(retrieved, retrieved.zone.unwrap_or(-12 * 60), 24 * 60);
    earliest > latest
}

impl Candidate {
    /// Whether readers see it with the headline.
    fn is_seen(&self) -> bool {
        self.place.is_some_and(Place::is_near)
    }

    fn found(self) -> Found<String> {
        let percent = match self.rank {
            0..=19 => 95,
            20..=29 => 92,
            30..=39 => 88,
            40..=49 => 82,
            50..=59 => 75,
            _ => 60,
        };
        Found {
            value: self.moment.value(),
            evidence: self.evidence,
            span: self.span,
            confidence: Confidence::percent(percent),
        }
    }
}

/// From this rank on, days count only where all of the rank are one.
const WEAK: u8 = 56;

/// The rank of a day in the address.
const ADDRESS: u8 = 55;

impl<'a> Sources<'a> {
    fn of_json(&self, candidates: &mut Vec<Candidate>) {
        let mut take = |object: &Object, name: &'static str, said: Said, rank: u8| {
            let Some(moment) =
                json::text(object, name).and_then(|value| day::of_machine(value, self.habit))
            else {
                return;
            };
            let evidence = format!("json-ld {name}");
            candidates.push(Candidate { said, moment, rank, evidence, span: None, place: None });
        };
        for article in self.articles {
            take(article, "datePublished", Said::Published, 10);
            take(article, "dateModified", Said::Modified, 10);
            take(article, "dateCreated", Said::Created, 34);
            take(article, "uploadDate", Said::Created, 35);
        }
        for other in self.others {
            let rank = if json::is_a(other, &["WebPage"]) { 30 } else { 36 };
            take(other, "datePublished", Said::Published, rank);
            take(other, "dateModified", Said::Modified, rank);
            take(other, "dateCreated", Said::Created, rank + 2);
        }
    }

    fn of_meta(&self, candidates: &mut Vec<Candidate>) {
        for (name, content) in &self.head.meta {
            let Some(said) = super::head::said(name) else {
                continue;
            };
            let Some(moment) = day::of_machine(content, self.habit) else {
                continue;
            };
            let rank = match said {
                Said::Published | Said::Modified if name.starts_with("article:") => 12,
                Said::Published | Said::Modified => 14,
                Said::Date => 43,
                Said::Created => 43,
            };
            let evidence = format!("meta {name}");
            candidates.push(Candidate { said, moment, rank, evidence, span: None, place: None });
        }
    }

    fn of_elements(&self, candidates: &mut Vec<Candidate>) {
        for dated in &self.head.dated {
            let Some((words, moment)) = self.of_element(dated) else {
                continue;
            };
            let place = self.place(dated.node);
            let said = words.unwrap_or(dated.said);
            if place == Place::Inside && dated.mark == Mark::Class && words.is_none()
                || self.is_elsewhere(dated.node, place, said != Said::Date)
            {
                continue;
            }
            let rank = match (dated.mark, said, place) {
                (Mark::Property, Said::Published, Place::Near | Place::Opening) => 16,
                (Mark::Property, Said::Published | Said::Modified, _) => 20,
                (_, Said::Published | Said::Modified, Place::Near | Place::Opening) => 22,
                (Mark::Property, ..) => 34,
                (Mark::Tag, _, Place::Near | Place::Opening) => 40,
                (Mark::Class, _, Place::Near | Place::Opening) => 42,
                (Mark::Tag, _, Place::Above) => 46,
                (_, Said::Published | Said::Modified, Place::Above) => 47,
                (_, Said::Published | Said::Modified, Place::Below) => 51,
                (Mark::Class, _, Place::Above) => 52,
                (Mark::Tag, _, Place::Below | Place::Inside) => 53,
                (Mark::Class, _, Place::Below) => 54,
                (_, _, Place::Far) => 64,
                (Mark::Class, _, Place::Inside) => 65,
            };
            let evidence = match dated.mark {
                Mark::Property => "marked element".to_owned(),
                Mark::Tag => "time datetime".to_owned(),
                Mark::Class => "element with the class of a date".to_owned(),
            };
            let place = Some(place);
            candidates.push(Candidate { said, moment, rank, evidence, span: None, place });
        }
    }

    /// The day that an element gives, and what its words say it is.
    fn of_element(&self, dated: &Dated) -> Option<(Option<Said>, Moment)> {
        let attribute = |name| self.tree.attribute(dated.node, name);
        let node = &self.tree.nodes[dated.node];
        let given = match node.tag {
            Tag::Time => attribute("datetime").or_else(|| attribute("content")),
            Tag::Abbr => attribute("title"),
            _ => attribute("content").or_else(|| attribute("datetime")),
        };
        let moment = given.and_then(|value| day::of_machine(value, self.habit));
        if let Some(moment) = moment
            && dated.mark != Mark::Class
        {
            return Some((None, moment));
        }
        let short = node.end as usize - dated.node <= 40;
        let text = if short { self.tree.text(dated.node) } else { "".into() };
        let written = (text.len() <= 300).then(|| of_parts(&text, self.habit).into_iter().next());
        match written.flatten() {
            Some((said, written)) => Some((said, written.moment)),
            None => moment.map(|moment| (None, moment)),
        }
    }

    /// Whether a node lies in a part that tells of other things. What parts are called
    /// "footer" or "social" is no matter just beside the headline, or where the words
    /// or a mark say that the date is the page's own.
    fn is_elsewhere(&self, node: usize, place: Place, is_told: bool) -> bool {
        match beside(self.tree, self.weights, node, self.headline()) {
            Some(Role::Notice) => !(place.is_near() || is_told),
            Some(Role::Navigation) => !place.is_near(),
            Some(Role::Related) => !(place.is_near() && is_told),
            other => other.is_some(),
        }
    }

    /// The element of the headline.
    fn headline(&self) -> Option<usize> {
        self.segments.pieces.get(self.layout.headline).map(|piece| piece.node)
    }

    /// Where in the page a node is.
    fn place(&self, node: usize) -> Place {
        let pieces = &self.segments.pieces;
        // The piece that the words of the node are in, or the one after it.
        let at = pieces.partition_point(|piece| piece.node < node);
        let Layout { headline, first, last } = self.layout;
        let inside = at > 0 && node < self.tree.nodes[pieces[at - 1].node].end as usize;
        self.layout_place(if inside { at - 1 } else { at }, headline, first, last)
    }

    fn layout_place(&self, at: usize, headline: usize, first: usize, last: usize) -> Place {
        if at >= headline && at <= first {
            Place::Near
        } else if at < headline && at + 8 >= headline {
            Place::Above
        } else if at > first && at <= last {
            if at <= first + 2 { Place::Opening } else { Place::Inside }
        } else if at > last && at <= last + 12 {
            Place::Below
        } else {
            Place::Far
        }
    }

    fn of_lines(&self, candidates: &mut Vec<Candidate>) {
        for (at, piece) in self.segments.pieces.iter().enumerate() {
            let text = piece.span.of(&self.segments.text);
            // A long text is dated at its head, if at all.
            let line = match piece.span.len() {
                ..400 => text,
                _ if at <= self.layout.first + 2 || at >= self.layout.last => head(text, 200),
                _ => continue,
            };
            if line.contains(|c: char| c.is_numeric()) {
                self.of_line(at, piece, line, candidates);
            }
        }
    }

    fn of_line(&self, at: usize, piece: &Piece, line: &str, candidates: &mut Vec<Candidate>) {
        let mut dates = of_parts(line, self.habit);
        if dates.is_empty() {
            return;
        }
        // A label may be a block of its own: "Published:".
        if let [(said @ None, written)] = dates.as_mut_slice()
            && written.range.start == 0
            && let Some(before) = at.checked_sub(1).map(|at| &self.segments.pieces[at])
            && before.length < 40
            && self.tree.path(piece.node).take(4).any(|it| self.tree.is_below(before.node, it))
        {
            *said = sign(before.span.of(&self.segments.text), true);
        }
        let Layout { headline, first, last } = self.layout;
        let place = self.layout_place(at, headline, first, last);
        let tag = self.tree.nodes[piece.node].tag;
        let before = &line[..dates[0].1.range.start];
        let is_led = super::byline::is_led(before);
        let is_told = is_led || dates.iter().any(|(said, _)| said.is_some());
        let captions = Furniture::get().sign(before).is_some_and(|it| it.role == Role::Caption);
        if captions
            || self.is_of_figure(piece.node)
            || at != headline + 1 && self.is_elsewhere(piece.node, place, is_told)
        {
            return;
        }
        let whole = !ends_sentence(line) && piece.span.len() < 400;
        let is_heading = matches!(tag, Tag::H1 | Tag::H2 | Tag::H3);
        let near = at + 4 >= headline;
        for (said, written) in &dates {
            let (before, after) = (&line[..written.range.start], &line[written.whole.end..]);
            let rest = before.len() + after.len();
            let alone = whole && !is_heading && long_words(before) + long_words(after) <= 2;
            let apart = whole
                && (!is_heading || written.moment.time.is_some())
                && rest <= 80
                && written.range == dates[0].1.range
                && is_apart(before, after);
            let rank = match (said, place) {
                (Some(_), Place::Near | Place::Opening) if whole => 38,
                (None, Place::Near) if alone => 44,
                (None, Place::Opening) if alone && (rest > 0 || !self.follows_text(at)) => 45,
                (None, Place::Near) if apart && at > headline => 45,
                (Some(_), Place::Above) if whole => 47,
                (None, Place::Above) if alone && near => 49,
                (None, Place::Above) if apart && near => 50,
                (Some(_), Place::Below) => 50,
                (None, Place::Below) if whole && is_led => 51,
                (_, Place::Near | Place::Opening) if is_dateline(before, after) => 57,
                (Some(Said::Modified), Place::Far) if rest < 120 => 58,
                (Some(_), Place::Far) if whole && rest < 120 => 57,
                (Some(_), Place::Inside) if at == last && before.len() < 100 => 59,
                (Some(_), Place::Inside)
                    if !is_heading
                        && rest <= 160
                        && (whole && !line.ends_with('.') || starts_with_sign(line)) =>
                {
                    59
                }
                (None, Place::Inside) if whole && is_led && rest <= 80 => 61,
                (None, Place::Far | Place::Above | Place::Below) if alone => 66,
                _ => continue,
            };
            let from = piece.span.start();
            let evidence = match said {
                Some(Said::Modified) => "line with a word for updated",
                Some(_) => "line with a word for published",
                None => "line near the headline",
            };
            candidates.push(Candidate {
                said: said.unwrap_or(Said::Date),
                moment: written.moment,
                rank,
                evidence: evidence.to_owned(),
                span: Some(Span::new(from + written.range.start, from + written.range.end)),
                place: Some(place),
            });
        }
    }

    /// Whether a piece follows a sentence as its neighbour: a day there heads a part of a
    /// chronicle.
    fn follows_text(&self, at: usize) -> bool {
        let pieces = &self.segments.pieces;
        let parent = |at: usize| self.tree.parent(pieces[at].node);
        at.checked_sub(1).is_some_and(|before| {
            parent(before) == parent(at)
                && ends_sentence(pieces[before].span.of(&self.segments.text))
        })
    }

    /// Whether a node lies in a figure, unless the headline does too.
    fn is_of_figure(&self, node: usize) -> bool {
        let holds = |node| self.headline().is_some_and(|it| self.tree.is_below(it, node));
        let is_figure = |node: usize| {
            matches!(self.tree.nodes[node].tag, Tag::Figure | Tag::Figcaption) && !holds(node)
        };
        self.tree.path(node).take(5).any(is_figure)
    }

    fn of_addresses(&self, candidates: &mut Vec<Candidate>) {
        for url in self.addresses {
            if let Some((moment, part)) = day::in_address(url) {
                let evidence = format!("address: {part}");
                let candidate = Candidate {
                    said: Said::Date,
                    moment,
                    rank: ADDRESS,
                    evidence,
                    span: None,
                    place: None,
                };
                return candidates.push(candidate);
            }
        }
    }

    /// Turns a day that can be read in two ways, where only the other way agrees with
    /// another day of the page.
    fn settle(&self, candidates: &mut [Candidate]) {
        if !candidates.iter().any(|it| it.moment.ambiguous) {
            return;
        }
        let pieces = self.segments.pieces.iter().filter(|piece| piece.span.len() < 400);
        let certain: Vec<Date> = pieces
            .flat_map(|piece| day::written(piece.span.of(&self.segments.text), self.habit))
            .map(|it| it.moment)
            .chain(candidates.iter().map(|it| it.moment))
            .filter(|it| !it.ambiguous)
            .map(|it| it.day)
            .collect();
        for it in candidates.iter_mut().filter(|it| it.moment.ambiguous) {
            if let Some(turned) = it.moment.turned()
                && certain.contains(&turned)
                && !certain.contains(&it.moment.day)
            {
                it.evidence += &format!("; read as {turned}, as elsewhere on the page");
                it.moment.day = turned;
            }
        }
    }

    /// A day that only the page's programs know, where all that they say agrees.
    fn of_scripts(&self, candidates: &mut Vec<Candidate>) {
        let mut days: Vec<Moment> = Vec::new();
        for &script in &self.head.scripts {
            let text = self.tree.text(script);
            let mut at = 0;
            while let Some(found) = text[at..].find("ubli") {
                let found = at + found;
                at = found + 4;
                if let Some(moment) = self.of_field(&text, found) {
                    days.push(moment);
                }
                if days.len() > 20 {
                    return;
                }
            }
        }
        let Some(first) = days.first() else { return };
        if days.iter().all(|it| it.day == first.day) {
            candidates.push(Candidate {
                said: Said::Published,
                moment: *first,
                rank: 60,
                evidence: "script of the page".to_owned(),
                span: None,
                place: None,
            });
        }
    }

    /// The date in a field of a script whose name holds the letters at `at`.
    fn of_field(&self, text: &str, at: usize) -> Option<Moment> {
        let bytes = text.as_bytes();
        let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let start = (0..at).rev().take_while(|&i| is_name(bytes[i])).last().unwrap_or(at);
        let end = (at..bytes.len()).find(|&i| !is_name(bytes[i]))?;
        let name = &text[start..end];
        if name.len() > 40 || super::head::said(name) != Some(Said::Published) {
            return None;
        }
        let value = text.get(end..)?;
        let value = value.trim_start_matches(['"', '\'', '\\', ' ', '&']);
        let value = value.strip_prefix("quot;").unwrap_or(value);
        let value = value.trim_start().strip_prefix([':', '=', ','])?;
        let value = value.trim_start_matches(['"', '\'', '\\', ' ', '&']);
        let value = value.strip_prefix("quot;").unwrap_or(value);
        let end = value.find(['"', '\'', '\\', ';', '}', '<', '&']).unwrap_or(value.len());
        day::of_machine(value.get(..end.min(60))?, self.habit)
    }
}

impl Place {
    fn is_near(self) -> bool {
        matches!(self, Self::Near | Self::Opening)
    }
}

/// Where on a page something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A few lines above the headline.
    Above,
    /// Between the headline and the text.
    Near,
    /// Just below the beginning of the text.
    Opening,
    Inside,
    /// A few lines below the end of the text.
    Below,
    Far,
}

/// The beginning of a text, of so many bytes or a little less.
fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// Whether a day stands before the first sentence: "Belmar, 3 May 2024 – The dam holds."
fn is_dateline(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim_end(), after.trim_start());
    let apart = before.is_empty() || before.ends_with([',', '(', '/', '|', '-', '–', '—']);
    before.len() <= 60
        && long_words(before) <= 4
        && !before.contains(['.', '!', '?', ';', '"'])
        && (after.starts_with([')', '|'])
            || apart && after.starts_with(['-', '–', '—', ':', '/', '(', '·']))
}

/// Whether a line begins with a word for published or updated.
fn starts_with_sign(line: &str) -> bool {
    let folded = fold(head(line, 80));
    let words = Words::get();
    let mut signs = words.modified.iter().chain(&words.published);
    signs.any(|sign| folded.starts_with(sign.as_str()) && is_word(&folded, &(0..sign.len())))
}

/// Whether a day stands apart from what is beside it in its line: "3 May 2024 | Rivers".
fn is_apart(before: &str, after: &str) -> bool {
    const MARKS: [char; 13] =
        ['\u{22c5}', '|', '•', '·', ',', '-', '–', '—', '/', '(', ')', '[', ']'];
    let (before, after) = (before.trim_end(), after.trim_start());
    before.is_empty() && after.len() <= 60
        || after.is_empty() && long_words(before) <= 4
        || long_words(before) <= 1 && long_words(after) <= 4
        || (long_words(before) <= 2 || before.ends_with(MARKS) || super::byline::is_led(before))
            && (long_words(after) <= 2 || after.starts_with(MARKS))
}

pub(crate) fn long_words(text: &str) -> usize {
    let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    text.split_whitespace().filter(long).count()
}

pub(crate) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '»', '”', '’', ')', ' ', '\u{a0}']);
    // "10. 6." is a day, and no sentence.
    line.ends_with(['!', '?', '…', '。'])
        || line.ends_with('.') && !line[..line.len() - 1].ends_with(|c: char| c.is_ascii_digit())
}

/// The days of a line, each with what the words around it say it is.
pub(crate) fn of_parts(line: &str, habit: Habit<'_>) -> Vec<(Option<Said>, Written)> {
    let written = day::written(line, habit);
    let ends: Vec<usize> = written.iter().map(|it| it.whole.end).collect();
    let starts: Vec<usize> = written.iter().map(|it| it.range.start).collect();
    let count = written.len();
    written
        .into_iter()
        .enumerate()
        .map(|(n, it)| {
            let before = &line[n.checked_sub(1).map_or(0, |n| ends[n])..it.range.start];
            let after = &line[it.whole.end..if n + 1 < count { starts[n + 1] } else { line.len() }];
            let said = sign(before, true)
                .or_else(|| (n + 1 == count).then(|| sign(after, false)).flatten());
            (said, it)
        })
        .collect()
}

/// How many words may stand between a day and the word that says what it is:
/// "Published on a rainy Monday, 3 March" is near enough, a whole clause is not.
const BETWEEN: usize = 3;

/// What the words beside a day say it is: those before it, or those after.
fn sign(beside: &str, is_before: bool) -> Option<Said> {
    if !beside.contains(char::is_alphabetic) {
        return None;
    }
    let folded = fold(beside);
    let near = |signs: &Option<AhoCorasick>| {
        let found = signs.iter().flat_map(|signs| signs.find_overlapping_iter(&folded));
        found.map(|found| found.range()).any(|sign| {
            let between = if is_before { &folded[sign.end..] } else { &folded[..sign.start] };
            is_word(&folded, &sign) && long_words(between) <= BETWEEN
        })
    };
    let words = Words::get();
    if near(&words.finds_modified) {
        Some(Said::Modified)
    } else if near(&words.finds_published) {
        Some(Said::Published)
    } else {
        None
    }
}

/// Whether `sign` is a word of `line`, or written in a script without spaces.
fn is_word(line: &str, sign: &std::ops::Range<usize>) -> bool {
    let after = line[sign.end..].chars().next();
    let before = line[..sign.start].chars().next_back();
    let bounded = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
    is_unspaced(&line[sign.clone()]) || bounded(before) && bounded(after)
}

pub(crate) fn is_unspaced(sign: &str) -> bool {
    sign.chars().all(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

/// The days that a line gives the page: published, modified. For the examples of
/// `knowledge/datelines`.
#[cfg(test)]
pub(crate) fn of_line(line: &str, language: Option<&str>) -> (Option<String>, Option<String>) {
    let habit = Habit { language, month_first: false };
    let (mut published, mut modified) = (None, None);
    for (said, written) in of_parts(line, habit) {
        let day = Some(written.moment.day.to_string());
        match said {
            Some(Said::Modified) => modified = modified.or(day),
            Some(_) => published = published.or(day),
            None => {}
        }
    }
    (published, modified)
}
