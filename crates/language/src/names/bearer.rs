//! Who and what the names of a document name: *Ana Karo*, *Mme Karo* and *A. Karo* are one.

use crate::names::gazetteer::{Gazetteer, known, skeletonise};
use crate::names::lexicon::{Language, hash};
use crate::names::{Label, Name};
use rustc_hash::FxHashMap;

/// One person, body or place, and where a document names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// What it is: the label of its first name.
    pub label: Label,
    /// The places of its names in the list that was given, in order.
    pub names: Vec<usize>,
    /// Which of them says most.
    pub fullest: usize,
}

/// So many persons of one surname are kept in mind.
const NAMESAKES: usize = 16;

/// The words of a name, as they are compared.
struct Words {
    /// Each without its ending, in plain Latin letters; an initial is its letter.
    roots: Vec<String>,
    /// Whether a word is an initial.
    initials: Vec<bool>,
    /// The first letters of all its words, in upper case.
    letters: String,
    /// Of a single word of capitals, that word.
    acronym: Option<String>,
    /// Whether its first word is a known given name.
    given: bool,
}

/// Groups the names of a text, which [`crate::names()`] found in it. The groups are in the
/// order of their first names; each name is in exactly one.
///
/// A surname alone, or behind a title or an initial, is the person last named in full who
/// bears it, in any case; an acronym is the body whose words begin with its letters. Two given
/// names before one surname are two persons.
pub fn bearers(text: &str, names: &[Name], language: &str) -> Vec<Bearer> {
    let (language, gazetteer) = (Language::of(language), Gazetteer::of(language));
    let mut bearers: Vec<Bearer> = Vec::new();
    let words: Vec<Words> = names
        .iter()
        .map(|name| words(text.get(name.span.range()).unwrap_or(""), language, gazetteer))
        .collect();
    // Where the last bearer stands: by all words of a name, by its last word, by an acronym.
    let mut whole: FxHashMap<(Label, &[String]), usize> = FxHashMap::default();
    let mut by_word: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut by_letters: FxHashMap<&str, usize> = FxHashMap::default();
    for (place, (name, said)) in names.iter().zip(&words).enumerate() {
        let same = whole.get(&(name.label, said.roots.as_slice())).copied();
        let person = || {
            let known = said.roots.last().and_then(|word| by_word.get(word.as_str()))?;
            known.iter().rev().copied().find(|&at| {
                let fullest: &Words = &words[bearers[at].fullest];
                agree(fullest, said)
            })
        };
        let body = || {
            let acronym = said.acronym.as_deref();
            let letters = (said.letters.chars().count() > 1).then_some(said.letters.as_str());
            acronym.or(letters).and_then(|it| by_letters.get(it)).copied()
        };
        let found = match name.label {
            // The last person of that surname is meant, even if an earlier one was named just so.
            Label::Person => person().or(same),
            Label::Organisation => same.or_else(body),
            Label::Place | Label::Other => same,
        };
        let at = found.unwrap_or(bearers.len());
        match bearers.get_mut(at) {
            Some(bearer) => {
                bearer.names.push(place);
                if said.full() > words[bearer.fullest].full() {
                    bearer.fullest = place;
                }
            }
            None => {
                bearers.push(Bearer { label: name.label, names: vec![place], fullest: place });
            }
        }
        whole.insert((name.label, said.roots.as_slice()), at);
        match name.label {
            Label::Person => {
                // A person may be called by the given name alone, if that is known to be one.
                let ends = said.roots.last().into_iter();
                let starts = said.roots.first().filter(|_| said.given && said.roots.len() > 1);
                for word in ends.chain(starts) {
                    let list = by_word.entry(word.as_str()).or_default();
                    list.retain(|it| *it != at);
                    list.push(at);
                    // Only the last of many namesakes can be meant.
                    if list.len() > NAMESAKES {
                        list.remove(0);
                    }
                }
            }
            Label::Organisation => {
                let long = said.letters.chars().count() > 1;
                let letters = said.acronym.as_deref().or(long.then_some(said.letters.as_str()));
                if let Some(letters) = letters {
                    by_letters.insert(letters, at);
                }
            }
            Label::Place | Label::Other => {}
        }
    }
    bearers
}

impl Words {
    /// How many words of it are written out.
    fn full(&self) -> usize {
        self.initials.iter().filter(|initial| !**initial).count()
    }
}

