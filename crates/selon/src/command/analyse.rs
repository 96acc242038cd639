use super::{Outcome, say, tell, turns};
use crate::arguments::{Analyse, AnalyseFormat};
use crate::opened::document_guarded;
use crate::print::{Paper, trees};
use anyhow::{Context, bail};
use language::{Parser, Tree, conllu};
use page::Page;
use schema::Document;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

pub(crate) fn run(analyse: &Analyse, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let format = analyse.format.unwrap_or_else(|| match io::stdout().is_terminal() {
        true => AnalyseFormat::Text,
        false => AnalyseFormat::Conllu,
    });
    let mut printer = Printer { paper, format, printed: false, told: BTreeSet::new() };
    if analyse.tokens {
        return tokens(analyse, &mut printer);
    }
    let open = |page: Page| document_guarded(&page, |document| analysed(analyse, &document));
    let inputs = turns::each(&analyse.inputs, open, |name, analysed| {
        let Analysed { trees, fault } = analysed;
        printer.print(name, &trees, fault)
    })?;
    let Printer { paper, printed, told, .. } = printer;
    paper.done()?;
    tell(&inputs);
    match (printed, inputs.skipped.is_empty() && told.is_empty()) {
        (false, _) => bail!("nothing was analysed"),
        (true, true) => Ok(Outcome::Done),
        (true, false) => Ok(Outcome::Skipped),
    }
}

/// A page as words.
struct Analysed {
    /// The sentences in order; without a model, words that hang on nothing.
    trees: Vec<Tree>,
    /// Why they hang on nothing, or why there are none.
    fault: Option<String>,
}

/// The sentences of a document, with what CoNLL-U tells of each.
fn analysed(analyse: &Analyse, document: &Document) -> Analysed {
    let language = analyse.language.as_deref().or_else(|| document.language_code());
    let analysis = language::analyse_all(document, language.unwrap_or(""), analyse.whole);
    let text = document.text.as_str();
    let fault = match language {
        _ if analysis.sentences.is_empty() => {
            Some("nothing of it was kept as an article; --whole takes all of its text".to_owned())
        }
        None => {
            Some("its language could not be told; say which it is with --language CODE".to_owned())
        }
        Some(code) => Parser::of(code).err().map(|error| error.to_string()),
    };
    let mut trees = Vec::with_capacity(analysis.sentences.len());
    let mut block = None;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let words = || analysis.words(text, number);
        let mut tree = analysis.tree(text, number).unwrap_or_else(|_| words());
        tree.mark_spaces(text);
        if block != Some(sentence.block) {
            block = Some(sentence.block);
            tree.comments.push("newpar".to_owned());
        }
        let written: Vec<&str> = sentence.span.of(text).lines().map(str::trim).collect();
        tree.comments.push(format!("text = {}", written.join(" ")));
        trees.push(tree);
    }
    Analysed { trees, fault }
}

/// Tags and hangs the words of CoNLL-U files anew.
fn tokens(analyse: &Analyse, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for path in &analyse.inputs.inputs {
        let name = path.display().to_string();
        let text = conllu_text(path).with_context(|| name.clone())?;
        let mut trees = Vec::new();
        for tree in conllu::read_each(&text) {
            match tree {
                Ok(tree) => trees.push(tree),
                Err(error) => {
                    say(&format!("skipped a sentence of {name}: {error}"));
                    outcome = Outcome::Skipped;
                }
            }
        }
        let forms = trees.iter().flat_map(|tree| &tree.words).map(|word| word.form.as_str());
        let told = || knowledge::identify(&forms.collect::<Vec<_>>().join(" "));
        let Some(code) = analyse.language.as_deref().or_else(told) else {
            bail!("{name}: its language could not be told; say which it is with --language CODE");
        };
        let parser = Parser::of(code).with_context(|| name.clone())?;
        for tree in &mut trees {
            tree.words.iter_mut().for_each(|word| word.xpos.clear());
            parser.parse(tree);
        }
        printer.write(&trees)?;
    }
    if !printer.printed {
        bail!("nothing was analysed: there is no sentence in it; --tokens takes CoNLL-U");
    }
    Ok(outcome)
}

/// The text of a CoNLL-U file, or of the standard input.
fn conllu_text(path: &Path) -> anyhow::Result<String> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            anyhow::anyhow!("there is no such file; --tokens takes files of CoNLL-U, or -")
        }
        io::ErrorKind::InvalidData => anyhow::anyhow!("it is no UTF-8; --tokens takes CoNLL-U"),
        _ => error.into(),
    })
}

struct Printer<'a> {
    paper: &'a mut Paper,
    format: AnalyseFormat,
    /// Whether something was.
    printed: bool,
    /// What was said of pages that got no trees.
    told: BTreeSet<String>,
}

impl Printer<'_> {
    /// Prints a page. Why it has no trees is said once for each reason.
    fn print(&mut self, name: &str, trees: &[Tree], fault: Option<String>) -> anyhow::Result<()> {
        if let Some(fault) = fault
            && !self.told.contains(&fault)
        {
            say(&format!("{name}: {fault}"));
            self.told.insert(fault);
        }
        let id: String = name.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
        let mut trees = trees.to_vec();
        for (number, tree) in (1..).zip(&mut trees) {
            let mut comments = Vec::new();
            if number == 1 {
                comments.push(format!("newdoc id = {id}"));
            }
            let paragraph = tree.comments.first().is_some_and(|it| it == "newpar");
            let at = comments.len() + usize::from(paragraph);
            comments.append(&mut tree.comments);
            comments.insert(at, format!("sent_id = {id}-{number}"));
            tree.comments = comments;
        }
        self.write(&trees)
    }

    fn write(&mut self, all: &[Tree]) -> anyhow::Result<()> {
        match self.format {
            AnalyseFormat::Conllu => self.paper.raw().write_all(conllu::write(all).as_bytes())?,
            AnalyseFormat::Text => {
                if self.printed && !all.is_empty() {
                    self.paper.gap()?;
                }
                trees(self.paper, all)?;
            }
        }
        self.printed |= !all.is_empty();
        Ok(())
    }
}
