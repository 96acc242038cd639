//! Scores that may not fall: `corpus/floors.toml`.
//!
//! Each layer measures the repository's own texts, and its scores are compared
//! with the floors under the same names; trees are measured on treebanks, where these
//! are there. Floors only rise.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// Scores in percent, by the set (`attributions.demo.fr`) and the measure.
pub(crate) type Scores = BTreeMap<String, BTreeMap<String, f64>>;

/// What is done with the floors.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct Floors {
    /// Fail if a score on the repository's own texts is under its floor
    #[arg(long)]
    pub check: bool,
    /// Write higher floors where scores have risen
    #[arg(long)]
    pub raise: bool,
}

impl Floors {
    /// Checks or raises, as asked. A trap count is a ceiling: it may only fall.
    pub fn hold(self, root: &Path, scores: &Scores) -> Result<()> {
        if self.raise {
            raise(root, scores)?;
        }
        if self.check {
            check(root, scores)?;
        }
        Ok(())
    }
}

/// Fails with a list of the scores that are under their floors.
pub(crate) fn check(root: &Path, scores: &Scores) -> Result<()> {
    let floors = read(root)?;
    let mut fallen = Vec::new();
    for (set, measures) in scores {
        for (measure, &score) in measures {
            let floor = floors.get(set).and_then(|set| set.get(measure)).copied();
            let worse =
                floor.is_some_and(
                    |floor| {
                        if is_ceiling(measure) { score > floor } else { score < floor }
                    },
                );
            if worse {
                let floor = floor.unwrap_or_default();
                fallen.push(format!("{set}: {measure} is {score:.1}, and was {floor:.1}"));
            }
        }
    }
    if !fallen.is_empty() {
        bail!("scores have fallen:\n  {}", fallen.join("\n  "));
    }
    Ok(())
}

fn raise(root: &Path, scores: &Scores) -> Result<()> {
    let mut floors = read(root)?;
    for (set, measures) in scores {
        for (measure, &score) in measures {
            // Rounded so that a floor that was just written holds.
            let rounded = (score * 10.0).floor() / 10.0;
            let floor = floors.entry(set.clone()).or_default().entry(measure.clone());
            let floor = floor.or_insert(rounded);
            *floor = if is_ceiling(measure) { floor.min(score) } else { floor.max(rounded) };
        }
    }
    let mut out = "# Scores on the project's own texts that may not fall, in percent (traps_hit: a count that\n\
                   # may not rise), and on treebanks (language). `cargo xtask evaluate --raise` writes higher\n\
                   # ones; a test compares.\n"
        .to_owned();
    for (set, measures) in &floors {
        out += &format!("\n[\"{set}\"]\n");
        for (measure, floor) in measures {
            out += &format!("{measure} = {floor:.1}\n");
        }
    }
    std::fs::write(path(root), out).context("corpus/floors.toml")
}

fn read(root: &Path) -> Result<Scores> {
    match std::fs::read_to_string(path(root)) {
        Ok(text) => toml::from_str(&text).context("corpus/floors.toml"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Scores::new()),
        Err(error) => Err(error).context("corpus/floors.toml"),
    }
}

fn path(root: &Path) -> std::path::PathBuf {
    root.join("corpus/floors.toml")
}

fn is_ceiling(measure: &str) -> bool {
    measure.ends_with("_hit")
}
