//! Data key pairs: key pairs for use outside of KMS, the private half sealed under a KMS key.

use serde::Serialize;

use super::{
    Call,
    call::missing_key,
    data_keys::check_key,
    facts::{Values, one},
    members::{GrantTokens, Recipient},
    registry::Asks,
    shape::{request, unsupported},
    target::one_key_or_alias,
};
use crate::{
    error::KmsError,
    hsm::IssuedPair,
    quota::{Quota, Rate},
    store::KmsKey,
    types::{Blob, EncryptionContext, KeyMaterialId, KeySpec, Plaintext},
};

/// The values of `KeyPairSpec`, and how many pairs of each an account may make in a second
/// ([AWS KMS quotas](https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html); for ML-KEM it
/// names none, so those are counted as the elliptic curves are).
const SPECS: [(&str, Quota); 12] = [
    ("RSA_2048", each("GenerateDataKeyPair (RSA_2048)", 20)),
    ("RSA_3072", each("GenerateDataKeyPair (RSA_3072)", 4)),
    ("RSA_4096", each("GenerateDataKeyPair (RSA_4096)", 1)),
    ("ECC_NIST_P256", each("GenerateDataKeyPair (ECC_NIST_P256)", 100)),
    ("ECC_NIST_P384", each("GenerateDataKeyPair (ECC_NIST_P384)", 100)),
    ("ECC_NIST_P521", each("GenerateDataKeyPair (ECC_NIST_P521)", 100)),
    ("ECC_SECG_P256K1", each("GenerateDataKeyPair (ECC_SECG_P256K1)", 100)),
    ("SM2", each("GenerateDataKeyPair (SM2)", 25)),
    ("ECC_NIST_EDWARDS25519", each("GenerateDataKeyPair (ECC_NIST_EDWARDS25519)", 100)),
    ("ML_KEM_512", each("GenerateDataKeyPair (ML_KEM_512)", 100)),
    ("ML_KEM_768", each("GenerateDataKeyPair (ML_KEM_768)", 100)),
    ("ML_KEM_1024", each("GenerateDataKeyPair (ML_KEM_1024)", 100)),
];

const fn each(name: &'static str, rate: u32) -> Quota {
    Quota { name, rate: Rate::Each(rate) }
}

/// SM2 is for the Regions in China.
fn spec(name: Option<&String>) -> Result<KeySpec, KmsError> {
    let name = name.map(String::as_str).unwrap_or_default();
    let unsupported = || KmsError::UnsupportedOperation(format!("KeyPairSpec {name} is not supported."));
    KeySpec::parse(name).ok_or_else(unsupported)
}

fn quota(name: Option<&String>) -> Option<Quota> {
    SPECS.into_iter().find(|(spec, _)| name.is_some_and(|name| name == spec)).map(|(_, quota)| quota)
}

/// `kms:DataKeyPairSpec`.
fn fact<'a>(name: &str, key_pair_spec: Option<&'a String>) -> Option<Values<'a>> {
    key_pair_spec.filter(|_| name == "kms:datakeypairspec").map(|spec| one(spec.as_str()))
}

