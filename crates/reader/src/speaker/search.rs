//! Whom a pronoun, a description or a group stands for: who spoke, who was named.

use super::Speakers;
use super::actor::{key, speaker_type, subset};
use crate::attribution::Items;
use crate::period::Period;
use crate::role::{Role, RoleKind};
use schema::{SpeakerHow, SpeakerType};

impl Speakers<'_> {
    pub(super) fn find(
        &mut self,
        period: &Period,
        items: &Items,
        aside: Option<&Items>,
    ) -> (usize, SpeakerHow) {
        let first = period.norm(items.start);
        // "Her rival" is not her.
        let owns = items.len() > 1 && self.words.possessive_determiners.contains(first);
        if items.len() <= 2
            && !owns
            && let Some(pronoun) = self.words.pronoun(first).cloned()
        {
            if pronoun.first || pronoun.nobody {
                let nobody = self.text(period, items);
                return (
                    self.actor(&nobody, SpeakerType::Unnamed, false, pronoun.nobody, None, None),
                    SpeakerHow::Written,
                );
            }
            let fits = |index: usize| {
                let actor = &self.actors[index];
                let gender = matches!(pronoun.gender, 'e')
                    || actor
                        .gender
                        .is_none_or(|gender| gender == pronoun.gender || pronoun.gender == 'n');
                let person = matches!(actor.kind, SpeakerType::Person | SpeakerType::Unnamed)
                    || !self.words.modifiers_first
                    || !matches!(pronoun.gender, 'm' | 'f');
                gender
                    && person
                    && pronoun.plural.is_none_or(|plural| {
                        actor.plural == plural || plural && actor.kind != SpeakerType::Person
                    })
            };
            let order = if pronoun.plural == Some(true) || pronoun.gender == 'n' {
                let newer = self.group_since(period, items.start);
                let outlet = self.outlet.filter(|_| pronoun.gender == 'n');
                [newer.or(self.group), outlet, None]
            } else {
                [self.person, self.floor, self.group]
            };
            let found = order.into_iter().flatten().find(|&index| fits(index));
            let singular = pronoun.plural != Some(true) && pronoun.gender != 'n';
            let spoke = || {
                let singular = singular && !self.words.modifiers_first;
                let persons = self.spoke.iter().rev().copied();
                persons
                    .filter(|&index| self.actors[index].kind == SpeakerType::Person)
                    .find(|&index| singular && fits(index))
            };
            let named =
                || self.last_named_before(period, items.start, pronoun.gender).filter(|_| singular);
            // Somebody named since the speaker at hand last was, as the first of a sentence,
            // is who the page is about now.
            let newer = self.subject_since(period, items.start, self.person, pronoun.gender);
            if let Some(index) = newer.filter(|_| singular).or(found).or_else(spoke).or_else(named)
            {
                if matches!(pronoun.gender, 'm' | 'f') {
                    let actor = &mut self.actors[index];
                    actor.gender = actor.gender.or(Some(pronoun.gender));
                }
                return (index, SpeakerHow::Coreference);
            }
            if let Some(index) = self.subject_of_sentence(&pronoun) {
                return (index, SpeakerHow::Coreference);
            }
            let name = self.text(period, items);
            return (
                self.actor(
                    &name,
                    SpeakerType::Unnamed,
                    false,
                    pronoun.plural == Some(true),
                    None,
                    matches!(pronoun.gender, 'm' | 'f').then_some(pronoun.gender),
                ),
                SpeakerHow::Written,
            );
        }
        let role = self.head_role(period, items);
        let named = self.without_opener(period, items);
        if let Some(name) = self
            .name_in(period, named)
            .filter(|name| name.start == items.start || !self.is_complement(period, name))
        {
            let kind = self.kind_of(period, &name, role);
            let index = self.name(period, &name, kind);
            if self.actors[index].kind == SpeakerType::Person {
                let gender = self.gender_before(period, name.start);
                self.actors[index].gender = self.actors[index].gender.or(gender);
            }
            if let Some((_, role)) = role.filter(|(at, _)| *at < name.start) {
                self.actors[index].role.get_or_insert_with(|| role.noun.clone());
                let gender = role.gender();
                self.actors[index].gender = self.actors[index].gender.or(gender);
            }
            return (index, SpeakerHow::Written);
        }
        // "The survey by the board", "its leaflet": a text speaks for whoever wrote it.
        if let Some((at, role)) = role
            && role.kind == RoleKind::Writing
        {
            if let Some(author) = self.author(period, items, at) {
                return author;
            }
            let text = self.text(period, items);
            let plural = self.roles.is_plural(period.norm(at));
            let noun = Some(role.noun.clone());
            let actor = self.actor(&text, SpeakerType::Unnamed, false, plural, noun, None);
            return (actor, SpeakerHow::Written);
        }
        // "the mayor, Ana Karo, said"
        if let Some(name) = aside.and_then(|aside| self.name_in_aside(period, aside.start)) {
            let index = self.name(period, &name, SpeakerType::Person);
            return (index, SpeakerHow::Written);
        }
        if self.words.definite.contains(first)
            && items.clone().any(|i| self.words.is_generic_person(period.norm(i)))
            && let Some(person) = self.person
        {
            return (person, SpeakerHow::Coreference);
        }
        // "Governor reports 62 casualties": a headline drops the article.
        let definite = self.words.definite.contains(first)
            || self.words.modifiers_first
                && !self.words.determiners.contains(first)
                && self.roles.get(first).is_some();
        let text = self.text(period, items);
        if let Some((at, role)) = role {
            // "The mayor of Belmar" is another one; "l'homme de 49 ans" is the one at hand.
            let complement = (at + 1..items.end).any(|i| {
                self.words.complements.contains(period.norm(i)) && !period.is_number(i + 1)
            });
            let gender = role.gender().or_else(|| self.determined(first));
            let plural = self.roles.is_plural(period.norm(at));
            let known = self.by_role.get(&role.noun).filter(|_| definite && !plural);
            if let Some(index) = known.and_then(|known| self.likeliest(period, items.start, known))
            {
                return (index, SpeakerHow::Coreference);
            }
            let same = key(&text, self.words);
            if let Some(index) = self.actors.iter().position(|actor| {
                !actor.named && actor.key == same && actor.kind != SpeakerType::Unnamed
            }) {
                return (index, SpeakerHow::Coreference);
            }
            let at_hand = match role.kind {
                RoleKind::Outlet => self.outlet,
                RoleKind::Person if !plural => {
                    let fits = |index: usize| {
                        let actor = &self.actors[index];
                        actor.kind == SpeakerType::Person
                            && (actor.gender.is_none()
                                || gender.is_none()
                                || actor.gender == gender)
                            && actor.role.is_none()
                    };
                    let spoke = self.spoke.iter().rev().copied();
                    let spoke = if self.words.modifiers_first {
                        self.person.filter(|&index| fits(index) && self.actors[index].named)
                    } else {
                        spoke.into_iter().find(|&index| fits(index))
                    };
                    spoke.or_else(|| {
                        self.last_named_before(period, items.start, gender.unwrap_or('e'))
                            .filter(|&index| fits(index) && !self.words.modifiers_first)
                    })
                }
                RoleKind::Group | RoleKind::Government if !plural => {
                    self.group_at_hand(period, items, role)
                }
                _ => None,
            };
            if let Some(index) = at_hand.filter(|_| definite && !complement) {
                return (index, SpeakerHow::Coreference);
            }
            let unnamed = self.words.unnamed.contains(period.norm(at))
                || role.kind == RoleKind::Unnamed
                || (!definite && role.kind == RoleKind::Person);
            let kind = if unnamed {
                SpeakerType::Unnamed
            } else if plural && role.kind == RoleKind::Person {
                SpeakerType::Group
            } else {
                speaker_type(role.kind)
            };
            return (
                self.actor(&text, kind, false, plural, Some(role.noun.clone()), gender),
                SpeakerHow::Written,
            );
        }
        let unnamed = items.clone().any(|i| self.words.unnamed.contains(period.norm(i)))
            || self.words.alone.contains(first);
        let kind = if unnamed { SpeakerType::Unnamed } else { SpeakerType::Group };
        (self.actor(&text, kind, false, false, None, None), SpeakerHow::Written)
    }

    /// Whose words the text named at `at` gives: "by" or "of" somebody, or the speaker at hand.
    pub(super) fn author(
        &mut self,
        period: &Period,
        items: &Items,
        at: usize,
    ) -> Option<(usize, SpeakerHow)> {
        let by = (at + 1..items.end).find(|&i| {
            self.words.complements.contains(period.norm(i))
                || self.words.agents.contains(period.norm(i))
        });
        if let Some(by) = by.filter(|by| by + 1 < items.end) {
            let writer = by + 1..items.end;
            let role = self.head_role(period, &writer);
            // "A survey of 2,000 pupils" is not theirs; "a report of the board" is.
            let agent = self.words.agents.contains(period.norm(by));
            let writes = role.is_some_and(|(_, role)| {
                role.kind != RoleKind::Writing && (agent || role.kind != RoleKind::Person)
            }) || self.name_in(period, writer.clone()).is_some();
            return writes.then(|| self.find(period, &writer, None));
        }
        let pointing = self.words.definite.contains(period.norm(items.start))
            || self.words.pronoun(period.norm(items.start)).is_some()
            || self.words.possessive_determiners.contains(period.norm(items.start));
        self.floor
            .filter(|_| pointing && !self.roles.is_plural(period.norm(at)))
            .map(|actor| (actor, SpeakerHow::Coreference))
    }

    /// `items` without a first word that has its capital from the sentence: *Celebrity stylist Ana
    /// Karo*, *Style watchers*.
    pub(super) fn without_opener(&self, period: &Period, items: &Items) -> Items {
        let opens = items.start.checked_sub(1).is_none_or(|before| period.is_mark(before));
        let next = items.start + 1;
        let word = period.norm(next);
        let common = self.words.modifiers_first
            && opens
            && next < items.end
            && period.is_word(next)
            && !period.is_capital(next)
            && !self.words.prepositions.contains(word)
            && !self.words.possessives.contains(word)
            && !self.words.coordinators.contains(word)
            && self.roles.get(word).is_none_or(|role| role.kind == RoleKind::Person)
            && !self.words.determiners.contains(period.norm(items.start))
            && !self.actors.iter().any(|actor| {
                actor.named && actor.key.iter().any(|part| part == period.norm(items.start))
            });
        if common { next..items.end } else { items.clone() }
    }

    /// Which of those who have one role is meant at `at`: the only one, the one who has the
    /// floor, or else the last one named.
    pub(super) fn likeliest(&self, period: &Period, at: usize, known: &[usize]) -> Option<usize> {
        if let [only] = known {
            return Some(*only);
        }
        let person = self.person.filter(|person| known.contains(person));
        let before = period.items.get(at)?.span().start();
        let named = || {
            let earlier = self.named.partition_point(|(span, _)| span.end() <= before);
            let actors = self.named[..earlier].iter().rev().map(|(_, actor)| *actor);
            actors.into_iter().find(|actor| known.contains(actor))
        };
        person.or_else(named)
    }

    /// The gender that an article shows.
    pub(super) fn determined(&self, determiner: &str) -> Option<char> {
        let masculine = self.words.masculine_determiners.contains(determiner);
        let feminine = self.words.feminine_determiners.contains(determiner);
        masculine.then_some('m').or(feminine.then_some('f'))
    }

    /// The last person named before the item `at`, of a gender that fits.
    pub(super) fn last_named_before(
        &self,
        period: &Period,
        at: usize,
        gender: char,
    ) -> Option<usize> {
        let before = period.items.get(at)?.span().start();
        let fits = |index: usize| {
            self.actors[index].gender.is_none_or(|known| gender == 'e' || known == gender)
        };
        let earlier = self.named.partition_point(|(span, _)| span.end() <= before);
        self.named[..earlier].iter().rev().map(|(_, actor)| *actor).find(|&actor| fits(actor))
    }

    /// The group that "the commission" means here: one with the noun in its name, the one that
    /// spoke, or the last of its kind that was named.
    pub(super) fn group_at_hand(
        &self,
        period: &Period,
        items: &Items,
        role: &Role,
    ) -> Option<usize> {
        // "The company" may be Hollin, and is not the Food Safety Board.
        let fits = |index: &usize| {
            let actor = &self.actors[*index];
            let other = actor.key.iter().any(|word| self.roles.get(word).is_some());
            actor.named
                && actor.kind == speaker_type(role.kind)
                && !(other && self.words.modifiers_first)
        };
        let before = period.items.get(items.start)?.span().start();
        let mut earlier = self
            .groups
            .iter()
            .rev()
            .filter(|(span, _)| span.end() <= before)
            .map(|(_, index)| *index);
        let text = self.text(period, items);
        let wanted = key(&text, self.words);
        let same = earlier.clone().find(|&index| {
            self.actors[index].key.contains(&role.noun) && subset(&wanted, &self.actors[index].key)
        });
        if wanted.len() > 1 {
            return same;
        }
        // "Ministry denies strike": a headline may come before the name.
        let first = || {
            let of = |index: &usize| self.actors[*index].key.contains(&role.noun);
            self.groups.iter().map(|(_, index)| *index).find(of)
        };
        same.or_else(|| self.group.filter(fits)).or_else(|| earlier.find(fits)).or_else(first)
    }

    /// The last group named before `at`, if that was after the last mention of the one that
    /// spoke.
    pub(super) fn group_since(&self, period: &Period, at: usize) -> Option<usize> {
        let before = period.items.get(at)?.span().start();
        let earlier = self.groups.partition_point(|(span, _)| span.end() <= before);
        let &(span, group) = self.groups[..earlier].last()?;
        let said = self.group.and_then(|group| self.actors[group].mentioned);
        said.is_none_or(|said| span.start() > said).then_some(group)
    }

    /// The last person named before `at` as the subject of a sentence, if that was after the
    /// last mention of `speaker`.
    pub(super) fn subject_since(
        &self,
        period: &Period,
        at: usize,
        speaker: Option<usize>,
        gender: char,
    ) -> Option<usize> {
        let before = period.items.get(at)?.span().start();
        let speaker = speaker?;
        let said = self.actors[speaker].mentioned;
        let earlier = self.subjects.partition_point(|(span, _)| span.end() <= before);
        let fits = |actor: usize| {
            self.actors[actor].gender.is_none_or(|known| known == gender || gender == 'e')
        };
        let (span, actor) =
            self.subjects[..earlier].iter().rev().find(|(_, actor)| fits(*actor))?;
        (said.is_none_or(|said| span.start() > said) && *actor != speaker).then_some(*actor)
    }
}
