//! The commands of `docs/guide/` and of the README, run as they are written.
//!
//! In a block ```` ```sh ````, a line `$ …` is a command. The lines below it must
//! occur in what it prints, in that order; `…` stands for anything, and
//! `(exit 1)` for the exit code, where it is not 0.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A command, and what is shown of its answer.
#[derive(Debug, Default)]
struct Example {
    line: usize,
    command: String,
    exit: i32,
    shown: Vec<String>,
}

fn examples(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            let command = command.to_owned();
            examples.push(Example { line: number + 1, command, ..Example::default() });
        } else if let Some(example) = examples.last_mut().filter(|_| inside) {
            let exit = line.strip_prefix("(exit ").and_then(|rest| rest.strip_suffix(')'));
            match exit.and_then(|code| code.parse().ok()) {
                Some(code) => example.exit = code,
                None if matches!(line.trim(), "…" | "") => {}
                None => example.shown.push(line.to_owned()),
            }
        }
    }
    examples
}

/// Without the breaks that depend on the width of a terminal.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the corpus is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// Runs the examples of one page, in one folder, one after the other.
fn follow(root: &Path, page: &str) -> usize {
    let text = std::fs::read_to_string(root.join(page)).expect("the page is there");
    let folder = tempfile::tempdir().expect("a folder can be made");
    for part in ["corpus/demo", "corpus/archives"] {
        copy(&root.join(part), &folder.path().join(part));
    }
    let program = Path::new(env!("CARGO_BIN_EXE_selon")).parent().expect("it is in a folder");
    let mut path = vec![program.to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(path).expect("the folders have plain names");
    let examples = examples(&text);
    for Example { line, command, exit, shown } in &examples {
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(folder.path())
            .env("PATH", &path)
            .env_remove("COLUMNS")
            .output()
            .expect("there is a shell");
        let said = [output.stdout, output.stderr].concat();
        let said = folded(&String::from_utf8_lossy(&said));
        assert_eq!(output.status.code(), Some(*exit), "{page}:{line}: {command}\n{said}");
        let mut rest = said.as_str();
        for wanted in shown {
            let wanted = folded(wanted);
            let at = rest.find(&wanted);
            let at = at.unwrap_or_else(|| panic!("{page}:{line}: no {wanted:?} in\n{said}"));
            rest = &rest[at + wanted.len()..];
        }
    }
    examples.len()
}

#[test]
#[cfg(unix)]
fn the_guide_and_the_readme_do_what_they_say() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages = vec!["README.md".to_owned()];
    for entry in std::fs::read_dir(root.join("docs/guide")).expect("there is a guide").flatten() {
        pages.push(format!("docs/guide/{}", entry.file_name().to_string_lossy()));
    }
    let run: usize = pages.iter().map(|page| follow(&root, page)).sum();
    assert!(run > 20, "only {run} examples were found");
}
