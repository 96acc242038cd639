//! Every entry of the lexicons is read with its example.

use crate::role::Roles;
use crate::testing::read;
use schema::Kind;

#[test]
fn english_roles_speak_in_their_examples() {
    let mut wrong = Vec::new();
    for role in Roles::of("en").expect("a lexicon").all() {
        let reading = read("en", &role.example);
        let speaks = reading.claims.iter().any(|claim| {
            claim.kind != Kind::Narrated && claim.speaker.name.to_lowercase().contains(&role.noun)
        });
        if !speaks {
            wrong.push(role.example.clone());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
