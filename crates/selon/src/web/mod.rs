//! The web interface. Each page shows one view; its JSON twin, at the same
//! address with `.json` or by `Accept: application/json`, is that view itself.
//!
//! It works without a script, loads nothing from elsewhere, and changes nothing
//! but by a form that it made itself.

mod answer; // a view as a page or as JSON, or what went wrong
mod blocks; // what of a page was kept and what dropped, and why
mod guard; // whose requests are answered, and how a browser treats the answer
mod layout; // the frame of every page
mod marks; // a text with its claims marked
mod parts; // what several pages show: rows, badges, addresses
mod road; // the chain from the page to the speaker
mod shelf; // pages that were read and are not kept yet

mod claim_page; // one claim: road, carriers, what speaks against it
mod conflicts_page; // figures that differ
mod document_page; // one document: text, marks, evidence
mod help_page; // what the words mean
mod home_page; // one box, and what is held
mod lists; // documents and stories
mod read; // what comes in by a form
mod search_page; // claims by words and facets
mod story_page; // pages that belong together
mod why_page; // what shows a datum

use crate::fetch::Policy;
use crate::words;
use answer::{Asked, Named, Trouble};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use ledger::Ledger;
use rust_embed::RustEmbed;
use shelf::Shelf;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What is served, and where.
#[derive(Clone)]
pub struct Options {
    /// The ledger; made if there is none.
    pub ledger: PathBuf,
    /// The port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// What may be fetched when somebody gives an address.
    pub policy: Policy,
}

/// The largest body of a request, in bytes.
pub const MAX_BODY: usize = 20 << 20;

/// What every request is answered from.
pub(crate) struct Site {
    ledger: PathBuf,
    port: u16,
    policy: Policy,
    /// What a form must carry to change anything; new in each process.
    token: String,
    shelf: Shelf,
}

/// Serves the web interface on 127.0.0.1 until Ctrl-C, and prints its address.
///
/// # Errors
/// If the ledger cannot be opened, or the port is taken.
pub fn serve(options: Options) -> anyhow::Result<()> {
    use anyhow::Context as _;
    // Made or brought up to date now, since requests only read it.
    drop(Ledger::open(&options.ledger)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = tokio::net::TcpListener::bind(address).await.with_context(|| {
            format!("{address}: another program listens there; name another port with --port")
        })?;
        let port = listener.local_addr()?.port();
        let app = router(Options { port, ..options })?;
        println!("http://127.0.0.1:{port}/");
        // Without a handler for the signal the program ends by it all the same.
        let stop = async || drop(tokio::signal::ctrl_c().await);
        tokio::select! {
            served = axum::serve(listener, app).with_graceful_shutdown(stop()) => served?,
            // Answers that are under way are sent; a browser that only holds a line open
            // is not waited for.
            () = async { stop().await; tokio::time::sleep(Duration::from_secs(2)).await } => {}
        }
        anyhow::Ok(())
    })?;
    // A long reading is not waited for: nothing of it is written yet.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(())
}

/// The pages alone, for a listener on `options.port`. The ledger must be there.
///
/// # Errors
/// If the system has no random numbers.
pub fn router(options: Options) -> anyhow::Result<Router> {
    let Options { ledger, port, policy } = options;
    let site =
        Arc::new(Site { ledger, port, policy, token: guard::token()?, shelf: Shelf::default() });
    let mut router = Router::new()
        .route("/", get(home_page::answer))
        .route("/index.json", get(home_page::answer));
    let pages: [(&str, MethodRouter<Arc<Site>>); 5] = [
        ("/documents", get(lists::documents)),
        ("/stories", get(lists::stories)),
        ("/conflicts", get(conflicts_page::answer)),
        ("/search", get(search_page::answer)),
        ("/help", get(help_page::answer)),
    ];
    for (path, page) in pages {
        router = router.route(path, page.clone()).route(&format!("{path}.json"), page);
    }
    let router = router
        .route("/document/{id}", get(document_page::answer))
        .route("/document/{id}/evidence", get(evidence))
        .route("/claim/{id}", get(claim_page::answer))
        .route("/claim/{id}/review", post(claim_page::review))
        .route("/story/{id}", get(story_page::answer))
        .route("/why/{id}", get(why_page::answer))
        .route("/read", post(read::take_in))
        .route("/read/{id}", get(read::answer))
        .route("/static/{file}", get(file))
        .fallback(async |asked: Asked| asked.told(Trouble::no_page()))
        .method_not_allowed_fallback(async |asked: Asked| asked.told(Trouble::no_method()))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&site), guard::guard))
        .with_state(site);
    Ok(router)
}

/// The bytes of a page as they came: to be kept, never to be shown as a page.
async fn evidence(asked: Asked, Named(id): Named) -> Response {
    asked
        .file(move |ledger| {
            let bytes = ledger.page_bytes(&id)?;
            let name: String = id.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
            Ok((bytes, format!("{name}.txt")))
        })
        .await
}

#[derive(RustEmbed)]
#[folder = "ui/static"]
struct Files;

async fn file(asked: Asked, axum::extract::Path(name): axum::extract::Path<String>) -> Response {
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => return asked.told(Trouble::no_page()),
    };
    match Files::get(&name) {
        Some(file) => ([(header::CONTENT_TYPE, kind)], file.data).into_response(),
        None => asked.told(Trouble::no_page()),
    }
}
