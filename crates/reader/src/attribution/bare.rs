//! Quotations without a verb: *X : « … »*, and those that no cue reached. They are
//! the words of whoever speaks just now.

use super::{Attribution, Items, Matcher};
use schema::{Kind, Span};

impl Matcher<'_> {
    /// *X : « … »*, and a sentence that ends in a colon before a quotation.
    pub(super) fn colons(&self, found: &mut Vec<Attribution>) {
        let p = self.period;
        for at in 1..p.len() {
            let Some(quotation) = p.quote(at).filter(|_| p.norm(at - 1) == ":") else { continue };
            if found
                .iter()
                .any(|other| other.content.iter().any(|span| span.overlaps(quotation.inner)))
            {
                continue;
            }
            let start = self.sentence_start(at - 1);
            let source = self
                .trimmed(start..at - 1)
                .map(|items| items.start..self.noun_phrase(items.start, true).max(items.start + 1));
            let source = source.filter(|items| items.end < at && self.can_speak(items));
            found.push(bare(quotation.inner, source, "attribution/colon", 80));
        }
    }

    /// Quotations that no cue reached: the speaker at hand goes on.
    pub(super) fn further_quotes(&self, found: &mut Vec<Attribution>) {
        let p = self.period;
        for at in 0..p.len() {
            let Some(quotation) = p.quote(at) else { continue };
            if found
                .iter()
                .any(|other| other.content.iter().any(|span| span.overlaps(quotation.inner)))
            {
                continue;
            }
            let alone = (0..p.len()).all(|i| p.is_mark(i) || p.quote(i).is_some());
            // "« A », a-t-il dit, « B »": one utterance, cut in two by its cue. After a full
            // stop it is another one of the same speaker.
            let same =
                found.iter().position(|other| other.kind == Kind::Direct && other.cue.is_some());
            match same {
                Some(first) if at > 0 && (p.is_comma(at - 1) || p.norm(at - 1) == ":") => {
                    found[first].content.push(quotation.inner)
                }
                Some(first) if at > 0 && p.is_mark(at - 1) => {
                    let mut more = found[first].clone();
                    more.content = vec![quotation.inner];
                    more.rule = "attribution/quotation-goes-on";
                    found.push(more);
                }
                _ if alone => {
                    found.push(bare(quotation.inner, None, "attribution/bare-quotation", 70))
                }
                _ => {}
            }
        }
    }
}

fn bare(content: Span, source: Option<Items>, rule: &'static str, confidence: u8) -> Attribution {
    Attribution {
        content: vec![content],
        kind: Kind::Direct,
        cue: None,
        source,
        aside: None,
        addressee: None,
        negated: false,
        conditional: false,
        rule,
        confidence,
    }
}
