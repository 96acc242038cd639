//! The contract for people: a table for each type of line.

use serde_json::Value;
use std::collections::BTreeSet;

const HEAD: &str = "\
# The lines of the contract

*Made by `cargo xtask docs` from `crates/schema`; what is changed here by hand is lost.*

`selon read --format jsonl` and `selon export --format jsonl` write these lines; the answers of `--json` and of the web interface hold the same shapes inside.
Each line is one JSON object with a `type`.
A `document` line comes first, then its `claim` lines; with `--all` the others follow.

- The version stands in `schema_version` of the document line. In version 0 fields may be added, and none is renamed. Ignore fields that you do not know.
- A **span** is `[start, end]`: Unicode code points into the `text` of the document, end exclusive. Not bytes, and not the UTF-16 units of JavaScript.
- An **id** has a letter for its kind: `d:` document, `c:` claim, `e:` entity, `o:` origin, `s:` story, `r:` review. The same bytes, engine and knowledge give the same id.
- A **confidence** says how often a rule of this kind is right. It does not say whether what is claimed is true.
- A field that has nothing is `null` or `[]`; one that is marked *optional* may be missing.

The JSON Schema (draft 2020-12) of each type is in [`schema/`](schema/).
";

/// `docs/reference/format.md`.
pub(super) fn page(lines: &[(&'static str, Value)]) -> String {
    let mut page = HEAD.to_owned();
    // A type that several lines hold is told at the first one.
    let mut told = BTreeSet::new();
    for (name, schema) in lines {
        page.push_str(&format!("\n## `{name}`\n\n"));
        object(&mut page, schema);
        let mut inside = BTreeSet::new();
        references(&schema["properties"], &mut inside);
        let mut todo: Vec<String> = inside.into_iter().collect();
        while let Some(part) = (!todo.is_empty()).then(|| todo.remove(0)) {
            let definition = &schema["$defs"][&part];
            if !told.insert(part.clone()) {
                continue;
            }
            if definition["properties"].is_object() {
                page.push_str(&format!("\n### {part}\n\n"));
                object(&mut page, definition);
            } else if let Some(values) = values(definition) {
                page.push_str(&format!("\n### {part}\n\n"));
                page.push_str(&text(definition));
                page.push_str("\n\n");
                for (value, meaning) in values {
                    let colon = if meaning.is_empty() { "" } else { ": " };
                    page.push_str(&format!("- `{value}`{colon}{meaning}\n"));
                }
            }
            let mut further = BTreeSet::new();
            references(definition, &mut further);
            todo.extend(further);
        }
    }
    page
}

/// What it is, and its fields.
fn object(page: &mut String, schema: &Value) {
    page.push_str(&text(schema));
    page.push_str("\n\n| field | is | meaning |\n|---|---|---|\n");
    let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let optional =
            if required.contains(&Value::from(name.as_str())) { "" } else { ", optional" };
        let meaning = text(field).replace('|', "\\|");
        page.push_str(&format!("| `{name}` | {}{optional} | {meaning} |\n", kind(field)));
    }
}

fn text(schema: &Value) -> String {
    let words = schema["description"].as_str().unwrap_or_default();
    // Links between items of the code lead nowhere here.
    let words = words.replace("[`", "`").replace("`]", "`");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What sort of value a field has, in a few words.
fn kind(field: &Value) -> String {
    if let Some(name) = reference(field) {
        return match name {
            "Id" => "id".to_owned(),
            "Span" => "span".to_owned(),
            "Confidence" => "0 to 1".to_owned(),
            name => format!("[{name}](#{})", name.to_lowercase()),
        };
    }
    if let Some(constant) = field["const"].as_str() {
        return format!("`\"{constant}\"`");
    }
    for several in ["anyOf", "oneOf", "allOf"] {
        if let Some(list) = field[several].as_array() {
            return list.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    let one = |name: &str| match name {
        "array" => format!("list of {}", kind(&field["items"])),
        "null" => "null".to_owned(),
        "boolean" => "true or false".to_owned(),
        name => name.to_owned(),
    };
    match &field["type"] {
        Value::String(name) => one(name),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).map(one).collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    found.extend(reference(value).map(str::to_owned));
    match value {
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        Value::Object(object) => object.values().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// The values of an enumeration, each with its meaning where one is written.
fn values(schema: &Value) -> Option<Vec<(String, String)>> {
    if let Some(list) = schema["enum"].as_array() {
        return Some(
            list.iter()
                .filter_map(|value| Some((value.as_str()?.to_owned(), String::new())))
                .collect(),
        );
    }
    let list = schema["oneOf"].as_array()?;
    let mut all = Vec::new();
    for one in list {
        match one["const"].as_str() {
            Some(value) => all.push((value.to_owned(), text(one))),
            None => all.extend(values(one)?),
        }
    }
    Some(all)
}
