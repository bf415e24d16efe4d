use core::fmt;

use serde::{Deserialize, Serialize};

use super::{
    HsmError,
    aes::{IV_LEN, TAG_LEN},
    domain::{DOMAIN_KEY_ID_LEN, DomainKey},
    material::KeyMaterial,
};
use crate::{
    trace::Field,
    types::{KeyId, KeyMaterialId},
};

/// What a token begins with: its kind and the version of its layout.
const MAGIC: &[u8; 4] = b"GKTK";
const VERSION: u8 = 1;

const DOMAIN_KEY_ID: usize = MAGIC.len() + 1;
const IV: usize = DOMAIN_KEY_ID + DOMAIN_KEY_ID_LEN;
const SEALED: usize = IV + IV_LEN;

/// A KMS key's material, wrapped under the domain key: safe to store, useless outside the HSM that made it.
///
/// The layout: magic `GKTK`, version, domain key id, IV, sealed material, tag. The key id and the key material id are
/// authenticated with it, so a token does not open in another key's place. AWS calls this an exported key token (EKT).
#[derive(Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct KeyToken(Vec<u8>);

impl KeyToken {
    /// The bytes, as they are stored.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The layout, for the inspector.
    pub fn fields(&self) -> Vec<Field> {
        let length = self.0.len().saturating_sub(SEALED + TAG_LEN);
        vec![
            Field::new(0, MAGIC.len(), "magic").saying(String::from_utf8_lossy(MAGIC)),
            Field::new(MAGIC.len(), 1, "version").saying(VERSION.to_string()),
            Field::new(DOMAIN_KEY_ID, DOMAIN_KEY_ID_LEN, "domain-key-id"),
            Field::new(IV, IV_LEN, "iv"),
            Field::new(SEALED, length, "ciphertext"),
            Field::new(SEALED.saturating_add(length), TAG_LEN, "tag"),
        ]
    }

    /// Which domain key wraps it; none where the token is cut short.
    pub(super) fn domain_key_id(&self) -> Option<[u8; DOMAIN_KEY_ID_LEN]> {
        self.0.get(DOMAIN_KEY_ID..IV)?.try_into().ok()
    }

    /// Wraps `material`. No other token of the domain key may have the same `iv`.
    pub(super) fn wrap(
        domain_key: &DomainKey,
        material: &KeyMaterial,
        names: (KeyId, KeyMaterialId),
        iv: &[u8; IV_LEN],
    ) -> Result<Self, HsmError> {
        let mut token = Vec::with_capacity((SEALED + TAG_LEN).saturating_add(material.len()));
        token.extend_from_slice(MAGIC);
        token.push(VERSION);
        token.extend_from_slice(&domain_key.id);
        token.extend_from_slice(iv);
        let aad = additional_data(&token, names);
        token.extend_from_slice(material.expose());
        domain_key.cipher().seal_in_place(iv, &aad, &mut token, SEALED).map_err(|_| HsmError::Token)?;
        Ok(Self(token))
    }

    /// Unwraps the material.
    pub(super) fn unwrap_key(
        &self,
        domain_key: &DomainKey,
        names: (KeyId, KeyMaterialId),
    ) -> Result<KeyMaterial, HsmError> {
        let (header, sealed) = self.0.split_at_checked(SEALED).ok_or(HsmError::Token)?;
        let iv = header.last_chunk().ok_or(HsmError::Token)?;
        let aad = additional_data(header, names);
        let opened = domain_key.cipher().open(iv, &aad, sealed).map_err(|_| HsmError::Token)?;
        Ok(KeyMaterial::from_slice(&opened))
    }
}

fn additional_data(header: &[u8], (key_id, material_id): (KeyId, KeyMaterialId)) -> Vec<u8> {
    [header, key_id.as_bytes(), material_id.as_bytes()].concat()
}

impl fmt::Debug for KeyToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyToken({} bytes)", self.0.len())
    }
}
