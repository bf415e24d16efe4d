//! The name that somebody may have meant.

/// ` Did you mean …?`, if one of the names is near.
pub(super) fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> String {
    // What is longer than any name is near to none.
    let given: Vec<char> = given.chars().take(64).collect();
    let by_distance = names.map(|name| (distance(&given, name), name));
    let best = by_distance.min().filter(|(distance, name)| *distance <= 2.max(name.len() / 3));
    best.map_or_else(String::new, |(_, name)| format!(" Did you mean {name}?"))
}

/// How many characters must be put in, taken away or changed.
fn distance(from: &[char], to: &str) -> usize {
    let mut row: Vec<usize> = (0..=from.len()).collect();
    for (at, wanted) in to.chars().enumerate() {
        let mut corner = at;
        let mut left = at.saturating_add(1);
        let mut next = vec![left];
        for (given, above) in from.iter().zip(row.iter().skip(1)) {
            let changed = corner.saturating_add(usize::from(*given != wanted));
            left = changed.min(left.saturating_add(1)).min(above.saturating_add(1));
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
