//! The best tree that scores allow.

/// For each word of a sentence, its head: zero is none, one the first word. Exactly one
/// word has none, and nothing hangs on itself.
///
/// `scores` has a row for each word, and in it a score for each head. It takes time that
/// grows with the cube of the length at worst, and with its square as a rule.
pub(crate) fn heads(scores: &[i32], length: usize) -> Vec<usize> {
    if length == 0 {
        return Vec::new();
    }
    let columns = length + 1;
    let arc = |word: usize, head: usize| i64::from(scores[(word - 1) * columns + head]);
    // The root is node zero, and has no head.
    let mut heads = vec![0; columns];
    for (word, scores) in scores.chunks_exact(columns).enumerate() {
        let mut most = i32::MIN;
        for (head, &score) in scores.iter().enumerate() {
            if score > most && head != word + 1 {
                (most, heads[word + 1]) = (score, head);
            }
        }
    }
    let roots = heads.iter().skip(1).filter(|head| **head == 0).count();
    if roots != 1 || cycle(&heads).is_some() {
        // So little that no tree has two roots if one will do.
        let penalty = |head: usize| if head == 0 { 1 << 40 } else { 0 };
        let score = |word: usize, head: usize| {
            (word > 0 && word != head).then(|| arc(word, head) - penalty(head))
        };
        let row = |word: usize| (0..columns).map(|head| score(word, head)).collect();
        let table: Vec<Vec<Option<i64>>> = (0..columns).map(row).collect();
        heads = tree(&table);
    }
    heads.split_off(1)
}

/// A cycle in what each node but zero hangs on.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// The tree with the largest sum (Chu and Liu, Edmonds): while the best heads make a cycle,
/// that is joined to one node. `table` has for each node the scores of its heads.
fn tree(table: &[Vec<Option<i64>>]) -> Vec<usize> {
    let nodes = table.len();
    let mut heads = vec![0; nodes];
    for node in 1..nodes {
        let others = (0..nodes).filter(|head| table[node][*head].is_some());
        heads[node] =
            others.max_by_key(|&head| (table[node][head], nodes - head)).unwrap_or_default();
    }
    let Some(cycle) = cycle(&heads) else { return heads };
    let inside = |node: usize| cycle.contains(&node);
    // The nodes that stay, in order; behind them, the one that stands for the cycle.
    let outside: Vec<usize> = (0..nodes).filter(|node| !inside(*node)).collect();
    let joined = outside.len();
    let mut smaller = vec![vec![None; joined + 1]; joined + 1];
    // For each node that stays, the node of the cycle that it would best hang on, and the
    // node of the cycle that would best hang on it.
    let (mut onto, mut from) = (vec![0; joined], vec![0; joined]);
    for (place, &node) in outside.iter().enumerate() {
        for (other, &head) in outside.iter().enumerate() {
            smaller[place][other] = table[node][head];
        }
        let best = cycle.iter().copied().max_by_key(|head| table[node][*head]);
        onto[place] = best.unwrap_or_default();
        smaller[place][joined] = table[node][onto[place]];
        // The cycle is opened where that costs least.
        let opened = |entry: usize| Some(table[entry][node]? - table[entry][heads[entry]]?);
        let best = cycle.iter().copied().max_by_key(|entry| opened(*entry));
        from[place] = best.unwrap_or_default();
        smaller[joined][place] = opened(from[place]);
    }
    let found = tree(&smaller);
    for (place, &node) in outside.iter().enumerate().skip(1) {
        heads[node] = if found[place] == joined { onto[place] } else { outside[found[place]] };
    }
    let entered = found[joined];
    heads[from[entered]] = outside[entered];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best sum of all trees with one root, by trying them all.
    fn best(scores: &[i32], length: usize) -> i64 {
        let columns = length + 1;
        let mut best = i64::MIN;
        for code in 0..columns.pow(length as u32) {
            let mut rest = code;
            let mut heads = vec![0; columns];
            for head in heads.iter_mut().skip(1) {
                *head = rest % columns;
                rest /= columns;
            }
            let roots = heads.iter().skip(1).filter(|head| **head == 0).count();
            if roots == 1 && cycle(&heads).is_none() {
                best = best.max(sum(scores, &heads[1..]));
            }
        }
        best
    }

    fn sum(scores: &[i32], heads: &[usize]) -> i64 {
        let columns = heads.len() + 1;
        heads.iter().enumerate().map(|(word, head)| i64::from(scores[word * columns + head])).sum()
    }

    proptest! {
        #[test]
        fn no_tree_has_a_larger_sum(length in 1usize..6, seed in prop::collection::vec(-50i32..50, 30)) {
            let scores = &seed[..length * (length + 1)];
            let found = heads(scores, length);
            prop_assert_eq!(found.iter().filter(|head| **head == 0).count(), 1);
            prop_assert_eq!(sum(scores, &found), best(scores, length));
        }
    }

    #[test]
    fn a_long_sentence_of_equal_scores_is_a_tree() {
        let found = heads(&vec![7; 200 * 201], 200);
        let mut with_root = vec![0];
        with_root.extend(&found);
        assert_eq!(found.iter().filter(|head| **head == 0).count(), 1);
        assert_eq!(cycle(&with_root), None);
    }
}
