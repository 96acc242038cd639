use super::answer::{Asked, Field, Form, Trouble};
use super::{Site, document_page};
use crate::opened::{self, Opened};
use crate::{clock, fetch};
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ledger::Ledger;
use page::Page;
use std::sync::Arc;

/// What comes in by the box: read and shown, or kept in the ledger as well.
pub(super) async fn answer(
    State(site): State<Arc<Site>>,
    asked: Asked,
    request: Request,
) -> Response {
    let mut form = match Form::of(request, &site).await {
        Ok(form) => form,
        Err(trouble) => return asked.told(trouble),
    };
    let keep = form.text("do") == "keep";
    asked
        .work(move |asked| {
            let page = page(&site, &mut form)?;
            let opened = opened::open(page.clone())?;
            if keep {
                return kept(&site, &opened);
            }
            let ledger = Ledger::open_read_only(&site.ledger)?;
            let held = ledger.document_row(&opened.document.id).is_ok();
            let state = document_page::State::Read { held };
            let Opened { document, reading, .. } = opened;
            let (engine, knowledge) = (reader::ENGINE, knowledge::digest());
            let view = view::preview(&ledger, document, reading, engine, knowledge)?;
            site.shelf.put(&view.about.page, page);
            Ok(asked.sent(asked.show(&view, || document_page::page(asked, &view, state))?))
        })
        .await
}

fn kept(site: &Site, opened: &Opened) -> Result<Response, Trouble> {
    let mut ledger = Ledger::open(&site.ledger)?;
    opened.add(&mut ledger, &clock::now(), false)?;
    let id = &opened.document.id;
    view::link(&mut ledger, std::slice::from_ref(id))?;
    let there = format!("/document/{id}");
    Ok((axum::http::StatusCode::SEE_OTHER, [(header::LOCATION, there)]).into_response())
}

/// The page that a form holds: one from the shelf, a file, a text or an address.
fn page(site: &Site, form: &mut Form) -> Result<Page, Trouble> {
    let shelf = form.text("shelf");
    if !shelf.is_empty() {
        return site.shelf.get(&shelf).ok_or_else(|| Trouble::new(410, "off_the_shelf"));
    }
    if let Some(Field { bytes, file_name, media_type }) =
        form.take("file").filter(|file| !file.bytes.is_empty())
    {
        // Browsers say so of files that they do not know.
        let media_type = media_type.filter(|media_type| media_type != "application/octet-stream");
        return Ok(Page { bytes, whence: file_name, media_type, ..Page::default() });
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
    fetch::fetch(address, &site.policy).map_err(|error| Trouble::new(502, "fetch").because(error))
}
