//! The days that an expression means, and reckoning with days.

use super::lexicon::Unit;
use crate::sentence::Sentence;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use schema::{Confidence, Granularity, Span, Timex, TimexAnchor};

/// What an expression means.
#[derive(Clone, Debug)]
pub(super) struct When {
    pub(super) earliest: Option<Date>,
    /// The day after the last.
    pub(super) latest: Option<Date>,
    pub(super) granularity: Granularity,
    pub(super) value: Option<String>,
    pub(super) anchor: TimexAnchor,
    pub(super) abstained: Option<&'static str>,
    /// It also says how long, so that its number is a figure.
    pub(super) lasting: bool,
    pub(super) rule: &'static str,
    pub(super) confidence: u8,
}

impl When {
    pub(super) fn new(
        first: Date,
        end: Date,
        granularity: Granularity,
        anchor: TimexAnchor,
    ) -> Self {
        Self {
            earliest: Some(first),
            latest: Some(end),
            granularity,
            value: Some(code(first, end, granularity)),
            anchor,
            abstained: None,
            lasting: false,
            rule: "timex/date",
            confidence: 93,
        }
    }

    /// A single day.
    pub(super) fn day(day: Date, anchor: TimexAnchor) -> Option<Self> {
        Some(Self::new(day, add(day, 0, 1)?, Granularity::Day, anchor))
    }

    pub(super) fn none(granularity: Granularity, reason: &'static str) -> Self {
        Self {
            earliest: None,
            latest: None,
            granularity,
            value: None,
            anchor: TimexAnchor::None,
            abstained: Some(reason),
            lasting: false,
            rule: "timex/abstained",
            confidence: 80,
        }
    }

    pub(super) fn rule(self, rule: &'static str, confidence: u8) -> Self {
        Self { rule, confidence, ..self }
    }

    pub(super) fn timex(self, sentence: &Sentence, span: Span) -> Timex {
        Timex {
            text: span.of(sentence.text).to_owned(),
            span,
            value: self.value,
            earliest: self.earliest.map(|day| day.to_string()),
            latest: self.latest.map(|day| day.to_string()),
            granularity: self.granularity,
            anchor: self.anchor,
            abstained: self.abstained.map(str::to_owned),
            rule: self.rule.to_owned(),
            confidence: Confidence::percent(self.confidence),
        }
    }
}

/// The whole unit that is `offset` units from the one that `day` is in.
pub(super) fn whole(day: Date, unit: Unit, offset: i32) -> Option<When> {
    let monday = || add(day, 0, -i32::from(day.weekday().to_monday_zero_offset()));
    let (first, latest) = match unit {
        Unit::Hour | Unit::Day => {
            let day = add(day, 0, offset)?;
            (day, add(day, 0, 1)?)
        }
        Unit::Week => {
            let first = add(monday()?, 0, 7 * offset)?;
            (first, add(first, 0, 7)?)
        }
        Unit::Weekend => {
            let first = add(monday()?, 0, 7 * offset + 5)?;
            (first, add(first, 0, 2)?)
        }
        Unit::Month => {
            let first = add(date_of(day.year(), day.month(), 1)?, offset, 0)?;
            (first, add(first, 1, 0)?)
        }
        Unit::Year => {
            let first = add(date_of(day.year(), 1, 1)?, 12 * offset, 0)?;
            (first, add(first, 12, 0)?)
        }
    };
    let when = When::new(first, latest, granularity(unit), TimexAnchor::Document);
    Some(when.rule("timex/told-from-today", 93))
}

pub(super) fn shift(day: Date, unit: Unit, amount: i32) -> Option<Date> {
    match unit {
        Unit::Hour => add(day, 0, amount.div_euclid(24)),
        Unit::Day => add(day, 0, amount),
        Unit::Week | Unit::Weekend => add(day, 0, amount.checked_mul(7)?),
        Unit::Month => add(day, amount, 0),
        Unit::Year => add(day, amount.checked_mul(12)?, 0),
    }
}

pub(super) fn granularity(unit: Unit) -> Granularity {
    match unit {
        Unit::Hour => Granularity::Time,
        Unit::Day | Unit::Weekend => Granularity::Day,
        Unit::Week => Granularity::Week,
        Unit::Month => Granularity::Month,
        Unit::Year => Granularity::Year,
    }
}

/// `months` and then `days` later; none where the calendar ends.
pub(super) fn add(day: Date, months: i32, days: i32) -> Option<Date> {
    if months.abs() > 90_000 || days.abs() > 3_000_000 {
        return None;
    }
    day.checked_add(months.months()).ok()?.checked_add(days.days()).ok()
}

pub(super) fn date_of(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// As TIMEX3 writes an interval.
pub(super) fn code(first: Date, end: Date, granularity: Granularity) -> String {
    let days = (end - first).get_days();
    match granularity {
        Granularity::Time | Granularity::Day if days == 1 => first.to_string(),
        Granularity::Week if days == 7 => {
            let week = first.iso_week_date();
            format!("{}-W{:02}", week.year(), week.week())
        }
        Granularity::Month if first.day() == 1 && add(first, 1, 0) == Some(end) => {
            format!("{:04}-{:02}", first.year(), first.month())
        }
        Granularity::Year
            if first == date(first.year(), 1, 1) && add(first, 12, 0) == Some(end) =>
        {
            format!("{:04}", first.year())
        }
        _ => format!("{first}/{end}"),
    }
}
