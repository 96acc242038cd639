//! Days and hours as pages write them.

use super::words::Words;
use crate::furniture::fold;
use jiff::civil::Date;
use std::ops::Range;

/// A day, with the hour and its zone where they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub day: Date,
    pub time: Option<Clock>,
    /// Minutes east of Greenwich.
    pub zone: Option<i16>,
    /// Whether day and month could be the other way round.
    pub ambiguous: bool,
}

/// Hours, minutes, and seconds where they are written.
pub(crate) type Clock = (u8, u8, Option<u8>);

impl Moment {
    /// As the contract has it: `2023-05-31`, or RFC 3339 as far as it is known.
    pub fn value(&self) -> String {
        let mut value = self.day.to_string();
        let Some((hours, minutes, seconds)) = self.time else { return value };
        value += &format!("T{hours:02}:{minutes:02}");
        if let Some(seconds) = seconds {
            value += &format!(":{seconds:02}");
        }
        match self.zone {
            Some(0) => value.push('Z'),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                let zone = zone.unsigned_abs();
                value += &format!("{sign}{:02}:{:02}", zone / 60, zone % 60);
            }
            None => {}
        }
        value
    }

    /// The day with its month and its day of the month the other way round.
    pub fn turned(&self) -> Option<Date> {
        Date::new(self.day.year(), self.day.day(), self.day.month()).ok()
    }

    /// Whether the hour is that of Greenwich, which is seldom that of the outlet.
    pub fn is_universal(&self) -> bool {
        self.time.is_some() && self.zone == Some(0)
    }
}

/// What is known of how a page writes its dates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habit<'a> {
    /// The language that the page claims, as a code.
    pub language: Option<&'a str>,
    /// Whether 3/5/2024 is the fifth of March.
    pub month_first: bool,
}

/// A day that stands in a text, and where.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub moment: Moment,
    /// The bytes of the day in the text, without its hour.
    pub range: Range<usize>,
    /// The bytes of the day with its hour.
    pub whole: Range<usize>,
}

/// The date that a program wrote: the value of an attribute, or of a field of JSON.
pub(crate) fn of_machine(value: &str, habit: Habit<'_>) -> Option<Moment> {
    let value = value.trim();
    if value.len() > 80 {
        return None;
    }
    let first = tokens(value).into_iter().next()?;
    // 20240503, 202405031407, 20240503T140700
    if first.range.start == 0 && first.number.is_some() && matches!(first.range.len(), 8 | 12 | 14)
    {
        return compact(value, first.range.len());
    }
    // Seconds or thousandths since 1970.
    if first.range == (0..value.len()) && matches!(value.len(), 10 | 13) {
        let number: i64 = value.parse().ok()?;
        let seconds = if value.len() == 13 { number / 1000 } else { number };
        let days = jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?;
        let day = Date::constant(1970, 1, 1).checked_add(days).ok()?;
        let clock = seconds.rem_euclid(86_400);
        let time = Some(((clock / 3600) as u8, (clock / 60 % 60) as u8, Some((clock % 60) as u8)));
        return known(day.year(), day.month(), day.day()).map(|day| Moment {
            day,
            time,
            zone: Some(0),
            ambiguous: false,
        });
    }
    written(value, habit).into_iter().next().map(|written| written.moment)
}

fn compact(value: &str, length: usize) -> Option<Moment> {
    let number = |range: Range<usize>| value.get(range)?.parse::<u8>().ok();
    let year: i16 = value.get(..4)?.parse().ok()?;
    let day = known(year, number(4..6)? as i8, number(6..8)? as i8)?;
    let clock = match length {
        8 if value.get(8..9) == Some("T") => number(9..11).zip(number(11..13)),
        8 => None,
        _ => number(8..10).zip(number(10..12)),
    };
    let time = clock.filter(|(h, m)| *h < 24 && *m < 60).map(|(h, m)| (h, m, None));
    Some(Moment { day, time, zone: None, ambiguous: false })
}

