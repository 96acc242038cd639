//! The texts of `benchmarks/names.toml`, whose names are marked, and the gold to measure with.

mod column; // a word a line, with its label
mod english; // words by which names are told
mod gum; // entities of every sort in trees
mod invented; // sentences of our own
mod marked; // treebanks whose names were marked for this project
mod typed; // trees whose proper nouns say of what they are

use anyhow::{Context, Result, bail};
use language::Label;
use language::names::train::Lesson;
use schema::Span;
use serde::Deserialize;
use std::fs;
use std::io::Read;
use std::path::Path;

/// A file of texts whose names are marked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    pub language: String,
    path: String,
    format: Format,
    /// Of a treebank: the file of this repository that marks its names.
    pub marks: Option<String>,
    pub source: String,
    /// How often a sentence is seen beside those of the others, in percent.
    pub weight: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// A word a line and its label, B or I; an empty line ends a sentence.
    Conll,
    /// The same with I only, and no empty lines.
    Inside,
    /// Trees with entities in the last column, as GUM has them.
    Gum,
    /// Trees with `NameType` among the features.
    Nametype,
    /// Trees whose names are marked in a file of this repository.
    Marked,
    /// Sentences of our own, to be filled with names.
    Invented,
}

impl Text {
    /// How the file is named in a card.
    pub(crate) fn file(&self) -> String {
        let folder = if self.path.starts_with("corpus/") { "" } else { "../shared/data/language/" };
        format!("{folder}{}", self.path)
    }

    fn lesson(&self, root: &Path) -> Result<Lesson> {
        let path = root.join(self.file());
        let file = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let marked = match self.format {
            Format::Conll => column::sentences(&file),
            Format::Inside => column::run(&file),
            Format::Gum => gum::sentences(&file),
            Format::Invented => invented::sentences(&file, &self.language)?,
            Format::Nametype => typed::sentences(&file),
            Format::Marked => {
                let marks = self.marks.as_deref().context("a marked text needs `marks`")?;
                let marks =
                    fs::read_to_string(root.join(marks)).with_context(|| marks.to_owned())?;
                marked::sentences(&file, &marks)
            }
        };
        Ok(marked.lesson(&self.language, self.weight))
    }
}

/// Sentences one after the other, with their names.
#[derive(Debug, Default)]
struct Marked {
    text: String,
    names: Vec<(Span, Label)>,
}

impl Marked {
    /// Adds a sentence of words with spaces between, where news would have them. A name is
    /// the first word, the one behind the last, and the label.
    fn add(&mut self, words: &[&str], names: &[(usize, usize, Label)]) {
        let mut places = Vec::with_capacity(words.len());
        let mut glued = true;
        for word in words {
            let closes = matches!(
                *word,
                "," | "." | ")" | "]" | ";" | ":" | "!" | "?" | "%" | "'s" | "’s" | "n't" | "''"
            );
            if !glued && !closes {
                self.text.push(' ');
            }
            let start = self.text.len();
            self.text += word;
            places.push(Span::new(start, self.text.len()));
            glued = matches!(*word, "(" | "[") || word.ends_with(['\'', '’']) && word.len() < 6;
        }
        for &(from, to, label) in names {
            if let (Some(first), Some(last)) = (places.get(from), places.get(to.wrapping_sub(1))) {
                self.names.push((Span::new(first.start(), last.end()), label));
            }
        }
        self.text += "\n\n";
    }

    fn lesson(self, language: &str, weight: u32) -> Lesson {
        let Self { text, mut names } = self;
        names.sort();
        Lesson { language: language.to_owned(), text, names, weight }
    }
}

/// All texts with their lessons; nothing if the data are not there.
pub(crate) fn lessons(root: &Path) -> Result<Option<Vec<(Text, Lesson)>>> {
    #[derive(Deserialize)]
    struct List {
        text: Vec<Text>,
    }
    if !root.join("../shared/data/language").exists() {
        return Ok(None);
    }
    let list = fs::read_to_string(root.join("benchmarks/names.toml"))?;
    let list: List = toml::from_str(&list).context("benchmarks/names.toml")?;
    let lessons = list.text.into_iter().map(|text| {
        let lesson = text.lesson(root)?;
        Ok((text, lesson))
    });
    lessons.collect::<Result<_>>().map(Some)
}

