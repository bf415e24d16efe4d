//! Encrypt, Decrypt, `ReEncrypt`: data of up to 4,096 bytes, directly under a KMS key.
//!
//! A ciphertext of a symmetric key names its key. One that RSA made does not, so the request has to.

use serde::Serialize;

use super::{
    Call,
    call::missing_key,
    dry_run::DryRun,
    facts::{Values, one},
    members::{GrantTokens, Recipient},
    narration::Carried,
    registry::Asks,
    shape::{request, unsupported},
    target::{Named, Target, one_key_or_alias},
};
use crate::{
    error::KmsError,
    hsm::{Ciphertext, Encryption, HsmError, Sealed, oaep::Hash},
    quota::Quota,
    store::KmsKey,
    types::{Blob, EncryptionAlgorithm, EncryptionContext, KeyMaterialId, KeySpec, Plaintext},
};

/// The name of the algorithm that is meant.
fn asked(algorithm: Option<&String>) -> &str {
    algorithm.map_or(EncryptionAlgorithm::SymmetricDefault.as_str(), String::as_str)
}

fn is_symmetric(algorithm: Option<&String>) -> bool {
    asked(algorithm) == EncryptionAlgorithm::SymmetricDefault.as_str()
}

/// The algorithm that is meant, which must be one that the key has; only symmetric ones take an encryption context.
fn algorithm(
    algorithm: Option<&String>,
    key: &KmsKey,
    context: Option<&EncryptionContext>,
) -> Result<EncryptionAlgorithm, KmsError> {
    let (asked, spec) = (asked(algorithm), key.spec.as_str());
    let own = key.spec.encryption_algorithms().iter().copied().find(|own| own.as_str() == asked);
    let own = own
        .ok_or_else(|| KmsError::InvalidKeyUsage(format!("Algorithm {asked} is incompatible with key spec {spec}.")))?;
    if own != EncryptionAlgorithm::SymmetricDefault && context.is_some_and(|context| !context.is_empty()) {
        let refused = "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.";
        return Err(KmsError::Validation(refused.to_owned()));
    }
    Ok(own)
}

/// The hash of an algorithm of RSA.
fn hash(algorithm: EncryptionAlgorithm) -> Option<Hash> {
    match algorithm {
        EncryptionAlgorithm::SymmetricDefault => None,
        EncryptionAlgorithm::RsaesOaepSha1 => Some(Hash::Sha1),
        EncryptionAlgorithm::RsaesOaepSha256 => Some(Hash::Sha256),
    }
}

/// How an algorithm encrypts.
fn encryption(algorithm: EncryptionAlgorithm, spec: KeySpec, context: &EncryptionContext) -> Encryption<'_> {
    hash(algorithm).map_or(Encryption::Symmetric(context), |hash| Encryption::Rsa(spec, hash))
}

/// What is to be decrypted; `blob` is all of it, and `ciphertext` what it says if it is a symmetric key's.
fn sealed<'a>(
    algorithm: EncryptionAlgorithm,
    spec: KeySpec,
    ciphertext: Option<&'a Ciphertext<'a>>,
    (blob, context): (&'a [u8], &'a EncryptionContext),
) -> Result<Sealed<'a>, KmsError> {
    match (hash(algorithm), ciphertext) {
        (Some(hash), _) => Ok(Sealed::Rsa(spec, hash, blob)),
        (None, Some(ciphertext)) => Ok(Sealed::Symmetric(ciphertext, context)),
        (None, None) => Err(KmsError::InvalidCiphertext),
    }
}

/// How many bytes an algorithm of RSA encrypts at once.
fn most(algorithm: EncryptionAlgorithm, spec: KeySpec) -> Option<usize> {
    hash(algorithm).and_then(|hash| Encryption::Rsa(spec, hash).most())
}

fn too_long(algorithm: EncryptionAlgorithm, spec: KeySpec) -> KmsError {
    KmsError::Validation(format!(
        "Algorithm {} and key spec {} cannot encrypt data larger than {} bytes.",
        algorithm.as_str(),
        spec.as_str(),
        most(algorithm, spec).unwrap_or_default()
    ))
}

/// Calls that say that they are about RSA count against its quota.
fn quota(algorithm: Option<&String>) -> Option<Quota> {
    (!is_symmetric(algorithm)).then_some(Quota::RSA)
}

/// `kms:EncryptionAlgorithm`.
fn algorithm_fact<'a>(name: &str, algorithm: Option<&'a String>) -> Option<Values<'a>> {
    (name == "kms:encryptionalgorithm").then(|| one(asked(algorithm)))
}

