use super::claim::{bounds, verdict};
use super::document::{about, document_head, document_row, plural, role_name, short, shortened};
use super::{Ink, Paper, Words, claim_on_page, claim_row, faint, ink, plain, row_head};
use ledger::ClaimRow;
use schema::wire::word;
use schema::{Id, Independence, Interval, Link, OriginKind, Relation, Verdict};
use std::io;
use view::{
    CarrierRow, Change, ClaimView, Conflict, DocumentView, Found, History, Opposite, SpeakerView,
    StoryRow, StoryView, Why,
};

/// What a query found.
pub(crate) fn found(paper: &mut Paper, found: &Found, offset: u32) -> io::Result<()> {
    for note in &found.notes {
        let aside = format!("{}:{} was left aside; ", note.facet, note.value);
        let may_be = format!("{} is {}", note.facet, note.message);
        paper.hanging(0, 2, &[ink(Ink::Doubt, aside), plain(may_be)])?;
    }
    for similar in &found.similar {
        paper.at(0, &[ink(Ink::Value, format!("{:.0} % alike", similar.score * 100.0))])?;
        claim_row(paper, 2, &similar.row)?;
        paper.gap()?;
    }
    for row in &found.rows {
        claim_row(paper, 0, row)?;
        paper.gap()?;
    }
    let shown = found.rows.len() + found.similar.len();
    let mut words = vec![ink(Ink::Strong, plural(found.total as usize, "claim"))];
    if shown > 0 && (shown as u64) < found.total {
        let from = offset as usize + 1;
        words.push(plain(format!(", {from} to {} shown", from + shown - 1)));
        words.push(faint(" (--limit and --offset show others)"));
    }
    words.push(plain("."));
    paper.at(0, &words)
}

/// All about a claim.
pub(crate) fn claim(paper: &mut Paper, view: &ClaimView) -> io::Result<()> {
    document_row(paper, &view.document)?;
    paper.gap()?;
    claim_on_page(paper, 1, &view.claim, &|_| None)?;
    if let Some(standing) = view.verdict {
        paper.at(5, &[verdict(standing)])?;
    }
    if !view.passage.is_empty() && view.passage != view.claim.content.text {
        title(paper, "In its paragraph")?;
        paper.at(2, &[plain(view.passage.clone())])?;
    }
    origin(paper, view)?;
    against(paper, "Other figures", &view.conflicts)?;
    against(paper, "Denied by", &view.denials)?;
    if !view.reviews.is_empty() {
        title(paper, "Reviews")?;
        for review in &view.reviews {
            let by = review.by.clone().unwrap_or_else(|| "a person".to_owned());
            let words =
                [faint(format!("{} ", review.at)), plain(by + " "), verdict(review.verdict)];
            paper.at(2, &words)?;
        }
    }
    Ok(())
}

/// Where a claim comes from: how many stand behind it, and who carries it.
pub(crate) fn origin(paper: &mut Paper, view: &ClaimView) -> io::Result<()> {
    title(paper, "According to whom")?;
    paper.at(2, &independence(&view.independence))?;
    for origin in &view.independence.origins {
        let how = match origin.kind {
            OriginKind::Held => origin
                .document
                .as_ref()
                .map(|id| format!(" (held: {})", short(id)))
                .unwrap_or_default(),
            OriginKind::Phantom => " (cited, not held)".to_owned(),
        };
        paper.hanging(2, 4, &[faint("from "), plain(origin.name.clone()), faint(how)])?;
    }
    if !view.not_compared.is_empty() {
        let pages = plural(view.not_compared.len(), "page");
        let words = format!("not compared: {pages} of the same story in another language");
        paper.at(2, &[ink(Ink::Doubt, words)])?;
        for row in &view.not_compared {
            let mut words = about(&row.published, &row.outlet, &row.language);
            words.push(faint(format!(" · {}", short(&row.id))));
            paper.at(4, &words)?;
        }
    }
    title(paper, "Pages that carry it")?;
    for carrier in &view.carriers {
        self::carrier(paper, carrier)?;
    }
    Ok(())
}