/// A day that exists, in the years in which there is a web.
fn known(year: i16, month: i8, day: i8) -> Option<Date> {
    (1990..2100).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// A run of digits, of letters, or one other sign.
#[derive(Clone, Debug)]
struct Token {
    range: Range<usize>,
    number: Option<u32>,
    letters: bool,
    /// Whether white space stands before it.
    apart: bool,
}

/// The longest text that is searched for days, in bytes.
const LONGEST: usize = 4_000;

fn tokens(text: &str) -> Vec<Token> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Digits,
        Letters,
        Sign,
    }
    let mut tokens: Vec<Token> = Vec::new();
    let (mut last, mut apart) = (None, false);
    for (at, c) in text.char_indices() {
        if at >= LONGEST {
            break;
        }
        if c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}') {
            (last, apart) = (None, true);
            continue;
        }
        let digit = digit(c);
        let kind = if digit.is_some() {
            Kind::Digits
        } else if is_letter(c) {
            Kind::Letters
        } else {
            Kind::Sign
        };
        let end = at + c.len_utf8();
        match tokens.last_mut().filter(|_| last == Some(kind) && kind != Kind::Sign) {
            Some(token) => {
                token.range.end = end;
                token.number = token
                    .number
                    .zip(digit)
                    .and_then(|(number, digit)| number.checked_mul(10)?.checked_add(digit));
            }
            None => tokens.push(Token {
                range: at..end,
                number: digit,
                letters: kind == Kind::Letters,
                apart,
            }),
        }
        (last, apart) = (Some(kind), false);
    }
    tokens
}

/// Digits of every script that pages are dated in.
fn digit(c: char) -> Option<u32> {
    let zeros = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];
    zeros.iter().map(|zero| (c as u32).wrapping_sub(*zero as u32)).find(|digit| *digit < 10)
}

/// Letters, and the marks that are written on them.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5c7}' | '\u{64b}'..='\u{65f}')
        || matches!(c, '\u{900}'..='\u{dff}' if !matches!(c, '\u{964}' | '\u{965}'))
}

