use super::answer::{Asked, Form, Named, Trouble};
use super::words::Words;
use super::{Site, document_page, layout, marks, parts, road};
use crate::clock;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::Ledger;
use maud::{Markup, html};
use schema::{Independence, OriginKind, Relation, Verdict};
use std::collections::BTreeSet;
use std::sync::Arc;
use view::{CarrierRow, ClaimView, Opposite};

/// A claim: who said it, the road it took, who else carries it, and what speaks against it.
pub(super) async fn answer(asked: Asked, Named(id): Named) -> Response {
    asked
        .ask(move |ledger, asked| {
            let view = view::claim(ledger, &id)?;
            asked.show(&view, || (view.claim.content.text.clone(), page(asked, &view)))
        })
        .await
}

/// A person's word on a claim, written into the ledger.
pub(super) async fn review(
    State(site): State<Arc<Site>>,
    asked: Asked,
    Named(id): Named,
    request: Request,
) -> Response {
    let form = match Form::of(request, &site).await {
        Ok(form) => form,
        Err(trouble) => return asked.told(trouble),
    };
    asked
        .work(move |_| {
            let verdict = match form.text("verdict").as_str() {
                "accept" => Verdict::Accept,
                "reject" => Verdict::Reject,
                "undo" => Verdict::Undo,
                _ => return Err(Trouble::new(422, "no_verdict")),
            };
            let by = form.text("by");
            let by = Some(by.trim()).filter(|by| !by.is_empty());
            Ledger::open(&site.ledger)?.review(&id, verdict, by, &clock::now())?;
            let there = format!("/claim/{id}#review");
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, there)]).into_response())
        })
        .await
}

fn page(asked: &Asked, view: &ClaimView) -> Markup {
    let t = asked.words;
    let claim = &*view.claim;
    let language = view.document.language.as_deref();
    html! {
        div.wide {
            header.about {
                p.kicker {
                    span { (t.word("kind", &claim.kind)) }
                    span { (parts::outlet(t, view.document.outlet.as_deref())) }
                    span { (parts::date_or_none(t, view.document.published.as_deref())) }
                }
                p.by.large {
                    (parts::speaker(t, &claim.speaker.name, claim.speaker.kind)) " "
                    (parts::stance(t, claim.stance, claim.polarity)) " "
                    (parts::verdict(t, view.verdict))
                }
                h1.said-words { (parts::content(&claim.content.text, claim.kind, language)) }
            }
            section.block {
                h2 { (t.say("road.title")) }
                (road::drawn(t, claim, view.document.outlet.as_deref()))
                p.small { (t.word("how", &claim.speaker.how)) }
            }
            (behind(t, &view.independence))
            (carriers(t, view))
            (opposites(t, view, &view.conflicts, "claim.conflicts", "claim.conflicts_what"))
            @if !view.conflicts.is_empty() {
                p.more { a href={ "/conflicts?q=" (claim.id) } { (t.say("claim.conflicts_all")) } }
            }
            (opposites(t, view, &view.denials, "claim.denials", "claim.denials_what"))
            section.block {
                h2 { (t.say("claim.passage")) }
                blockquote lang=[language] dir="auto" { (view.passage) }
                p.headline { a href={ "/document/" (view.document.id) "#at-" (claim.id) } { (parts::title(t, &view.document)) } }
                @if let Some(url) = &view.document.url {
                    p.small { (t.say("claim.there")) " " (parts::place(url, &first_words(claim))) }
                }
                @if !claim.figures.is_empty() {
                    h3 { (t.say("claim.figures")) }
                    ul.figures { @for figure in &claim.figures { li { (parts::figure(t, figure, language)) } } }
                }
                (marks::times_and_places(t, claim, language))
                p.more { a href={ "/why/" (claim.id) } { (t.say("claim.why")) } }
            }
            (reviewed(asked, view))
            @if !view.not_compared.is_empty() {
                section.block #not-compared {
                    h2 { (t.say("claim.not_compared")) }
                    p { (t.say("claim.not_compared_what")) }
                    details {
                        summary { (t.count("count.pages", view.not_compared.len() as u64)) }
                        ul.rows { @for row in &view.not_compared { (parts::document_row(t, row)) } }
                    }
                }
            }
        }
    }
}

