//! The outlet that a sentence says it was told to: *dans un entretien au Courrier*, *cité par
//! Radio Belmar*. Such words stand anywhere in the sentence, and are no cue.

use super::Speakers;
use crate::outlet::{outlet, sounds_like_outlet};
use crate::period::Period;
use crate::role::Role;
use schema::{Span, SpeakerType};

impl Speakers<'_> {
    /// The outlet that `period` credits, and where it stands.
    pub fn credit(&mut self, period: &Period) -> Option<(usize, Span)> {
        (0..period.len()).find_map(|i| {
            let interview = self.words.interviews.contains(period.norm(i));
            let from = match period.any_phrase_at(i, &self.words.credits) {
                Some(n) => i + n,
                None if interview => i + 1,
                None => return None,
            };
            self.credited(period, from, interview)
        })
    }

    /// The outlet that is named from `from` on: at once, or some words after an interview.
    fn credited(&mut self, period: &Period, from: usize, interview: bool) -> Option<(usize, Span)> {
        let reach = if interview { 12 } else { 5 };
        let stop = (from..period.len().min(from + reach))
            .find(|&i| {
                period.quote(i).is_some()
                    || matches!(period.norm(i), ";" | ":" | ".")
                    || !interview && period.is_mark(i)
            })
            .unwrap_or(period.len().min(from + reach));
        let media = |i: usize| self.roles.get(period.norm(i)).is_some_and(Role::is_outlet);
        let noun = (from..stop).find(|&i| media(i) && !period.is_capital(i));
        let mut at = from;
        while at < stop {
            // An article belongs to some names: "The Alder Courier".
            let name = self.name_in(period, at..stop.max(at + 1)).filter(|name| name.end <= stop);
            let Some(name) = name else { break };
            let text = period.span(name.clone())?.of(period.text);
            let known = outlet(text).is_some()
                || sounds_like_outlet(text)
                || noun.is_some_and(|noun| noun < name.start && name.start - noun <= 3);
            if known {
                let actor = self.name(period, &name, SpeakerType::Outlet);
                if self.actors[actor].kind != SpeakerType::Outlet {
                    return None;
                }
                self.outlet = Some(actor);
                return Some((actor, period.span(name)?));
            }
            at = name.end;
        }
        let noun = noun?;
        Some((self.outlet?, period.span(noun..noun + 1)?))
    }
}
