use super::answer::{Asked, Named};
use super::words::Words;
use super::{blocks, layout, marks, parts};
use axum::response::Response;
use maud::{Markup, html};
use schema::Found;
use view::{DocumentLink, DocumentView, Passage};

/// A document: its text with the claims marked, and what shows all of it.
pub(super) async fn answer(asked: Asked, Named(id): Named) -> Response {
    asked
        .ask(move |ledger, asked| {
            let view = view::document(ledger, &id)?;
            asked.show(&view, || page(asked, &view, State::Kept))
        })
        .await
}

/// Whether a document is in the ledger.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is.
    Kept,
    /// It was only read.
    Read {
        /// The same page is in the ledger as well.
        held: bool,
    },
}

/// The page of a document.
pub(super) fn page(asked: &Asked, view: &DocumentView, state: State) -> (String, Markup) {
    let t = asked.words;
    let about = &view.about;
    let title = about.title.clone().unwrap_or_else(|| t.say("document.untitled").to_owned());
    let left_out = view.document.blocks.iter().filter(|block| !block.kept).count() as u64;
    let language = about.language.as_deref();
    let near = view.links.iter().filter(|link| !is_far(link)).count() as u64;
    let (of_site, own): (Vec<_>, Vec<_>) =
        view.claims.iter().enumerate().partition(|(_, claim)| claim.on_site.is_some());
    let main = html! {
        div.wide {
            header.about {
                p.kicker {
                    span { (parts::outlet(t, about.outlet.as_deref())) }
                    span { (parts::date_or_none(t, about.published.as_deref())) }
                    @if let Some(code) = language { span { (parts::language(t, code)) } }
                }
                h1 { (parts::title(t, about)) }
                p.facts {
                    span { (t.count("count.claims", about.claims.into())) }
                    span { a href="#blocks" { (t.count("document.left_out", left_out)) } }
                    @if !view.notes.is_empty() {
                        span { a href="#notes" { (t.count("document.notes", view.notes.len() as u64)) } }
                    }
                    @if near > 0 { span { a href="#links" { (t.count("document.near", near)) } } }
                    @if let (Some(story), State::Kept) = (&view.story, state) {
                        span {
                            (t.say("document.story")) " "
                            a href={ "/story/" (story.id) } { (t.count("count.pages", story.documents.len() as u64)) }
                        }
                    }
                }
            }
            @if let State::Read { held } = state { (not_kept(asked, view, held)) }
            @if let Some(newer) = &about.superseded_by {
                p.notice { (t.say("document.older")) " " a href={ "/document/" (newer) } { (t.say("document.newer")) } }
            }
            (language_note(t, view))
            div.reader {
                section.page aria-label=(t.say("document.text")) {
                    @if view.claims.iter().any(|on_page| on_page.claim.kind == schema::Kind::Narrated) {
                        p.switch {
                            input #narrated type="checkbox" checked;
                            " " label for="narrated" { (t.say("document.narrated")) }
                        }
                    }
                    (marks::text(t, &view.document, &view.claims, view.site.as_ref()))
                    (marks::legend(t))
                }
                section.cards aria-label=(t.say("document.claims")) tabindex="0" {
                    h2 { (t.say("document.claims")) }
                    @if view.claims.is_empty() { p.empty { (t.say("document.no_claims")) } }
                    @for (at, claim) in own { (marks::card(t, at + 1, claim, language, state == State::Kept)) }
                    @if !of_site.is_empty() {
                        details {
                            summary { (t.count("site.claims", of_site.len() as u64)) }
                            @for (at, claim) in of_site { (marks::card(t, at + 1, claim, language, state == State::Kept)) }
                        }
                    }
                }
            }
            (links(t, view))
            (notes(t, view))
            (metadata(t, view))
            (blocks::section(t, view))
            (evidence(t, view, state))
            (versions(t, view))
            (unattached(t, view))
        }
    };
    (title, main)
}

