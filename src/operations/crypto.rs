//! Encrypt, Decrypt, `ReEncrypt`: data of up to 4,096 bytes, directly under a KMS key.

use serde::Serialize;

use super::{
    Call,
    call::missing_key,
    dry_run::DryRun,
    facts::{Values, one},
    narration::Carried,
    registry::Asks,
    shape::{GrantTokens, Recipient, Shape, request, unsupported},
    target::{Named, Target},
};
use crate::{
    error::KmsError,
    hsm::Ciphertext,
    types::{Blob, EncryptionContext, KeyMaterialId, Plaintext},
};

/// The one algorithm of a symmetric encryption key.
const SYMMETRIC_DEFAULT: &str = "SYMMETRIC_DEFAULT";
/// The values of `EncryptionAlgorithm`.
const ALGORITHMS: &[&str] = &[SYMMETRIC_DEFAULT, "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"];
/// The most that a symmetric key encrypts at once, in bytes.
const PLAINTEXT_MOST: usize = 4096;

/// The algorithm must be one that symmetric encryption keys have.
fn check_algorithm(algorithm: Option<&String>) -> Result<(), KmsError> {
    match algorithm.map_or(SYMMETRIC_DEFAULT, String::as_str) {
        SYMMETRIC_DEFAULT => Ok(()),
        other => Err(KmsError::InvalidKeyUsage(format!(
            "Algorithm {other} is incompatible with key spec {SYMMETRIC_DEFAULT}."
        ))),
    }
}

/// `kms:EncryptionAlgorithm`.
fn algorithm_fact<'a>(name: &str, algorithm: Option<&'a String>) -> Option<Values<'a>> {
    (name == "kms:encryptionalgorithm").then(|| one(algorithm.map_or(SYMMETRIC_DEFAULT, String::as_str)))
}

request! {
    /// [`Encrypt`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html)
    EncryptRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String,
        /// 1 to 4,096 bytes.
        plaintext: Blob,
        /// What the ciphertext is bound to.
        encryption_context: EncryptionContext,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens,
        /// `SYMMETRIC_DEFAULT`, which is also the default.
        encryption_algorithm: String,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `Encrypt`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EncryptResponse {
    /// The ciphertext.
    pub ciphertext_blob: Blob,
    /// The ARN of the key.
    pub key_id: String,
    /// `SYMMETRIC_DEFAULT`.
    pub encryption_algorithm: &'static str,
    /// The version of the key's material.
    pub key_material_id: KeyMaterialId,
}

impl Asks for EncryptRequest {
    fn check(&self) -> Result<(), KmsError> {
        let mut shape = Shape::default();
        shape.required_key_id("keyId", self.key_id.as_ref());
        shape.blob("plaintext", self.plaintext.as_ref(), 1..=PLAINTEXT_MOST);
        shape.grant_tokens(self.grant_tokens.as_ref());
        shape.one_of("encryptionAlgorithm", self.encryption_algorithm.as_ref(), ALGORITHMS);
        shape.finish()?;
        check_algorithm(self.encryption_algorithm.as_ref())
    }

    fn targets(&self) -> Vec<Target<'_>> {
        let named = Named::KeyOrAlias(self.key_id.as_deref().unwrap_or_default());
        vec![Target::new("kms:Encrypt", named).with_context(self.encryption_context.as_ref())]
    }

    fn is_dry_run(&self) -> bool {
        self.dry_run == Some(true)
    }

    fn grant_tokens(&self) -> &[String] {
        self.grant_tokens.as_deref().unwrap_or_default()
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        algorithm_fact(name, self.encryption_algorithm.as_ref())
    }

    fn carried(&self) -> Carried<'_> {
        Carried::Plaintext(self.plaintext.as_ref().map(Blob::as_slice).unwrap_or_default())
    }
}

pub(super) fn encrypt(call: &mut Call<'_>, request: EncryptRequest) -> Result<EncryptResponse, KmsError> {
    let plaintext = request.plaintext.unwrap_or_default();
    let ([Some(key)], session) = call.hsm() else { return Err(missing_key()) };
    let ciphertext = session.encrypt(key, plaintext.as_slice(), &request.encryption_context.unwrap_or_default())?;
    let key = call.key(0)?;
    Ok(EncryptResponse {
        ciphertext_blob: ciphertext.into(),
        key_id: call.key_arn(key.account, key.key_id),
        encryption_algorithm: SYMMETRIC_DEFAULT,
        key_material_id: call.material(0)?,
    })
}

