use super::words::Words;
use super::{Site, guard, layout};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::Ledger;
use maud::Markup;
use schema::Id;
use serde::Serialize;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// A request: what it asks for, and in which language.
pub(super) struct Asked {
    pub site: Arc<Site>,
    pub words: &'static Words,
    /// Whether the JSON twin is asked for.
    pub json: bool,
    /// The path, without `.json`.
    pub path: String,
    /// The fields of the query, as given.
    pub query: Vec<(String, String)>,
    /// Whether the language was chosen in this request.
    chosen: bool,
}

/// A view as it is shown.
pub(super) struct Shown {
    body: String,
    json: bool,
}

/// The id in the path, without `.json`.
pub(super) struct Named(pub Id);

/// Why there is no answer, told in the interface's words under `error.KEY`.
#[derive(Debug)]
pub(super) struct Trouble {
    status: StatusCode,
    key: &'static str,
    /// What exactly, in English.
    detail: Option<String>,
}

impl FromRequestParts<Arc<Site>> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Infallible> {
        let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let query = query.map(|query| query.0).unwrap_or_default();
        let text =
            |name| parts.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let chosen = query.iter().find(|(name, _)| name == "lang");
        let chosen = chosen.and_then(|(_, code)| Words::of(code));
        let cookie = text(header::COOKIE).and_then(|cookies| {
            let values = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
            values.filter(|(name, _)| *name == COOKIE).find_map(|(_, code)| Words::of(code))
        });
        let accepted = || Words::accepted(text(header::ACCEPT_LANGUAGE).unwrap_or(""));
        let path = parts.uri.path();
        let twin = path.strip_suffix(".json");
        Ok(Self {
            site: Arc::clone(site),
            words: chosen.or(cookie).unwrap_or_else(accepted),
            json: twin.is_some() || wants_json(&parts.headers),
            path: match twin.unwrap_or(path) {
                "/index" => "/".to_owned(),
                path => path.to_owned(),
            },
            chosen: chosen.is_some(),
            query,
        })
    }
}

/// The cookie that keeps the language.
const COOKIE: &str = "selon_lang";

/// Whether JSON is accepted and HTML is not.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    accept.contains("application/json") && !accept.contains("text/html")
}

impl FromRequestParts<Arc<Site>> for Named {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Response> {
        match Path::<String>::from_request_parts(parts, site).await {
            Ok(Path(id)) => {
                let typed = Id::parse(id.strip_suffix(".json").unwrap_or(&id));
                let (site, asked) = (Arc::clone(site), typed.clone());
                let whole = tokio::task::spawn_blocking(move || whole(&site, &asked)).await;
                Ok(Self(whole.ok().flatten().unwrap_or(typed)))
            }
            Err(_) => {
                let Ok(asked) = Asked::from_request_parts(parts, site).await;
                Err(asked.told(Trouble::no_page()))
            }
        }
    }
}

/// The one id that begins as `typed` does: the command line shows ids cut short.
fn whole(site: &Site, typed: &Id) -> Option<Id> {
    let known = matches!(typed.letter(), Some('c' | 'd'));
    let ledger = Ledger::open_read_only(&site.ledger).ok().filter(|_| known)?;
    let ids = ledger.ids_beginning(typed.as_str()).ok()?;
    <[Id; 1]>::try_from(ids).ok().map(|[id]| id)
}

