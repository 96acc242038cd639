//! Every entry of the lexicons is read with its example.

use crate::role::Roles;
use crate::testing::read;
use schema::Kind;

#[test]
fn roles_speak_in_their_examples() {
    let mut wrong = Vec::new();
    let roles = ["en", "fr"].map(|code| (code, Roles::of(code).expect("a lexicon")));
    for (code, role) in
        roles.iter().flat_map(|(code, roles)| roles.all().iter().map(|r| (*code, r)))
    {
        let reading = read(code, &role.example);
        let speaks = reading.claims.iter().any(|claim| {
            claim.kind != Kind::Narrated && claim.speaker.name.to_lowercase().contains(&role.noun)
        });
        if !speaks {
            wrong.push(role.example.clone());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
