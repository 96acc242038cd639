use super::{Entry, Lost, name};
use crate::Page;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::collections::BTreeSet;

/// The addresses of the feeds that a list of feeds names, each once, in its order.
pub(super) fn entries(bytes: &[u8], like: &Page) -> Vec<Entry> {
    let (text, ..) = crate::charset::decode(bytes, like.media_type.as_deref());
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let (mut entries, mut met) = (Vec::new(), BTreeSet::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let feed = tag.attributes().flatten().find_map(|attribute| {
                    let named = attribute.key.as_ref().eq_ignore_ascii_case("xmlurl");
                    let value = named
                        .then(|| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
                        .flatten()?;
                    Some(value.trim().to_owned())
                });
                if let Some(feed) = feed.filter(|feed| met.insert(feed.clone())) {
                    entries.push(Entry::Feed(feed));
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let at = reader.error_position();
                let whence = format!("{} at byte {at}", name(like));
                let why = format!("{error}; the feeds named before it were taken");
                entries.push(Entry::Lost(Lost { whence, why }));
                break;
            }
        }
    }
    if entries.is_empty() {
        let why = "this list of feeds names no feed".to_owned();
        entries.push(Entry::Lost(Lost { whence: name(like).to_owned(), why }));
    }
    entries
}
