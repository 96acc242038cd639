use schema::*;
pub fn times(_: &str, _: Span, _: &str, _: Option<&str>) -> Vec<Timex> {
    vec![]
}