/// What was read and is not in the ledger, with the way in.
fn not_kept(asked: &Asked, view: &DocumentView, held: bool) -> Markup {
    let t = asked.words;
    html! {
        form.notice action="/read" method="post" enctype="multipart/form-data" {
            (layout::token(asked))
            input type="hidden" name="shelf" value=(view.about.page);
            @if held {
                p { (t.say("read.held")) " " a href={ "/document/" (view.about.id) } { (t.say("read.see")) } }
            } @else {
                p { (t.say("read.not_kept")) }
                button.main name="do" value="keep" { (t.say("home.keep")) }
            }
        }
    }
}

fn language_note(t: &Words, view: &DocumentView) -> Markup {
    let unread = view.notes.iter().find(|note| note.rule.starts_with("language/"));
    html! {
        @if let Some(note) = unread {
            p.notice { (t.say("document.unread")) " " span lang="en" dir="auto" { (note.message) } }
        }
    }
}

fn links(t: &Words, view: &DocumentView) -> Markup {
    // Copies and reports first; that two pages are about one event says less.
    let (far, near): (Vec<&DocumentLink>, Vec<&DocumentLink>) =
        view.links.iter().partition(|link| is_far(link));
    html! {
        @if !view.links.is_empty() {
            section.block #links {
                h2 { (t.say("document.links")) }
                ul.rows { @for link in near { (link_row(t, view, link)) } }
                @if !far.is_empty() {
                    details {
                        summary { (t.count("document.same_event", far.len() as u64)) }
                        ul.rows { @for link in far { (link_row(t, view, link)) } }
                    }
                }
            }
        }
    }
}

/// Whether two pages share no more than an event.
fn is_far(link: &DocumentLink) -> bool {
    link.link.relation == schema::Relation::SameEvent
}

fn link_row(t: &Words, view: &DocumentView, link: &DocumentLink) -> Markup {
    let other = &link.other;
    let (same, different): (Vec<&Passage>, Vec<&Passage>) =
        link.passages.iter().partition(|passage| passage.here == passage.there);
    let name = |outlet: &Option<String>| {
        outlet.clone().unwrap_or_else(|| t.say("outlet.unknown").to_owned())
    };
    let (here, there) = (name(&view.about.outlet), name(&other.outlet));
    html! {
        li.row {
            p.relation {
                (relation(t, link.link.relation, link.later)) " "
                span.understood { (t.fill("link.likely", &[("n", &t.number((link.link.probability * 100.0).round()))])) }
            }
            p.headline { a href={ "/document/" (other.id) } { (parts::title(t, other)) } }
            p.facts {
                span { (parts::outlet(t, other.outlet.as_deref())) }
                span { (parts::day(t, other.published.as_deref())) }
                span { code dir="ltr" { (link.link.rule) } }
            }
            @if !different.is_empty() {
                details {
                    summary { (t.count("link.different", different.len() as u64)) }
                    @for passage in different {
                        (parts::side_by_side(t, (&passage.here, &here), (&passage.there, &there)))
                    }
                }
            }
            @if !same.is_empty() {
                details {
                    summary { (t.count("link.same", same.len() as u64)) }
                    @for passage in same { p.same dir="auto" { (passage.here) } }
                }
            }
        }
    }
}

/// What holds between this and another, seen from here.
pub(super) fn relation(t: &Words, relation: schema::Relation, later: bool) -> Markup {
    let side = if later { "later" } else { "earlier" };
    let key = format!("relation.{}.{side}", super::words::code(&relation));
    html! { (t.say(&key)) }
}

