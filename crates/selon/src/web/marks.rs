use super::words::{Words, code};
use super::{blocks, layout, parts};
use maud::{Markup, html};
use schema::{Block, Claim, Document, Role, Span};
use view::{ClaimOnPage, SiteView};

/// The text of a document in its blocks, each claim marked where it stands and
/// linked to its card; what was dropped, and what is the site's own, is folded in
/// its place.
pub(super) fn text(
    t: &Words,
    document: &Document,
    claims: &[ClaimOnPage],
    site: Option<&SiteView>,
) -> Markup {
    let language = document.language_code();
    let marks = marks(document, claims);
    let mut on_site = vec![None; document.blocks.len()];
    for furniture in site.iter().flat_map(|site| &site.furniture) {
        if let Some(on) = on_site.get_mut(furniture.block) {
            *on = Some(furniture.pages);
        }
    }
    let blocks: Vec<Part> = document.blocks.iter().zip(&marks).zip(on_site).collect();
    let runs = blocks.chunk_by(|((a, _), on), ((b, _), on_too)| a.kept == b.kept && on == on_too);
    html! {
        div.text lang=[language] dir="auto" {
            @for run in runs {
                @match (run[0].0.0.kept, run[0].1.zip(site)) {
                    (false, _) => { (dropped(t, document, run)) }
                    (true, None) => { (all_kept(document, run, claims)) }
                    (true, Some((pages, site))) => {
                        details.dropped.furniture {
                            summary lang=(t.code) dir="ltr" { (on_pages(t, pages, site)) }
                            (all_kept(document, run, claims))
                        }
                    }
                }
            }
        }
    }
}

/// A block with what is marked in it, and on how many pages of its site it stands if
/// it is the site's furniture.
type Part<'a> = ((&'a Block, &'a Marks), Option<u32>);

/// On how many pages of a site something stands.
pub(super) fn on_pages(t: &Words, pages: u32, site: &SiteView) -> String {
    let (n, all) = (t.number(pages.into()), t.number(site.pages.into()));
    t.fill("site.on", &[("n", &n), ("all", &all), ("host", &site.host)])
}

fn all_kept(document: &Document, run: &[Part], claims: &[ClaimOnPage]) -> Markup {
    html! { @for ((block, marks), _) in run { (kept(document, block, marks, claims)) } }
}

fn kept(document: &Document, block: &Block, marks: &Marks, claims: &[ClaimOnPage]) -> Markup {
    let words = marked(document, block.span, marks, claims);
    let role = code(&block.role);
    match block.role {
        Role::Heading => html! { h3 { (words) } },
        Role::PullQuote | Role::EmbeddedPost => html! { blockquote class=(role) { (words) } },
        _ => html! { p class=(role) { (words) } },
    }
}

