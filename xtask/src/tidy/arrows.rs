//! Which crate may use which.

use super::{Fault, Tree};
use toml::{Table, Value};

/// Where the arrows are decided.
const DECIDED: &str = "ARCHITECTURE.md, \"Which crate may use which?\"";

/// What each crate may use of the others; `*` is all of them.
const ARROWS: &[(&str, &[&str])] = &[
    ("schema", &[]),
    ("knowledge", &["schema"]),
    ("page", &["schema", "knowledge"]),
    ("language", &["schema", "knowledge"]),
    ("reader", &["schema", "knowledge", "language"]),
    ("linker", &["schema", "knowledge"]),
    ("ledger", &["schema"]),
    ("view", &["schema", "ledger", "linker"]),
    ("selon", &["*"]),
    ("python", &["*"]),
    ("xtask", &["*"]),
    ("fuzz", &["language", "page"]),
];

/// What a crate may use in its tests alone.
const IN_TESTS: &[(&str, &[&str])] = &[
    // An example is a page as it came; it has to be opened to be read.
    ("reader", &["page"]),
];

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &["core", "common", "utils", "util", "misc", "helpers"];

pub(super) fn faults(tree: &Tree) -> Vec<Fault> {
    let manifests = tree.matching("", "Cargo.toml").filter(|file| *file != "Cargo.toml");
    manifests
        .flat_map(|file| {
            let text = tree.text(file).unwrap_or_default();
            let short = file.trim_end_matches("/Cargo.toml").rsplit('/').next().unwrap_or(file);
            of_manifest(file, short, &text)
        })
        .collect()
}

/// The faults of one manifest. `short` is the name of its folder, which is how
/// the crate is called in the code.
fn of_manifest(file: &str, short: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let manifest: Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => {
            return vec![Fault::new(file, error.to_string(), "write it as TOML")];
        }
    };
    let package = manifest.get("package").and_then(|package| package.get("name"));
    for name in [short].into_iter().chain(package.and_then(Value::as_str)) {
        if EMPTY_NAMES.contains(&name.trim_start_matches("selon-")) {
            let what = format!("a crate named {name}");
            faults.push(Fault::new(file, what, "name it after the one thing that it does"));
        }
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == short) else {
        let what = format!("the crate {short} has no place in the flow");
        let todo = format!("say what it may use in {DECIDED}, then in xtask/src/tidy/arrows.rs");
        faults.push(Fault::new(file, what, todo));
        return faults;
    };
    let in_tests = IN_TESTS.iter().find(|(name, _)| *name == short).map_or(&[][..], |(_, to)| to);
    for (section, names) in sections(&manifest) {
        let tests_only = section.ends_with("dev-dependencies");
        for name in names {
            let Some(used) = ours(&name) else { continue };
            let fits = allowed.contains(&"*")
                || allowed.contains(&used)
                || tests_only && in_tests.contains(&used);
            if !fits {
                let what = format!("[{section}] {short} uses {used}, against the flow");
                let uses = if allowed.is_empty() { "none".into() } else { allowed.join(", ") };
                let todo = format!(
                    "{short} may use: {uses}; decided in {DECIDED}. Move the code to where it may stand"
                );
                faults.push(Fault::new(file, what, todo));
            }
        }
    }
    faults
}

/// The tables of dependencies, those of a single target too.
fn sections(manifest: &Table) -> Vec<(String, Vec<String>)> {
    const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
    let mut found = Vec::new();
    let mut look = |prefix: &str, table: &Table| {
        for kind in KINDS {
            let Some(used) = table.get(kind).and_then(Value::as_table) else { continue };
            let names = used.iter().map(|(key, value)| {
                // `x = { package = "selon-ledger" }` is the ledger too.
                let package = value.get("package").and_then(Value::as_str);
                package.unwrap_or(key).to_owned()
            });
            found.push((format!("{prefix}{kind}"), names.collect()));
        }
    };
    look("", manifest);
    let targets = manifest.get("target").and_then(Value::as_table);
    for (target, table) in targets.into_iter().flatten() {
        if let Some(table) = table.as_table() {
            look(&format!("target.{target}."), table);
        }
    }
    found
}

/// The short name, if the dependency is a crate of this workspace.
fn ours(name: &str) -> Option<&'static str> {
    let short = name.strip_prefix("selon-").unwrap_or(name);
    ARROWS.iter().map(|(ours, _)| *ours).find(|ours| *ours == short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(short: &str, text: &str) -> Vec<String> {
        of_manifest("Cargo.toml", short, text).into_iter().map(|fault| fault.what).collect()
    }

    #[test]
    fn an_arrow_against_the_flow_is_a_fault_under_any_name() {
        assert!(told("reader", "[dependencies]\nlanguage.workspace = true").is_empty());
        assert_eq!(
            told("reader", "[dependencies]\nledger.workspace = true"),
            ["[dependencies] reader uses ledger, against the flow"]
        );
        let renamed = "[dependencies]\nbook = { path = \"../ledger\", package = \"selon-ledger\" }";
        assert_eq!(told("reader", renamed).len(), 1);
        assert_eq!(told("page", "[target.'cfg(unix)'.dependencies]\nreader = \"1\"").len(), 1);
    }

    #[test]
    fn tests_may_use_what_the_code_may_not_where_it_is_said() {
        assert!(told("reader", "[dev-dependencies]\npage.workspace = true").is_empty());
        assert_eq!(told("reader", "[dependencies]\npage.workspace = true").len(), 1);
    }

    #[test]
    fn a_name_that_says_nothing_is_a_fault() {
        let said = told("schema", "[package]\nname = \"selon-utils\"");
        assert_eq!(said, ["a crate named selon-utils"]);
        assert_eq!(
            told("common", ""),
            ["a crate named common", "the crate common has no place in the flow"]
        );
    }
}
