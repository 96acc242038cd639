//! The program as people run it.

#![allow(clippy::unwrap_used)]

mod add; // into the ledger, and what becomes of it when something goes wrong
mod analyse; // sentences, words and trees
mod answers; // questions to a ledger
mod explain; // why a page was read as it was
mod read; // pages in, claims out
mod refusals; // what cannot be done, told to people

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// An empty folder that is gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("selon-test-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// The program, to be run in this folder.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_selon"));
        command.args(arguments).current_dir(&self.0).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What the program printed, said and ended with.
#[derive(Debug)]
struct Ran {
    out: String,
    told: String,
    code: Option<i32>,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            told: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }

    /// What it printed, if it ended well.
    #[track_caller]
    fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    #[track_caller]
    fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.done()).unwrap()
    }
}

/// What changes with every change of the engine, blotted out: ids and digests.
fn blotted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        let digits = &rest[at..];
        let end = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
        let before = rest[..at].chars().last();
        out.push_str(&rest[..at]);
        let digest = matches!(end, 8 | 16) && before == Some(':') || end == 64;
        let digest = digest || end == 16 && before == Some('"');
        out.push_str(if digest { "#" } else { &digits[..end] });
        rest = &digits[end..];
    }
    out + rest
}

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/demo")
}

const BRIDGE: &str = r#"<!DOCTYPE html><html lang="en"><head>
<title>The bridge is closed - The Alder Courier</title>
<meta property="og:site_name" content="The Alder Courier">
<meta property="article:published_time" content="2031-05-05T08:00:00Z">
<link rel="canonical" href="https://alder-courier.example/bridge">
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>The bridge is closed</h1>
<p>The old bridge has been shut to lorries, and the town is quiet.</p>
<p>“The bridge will stay closed,” said Ana Karo.</p>
<p>The ministry denied that the bridge was unsafe.</p>
</article></body></html>"#;

const ROUTE: &str = "La route est longue\n\nLe maire a dit que la route est longue.\n";
