use core::fmt;

use chacha20::{
    ChaCha20,
    cipher::{KeyIvInit, StreamCipher},
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Where randomness comes from.
pub trait Entropy {
    /// Fills `buffer` with random bytes.
    ///
    /// # Errors
    /// When the source has none to give; `buffer` is then not to be used.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError>;

    /// Bytes that tell what is made with this source from what is made with another. They are no secret, and of a
    /// seeded source they belong to the seed: the stream goes on as if nobody had asked.
    ///
    /// # Errors
    /// When the source has none to give.
    fn name(&mut self) -> Result<[u8; 16], EntropyError> {
        let mut name = [0; 16];
        self.fill(&mut name).map(|()| name)
    }
}

/// There was no randomness to be had.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EntropyError;

impl fmt::Display for EntropyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the system's source of randomness failed; nothing was done")
    }
}

impl core::error::Error for EntropyError {}

/// How many bytes are asked of the system at once: a call into the browser costs more than the bytes.
const POOL: usize = 1024;

/// The operating system's or the browser's cryptographic random source.
pub struct SystemEntropy {
    pool: Zeroizing<[u8; POOL]>,
    used: usize,
}

impl Default for SystemEntropy {
    fn default() -> Self {
        Self { pool: Zeroizing::new([0; POOL]), used: POOL }
    }
}

impl Entropy for SystemEntropy {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        if buffer.len() > POOL {
            return system_fill(buffer);
        }
        if buffer.len() > POOL.saturating_sub(self.used) {
            system_fill(self.pool.as_mut_slice())?;
            self.used = 0;
        }
        let fresh = self.pool.get_mut(self.used..).unwrap_or_default();
        // A byte is given out once: taken from the pool, it is erased there.
        for (to, from) in buffer.iter_mut().zip(fresh) {
            *to = core::mem::take(from);
        }
        self.used = self.used.saturating_add(buffer.len());
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for randomness")]
fn system_fill(buffer: &mut [u8]) -> Result<(), EntropyError> {
    getrandom::fill(buffer).map_err(|_| EntropyError)
}

/// The same bytes for the same seed, for demonstrations and tests: the `ChaCha20` stream (RFC 8439) under the seed's
/// SHA-256. **Whoever knows the seed knows every key.**
pub struct SeededEntropy {
    stream: ChaCha20,
    name: [u8; 16],
}

impl SeededEntropy {
    /// The stream that belongs to `seed`.
    pub fn new(seed: &[u8]) -> Self {
        let key = Sha256::digest(seed);
        let name = Sha256::new_with_prefix(b"name").chain_update(key).finalize();
        Self { stream: ChaCha20::new(&key, &[0; 12].into()), name: name.first_chunk().copied().unwrap_or_default() }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        buffer.fill(0);
        self.stream.try_apply_keystream(buffer).map_err(|_| EntropyError)
    }

    fn name(&mut self) -> Result<[u8; 16], EntropyError> {
        Ok(self.name)
    }
}
