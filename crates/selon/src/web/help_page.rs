use super::answer::Asked;
use axum::response::Response;
use maud::html;
use serde::Serialize;

/// The words that are explained, in this order, under `help.WORD`.
const WORDS: [&str; 10] = [
    "claim",
    "speaker",
    "stance",
    "chain",
    "ultimate",
    "reporting",
    "interval",
    "copies",
    "differs",
    "judges",
];

/// What can be typed into the search box.
const FACETS: [(&str, &str); 8] = [
    ("speaker:\"Ana Karo\"", "help.facet_speaker"),
    ("outlet:courier", "help.facet_outlet"),
    ("place:belmar", "help.facet_place"),
    ("lang:fr", "help.facet_lang"),
    ("stance:denies", "help.facet_stance"),
    ("kind:direct", "help.facet_kind"),
    ("after:2024-04-16 before:2024-05", "help.facet_dates"),
    ("figure:>40", "help.facet_figure"),
];

#[derive(Serialize)]
struct Help<'a> {
    words: Vec<[&'a str; 2]>,
    search: Vec<[&'a str; 2]>,
}

/// What the words of the interface mean.
pub(super) async fn answer(asked: Asked) -> Response {
    let t = asked.words;
    let keys: Vec<[String; 2]> =
        WORDS.iter().map(|word| [format!("help.{word}"), format!("help.{word}_what")]).collect();
    let words = keys.iter().map(|[word, what]| [t.say(word), t.say(what)]).collect();
    let search = FACETS.iter().map(|(typed, key)| [*typed, t.say(key)]).collect();
    let help = Help { words, search };
    let shown = asked.show(&help, || {
        let main = html! {
            div.narrow {
                header.about { h1 { (t.say("help.title")) } p.lead { (t.say("help.lead")) } }
                dl.glossary {
                    @for [word, what] in &help.words { dt { (word) } dd { (what) } }
                }
                h2 #search { (t.say("help.search")) }
                p { (t.say("help.search_what")) }
                dl.glossary {
                    @for [typed, what] in &help.search { dt { code { (typed) } } dd { (what) } }
                }
            }
        };
        (t.say("help.title").to_owned(), main)
    });
    match shown {
        Ok(shown) => asked.sent(shown),
        Err(trouble) => asked.told(trouble),
    }
}
