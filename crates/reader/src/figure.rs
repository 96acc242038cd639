//! How many: numbers with what they count, as intervals that can be compared.
//!
//! A number becomes a figure only with something that shows what it counts: a
//! noun, a unit, or a verb that says what became of the counted. What is a date,
//! a clock time, an ordinal, a label or an article counts nothing.

use crate::number::{Number, Numbers, Order};
use crate::sentence::Sentence;
use crate::unit::{Fate, Unit, Units};
use crate::words::Words;
use language::TokenKind;
use schema::{Approximation, Confidence, Derived, Figure, FigureRole, Slot, Span};

/// The figures of a sentence. Numbers inside `times` are left to those.
pub(crate) fn figures(sentence: &Sentence, language: &str, times: &[Span]) -> Vec<Figure> {
    let lexicon = (Numbers::of(language), Units::of(language), Words::of(language));
    let (Some(numbers), Some(units), Some(words)) = lexicon else { return Vec::new() };
    let mut reader = Reader { sentence, numbers, units, words, from: 0, found: Vec::new() };
    let generic = reader.is_generic();
    if generic {
        reader.defined();
    }
    let mut i = 0;
    while let Some(token) = sentence.tokens.get(i) {
        if let Some((_, len)) = numbers.idioms.at(sentence, i) {
            i += len;
            continue;
        }
        if times.iter().any(|time| time.overlaps(token.span)) {
            i += 1;
            continue;
        }
        i = match reader.figure_at(i) {
            Some(end) => {
                reader.from = end;
                end.max(i + 1)
            }
            None => i + 1,
        };
    }
    for figure in &mut reader.found {
        figure.generic |= generic;
    }
    reader.found
}

/// What the document says of its own units: *a battalion has 500 to 1000
/// soldiers* makes persons of every battalion on the page, with that rule shown.
pub(crate) fn define(figures: &mut [Figure]) {
    let mut definitions: Vec<(String, Option<f64>, Option<f64>, String)> = Vec::new();
    for pair in figures.windows(2) {
        let [unit, size] = pair else { continue };
        let defines = unit.rule == DEFINED && size.generic && size.unit == "person";
        if defines && (size.low.is_some() || size.high.is_some()) {
            let rule = format!("the page's own definition: {} – {}", unit.text, size.text);
            definitions.push((unit.unit.clone(), size.low, size.high, rule));
        }
    }
    for figure in figures.iter_mut().filter(|figure| !figure.generic) {
        if let Some((_, low, high, rule)) =
            definitions.iter().find(|(unit, ..)| *unit == figure.unit)
        {
            let times = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a * b);
            figure.derived.push(Derived {
                unit: "person".to_owned(),
                low: times(figure.low, *low),
                high: times(figure.high, *high),
                rule: rule.clone(),
            });
        }
    }
}

/// The rule of the unit that a general sentence defines.
const DEFINED: &str = "figure/defined-unit";

/// How many, before it is known of what.
#[derive(Clone, Debug, Default)]
struct Quantity {
    /// Its tokens.
    from: usize,
    to: usize,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    approximation: Option<Approximation>,
    /// It may be an article and no number.
    article: bool,
    /// It may be a year.
    year: bool,
    /// Its noun comes with a preposition: *des milliers de*.
    of: OfNoun,
    /// A unit that is written before or into it.
    unit: Option<String>,
}

/// Whether a preposition stands between a quantity and its noun.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum OfNoun {
    #[default]
    Never,
    May,
    Must,
}

/// What is counted.
#[derive(Debug)]
struct Noun<'a> {
    /// The token after it.
    to: usize,
    /// The head as written; none for *of them*.
    head: Option<usize>,
    unit: Option<&'a Unit>,
    /// People of a place by their name.
    demonym: bool,
}

struct Reader<'a> {
    sentence: &'a Sentence<'a>,
    numbers: &'static Numbers,
    units: &'static Units,
    words: &'static Words,
    /// What is before this token belongs to a figure already.
    from: usize,
    found: Vec<Figure>,
}

