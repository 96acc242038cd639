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
    if roots != 1 || groups(&heads).1 < columns {
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

/// For each node a number, the same for all nodes of one cycle, and how many numbers
/// there are: as many as nodes if there is no cycle. Node zero hangs on nothing.
fn groups(heads: &[usize]) -> (Vec<usize>, usize) {
    const NONE: usize = usize::MAX;
    // From where each node was come upon first.
    let mut seen = vec![NONE; heads.len()];
    let mut group = vec![NONE; heads.len()];
    // The first node of the cycle that a node is in.
    let mut first = vec![NONE; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == NONE {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut node = at;
            while first[node] == NONE {
                first[node] = at;
                node = heads[node];
            }
        }
    }
    let mut count = 0;
    for node in 0..heads.len() {
        let named = if first[node] == NONE { node } else { first[node] };
        if group[named] == NONE {
            group[named] = count;
            count += 1;
        }
        group[node] = group[named];
    }
    (group, count)
}

/// The tree with the largest sum (Chu and Liu, Edmonds): while the best heads make cycles,
/// each of them is joined to one node. `table` has for each node the scores of its heads.
fn tree(table: &[Vec<Option<i64>>]) -> Vec<usize> {
    let nodes = table.len();
    let mut heads = vec![0; nodes];
    for node in 1..nodes {
        let mut most = None;
        for (head, score) in table[node].iter().enumerate() {
            if *score > most {
                (most, heads[node]) = (*score, head);
            }
        }
    }
    let (group, count) = groups(&heads);
    if count == nodes {
        return heads;
    }
    let mut sizes = vec![0; count];
    group.iter().for_each(|group| sizes[*group] += 1);
    // For each two groups, the arc by which one would best hang on the other. A cycle is
    // opened where that costs least.
    let mut smaller = vec![vec![None; count]; count];
    let mut arcs = vec![vec![(0, 0); count]; count];
    for node in 1..nodes {
        let of = group[node];
        let lost = if sizes[of] > 1 { table[node][heads[node]].unwrap_or_default() } else { 0 };
        for (head, score) in table[node].iter().enumerate() {
            let on = group[head];
            let score = score.filter(|_| of != on).map(|score| score - lost);
            if score > smaller[of][on] {
                (smaller[of][on], arcs[of][on]) = (score, (node, head));
            }
        }
    }
    for (of, on) in tree(&smaller).into_iter().enumerate().skip(1) {
        let (node, head) = arcs[of][on];
        heads[node] = head;
    }
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
            let on_itself = (1..columns).any(|word| heads[word] == word);
            if roots == 1 && !on_itself && groups(&heads).1 == columns {
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
        assert_eq!(groups(&with_root).1, 201);
    }
}
