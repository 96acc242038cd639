mod attribution; // who says what
mod content; // how many, when, where
mod floors; // scores that may not fall
pub(crate) mod language; // words and trees
mod linking; // copies, conflicts, origins
pub(crate) mod names; // persons, organisations, places
pub(crate) mod pages; // what is kept and dropped

use clap::ValueEnum;

/// What may be asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The layers to measure; all of them if none is named
    layers: Vec<Layer>,
    /// Also print each miss and each false alarm
    #[arg(long)]
    verbose: bool,
    /// Also measure others on the same pages: Python's trafilatura and htmldate (named
    /// by PYTHON, or python3), and the crate where xtask is built with `yardsticks`
    #[arg(long)]
    yardsticks: bool,
    #[command(flatten)]
    floors: floors::Floors,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layer {
    Pages,
    /// Only the pages of corpus/; `pages` has them too
    Own,
    /// Only titles, authors and dates of pages; `pages` has them too
    Facts,
    Attributions,
    Content,
    Links,
    /// Only when asked for: parts of speech, features, lemmas and trees
    Language,
    /// Only when asked for: persons, organisations, places and other names
    Names,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let asked = |layer| options.layers.is_empty() || options.layers.contains(&layer);
    let root = crate::root();
    let mut scores = floors::Scores::new();
    // The floors are of the repository's own pages; the others take minutes of learning.
    let checked = options.floors.check && asked(Layer::Pages);
    let own = checked || options.layers.contains(&Layer::Own);
    if asked(Layer::Pages) && !own {
        scores.extend(pages::run(&root, options.verbose, options.yardsticks)?);
    }
    if own {
        scores.extend(pages::own(&root, options.verbose)?);
    }
    if options.layers.contains(&Layer::Facts) {
        pages::facts::run(&root, options.verbose)?;
    }
    if asked(Layer::Attributions) {
        scores.extend(attribution::run(&root, options.verbose)?);
    }
    if asked(Layer::Content) {
        scores.extend(content::run(&root, options.verbose)?);
    }
    if asked(Layer::Links) {
        scores.extend(linking::run(&root, options.verbose)?);
    }
    if options.layers.contains(&Layer::Language) {
        scores.extend(language::run(&root)?);
    }
    if options.layers.contains(&Layer::Names) {
        names::run(&root, options.verbose)?;
    }
    options.floors.hold(&root, &scores)
}
