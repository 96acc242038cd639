use crate::given::{self, Given};
use crate::metadata::found;
use mail_parser::{Address, Message, MessageParser, PartType};

/// A mail: what it says, and what its head says of it.
pub(crate) struct Mail {
    pub words: Words,
    pub given: Given,
    /// Whether there is text in a mail inside of it, or around it, that is not in `words`.
    pub others: bool,
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

/// How deep mails that were passed on lie in each other.
const DEEPEST: usize = 8;

/// Reads a mail; of several inside each other the one that says most. Nothing if
/// there is no text in it.
pub(crate) fn read(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    let mut mails = Vec::new();
    gather(&message, DEEPEST, &mut mails);
    let others = mails.len() > 1;
    // The last of equals is the greatest: reversed, that is the outermost.
    let (words, message) = mails.into_iter().rev().max_by_key(|(words, _)| words.length())?;
    Some(Mail { words, given: head(message), others })
}

/// Puts a mail and those inside of it, as far as there is text in them, into `mails`.
fn gather<'a>(message: &'a Message<'a>, depth: usize, mails: &mut Vec<(Words, &'a Message<'a>)>) {
    mails.extend(words(message).map(|words| (words, message)));
    if depth > 0 {
        let inside = message.parts.iter().filter_map(|part| match &part.body {
            PartType::Message(inside) => Some(inside),
            _ => None,
        });
        inside.for_each(|inside| gather(inside, depth - 1, mails));
    }
}

impl Words {
    fn length(&self) -> usize {
        match self {
            Self::Html(words) | Self::Text(words) => words.len(),
        }
    }
}

fn words(message: &Message<'_>) -> Option<Words> {
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) if !html.trim().is_empty() => Some(html.as_ref().to_owned()),
        _ => None,
    });
    let text = || {
        message.text_bodies().find_map(|part| match &part.body {
            PartType::Text(text) if !text.trim().is_empty() => Some(unmarked(text)),
            _ => None,
        })
    };
    html.map(Words::Html).or_else(|| text().map(Words::Text))
}

/// Lines without the mark that files of mails set before a line that begins like a mail.
fn unmarked(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches('>');
        let marked = bare.len() < line.len() && bare.starts_with("From ");
        let line = if marked { &line[1..] } else { line };
        match line.strip_suffix("\r\n") {
            Some(line) => lines.extend([line, "\n"]),
            None => lines.push_str(line),
        }
    }
    lines
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
