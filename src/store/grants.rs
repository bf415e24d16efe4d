use serde::{Deserialize, Serialize};

use crate::{
    policy::{Grant, GrantOperation},
    types::{EncryptionContext, GrantId, KeyId},
};

/// The grants of one Region.
#[derive(Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Grants {}

impl Grants {
    /// The first grant that `admits` accepts.
    pub fn find(
        &self,
        _key_id: KeyId,
        _arns: &[&str],
        _operation: GrantOperation,
        _context: Option<&EncryptionContext>,
        _admits: &mut dyn FnMut(&Grant) -> bool,
    ) -> Option<&Grant> {
        None
    }

    /// The grants of a key.
    pub fn of_key(&self, _key_id: KeyId) -> impl Iterator<Item = &Grant> {
        core::iter::empty()
    }

    /// The grant that a token belongs to.
    pub fn by_token(&self, _token: &str) -> Option<&Grant> {
        None
    }

    /// A grant.
    pub fn get(&self, _key_id: KeyId, _id: &GrantId) -> Option<&Grant> {
        None
    }
}