request! {
    /// [`Encrypt`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html)
    EncryptRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// 1 to 4,096 bytes.
        plaintext: Blob as PLAINTEXT required,
        /// What the ciphertext is bound to.
        encryption_context: EncryptionContext,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// `SYMMETRIC_DEFAULT`, which is also the default, `RSAES_OAEP_SHA_1` or `RSAES_OAEP_SHA_256`.
        encryption_algorithm: String as ENCRYPTION_ALGORITHM,
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
    /// The algorithm.
    pub encryption_algorithm: &'static str,
}

impl Asks for EncryptRequest {
    one_key_or_alias!("kms:Encrypt", context: encryption_context, dry_run: dry_run);

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        let algorithm = algorithm(self.encryption_algorithm.as_ref(), key, self.encryption_context.as_ref())?;
        let length = self.plaintext.as_ref().map_or(0, Blob::len);
        if most(algorithm, key.spec).is_some_and(|most| length > most) {
            return Err(too_long(algorithm, key.spec));
        }
        Ok(())
    }

    fn quota(&self) -> Option<Quota> {
        quota(self.encryption_algorithm.as_ref())
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
    let context = request.encryption_context.unwrap_or_default();
    let key = call.key(0)?;
    let algorithm = algorithm(request.encryption_algorithm.as_ref(), key, Some(&context))?;
    let how = encryption(algorithm, key.spec, &context);
    let ([Some(key)], session) = call.hsm() else { return Err(missing_key()) };
    let ciphertext = session.encrypt(key, plaintext.as_slice(), how)?;
    let key = call.key(0)?;
    Ok(EncryptResponse {
        ciphertext_blob: ciphertext.into(),
        key_id: call.key_arn(key.account, key.key_id),
        encryption_algorithm: algorithm.as_str(),
    })
}

request! {
    /// [`Decrypt`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html)
    DecryptRequest {
        /// The ciphertext, 1 to 6,144 bytes; not needed in a dry run that ignores it.
        ciphertext_blob: Blob as CIPHERTEXT required if needs_ciphertext,
        /// The same pairs as when it was encrypted.
        encryption_context: EncryptionContext,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// The key that must have made it; without it, the key that the ciphertext names. RSA's name none.
        key_id: String as KEY_ID required if needs_key,
        /// `SYMMETRIC_DEFAULT`, which is also the default, `RSAES_OAEP_SHA_1` or `RSAES_OAEP_SHA_256`.
        encryption_algorithm: String as ENCRYPTION_ALGORITHM,
        /// Not supported.
        recipient: Recipient,
        /// Only ask whether it would succeed.
        dry_run: bool,
        /// `IGNORE_CIPHERTEXT`, for a dry run that needs no ciphertext.
        dry_run_modifiers: Vec<String> as DRY_RUN_MODIFIERS,
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
    /// The algorithm.
    pub encryption_algorithm: &'static str,
    /// The version of a symmetric key's material that made the ciphertext.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<KeyMaterialId>,
}

impl DecryptRequest {
    fn needs_ciphertext(&self) -> bool {
        !self.needs_key()
    }

    fn needs_key(&self) -> bool {
        self.dry_run().ignores_ciphertext()
    }

    fn dry_run(&self) -> DryRun<'_> {
        DryRun {
            asked: self.dry_run,
            modifiers: self.dry_run_modifiers.as_ref(),
            symmetric: is_symmetric(self.encryption_algorithm.as_ref()),
        }
    }
}

impl Asks for DecryptRequest {
    fn check(&self) -> Result<(), KmsError> {
        unsupported("Recipient", self.recipient.is_some())
    }

    fn targets(&self) -> Vec<Target<'_>> {
        let key = self.dry_run().target("kms:Decrypt", self.ciphertext_blob.as_ref(), self.key_id.as_deref());
        vec![key.with_context(self.encryption_context.as_ref())]
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        algorithm(self.encryption_algorithm.as_ref(), key, self.encryption_context.as_ref()).map(drop)
    }

    fn quota(&self) -> Option<Quota> {
        quota(self.encryption_algorithm.as_ref())
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
    let key = call.key(0)?;
    let algorithm = algorithm(request.encryption_algorithm.as_ref(), key, Some(&context))?;
    let (ciphertext, spec) = (Ciphertext::parse(blob.as_slice()), key.spec);
    let sealed = sealed(algorithm, spec, ciphertext.as_ref(), (blob.as_slice(), &context))?;
    let ([Some(key)], session) = call.hsm() else { return Err(missing_key()) };
    if dry_run {
        session.check(key, sealed, None)?;
        return Err(KmsError::DryRunOperation);
    }
    let plaintext = session.decrypt(key, sealed)?;
    let key = call.key(0)?;
    Ok(DecryptResponse {
        key_id: call.key_arn(key.account, key.key_id),
        plaintext,
        encryption_algorithm: algorithm.as_str(),
        key_material_id: call.version(0),
    })
}

