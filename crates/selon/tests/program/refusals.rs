use crate::{Folder, ROUTE};
use expect_test::{Expect, expect};

/// Runs what cannot be done, and looks at what is told.
#[track_caller]
fn check(folder: &Folder, arguments: &[&str], code: i32, told: Expect) {
    let ran = folder.run(arguments);
    told.assert_eq(&ran.told);
    assert_eq!(ran.code, Some(code), "{ran:?}");
}

#[test]
fn pages_that_cannot_be_read() {
    let folder = Folder::new()
        .with("picture.html", b"\x89PNG\0\0")
        .with("empty.txt", "")
        .with("none/style.css", "p {}")
        .with("route.txt", ROUTE);
    std::fs::create_dir(folder.file("nothing")).unwrap();
    check(
        &folder,
        &["read", "missing.html"],
        2,
        expect![[r#"
        skipped missing.html: there is no such file; is its name spelt right?
        selon: nothing was read
    "#]],
    );
    check(
        &folder,
        &["read", "picture.html"],
        2,
        expect![[r#"
        skipped picture.html: it is not a page: its bytes are no text (a picture, a program or a compressed file?)
        selon: nothing was read
    "#]],
    );
    check(
        &folder,
        &["read", "empty.txt"],
        2,
        expect![[r#"
        skipped empty.txt: there is no text in it
        selon: nothing was read
    "#]],
    );
    check(
        &folder,
        &["read", "nothing"],
        2,
        expect![[r#"
        skipped nothing: there is no page in this folder; pages are .html and .txt files, and others that are text
        selon: nothing was read
    "#]],
    );
    check(
        &folder,
        &["read", "none"],
        2,
        expect![[r#"
        skipped none/style.css: no page by its name and its first bytes; name the file itself to read it
        selon: nothing was read
    "#]],
    );
    check(
        &folder,
        &["read", "route.txt", "missing.html"],
        1,
        expect![[r#"
        skipped missing.html: there is no such file; is its name spelt right?
    "#]],
    );
}

#[test]
fn bytes_that_are_no_utf_8_are_read_all_the_same() {
    let folder = Folder::new().with("latin.txt", b"Le maire a dit que la route est ferm\xe9e.\n");
    let table = folder.run(&["read", "latin.txt"]).done();
    assert!(table.contains("la route est fermée"), "{table}");
}

#[test]
fn a_language_that_is_not_read_is_a_note_and_no_error() {
    let text = "Мост закрыт\n\nМинистр сказал, что мост будет закрыт, и что никто не знает, когда \
        его откроют снова.\n";
    let folder = Folder::new().with("bridge.txt", text);
    let table = folder.run(&["read", "bridge.txt"]).done();
    assert!(table.contains("0 claims, 1 note"), "{table}");
    assert!(table.contains("does not read yet"), "{table}");
}

#[test]
fn addresses_that_are_not_fetched() {
    let folder = Folder::new();
    check(
        &folder,
        &["read", "http://127.0.0.1:1/page"],
        2,
        expect![[r#"
        skipped http://127.0.0.1:1/page: it leads to 127.0.0.1 (127.0.0.1), which is not on the public web; nothing was asked there; --allow-private allows it
        selon: nothing was read
    "#]],
    );
    check(
        &folder,
        &["read", "ftp://news.example/page"],
        2,
        expect![[r#"
        skipped ftp://news.example/page: only http and https addresses are fetched, and this one is ftp
        selon: nothing was read
    "#]],
    );
}

#[test]
fn a_word_that_is_neither_command_nor_file() {
    let folder = Folder::new();
    let ran = folder.run(&["fnid", "bridge"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.told.contains("'find'"), "{ran:?}");
}

#[test]
fn files_that_are_no_ledger_are_left_as_they_are() {
    let folder = Folder::new().with("route.txt", ROUTE).with("notes.db", "Not a database at all.");
    let foreign = rusqlite::Connection::open(folder.file("foreign.db")).unwrap();
    foreign.execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    drop(foreign);
    folder.run(&["add", "--ledger", "newer.db", "route.txt"]).done();
    let newer = rusqlite::Connection::open(folder.file("newer.db")).unwrap();
    newer.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(newer);

    let before = std::fs::read(folder.file("foreign.db")).unwrap();
    check(
        &folder,
        &["find", "route", "--ledger", "none.db"],
        2,
        expect![[r#"
        selon: none.db: there is no ledger here; `selon add` makes one
    "#]],
    );
    check(
        &folder,
        &["add", "route.txt", "--ledger", "notes.db"],
        2,
        expect![[r#"
        selon: notes.db: not a database; it was left as it is; name another file with --ledger
    "#]],
    );
    check(
        &folder,
        &["add", "route.txt", "--ledger", "foreign.db"],
        2,
        expect![[r#"
        selon: foreign.db: a database, but not a ledger of Selon; it was left as it is; name another file with --ledger
    "#]],
    );
    check(
        &folder,
        &["find", "route", "--ledger", "foreign.db"],
        2,
        expect![[r#"
        selon: foreign.db: a database, but not a ledger of Selon; it was left as it is; name another file with --ledger
    "#]],
    );
    check(
        &folder,
        &["add", "route.txt", "--ledger", "newer.db"],
        2,
        expect![[r#"
            selon: newer.db: a ledger of version 99, and this program knows versions up to 5; it was left as it is; use a newer Selon
        "#]],
    );
    check(
        &folder,
        &["find", "route", "--ledger", "newer.db"],
        2,
        expect![[r#"
            selon: newer.db: a ledger of version 99, and this program knows versions up to 5; it was left as it is; use a newer Selon
        "#]],
    );
    check(
        &folder,
        &["add", "route.txt", "--ledger", "no/folder.db"],
        2,
        expect![[r#"
        selon: no/folder.db: cannot be opened; look whether the folder exists and may be read
    "#]],
    );
    assert_eq!(std::fs::read(folder.file("foreign.db")).unwrap(), before);
    assert!(!folder.file("none.db").exists());
}

#[test]
fn a_ledger_that_another_program_writes_to() {
    let folder = Folder::new().with("route.txt", ROUTE);
    folder.run(&["add", "route.txt"]).done();
    let other = rusqlite::Connection::open(folder.file("selon.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let folder = folder.with("other.txt", ROUTE.replace("maire", "ministre"));
    check(
        &folder,
        &["add", "other.txt"],
        2,
        expect![[r#"
        selon: stopped; 0 pages written before that stay, and the same command goes on from there: selon.db: another program is writing to this ledger; nothing of this step was written; wait until it has ended and try again
    "#]],
    );
    // Who only asks need not wait.
    folder.run(&["find", "route"]).done();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_answer() {
    let folder = Folder::new().with("route.txt", ROUTE);
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = folder.command(&["read", "route.txt"]).stdout(full()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("the answer is not whole"), "{told}");
}
