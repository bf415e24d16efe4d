use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::types::KeyId;

/// The ids of requests and of the events that tell of them: worked out from a number when somebody looks, so that a call
/// costs no randomness and no hash.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct RequestIds {
    /// What tells this engine from any other.
    salt: [u8; 16],
    next: u64,
}

/// What an id is of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum IdOf {
    /// A request: `x-amzn-requestid`.
    Request,
    /// The event in the log of the account that called.
    Event,
    /// The event in the log of the account that owns the key, where that is another.
    OwnersEvent,
    /// What both of them have in common.
    SharedEvent,
    /// The event in another Region that the request reached into.
    EventElsewhere,
}

impl RequestIds {
    /// Ids that no other salt gives.
    pub fn new(salt: [u8; 16]) -> Self {
        Self { salt, next: 0 }
    }

    /// The number of the next request or event.
    pub fn take(&mut self) -> u64 {
        let number = self.next;
        self.next = number.saturating_add(1);
        number
    }

    /// An id as text: a version 4 UUID.
    pub fn id(&self, of: IdOf, number: u64) -> String {
        let kind = [match of {
            IdOf::Request => 0,
            IdOf::Event => 1,
            IdOf::OwnersEvent => 2,
            IdOf::SharedEvent => 3,
            IdOf::EventElsewhere => 4,
        }];
        let hash =
            Sha256::new().chain_update(self.salt).chain_update(kind).chain_update(number.to_be_bytes()).finalize();
        KeyId::from_random(hash.first_chunk().copied().unwrap_or_default()).to_string()
    }
}
