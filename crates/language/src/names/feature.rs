use crate::TokenKind;
use crate::names::Label;
use crate::names::gazetteer::{Gazetteer, known, skeletonise};
use crate::names::lexicon::{Language, hash, role};
use crate::names::model::{LABELS, Model, first, later};
use crate::names::unit::Unit;

/// What a language and the gazetteer know: all that is looked with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight {
    pub language: &'static Language,
    pub gazetteer: &'static Gazetteer,
}

/// What is seen of one unit, before its neighbours are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// The word, its stem, and its stem in plain Latin letters.
    word: u32,
    stem: u32,
    pub skeleton: u32,
    ending: u32,
    long_ending: u32,
    beginning: u32,
    pub shape: u8,
    pub role: u16,
    pub known: u16,
    /// 1 in the first word of a known name, 2 in the others.
    place: u8,
    /// How the word is written where it is no name: 0 never seen, 1 seldom, 2 often in lower case.
    pub common: u8,
    /// Whether a capital says little here: 1 in the first word of a sentence, 2 in that behind a
    /// mark that may open one.
    pub first: u8,
    /// Whether its last vowel is elided.
    elided: bool,
    quoted: bool,
}

/// Shapes of words.
pub(crate) mod shape {
    pub(crate) const OTHER: u8 = 0;
    pub(crate) const LOWER: u8 = 1;
    pub(crate) const CAPITAL: u8 = 2;
    pub(crate) const INITIAL: u8 = 3;
    pub(crate) const UPPER: u8 = 4;
    pub(crate) const MIXED: u8 = 5;
    pub(crate) const DOTTED: u8 = 6;
    pub(crate) const NUMBER: u8 = 7;
    pub(crate) const COMPOUND: u8 = 8;
    pub(crate) const QUOTE: u8 = 9;
    pub(crate) const HYPHEN: u8 = 10;
    pub(crate) const COMMA: u8 = 11;
    pub(crate) const STOP: u8 = 12;
    pub(crate) const BRACKET: u8 = 13;
    pub(crate) const ABSENT: u8 = 14;
    pub(crate) const WITH_DIGIT: u8 = 15;
}

impl Seen {
    /// Whether it is written as names are.
    pub(crate) fn is_capital(&self) -> bool {
        use shape::*;
        matches!(self.shape, CAPITAL | INITIAL | UPPER | MIXED | DOTTED | COMPOUND | WITH_DIGIT)
    }
}

impl Sight {
    /// That of a language.
    pub(crate) fn of(code: &str) -> Self {
        Self { language: Language::of(code), gazetteer: Gazetteer::of(code) }
    }

    /// Whether a hyphen parts two words that are not one name: *anti-Karo*, *Karo-led*.
    pub(crate) fn parts(&self, before: &str, after: &str) -> bool {
        let capital = |part: &str| part.chars().next().is_some_and(char::is_uppercase);
        let last = !after.contains(['-', '‑', '–']);
        match (capital(before), capital(after)) {
            (false, true) => {
                let (word, stem) = (hash(before), hash(self.language.stem(before)));
                let link = self.language.role(word, stem) & role::LINK != 0;
                !link && before.chars().count() > 1 && before.chars().all(char::is_alphabetic)
            }
            (true, false) => last && after.chars().count() > 2 && self.language.longest == 0,
            (true, true) => last && self.is_land(before) && self.is_land(after),
            (false, false) => false,
        }
    }

    fn is_land(&self, word: &str) -> bool {
        let mut skeleton = String::new();
        skeletonise(self.language.root(&word.to_lowercase()), &mut skeleton);
        let (_, known) = self.gazetteer.at(std::iter::once(hash(&skeleton)));
        known & (known::COUNTRY | known::CAPITAL) != 0
    }

    /// Looks at the units of a sentence.
    pub(crate) fn look(&self, units: &[Unit], model: &Model) -> Vec<Seen> {
        let mut skeleton = String::new();
        let mut quoted = false;
        let mut first = 1;
        let mut seen = Vec::with_capacity(units.len());
        for unit in units {
            let shape = shape_of(unit);
            if shape == shape::QUOTE {
                quoted = !quoted;
            }
            let norm = unit.norm.as_ref();
            let word = hash(norm);
            let mut it = Seen { word, shape, first, quoted, stem: word, ..Seen::default() };
            if unit.kind == TokenKind::Word {
                let stem = self.language.stem(norm);
                it.stem = hash(stem);
                it.role = self.language.role(word, it.stem);
                it.common = model.common(word ^ self.language.salt);
                it.ending = hash(last(norm, 3));
                if it.is_capital() {
                    skeletonise(self.language.root(norm), &mut skeleton);
                    it.skeleton = hash(&skeleton);
                    it.beginning = hash(skeleton.get(..4).unwrap_or(&skeleton));
                    it.long_ending = hash(last(&skeleton, 4));
                }
                it.elided = norm.ends_with('\'');
                first = 0;
            } else if first == 0 && matches!(shape, shape::QUOTE | shape::STOP | shape::COMMA) {
                let pause = matches!(unit.form, "," | ";");
                first = if pause { 0 } else { 2 };
            } else if first == 2 {
                first = 0;
            }
            seen.push(it);
        }
        self.recognise(units, &mut seen);
        seen
    }

