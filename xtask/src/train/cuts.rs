//! How texts are cut where rules do not tell, learnt from the treebanks that
//! `benchmarks/treebanks.toml` names.

use crate::treebanks::{self, Part, Treebank, Use};
use anyhow::{Context, Result};
use language::cuts::train::{Lesson, learn};
use std::fs;
use std::path::Path;

/// Learns it for all languages, and writes the weights and their card.
pub(crate) fn run(root: &Path) -> Result<()> {
    let languages = treebanks::cuts(root)?;
    let mut treebanks = treebanks::read(root, &languages)?
        .context("../shared/data/language is not there, and there is nothing else to learn from")?;
    treebanks.retain(|it| it.serves != Use::Yardstick);
    let lessons: Vec<Lesson> =
        languages.iter().map(|language| lesson(language, &treebanks)).collect();
    let bytes = learn(&lessons);
    let folder = root.join("knowledge/models/cuts");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("cuts.bin"), &bytes)?;
    fs::write(folder.join("cuts.toml"), card(&treebanks, &bytes))?;
    println!("{} bytes; `cargo xtask evaluate language` tells what they are worth", bytes.len());
    Ok(())
}

/// What is open to learning: all but the reports.
const OPEN: [Part; 2] = [Part::Learn, Part::Choose];

fn lesson<'a>(language: &'a str, treebanks: &'a [Treebank]) -> Lesson<'a> {
    let mut lesson = Lesson { language, ..Lesson::default() };
    for treebank in treebanks.iter().filter(|it| it.language == language) {
        for part in OPEN {
            lesson.trees.extend(treebank.of_part(part));
            let texts = treebank.texts(part).into_iter().filter(|_| treebank.spaced);
            lesson.texts.extend(texts.map(|text| (text.raw, text.ends)));
        }
    }
    lesson
}

/// What a reader of the weights should know.
fn card(treebanks: &[Treebank], bytes: &[u8]) -> String {
    let mut card = format!(
        "# Whether a sentence ends between two words, and whether a token that may be an article\n\
         # is two words (French des, du).\n\
         command = \"cargo xtask train cuts\"\n\
         method = \"an averaged perceptron over what stands around the place, beside the rules of \
         languages/<code>/language.toml, which it corrects\"\n\
         licence = \"that of the treebanks below, each with its source\"\n\
         bytes = {}\nsha256 = \"{}\"\n\
         scores = \"cargo xtask evaluate language: benchmarks/trees.md\"\n\
         caveats = \"Where a text has no marks, it learns from treebanks of which the paragraphs are \
         not known; it is held to be sure before it ends a sentence without one.\"\n",
        bytes.len(),
        page::sha256(bytes),
    );
    for treebank in treebanks {
        let sentences: usize = OPEN.iter().map(|part| treebank.of_part(*part).len()).sum();
        card += &format!(
            "\n[[data]]\nfile = \"{}\"\nsource = \"{}\"\nsentences = {sentences}\n",
            treebank.file(),
            treebank.source,
        );
    }
    card
}
