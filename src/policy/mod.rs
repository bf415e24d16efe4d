//! May this principal do this with this key? A decision, with its reasons.

use crate::types::{AccountId, Considered, Decision, Effect, Element, Mismatch, Principal, StatementRef, Verdict};

/// Decides by the one rule there is so far: the principals of the account that owns a key may use it.
///
/// It stands in for the default key policy together with identity policies that allow everything.
pub fn authorize(caller: &Principal, owner: AccountId) -> Decision {
    let statement = StatementRef { document: "account".into(), pointer: "/Statement/0".into() };
    if caller.account() == owner {
        return Decision {
            effect: Effect::Allow,
            determined_by: vec![statement.clone()],
            considered: vec![Considered { statement, verdict: Verdict::Matched }],
        };
    }
    let mismatch =
        Mismatch { element: Element::Principal, wanted: owner.to_string(), given: caller.account().to_string() };
    Decision {
        effect: Effect::ImplicitDeny,
        determined_by: Vec::new(),
        considered: vec![Considered { statement, verdict: Verdict::NotMatched(mismatch) }],
    }
}
