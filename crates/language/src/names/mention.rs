use super::{Bearer, Name};
use crate::Tree;

/// The names of a text, as the words of its trees bear them in CoNLL-U.
///
/// They are brackets in the last column, as corpora of Universal Dependencies have them:
/// `Entity=(e2-PER` at the first word of a name and `Entity=e2)` at the last, or
/// `Entity=(e2-PER)` where there is one. The number is that of its bearer in `bearers`, of
/// which the first is `e1`, or a later one if as many as `before` were counted in other texts
/// of the file. Behind the label stand the subtype and who is meant by a place:
/// `(e3-ORG-GOV)`, `(e4-LOC--PEOPLE)`.
///
/// Words without a span, and names that cover no word, are passed over.
pub fn mark_names<'a>(
    trees: impl IntoIterator<Item = &'a mut Tree>,
    names: &[Name],
    bearers: &[Bearer],
    before: usize,
) {
    let mut numbers = vec![before; names.len()];
    for (number, bearer) in (before + 1..).zip(bearers) {
        for &name in &bearer.names {
            if let Some(place) = numbers.get_mut(name) {
                *place = number;
            }
        }
    }
    let mut left = names.iter().zip(numbers).peekable();
    for tree in trees {
        let Some(end) = tree.words.iter().filter_map(|word| word.span).map(|it| it.end()).max()
        else {
            continue;
        };
        let mut at = 0;
        while let Some((name, number)) = left.next_if(|(name, _)| name.span.start() < end) {
            let spans = |at: usize| tree.words.get(at).and_then(|word| word.span);
            while spans(at).is_some_and(|span| span.start() < name.span.start()) {
                at += 1;
            }
            let first = at;
            while spans(at).is_some_and(|span| span.end() <= name.span.end()) {
                at += 1;
            }
            if first == at {
                continue;
            }
            let open = format!("(e{number}-{}", name.kind());
            if first + 1 == at {
                mark(tree, first, &format!("{open})"));
            } else {
                mark(tree, first, &open);
                mark(tree, at - 1, &format!("e{number})"));
            }
        }
    }
}

/// Says of a word where a name begins or ends; names do not lie in each other.
fn mark(tree: &mut Tree, at: usize, bracket: &str) {
    if let Some(word) = tree.words.get_mut(at) {
        let rest = std::mem::take(&mut word.misc);
        let bar = if rest.is_empty() { "" } else { "|" };
        word.misc = format!("Entity={bracket}{bar}{rest}");
    }
}

impl Name {
    /// Its label, subtype and who is meant by it, with a hyphen between two: `PER`,
    /// `ORG-GOV`, `LOC--PEOPLE`.
    pub fn kind(&self) -> String {
        let subtype = self.subtype.map_or("", |it| it.code());
        let metonym = self.metonym.map_or("", |it| it.code());
        let kind = format!("{}-{subtype}-{metonym}", self.label);
        kind.trim_end_matches('-').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Label, Metonym, Subtype};
    use schema::Span;

    fn name(from: usize, to: usize, label: Label) -> Name {
        Name { span: Span::new(from, to), label, subtype: None, metonym: None }
    }

    /// The last column of the words of a text that spaces cut, with these names.
    fn marked(text: &str, names: &[Name], bearers: &[Bearer]) -> Vec<String> {
        let mut tree = Tree::of_forms(text.split(' '));
        let mut from = 0;
        for word in &mut tree.words {
            word.span = Some(Span::new(from, from + word.form.len()));
            from += word.form.len() + 1;
        }
        let mut trees = [tree];
        mark_names(&mut trees, names, bearers, 0);
        trees[0].words.iter().map(|word| word.misc.clone()).collect()
    }

    #[test]
    fn brackets_open_at_the_first_word_of_a_name_and_close_at_the_last() {
        let names = [name(0, 8, Label::Person), name(12, 18, Label::Place)];
        let bearer = |at: usize, label| Bearer { label, names: vec![at], fullest: at };
        let bearers = [bearer(0, Label::Person), bearer(1, Label::Place)];
        assert_eq!(
            marked("Ana Karo in Belmar .", &names, &bearers),
            ["Entity=(e1-PER", "Entity=e1)", "", "Entity=(e2-LOC)", ""]
        );
    }

    #[test]
    fn two_names_of_one_person_have_one_number() {
        let names = [name(0, 4, Label::Person), name(9, 13, Label::Person)];
        let bearers = [Bearer { label: Label::Person, names: vec![0, 1], fullest: 0 }];
        assert_eq!(
            marked("Karo and Karo", &names, &bearers),
            ["Entity=(e1-PER)", "", "Entity=(e1-PER)"]
        );
    }

    #[test]
    fn a_name_that_covers_no_whole_word_is_passed_over() {
        let names = [name(1, 3, Label::Person), name(5, 8, Label::Place)];
        assert_eq!(marked("Karo and", &names, &[]), ["", "Entity=(e0-LOC)"]);
    }

    #[test]
    fn a_kind_says_no_more_than_is_known() {
        let mut name = name(0, 4, Label::Place);
        assert_eq!(name.kind(), "LOC");
        name.metonym = Some(Metonym::People);
        assert_eq!(name.kind(), "LOC--PEOPLE");
        name = Name { label: Label::Organisation, metonym: None, ..name };
        name.subtype = Some(Subtype::Government);
        assert_eq!(name.kind(), "ORG-GOV");
    }
}