    /// Marks the known names; the longest wins, from left to right.
    fn recognise(&self, units: &[Unit], seen: &mut [Seen]) {
        let mut skeleton = String::new();
        let mut start = 0;
        while start < seen.len() {
            if !seen[start].is_capital() {
                start += 1;
                continue;
            }
            let following = (start..seen.len()).map(|place| {
                if seen[place].is_capital() {
                    return seen[place].skeleton;
                }
                skeletonise(self.language.root(&units[place].norm), &mut skeleton);
                hash(&skeleton)
            });
            let (length, known) = self.gazetteer.at(following);
            for (place, it) in seen.iter_mut().enumerate().skip(start).take(length) {
                it.known = known;
                it.place = if place == start { 1 } else { 2 };
            }
            start += length.max(1);
        }
    }
}

fn last(word: &str, count: usize) -> &str {
    let at = word.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
    &word[at..]
}

fn shape_of(unit: &Unit) -> u8 {
    match unit.kind {
        TokenKind::Number => shape::NUMBER,
        TokenKind::Mark => match unit.form.chars().next().unwrap_or(' ') {
            '«' | '»' | '“' | '”' | '„' | '"' | '‹' | '›' => shape::QUOTE,
            '-' | '‑' | '–' | '—' => shape::HYPHEN,
            ',' | ';' | ':' => shape::COMMA,
            '.' | '!' | '?' | '…' => shape::STOP,
            '(' | ')' | '[' | ']' => shape::BRACKET,
            _ => shape::OTHER,
        },
        TokenKind::Word => {
            let mut letters = 0;
            let (mut upper, mut lower, mut digit, mut dot, mut hyphen) = (0, 0, 0, 0, 0);
            for c in unit.form.chars() {
                letters += usize::from(c.is_alphabetic());
                upper += usize::from(c.is_uppercase());
                lower += usize::from(c.is_lowercase());
                digit += usize::from(c.is_numeric());
                dot += usize::from(c == '.');
                hyphen += usize::from(matches!(c, '-' | '‑'));
            }
            let capital = unit.is_capital();
            match () {
                () if upper == 0 => shape::LOWER,
                () if digit > 0 => shape::WITH_DIGIT,
                () if dot > 0 && letters == 1 => shape::INITIAL,
                () if dot > 1 => shape::DOTTED,
                () if letters == 1 => shape::INITIAL,
                () if lower == 0 => shape::UPPER,
                () if hyphen > 0 => shape::COMPOUND,
                () if capital && upper == 1 => shape::CAPITAL,
                () => shape::MIXED,
            }
        }
    }
}

/// The rows of weights that speak of a unit; the first `own` of them tell which word it is.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub rows: Vec<u32>,
    pub own: usize,
}

impl Rows {
    fn add(&mut self, id: u64, value: u64) {
        self.rows.push(row(id, value));
    }
}

/// The number of rows of weights.
pub(crate) const ROWS: usize = 1 << 20;

