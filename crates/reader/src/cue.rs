//! Words that say that something is said: `languages/<code>/cues.toml`.

use schema::{Mode, Stance};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// A verb, noun, preposition or adverb that attributes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cue {
    pub lemma: String,
    pub pos: Pos,
    #[serde(default)]
    paradigm: Option<String>,
    pub class: Class,
    pub frames: Frames,
    #[serde(default)]
    pub reflexive: bool,
    #[serde(default)]
    stance: Option<Stance>,
    /// Forms that the paradigm does not make: the plural of a noun.
    #[serde(default)]
    forms: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    pub example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    pub counter: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Pos {
    Verb,
    Noun,
    Preposition,
    Adverb,
}

/// What sort of act a cue tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Class {
    Speech,
    Writing,
    Thought,
    Perception,
    Intention,
    Responsibility,
    Denial,
    Admission,
    Request,
    Report,
    Judgement,
    Promise,
    Threat,
    Question,
}

/// What a cue may be built with.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(from = "Vec<Frame>")]
pub(crate) struct Frames {
    /// *dit que*
    pub that: bool,
    /// With a quotation.
    pub quote: bool,
    /// *…, a-t-il dit, …*
    pub incise: bool,
    /// *nie toute implication*
    pub noun: bool,
    /// *dit vouloir*
    pub infinitive: bool,
    /// *qualifie X de Y*
    pub predicative: bool,
    /// *told X that*
    pub told: bool,
    /// *asked whether*
    pub interrogative: bool,
    /// *put the toll at 62*
    pub amount: bool,
    /// *fait état de douze blessés*
    pub of: bool,
    /// *appelle à la grève*
    pub to: bool,
    /// *demande aux habitants de rester*: who is addressed is part of the content.
    pub addressed: bool,
    /// A preposition that needs a person: *pour Ana Karo, …*, and not *pour le pont, …*
    pub person: bool,
    /// A preposition that stands for its source: *à l'entendre, …*
    pub inherited: bool,
    /// A preposition whose last word is the source: *de source policière, …*
    pub itself: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Frame {
    That,
    Quote,
    Incise,
    Noun,
    Infinitive,
    Predicative,
    Told,
    Interrogative,
    Amount,
    Of,
    To,
    Addressed,
    Person,
    Inherited,
    Itself,
}

impl From<Vec<Frame>> for Frames {
    fn from(list: Vec<Frame>) -> Self {
        let mut frames = Self::default();
        for frame in list {
            match frame {
                Frame::That => frames.that = true,
                Frame::Quote => frames.quote = true,
                Frame::Incise => frames.incise = true,
                Frame::Noun => frames.noun = true,
                Frame::Infinitive => frames.infinitive = true,
                Frame::Predicative => frames.predicative = true,
                Frame::Told => frames.told = true,
                Frame::Interrogative => frames.interrogative = true,
                Frame::Amount => frames.amount = true,
                Frame::Of => frames.of = true,
                Frame::To => frames.to = true,
                Frame::Addressed => frames.addressed = true,
                Frame::Person => frames.person = true,
                Frame::Inherited => frames.inherited = true,
                Frame::Itself => frames.itself = true,
            }
        }
        frames
    }
}

impl Cue {
    /// What its source does with the content, before negation and mood are looked at.
    pub fn stance(&self) -> Stance {
        self.stance.unwrap_or(match self.class {
            Class::Denial => Stance::Denies,
            Class::Admission => Stance::Admits,
            Class::Request => Stance::Requests,
            Class::Promise => Stance::Promises,
            Class::Threat => Stance::Threatens,
            Class::Question => Stance::Asks,
            _ => Stance::Asserts,
        })
    }

    /// The sort of act.
    pub fn mode(&self) -> Mode {
        match self.class {
            Class::Writing => Mode::Writing,
            Class::Thought => Mode::Thought,
            Class::Intention => Mode::Intention,
            Class::Perception => Mode::Perception,
            _ => Mode::Speech,
        }
    }
}

/// The mood of a verb form, as far as the patterns ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Ind,
    Cnd,
    Inf,
    PastPart,
    PresPart,
}

/// What a word form tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub finite: bool,
    pub mood: Mood,
    /// For auxiliaries: it makes a passive.
    pub passive: bool,
}

/// The endings of one conjugation. Each list has the six persons, or the forms there are.
#[derive(Debug, Deserialize)]
struct Paradigm {
    /// What is cut from the lemma before an ending is put on.
    #[serde(default)]
    strip: String,
    /// The verb of this name helps others to their forms.
    #[serde(default)]
    auxiliary: Option<Auxiliary>,
    #[serde(flatten)]
    tenses: BTreeMap<String, Vec<String>>,
}

/// What an auxiliary makes of a past participle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Auxiliary {
    Active,
    Passive,
}

#[derive(Deserialize)]
struct CueFile {
    #[serde(default)]
    cue: Vec<Cue>,
}

/// The cues of one language, by word form.
pub(crate) struct Cues {
    cues: Vec<Cue>,
    rests: Vec<Vec<String>>,
    forms: HashMap<String, Vec<(usize, Form)>>,
    auxiliaries: HashMap<String, Form>,
    /// Prepositions and adverbs by their first word, longest first.
    phrases: HashMap<String, Vec<(usize, Vec<String>)>>,
}

