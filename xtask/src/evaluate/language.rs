//! How well words are tagged and hung on each other, against treebanks.

mod aligned; // raw text, over its characters

use super::floors;
use crate::treebanks::{self, Part, Treebank, Use};
use aligned::Counts;
use anyhow::Result;
use language::{Analysis, Parser, Tree};
use std::collections::BTreeMap;
use std::path::Path;

/// Measures the parsers that come with the program on what they have not learnt from, from
/// raw text and beside that from gold words.
pub(crate) fn run(root: &Path) -> Result<floors::Scores> {
    let columns: Vec<String> = aligned::COLUMNS.iter().map(|name| format!("{name:>7}")).collect();
    let mut news: BTreeMap<String, Counts> = BTreeMap::new();
    let mut all = floors::Scores::new();
    for model in treebanks::models(root)? {
        let Some(treebanks) = treebanks::read(root, &model.languages)? else {
            println!("../shared/data/language is not there: trees are not measured");
            return Ok(floors::Scores::new());
        };
        if let Err(error) = Parser::of(&model.languages[0]) {
            println!("{error}");
            continue;
        }
        println!("{:<22} {:>6} {}  gold LAS   loss", "raw text", "words", columns.join(" "));
        let mut scores: BTreeMap<(&str, &str), [Counts; 2]> = BTreeMap::new();
        let mut spent = (0, 0.0);
        for treebank in treebanks.iter().filter(|it| it.serves != Use::Learn && it.spaced) {
            let name = (treebank.language.as_str(), treebank.name.as_str());
            let parser = Parser::of(&treebank.language)?;
            let [raw, gold] = scores.entry(name).or_default();
            for text in treebank.texts(Part::Report) {
                let start = std::time::Instant::now();
                let analysis = Analysis::of_text(&text.raw, &treebank.language);
                let found = analysis.trees(&text.raw)?;
                spent.1 += start.elapsed().as_secs_f64();
                spent.0 += found.iter().map(|tree| tree.words.len()).sum::<usize>();
                let parsed: Vec<Tree> = text.trees.iter().map(|it| parse(parser, it)).collect();
                let trees: Vec<Tree> = text.trees.into_iter().cloned().collect();
                raw.add(&trees, &found);
                gold.add(&trees, &parsed);
                if text.news {
                    let name = format!("{} {}", treebank.language, treebank.name);
                    news.entry(name).or_default().add(&trees, &found);
                }
            }
        }
        for ((language, treebank), [raw, gold]) in &scores {
            let values = raw.percent().map(|value| format!("{value:7.2}"));
            let las = gold.percent()[7];
            let name = format!("{language} {treebank}");
            let (words, loss) = (raw.words(), las - raw.percent()[7]);
            println!("{name:<22} {words:>6} {}   {las:7.2} {loss:6.2}", values.join(" "));
            let [_, sentences, words, .., raw_las] = raw.percent();
            let kept =
                [("sentences", sentences), ("words", words), ("las", raw_las), ("las_gold", las)];
            let kept = kept.map(|(measure, score)| (measure.to_owned(), score));
            all.insert(format!("language.{language}.{treebank}"), kept.into());
        }
        println!(
            "{:.0} words a second from raw text to trees, one thread\n",
            spent.0 as f64 / spent.1
        );
    }
    println!("{:<22} {:>6} {:>7} {:>7}", "news, raw text", "sents", "Tokens", "Sents");
    for (name, counts) in &news {
        let [tokens, sentences, ..] = counts.percent();
        println!("{name:<22} {:>6} {tokens:7.2} {sentences:7.2}", counts.sentences());
    }
    Ok(all)
}

/// Right answers among words, counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    words: usize,
    upos: usize,
    feats: usize,
    lemma: usize,
    head: usize,
    /// Head and relation without its subtype.
    base: usize,
    /// Head and whole relation.
    full: usize,
}

impl Score {
    /// Adds a sentence as it is in the treebank, and as it was parsed.
    fn add(&mut self, gold: &Tree, found: &Tree) {
        for (gold, found) in gold.words.iter().zip(&found.words) {
            let head = gold.head == found.head;
            self.words += 1;
            self.upos += usize::from(gold.upos == found.upos);
            self.feats += usize::from(gold.feats == found.feats);
            // Some treebanks have no lemma for some words.
            self.lemma += usize::from(gold.lemma.is_empty() || gold.lemma == found.lemma);
            self.head += usize::from(head);
            self.base += usize::from(head && gold.relation() == found.relation());
            self.full += usize::from(head && gold.deprel == found.deprel);
        }
    }

    /// UPOS, features, lemma, head, head with base relation, head with full relation; in percent.
    pub(crate) fn percent(&self) -> [f64; 6] {
        [self.upos, self.feats, self.lemma, self.head, self.base, self.full]
            .map(|right| 100.0 * right as f64 / self.words.max(1) as f64)
    }

    pub(crate) fn words(&self) -> usize {
        self.words
    }
}

/// The columns of the table.
pub(crate) const COLUMNS: [&str; 6] = ["UPOS", "UFeats", "Lemma", "UAS", "LAS", "LAS full"];

/// Parses the gold words of a sentence.
fn parse(parser: &Parser, gold: &Tree) -> Tree {
    let mut tree = Tree::of_forms(gold.words.iter().map(|word| word.form.as_str()));
    tree.multiwords.clone_from(&gold.multiwords);
    parser.parse(&mut tree);
    tree
}

/// The scores of a parser on the parts of treebanks that it has not learnt from, by
/// language and name of the treebank.
pub(crate) fn measure(parser: &Parser, treebanks: &[Treebank], part: Part) -> Scores {
    let mut scores = Scores::new();
    for treebank in treebanks.iter().filter(|it| it.serves != Use::Learn) {
        let name = (treebank.language.clone(), treebank.name.clone());
        let parser = parser.clone().reading(&treebank.language);
        let score = scores.entry(name).or_default();
        for gold in treebank.of_part(part) {
            score.add(gold, &parse(&parser, gold));
        }
    }
    scores
}

/// Scores by language and treebank.
pub(crate) type Scores = BTreeMap<(String, String), Score>;

/// The table of scores, one line a treebank.
pub(crate) fn print(scores: &Scores) {
    let columns: Vec<String> = COLUMNS.iter().map(|name| format!("{name:>8}")).collect();
    println!("{:<22} {:>7} {}", "treebank", "words", columns.join(" "));
    for ((language, name), score) in scores {
        let values = score.percent().map(|value| format!("{value:8.2}"));
        println!("{:<22} {:>7} {}", format!("{language} {name}"), score.words(), values.join(" "));
    }
}
