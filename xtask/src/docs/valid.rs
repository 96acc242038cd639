//! Whether a value fits a JSON Schema: the keywords that the contract needs, and
//! a refusal of any other, so that none is passed over in silence.

use serde_json::Value;

/// What of `value` does not fit, each with its place.
pub(super) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(schema, schema, value, "$", &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else {
        if schema == &Value::Bool(false) {
            faults.push(format!("{at}: nothing is allowed here"));
        }
        return;
    };
    let fits = |schema: &Value| {
        let mut inside = Vec::new();
        check(root, schema, value, at, &mut inside);
        inside.is_empty()
    };
    for (keyword, wanted) in keywords {
        let list = wanted.as_array().map_or(&[][..], Vec::as_slice);
        let number = wanted.as_f64().unwrap_or(f64::NAN);
        let good = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "format" => true,
            "type" if wanted.is_array() => list.iter().any(|kind| is(kind, value)),
            "type" => is(wanted, value),
            "const" => wanted == value,
            "enum" => list.contains(value),
            "minimum" => value.as_f64().is_none_or(|held| held >= number),
            "maximum" => value.as_f64().is_none_or(|held| held <= number),
            "minItems" => value.as_array().is_none_or(|held| held.len() as f64 >= number),
            "maxItems" => value.as_array().is_none_or(|held| held.len() as f64 <= number),
            "anyOf" => list.iter().any(&fits),
            "oneOf" => list.iter().filter(|one| fits(one)).count() == 1,
            "required" => value.as_object().is_none_or(|held| {
                list.iter().filter_map(Value::as_str).all(|key| held.contains_key(key))
            }),
            "allOf" => {
                list.iter().for_each(|all| check(root, all, value, at, faults));
                true
            }
            "$ref" => {
                let pointer = wanted.as_str().and_then(|pointer| pointer.strip_prefix('#'));
                match pointer.and_then(|pointer| root.pointer(pointer)) {
                    Some(definition) => check(root, definition, value, at, faults),
                    None => faults.push(format!("{at}: {wanted} leads nowhere")),
                }
                true
            }
            "properties" => {
                for (key, schema) in wanted.as_object().into_iter().flatten() {
                    if let Some(held) = value.get(key) {
                        check(root, schema, held, &format!("{at}.{key}"), faults);
                    }
                }
                true
            }
            "items" => {
                for (index, held) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, held, &format!("{at}[{index}]"), faults);
                }
                true
            }
            _ => false,
        };
        if !good {
            faults.push(format!("{at}: {keyword} {wanted}, and it is {value}"));
        }
    }
}

fn is(kind: &Value, value: &Value) -> bool {
    match kind.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    }
}
