use crate::decision::Decision;
use crate::furniture::{Furniture, Reach, Sign};
use crate::part::{Mask, Parts};
use crate::segment::{Piece, Segments};
use crate::tag::Tag;
use crate::tree::Tree;
use memchr::memmem;
use rustc_hash::FxHashMap as HashMap;
use schema::Role;
use std::ops::Range;

/// What is known of a page when its pieces are looked at.
pub(crate) struct View<'a> {
    pub tree: &'a Tree,
    pub segments: &'a Segments,
    /// For each piece, its words as [`crate::furniture::fold`] gives them.
    pub folded: &'a [String],
    /// For each piece, the sign that it gives.
    pub signs: &'a [Option<&'static Sign>],
    /// The piece that is the headline.
    pub title: Option<usize>,
    /// The text of the article that the page gives beside itself, letters and digits only.
    pub body: Option<&'a str>,
    /// What the page says in its head of what it is about, folded.
    pub description: Option<&'a str>,
    /// What the rules say of each piece.
    pub rules: &'a [Decision],
}

/// A row of numbers for each piece of a page, all of the same width.
#[derive(Clone, Debug, Default)]
pub struct Table {
    width: usize,
    values: Vec<i16>,
    /// Where each piece hangs.
    places: Vec<Place>,
}

/// Where a piece hangs: what it shares with others.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Its parent, the parent of that, and its way of hanging in the page.
    groups: [u32; 3],
    /// How many characters it has.
    length: i64,
}

impl Table {
    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The numbers of a piece.
    pub fn row(&self, piece: usize) -> &[i16] {
        &self.values[piece * self.width..(piece + 1) * self.width]
    }

    /// The same with what a first look said of each piece and of those around it.
    pub fn with(&self, scores: &[i32]) -> Self {
        let around = Around::of(&self.places, scores);
        self.extended(|row, piece| around.put(row, piece))
    }

    /// The same with more numbers for each piece.
    pub(super) fn extended(&self, mut put: impl FnMut(&mut Row<'_>, usize)) -> Self {
        let mut values = Vec::with_capacity(self.values.len() + self.len() * 30);
        for piece in 0..self.len() {
            values.extend_from_slice(self.row(piece));
            put(&mut Row(&mut values), piece);
        }
        let width = values.len().checked_div(self.len()).unwrap_or(0);
        Self { width, values, places: self.places.clone() }
    }
}

/// What a first look said of the pieces of a page.
struct Around<'a> {
    places: &'a [Place],
    scores: Vec<i16>,
    /// For each kind of group, the sum of scores times lengths, and of lengths.
    groups: [HashMap<u32, (i64, i64)>; 3],
    /// Characters of pieces that were chosen before each piece, and in all.
    chosen: Vec<i64>,
    all: i64,
    first: usize,
    last: usize,
}

impl<'a> Around<'a> {
    fn of(places: &'a [Place], scores: &[i32]) -> Self {
        let scores: Vec<i16> = scores.iter().map(|&it| it.clamp(-9999, 9999) as i16).collect();
        let mut groups: [HashMap<u32, (i64, i64)>; 3] = Default::default();
        let (mut chosen, mut all) = (Vec::with_capacity(places.len()), 0);
        for (place, &score) in places.iter().zip(&scores) {
            for (sums, group) in groups.iter_mut().zip(place.groups) {
                let sum = sums.entry(group).or_default();
                sum.0 += i64::from(score) * place.length;
                sum.1 += place.length;
            }
            chosen.push(all);
            all += if score > 0 { place.length } else { 0 };
        }
        Self {
            first: scores.iter().position(|&score| score > 0).unwrap_or(0),
            last: scores.iter().rposition(|&score| score > 0).unwrap_or(0),
            places,
            scores,
            groups,
            chosen,
            all,
        }
    }

