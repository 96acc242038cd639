//! The treebanks of `benchmarks/treebanks.toml`: which trees are learnt from, and which
//! are kept for reports and for the choice of settings.

use anyhow::{Context, Result};
use language::{Tree, conllu};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// A file of trees.
#[derive(Debug, Deserialize)]
pub(crate) struct Treebank {
    pub language: String,
    pub name: String,
    path: String,
    pub source: String,
    #[serde(rename = "use")]
    pub serves: Use,
    /// How often a sentence is seen beside those of the others, in percent.
    #[serde(default = "once")]
    pub weight: u32,
    /// Whether it says where spaces are: only then there is a raw text.
    #[serde(default = "yes")]
    pub spaced: bool,
    /// Sentences whose `sent_id` begins so are news.
    #[serde(default)]
    news: Vec<String>,
    #[serde(skip)]
    pub trees: Vec<Tree>,
    /// Sentences that are no trees, and were left out.
    #[serde(skip)]
    pub left_out: usize,
}

/// What a file of trees serves for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Use {
    Learn,
    Part,
    Judge,
    Yardstick,
}

/// What a tree serves for while settings are chosen and scores reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Learn,
    Choose,
    Report,
}

fn once() -> u32 {
    100
}

fn yes() -> bool {
    true
}

/// A text of a treebank: trees that stand together, and what they were made of.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub trees: Vec<&'a Tree>,
    /// An empty line stands between paragraphs, where the treebank knows of any.
    pub raw: String,
    /// Where each sentence ends in it, in bytes.
    pub ends: Vec<usize>,
    /// Whether all of it is news.
    pub news: bool,
}

/// So many sentences stay together: neighbours are of one text.
const BLOCK: usize = 20;

impl Treebank {
    /// What the tree at a place serves for.
    pub(crate) fn part(&self, place: usize) -> Part {
        let block = place / BLOCK;
        match self.serves {
            Use::Learn => Part::Learn,
            Use::Part => {
                [Part::Report, Part::Choose, Part::Learn, Part::Learn, Part::Learn][block % 5]
            }
            Use::Judge | Use::Yardstick => [Part::Report, Part::Choose][block % 2],
        }
    }

    /// The trees that serve for `part`.
    pub(crate) fn of_part(&self, part: Part) -> Vec<&Tree> {
        let places = (0..self.trees.len()).filter(|place| self.part(*place) == part);
        places.map(|place| &self.trees[place]).collect()
    }

    /// The texts of a part: each is a document or, where the treebank knows of none, the
    /// sentences that stand together in it, and is all news or none.
    pub(crate) fn texts(&self, part: Part) -> Vec<Text<'_>> {
        let mut texts: Vec<Text> = Vec::new();
        let mut last = None;
        for place in (0..self.trees.len()).filter(|place| self.part(*place) == part) {
            let tree = &self.trees[place];
            let says = |word: &str| tree.comments.iter().any(|it| it.starts_with(word));
            let id = tree.comment("sent_id").unwrap_or_default();
            let news = self.news.iter().any(|start| id.starts_with(start.as_str()));
            let follows = last == Some(place) && !says("newdoc");
            if !follows || texts.last().is_none_or(|text| text.news != news) {
                texts.push(Text { trees: Vec::new(), raw: String::new(), ends: Vec::new(), news });
            }
            if let Some(text) = texts.last_mut() {
                if says("newpar") && !text.raw.is_empty() {
                    text.raw.truncate(text.raw.trim_end().len());
                    text.raw.push_str("\n\n");
                }
                write_raw(tree, &mut text.raw);
                text.ends.push(text.raw.trim_end().len());
                text.trees.push(tree);
            }
            last = Some(place + 1);
        }
        texts
    }

    /// How the file is named in a card.
    pub(crate) fn file(&self) -> String {
        format!("../shared/data/language/{}", self.path)
    }
}

/// Writes the text of a tree, with a space where none is denied.
fn write_raw(tree: &Tree, raw: &mut String) {
    let mut at = 0;
    while at < tree.words.len() {
        let several = tree.multiwords.iter().find(|it| it.words.start == at);
        let (form, misc, next) = match several {
            Some(it) => (&it.form, &it.misc, it.words.end),
            None => (&tree.words[at].form, &tree.words[at].misc, at + 1),
        };
        raw.push_str(form);
        if !misc.split('|').any(|it| it == "SpaceAfter=No") {
            raw.push(' ');
        }
        at = next;
    }
}

/// A model: what it is called, and how it is learnt.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Model {
    /// Its folder in `knowledge/models`.
    pub name: String,
    /// The languages that it reads.
    pub languages: Vec<String>,
    /// How many words are learnt from, again and again.
    pub words: usize,
    /// The numbers that stand for a word.
    pub width: usize,
}

/// What `benchmarks/treebanks.toml` says.
#[derive(Deserialize)]
struct List {
    cuts: Vec<String>,
    model: Vec<Model>,
    treebank: Vec<Treebank>,
}

fn list(root: &Path) -> Result<List> {
    let list = fs::read_to_string(root.join("benchmarks/treebanks.toml"))?;
    toml::from_str(&list).context("benchmarks/treebanks.toml")
}

/// All models.
pub(crate) fn models(root: &Path) -> Result<Vec<Model>> {
    Ok(list(root)?.model)
}

/// The languages of which it is learnt how their texts are cut.
pub(crate) fn cuts(root: &Path) -> Result<Vec<String>> {
    Ok(list(root)?.cuts)
}

/// The model that reads a language.
pub(crate) fn model(root: &Path, language: &str) -> Result<Model> {
    let models = models(root)?;
    let names: Vec<String> = models.iter().flat_map(|it| it.languages.clone()).collect();
    let reads = |model: &Model| model.languages.iter().any(|it| it == language);
    models.into_iter().find(reads).with_context(|| {
        format!("benchmarks/treebanks.toml has no model of {language}; it has {}", names.join(", "))
    })
}

/// The treebanks of some languages; nothing if the data are not there.
pub(crate) fn read(root: &Path, languages: &[String]) -> Result<Option<Vec<Treebank>>> {
    let folder = root.join("../shared/data/language");
    if !folder.exists() {
        return Ok(None);
    }
    let List { mut treebank, .. } = list(root)?;
    treebank.retain(|it| languages.contains(&it.language));
    for treebank in &mut treebank {
        let path = folder.join(&treebank.path);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for tree in conllu::read_each(&text) {
            match tree {
                Ok(tree) => treebank.trees.push(tree),
                Err(_) => treebank.left_out += 1,
            }
        }
    }
    Ok(Some(treebank))
}
