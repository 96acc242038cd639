//! The lines of the contract as JSON Schema, one for each type.

use schema::wire::{DocumentLine, In};
use schema::{Claim, Entity, Event, Figure, Link, Mention, Note, Place, Review, Timex};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// The schema of each line by its type, in the order in which they are written.
pub(super) fn lines() -> Vec<(&'static str, Value)> {
    vec![
        ("document", line::<DocumentLine>("document")),
        ("claim", line::<Claim>("claim")),
        ("entity", line::<Entity>("entity")),
        ("mention", line::<Mention>("mention")),
        ("figure", line::<In<Figure>>("figure")),
        ("timex", line::<In<Timex>>("timex")),
        ("place", line::<In<Place>>("place")),
        ("event", line::<In<Event>>("event")),
        ("note", line::<Note>("note")),
        ("link", line::<Link>("link")),
        ("review", line::<Review>("review")),
    ]
}

/// What `T` serialises to, with the `type` that a line begins with.
fn line<T: JsonSchema>(name: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut value = Schema::to_value(generator.into_root_schema_for::<T>());
    let Some(object) = value.as_object_mut() else { return value };
    object.insert("title".to_owned(), json!(format!("Selon, a {name} line")));
    let mut properties = Map::new();
    properties.insert("type".to_owned(), json!({ "const": name }));
    if let Some(Value::Object(rest)) = object.remove("properties") {
        properties.extend(rest);
    }
    let mut required = vec![json!("type")];
    if let Some(Value::Array(rest)) = object.remove("required") {
        required.extend(rest);
    }
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("required".to_owned(), Value::Array(required));
    value
}

#[cfg(test)]
mod tests {
    use super::super::valid::faults;
    use super::*;
    use schema::wire::Line;
    use std::collections::BTreeMap;

    #[test]
    fn every_type_of_line_has_its_schema() {
        let all =
            Schema::to_value(schemars::SchemaGenerator::default().into_root_schema_for::<Line>());
        let types: Vec<&Value> = all["oneOf"]
            .as_array()
            .expect("a line is one of several types")
            .iter()
            .map(|one| &one["properties"]["type"]["const"])
            .collect();
        let named: Vec<&str> = lines().iter().map(|(name, _)| *name).collect();
        assert_eq!(types, named);
    }

    #[test]
    fn every_line_of_the_demo_fits_its_schema() {
        let schemas: BTreeMap<&str, Value> = lines().into_iter().collect();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let folder = crate::root().join("corpus/demo");
        for entry in std::fs::read_dir(folder).expect("the demo corpus is there") {
            let path = entry.expect("a file").path();
            let bytes = std::fs::read(&path).expect("it can be read");
            let page = page::Page { bytes, ..page::Page::default() };
            let document = page::open(&page).expect("it is a page");
            let reading = reader::read(&document);
            for line in schema::wire::lines(&document, &reading, "test", "test", true) {
                let value = serde_json::to_value(&line).expect("a line is JSON");
                let name = value["type"].as_str().expect("a line has a type").to_owned();
                let told = faults(&schemas[name.as_str()], &value);
                assert!(told.is_empty(), "{}: {told:?}\n{value}", path.display());
                *seen.entry(name).or_default() += 1;
            }
        }
        for name in ["document", "claim", "entity", "note"] {
            assert!(seen.contains_key(name), "no {name} line was made: {seen:?}");
        }
    }

    #[test]
    fn a_line_that_breaks_the_contract_does_not_fit() {
        let schemas: BTreeMap<&str, Value> = lines().into_iter().collect();
        let note =
            json!({"type": "note", "document": "d:0", "span": [0, 4], "rule": "r", "message": "m"});
        let told = |change: &dyn Fn(&mut Value)| {
            let mut note = note.clone();
            change(&mut note);
            faults(&schemas["note"], &note).len()
        };
        assert_eq!(told(&|_| {}), 0);
        assert_eq!(told(&|note| note["span"] = Value::Null), 0);
        assert_eq!(told(&|note| note["type"] = json!("claim")), 1);
        assert_ne!(told(&|note| note["span"] = json!([0])), 0);
        assert_ne!(told(&|note| note["span"] = json!([0, -1])), 0);
        assert_ne!(told(&|note| note["message"] = json!(3)), 0);
        assert_ne!(told(&|note| _ = note.as_object_mut().map(|object| object.remove("rule"))), 0);
    }
}
