use super::answer::{Asked, Trouble};
use super::{MAX_BODY, Site};
use axum::body::{Body, HttpBody};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use std::pin::Pin;
use std::sync::Arc;

/// What a browser may do with an answer: show it, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::VARY, "Accept, Accept-Language, Cookie"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Answers requests that a page of this site or its reader makes, and refuses
/// those that another site makes in the reader's name.
pub(super) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let trouble = refusal(&site, &parts.method, &parts.headers, parts.uri.host());
    let mut answer = match trouble {
        None => next.run(Request::from_parts(parts, body)).await,
        Some(trouble) => {
            drain(body).await;
            let Ok(asked) = Asked::from_request_parts(&mut parts, &site).await;
            asked.told(trouble)
        }
    };
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn refusal(
    site: &Site,
    method: &Method,
    headers: &HeaderMap,
    in_address: Option<&str>,
) -> Option<Trouble> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A name of another site may be made to point here (DNS rebinding).
    let host = text(header::HOST).filter(|host| is_here(host, site.port));
    let here = |name: &str| ["127.0.0.1", "localhost", "[::1]"].contains(&name);
    let (Some(host), true) = (host, in_address.is_none_or(here)) else {
        return Some(Trouble::wrong_host());
    };
    let site_says = text(HeaderName::from_static("sec-fetch-site"));
    if matches!(*method, Method::GET | Method::HEAD) {
        // Another site may send a reader here; it may take nothing into its own pages.
        let elsewhere = site_says.is_some_and(|says| !matches!(says, "same-origin" | "none"));
        let goes = text(HeaderName::from_static("sec-fetch-dest")) == Some("document");
        return (elsewhere && !goes).then(Trouble::foreign);
    }
    let origin = text(header::ORIGIN);
    let foreign = match (site_says, origin) {
        (Some(says), _) if says != "same-origin" => true,
        // With `Referrer-Policy: no-referrer` a browser calls our own forms' origin null.
        (Some(_), Some("null")) => false,
        (_, Some(origin)) => origin != format!("http://{host}"),
        (_, None) => false,
    };
    if foreign {
        return Some(Trouble::foreign());
    }
    let long = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    long.filter(|&long| long > MAX_BODY).map(|_| Trouble::too_long())
}

/// Whether a `Host` header names this server.
fn is_here(host: &str, port: u16) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, given)) if given.parse() == Ok(port) => name,
        // Port 80 is not written.
        _ if port == 80 => host,
        _ => return false,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|here| name.eq_ignore_ascii_case(here))
}

/// Reads what the client still sends: many show no answer before all is sent.
async fn drain(mut body: Body) {
    let mut left = 10 * MAX_BODY;
    while let Some(Ok(frame)) =
        std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        let size = frame.data_ref().map_or(0, |data| data.len());
        let Some(rest) = left.checked_sub(size) else { return };
        left = rest;
    }
}

/// A new random token, 32 bytes in hex.
pub(super) fn token() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("the system gives no random numbers: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two tokens are the same, in a time that does not tell where they differ.
pub(super) fn same(one: &str, other: &str) -> bool {
    let different = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && std::hint::black_box(different) == 0
}