fn carrier(paper: &mut Paper, row: &CarrierRow) -> io::Result<()> {
    let claim = &row.claim;
    let mut words = about(&claim.published, &claim.outlet, &claim.language);
    if !row.through.is_empty() {
        words.push(faint(format!(" · through {}", row.through.join(", "))));
    }
    if let Some(link) = &row.copy_of {
        words.push(ink(Ink::Doubt, format!(" · {} {}", relation(link.relation), short(&link.to))));
    }
    words.push(faint(format!(" · {} on {}", short(&claim.id), short(&claim.document))));
    paper.hanging(2, 4, &words)
}

/// What a link says of its later end.
fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Verbatim => "a copy of",
        Relation::Partial => "in part a copy of",
        Relation::Retranslated => "in other words the same as",
        Relation::Translated => "a translation of",
        Relation::ReportsOn => "reports on",
        Relation::SameEvent => "about the same event as",
        Relation::SameQuote => "has a quotation of",
        Relation::SameClaim => "says the same as",
        Relation::Confirms => "is said by another source than",
        Relation::Denies => "denies",
        Relation::Conflicts => "differs from",
        Relation::Revises => "revises",
    }
}

fn against(paper: &mut Paper, what: &str, opposites: &[Opposite]) -> io::Result<()> {
    if opposites.is_empty() {
        return Ok(());
    }
    title(paper, what)?;
    for opposite in opposites {
        claim_row(paper, 2, &opposite.claim)?;
        let how = match opposite.later {
            true => "this claim, the later one, ",
            false => "the other claim, the later one, ",
        };
        let how = format!(
            "{how}{} the earlier ({})",
            relation(opposite.link.relation),
            opposite.link.rule
        );
        paper.at(4, &[faint(how)])?;
    }
    Ok(())
}

/// `3 pages · 1 ultimate source · 1 to 2 reporting origins`.
pub(crate) fn independence(independence: &Independence) -> Vec<Words> {
    let interval = |interval: Interval, what: &str| match interval {
        Interval { low, high } if low == high => plural(low as usize, what),
        Interval { low, high } => format!("{low} to {}", plural(high as usize, what)),
    };
    vec![
        ink(Ink::Strong, interval(independence.ultimate_sources, "ultimate source")),
        faint(" · "),
        plain(interval(independence.reporting_origins, "reporting origin")),
        faint(" · "),
        plain(plural(independence.pages as usize, "page")),
    ]
}

/// All about a document.
pub(crate) fn document(paper: &mut Paper, view: &DocumentView) -> io::Result<()> {
    document_head(paper, &view.document)?;
    let evidence = format!(
        "{} bytes, sha256 {}, {}added {}",
        view.evidence.size,
        shortened(&view.evidence.sha256, 16),
        view.evidence.retrieved.as_ref().map(|at| format!("fetched {at}, ")).unwrap_or_default(),
        view.evidence.added
    );
    paper.at(2, &[faint(evidence)])?;
    let number_of =
        |id: &Id| view.claims.iter().position(|it| it.claim.id == *id).map(|position| position + 1);
    for (number, on_page) in (1..).zip(&view.claims) {
        if on_page.on_site.is_some() {
            continue;
        }
        paper.gap()?;
        claim_on_page(paper, number, &on_page.claim, &number_of)?;
        let mut words = Vec::new();
        for (count, what, how) in [
            (on_page.elsewhere, "elsewhere", Ink::Stance),
            (on_page.denials, "denied", Ink::Against),
            (on_page.conflicts, "other figures", Ink::Against),
        ] {
            if count > 0 {
                words.push(ink(how, format!("{what} {count} ")));
            }
        }
        words.extend(on_page.verdict.map(verdict));
        if !words.is_empty() {
            paper.at(5, &words)?;
        }
    }
    furniture(paper, view)?;
    let dropped: Vec<_> = view.document.blocks.iter().filter(|block| !block.kept).collect();
    if !dropped.is_empty() {
        title(paper, "Left out as furniture")?;
        for block in dropped {
            let words = shortened(view.document.words(block.span), 120);
            let why = format!("{} ({}) ", role_name(block.role), block.reason);
            paper.hanging(2, 4, &[faint(why), plain(words)])?;
        }
    }
    if !view.notes.is_empty() {
        title(paper, "Not read")?;
        for note in view.notes.iter() {
            paper.hanging(
                2,
                4,
                &[plain(note.message.clone()), faint(format!(" ({})", note.rule))],
            )?;
        }
    }
    if !view.links.is_empty() {
        title(paper, "Other pages")?;
        for link in &view.links {
            let how = match link.later {
                true => format!("{} ", relation(link.link.relation)),
                false => format!("the other page: {} this one: ", relation(link.link.relation)),
            };
            let mut words = vec![ink(Ink::Value, how)];
            words.extend(about(&link.other.published, &link.other.outlet, &link.other.language));
            words.push(faint(format!(" · {} ({})", short(&link.other.id), link.link.rule)));
            paper.hanging(2, 4, &words)?;
        }
    }
    if view.versions.len() > 1 {
        title(paper, "Versions")?;
        for version in &view.versions {
            let at = version.modified.as_ref().or(version.published.as_ref());
            let at = at.cloned().unwrap_or_else(|| "unknown date".to_owned());
            let this = if version.id == view.about.id { " (this one)" } else { "" };
            let id = format!(" · {}{this}", short(&version.id));
            paper.at(2, &[plain(at), faint(id)])?;
        }
    }
    if let Some(story) = &view.story {
        title(paper, "Story")?;
        story_row(paper, 2, story)?;
    }
    if !view.unattached.is_empty() {
        title(paper, "Reviews without a claim")?;
        paper.at(
            2,
            &[plain(plural(view.unattached.len(), "review")), faint(": `selon review list`")],
        )?;
    }
    Ok(())
}

