//! Sign, Verify: proof for everybody that a message comes from somebody who may use the key.

use serde::Serialize;

use super::{
    Call,
    call::missing_key,
    facts::{Values, one},
    members::GrantTokens,
    narration::Carried,
    registry::Asks,
    shape::request,
    target::one_key_or_alias,
};
use crate::{
    error::KmsError,
    hsm::{PairRef, pairs::Message},
    quota::Quota,
    store::KmsKey,
    types::{Blob, Hash, SigningAlgorithm},
};

/// The length of what ML-DSA makes of a message and a public key, in bytes.
const MU_LEN: usize = 64;

/// What both operations take.
#[derive(Clone, Copy)]
struct Asked<'a> {
    algorithm: Option<&'a String>,
    message: Option<&'a Blob>,
    message_type: Option<&'a String>,
}

impl<'a> Asked<'a> {
    fn message_type(self) -> &'a str {
        self.message_type.map_or("RAW", String::as_str)
    }

    /// The algorithm, which must be one that the key has.
    fn algorithm(self, key: &KmsKey) -> Result<SigningAlgorithm, KmsError> {
        let (asked, spec) = (self.algorithm.map(String::as_str).unwrap_or_default(), key.spec);
        let own = spec.signing_algorithms().iter().copied().find(|own| own.as_str() == asked);
        own.ok_or_else(|| {
            KmsError::InvalidKeyUsage(format!("Algorithm {asked} is incompatible with key spec {}.", spec.as_str()))
        })
    }

    /// The message as the algorithm takes it: not every algorithm takes every type, and digests have their length.
    fn message(self, algorithm: SigningAlgorithm) -> Result<Message<'a>, KmsError> {
        use SigningAlgorithm::{Ed25519PhSha512, MlDsaShake256};
        let message = self.message.map(Blob::as_slice).unwrap_or_default();
        let (asked, name) = (self.message_type(), algorithm.as_str());
        let digest_len = algorithm.hash().map(Hash::digest_len);
        match (asked, digest_len) {
            ("RAW", _) if algorithm != Ed25519PhSha512 => Ok(Message::Raw(message)),
            ("DIGEST", Some(length)) if message.len() == length => Ok(Message::Digest(message)),
            ("DIGEST", Some(_)) => Err(KmsError::Validation(format!("Digest is invalid length for algorithm {name}."))),
            ("EXTERNAL_MU", _) if algorithm == MlDsaShake256 && message.len() == MU_LEN => {
                Ok(Message::ExternalMu(message))
            }
            ("EXTERNAL_MU", _) if algorithm == MlDsaShake256 => {
                Err(KmsError::Validation(format!("Message must have {MU_LEN} bytes if MessageType is EXTERNAL_MU.")))
            }
            _ => Err(KmsError::Validation(format!("Message type {asked} is incompatible with algorithm {name}."))),
        }
    }

    fn suits(self, key: &KmsKey) -> Result<(), KmsError> {
        self.message(self.algorithm(key)?).map(drop)
    }

    /// `kms:SigningAlgorithm` and `kms:MessageType`.
    fn fact(self, name: &str) -> Option<Values<'a>> {
        match name {
            "kms:signingalgorithm" => self.algorithm.map(|algorithm| one(algorithm.as_str())),
            "kms:messagetype" => Some(one(self.message_type())),
            _ => None,
        }
    }

    /// The algorithm tells what kind of key is meant, and each kind has a quota of its own.
    fn quota(self) -> Option<Quota> {
        let algorithm = self.algorithm?;
        Some(match algorithm.as_str() {
            name if name.starts_with("RSA") => Quota::RSA,
            name if name.starts_with("ML_DSA") => Quota::ML_DSA,
            _ => Quota::ECC,
        })
    }
}

