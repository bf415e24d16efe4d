//! RSA (RFC 8017): RSASSA-PSS, RSASSA-PKCS1-v1_5, and RSAES-OAEP by [`oaep`](crate::hsm::oaep).

use rsa::{
    pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey},
    traits::PublicKeyParts,
};
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::{Kind, Message, Pair, Source};
use crate::{
    env::Entropy,
    hsm::{
        HsmError,
        material::KeyMaterial,
        oaep::{Hash, OaepError, PrivateKey},
        rng::Draws,
    },
    types::SigningAlgorithm,
};

/// A key pair with a modulus of so many bits: its primes are what the HSM keeps.
pub(super) struct Rsa<const BITS: usize>(PrivateKey);

impl<const BITS: usize> Kind for Rsa<BITS> {
    fn from(source: Source<'_>) -> Result<Self, HsmError> {
        match source {
            Source::New(entropy) => Ok(Self(PrivateKey::make(BITS, entropy)?)),
            Source::Kept(primes) => {
                let (p, q) = primes.split_at_checked(primes.len() / 2).ok_or(HsmError::Token)?;
                PrivateKey::from_primes(p, q).map(Self).map_err(|_| HsmError::Token)
            }
            Source::Pkcs8(der) => {
                let key = rsa::PrivateKey::from_pkcs8_der(der).map_err(|_| HsmError::ImportedMaterial)?;
                PrivateKey::checked(&key, BITS).map(Self).map_err(|_| HsmError::ImportedMaterial)
            }
        }
    }
}

impl<const BITS: usize> Pair for Rsa<BITS> {
    fn material(&self) -> KeyMaterial {
        KeyMaterial::from_slice(&self.0.primes())
    }

    fn public_key(&self) -> Result<Vec<u8>, HsmError> {
        self.0.public_key_der().map_err(|_| HsmError::Token)
    }

    fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        self.0.library().to_pkcs8_der().map(|der| der.to_bytes()).map_err(|_| HsmError::Token)
    }

    fn sign(
        &self,
        algorithm: SigningAlgorithm,
        message: Message<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, HsmError> {
        use SigningAlgorithm as A;
        let digest = message.digest(algorithm).ok_or(HsmError::Unsuited)?;
        let (key, rng) = (self.0.library(), &mut Draws(entropy));
        let signature = match algorithm {
            A::RsassaPssSha256 => key.pss_sign_prehash_with_rng::<Sha256, _>(rng, &digest),
            A::RsassaPssSha384 => key.pss_sign_prehash_with_rng::<Sha384, _>(rng, &digest),
            A::RsassaPssSha512 => key.pss_sign_prehash_with_rng::<Sha512, _>(rng, &digest),
            A::RsassaPkcs1V15Sha256 => key.pkcs1v15_sign_prehash_with_rng::<Sha256, _>(rng, &digest),
            A::RsassaPkcs1V15Sha384 => key.pkcs1v15_sign_prehash_with_rng::<Sha384, _>(rng, &digest),
            A::RsassaPkcs1V15Sha512 => key.pkcs1v15_sign_prehash_with_rng::<Sha512, _>(rng, &digest),
            _ => return Err(HsmError::Unsuited),
        };
        signature.map_err(|error| match error {
            rsa::Error::Rng => HsmError::Entropy,
            _ => HsmError::Unsuited,
        })
    }

    fn encrypt(&self, hash: Hash, plaintext: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, HsmError> {
        self.0.encrypt(hash, plaintext, entropy).map_err(|error| refused(error, HsmError::Unsuited))
    }

    fn decrypt(
        &self,
        hash: Hash,
        ciphertext: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        self.0.decrypt(hash, ciphertext, entropy).map_err(|error| refused(error, HsmError::Ciphertext))
    }
}

fn refused(error: OaepError, refused: HsmError) -> HsmError {
    match error {
        OaepError::Entropy => HsmError::Entropy,
        OaepError::Refused => refused,
    }
}

/// Whether a signature is that of the owner of a public key; none where one of them cannot be read.
pub(super) fn verify(
    public_key: &[u8],
    algorithm: SigningAlgorithm,
    message: Message<'_>,
    signature: &[u8],
) -> Option<bool> {
    use SigningAlgorithm as A;
    let key = rsa::PublicKey::from_public_key_der(public_key).ok()?;
    let digest = message.digest(algorithm)?;
    if signature.len() != key.size() {
        return Some(false);
    }
    let verified = match algorithm {
        A::RsassaPssSha256 => key.pss_verify_prehash::<Sha256>(&digest, signature),
        A::RsassaPssSha384 => key.pss_verify_prehash::<Sha384>(&digest, signature),
        A::RsassaPssSha512 => key.pss_verify_prehash::<Sha512>(&digest, signature),
        A::RsassaPkcs1V15Sha256 => key.pkcs1v15_verify_prehash::<Sha256>(&digest, signature),
        A::RsassaPkcs1V15Sha384 => key.pkcs1v15_verify_prehash::<Sha384>(&digest, signature),
        A::RsassaPkcs1V15Sha512 => key.pkcs1v15_verify_prehash::<Sha512>(&digest, signature),
        _ => return None,
    };
    Some(verified.is_ok())
}
