//! Numbers in digits and in words: `languages/<code>/numbers.toml`.

use crate::sentence::{Phrases, Sentence};
use language::TokenKind;
use schema::Approximation;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// What `numbers.toml` holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The mark before the decimals.
    decimal: char,
    /// The mark between thousands, beside spaces.
    thousands: char,
    /// Whether a plain space may stand between thousands.
    spaced_thousands: bool,
    /// Words that join two parts of one number.
    joiners: BTreeSet<String>,
    /// Whether seventy is sixty-ten.
    vigesimal: bool,
    #[serde(rename = "number")]
    numbers: Vec<Word>,
    #[serde(rename = "scale")]
    scales: Vec<Word>,
    #[serde(rename = "order")]
    orders: Vec<OrderEntry>,
    #[serde(rename = "approximator")]
    approximators: Vec<ApproximatorEntry>,
    #[serde(rename = "range")]
    ranges: Vec<Range>,
    #[serde(rename = "fraction")]
    fractions: Vec<Fraction>,
    #[serde(rename = "idiom")]
    idioms: Vec<Idiom>,
}

/// A number word, or a word that multiplies what stands before it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    words: Vec<String>,
    value: f64,
    /// An article as well, so that it counts only where something else shows it.
    #[serde(default)]
    article: bool,
    /// It multiplies only beside the sign of a currency: *300 M€*.
    #[serde(default)]
    money: bool,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    counter: Option<String>,
}

/// A phrase that gives an order of magnitude: *des milliers*.
#[derive(Deserialize)]
struct OrderEntry {
    phrases: Vec<String>,
    #[serde(flatten)]
    order: Order,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    counter: Option<String>,
}

/// What an order of magnitude says.
#[derive(Clone, Deserialize)]
pub(crate) struct Order {
    #[serde(default)]
    pub value: Option<f64>,
    #[serde(default)]
    pub low: Option<f64>,
    #[serde(default)]
    pub high: Option<f64>,
    pub approximation: Approximation,
    /// Whether it says something only before a counted noun.
    #[serde(default)]
    pub of: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApproximatorEntry {
    phrases: Vec<String>,
    approximation: Approximation,
    /// It stands behind what is counted: *nine soldiers at most*.
    #[serde(default)]
    after: bool,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    counter: Option<String>,
}

/// How two numbers become a range.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    /// Before the first number; may be empty.
    open: String,
    /// Between the two.
    between: String,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    counter: Option<String>,
}

/// A part of a whole: *les deux tiers*.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fraction {
    phrases: Vec<String>,
    value: f64,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    counter: Option<String>,
}

/// Words with a number in them that count nothing: *une fois pour toutes*.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Idiom {
    phrases: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    counter: String,
}

/// The numbers of one language.
pub(crate) struct Numbers {
    decimal: char,
    thousands: char,
    spaced_thousands: bool,
    joiners: BTreeSet<String>,
    vigesimal: bool,
    words: HashMap<String, (f64, bool)>,
    scales: HashMap<String, f64>,
    money_scales: HashMap<String, f64>,
    pub orders: Phrases<Order>,
    pub approximators: Phrases<Approximation>,
    pub trailing: Phrases<Approximation>,
    /// What opens a range, and what must then stand between its numbers.
    pub ranges: Vec<(String, String)>,
    pub fractions: Phrases<f64>,
    pub idioms: Phrases<()>,
    #[cfg(test)]
    pub examples: Vec<(String, Option<String>)>,
}

/// A number that stands somewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    pub value: f64,
    /// The token after it.
    pub end: usize,
    /// It is only a word that may be an article.
    pub article: bool,
    /// Four digits and nothing else, as years have.
    pub like_a_year: bool,
    /// Written in digits.
    pub digits: bool,
    /// What its last word multiplies by: a million in *3 million*.
    pub scale: f64,
}

