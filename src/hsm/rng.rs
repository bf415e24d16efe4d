use rsa::rand_core::{TryCryptoRng, TryRng};

use crate::env::{Entropy, EntropyError};

/// The engine's source of randomness as the RSA library takes it; a failure stays a failure.
pub(super) struct Draws<'a>(pub(super) &'a mut dyn Entropy);

impl TryRng for Draws<'_> {
    type Error = EntropyError;

    fn try_next_u32(&mut self) -> Result<u32, EntropyError> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, EntropyError> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        self.0.fill(buffer)
    }
}

impl TryCryptoRng for Draws<'_> {}