request! {
    /// [`Sign`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html)
    SignRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// 1 to 4,096 bytes: the message, or its digest.
        message: Blob as PLAINTEXT required,
        /// `RAW`, which is also the default, `DIGEST`, or `EXTERNAL_MU` for ML-DSA.
        message_type: String as MESSAGE_TYPE,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// One of those of the key's spec.
        signing_algorithm: String as SIGNING_ALGORITHM required,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `Sign`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SignResponse {
    /// The ARN of the key.
    pub key_id: String,
    /// The signature: in DER for ECDSA, else as the algorithm's standard has it.
    pub signature: Blob,
    /// How it was made.
    pub signing_algorithm: &'static str,
}

impl SignRequest {
    fn asked(&self) -> Asked<'_> {
        Asked {
            algorithm: self.signing_algorithm.as_ref(),
            message: self.message.as_ref(),
            message_type: self.message_type.as_ref(),
        }
    }
}

impl Asks for SignRequest {
    one_key_or_alias!("kms:Sign", dry_run: dry_run);

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        self.asked().suits(key)
    }

    fn quota(&self) -> Option<Quota> {
        self.asked().quota()
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        self.asked().fact(name)
    }

    fn carried(&self) -> Carried<'_> {
        Carried::Plaintext(self.message.as_ref().map(Blob::as_slice).unwrap_or_default())
    }
}

pub(super) fn sign(call: &mut Call<'_>, request: SignRequest) -> Result<SignResponse, KmsError> {
    let (asked, spec) = (request.asked(), call.key(0)?.spec);
    let algorithm = asked.algorithm(call.key(0)?)?;
    let ([Some(token)], session) = call.hsm() else { return Err(missing_key()) };
    let signature = session.sign(PairRef { token, spec }, algorithm, asked.message(algorithm)?)?;
    let key = call.key(0)?;
    Ok(SignResponse {
        key_id: call.key_arn(key.account, key.key_id),
        signature: signature.into(),
        signing_algorithm: algorithm.as_str(),
    })
}

request! {
    /// [`Verify`](https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html)
    VerifyRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// 1 to 4,096 bytes: the message, or its digest.
        message: Blob as PLAINTEXT required,
        /// `RAW`, which is also the default, `DIGEST`, or `EXTERNAL_MU` for ML-DSA.
        message_type: String as MESSAGE_TYPE,
        /// What came with the message, 1 to 6,144 bytes.
        signature: Blob as CIPHERTEXT required,
        /// The algorithm with which it was made.
        signing_algorithm: String as SIGNING_ALGORITHM required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `Verify`, if the signature is that of the message; there is no other answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VerifyResponse {
    /// The ARN of the key.
    pub key_id: String,
    /// `true`.
    pub signature_valid: bool,
    /// How it was made.
    pub signing_algorithm: &'static str,
}

impl VerifyRequest {
    fn asked(&self) -> Asked<'_> {
        Asked {
            algorithm: self.signing_algorithm.as_ref(),
            message: self.message.as_ref(),
            message_type: self.message_type.as_ref(),
        }
    }
}

impl Asks for VerifyRequest {
    one_key_or_alias!("kms:Verify");

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        self.asked().suits(key)
    }

    fn quota(&self) -> Option<Quota> {
        self.asked().quota()
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        self.asked().fact(name)
    }

    fn carried(&self) -> Carried<'_> {
        let [message, signature] =
            [&self.message, &self.signature].map(|blob| blob.as_ref().map(Blob::as_slice).unwrap_or_default());
        Carried::Signed { message, signature }
    }
}

/// A dry run verifies too: whether it would succeed is known only then.
pub(super) fn verify(call: &mut Call<'_>, request: VerifyRequest) -> Result<VerifyResponse, KmsError> {
    let (asked, spec) = (request.asked(), call.key(0)?.spec);
    let algorithm = asked.algorithm(call.key(0)?)?;
    let signature = request.signature.as_ref().map(Blob::as_slice).unwrap_or_default();
    let ([Some(token)], session) = call.hsm() else { return Err(missing_key()) };
    session.verify(PairRef { token, spec }, algorithm, asked.message(algorithm)?, signature)?;
    if request.dry_run == Some(true) {
        return Err(KmsError::DryRunOperation);
    }
    let key = call.key(0)?;
    Ok(VerifyResponse {
        key_id: call.key_arn(key.account, key.key_id),
        signature_valid: true,
        signing_algorithm: algorithm.as_str(),
    })
}
