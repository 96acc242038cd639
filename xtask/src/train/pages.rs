//! The block chooser of pages: which blocks are the article, learnt from pages whose
//! article is known, over features that hold no words.

use crate::told::{self, KEPT, Told};
use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use page::Page;
use page::chooser::train::{Rows, Settings, train};
use page::chooser::{Chooser, Choosers, Forest, Roles, Table, scores};
use rayon::prelude::*;
use schema::Role;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// The sets of `../shared/data/pages` whose article is known, or parts of it.
pub(crate) const SETS: [&str; 3] = ["fundus", "wcxb", "traf"];

/// Pages are dealt into so many parts by their host: what is measured on one was
/// learnt from the others.
pub(crate) const FOLDS: usize = 5;

/// A page, and what is known of its article.
pub(crate) struct Known {
    pub truth: Truth,
    pub page: Page,
    pub fold: usize,
}

/// A row of the set.
#[derive(Clone, Deserialize)]
pub(crate) struct Truth {
    pub id: String,
    pub path: String,
    url: Option<String>,
    /// Its article.
    pub text: Option<String>,
    ptype: Option<String>,
    /// Pieces that must be kept, and such as must not.
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub without: Vec<String>,
}

/// The pages of a set; nothing if it is not there.
pub(crate) fn known(root: &Path, set: &'static str) -> Result<Option<Vec<Known>>> {
    let folder = root.join("../shared/data/pages");
    let Ok(rows) = fs::read_to_string(folder.join(format!("{set}.jsonl"))) else {
        return Ok(None);
    };
    let known = |row: &str| {
        let truth: Truth = serde_json::from_str(row).context(set)?;
        let mut bytes = Vec::new();
        GzDecoder::new(fs::File::open(folder.join(&truth.path))?).read_to_end(&mut bytes)?;
        let url = truth.url.clone();
        let fold = fold_of(url.as_deref().unwrap_or(&truth.id));
        let page = Page { bytes, url, media_type: Some("text/html".to_owned()), ..Page::default() };
        Ok(Known { truth, page, fold })
    };
    let rows: Vec<Known> = rows.lines().map(known).collect::<Result<_>>()?;
    let is_article =
        |known: &Known| known.truth.ptype.as_deref().is_none_or(|kind| kind == "article");
    Ok(Some(rows.into_iter().filter(is_article).collect()))
}

/// The fold of a host: that of its registered name, as far as its length tells.
fn fold_of(url: &str) -> usize {
    let host = url.split("://").last().unwrap_or(url).split(['/', ':', '?']).next().unwrap_or(url);
    let labels: Vec<&str> = host.split('.').collect();
    let short = labels.len() >= 3 && labels[labels.len() - 2].len() <= 3;
    let from = labels.len().saturating_sub(if short { 3 } else { 2 });
    let name = labels[from..].join(".").to_lowercase();
    fold_of_name(&name)
}

/// The fold of a name: of a host, or of a page of our own, each of which has an outlet
/// of its own.
pub(crate) fn fold_of_name(name: &str) -> usize {
    (hash(name) % FOLDS as u64) as usize
}

/// FNV-1a: the same on every machine.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What a chooser learns from.
pub(crate) struct School {
    lessons: Vec<Lesson>,
    /// Pages of which every piece is known, to learn what pieces are.
    own: Vec<Told>,
}

impl School {
    /// Pages with tags.
    pub fn of_pages(known: &[&[Known]]) -> Result<Self> {
        let own = told::all()?.into_iter().filter(|told| told.name.ends_with(".html"));
        let own: Vec<Told> = own.collect();
        let lessons = known.par_iter().flat_map(|known| known.par_iter()).map(lesson);
        let lessons = lessons.chain(own.par_iter().map(own_lesson)).collect();
        Ok(Self { lessons, own })
    }