impl Reader<'_> {
    /// Reads the figure that begins at the token `i`, and gives the token after it.
    fn figure_at(&mut self, i: usize) -> Option<usize> {
        if let Some(end) = self.share(i) {
            return Some(end);
        }
        if let Some(end) = self.none_of(i) {
            return Some(end);
        }
        if let Some(end) = self.size(i) {
            return Some(end);
        }
        if let Some(end) = self.age_word(i) {
            return Some(end);
        }
        let quantity = self.quantity(i)?;
        self.counted(quantity)
    }

    /// A number, a range or an order of magnitude at `i`.
    fn quantity(&self, i: usize) -> Option<Quantity> {
        let s = self.sentence;
        if let Some((_, len)) = self.units.only_one.at(s, i) {
            return Some(exactly(1.0, i, i + len));
        }
        if let Some((order, len)) = self.numbers.orders.at(s, i) {
            return Some(of_order(order, i, i + len));
        }
        if let Some((_, unit)) =
            self.units.words.signs.iter().find(|(sign, _)| sign.as_str() == s.norm(i))
        {
            let mut quantity = self.plain(i + 1, true)?;
            quantity.from = i;
            quantity.unit = Some(unit.clone());
            return Some(quantity);
        }
        self.plain(i, false)
    }

    fn plain(&self, i: usize, money: bool) -> Option<Quantity> {
        let s = self.sentence;
        let token = s.tokens.get(i)?;
        let starts_with_digit = token.norm.starts_with(|c: char| c.is_ascii_digit());
        if token.kind == TokenKind::Word && starts_with_digit {
            return self.glued(i, money);
        }
        if let Some((low, high)) = token.norm.split_once('-').filter(|_| starts_with_digit) {
            let (low, high) = (self.numbers.value(low)?, self.numbers.value(high)?);
            let years = |value: f64| (1800.0..2100.0).contains(&value);
            return (low < high && !(years(low) && years(high)))
                .then(|| ranging(low, high, i, i + 1));
        }
        let mut first = self.numbers.at(s, i)?;
        if money && let Some(scale) = self.numbers.scale_of(s.norm(first.end), true) {
            first.value *= scale;
            first.end += 1;
        }
        if !money && s.norm(first.end).len() <= 2 {
            // 300 M€: the letter multiplies only before the sign of a currency.
            let sign = |word: &str| self.units.words.signs.iter().any(|(sign, _)| sign == word);
            if let Some(scale) = self.numbers.scale_of(s.norm(first.end), true)
                && sign(s.norm(first.end + 1))
            {
                first.value *= scale;
                first.end += 1;
            }
        }
        if let Some((second, open)) = self.range_end(i, &first) {
            let low = if first.scale == 1.0 && second.scale > 1.0 && first.value < 1000.0 {
                first.value * second.scale
            } else {
                first.value
            };
            if low < second.value {
                let mut quantity = ranging(low, second.value, i - open, second.end);
                quantity.of = of_number(&second);
                return Some(quantity);
            }
        }
        let mut quantity = exactly(first.value, i, first.end);
        quantity.article = first.article;
        quantity.year = first.like_a_year && (1800.0..2100.0).contains(&first.value);
        quantity.of = of_number(&first);
        Some(quantity)
    }

    /// The second number of a range whose first one is `first`, and how many
    /// tokens open it.
    fn range_end(&self, i: usize, first: &Number) -> Option<(Number, usize)> {
        let s = self.sentence;
        let between = s.norm(first.end);
        let opener = s.before(i, 1);
        let fits = |open: &str| open.is_empty() || open == opener;
        let (open, _) =
            self.numbers.ranges.iter().find(|(open, word)| word == between && fits(open))?;
        // From twelve to nineteen: a way, not a range.
        let moved = (1..=4).any(|back| self.units.words.moves.contains(s.before(i, back)));
        if moved {
            return None;
        }
        let mut at = first.end + 1;
        if self.units.words.signs.iter().any(|(sign, _)| sign == s.norm(at)) {
            at += 1;
        }
        let second = self.numbers.at(s, at)?;
        let years =
            first.like_a_year && second.like_a_year && (1800.0..2100.0).contains(&first.value);
        (!years && !second.article)
            .then_some((second, usize::from(!open.is_empty() && i > self.from)))
    }

    /// Digits with letters right behind them: `1.5bn`, `40km`.
    fn glued(&self, i: usize, money: bool) -> Option<Quantity> {
        let norm = self.sentence.norm(i);
        let cut = norm.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
        let (digits, suffix) = norm.split_at(cut);
        let value = self.numbers.value(digits)?;
        if let Some(scale) = self.numbers.scale_of(suffix, money) {
            return Some(exactly(value * scale, i, i + 1));
        }
        let suffix = language::tokens(suffix, "");
        let alone = Sentence { text: self.sentence.text, tokens: &suffix };
        let (unit, len) = self.units.units.at(&alone, 0)?;
        // Only measures are glued to a number; 12h and 3e are other things.
        let measure = ["distance:", "area:", "mass:", "money:"];
        (len == suffix.len() && measure.iter().any(|kind| unit.name.starts_with(kind))).then(|| {
            Quantity { unit: Some(unit.name.clone()), ..exactly(value * unit.factor, i, i + 1) }
        })
    }

    /// Makes a figure of a quantity, if something shows what it counts.
    fn counted(&mut self, mut quantity: Quantity) -> Option<usize> {
        let s = self.sentence;
        let core = quantity.from;
        let hedged = self.hedge(&mut quantity);
        // Nouns that number a thing, and marks of a list or a version.
        if self.units.words.labels.contains(s.before(core, 1)) && !hedged {
            return None;
        }
        if quantity.unit.is_some() {
            let unit = quantity.unit.clone()?;
            let to = quantity.to;
            return self.push(quantity, to, None, unit, None, "figure/with-sign", 93);
        }
        let noun = self.noun(&quantity);
        if let Some(end) = self.moved(&quantity, noun.is_some()) {
            return Some(end);
        }
        let Some(noun) = noun else { return self.bare(quantity, core, hedged) };
        if quantity.year && !hedged {
            let round = quantity.value.is_some_and(|value| value % 100.0 == 0.0);
            let after = self.words.prepositions.contains(s.before(core, 1));
            if noun.unit.is_none() || !round || after {
                return None;
            }
        }
        let fate = self.fate(core, noun.to);
        if quantity.article && !hedged {
            // One person killed is a count; a man killed is a man.
            let coordinated = self.units.words.conjunctions.contains(s.norm(noun.to))
                && self.numbers.at(s, noun.to + 1).is_some_and(|number| !number.article);
            let named = noun.unit.is_some_and(|unit| unit.name.starts_with("person_"));
            let person = noun.unit.is_some_and(|unit| unit.name == "person")
                && noun.to == quantity.to + 1
                && fate.is_some();
            if !(person || named && coordinated) {
                return None;
            }
        }
        if let Some(unit) = noun.unit.filter(|unit| unit.name == "duration:year") {
            let age = self.is_age(core, &noun);
            let name = if age { "age:year" } else { unit.name.as_str() }.to_owned();
            return self.push(quantity, noun.to, noun.head, name, None, "figure/with-unit", 92);
        }
        let unit = noun.unit.map(|unit| unit.name.clone());
        let people = unit.as_deref().is_none_or(|unit| unit == "person") || noun.demonym;
        let (unit, confidence, rule) = match (&fate, unit) {
            (Some(fate), _) if people => (fate.unit.clone(), 90, "figure/told-by-verb"),
            (_, Some(unit)) => (unit, 92, "figure/with-unit"),
            (_, None) if noun.demonym => ("person".to_owned(), 85, "figure/people-of-a-place"),
            (_, None) if noun.head.is_none() => {
                let before = self.found.last().map(|figure| figure.unit.clone());
                (before.unwrap_or_else(|| "item".to_owned()), 75, "figure/of-them")
            }
            (_, None) => ("item".to_owned(), 75, "figure/with-noun"),
        };
        if let Some(factor) = noun.unit.map(|unit| unit.factor).filter(|factor| *factor != 1.0) {
            for value in [&mut quantity.value, &mut quantity.low, &mut quantity.high] {
                *value = value.map(|value| value * factor);
            }
        }
        self.push(quantity, noun.to, noun.head, unit, fate.filter(|_| people), rule, confidence)
    }

    /// A number without a noun: what became of the counted may still be told.
    fn bare(&mut self, quantity: Quantity, core: usize, hedged: bool) -> Option<usize> {
        let s = self.sentence;
        let to = quantity.to;
        if quantity.of == OfNoun::Must || quantity.article {
            return None;
        }
        let numbered = quantity.value.is_some() || quantity.low.is_some();
        if !numbered || quantity.year && !hedged {
            return None;
        }
        if self.units.age_before.before(s, core).is_some()
            && quantity.value.is_some_and(|age| age < 120.0)
        {
            return self.push(quantity, to, None, "age:year".into(), None, "figure/age", 88);
        }
        if let Some(fate) = self.fate(core, to) {
            let unit = fate.unit.clone();
            return self.push(quantity, to, None, unit, Some(fate), "figure/told-by-verb", 82);
        }
        if let Some(unit) = self.total(core) {
            return self.push(quantity, to, None, unit, None, "figure/of-a-total", 78);
        }
        // More than 300 have come: hedged, and the subject of a verb.
        let verb = self.units.words.auxiliaries.contains(s.norm(to))
            || self.units.words.passive.contains(s.norm(to));
        let large = quantity.value.or(quantity.low).is_some_and(|value| value >= 10.0);
        if verb && large && (hedged || quantity.of == OfNoun::May) {
            return self.push(quantity, to, None, "item".into(), None, "figure/subject", 65);
        }
        None
    }

    /// Widens the quantity by the words that say how exact it is.
    fn hedge(&self, quantity: &mut Quantity) -> bool {
        let s = self.sentence;
        let Some((&approximation, from)) = self.numbers.approximators.before(s, quantity.from)
        else {
            return false;
        };
        if from < self.from {
            return false;
        }
        quantity.from = from;
        if approximation != Approximation::Exact {
            apply(quantity, approximation);
        }
        true
    }

    /// The noun phrase behind a quantity.
    fn noun(&self, quantity: &Quantity) -> Option<Noun<'static>> {
        let s = self.sentence;
        let units = self.units;
        let mut at = quantity.to;
        // « des milliers » de membres; 62 « victimes ».
        let quoted = |at: usize| matches!(s.norm(at), "»" | "”" | "\"" | "«" | "“");
        if quoted(at) {
            at += 1;
        }
        if let Some((unit, len)) = units.units.at(s, at)
            && quantity.of != OfNoun::Must
        {
            return Some(Noun { to: at + len, head: Some(at), unit: Some(unit), demonym: false });
        }
        let mut portion = false;
        if let Some((_, len)) = units.portions.at(s, at) {
            at += len;
            portion = true;
        } else if quantity.of != OfNoun::Never && units.words.of.contains(s.norm(at)) {
            at += 1;
        } else if quantity.of == OfNoun::Must {
            return None;
        }
        if quantity.of != OfNoun::Never && units.words.indefinite.contains(s.norm(at)) {
            return None;
        }
        if portion && units.words.anaphors.contains(s.norm(at)) {
            return Some(Noun { to: at + 1, head: None, unit: None, demonym: false });
        }
        // Four of the 23.
        if portion && let Some(number) = self.numbers.at(s, at) {
            return Some(Noun { to: number.end, head: None, unit: None, demonym: false });
        }
        let mut demonym = None;
        let most = if portion { 6 } else { 4 };
        for k in at..at + most {
            if k == at && quoted(k) {
                continue;
            }
            let norm = s.norm(k);
            if !s.is_word(k) || norm.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            if let Some((unit, len)) = units.units.at(s, k) {
                return Some(Noun { to: k + len, head: Some(k), unit: Some(unit), demonym: false });
            }
            let possessive = portion && norm.starts_with(['\'', '’']);
            if !possessive && self.ends_noun_phrase(norm) {
                break;
            }
            if possessive || units.words.adjectives.contains(norm) {
                continue;
            }
            if s.is_capital(k) {
                let people = |ending: &String| norm.ends_with(ending.as_str());
                if demonym.is_none() && units.words.demonym_endings.iter().any(people) {
                    demonym = Some(k);
                }
                if units.words.adjectives_first || portion {
                    continue;
                }
                break;
            }
            if demonym.is_some() && !units.words.adjectives_first {
                break;
            }
            let plural = units
                .words
                .plural_endings
                .iter()
                .any(|ending| norm.ends_with(ending.as_str()) && norm.len() > ending.len() + 2);
            if plural && !norm.ends_with("ss") {
                return Some(Noun { to: k + 1, head: Some(k), unit: None, demonym: false });
            }
            // Where adjectives follow their noun, the first word is the noun.
            if !units.words.adjectives_first {
                let single = portion || quantity.value.is_some_and(|value| value < 2.0);
                return single.then_some(Noun {
                    to: k + 1,
                    head: Some(k),
                    unit: None,
                    demonym: false,
                });
            }
        }
        demonym.map(|k| Noun { to: k + 1, head: Some(k), unit: None, demonym: true })
    }

    fn ends_noun_phrase(&self, norm: &str) -> bool {
        let words = self.words;
        self.units.words.stops.contains(norm)
            || words.determiners.contains(norm)
            || words.prepositions.contains(norm)
            || words.coordinators.contains(norm)
            || words.relatives.contains(norm)
            || words.relative_subjects.contains(norm)
            || words.complementisers.contains(norm)
            || words.interrogatives.contains(norm)
            || words.negations.contains(norm)
            || words.when.contains(norm)
    }

    /// What became of the counted: before it (*killed 14*) or behind it (*14
    /// were killed*).
    fn fate(&self, from: usize, to: usize) -> Option<Fate> {
        let s = self.sentence;
        let lists = &self.units.words;
        let mut at = to;
        let mut passive = false;
        // A French adjective may stand between the noun and its verb.
        let helps = |at: usize| {
            lists.passive.contains(s.norm(at)) || lists.auxiliaries.contains(s.norm(at))
        };
        if s.is_word(at)
            && !helps(at)
            && (helps(at + 1))
            && !self.ends_noun_phrase(s.norm(at))
            && self.units.participles.at(s, at).is_none()
        {
            at += 1;
        }
        for _ in 0..6 {
            // Neither "14 dead guards" nor "12 men killed a guard".
            let adjacent = at == to && {
                let len = self.units.participles.at(s, at).map_or(1, |(_, len)| len);
                let next = s.norm(at + len);
                !self.words.determiners.contains(next) && self.numbers.at(s, at + len).is_none()
            };
            if let Some((fate, _)) = self.units.verbs.at(s, at) {
                return Some(fate.clone());
            }
            if (passive || adjacent)
                && let Some((fate, len)) = self.units.participles.at(s, at)
            {
                return Some(self.joined(fate, at + len));
            }
            let norm = s.norm(at);
            if lists.passive.contains(norm) {
                passive = true;
            } else if !lists.auxiliaries.contains(norm) && !lists.adverbs.contains(norm) {
                break;
            }
            at += 1;
        }
        // Approximators stand between the verb and the number.
        let from = self.numbers.approximators.before(s, from).map_or(from, |(_, from)| from);
        let verb = from.checked_sub(1)?;
        let (fate, len) = self.units.transitive.at(s, verb)?;
        let passive = lists.passive.contains(s.before(verb, 1));
        (len == 1 && !passive).then(|| fate.clone())
    }

    /// Killed or wounded: casualties.
    fn joined(&self, fate: &Fate, at: usize) -> Fate {
        let s = self.sentence;
        let conjunction = self.units.words.conjunctions.contains(s.norm(at));
        let other = self.units.participles.at(s, at + 1).map(|(fate, _)| fate);
        match other {
            Some(other)
                if conjunction
                    && other.unit != fate.unit
                    && [fate, other].iter().all(|it| it.unit.starts_with("person_")) =>
            {
                Fate { unit: "person_casualty".to_owned(), predicate: "casualty".to_owned() }
            }
            _ => fate.clone(),
        }
    }

    /// The unit of a number behind *the number of casualties at …*.
    fn total(&self, i: usize) -> Option<String> {
        let s = self.sentence;
        let link = s.before(i, 1);
        if !self.units.words.total_links.contains(link) {
            return None;
        }
        let end = i - 1;
        let start = end.saturating_sub(7).max(self.from);
        for from in (start..=end).rev() {
            let Some((_, len)) = self.units.totals.at(s, from) else { continue };
            let unit = (from..end).find_map(|k| self.units.units.at(s, k));
            // "the figure of 62": the link may be the end of the phrase itself.
            if from + len > end + 1 {
                continue;
            }
            return Some(unit.map_or_else(|| "item".to_owned(), |(unit, _)| unit.name.clone()));
        }
        None
    }

    /// The first number of *from 12 to 19 dead*, which has the noun of the second.
    fn moved(&mut self, quantity: &Quantity, has_noun: bool) -> Option<usize> {
        let s = self.sentence;
        if has_noun || quantity.value.is_none() || quantity.article {
            return None;
        }
        let moves =
            (1..=4).any(|back| self.units.words.moves.contains(s.before(quantity.from, back)));
        let between = s.norm(quantity.to);
        if !moves || !self.numbers.ranges.iter().any(|(_, word)| word == between) {
            return None;
        }
        let second = self.quantity(quantity.to + 1)?;
        let unit = self.noun(&second)?.unit?;
        let mut first = quantity.clone();
        for value in [&mut first.value, &mut first.low, &mut first.high] {
            *value = value.map(|value| value * unit.factor);
        }
        let (to, name) = (first.to, unit.name.clone());
        self.push(first, to, None, name, None, "figure/from-to", 85)
    }

    /// *one in three drivers*, *the two thirds of the houses*.
    fn share(&mut self, i: usize) -> Option<usize> {
        let s = self.sentence;
        if let Some((&value, len)) = self.numbers.fractions.at(s, i)
            && self.numbers.orders.at(s, i).is_none()
        {
            let mut quantity = exactly(value, i, i + len);
            self.hedge(&mut quantity);
            quantity.of = OfNoun::May;
            let at = quantity.to;
            let whole =
                self.units.portions.at(s, at).is_some() || self.units.words.of.contains(s.norm(at));
            let Some(noun) = self.noun(&quantity).filter(|_| whole) else { return Some(at) };
            let unit = "ratio".to_owned();
            return self.push(quantity, noun.to, noun.head, unit, None, "figure/fraction", 88);
        }
        let part = self.numbers.at(s, i)?;
        let noun = usize::from(self.units.out_of.at(s, part.end).is_none() && s.is_word(part.end));
        let (_, len) = self.units.out_of.at(s, part.end + noun)?;
        let whole = self.numbers.at(s, part.end + noun + len)?;
        // "one in three", and not "two in 2020" or "five in three days".
        let plain = part.article || len > 1 || [10.0, 100.0].contains(&whole.value) || noun == 1;
        let strict = self.units.words.adjectives_first && noun == 1 && len == 1;
        if !plain || strict || whole.like_a_year || part.value >= whole.value {
            return None;
        }
        let mut quantity = exactly(part.value / whole.value, i, whole.end);
        self.hedge(&mut quantity);
        let behind = self.noun(&Quantity { from: whole.end, to: whole.end, ..Quantity::default() });
        let (head, to) = match (&behind, noun) {
            (_, 1) => (Some(part.end), whole.end),
            (Some(behind), _) => (behind.head, behind.to),
            (None, _) => (None, whole.end),
        };
        self.push(quantity, to, head, "ratio".to_owned(), None, "figure/one-in", 85)
    }

    /// *no civilians*: none of them.
    fn none_of(&mut self, i: usize) -> Option<usize> {
        let s = self.sentence;
        if !self.units.words.none.contains(s.norm(i)) {
            return None;
        }
        let at = i + 1 + usize::from(self.units.words.adjectives.contains(s.norm(i + 1)));
        // "Aucun civil": the singular of a noun that is known in the plural.
        let known = self.units.units.at(s, at).map(|(unit, len)| (unit.name.clone(), len));
        let (unit, len) = known.or_else(|| {
            let plural = self.units.words.plural_endings.first()?;
            let tokens = language::tokens(&format!("{}{plural}", s.norm(at)), "");
            let alone = Sentence { text: s.text, tokens: &tokens };
            let (unit, _) = self.units.units.at(&alone, 0)?;
            Some((unit.name.clone(), 1))
        })?;
        if unit != "person" {
            return None;
        }
        let fate = self.fate(i, at + len);
        let unit = fate.as_ref().map_or(unit, |fate| fate.unit.clone());
        let quantity = exactly(0.0, i, i + 1);
        self.push(quantity, at + len, Some(at), unit, fate, "figure/none", 80)
    }

    /// *the size of a battalion*.
    fn size(&mut self, i: usize) -> Option<usize> {
        let s = self.sentence;
        let (_, len) = self.units.sizes.at(s, i)?;
        let (unit, noun) = self.units.units.at(s, i + len)?;
        let name = unit.name.clone();
        if !name.starts_with("military_unit:") {
            return None;
        }
        let mut quantity = exactly(1.0, i, i + len);
        quantity.approximation = Some(Approximation::About);
        self.push(quantity, i + len + noun, Some(i + len), name, None, "figure/size-of", 85)
    }

    /// *49-year-old*.
    fn age_word(&mut self, i: usize) -> Option<usize> {
        let norm = self.sentence.norm(i);
        let endings = &self.units.words.age_endings;
        let number = endings.iter().find_map(|ending| norm.strip_suffix(ending.as_str()))?;
        let value = number.parse::<f64>().ok()?;
        let quantity = exactly(value, i, i + 1);
        self.push(quantity, i + 1, None, "age:year".to_owned(), None, "figure/age", 93)
    }

    /// Whether years are those that somebody is old.
    fn is_age(&self, i: usize, noun: &Noun) -> bool {
        let s = self.sentence;
        let next = s.norm(noun.to);
        let closes = matches!(next, "," | "." | ")" | "");
        self.units.age_before.before(s, i).is_some()
            || matches!(s.before(i, 1), "," | "(") && closes
            || self.units.words.of.contains(s.before(i, 1))
                && self.units.words.age_nouns.contains(s.before(i, 2))
            || self.units.words.age_verbs.contains(s.before(i, 1))
                && !self.units.words.of.contains(next)
    }

    /// Whether the sentence is of a kind and not of a case: a word that says so,
    /// and an indefinite subject.
    fn is_generic(&self) -> bool {
        let s = self.sentence;
        let marker = (0..s.tokens.len()).any(|i| self.units.generic.at(s, i).is_some());
        marker && (0..5).any(|i| self.is_indefinite_unit(i).is_some())
    }

    fn is_indefinite_unit(&self, i: usize) -> Option<(&'static Unit, usize)> {
        let s = self.sentence;
        let article = self.units.words.indefinite.contains(s.norm(i));
        let begins = i == 0 || matches!(s.before(i, 1), "," | "«" | "“" | ":");
        if !(article && begins) {
            return None;
        }
        self.units.units.at(s, i + 1).filter(|(unit, _)| unit.name.starts_with("military_unit:"))
    }

    /// The unit that a general sentence defines: *Un bataillon*.
    fn defined(&mut self) {
        if let Some((i, (unit, len))) =
            (0..5).find_map(|i| self.is_indefinite_unit(i).map(|it| (i, it)))
        {
            let quantity = exactly(1.0, i, i + 1);
            let name = unit.name.clone();
            self.push(quantity, i + 1 + len, Some(i + 1), name, None, DEFINED, 88);
            self.from = i + 1 + len;
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        mut quantity: Quantity,
        to: usize,
        head: Option<usize>,
        unit: String,
        fate: Option<Fate>,
        rule: &str,
        confidence: u8,
    ) -> Option<usize> {
        let s = self.sentence;
        let mut to = to;
        if let Some((&approximation, len)) = self.numbers.trailing.at(s, to) {
            apply(&mut quantity, approximation);
            to += len;
        }
        let mut role = if unit == "ratio" { FigureRole::Share } else { FigureRole::Stock };
        if let Some((_, len)) = self.units.per.at(s, to) {
            role = FigureRole::Flow;
            to += len;
        }
        if self.units.changes.before(s, quantity.from).is_some() {
            role = FigureRole::Change;
        }
        if self.units.limits.before(s, quantity.from).is_some() {
            role = FigureRole::Limit;
        }
        let mut from = quantity.from;
        // The mark that opens before the number belongs to it if it closes inside.
        if from > 0 && matches!(s.norm(from - 1), "«" | "“") {
            let closes = (from..to).any(|k| matches!(s.norm(k), "»" | "”"));
            from -= usize::from(closes);
        }
        let span = s.span(from, to)?;
        let counted = head.map(|head| s.word(head).to_owned());
        // What has no unit of its own is compared by its noun.
        let family = match (&counted, unit.as_str()) {
            (Some(_), "item") => head.map_or("", |head| s.norm(head)).to_owned(),
            (None, "item") => String::new(),
            _ => unit.clone(),
        };
        let predicate = fate
            .map(|fate| fate.predicate)
            .or_else(|| unit.strip_prefix("person_").map(str::to_owned));
        self.found.push(Figure {
            text: span.of(s.text).to_owned(),
            span,
            value: quantity.value.map(written),
            low: quantity.low.map(written),
            high: quantity.high.map(written),
            approximation: quantity.approximation.unwrap_or(Approximation::Exact),
            unit,
            counted,
            role,
            generic: false,
            figurative: false,
            derived: Vec::new(),
            slot: Slot { predicate, unit_family: family, ..Slot::default() },
            rule: rule.to_owned(),
            confidence: Confidence::percent(confidence),
        });
        Some(to)
    }
}

