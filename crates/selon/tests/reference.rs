//! `docs/reference/cli.md` is what the program says of itself. `cargo xtask docs`
//! writes it; this holds it.

use expect_test::expect_file;
use std::process::Command;

/// What `selon ARGUMENTS --help` prints where no terminal is.
fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_selon"))
        .args(arguments)
        .arg("--help")
        .env_remove("COLUMNS")
        .output()
        .expect("selon starts");
    assert!(output.status.success(), "selon {arguments:?} --help: {}", output.status);
    let text = String::from_utf8(output.stdout).expect("help is UTF-8");
    // On Windows the program is called selon.exe.
    let lines = text.replace("selon.exe", "selon");
    lines.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The commands that a help text lists.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    listed
        .take_while(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

fn section(page: &mut String, path: &[&str]) {
    let text = help(path);
    let marks = if path.is_empty() { "##" } else { "###" };
    page.push_str(&format!("\n{marks} selon {}\n", path.join(" ")).replace(" \n", "\n"));
    page.push_str(&format!("\n```text\n{text}\n```\n"));
    for command in commands(&text) {
        let longer: Vec<&str> = path.iter().copied().chain([command.as_str()]).collect();
        section(page, &longer);
    }
}

#[test]
fn the_reference_of_the_command_line_is_what_the_program_says() {
    let mut page = "# The command line\n\n\
        *Made by `cargo xtask docs` from `selon --help`; what is changed here by hand is lost.*\n"
        .to_owned();
    section(&mut page, &[]);
    assert!(page.matches("\n### ").count() > 10, "the commands were not found");
    expect_file!["../../../docs/reference/cli.md"].assert_eq(&page);
}