/// What stands on many pages of the site, and the claims in it in a line each.
fn furniture(paper: &mut Paper, view: &DocumentView) -> io::Result<()> {
    let Some(site) = view.site.as_ref().filter(|site| !site.furniture.is_empty()) else {
        return Ok(());
    };
    title(paper, &format!("On many pages of {}, {} of them held", site.host, site.pages))?;
    for furniture in &site.furniture {
        let Some(block) = view.document.blocks.get(furniture.block) else { continue };
        let words = shortened(view.document.words(block.span), 120);
        let on = format!("on {} ", plural(furniture.pages as usize, "page"));
        paper.hanging(2, 4, &[faint(on), plain(words)])?;
        let inside = |span: &schema::Span| block.span.contains(*span);
        for (number, it) in (1..).zip(&view.claims).filter(|(_, it)| it.on_site.is_some()) {
            if it.claim.content.spans.first().is_some_and(inside) {
                let said = shortened(&it.claim.content.text, 120);
                let number = faint(format!("claim {number} "));
                paper.hanging(
                    4,
                    6,
                    &[number, plain(said), faint(format!(" · {}", short(&it.claim.id)))],
                )?;
            }
        }
    }
    Ok(())
}

/// What a speaker is said to have said.
pub(crate) fn speaker(paper: &mut Paper, view: &SpeakerView) -> io::Result<()> {
    paper.at(0, &[ink(Ink::Strong, view.name.clone())])?;
    let mut words = vec![plain(plural(view.claims.len(), "claim"))];
    if !view.outlets.is_empty() {
        words.push(faint(format!(" · on pages of {}", view.outlets.join(", "))));
    }
    if view.names.len() > 1 {
        words.push(faint(format!(" · also written {}", view.names.join(", "))));
    }
    paper.at(2, &words)?;
    for row in &view.claims {
        paper.gap()?;
        claim_row(paper, 0, row)?;
    }
    Ok(())
}

/// A story in a list.
pub(crate) fn story_row(paper: &mut Paper, indent: usize, row: &StoryRow) -> io::Result<()> {
    let title = row.title.clone().unwrap_or_else(|| "(no headline)".to_owned());
    paper.hanging(indent, indent + 2, &[ink(Ink::Strong, title)])?;
    let days = match (&row.from, &row.to) {
        (Some(from), Some(to)) if from == to => from.clone(),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        _ => "unknown dates".to_owned(),
    };
    let words = [
        plain(days),
        faint(" · "),
        plain(plural(row.documents.len(), "page")),
        faint(format!(" · {} · {}", row.languages.join(", "), short(&row.id))),
    ];
    paper.at(indent + 2, &words)
}