request! {
    /// [`Decrypt`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html)
    DecryptRequest {
        /// The ciphertext, 1 to 6,144 bytes; not needed in a dry run that ignores it.
        ciphertext_blob: Blob,
        /// The same pairs as when it was encrypted.
        encryption_context: EncryptionContext,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens,
        /// The key that must have made it; without it, the key that the ciphertext names.
        key_id: String,
        /// `SYMMETRIC_DEFAULT`, which is also the default.
        encryption_algorithm: String,
        /// Not supported.
        recipient: Recipient,
        /// Only ask whether it would succeed.
        dry_run: bool,
        /// `IGNORE_CIPHERTEXT`, for a dry run that needs no ciphertext.
        dry_run_modifiers: Vec<String>,
    }
}

/// The answer of `Decrypt`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DecryptResponse {
    /// The ARN of the key that made the ciphertext.
    pub key_id: String,
    /// What was encrypted.
    pub plaintext: Plaintext,
    /// `SYMMETRIC_DEFAULT`.
    pub encryption_algorithm: &'static str,
    /// The version of the key's material that made the ciphertext.
    pub key_material_id: KeyMaterialId,
}

impl DecryptRequest {
    fn dry_run(&self) -> DryRun<'_> {
        DryRun { asked: self.dry_run, modifiers: self.dry_run_modifiers.as_ref() }
    }
}

impl Asks for DecryptRequest {
    fn check(&self) -> Result<(), KmsError> {
        let mut shape = Shape::default();
        self.dry_run().check(&mut shape, self.ciphertext_blob.as_ref(), ("keyId", self.key_id.as_ref()));
        shape.grant_tokens(self.grant_tokens.as_ref());
        shape.one_of("encryptionAlgorithm", self.encryption_algorithm.as_ref(), ALGORITHMS);
        shape.finish()?;
        unsupported("Recipient", self.recipient.is_some())?;
        check_algorithm(self.encryption_algorithm.as_ref())
    }

    fn targets(&self) -> Vec<Target<'_>> {
        let key = self.dry_run().target("kms:Decrypt", self.ciphertext_blob.as_ref(), self.key_id.as_deref());
        vec![key.with_context(self.encryption_context.as_ref())]
    }

    /// With a ciphertext to look at, the operation itself answers a dry run.
    fn is_dry_run(&self) -> bool {
        self.dry_run().ignores_ciphertext()
    }

    fn grant_tokens(&self) -> &[String] {
        self.grant_tokens.as_deref().unwrap_or_default()
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        algorithm_fact(name, self.encryption_algorithm.as_ref())
    }

    fn carried(&self) -> Carried<'_> {
        Carried::Ciphertext(self.ciphertext_blob.as_ref().map(Blob::as_slice).unwrap_or_default())
    }
}

pub(super) fn decrypt(call: &mut Call<'_>, request: DecryptRequest) -> Result<DecryptResponse, KmsError> {
    let dry_run = request.dry_run().is_asked();
    let blob = request.ciphertext_blob.unwrap_or_default();
    let context = request.encryption_context.unwrap_or_default();
    let ciphertext = Ciphertext::parse(blob.as_slice()).ok_or(KmsError::InvalidCiphertext)?;
    let ([Some(key)], session) = call.hsm() else { return Err(missing_key()) };
    if dry_run {
        session.check(key, &ciphertext, &context)?;
        return Err(KmsError::DryRunOperation);
    }
    let plaintext = session.decrypt(key, &ciphertext, &context)?;
    let key = call.key(0)?;
    Ok(DecryptResponse {
        key_id: call.key_arn(key.account, key.key_id),
        plaintext,
        encryption_algorithm: SYMMETRIC_DEFAULT,
        key_material_id: ciphertext.material_id,
    })
}

request! {
    /// [`ReEncrypt`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html)
    ReEncryptRequest {
        /// The ciphertext, 1 to 6,144 bytes; not needed in a dry run that ignores it.
        ciphertext_blob: Blob,
        /// The pairs that it was encrypted with.
        source_encryption_context: EncryptionContext,
        /// The key that must have made it.
        source_key_id: String,
        /// The key to encrypt under: id, ARN, alias or alias ARN.
        destination_key_id: String,
        /// The pairs to encrypt with.
        destination_encryption_context: EncryptionContext,
        /// `SYMMETRIC_DEFAULT`, which is also the default.
        source_encryption_algorithm: String,
        /// `SYMMETRIC_DEFAULT`, which is also the default.
        destination_encryption_algorithm: String,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens,
        /// Only ask whether it would succeed.
        dry_run: bool,
        /// `IGNORE_CIPHERTEXT`, for a dry run that needs no ciphertext.
        dry_run_modifiers: Vec<String>,
    }
}

