use serde::Serialize;

use crate::types::Decision;

/// A check that may stop a call, in the order in which a call meets them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateId {
    /// Who calls is known.
    Caller,
    /// The caller's account has not used up its request quota. There is no such gate where quotas are off.
    Quota,
    /// The request has the right shape.
    Request,
    /// The key that it names exists here.
    Key,
    /// The caller may do this with the key.
    Authorization,
    /// The key is in a state that allows it.
    State,
    /// The key is of a kind that allows it.
    Usage,
    /// The ciphertext and its context are authentic. This one stands in the HSM.
    Crypto,
}

/// A check as it came out.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Gate {
    /// Which check.
    pub id: GateId,
    /// Whether the call went on.
    pub pass: bool,
    /// For authorization: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}
