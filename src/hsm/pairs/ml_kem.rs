//! ML-KEM (FIPS 203).

use ml_kem::{
    B32, Decapsulate, DecapsulationKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey},
};
use zeroize::Zeroizing;

use super::{Encapsulated, Kind, Pair, Source};
use crate::{
    env::Entropy,
    hsm::{HsmError, material::KeyMaterial},
};

/// The length of a seed, of which everything else is derived, in bytes.
const SEED_LEN: usize = 64;

/// Declares the key pairs of a parameter set: their seed is what the HSM keeps.
macro_rules! parameter_set {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub(super) struct $name(DecapsulationKey<ml_kem::$name>);

        impl Kind for $name {
            fn from(source: Source<'_>) -> Result<Self, HsmError> {
                let key = match source {
                    Source::New(entropy) => {
                        let mut seed = Zeroizing::new([0; SEED_LEN]);
                        entropy.fill(seed.as_mut_slice())?;
                        DecapsulationKey::from_seed((*seed).into())
                    }
                    Source::Kept(seed) => DecapsulationKey::from_seed(seed.try_into().map_err(|_| HsmError::Token)?),
                    Source::Pkcs8(der) => {
                        DecapsulationKey::from_pkcs8_der(der).map_err(|_| HsmError::ImportedMaterial)?
                    }
                };
                // One that came expanded has no seed to be kept.
                if key.to_seed().is_none() {
                    return Err(HsmError::ImportedMaterial);
                }
                Ok(Self(key))
            }
        }

        impl Pair for $name {
            fn material(&self) -> KeyMaterial {
                let seed = self.0.to_seed().map(|seed| Zeroizing::new(seed.to_vec())).unwrap_or_default();
                KeyMaterial::from_slice(&seed)
            }

            fn public_key(&self) -> Result<Vec<u8>, HsmError> {
                let der = self.0.encapsulation_key().to_public_key_der();
                der.map(|der| der.into_vec()).map_err(|_| HsmError::Token)
            }

            fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError> {
                self.0.to_pkcs8_der().map(|der| der.to_bytes()).map_err(|_| HsmError::Token)
            }

            fn encapsulate(&self, entropy: &mut dyn Entropy) -> Result<Encapsulated, HsmError> {
                let mut randomness = Zeroizing::new(B32::default());
                entropy.fill(randomness.as_mut_slice())?;
                let (ciphertext, secret) = self.0.encapsulation_key().encapsulate_deterministic(&randomness);
                let secret = Zeroizing::new(secret.to_vec());
                Ok(Encapsulated { secret, ciphertext: ciphertext.to_vec() })
            }

            fn decapsulate(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, HsmError> {
                let ciphertext = ciphertext.try_into().map_err(|_| HsmError::Ciphertext)?;
                Ok(Zeroizing::new(self.0.decapsulate(ciphertext).to_vec()))
            }
        }
    };
}

parameter_set!(
    /// The smallest parameter set: security category 1.
    MlKem512
);
parameter_set!(
    /// The middle one: category 3.
    MlKem768
);
parameter_set!(
    /// The largest: category 5.
    MlKem1024
);