    /// The same pages as who copies them out of a browser has them, whole and with little
    /// around the article, and texts that never had tags.
    pub fn of_texts(known: &[&[Known]]) -> Result<Self> {
        let copies: Vec<Known> = known.par_iter().flat_map(|it| it.par_iter()).map(copy).collect();
        let close: Vec<Known> = copies.par_iter().filter_map(close_copy).collect();
        let (mut own, mut close_own) = (Vec::new(), Vec::new());
        for told in told::all()?.into_iter().filter(|told| !told.name.ends_with(".md")) {
            let hidden = page::pieces(&told.page).hidden;
            let shown = |at: usize| !hidden[at];
            let told = copy_of_own(&told, shown);
            let is_kept =
                |(role, _): &(String, String)| role == "title" || KEPT.contains(&role.as_str());
            let kept: Vec<bool> = told.roles.iter().map(is_kept).collect();
            let close = around(&kept, &told.name);
            close_own.push(copy_of_own(&told, |at| close.contains(&at)));
            own.push(told);
        }
        let lessons = copies.par_iter().chain(&close).map(lesson);
        let lessons = lessons.chain(own.par_iter().chain(&close_own).map(own_lesson)).collect();
        Ok(Self { lessons, own })
    }
}

/// The text of a page as it is copied out of a browser.
pub(crate) fn copy(known: &Known) -> Known {
    let pieces = page::pieces(&known.page);
    let shown = pieces.spans.iter().zip(&pieces.hidden).filter(|(_, hidden)| !**hidden);
    let lines = shown.map(|(span, _)| span.of(&pieces.text));
    Known { truth: known.truth.clone(), page: text_page(&known.page, lines), fold: known.fold }
}

/// The article of a text with little around it, where it is known.
fn close_copy(copy: &Known) -> Option<Known> {
    let pieces = page::pieces(&copy.page);
    let words: Vec<&str> = pieces.spans.iter().map(|span| span.of(&pieces.text)).collect();
    let labels = labels_of_text(copy.truth.text.as_ref()?, &words);
    let mut kept: Vec<bool> = labels.iter().map(|it| it.is_some_and(|(kept, _)| kept)).collect();
    pieces.title.into_iter().for_each(|title| kept[title] = true);
    let lines = around(&kept, &copy.truth.id).map(|at| words[at]);
    let page = text_page(&copy.page, lines);
    Some(Known { truth: copy.truth.clone(), page, fold: copy.fold })
}

/// From a few pieces before the first that is kept to a few after the last: how many
/// depends on the name of the page, and is often none.
fn around(kept: &[bool], name: &str) -> Range<usize> {
    let Some(first) = kept.iter().position(|kept| *kept) else { return 0..kept.len() };
    let last = kept.iter().rposition(|kept| *kept).unwrap_or(first);
    let hash = hash(name);
    let few = |hash: u64| [0, 0, 1, 3, 6, 12][(hash % 6) as usize];
    first.saturating_sub(few(hash >> 8))..(last + 1 + few(hash >> 16)).min(kept.len())
}

fn text_page<'a>(page: &Page, lines: impl Iterator<Item = &'a str>) -> Page {
    let text = lines.collect::<Vec<_>>().join("\n\n");
    Page {
        bytes: text.into_bytes(),
        media_type: Some("text/plain; charset=utf-8".to_owned()),
        whence: page.whence.clone(),
        ..Page::default()
    }
}

/// Some pieces of a page of our own, as a text.
fn copy_of_own(told: &Told, is_wanted: impl Fn(usize) -> bool) -> Told {
    let wanted = (0..told.roles.len()).filter(|at| is_wanted(*at));
    let roles: Vec<(String, String)> = wanted.map(|at| told.roles[at].clone()).collect();
    let page = text_page(&told.page, roles.iter().map(|(_, words)| words.as_str()));
    Told { name: told.name.clone(), truth: told.truth.clone(), page, roles }
}

/// What is learnt from a page: the features of its pieces, what is true of them, and
/// how much they count; nothing for those of which it can't be told.
pub(crate) struct Lesson {
    fold: usize,
    table: Table,
    labels: Vec<Option<(bool, u32)>>,
}

/// How much a page of our own counts, in thousandths of another: they are made, and
/// more alike than pages are.
const OF_OUR_OWN: f64 = 300.0;

