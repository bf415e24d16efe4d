//! `DeriveSharedSecret`, Encapsulate, Decapsulate: a secret that two parties come to over an open line.

use serde::Serialize;

use super::{
    Call,
    call::missing_key,
    facts::{Values, one},
    members::{GrantTokens, Recipient},
    narration::Carried,
    registry::Asks,
    shape::{request, unsupported},
    target::one_key_or_alias,
};
use crate::{
    error::KmsError,
    hsm::PairRef,
    quota::Quota,
    types::{Blob, Origin, Plaintext},
};

/// The one value of `KeyAgreementAlgorithmSpec` that is not for the Regions in China.
pub(super) const ECDH: &str = "ECDH";
/// The one value of `EncapsulationAlgorithmSpec`.
pub(super) const ML_KEM: &str = "ML_KEM";

request! {
    /// [`DeriveSharedSecret`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html)
    DeriveSharedSecretRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// `ECDH`.
        key_agreement_algorithm: String as KEY_AGREEMENT_ALGORITHM required,
        /// The other party's, on the same curve: a `SubjectPublicKeyInfo` in DER.
        public_key: Blob as PUBLIC_KEY required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
        /// Not supported.
        recipient: Recipient,
    }
}

/// The answer of `DeriveSharedSecret`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeriveSharedSecretResponse {
    /// The ARN of the key.
    pub key_id: String,
    /// The x-coordinate of the point that both parties come to. Derive keys from it, do not use it as one.
    pub shared_secret: Plaintext,
    /// `ECDH`.
    pub key_agreement_algorithm: &'static str,
    /// Where the material of the key comes from.
    pub key_origin: Origin,
}

impl Asks for DeriveSharedSecretRequest {
    one_key_or_alias!("kms:DeriveSharedSecret");

    fn check(&self) -> Result<(), KmsError> {
        unsupported("Recipient", self.recipient.is_some())
    }

    fn quota(&self) -> Option<Quota> {
        Some(Quota::ECC)
    }

    /// `kms:KeyAgreementAlgorithm`.
    fn fact(&self, name: &str) -> Option<Values<'_>> {
        let algorithm = self.key_agreement_algorithm.as_ref().filter(|_| name == "kms:keyagreementalgorithm");
        algorithm.map(|algorithm| one(algorithm.as_str()))
    }

    fn carried(&self) -> Carried<'_> {
        Carried::PublicKey(self.public_key.as_ref().map(Blob::as_slice).unwrap_or_default())
    }
}

/// A dry run derives the secret too, and forgets it: whether the public key is one is known only then.
pub(super) fn derive_shared_secret(
    call: &mut Call<'_>,
    request: DeriveSharedSecretRequest,
) -> Result<DeriveSharedSecretResponse, KmsError> {
    let spec = call.key(0)?.spec;
    let public_key = request.public_key.unwrap_or_default();
    let ([Some(token)], session) = call.hsm() else { return Err(missing_key()) };
    let shared_secret = session.derive_shared_secret(PairRef { token, spec }, public_key.as_slice())?;
    if request.dry_run == Some(true) {
        return Err(KmsError::DryRunOperation);
    }
    let key = call.key(0)?;
    Ok(DeriveSharedSecretResponse {
        key_id: call.key_arn(key.account, key.key_id),
        shared_secret,
        key_agreement_algorithm: ECDH,
        key_origin: key.origin,
    })
}

request! {
    /// [`Encapsulate`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encapsulate.html)
    EncapsulateRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// `ML_KEM`.
        encapsulation_algorithm: String as ENCAPSULATION_ALGORITHM required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `Encapsulate`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EncapsulateResponse {
    /// The ARN of the key.
    pub key_id: String,
    /// The secret, 32 bytes.
    pub shared_secret: Plaintext,
    /// The secret for the owner of the private key: 768, 1,088 or 1,568 bytes.
    pub shared_secret_ciphertext_blob: Blob,
    /// `ML_KEM`.
    pub encapsulation_algorithm: &'static str,
}

impl Asks for EncapsulateRequest {
    one_key_or_alias!("kms:Encapsulate", dry_run: dry_run);
}

pub(super) fn encapsulate(call: &mut Call<'_>, _: EncapsulateRequest) -> Result<EncapsulateResponse, KmsError> {
    let spec = call.key(0)?.spec;
    let ([Some(token)], session) = call.hsm() else { return Err(missing_key()) };
    let (shared_secret, ciphertext) = session.encapsulate(PairRef { token, spec })?;
    let key = call.key(0)?;
    Ok(EncapsulateResponse {
        key_id: call.key_arn(key.account, key.key_id),
        shared_secret,
        shared_secret_ciphertext_blob: ciphertext.into(),
        encapsulation_algorithm: ML_KEM,
    })
}

request! {
    /// [`Decapsulate`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Decapsulate.html)
    DecapsulateRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// What encapsulating with the public key came to.
        shared_secret_ciphertext_blob: Blob as CIPHERTEXT required,
        /// `ML_KEM`.
        encapsulation_algorithm: String as ENCAPSULATION_ALGORITHM required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `Decapsulate`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DecapsulateResponse {
    /// The ARN of the key.
    pub key_id: String,
    /// The secret, 32 bytes: another one, without a word, if the ciphertext is not what it was.
    pub shared_secret: Plaintext,
    /// `ML_KEM`.
    pub encapsulation_algorithm: &'static str,
}

impl Asks for DecapsulateRequest {
    one_key_or_alias!("kms:Decapsulate");

    fn carried(&self) -> Carried<'_> {
        let ciphertext = self.shared_secret_ciphertext_blob.as_ref();
        Carried::EncapsulatedSecret(ciphertext.map(Blob::as_slice).unwrap_or_default())
    }
}

/// A dry run decapsulates too, and forgets what came of it: only the HSM knows the length that a ciphertext must have.
pub(super) fn decapsulate(call: &mut Call<'_>, request: DecapsulateRequest) -> Result<DecapsulateResponse, KmsError> {
    let spec = call.key(0)?.spec;
    let ciphertext = request.shared_secret_ciphertext_blob.unwrap_or_default();
    let ([Some(token)], session) = call.hsm() else { return Err(missing_key()) };
    let shared_secret = session.decapsulate(PairRef { token, spec }, ciphertext.as_slice())?;
    if request.dry_run == Some(true) {
        return Err(KmsError::DryRunOperation);
    }
    let key = call.key(0)?;
    Ok(DecapsulateResponse {
        key_id: call.key_arn(key.account, key.key_id),
        shared_secret,
        encapsulation_algorithm: ML_KEM,
    })
}
