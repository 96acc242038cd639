use super::answer::{Asked, Field, Form, Named, Trouble};
use super::{Site, document_page};
use crate::opened::{self, Opened};
use crate::{clock, fetch};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::Ledger;
use page::Page;
use page::archive::{self, Entry};
use std::io::Cursor;
use std::sync::Arc;

/// What comes in by the box: read and laid on the shelf, or kept in the ledger.
/// The answer is the way to its page, so that going back and forth sends nothing again.
pub(super) async fn take_in(
    State(site): State<Arc<Site>>,
    asked: Asked,
    request: Request,
) -> Response {
    let mut form = match Form::of(request, &site).await {
        Ok(form) => form,
        Err(trouble) => return asked.told(trouble),
    };
    asked
        .work(move |_| {
            let shelf = form.text("shelf");
            let there = if !shelf.is_empty() {
                let opened = site.shelf.get(&shelf);
                let opened = opened.ok_or_else(|| Trouble::new(410, "off_the_shelf"))?;
                keep(&site, &opened)?
            } else {
                let opened = opened::open(page(&site, &mut form)?)?;
                if form.text("do") == "keep" {
                    keep(&site, &opened)?
                } else {
                    let there = format!("/read/{}", opened.document.page.sha256);
                    site.shelf.put(opened);
                    there
                }
            };
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, there)]).into_response())
        })
        .await
}

/// A page on the shelf, as it would stand in the ledger. Nothing is written.
pub(super) async fn answer(asked: Asked, Named(sha256): Named) -> Response {
    asked
        .ask(move |ledger, asked| {
            let opened = asked.site.shelf.get(sha256.as_str());
            let opened = opened.ok_or_else(|| Trouble::new(410, "off_the_shelf"))?;
            let (document, reading) = (opened.document.clone(), opened.reading.clone());
            let state =
                document_page::State::Read { held: ledger.document_row(&document.id).is_ok() };
            let (engine, knowledge) = (reader::ENGINE, knowledge::digest());
            let view = view::preview(ledger, document, reading, engine, knowledge)?;
            asked.show(&view, || document_page::page(asked, &view, state))
        })
        .await
}

/// Adds a page to the ledger and compares it. The way to it.
fn keep(site: &Site, opened: &Opened) -> Result<String, Trouble> {
    let mut ledger = Ledger::open(&site.ledger)?;
    opened.add(&mut ledger, &clock::now(), false)?;
    let id = &opened.document.id;
    view::link(&mut ledger, std::slice::from_ref(id))?;
    Ok(format!("/document/{id}"))
}

/// The page that a form holds: a file, a text or an address.
fn page(site: &Site, form: &mut Form) -> Result<Page, Trouble> {
    if let Some(Field { bytes, file_name, media_type }) =
        form.take("file").filter(|file| !file.bytes.is_empty())
    {
        // Browsers say so of files that they do not know.
        let media_type = media_type.filter(|media_type| media_type != "application/octet-stream");
        return single(Page { bytes, whence: file_name, media_type, ..Page::default() });
    }
    let text = form.text("text");
    if !text.trim().is_empty() {
        // Browsers send the lines of a form with CR LF.
        let bytes = text.replace("\r\n", "\n").into_bytes();
        return Ok(Page { bytes, ..Page::default() });
    }
    let address = form.text("address");
    let address = address.trim();
    if address.is_empty() {
        return Err(Trouble::new(422, "nothing"));
    }
    let page = fetch::fetch(address, &site.policy);
    single(page.map_err(|error| Trouble::new(502, "fetch").because(error))?)
}

/// The one page that came, unpacked if it was packed. What holds many is for the
/// command line.
fn single(page: Page) -> Result<Page, Trouble> {
    let like = Page { bytes: Vec::new(), ..page.clone() };
    match archive::open(Cursor::new(page.bytes.clone()), like).next() {
        // What an archive gives is told by its place in the archive.
        Some(Entry::Page(one)) if one.whence == page.whence => Ok(*one),
        // Damaged, or a picture: whoever opens it says so.
        Some(Entry::Lost(_)) | None => Ok(page),
        Some(_) => Err(Trouble::new(422, "many")),
    }
}