fn own_lesson(told: &Told) -> Lesson {
    let pieces = page::pieces(&told.page);
    let is_kept = |role: &str| KEPT.contains(&role);
    let words = |words: &str| tokens(words).len() as f64;
    let kept = told.roles.iter().filter(|(role, _)| is_kept(role));
    let whole = kept.map(|(_, it)| words(it)).sum::<f64>().max(20.0);
    let label = |(role, line): &(String, String)| {
        let weight = (100.0 * words(line) / whole).clamp(0.1, 30.0);
        (role != "title").then_some((is_kept(role), (weight * OF_OUR_OWN) as u32))
    };
    let labels = told.roles.iter().map(label).collect();
    Lesson { fold: fold_of_name(&told.name), table: pieces.table, labels }
}

fn lesson(known: &Known) -> Lesson {
    let pieces = page::pieces(&known.page);
    let words: Vec<&str> = pieces.spans.iter().map(|span| span.of(&pieces.text)).collect();
    let mut labels = match &known.truth.text {
        Some(text) => labels_of_text(text, &words),
        None => labels_of_pieces(&known.truth, &words),
    };
    if let Some(title) = pieces.title {
        labels[title] = None;
    }
    Lesson { fold: known.fold, table: pieces.table, labels }
}

/// Whether each piece is in the article, and how much it counts: a page as much as
/// another, a piece as its words. Nothing where it can't be told.
pub(crate) fn labels_of_text(text: &str, pieces: &[&str]) -> Vec<Option<(bool, u32)>> {
    let wanted = tokens(text);
    let runs: HashSet<&[String]> = wanted.windows(4).collect();
    let lines: HashSet<Vec<String>> = text.lines().map(tokens).collect();
    let whole = wanted.len().max(20) as f64;
    let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
    let label = |piece: &&str| {
        let words = tokens(piece);
        let weight = (100.0 * words.len() as f64 / whole).clamp(0.1, 30.0);
        let weight = Some((weight * 1000.0) as u32);
        if words.is_empty() {
            return None;
        }
        let again = seen.entry(words.clone()).or_default();
        *again += 1;
        if words.len() >= 4 {
            let found = words.windows(4).filter(|run| runs.contains(run)).count();
            let inside = found * 2 > words.len() - 3;
            // What stands on the page twice stands in the article once.
            return weight.map(|weight| (inside && *again == 1, weight));
        }
        if lines.contains(&words) {
            return weight.map(|weight| (*again == 1, weight));
        }
        let inside = wanted.windows(words.len()).any(|run| run == words);
        weight.filter(|_| !inside).map(|weight| (false, weight))
    };
    pieces.iter().map(label).collect()
}

/// The same where only some pieces of the text are known.
fn labels_of_pieces(truth: &Truth, pieces: &[&str]) -> Vec<Option<(bool, u32)>> {
    let fold = |text: &str| tokens(text).join(" ");
    let (with, without): (Vec<_>, Vec<_>) = (
        truth.with.iter().map(|it| fold(it)).collect(),
        truth.without.iter().map(|it| fold(it)).collect(),
    );
    let label = |piece: &&str| {
        let words = fold(piece);
        let holds = |wanted: &[String]| {
            wanted.iter().any(|it| {
                words.contains(it.as_str()) || words.len() > 20 && it.contains(words.as_str())
            })
        };
        match (holds(&with), holds(&without)) {
            (true, false) => Some((true, 4000)),
            (false, true) => Some((false, 4000)),
            _ => None,
        }
    };
    pieces.iter().map(label).collect()
}

fn tokens(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Learns a forest from lessons, each with the table that it looks at.
fn forest<'a>(
    lessons: impl Iterator<Item = (&'a Lesson, &'a Table)>,
    settings: &Settings,
) -> Forest {
    let mut rows = Rows::default();
    for (lesson, table) in lessons {
        for (piece, label) in lesson.labels.iter().enumerate() {
            if let Some((truth, weight)) = label {
                rows.push(table.row(piece), *truth, *weight);
            }
        }
    }
    train(&rows, settings)
}

