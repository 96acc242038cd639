use super::parts;
use super::words::{Words, code};
use maud::{Markup, html};
use schema::{ChainKind, ChainLink, Claim};

/// The road from the page to the speaker, drawn: what is written stands firm,
/// what was taken over from an earlier sentence is dashed and says so.
pub(super) fn drawn(t: &Words, claim: &Claim, outlet: Option<&str>) -> Markup {
    html! {
        ol.road aria-label=(t.say("road.label")) {
            @for link in &claim.chain {
                li class={ "stop " (code(&link.kind)) @if link.inferred { " inferred" } } {
                    span.what { (t.word("chain", &link.kind)) }
                    span.who { (name(t, link)) }
                    span.how {
                        @match (link.kind, outlet) {
                            (ChainKind::Page, Some(outlet)) => { (parts::quoted(outlet, None)) }
                            (ChainKind::Page, None) => { (t.say("outlet.unknown")) }
                            _ => { (t.say(if link.inferred { "road.inferred" } else { "road.written" })) }
                        }
                    }
                }
            }
        }
    }
}

/// The road in one line, page first.
pub(super) fn line(t: &Words, chain: &[ChainLink]) -> Markup {
    html! {
        @for (at, link) in chain.iter().enumerate() {
            @if at > 0 { span.arrow aria-hidden="true" { " ← " } span.unseen { (t.say("road.from")) } }
            @if link.inferred {
                i title=(t.say("road.inferred")) { (name(t, link)) }
            } @else {
                (name(t, link))
            }
        }
    }
}

fn name(t: &Words, link: &ChainLink) -> Markup {
    match link.kind {
        ChainKind::Page => html! { (t.say("road.this_page")) },
        _ => parts::quoted(&link.name, None),
    }
}
