use crate::fetch;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// According to whom? Reads news pages and writes down who says what.
#[derive(Debug, Parser)]
#[command(
    name = "selon",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "A bare `selon FILE` means `selon read FILE`.\n\
        Ends with 0: done; 1: something was skipped; 2: could not run; 130: interrupted."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// When to colour what is printed
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub color: When,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages and print who says what; no ledger is touched
    Read(Read),
    /// Print the sentences, words and trees of pages; no ledger is touched
    Analyse(Analyse),
    /// Read pages into a ledger, and compare them with what is there
    Add(Add),
    /// Look for claims: words, facets, or a pasted sentence
    #[command(after_help = "Facets: speaker: outlet: place: lang: stance: kind: before: after: \
        figure:\nfor example: selon find bridge speaker:\"Ana Karo\" after:2031-05-01 \
        'figure:>40'\nEight words or more without a facet are taken for a pasted sentence, and \
        the claims most like it are shown.")]
    Find(Find),
    /// Show a claim, a document, a speaker or a story
    Show(About),
    /// Show the words and the rule behind everything that is held of a thing
    Why(About),
    /// Where claims come from, and how many stand behind them
    Origin(Asked),
    /// Figures that differ, and who gave which
    Conflicts(Conflicts),
    /// What changed, and when
    History(Asked),
    /// List the pages that are held
    Documents(Whole),
    /// List the stories: pages that belong together
    Stories(Whole),
    /// Say whether a claim is on its page as it was read
    #[command(subcommand)]
    Review(Review),
    /// Erase a document's text and claims; a hash stays
    Forget(Forget),
    /// Write the ledger out for other programs
    Export(Export),
    /// Open the ledger in a browser, on this computer alone
    Serve(Serve),
    /// See it all on a small corpus about an invented conflict, in a browser
    Demo(Demo),
}

/// The ledger that a command is about.
#[derive(Debug, Args)]
pub(crate) struct OfLedger {
    /// The file that is the ledger
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    pub ledger: PathBuf,
}

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Files, folders, addresses, or - for the standard input: pages, archives (WARC, WACZ, JSONL), feeds, OPML, mails
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Fetch from private addresses too (localhost, an intranet)
    #[arg(long)]
    pub allow_private: bool,
}

impl Inputs {
    pub(crate) fn policy(&self) -> fetch::Policy {
        fetch::Policy { allow_private: self.allow_private, ..fetch::Policy::default() }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    #[command(flatten)]
    pub inputs: Inputs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ReadFormat::Table)]
    pub format: ReadFormat,
    /// Entities, mentions, figures, times, places, events and notes too
    #[arg(long)]
    pub all: bool,
    /// Show how it was read instead of who says what
    #[arg(long, value_enum, value_name = "WHAT", conflicts_with = "all")]
    pub explain: Option<Explain>,
    /// With --explain page: each block by itself, with all of its words
    #[arg(long, requires = "explain")]
    pub full: bool,
}

