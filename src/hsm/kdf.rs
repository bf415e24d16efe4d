//! Key derivation in counter mode with HMAC-SHA-256 (NIST SP 800-108r1, section 4.1).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The length of one block of output, in bytes.
const BLOCK: usize = 32;

/// Fills `output` with K(1) ‖ K(2) ‖ …, where K(i) = HMAC-SHA-256(`key`, `i` as 32-bit big-endian ‖ `fixed_input`).
pub fn counter_mode(key: &[u8], fixed_input: &[u8], output: &mut [u8]) {
    // HMAC takes keys of any length; an error is not possible.
    let Ok(keyed) = Hmac::<Sha256>::new_from_slice(key) else { return };
    for (block, counter) in output.chunks_mut(BLOCK).zip(1_u32..) {
        let mut hmac = keyed.clone();
        hmac.update(&counter.to_be_bytes());
        hmac.update(fixed_input);
        for (to, from) in block.iter_mut().zip(hmac.finalize().into_bytes()) {
            *to = from;
        }
    }
}

/// Derives 32 bytes: counter mode with the fixed input `label` ‖ 0x00 ‖ `context` ‖ 256 as 32-bit big-endian.
pub(super) fn derive(key: &[u8], label: &[u8], context: &[u8], output: &mut [u8; BLOCK]) {
    let fixed_input = [label, &[0], context, &256_u32.to_be_bytes()].concat();
    counter_mode(key, &fixed_input, output);
}