/// Whether two names can be one person's: what stands before the surname does not differ.
fn agree(one: &Words, other: &Words) -> bool {
    let (Some(last), Some(other_last)) = (one.roots.last(), other.roots.last()) else {
        return false;
    };
    if last != other_last {
        // The given name alone.
        return other.roots.len() == 1 && one.given && one.roots.first() == Some(other_last)
            || one.roots.len() == 1 && other.given && other.roots.first() == Some(last);
    }
    let before = |words: &Words| words.roots.len() - 1;
    if before(one) == 0 || before(other) == 0 {
        return true;
    }
    let (first, second) = (&one.roots[0], &other.roots[0]);
    if one.initials[0] || other.initials[0] {
        return first.chars().next() == second.chars().next();
    }
    first == second
}

fn words(name: &str, language: &Language, gazetteer: &Gazetteer) -> Words {
    let mut words = Words {
        roots: Vec::new(),
        initials: Vec::new(),
        letters: String::new(),
        acronym: None,
        given: false,
    };
    let mut skeleton = String::new();
    for word in name.split_whitespace() {
        let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let lower = word.to_lowercase().replace('’', "'");
        let Some(first) = letters.chars().next() else { continue };
        let initial = word.ends_with('.') && letters.chars().count() < 3;
        skeletonise(if initial { &lower } else { language.root(&lower) }, &mut skeleton);
        words.roots.push(skeleton.clone());
        words.initials.push(initial);
        // Small words have no letter in an acronym, unless they are long: *Union européenne*.
        if first.is_uppercase() || letters.chars().count() > 3 {
            words.letters.extend(first.to_uppercase());
        }
    }
    let capitals: String = name.chars().filter(|c| c.is_alphabetic()).collect();
    let acronym = capitals.chars().count() > 1 && capitals.chars().all(char::is_uppercase);
    words.acronym = (acronym && !name.contains(char::is_whitespace)).then_some(capitals);
    if let Some(first) = words.roots.first() {
        let (_, classes) = gazetteer.at(std::iter::once(hash(first)));
        words.given = classes & known::GIVEN != 0;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::Span;

    /// The groups of names that stand between brackets in a text; `[O:` marks a body.
    fn grouped(marked: &str, language: &str) -> Vec<Vec<String>> {
        let (mut text, mut names) = (String::new(), Vec::new());
        for part in marked.split('[') {
            let Some((name, after)) = part.split_once(']') else {
                text += part;
                continue;
            };
            let (label, name) = match name.strip_prefix("O:") {
                Some(name) => (Label::Organisation, name),
                None => (Label::Person, name),
            };
            let span = Span::new(text.len(), text.len() + name.len());
            names.push(Name { span, label, subtype: None, metonym: None });
            text += name;
            text += after;
        }
        let said = |place: &usize| names[*place].span.of(&text).to_owned();
        let groups = bearers(&text, &names, language);
        groups.iter().map(|bearer| bearer.names.iter().map(said).collect()).collect()
    }

    #[test]
    fn a_surname_alone_is_the_person_named_in_full_before() {
        for (language, text) in [
            ("fr", "[Ilya Karov] a parlé. M. [Karov] est parti. [I. Karov] dort."),
            ("en", "[Ilya Karov] spoke. Mr [Karov] left. [I. Karov] sleeps."),
            ("ru", "[Илья Каров] молчал. Мост показали [Карову]. Видели [И. Карова]."),
            ("uk", "[Ілля Каров] мовчав. Міст показали [Карову]. Бачили [І. Карова]."),
            ("cs", "[Ilja Novák] mlčel. Most ukázali [Novákovi]. Viděli [I. Nováka]."),
        ] {
            assert_eq!(grouped(text, language).len(), 1, "{text}: {:?}", grouped(text, language));
        }
    }

    #[test]
    fn two_given_names_are_two_persons_and_the_surname_is_the_last_ones() {
        let text = "[Anne Corvin] et [Paul Corvin] sont venus. M. [Corvin] a ri. [Belloir] aussi.";
        assert_eq!(
            grouped(text, "fr"),
            [vec!["Anne Corvin"], vec!["Paul Corvin", "Corvin"], vec!["Belloir"]]
        );
    }

    #[test]
    fn an_acronym_is_the_body_whose_words_begin_with_its_letters() {
        let text = "The [O:Belmar Farmers Union] met. The [O:BFU] voted. The [O:BFC] did not.";
        assert_eq!(grouped(text, "en"), [vec!["Belmar Farmers Union", "BFU"], vec!["BFC"]]);
        let text = "L'[O:Union paysanne] et l'[O:UP] sont d'accord.";
        assert_eq!(grouped(text, "fr").len(), 1);
    }
}
