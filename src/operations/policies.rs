//! Key policies: read, replaced, listed.

use serde::Serialize;

use super::{
    Call,
    authorization::Authorization,
    facts::{Values, one, truth},
    listing::after,
    registry::{Asks, Empty},
    shape::request,
    target::{Named, Target},
};
use crate::{
    error::KmsError,
    policy::{Policy, PolicyError, PolicyKind},
    store::{Directory, KmsKey},
    types::{AccountId, Principal},
};

/// The one name that a key policy can be given by its owner.
const DEFAULT: &str = "default";
/// The name of the policy that AWS RAM keeps on a shared key; no key is shared here.
const AWS_RAM: &str = "AWS_RAM";
/// The quota for a policy, in bytes.
const POLICY_MOST: usize = 32_768;

/// The policy that a key gets if its maker brings none: it leaves every decision to the account's IAM.
///
/// Its text is the one that KMS itself writes.
pub(super) fn default_policy(account: AccountId) -> Result<Policy, KmsError> {
    let root = Principal::root(account);
    let text = format!(
        r#"{{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {{
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {{
      "AWS" : "{root}"
    }},
    "Action" : "kms:*",
    "Resource" : "*"
  }} ]
}}"#
    );
    Policy::parse(PolicyKind::Key, &text).map_err(malformed)
}

/// A policy that a request brings for a key: it must be well formed, its principals must exist, and unless `bypass` is
/// set it must let the caller put another one in its place.
pub(super) fn checked_policy(
    directory: &Directory,
    authorization: &Authorization<'_>,
    key: &KmsKey,
    text: &str,
    bypass: bool,
) -> Result<Policy, KmsError> {
    if text.len() > POLICY_MOST {
        return Err(KmsError::LimitExceeded(format!(
            "The policy has {} bytes; a key policy has {POLICY_MOST} at the most.",
            text.len()
        )));
    }
    let policy = Policy::parse(PolicyKind::Key, text).map_err(malformed)?;
    for (arn, pointer) in policy.named_principals() {
        if !Principal::parse(arn).is_ok_and(|principal| directory.has(&principal)) {
            let message = format!(
                "Policy contains a statement with one or more invalid principals: there is no {arn}. \
                 Make it first, with the IAM operations CreateUser or CreateRole."
            );
            return Err(malformed(PolicyError { message, at: policy.place(pointer) }));
        }
    }
    if !bypass && !authorization.could_put_policy(key, &policy) {
        let message = "The new key policy will not allow you to update the key policy in the future.".to_owned();
        return Err(KmsError::MalformedPolicyDocument { message, at: None });
    }
    Ok(policy)
}

pub(super) fn malformed(PolicyError { message, at }: PolicyError) -> KmsError {
    KmsError::MalformedPolicyDocument { message: format!("{message} ({at})"), at: Some(at) }
}

request! {
    /// [`PutKeyPolicy`](https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html)
    PutKeyPolicyRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// `default`, which is also the default.
        policy_name: String as POLICY_NAME,
        /// The policy: JSON of 32,768 bytes at the most.
        policy: String as POLICY required,
        /// Accept a policy even if the caller could not replace it again.
        bypass_policy_lockout_safety_check: bool,
    }
}

impl Asks for PutKeyPolicyRequest {
    fn check(&self) -> Result<(), KmsError> {
        match self.policy_name.as_deref() {
            None | Some(DEFAULT) => Ok(()),
            Some(AWS_RAM) => {
                Err(KmsError::Validation("The AWS_RAM policy can only be managed by the RAM service".to_owned()))
            }
            Some(other) => Err(no_such_policy(other)),
        }
    }

    fn targets(&self) -> Vec<Target<'_>> {
        vec![Target::new("kms:PutKeyPolicy", Named::Key(self.key_id.as_deref().unwrap_or_default()))]
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        match name {
            "kms:bypasspolicylockoutsafetycheck" => {
                Some(one(truth(self.bypass_policy_lockout_safety_check == Some(true))))
            }
            "kms:policyname" => Some(one(self.policy_name.as_deref().unwrap_or(DEFAULT))),
            _ => None,
        }
    }
}

fn no_such_policy(name: &str) -> KmsError {
    KmsError::NotFound(format!("No such policy exists: {name}. A key has one policy, {DEFAULT}."))
}

pub(super) fn put_key_policy(call: &mut Call<'_>, request: PutKeyPolicyRequest) -> Result<Empty, KmsError> {
    let bypass = request.bypass_policy_lockout_safety_check == Some(true);
    let text = request.policy.unwrap_or_default();
    let policy = checked_policy(call.directory, &call.authorization(), call.key(0)?, &text, bypass)?;
    call.change_key(|key| key.policy = policy)?;
    Ok(Empty {})
}

request! {
    /// [`GetKeyPolicy`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html)
    GetKeyPolicyRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// `default`, which is also the default.
        policy_name: String as POLICY_NAME,
    }
}

/// The answer of `GetKeyPolicy`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetKeyPolicyResponse {
    /// The policy, as it was put.
    pub policy: String,
    /// `default`.
    pub policy_name: &'static str,
}

impl Asks for GetKeyPolicyRequest {
    fn check(&self) -> Result<(), KmsError> {
        match self.policy_name.as_deref() {
            None | Some(DEFAULT) => Ok(()),
            Some(other) => Err(no_such_policy(other)),
        }
    }

    fn targets(&self) -> Vec<Target<'_>> {
        vec![Target::new("kms:GetKeyPolicy", Named::Key(self.key_id.as_deref().unwrap_or_default()))]
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        (name == "kms:policyname").then(|| one(self.policy_name.as_deref().unwrap_or(DEFAULT)))
    }
}

pub(super) fn get_key_policy(call: &mut Call<'_>, _: GetKeyPolicyRequest) -> Result<GetKeyPolicyResponse, KmsError> {
    Ok(GetKeyPolicyResponse { policy: call.key(0)?.policy.text().to_owned(), policy_name: DEFAULT })
}

request! {
    /// [`ListKeyPolicies`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html)
    ListKeyPoliciesRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// How many names, 1 to 1,000; 100 by default.
        limit: i64 as LIMIT,
        /// Where to go on: `NextMarker` of the page before.
        marker: String as MARKER,
    }
}

/// The answer of `ListKeyPolicies`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListKeyPoliciesResponse {
    /// The names: `default`.
    pub policy_names: [&'static str; 1],
    /// Whether there is a next page: never, for a key has one policy.
    pub truncated: bool,
}

impl Asks for ListKeyPoliciesRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        vec![Target::new("kms:ListKeyPolicies", Named::Key(self.key_id.as_deref().unwrap_or_default()))]
    }
}

pub(super) fn list_key_policies(
    _: &mut Call<'_>,
    request: ListKeyPoliciesRequest,
) -> Result<ListKeyPoliciesResponse, KmsError> {
    after(request.marker.as_ref(), |_| None::<()>)?;
    Ok(ListKeyPoliciesResponse { policy_names: [DEFAULT], truncated: false })
}