/// The days written in a text, in its order.
///
/// Read are: 2024-05-03, 2024/5/3, 3.5.2024, 3/5/24, *3 May 2024*, *May 3rd, 2024*,
/// *3 de mayo de 2024*, *2024. május 3.*, 2024年5月3日.
pub(crate) fn written(text: &str, habit: Habit<'_>) -> Vec<Written> {
    if !text.contains(|c| digit(c).is_some()) {
        return Vec::new();
    }
    let reader = Reader { text, tokens: tokens(text), habit, words: Words::get() };
    let mut found: Vec<Written> = Vec::new();
    let mut at = 0;
    while at < reader.tokens.len() {
        match reader.day(at) {
            Some((day, ambiguous, next)) => {
                let range = reader.tokens[at].range.start..reader.tokens[next - 1].range.end;
                let (time, zone, after) = reader.time(next);
                at = after.unwrap_or(next);
                let whole = range.start..reader.tokens[at - 1].range.end;
                let moment = Moment { day, time, zone, ambiguous };
                found.push(Written { moment, range, whole });
            }
            None => at += 1,
        }
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    habit: Habit<'a>,
    words: &'static Words,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.text[token.range.clone()])
    }

    /// A number, and how many digits it has.
    fn number(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.tokens.get(at)?;
        Some((token.number?, self.text[token.range.clone()].chars().count()))
    }

    fn year(&self, at: usize) -> Option<i16> {
        let (year, digits) = self.number(at)?;
        (digits == 4 && (1990..2100).contains(&year)).then_some(year as i16)
    }

    /// A number of one digit or two, from 1.
    fn small(&self, at: usize, most: u32) -> Option<i8> {
        let (number, digits) = self.number(at)?;
        (digits <= 2 && (1..=most).contains(&number)).then_some(number as i8)
    }

    /// The day that begins at a token: itself, whether it could be read otherwise,
    /// and the token after it.
    fn day(&self, at: usize) -> Option<(Date, bool, usize)> {
        // 1.2.3.4 and A2024 are no dates; "on3 May" is a page that lost a space.
        let token = &self.tokens[at];
        let before = at.checked_sub(1).map(|before| &self.tokens[before]);
        let glued = !token.apart
            && before.is_some_and(|before| {
                before.number.is_some() && token.letters
                    || token.number.is_some()
                        && (before.letters && self.number(at).is_some_and(|(_, n)| n > 2)
                            || matches!(self.text[before.range.clone()].as_bytes(), b"." | b"-")
                                && at >= 2
                                && self.tokens[at - 2].number.is_some()
                                && !before.apart)
            });
        if token.number.is_some() {
            if glued {
                return None;
            }
            self.numeric(at).or_else(|| self.day_month(at)).or_else(|| self.year_month(at))
        } else if token.letters {
            self.month_day(at)
        } else {
            None
        }
    }

    /// The month whose name begins at a token, and the token after it.
    fn month(&self, at: usize) -> Option<(u8, usize)> {
        let token = self.tokens.get(at).filter(|token| token.letters)?;
        let name = fold(&self.text[token.range.clone()]);
        let (month, next) = match self.words.month(&name, self.habit.language) {
            Some(month) => (month, at + 1),
            None => {
                let second = self.tokens.get(at + 1).filter(|token| token.letters)?;
                let name = format!("{name} {}", fold(&self.text[second.range.clone()]));
                (self.words.month(&name, self.habit.language)?, at + 2)
            }
        };
        let dotted = self.word(next) == ".";
        Some((month, next + usize::from(dotted)))
    }

    fn numeric(&self, at: usize) -> Option<(Date, bool, usize)> {
        if let Some(year) = self.year(at) {
            if let Some(units) = self.words.units.iter().find(|units| self.word(at + 1) == units[0])
            {
                let month = self.small(at + 2, 12)?;
                let is_day = |at| self.word(at).starts_with(units[2].as_str());
                let day = self.small(at + 4, 31).filter(|_| self.word(at + 3) == units[1])?;
                return known(year, month, day)
                    .map(|date| (date, false, at + 5 + usize::from(is_day(at + 5))));
            }
            let mark = self.mark(at + 1)?;
            let month = self.small(at + 2, 12)?;
            let day = self.small(at + 4, 31).filter(|_| self.mark(at + 3) == Some(mark))?;
            // 2024-05-03-17 is a name of something, and 2024-05-03T10 a day with its hour.
            let longer = self.mark(at + 5) == Some(mark)
                && mark == '-'
                && self.tokens.get(at + 6).is_some_and(|t| t.number.is_some() && !t.apart);
            return (!longer)
                .then(|| known(year, month, day))
                .flatten()
                .map(|d| (d, false, at + 5));
        }
        let (first, mark) = (self.small(at, 31)?, self.mark(at + 1)?);
        let second = self.small(at + 2, 31).filter(|_| self.mark(at + 3) == Some(mark))?;
        let year = self.year(at + 4).or_else(|| {
            // 03.05.24; 1-2-3 is no date, and 1.2.3 a version.
            let (year, digits) = self.number(at + 4)?;
            let spaced = self.tokens[at + 2].apart || self.tokens[at + 4].apart;
            let two = digits == 2 && matches!(mark, '.' | '/') && !spaced;
            (two && (5..60).contains(&year)).then_some(2000 + year as i16)
        })?;
        let followed = matches!(self.mark(at + 5), Some(m) if m == mark && m != '.')
            && self.tokens.get(at + 6).is_some_and(|token| token.number.is_some() && !token.apart);
        if followed {
            return None;
        }
        let ambiguous = first <= 12 && second <= 12 && first != second && mark != '.';
        let month_first = second > 12 || ambiguous && self.habit.month_first;
        let (day, month) = if month_first { (second, first) } else { (first, second) };
        known(year, month, day).map(|date| (date, ambiguous, at + 5))
    }

    fn mark(&self, at: usize) -> Option<char> {
        let word = self.word(at);
        match word {
            "-" | "\u{2010}" | "\u{2011}" => Some('-'),
            "/" => Some('/'),
            "." => Some('.'),
            "|" => Some('|'),
            _ => None,
        }
    }

    /// *3 May 2024*, *3rd of May, 2024*, *3. května 2024*, *17 de febrero 2020*.
    fn day_month(&self, at: usize) -> Option<(Date, bool, usize)> {
        let day = self.small(at, 31)?;
        let (month, next) = (at + 1..=at + 4).find_map(|next| {
            let between = (at + 1..next).all(|token| self.is_little(token));
            between.then(|| self.month(next)).flatten()
        })?;
        let year_at = (next..next + 3).find(|&year| {
            let between = (next..year).all(|token| self.is_little(token));
            between && self.number(year).is_some()
        })?;
        let year = self.year(year_at).or_else(|| {
            let (year, digits) = self.number(year_at)?;
            (digits == 2 && (5..60).contains(&year)).then_some(2000 + year as i16)
        })?;
        // "3 May 24:00" has no year.
        let hour = self.number(year_at).is_some_and(|(_, digits)| digits == 2)
            && matches!(self.word(year_at + 1), ":" | ".")
            && self.number(year_at + 2).is_some();
        (!hour)
            .then(|| known(year, month as i8, day))
            .flatten()
            .map(|date| (date, false, year_at + 1))
    }

    /// *May 3rd, 2024*, *Mai 06 2018*.
    fn month_day(&self, at: usize) -> Option<(Date, bool, usize)> {
        let (month, next) = self.month(at)?;
        let day = self.small(next, 31)?;
        let year_at = (next + 1..next + 4).find(|&year| {
            let between = (next + 1..year).all(|token| self.is_little(token));
            between && self.number(year).is_some()
        })?;
        known(self.year(year_at)?, month as i8, day).map(|date| (date, false, year_at + 1))
    }

    /// *2024. május 3.*, *2024 m. gegužės 3 d.*, *2024. gada 3. maijs*.
    fn year_month(&self, at: usize) -> Option<(Date, bool, usize)> {
        let year = self.year(at)?;
        for from in at + 1..at + 4 {
            if !(at + 1..from).all(|token| self.is_little(token)) {
                break;
            }
            if let Some((month, next)) = self.month(from) {
                let day = self.small(next, 31)?;
                return known(year, month as i8, day).map(|date| (date, false, next + 1));
            }
            if from > at + 1
                && let Some(day) = self.small(from, 31)
            {
                let dotted = from + 1 + usize::from(self.word(from + 1) == ".");
                let (month, next) = self.month(dotted)?;
                return known(year, month as i8, day).map(|date| (date, false, next));
            }
        }
        None
    }

    /// A sign or a short word, such as stand between the parts of a date.
    fn is_little(&self, at: usize) -> bool {
        let word = self.word(at);
        match self.tokens.get(at) {
            Some(token) if token.letters => word.chars().count() <= 4,
            Some(token) => {
                token.number.is_none()
                    && matches!(word, "." | "," | "'" | "’" | "\u{ba}" | "-" | "/")
            }
            None => false,
        }
    }

    /// The hour that follows a day: itself, its zone, and the token after it.
    fn time(&self, from: usize) -> (Option<Clock>, Option<i16>, Option<usize>) {
        let none = (None, None, None);
        let Some(at) = (from..from + 4).find(|&at| self.number(at).is_some()) else { return none };
        let clock = |at: usize, most: u32| {
            let (number, digits) = self.number(at)?;
            (digits <= 2 && number < most).then_some(number as u8)
        };
        let colon = matches!(self.word(at + 1), ":" | "." | "h" | "H");
        let (Some(hours), Some(minutes)) = (clock(at, 24), clock(at + 2, 60)) else { return none };
        if !colon || self.number(at + 2).is_none_or(|(_, digits)| digits != 2) {
            return none;
        }
        let mut next = at + 3;
        let mut seconds = None;
        if self.word(next) == ":" {
            seconds = clock(next + 1, 61);
            next += 2;
            if self.word(next) == "." && self.number(next + 1).is_some() {
                next += 2;
            }
        }
        let mut hours = hours;
        let half = self.word(next).to_ascii_lowercase();
        let dotted = self.word(next + 1) == "." && self.word(next + 2).eq_ignore_ascii_case("m");
        let afternoon = half == "pm" || half == "p" && dotted;
        if (afternoon || half == "am" || half == "a" && dotted) && (1..=12).contains(&hours) {
            hours = hours % 12 + if afternoon { 12 } else { 0 };
            next += if dotted { 3 } else { 1 };
        }
        let next = next.min(self.tokens.len());
        (Some((hours, minutes, seconds)), self.zone(next), Some(next))
    }

    fn zone(&self, at: usize) -> Option<i16> {
        match self.word(at) {
            "Z" | "UTC" | "GMT" | "z" => match self.word(at + 1) {
                "+" | "-" if self.tokens[at + 1].apart => Some(0),
                "+" | "-" => self.zone(at + 1),
                _ => Some(0),
            },
            sign @ ("+" | "-" | "\u{2212}") => {
                let (number, digits) = self.number(at + 1)?;
                let (hours, minutes) = match digits {
                    4 => (number / 100, number % 100),
                    2 if self.word(at + 2) == ":" => (number, self.number(at + 3)?.0),
                    1 | 2 => (number, 0),
                    _ => return None,
                };
                let zone =
                    i16::try_from(hours * 60 + minutes).ok().filter(|zone| *zone <= 14 * 60)?;
                Some(if sign == "+" { zone } else { -zone })
            }
            _ => None,
        }
    }
}