fn notes(t: &Words, view: &DocumentView) -> Markup {
    html! {
        @if !view.notes.is_empty() {
            section.block #notes {
                h2 { (t.say("document.not_made_out")) }
                ul.plain {
                    @for note in view.notes.iter() {
                        li {
                            span lang="en" dir="auto" { (note.message) } " " code dir="ltr" { (note.rule) }
                            @if let Some(span) = note.span {
                                blockquote dir="auto" { (view.document.words(span)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn metadata(t: &Words, view: &DocumentView) -> Markup {
    let document = &*view.document;
    let fields = [
        ("metadata.title", &document.title),
        ("metadata.outlet", &document.outlet),
        ("metadata.language", &document.language),
        ("metadata.published", &document.published),
        ("metadata.modified", &document.modified),
        ("metadata.url", &document.url),
    ];
    let found = |key: &str, found: &Found<String>| {
        html! {
            tr {
                th scope="row" { (t.say(key)) }
                td data-label=(t.say("metadata.value")) {
                    @match key {
                        "metadata.url" => { (parts::address(&found.value)) }
                        "metadata.published" | "metadata.modified" => { (parts::date(t, &found.value)) }
                        "metadata.language" => { (parts::language(t, &found.value)) }
                        _ => { (parts::quoted(&found.value, None)) }
                    }
                }
                td data-label=(t.say("metadata.evidence")) { (parts::found(t, &found.evidence)) }
                td.num data-label=(t.say("metadata.confidence")) { (parts::confidence(t, found.confidence)) }
            }
        }
    };
    html! {
        section.block #metadata {
            h2 { (t.say("document.metadata")) }
            table.stack {
                thead {
                    tr {
                        th scope="col" { (t.say("metadata.field")) }
                        th scope="col" { (t.say("metadata.value")) }
                        th scope="col" { (t.say("metadata.evidence")) }
                        th.num scope="col" { (t.say("metadata.confidence")) }
                    }
                }
                tbody {
                    @for (key, value) in fields {
                        @match value {
                            Some(value) => { (found(key, value)) }
                            None => {
                                tr {
                                    th scope="row" { (t.say(key)) }
                                    td.unknown colspan="3" { (t.say("metadata.none")) }
                                }
                            }
                        }
                    }
                    @for signer in &document.byline { (found("metadata.byline", &signer.found)) }
                }
            }
        }
    }
}

fn evidence(t: &Words, view: &DocumentView, state: State) -> Markup {
    let (page, held) = (&view.document.page, &view.evidence);
    html! {
        section.block #evidence {
            h2 { (t.say("evidence.title")) }
            p { (t.say("evidence.what")) }
            dl.facts-list {
                dt { "SHA-256" } dd { code.hash { (held.sha256) } }
                dt { (t.say("evidence.size")) } dd { (t.count("evidence.bytes", held.size)) ", " (parts::quoted(&page.charset, None)) }
                @if let Some(whence) = &page.whence {
                    dt { (t.say("evidence.whence")) } dd { (parts::address(whence)) }
                }
                dt { (t.say("evidence.retrieved")) } dd { (parts::date_or_none(t, held.retrieved.as_deref())) }
                @if state == State::Kept {
                    dt { (t.say("evidence.added")) } dd { (parts::date(t, &held.added)) }
                    dt { (t.say("evidence.engine")) } dd { code dir="ltr" { (view.about.engine) } " " code dir="ltr" { (view.about.knowledge) } }
                }
            }
            @if state == State::Kept {
                p.more {
                    a href={ "/document/" (view.about.id) "/evidence" } download { (t.say("evidence.download")) }
                    a href={ "/why/" (view.about.id) } { (t.say("card.why")) }
                }
            }
        }
    }
}

fn versions(t: &Words, view: &DocumentView) -> Markup {
    html! {
        @if view.versions.len() > 1 {
            section.block #versions {
                h2 { (t.say("document.versions")) }
                ol.rows {
                    @for version in &view.versions {
                        li.row {
                            p.headline {
                                @if version.id == view.about.id {
                                    b { (parts::title(t, version)) } " (" (t.say("document.this_one")) ")"
                                } @else {
                                    a href={ "/document/" (version.id) } { (parts::title(t, version)) }
                                }
                            }
                            p.facts {
                                span { (parts::date_or_none(t, version.modified.as_deref().or(version.published.as_deref()))) }
                                span { (t.say("evidence.added")) " " (parts::date(t, &version.added)) }
                                span { (t.count("count.claims", version.claims.into())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn unattached(t: &Words, view: &DocumentView) -> Markup {
    html! {
        @if !view.unattached.is_empty() {
            section.block #unattached {
                h2 { (t.say("document.unattached")) }
                p { (t.say("document.unattached_why")) }
                ul.plain {
                    @for review in &view.unattached {
                        li {
                            (t.word("verdict", &review.verdict)) " " (parts::date(t, &review.at))
                            blockquote dir="auto" { (review.anchor.exact) }
                        }
                    }
                }
            }
        }
    }
}
