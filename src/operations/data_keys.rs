//! Data keys, and plain randomness.

use serde::Serialize;

use super::{
    Call,
    call::missing_key,
    custom_key_stores::find,
    members::{GrantTokens, Recipient},
    registry::Asks,
    shape::{request, unsupported},
    target::one_key_or_alias,
};
use crate::{
    error::KmsError,
    hsm::Issued,
    store::KmsKey,
    types::{Blob, EncryptionContext, KeyMaterialId, KeySpec, Plaintext},
};

/// The values of `KeySpec`, and the lengths in bytes that they stand for.
const KEY_SPECS: [(&str, i64); 2] = [("AES_256", 32), ("AES_128", 16)];

request! {
    /// [`GenerateDataKey`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html)
    GenerateDataKeyRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// What the sealed copy is bound to.
        encryption_context: EncryptionContext,
        /// `AES_256` or `AES_128`; or `NumberOfBytes`, but not both.
        key_spec: String as DATA_KEY_SPEC,
        /// 1 to 1,024; or `KeySpec`, but not both.
        number_of_bytes: i64 as NUMBER_OF_BYTES,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Not supported.
        recipient: Recipient,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `GenerateDataKey`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GenerateDataKeyResponse {
    /// The data key, sealed: to be kept.
    pub ciphertext_blob: Blob,
    /// The data key: to be used and erased.
    pub plaintext: Plaintext,
    /// The ARN of the key that sealed it.
    pub key_id: String,
    /// The version of that key's material.
    pub key_material_id: KeyMaterialId,
}

impl Asks for GenerateDataKeyRequest {
    one_key_or_alias!("kms:GenerateDataKey", context: encryption_context, dry_run: dry_run);

    fn check(&self) -> Result<(), KmsError> {
        unsupported("Recipient", self.recipient.is_some())?;
        data_key_length(self.key_spec.as_ref(), self.number_of_bytes).map(drop)
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_key(key)
    }
}

pub(super) fn generate_data_key(
    call: &mut Call<'_>,
    request: GenerateDataKeyRequest,
) -> Result<GenerateDataKeyResponse, KmsError> {
    let length = data_key_length(request.key_spec.as_ref(), request.number_of_bytes)?;
    let issued = issue(call, length, request.encryption_context, true)?;
    let key = call.key(0)?;
    Ok(GenerateDataKeyResponse {
        ciphertext_blob: issued.ciphertext.into(),
        plaintext: issued.plaintext,
        key_id: call.key_arn(key.account, key.key_id),
        key_material_id: call.material(0)?,
    })
}

request! {
    /// [`GenerateDataKeyWithoutPlaintext`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html)
    GenerateDataKeyWithoutPlaintextRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// What the sealed copy is bound to.
        encryption_context: EncryptionContext,
        /// `AES_256` or `AES_128`; or `NumberOfBytes`, but not both.
        key_spec: String as DATA_KEY_SPEC,
        /// 1 to 1,024; or `KeySpec`, but not both.
        number_of_bytes: i64 as NUMBER_OF_BYTES,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `GenerateDataKeyWithoutPlaintext`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GenerateDataKeyWithoutPlaintextResponse {
    /// The data key, sealed: to be kept.
    pub ciphertext_blob: Blob,
    /// The ARN of the key that sealed it.
    pub key_id: String,
    /// The version of that key's material.
    pub key_material_id: KeyMaterialId,
}

impl Asks for GenerateDataKeyWithoutPlaintextRequest {
    one_key_or_alias!("kms:GenerateDataKeyWithoutPlaintext", context: encryption_context, dry_run: dry_run);

    fn check(&self) -> Result<(), KmsError> {
        data_key_length(self.key_spec.as_ref(), self.number_of_bytes).map(drop)
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_key(key)
    }
}

pub(super) fn generate_data_key_without_plaintext(
    call: &mut Call<'_>,
    request: GenerateDataKeyWithoutPlaintextRequest,
) -> Result<GenerateDataKeyWithoutPlaintextResponse, KmsError> {
    let length = data_key_length(request.key_spec.as_ref(), request.number_of_bytes)?;
    let issued = issue(call, length, request.encryption_context, false)?;
    let key = call.key(0)?;
    Ok(GenerateDataKeyWithoutPlaintextResponse {
        ciphertext_blob: issued.ciphertext.into(),
        key_id: call.key_arn(key.account, key.key_id),
        key_material_id: call.material(0)?,
    })
}

/// AWS's words.
pub(super) fn check_key(key: &KmsKey) -> Result<(), KmsError> {
    match key.spec {
        KeySpec::SymmetricDefault => Ok(()),
        _ => Err(KmsError::InvalidKeyUsage("You cannot generate a data key with an asymmetric CMK".to_owned())),
    }
}

/// The length that the request asks for, in bytes, in one way and one way only.
fn data_key_length(key_spec: Option<&String>, number_of_bytes: Option<i64>) -> Result<usize, KmsError> {
    let by_spec = key_spec.and_then(|spec| KEY_SPECS.into_iter().find(|(name, _)| name == spec));
    let length = match (by_spec, number_of_bytes) {
        (Some((_, length)), None) | (None, Some(length)) => usize::try_from(length).ok(),
        _ => None,
    };
    length.ok_or_else(|| KmsError::Validation("Please specify either number of bytes or key spec.".to_owned()))
}

fn issue(
    call: &mut Call<'_>,
    length: usize,
    context: Option<EncryptionContext>,
    disclosed: bool,
) -> Result<Issued, KmsError> {
    let ([Some(key)], session) = call.hsm() else { return Err(missing_key()) };
    Ok(session.generate_data_key(key, length, &context.unwrap_or_default(), disclosed)?)
}

request! {
    /// [`GenerateRandom`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html)
    GenerateRandomRequest {
        /// How many bytes, 1 to 1,024.
        number_of_bytes: i64 as NUMBER_OF_BYTES,
        /// Refused for the only key stores that there are: AWS makes bytes in CloudHSM clusters only.
        custom_key_store_id: String as CUSTOM_KEY_STORE_ID,
        /// Not supported.
        recipient: Recipient,
    }
}

/// The answer of `GenerateRandom`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GenerateRandomResponse {
    /// The random bytes.
    pub plaintext: Plaintext,
}

impl Asks for GenerateRandomRequest {
    fn check(&self) -> Result<(), KmsError> {
        if self.number_of_bytes.is_none() {
            return Err(KmsError::Validation("NumberOfBytes is required.".to_owned()));
        }
        unsupported("Recipient", self.recipient.is_some())
    }
}

pub(super) fn generate_random(
    call: &mut Call<'_>,
    request: GenerateRandomRequest,
) -> Result<GenerateRandomResponse, KmsError> {
    if let Some(id) = &request.custom_key_store_id {
        let store = find(call, Some(id))?;
        let message = format!("{} is an external key store, which makes no random bytes.", store.id.as_str());
        return Err(KmsError::UnsupportedOperation(message));
    }
    let length = usize::try_from(request.number_of_bytes.unwrap_or_default()).unwrap_or_default();
    let plaintext = call.hsm.session(call.entropy, call.trace).random(length)?;
    Ok(GenerateRandomResponse { plaintext })
}