/// The days in an address: `/2024/05/03/`, `/20240503/`, `-03-05-2024-`.
pub(crate) fn in_address(url: &str) -> Option<(Moment, &str)> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (_, path) = path.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let number = |from: usize, length: usize| path[from..from + length].parse::<i16>().ok();
        let length = run(at);
        let alone = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let mark = bytes.get(at + length).copied().filter(|b| b"/-_.".contains(b));
        // 20240503, and numbers of articles that begin with it: A2024050314070001.
        if length == 8 && alone || length >= 12 {
            let (year, month, day) = (number(at, 4)?, number(at + 4, 2)?, number(at + 6, 2)?);
            let hour = length == 8 || number(at + 8, 2)? < 24 && number(at + 10, 2)? < 60;
            if let Some(day) = known(year, month as i8, day as i8).filter(|_| hour) {
                return Some((whole(day), &path[at..at + 8]));
            }
        }
        if let Some(mark) = mark.filter(|_| alone && (length == 4 || length <= 2)) {
            let second = at + length + 1;
            let second_length = run(second.min(bytes.len()));
            let third = second + second_length + 1;
            let third_length = if third <= bytes.len() { run(third) } else { 0 };
            let same = bytes.get(second + second_length) == Some(&mark);
            let end = third + third_length;
            let ends = bytes.get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
            if same && (1..=2).contains(&second_length) && third_length > 0 && ends {
                let first = number(at, length)?;
                let middle = number(second, second_length)?;
                let last = number(third, third_length.min(4))?;
                let day = match (length, third_length) {
                    (4, 1 | 2) => known(first, middle as i8, last as i8),
                    (1 | 2, 4) => known(last, middle as i8, first as i8)
                        .or_else(|| known(last, first as i8, middle as i8)),
                    _ => None,
                };
                if let Some(day) = day {
                    return Some((whole(day), &path[at..end]));
                }
            }
        }
        at += length.max(1);
    }
    None
}

fn whole(day: Date) -> Moment {
    Moment { day, time: None, zone: None, ambiguous: false }
}
