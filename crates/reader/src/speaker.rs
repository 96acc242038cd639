//! Who a source is: names, pronouns and descriptions joined within one document.

mod credit; // whom a speaker told
mod given_name; // whether a name is a man's or a woman's
mod subject; // who a sentence is about

use crate::attribution::Items;
use crate::outlet::{outlet, sounds_like_outlet};
use crate::period::Period;
use crate::role::{Role, RoleKind, Roles};
use crate::words::Words;
use schema::{ChainKind, Entity, Id, Mention, MentionForm, Span, SpeakerHow, SpeakerType};
use std::collections::BTreeMap;

/// An actor of one document, as far as the text has named it.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub id: Id,
    /// The fullest name that the document gives.
    pub name: String,
    pub kind: SpeakerType,
    /// Outlet or agency, for those that report.
    pub chain: ChainKind,
    /// The role noun it was introduced by: "commander".
    pub role: Option<String>,
    /// m, f, or none where nothing tells.
    gender: Option<char>,
    plural: bool,
    /// Whether it has a proper name.
    named: bool,
    /// The words of its name that matter, folded.
    key: Vec<String>,
    /// The outlet that it told things to, once the page has said so.
    pub told: Option<(usize, Span)>,
    /// Where the last words end that were made out to mean it.
    mentioned: Option<usize>,
}

/// All actors of one document, and who is speaking just now.
pub(crate) struct Speakers<'a> {
    document: &'a Id,
    language: &'a str,
    words: &'static Words,
    roles: &'static Roles,
    pub actors: Vec<Actor>,
    pub mentions: Vec<Mention>,
    /// Where persons are named, in the order of the text.
    named: Vec<(Span, usize)>,
    /// Those of them that open their sentence.
    subjects: Vec<(Span, usize)>,
    /// Where groups and authorities are named.
    groups: Vec<(Span, usize)>,
    /// Role nouns that the page ties to one named person.
    by_role: BTreeMap<String, Vec<usize>>,
    /// Who this sentence is about, and the one before.
    sentence_subjects: [Option<subject::Subject>; 2],
    /// Who has spoken so far, the last one at the end.
    spoke: Vec<usize>,
    person: Option<usize>,
    group: Option<usize>,
    outlet: Option<usize>,
    /// Whoever spoke last in person: bare quotations are theirs.
    pub floor: Option<usize>,
}

impl<'a> Speakers<'a> {
    pub fn new(
        document: &'a Id,
        language: &'a str,
        words: &'static Words,
        roles: &'static Roles,
    ) -> Self {
        Self {
            document,
            language,
            words,
            roles,
            actors: Vec::new(),
            mentions: Vec::new(),
            named: Vec::new(),
            subjects: Vec::new(),
            groups: Vec::new(),
            by_role: BTreeMap::new(),
            sentence_subjects: [None, None],
            spoke: Vec::new(),
            person: None,
            group: None,
            outlet: None,
            floor: None,
        }
    }

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
    fn is_governed(&self, period: &Period, mut between: Items) -> bool {
        !self.words.modifiers_first
            && between.any(|i| {
                let word = period.norm(i);
                self.words.complements.contains(word) || self.words.prepositions.contains(word)
            })
    }

    /// Whether the word at `i` can stand in no phrase that names somebody.
    fn ends_phrase(&self, period: &Period, i: usize) -> bool {
        let word = period.norm(i);
        let determined = self.words.determiners.contains(word)
            && !self.words.inside_noun_phrases.contains(period.norm(i - 1));
        self.words.relatives.contains(word)
            || self.words.relative_subjects.contains(word)
            || determined
            || self.words.is_verb(word) && !period.is_capital(i)
    }