/// All about a story.
pub(crate) fn story(paper: &mut Paper, view: &StoryView) -> io::Result<()> {
    story_row(paper, 0, &view.about)?;
    title(paper, "Pages")?;
    for row in &view.documents {
        let mut words = about(&row.published, &row.outlet, &row.language);
        words.push(plain(format!(" {}", row.title.clone().unwrap_or_default())));
        words.push(faint(format!(" · {}", short(&row.id))));
        paper.hanging(2, 4, &words)?;
    }
    title(paper, "What is said, the most carried first")?;
    for claim in &view.claims {
        claim_row(paper, 2, &claim.claim)?;
        let mut words = independence(&claim.independence);
        if claim.denials > 0 {
            words.push(ink(Ink::Against, format!(" · denied {}", claim.denials)));
        }
        paper.at(4, &words)?;
    }
    if view.on_site > 0 {
        let more = plural(view.on_site as usize, "claim");
        let where_to = format!(
            "{more} more in words that a site has on many pages; `selon show` a page to see them."
        );
        paper.at(2, &[faint(where_to)])?;
    }
    if !view.conflicts.is_empty() {
        title(paper, "Figures that differ")?;
        conflicts(paper, &view.conflicts)?;
    }
    Ok(())
}

/// Figures that differ, and who gave which.
pub(crate) fn conflicts(paper: &mut Paper, conflicts: &[Conflict]) -> io::Result<()> {
    if conflicts.is_empty() {
        return paper.at(0, &[plain("No figures that differ.")]);
    }
    for (i, conflict) in conflicts.iter().enumerate() {
        if i > 0 {
            paper.gap()?;
        }
        let mut words = vec![ink(Ink::Strong, conflict.counted.clone())];
        let parts = [&conflict.predicate, &conflict.place];
        for part in parts.into_iter().flatten().filter(|part| **part != conflict.counted) {
            words.push(faint(format!(" · {part}")));
        }
        if conflict.unit_shift {
            words.push(ink(Ink::Doubt, " · one number that changed its unit on the way"));
        }
        paper.at(0, &words)?;
        for given in &conflict.values {
            let value = format!("{} {}", bounds((given.low, given.high)), given.unit);
            let mut words = vec![ink(Ink::Value, value), plain(format!(" “{}”", given.text))];
            if let Some(day) = &given.as_of {
                words.push(faint(format!(" as of {day}")));
            }
            words.push(faint(" · "));
            words.extend(independence(&given.independence));
            paper.hanging(2, 4, &words)?;
            for row in &given.claims {
                let mut words = row_head(row);
                words.push(faint(" · "));
                words.extend(about(&row.published, &row.outlet, &row.language));
                words.push(faint(format!(" · {}", short(&row.id))));
                paper.hanging(4, 6, &words)?;
            }
        }
    }
    Ok(())
}

/// What changed, and when.
pub(crate) fn history(paper: &mut Paper, history: &History) -> io::Result<()> {
    for change in &history.changes {
        let at = change.at.clone().unwrap_or_else(|| "unknown date".to_owned());
        let how = match change.what {
            "denied" | "conflicts" | "disappeared" => Ink::Against,
            "revised" | "version" => Ink::Doubt,
            _ => Ink::Stance,
        };
        let mut words = vec![faint(format!("{at} ")), ink(how, change.what), plain(" ")];
        words.extend(changed(change));
        paper.hanging(0, 4, &words)?;
    }
    if history.changes.is_empty() {
        paper.at(0, &[plain("Nothing is known to have changed.")])?;
    }
    Ok(())
}

