//! The gold: which sets there are, and how their rows and traps are read.
//!
//! Three forms are known: the project's own (`corpus/gold`, `data/gold`), the
//! seeds' older one with other field names, and PolNeAR's brat files.

use anyhow::{Context, Result};
use page::Page;
use schema::Document;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of texts with their gold.
pub(super) struct Set {
    pub name: &'static str,
    /// Whether it is part of the repository, and so has floors.
    pub own: bool,
    pub texts: Vec<Text>,
}

/// One text, opened as the program opens it.
pub(super) struct Text {
    pub name: String,
    pub language: String,
    pub document: Document,
    pub rows: Vec<Row>,
    pub traps: Vec<Trap>,
}

/// One attribution of the gold.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Row {
    pub id: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub tier: String,
    #[serde(default, alias = "speaker_canonical")]
    pub speaker: String,
    #[serde(default)]
    pub chain: Vec<String>,
    #[serde(default, alias = "char_spans")]
    pub content_spans: Vec<(usize, usize)>,
    #[serde(default)]
    pub content: String,
    #[serde(default)]
    pub stance: String,
    #[serde(default)]
    note: Option<String>,
    /// PolNeAR has no canonical speakers: the place of the source is compared.
    #[serde(skip)]
    pub source: Option<(usize, usize)>,
}

impl Row {
    pub fn is_core(&self) -> bool {
        self.tier != "extended"
    }

    /// Whether the note allows `reading` beside what the row says.
    pub fn accepts(&self, reading: &str) -> bool {
        let note = self.note.as_deref().unwrap_or("").to_lowercase();
        note.split("accept ").skip(1).any(|rest| {
            let clause = rest.split([';', '.']).next().unwrap_or("");
            clause.split(|c: char| !c.is_alphabetic()).any(|word| word == reading)
        })
    }
}

/// Words that must not come out as what somebody said.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Trap {
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub span: Option<(usize, usize)>,
    /// Then only this speaker must not be given them.
    #[serde(default, alias = "not_speaker")]
    pub speaker: Option<String>,
    #[serde(default, rename = "type")]
    pub kind: String,
    /// Then nothing may be taken from inside it, however little.
    #[serde(skip)]
    pub furniture: bool,
}

/// The sets that are there, and the names of those that are not.
pub(super) fn sets(root: &Path, own_only: bool) -> Result<(Vec<Set>, Vec<&'static str>)> {
    let shared = root.join("../shared");
    let data = shared.join("data/gold/attribution");
    let mut there = Vec::new();
    let mut missing = Vec::new();
    let mut put = |name, own, folder: &Path, texts: &dyn Fn() -> Result<Vec<Text>>| -> Result<()> {
        if own || folder.is_dir() {
            there.push(Set { name, own, texts: texts().with_context(|| format!("set {name}"))? });
        } else {
            missing.push(name);
        }
        Ok(())
    };
    let corpus = |name: &str| (root.join("corpus").join(name), root.join("corpus/gold").join(name));
    let (demo, short) = (corpus("demo"), corpus("attribution"));
    put("demo", true, &demo.0, &|| folder(&demo.0, &demo.1, &demo.1))?;
    put("attribution", true, &short.0, &|| folder(&short.0, &short.1, &short.1))?;
    if own_only {
        return Ok((there, Vec::new()));
    }
    let seeds = shared.join("seeds");
    put("seeds", false, &seeds, &|| self::seeds(&seeds))?;
    for name in ["fr-original", "parallel"] {
        let at = data.join(name);
        put(name, false, &at, &|| {
            folder(&at.join("texts"), &at.join("gold"), &at.join("forbidden"))
        })?;
    }
    let polnear = shared.join("data/attribution/polnear/data/dev");
    put("polnear", false, &polnear, &|| self::polnear(&polnear))?;
    Ok((there, missing))
}

/// A folder in the project's own form: texts, rows and traps by the same stem.
fn folder(texts: &Path, gold: &Path, traps: &Path) -> Result<Vec<Text>> {
    let mut found = Vec::new();
    for path in files(texts)? {
        let stem = stem(&path);
        let rows = gold.join(format!("{stem}.jsonl"));
        if !rows.is_file() {
            continue; // a page in a language that is not read for claims
        }
        let traps = traps.join(format!("{stem}.forbidden.json"));
        let traps =
            if traps.is_file() { traps } else { traps.with_file_name(stem.clone() + ".json") };
        let traps = match fs::read(&traps) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).with_context(|| format!("{}", traps.display()))?
            }
            Err(_) => Vec::new(),
        };
        found.push(text(&path, lines(&rows)?, traps)?);
    }
    Ok(found)
}

