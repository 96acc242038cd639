//! The weights that find names, learnt from the texts that `benchmarks/names.toml` names.

use crate::{evaluate, names};
use anyhow::{Context, Result};
use language::names::train::{Lesson, Settings, train};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Learns the weights and writes them with their card. `choosing` writes nothing.
pub(crate) fn run(root: &Path, choosing: bool) -> Result<()> {
    let texts = names::lessons(root)?
        .context("../shared/data/language is not there, and there is nothing else to learn from")?;
    let settings = Settings::default();
    let start = Instant::now();
    let lessons: Vec<Lesson> = texts.iter().map(|(_, lesson)| lesson.clone()).collect();
    let model = train(&lessons, &names::prose(root)?, &settings, &mut |round, wrong| {
        eprintln!("round {round}, {wrong:.1} of a thousand words wrong");
    });
    let bytes = model.to_bytes();
    println!("{} bytes, learnt in {:.0} s", bytes.len(), start.elapsed().as_secs_f64());
    let scores = evaluate::names::measure(root, &model, &lessons, false)?;
    evaluate::names::print(&scores);
    if choosing {
        return Ok(());
    }
    let folder = root.join("knowledge/models/names");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("names.bin"), &bytes)?;
    fs::write(folder.join("names.toml"), card(&texts, &scores, &settings, &bytes))?;
    Ok(())
}

/// What a reader of the weights should know.
fn card(
    texts: &[(names::Text, Lesson)],
    scores: &[evaluate::names::Score],
    settings: &Settings,
    bytes: &[u8],
) -> String {
    let Settings { rounds, walks, hidden, seldom, seed } = settings;
    let mut card = format!(
        "# Names of persons, organisations, places and others: fr, en, ru, uk, cs.\n\
         command = \"cargo xtask train names\"\n\
         method = \"averaged perceptron over sentences (best path): a word, its neighbours, its \
         shape, the gazetteer and the words of names.toml; hashed rows, 8-bit weights; rows that \
         hold no word of one language are shared by all\"\n\
         licence = \"that of the texts below, each with its source\"\n\
         settings = {{ rounds = {rounds}, walks = {walks}, hidden = {hidden}, seldom = {seldom} }}\n\
         seed = {seed}\n\
         bytes = {}\nsha256 = \"{}\"\n",
        bytes.len(),
        page::sha256(bytes),
    );
    for (text, lesson) in texts {
        card += &format!(
            "\n[[data]]\nfile = \"{}\"\nsource = \"{}\"\n{}names = {}\nweight = {}\n",
            text.file(),
            text.source,
            text.marks.as_ref().map_or(String::new(), |marks| format!("marks = \"{marks}\"\n")),
            lesson.names.len(),
            text.weight,
        );
    }
    card += "\n# Of these, only how often a word stands in lower case was counted.\n[prose]\n";
    card += &format!("treebanks = {:?}\n", names::PROSE);
    card += "pairs = \"../shared/data/linking/lexpairs.{fr,ru,uk,cs}-en.tsv.gz (no licence file: facts only)\"\n";
    for score in scores {
        card += &format!(
            "\n# Names of the gold set, whose texts nothing was learnt from.\n[[score]]\nfile = \"{}\"\n\
             names = {}\nf1 = {:.1}\nf1_unseen = {:.1}\n",
            score.file,
            score.all.gold(),
            score.all.f1(),
            score.unseen.f1(),
        );
    }
    card
}
