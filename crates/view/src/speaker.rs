use crate::{Error, Result};
use ledger::{ClaimRow, Ledger, Query};
use schema::{Id, SpeakerType};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a speaker is said to have said on the held pages. No profile: nothing
/// but the claims that name it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeakerView {
    /// The name asked for, as the latest page writes it.
    pub name: String,
    /// The ways in which the pages write it.
    pub names: Vec<String>,
    /// What sort of source it is, by page.
    pub types: Vec<SpeakerType>,
    /// The claims, the latest first.
    pub claims: Vec<ClaimRow>,
    /// The outlets on whose pages they stand.
    pub outlets: Vec<String>,
}

/// What a speaker is said to have said: by the `e:` id that a claim gives, or
/// by the full name. Sources that a page does not name have no page here.
///
/// # Errors
/// If no held page names such a speaker, or the ledger cannot be read.
pub fn speaker(ledger: &Ledger, id_or_name: &str) -> Result<SpeakerView> {
    let typed = id_or_name.trim();
    let name = if typed.starts_with("e:") {
        ledger.speaker_name(&Id::parse(typed))?
    } else {
        typed.to_owned()
    };
    let query = Query { speaker: Some(name.clone()), limit: Some(u32::MAX), ..Query::default() };
    let key = linker::normalise(&name, "");
    let claims: Vec<ClaimRow> = ledger
        .find(&query)?
        .into_iter()
        // The whole name, not a part of it: "Karo" is not "Ana Karo" unless a page says so.
        .filter(|row| linker::normalise(&row.speaker, "") == key)
        .filter(|row| !matches!(row.speaker_type, SpeakerType::Unnamed | SpeakerType::Page))
        .collect();
    let Some(latest) = claims.first() else { return Err(Error::NoSpeaker { name }) };
    let mut types: Vec<SpeakerType> = Vec::new();
    for row in &claims {
        if !types.contains(&row.speaker_type) {
            types.push(row.speaker_type);
        }
    }
    let names: BTreeSet<String> = claims.iter().map(|row| row.speaker.clone()).collect();
    let outlets: BTreeSet<String> = claims.iter().filter_map(|row| row.outlet.clone()).collect();
    Ok(SpeakerView {
        name: latest.speaker.clone(),
        names: names.into_iter().collect(),
        outlets: outlets.into_iter().collect(),
        types,
        claims,
    })
}
