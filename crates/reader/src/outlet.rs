use crate::words::Words;
use schema::ChainKind;
use serde::Deserialize;
use std::collections::BTreeMap;
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

/// The outlet that `name` names, in any case, with or without its article.
pub(crate) fn outlet(name: &str) -> Option<&'static Outlet> {
    static OUTLETS: OnceLock<(Vec<Outlet>, BTreeMap<String, usize>)> = OnceLock::new();
    let (outlets, by_name) = OUTLETS.get_or_init(|| {
        let text = knowledge::text("gazetteer/outlets.csv").unwrap_or_default();
        let (mut outlets, mut by_name) = (Vec::new(), BTreeMap::new());
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize::<Row>().flatten() {
            let kind = if row.kind == "agency" { ChainKind::Agency } else { ChainKind::Outlet };
            for alias in
                row.aliases.split('|').chain([row.name.as_str()]).filter(|alias| !alias.is_empty())
            {
                by_name.entry(fold(alias)).or_insert(outlets.len());
            }
            outlets.push(Outlet { name: row.name, kind });
        }
        (outlets, by_name)
    });
    by_name.get(&fold(name)).map(|&index| &outlets[index])
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
