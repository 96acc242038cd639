//! When: time expressions, and the interval of days that each of them means.
//!
//! The day of the document is today. What needs a day and has none, and what
//! hangs on a time told before, abstains and says why.

mod interval; // the days that an expression means
mod lexicon; // the words for times

use crate::number::Numbers;
use crate::sentence::Sentence;
use interval::{When, add, date_of, granularity, shift, whole};
use jiff::civil::{Date, Weekday};
#[cfg(test)]
pub(crate) use lexicon::examples;
use lexicon::{Deictic, Lexicon, Third, Unit};
use schema::{Granularity, Span, Timex, TimexAnchor};

/// The times of a sentence, and the numbers that are no figures for that reason.
#[derive(Default)]
pub(crate) struct Times {
    pub found: Vec<Timex>,
    /// Dates, clock times, and what says how long ago.
    pub taken: Vec<Span>,
}

/// The times of a sentence, counted from `day` (`YYYY-MM-DD…`).
pub(crate) fn times(sentence: &Sentence, language: &str, day: Option<&str>) -> Times {
    let (Some(lexicon), Some(numbers)) = (Lexicon::of(language), Numbers::of(language)) else {
        return Times::default();
    };
    let day = day.and_then(|day| day.get(..10)).and_then(|day| day.parse::<Date>().ok());
    let reader = Reader { s: sentence, lexicon, numbers, day };
    let mut times = Times::default();
    let mut i = 0;
    while i < sentence.tokens.len() {
        if let Some(end) = reader.clock(i) {
            times.taken.extend(sentence.span(i, end));
            i = end;
            continue;
        }
        let Some((when, end)) = reader.at(i).filter(|(_, end)| *end > i) else {
            i += 1;
            continue;
        };
        let end = reader.part_of_day(end);
        if let Some(span) = sentence.span(i, end) {
            if !when.lasting {
                times.taken.push(span);
            }
            times.found.push(when.timex(sentence, span));
        }
        i = end;
    }
    times
}

/// Makes the times of one document agree: where it speaks of last week, "last
/// Monday" is the Monday of that week.
pub(crate) fn agree(times: &mut [Timex]) {
    let parse = |day: &Option<String>| day.as_deref().and_then(|day| day.parse::<Date>().ok());
    let week = times.iter().find(|time| time.rule == LAST_WEEK);
    let Some((first, end)) = week.and_then(|w| parse(&w.earliest).zip(parse(&w.latest))) else {
        return;
    };
    for time in times.iter_mut().filter(|time| time.rule == LAST_WEEKDAY) {
        let Some(day) = parse(&time.earliest).filter(|day| *day >= end) else { continue };
        if let Some(earlier) = add(day, 0, -7).filter(|day| (first..end).contains(day)) {
            time.earliest = Some(earlier.to_string());
            time.latest = add(earlier, 0, 1).map(|day| day.to_string());
            time.value = time.earliest.clone();
            time.rule = "timex/weekday-of-last-week".to_owned();
        }
    }
}

const LAST_WEEK: &str = "timex/last-week";
const LAST_WEEKDAY: &str = "timex/last-weekday";

const NO_DAY: &str = "the document has no day to count from";
const HANGS: &str = "hangs on a time told before";

struct Reader<'a> {
    s: &'a Sentence<'a>,
    lexicon: &'static Lexicon,
    numbers: &'static Numbers,
    day: Option<Date>,
}

