use super::words::Words;
use super::{marks, parts};
use maud::{Markup, html};
use schema::{Block, Document};
use view::{DocumentView, SiteView};

/// So many letters of a block stand in the list of all.
const BEGINNING: usize = 120;

/// What of a page was kept and what dropped, and why: every block in the order of
/// the page.
pub(super) fn section(t: &Words, view: &DocumentView) -> Markup {
    let document = &*view.document;
    let blocks = &document.blocks;
    let placed = blocks.iter().any(|block| block.source.is_some());
    let dropped = blocks.iter().filter(|block| !block.kept).count() as u64;
    html! {
        section.block #blocks {
            h2 { (t.say("blocks.title")) }
            p { (t.say("blocks.what")) }
            dl.facts-list {
                dt { (t.say("blocks.kind")) } dd { (t.word("page_kind", &document.kind)) }
                @for hint in &document.hints {
                    dt { (t.say("blocks.hint")) }
                    dd {
                        (t.word("hint", &hint.kind)) " " (parts::quoted(&hint.found.value, None)) " "
                        (parts::found(t, &hint.found.evidence))
                    }
                }
                @for cut in &document.page.cut {
                    dt { (t.say("blocks.cut")) } dd { (t.word("cut", cut)) }
                }
                dt { (t.say("blocks.blocks")) }
                dd {
                    span.fate.kept { (t.say("blocks.kept")) } " " (t.number((blocks.len() as u64 - dropped) as f64))
                    " · "
                    span.fate.left { (t.say("blocks.dropped")) } " " (t.number(dropped as f64))
                }
            }
            details {
                summary { (t.count("blocks.all", blocks.len() as u64)) }
                table.stack.blocks {
                    thead {
                        tr {
                            th scope="col" { (t.say("blocks.role")) }
                            th scope="col" { (t.say("blocks.words")) }
                            th scope="col" { (t.say("blocks.why")) }
                            @if placed { th.num scope="col" { (t.say("blocks.bytes")) } }
                        }
                    }
                    tbody {
                        @for (at, block) in blocks.iter().enumerate() {
                            tr {
                                (about(t, document, block))
                                td data-label=(t.say("blocks.why")) {
                                    (reason(t, block))
                                    @if let Some((pages, site)) = on_site(view, at) { " " br; (marks::on_pages(t, pages, site)) }
                                }
                                @if placed {
                                    td.num data-label=(t.say("blocks.bytes")) { (bytes(t, block).unwrap_or_default()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a block is, whether it was kept, and how it begins.
fn about(t: &Words, document: &Document, block: &Block) -> Markup {
    let words = crate::print::shortened(document.words(block.span), BEGINNING);
    html! {
        th scope="row" {
            @if block.kept { span.fate.kept { (t.say("blocks.kept")) } }
            @else { span.fate.left { (t.say("blocks.dropped")) } }
            " " (t.word("role", &block.role))
        }
        td { span lang=[document.language_code()] dir="auto" { (words) } }
    }
}

/// On how many pages of its site a block stands, if it is the site's own.
fn on_site(view: &DocumentView, at: usize) -> Option<(u32, &SiteView)> {
    let site = view.site.as_ref()?;
    let own = &site.furniture;
    let found = own.binary_search_by_key(&at, |it| it.block).ok()?;
    Some((own[found].pages, site))
}

/// Why a block has its role: in words, and as the engine names it.
pub(super) fn reason(t: &Words, block: &Block) -> Markup {
    html! {
        @if let Some(words) = t.reason(&block.reason) { (words) " " }
        code dir="ltr" { (block.reason) }
    }
}

/// Where the words of a block stand in the page as it came.
pub(super) fn bytes(t: &Words, block: &Block) -> Option<String> {
    let at = block.source?;
    let (from, to) = (t.number(at.start as f64), t.number(at.end as f64));
    Some(t.fill("blocks.place", &[("from", &from), ("to", &to)]))
}
