mod attribution; // who says what
mod linking; // copies, conflicts, origins
mod pages; // what is kept and dropped

use clap::ValueEnum;

/// What may be asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The layers to measure; all of them if none is named
    layers: Vec<Layer>,
    /// Also print each miss and each false alarm
    #[arg(long)]
    verbose: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layer {
    Pages,
    Attributions,
    Links,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let asked = |layer| options.layers.is_empty() || options.layers.contains(&layer);
    if asked(Layer::Pages) {
        pages::run(options.verbose)?;
    }
    if asked(Layer::Attributions) {
        attribution::run(options.verbose)?;
    }
    if asked(Layer::Links) {
        linking::run(options.verbose)?;
    }
    Ok(())
}
