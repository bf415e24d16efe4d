//! Ed25519 and Ed25519ph (FIPS 186-5, RFC 8032).

use ed25519_dalek::{SECRET_KEY_LENGTH, Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use super::{Kind, Message, Pair, Source, der};
use crate::{
    env::Entropy,
    hsm::{HsmError, material::KeyMaterial},
    types::{KeySpec, SigningAlgorithm},
};

const SPEC: KeySpec = KeySpec::EccNistEdwards25519;

/// A key pair: its seed, 32 bytes, is what the HSM keeps.
pub(super) struct Ed25519(SigningKey);

impl Kind for Ed25519 {
    fn from(source: Source<'_>) -> Result<Self, HsmError> {
        match source {
            Source::New(entropy) => {
                let mut seed = Zeroizing::new([0; SECRET_KEY_LENGTH]);
                entropy.fill(seed.as_mut_slice())?;
                Ok(Self(SigningKey::from_bytes(&seed)))
            }
            Source::Kept(seed) => SigningKey::try_from(seed).map(Self).map_err(|_| HsmError::Token),
            Source::Pkcs8(der) => {
                let read = der::read_private(SPEC, der).ok_or(HsmError::ImportedMaterial)?;
                let key = SigningKey::try_from(read.key.as_slice()).map_err(|_| HsmError::ImportedMaterial)?;
                let own = read.public.is_none_or(|public| public == key.verifying_key().as_bytes());
                own.then_some(Self(key)).ok_or(HsmError::ImportedMaterial)
            }
        }
    }
}

impl Pair for Ed25519 {
    fn material(&self) -> KeyMaterial {
        KeyMaterial::from_slice(self.0.as_bytes())
    }

    fn public_key(&self) -> Result<Vec<u8>, HsmError> {
        der::write_public(SPEC, self.0.verifying_key().as_bytes())
    }

    fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        der::write_private(SPEC, self.0.as_bytes(), self.0.verifying_key().as_bytes())
    }

    fn sign(
        &self,
        algorithm: SigningAlgorithm,
        message: Message<'_>,
        _: &mut dyn Entropy,
    ) -> Result<Vec<u8>, HsmError> {
        let signature = match (algorithm, message) {
            (SigningAlgorithm::Ed25519Sha512, Message::Raw(message)) => Ok(self.0.sign(message)),
            (SigningAlgorithm::Ed25519PhSha512, Message::Digest(digest)) => {
                self.0.sign_prehashed(hashed_again(digest), None)
            }
            _ => return Err(HsmError::Unsuited),
        };
        signature.map(|signature| signature.to_vec()).map_err(|_| HsmError::Unsuited)
    }
}

/// Whether a signature is that of the owner of a public key; none where one of them cannot be read.
pub(super) fn verify(
    public_key: &[u8],
    algorithm: SigningAlgorithm,
    message: Message<'_>,
    signature: &[u8],
) -> Option<bool> {
    let key = VerifyingKey::try_from(der::read_public(SPEC, public_key)?).ok()?;
    let signature = Signature::from_slice(signature).ok()?;
    match (algorithm, message) {
        (SigningAlgorithm::Ed25519Sha512, Message::Raw(message)) => {
            Some(key.verify_strict(message, &signature).is_ok())
        }
        (SigningAlgorithm::Ed25519PhSha512, Message::Digest(digest)) => {
            Some(key.verify_prehashed_strict(hashed_again(digest), None, &signature).is_ok())
        }
        _ => None,
    }
}

/// AWS takes a digest for Ed25519ph as it takes a message: it is hashed once more
/// ([Sign](https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html), `MessageType`).
fn hashed_again(digest: &[u8]) -> Sha512 {
    Sha512::new().chain_update(digest)
}