impl Asked {
    /// The first value of a field of the query.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut found = self.query.iter().filter(|(field, _)| field == name);
        found.next().map(|(_, value)| value.as_str())
    }

    /// `view` as JSON, or on a page with a title.
    pub fn show<V: Serialize>(
        &self,
        view: &V,
        page: impl FnOnce() -> (String, Markup),
    ) -> Result<Shown, Trouble> {
        let body = if self.json {
            let json = serde_json::to_string(view);
            json.map_err(|error| Trouble::new(500, "inside").because(error))? + "\n"
        } else {
            let (title, main) = page();
            layout::page(self, &title, &main)
        };
        Ok(Shown { body, json: self.json })
    }

    /// The answer to a question about the ledger. It is asked beside the
    /// requests, since reading a disk takes time; a panic stays there.
    pub async fn ask(
        self,
        question: impl FnOnce(&Ledger, &Self) -> Result<Shown, Trouble> + Send + 'static,
    ) -> Response {
        self.work(move |asked| {
            let ledger = Ledger::open_read_only(&asked.site.ledger)?;
            Ok(asked.sent(question(&ledger, asked)?))
        })
        .await
    }

    /// A file of the ledger, to be saved.
    pub async fn file(
        self,
        question: impl FnOnce(&Ledger) -> Result<(Vec<u8>, String), Trouble> + Send + 'static,
    ) -> Response {
        self.work(move |asked| {
            let (bytes, name) = question(&Ledger::open_read_only(&asked.site.ledger)?)?;
            let disposition = format!("attachment; filename=\"{name}\"");
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            Ok((headers, bytes).into_response())
        })
        .await
    }

    /// Does some work beside the requests.
    pub async fn work(
        self,
        work: impl FnOnce(&Self) -> Result<Response, Trouble> + Send + 'static,
    ) -> Response {
        let asked = Arc::new(self);
        let inside = Arc::clone(&asked);
        match tokio::task::spawn_blocking(move || work(&inside)).await {
            Ok(Ok(response)) => response,
            Ok(Err(trouble)) => asked.told(trouble),
            Err(_) => asked.told(Trouble::new(500, "inside")),
        }
    }

    /// What is sent for a view.
    pub fn sent(&self, shown: Shown) -> Response {
        let kind =
            if shown.json { "application/json; charset=utf-8" } else { "text/html; charset=utf-8" };
        let mut response = ([(header::CONTENT_TYPE, kind)], shown.body).into_response();
        if self.chosen {
            let code = self.words.code;
            let cookie =
                format!("{COOKIE}={code}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly");
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
        }
        response
    }

    /// What went wrong, and what to do.
    pub fn told(&self, trouble: Trouble) -> Response {
        let Trouble { status, key, detail } = trouble;
        let keys = [format!("error.{key}.what"), format!("error.{key}.then")];
        let [what, then] = keys.each_ref().map(|key| self.words.say(key));
        #[derive(Serialize)]
        struct Told<'a> {
            status: u16,
            error: &'a str,
            then: &'a str,
            detail: Option<&'a str>,
        }
        let told = Told { status: status.as_u16(), error: what, then, detail: detail.as_deref() };
        let shown = self.show(&told, || {
            let main = layout::trouble(self, status.as_u16(), what, then, detail.as_deref());
            (what.to_owned(), main)
        });
        match shown {
            Ok(shown) => (status, self.sent(shown)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

impl Trouble {
    /// A trouble told under `error.KEY`.
    pub fn new(status: u16, key: &'static str) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, key, detail: None }
    }

    /// The same, with what exactly went wrong.
    pub fn because(self, detail: impl ToString) -> Self {
        Self { detail: Some(detail.to_string()), ..self }
    }

    pub fn no_page() -> Self {
        Self::new(404, "no_page")
    }

    pub fn no_method() -> Self {
        Self::new(405, "no_method")
    }

    pub fn wrong_host() -> Self {
        Self::new(421, "wrong_host")
    }

    pub fn foreign() -> Self {
        Self::new(403, "foreign")
    }

    pub fn too_long() -> Self {
        Self::new(413, "too_long")
    }
}

impl From<ledger::Error> for Trouble {
    fn from(error: ledger::Error) -> Self {
        let told = match error {
            ledger::Error::Unknown { .. } => Self::new(404, "unknown"),
            ledger::Error::Missing { .. } => Self::new(503, "no_ledger"),
            ledger::Error::Locked { .. } => Self::new(503, "locked"),
            ledger::Error::Forgotten { .. } => Self::new(409, "forgotten"),
            _ => Self::new(500, "ledger"),
        };
        told.because(error)
    }
}

impl From<view::Error> for Trouble {
    fn from(error: view::Error) -> Self {
        match error {
            view::Error::Ledger(error) => error.into(),
            view::Error::WrongKind { .. } | view::Error::NoSpeaker { .. } => {
                Self::new(404, "unknown").because(error)
            }
            error => Self::new(500, "ledger").because(error),
        }
    }
}

impl From<page::Error> for Trouble {
    fn from(error: page::Error) -> Self {
        match error {
            page::Error::Empty => Self::new(422, "empty"),
            error => Self::new(422, "no_text").because(error),
        }
    }
}

/// One field of a form.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub bytes: Vec<u8>,
    pub file_name: Option<String>,
    pub media_type: Option<String>,
}

/// A form that this site made: it carried the token.
pub(super) struct Form(BTreeMap<String, Field>);

impl Form {
    /// Reads the form of a request.
    pub async fn of(request: Request, site: &Arc<Site>) -> Result<Self, Trouble> {
        let unread = |status: StatusCode, detail: String| match status {
            StatusCode::PAYLOAD_TOO_LARGE => Trouble::too_long(),
            status => Trouble::new(status.as_u16(), "no_form").because(detail),
        };
        let mut parts = Multipart::from_request(request, site)
            .await
            .map_err(|error| unread(error.status(), error.body_text()))?;
        let mut fields = BTreeMap::new();
        while let Some(part) =
            parts.next_field().await.map_err(|error| unread(error.status(), error.body_text()))?
        {
            let Some(name) = part.name().map(str::to_owned) else { continue };
            let file_name = part.file_name().map(str::to_owned);
            let media_type = part.content_type().map(str::to_owned);
            let bytes =
                part.bytes().await.map_err(|error| unread(error.status(), error.body_text()))?;
            fields.insert(name, Field { bytes: bytes.to_vec(), file_name, media_type });
        }
        let form = Self(fields);
        if guard::same(&form.text("token"), &site.token) {
            Ok(form)
        } else {
            Err(Trouble::new(403, "no_token"))
        }
    }

    /// The text of a field; empty if there is none.
    pub fn text(&self, name: &str) -> String {
        let bytes = self.0.get(name).map_or(&[][..], |field| &field.bytes);
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// Takes a field out.
    pub fn take(&mut self, name: &str) -> Option<Field> {
        self.0.remove(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_panics_is_told_and_leaves_the_server_alive() {
        let policy = crate::fetch::Policy::default();
        let (ledger, token) = ("no.db".into(), "t".to_owned());
        let shelf = super::super::shelf::Shelf::default();
        let site = Arc::new(Site { ledger, port: 1, policy, token, shelf });
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for path in ["/help", "/help.json"] {
            let (mut parts, ()) = axum::http::Request::get(path).body(()).unwrap().into_parts();
            let response = runtime.block_on(async {
                let Ok(asked) = Asked::from_request_parts(&mut parts, &site).await;
                asked.work(|_| panic!("as a reading might")).await
            });
            assert_eq!(response.status(), 500);
        }
    }
}
