//! Which computer, and how much of its memory.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a number was measured on. No name of a host or of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Machine {
    pub date: String,
    pub processor: String,
    pub cores: usize,
    pub system: String,
    pub rustc: String,
    /// The commit, with `+` where the tree had changes.
    pub git: String,
}

impl Machine {
    pub fn of_this() -> Self {
        let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let named = information.lines().find_map(|line| line.strip_prefix("model name"));
        let changed = !command("git", &["status", "--porcelain"]).is_empty();
        let commit = command("git", &["rev-parse", "--short=10", "HEAD"]);
        Self {
            date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
            processor: named
                .map_or("unknown", |rest| rest.trim_start_matches([' ', '\t', ':']))
                .trim()
                .to_owned(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            rustc: command("rustc", &["--version"]),
            git: format!("{commit}{}", if changed { "+" } else { "" }),
        }
    }

    /// How this machine is called in the name of a file.
    pub fn slug(&self) -> String {
        let letters = self.processor.to_lowercase();
        let words = letters.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(5).collect();
        format!("{}-{}-cores", words.join("-"), self.cores)
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, processor, cores, system, rustc, git } = self;
        write!(f, "{date}, {processor}, {cores} cores, {system}, {rustc}, commit {git}")
    }
}

/// What a program says; nothing if it is not there.
fn command(program: &str, arguments: &[&str]) -> String {
    let output =
        std::process::Command::new(program).args(arguments).current_dir(crate::root()).output();
    let said = output.ok().filter(|output| output.status.success()).map(|output| output.stdout);
    String::from_utf8_lossy(&said.unwrap_or_default()).trim().to_owned()
}

/// The most memory that this process has had since [`forget_peak`], in
/// megabytes; nothing where the system does not tell.
pub(super) fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1000)
}

/// Starts the measure of memory anew, where the system can (Linux).
pub(super) fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
