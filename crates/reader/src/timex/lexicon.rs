//! What `times.toml` of a language holds, by its words.

use crate::sentence::Phrases;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// What `times.toml` holds; the file says what each list is for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) day_first: bool,
    pub(super) capital_months: bool,
    pub(super) before_month: BTreeSet<String>,
    pub(super) before_year: BTreeSet<String>,
    pub(super) before_season: BTreeSet<String>,
    pub(super) ordinal_endings: Vec<String>,
    pub(super) between_day_and_month: BTreeSet<String>,
    pub(super) since: Vec<String>,
    pub(super) lasting: Vec<String>,
    pub(super) perfect: BTreeSet<String>,
    pub(super) more_than: Vec<String>,
    pub(super) ago_before: Vec<String>,
    pub(super) ago_after: Vec<String>,
    pub(super) ahead: Vec<String>,
    pub(super) by: Vec<String>,
    pub(super) past_spans: Vec<String>,
    pub(super) past_words: BTreeSet<String>,
    pub(super) last: BTreeSet<String>,
    pub(super) next: BTreeSet<String>,
    pub(super) future: BTreeSet<String>,
    pub(super) future_endings: Vec<String>,
    pub(super) not_future: BTreeSet<String>,
    pub(super) clause_ends: BTreeSet<String>,
    pub(super) decade_before: Vec<String>,
    pub(super) hours: BTreeSet<String>,
    pub(super) before_hour: BTreeSet<String>,
    pub(super) clock_words: BTreeSet<String>,
    pub(super) one: BTreeSet<String>,
    pub(super) of: BTreeSet<String>,
    pub(super) parts_of_day: Vec<String>,
    pub(super) ranges: Vec<(String, String)>,
    #[serde(rename = "month")]
    pub(super) months: Vec<Month>,
    #[serde(rename = "weekday")]
    pub(super) weekdays: Vec<Numbered>,
    #[serde(rename = "unit")]
    pub(super) units: Vec<UnitEntry>,
    #[serde(rename = "season")]
    pub(super) seasons: Vec<Season>,
    #[serde(rename = "edge")]
    pub(super) edges: Vec<Edge>,
    #[serde(rename = "quarter")]
    pub(super) quarters: Vec<Quarter>,
    #[serde(rename = "deictic")]
    pub(super) deictics: Vec<Deictic>,
    #[serde(rename = "anaphor")]
    pub(super) anaphors: Vec<Anaphor>,
    #[serde(rename = "named")]
    pub(super) named: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Month {
    pub(super) words: Vec<String>,
    pub(super) number: i8,
    /// The word means something else too, and needs a preposition or a number.
    #[serde(default)]
    pub(super) shy: bool,
    /// Short forms, which need a day before them.
    #[serde(default)]
    pub(super) short: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) counter: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbered {
    pub(super) words: Vec<String>,
    pub(super) number: i8,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitEntry {
    pub(super) words: Vec<String>,
    pub(super) unit: Unit,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Year,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Season {
    pub(super) words: Vec<String>,
    /// As TIMEX3 writes it.
    pub(super) code: String,
    /// Month and day of its beginning and of the day after its end.
    pub(super) start: (i8, i8),
    pub(super) end: (i8, i8),
    /// It needs a year or *last* beside it.
    #[serde(default)]
    pub(super) shy: bool,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) counter: Option<String>,
}

/// Start, middle or end of a month or year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edge {
    pub(super) phrases: Vec<String>,
    pub(super) edge: Third,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) counter: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Third {
    Start,
    Mid,
    End,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quarter {
    pub(super) phrases: Vec<String>,
    /// The first month, and how many.
    pub(super) month: i8,
    pub(super) months: i8,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
}

/// A time that is told from today: *hier*, *la semaine dernière*.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deictic {
    pub(super) phrases: Vec<String>,
    pub(super) unit: Unit,
    pub(super) offset: i32,
    /// It goes on into the next day: *last night*.
    #[serde(default)]
    pub(super) overnight: bool,
    /// TIMEX3's word for a time without bounds.
    #[serde(default)]
    pub(super) value: Option<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) counter: Option<String>,
}

/// A time that hangs on one told before: *la veille*.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Anaphor {
    pub(super) phrases: Vec<String>,
    /// A number and a unit stand before it: *three days later*.
    #[serde(default)]
    pub(super) after_span: bool,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    pub(super) phrases: Vec<String>,
    pub(super) earliest: Date,
    pub(super) latest: Date,
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) example: String,
}

