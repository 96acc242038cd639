use crate::metadata::{date_in, found, is_date};
use schema::{Document, Found};

/// What a container says of a page that it holds: a feed of its entry, an archive
/// in the fields of a line, a mail in its head. It counts below what the page
/// says of itself, where the page says it well.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// Where it stands, if that is told and nobody fetched it from there.
    pub address: Option<Found<String>>,
    /// The headline.
    pub title: Option<Found<String>>,
    /// Who publishes it.
    pub outlet: Option<Found<String>>,
    /// Who signs it.
    pub byline: Vec<Found<String>>,
    /// When it was published.
    pub published: Option<Found<String>>,
    /// When it was changed.
    pub modified: Option<Found<String>>,
    /// In which language it is, as an ISO 639-1 code.
    pub language: Option<Found<String>>,
}

impl Given {
    /// Gives a document what it lacks, and what is surer than what it has.
    pub(crate) fn complete(&self, document: &mut Document) {
        surer(&mut document.title, &self.title);
        surer(&mut document.outlet, &self.outlet);
        surer(&mut document.published, &self.published);
        surer(&mut document.modified, &self.modified);
        if document.byline.is_empty() {
            document.byline = self.byline.iter().flat_map(crate::metadata::signers).collect();
        }
    }

    /// Takes what `other` says where this says nothing.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            address: self.address.or(other.address),
            title: self.title.or(other.title),
            outlet: self.outlet.or(other.outlet),
            byline: if self.byline.is_empty() { other.byline } else { self.byline },
            published: self.published.or(other.published),
            modified: self.modified.or(other.modified),
            language: self.language.or(other.language),
        }
    }
}

fn surer(has: &mut Option<Found<String>>, given: &Option<Found<String>>) {
    let Some(given) = given else { return };
    if has.as_ref().is_none_or(|has| has.confidence < given.confidence) {
        *has = Some(given.clone());
    }
}

/// A time that `text` names, as `evidence` says.
pub(crate) fn time(text: &str, evidence: &str, percent: u8) -> Option<Found<String>> {
    found(&moment(text)?, evidence, percent)
}

/// A language that `text` names: `en-GB` is `en`.
pub(crate) fn language(text: &str, evidence: &str, percent: u8) -> Option<Found<String>> {
    let code = text.trim().split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    is_code.then(|| found(&code, evidence, percent)).flatten()
}

/// A time however programs and mails write it, as a day or in RFC 3339; the zone
/// is kept as it was given.
///
/// Months may be named in any language that Selon knows: feeds are written so.
pub(crate) fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return since_1970(text);
    }
    let (day, rest) = if is_date(text) {
        (text[..10].to_owned(), text[10..].trim_start_matches(['T', 't', ' ']))
    } else {
        let (day, span) = date_in(text, 0)?;
        (day, &text[span.end()..])
    };
    Some(match clock(rest) {
        Some((time, zone)) => format!("{day}T{time}{zone}"),
        None => day,
    })
}

/// Seconds or milliseconds since the beginning of 1970.
fn since_1970(digits: &str) -> Option<String> {
    let number: i64 = digits.parse().ok()?;
    let time = match digits.len() {
        9 | 10 => jiff::Timestamp::from_second(number),
        12 | 13 => jiff::Timestamp::from_millisecond(number),
        _ => return None,
    };
    let text = format!("{:.0}", time.ok()?);
    is_date(&text).then_some(text)
}

/// A time of day at the beginning of `text`, and its zone where there is one.
fn clock(text: &str) -> Option<(String, String)> {
    let text = text.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let mut parts = text[..end].split(':');
    let mut part = |most: u8| {
        let number: u8 = parts.next()?.parse().ok()?;
        (number <= most).then_some(number)
    };
    let (hour, minute) = (part(23)?, part(59)?);
    let time = format!("{hour:02}:{minute:02}:{:02}", part(59).unwrap_or(0));
    let rest = text[end..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()).trim();
    Some((time, zone(rest)))
}

/// A zone as RFC 3339 writes it, or nothing where none can be made out.
fn zone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(4).collect();
    match text.chars().next() {
        Some(sign @ ('+' | '-')) if digits.len() == 4 => {
            format!("{sign}{}:{}", &digits[..2], &digits[2..])
        }
        Some('Z' | 'z') => "Z".to_owned(),
        _ if ["GMT", "UTC", "UT"].contains(&text) => "Z".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_however_they_are_written() {
        for (text, wanted) in [
            ("2031-05-05", "2031-05-05"),
            ("2031-05-05T08:00:00Z", "2031-05-05T08:00:00Z"),
            ("2031-05-05 08:00:00+0200", "2031-05-05T08:00:00+02:00"),
            ("2031-05-05T08:00:00.123456+02:00", "2031-05-05T08:00:00+02:00"),
            ("2031-05-05 08:00", "2031-05-05T08:00:00"),
            ("Mon, 05 May 2031 08:00:00 GMT", "2031-05-05T08:00:00Z"),
            ("Mon, 5 May 2031 8:00:30 -0430", "2031-05-05T08:00:30-04:30"),
            ("lun., 05 mai 2031 08:00:00 +0200", "2031-05-05T08:00:00+02:00"),
            ("пн, 5 мая 2031 08:00:00 +0300", "2031-05-05T08:00:00+03:00"),
            ("jeu. 6 févr. 2031 08:00:00 +0100", "2031-02-06T08:00:00+01:00"),
            ("Чт, 06 фев 2031 08:00:00 +0300", "2031-02-06T08:00:00+03:00"),
            ("чт, 06 лют. 2031 08:00:00 +0200", "2031-02-06T08:00:00+02:00"),
            ("čt, 06 úno 2031 08:00:00 +0100", "2031-02-06T08:00:00+01:00"),
            ("mar., 06 mai 2031 08:00:00 +0200", "2031-05-06T08:00:00+02:00"),
            ("May 5, 2031", "2031-05-05"),
            ("1935734400", "2031-05-05T08:00:00Z"),
            ("1935734400000", "2031-05-05T08:00:00Z"),
        ] {
            assert_eq!(moment(text).as_deref(), Some(wanted), "{text}");
        }
        for text in ["", "soon", "12", "2031-13-05", "99999999999999999999", "5 bridges 2031"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
