//! JSON-LD: what a page says of itself to search engines.

use serde_json::{Map, Value};
use std::collections::HashMap;

pub(crate) type Object = Map<String, Value>;

/// How deep references and lists are followed.
const DEPTH: usize = 8;

/// The blocks of a page.
#[derive(Default)]
pub(crate) struct Blocks {
    values: Vec<Value>,
}

impl Blocks {
    /// Adds a block as it stands in its element. What cannot be read is left out.
    pub fn add(&mut self, text: &str) {
        let text = text.trim().trim_start_matches('\u{feff}');
        let text = text.trim_start_matches("<!--").trim_end_matches("-->");
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        let before = self.values.len();
        let whole = loop {
            match values.next() {
                Some(Ok(value)) => self.values.push(value),
                Some(Err(_)) => break false,
                None => break true,
            }
        };
        if !whole && before == self.values.len() {
            let mended = mended(text);
            let values = serde_json::Deserializer::from_str(&mended).into_iter::<Value>();
            self.values.extend(values.map_while(Result::ok));
        }
    }

    /// Shows every object, in the order of the page, and what is below it as far as
    /// `see` gives it back.
    fn walk<'a>(&'a self, mut see: impl FnMut(&'a Object) -> Vec<&'a Value>) {
        let mut stack: Vec<(&Value, usize)> =
            self.values.iter().rev().map(|value| (value, 0)).collect();
        while let Some((value, depth)) = stack.pop() {
            let below = match value {
                Value::Array(items) => items.iter().collect(),
                Value::Object(object) => see(object),
                _ => continue,
            };
            if depth < DEPTH {
                stack.extend(below.into_iter().rev().map(|value| (value, depth + 1)));
            }
        }
    }

    /// The objects that others point to; of two with one name, the first.
    pub fn named(&self) -> HashMap<&str, &Object> {
        let mut named = HashMap::new();
        self.walk(|object| {
            if let Some(id) = object.get("@id").and_then(Value::as_str)
                && object.len() > 1
            {
                named.entry(id).or_insert(object);
            }
            object.values().filter(|value| value.is_array() || value.is_object()).collect()
        });
        named
    }

    /// The name of the site.
    pub fn site(&self) -> Option<&str> {
        let mut site = None;
        self.walk(|object| {
            if is_a(object, &["WebSite"]) {
                site = site.or_else(|| text(object, "name"));
            }
            object.get("@graph").into_iter().collect()
        });
        site
    }

    /// Who wrote the page, where no article says so: those whom the page itself names,
    /// or else the only person that there is.
    pub fn authors(&self, named: &HashMap<&str, &Object>) -> Vec<Named> {
        let (mut author, mut persons) = (None, Vec::new());
        self.walk(|object| {
            if is_a(object, &["WebPage"]) {
                author = author.or_else(|| object.get("author"));
            }
            if is_a(object, &["Person"]) && !is_a(object, &["Organization"]) {
                persons.push(object);
            }
            object.get("@graph").into_iter().collect()
        });
        match (author, persons.as_slice()) {
            (Some(author), _) => names(author, named),
            (None, [person]) => names(&Value::Object((*person).clone()), named),
            _ => Vec::new(),
        }
    }

    /// The articles, in the order of the page; and the other things that have a day.
    pub fn articles(&self) -> (Vec<&Object>, Vec<&Object>) {
        let (mut articles, mut others) = (Vec::new(), Vec::new());
        self.walk(|object| {
            if is_a(object, &["Article", "Posting", "Report"]) {
                articles.push(object);
                return Vec::new();
            }
            if object.contains_key("datePublished") || object.contains_key("dateCreated") {
                others.push(object);
            }
            let below = ["@graph", "mainEntity", "mainEntityOfPage"];
            below.iter().filter_map(|name| object.get(*name)).collect()
        });
        (articles, others)
    }
}

/// Whether the type of an object has one of these words in its name.
pub(crate) fn is_a(object: &Object, words: &[&str]) -> bool {
    let has = |kind: &Value| {
        kind.as_str().is_some_and(|kind| words.iter().any(|word| kind.contains(word)))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(has),
        Some(kind) => has(kind),
        None => false,
    }
}

