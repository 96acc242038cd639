use crate::names::feature::Sight;
use crate::names::unit::Unit;
use crate::names::{Label, Subtype};
use std::ops::Range;

/// More of what bears a name, if the lexicons tell.
pub(crate) fn subtype(
    _sight: &Sight,
    _units: &[Unit],
    _range: Range<usize>,
    _label: Label,
) -> Option<Subtype> {
    None
}
