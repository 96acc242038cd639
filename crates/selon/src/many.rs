//! Many at once, in order.

use std::collections::VecDeque;
use std::sync::mpsc;

/// Does `work` for each item on all cores, and hands what came of it to `done`
/// in the order of the items. Only a few are ahead at any time, so that memory
/// does not grow with the number of items. `items` is asked again after each
/// `done`, which may have found more of them.
///
/// # Errors
/// What `done` says; the items that are left are not begun.
pub(crate) fn in_order<I: Send, T: Send, E>(
    items: impl IntoIterator<Item = I>,
    work: impl Fn(I) -> T + Sync,
    mut done: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let ahead = rayon::current_num_threads() + 2;
    let work = &work;
    let mut items = items.into_iter();
    rayon::in_place_scope(|scope| {
        let mut begun = VecDeque::new();
        loop {
            while begun.len() < ahead {
                let Some(item) = items.next() else { break };
                let (give, take) = mpsc::sync_channel(1);
                scope.spawn(move |_| {
                    // Nobody takes it once `done` has failed.
                    let _ = give.send(work(item));
                });
                begun.push_back(take);
            }
            match begun.pop_front().map(|next| next.recv()) {
                Some(Ok(result)) => done(result)?,
                // Work that panics is passed on when the scope ends.
                Some(Err(_)) => {}
                None => return Ok(()),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn results_come_in_order_whoever_is_faster() {
        let mut out = Vec::new();
        let work = |n: u64| {
            std::thread::sleep(Duration::from_millis((7 * n) % 5));
            n * 2
        };
        let done = in_order(0..50, work, |n| {
            out.push(n);
            Ok::<(), ()>(())
        });
        assert_eq!(done, Ok(()));
        assert_eq!(out, (0..50).map(|n| n * 2).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_done_may_lead_to_more() {
        let waiting = std::cell::RefCell::new(VecDeque::from([1, 5]));
        let mut out = Vec::new();
        let items = std::iter::from_fn(|| waiting.borrow_mut().pop_front());
        let done = in_order(
            items,
            |n| n,
            |n: u32| {
                out.push(n);
                waiting.borrow_mut().extend((n < 4).then_some(n + 1));
                Ok::<(), ()>(())
            },
        );
        assert_eq!((done, out), (Ok(()), vec![1, 5, 2, 3, 4]));
    }

    #[test]
    fn an_error_ends_it_and_little_was_begun() {
        let begun = std::sync::atomic::AtomicUsize::new(0);
        let work = |n: usize| {
            begun.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            n
        };
        let done = in_order(0..10_000, work, |n| if n == 3 { Err(n) } else { Ok(()) });
        assert_eq!(done, Err(3));
        assert!(begun.into_inner() < 1000);
    }
}
