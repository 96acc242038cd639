//! Who a source is: names, pronouns and descriptions joined within one document.

mod introduction; // who is named, before it is asked who speaks
mod naming; // where a name stands in a phrase
mod search; // whom a pronoun or description stands for
mod actor; // an actor for a name
mod credit; // whom a speaker told
mod given_name; // whether a name is a man's or a woman's
mod subject; // who a sentence is about

use crate::attribution::Items;
use crate::outlet::{outlet, sounds_like_outlet};
use crate::period::Period;
use crate::role::{Role, Roles};
use crate::words::Words;
use actor::{key, label, subset};
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
}
