//! An actor for a name: the one who has it already, or a new one.

use super::{Actor, Speakers, given_name};
use crate::attribution::Items;
use crate::outlet::outlet;
use crate::period::Period;
use crate::role::RoleKind;
use crate::words::Words;
use schema::{ChainKind, Id, SpeakerType};

impl Speakers<'_> {
    /// The actor with the name at `name`, joined with those it is a variant of.
    pub(super) fn name(&mut self, period: &Period, name: &Items, kind: SpeakerType) -> usize {
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

    pub(super) fn actor(
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
}

pub(super) fn subset(small: &[String], large: &[String]) -> bool {
    !small.is_empty() && small.iter().all(|word| large.contains(word))
}

/// The words of a name that matter, folded: without articles and prepositions.
pub(super) fn key(name: &str, words: &Words) -> Vec<String> {
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

pub(super) fn label(kind: SpeakerType) -> &'static str {
    match kind {
        SpeakerType::Person => "PER",
        SpeakerType::Group => "ORG",
        SpeakerType::Government => "ORG.GOV",
        SpeakerType::Outlet | SpeakerType::Page => "ORG.MEDIA",
        SpeakerType::Unnamed => "MISC",
    }
}

pub(super) fn speaker_type(kind: RoleKind) -> SpeakerType {
    match kind {
        RoleKind::Person => SpeakerType::Person,
        RoleKind::Group => SpeakerType::Group,
        RoleKind::Government => SpeakerType::Government,
        RoleKind::Outlet => SpeakerType::Outlet,
        RoleKind::Unnamed | RoleKind::Writing => SpeakerType::Unnamed,
    }
}

pub(super) fn chain_kind(kind: SpeakerType) -> ChainKind {
    match kind {
        SpeakerType::Person => ChainKind::Person,
        SpeakerType::Group => ChainKind::Group,
        SpeakerType::Government => ChainKind::Government,
        SpeakerType::Outlet => ChainKind::Outlet,
        SpeakerType::Unnamed => ChainKind::Unnamed,
        SpeakerType::Page => ChainKind::Page,
    }
}
