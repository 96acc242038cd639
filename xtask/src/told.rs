//! The pages of `corpus/pages`, whose truth is inside them: `corpus/README.md` says how.

use anyhow::{Context, Result};
use page::Page;
use serde::Deserialize;

/// What a page is, in its first comment or line.
#[derive(Clone, Deserialize)]
pub(crate) struct Truth {
    pub title: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub byline: Vec<Name>,
    pub outlet: Option<String>,
    pub kind: String,
    pub language: String,
}

#[derive(Clone, Deserialize)]
pub(crate) struct Name {
    pub name: String,
}

/// A page without its truth, and the truth of each of its blocks.
pub(crate) struct Told {
    /// The name of its file.
    pub name: String,
    pub truth: Truth,
    pub page: Page,
    /// Pieces of the text in order, each with its role.
    pub roles: Vec<(String, String)>,
}

/// What a perfect reader keeps but for the title.
pub(crate) const KEPT: [&str; 6] =
    ["standfirst", "body", "heading", "list", "table", "embedded_post"];

/// All of them, in the order of their names.
pub(crate) fn all() -> Result<Vec<Told>> {
    let open = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        told(&std::fs::read(&path)?, &name).with_context(|| name.clone())
    };
    crate::files("corpus/pages")?.into_iter().map(open).collect()
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
        return Ok(Told { name: name.to_owned(), truth, page: page(bare), roles });
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
    Ok(Told { name: name.to_owned(), truth: serde_json::from_str(truth)?, page: bare, roles })
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
