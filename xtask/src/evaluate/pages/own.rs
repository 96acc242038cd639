//! The pages of `corpus/pages`, whose truth is inside them: `corpus/README.md` says how.

use super::{Kept, fold};
use crate::evaluate::floors::Scores;
use anyhow::{Context, Result};
use page::Page;
use schema::Document;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What a page is, in its first comment or line.
#[derive(Deserialize)]
struct Truth {
    title: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    byline: Vec<Name>,
    outlet: Option<String>,
    kind: String,
    language: String,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

/// A page without its truth, and the truth of each of its blocks.
struct Told {
    truth: Truth,
    page: Page,
    /// Pieces of the text in order, each with its role.
    roles: Vec<(String, String)>,
}

/// What a perfect reader keeps but for the title.
const KEPT: [&str; 6] = ["standfirst", "body", "heading", "list", "table", "embedded_post"];

/// Measures the pages, and prints a table by language.
pub(super) fn run(root: &Path, verbose: bool) -> Result<Scores> {
    let mut by_language: BTreeMap<String, Measured> = BTreeMap::new();
    let mut all = Measured::default();
    for path in crate::files("corpus/pages")? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let told = told(&std::fs::read(root.join(&path))?, &name).with_context(|| name.clone())?;
        let document = page::open(&told.page).ok();
        let wrong = all.add(&told, document.as_ref());
        by_language.entry(told.truth.language.clone()).or_default().add(&told, document.as_ref());
        if verbose {
            println!("  {} {name}", wrong[0]);
            wrong[1..].iter().for_each(|it| println!("    {it}"));
        }
    }
    for (code, measured) in &by_language {
        measured.print(&format!("own pages, {code}"));
    }
    all.print("own pages");
    let scores = BTreeMap::from([
        ("body_f1".to_owned(), 100.0 * all.body.f1()),
        ("roles".to_owned(), percent(all.roles)),
        ("title".to_owned(), percent(all.title)),
        ("published".to_owned(), percent(all.published)),
        ("byline".to_owned(), percent(all.byline)),
    ]);
    Ok(BTreeMap::from([("pages.own".to_owned(), scores)]))
}

fn percent((right, of): (usize, usize)) -> f64 {
    100.0 * right as f64 / of.max(1) as f64
}

/// Counts of right and of all.
#[derive(Default)]
struct Measured {
    body: Kept,
    roles: (usize, usize),
    title: (usize, usize),
    published: (usize, usize),
    modified: (usize, usize),
    byline: (usize, usize),
    outlet: (usize, usize),
    kind: (usize, usize),
}

impl Measured {
    fn print(&self, name: &str) {
        self.body.print(name);
        let of = |name: &str, (right, of): (usize, usize)| format!("{name} {right}/{of}");
        let facts = [
            of("roles", self.roles),
            of("title", self.title),
            of("published", self.published),
            of("modified", self.modified),
            of("byline", self.byline),
            of("outlet", self.outlet),
            of("kind", self.kind),
        ];
        println!("  {}", facts.join("  "));
    }

    /// Adds a page; gives what is wrong about it, in words.
    fn add(&mut self, told: &Told, document: Option<&Document>) -> Vec<String> {
        let mut wrong = Vec::new();
        let wanted: Vec<&str> = told
            .roles
            .iter()
            .filter(|(role, _)| KEPT.contains(&role.as_str()))
            .map(|(_, words)| words.as_str())
            .collect();
        let kept = document.map(super::body).unwrap_or_default();
        let f1 = self.body.add(&fold(&kept), &fold(&wanted.join("\n")), 0);
        wrong.push(format!("{f1:.3}"));
        let Some(document) = document else { return wrong };
        for (block, (role, words)) in document.blocks.iter().zip(&told.roles) {
            let found = schema::wire::word(&block.role);
            self.roles.1 += 1;
            self.roles.0 += usize::from(found == *role);
            let keeps = KEPT.contains(&role.as_str()) || role == "title";
            if found != *role || block.kept != keeps {
                let sign = if block.kept == keeps { ' ' } else { '!' };
                let head: String = words.chars().take(70).collect();
                wrong.push(format!("{sign} {found}, not {role} ({}): {head}", block.reason));
            }
        }
        let truth = &told.truth;
        let value = |found: &Option<schema::Found<String>>| {
            found.as_ref().map_or(String::new(), |found| found.value.clone())
        };
        let day = |date: &str| date.get(..10).unwrap_or(date).to_owned();
        let names = |names: &mut Vec<String>| {
            names.iter_mut().for_each(|name| *name = fold(name));
            names.sort();
            names.join(", ")
        };
        let wanted = |fact: &Option<String>| fact.clone().unwrap_or_default();
        let facts = [
            (&mut self.title, "title", fold(&value(&document.title)), fold(&wanted(&truth.title))),
            (
                &mut self.published,
                "published",
                day(&value(&document.published)),
                day(&wanted(&truth.published)),
            ),
            (
                &mut self.modified,
                "modified",
                day(&value(&document.modified)),
                day(&wanted(&truth.modified)),
            ),
            (
                &mut self.byline,
                "byline",
                names(&mut document.byline.iter().map(|it| it.found.value.clone()).collect()),
                names(&mut truth.byline.iter().map(|it| it.name.clone()).collect()),
            ),
            (
                &mut self.outlet,
                "outlet",
                fold(&value(&document.outlet)),
                fold(&wanted(&truth.outlet)),
            ),
            (&mut self.kind, "kind", schema::wire::word(&document.kind), truth.kind.clone()),
        ];
        for (count, name, found, wanted) in facts {
            // A front page and an error have no headline; what they are called is no matter.
            if name == "title" && wanted.is_empty() {
                continue;
            }
            count.1 += 1;
            count.0 += usize::from(found == wanted);
            if found != wanted {
                wrong.push(format!("{name}: {found}, not {wanted}"));
            }
        }
        wrong
    }
}