impl Reader<'_> {
    /// The expression that begins at `i`, and the token after it.
    fn at(&self, i: usize) -> Option<(When, usize)> {
        let (s, lexicon) = (self.s, self.lexicon);
        if let Some((_, len)) = lexicon.since.at(s, i) {
            return self.since(i + len);
        }
        if let Some((_, len)) = lexicon.by.at(s, i)
            && let Some((when, end)) = self.plain(i + len)
        {
            let Some(day) = self.day.filter(|day| when.latest.is_some_and(|end| end > *day)) else {
                return Some((when, end));
            };
            return Some((When { earliest: Some(day), ..when }.rule("timex/by", 85), end));
        }
        if let Some(found) = self.range(i) {
            return Some(found);
        }
        self.plain(i)
    }

    /// An expression without *since* or *between*.
    fn plain(&self, i: usize) -> Option<(When, usize)> {
        let (s, lexicon) = (self.s, self.lexicon);
        if s.is_number(i)
            && let Some(found) = self.numeric(i).or_else(|| self.day_and_month(i))
        {
            return Some(found);
        }
        if let Some((&(first, end), len)) = lexicon.named.at(s, i) {
            let when = When::new(first, end, Granularity::Period, TimexAnchor::Named);
            return Some((when.rule("timex/named-period", 90), i + len));
        }
        let told = lexicon.deictics.at(s, i).map_or(0, |(_, len)| len);
        if let Some((_, len)) =
            lexicon.anaphors.at(s, i).filter(|(after, len)| !**after && *len > told)
        {
            return Some((When::none(Granularity::Day, HANGS), i + len));
        }
        if let Some((&index, len)) = lexicon.deictics.at(s, i) {
            return Some((self.deictic(&lexicon.file.deictics[index], i)?, i + len));
        }
        if let Some((&edge, len)) = lexicon.edges.at(s, i)
            && let Some(found) = self.edge(edge, i + len)
        {
            return Some(found);
        }
        if let Some(found) = self.edge_in_word(i) {
            return Some(found);
        }
        self.quarter(i)
            .or_else(|| self.counted(i))
            .or_else(|| self.day_and_month(i))
            .or_else(|| self.weekday(i))
            .or_else(|| self.month(i))
            .or_else(|| self.season(i))
            .or_else(|| self.decade(i))
            .or_else(|| self.year(i))
    }

    /// From then to now: what follows *since* begins at `i`.
    fn since(&self, i: usize) -> Option<(When, usize)> {
        let (s, lexicon) = (self.s, self.lexicon);
        let more = lexicon.more_than.at(s, i).map_or(0, |(_, len)| len);
        if let Some((amount, unit, end)) = self.span_of_time(i + more) {
            let Some(day) = self.day else {
                return Some((When::none(granularity(unit), NO_DAY), end));
            };
            let start = shift(day, unit, -amount)?;
            let mut when =
                When::new(start, add(day, 0, 1)?, granularity(unit), TimexAnchor::Document)
                    .rule("timex/since-so-long", 85);
            when.lasting = true;
            if more > 0 {
                when.earliest = None;
            }
            return Some((when, end));
        }
        if more > 0 {
            return None;
        }
        // The weekday or month of the past, whatever the tense.
        let (when, end) = self.plain(i)?;
        let (Some(start), Some(day)) = (when.earliest, self.day) else { return Some((when, end)) };
        if start > day {
            return Some((when, end));
        }
        let mut when = When { latest: add(day, 0, 1), ..when }.rule("timex/since", 88);
        when.value = when.latest.map(|end| format!("{start}/{end}"));
        Some((when, end))
    }

    /// *entre janvier et mars*, *from 20 to 23 June*.
    fn range(&self, i: usize) -> Option<(When, usize)> {
        let s = self.s;
        let (_, between) =
            self.lexicon.file.ranges.iter().find(|(open, _)| open.as_str() == s.norm(i))?;
        // From 20 to 23 June: the first day has no month of its own.
        if let Some(first) = self.day_number(i + 1)
            && s.norm(first.1) == between.as_str()
            && let Some((last, end)) = self.day_and_month(first.1 + 1)
        {
            let (Some(last_day), Some(latest)) = (last.earliest, last.latest) else {
                return Some((last, end));
            };
            let start = date_of(last_day.year(), last_day.month(), first.0)?;
            if start <= last_day {
                let when = When::new(start, latest, Granularity::Day, last.anchor);
                return Some((when.rule("timex/from-to", 88), end));
            }
        }
        let (first, middle) = self.plain(i + 1)?;
        if s.norm(middle) != between.as_str() {
            return None;
        }
        let (last, end) = self.plain(middle + 1)?;
        let (Some(mut start), Some(latest)) = (first.earliest, last.latest) else {
            return Some((last, end));
        };
        if start >= latest && first.granularity == Granularity::Month {
            start = add(start, -12, 0)?;
        }
        // "between March and May 2021": the year of the second is that of the first.
        if first.anchor == TimexAnchor::Document && last.anchor == TimexAnchor::Absolute {
            start = date_of(latest.year(), start.month(), start.day())?;
        }
        (start < latest).then(|| {
            let when = When::new(start, latest, last.granularity, last.anchor);
            (when.rule("timex/from-to", 85), end)
        })
    }

    /// *2023-05-31*, *31/05/2023*, *31.05.2023*.
    fn numeric(&self, i: usize) -> Option<(When, usize)> {
        let word = self.s.word(i);
        let mark = word.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
        let parts: Vec<&str> = word.split(mark).collect();
        let [a, b, c] = parts[..] else { return None };
        let number = |part: &str| part.parse::<i16>().ok();
        let (a_number, b, c_number) = (number(a)?, number(b)?, number(c)?);
        let small = |n: i16| i8::try_from(n).ok();
        if a.len() == 4 {
            let day = date_of(a_number, small(b)?, small(c_number)?)?;
            return Some((When::day(day, TimexAnchor::Absolute)?.rule("timex/iso", 98), i + 1));
        }
        if c.len() != 4 || a.len() > 2 {
            return None;
        }
        let day_first = date_of(c_number, small(b)?, small(a_number)?);
        let month_first = date_of(c_number, small(a_number)?, small(b)?);
        let day = match (day_first, month_first) {
            (Some(one), Some(other)) if one != other && !self.lexicon.file.day_first => {
                let reason = "day and month can not be told apart";
                return Some((When::none(Granularity::Day, reason), i + 1));
            }
            (Some(day), _) => day,
            (None, Some(day)) if !self.lexicon.file.day_first => day,
            _ => return None,
        };
        Some((When::day(day, TimexAnchor::Absolute)?.rule("timex/numeric", 92), i + 1))
    }

    /// The number of a day: *3*, *1er*, *31st*; the token after it.
    fn day_number(&self, i: usize) -> Option<(i8, usize)> {
        let norm = self.s.norm(i);
        let endings = &self.lexicon.file.ordinal_endings;
        let digits = endings.iter().find_map(|end| norm.strip_suffix(end.as_str())).unwrap_or(norm);
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let day: i8 = digits.parse().ok().filter(|_| plain)?;
        (1..=31).contains(&day).then_some((day, i + 1))
    }

    /// The month at `i`; `beside` a day the short forms count as well.
    fn month_word(&self, i: usize, beside: bool) -> Option<(i8, usize)> {
        let (s, norm) = (self.s, self.s.norm(i));
        if self.lexicon.file.capital_months && !s.is_capital(i) {
            return None;
        }
        if let Some(&(month, shy)) = self.lexicon.months.get(norm) {
            return (beside || !shy).then_some((month, i + 1));
        }
        let &month = self.lexicon.short_months.get(norm).filter(|_| beside)?;
        let dot = s.norm(i + 1) == "." && s.touches_next(i);
        Some((month, i + 1 + usize::from(dot)))
    }

    /// Four digits that can be a year.
    fn year_number(&self, i: usize) -> Option<i16> {
        let word = self.s.word(i);
        let year = word.parse::<i16>().ok().filter(|_| word.len() == 4)?;
        (1000..2200).contains(&year).then_some(year)
    }

    /// *31 mai 2023*, *31 May*, *May 31, 2023*.
    fn day_and_month(&self, i: usize) -> Option<(When, usize)> {
        let s = self.s;
        let (day, month, mut end) = if let Some((day, after)) = self.day_number(i) {
            let skip = usize::from(self.lexicon.file.between_day_and_month.contains(s.norm(after)));
            let (month, end) = self.month_word(after + skip, true)?;
            (day, month, end)
        } else {
            let (month, after) = self.month_word(i, true)?;
            if self.lexicon.file.day_first && !self.lexicon.file.capital_months {
                return None;
            }
            let (day, end) = self.day_number(after)?;
            (day, month, end)
        };
        let comma = usize::from(s.norm(end) == ",");
        if let Some(year) = self.year_number(end + comma) {
            end += comma + 1;
            let day = date_of(year, month, day)?;
            return Some((When::day(day, TimexAnchor::Absolute)?.rule("timex/date", 97), end));
        }
        let Some(today) = self.day else {
            return Some((When::none(Granularity::Day, NO_DAY), end));
        };
        let years = [today.year() - 1, today.year(), today.year() + 1];
        let all = years.into_iter().filter_map(|year| date_of(year, month, day));
        let future = self.is_future(i, end);
        let best = match future {
            true => all.filter(|date| *date >= today).min(),
            false => {
                all.map(|date| ((date - today).get_days().abs(), date)).min().map(|(_, date)| date)
            }
        };
        let when = When::day(best?, TimexAnchor::Document)?.rule("timex/day-and-month", 90);
        Some((when, end))
    }

    /// *lundi*, *lundi dernier*, *last Monday*, *Tuesday 30 May*.
    fn weekday(&self, i: usize) -> Option<(When, usize)> {
        let (s, file) = (self.s, &self.lexicon.file);
        let before = file.last.contains(s.norm(i)) || file.next.contains(s.norm(i));
        let at = i + usize::from(before);
        let &number = self.lexicon.weekdays.get(s.norm(at))?;
        if file.capital_months && !s.is_capital(at) {
            return None;
        }
        let comma = usize::from(s.norm(at + 1) == ",");
        if let Some((when, end)) = self.day_and_month(at + 1 + comma) {
            return Some((when, end));
        }
        let mut end = at + 1;
        let mut modifier = if before { s.norm(i) } else { "" };
        if !before && (file.last.contains(s.norm(end)) || file.next.contains(s.norm(end))) {
            modifier = s.norm(end);
            end += 1;
        }
        let Some(today) = self.day else {
            return Some((When::none(Granularity::Day, NO_DAY), end));
        };
        let weekday = Weekday::from_monday_one_offset(number).ok()?;
        let back = i32::from(weekday.until(today.weekday()));
        let (day, rule, confidence) = if file.last.contains(modifier) {
            let back = if back == 0 { 7 } else { back };
            (add(today, 0, -back)?, LAST_WEEKDAY, 75)
        } else if file.next.contains(modifier) {
            (add(today, 0, 7 - back)?, "timex/next-weekday", 85)
        } else if back != 0 && self.is_future(i, end) {
            (add(today, 0, 7 - back)?, "timex/weekday-to-come", 82)
        } else {
            (add(today, 0, -back)?, "timex/weekday", 90)
        };
        let when = When::day(day, TimexAnchor::Document)?.rule(rule, confidence);
        Some((when, end))
    }

    /// *mai 2023*, *in May*, *last March*.
    fn month(&self, i: usize) -> Option<(When, usize)> {
        let (s, file) = (self.s, &self.lexicon.file);
        let before = file.last.contains(s.norm(i)) || file.next.contains(s.norm(i));
        let at = i + usize::from(before);
        let (month, mut end) = self.month_word(at, true)?;
        let skip = usize::from(file.of.contains(s.norm(end)));
        if let Some(year) = self.year_number(end + skip) {
            let when = self.month_of(year, month, TimexAnchor::Absolute)?;
            return Some((when.rule("timex/month-of-year", 95), end + skip + 1));
        }
        let known = file.before_month.contains(s.before(i, 1)) || before;
        let shy = self.month_word(at, false).is_none();
        if !known && shy {
            return None;
        }
        let mut next = file.next.contains(s.norm(i)) && before;
        if file.last.contains(s.norm(end)) || file.next.contains(s.norm(end)) {
            next |= file.next.contains(s.norm(end));
            end += 1;
        }
        let Some(today) = self.day else {
            return Some((When::none(Granularity::Month, NO_DAY), end));
        };
        let later = next || self.is_future(i, end);
        let year = match (later, month.cmp(&today.month())) {
            (true, std::cmp::Ordering::Less) => today.year() + 1,
            (false, std::cmp::Ordering::Greater) => today.year() - 1,
            _ => today.year(),
        };
        let when = self.month_of(year, month, TimexAnchor::Document)?;
        Some((when.rule("timex/month", 85), end))
    }

    fn month_of(&self, year: i16, month: i8, anchor: TimexAnchor) -> Option<When> {
        let first = date_of(year, month, 1)?;
        Some(When::new(first, add(first, 1, 0)?, Granularity::Month, anchor))
    }

    /// A third of what follows: *début mai*, *the end of the year*.
    fn edge(&self, edge: Third, i: usize) -> Option<(When, usize)> {
        let s = self.s;
        let year = || {
            let year = self.year_number(i)?;
            Some((
                When::new(
                    date_of(year, 1, 1)?,
                    date_of(year + 1, 1, 1)?,
                    Granularity::Year,
                    TimexAnchor::Absolute,
                ),
                i + 1,
            ))
        };
        let deictic = || {
            let (&index, len) = self.lexicon.deictics.at(s, i)?;
            Some((self.deictic(&self.lexicon.file.deictics[index], i)?, i + len))
        };
        let unit = || {
            let &unit = self.lexicon.units.get(s.norm(i))?;
            let when = match self.day {
                Some(day) => whole(day, unit, 0)?,
                None => When::none(granularity(unit), NO_DAY),
            };
            Some((when, i + 1))
        };
        let (when, end) = self
            .month(i)
            .or_else(|| self.month_alone(i))
            .or_else(year)
            .or_else(deictic)
            .or_else(unit)?;
        let (Some(first), Some(latest)) = (when.earliest, when.latest) else {
            return Some((when, end));
        };
        let (start, stop) = match when.granularity {
            Granularity::Month => match edge {
                Third::Start => (first, add(first, 0, 10)?),
                Third::Mid => (add(first, 0, 10)?, add(first, 0, 20)?),
                Third::End => (add(first, 0, 20)?, latest),
            },
            Granularity::Year => match edge {
                Third::Start => (first, add(first, 3, 0)?),
                Third::Mid => (add(first, 4, 0)?, add(first, 8, 0)?),
                Third::End => (add(first, 9, 0)?, latest),
            },
            Granularity::Week => match edge {
                Third::Start => (first, add(first, 0, 2)?),
                Third::Mid => (add(first, 0, 2)?, add(first, 0, 4)?),
                Third::End => (add(first, 0, 4)?, latest),
            },
            _ => return None,
        };
        let when = When { earliest: Some(start), latest: Some(stop), ..when };
        Some((when.rule("timex/part-of", 85), end))
    }

    fn month_alone(&self, i: usize) -> Option<(When, usize)> {
        let (month, end) = self.month_word(i, true)?;
        let Some(today) = self.day else {
            return Some((When::none(Granularity::Month, NO_DAY), end));
        };
        let earlier = month > today.month() && !self.is_future(i, end);
        let year = today.year() - i16::from(earlier);
        Some((self.month_of(year, month, TimexAnchor::Document)?, end))
    }

    /// *mi-mai*, *mid-May*.
    fn edge_in_word(&self, i: usize) -> Option<(When, usize)> {
        let token = self.s.tokens.get(i)?;
        let (mid, rest) = token.norm.split_once('-')?;
        let known = self.lexicon.edges.at(self.s, i).is_none()
            && self.lexicon.file.edges.iter().any(|edge| {
                edge.edge == Third::Mid && edge.phrases.iter().any(|phrase| phrase == mid)
            });
        if !known {
            return None;
        }
        // Read as if the month stood alone, with what follows it.
        let mut tokens = language::tokens(rest, "");
        let first = tokens.first_mut()?;
        // In lower case a letter may take more bytes than in the text.
        let offset = token.span.end().checked_sub(rest.len())?;
        first.span = Span::new(offset, token.span.end());
        if first.span.of(self.s.text).to_lowercase() != *rest {
            return None;
        }
        tokens.extend(self.s.tokens.iter().skip(i + 1).take(2).cloned());
        let inner = Sentence { text: self.s.text, tokens: &tokens };
        let reader = Reader { s: &inner, ..*self };
        let (when, end) = reader.edge(Third::Mid, 0)?;
        Some((when, i + end))
    }

    /// *le premier trimestre 2023*.
    fn quarter(&self, i: usize) -> Option<(When, usize)> {
        let (s, lexicon) = (self.s, self.lexicon);
        let (&(month, months), len) = lexicon.quarters.at(s, i)?;
        let mut end = i + len;
        let skip = usize::from(lexicon.file.of.contains(s.norm(end)));
        let year = match self.year_number(end + skip) {
            Some(year) => {
                end += skip + 1;
                year
            }
            None => match self.day {
                Some(day) => day.year(),
                None => return Some((When::none(Granularity::Period, NO_DAY), end)),
            },
        };
        let first = date_of(year, month, 1)?;
        let latest = add(first, i32::from(months), 0)?;
        let when = When::new(first, latest, Granularity::Period, TimexAnchor::Absolute);
        Some((when.rule("timex/quarter", 90), end))
    }

    /// *trois semaines*: how many, of what, and the token after it.
    fn span_of_time(&self, i: usize) -> Option<(i32, Unit, usize)> {
        let s = self.s;
        let (amount, at) = if self.lexicon.file.one.contains(s.norm(i)) {
            (1.0, i + 1)
        } else {
            let number = self.numbers.at(s, i)?;
            (number.value, number.end)
        };
        let &unit = self.lexicon.units.get(s.norm(at))?;
        (amount.fract() == 0.0 && (0.0..5000.0).contains(&amount)).then_some((
            amount as i32,
            unit,
            at + 1,
        ))
    }

    /// *il y a trois semaines*, *three weeks ago*, *trois jours plus tard*,
    /// *in the last two weeks*.
    fn counted(&self, i: usize) -> Option<(When, usize)> {
        let (s, lexicon) = (self.s, self.lexicon);
        let from_now = |amount: i32, unit: Unit, end: usize, rule| {
            let Some(day) = self.day else {
                return Some((When::none(granularity(unit), NO_DAY), end));
            };
            let day = shift(day, unit, amount)?;
            let when = When::day(day, TimexAnchor::Document)?;
            Some((When { granularity: granularity(unit), ..when }.rule(rule, 85), end))
        };
        if let Some((_, len)) = lexicon.ago_before.at(s, i) {
            let (amount, unit, end) = self.span_of_time(i + len)?;
            return from_now(-amount, unit, end, "timex/ago");
        }
        if let Some((_, len)) = lexicon.past_spans.at(s, i) {
            return self.last_so_many(i + len);
        }
        if let Some((_, len)) = lexicon.ahead.at(s, i)
            && let Some((amount, unit, end)) = self.span_of_time(i + len)
            && self.is_future(i, end)
        {
            return from_now(amount, unit, end, "timex/ahead");
        }
        if let Some((_, len)) = lexicon.lasting.at(s, i) {
            let perfect = (1..=5).any(|back| lexicon.file.perfect.contains(s.before(i, back)));
            return if perfect { self.since(i + len) } else { None };
        }
        let (amount, unit, end) = self.span_of_time(i)?;
        if let Some((_, len)) = lexicon.ago_after.at(s, end) {
            return from_now(-amount, unit, end + len, "timex/ago");
        }
        let (after, len) = lexicon.anaphors.at(s, end)?;
        after.then(|| (When::none(granularity(unit), HANGS), end + len))
    }

    /// The last so many weeks, up to now: the number stands at `i`.
    fn last_so_many(&self, i: usize) -> Option<(When, usize)> {
        let (s, file) = (self.s, &self.lexicon.file);
        let before = usize::from(file.past_words.contains(s.norm(i)));
        let number = self.numbers.at(s, i + before)?;
        let after = usize::from(file.past_words.contains(s.norm(number.end)));
        if before + after == 0 {
            return None;
        }
        let &unit = self.lexicon.units.get(s.norm(number.end + after))?;
        let end = number.end + after + 1;
        let Some(day) = self.day else {
            return Some((When::none(granularity(unit), NO_DAY), end));
        };
        let start = shift(day, unit, -(number.value.min(5000.0) as i32))?;
        let when = When::new(start, add(day, 0, 1)?, granularity(unit), TimexAnchor::Document);
        Some((When { lasting: true, ..when.rule("timex/last-so-many", 82) }, end))
    }

    /// *l'été 2022*, *last winter*.
    fn season(&self, i: usize) -> Option<(When, usize)> {
        let (s, file) = (self.s, &self.lexicon.file);
        let before = file.last.contains(s.norm(i)) || file.next.contains(s.norm(i));
        let at = i + usize::from(before);
        let season = &file.seasons[*self.lexicon.seasons.get(s.norm(at))?];
        let mut end = at + 1;
        let skip = usize::from(file.of.contains(s.norm(end)));
        let year = self.year_number(end + skip);
        let after = file.last.contains(s.norm(end)) || file.next.contains(s.norm(end));
        let told = before || after || year.is_some();
        if !(told || file.before_season.contains(s.before(i, 1)) && !season.shy) {
            return None;
        }
        let interval = |year: i16| {
            let first = date_of(year, season.start.0, season.start.1)?;
            let wraps = i16::from(season.end < season.start);
            Some((first, date_of(year + wraps, season.end.0, season.end.1)?))
        };
        let code = |year: i16| Some(format!("{year}-{}", season.code));
        if let Some(year) = year {
            let (first, latest) = interval(year)?;
            let mut when = When::new(first, latest, Granularity::Season, TimexAnchor::Absolute)
                .rule("timex/season-of-year", 92);
            when.value = code(year);
            return Some((when, end + skip + 1));
        }
        let next = file.next.contains(s.norm(i)) && before || file.next.contains(s.norm(end));
        let last = file.last.contains(s.norm(i)) && before || file.last.contains(s.norm(end));
        end += usize::from(after);
        let Some(today) = self.day else {
            return Some((When::none(Granularity::Season, NO_DAY), end));
        };
        let mut year = today.year() + 1;
        if next || self.is_future(i, end) && !last {
            year = (today.year()..=year)
                .find(|year| interval(*year).is_some_and(|(first, _)| first >= today))?;
        } else {
            // The one that has begun; "last" is one that is over.
            while interval(year)?.0 > today || (last && interval(year)?.1 > today) {
                year -= 1;
            }
        }
        let (first, latest) = interval(year)?;
        let mut when = When::new(first, latest, Granularity::Season, TimexAnchor::Document)
            .rule("timex/season", 82);
        when.value = code(year);
        Some((when, end))
    }

    /// *les années 1990*, *the 1990s*.
    fn decade(&self, i: usize) -> Option<(When, usize)> {
        let s = self.s;
        let (year, end) = if let Some((_, len)) = self.lexicon.decade_before.at(s, i) {
            let word = s.word(i + len);
            let short = word.len() == 2 && s.is_number(i + len);
            let year = match short {
                true => 1900 + word.parse::<i16>().ok()?,
                false => self.year_number(i + len)?,
            };
            (year, i + len + 1)
        } else {
            let digits = s.norm(i).strip_suffix('s').filter(|digits| digits.len() == 4)?;
            (digits.parse::<i16>().ok()?, i + 1)
        };
        if year % 10 != 0 {
            return None;
        }
        let first = date_of(year, 1, 1)?;
        let mut when =
            When::new(first, date_of(year + 10, 1, 1)?, Granularity::Decade, TimexAnchor::Absolute)
                .rule("timex/decade", 92);
        when.value = Some(format!("{}X", year / 10));
        Some((when, end))
    }

    /// *en 2014*: a year with a word before it that years have.
    fn year(&self, i: usize) -> Option<(When, usize)> {
        let s = self.s;
        let at = i + usize::from(self.lexicon.file.before_year.contains(s.norm(i)));
        let year = self.year_number(at).filter(|year| (1400..2100).contains(year))?;
        if at == i && self.lexicon.since.before(s, i).is_none() && s.before(i, 1) != "(" {
            return None;
        }
        // "en 2000 exemplaires": a noun follows, and the number is round.
        let alone = !s.is_word(at + 1) || year % 100 != 0;
        let slashed = s.gap(at).is_some_and(str::is_empty) && s.norm(at + 1) == "%";
        if !alone || slashed {
            return None;
        }
        let first = date_of(year, 1, 1)?;
        let when =
            When::new(first, date_of(year + 1, 1, 1)?, Granularity::Year, TimexAnchor::Absolute);
        Some((when.rule("timex/year", 92), at + 1))
    }

    fn deictic(&self, entry: &Deictic, i: usize) -> Option<When> {
        let Some(today) = self.day else {
            return Some(When::none(granularity(entry.unit), NO_DAY));
        };
        let mut offset = entry.offset;
        if entry.unit == Unit::Weekend && offset == 0 {
            // Before the week-end, the tense says which one is meant.
            let over = today.weekday().to_monday_one_offset() < 6;
            offset = if over && !self.is_future(i, i + 2) { -1 } else { 0 };
        }
        let mut when = whole(today, entry.unit, offset)?;
        if entry.unit == Unit::Week && entry.offset == -1 {
            when.rule = LAST_WEEK;
        }
        if entry.overnight {
            when.latest = add(when.latest?, 0, 1);
        }
        if let Some(value) = &entry.value {
            when.value = Some(value.clone());
            when.confidence = 80;
        }
        Some(when)
    }

    /// The words for a part of the day behind a day: *mercredi soir*.
    fn part_of_day(&self, mut end: usize) -> usize {
        if let Some((_, len)) = self.lexicon.parts_of_day.at(self.s, end) {
            end += len;
        }
        end
    }

    /// A clock time: *18 h 40*, *10:30*, *5 p.m.*; the token after it.
    fn clock(&self, i: usize) -> Option<usize> {
        let (s, file) = (self.s, &self.lexicon.file);
        let norm = s.norm(i);
        if let Some((hour, minute)) = norm.split_once(':') {
            let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b == b':');
            return (hour.len() <= 2 && !hour.is_empty() && digits(hour) && digits(minute))
                .then_some(i + 1);
        }
        // 18h40, 5pm
        if norm.starts_with(|c: char| c.is_ascii_digit()) && s.is_word(i) {
            let cut = norm.find(|c: char| !c.is_ascii_digit())?;
            let (digits, rest) = norm.split_at(cut);
            let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
            let known = digits.len() <= 2 && file.clock_words.contains(&word);
            return known.then_some(i + 1);
        }
        let number = self.numbers.at(s, i).filter(|number| number.value <= 24.0)?;
        let sign = s.norm(number.end);
        if file.clock_words.contains(sign) {
            let mut end = number.end + 1;
            if s.is_number(end) && s.word(end).len() == 2 {
                end += 1;
            }
            return Some(end);
        }
        // 5 p.m.
        if s.norm(number.end + 1) == "."
            && s.norm(number.end + 2) == "m"
            && s.touches_next(number.end)
        {
            return Some(number.end + 3 + usize::from(s.norm(number.end + 3) == "."));
        }
        (file.hours.contains(sign) && file.before_hour.contains(s.before(i, 1)))
            .then_some(number.end + 1)
    }

    /// Whether the clause around the tokens from `i` to `end` tells what is to come.
    fn is_future(&self, i: usize, end: usize) -> bool {
        let (s, file) = (self.s, &self.lexicon.file);
        let ends = |at: usize| {
            let norm = s.norm(at);
            matches!(norm, "«" | "»" | "“" | "”" | "\"" | ";" | ":")
                || file.clause_ends.contains(norm)
        };
        let is = |at: usize| {
            let norm = s.norm(at);
            file.future.contains(norm)
                || (s.is_word(at)
                    && !s.is_capital(at)
                    && !file.not_future.contains(norm)
                    && file.future_endings.iter().any(|ending| {
                        norm.ends_with(ending.as_str()) && norm.len() > ending.len() + 1
                    }))
        };
        let left = (1..=10)
            .map_while(|back| i.checked_sub(back))
            .take_while(|at| !ends(*at) && s.norm(*at) != ",");
        let before: Vec<usize> = left.collect();
        if before.iter().any(|at| is(*at)) {
            return true;
        }
        // An adverbial that opens its clause: its verb comes behind.
        let opens = before.len() <= 2;
        let skip = usize::from(s.norm(end) == ",");
        opens
            && (end + skip..end + skip + 10)
                .take_while(|at| *at < s.tokens.len() && !ends(*at) && s.norm(*at) != ",")
                .any(is)
    }
}
