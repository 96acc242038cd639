use crate::asking::{AT, House};
use crate::html::parse;
use page::Page;
use schema::Id;
use selon::opened;

/// Pages of one outlet, each with an article, a menu, and one line that all have.
fn of_one_site(articles: &[&str]) -> (House, Vec<Id>) {
    let house = House::empty();
    let mut ledger = house.ledger();
    let ids: Vec<Id> = (1..)
        .zip(articles)
        .map(|(number, article)| {
            let html = format!(
                r#"<html lang="en"><head><title>The week at Hollin, part {number}</title>
                <link rel="canonical" href="https://www.sedge-gazette.example/{number}"></head><body>
                <nav><a href="/">Home</a> <a href="/isles">The isles</a></nav>
                <article><h1>The week at Hollin, part {number}</h1><p>{article}</p>
                <p>“Our newsroom has eleven people,” said Ida Falk, who leads it.</p></article>
                <aside><ul><li><a href="/a">Herring prices rise again</a></li>
                <li><a href="/b">Nine boats for the regatta</a></li></ul></aside></body></html>"#
            );
            let page = Page { bytes: html.into_bytes(), ..Page::default() };
            let opened = opened::open(page).unwrap();
            opened.add(&mut ledger, AT, false).unwrap();
            opened.document.id
        })
        .collect();
    view::link(&mut ledger, &ids).unwrap();
    (house, ids)
}

const ARTICLES: [&str; 3] = [
    "The ferry to the outer isles sails again from Thursday, said Odo Brask, who runs the line, after nine weeks in the yard.",
    "Two bakers have put their ovens together, and flour is dear, said Lene Marsk, who has baked in Mill Street for long.",
    "The school opens a week late, the mayor said, because the tiles for its roof came broken out of the last boat in May.",
];

#[test]
fn what_was_dropped_stands_in_its_place_with_its_role_and_the_reason_in_words() {
    let (house, ids) = of_one_site(&ARTICLES[..1]);
    for (language, words) in [
        (
            "en",
            [
                "Headlines of other pages · it stands in a part of the page that is named “aside” zone/aside",
                "What of the page was kept",
                "6 blocks in the order of the page",
                "running text inside the article body/in-article",
                "one article",
                "folded: left out, or the site’s own",
            ],
        ),
        (
            "fr",
            [
                "Titres d’autres pages · dans une partie de la page qui se nomme «\u{a0}aside\u{a0}» zone/aside",
                "Ce qui a été gardé de la page",
                "6 blocs dans l’ordre de la page",
                "du texte suivi, dans l’article body/in-article",
                "un article",
                "replié\u{a0}: écarté, ou propre au site",
            ],
        ),
    ] {
        let page = house.get(&format!("/document/{}?lang={language}", ids[0]));
        let text = parse(&page.text()).text;
        let text: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let text = text.join(" ");
        for words in words {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    let twin = house.get(&format!("/document/{}.json", ids[0])).json();
    let block = &twin["document"]["blocks"][0];
    assert_eq!((&block["kept"], &block["role"]), (&false.into(), &"navigation".into()));
    assert!(block["reason"].is_string());
}

#[test]
fn what_a_site_has_on_many_pages_is_folded_with_its_claims_and_is_still_there() {
    let (house, ids) = of_one_site(&ARTICLES);
    let page = house.get(&format!("/document/{}?lang=en", ids[2])).text();
    let on = "Stands on 3 of the 3 pages of sedge-gazette.example known here";
    assert!(page.contains(on), "{page}");
    let folded = page.split(on).nth(1).unwrap().split("</details>").next().unwrap();
    assert!(folded.contains("Our newsroom has eleven people"), "{folded}");
    assert!(page.contains("1 claim in words that this site has on many pages"), "{page}");
    let twin = house.get(&format!("/document/{}.json", ids[2])).json();
    assert_eq!(twin["site"]["pages"], 3);
    assert_eq!(twin["site"]["furniture"][0]["pages"], 3);
    let claims = twin["claims"].as_array().unwrap();
    let of_site: Vec<&str> = claims
        .iter()
        .filter(|it| it["on_site"] == 3)
        .filter_map(|it| it["claim"]["content"]["text"].as_str())
        .collect();
    assert_eq!(of_site, ["Our newsroom has eleven people"]);
    assert!(claims.len() > of_site.len(), "the article's own claim is no furniture");

    let (house, ids) = of_one_site(&ARTICLES[..2]);
    let page = house.get(&format!("/document/{}?lang=en", ids[1])).text();
    assert!(!page.contains("Stands on"), "two pages are too few to tell");
}
