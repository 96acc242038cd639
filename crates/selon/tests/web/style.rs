//! Whatever is read stands out from what it stands on: WCAG AA, 4.5 to 1.

use crate::asking::House;
use std::collections::BTreeMap;

/// Ink and paper as the style sheet pairs them.
const PAIRS: [(&str, &str); 26] = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "said"),
    ("ink", "said-2"),
    ("ink", "said-3"),
    ("ink", "narrated"),
    ("ink", "target"),
    ("ink", "hedge-soft"),
    ("ink", "accent-soft"),
    ("soft", "paper"),
    ("soft", "sheet"),
    ("soft", "narrated"),
    ("soft", "target"),
    ("soft", "accent-soft"),
    ("soft", "hedge-soft"),
    ("link", "paper"),
    ("link", "sheet"),
    ("link", "target"),
    ("link", "hedge-soft"),
    ("accent", "paper"),
    ("accent", "accent-soft"),
    ("paper", "accent"),
    ("paper", "said-line"),
    ("against", "against-soft"),
    ("hedge", "hedge-soft"),
    ("good", "good-soft"),
];

#[test]
fn light_and_dark_can_be_read() {
    let css = House::empty().get("/static/selon.css").text();
    let (light, rest) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let (dark, _) = rest.split_once("\n}\n").unwrap();
    for (name, part) in [("light", light), ("dark", dark)] {
        let colours = colours(part);
        for (ink, paper) in PAIRS {
            let ratio = contrast(&colours[ink], &colours[paper]);
            assert!(ratio >= 4.5, "{name}: {ink} on {paper} is {ratio:.2}");
        }
    }
}

fn colours(css: &str) -> BTreeMap<String, String> {
    let lines = css.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    lines.map(|(name, hex)| (name.to_owned(), hex.trim_end_matches(';').to_owned())).collect()
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(hex: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}