/// What of the reading is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Explain {
    /// What of the page was kept and what dropped, and why
    Page,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadFormat {
    /// For people
    Table,
    /// One object a line, for programs
    Jsonl,
    /// One array with an object for each page
    Json,
    /// One row for each claim
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct Analyse {
    #[command(flatten)]
    pub inputs: Inputs,
    /// How to print it: for people in a terminal, as CoNLL-U elsewhere, unless this says otherwise
    #[arg(long, value_enum)]
    pub format: Option<AnalyseFormat>,
    /// The language of all inputs, by its code (fr, en, ru, uk, cs), instead of what can be told
    #[arg(long, value_name = "CODE", value_parser = known_language)]
    pub language: Option<String>,
    /// All of a page's text: also what was dropped as no part of the article
    #[arg(long)]
    pub whole: bool,
    /// The inputs are CoNLL-U: their sentences and tokens are kept, and tagged and hung anew
    #[arg(long, conflicts_with = "whole")]
    pub tokens: bool,
}

/// The code of a language that has a folder.
fn known_language(code: &str) -> Result<String, String> {
    let all = knowledge::languages();
    match all.iter().find(|known| *known == code) {
        Some(known) => Ok(known.clone()),
        None => Err(format!("Selon knows {}", all.join(", "))),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnalyseFormat {
    /// For people: each word on a line, further in than what it hangs on
    Text,
    /// Ten columns a word, as treebanks and their tools have it
    Conllu,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub of: OfLedger,
    /// Take pages in again that were forgotten
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Find {
    /// Words, facets, or a sentence
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Show at most so many claims
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub limit: u32,
    /// Leave so many out first
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: u32,
    #[command(flatten)]
    pub whole: Whole,
}

/// One thing of the ledger.
#[derive(Debug, Args)]
pub(crate) struct About {
    /// An id or its beginning, the file or address of a page, or a speaker's name
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub whole: Whole,
}

/// One thing of the ledger, or what a query finds.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// An id or its beginning, or a query as for `selon find`
    #[arg(required = true, value_name = "ID-OR-QUERY")]
    pub asked: Vec<String>,
    #[command(flatten)]
    pub whole: Whole,
}

#[derive(Debug, Args)]
pub(crate) struct Conflicts {
    /// An id or its beginning, or a query as for `selon find`; all where nothing is given
    #[arg(value_name = "ID-OR-QUERY")]
    pub asked: Vec<String>,
    #[command(flatten)]
    pub whole: Whole,
}

/// The ledger as a whole.
#[derive(Debug, Args)]
pub(crate) struct Whole {
    /// Print the answer as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub of: OfLedger,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Review {
    /// The claim is on the page as it was read
    Accept(Verdict),
    /// The claim is not on the page as it was read
    Reject(Verdict),
    /// Take the last word on a claim back
    Undo(Verdict),
    /// List the reviews whose claim the newest reading does not have
    List(Whole),
}

#[derive(Debug, Args)]
pub(crate) struct Verdict {
    /// The claim's id or its beginning
    #[arg(value_name = "CLAIM")]
    pub claim: String,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    #[command(flatten)]
    pub whole: Whole,
}

#[derive(Debug, Args)]
pub(crate) struct Forget {
    /// The document's id or its beginning, or its file or address
    #[arg(value_name = "DOCUMENT")]
    pub document: String,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    #[command(flatten)]
    pub whole: Whole,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// One document alone: its id or its beginning, or its file or address
    #[arg(value_name = "DOCUMENT")]
    pub document: Option<String>,
    /// What to write
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// jsonl: links between documents and between claims too
    #[arg(long)]
    pub links: bool,
    /// jsonl: reviews too
    #[arg(long)]
    pub reviews: bool,
    /// jsonl: entities, mentions, figures, times, places, events and notes too
    #[arg(long)]
    pub all: bool,
    /// Write to this file; it is replaced only once all of it is written
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub of: OfLedger,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// The contract: one object a line
    Jsonl,
    /// One row for each claim
    Csv,
    /// W3C Web Annotation (JSON-LD)
    WebAnnotation,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub of: OfLedger,
    /// The port on 127.0.0.1; 0 for any that is free
    #[arg(long, default_value_t = PORT)]
    pub port: u16,
    /// Fetch from private addresses too (localhost, an intranet)
    #[arg(long)]
    pub allow_private: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The port on 127.0.0.1; 0 for any that is free
    #[arg(long, default_value_t = PORT)]
    pub port: u16,
}

/// The port of the web interface.
const PORT: u16 = 8765;

/// When colours are used: by itself on a terminal, unless `NO_COLOR` is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

/// The command line with `read` put in where only pages are named.
pub(crate) fn with_read(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut given: Vec<OsString> = given.collect();
    let text = |at: usize| given.get(at).map(|argument| argument.to_str());
    let mut at = 1;
    // `--color` alone may stand before a command and takes a value.
    while let Some(Some(option)) = text(at).filter(|it| it.is_some_and(is_option)) {
        at += if option == "--color" { 2 } else { 1 };
    }
    let names_a_page = match text(at) {
        Some(Some(word)) => {
            let command = Arguments::command().get_subcommands().any(|it| it.get_name() == word);
            // No command has a full stop or a stroke: a file that is not there is told as one.
            let is_path = word.contains(['.', '/', '\\']) || Path::new(word).exists();
            !command && (word == "-" || fetch::is_address(word) || is_path)
        }
        // A name that is no Unicode is a file's.
        Some(None) => true,
        None => false,
    };
    if names_a_page {
        given.insert(1, "read".into());
    }
    given
}

fn is_option(argument: &str) -> bool {
    argument.starts_with('-') && argument != "-"
}
