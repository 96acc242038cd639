//! Pages that are empty until a script has run: their text lies in a `<noscript>`, in
//! the text of the article that the page gives to search engines, or in a string of
//! a program.

use crate::tag::Tag;
use crate::tree::Tree;
use std::ops::Range;

/// A page inside a page.
pub(crate) struct Inner {
    pub tree: Tree,
    /// Where it stands in the HTML, in bytes.
    pub source: Range<usize>,
}

/// A page with more running text than this, in characters, is read as it stands.
const ENOUGH: usize = 800;

/// A string of a program that is shorter than this, in bytes, is no article.
const LONG: usize = 600;

/// No article is longer than this, in bytes.
const MOST: usize = 500_000;

/// How often a string may lie in a string.
const NESTED: usize = 2;

/// The page that is to be read instead of one that has only `seen` characters of
/// running text, if there is one. `body` is the article's text as the page gives it.
pub(crate) fn page(source: &str, tree: &Tree, seen: usize, body: Option<&str>) -> Option<Inner> {
    if let Some(body) = body.filter(|it| (LONG..MOST).contains(&it.len()) && it.len() > 3 * seen) {
        return Some(Inner { tree: Tree::parse(&paragraphs(body)), source: 0..source.len() });
    }
    if seen >= ENOUGH {
        return None;
    }
    let candidates = [without_scripts(tree), longest(source, NESTED)];
    let html = |it: &(String, Range<usize>)| it.0.len();
    let (html, source) = candidates.into_iter().flatten().max_by_key(html)?;
    let tree = Tree::parse(&html);
    let segments = crate::segment::segments(&tree);
    (segments.text.len() > LONG && segments.text.len() > 2 * seen).then_some(Inner { tree, source })
}

/// A text as HTML: as it is where it has tags, else a paragraph for each line.
fn paragraphs(text: &str) -> String {
    if text.contains("</p>") || text.contains("<br") {
        return text.to_owned();
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let lines = escaped.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{line}</p>")).collect()
}

/// What the largest `<noscript>` holds.
fn without_scripts(tree: &Tree) -> Option<(String, Range<usize>)> {
    let inside = tree.walk(0).filter(|&node| tree.nodes[node].tag == Tag::Noscript);
    let node = inside.max_by_key(|&node| tree.text(node).len())?;
    let source = tree.walk(node).nth(1).map(|text| tree.nodes[text].source.clone())?;
    Some((tree.text(node).into_owned(), source.start as usize..source.end as usize))
}

/// The longest string literal in `source` that holds paragraphs in HTML, and its place;
/// the literal may lie in another.
fn longest(source: &str, nested: usize) -> Option<(String, Range<usize>)> {
    let mut best: Option<(String, Range<usize>)> = None;
    for place in literals(source) {
        let literal = &source[place.clone()];
        // Most long strings are pictures and programs.
        if !literal.contains("u003c") && !literal.contains('<') {
            continue;
        }
        let Ok(text) = serde_json::from_str::<String>(literal) else { continue };
        let found = if text.matches("<p").count() >= 2 && text.starts_with(['<', '$', '\n', ' ']) {
            Some(text)
        } else if nested > 0 && text.contains("\":") {
            longest(&text, nested - 1).map(|(text, _)| text)
        } else {
            None
        };
        if let Some(text) = found
            && best.as_ref().is_none_or(|(best, _)| best.len() < text.len())
        {
            best = Some((text, place));
        }
    }
    best
}

/// The places of the long strings in double quotation marks, marks included.
fn literals(source: &str) -> Vec<Range<usize>> {
    let bytes = source.as_bytes();
    let (mut places, mut at) = (Vec::new(), 0);
    while let Some(start) = memchr::memchr(b'"', &bytes[at..]).map(|found| at + found) {
        let mut end = start + 1;
        while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[end..]) {
            end += found;
            if bytes[end] == b'"' {
                break;
            }
            end = (end + 2).min(bytes.len());
        }
        if bytes.get(end) != Some(&b'"') {
            break;
        }
        if end - start >= LONG {
            places.push(start..end + 1);
        }
        // A mark that closes one string may as well open the next: marks in words do
        // not come in pairs.
        at = if end - start >= LONG { end + 1 } else { start + 1 };
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(html: &str) -> Option<String> {
        let inner = page(html, &Tree::parse(html), 0, None)?;
        Some(crate::segment::segments(&inner.tree).text)
    }

    #[test]
    fn an_article_that_lies_in_a_string_of_a_program_is_found() {
        let text = "The bridge at Belmar stays closed until May, said the port. ".repeat(8);
        let html = format!("<p>{text}</p><p class=\"x\">{text}</p>");
        let literal = serde_json::to_string(&html).expect("a string");
        let json = format!("{{\"title\":\"Bridge\",\"body\":{literal}}}");
        let wanted = Some(format!("{0}\n\n{0}", text.trim()));
        assert_eq!(words(&format!("<div id=app></div><script>x={json}</script>")), wanted);
        let pushed = serde_json::to_string(&json).expect("a string");
        assert_eq!(words(&format!("<script>f.push([1,{pushed}])</script>")), wanted);
        assert_eq!(words(&format!("<noscript>{html}</noscript>")), wanted);
    }

    #[test]
    fn a_program_without_an_article_is_none() {
        assert_eq!(words(&format!("<script>x=\"{}\"</script>", "<p".repeat(900))), None);
        assert_eq!(words("<script>x=\"<p>short</p><p>text</p>\"</script>"), None);
        assert_eq!(words(&format!("<script>x=\"{}", "a\\".repeat(900))), None);
    }
}
