//! The types of members that are more than a text, a number or bytes.

use core::{
    fmt::{self, Debug, Formatter},
    ops::Deref,
};

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::{
    audit::{Logged, Value},
    shape::{At, Faults, Shape, Shaped},
};
use crate::types::input::{Input, Read, read_members};

/// `Recipient`, of which only the presence matters: answers for Nitro enclaves are not built.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Recipient {}

read_members! { Recipient {} }

/// Of an option that is not built, there is nothing to log.
impl Logged for Recipient {
    fn logged(&self) -> Option<Value> {
        None
    }
}

/// Tokens of grants. Whoever has one may use the grant at once, so no log has them.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct GrantTokens(pub Vec<String>);

impl Read for GrantTokens {
    fn read(input: &dyn Input) -> Result<Self, String> {
        Read::read(input).map(Self)
    }
}

impl Deref for GrantTokens {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl Logged for GrantTokens {
    fn logged(&self) -> Option<Value> {
        None
    }
}

impl Shaped for GrantTokens {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        self.0.note_faults(shape, at, faults);
    }
}

/// One token of a grant.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct OneGrantToken(pub String);

impl Read for OneGrantToken {
    fn read(input: &dyn Input) -> Result<Self, String> {
        Read::read(input).map(Self)
    }
}

impl Deref for OneGrantToken {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Logged for OneGrantToken {
    fn logged(&self) -> Option<Value> {
        None
    }
}

impl Shaped for OneGrantToken {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        self.0.note_faults(shape, at, faults);
    }
}

/// A password or the secret of a credential. No log, error or answer has it; only the request itself shows it, to whoever made it.
pub struct Secret(Zeroizing<String>);

impl Read for Secret {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.text().map(|text| Self(Zeroizing::new(text)))
    }
}

impl Logged for Secret {
    fn logged(&self) -> Option<Value> {
        None
    }
}

impl Shaped for Secret {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        self.0.note_faults(&shape.untold(), at, faults);
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Debug for Secret {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