    /// The name that the role at `role` describes further: *Ana Karo, the mayor of Belmar*.
    fn name_before(&self, period: &Period, role: usize) -> Option<Items> {
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

    /// Who the words `items` are.
    pub fn resolve(
        &mut self,
        period: &Period,
        items: &Items,
        aside: Option<&Items>,
    ) -> (usize, SpeakerHow) {
        let found = self.find(period, items, aside);
        self.spoke.retain(|&actor| actor != found.0);
        self.spoke.push(found.0);
        // "She told me": who writes is not who speaks next.
        let author = self.words.pronoun(period.norm(items.start)).is_some_and(|word| word.first);
        if author && self.words.modifiers_first {
            return found;
        }
        let actor = &self.actors[found.0];
        match actor.kind {
            SpeakerType::Person => self.person = Some(found.0),
            SpeakerType::Outlet => self.outlet = Some(found.0),
            SpeakerType::Unnamed if !actor.plural => self.person = Some(found.0),
            SpeakerType::Unnamed | SpeakerType::Group | SpeakerType::Government => {
                self.group = Some(found.0)
            }
            SpeakerType::Page => {}
        }
        if matches!(
            actor.kind,
            SpeakerType::Person
                | SpeakerType::Group
                | SpeakerType::Government
                | SpeakerType::Unnamed
        ) {
            self.floor = Some(found.0);
        }
        let form = match found.1 {
            SpeakerHow::Written if actor.named => MentionForm::Name,
            _ if self.words.pronoun(period.norm(items.start)).is_some() => MentionForm::Pronoun,
            _ => MentionForm::Description,
        };
        if let Some(span) = period.span(items.clone()) {
            let mention = Mention {
                document: self.document.clone(),
                span,
                form,
                label: label(actor.kind).to_owned(),
                metonym: (actor.kind == SpeakerType::Government && self.is_place(&actor.name))
                    .then(|| "GOV".to_owned()),
                entity: Some(actor.id.clone()),
            };
            self.mentions.push(mention);
            let actor = &mut self.actors[found.0];
            actor.mentioned = actor.mentioned.max(Some(span.end()));
        }
        found
    }

    /// The outlet that `items` name or stand for, if they do: *au journal*, *Sky News*.
    ///
    /// "The paper" is the one that `speaker` told things before, or the last that was named.
    pub fn addressee(&mut self, period: &Period, items: &Items, speaker: usize) -> Option<usize> {
        if let Some(name) = self.name_in(period, items.clone()) {
            let text = period.span(name.clone())?.of(period.text).to_owned();
            let media =
                items.clone().any(|i| self.roles.get(period.norm(i)).is_some_and(Role::is_outlet));
            let wanted = key(&text, self.words);
            let known = self
                .actors
                .iter()
                .any(|actor| actor.kind == SpeakerType::Outlet && subset(&wanted, &actor.key));
            // "Told the Harbour Standard": an article, and no noun that says otherwise.
            let unknown = self.words.modifiers_first
                && self.words.definite.contains(period.norm(items.start))
                && self.head_role(period, items).is_none()
                && !self.is_place(&text);
            if outlet(&text).is_some() || sounds_like_outlet(&text) || media || known || unknown {
                let actor = self.name(period, &name, SpeakerType::Outlet);
                self.outlet = Some(actor);
                return Some(actor);
            }
            return None;
        }
        let media =
            items.clone().any(|i| self.roles.get(period.norm(i)).is_some_and(Role::is_outlet));
        let told = self.actors[speaker].told.map(|(outlet, _)| outlet);
        told.or(self.outlet).filter(|_| media)
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

    /// The person at hand.
    pub fn person(&self) -> Option<usize> {
        self.person
    }

    /// Somebody whom the page does not even describe.
    pub fn unstated(&mut self) -> usize {
        let name = self.words.unstated.clone();
        self.actor(&name, SpeakerType::Unnamed, false, false, None, None)
    }

    /// The page itself, for what it says in its own voice.
    pub fn page(&mut self, name: &str) -> usize {
        self.actor(name, SpeakerType::Page, true, false, None, None)
    }

    /// The entities of the document, for its ledger.
    pub fn entities(&self) -> Vec<Entity> {
        self.actors
            .iter()
            .filter(|actor| actor.kind != SpeakerType::Page)
            .map(|actor| Entity {
                id: actor.id.clone(),
                document: self.document.clone(),
                name: actor.name.clone(),
                label: label(actor.kind).to_owned(),
                function: actor.role.clone(),
            })
            .collect()
    }

    fn find(
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
                            && actor.role.as_deref().is_none_or(|known| known != role.noun)
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
    fn author(&mut self, period: &Period, items: &Items, at: usize) -> Option<(usize, SpeakerHow)> {
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
    fn without_opener(&self, period: &Period, items: &Items) -> Items {
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

    /// The role that says what the words `items` name: the first, or where a noun is described
    /// by what stands before it the last before a preposition.
    fn head_role(&self, period: &Period, items: &Items) -> Option<(usize, &'static Role)> {
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
    fn kind_of(&self, period: &Period, name: &Items, role: Option<(usize, &Role)>) -> SpeakerType {
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

    fn is_place(&self, name: &str) -> bool {
        crate::place::is_capital_or_country(name, self.language).is_some()
    }

    /// Whether `name` is what a role is of, and not who holds it: *the mayor of Belmar*.
    fn is_complement(&self, period: &Period, name: &Items) -> bool {
        let before = name.start.checked_sub(1).map_or("", |i| period.norm(i));
        let second = name.start.checked_sub(2).map_or("", |i| period.norm(i));
        let of = |word: &str| {
            self.words.complements.contains(word) || self.words.prepositions.contains(word)
        };
        of(before) || self.words.determiners.contains(before) && of(second)
    }

    /// The first name inside `items`.
    fn name_in(&self, period: &Period, items: Items) -> Option<Items> {
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

    fn is_office_before(&self, period: &Period, from: usize, to: usize) -> bool {
        (from.saturating_sub(4)..to).any(|i| self.is_office(period, i))
    }

    fn is_office(&self, period: &Period, i: usize) -> bool {
        self.roles.get(period.norm(i)).is_some_and(|role| role.kind == RoleKind::Person)
    }

    /// The gender that a courtesy title or a role right before `name` tells.
    fn gender_before(&self, period: &Period, name: usize) -> Option<char> {
        let before = period.norm(name.checked_sub(1)?);
        if self.words.masculine.contains(before) {
            return Some('m');
        }
        if self.words.feminine.contains(before) {
            return Some('f');
        }
        self.roles.get(before)?.gender()
    }

    /// Which of those who have one role is meant at `at`: the only one, the one who has the
    /// floor, or else the last one named.
    fn likeliest(&self, period: &Period, at: usize, known: &[usize]) -> Option<usize> {
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
    fn determined(&self, determiner: &str) -> Option<char> {
        let masculine = self.words.masculine_determiners.contains(determiner);
        let feminine = self.words.feminine_determiners.contains(determiner);
        masculine.then_some('m').or(feminine.then_some('f'))
    }

    fn begins_name(&self, period: &Period, i: usize, phrase_start: usize) -> bool {
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
    fn name_in_aside(&self, period: &Period, start: usize) -> Option<Items> {
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

    /// The last person named before the item `at`, of a gender that fits.
    fn last_named_before(&self, period: &Period, at: usize, gender: char) -> Option<usize> {
        let before = period.items.get(at)?.span().start();
        let fits = |index: usize| {
            self.actors[index].gender.is_none_or(|known| gender == 'e' || known == gender)
        };
        let earlier = self.named.partition_point(|(span, _)| span.end() <= before);
        self.named[..earlier].iter().rev().map(|(_, actor)| *actor).find(|&actor| fits(actor))
    }

    /// The group that "the commission" means here: one with the noun in its name, the one that
    /// spoke, or the last of its kind that was named.
    fn group_at_hand(&self, period: &Period, items: &Items, role: &Role) -> Option<usize> {
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
    fn group_since(&self, period: &Period, at: usize) -> Option<usize> {
        let before = period.items.get(at)?.span().start();
        let earlier = self.groups.partition_point(|(span, _)| span.end() <= before);
        let &(span, group) = self.groups[..earlier].last()?;
        let said = self.group.and_then(|group| self.actors[group].mentioned);
        said.is_none_or(|said| span.start() > said).then_some(group)
    }

    /// The last person named before `at` as the subject of a sentence, if that was after the
    /// last mention of `speaker`.
    fn subject_since(
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

    /// The actor with the name at `name`, joined with those it is a variant of.
    fn name(&mut self, period: &Period, name: &Items, kind: SpeakerType) -> usize {
        let text = period.span(name.clone()).map_or("", |span| span.of(period.text)).to_owned();
        let known = outlet(&text);
        let (text, kind) = match known {
            Some(outlet) => (outlet.name.clone(), SpeakerType::Outlet),
            None => (text, kind),
        };
        let wanted = key(&text, self.words);
        let same = self.actors.iter().position(|actor| {
            actor.named
                && actor.kind != SpeakerType::Page
                && match kind {
                    SpeakerType::Outlet => {
                        actor.kind == SpeakerType::Outlet
                            && (actor.key == wanted
                                || known.is_none() && subset(&wanted, &actor.key))
                    }
                    _ => {
                        actor.kind != SpeakerType::Outlet
                            && (subset(&wanted, &actor.key) || subset(&actor.key, &wanted))
                    }
                }
        });
        if let Some(index) = same {
            if text.chars().count() > self.actors[index].name.chars().count()
                && kind == self.actors[index].kind
            {
                self.actors[index].name = text;
                self.actors[index].key = wanted;
            }
            return index;
        }
        let index = self.actor(&text, kind, true, false, None, None);
        if let Some(known) = known {
            self.actors[index].chain = known.kind;
        }
        index
    }

    fn actor(
        &mut self,
        name: &str,
        kind: SpeakerType,
        named: bool,
        plural: bool,
        role: Option<String>,
        gender: Option<char>,
    ) -> usize {
        let wanted = key(name, self.words);
        let known = self
            .actors
            .iter()
            .position(|actor| actor.kind == kind && actor.named == named && actor.key == wanted);
        known.unwrap_or_else(|| {
            let id = Id::of(
                'e',
                &[
                    self.document.as_str().as_bytes(),
                    label(kind).as_bytes(),
                    wanted.join(" ").as_bytes(),
                ],
            );
            let gender = gender.or_else(|| {
                given_name::gender(name).filter(|_| named && kind == SpeakerType::Person)
            });
            self.actors.push(Actor {
                id,
                name: name.to_owned(),
                kind,
                chain: chain_kind(kind),
                role,
                gender,
                plural,
                named,
                key: wanted,
                told: None,
                mentioned: None,
            });
            self.actors.len() - 1
        })
    }

    /// The words of a description without its article.
    fn text(&self, period: &Period, items: &Items) -> String {
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

fn subset(small: &[String], large: &[String]) -> bool {
    !small.is_empty() && small.iter().all(|word| large.contains(word))
}

/// The words of a name that matter, folded: without articles and prepositions.
fn key(name: &str, words: &Words) -> Vec<String> {
    let mut key: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .filter(|word| {
            !words.determiners.contains(word)
                && !words.prepositions.contains(word)
                && !words.courtesy.contains(word)
        })
        .filter(|word| word.chars().count() > 1)
        .collect();
    if key.is_empty() {
        key.push(name.to_lowercase());
    }
    key
}

fn label(kind: SpeakerType) -> &'static str {
    match kind {
        SpeakerType::Person => "PER",
        SpeakerType::Group => "ORG",
        SpeakerType::Government => "ORG.GOV",
        SpeakerType::Outlet | SpeakerType::Page => "ORG.MEDIA",
        SpeakerType::Unnamed => "MISC",
    }
}

fn speaker_type(kind: RoleKind) -> SpeakerType {
    match kind {
        RoleKind::Person => SpeakerType::Person,
        RoleKind::Group => SpeakerType::Group,
        RoleKind::Government => SpeakerType::Government,
        RoleKind::Outlet => SpeakerType::Outlet,
        RoleKind::Unnamed | RoleKind::Writing => SpeakerType::Unnamed,
    }
}

fn chain_kind(kind: SpeakerType) -> ChainKind {
    match kind {
        SpeakerType::Person => ChainKind::Person,
        SpeakerType::Group => ChainKind::Group,
        SpeakerType::Government => ChainKind::Government,
        SpeakerType::Outlet => ChainKind::Outlet,
        SpeakerType::Unnamed => ChainKind::Unnamed,
        SpeakerType::Page => ChainKind::Page,
    }
}
