//! What `cargo xtask bench` compares the engine with: its bare cryptography, and the bare question to a policy.

mod access;

pub use access::Access;

use glass_kms::env::{Entropy, SystemEntropy};
use glass_kms::hsm::aes::{Cipher, IV_LEN, KEY_LEN};
use glass_kms::hsm::kdf;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// What is authenticated beside a key token: its header and the names of the key and of its material.
const TOKEN_AAD: [u8; 89] = [7; 89];
/// What is authenticated beside a data key: the ciphertext's header and an empty encryption context.
const BLOB_AAD: [u8; 105] = [9; 105];
/// What a message's key is derived from: a label, the nonce and the length.
const FIXED_INPUT: usize = 24 + 1 + NONCE_LEN + 4;
const NONCE_LEN: usize = 16;

/// The cryptography of one `GenerateDataKey` and nothing around it: no request, no key store, no response.
#[wasm_bindgen]
pub struct Bare {
    entropy: SystemEntropy,
    domain_key: Cipher,
    token_iv: [u8; IV_LEN],
    token: Vec<u8>,
}

#[wasm_bindgen]
impl Bare {
    /// A domain key, and one KMS key wrapped under it.
    ///
    /// # Errors
    ///
    /// When there is no randomness.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        let mut entropy = SystemEntropy::default();
        let domain_key = Cipher::new(&fresh(&mut entropy)?);
        let material: [u8; KEY_LEN] = fresh(&mut entropy)?;
        let token_iv = fresh(&mut entropy)?;
        let token = domain_key.seal(&token_iv, &TOKEN_AAD, &material)?;
        Ok(Self { entropy, domain_key, token_iv, token })
    }

    /// Makes a data key, opens the token, derives the message's key, seals the data key under it. Returns the length of
    /// what was sealed, so that none of it can be left out.
    ///
    /// # Errors
    ///
    /// When there is no randomness.
    #[wasm_bindgen(js_name = generateDataKey)]
    pub fn generate_data_key(&mut self) -> Result<usize, JsError> {
        let data_key: [u8; KEY_LEN] = fresh(&mut self.entropy)?;
        let material = self.domain_key.open(&self.token_iv, &TOKEN_AAD, &self.token)?;
        let nonce: [u8; NONCE_LEN] = fresh(&mut self.entropy)?;
        let mut input = [5; FIXED_INPUT];
        for (to, from) in input.iter_mut().zip(nonce) {
            *to = from;
        }
        let mut message_key = [0; KEY_LEN];
        kdf::counter_mode(&material, &input, &mut message_key);
        let iv = fresh(&mut self.entropy)?;
        let sealed = Cipher::new(&message_key).seal(&iv, &BLOB_AAD, &data_key)?;
        Ok(std::hint::black_box(sealed).len())
    }
}

fn fresh<const LENGTH: usize>(entropy: &mut impl Entropy) -> Result<[u8; LENGTH], JsError> {
    let mut bytes = [0; LENGTH];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::Bare;

    #[test]
    fn the_loop_seals_a_data_key() {
        let sealed = Bare::new().and_then(|mut bare| bare.generate_data_key());
        assert_eq!(sealed.map_err(|_| "refused").unwrap(), 32 + 16);
    }
}
