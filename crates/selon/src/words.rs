/// The word of the contract, which is the last part of its key here.
pub(crate) use schema::wire::word as code;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The interface's words in one language, and its forms of numbers and dates:
/// `ui/<code>.toml`. All languages have the same keys.
pub(crate) struct Words {
    /// ISO 639-1 code.
    pub code: &'static str,
    texts: BTreeMap<String, String>,
}

/// The languages of the interface; the first where none is asked for.
const LANGUAGES: [(&str, &str); 2] =
    [("en", include_str!("../ui/en.toml")), ("fr", include_str!("../ui/fr.toml"))];

impl Words {
    /// All languages.
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Words>> = OnceLock::new();
        ALL.get_or_init(|| {
            let load = |(code, toml): (&'static str, &str)| {
                let table: toml::Table = toml.parse().expect("a test reads the same words");
                let mut texts = BTreeMap::new();
                flatten("", toml::Value::Table(table), &mut texts);
                Words { code, texts }
            };
            LANGUAGES.into_iter().map(load).collect()
        })
    }

    /// The language of that code, if the interface has it.
    pub fn of(code: &str) -> Option<&'static Self> {
        Self::all().iter().find(|words| words.code == code.trim())
    }

    /// The language that an `Accept-Language` header likes best; the first if it names none.
    pub fn accepted(header: &str) -> &'static Self {
        let wish = |part: &str| {
            let mut pieces = part.split(';');
            let code = pieces.next()?.trim().split('-').next()?.to_ascii_lowercase();
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok());
            Some((weight.unwrap_or(1.0), Self::of(&code)?))
        };
        let mut wishes: Vec<(f64, &'static Self)> = header.split(',').filter_map(wish).collect();
        // Stable: of two with one weight the first is meant.
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map_or(&Self::all()[0], |(_, words)| words)
    }

    /// The text of a key; the key itself where there is none, which a test forbids.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The text of a key that may be missing: a unit or a language that has no name here.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of a value of the contract: `word("stance", &Stance::Denies)`.
    pub fn word<'a>(&'a self, family: &str, value: &impl serde::Serialize) -> &'a str {
        self.find(&format!("{family}.{}", code(value))).unwrap_or_default()
    }

    /// The text of a key with its holes filled: `{name}`.
    pub fn fill(&self, key: &str, holes: &[(&str, &str)]) -> String {
        fill(self.say(key), holes)
    }

    /// Why a block has its role, in words for people; nothing for a reason that has
    /// none here, which is then shown as it is.
    ///
    /// A part of the page that was known by its name has that name in the reason:
    /// `zone/footer`.
    pub fn reason(&self, reason: &str) -> Option<String> {
        if let Some(words) = self.find(&format!("reason.{reason}")) {
            return Some(words.to_owned());
        }
        let (family, name) = reason.split_once('/')?;
        Some(fill(self.find(&format!("reason.{family}/"))?, &[("name", name)]))
    }

    /// Where a value was found, in words for people; nothing for what has none here,
    /// such as the name of an element, which is then shown as it is.
    pub fn found(&self, evidence: &str) -> Option<String> {
        let (of, name) = match evidence.split_once(", field ") {
            Some((of, name)) => (of, Some(name)),
            None => (evidence, None),
        };
        let of = self.find(&format!("found.{of}"))?;
        Some(match name {
            Some(name) => self.fill("found.field", &[("of", of), ("name", name)]),
            None => of.to_owned(),
        })
    }

    /// A number of things: the text of `KEY.one` or `KEY.other`, with `{n}` filled.
    pub fn count(&self, key: &str, n: u64) -> String {
        let one = self.say("form.singular").split(' ').any(|number| number.parse() == Ok(n));
        let key = format!("{key}.{}", if one { "one" } else { "other" });
        fill(self.say(&key), &[("n", &self.number(n as f64))])
    }

    /// A number as this language writes it.
    pub fn number(&self, value: f64) -> String {
        let written = value.abs().to_string();
        let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
        let mut out = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push_str(self.say("form.thousands"));
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push_str(self.say("form.decimal"));
            out.push_str(part);
        }
        if value < 0.0 { format!("−{out}") } else { out }
    }

    /// A day or a time as this language writes it; as it came if it is neither.
    pub fn date(&self, iso: &str) -> String {
        self.day_and_time(iso).unwrap_or_else(|| iso.to_owned())
    }

    fn day_and_time(&self, iso: &str) -> Option<String> {
        let (day, time) = match iso.split_once(['T', ' ']) {
            Some((day, time)) => (day, Some(time)),
            None => (iso, None),
        };
        let mut parts = day.split('-');
        let number = |text: &str, digits: usize| {
            let fits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| text.parse::<usize>().ok()).flatten()
        };
        let year = number(parts.next()?, 4)?.to_string();
        let month = match parts.next() {
            Some(month) => Some(number(month, 2)?),
            None => None,
        };
        let months: Vec<&str> = self.say("form.months").split(' ').collect();
        let month = match month {
            Some(month) => *months.get(month.checked_sub(1)?)?,
            None => return Some(year),
        };
        let Some(number_of_day) = parts.next() else {
            return Some(self.fill("form.month", &[("month", month), ("year", &year)]));
        };
        let number_of_day = match number(number_of_day, 2)? {
            1 => self.say("form.first").to_owned(),
            day => day.to_string(),
        };
        let day =
            self.fill("form.day", &[("day", &number_of_day), ("month", month), ("year", &year)]);
        let Some(time) = time else { return Some(day) };
        let (hour, minute) = (time.get(..2)?, time.get(3..5)?);
        let zone = match time
            .get(5..)?
            .trim_start_matches(|c: char| c == ':' || c == '.' || c.is_ascii_digit())
        {
            "Z" | "+00:00" | "-00:00" => " UTC".to_owned(),
            "" => String::new(),
            zone => format!(" UTC{}", zone.replacen('-', "−", 1)),
        };
        let holes = [("day", day.as_str()), ("hour", hour), ("minute", minute), ("zone", &zone)];
        Some(self.fill("form.time", &holes))
    }
}

