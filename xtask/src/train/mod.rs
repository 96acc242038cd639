//! Weights are learnt here, from named data, by one command each.

pub(crate) mod pages; // which blocks are the article

use clap::ValueEnum;

/// What may be asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The model to learn
    model: Model,
}

#[derive(Clone, Copy, ValueEnum)]
enum Model {
    /// The block chooser of pages
    Pages,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    match options.model {
        Model::Pages => pages::run(&crate::root()),
    }
}
