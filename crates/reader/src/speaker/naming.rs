//! Where a name stands in a phrase, and what sort of thing it names.

use super::actor::speaker_type;
use super::{Speakers, given_name};
use crate::attribution::Items;
use crate::outlet::{outlet, sounds_like_outlet};
use crate::period::Period;
use crate::role::{Role, RoleKind};
use schema::SpeakerType;

impl Speakers<'_> {
    /// The role that says what the words `items` name: the first, or where a noun is described
    /// by what stands before it the last before a preposition.
    pub(super) fn head_role(
        &self,
        period: &Period,
        items: &Items,
    ) -> Option<(usize, &'static Role)> {
        let role = |i: usize| self.roles.get(period.norm(i)).map(|role| (i, role));
        if !self.words.modifiers_first {
            return items.clone().find_map(role);
        }
        let stop = items
            .clone()
            .skip(1)
            .find(|&i| !period.is_word(i) || self.words.prepositions.contains(period.norm(i)));
        let head = (items.start..stop.unwrap_or(items.end)).rev().find_map(role);
        head.or_else(|| items.clone().find_map(role))
    }

    /// The kind of the actor that `name` names, with the role noun beside it.
    pub(super) fn kind_of(
        &self,
        period: &Period,
        name: &Items,
        role: Option<(usize, &Role)>,
    ) -> SpeakerType {
        let text = period.span(name.clone()).map_or("", |span| span.of(period.text));
        if outlet(text).is_some() || sounds_like_outlet(text) {
            return SpeakerType::Outlet;
        }
        let courtesy = name.start > 0
            && (self.words.courtesy.contains(period.norm(name.start - 1))
                || name.start > 1 && self.words.courtesy.contains(period.norm(name.start - 2)));
        if courtesy {
            return SpeakerType::Person;
        }
        // The first word of the name may be the role itself: "Légion …", "Ministry of …".
        if let Some(role) =
            self.roles.get(period.norm(name.start)).filter(|role| role.kind != RoleKind::Person)
        {
            return speaker_type(role.kind);
        }
        if let Some((at, role)) = role
            && (at < name.start || name.contains(&at))
        {
            return speaker_type(role.kind);
        }
        if self.is_place(text) {
            return SpeakerType::Government;
        }
        if self.words.modifiers_first {
            // "Lowland Guard", "Food Safety Board": the last noun tells.
            let last = self.roles.get(period.norm(name.end - 1));
            if let Some(role) = last.filter(|role| role.kind != RoleKind::Person) {
                return speaker_type(role.kind);
            }
            if name.len() > 1 && self.roles.is_plural(period.norm(name.end - 1)) {
                return SpeakerType::Group;
            }
            // "The Harbour Standard": no person has an article before the name.
            let article = name.start.checked_sub(1).map_or("", |i| period.norm(i));
            let inside = period.norm(name.start);
            // "Consumers' Pantry, a campaign group": so does the apposition.
            let aside = name.end + 1;
            let stop = (aside..period.len().min(aside + 6)).find(|&i| !period.is_word(i));
            let apposed = stop
                .filter(|_| period.is_comma(name.end))
                .filter(|_| self.words.determiners.contains(period.norm(aside)))
                .and_then(|stop| self.head_role(period, &(aside..stop)));
            if let Some((_, role)) = apposed
                && matches!(role.kind, RoleKind::Group | RoleKind::Government | RoleKind::Outlet)
            {
                return speaker_type(role.kind);
            }
            if self.words.definite.contains(article) || self.words.definite.contains(inside) {
                return SpeakerType::Group;
            }
        }
        SpeakerType::Person
    }

    pub(super) fn is_place(&self, name: &str) -> bool {
        crate::place::is_capital_or_country(name, self.language).is_some()
    }

    /// Whether `name` is what a role is of, and not who holds it: *the mayor of Belmar*.
    pub(super) fn is_complement(&self, period: &Period, name: &Items) -> bool {
        let before = name.start.checked_sub(1).map_or("", |i| period.norm(i));
        let second = name.start.checked_sub(2).map_or("", |i| period.norm(i));
        let of = |word: &str| {
            self.words.complements.contains(word) || self.words.prepositions.contains(word)
        };
        of(before) || self.words.determiners.contains(before) && of(second)
    }

    /// The first name inside `items`.
    pub(super) fn name_in(&self, period: &Period, items: Items) -> Option<Items> {
        let mut start = items.start;
        while start < items.end {
            if self.begins_name(period, start, items.start) {
                break;
            }
            start += 1;
        }
        if start >= items.end {
            return None;
        }
        let mut end = start + 1;
        let organisation =
            self.roles.get(period.norm(start)).is_some_and(|role| role.kind != RoleKind::Person)
                || (items.start..start).any(|i| {
                    self.roles.get(period.norm(i)).is_some_and(|role| role.kind == RoleKind::Group)
                });
        while end < items.end {
            if period.is_capital(end) || period.norm(end) == "-" {
                end += 1;
                continue;
            }
            // "Consumers' Pantry"
            let plural = period.is_mark(end) && self.words.possessives.contains(period.norm(end));
            if plural && end + 1 < items.end && period.is_capital(end + 1) {
                end += 2;
                continue;
            }
            // "Légion de la liberté": an organisation's name goes on in small letters.
            let joins = self.words.complements.contains(period.norm(end))
                && (organisation || !self.words.modifiers_first)
                || self.words.prepositions.contains(period.norm(end)) && organisation;
            let mut next = end;
            while next < items.end
                && (self.words.complements.contains(period.norm(next))
                    || self.words.prepositions.contains(period.norm(next))
                    || self.words.determiners.contains(period.norm(next)))
            {
                next += 1;
            }
            if joins
                && next < items.end
                && next > end
                && (period.is_capital(next) || organisation && period.is_word(next))
                && next - end <= 3
            {
                end = next + 1;
            } else if organisation
                && period.is_word(end)
                && end + 1 < items.end
                && self.words.complements.contains(period.norm(end + 1))
            {
                end += 1; // "Légion russe de la liberté"
            } else if organisation
                && end + 1 == items.end
                && period.is_word(end)
                && !period.is_mark(end)
                && !self.words.when.contains(period.norm(end))
            {
                end += 1; // "Corps des volontaires russes"
            } else {
                break;
            }
        }
        while end > start + 1 && period.is_mark(end - 1) {
            end -= 1;
        }
        // "Belmar.example": the address of a site is one name.
        while end + 1 < items.end
            && period.norm(end) == "."
            && period.is_word(end + 1)
            && period.adjoins(end)
            && period.adjoins(end + 1)
        {
            end += 2;
        }
        let is_given = |i: usize| given_name::gender_of_word(period.norm(i)).is_some();
        // "Le ministre aux Transports Ana Karo": the portfolio is not the name.
        if end - start > 2
            && let Some(given) = (start + 1..end - 1).find(|&i| is_given(i))
            && !is_given(start)
            && start > items.start
            && !self.words.modifiers_first
            && self.is_office_before(period, items.start, start)
        {
            start = given;
        }
        // "Foreign Minister Ana Karo": the office is not the name.
        // "Human Rights Observers" hold no office.
        let titled = |i: usize| {
            let plural = self.words.modifiers_first && self.roles.is_plural(period.norm(i));
            self.is_office(period, i) && !plural || self.words.courtesy.contains(period.norm(i))
        };
        if let Some(last) = (start..end)
            .rev()
            .find(|&i| titled(i) && !self.words.possessives.contains(period.norm(i + 1)))
        {
            return self.name_in(period, last + 1..items.end);
        }
        // "le Premier ministre Karo": so it is where only its first word has a capital.
        if end < items.end && self.is_office(period, end) {
            return self.name_in(period, end + 1..items.end);
        }
        // "The Tesmerian defence ministry", "the Belmar harbour master": the noun comes last.
        if self.words.modifiers_first {
            let head = (end..items.end.min(end + 4))
                .take_while(|&i| {
                    period.is_word(i)
                        && !self.ends_phrase(period, i)
                        && !self.words.prepositions.contains(period.norm(i))
                        && !self.words.possessives.contains(period.norm(i))
                })
                .filter(|&i| {
                    self.roles
                        .get(period.norm(i))
                        .is_some_and(|role| role.kind != RoleKind::Writing)
                })
                .last();
            if let Some(head) = head {
                if self.is_office(period, head) || self.roles.is_plural(period.norm(head)) {
                    return self.name_in(period, head + 1..items.end);
                }
                // "The Belmar Courier newspaper" is the Belmar Courier.
                let media = self.roles.get(period.norm(head)).is_some_and(Role::is_outlet);
                return Some(start..if media { end } else { head + 1 });
            }
        }
        // "Belmar's mayor": the town is not who speaks.
        if self.words.possessives.contains(period.norm(end)) && end < items.end {
            let owned = self.name_in(period, end + 1..items.end);
            // "The Belmar Coroner's Office": what is owned has no name without its owner.
            let part = |name: &Items| {
                name.len() == 1
                    && name.start == end + 1
                    && self.words.modifiers_first
                    && self.roles.get(period.norm(name.start)).is_some()
            };
            return owned.map(|name| if part(&name) { start..name.end } else { name });
        }
        Some(start..end)
    }

    pub(super) fn is_office_before(&self, period: &Period, from: usize, to: usize) -> bool {
        (from.saturating_sub(4)..to).any(|i| self.is_office(period, i))
    }

    pub(super) fn is_office(&self, period: &Period, i: usize) -> bool {
        self.roles.get(period.norm(i)).is_some_and(|role| role.kind == RoleKind::Person)
    }

    /// The gender that a courtesy title or a role right before `name` tells.
    pub(super) fn gender_before(&self, period: &Period, name: usize) -> Option<char> {
        let before = period.norm(name.checked_sub(1)?);
        if self.words.masculine.contains(before) {
            return Some('m');
        }
        if self.words.feminine.contains(before) {
            return Some('f');
        }
        self.roles.get(before)?.gender()
    }

    pub(super) fn begins_name(&self, period: &Period, i: usize, phrase_start: usize) -> bool {
        let word = period.norm(i);
        if !period.is_capital(i)
            || self.words.courtesy.contains(word)
            || self.words.when.contains(word)
            || self.words.prepositions.contains(word)
            || self.words.pronoun(word).is_some()
            // "Et Ana Karo": a capital that only says that a sentence begins.
            || self.words.coordinators.contains(word)
            || self.words.clitics_before.contains(word)
            || self.words.complementisers.contains(word)
            || self.words.interrogatives.contains(word)
            || self.words.subordinators.iter().any(|phrase| phrase == word)
            || i == 0 && self.words.connectives.iter().any(|phrase| phrase == word)
        {
            return false;
        }
        if self.words.determiners.contains(word) {
            // "The Times", "Le Figaro": the article may belong to the name.
            return outlet(
                &period
                    .span(i..i + 2)
                    .map_or(String::new(), |span| span.of(period.text).to_owned()),
            )
            .is_some()
                && i != 0;
        }
        // A role with a capital only because the sentence begins there is no name.
        let opens_sentence = i == 0 || i == phrase_start && period.is_mark(i.wrapping_sub(1));
        let role = opens_sentence && self.roles.get(word).is_some();
        let named = period.is_capital(i + 1) || self.words.complements.contains(period.norm(i + 1));
        !role || named
    }

    /// The name in the words after a role and a comma, if they give one.
    pub(super) fn name_in_aside(&self, period: &Period, start: usize) -> Option<Items> {
        let end = (start..period.len())
            .find(|&i| period.is_comma(i) || period.norm(i) == "." || period.quote(i).is_some())
            .unwrap_or(period.len());
        // Directly: ", Ana Karo,"
        // or behind a rank: ", Colonel Ana Karo,"
        if let Some(name) = self.name_in(period, start..end).filter(|name| {
            let before = start..name.start;
            before.is_empty()
                || before.len() <= 4
                    && !self.words.prepositions.contains(period.norm(start))
                    && !self.is_complement(period, name)
                    && (self.words.courtesy.contains(period.norm(name.start - 1))
                        || self.is_office(period, name.start - 1))
        }) {
            return Some(name);
        }
        // Behind words that give a name: ", whose call sign is Grey Fox,"
        let naming = (start..end)
            .find_map(|i| period.any_phrase_at(i, &self.words.naming).map(|n| i + n))?;
        self.name_in(period, naming..end)
    }

    /// The words of a description without its article.
    pub(super) fn text(&self, period: &Period, items: &Items) -> String {
        let first = period.norm(items.start);
        let article = if self.words.indefinite.is_empty() {
            self.words.determiners.contains(first)
        } else {
            self.words.definite.contains(first) || self.words.indefinite.contains(first)
        };
        let start = if items.len() > 1 && article { items.start + 1 } else { items.start };
        period.span(start..items.end).map_or(String::new(), |span| span.of(period.text).to_owned())
    }
}
