//! Events, and whether they are said to have happened.

use super::read;
use expect_test::{Expect, expect};

fn check(language: &str, text: &str, expected: Expect) {
    let line =
        |it: &schema::Event| format!("{} | {} {:?}\n", it.trigger, it.event_type, it.factuality);
    let reading = read(language, text);
    expected.assert_eq(&reading.events.iter().map(line).collect::<String>());
}

#[test]
fn every_example_of_the_events_is_read() {
    let mut wrong = Vec::new();
    for language in ["fr", "en"] {
        for (example, counter) in crate::event::examples(language) {
            let trigger = example.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
            let found = read(language, &example.replace(['[', ']'], "")).events;
            let found: Vec<_> = found.iter().map(|it| it.trigger.as_str()).collect();
            if trigger.map(|(trigger, _)| trigger).into_iter().ne(found.iter().copied()) {
                wrong.push(format!("{example} gives {found:?}"));
            }
            if let Some(counter) = counter
                && let Some(event) = read(language, &counter).events.first()
            {
                wrong.push(format!("{counter} gives {}", event.trigger));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_event_may_be_denied_planned_claimed_or_only_thought_of() {
    check(
        "fr",
        "Ils prévoient d’attaquer la digue. La garde n’a pas attaqué le pont. Des barques auraient attaqué le phare. Si la garde a attaqué, elle le dira. La garde a bombardé le quai.",
        expect![[r#"
            attaquer | ASSAULT Planned
            attaqué | ASSAULT Denied
            attaqué | ASSAULT Claimed
            attaqué | ASSAULT Hypothetical
            bombardé | ASSAULT Asserted
        "#]],
    );
    check(
        "en",
        "The guard did not attack; it never shelled the dam. They plan a parade and have reportedly attacked the lighthouse. The guard shelled the quay. Nobody was killed.",
        expect![[r#"
            shelled | ASSAULT Denied
            attacked | ASSAULT Claimed
            shelled | ASSAULT Asserted
            killed | ASSAULT Denied
        "#]],
    );
}