/// What was dropped, and why, in the language of the interface.
fn dropped(t: &Words, document: &Document, run: &[Part]) -> Markup {
    let alike = |((a, _), _): &Part, ((b, _), _): &Part| (a.role, &a.reason) == (b.role, &b.reason);
    html! {
        details.dropped lang=(t.code) dir="ltr" {
            summary { (t.count("document.dropped", run.len() as u64)) }
            ul {
                @for alike in run.chunk_by(alike) {
                    li {
                        p.why { b { (t.word("role", &alike[0].0.0.role)) } " · " (blocks::reason(t, alike[0].0.0)) }
                        @for ((block, _), _) in alike {
                            p {
                                span lang=[document.language_code()] dir="auto" { (document.words(block.span)) }
                                @if let Some(place) = blocks::bytes(t, block) { " · " span.place { (place) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is marked in one block.
#[derive(Default)]
struct Marks {
    /// The pieces of contents: where, of which claim by index, whether its first.
    contents: Vec<(Span, usize, bool)>,
    /// What shows a claim: `cue`, `source`, `hedge`.
    signs: Vec<(Span, &'static str)>,
}

/// What is marked in each block. Each mark looks for its blocks, not each block
/// for its marks among all of a long page.
fn marks(document: &Document, claims: &[ClaimOnPage]) -> Vec<Marks> {
    let blocks = &document.blocks;
    let holding = |span: Span| {
        let first = blocks.partition_point(|block| block.span.end() <= span.start());
        let after = blocks.partition_point(|block| block.span.start() < span.end());
        if span.is_empty() { 0..0 } else { first..after.max(first) }
    };
    let mut marks: Vec<Marks> = blocks.iter().map(|_| Marks::default()).collect();
    for (at, claim) in claims.iter().enumerate() {
        let claim = &*claim.claim;
        for (nth, &span) in claim.content.spans.iter().enumerate() {
            for block in &mut marks[holding(span)] {
                block.contents.push((span, at, nth == 0));
            }
        }
        let hedges = claim.hedges.iter().map(|hedge| (hedge.span, "hedge"));
        let cues = claim.cue.iter().map(|cue| (cue.span, "cue"));
        let sources = claim.source.iter().map(|source| (source.span, "source"));
        for sign in hedges.chain(cues).chain(sources) {
            for block in &mut marks[holding(sign.0)] {
                block.signs.push(sign);
            }
        }
    }
    marks
}

/// A stretch of text over which nothing begins or ends.
struct Piece {
    span: Span,
    /// Claims whose content holds it, by index, the widest first.
    inside: Vec<usize>,
    /// Claims whose content begins with it.
    begins: Vec<usize>,
    /// What it shows of a claim: `cue`, `source`, `hedge`.
    sign: Option<&'static str>,
}

fn marked(document: &Document, span: Span, marks: &Marks, claims: &[ClaimOnPage]) -> Markup {
    html! {
        @for piece in pieces(document, span, marks, claims) {
            @for &at in &piece.begins {
                @let id = &claims[at].claim.id;
                a.number id={ "at-" (id) } href={ "#card-" (id) } { (at + 1) }
            }
            (stretch(document.words(piece.span), &piece, claims))
        }
    }
}

fn stretch(words: &str, piece: &Piece, claims: &[ClaimOnPage]) -> Markup {
    let words = match piece.sign {
        Some(sign) => html! { span class=(sign) { (words) } },
        None => html! { (words) },
    };
    let Some(claim) = piece.inside.last().map(|&at| &claims[at].claim) else { return words };
    let depth = piece.inside.len().min(3);
    let class = format!("said {} {} deep{depth}", code(&claim.kind), code(&claim.stance));
    // The number before it is the way for the keyboard.
    html! { a class=(class) href={ "#card-" (claim.id) } tabindex="-1" { (words) } }
}

fn pieces(
    document: &Document,
    block: Span,
    Marks { contents, signs }: &Marks,
    claims: &[ClaimOnPage],
) -> Vec<Piece> {
    let whole = |claim: &Claim| claim.content.spans.iter().map(|span| span.len()).sum::<usize>();
    let text = &document.text;
    let ends = contents.iter().map(|it| it.0).chain(signs.iter().map(|it| it.0));
    let mut cuts: Vec<usize> = ends
        .flat_map(|span| [span.start(), span.end()])
        .filter(|&cut| block.start() < cut && cut < block.end() && text.is_char_boundary(cut))
        .chain([block.start(), block.end()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |ends: &[usize]| {
        let span = Span::new(ends[0], ends[1]);
        let mut inside: Vec<usize> =
            contents.iter().filter(|it| it.0.contains(span)).map(|it| it.1).collect();
        inside.sort_by_key(|&at| (std::cmp::Reverse(whole(&claims[at].claim)), at));
        inside.dedup();
        let begins = contents.iter().filter(|it| it.2 && begins_in(it.0, span, block));
        Piece {
            inside,
            begins: begins.map(|it| it.1).collect(),
            sign: signs.iter().find(|it| it.0.contains(span)).map(|it| it.1),
            span,
        }
    };
    cuts.windows(2).map(piece).collect()
}

/// Whether a content begins with this piece of a block. One that began in an
/// earlier block has its number there.
fn begins_in(content: Span, piece: Span, block: Span) -> bool {
    piece.start() == content.start() && block.start() <= content.start()
}

/// What the marks mean.
pub(super) fn legend(t: &Words) -> Markup {
    html! {
        p.legend {
            span.said.direct { (t.say("kind.direct")) } " "
            span.said.indirect { (t.say("kind.indirect")) } " "
            span.said.mixed { (t.say("kind.mixed")) } " "
            span.said.narrated { (t.say("kind.narrated")) } " "
            span.said.direct.denies { (t.say("stance.denies")) } " "
            span.cue { (t.say("legend.cue")) } " "
            span.source { (t.say("legend.source")) } " "
            span.folded { (t.say("legend.dropped")) }
        }
    }
}

/// A claim beside its text.
pub(super) fn card(
    t: &Words,
    number: usize,
    on_page: &ClaimOnPage,
    language: Option<&str>,
    linked: bool,
) -> Markup {
    let claim = &*on_page.claim;
    html! {
        article id={ "card-" (claim.id) } class={ "card " (code(&claim.kind)) } {
            h3 {
                a.number href={ "#at-" (claim.id) } aria-label=(t.fill("card.to_text", &[("n", &number.to_string())])) { (number) }
                " " (parts::speaker(t, &claim.speaker.name, claim.speaker.kind))
                " " (parts::stance(t, claim.stance, claim.polarity))
                " " span.kind { (t.word("kind", &claim.kind)) }
            }
            p.said-words { (parts::content(&claim.content.text, claim.kind, language)) }
            @if claim.nested_in.is_some() || on_page.verdict.is_some() {
                p.facts {
                    @if claim.nested_in.is_some() { span { (t.say("card.nested")) } }
                    (parts::verdict(t, on_page.verdict))
                }
            }
            p.line { (super::road::line(t, &claim.chain)) }
            @if !claim.figures.is_empty() {
                ul.figures { @for figure in &claim.figures { li { (parts::figure(t, figure, language)) } } }
            }
            (times_and_places(t, claim, language))
            @if on_page.elsewhere + on_page.conflicts + on_page.denials > 0 {
                p.elsewhere {
                    @if on_page.elsewhere > 0 { span { (t.count("card.elsewhere", on_page.elsewhere.into())) } }
                    @if on_page.conflicts > 0 { span.differ { (t.count("card.conflicts", on_page.conflicts.into())) } }
                    @if on_page.denials > 0 { span.differ { (t.count("card.denials", on_page.denials.into())) } }
                }
            }
            @if linked {
                p.more {
                    a href={ "/claim/" (claim.id) } { (t.say("card.all")) }
                    a href={ "/why/" (claim.id) } { (t.say("card.why")) }
                }
            } @else {
                @if on_page.elsewhere > 0 {
                    p.more {
                        a href={ "/search?q=" (layout::encoded(&claim.content.text)) } { (t.say("card.alike")) }
                    }
                }
                p.rule { code dir="ltr" { (claim.rule) } " " (parts::confidence(t, claim.confidence)) }
            }
        }
    }
}

/// When and where, as understood.
pub(super) fn times_and_places(t: &Words, claim: &Claim, language: Option<&str>) -> Markup {
    html! {
        @if !claim.times.is_empty() || !claim.places.is_empty() {
            ul.figures {
                @for time in &claim.times {
                    li {
                        b { (parts::quoted(&time.text, language)) } " "
                        span.understood {
                            @match (&time.earliest, &time.value) {
                                (Some(day), _) => { (parts::date(t, day)) }
                                (None, Some(value)) => { (parts::quoted(value, None)) }
                                (None, None) => { (t.say("time.open")) }
                            }
                        }
                    }
                }
                @for place in &claim.places {
                    li {
                        b { (parts::quoted(&place.text, language)) } " "
                        span.understood {
                            @match &place.gazetteer {
                                Some(key) => { (t.say("place.known")) " " code dir="auto" { (key) } }
                                None => { (t.say("place.unknown")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::opened;
    use page::Page;
    use std::sync::Arc;

    /// The document of a text and its claims as a page shows them.
    fn read(text: &str) -> (Document, Vec<ClaimOnPage>) {
        let page = Page { bytes: text.as_bytes().to_vec(), ..Page::default() };
        let opened = opened::open(page).unwrap();
        let points = Arc::new(schema::wire::CodePoints::of(&opened.document.text));
        let claims = opened.reading.claims.into_iter();
        let claims = claims.map(|claim| ClaimOnPage {
            claim: view::OnText::new(claim, &points),
            verdict: None,
            elsewhere: 0,
            conflicts: 0,
            denials: 0,
            on_site: None,
        });
        (opened.document, claims.collect())
    }

    /// Claims with these contents, in pieces.
    fn with_contents(text: &str, contents: &[&[(usize, usize)]]) -> (Document, Vec<ClaimOnPage>) {
        let (document, claims) = read(text);
        let points = Arc::new(schema::wire::CodePoints::of(&document.text));
        let like = claims.first().unwrap();
        let claims = contents.iter().enumerate().map(|(at, spans)| {
            let mut claim = like.claim.clone().into_inner();
            claim.id = schema::Id::parse(&format!("c:{at}"));
            (claim.cue, claim.source, claim.hedges) = (None, None, Vec::new());
            claim.content.spans = spans.iter().map(|(a, b)| Span::new(*a, *b)).collect();
            ClaimOnPage { claim: view::OnText::new(claim, &points), ..like.clone() }
        });
        let claims = claims.collect();
        (document, claims)
    }

    const TEXT: &str =
        "The mayor of Belmar said that the bridge was closed and that nobody knew why.";

    /// The pieces of the text, each with the claims that it stands in.
    fn shape(contents: &[&[(usize, usize)]]) -> String {
        let (document, claims) = with_contents(TEXT, contents);
        let block = document.blocks[0].span;
        let marks = &marks(&document, &claims)[0];
        let shown = |piece: Piece| {
            let inside: Vec<String> = piece.inside.iter().map(usize::to_string).collect();
            format!("[{}]{}", inside.join(","), document.words(piece.span))
        };
        pieces(&document, block, marks, &claims)
            .into_iter()
            .map(shown)
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn a_claim_inside_a_claim_is_the_innermost() {
        assert_eq!(
            shape(&[&[(0, 76)], &[(30, 51)]]),
            "[0]The mayor of Belmar said that |[0,1]the bridge was closed|[0] and that nobody knew why|[]."
        );
    }

    #[test]
    fn a_claim_in_two_pieces_leaves_the_middle_alone() {
        assert_eq!(
            shape(&[&[(4, 9), (25, 29)]]),
            "[]The |[0]mayor|[] of Belmar said |[0]that|[] the bridge was closed and that nobody knew why."
        );
    }

    #[test]
    fn claims_that_cross_and_claims_that_reach_out_of_the_text_do_no_harm() {
        assert_eq!(
            shape(&[&[(0, 9)], &[(4, 19)], &[(70, 999)]]),
            "[0]The |[1,0]mayor|[1] of Belmar|[] said that the bridge was closed and that nobody kn|[2]ew why."
        );
    }

    #[test]
    fn marks_change_no_letter_of_the_text() {
        let (document, claims) = read(TEXT);
        assert!(!claims.is_empty());
        let block = document.blocks[0].span;
        let all: String = pieces(&document, block, &marks(&document, &claims)[0], &claims)
            .iter()
            .map(|piece| document.words(piece.span))
            .collect();
        assert_eq!(all, document.text);
    }

    #[test]
    fn a_content_is_marked_in_each_block_that_it_reaches() {
        let text = "The mayor said that the bridge was closed.\n\nIt was long.\n\nAll went home.\n";
        let (mut document, claims) = with_contents(text, &[&[(24, 48)], &[(0, 0)]]);
        document.blocks.sort_by_key(|block| block.span.start());
        assert_eq!(document.blocks.len(), 3);
        let marked: Vec<Vec<usize>> = marks(&document, &claims)
            .iter()
            .map(|marks| marks.contents.iter().map(|it| it.1).collect())
            .collect();
        assert_eq!(marked, [vec![0], vec![0], vec![]]);
    }
}
