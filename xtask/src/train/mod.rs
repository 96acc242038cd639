//! Weights are learnt here, from named data, by one command each.

mod cuts; // where sentences end, and what is two words
pub(crate) mod language; // tags, lemmas, trees
pub(crate) mod names; // persons, organisations, places
pub(crate) mod pages; // which blocks are the article

/// What may be asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The model to learn: `pages`, the block chooser; `cuts`, where rules do not tell how a text
    /// is cut; `names`, the finder of names; or the code of a language, its parser
    model: String,
    /// Of a parser or of names: write nothing, and measure on what serves for choosing settings
    #[arg(long)]
    choosing: bool,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    match options.model.as_str() {
        "pages" => pages::run(&crate::root()),
        "cuts" => cuts::run(&crate::root()),
        "names" => names::run(&crate::root(), options.choosing),
        code => language::run(&crate::root(), code, options.choosing),
    }
}