pub(super) struct Lexicon {
    pub(super) file: File,
    pub(super) months: HashMap<String, (i8, bool)>,
    pub(super) short_months: HashMap<String, i8>,
    pub(super) weekdays: HashMap<String, i8>,
    pub(super) units: HashMap<String, Unit>,
    pub(super) seasons: HashMap<String, usize>,
    pub(super) edges: Phrases<Third>,
    pub(super) quarters: Phrases<(i8, i8)>,
    pub(super) deictics: Phrases<usize>,
    pub(super) anaphors: Phrases<bool>,
    pub(super) named: Phrases<(Date, Date)>,
    pub(super) since: Phrases<()>,
    pub(super) lasting: Phrases<()>,
    pub(super) more_than: Phrases<()>,
    pub(super) ago_before: Phrases<()>,
    pub(super) ago_after: Phrases<()>,
    pub(super) ahead: Phrases<()>,
    pub(super) by: Phrases<()>,
    pub(super) past_spans: Phrases<()>,
    pub(super) decade_before: Phrases<()>,
    pub(super) parts_of_day: Phrases<()>,
}

impl Lexicon {
    pub(super) fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<BTreeMap<&'static str, Lexicon>> = OnceLock::new();
        let load = |code: &'static String| Some((code.as_str(), Self::load(code)?));
        ALL.get_or_init(|| knowledge::languages().iter().filter_map(load).collect()).get(code)
    }

    pub(super) fn load(code: &str) -> Option<Self> {
        let file: File = knowledge::load(&format!("languages/{code}/times.toml"))?;
        let plain = |list: &[String]| Phrases::new(code, list.iter().map(|it| (it.clone(), ())));
        fn each<T, V: Clone>(
            code: &str,
            entries: &[T],
            of: impl Fn(usize, &T) -> (Vec<String>, V),
        ) -> Phrases<V> {
            let flat = entries.iter().enumerate().flat_map(|(index, entry)| {
                let (phrases, value) = of(index, entry);
                phrases.into_iter().map(move |phrase| (phrase, value.clone()))
            });
            Phrases::new(code, flat.collect::<Vec<_>>())
        }
        let months = file.months.iter().flat_map(|month| {
            month.words.iter().map(|word| (word.clone(), (month.number, month.shy)))
        });
        let short = file
            .months
            .iter()
            .flat_map(|month| month.short.iter().map(|word| (word.clone(), month.number)));
        let weekdays = file
            .weekdays
            .iter()
            .flat_map(|day| day.words.iter().map(|word| (word.clone(), day.number)));
        let units = file
            .units
            .iter()
            .flat_map(|entry| entry.words.iter().map(|word| (word.clone(), entry.unit)));
        let seasons =
            file.seasons.iter().enumerate().flat_map(|(index, season)| {
                season.words.iter().map(move |word| (word.clone(), index))
            });
        Some(Self {
            months: months.collect(),
            short_months: short.collect(),
            weekdays: weekdays.collect(),
            units: units.collect(),
            seasons: seasons.collect(),
            edges: each(code, &file.edges, |_, it| (it.phrases.clone(), it.edge)),
            quarters: each(code, &file.quarters, |_, it| {
                (it.phrases.clone(), (it.month, it.months))
            }),
            deictics: each(code, &file.deictics, |index, it| (it.phrases.clone(), index)),
            anaphors: each(code, &file.anaphors, |_, it| (it.phrases.clone(), it.after_span)),
            named: each(code, &file.named, |_, it| (it.phrases.clone(), (it.earliest, it.latest))),
            since: plain(&file.since),
            lasting: plain(&file.lasting),
            more_than: plain(&file.more_than),
            ago_before: plain(&file.ago_before),
            ago_after: plain(&file.ago_after),
            ahead: plain(&file.ahead),
            by: plain(&file.by),
            past_spans: plain(&file.past_spans),
            decade_before: plain(&file.decade_before),
            parts_of_day: plain(&file.parts_of_day),
            file,
        })
    }
}

/// The examples and counter-examples of `times.toml`.
#[cfg(test)]
pub(crate) fn examples(code: &str) -> Vec<(String, Option<String>)> {
    let Some(Lexicon { file, .. }) = Lexicon::of(code) else { return Vec::new() };
    let mut all = Vec::new();
    all.extend(file.months.iter().map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.weekdays.iter().map(|it| (it.example.clone(), None)));
    all.extend(file.units.iter().map(|it| (it.example.clone(), None)));
    all.extend(file.seasons.iter().map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.edges.iter().map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.quarters.iter().map(|it| (it.example.clone(), None)));
    all.extend(file.deictics.iter().map(|it| (it.example.clone(), it.counter.clone())));
    all.extend(file.anaphors.iter().map(|it| (it.example.clone(), None)));
    all.extend(file.named.iter().map(|it| (it.example.clone(), None)));
    all
}
