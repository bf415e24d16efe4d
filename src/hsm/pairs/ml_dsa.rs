//! ML-DSA (FIPS 204), hedged, with the empty context.

use ml_dsa::{Keypair, Signature, SigningKey, VerifyingKey, signature::Verifier};
use zeroize::Zeroizing;

use super::{Kind, Message, Pair, Source, der};
use crate::{
    env::Entropy,
    hsm::{HsmError, material::KeyMaterial, rng::Draws},
    types::{KeySpec, SigningAlgorithm},
};

/// The length of a seed, of which everything else is derived, in bytes.
const SEED_LEN: usize = 32;

/// Declares the key pairs of a parameter set: their seed is what the HSM keeps.
macro_rules! parameter_set {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub(super) struct $name(SigningKey<ml_dsa::$name>);

        impl Kind for $name {
            fn from(source: Source<'_>) -> Result<Self, HsmError> {
                match source {
                    Source::New(entropy) => {
                        let mut seed = Zeroizing::new([0; SEED_LEN]);
                        entropy.fill(seed.as_mut_slice())?;
                        Ok(Self(SigningKey::from_seed(seed.as_slice().try_into().map_err(|_| HsmError::Entropy)?)))
                    }
                    Source::Kept(seed) => {
                        seed.try_into().map(|seed| Self(SigningKey::from_seed(seed))).map_err(|_| HsmError::Token)
                    }
                    Source::Pkcs8(der) => {
                        let read = der::read_private(KeySpec::$name, der).filter(|read| read.public.is_none());
                        let seed = read.as_ref().and_then(|read| read.key.as_slice().try_into().ok());
                        seed.map(|seed| Self(SigningKey::from_seed(seed))).ok_or(HsmError::ImportedMaterial)
                    }
                }
            }
        }

        impl Pair for $name {
            fn material(&self) -> KeyMaterial {
                KeyMaterial::from_slice(self.0.as_seed())
            }

            fn public_key(&self) -> Result<Vec<u8>, HsmError> {
                der::write_public(KeySpec::$name, &self.0.verifying_key().encode())
            }

            fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError> {
                der::write_private(KeySpec::$name, self.0.as_seed(), &[])
            }

            fn sign(
                &self,
                algorithm: SigningAlgorithm,
                message: Message<'_>,
                entropy: &mut dyn Entropy,
            ) -> Result<Vec<u8>, HsmError> {
                if algorithm != SigningAlgorithm::MlDsaShake256 {
                    return Err(HsmError::Unsuited);
                }
                let (key, rng) = (self.0.expanded_key(), &mut Draws(entropy));
                let signature = match message {
                    Message::Raw(message) => key.sign_randomized(message, &[], rng),
                    Message::ExternalMu(mu) => {
                        key.sign_mu_randomized(mu.try_into().map_err(|_| HsmError::Unsuited)?, rng)
                    }
                    Message::Digest(_) => return Err(HsmError::Unsuited),
                };
                signature.map(|signature| signature.encode().to_vec()).map_err(|_| HsmError::Entropy)
            }
        }

        impl $name {
            /// Whether a signature is that of the owner of a public key; none where one of them cannot be read.
            pub(super) fn verify(
                public_key: &[u8],
                algorithm: SigningAlgorithm,
                message: Message<'_>,
                signature: &[u8],
            ) -> Option<bool> {
                let key = der::read_public(KeySpec::$name, public_key)?;
                let key = VerifyingKey::<ml_dsa::$name>::decode(key.try_into().ok()?);
                let signature = Signature::<ml_dsa::$name>::try_from(signature).ok()?;
                match (algorithm, message) {
                    (SigningAlgorithm::MlDsaShake256, Message::Raw(message)) => {
                        Some(key.verify(message, &signature).is_ok())
                    }
                    (SigningAlgorithm::MlDsaShake256, Message::ExternalMu(mu)) => {
                        Some(key.verify_mu(mu.try_into().ok()?, &signature))
                    }
                    _ => None,
                }
            }
        }
    };
}

parameter_set!(
    /// The smallest parameter set: security category 2.
    MlDsa44
);
parameter_set!(
    /// The middle one: category 3.
    MlDsa65
);
parameter_set!(
    /// The largest: category 5.
    MlDsa87
);
