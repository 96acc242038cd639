use super::answer::Asked;
use super::parts;
use super::words::Words;
use axum::response::Response;
use maud::{Markup, html};
use view::{Conflict, Scope, ValueGiven};

/// Figures that differ, and who gave which: in the whole ledger, or where `q` says.
pub(super) async fn answer(asked: Asked) -> Response {
    asked
        .ask(|ledger, asked| {
            let typed = asked.field("q").unwrap_or("");
            let view = view::conflicts(ledger, &Scope::of(typed))?;
            asked.show(&view, || {
                let t = asked.words;
                let main = html! {
                    div.wide {
                        header.about {
                            h1 { (t.say("conflicts.title")) }
                            p.lead { (t.say("conflicts.what")) }
                            form.filter role="search" action="/conflicts" method="get" {
                                label for="where" { (t.say("conflicts.filter")) }
                                input #where type="search" name="q" value=(typed);
                                button { (t.say("search.go")) }
                            }
                        }
                        @if view.is_empty() { p.empty { (t.say("conflicts.none")) } }
                        @for conflict in &view { (shown(t, conflict)) }
                    }
                };
                (t.say("conflicts.title").to_owned(), main)
            })
        })
        .await
}

/// One slot with its values.
pub(super) fn shown(t: &Words, conflict: &Conflict) -> Markup {
    let ends = conflict.values.iter().flat_map(|value| [value.low, value.high]).flatten();
    let (low, high) = ends
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
    // `killed` says no more than `person_killed`.
    let predicate = conflict.predicate.as_ref().filter(|it| !conflict.counted.contains(*it));
    html! {
        section.block.conflict {
            h2 {
                @for (at, counted) in conflict.counted.split(", ").enumerate() {
                    @if at > 0 { ", " } (parts::unit(t, counted))
                }
                @if let Some(predicate) = predicate { " · " (parts::quoted(predicate, None)) }
                @if let Some(place) = &conflict.place { " · " (parts::quoted(place, None)) }
            }
            @if conflict.unit_shift { p.notice { (t.say("conflicts.unit_shift")) } }
            table.stack {
                thead {
                    tr {
                        th scope="col" { (t.say("conflicts.value")) }
                        th.strip scope="col" { span.unseen { (t.say("conflicts.scale")) } }
                        th scope="col" { (t.say("conflicts.who")) }
                        th.num scope="col" { (t.say("conflicts.sources")) }
                    }
                }
                tbody { @for value in &conflict.values { (row(t, value, low, high)) } }
            }
        }
    }
}

fn row(t: &Words, value: &ValueGiven, low: f64, high: f64) -> Markup {
    html! {
        tr {
            td data-label=(t.say("conflicts.value")) {
                b { (parts::bounds(t, value.low, value.high)) } " " (parts::unit(t, &value.unit))
                br;
                span.understood { (parts::quoted(&value.text, None)) }
                @if let Some(day) = &value.as_of { br; span.understood { (t.say("conflicts.as_of")) " " (parts::date(t, day)) } }
            }
            td.strip { @if low < high { (strip(value, low, high)) } }
            td data-label=(t.say("conflicts.who")) {
                ul.givers {
                    @for claim in &value.claims {
                        li {
                            (parts::speaker(t, &claim.speaker, claim.speaker_type)) " "
                            (parts::stance(t, claim.stance, claim.polarity)) ", "
                            a href={ "/claim/" (claim.id) } { (parts::outlet(t, claim.outlet.as_deref())) } ", "
                            (parts::day(t, claim.published.as_deref()))
                        }
                    }
                }
            }
            td.num data-label=(t.say("conflicts.sources")) { (parts::interval(t, value.independence.ultimate_sources)) }
        }
    }
}

/// Where a value lies between the smallest and the largest. The table says the same in figures.
fn strip(value: &ValueGiven, low: f64, high: f64) -> Markup {
    let x = |at: f64| format!("{:.1}", 6.0 + 188.0 * (at - low) / (high - low));
    html! {
        svg viewBox="0 0 200 12" aria-hidden="true" focusable="false" {
            line.axis x1="6" x2="194" y1="6" y2="6" {}
            @match (value.low, value.high) {
                (Some(a), Some(b)) if a < b => { line.range x1=(x(a)) x2=(x(b)) y1="6" y2="6" {} }
                (Some(a), None) => { line.range.open x1=(x(a)) x2="194" y1="6" y2="6" {} circle cx=(x(a)) cy="6" r="5" {} }
                (None, Some(b)) => { line.range.open x1="6" x2=(x(b)) y1="6" y2="6" {} circle cx=(x(b)) cy="6" r="5" {} }
                (Some(a), Some(_)) => { circle cx=(x(a)) cy="6" r="5" {} }
                (None, None) => {}
            }
        }
    }
}
