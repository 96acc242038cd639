//! Who is named on the page, before it is asked who speaks: names with their
//! functions, persons, outlets.

use super::Speakers;
use super::actor::{key, subset};
use crate::attribution::Items;
use crate::outlet::{outlet, sounds_like_outlet};
use crate::period::Period;
use crate::role::RoleKind;
use schema::SpeakerType;

impl Speakers<'_> {
    /// Notes which roles the page ties to a name: *le commandant, qui utilise
    /// l'indicatif d'appel X*; *the mayor, Ana Karo*; *the expert Ana Karo*.
    ///
    /// It goes over the whole document first: a page may say "the commander"
    /// before it says who that is.
    pub fn introduce(&mut self, period: &Period) {
        let mut i = 0;
        while i < period.len() {
            let role = self.roles.get(period.norm(i)).filter(|role| role.kind == RoleKind::Person);
            // "The coroner's office": what a role owns is not who holds it.
            let owner = self.words.possessives.contains(period.norm(i + 1));
            let Some(role) = role.filter(|_| !owner) else {
                i += 1;
                continue;
            };
            let role_word = role.noun.clone();
            let before = i.checked_sub(1).map_or("", |i| period.norm(i));
            let gender = role.gender().or_else(|| self.determined(before));
            // A name in the same phrase: "l'expert militaire Ana Karo".
            let mut end = i + 1;
            while period.is_word(end) && end - i < 8 && !self.ends_phrase(period, end) {
                end += 1;
            }
            let mut name = self
                .name_in(period, i + 1..end)
                .filter(|name| !self.is_complement(period, name))
                .filter(|name| name.len() > 1 || !self.is_governed(period, i + 1..name.start));
            if name.is_none() && period.is_comma(end) {
                name = self.name_in_aside(period, end + 1);
            }
            let name = name.or_else(|| self.name_before(period, i));
            if let Some(name) = name {
                let actor = self.name(period, &name, SpeakerType::Person);
                if self.actors[actor].kind == SpeakerType::Person {
                    self.actors[actor].role.get_or_insert_with(|| role_word.clone());
                    self.actors[actor].gender = self.actors[actor].gender.or(gender);
                    let known = self.by_role.entry(role_word).or_default();
                    if !known.contains(&actor) {
                        known.push(actor);
                    }
                }
            }
            i = end.max(i + 1);
        }
    }

    /// Whether a name after `between` may belong to what a role is of: *le commandant de la
    /// rivière Sorna*. Where the noun comes last, it can not.
    pub(super) fn is_governed(&self, period: &Period, mut between: Items) -> bool {
        !self.words.modifiers_first
            && between.any(|i| {
                let word = period.norm(i);
                self.words.complements.contains(word) || self.words.prepositions.contains(word)
            })
    }

    /// Whether the word at `i` can stand in no phrase that names somebody.
    pub(super) fn ends_phrase(&self, period: &Period, i: usize) -> bool {
        let word = period.norm(i);
        let determined = self.words.determiners.contains(word)
            && !self.words.inside_noun_phrases.contains(period.norm(i - 1));
        self.words.relatives.contains(word)
            || self.words.relative_subjects.contains(word)
            || determined
            || self.words.is_verb(word) && !period.is_capital(i)
    }

    /// The name that the role at `role` describes further: *Ana Karo, the mayor of Belmar*.
    pub(super) fn name_before(&self, period: &Period, role: usize) -> Option<Items> {
        let mut comma = role;
        while comma > 0 && period.is_word(comma - 1) && role - comma < 4 {
            comma -= 1;
        }
        let comma = comma.checked_sub(1).filter(|&i| period.is_comma(i))?;
        let opener = period.norm(comma + 1);
        if comma + 1 < role
            && !self.words.determiners.contains(opener)
            && self.words.prepositions.contains(opener)
        {
            return None;
        }
        let mut start = comma;
        while start > 0 && period.is_capital(start - 1) && comma - start < 4 {
            start -= 1;
        }
        let name = self.name_in(period, start..comma)?;
        let before = name.start.checked_sub(1).map_or("", |i| period.norm(i));
        // "In West Virginia, the president": the words after the comma go on with the sentence.
        let place = self.words.prepositions.contains(before)
            && !self.words.agents.contains(before)
            && !self.words.told.contains(before);
        let place = place && self.words.modifiers_first || self.words.genitives.contains(before);
        (name.end == comma && name.len() > 1 && !place).then_some(name)
    }

    /// Notes where persons are named, for the pronouns that look back at them.
    pub fn note_persons(&mut self, period: &Period) {
        let mut i = 0;
        while i < period.len() {
            let Some(name) =
                self.name_in(period, i..period.len().min(i + 8)).filter(|name| name.start == i)
            else {
                i += 1;
                continue;
            };
            i = name.end;
            let text = period.span(name.clone()).map_or("", |span| span.of(period.text)).to_owned();
            let wanted = key(&text, self.words);
            let known = self
                .actors
                .iter()
                .position(|actor| actor.kind == SpeakerType::Person && subset(&wanted, &actor.key));
            let full = name.len() >= 2 && self.kind_of(period, &name, None) == SpeakerType::Person;
            let gender = self.gender_before(period, name.start);
            let kind = self.kind_of(period, &name, None);
            let organisation = matches!(kind, SpeakerType::Group | SpeakerType::Government)
                && (name.len() >= 2 || kind == SpeakerType::Government)
                && self.words.modifiers_first;
            let group = self.actors.iter().position(|actor| {
                actor.named
                    && matches!(actor.kind, SpeakerType::Group | SpeakerType::Government)
                    && actor.key == wanted
            });
            if let Some(group) = group.filter(|_| known.is_none() && self.words.modifiers_first) {
                self.groups.extend(period.span(name).map(|span| (span, group)));
                continue;
            }
            let actor = match known {
                Some(known) => known,
                None if organisation => {
                    let actor = self.name(period, &name, kind);
                    self.groups.extend(period.span(name).map(|span| (span, actor)));
                    continue;
                }
                None if full => self.name(period, &name, SpeakerType::Person),
                None => continue,
            };
            if self.actors[actor].kind == SpeakerType::Person {
                self.actors[actor].gender = self.actors[actor].gender.or(gender);
                let opens = (0..name.start).all(|i| {
                    period.is_word(i)
                        && !self.ends_phrase(period, i.max(1))
                        && !self.words.prepositions.contains(period.norm(i))
                });
                let span = period.span(name);
                self.named.extend(span.map(|span| (span, actor)));
                self.subjects.extend(span.filter(|_| opens).map(|span| (span, actor)));
            }
        }
    }

    /// Notes the outlets that a period names, so that "the newspaper" can be one of them.
    pub fn note_outlets(&mut self, period: &Period) {
        let mut i = 0;
        while i < period.len() {
            if let Some(name) =
                self.name_in(period, i..period.len().min(i + 8)).filter(|name| name.start == i)
            {
                let text =
                    period.span(name.clone()).map_or("", |span| span.of(period.text)).to_owned();
                if outlet(&text).is_some() || sounds_like_outlet(&text) {
                    let actor = self.name(period, &name, SpeakerType::Outlet);
                    self.outlet = Some(actor);
                }
                i = name.end;
            } else {
                i += 1;
            }
        }
    }
}