/// The answer of `ReEncrypt`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReEncryptResponse {
    /// The new ciphertext.
    pub ciphertext_blob: Blob,
    /// The ARN of the key that had made the old one.
    pub source_key_id: String,
    /// The ARN of the key that made the new one.
    pub key_id: String,
    /// `SYMMETRIC_DEFAULT`.
    pub source_encryption_algorithm: &'static str,
    /// `SYMMETRIC_DEFAULT`.
    pub destination_encryption_algorithm: &'static str,
    /// The version of the material that had made the old one.
    pub source_key_material_id: KeyMaterialId,
    /// The version of the material that made the new one.
    pub destination_key_material_id: KeyMaterialId,
}

impl ReEncryptRequest {
    fn dry_run(&self) -> DryRun<'_> {
        DryRun { asked: self.dry_run, modifiers: self.dry_run_modifiers.as_ref() }
    }
}

impl Asks for ReEncryptRequest {
    fn check(&self) -> Result<(), KmsError> {
        let algorithms = [&self.source_encryption_algorithm, &self.destination_encryption_algorithm];
        let [source_algorithm, destination_algorithm] = algorithms.map(Option::as_ref);
        let mut shape = Shape::default();
        let source = ("sourceKeyId", self.source_key_id.as_ref());
        self.dry_run().check(&mut shape, self.ciphertext_blob.as_ref(), source);
        shape.required_key_id("destinationKeyId", self.destination_key_id.as_ref());
        shape.one_of("sourceEncryptionAlgorithm", source_algorithm, ALGORITHMS);
        shape.one_of("destinationEncryptionAlgorithm", destination_algorithm, ALGORITHMS);
        shape.grant_tokens(self.grant_tokens.as_ref());
        shape.finish()?;
        check_algorithm(source_algorithm)?;
        check_algorithm(destination_algorithm)
    }

    fn targets(&self) -> Vec<Target<'_>> {
        let (blob, key_id) = (self.ciphertext_blob.as_ref(), self.source_key_id.as_deref());
        let source = self.dry_run().target("kms:ReEncryptFrom", blob, key_id);
        let destination = Named::KeyOrAlias(self.destination_key_id.as_deref().unwrap_or_default());
        vec![
            source.with_context(self.source_encryption_context.as_ref()),
            Target::new("kms:ReEncryptTo", destination).with_context(self.destination_encryption_context.as_ref()),
        ]
    }

    /// With a ciphertext to look at, the operation itself answers a dry run.
    fn is_dry_run(&self) -> bool {
        self.dry_run().ignores_ciphertext()
    }

    fn grant_tokens(&self) -> &[String] {
        self.grant_tokens.as_deref().unwrap_or_default()
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        algorithm_fact(name, self.source_encryption_algorithm.as_ref())
    }

    fn carried(&self) -> Carried<'_> {
        Carried::Ciphertext(self.ciphertext_blob.as_ref().map(Blob::as_slice).unwrap_or_default())
    }
}

pub(super) fn re_encrypt(call: &mut Call<'_>, request: ReEncryptRequest) -> Result<ReEncryptResponse, KmsError> {
    let dry_run = request.dry_run().is_asked();
    let blob = request.ciphertext_blob.unwrap_or_default();
    let ciphertext = Ciphertext::parse(blob.as_slice()).ok_or(KmsError::InvalidCiphertext)?;
    let source_context = request.source_encryption_context.unwrap_or_default();
    let destination_context = request.destination_encryption_context.unwrap_or_default();
    let ([Some(source), Some(destination)], session) = call.hsm() else { return Err(missing_key()) };
    if dry_run {
        session.check(source, &ciphertext, &source_context)?;
        return Err(KmsError::DryRunOperation);
    }
    let sealed = session.re_encrypt(source, &ciphertext, &source_context, destination, &destination_context)?;
    let [source, destination] = [call.key(0)?, call.key(1)?];
    Ok(ReEncryptResponse {
        ciphertext_blob: sealed.into(),
        source_key_id: call.key_arn(source.account, source.key_id),
        key_id: call.key_arn(destination.account, destination.key_id),
        source_encryption_algorithm: SYMMETRIC_DEFAULT,
        destination_encryption_algorithm: SYMMETRIC_DEFAULT,
        source_key_material_id: ciphertext.material_id,
        destination_key_material_id: call.material(1)?,
    })
}