/// A piece must be so much more likely the article's than not: furniture that is
/// kept makes false claims, and that is worse than a sentence lost. In 1024ths of
/// the logarithm of the odds, chosen on the pages that were not learnt from.
const THRESHOLD: i32 = 200;

/// The choosers of the folds, each of which has seen nothing of its own, and last
/// those that have seen all.
pub(crate) fn learn(known: &[&[Known]], settings: &Settings) -> Result<Vec<Choosers>> {
    let pages = learn_one(&School::of_pages(known)?, settings);
    let texts = learn_one(&School::of_texts(known)?, settings);
    let both = pages.into_iter().zip(texts);
    Ok(both.map(|(pages, texts)| Choosers { pages, texts }).collect())
}

/// The choosers of the folds for one way in which pages come.
///
/// The second forest learns from what a first one says of pages that it has not seen.
fn learn_one(school: &School, settings: &Settings) -> Vec<Chooser> {
    let School { lessons, own } = school;
    // A first forest for each set of folds that may be left out: none, one, two.
    let folds = || (0..FOLDS).map(Some).chain([None]);
    let key = |a: Option<usize>, b: Option<usize>| [a.or(b).min(b.or(a)), a.or(b).max(b.or(a))];
    let left_out: BTreeSet<[Option<usize>; 2]> =
        folds().flat_map(|a| folds().map(move |b| key(a, b))).collect();
    let left_out: Vec<_> = left_out.into_iter().collect();
    let learnt: Vec<Forest> = left_out
        .par_iter()
        .map(|left_out| {
            let seen = lessons.iter().filter(|it| !left_out.contains(&Some(it.fold)));
            forest(seen.map(|lesson| (lesson, &lesson.table)), settings)
        })
        .collect();
    let without = |a: Option<usize>, b: Option<usize>| {
        left_out.iter().position(|it| *it == key(a, b)).map(|at| &learnt[at])
    };
    let chooser = |fold: Option<usize>| {
        let seen: Vec<&Lesson> =
            lessons.iter().filter(|it| fold.is_none() || Some(it.fold) != fold).collect();
        let tables: Vec<Table> = seen
            .iter()
            .map(|lesson| {
                let first = without(fold, Some(lesson.fold));
                let scores = first.map(|first| scores(first, &lesson.table)).unwrap_or_default();
                lesson.table.with(&scores)
            })
            .collect();
        let second = forest(seen.into_iter().zip(&tables), settings);
        Chooser::new(without(fold, fold).cloned().unwrap_or_default(), second, THRESHOLD)
    };
    let choosers = folds().collect::<Vec<_>>().into_par_iter().map(chooser).collect();
    with_roles(choosers, own)
}

/// How the forests of roles grow: there are few pages to learn them from.
const OF_ROLES: Settings = Settings { trees: 40, leaves: 8, rate: 22, least: 4000, caution: 3000 };

/// Teaches each chooser what pieces are, from the pages of our own that are not in its
/// fold, each as a chooser sees it that has not seen it.
fn with_roles(choosers: Vec<Chooser>, own: &[Told]) -> Vec<Chooser> {
    let table = |told: &Told| page::chosen(&told.page, &choosers[fold_of_name(&told.name)]);
    let tables: Vec<Table> = own.par_iter().map(table).collect();
    let forest = |fold: usize, role: Role| {
        let mut rows = Rows::default();
        let seen = own.iter().zip(&tables).filter(|(told, _)| fold_of_name(&told.name) != fold);
        let word = schema::wire::word(&role);
        for (told, table) in seen {
            for (piece, (truth, _)) in told.roles.iter().enumerate() {
                if !truth.is_empty() && truth != "title" {
                    rows.push(table.row(piece), *truth == word, 1000);
                }
            }
        }
        train(&rows, &OF_ROLES)
    };
    let roles =
        |fold: usize| Roles::new(Roles::ALL.par_iter().map(|&role| forest(fold, role)).collect());
    let folds = choosers.iter().cloned().enumerate();
    folds.map(|(fold, chooser)| chooser.with_roles(roles(fold))).collect()
}