/// A field that is a text, or a list that begins with one.
pub(crate) fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    match object.get(name)? {
        Value::String(text) => Some(text),
        Value::Array(items) => items.first()?.as_str(),
        Value::Object(inner) => inner.get("@value")?.as_str(),
        _ => None,
    }
}

/// A name, and whether it is said to be that of an organisation.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub name: String,
    pub organisation: bool,
}

/// The names in a field such as `author`: a text, an object, a list, a reference.
pub(crate) fn names(value: &Value, named: &HashMap<&str, &Object>) -> Vec<Named> {
    let mut names = Vec::new();
    let mut stack = vec![(value, false, 0)];
    while let Some((value, organisation, depth)) = stack.pop() {
        match value {
            Value::String(name) => names.push(Named { name: name.clone(), organisation }),
            Value::Array(items) if depth < DEPTH => {
                stack.extend(items.iter().rev().map(|item| (item, organisation, depth + 1)));
            }
            Value::Object(object) if depth < DEPTH => {
                let organisation = is_a(object, &["Organization"]);
                let reference = object.get("@id").and_then(Value::as_str);
                if let Some(name) = object.get("name") {
                    stack.push((name, organisation, depth + 1));
                } else if let Some(given) = text(object, "givenName") {
                    let family = text(object, "familyName").unwrap_or_default();
                    names.push(Named { name: format!("{given} {family}"), organisation });
                } else if let Some(object) = reference.and_then(|id| named.get(id))
                    && let Some(name) = object.get("name")
                {
                    stack.push((name, is_a(object, &["Organization"]), depth + 1));
                }
            }
            _ => {}
        }
        if names.len() > 100 {
            break;
        }
    }
    names
}

/// JSON as people write it by hand: with raw line breaks inside strings, and commas
/// before brackets that close.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if quoted {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => quoted = false,
                _ => {}
            }
            out.push(if c < ' ' { ' ' } else { c });
            continue;
        }
        match c {
            '"' => quoted = true,
            '}' | ']' => {
                let end = out.trim_end().len();
                if out[..end].ends_with(',') {
                    out.truncate(end - 1);
                }
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Blocks {
        let mut blocks = Blocks::default();
        blocks.add(text);
        blocks
    }

    #[test]
    fn json_written_by_hand_is_read() {
        for text in [
            "{\"@type\":\"NewsArticle\",\"headline\":\"The dam\nholds\",}",
            "<!-- {\"@type\":[\"NewsArticle\"],\"headline\":\"The dam holds\"} -->",
            "{\"@type\":\"NewsArticle\",\"headline\":\"The dam holds\"};",
            "[{\"@graph\":[{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Report\",\"headline\":\"The dam holds\"}}]}]",
        ] {
            let blocks = blocks(text);
            let (articles, _) = blocks.articles();
            let headline = articles.first().and_then(|article| self::text(article, "headline"));
            assert_eq!(headline, Some("The dam holds"), "{text}");
        }
    }

    #[test]
    fn an_author_may_be_a_reference_a_list_or_a_name() {
        for (author, expected) in [
            ("\"Ana Karo\"", vec!["Ana Karo"]),
            ("{\"@type\":\"Person\",\"name\":\"Ana Karo\"}", vec!["Ana Karo"]),
            (
                "[{\"name\":\"Ana Karo\"},{\"name\":[\"Oscar Bellin\"]}]",
                vec!["Ana Karo", "Oscar Bellin"],
            ),
            ("{\"@id\":\"#a\"}", vec!["Mira Dolan"]),
            ("{\"givenName\":\"Ana\",\"familyName\":\"Karo\"}", vec!["Ana Karo"]),
            ("7", vec![]),
        ] {
            let blocks = blocks(&format!(
                "{{\"@graph\":[{{\"@type\":\"Article\",\"author\":{author}}},{{\"@id\":\"#a\",\"name\":\"Mira Dolan\"}}]}}"
            ));
            let named = blocks.named();
            let (articles, _) = blocks.articles();
            let names = names(&articles[0]["author"], &named);
            let names: Vec<_> = names.iter().map(|named| named.name.as_str()).collect();
            assert_eq!(names, expected, "{author}");
        }
    }
}
