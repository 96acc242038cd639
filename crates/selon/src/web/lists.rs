use super::answer::Asked;
use super::parts;
use super::words::Words;
use axum::response::Response;
use maud::{Markup, html};
use view::StoryRow;

/// All documents, the latest first.
pub(super) async fn documents(asked: Asked) -> Response {
    asked
        .ask(|ledger, asked| {
            let view = view::documents(ledger)?;
            asked.show(&view, || {
                let t = asked.words;
                let main = html! {
                    div.wide {
                        header.about {
                            h1 { (t.say("nav.documents")) }
                            p.counts {
                                (t.count("count.documents", view.counts.documents)) " · "
                                (t.count("count.claims", view.counts.claims))
                                @if view.older_versions > 0 {
                                    " · " (t.count("documents.older", view.older_versions as u64))
                                }
                            }
                        }
                        @if view.documents.is_empty() { p.empty { (t.say("home.empty")) } }
                        ul.rows.two { @for row in &view.documents { (parts::document_row(t, row)) } }
                        @if !view.forgotten.is_empty() {
                            section.block {
                                h2 { (t.say("documents.forgotten")) }
                                ul.plain {
                                    @for stone in &view.forgotten {
                                        li { code.hash { (stone.sha256) } " " (parts::date(t, &stone.at)) " " (parts::quoted(&stone.by, None)) }
                                    }
                                }
                            }
                        }
                    }
                };
                (t.say("nav.documents").to_owned(), main)
            })
        })
        .await
}

/// All stories, the latest first.
pub(super) async fn stories(asked: Asked) -> Response {
    asked
        .ask(|ledger, asked| {
            let view = view::stories(ledger)?;
            asked.show(&view, || {
                let t = asked.words;
                let main = html! {
                    div.wide {
                        header.about {
                            h1 { (t.say("nav.stories")) }
                            p.lead { (t.say("stories.what")) }
                        }
                        @if view.is_empty() { p.empty { (t.say("home.empty")) } }
                        ul.rows.two { @for story in &view { (story_row(t, story)) } }
                    }
                };
                (t.say("nav.stories").to_owned(), main)
            })
        })
        .await
}

/// A story in a list.
pub(super) fn story_row(t: &Words, story: &StoryRow) -> Markup {
    html! {
        li.row {
            p.headline {
                a href={ "/story/" (story.id) } {
                    @match &story.title {
                        Some(title) => { (parts::quoted(title, None)) }
                        None => { span.unknown { (t.say("document.untitled")) } }
                    }
                }
            }
            p.facts {
                span { (t.count("count.pages", story.documents.len() as u64)) }
                span { (t.count("count.outlets", story.outlets.len() as u64)) }
                span { (period(t, story)) }
                span { (languages(t, story)) }
            }
        }
    }
}

/// From the first day to the last.
pub(super) fn period(t: &Words, story: &StoryRow) -> Markup {
    match (&story.from, &story.to) {
        (Some(from), Some(to)) if from != to => {
            html! { (parts::date(t, from)) " – " (parts::date(t, to)) }
        }
        (from, _) => parts::date_or_none(t, from.as_deref()),
    }
}

/// Its languages by their names.
pub(super) fn languages(t: &Words, story: &StoryRow) -> Markup {
    html! {
        @for (at, code) in story.languages.iter().enumerate() {
            @if at > 0 { ", " } (parts::language(t, code))
        }
    }
}