/// Takes the truth out of a page.
fn told(bytes: &[u8], name: &str) -> Result<Told> {
    let html = name.ends_with(".html");
    let media_type = match name.rsplit('.').next() {
        Some("html") => "text/html",
        Some("md") => "text/markdown",
        _ => "text/plain",
    };
    let page = |bytes: Vec<u8>| Page {
        bytes,
        whence: Some(name.to_owned()),
        media_type: Some(media_type.to_owned()),
        ..Page::default()
    };
    if html {
        let open = find(bytes, b"<!-- truth: ", 0).context("no comment with the truth")?;
        let close = find(bytes, b" -->", open).context("the comment does not end")?;
        let truth = std::str::from_utf8(&bytes[open + 12..close])?;
        let truth = serde_json::from_str(truth)?;
        let pieces = page::pieces(&page(bytes.to_vec()));
        let words = pieces.spans.iter().map(|span| span.of(&pieces.text).to_owned());
        let roles = pieces.truth.into_iter().map(|role| role.unwrap_or_default()).zip(words);
        let roles = roles.collect();
        let mut bare = bytes[..open].to_vec();
        let mut rest = &bytes[close + 4..];
        while let Some(at) = find(rest, b" data-truth=\"", 0) {
            bare.extend(&rest[..at]);
            let end = find(rest, b"\"", at + 13).context("an attribute does not end")?;
            rest = &rest[end + 1..];
        }
        bare.extend(rest);
        return Ok(Told { truth, page: page(bare), roles });
    }
    let text = std::str::from_utf8(bytes)?;
    let (first, rest) = text.split_once('\n').context("no first line")?;
    let truth = first.split_once('\t').context("no truth")?.1;
    let lines = rest.lines().map(|line| line.split_once('\t').unwrap_or(("", line)));
    let lines: Vec<(&str, &str)> = lines.collect();
    let bare: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
    let bare = page(bare.join("\n").into_bytes());
    // A block is one line or several: its role is that of the line it begins with.
    let mut starts = Vec::new();
    let mut at = 0;
    for (role, line) in &lines {
        starts.push((at, *role));
        at += line.len() + 1;
    }
    let document = page::open(&bare).ok();
    let blocks = document.iter().flat_map(|document| &document.blocks);
    let role = |block: &schema::Block| {
        let line = starts.partition_point(|(start, _)| *start <= block.span.start());
        let role = line.checked_sub(1).map_or("", |line| starts[line].1);
        let words = document.as_ref().map_or("", |document| document.words(block.span));
        (role.to_owned(), words.to_owned())
    };
    let roles = blocks.map(role).collect();
    Ok(Told { truth: serde_json::from_str(truth)?, page: bare, roles })
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let found = bytes.get(from..)?.windows(wanted.len()).position(|run| run == wanted)?;
    Some(from + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_truth_is_taken_out_of_a_page() {
        let json = r#"{"title": "A", "published": null, "modified": null, "byline": [],
            "outlet": null, "url": null, "kind": "article", "language": "en"}"#
            .replace('\n', " ");
        let html = format!(
            "<!DOCTYPE html><!-- truth: {json} --><nav data-truth=\"navigation\"><p>Home</p></nav>\
             <p data-truth=\"body\">The bridge is shut.</p>"
        );
        let html = told(html.as_bytes(), "a.html").expect("it has its truth");
        let bare = "<!DOCTYPE html><nav><p>Home</p></nav><p>The bridge is shut.</p>";
        assert_eq!(String::from_utf8_lossy(&html.page.bytes), bare);
        let text = format!("truth\t{json}\nnavigation\tHome\n\nbody\tThe bridge is shut.\n");
        let text = told(text.as_bytes(), "a.txt").expect("it has its truth");
        assert_eq!(String::from_utf8_lossy(&text.page.bytes), "Home\n\nThe bridge is shut.");
        for told in [html, text] {
            let role = |(role, words): &(String, String)| format!("{role}: {words}");
            let roles: Vec<_> = told.roles.iter().map(role).collect();
            assert_eq!(roles, ["navigation: Home", "body: The bridge is shut."]);
        }
    }
}