impl Numbers {
    /// Those of the language `code`, if it has them.
    pub fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<BTreeMap<&'static str, Numbers>> = OnceLock::new();
        let load = |code: &'static String| Some((code.as_str(), Self::load(code)?));
        ALL.get_or_init(|| knowledge::languages().iter().filter_map(load).collect()).get(code)
    }

    fn load(code: &str) -> Option<Self> {
        let file: File = knowledge::load(&format!("languages/{code}/numbers.toml"))?;
        #[cfg(test)]
        let examples = examples(&file);
        let words = file.numbers.into_iter().flat_map(|entry| {
            entry.words.into_iter().map(move |word| (word, (entry.value, entry.article)))
        });
        let (money, scales): (Vec<_>, Vec<_>) =
            file.scales.into_iter().partition(|entry| entry.money);
        let by_word = |entries: Vec<Word>| -> HashMap<String, f64> {
            let words = |entry: Word| entry.words.into_iter().map(move |word| (word, entry.value));
            entries.into_iter().flat_map(words).collect()
        };
        let orders = file.orders.into_iter().flat_map(|entry| {
            entry.phrases.into_iter().map(move |phrase| (phrase, entry.order.clone()))
        });
        let (after, before): (Vec<_>, Vec<_>) =
            file.approximators.into_iter().partition(|entry| entry.after);
        let phrases = |entries: Vec<ApproximatorEntry>| {
            let flat = entries.into_iter().flat_map(|entry| {
                entry.phrases.into_iter().map(move |phrase| (phrase, entry.approximation))
            });
            Phrases::new(code, flat.collect::<Vec<_>>())
        };
        let fractions = file
            .fractions
            .into_iter()
            .flat_map(|entry| entry.phrases.into_iter().map(move |phrase| (phrase, entry.value)));
        let idioms = file
            .idioms
            .into_iter()
            .flat_map(|entry| entry.phrases.into_iter().map(|phrase| (phrase, ())));
        Some(Self {
            decimal: file.decimal,
            thousands: file.thousands,
            spaced_thousands: file.spaced_thousands,
            joiners: file.joiners,
            vigesimal: file.vigesimal,
            words: words.collect(),
            scales: by_word(scales),
            money_scales: by_word(money),
            orders: Phrases::new(code, orders),
            approximators: phrases(before),
            trailing: phrases(after),
            ranges: file.ranges.into_iter().map(|it| (it.open, it.between)).collect(),
            fractions: Phrases::new(code, fractions),
            idioms: Phrases::new(code, idioms),
            #[cfg(test)]
            examples,
        })
    }

    /// The number that begins at the token `i`.
    pub fn at(&self, sentence: &Sentence, i: usize) -> Option<Number> {
        let token = sentence.tokens.get(i)?;
        match token.kind {
            TokenKind::Number => self.digits(sentence, i),
            TokenKind::Word => self.spelled(sentence, i),
            TokenKind::Mark => None,
        }
    }

    /// How much `word` multiplies the number before it; `money` if a sign of a
    /// currency stands beside.
    pub fn scale_of(&self, word: &str, money: bool) -> Option<f64> {
        let plain = self.scales.get(word);
        plain.or_else(|| self.money_scales.get(word).filter(|_| money)).copied()
    }

    /// The value of one run of digits: `1.200,5`.
    pub fn value(&self, digits: &str) -> Option<f64> {
        let groups_of_three = |mark: char| {
            let mut groups = digits.split(mark);
            let first = groups.next().unwrap_or("");
            (1..=3).contains(&first.len())
                && first != "0"
                && groups.clone().count() > 0
                && groups.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()))
        };
        if !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
            return None;
        }
        let (whole, decimals) = match digits.rsplit_once(self.decimal) {
            // Several of them can only part thousands: 1.000.000.
            Some((whole, _)) if whole.contains(self.decimal) => {
                if !groups_of_three(self.decimal) {
                    return None;
                }
                return digits.replace(self.decimal, "").parse().ok();
            }
            Some((whole, decimals)) => (whole, decimals),
            None => (digits, ""),
        };
        if whole.contains(self.thousands) {
            let mut groups = whole.split(self.thousands);
            let first = groups.next().unwrap_or("");
            if first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3) {
                return None;
            }
        }
        let plain = whole.replace(self.thousands, "");
        format!("{plain}.{decimals}0").parse().ok()
    }

    fn digits(&self, sentence: &Sentence, i: usize) -> Option<Number> {
        let word = sentence.word(i);
        let mut value = self.value(word)?;
        let mut end = i + 1;
        let plain = word.bytes().all(|b| b.is_ascii_digit());
        if plain && word.len() <= 3 && !word.starts_with('0') {
            let mut digits = word.to_owned();
            while sentence.is_number(end)
                && self.is_gap_in_number(sentence.gap(end - 1))
                && is_group(sentence.word(end), self.decimal)
            {
                digits += sentence.word(end);
                end += 1;
                if digits.contains(self.decimal) {
                    break;
                }
            }
            if end > i + 1 {
                value = self.value(&digits)?;
            }
        }
        let mut scale = 1.0;
        while let Some(more) = self.scale_of(sentence.norm(end), false) {
            scale *= more;
            end += 1;
        }
        value *= scale;
        let like_a_year = plain && word.len() == 4 && end == i + 1;
        Some(Number { value, end, article: false, like_a_year, digits: true, scale })
    }

    /// Whether a number may go on behind this gap.
    fn is_gap_in_number(&self, gap: Option<&str>) -> bool {
        match gap {
            Some("\u{a0}" | "\u{202f}" | "\u{2009}") => true,
            Some(" ") => self.spaced_thousands,
            _ => false,
        }
    }

    fn spelled(&self, sentence: &Sentence, i: usize) -> Option<Number> {
        let (mut total, mut current, mut end) = (0.0, 0.0, i);
        let mut article = true;
        let mut last = f64::INFINITY;
        loop {
            let mut at = end;
            if at > i && self.joiners.contains(sentence.norm(at)) {
                at += 1;
            }
            if !sentence.is_word(at) {
                break;
            }
            let Some((word, is_article)) = self.word(sentence.norm(at)) else { break };
            // "et" and "and" join nothing but what may follow without them.
            let joined = at > end;
            match word {
                Spelled::Scale(scale) if scale >= 1000.0 => {
                    if joined || (total != 0.0 && scale >= last) {
                        break;
                    }
                    total += f64::max(current, 1.0) * scale;
                    current = 0.0;
                    last = scale;
                }
                Spelled::Scale(scale) => {
                    if joined || current >= 100.0 {
                        break;
                    }
                    current = f64::max(current, 1.0) * scale;
                }
                Spelled::Value(value) => {
                    let free = current % 100.0 == 0.0;
                    let tens = current % 10.0 == 0.0 && current % 100.0 >= 20.0 && value < 10.0;
                    let twenty = self.vigesimal
                        && matches!((current % 100.0) as u32, 60 | 80)
                        && value < 20.0;
                    let fits = if current == 0.0 { end == i || total > 0.0 } else { free };
                    if !(fits || tens || twenty) || (joined && value == 0.0) {
                        break;
                    }
                    // "cent et deux" and "vingt et deux" are not one number in every language.
                    if joined && free && current == 0.0 && total == 0.0 {
                        break;
                    }
                    current += value;
                }
            }
            article &= is_article;
            end = at + 1;
        }
        if end == i {
            return None;
        }
        let value = total + current;
        let scale = if current == 0.0 && last.is_finite() { last } else { 1.0 };
        Some(Number { value, end, article, like_a_year: false, digits: false, scale })
    }

    /// One word of a number, or several with hyphens.
    fn word(&self, norm: &str) -> Option<(Spelled, bool)> {
        if let Some(&(value, article)) = self.words.get(norm) {
            return Some((Spelled::Value(value), article));
        }
        if let Some(&scale) = self.scales.get(norm) {
            return Some((Spelled::Scale(scale), false));
        }
        if !norm.contains('-') {
            return None;
        }
        // The longest known beginning, again and again: quatre-vingt + dix + sept.
        let (mut rest, mut value, mut thousands) = (norm, 0.0, 0.0);
        while !rest.is_empty() {
            let cut = std::iter::once(rest.len())
                .chain(rest.rmatch_indices('-').map(|(at, _)| at))
                .find(|&at| {
                    self.words.contains_key(&rest[..at]) || self.scales.contains_key(&rest[..at])
                });
            let Some(cut) = cut else {
                let (joiner, after) = rest.split_once('-')?;
                if !self.joiners.contains(joiner) || value == 0.0 {
                    return None;
                }
                rest = after;
                continue;
            };
            let part = &rest[..cut];
            if let Some((add, _)) = self.words.get(part) {
                value += add;
            } else if let Some(&scale) = self.scales.get(part) {
                if scale >= 1000.0 {
                    thousands += f64::max(value, 1.0) * scale;
                    value = 0.0;
                } else {
                    value = f64::max(value, 1.0) * scale;
                }
            }
            rest = rest[cut..].strip_prefix('-').unwrap_or("");
        }
        Some((Spelled::Value(value + thousands), false))
    }
}

enum Spelled {
    Value(f64),
    Scale(f64),
}

/// Three digits, the last of them perhaps with decimals.
fn is_group(word: &str, decimal: char) -> bool {
    let whole = word.split(decimal).next().unwrap_or("");
    whole.len() == 3 && word.chars().all(|c| c.is_ascii_digit() || c == decimal)
}

#[cfg(test)]
fn examples(file: &File) -> Vec<(String, Option<String>)> {
    let mut all: Vec<(String, Option<String>)> = Vec::new();
    let words = file.numbers.iter().chain(&file.scales);
    all.extend(words.map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.orders.iter().map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.approximators.iter().map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.ranges.iter().map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.fractions.iter().map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.idioms.iter().map(|it| (String::new(), Some(it.counter.clone()))));
    all
}