/// Prose by the code of its language, where common words are counted: treebanks and pairs of
/// sentences, of which nothing but those counts is kept.
pub(crate) fn prose(root: &Path) -> Result<Vec<(String, String)>> {
    let mut prose = Vec::new();
    for path in PROSE {
        let path = root.join("../shared/data/language").join(path);
        let file = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let texts = file.lines().filter_map(|line| line.strip_prefix("# text ="));
        let text: String = texts.flat_map(|text| [text, "\n"]).collect();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        prose.push((name[..2].to_owned(), text));
    }
    for language in ["fr", "ru", "uk", "cs"] {
        let path = root.join(format!("../shared/data/linking/lexpairs.{language}-en.tsv.gz"));
        let file = fs::File::open(&path).with_context(|| path.display().to_string())?;
        let mut text = String::new();
        flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
        for (column, language) in [language, "en"].into_iter().enumerate() {
            let side = text.lines().filter_map(|line| line.split('\t').nth(column));
            let side: String = side.flat_map(|text| [text, "\n"]).collect();
            prose.push((language.to_owned(), side));
        }
    }
    Ok(prose)
}

/// Treebanks whose words are counted.
pub(crate) const PROSE: &[&str] = &[
    "fr/ud/fr_sequoia-ud-train.conllu",
    "fr/ud/fr_gsd-ud-dev_AS_TRAIN.conllu",
    "en/ud/en_ewt-ud-train.conllu",
    "en/ud/en_gum-train.conllu",
    "ru/ud/ru_taiga-r2.6-all.conllu",
    "ru/ud/ru_gsd-ud-dev_AS_TRAIN.conllu",
    "uk/ud/uk_parlamint-history-train.conllu",
    "cs/ud/cs_pud-even_AS_TRAIN.conllu",
];

/// A document with its names, to measure with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gold {
    pub language: String,
    /// The sentences, with an empty line between two.
    pub text: String,
    pub names: Vec<Mark>,
}

/// A name as a person marked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// In bytes of the document's text.
    pub span: Span,
    pub label: Label,
    pub subtype: Option<String>,
    pub metonym: Option<String>,
}

/// The documents of a file of `data/gold/ner`; nothing if it is not there.
pub(crate) fn gold(root: &Path, file: &str) -> Result<Option<Vec<Gold>>> {
    #[derive(Deserialize)]
    struct Row {
        doc: serde_json::Value,
        lang: String,
        text: String,
        entities: Vec<Entity>,
    }
    #[derive(Deserialize)]
    struct Entity {
        start: usize,
        end: usize,
        r#type: String,
        subtype: Option<String>,
        metonym: Option<String>,
    }
    let path = root.join("../shared/data/gold/ner").join(format!("{file}.jsonl"));
    if !path.exists() {
        return Ok(None);
    }
    let mut documents: Vec<Gold> = Vec::new();
    let mut last = None;
    for line in fs::read_to_string(path)?.lines() {
        let row: Row = serde_json::from_str(line)?;
        if last.as_ref() != Some(&row.doc) {
            documents.push(Gold { language: row.lang, ..Gold::default() });
        }
        last = Some(row.doc);
        let Some(document) = documents.last_mut() else { continue };
        let base = document.text.len();
        let byte =
            |point: usize| row.text.char_indices().nth(point).map_or(row.text.len(), |(at, _)| at);
        for entity in row.entities {
            let Some(label) = Label::of_code(&entity.r#type) else {
                bail!("{file}.jsonl: no such type: {}", entity.r#type)
            };
            document.names.push(Mark {
                span: Span::new(base + byte(entity.start), base + byte(entity.end)),
                label,
                subtype: entity.subtype,
                metonym: entity.metonym,
            });
        }
        document.text += &row.text;
        document.text += "\n\n";
    }
    Ok(Some(documents))
}