    fn put(&self, row: &mut Row<'_>, at: usize) {
        let score = |at: Option<usize>| at.and_then(|at| self.scores.get(at)).copied();
        row.put(self.scores[at]);
        for distance in 1..=4 {
            row.put(score(at.checked_sub(distance)).unwrap_or(-9999));
            row.put(score(at.checked_add(distance)).unwrap_or(-9999));
        }
        for reach in [3, 8, 20] {
            let from = at.saturating_sub(reach);
            row.put(self.mean(from..at));
            row.put(self.mean(at + 1..(at + 1 + reach).min(self.scores.len())));
        }
        let place = &self.places[at];
        for (sums, group) in self.groups.iter().zip(place.groups) {
            // Without the piece itself.
            let (sum, length) = sums[&group];
            let own = i64::from(self.scores[at]) * place.length;
            row.put(((sum - own) / (length - place.length).max(1)) as i16);
            row.put(((length - place.length) * 100 / self.all.max(1)).min(9999) as i16);
        }
        row.put((self.chosen[at] * 100 / self.all.max(1)) as i16);
        row.put(small(self.chosen[at] as usize));
        row.put(small((self.all - self.chosen[at]).max(0) as usize));
        row.put(small(self.all as usize));
        row.put((at as i64 - self.first as i64).clamp(-999, 999) as i16);
        row.put((self.last as i64 - at as i64).clamp(-999, 999) as i16);
    }

    /// The mean score of some pieces, each by its length.
    fn mean(&self, pieces: Range<usize>) -> i16 {
        let (mut sum, mut length) = (0, 0);
        for at in pieces {
            sum += i64::from(self.scores[at]) * self.places[at].length;
            length += self.places[at].length;
        }
        (sum / length.max(1)) as i16
    }
}

/// The tags around a piece that say what it is.
const AROUND: [Tag; 15] = [
    Tag::Nav,
    Tag::Footer,
    Tag::Header,
    Tag::Aside,
    Tag::Form,
    Tag::Figure,
    Tag::Article,
    Tag::Main,
    Tag::Section,
    Tag::Table,
    Tag::Ul,
    Tag::Ol,
    Tag::Blockquote,
    Tag::Li,
    Tag::Details,
];

/// A distance for what is nowhere around.
const FAR: i16 = 40;

/// What is counted below each element.
#[derive(Clone, Copy, Default)]
struct Below {
    characters: u32,
    linked: u32,
    /// Characters of running text.
    running: u32,
    pieces: u32,
    paragraphs: u32,
}

impl Below {
    fn add(&mut self, other: Self) {
        self.characters += other.characters;
        self.linked += other.linked;
        self.running += other.running;
        self.pieces += other.pieces;
        self.paragraphs += other.paragraphs;
    }
}

/// What a piece is by itself.
#[derive(Clone, Copy, Default)]
struct Alone {
    length: i16,
    linked: i16,
    stops: i16,
    running: bool,
    tag: i16,
    parent: usize,
}

/// The kind of a block's tag, in an order that questions can cut.
fn kind(tag: Tag) -> i16 {
    match tag {
        Tag::P => 0,
        Tag::Blockquote => 1,
        Tag::Pre => 2,
        Tag::Div => 3,
        Tag::Section | Tag::Article | Tag::Main | Tag::Body => 4,
        Tag::H2 => 5,
        Tag::H3 => 6,
        Tag::H4 | Tag::H5 | Tag::H6 => 7,
        Tag::H1 => 8,
        Tag::Li => 9,
        Tag::Dd | Tag::Dt => 10,
        Tag::Td | Tag::Th => 11,
        Tag::Figcaption | Tag::Caption | Tag::Figure => 12,
        _ => 13,
    }
}

/// How often words and letters of some kinds stand in a piece.
#[derive(Default)]
struct Letters {
    words: usize,
    capital_words: usize,
    digits: usize,
    capitals: usize,
    marks: usize,
    stops: usize,
    longest_word: usize,
}

fn letters(words: &str) -> Letters {
    let mut seen = Letters::default();
    let (mut length, mut last) = (0, ' ');
    for c in words.chars() {
        if c.is_alphanumeric() {
            if length == 0 {
                seen.words += 1;
                seen.capital_words += usize::from(c.is_uppercase() || c.is_numeric());
            }
            length += 1;
            seen.digits += usize::from(c.is_ascii_digit());
            seen.capitals += usize::from(c.is_uppercase());
        } else {
            seen.longest_word = seen.longest_word.max(length);
            length = 0;
            seen.marks += usize::from(matches!(c, ',' | ';' | ':' | '،' | '、'));
            if c == ' ' && matches!(last, '.' | '!' | '?' | '…') {
                seen.stops += 1;
            }
        }
        last = c;
    }
    seen.longest_word = seen.longest_word.max(length);
    seen.stops += usize::from(ends_sentence(words));
    seen
}

fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['"', '»', '”', '’', '“', ')', ' ', '\u{a0}'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।'])
}

fn percent(part: usize, of: usize) -> i16 {
    (part * 100 / of.max(1)).min(10_000) as i16
}

pub(super) fn small(number: usize) -> i16 {
    number.min(i16::MAX as usize) as i16
}

/// Looks at every piece of a page.
pub(crate) fn look(view: &View<'_>, masks: &[Mask]) -> Table {
    let View { tree, segments, .. } = *view;
    let pieces = &segments.pieces;
    let all = Whole::of(view, masks);
    let mut table = Table { places: all.places(tree), ..Table::default() };
    for (at, piece) in pieces.iter().enumerate() {
        let before = table.values.len();
        let mut row = Row(&mut table.values);
        all.by_itself(view, &mut row, at, piece);
        all.around(tree, &mut row, piece);
        all.beside(&mut row, at);
        all.place(&mut row, at, piece);
        table.width = table.values.len() - before;
    }
    table
}

/// Where the numbers of a piece are written, one after the other.
pub(super) struct Row<'a>(&'a mut Vec<i16>);

impl Row<'_> {
    pub(super) fn put(&mut self, number: i16) {
        self.0.push(number);
    }
    pub(super) fn flag(&mut self, flag: bool) {
        self.0.push(i16::from(flag));
    }
}

/// What is the same for all pieces of a page, or is counted over them.
struct Whole<'a> {
    pieces: &'a [Piece],
    alone: Vec<Alone>,
    below: Vec<Below>,
    masks: &'a [Mask],
    parts: usize,
    /// How many pieces have the same words, and whether it is the first of them.
    same: Vec<(usize, bool)>,
    /// Characters of running text in pieces that hang in the page in the same way.
    likeness: Vec<[u32; 2]>,
    /// For each piece, the number of the way in which it hangs.
    ways: Vec<u32>,
    running: usize,
    characters: usize,
    linked: usize,
    articles: usize,
    /// Running characters before each piece.
    before: Vec<usize>,
    /// The element that holds most of the running text closely.
    main: usize,
    /// What lies in it.
    inside: Range<usize>,
    /// The first and last running piece in it.
    main_pieces: (usize, usize),
    title: Option<usize>,
    /// For each piece, how far back and ahead the next running piece is.
    nearest: Vec<(i16, i16)>,
    in_body: Vec<bool>,
}

impl<'a> Whole<'a> {
    fn of(view: &View<'a>, masks: &'a [Mask]) -> Self {
        let View { tree, segments, .. } = *view;
        let pieces = &segments.pieces;
        let parts = Parts::get();
        let mut below = vec![Below::default(); tree.nodes.len()];
        let mut alone = Vec::with_capacity(pieces.len());
        let mut before = Vec::with_capacity(pieces.len());
        let (mut running, mut characters, mut linked) = (0, 0, 0);
        for piece in pieces {
            let words = piece.span.of(&segments.text);
            let is_running = piece.length >= 60
                && piece.linked * 3 < piece.length
                && words.contains(['.', '!', '?', '…', '。'])
                && !tree.nodes[piece.node].tag.is_heading();
            let count = if is_running { piece.length } else { 0 };
            before.push(running);
            running += count;
            characters += piece.length;
            linked += piece.linked;
            below[piece.node].add(Below {
                characters: piece.length as u32,
                linked: piece.linked as u32,
                running: count as u32,
                pieces: 1,
                paragraphs: u32::from(tree.nodes[piece.node].tag == Tag::P),
            });
            alone.push(Alone {
                length: small(piece.length),
                linked: percent(piece.linked, piece.length),
                stops: i16::from(ends_sentence(words)),
                running: is_running,
                tag: kind(tree.nodes[piece.node].tag),
                parent: tree.parent(piece.node).unwrap_or(0),
            });
        }
        for node in (1..tree.nodes.len()).rev() {
            let of_node = below[node];
            below[tree.nodes[node].parent as usize].add(of_node);
        }
        let main = closest(tree, &below, running);
        let inside = tree.walk(main);
        let in_main = |at: &usize| alone[*at].running && inside.contains(&pieces[*at].node);
        let main_pieces = (
            (0..pieces.len()).find(in_main).unwrap_or(0),
            (0..pieces.len()).rfind(in_main).unwrap_or(pieces.len()),
        );
        let (likeness, ways) = likeness(tree, pieces, &alone);
        Self {
            pieces,
            same: same(view.folded),
            likeness,
            ways,
            nearest: nearest(&alone),
            in_body: in_body(view),
            articles: tree.nodes.iter().filter(|node| node.tag == Tag::Article).count(),
            title: view.title,
            parts: parts.names().len(),
            alone,
            below,
            masks,
            running,
            characters,
            linked,
            before,
            main,
            inside,
            main_pieces,
        }
    }

