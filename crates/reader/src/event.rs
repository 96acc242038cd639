use schema::*;
pub fn event(_: &str, _: Span, _: &str) -> Option<Event> {
    None
}
