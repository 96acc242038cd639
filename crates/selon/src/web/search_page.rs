use super::answer::Asked;
use super::words::Words;
use super::{layout, parts};
use axum::response::Response;
use maud::{Markup, html};
use view::Found;

/// How many claims one page of the answer shows.
const SHOWN: u32 = 25;

/// Claims by words and facets, or those most like a pasted sentence.
pub(super) async fn answer(asked: Asked) -> Response {
    asked
        .ask(|ledger, asked| {
            let typed = asked.field("q").unwrap_or("");
            let number = asked.field("page").and_then(|page| page.parse().ok()).unwrap_or(1_u32);
            let number = number.clamp(1, 100_000);
            let view = view::find(ledger, typed, SHOWN, (number - 1) * SHOWN)?;
            asked.show(&view, || {
                let title = match typed.trim() {
                    "" => asked.words.say("search.title").to_owned(),
                    typed => typed.to_owned(),
                };
                (title, page(asked, typed, number, &view))
            })
        })
        .await
}

fn page(asked: &Asked, typed: &str, number: u32, view: &Found) -> Markup {
    let t = asked.words;
    html! {
        div.wide {
            header.about {
                h1 { (t.say("search.title")) }
                form.filter role="search" action="/search" method="get" {
                    label for="q" { (t.say("search.label")) }
                    input #q type="search" name="q" value=(typed) dir="auto";
                    button { (t.say("search.go")) }
                }
                p.small { (t.say("search.hint")) " " a href="/help#search" { (t.say("search.help")) } }
                (narrower(t, typed))
                @for note in &view.notes {
                    p.notice {
                        span dir="auto" { (t.fill("search.not_understood", &[("facet", &note.facet), ("value", &note.value)])) } " "
                        span lang="en" dir="auto" { (note.message) }
                    }
                }
            }
            @if view.similar.is_empty() {
                p.counts role="status" { (t.count("search.found", view.total)) }
                ul.rows { @for row in &view.rows { (parts::claim_row(t, row)) } }
                (pages(asked, typed, number, view.total))
            } @else {
                p.counts role="status" { (t.say("search.similar")) }
                ul.rows {
                    @for similar in &view.similar {
                        (parts::claim_row(t, &similar.row))
                    }
                }
            }
        }
    }
}

/// Facets that narrow the search, one press each.
fn narrower(t: &Words, typed: &str) -> Markup {
    let stances = ["asserts", "denies", "admits", "hedges", "reports", "promises", "threatens"];
    let kinds = ["direct", "indirect", "mixed", "narrated"];
    let to = |facet: &str, value: &str| {
        let others = typed.split_whitespace().filter(|word| !word.starts_with(facet));
        let mut query: Vec<&str> = others.collect();
        let facet = format!("{facet}{value}");
        // Pressed again, a facet goes away.
        if !typed.split_whitespace().any(|word| word == facet) {
            query.push(&facet);
        }
        format!("/search?q={}", layout::encoded(&query.join(" ")))
    };
    let row = |facet: &str, family: &str, values: &[&str]| {
        html! {
            @for value in values {
                @let on = typed.split_whitespace().any(|word| word == format!("{facet}{value}"));
                a href=(to(facet, value)) aria-current=[on.then_some("true")] { (t.word(family, value)) }
                " "
            }
        }
    };
    html! {
        p.narrower { span { (t.say("search.only")) } " " (row("stance:", "stance", &stances)) }
        p.narrower { span { (t.say("search.only")) } " " (row("kind:", "kind", &kinds)) }
    }
}

/// The way to the other pages of the answer.
fn pages(asked: &Asked, typed: &str, number: u32, total: u64) -> Markup {
    let t = asked.words;
    let last = total.div_ceil(SHOWN.into()).max(1);
    let to = |number: u64| {
        let fields = [("q".to_owned(), typed.to_owned()), ("page".to_owned(), number.to_string())];
        format!("/search{}", layout::query(&fields))
    };
    let number = u64::from(number);
    html! {
        @if last > 1 {
            nav.pages aria-label=(t.say("search.pages")) {
                @if number > 1 { a rel="prev" href=(to((number - 1).min(last))) { (t.say("search.before")) } }
                span { (t.fill("search.page_of", &[("n", &t.number(number as f64)), ("all", &t.number(last as f64))])) }
                @if number < last { a rel="next" href=(to(number + 1)) { (t.say("search.after")) } }
            }
        }
    }
}
