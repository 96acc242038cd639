use super::answer::Asked;
use super::{layout, lists, parts};
use axum::response::Response;
use maud::{Markup, html};
use serde::Serialize;
use view::{Documents, StoryRow};

/// What is held, and the box that takes something in.
#[derive(Serialize)]
struct Home {
    stories: Vec<StoryRow>,
    documents: Documents,
}

/// How many stories and documents are shown here; the lists show all.
const SHOWN: usize = 6;

/// The first page.
pub(super) async fn answer(asked: Asked) -> Response {
    asked
        .ask(|ledger, asked| {
            let home =
                Home { stories: view::stories(ledger)?, documents: view::documents(ledger)? };
            asked.show(&home, || ("Selon".to_owned(), page(asked, &home)))
        })
        .await
}

fn page(asked: &Asked, home: &Home) -> Markup {
    let t = asked.words;
    let counts = home.documents.counts;
    html! {
        div.wide {
            header.hero {
                h1 { (t.say("home.title")) }
                p.lead { (t.say("home.lead")) }
            }
            (take_in(asked))
            @if counts.documents == 0 {
                p.empty { (t.say("home.empty")) }
            } @else {
                p.counts {
                    (t.count("count.documents", counts.documents)) " · "
                    (t.count("count.claims", counts.claims)) " · "
                    (t.count("count.links", counts.links))
                }
                div.columns {
                    section {
                        h2 { (t.say("home.stories")) }
                        ul.rows {
                            @for story in home.stories.iter().take(SHOWN) { (lists::story_row(t, story)) }
                        }
                        @if home.stories.len() > SHOWN { p.more { a href="/stories" { (t.say("home.all_stories")) } } }
                    }
                    section {
                        h2 { (t.say("home.documents")) }
                        ul.rows {
                            @for row in home.documents.documents.iter().take(SHOWN) { (parts::document_row(t, row)) }
                        }
                        @if home.documents.documents.len() > SHOWN { p.more { a href="/documents" { (t.say("home.all_documents")) } } }
                    }
                }
            }
        }
    }
}

/// The box: a text, a file or an address.
fn take_in(asked: &Asked) -> Markup {
    let t = asked.words;
    html! {
        form.take action="/read" method="post" enctype="multipart/form-data" aria-label=(t.say("home.box")) {
            (layout::token(asked))
            div.field {
                label for="text" { (t.say("home.text")) }
                textarea #text name="text" rows="7" dir="auto" placeholder=(t.say("home.text_hint")) {}
            }
            div.beside {
                div.field {
                    label for="file" { (t.say("home.file")) }
                    input #file type="file" name="file" accept=".html,.htm,.txt,.md,.eml,.gz,text/html,text/plain,text/markdown,message/rfc822";
                }
                div.field {
                    label for="address" { (t.say("home.address")) }
                    input #address type="url" name="address" inputmode="url" placeholder="https://" pattern="https?://.+";
                }
            }
            div.buttons {
                button.main name="do" value="read" { (t.say("home.read")) }
                button name="do" value="keep" { (t.say("home.keep")) }
                p.small { (t.say("home.read_what")) }
            }
        }
    }
}
