use zeroize::Zeroizing;

use super::{
    TokenRef,
    aes::{IV_LEN, TAG_LEN},
};
use crate::{
    trace::Field,
    types::{EncryptionContext, KeyId, KeyMaterialId},
};

const MAGIC: &[u8; 4] = b"GKMS";
/// The version of the layout of what only the HSM has encrypted.
const VERSION: u8 = 1;
/// That of what an external key has encrypted as well.
const DOUBLE: u8 = 2;
/// The length of the nonce that a message's key is derived from, in bytes.
pub(super) const NONCE_LEN: usize = 16;

const KEY_ID: usize = MAGIC.len() + 1;
const MATERIAL_ID: usize = KEY_ID + KeyId::LEN;
const NONCE: usize = MATERIAL_ID + KeyMaterialId::LEN;
const IV: usize = NONCE + NONCE_LEN;
const SEALED: usize = IV + IV_LEN;

/// A `CiphertextBlob`, taken apart.
///
/// The layout is this engine's own (AWS does not publish its own): magic `GKMS`, version, key id (36 ASCII
/// characters), key material id, nonce, IV, ciphertext, tag. Everything before the ciphertext is in the clear and
/// authenticated. It names the key and the version of its material, so Decrypt never tries keys. Of a key in an external key
/// store the version is 2, and the external key has encrypted ciphertext and tag once more: before them stands its IV, behind
/// them its tag, and the same is authenticated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ciphertext<'a> {
    /// The key that sealed it.
    pub key_id: KeyId,
    /// The version of that key's material.
    pub material_id: KeyMaterialId,
    pub(super) header: &'a [u8],
    pub(super) nonce: &'a [u8; NONCE_LEN],
    pub(super) iv: &'a [u8; IV_LEN],
    pub(super) sealed: &'a [u8],
}

impl<'a> Ciphertext<'a> {
    /// Takes a blob apart, or says with `None` that it is not one of this engine's.
    pub fn parse(blob: &'a [u8]) -> Option<Self> {
        let (header, sealed) = blob.split_at_checked(SEALED)?;
        if sealed.len() < TAG_LEN {
            return None;
        }
        let rest = header.strip_prefix(MAGIC)?;
        let rest = rest.strip_prefix(&[VERSION]).or_else(|| rest.strip_prefix(&[DOUBLE]))?;
        let (key_id, rest) = rest.split_at_checked(KeyId::LEN)?;
        let (material_id, rest) = rest.split_first_chunk()?;
        let (nonce, iv) = rest.split_first_chunk()?;
        Some(Self {
            key_id: KeyId::parse(str::from_utf8(key_id).ok()?)?,
            material_id: KeyMaterialId::from_bytes(*material_id),
            header,
            nonce,
            iv: iv.try_into().ok()?,
            sealed,
        })
    }

    /// The same with what was under the layer of an external key, if there was one.
    pub(super) fn under(self, inner: Option<&'a Zeroizing<Vec<u8>>>) -> Self {
        Self { sealed: inner.map_or(self.sealed, |inner| inner.as_slice()), ..self }
    }

    /// The layout of a blob, for the inspector; nothing for what is too short to be one.
    pub fn fields(blob: &[u8]) -> Vec<Field> {
        let version = blob.get(MAGIC.len()).copied().unwrap_or_default();
        let layer = if version == DOUBLE { IV_LEN } else { 0 };
        let start = SEALED.saturating_add(layer);
        let Some(length) = blob.len().checked_sub(start.saturating_add(TAG_LEN)) else {
            return Vec::new();
        };
        let text =
            |start: usize, end: usize| String::from_utf8_lossy(blob.get(start..end).unwrap_or_default()).into_owned();
        let mut fields = vec![
            Field::new(0, MAGIC.len(), "magic").saying(text(0, MAGIC.len())),
            Field::new(MAGIC.len(), 1, "version").saying(version.to_string()),
            Field::new(KEY_ID, KeyId::LEN, "key-id").saying(text(KEY_ID, MATERIAL_ID)),
            Field::new(MATERIAL_ID, KeyMaterialId::LEN, "key-material-id"),
            Field::new(NONCE, NONCE_LEN, "nonce"),
            Field::new(IV, IV_LEN, "iv"),
        ];
        if version == DOUBLE {
            fields.push(Field::new(SEALED, IV_LEN, "external-iv"));
        }
        fields.push(Field::new(start, length, "ciphertext"));
        fields.push(Field::new(start.saturating_add(length), TAG_LEN, "tag"));
        fields
    }

    /// The header of a blob that this engine made, and what follows it.
    pub(super) fn split(blob: &[u8]) -> (&[u8], &[u8]) {
        blob.split_at_checked(SEALED).unwrap_or_default()
    }

    /// Writes everything before the ciphertext, with room for `length` bytes and the tag.
    pub(super) fn header(key: &TokenRef<'_>, nonce: &[u8; NONCE_LEN], iv: &[u8; IV_LEN], length: usize) -> Vec<u8> {
        let mut blob = Vec::with_capacity((SEALED + TAG_LEN).saturating_add(length));
        blob.extend_from_slice(MAGIC);
        blob.push(if key.external.is_some() { DOUBLE } else { VERSION });
        blob.extend_from_slice(key.key_id.as_bytes());
        blob.extend_from_slice(key.material_id.as_bytes());
        blob.extend_from_slice(nonce);
        blob.extend_from_slice(iv);
        blob
    }

    /// What is authenticated beside the ciphertext: the header and the encryption context.
    pub(super) fn additional_data(header: &[u8], context: &EncryptionContext) -> Vec<u8> {
        let mut aad = header.to_vec();
        context.append_canonical(&mut aad);
        aad
    }
}
