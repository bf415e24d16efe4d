//! `DeriveSharedSecret`, Encapsulate, Decapsulate: a secret that two parties come to over an open line.

use serde::Serialize;

use super::{
    Call,
    call::missing_key,
    facts::{Values, one},
    narration::Carried,
    registry::Asks,
    shape::{GrantTokens, Recipient, Shape, request, unsupported},
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
/// The most that a public key may have, in bytes.
const PUBLIC_KEY_MOST: usize = 8192;
/// The most that an encapsulated secret may have, in bytes.
const CIPHERTEXT_MOST: usize = 6144;

request! {
    /// [`DeriveSharedSecret`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html)
    DeriveSharedSecretRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String,
        /// `ECDH`.
        key_agreement_algorithm: String,
        /// The other party's, on the same curve: a `SubjectPublicKeyInfo` in DER.
        public_key: Blob,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens,
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
        let mut shape = Shape::default();
        shape.required_key_id("keyId", self.key_id.as_ref());
        shape.required("keyAgreementAlgorithm", self.key_agreement_algorithm.as_ref());
        shape.one_of("keyAgreementAlgorithm", self.key_agreement_algorithm.as_ref(), &[ECDH]);
        shape.blob("publicKey", self.public_key.as_ref(), 1..=PUBLIC_KEY_MOST);
        shape.grant_tokens(self.grant_tokens.as_ref());
        shape.finish()?;
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

/// Checks what both operations of ML-KEM take.
fn encapsulating(key_id: Option<&String>, algorithm: Option<&String>, grant_tokens: Option<&GrantTokens>) -> Shape {
    let mut shape = Shape::default();
    shape.required_key_id("keyId", key_id);
    shape.required("encapsulationAlgorithm", algorithm);
    shape.one_of("encapsulationAlgorithm", algorithm, &[ML_KEM]);
    shape.grant_tokens(grant_tokens);
    shape
}

request! {
    /// [`Encapsulate`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encapsulate.html)
    EncapsulateRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String,
        /// `ML_KEM`.
        encapsulation_algorithm: String,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens,
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

    fn check(&self) -> Result<(), KmsError> {
        let [key_id, algorithm] = [&self.key_id, &self.encapsulation_algorithm].map(Option::as_ref);
        encapsulating(key_id, algorithm, self.grant_tokens.as_ref()).finish()
    }
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
        key_id: String,
        /// What encapsulating with the public key came to.
        shared_secret_ciphertext_blob: Blob,
        /// `ML_KEM`.
        encapsulation_algorithm: String,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens,
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

    fn check(&self) -> Result<(), KmsError> {
        let [key_id, algorithm] = [&self.key_id, &self.encapsulation_algorithm].map(Option::as_ref);
        let mut shape = encapsulating(key_id, algorithm, self.grant_tokens.as_ref());
        let ciphertext = self.shared_secret_ciphertext_blob.as_ref();
        shape.blob("sharedSecretCiphertextBlob", ciphertext, 1..=CIPHERTEXT_MOST);
        shape.finish()
    }

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