    fn places(&self, tree: &Tree) -> Vec<Place> {
        let place = |(at, piece): (usize, &Piece)| {
            let parent = self.alone[at].parent;
            let grand = tree.parent(parent).unwrap_or(0);
            let groups = [parent as u32, grand as u32, self.ways[at]];
            Place { groups, length: piece.length as i64 }
        };
        self.pieces.iter().enumerate().map(place).collect()
    }

    /// The words of the piece, and what they say.
    fn by_itself(&self, view: &View<'_>, row: &mut Row<'_>, at: usize, piece: &Piece) {
        let words = piece.span.of(&view.segments.text);
        let seen = letters(words);
        let alone = &self.alone[at];
        row.put(alone.length);
        row.put(small(seen.words));
        row.put(alone.linked);
        row.put(alone.stops);
        row.put(small(seen.stops));
        row.put(percent(seen.marks * 10, piece.length));
        row.put(percent(seen.capital_words, seen.words));
        row.put(percent(seen.capitals, piece.length));
        row.put(percent(seen.digits, piece.length));
        row.put(small(seen.longest_word));
        let first = words.chars().next().unwrap_or(' ');
        row.put(match first {
            c if c.is_lowercase() => 0,
            c if c.is_uppercase() => 1,
            c if c.is_alphabetic() => 2,
            c if c.is_numeric() => 3,
            '"' | '«' | '“' | '„' | '—' | '–' => 4,
            '-' | '•' | '·' | '*' | '►' | '▶' | '→' | '>' | '+' => 5,
            '©' | '@' | '#' | '|' | '/' => 6,
            _ => 7,
        });
        row.put(match words.chars().next_back().unwrap_or(' ') {
            '.' | '!' | '?' | '…' => 0,
            '"' | '»' | '”' | '“' | ')' => 1,
            ':' => 2,
            ',' | ';' => 3,
            c if c.is_alphabetic() => 4,
            c if c.is_numeric() => 5,
            _ => 6,
        });
        row.put(alone.tag);
        row.put(view.signs[at].map_or(-1, |sign| match sign.role {
            Role::Related => 0,
            Role::Comment => 1,
            Role::AuthorBox => 2,
            Role::Navigation => 3,
            Role::Notice => 4,
            Role::Caption => 5,
            Role::Byline => 6,
            _ => 7,
        }));
        row.flag(view.signs[at].is_some_and(|sign| sign.reach == Reach::Rest));
        let (times, first) = self.same[at];
        row.put(small(times));
        row.flag(first);
        row.flag(self.in_body[at]);
        row.flag(view.body.is_some());
        let described = view.description.is_some_and(|description| {
            let folded = view.folded[at].as_str();
            folded.len() > 30 && (description.contains(folded) || folded.contains(description))
        });
        row.flag(described);
        row.flag(crate::role::is_byline(&view.folded[at], Furniture::get()));
        let bytes = words.as_bytes();
        let holds = |some: &str| memmem::find(bytes, some.as_bytes()).is_some();
        row.flag(holds("://") || holds("www."));
        row.flag(bytes.contains(&b'@'));
        row.flag(bytes.contains(&b'|'));
        row.put(small(bytes.iter().filter(|byte| **byte == b':').count()));
        row.flag(piece.hidden);
        row.flag(view.rules[at].kept);
        row.put(view.rules[at].role as i16);
    }