fn exactly(value: f64, from: usize, to: usize) -> Quantity {
    let value = Some(value);
    Quantity { from, to, value, low: value, high: value, ..Quantity::default() }
}

fn ranging(low: f64, high: f64, from: usize, to: usize) -> Quantity {
    Quantity {
        from,
        to,
        low: Some(low),
        high: Some(high),
        approximation: Some(Approximation::Range),
        ..Quantity::default()
    }
}

fn of_order(order: &Order, from: usize, to: usize) -> Quantity {
    let mut quantity = Quantity {
        from,
        to,
        value: order.value,
        low: order.low,
        high: order.high,
        approximation: Some(order.approximation),
        of: if order.of { OfNoun::Must } else { OfNoun::May },
        ..Quantity::default()
    };
    if order.value.is_some() {
        apply(&mut quantity, order.approximation);
    }
    quantity
}

/// Large round numbers have their noun behind a preposition: *12 millions de*.
fn of_number(number: &Number) -> OfNoun {
    if number.value >= 1000.0 { OfNoun::May } else { OfNoun::Never }
}

/// To twelve digits, so that 4.7 percent is 0.047 and nothing beside it.
fn written(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// Soft bounds for the words that say how exact a number is.
fn apply(quantity: &mut Quantity, approximation: Approximation) {
    let Some(value) = quantity.value else { return };
    (quantity.low, quantity.high) = match approximation {
        Approximation::About => (Some(value * 0.9), Some(value * 1.1)),
        Approximation::Nearly => (Some(value * 0.9), Some(value)),
        Approximation::AtLeast | Approximation::MoreThan => (Some(value), None),
        Approximation::AtMost | Approximation::LessThan => (None, Some(value)),
        _ => (quantity.low, quantity.high),
    };
    quantity.approximation = Some(approximation);
}
