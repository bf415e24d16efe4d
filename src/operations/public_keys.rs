//! `GetPublicKey`: the half of a key pair that everybody may have.

use serde::Serialize;

use super::{
    Call, call::missing_key, members::GrantTokens, metadata::algorithms, registry::Asks, shape::request,
    target::one_key_or_alias,
};
use crate::{
    error::KmsError,
    hsm::PairRef,
    store::KmsKey,
    types::{Blob, KeySpec, KeyUsage},
};

request! {
    /// [`GetPublicKey`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html)
    GetPublicKeyRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
    }
}

/// The answer of `GetPublicKey`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetPublicKeyResponse {
    /// The ARN of the key.
    pub key_id: String,
    /// A `SubjectPublicKeyInfo` (RFC 5280) in DER.
    pub public_key: Blob,
    /// The old name of `KeySpec`.
    pub customer_master_key_spec: KeySpec,
    /// The key spec.
    pub key_spec: KeySpec,
    /// What the key is used for.
    pub key_usage: KeyUsage,
    /// The algorithms that the key encrypts with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub encryption_algorithms: Vec<&'static str>,
    /// The algorithms that the key signs with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signing_algorithms: Vec<&'static str>,
    /// The algorithms that the key agrees on secrets with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_agreement_algorithms: Vec<&'static str>,
    /// The algorithms that the key encapsulates secrets with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub encapsulation_algorithms: Vec<&'static str>,
}

impl Asks for GetPublicKeyRequest {
    one_key_or_alias!("kms:GetPublicKey");

    /// AWS names the exception, not its text.
    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        if key.spec.is_pair() {
            return Ok(());
        }
        let (id, spec) = (key.key_id, key.spec.as_str());
        Err(KmsError::UnsupportedOperation(format!("{id} key spec is {spec} which is not valid for GetPublicKey.")))
    }
}

pub(super) fn get_public_key(call: &mut Call<'_>, _: GetPublicKeyRequest) -> Result<GetPublicKeyResponse, KmsError> {
    let spec = call.key(0)?.spec;
    let ([Some(token)], session) = call.hsm() else { return Err(missing_key()) };
    let public_key = session.public_key(PairRef { token, spec })?;
    let key = call.key(0)?;
    Ok(GetPublicKeyResponse {
        key_id: call.key_arn(key.account, key.key_id),
        public_key: public_key.into(),
        customer_master_key_spec: key.spec,
        key_spec: key.spec,
        key_usage: key.usage,
        encryption_algorithms: algorithms(key, KeyUsage::EncryptDecrypt),
        signing_algorithms: algorithms(key, KeyUsage::SignVerify),
        key_agreement_algorithms: algorithms(key, KeyUsage::KeyAgreement),
        encapsulation_algorithms: algorithms(key, KeyUsage::EncapsulateDecapsulate),
    })
}
