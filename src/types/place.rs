use core::fmt;

use serde::Serialize;

/// Where in a JSON text something stands.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Place {
    /// A JSON pointer (RFC 6901).
    pub pointer: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, line, column } = self;
        match pointer.as_str() {
            "" => write!(f, "line {line}, column {column}"),
            pointer => write!(f, "{pointer}, line {line}, column {column}"),
        }
    }
}