fn changed(change: &Change) -> Vec<Words> {
    let mut words = Vec::new();
    if let Some(row) = &change.claim {
        words.extend(told(row));
    }
    if let Some(row) = &change.document {
        words.push(plain(format!("{} ", row.title.clone().unwrap_or_default())));
        words.extend(about(&row.published, &row.outlet, &row.language));
        words.push(faint(format!(" · {}", short(&row.id))));
    }
    if let Some(review) = &change.review {
        let by = review.by.clone().unwrap_or_else(|| "a person".to_owned());
        words.extend([plain(by + " "), verdict(review.verdict)]);
    }
    if let Some(link) = &change.link {
        words.push(faint(format!(" ({})", link.rule)));
    }
    words
}

fn told(row: &ClaimRow) -> Vec<Words> {
    let mut words = row_head(row);
    words.push(plain(format!(": {} ", shortened(&row.content, 160))));
    let outlet = row.outlet.clone().unwrap_or_else(|| "unknown outlet".to_owned());
    words.push(faint(format!("· {outlet} · {}", short(&row.id))));
    words
}

/// What shows a thing.
pub(crate) fn why(paper: &mut Paper, why: &Why) -> io::Result<()> {
    paper.at(0, &[ink(Ink::Strong, why.kind), faint(format!(" {}", why.id))])?;
    let wide = why.steps.iter().map(|step| step.what.chars().count()).max().unwrap_or(0) + 2;
    for step in &why.steps {
        let mut words = vec![ink(Ink::Value, step.value.clone())];
        if let Some(rule) = &step.rule {
            words.push(faint(format!(" by {rule}")));
        }
        if let Some(confidence) = step.confidence {
            words.push(faint(format!(" {confidence}")));
        }
        paper.labelled(2, wide, &step.what, words)?;
        for words in step.words.iter().filter(|words| words.exact != step.value) {
            let at = format!("{}–{} ", words.span.start(), words.span.end());
            paper.at(2 + wide, &[faint(at), plain(format!("“{}”", words.exact))])?;
        }
    }
    links(paper, &why.links)?;
    if let Some(page) = &why.page {
        title(paper, "On the page")?;
        document_row(paper, &page.document)?;
        let whence = page.document.url.as_ref().or(page.document.whence.as_ref());
        if let Some(whence) = whence {
            paper.at(2, &[plain(whence.clone())])?;
        }
        let evidence = format!("sha256 {}, {} bytes", page.evidence.sha256, page.evidence.size);
        paper.at(2, &[faint(evidence)])?;
    }
    if !why.entries.is_empty() {
        title(paper, "Written down")?;
        for entry in &why.entries {
            let words =
                format!("{} {} by {} (entry {})", entry.at, entry.kind, entry.actor, entry.seq);
            paper.at(2, &[faint(words)])?;
        }
    }
    Ok(())
}

fn links(paper: &mut Paper, links: &[Link]) -> io::Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    title(paper, "Beside others")?;
    for link in links {
        let probability = format!(" {:.2} ({})", link.probability, link.rule);
        let how = format!("{} {} {}", short(&link.from), relation(link.relation), short(&link.to));
        paper.hanging(2, 4, &[plain(how), faint(probability)])?;
    }
    Ok(())
}

/// What became of a verdict.
pub(crate) fn reviewed(paper: &mut Paper, row: &ClaimRow, given: Verdict) -> io::Result<()> {
    let what = match given {
        Verdict::Accept => ink(Ink::Stance, "accepted"),
        Verdict::Reject => ink(Ink::Against, "rejected"),
        Verdict::Undo => faint("taken back"),
    };
    paper.at(0, &[what])?;
    claim_row(paper, 2, row)
}

/// A heading inside an answer.
pub(crate) fn title(paper: &mut Paper, words: &str) -> io::Result<()> {
    paper.gap()?;
    paper.at(0, &[ink(Ink::Strong, words)])
}

/// A review without its claim.
pub(crate) fn unattached(paper: &mut Paper, review: &schema::Review) -> io::Result<()> {
    let by = review.by.clone().unwrap_or_else(|| "a person".to_owned());
    let head = [faint(format!("{} ", review.at)), plain(by + " "), verdict(review.verdict)];
    paper.at(0, &head)?;
    paper.at(2, &[plain(format!("“{}”", review.anchor.exact))])?;
    let page = format!("page {} · was {}", shortened(&review.anchor.page, 16), word(&review.claim));
    paper.at(2, &[faint(page)])
}
