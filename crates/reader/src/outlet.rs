use crate::words::Words;
use schema::ChainKind;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// A newspaper, channel or agency of `gazetteer/outlets.csv`.
#[derive(Debug)]
pub(crate) struct Outlet {
    pub name: String,
    pub kind: ChainKind,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    kind: String,
    #[serde(default)]
    aliases: String,
}

/// The outlets of the gazetteer, and the words that many of them are called by.
struct Outlets {
    outlets: Vec<Outlet>,
    by_name: BTreeMap<String, usize>,
    words: BTreeSet<String>,
}

/// The outlet that `name` names, in any case, with or without its article.
pub(crate) fn outlet(name: &str) -> Option<&'static Outlet> {
    let Outlets { outlets, by_name, .. } = outlets();
    by_name.get(&fold(name)).map(|&index| &outlets[index])
}

/// Whether `name` is an outlet's by its words: *Belmar Courier*, *Radio Belmar*. A lone word
/// of that sort is none: it may be a surname, or no name at all.
/// The address of a site is an outlet's.
pub(crate) fn sounds_like_outlet(name: &str) -> bool {
    let site = name.rsplit_once('.').is_some_and(|(site, end)| {
        site.len() > 2 && end.len() > 1 && end.chars().all(char::is_lowercase)
    });
    if site && !name.contains(' ') {
        return true;
    }
    let name = fold(name);
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let called = |word: Option<&&str>| word.is_some_and(|word| outlets().words.contains(*word));
    words.len() > 1 && (called(words.first()) || called(words.last()))
}

fn outlets() -> &'static Outlets {
    static OUTLETS: OnceLock<Outlets> = OnceLock::new();
    OUTLETS.get_or_init(|| {
        let text = knowledge::text("gazetteer/outlets.csv").unwrap_or_default();
        let (mut outlets, mut by_name) = (Vec::new(), BTreeMap::new());
        let mut words = BTreeSet::new();
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize::<Row>().flatten() {
            if row.kind == "word" {
                words.insert(fold(&row.name));
                continue;
            }
            let kind = if row.kind == "agency" { ChainKind::Agency } else { ChainKind::Outlet };
            for alias in
                row.aliases.split('|').chain([row.name.as_str()]).filter(|alias| !alias.is_empty())
            {
                by_name.entry(fold(alias)).or_insert(outlets.len());
            }
            outlets.push(Outlet { name: row.name, kind });
        }
        Outlets { outlets, by_name, words }
    })
}

/// In lower case, without the article that some papers wear and some pages drop.
fn fold(name: &str) -> String {
    static ARTICLES: OnceLock<Vec<String>> = OnceLock::new();
    let articles = ARTICLES.get_or_init(|| {
        let words = knowledge::languages().iter().filter_map(|code| Words::of(code));
        words.flat_map(|words| words.definite.iter().cloned()).collect()
    });
    let folded = name.trim().to_lowercase().replace('’', "'");
    let bare = articles.iter().find_map(|article| {
        let rest = folded.strip_prefix(article.as_str())?;
        if article.ends_with('\'') { Some(rest) } else { rest.strip_prefix(' ') }
    });
    bare.map_or(folded.clone(), str::to_owned)
}