impl Cues {
    /// Those of the language `code`, if it has them.
    pub fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<BTreeMap<&'static str, Cues>> = OnceLock::new();
        let load = |code: &'static String| Some((code.as_str(), Self::load(code)?));
        ALL.get_or_init(|| knowledge::languages().iter().filter_map(load).collect()).get(code)
    }

    fn load(code: &str) -> Option<Self> {
        let file: CueFile = knowledge::load(&format!("languages/{code}/cues.toml"))?;
        if file.cue.is_empty() {
            return None;
        }
        let paradigms: BTreeMap<String, Paradigm> =
            knowledge::load(&format!("languages/{code}/paradigms.toml"))?;
        let mut cues = Self {
            cues: file.cue,
            rests: Vec::new(),
            forms: HashMap::new(),
            auxiliaries: HashMap::new(),
            phrases: HashMap::new(),
        };
        for (name, paradigm) in &paradigms {
            let Some(auxiliary) = paradigm.auxiliary else { continue };
            let passive = auxiliary == Auxiliary::Passive;
            let forms = expand(name, Some(paradigm));
            cues.auxiliaries.extend(forms.map(|(word, form)| (word, Form { passive, ..form })));
        }
        for (index, cue) in cues.cues.iter().enumerate() {
            let words: Vec<String> =
                language::tokens(&cue.lemma, code).into_iter().map(|token| token.norm).collect();
            let skip = usize::from(cue.pos == Pos::Verb && cue.reflexive && words.len() > 1);
            let Some(main) = words.get(skip) else { continue };
            cues.rests.push(if matches!(cue.pos, Pos::Verb | Pos::Noun) {
                words[skip + 1..].to_vec()
            } else {
                Vec::new()
            });
            match cue.pos {
                Pos::Preposition | Pos::Adverb => {
                    cues.phrases.entry(main.clone()).or_default().push((index, words))
                }
                Pos::Noun => {
                    for word in std::iter::once(main).chain(&cue.forms) {
                        cues.forms
                            .entry(word.clone())
                            .or_default()
                            .push((index, Form { finite: false, mood: Mood::Ind, passive: false }));
                    }
                }
                Pos::Verb => {
                    let paradigm = cue.paradigm.as_deref().and_then(|name| paradigms.get(name));
                    let mut seen = BTreeSet::new();
                    for (word, form) in expand(main, paradigm) {
                        if seen.insert((word.clone(), form.finite, form.mood as u8)) {
                            cues.forms.entry(word).or_default().push((index, form));
                        }
                    }
                }
            }
        }
        for list in cues.phrases.values_mut() {
            list.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
        }
        Some(cues)
    }

    /// The entries that have `word`, in lower case, as a form of their main word.
    pub fn forms(&self, word: &str) -> &[(usize, Form)] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The words that follow the main word of a cue and never change.
    pub fn rest(&self, cue: usize) -> &[String] {
        self.rests.get(cue).map_or(&[], Vec::as_slice)
    }

    /// All entries, in the order of the file.
    #[cfg(test)]
    pub fn all(&self) -> impl Iterator<Item = &Cue> {
        self.cues.iter()
    }

    /// The word of a cue that is conjugated, as it stands in the lexicon.
    pub fn main(&self, cue: usize) -> &str {
        self.cues[cue].lemma.split(' ').next().unwrap_or("")
    }

    /// Whether `word` is a past form of the cue as well.
    pub fn is_past(&self, word: &str, cue: usize) -> bool {
        self.forms(word).iter().any(|&(other, form)| other == cue && form.mood == Mood::PastPart)
    }

    pub fn cue(&'static self, cue: usize) -> &'static Cue {
        &self.cues[cue]
    }

    /// What `word` is as an auxiliary.
    pub fn auxiliary(&self, word: &str) -> Option<Form> {
        self.auxiliaries.get(word).copied()
    }

    /// The longest preposition or adverb that stands at `i`, and how many items it is.
    pub fn phrase_at<'a>(
        &self,
        i: usize,
        norm: impl Fn(usize) -> &'a str,
    ) -> Option<(usize, usize)> {
        let list = self.phrases.get(norm(i))?;
        let fits = |words: &[String]| words.iter().enumerate().all(|(k, word)| norm(i + k) == word);
        list.iter().find(|(_, words)| fits(words)).map(|(cue, words)| (*cue, words.len()))
    }
}

/// The forms of `lemma` in its paradigm.
fn expand<'a>(
    lemma: &'a str,
    paradigm: Option<&'a Paradigm>,
) -> impl Iterator<Item = (String, Form)> + 'a {
    paradigm.into_iter().flat_map(move |paradigm| {
        let stem = lemma.strip_suffix(paradigm.strip.as_str()).unwrap_or(lemma);
        paradigm.tenses.iter().flat_map(move |(tense, endings)| {
            let (finite, mood) = match tense.as_str() {
                "inf" => (false, Mood::Inf),
                "part_past" => (false, Mood::PastPart),
                "part_pres" => (false, Mood::PresPart),
                "cnd" => (true, Mood::Cnd),
                _ => (true, Mood::Ind),
            };
            endings.iter().map(move |ending| {
                (format!("{stem}{ending}"), Form { finite, mood, passive: false })
            })
        })
    })
}
