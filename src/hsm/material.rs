use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{
    aes::{Cipher, IV_LEN, KEY_LEN},
    kdf,
};
use crate::{
    env::{Entropy, EntropyError},
    trace::Fingerprint,
    types::{KeyId, KeyMaterialId},
};

/// The label under which a message's key is derived from the KMS key's material.
const MESSAGE_KEY: &[u8] = b"glass-kms message key v1";
/// The label under which the name of key material is derived from it.
const MATERIAL_ID: &[u8] = b"glass-kms key material id v1";
/// The label under which a domain key derives initialization vectors for wrapping tokens anew.
const REWRAPPING_IV: &[u8] = b"glass-kms rewrapping iv v1";

/// The material of a KMS key, as long as its spec has it.
///
/// Boxed, so that a move leaves no copy behind; erased when dropped; without Debug, Clone, comparison or any way to
/// be written down.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct KeyMaterial(Box<[u8]>);

impl KeyMaterial {
    /// New material, straight from the source of randomness.
    pub(super) fn make(length: usize, entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut material = Self(vec![0; length].into_boxed_slice());
        entropy.fill(&mut material.0)?;
        Ok(material)
    }

    /// Material that was opened from its wrapping.
    pub(super) fn from_slice(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// Reads the bytes.
    pub(super) fn expose(&self) -> &[u8] {
        &self.0
    }

    /// How many bytes.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What may be known of it outside.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.expose())
    }

    /// The key for one message: SP 800-108 over the message's nonce.
    pub(super) fn derive_message_key(&self, nonce: &[u8]) -> SealingKey {
        let mut key = SealingKey(Box::new([0; KEY_LEN]));
        kdf::derive(self.expose(), MESSAGE_KEY, nonce, &mut key.0);
        key
    }

    /// The name of this material in the key `key_id`. It is derived one way, so it says nothing about the bytes.
    pub(super) fn id(&self, key_id: KeyId) -> KeyMaterialId {
        let mut id = [0; KeyMaterialId::LEN];
        kdf::derive(self.expose(), MATERIAL_ID, key_id.as_bytes(), &mut id);
        KeyMaterialId::from_bytes(id)
    }
}

/// A key of the HSM's own, for AES-256: a domain key, or one that was derived or agreed on for a message.
///
/// Kept like [`KeyMaterial`].
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct SealingKey(Box<[u8; KEY_LEN]>);

impl SealingKey {
    /// A new key, straight from the source of randomness.
    pub(super) fn make(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut key = Self(Box::new([0; KEY_LEN]));
        entropy.fill(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// A key that was read or agreed on.
    pub(super) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; KEY_LEN] = bytes.try_into().ok()?;
        Some(Self(Box::new(*bytes)))
    }

    /// Reads the bytes.
    pub(super) fn expose(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// The key ready for AES.
    pub(super) fn cipher(&self) -> Cipher {
        Cipher::new(self.expose())
    }

    /// What may be known of it outside.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.expose())
    }

    /// What one token is wrapped anew with, if this is a domain key.
    pub(super) fn derive_rewrapping_iv(&self, (key_id, material_id): (KeyId, KeyMaterialId)) -> [u8; IV_LEN] {
        let (mut block, mut iv) = ([0; KEY_LEN], [0; IV_LEN]);
        let names = [key_id.as_bytes().as_slice(), material_id.as_bytes()].concat();
        kdf::derive(self.expose(), REWRAPPING_IV, &names, &mut block);
        iv.iter_mut().zip(block).for_each(|(byte, derived)| *byte = derived);
        iv
    }
}