/// Fills holes in one walk: what fills one is not looked at again.
fn fill(text: &str, holes: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else { break };
        let filled = holes.iter().find(|(hole, _)| *hole == name);
        out.push_str(filled.map_or("", |(_, value)| value));
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn flatten(path: &str, value: toml::Value, texts: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let path = if path.is_empty() { key } else { format!("{path}.{key}") };
                flatten(&path, value, texts);
            }
        }
        toml::Value::String(text) => drop(texts.insert(path.to_owned(), text)),
        other => drop(texts.insert(path.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(words: &Words) -> BTreeSet<&str> {
        words.texts.keys().map(String::as_str).collect()
    }

    fn holes(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
    }

    #[test]
    fn all_languages_have_the_same_keys_and_holes() {
        let [en, fr] = Words::all() else { panic!("two languages") };
        assert_eq!(keys(en), keys(fr));
        for (key, text) in &en.texts {
            assert!(!text.trim().is_empty() && !fr.texts[key].is_empty(), "{key} is empty");
            assert_eq!(holes(text), holes(&fr.texts[key]), "{key}");
        }
    }

    /// Families whose keys are made while the program runs: of a word of the
    /// contract (the next test knows them all), or of a code that may be missing.
    const FAMILIES: [&str; 19] = [
        "stance.",
        "polarity.",
        "kind.",
        "chain.",
        "how.",
        "source.",
        "verdict.",
        "role.",
        "page_kind.",
        "cut.",
        "found.",
        "hint.",
        "reason.",
        "relation.",
        "unit.",
        "language.",
        "error.",
        "step.",
        "help.",
    ];

    #[test]
    fn no_text_is_missing_and_none_is_unused() {
        let sources: String = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web"))
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .chain([include_str!("words.rs").to_owned()])
            .collect();
        let en = &Words::all()[0];
        let strings: BTreeSet<&str> = sources.split('"').collect();
        for key in keys(en) {
            let plain = key.strip_suffix(".one").or(key.strip_suffix(".other")).unwrap_or(key);
            let family = FAMILIES.iter().any(|family| key.starts_with(family));
            assert!(family || strings.contains(plain), "{key} is not used");
        }
        // Every string that looks like a key is one.
        let sections: BTreeSet<&str> =
            keys(en).into_iter().filter_map(|key| key.split('.').next()).collect();
        for string in strings {
            let Some((section, rest)) = string.split_once('.') else { continue };
            let looks = sections.contains(section)
                && !rest.is_empty()
                && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'_');
            let has = |key: &str| en.find(key).is_some();
            assert!(!looks || has(string) || has(&format!("{string}.one")), "{string} has no text");
        }
        let troubles: BTreeSet<&str> = sources
            .split("Self::new(")
            .chain(sources.split("Trouble::new("))
            .filter_map(|rest| rest.split_once(", \"")?.1.split('"').next())
            .filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
            .collect();
        assert!(troubles.contains("locked") && troubles.contains("off_the_shelf"));
        let told: BTreeSet<&str> = keys(en)
            .into_iter()
            .filter_map(|key| key.strip_prefix("error.")?.strip_suffix(".what"))
            .collect();
        assert_eq!(told, troubles);
    }

    /// That a family has a text for each of these values, and no other.
    fn check<T: serde::Serialize>(family: &str, values: &[T]) {
        let t = &Words::all()[0];
        let has: BTreeSet<String> = keys(t)
            .into_iter()
            .filter_map(|key| key.strip_prefix(family)?.strip_prefix('.'))
            .map(|rest| rest.trim_end_matches(".later").trim_end_matches(".earlier").to_owned())
            .collect();
        let values: BTreeSet<String> = values.iter().map(code).collect();
        assert_eq!(has, values, "{family}");
    }

    #[test]
    fn every_word_of_the_contract_has_a_text() {
        use schema::{ChainKind as C, Kind as K, Relation as L, Role as R, SpeakerHow as H};
        use schema::{SpeakerType as S, Stance as T, Verdict as V};
        check(
            "stance",
            &[
                T::Asserts,
                T::Denies,
                T::Admits,
                T::Hedges,
                T::Reports,
                T::Asks,
                T::Requests,
                T::Promises,
                T::Threatens,
            ],
        );
        check("polarity", &[schema::Polarity::Positive, schema::Polarity::Negative]);
        check("kind", &[K::Direct, K::Indirect, K::Mixed, K::Narrated]);
        check(
            "chain",
            &[C::Page, C::Outlet, C::Agency, C::Person, C::Group, C::Government, C::Unnamed],
        );
        check("how", &[H::Written, H::Coreference, H::Inherited]);
        check("source", &[S::Person, S::Group, S::Government, S::Outlet, S::Unnamed, S::Page]);
        check("verdict", &[V::Accept, V::Reject, V::Undo]);
        check(
            "role",
            &[
                R::Title,
                R::Standfirst,
                R::Byline,
                R::Dateline,
                R::Body,
                R::Heading,
                R::Caption,
                R::PullQuote,
                R::EmbeddedPost,
                R::List,
                R::Table,
                R::Related,
                R::Comment,
                R::AuthorBox,
                R::Navigation,
                R::Notice,
            ],
        );
        use schema::{CutKind as U, HintKind as I, PageKind as P};
        check("page_kind", &[P::Article, P::Live, P::Stub, P::Index, P::Error]);
        let cut = [U::TooLong, U::KeptInPart, U::Torn, U::Damaged, U::Length, U::Elements];
        check("cut", &[&cut[..], &[U::Characters, U::Mail, U::Other]].concat());
        check("hint", &[I::CanonicalElsewhere, I::Credit, I::OriginalLink, I::ForeignMachinery]);
        check(
            "relation",
            &[
                L::Verbatim,
                L::Partial,
                L::Retranslated,
                L::Translated,
                L::ReportsOn,
                L::SameEvent,
                L::SameQuote,
                L::SameClaim,
                L::Confirms,
                L::Denies,
                L::Conflicts,
                L::Revises,
            ],
        );
    }

    #[test]
    fn every_reason_that_the_pages_of_the_corpus_show_has_a_text() {
        let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
        let mut reasons = BTreeSet::new();
        for folder in ["demo", "pages"] {
            for file in std::fs::read_dir(corpus.join(folder)).unwrap() {
                let Ok(bytes) = std::fs::read(file.unwrap().path()) else { continue };
                let Ok(document) = page::open(&page::Page { bytes, ..page::Page::default() })
                else {
                    continue;
                };
                reasons.extend(document.blocks.into_iter().map(|block| block.reason));
            }
        }
        assert!(reasons.len() > 20, "{reasons:?}");
        for words in Words::all() {
            for reason in &reasons {
                assert!(words.reason(reason).is_some(), "{}: {reason}", words.code);
            }
        }
    }

    #[test]
    fn a_part_of_a_page_is_known_by_its_name_and_a_new_reason_has_no_words() {
        let [en, fr] = Words::all() else { panic!("two languages") };
        let zone = |words: &Words| words.reason("zone/footer").unwrap();
        assert_eq!(zone(en), "it stands in a part of the page that is named “footer”");
        assert!(zone(fr).ends_with("se nomme «\u{a0}footer\u{a0}»"), "{}", zone(fr));
        assert_eq!(en.reason("tea/leaves"), None);
        assert_eq!(en.reason("links"), None);
    }

    #[test]
    fn where_a_value_was_found_is_told_in_each_language() {
        let [en, fr] = Words::all() else { panic!("two languages") };
        let row = "line of the archive, field date_publish";
        assert_eq!(en.found(row).unwrap(), "the row of the archive, field date_publish");
        assert_eq!(fr.found(row).unwrap(), "la ligne de l’archive, champ date_publish");
        assert_eq!(fr.found("head of the mail").unwrap(), "l’en-tête du message");
        assert_eq!(fr.found("meta og:title"), None);
    }

    #[test]
    fn every_unit_that_a_language_counts_in_has_a_name() {
        let languages = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge/languages");
        for code in ["en", "fr"] {
            let units = std::fs::read_to_string(format!("{languages}/{code}/units.toml")).unwrap();
            let named: Vec<&str> = units
                .lines()
                .filter_map(|line| line.split_once("unit = \"")?.1.split('"').next())
                .collect();
            assert!(named.len() > 20, "{code}: {named:?}");
            for unit in named {
                assert!(Words::all()[0].find(&format!("unit.{unit}")).is_some(), "{unit}");
            }
        }
    }

    #[test]
    fn no_word_of_the_interface_judges() {
        let judging = [
            "fake",
            "farm",
            "distort",
            "hoax",
            "disinform",
            "misinform",
            "debunk",
            "liar score",
            "infox",
            "intox",
            "mensong",
            "faux",
            "fausse",
            "déform",
            "désinform",
            "ferme à",
        ];
        for words in Words::all() {
            for (key, text) in &words.texts {
                let text = text.to_lowercase();
                let found = judging.iter().find(|word| text.contains(*word));
                assert_eq!(found, None, "{key}: {text}");
            }
        }
    }

    #[test]
    fn numbers_and_dates_are_written_as_each_language_writes_them() {
        let [en, fr] = Words::all() else { panic!("two languages") };
        assert_eq!(en.number(12345.5), "12,345.5");
        assert_eq!(fr.number(12345.5), "12\u{202f}345,5");
        assert_eq!(en.number(-7.0), "−7");
        assert_eq!(en.date("2024-04-01"), "1 April 2024");
        assert_eq!(fr.date("2024-04-01"), "1er avril 2024");
        assert_eq!(fr.date("2024-08"), "août 2024");
        assert_eq!(en.date("2024-04-16T05:07:00Z"), "16 April 2024, 05:07 UTC");
        assert_eq!(
            fr.date("2024-04-16T05:07:00+02:00"),
            "16 avril 2024 à 5 h 07 UTC+02:00".replace("à 5", "à 05")
        );
        assert_eq!(en.date("yesterday"), "yesterday");
        assert_eq!(en.date("2024-13-01"), "2024-13-01");
        assert_eq!(fr.count("count.pages", 0), "0 page");
        assert_eq!(en.count("count.pages", 0), "0 pages");
    }

    #[test]
    fn the_best_liked_language_is_taken() {
        let code = |header| Words::accepted(header).code;
        assert_eq!(code("fr-CA,fr;q=0.9,en;q=0.8"), "fr");
        assert_eq!(code("de, en;q=0.4, fr;q=0.5"), "fr");
        assert_eq!(code("uk"), "en");
        assert_eq!(code(""), "en");
    }
}
