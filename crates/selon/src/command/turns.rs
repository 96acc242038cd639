use crate::arguments::Inputs;
use crate::fetch::{Marks, Web};
use crate::input::{Fetched, Leads, Pages, Skipped, Turn, What, fetched, gather};
use crate::many;
use page::Page;
use std::cell::RefCell;

/// Opens each page that is named or found on the way, on all cores, and hands what came of it
/// to `done` with the page's name, in order. What could not be opened is in what is given back.
///
/// # Errors
/// What `done` says.
pub(crate) fn each<T: Send>(
    named: &Inputs,
    open: impl Fn(Page) -> Result<T, String> + Sync,
    mut done: impl FnMut(&str, T) -> anyhow::Result<()>,
) -> anyhow::Result<Pages> {
    let inputs = RefCell::new(Pages::of(gather(&named.inputs)));
    let web = Web::new(named.policy());
    let work = |turn: Turn| {
        let Turn { name, what, .. } = turn;
        let came = match what {
            What::Page(page) => open(*page).map(Came::Opened),
            What::Address(wanted) => {
                fetched(*wanted, &web, &Marks::default()).and_then(|it| match it {
                    Fetched::Unchanged => Err("the site says that nothing has changed".to_owned()),
                    Fetched::Page(page, _) => open(*page).map(Came::Opened),
                    Fetched::Holds(page, leads) => Ok(Came::Holds(page, leads)),
                })
            }
        };
        came.map(|came| (name.clone(), came)).map_err(|why| Skipped::new(name, why))
    };
    let turns = std::iter::from_fn(|| inputs.borrow_mut().next());
    many::in_order(turns, work, |came| {
        match came {
            Ok((_, Came::Holds(page, leads))) => inputs.borrow_mut().holds(*page, leads),
            Ok((name, Came::Opened(opened))) => done(&name, opened)?,
            Err(why) => inputs.borrow_mut().skipped.push(why),
        }
        anyhow::Ok(())
    })?;
    Ok(inputs.into_inner())
}

/// What came when it was its turn.
enum Came<T> {
    Opened(T),
    /// Something that holds pages.
    Holds(Box<Page>, Leads),
}
