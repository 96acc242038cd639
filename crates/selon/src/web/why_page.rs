use super::answer::{Asked, Named};
use super::words::Words;
use super::{document_page, parts};
use axum::response::Response;
use maud::{Markup, html};
use schema::Id;
use view::{Step, Why};

/// What shows a datum: the words, the rule, the page, and what wrote it down.
pub(super) async fn answer(asked: Asked, Named(id): Named) -> Response {
    asked
        .ask(move |ledger, asked| {
            let view = view::why(ledger, &id)?;
            asked
                .show(&view, || (asked.words.say("why.title").to_owned(), page(asked.words, &view)))
        })
        .await
}

fn page(t: &Words, view: &Why) -> Markup {
    html! {
        div.wide {
            header.about {
                p.kicker { code dir="ltr" { (view.id) } }
                h1 { (t.say("why.title")) }
                p.lead { (t.say("why.what")) }
                @if let Some(there) = at(&view.id) { p.more { a href=(there) { (t.say("why.back")) } } }
            }
            table.stack.steps {
                thead {
                    tr {
                        th scope="col" { (t.say("why.datum")) }
                        th scope="col" { (t.say("why.value")) }
                        th scope="col" { (t.say("why.words")) }
                        th scope="col" { (t.say("why.rule")) }
                        th.num scope="col" { (t.say("metadata.confidence")) }
                    }
                }
                tbody { @for step in &view.steps { (row(t, step)) } }
            }
            @if !view.links.is_empty() {
                section.block {
                    h2 { (t.say("why.links")) }
                    ul.plain {
                        @for link in &view.links {
                            @let later = link.from == view.id;
                            @let other = if later { &link.to } else { &link.from };
                            li {
                                (document_page::relation(t, link.relation, later)) " "
                                @match at(other) {
                                    Some(there) => { a href=(there) { code dir="ltr" { (other) } } }
                                    None => { code dir="ltr" { (other) } }
                                }
                                " " code dir="ltr" { (link.rule) } " "
                                span.understood { (t.fill("link.likely", &[("n", &t.number((link.probability * 100.0).round()))])) }
                            }
                        }
                    }
                }
            }
            @if let Some(page) = &view.page {
                section.block {
                    h2 { (t.say("evidence.title")) }
                    p.headline { a href={ "/document/" (page.document.id) } { (parts::title(t, &page.document)) } }
                    p.facts {
                        span { "SHA-256 " code.hash { (page.evidence.sha256) } }
                        span { (t.count("evidence.bytes", page.evidence.size)) }
                        span { (t.say("evidence.added")) " " (parts::date(t, &page.evidence.added)) }
                    }
                }
            }
            @if !view.entries.is_empty() {
                section.block {
                    h2 { (t.say("why.entries")) }
                    ol.plain {
                        @for entry in &view.entries {
                            li { (parts::date(t, &entry.at)) " " code dir="ltr" { (entry.kind) } " " (parts::quoted(&entry.actor, None)) }
                        }
                    }
                }
            }
        }
    }
}

fn row(t: &Words, step: &Step) -> Markup {
    let what = t.find(&format!("step.{}", step.what.replace(' ', "_"))).unwrap_or(&step.what);
    html! {
        tr {
            th scope="row" { (what) }
            td data-label=(t.say("why.value")) { (value(t, step)) }
            td data-label=(t.say("why.words")) {
                @for words in &step.words {
                    p { (parts::quoted(&words.exact, None)) " " span.understood { (words.span.start()) "–" (words.span.end()) } }
                }
                @if step.words.is_empty() { span.unknown { (t.say("why.no_words")) } }
            }
            td data-label=(t.say("why.rule")) { @if let Some(rule) = &step.rule { code dir="ltr" { (rule) } } }
            td.num data-label=(t.say("metadata.confidence")) { @if let Some(confidence) = step.confidence { (parts::confidence(t, confidence)) } }
        }
    }
}

/// What was made of it; a stance and a polarity by their words.
fn value(t: &Words, step: &Step) -> Markup {
    match t.find(&format!("{}.{}", step.what, step.value)) {
        Some(word) => html! { (word) },
        None => parts::quoted(&step.value, None),
    }
}

/// The page of a thing, if it has one.
fn at(id: &Id) -> Option<String> {
    let section = match id.letter()? {
        'c' => "claim",
        'd' => "document",
        's' => "story",
        _ => return None,
    };
    Some(format!("/{section}/{id}"))
}
