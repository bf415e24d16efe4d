//! Texts with wildcards and variables: `kms:*`, `alias/${aws:username}`.

use std::collections::BTreeMap;

use super::Facts;

/// A text in which `*` stands for any characters, `?` for one, and `${key}` for the value of a condition key.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
    has_variables: bool,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Piece {
    Text(String),
    One,
    Any,
    Variable { key: String, default: Option<String> },
}

/// What a pattern may have in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax {
    pub(super) wildcards: bool,
    pub(super) variables: bool,
}

impl Pattern {
    /// Reads a pattern. What looks like a variable and is none stands for itself.
    pub(super) fn parse(text: &str, syntax: Syntax) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let variable = if syntax.variables { variable(rest) } else { None };
            if let Some((piece, after)) = variable {
                push(&mut pieces, piece);
                rest = after;
                continue;
            }
            push(
                &mut pieces,
                match first {
                    '*' if syntax.wildcards => Piece::Any,
                    '?' if syntax.wildcards => Piece::One,
                    other => Piece::Text(other.to_string()),
                },
            );
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
        let has_variables = pieces.iter().any(|piece| matches!(piece, Piece::Variable { .. }));
        Self { pieces, has_variables }
    }

    /// Whether it matches whatever it is compared with.
    pub(super) fn is_everything(&self) -> bool {
        self.pieces == [Piece::Any]
    }

    /// Whether `text` matches. A variable that has no value, and no default, matches nothing.
    pub(super) fn matches(&self, text: &str, facts: &dyn Facts) -> bool {
        if self.has_variables {
            return self.resolved(facts, text.len()).is_some_and(|pieces| glob(&pieces, text));
        }
        glob(&self.pieces, text)
    }

    /// The same, with ASCII letters of either case.
    pub(super) fn matches_ignoring_case(&self, text: &str, facts: &dyn Facts) -> bool {
        let lower = |piece: Piece| match piece {
            Piece::Text(text) => Piece::Text(text.to_lowercase()),
            other => other,
        };
        // A letter of the other case may have one byte more or less; three times as many are enough for all.
        let pieces = self.resolved(facts, text.len().saturating_mul(3));
        let pieces = pieces.map(|pieces| pieces.into_iter().map(lower).collect::<Vec<_>>());
        pieces.is_some_and(|pieces| glob(&pieces, &text.to_lowercase()))
    }

    /// The pattern with its variables' values, unless its texts together have more than `most` bytes: then it matches
    /// nothing of that length.
    fn resolved(&self, facts: &dyn Facts, most: usize) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut rest = most;
        for piece in &self.pieces {
            let piece = match piece {
                Piece::Variable { key, default } => Piece::Text(value(key, facts).or_else(|| default.clone())?),
                other => other.clone(),
            };
            if let Piece::Text(text) = &piece {
                rest = rest.checked_sub(text.len())?;
            }
            push(&mut pieces, piece);
        }
        Some(pieces)
    }
}

/// A variable stands for one value; a key that has several cannot be one.
fn value(key: &str, facts: &dyn Facts) -> Option<String> {
    match facts.values(key)?.as_slice() {
        [one] => Some(one.to_string()),
        _ => None,
    }
}

/// Neighbouring texts become one, and neighbouring `*` too.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
        (Some(Piece::Any), Piece::Any) => {}
        (_, piece) => pieces.push(piece),
    }
}

/// The variable that `text` begins with: `${key}` or `${key, 'default'}`; `${*}`, `${?}` and `${$}` are the characters.
fn variable(text: &str) -> Option<(Piece, &str)> {
    let (inside, after) = text.strip_prefix("${")?.split_once('}')?;
    let piece = match inside.trim() {
        character @ ("*" | "?" | "$") => Piece::Text(character.to_owned()),
        inside => {
            let (key, default) = match inside.split_once(',') {
                Some((key, default)) => {
                    (key.trim(), Some(default.trim().strip_prefix('\'')?.strip_suffix('\'')?.to_owned()))
                }
                None => (inside, None),
            };
            if !key.contains(':') {
                return None;
            }
            Piece::Variable { key: key.to_owned(), default }
        }
    };
    Some((piece, after))
}