    /// The elements around the piece.
    fn around(&self, tree: &Tree, row: &mut Row<'_>, piece: &Piece) {
        let mut depth = 0;
        let mut tags = [FAR; AROUND.len()];
        let mut parts = [FAR; Mask::BITS as usize];
        // A name above an element that holds most of the text is the name of the page.
        let mut close = [FAR; Mask::BITS as usize];
        for (distance, node) in tree.path(piece.node).enumerate() {
            depth += 1;
            let distance = small(distance).min(FAR - 1);
            if let Some(known) = AROUND.iter().position(|&tag| tag == tree.nodes[node].tag) {
                tags[known] = tags[known].min(distance);
            }
            let mut mask = self.masks[node];
            let holds = percent(self.below[node].running as usize, self.running);
            while mask != 0 {
                let part = mask.trailing_zeros() as usize;
                parts[part] = parts[part].min(distance);
                if holds < 50 {
                    close[part] = close[part].min(distance);
                }
                mask &= mask - 1;
            }
        }
        row.put(depth);
        tags.iter().for_each(|&distance| row.put(distance));
        parts[..self.parts].iter().for_each(|&distance| row.put(distance));
        close[..self.parts].iter().for_each(|&distance| row.put(distance));
        for level in tree.path(piece.node).skip(1).take(4).chain([0, 0, 0, 0]).take(4) {
            let below = &self.below[level];
            row.put(percent(below.running as usize, self.running));
            row.put(percent(below.linked as usize, below.characters as usize));
            row.put(small(below.pieces as usize));
            row.put(small((below.characters / below.pieces.max(1)) as usize));
        }
        let parent = tree.parent(piece.node).unwrap_or(0);
        row.put(small(self.below[parent].paragraphs as usize));
        row.put(percent(self.below[piece.node].running as usize, self.running));
        row.put(small(self.below[piece.node].pieces as usize));
        let article = tree
            .path(piece.node)
            .find(|&node| matches!(tree.nodes[node].tag, Tag::Article | Tag::Main))
            .unwrap_or(0);
        row.put(percent(self.below[article].running as usize, self.running));
    }

    /// The pieces before and after it.
    fn beside(&self, row: &mut Row<'_>, at: usize) {
        let parent = self.alone[at].parent;
        for distance in 1..=3 {
            for other in [at.checked_sub(distance), at.checked_add(distance)] {
                match other.and_then(|other| self.alone.get(other)) {
                    Some(other) => {
                        row.put(other.length);
                        row.put(other.linked);
                        row.put(other.stops);
                        row.put(other.tag);
                        row.flag(other.parent == parent);
                    }
                    None => [0, -1, -1, -1, -1].iter().for_each(|&it| row.put(it)),
                }
            }
        }
        let (back, ahead) = self.nearest[at];
        row.put(back);
        row.put(ahead);
        row.put(small(self.likeness[at][0] as usize * 100 / self.running.max(1)));
        row.put(small(self.likeness[at][1] as usize * 100 / self.running.max(1)));
    }

    /// Where it stands in the page.
    fn place(&self, row: &mut Row<'_>, at: usize, piece: &Piece) {
        row.put(small(at));
        row.put(percent(at, self.pieces.len()));
        row.put(percent(self.before[at], self.running));
        row.put(small(self.before[at]));
        row.put(small(self.running - self.before[at]));
        row.put(
            self.title.map_or(-500, |title| (at as i64 - title as i64).clamp(-499, 9999) as i16),
        );
        let since_title = self.title.filter(|&title| title <= at);
        row.put(
            since_title
                .map_or(-1, |title| small((self.before[at] - self.before[title]).min(30_000))),
        );
        let (first, last) = self.main_pieces;
        row.put((at as i64 - first as i64).clamp(-999, 999) as i16);
        row.put((last as i64 - at as i64).clamp(-999, 999) as i16);
        row.flag(self.inside.contains(&piece.node));
        row.put(percent(self.below[self.main].running as usize, self.running));
        row.put(small(self.running));
        row.put(small(self.pieces.len()));
        row.put(percent(self.linked, self.characters));
        row.put(small(self.articles));
    }
}