/// The seeds: rows under other names, and furniture by the number of its paragraph.
fn seeds(folder: &Path) -> Result<Vec<Text>> {
    #[derive(Deserialize)]
    struct Furniture {
        paragraph_no: usize,
        emit_claims: bool,
    }
    let mut found = Vec::new();
    for path in
        files(folder)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt"))
    {
        let number = stem(&path).split('_').next().unwrap_or("").to_owned();
        let rows = folder.join(format!("{number}.attributions.jsonl"));
        if !rows.is_file() {
            continue;
        }
        let bytes = fs::read_to_string(&path)?;
        let paragraphs: Vec<&str> = bytes.lines().filter(|line| !line.trim().is_empty()).collect();
        let furniture: Vec<Furniture> =
            lines(&folder.join(format!("{number}.furniture.jsonl"))).unwrap_or_default();
        let traps = furniture.iter().filter(|row| !row.emit_claims).filter_map(|row| {
            Some(Trap {
                text: (*paragraphs.get(row.paragraph_no.checked_sub(1)?)?).to_owned(),
                span: None,
                speaker: None,
                kind: "furniture".to_owned(),
                furniture: true,
            })
        });
        found.push(text(&path, lines(&rows)?, traps.collect())?);
    }
    Ok(found)
}

/// PolNeAR's brat files, those of the first annotator of each text.
fn polnear(folder: &Path) -> Result<Vec<Text>> {
    let annotations = files(&folder.join("attributions"))?;
    let mut found = Vec::new();
    for path in files(&folder.join("text"))? {
        let stem = stem(&path);
        let own =
            |file: &&PathBuf| self::stem(file).rsplit_once('_').is_some_and(|(s, _)| s == stem);
        let Some(file) = annotations.iter().find(own) else { continue };
        let content = fs::read_to_string(file)?;
        let mut places = std::collections::BTreeMap::new();
        for line in content.lines().filter(|line| line.starts_with('T')) {
            let mut fields = line.split('\t');
            let (Some(id), Some(kind)) = (fields.next(), fields.next()) else { continue };
            let spans = kind.split_once(' ').map_or("", |(_, spans)| spans);
            let spans: Vec<(usize, usize)> = spans
                .split(';')
                .filter_map(|span| {
                    let (start, end) = span.trim().split_once(' ')?;
                    Some((start.parse().ok()?, end.parse().ok()?))
                })
                .collect();
            places.insert(id, spans);
        }
        let mut rows = Vec::new();
        for line in content.lines().filter(|line| line.starts_with('E')) {
            let mut row =
                Row { id: line.split('\t').next().unwrap_or("").to_owned(), ..Row::default() };
            for part in line.split_whitespace().skip(1) {
                let Some((role, id)) = part.split_once(':') else { continue };
                let Some(spans) = places.get(id) else { continue };
                if role.starts_with("Content") {
                    row.content_spans.extend(spans);
                } else if role.starts_with("Source") && row.source.is_none() {
                    row.source = spans.first().copied();
                }
            }
            rows.push(row);
        }
        found.push(text(&path, rows, Vec::new())?);
    }
    Ok(found)
}

fn text(path: &Path, rows: Vec<Row>, traps: Vec<Trap>) -> Result<Text> {
    let page = Page { bytes: fs::read(path)?, ..Page::default() };
    let document = page::open(&page).with_context(|| format!("{}", path.display()))?;
    let language = document.language_code().unwrap_or("?").to_owned();
    Ok(Text { name: stem(path), language, document, rows, traps })
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>> {
    let content = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    let rows = content.lines().filter(|line| !line.trim().is_empty());
    rows.map(|row| serde_json::from_str(row).with_context(|| format!("{}", path.display())))
        .collect()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}

fn stem(path: &Path) -> String {
    let name = path.file_name().map_or_else(Default::default, |name| name.to_string_lossy());
    [".txt", ".html", ".ann"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name)
        .to_owned()
}
