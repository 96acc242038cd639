use schema::*;
pub fn figures(_: &str, _: Span, _: &str) -> Vec<Figure> {
    vec![]
}
pub fn define(_: &mut [Figure]) {}