/// Never goes back behind a `*`: what stands between two of them is looked for once, from the left.
fn glob(pieces: &[Piece], text: &str) -> bool {
    let mut segments = pieces.split(|piece| *piece == Piece::Any);
    let (first, last) = (segments.next().unwrap_or_default(), segments.next_back());
    let Some(rest) = strip(first, text) else { return false };
    let Some(last) = last else { return rest.is_empty() };
    let found = segments.try_fold(rest, |rest, segment| find(segment, rest));
    found.is_some_and(|rest| ends_with(last, rest))
}

/// What follows the segment at the beginning of `text`.
fn strip<'t>(segment: &[Piece], text: &'t str) -> Option<&'t str> {
    segment.iter().try_fold(text, |rest, piece| {
        if let Piece::Text(text) = piece {
            return rest.strip_prefix(text.as_str());
        }
        let mut characters = rest.chars();
        characters.next().map(|_| characters.as_str())
    })
}

/// What follows the segment where it first stands in `text`.
fn find<'t>(segment: &[Piece], text: &'t str) -> Option<&'t str> {
    match segment {
        [] => Some(text),
        // The standard library searches in linear time.
        [Piece::Text(only)] => text.split_once(only.as_str()).map(|(_, after)| after),
        _ => find_with_gaps(segment, text),
    }
}

/// The same for a segment with `?` in it: all beginnings are followed at once, 64 to a word (the Shift-And algorithm of
/// Baeza-Yates and Gonnet), so that a text that nearly matches everywhere costs no more than any other.
fn find_with_gaps<'t>(segment: &[Piece], text: &'t str) -> Option<&'t str> {
    let wanted: Vec<Option<char>> = segment.iter().flat_map(characters).collect();
    let words = wanted.len().div_ceil(64);
    // For each character, the places of the segment that it fits.
    let mut fits: BTreeMap<char, Vec<u64>> = BTreeMap::new();
    let mut gaps = vec![0; words];
    wanted.iter().enumerate().filter(|(_, place)| place.is_none()).for_each(|(at, _)| set(&mut gaps, at));
    for (at, place) in wanted.iter().enumerate() {
        if let Some(character) = place {
            set(fits.entry(*character).or_insert_with(|| gaps.clone()), at);
        }
    }
    let last = wanted.len().saturating_sub(1);
    let mut reached = vec![0_u64; words];
    for (at, character) in text.char_indices() {
        let mut carry = 1;
        for (word, fit) in reached.iter_mut().zip(fits.get(&character).unwrap_or(&gaps)) {
            let next = *word >> 63;
            *word = ((*word << 1) | carry) & fit;
            carry = next;
        }
        if reached.get(last / 64).is_some_and(|word| word >> (last % 64) & 1 == 1) {
            return text.get(at.saturating_add(character.len_utf8())..);
        }
    }
    None
}

/// The characters that a piece stands for; `None` for any one.
fn characters(piece: &Piece) -> impl Iterator<Item = Option<char>> {
    let (text, gap) = match piece {
        Piece::Text(text) => (text.as_str(), None),
        _ => ("", Some(None)),
    };
    text.chars().map(Some).chain(gap)
}

fn set(bits: &mut [u64], at: usize) {
    if let Some(word) = bits.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}

fn ends_with(segment: &[Piece], text: &str) -> bool {
    let end = segment.iter().rev().try_fold(text, |rest, piece| {
        if let Piece::Text(text) = piece {
            return rest.strip_suffix(text.as_str());
        }
        let mut characters = rest.chars();
        characters.next_back().map(|_| characters.as_str())
    });
    end.is_some()
}
