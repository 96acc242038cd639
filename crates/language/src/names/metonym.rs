use crate::names::feature::Sight;
use crate::names::unit::Unit;
use crate::names::{Label, Metonym};
use std::ops::Range;

/// Who is meant by the name of a place, if that is not the place.
pub(crate) fn metonym(
    _sight: &Sight,
    _units: &[Unit],
    _range: Range<usize>,
    _label: Label,
) -> Option<Metonym> {
    None
}
