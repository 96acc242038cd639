//! The parser of a language, learnt from the treebanks that `benchmarks/treebanks.toml` names.

use crate::evaluate::language::{self as evaluate, COLUMNS, Scores};
use crate::treebanks::{self, Model, Part, Treebank, Use};
use anyhow::{Context, Result};
use language::Parser;
use language::parser::train::{Lesson, Settings, train};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Learns the model of a language, and writes the weights and their card. `choosing`
/// writes nothing: it learns from less, and measures what serves for choosing settings.
pub(crate) fn run(root: &Path, language: &str, choosing: bool) -> Result<()> {
    let model = treebanks::model(root, language)?;
    let treebanks = treebanks::read(root, &model.languages)?
        .context("../shared/data/language is not there, and there is nothing else to learn from")?;
    let settings = Settings { words: model.words, width: model.width, ..Settings::default() };
    let start = Instant::now();
    let kept = if choosing { Part::Choose } else { Part::Report };
    let parser = learn(&treebanks, kept, &settings);
    let bytes = parser.to_bytes();
    println!("{} bytes, learnt in {:.0} s", bytes.len(), start.elapsed().as_secs_f64());
    let scores = evaluate::measure(&parser, &treebanks, kept);
    evaluate::print(&scores);
    if choosing {
        return Ok(());
    }
    let folder = root.join("knowledge/models").join(&model.name);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("parser.bin"), &bytes)?;
    fs::write(folder.join("parser.toml"), card(&model, &treebanks, &scores, &settings, &bytes))?;
    Ok(())
}

/// Learns from all trees but the yardsticks' and those of the part that is kept.
fn learn(treebanks: &[Treebank], kept: Part, settings: &Settings) -> Parser {
    // While settings are chosen, reports stay closed too.
    let open: &[Part] =
        if kept == Part::Choose { &[Part::Learn] } else { &[Part::Learn, Part::Choose] };
    let learnt = treebanks.iter().filter(|it| it.serves != Use::Yardstick);
    let lessons: Vec<Lesson> = learnt
        .map(|treebank| {
            let trees = open.iter().flat_map(|part| treebank.of_part(*part)).collect();
            Lesson { language: &treebank.language, trees, weight: treebank.weight }
        })
        .collect();
    train(&lessons, settings, &mut |share, wrong| {
        eprintln!("{:3.0} % learnt, wrong by {wrong:.3} a word", share * 100.0);
    })
}

/// What a reader of the weights should know.
fn card(
    model: &Model,
    treebanks: &[Treebank],
    scores: &Scores,
    settings: &Settings,
    bytes: &[u8],
) -> String {
    let Settings { width, layers, arc, label, words, batch, rate, dropout, seed } = settings;
    let mut card = format!(
        "# Parts of speech, features, lemmas and trees of Universal Dependencies: {}.\n\
         command = \"cargo xtask train {}\"\n\
         method = \"what is seen of a word (form, beginnings, endings, shape) becomes numbers; \
         they are read {layers} times in both directions by gated sums; parts of speech and \
         features, heads (biaffine, best tree) and relations are told from what was read; \
         lemmas by rules on endings; whole numbers in use, 8-bit weights\"\n\
         licence = \"that of the treebanks below, each with its source\"\n\
         settings = {{ width = {width}, layers = {layers}, arc = {arc}, label = {label}, \
         words = {words}, batch = {batch}, rate = {rate}, dropout = {dropout:?} }}\n\
         seed = {seed}\n\
         bytes = {}\nsha256 = \"{}\"\n\
         caveats = \"Gold words: what it costs to cut raw text comes on top. News, wiki, web; \
         parliament for Ukrainian. No social media but in English and Russian.\"\n",
        model.languages.join(", "),
        model.languages.first().map_or("", String::as_str),
        bytes.len(),
        page::sha256(bytes),
    );
    for treebank in treebanks.iter().filter(|it| it.serves != Use::Yardstick) {
        let parts = [Part::Learn, Part::Choose].map(|part| treebank.of_part(part));
        let words: usize = parts.iter().flatten().map(|tree| tree.words.len()).sum();
        card += &format!(
            "\n[[data]]\nfile = \"{}\"\nsource = \"{}\"\nsentences = {}\nwords = {words}\nweight = {}\n",
            treebank.file(),
            treebank.source,
            parts.iter().map(Vec::len).sum::<usize>(),
            treebank.weight,
        );
    }
    for ((language, name), score) in scores {
        let files = treebanks.iter().filter(|it| (&it.language, &it.name) == (language, name));
        let free = files.clone().all(|it| it.serves != Use::Yardstick);
        card += &format!(
            "\n# {}\n[[score]]\nlanguage = \"{language}\"\ntreebank = \"{name}\"\nwords = {}\n",
            if free {
                "The sentences for reports (benchmarks/treebanks.toml), which it has not learnt from."
            } else {
                "A yardstick: nothing of this treebank was learnt from."
            },
            score.words(),
        );
        for (column, value) in COLUMNS.iter().zip(score.percent()) {
            let column = column.to_lowercase().replace(' ', "_");
            card += &format!("{column} = {value:.2}\n");
        }
    }
    card
}
