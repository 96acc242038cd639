use crate::index::Indexed;
use crate::story::day_number;

/// How likely `a` comes from `b` and not the other way, 0 to 1.
///
/// A sum of log-odds over what is known of both; 0.5 where nothing is.
/// `contained` tells which of the two is held by the other: positive if `a`
/// is the shorter one inside `b`.
pub(crate) fn direction(a: &Indexed<'_>, b: &Indexed<'_>, contained: f64) -> f64 {
    let mut odds = 0.0;
    odds += 1.5 * later(&a.published, &b.published);
    if a.published.is_none() || b.published.is_none() {
        odds += 0.5 * later(&a.modified, &b.modified);
    }
    // A page that was fetched before the other says that it was published was
    // there first, whatever dates the pages give themselves.
    odds += 3.0 * after(&a.published, &b.retrieved);
    odds -= 3.0 * after(&b.published, &a.retrieved);
    odds += 2.5 * (f64::from(u8::from(cites(a, b))) - f64::from(u8::from(cites(b, a))));
    odds += 0.8 * contained;
    let likely = 1.0 / (1.0 + f64::exp(-odds));
    (likely * 100.0).round() / 100.0
}

/// Whether `a` names the outlet of `b` as where something comes from.
pub(crate) fn cites(a: &Indexed<'_>, b: &Indexed<'_>) -> bool {
    a.outlet != b.outlet && b.outlet.as_ref().is_some_and(|key| a.cited.contains_key(key))
}

/// 1 if `a` is later than `b`, -1 if earlier, 0 if that cannot be told.
fn later(a: &Option<String>, b: &Option<String>) -> f64 {
    let (Some(a), Some(b)) = (a, b) else { return 0.0 };
    // A day and a time of that day say nothing about each other.
    let finest = a.len().min(b.len());
    let finest = if finest < 16 { 10 } else { 16 };
    match (a.get(..finest), b.get(..finest), a.get(16..) == b.get(16..)) {
        (Some(a), Some(b), true) => order(a, b),
        // Times in two zones are compared by their days, if these are a day apart or more.
        (Some(_), Some(_), false) => match (day_number(a), day_number(b)) {
            (Some(a), Some(b)) if a > b + 1 => 1.0,
            (Some(a), Some(b)) if b > a + 1 => -1.0,
            (Some(_), Some(_)) if finest == 10 => order(&a[..10], &b[..10]),
            _ => 0.0,
        },
        _ => 0.0,
    }
}

fn order(a: &str, b: &str) -> f64 {
    match a.cmp(b) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Less => -1.0,
        std::cmp::Ordering::Equal => 0.0,
    }
}

/// 1 if the day of `published` lies after the day of `retrieved`.
fn after(published: &Option<String>, retrieved: &Option<String>) -> f64 {
    let day = |date: &Option<String>| date.as_deref().and_then(day_number);
    match (day(published), day(retrieved)) {
        (Some(published), Some(retrieved)) if published > retrieved => 1.0,
        _ => 0.0,
    }
}
