//! Texts compared on their letters and digits, so that marks, spaces and line
//! breaks cost nothing; and names compared on their words.

use std::ops::Range;

/// The letters and digits of a text, each with its place.
pub(super) struct Letters {
    chars: Vec<char>,
    /// For each of them, its place in bytes and in code points.
    places: Vec<(usize, usize)>,
}

/// Stretches of [`Letters`], in order and apart.
pub(super) type Ranges = Vec<Range<usize>>;

impl Letters {
    pub fn of(text: &str) -> Self {
        let letters = text.char_indices().enumerate().filter(|(_, (_, c))| c.is_alphanumeric());
        let (chars, places) = letters.map(|(point, (byte, c))| (c, (byte, point))).unzip();
        Self { chars, places }
    }

    /// The letters between two places in bytes.
    pub fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        self.places.partition_point(|p| p.0 < start)..self.places.partition_point(|p| p.0 < end)
    }

    /// The letters between two places in code points.
    pub fn points(&self, start: usize, end: usize) -> Range<usize> {
        self.places.partition_point(|p| p.1 < start)..self.places.partition_point(|p| p.1 < end)
    }

    /// Everywhere that the letters of `words` stand; pieces are joined by ` … `.
    pub fn find(&self, words: &str) -> Vec<Ranges> {
        let mut pieces = words
            .split(" … ")
            .map(|piece| piece.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>());
        let Some(first) = pieces.next().filter(|first| !first.is_empty()) else {
            return Vec::new();
        };
        let rest: Vec<Vec<char>> = pieces.collect();
        let mut found = Vec::new();
        for start in self.all(&first, 0) {
            let mut ranges: Ranges = std::iter::once(start..start + first.len()).collect();
            for piece in &rest {
                let from = ranges.last().map_or(0, |range| range.end);
                let Some(at) = self.all(piece, from).next() else { break };
                ranges.push(at..at + piece.len());
            }
            if ranges.len() == rest.len() + 1 {
                found.push(ranges);
            }
        }
        found
    }

    fn all<'a>(&'a self, piece: &'a [char], from: usize) -> impl Iterator<Item = usize> + 'a {
        let last = self.chars.len().checked_sub(piece.len()).map_or(0, |last| last + 1);
        (from..last).filter(move |&at| self.chars[at..].starts_with(piece))
    }
}

/// Intersection over union.
pub(super) fn iou(a: &Ranges, b: &Ranges) -> f64 {
    let length = |ranges: &Ranges| ranges.iter().map(|range| range.len()).sum::<usize>();
    let both: usize = a
        .iter()
        .flat_map(|x| {
            b.iter().map(move |y| (x.end.min(y.end)).saturating_sub(x.start.max(y.start)))
        })
        .sum();
    let either = length(a) + length(b) - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

/// Whether one name holds the other; what stands in brackets is another name.
pub(super) fn same_name(gold: &str, found: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let found = words(found);
    let names = gold.strip_prefix("unnamed: ").unwrap_or(gold).split(['(', ')', ',']).map(words);
    let holds = |large: &[String], small: &[String]| small.iter().all(|word| large.contains(word));
    !found.is_empty()
        && names
            .filter(|name| !name.is_empty())
            .any(|name| holds(&name, &found) || holds(&found, &name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_whatever_the_marks() {
        let letters = Letters::of("Il dit : « Nous partons », puis rien.");
        assert_eq!(letters.find("nous partons"), Vec::<Ranges>::new());
        assert_eq!(letters.find("Nous … puis").len(), 1);
        assert_eq!(iou(&letters.find("Nous partons")[0], &vec![letters.bytes(9, 24)]), 1.0);
    }

    #[test]
    fn names_are_the_same_if_one_holds_the_other() {
        assert!(same_name("Ana Karo", "Karo"));
        assert!(same_name("government of Belmar (Tesmer)", "Tesmer"));
        assert!(same_name("unnamed: a source", "source"));
        assert!(!same_name("Ana Karo", "Anton Verlac"));
    }
}