fn row(id: u64, value: u64) -> u32 {
    let mut sum =
        (value ^ id.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    sum ^= sum >> 32;
    sum = sum.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (sum >> 32) as u32 & (ROWS as u32 - 1)
}

/// A place beyond the sentence.
const ABSENT: Seen = Seen {
    word: 1,
    stem: 1,
    skeleton: 1,
    ending: 1,
    long_ending: 1,
    beginning: 1,
    shape: shape::ABSENT,
    role: 0,
    known: 0,
    place: 0,
    common: 0,
    first: 0,
    elided: false,
    quoted: false,
};

impl Sight {
    /// Writes the rows that speak of the unit at a place.
    pub(crate) fn rows(&self, seen: &[Seen], at: usize, rows: &mut Rows) {
        rows.rows.clear();
        let get = |offset: isize| {
            at.checked_add_signed(offset).and_then(|place| seen.get(place)).unwrap_or(&ABSENT)
        };
        let (it, before, after) = (get(0), get(-1), get(1));
        let (before2, after2) = (get(-2), get(2));
        let own = u64::from(self.language.salt) << 32;
        let word = |it: &Seen| own ^ u64::from(it.word);
        let stem = |it: &Seen| own ^ u64::from(it.stem);
        // Which word it is: hidden at times while learning, so that the others learn too.
        rows.add(1, word(it));
        rows.add(2, stem(it));
        rows.add(3, u64::from(it.skeleton));
        rows.add(4, stem(it) ^ u64::from(before.stem).rotate_left(20));
        rows.add(5, stem(it) ^ u64::from(after.stem).rotate_left(20));
        rows.own = rows.rows.len();
        let shapes = |from: &Seen, to: &Seen| u64::from(from.shape) << 8 | u64::from(to.shape);
        // How it is spelt.
        rows.add(6, own ^ u64::from(it.ending));
        rows.add(7, u64::from(it.long_ending) ^ u64::from(it.shape) << 40);
        rows.add(8, u64::from(it.beginning));
        let start = u64::from(it.first) << 16 | u64::from(it.common) << 20;
        rows.add(9, u64::from(it.shape) | start);
        rows.add(10, shapes(before, it) | u64::from(after.shape) << 24 | start);
        rows.add(11, shapes(before, it) | u64::from(before2.shape) << 24);
        rows.add(12, shapes(it, after) | u64::from(after2.shape) << 24);
        rows.add(13, u64::from(it.shape) | u64::from(it.quoted) << 8 | start);
        // What stands around it.
        rows.add(14, stem(before));
        rows.add(15, stem(after));
        rows.add(16, stem(before2));
        rows.add(17, stem(after2));
        rows.add(18, stem(before) ^ u64::from(it.shape).rotate_left(24));
        rows.add(19, stem(after) ^ u64::from(it.shape).rotate_left(24));
        rows.add(20, stem(before) ^ u64::from(before2.stem).rotate_left(20));
        rows.add(21, stem(after) ^ u64::from(after2.stem).rotate_left(20));
        rows.add(22, u64::from(before.skeleton));
        rows.add(23, u64::from(after.skeleton));
        rows.add(24, own ^ u64::from(before.ending));
        rows.add(25, own ^ u64::from(after.ending));
        // What is known of it and its neighbours.
        let known = |it: &Seen| u64::from(it.known) | u64::from(it.place) << 16;
        rows.add(26, known(it) | u64::from(it.common) << 20 | u64::from(it.first) << 24);
        rows.add(27, known(it) | u64::from(it.shape) << 24);
        rows.add(28, known(before) | known(it) << 24);
        rows.add(29, known(it) | known(after) << 24);
        rows.add(30, known(it) ^ u64::from(before.shape) << 24 ^ u64::from(after.shape) << 32);
        rows.add(31, known(it) ^ stem(before).rotate_left(20));
        rows.add(32, known(before) | u64::from(it.shape) << 24);
        rows.add(33, known(after) | u64::from(it.shape) << 24);
        for bit in bits(it.known) {
            rows.add(34, bit | u64::from(it.place) << 8 | u64::from(it.shape) << 16);
            rows.add(35, bit | u64::from(before.role) << 8 | u64::from(it.place) << 32);
        }
        for bit in bits(before.known) {
            rows.add(36, bit | u64::from(before.place) << 8 | u64::from(it.shape) << 16);
        }
        for bit in bits(after.known) {
            rows.add(37, bit | u64::from(after.place) << 8 | u64::from(it.shape) << 16);
        }
        // What the words around say of names.
        rows.add(38, u64::from(it.role) | u64::from(it.shape) << 16);
        rows.add(39, u64::from(before.role) | u64::from(it.shape) << 16 | known(it) << 24);
        rows.add(40, u64::from(after.role) | u64::from(it.shape) << 16 | known(it) << 24);
        rows.add(
            41,
            u64::from(before.role) | u64::from(before2.role) << 16 | u64::from(it.shape) << 32,
        );
        rows.add(
            42,
            u64::from(after.role) | u64::from(after2.role) << 16 | u64::from(it.shape) << 32,
        );
        rows.add(
            43,
            u64::from(before.role) | u64::from(after.role) << 16 | u64::from(it.shape) << 32,
        );
        for (id, near) in [(44, it), (45, before), (46, after), (47, before2), (48, after2)] {
            for bit in bits(near.role) {
                rows.add(id, bit | u64::from(it.shape) << 16 | u64::from(near.shape) << 24);
            }
        }
        // The nearest word before the run of capitals, and the first after it.
        let capital = |place: &usize| seen[*place].is_capital();
        if it.is_capital() {
            let from = (0..at).rev().take(6).take_while(capital).last().unwrap_or(at);
            let to = (at + 1..seen.len()).take(6).take_while(capital).last().unwrap_or(at);
            let (left, right) = (
                from.checked_sub(1).map_or(&ABSENT, |place| &seen[place]),
                seen.get(to + 1).unwrap_or(&ABSENT),
            );
            let run = (to - from).min(4) as u64 | ((at - from).min(3) as u64) << 4;
            rows.add(49, run);
            rows.add(50, u64::from(left.role) | run << 16);
            rows.add(51, u64::from(right.role) | run << 16);
            rows.add(52, stem(left) ^ run << 8);
            rows.add(53, stem(right) ^ run << 8);
            let (head, tail) = (&seen[from], &seen[to]);
            rows.add(54, known(head) | known(tail) << 24 | run << 48);
            rows.add(55, u64::from(head.role) | run << 16);
            rows.add(56, u64::from(tail.role) | run << 16);
            rows.add(57, stem(head) ^ run << 8);
            rows.add(58, stem(tail) ^ run << 8);
            // The nearest word before it that says something, over small words.
            let nearest =
                (0..from).rev().take(5).take_while(|place| seen[*place].shape == shape::LOWER);
            let nearest = nearest.map(|place| (from - place, seen[place].role & role::HEAD));
            let (gap, head) = nearest.into_iter().find(|(_, role)| *role != 0).unwrap_or((0, 0));
            rows.add(66, u64::from(head) | run << 16);
            rows.add(67, u64::from(head) | (gap as u64) << 16 | u64::from(it.shape) << 24);
            rows.add(68, u64::from(head) | known(it) << 16);
            rows.add(59, u64::from(left.role) | known(it) << 16 | u64::from(right.role) << 40);
        } else {
            // A small word between names, or behind one.
            let back = (0..at).rev().take(4).find(capital);
            let ahead = (at + 1..seen.len()).take(4).find(capital);
            let side = |place: Option<usize>| place.map_or(&ABSENT, |place| &seen[place]);
            let gap = |place: Option<usize>| place.map_or(0, |place| place.abs_diff(at) as u64);
            let (back_seen, ahead_seen) = (side(back), side(ahead));
            rows.add(60, u64::from(it.role) | gap(back) << 16 | gap(ahead) << 24);
            rows.add(61, word(it) ^ gap(back) << 8 ^ gap(ahead) << 12);
            rows.add(62, word(it) ^ u64::from(back_seen.role) << 8);
            rows.add(63, word(it) ^ stem(back_seen).rotate_left(16));
            rows.add(64, known(back_seen) | known(ahead_seen) << 24 | gap(back) << 48);
            rows.add(65, u64::from(back_seen.role) | gap(back) << 16 | u64::from(it.ending) << 24);
        }
    }
}

/// The labels that a unit may have, as bits: what is written small is a person's name only
/// between others, and begins a name only if it is a word that opens names.
pub(crate) fn may_be(seen: &[Seen], at: usize) -> u16 {
    let it = &seen[at];
    let mut bits = (1 << LABELS) - 1;
    if it.is_capital() || it.shape == shape::NUMBER || it.shape == shape::WITH_DIGIT {
        return bits;
    }
    let begins = |label, bits: u16| bits & !(1 << first(label));
    let goes_on = |label, bits: u16| bits & !(1 << later(label));
    bits = begins(Label::Person, bits);
    if it.role & (role::GROUND | role::SITE) == 0 {
        bits = begins(Label::Place, bits);
    }
    if it.role & (role::BODY | role::STATE | role::FORCE | role::MEDIA) == 0 {
        bits = begins(Label::Organisation, bits);
    }
    if it.role & role::WORK == 0 {
        bits = begins(Label::Other, bits);
    }
    let ahead = seen[at + 1..].iter().take(3).any(Seen::is_capital);
    let small = it.shape == shape::LOWER;
    if small && !(ahead && (it.role & role::LINK != 0 || it.common < 2)) {
        bits = goes_on(Label::Person, bits);
    }
    if small && it.role & (role::SAYS | role::MONTH) != 0 {
        bits &= 1 | !((1 << LABELS) - 1) | 0b1_1110;
    }
    if matches!(it.shape, shape::COMMA | shape::STOP | shape::BRACKET) {
        bits = goes_on(Label::Place, goes_on(Label::Person, bits));
    }
    bits
}

/// Whether one of the labels that a unit may have begins a name, or goes on with one.
pub(crate) fn is_open(allowed: u16, goes_on: bool) -> bool {
    allowed & 0b1_1110 != 0 || goes_on && allowed & 0b1_1110_0000 != 0
}

/// Whether a unit can't end or open a name: a small word that links others, or a mark.
pub(crate) fn hangs(it: &Seen) -> bool {
    use shape::*;
    let mark = matches!(it.shape, QUOTE | HYPHEN | COMMA | STOP | BRACKET | OTHER);
    mark || it.elided || it.shape == LOWER && it.role & (role::LINK | role::INTO) != 0
}

/// The places of the bits that are set.
fn bits(mut set: u16) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let place = set.trailing_zeros();
        (set != 0).then(|| {
            set &= set - 1;
            u64::from(place)
        })
    })
}