/// Learns from all pages, and writes the weights and their card.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut sets = Vec::new();
    for set in SETS {
        let pages = known(root, set)?;
        sets.push((
            set,
            pages.with_context(|| format!("../shared/data/pages/{set} is not there"))?,
        ));
    }
    let known: Vec<&[Known]> = sets.iter().map(|(_, pages)| pages.as_slice()).collect();
    let settings = Settings::default();
    let choosers = learn(&known, &settings)?;
    let last = choosers.last().cloned().unwrap_or_default();
    let (pages, texts) = (last.pages.to_bytes(), last.texts.to_bytes());
    let folder = root.join("knowledge/models/pages");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("chooser.bin"), &pages)?;
    fs::write(folder.join("text.bin"), &texts)?;
    fs::write(folder.join("chooser.toml"), card(&sets, &choosers, &settings, [&pages, &texts])?)?;
    println!("{} and {} bytes", pages.len(), texts.len());
    Ok(())
}

/// What a reader of the weights should know.
fn card(
    sets: &[(&str, Vec<Known>)],
    choosers: &[Choosers],
    settings: &Settings,
    [pages, texts]: [&[u8]; 2],
) -> Result<String> {
    let Settings { trees, leaves, rate, least, caution } = settings;
    let mut card = format!(
        "# The block choosers: which blocks of a page are its article. One reads pages with\n\
         # tags (chooser.bin), one texts that have lost them (text.bin).\n\
         command = \"cargo xtask train pages\"\n\
         method = \"gradient boosted trees in whole numbers, two in turn; the second sees what \
         the first says of the blocks around\"\n\
         features = \"tags, distances, lengths, shares and lexicon classes of blocks: no words\"\n\
         licence = \"Apache-2.0 OR MIT\"\n\
         settings = {{ trees = {trees}, leaves = {leaves}, rate = {rate}, least = {least}, \
         caution = {caution}, threshold = {THRESHOLD} }}\n\
         seed = \"none: what looks like chance is a function of row and tree\"\n\
         bytes = {}\nsha256 = \"{}\"\ntext_bytes = {}\ntext_sha256 = \"{}\"\n\
         caveats = \"Few of the pages are French, Russian, Ukrainian or Czech, or a content \
         farm's. What a block is was learnt from corpus/pages alone.\"\n",
        pages.len(),
        page::sha256(pages),
        texts.len(),
        page::sha256(texts),
    );
    let licences = [
        "flairNLP/fundus (MIT)",
        "Murrough-Foley/web-content-extraction-benchmark (CC BY 4.0)",
        "adbar/trafilatura (Apache-2.0)",
    ];
    for ((set, pages), source) in sets.iter().zip(licences) {
        let scores = |pages: &[Known]| {
            let [precision, recall, f1] =
                crate::evaluate::pages::measure(set, pages, choosers, false).scores();
            format!("{{ precision = {precision:.3}, recall = {recall:.3}, f1 = {f1:.3} }}")
        };
        let copies: Vec<Known> = pages.iter().map(copy).collect();
        card += &format!(
            "\n[[data]]\nset = \"../shared/data/pages/{set}\"\nsource = \"{source}; the pages are \
             their publishers', and taught weights over features without words\"\npages = {}\n\
             # Each page by a chooser that had seen no page of its host ({FOLDS} folds).\n\
             with_tags = {}\nas_text = {}\n",
            pages.len(),
            scores(pages),
            scores(&copies),
        );
    }
    let scores = crate::evaluate::pages::own::run(Some(choosers), false)?;
    let score = |name: &str| scores["pages.own"].get(name).copied().unwrap_or(0.0) / 100.0;
    card += &format!(
        "\n[[data]]\nset = \"corpus/pages\"\nsource = \"written for this project (Apache-2.0 OR \
         MIT)\"\npages = {}\n\
         # Each page by a chooser that had not seen it ({FOLDS} folds); roles: the share of \
         blocks.\n\
         f1 = {:.3}\nroles = {:.3}\n",
        told::all()?.len(),
        score("body_f1"),
        score("roles"),
    );
    Ok(card)
}