/// How many stand behind it, each number with a sentence on what it counts.
pub(super) fn behind(t: &Words, independence: &Independence) -> Markup {
    let n = independence.pages;
    html! {
        section.block.behind {
            h2 { (t.say("behind.title")) }
            ul.numbers {
                li.first {
                    b { (parts::interval(t, independence.ultimate_sources)) }
                    span.what { (t.count("behind.ultimate", independence.ultimate_sources.high.into())) }
                    span.then { (t.say("behind.ultimate_what")) }
                }
                li {
                    b { (parts::interval(t, independence.reporting_origins)) }
                    span.what { (t.count("behind.reporting", independence.reporting_origins.high.into())) }
                    span.then { (t.say("behind.reporting_what")) }
                }
                li {
                    b { (t.number(n.into())) }
                    span.what { (t.count("behind.carry", n.into())) }
                    span.then { (t.say("behind.pages_what")) }
                }
            }
            @if independence.ultimate_sources.low != independence.ultimate_sources.high {
                p.small { (t.say("behind.interval")) }
            }
            @if !independence.not_compared.is_empty() {
                p.small { a href="#not-compared" { (t.count("behind.not_compared", independence.not_compared.len() as u64)) } }
            }
            @if !independence.origins.is_empty() {
                h3 { (t.say("behind.origins")) }
                ul.plain {
                    @for origin in &independence.origins {
                        li {
                            @match &origin.document {
                                Some(document) => { a href={ "/document/" (document) } { (parts::quoted(&origin.name, None)) } }
                                None => { (parts::quoted(&origin.name, None)) }
                            }
                            @if origin.kind == OriginKind::Phantom {
                                " " span.understood { (t.say("behind.phantom")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The first words of a content, to find them on the outlet's own page.
fn first_words(claim: &schema::Claim) -> String {
    let piece = claim.content.text.split(" … ").next().unwrap_or_default();
    piece.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}

fn carriers(t: &Words, view: &ClaimView) -> Markup {
    html! {
        section.block {
            h2 { (t.count("claim.carriers", view.independence.pages.into())) }
            ol.rows {
                @for carrier in &view.carriers { (carrier_row(t, view, carrier)) }
            }
        }
    }
}

fn carrier_row(t: &Words, view: &ClaimView, carrier: &CarrierRow) -> Markup {
    let row = &carrier.claim;
    let this = row.id == view.claim.id;
    let language = row.language.as_deref();
    html! {
        li.row {
            p.facts {
                span { b { (parts::outlet(t, row.outlet.as_deref())) } }
                span { (parts::day(t, row.published.as_deref())) }
                @if let Some(code) = language { span { (parts::language(t, code)) } }
                @if this { span { (t.say("claim.this_one")) } }
            }
            p.said {
                @if this { (parts::content(&row.content, row.kind, language)) }
                @else { a href={ "/claim/" (row.id) } { (parts::content(&row.content, row.kind, language)) } }
            }
            p.facts {
                @if !carrier.through.is_empty() {
                    span {
                        (t.say("claim.through")) " "
                        @for (at, name) in carrier.through.iter().enumerate() {
                            @if at > 0 { " ← " } (parts::quoted(name, None))
                        }
                    }
                }
                @if let Some(link) = &carrier.copy_of {
                    span.relation { (document_page::relation(t, link.relation, true)) " " a href={ "/document/" (link.to) } { (t.say("claim.that_page")) } }
                }
            }
            @if !this && row.content != view.claim.content.text && language == view.document.language.as_deref() {
                details {
                    summary { (t.say("claim.differs")) }
                    (parts::side_by_side(
                        t,
                        (&view.claim.content.text, view.document.outlet.as_deref().unwrap_or("")),
                        (&row.content, row.outlet.as_deref().unwrap_or("")),
                    ))
                }
            }
        }
    }
}

fn opposites(t: &Words, view: &ClaimView, rows: &[Opposite], title: &str, what: &str) -> Markup {
    let name = |outlet: &Option<String>| {
        outlet.clone().unwrap_or_else(|| t.say("outlet.unknown").to_owned())
    };
    // One that speaks against several carriers stands here once.
    let mut seen = BTreeSet::new();
    let rows: Vec<&Opposite> = rows.iter().filter(|row| seen.insert(&row.claim.id)).collect();
    let carrier = |row: &Opposite| {
        let carrier = view.carriers.iter().find(|carrier| carrier.claim.id == row.against);
        name(carrier.map_or(&view.document.outlet, |carrier| &carrier.claim.outlet))
    };
    html! {
        @if !rows.is_empty() {
            section.block {
                h2 { (t.say(title)) }
                p { (t.say(what)) }
                ul.rows {
                    @for row in rows {
                        li.row {
                            p.by {
                                (parts::speaker(t, &row.claim.speaker, row.claim.speaker_type)) " "
                                (parts::stance(t, row.claim.stance, row.claim.polarity)) " "
                                @if row.link.relation == Relation::Revises {
                                    span.relation { (t.say(if row.later { "claim.later" } else { "claim.earlier" })) }
                                }
                            }
                            (parts::side_by_side(
                                t,
                                (&row.passage.here, &carrier(row)),
                                (&row.passage.there, &name(&row.claim.outlet)),
                            ))
                            p.facts {
                                span { (parts::day(t, row.claim.published.as_deref())) }
                                span { a href={ "/claim/" (row.claim.id) } { (t.say("claim.that_claim")) } }
                                span { code dir="ltr" { (row.link.rule) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What people said about it, and the form to say something.
fn reviewed(asked: &Asked, view: &ClaimView) -> Markup {
    let t = asked.words;
    let button = |value: &str, key: &str, pressed: bool| {
        html! { button name="verdict" value=(value) aria-pressed=[pressed.then_some("true")] { (t.say(key)) } }
    };
    html! {
        section.block #review {
            h2 { (t.say("review.title")) }
            p { (t.say("review.what")) }
            form.review action={ "/claim/" (view.claim.id) "/review" } method="post" enctype="multipart/form-data" {
                (layout::token(asked))
                label for="by" { (t.say("review.by")) }
                input #by type="text" name="by" maxlength="80" autocomplete="name";
                div.buttons {
                    (button("accept", "review.accept", view.verdict == Some(Verdict::Accept)))
                    (button("reject", "review.reject", view.verdict == Some(Verdict::Reject)))
                    @if view.verdict.is_some() { (button("undo", "review.undo", false)) }
                }
            }
            @if !view.reviews.is_empty() {
                ol.plain {
                    @for review in &view.reviews {
                        li {
                            b { (t.word("verdict", &review.verdict)) } " "
                            (parts::date(t, &review.at)) " "
                            @if let Some(by) = &review.by { (parts::quoted(by, None)) }
                        }
                    }
                }
            }
        }
    }
}
