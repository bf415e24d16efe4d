//! ML-KEM (FIPS 203).

use ml_kem::{B32, Decapsulate, DecapsulationKey, KeyExport};
use zeroize::Zeroizing;

use super::{Encapsulated, Kind, Pair, Source, der};
use crate::{
    env::Entropy,
    hsm::{HsmError, material::KeyMaterial},
    types::KeySpec,
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
                match source {
                    Source::New(entropy) => {
                        let mut seed = Zeroizing::new([0; SEED_LEN]);
                        entropy.fill(seed.as_mut_slice())?;
                        Ok(Self(DecapsulationKey::from_seed((*seed).into())))
                    }
                    Source::Kept(seed) => {
                        seed.try_into().map(|seed| Self(DecapsulationKey::from_seed(seed))).map_err(|_| HsmError::Token)
                    }
                    Source::Pkcs8(der) => {
                        let read = der::read_private(KeySpec::$name, der).filter(|read| read.public.is_none());
                        let seed = read.as_ref().and_then(|read| read.key.as_slice().try_into().ok());
                        seed.map(|seed| Self(DecapsulationKey::from_seed(seed))).ok_or(HsmError::ImportedMaterial)
                    }
                }
            }
        }

        impl Pair for $name {
            fn material(&self) -> KeyMaterial {
                let seed = self.0.to_seed().map(|seed| Zeroizing::new(seed.to_vec())).unwrap_or_default();
                KeyMaterial::from_slice(&seed)
            }

            fn public_key(&self) -> Result<Vec<u8>, HsmError> {
                der::write_public(KeySpec::$name, &self.0.encapsulation_key().to_bytes())
            }

            fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError> {
                let seed = self.0.to_seed().map(|seed| Zeroizing::new(seed.to_vec())).unwrap_or_default();
                der::write_private(KeySpec::$name, &seed, &[])
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
