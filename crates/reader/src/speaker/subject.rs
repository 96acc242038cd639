//! Who a sentence is about, for the pronouns that nobody who spoke fits: *le ministère n'a pas
//! répondu. Il a …*; *la commandante manque de bateaux, a-t-elle dit*.

use super::Speakers;
use super::actor::speaker_type;
use crate::attribution::Items;
use crate::period::Period;
use crate::role::RoleKind;
use crate::words::Pronoun;
use schema::SpeakerType;

/// The subject of a sentence, as far as its words tell.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    text: String,
    kind: SpeakerType,
    role: Option<String>,
    gender: Option<char>,
    plural: bool,
    named: bool,
}

impl Speakers<'_> {
    /// Notes the subject of the next sentence; that of the sentence before is kept as well.
    pub fn note_subject(&mut self, period: &Period, items: Option<Items>) {
        let now = items.and_then(|items| self.describe(period, &items));
        let [first, _] = &mut self.sentence_subjects;
        let before = first.take();
        self.sentence_subjects = [now, before];
    }

    /// Whoever a sentence is about that `pronoun` fits, this sentence before the last one.
    pub(super) fn subject_of_sentence(&mut self, pronoun: &Pronoun) -> Option<usize> {
        let fits = |subject: &&Subject| {
            let gender = subject.gender.is_none_or(|known| known == pronoun.gender);
            let number = pronoun.plural.is_none_or(|plural| plural == subject.plural);
            gender && number && matches!(pronoun.gender, 'm' | 'f')
        };
        let subject = self.sentence_subjects.iter().flatten().find(fits)?.clone();
        let known = subject.role.as_ref().and_then(|role| self.by_role.get(role));
        if let Some([only]) = known.map(Vec::as_slice).filter(|_| !subject.named) {
            return Some(*only);
        }
        let Subject { text, kind, role, gender, plural, named } = subject;
        Some(self.actor(&text, kind, named, plural, role, gender))
    }

    fn describe(&self, period: &Period, items: &Items) -> Option<Subject> {
        let first = period.norm(items.start);
        if self.words.pronoun(first).is_some() {
            return None;
        }
        let role = self.head_role(period, items);
        if let Some(name) = self
            .name_in(period, items.clone())
            .filter(|name| name.start == items.start || !self.is_complement(period, name))
        {
            let text = period.span(name.clone())?.of(period.text).to_owned();
            let kind = self.kind_of(period, &name, role);
            let gender = self.gender_before(period, name.start);
            let gender = gender.or_else(|| super::given_name::gender(&text));
            let role = role.map(|(_, role)| role.noun.clone());
            return Some(Subject { text, kind, role, gender, plural: false, named: true });
        }
        let (at, role) = role.filter(|(_, role)| role.kind != RoleKind::Writing)?;
        Some(Subject {
            text: self.text(period, items),
            kind: speaker_type(role.kind),
            role: Some(role.noun.clone()),
            gender: role.gender().or_else(|| self.determined(first)),
            plural: self.roles.is_plural(period.norm(at)),
            named: false,
        })
    }
}