request! {
    /// [`ReEncrypt`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html)
    ReEncryptRequest {
        /// The ciphertext, 1 to 6,144 bytes; not needed in a dry run that ignores it.
        ciphertext_blob: Blob as CIPHERTEXT required if needs_ciphertext,
        /// The pairs that it was encrypted with.
        source_encryption_context: EncryptionContext,
        /// The key that must have made it.
        source_key_id: String as KEY_ID required if needs_key,
        /// The key to encrypt under: id, ARN, alias or alias ARN.
        destination_key_id: String as KEY_ID required,
        /// The pairs to encrypt with.
        destination_encryption_context: EncryptionContext,
        /// `SYMMETRIC_DEFAULT`, which is also the default, `RSAES_OAEP_SHA_1` or `RSAES_OAEP_SHA_256`.
        source_encryption_algorithm: String as ENCRYPTION_ALGORITHM,
        /// `SYMMETRIC_DEFAULT`, which is also the default, `RSAES_OAEP_SHA_1` or `RSAES_OAEP_SHA_256`.
        destination_encryption_algorithm: String as ENCRYPTION_ALGORITHM,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
        /// `IGNORE_CIPHERTEXT`, for a dry run that needs no ciphertext.
        dry_run_modifiers: Vec<String> as DRY_RUN_MODIFIERS,
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
    /// The algorithm.
    pub source_encryption_algorithm: &'static str,
    /// The algorithm.
    pub destination_encryption_algorithm: &'static str,
    /// The version of the material that had made the old one, if that was a symmetric key's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_key_material_id: Option<KeyMaterialId>,
    /// The version of the material that made the new one, if that is a symmetric key's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_key_material_id: Option<KeyMaterialId>,
}

impl ReEncryptRequest {
    fn needs_ciphertext(&self) -> bool {
        !self.needs_key()
    }

    fn needs_key(&self) -> bool {
        self.dry_run().ignores_ciphertext()
    }

    fn dry_run(&self) -> DryRun<'_> {
        DryRun {
            asked: self.dry_run,
            modifiers: self.dry_run_modifiers.as_ref(),
            symmetric: is_symmetric(self.source_encryption_algorithm.as_ref()),
        }
    }
}

impl Asks for ReEncryptRequest {
    fn suits(&self, key: &KmsKey, index: usize) -> Result<(), KmsError> {
        let (asked, context) = if index == 0 {
            (&self.source_encryption_algorithm, &self.source_encryption_context)
        } else {
            (&self.destination_encryption_algorithm, &self.destination_encryption_context)
        };
        algorithm(asked.as_ref(), key, context.as_ref()).map(drop)
    }

    fn quota(&self) -> Option<Quota> {
        quota(self.source_encryption_algorithm.as_ref())
            .or_else(|| quota(self.destination_encryption_algorithm.as_ref()))
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
    let source_context = request.source_encryption_context.unwrap_or_default();
    let destination_context = request.destination_encryption_context.unwrap_or_default();
    let (ciphertext, [source, destination]) = (Ciphertext::parse(blob.as_slice()), [call.key(0)?, call.key(1)?]);
    let source_algorithm = algorithm(request.source_encryption_algorithm.as_ref(), source, Some(&source_context))?;
    let asked = request.destination_encryption_algorithm.as_ref();
    let destination_algorithm = algorithm(asked, destination, Some(&destination_context))?;
    let opened = (blob.as_slice(), &source_context);
    let sealed = sealed(source_algorithm, source.spec, ciphertext.as_ref(), opened)?;
    let spec = destination.spec;
    let how = encryption(destination_algorithm, spec, &destination_context);
    // How long the plaintext is, only the HSM sees.
    let refused = |error| match error {
        HsmError::TooLong => too_long(destination_algorithm, spec),
        error => error.into(),
    };
    let ([Some(source), Some(destination)], session) = call.hsm() else { return Err(missing_key()) };
    if dry_run {
        session.check(source, sealed, Some(how)).map_err(refused)?;
        return Err(KmsError::DryRunOperation);
    }
    let sealed = session.re_encrypt((source, sealed), (destination, how)).map_err(refused)?;
    let [source, destination] = [call.key(0)?, call.key(1)?];
    Ok(ReEncryptResponse {
        ciphertext_blob: sealed.into(),
        source_key_id: call.key_arn(source.account, source.key_id),
        key_id: call.key_arn(destination.account, destination.key_id),
        source_encryption_algorithm: source_algorithm.as_str(),
        destination_encryption_algorithm: destination_algorithm.as_str(),
        source_key_material_id: call.version(0),
        destination_key_material_id: call.version(1),
    })
}
