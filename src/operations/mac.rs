//! `GenerateMac`, `VerifyMac`: proof that a message comes from somebody who may use the key.

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
    store::KmsKey,
    types::{Blob, MacAlgorithm},
};

/// The algorithm that was asked for, which must be the one that the key has.
fn algorithm(asked: Option<&String>, key: &KmsKey) -> Result<MacAlgorithm, KmsError> {
    let asked = asked.map(String::as_str).unwrap_or_default();
    match key.spec.mac_algorithm() {
        Some(own) if own.as_str() == asked => Ok(own),
        _ => Err(KmsError::InvalidKeyUsage(format!(
            "Algorithm {asked} is incompatible with key spec {}.",
            key.spec.as_str()
        ))),
    }
}

/// `kms:MacAlgorithm`.
fn algorithm_fact<'a>(name: &str, algorithm: Option<&'a String>) -> Option<Values<'a>> {
    algorithm.filter(|_| name == "kms:macalgorithm").map(|algorithm| one(algorithm.as_str()))
}

request! {
    /// [`GenerateMac`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html)
    GenerateMacRequest {
        /// 1 to 4,096 bytes.
        message: Blob as PLAINTEXT required,
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// That of the key's spec, such as `HMAC_SHA_256` for `HMAC_256`.
        mac_algorithm: String as MAC_ALGORITHM required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `GenerateMac`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GenerateMacResponse {
    /// The MAC.
    pub mac: Blob,
    /// How it was made.
    pub mac_algorithm: &'static str,
    /// The ARN of the key.
    pub key_id: String,
}

impl Asks for GenerateMacRequest {
    one_key_or_alias!("kms:GenerateMac", dry_run: dry_run);

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        algorithm(self.mac_algorithm.as_ref(), key).map(drop)
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        algorithm_fact(name, self.mac_algorithm.as_ref())
    }

    fn carried(&self) -> Carried<'_> {
        Carried::Plaintext(self.message.as_ref().map(Blob::as_slice).unwrap_or_default())
    }
}

pub(super) fn generate_mac(call: &mut Call<'_>, request: GenerateMacRequest) -> Result<GenerateMacResponse, KmsError> {
    let algorithm = algorithm(request.mac_algorithm.as_ref(), call.key(0)?)?;
    let message = request.message.unwrap_or_default();
    let ([Some(key)], session) = call.hsm() else { return Err(missing_key()) };
    let mac = session.generate_mac(key, algorithm, message.as_slice())?;
    let key = call.key(0)?;
    Ok(GenerateMacResponse {
        mac: mac.into(),
        mac_algorithm: algorithm.as_str(),
        key_id: call.key_arn(key.account, key.key_id),
    })
}

request! {
    /// [`VerifyMac`](https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html)
    VerifyMacRequest {
        /// 1 to 4,096 bytes.
        message: Blob as PLAINTEXT required,
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// That of the key's spec, such as `HMAC_SHA_256` for `HMAC_256`.
        mac_algorithm: String as MAC_ALGORITHM required,
        /// What is to be verified.
        mac: Blob as CIPHERTEXT required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// Only ask whether it would succeed.
        dry_run: bool,
    }
}

/// The answer of `VerifyMac`: what does not verify is an error.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct VerifyMacResponse {
    /// The ARN of the key.
    pub key_id: String,
    /// Always true.
    pub mac_valid: bool,
    /// How the MAC was made.
    pub mac_algorithm: &'static str,
}

impl Asks for VerifyMacRequest {
    one_key_or_alias!("kms:VerifyMac");

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        algorithm(self.mac_algorithm.as_ref(), key).map(drop)
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        algorithm_fact(name, self.mac_algorithm.as_ref())
    }

    fn carried(&self) -> Carried<'_> {
        let [message, mac] =
            [&self.message, &self.mac].map(|blob| blob.as_ref().map(Blob::as_slice).unwrap_or_default());
        Carried::Proven { message, mac }
    }
}

/// A dry run verifies too: whether it would succeed is known only then.
pub(super) fn verify_mac(call: &mut Call<'_>, request: VerifyMacRequest) -> Result<VerifyMacResponse, KmsError> {
    let algorithm = algorithm(request.mac_algorithm.as_ref(), call.key(0)?)?;
    let (message, mac) = (request.message.unwrap_or_default(), request.mac.unwrap_or_default());
    let ([Some(key)], session) = call.hsm() else { return Err(missing_key()) };
    session.verify_mac(key, algorithm, message.as_slice(), mac.as_slice())?;
    if request.dry_run == Some(true) {
        return Err(KmsError::DryRunOperation);
    }
    let key = call.key(0)?;
    Ok(VerifyMacResponse {
        key_id: call.key_arn(key.account, key.key_id),
        mac_valid: true,
        mac_algorithm: algorithm.as_str(),
    })
}
