//! Dry runs of operations that take a ciphertext: whether the call would succeed, without its result.
//!
//! The ciphertext is opened as in the real run, and what was in it is erased in the HSM. With the modifier
//! `IGNORE_CIPHERTEXT` only permission and the key are looked at, and the request has to name the key itself.

use super::target::{Named, Target};
use crate::types::Blob;

/// What a request with a ciphertext says of a dry run.
#[derive(Clone, Copy)]
pub(super) struct DryRun<'a> {
    pub(super) asked: Option<bool>,
    pub(super) modifiers: Option<&'a Vec<String>>,
    /// Whether the ciphertext is a symmetric key's, which names its key.
    pub(super) symmetric: bool,
}

impl<'a> DryRun<'a> {
    /// Whether the result is not wanted.
    pub(super) fn is_asked(self) -> bool {
        self.asked == Some(true)
    }

    /// Whether the ciphertext does not matter. A modifier alone changes nothing.
    pub(super) fn ignores_ciphertext(self) -> bool {
        self.is_asked() && self.modifiers.is_some_and(|modifiers| !modifiers.is_empty())
    }

    /// The key of the ciphertext, or the one that stands in for it.
    pub(super) fn target(
        self,
        permission: &'static str,
        blob: Option<&'a Blob>,
        key_id: Option<&'a str>,
    ) -> Target<'a> {
        let blob = blob.map(Blob::as_slice).unwrap_or_default();
        let stand_in = key_id.filter(|_| self.ignores_ciphertext() || !self.symmetric);
        Target::new(permission, stand_in.map_or(Named::Ciphertext(blob, key_id), Named::KeyOrAlias))
    }
}
