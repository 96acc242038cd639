use super::{Outcome, say, tell, turns};
use crate::arguments::{Analyse, AnalyseFormat};
use crate::opened::document_guarded;
use crate::print::{Paper, Sentence, trees};
use anyhow::{Context, bail};
use language::{Analysis, Bearer, Name, Parser, Tree, conllu};
use page::Page;
use schema::{Document, Span};
use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

pub(crate) fn run(analyse: &Analyse, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let format = analyse.format.unwrap_or_else(|| match io::stdout().is_terminal() {
        true => AnalyseFormat::Text,
        false => AnalyseFormat::Conllu,
    });
    let mut printer = Printer { paper, format, printed: false, bearers: 0, told: BTreeSet::new() };
    if analyse.tokens {
        return tokens(analyse, &mut printer);
    }
    let open = |page: Page| document_guarded(&page, |document| analysed(analyse, &document));
    let inputs =
        turns::each(&analyse.inputs, open, |name, analysed| printer.print(name, analysed))?;
    let Printer { paper, printed, told, .. } = printer;
    paper.done()?;
    tell(&inputs);
    match (printed, inputs.skipped.is_empty() && told.is_empty()) {
        (false, _) => bail!("nothing was analysed"),
        (true, true) => Ok(Outcome::Done),
        (true, false) => Ok(Outcome::Skipped),
    }
}

/// What the brackets in the last column hold, in the order that they have it.
const ENTITY: &str = "global.Entity = eid-etype-subtype-metonym";

/// A page as words.
struct Analysed {
    /// In order; without a model, words that hang on nothing.
    sentences: Vec<Sentence>,
    /// All names of the sentences, in order.
    names: Vec<Name>,
    /// Which of them are one person or body.
    bearers: Vec<Bearer>,
    /// Why they hang on nothing or have no names, or why there are none.
    fault: Option<String>,
}

/// The sentences of a document, with what CoNLL-U tells of each.
fn analysed(analyse: &Analyse, document: &Document) -> Analysed {
    let language = analyse.language.as_deref().or_else(|| document.language_code());
    let analysis = language::analyse_all(document, language.unwrap_or(""), analyse.whole);
    let text = document.text.as_str();
    let (names, bearers, nameless) = match named(&analysis, text, language) {
        Ok(names) => {
            let bearers = language::bearers(text, &names, language.unwrap_or(""));
            (names, bearers, None)
        }
        Err(error) => (Vec::new(), Vec::new(), Some(error.to_string())),
    };
    let fault = match language {
        _ if analysis.sentences.is_empty() => {
            Some("nothing of it was kept as an article; --whole takes all of its text".to_owned())
        }
        None => {
            Some("its language could not be told; say which it is with --language CODE".to_owned())
        }
        Some(code) if !has_folder(code) => Some(format!(
            "its language is {code}: it is cut into sentences and words, and has no trees and no names"
        )),
        Some(code) => Parser::of(code).err().map(|error| error.to_string()).or(nameless),
    };
    let mut sentences = Vec::with_capacity(analysis.sentences.len());
    let mut left = names.iter().peekable();
    let mut block = None;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let words = || analysis.words(text, number);
        let mut tree = analysis.tree(text, number).unwrap_or_else(|_| words());
        tree.mark_spaces(text);
        if block != Some(sentence.block) {
            block = Some(sentence.block);
            tree.comments.push("newpar".to_owned());
        }
        tree.comments.push(format!("text = {}", one_line(text, sentence.span)));
        let inside = |name: &&Name| name.span.start() < sentence.span.end();
        let names = std::iter::from_fn(|| left.next_if(inside));
        let names = names.map(|name| (one_line(text, name.span), name.kind())).collect();
        sentences.push(Sentence { tree, names });
    }
    Analysed { sentences, names, bearers, fault }
}

/// The names of a text; none where its language has no folder, as nothing is known of them.
fn named(
    analysis: &Analysis,
    text: &str,
    language: Option<&str>,
) -> Result<Vec<Name>, language::NamesError> {
    match language.filter(|code| has_folder(code)) {
        Some(code) => {
            let spans: Vec<Span> = analysis.sentences.iter().map(|it| it.span).collect();
            language::names(text, &analysis.tokens, &spans, code)
        }
        None => Ok(Vec::new()),
    }
}

/// Whether more is known of a language than how it is told from others.
fn has_folder(code: &str) -> bool {
    knowledge::languages().iter().any(|known| known == code)
}

/// A stretch of a text with a space for each break of a line.
fn one_line(text: &str, span: Span) -> String {
    let lines: Vec<&str> = span.of(text).lines().map(str::trim).collect();
    lines.join(" ")
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
        let bare = |tree| Sentence { tree, names: Vec::new() };
        printer.write(trees.into_iter().map(bare).collect())?;
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
    /// How many bearers of names the pages so far have: each has its number in the file.
    bearers: usize,
    /// What was said of pages that got no trees.
    told: BTreeSet<String>,
}

impl Printer<'_> {
    /// Prints a page. Why it has no trees is said once for each reason.
    fn print(&mut self, name: &str, analysed: Analysed) -> anyhow::Result<()> {
        let Analysed { mut sentences, names, bearers, fault } = analysed;
        if let Some(fault) = fault
            && !self.told.contains(&fault)
        {
            say(&format!("{name}: {fault}"));
            self.told.insert(fault);
        }
        let id: String = name.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
        let trees = sentences.iter_mut().map(|it| &mut it.tree);
        language::mark_names(trees, &names, &bearers, self.bearers);
        self.bearers += bearers.len();
        for (number, Sentence { tree, .. }) in (1..).zip(&mut sentences) {
            let mut comments = Vec::new();
            if number == 1 {
                comments.push(format!("newdoc id = {id}"));
                comments.push(ENTITY.to_owned());
            }
            let paragraph = tree.comments.first().is_some_and(|it| it == "newpar");
            let at = comments.len() + usize::from(paragraph);
            comments.append(&mut tree.comments);
            comments.insert(at, format!("sent_id = {id}-{number}"));
            tree.comments = comments;
        }
        self.write(sentences)
    }

    fn write(&mut self, all: Vec<Sentence>) -> anyhow::Result<()> {
        let before = self.printed;
        self.printed |= !all.is_empty();
        match self.format {
            AnalyseFormat::Conllu => {
                let trees: Vec<Tree> = all.into_iter().map(|it| it.tree).collect();
                self.paper.raw().write_all(conllu::write(&trees).as_bytes())?;
            }
            AnalyseFormat::Text => {
                if before && !all.is_empty() {
                    self.paper.gap()?;
                }
                trees(self.paper, &all)?;
            }
        }
        Ok(())
    }
}
