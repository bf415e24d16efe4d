//! What a client needs before it can import key material.

use serde::Serialize;

use super::{
    Call,
    facts::{Values, one},
    keys::one_key,
    registry::Asks,
    shape::request,
    target::Target,
};
use crate::{
    error::KmsError,
    types::{Blob, Timestamp, WrappingAlgorithm, WrappingKeySpec},
};

request! {
    /// [`GetParametersForImport`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html)
    GetParametersForImportRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// How the material will be wrapped: one of [`WrappingAlgorithm::BUILT`].
        wrapping_algorithm: String as WRAPPING_ALGORITHM required,
        /// The wrapping key: one of [`WrappingKeySpec::BUILT`].
        wrapping_key_spec: String as WRAPPING_KEY_SPEC required,
    }
}

/// The answer of `GetParametersForImport`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetParametersForImportResponse {
    /// The key ARN.
    pub key_id: String,
    /// To be sent back with the wrapped material.
    pub import_token: Blob,
    /// The wrapping key: a `SubjectPublicKeyInfo` in DER.
    pub public_key: Blob,
    /// The last moment at which both can be used: 24 hours from now.
    pub parameters_valid_to: Timestamp,
}

impl GetParametersForImportRequest {
    /// AWS has refused `RSAES_PKCS1_V1_5` since 10 October 2023; SM2 is for the Regions in China.
    fn wrapping(&self) -> Result<(WrappingAlgorithm, WrappingKeySpec), KmsError> {
        let [algorithm, spec] = [&self.wrapping_algorithm, &self.wrapping_key_spec].map(|text| text.as_deref());
        let refused = |what, text: Option<&str>| {
            KmsError::UnsupportedOperation(format!("{what} {} is not supported.", text.unwrap_or_default()))
        };
        let parsed = algorithm.and_then(WrappingAlgorithm::parse);
        let parsed = parsed.ok_or_else(|| refused("WrappingAlgorithm", algorithm))?;
        let spec = spec.and_then(WrappingKeySpec::parse).ok_or_else(|| refused("WrappingKeySpec", spec))?;
        Ok((parsed, spec))
    }
}

impl Asks for GetParametersForImportRequest {
    fn check(&self) -> Result<(), KmsError> {
        self.wrapping().map(drop)
    }

    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:GetParametersForImport", self.key_id.as_ref())
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        match name {
            "kms:wrappingalgorithm" => self.wrapping_algorithm.as_deref().map(one),
            "kms:wrappingkeyspec" => self.wrapping_key_spec.as_deref().map(one),
            _ => None,
        }
    }
}

/// Every call makes a new wrapping key. Looking for its primes takes its time: tens of milliseconds for 2048 bits, a
/// second and more for 4096.
pub(super) fn get_parameters_for_import(
    call: &mut Call<'_>,
    request: GetParametersForImportRequest,
) -> Result<GetParametersForImportResponse, KmsError> {
    let (algorithm, spec) = request.wrapping()?;
    let key = call.key(0)?;
    let (key_id, arn) = (key.key_id, call.key_arn(key.account, key.key_id));
    let session = call.hsm.session(call.entropy, call.trace);
    let made = session.make_wrapping_key(key_id, spec, algorithm, call.now)?;
    Ok(GetParametersForImportResponse {
        key_id: arn,
        import_token: made.import_token.into(),
        public_key: made.public_key.into(),
        parameters_valid_to: made.valid_to,
    })
}
