use crate::given::{self, Given};
use crate::metadata::found;
use mail_parser::{Address, Message, MessageParser, PartType};

/// A mail: what it says, and what its head says of it.
pub(crate) struct Mail {
    pub words: Words,
    pub given: Given,
}

/// The text of a mail. A newsletter has both kinds; the one with tags says more.
pub(crate) enum Words {
    Html(String),
    Text(String),
}

/// Names of lines that heads of mails have. One of them begins a mail.
const FIRST: [&str; 12] = [
    "return-path",
    "received",
    "delivered-to",
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "mime-version",
    "reply-to",
    "list-id",
    "dkim-signature",
];

/// Whether `text` begins like a mail: with lines `Name: value`, a `From:` among
/// them and a `Date:` or a `Subject:`.
pub(crate) fn is_mail(text: &str) -> bool {
    let mut names = Vec::new();
    for line in text.lines().take(200).take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        match line.split_once(':') {
            Some((name, _)) if !name.contains(' ') => names.push(name.to_ascii_lowercase()),
            _ => return false,
        }
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let first = names.first().is_some_and(|name| FIRST.contains(&name.as_str()));
    first && has("from") && (has("date") || has("subject")) && (has("to") || has("message-id"))
}

/// Reads a mail. Nothing if there is no text in it.
pub(crate) fn read(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    Some(Mail { words: words(&message)?, given: head(&message) })
}

fn words(message: &Message<'_>) -> Option<Words> {
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) if !html.trim().is_empty() => Some(html.as_ref().to_owned()),
        _ => None,
    });
    let text = || {
        message.text_bodies().find_map(|part| match &part.body {
            PartType::Text(text) if !text.trim().is_empty() => Some(text.as_ref().to_owned()),
            _ => None,
        })
    };
    html.map(Words::Html).or_else(|| text().map(|text| Words::Text(text.replace("\r\n", "\n"))))
}

fn head(message: &Message<'_>) -> Given {
    const OF: &str = "head of the mail";
    // Who sends a newsletter is who publishes it.
    let sender = message.from().and_then(Address::first).and_then(|from| from.name());
    Given {
        title: message.subject().and_then(|subject| found(subject, OF, 90)),
        outlet: sender.and_then(|sender| found(sender, OF, 80)),
        published: message.date().and_then(|date| given::time(&date.to_rfc3339(), OF, 92)),
        ..Given::default()
    }
}
