use std::borrow::Cow;

use glass_kms::policy::{self, Facts, GrantAsk, KeyResource, NoGrants, Policy, PolicyKind, Query, Requester, Resource};
use glass_kms::types::{AccountId, KeyArn, KeyId, Principal, Region, Timestamp};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The root of an account, a key of the account, and the default key policy.
#[wasm_bindgen]
pub struct Access {
    root: Principal,
    arn: KeyArn,
    policy: Policy,
}

/// The default key policy asks for nothing, and no grant is needed.
struct Nothing;

impl Facts for Nothing {
    fn values(&self, _: &str) -> Option<Vec<Cow<'_, str>>> {
        None
    }
}

#[wasm_bindgen]
impl Access {
    /// Reads the policy.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        let account = AccountId::parse("111122223333")?;
        let key_id = KeyId::parse("1b2c3d4e-0000-4000-8000-000000000001").ok_or_else(|| JsError::new("a key id"))?;
        let policy = r#"{
            "Version": "2012-10-17",
            "Id": "key-default-1",
            "Statement": [{
                "Sid": "Enable IAM User Permissions",
                "Effect": "Allow",
                "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
                "Action": "kms:*",
                "Resource": "*"
            }]
        }"#;
        Ok(Self {
            root: Principal::root(account),
            arn: KeyArn { region: Region::parse("us-east-1")?, account, key_id },
            policy: Policy::parse(PolicyKind::Key, policy).map_err(|error| JsError::new(&error.message))?,
        })
    }

    /// Asks so many times, and returns how often the answer was yes, so that none of it can be left out.
    #[must_use]
    #[wasm_bindgen(js_name = askDefaultPolicy)]
    pub fn ask_default_policy(&self, times: usize) -> usize {
        (0..times).filter(|_| policy::rule(&std::hint::black_box(self.query())).is_allowed()).count()
    }
}

impl Access {
    fn query(&self) -> Query<'_> {
        Query {
            requester: Requester { principal: &self.root, identity: None },
            action: "kms:GenerateDataKey",
            resource: Resource::Key(KeyResource {
                arn: &self.arn,
                policy: &self.policy,
                cross_account: true,
                grants: &NoGrants,
                ask: GrantAsk { context: None, tokens: &[], now: Timestamp::from_millis(0), retires: None },
            }),
            facts: &Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Access;

    #[test]
    fn the_default_policy_allows_the_root() {
        assert_eq!(Access::new().map_err(|_| "refused").unwrap().ask_default_policy(3), 3);
    }
}