request! {
    /// [`GenerateDataKeyPair`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html)
    GenerateDataKeyPairRequest {
        /// What the sealed private key is bound to.
        encryption_context: EncryptionContext,
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// What kind of pair.
        key_pair_spec: String as DATA_KEY_PAIR_SPEC required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Not supported.
        recipient: Recipient,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `GenerateDataKeyPair`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GenerateDataKeyPairResponse {
    /// The private key, sealed: to be kept.
    pub private_key_ciphertext_blob: Blob,
    /// The private key, a `PrivateKeyInfo` (RFC 5958) in DER: to be used and erased.
    pub private_key_plaintext: Plaintext,
    /// The public key, a `SubjectPublicKeyInfo` (RFC 5280) in DER.
    pub public_key: Blob,
    /// The ARN of the key that sealed the private key.
    pub key_id: String,
    /// What kind of pair.
    pub key_pair_spec: KeySpec,
    /// The version of the material that sealed it.
    pub key_material_id: KeyMaterialId,
}

impl Asks for GenerateDataKeyPairRequest {
    one_key_or_alias!("kms:GenerateDataKeyPair", context: encryption_context, dry_run: dry_run);

    fn check(&self) -> Result<(), KmsError> {
        spec(self.key_pair_spec.as_ref())?;
        unsupported("Recipient", self.recipient.is_some())
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_key(key)
    }

    fn quota(&self) -> Option<Quota> {
        quota(self.key_pair_spec.as_ref())
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        fact(name, self.key_pair_spec.as_ref())
    }
}

/// Looking for the primes of an RSA pair takes its time: tens of milliseconds for 2048 bits, a second and more for 4096.
pub(super) fn generate_data_key_pair(
    call: &mut Call<'_>,
    request: GenerateDataKeyPairRequest,
) -> Result<GenerateDataKeyPairResponse, KmsError> {
    let spec = spec(request.key_pair_spec.as_ref())?;
    let IssuedPair { public_key, private_key, ciphertext } = issue(call, spec, request.encryption_context, true)?;
    let key = call.key(0)?;
    Ok(GenerateDataKeyPairResponse {
        private_key_ciphertext_blob: ciphertext.into(),
        private_key_plaintext: private_key,
        public_key: public_key.into(),
        key_id: call.key_arn(key.account, key.key_id),
        key_pair_spec: spec,
        key_material_id: call.material(0)?,
    })
}

request! {
    /// [`GenerateDataKeyPairWithoutPlaintext`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html)
    GenerateDataKeyPairWithoutPlaintextRequest {
        /// What the sealed private key is bound to.
        encryption_context: EncryptionContext,
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// What kind of pair.
        key_pair_spec: String as DATA_KEY_PAIR_SPEC required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `GenerateDataKeyPairWithoutPlaintext`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GenerateDataKeyPairWithoutPlaintextResponse {
    /// The private key, sealed: to be kept.
    pub private_key_ciphertext_blob: Blob,
    /// The public key, a `SubjectPublicKeyInfo` (RFC 5280) in DER.
    pub public_key: Blob,
    /// The ARN of the key that sealed the private key.
    pub key_id: String,
    /// What kind of pair.
    pub key_pair_spec: KeySpec,
    /// The version of the material that sealed it.
    pub key_material_id: KeyMaterialId,
}

impl Asks for GenerateDataKeyPairWithoutPlaintextRequest {
    one_key_or_alias!("kms:GenerateDataKeyPairWithoutPlaintext", context: encryption_context, dry_run: dry_run);

    fn check(&self) -> Result<(), KmsError> {
        spec(self.key_pair_spec.as_ref()).map(drop)
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_key(key)
    }

    fn quota(&self) -> Option<Quota> {
        quota(self.key_pair_spec.as_ref())
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        fact(name, self.key_pair_spec.as_ref())
    }
}

pub(super) fn generate_data_key_pair_without_plaintext(
    call: &mut Call<'_>,
    request: GenerateDataKeyPairWithoutPlaintextRequest,
) -> Result<GenerateDataKeyPairWithoutPlaintextResponse, KmsError> {
    let spec = spec(request.key_pair_spec.as_ref())?;
    let IssuedPair { public_key, ciphertext, .. } = issue(call, spec, request.encryption_context, false)?;
    let key = call.key(0)?;
    Ok(GenerateDataKeyPairWithoutPlaintextResponse {
        private_key_ciphertext_blob: ciphertext.into(),
        public_key: public_key.into(),
        key_id: call.key_arn(key.account, key.key_id),
        key_pair_spec: spec,
        key_material_id: call.material(0)?,
    })
}

fn issue(
    call: &mut Call<'_>,
    spec: KeySpec,
    context: Option<EncryptionContext>,
    disclosed: bool,
) -> Result<IssuedPair, KmsError> {
    let ([Some(key)], session) = call.hsm() else { return Err(missing_key()) };
    Ok(session.generate_data_key_pair(key, spec, &context.unwrap_or_default(), disclosed)?)
}