/// The deepest element that holds most of the running text.
fn closest(tree: &Tree, below: &[Below], running: usize) -> usize {
    let holds = |node: &usize| below[*node].running as usize * 100 > running * 55;
    (0..tree.nodes.len()).rfind(holds).unwrap_or(0)
}

/// For each piece, how many have its words, and whether it is the first of them.
fn same(folded: &[String]) -> Vec<(usize, bool)> {
    let mut count: HashMap<&str, (usize, usize)> = HashMap::default();
    for (at, words) in folded.iter().enumerate() {
        count.entry(words).or_insert((0, at)).0 += 1;
    }
    let of = |(at, words): (usize, &String)| {
        let (times, first) = count[words.as_str()];
        (times, first == at)
    };
    folded.iter().enumerate().map(of).collect()
}

/// How much running text hangs in the page as each piece does: in elements of the
/// same tags and classes, two and three levels up. Also the number of that way.
fn likeness(tree: &Tree, pieces: &[Piece], alone: &[Alone]) -> (Vec<[u32; 2]>, Vec<u32>) {
    // A way is the way of the parent and the name of the element.
    let mut ways: HashMap<(u32, &str, &str), u32> = HashMap::default();
    let mut number = |way: u32, node: usize| {
        let class = tree.attribute(node, "class").unwrap_or_default();
        let next = ways.len() as u32 + 1;
        *ways.entry((way, tree.tag(node), class)).or_insert(next)
    };
    let of_piece = |piece: &Piece| {
        let parent = tree.parent(piece.node).unwrap_or(0);
        let grand = tree.parent(parent).unwrap_or(0);
        let near = number(0, parent);
        let far = number(0, grand);
        let far = number(far, parent);
        [number(near, piece.node), number(far, piece.node)]
    };
    let numbers: Vec<[u32; 2]> = pieces.iter().map(of_piece).collect();
    let mut running: HashMap<u32, u32> = HashMap::default();
    for (piece, (numbers, alone)) in pieces.iter().zip(numbers.iter().zip(alone)) {
        if alone.running {
            for way in numbers {
                *running.entry(*way).or_default() += piece.length as u32;
            }
        }
    }
    let of = |numbers: &[u32; 2]| numbers.map(|way| running.get(&way).copied().unwrap_or(0));
    (numbers.iter().map(of).collect(), numbers.iter().map(|[_, far]| *far).collect())
}

/// How far back and ahead of each piece the nearest running one is.
fn nearest(alone: &[Alone]) -> Vec<(i16, i16)> {
    let mut distances = vec![(FAR, FAR); alone.len()];
    let mut last = FAR;
    for (at, piece) in alone.iter().enumerate() {
        distances[at].0 = last;
        last = if piece.running { 1 } else { (last + 1).min(FAR) };
    }
    let mut next = FAR;
    for (at, piece) in alone.iter().enumerate().rev() {
        distances[at].1 = next;
        next = if piece.running { 1 } else { (next + 1).min(FAR) };
    }
    distances
}

/// Which pieces stand in the text that the page gives beside itself.
fn in_body(view: &View<'_>) -> Vec<bool> {
    let Some(body) = view.body else { return vec![false; view.folded.len()] };
    let mut from = 0;
    let find = |folded: &String| {
        let bare = crate::role::bare(folded);
        if bare.len() < 8 {
            return false;
        }
        // Mostly the next piece is the next words.
        if body[from..].starts_with(&bare) {
            from += bare.len();
            return true;
        }
        match memmem::find(body.as_bytes(), bare.as_bytes()) {
            Some(at) => {
                from = at + bare.len();
                true
            }
            None => false,
        }
    };
    view.folded.iter().map(find).collect()
}
