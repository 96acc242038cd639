use super::answer::{Asked, Named};
use super::words::Words;
use super::{conflicts_page, document_page, lists, parts};
use axum::response::Response;
use maud::{Markup, html};
use view::{StoryClaim, StoryView};

/// Pages that belong together: what is said on them, and how many stand behind it.
pub(super) async fn answer(asked: Asked, Named(id): Named) -> Response {
    asked
        .ask(move |ledger, asked| {
            let view = view::story(ledger, &id)?;
            asked.show(&view, || {
                let untitled = || asked.words.say("document.untitled").to_owned();
                (view.about.title.clone().unwrap_or_else(untitled), page(asked.words, &view))
            })
        })
        .await
}

fn page(t: &Words, view: &StoryView) -> Markup {
    let about = &view.about;
    let (once, carried): (Vec<&StoryClaim>, Vec<&StoryClaim>) =
        view.claims.iter().partition(|claim| claim.independence.pages < 2 && claim.denials == 0);
    html! {
        div.wide {
            header.about {
                p.kicker { span { (t.say("story.kicker")) } span { (lists::period(t, about)) } span { (lists::languages(t, about)) } }
                h1 {
                    @match &about.title {
                        Some(title) => { (parts::quoted(title, None)) }
                        None => { (t.say("document.untitled")) }
                    }
                }
                p.facts {
                    span { (t.count("count.pages", view.documents.len() as u64)) }
                    span { (t.count("count.outlets", about.outlets.len() as u64)) }
                    span { (t.count("count.claims", view.claims.len() as u64)) }
                }
                p.small { (t.say("stories.what")) }
            }
            @for conflict in &view.conflicts { (conflicts_page::shown(t, conflict)) }
            section.block {
                h2 { (t.say("story.pages")) }
                ol.timeline { @for row in &view.documents { (with_links(t, view, row)) } }
            }
            section.block {
                h2 { (t.say("story.claims")) }
                ul.rows { @for claim in carried { (claim_row(t, claim)) } }
                @if !once.is_empty() {
                    details {
                        summary { (t.count("story.once", once.len() as u64)) }
                        ul.rows { @for claim in once { (claim_row(t, claim)) } }
                    }
                }
                @if view.on_site > 0 { p.small { (t.count("site.left_out", view.on_site.into())) } }
            }
        }
    }
}

/// A document with what it has to do with earlier ones.
fn with_links(t: &Words, view: &StoryView, row: &ledger::DocumentRow) -> Markup {
    // That all are about one event is what makes them a story.
    let links = view
        .links
        .iter()
        .filter(|link| link.from == row.id && link.relation != schema::Relation::SameEvent);
    html! {
        li.row {
            p.facts {
                span { (parts::day(t, row.published.as_deref())) }
                span { (parts::outlet(t, row.outlet.as_deref())) }
                @if let Some(code) = &row.language { span { (parts::language(t, code)) } }
                span { (t.count("count.claims", row.claims.into())) }
            }
            p.headline { a href={ "/document/" (row.id) } { (parts::title(t, row)) } }
            @for link in links {
                @if let Some(other) = view.documents.iter().find(|other| other.id == link.to) {
                    p.relation {
                        (document_page::relation(t, link.relation, true)) " "
                        a href={ "/document/" (other.id) } { (parts::outlet(t, other.outlet.as_deref())) ", " (parts::title(t, other)) }
                    }
                }
            }
        }
    }
}

fn claim_row(t: &Words, claim: &StoryClaim) -> Markup {
    let (row, behind) = (&claim.claim, &claim.independence);
    html! {
        li.row {
            p.by {
                (parts::speaker(t, &row.speaker, row.speaker_type)) " "
                (parts::stance(t, row.stance, row.polarity)) " "
                (parts::verdict(t, row.verdict))
            }
            p.said { a href={ "/claim/" (row.id) } { (parts::content(&row.content, row.kind, row.language.as_deref())) } }
            p.facts {
                span { (t.count("count.pages", behind.pages.into())) }
                span {
                    (parts::interval(t, behind.ultimate_sources)) " "
                    (t.count("behind.ultimate", behind.ultimate_sources.high.into()))
                }
                @if claim.denials > 0 { span.differ { (t.count("card.denials", claim.denials.into())) } }
                span { (parts::outlet(t, row.outlet.as_deref())) }
                span { (parts::day(t, row.published.as_deref())) }
            }
        }
    }
}
