use core::time::Duration;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{
    HsmError, Session,
    aes::{IV_LEN, TAG_LEN},
    domain::{DOMAIN_KEY_ID_LEN, DomainKey},
    oaep::PrivateKey,
};
use crate::{
    trace::Field,
    types::{KeyId, Timestamp, WrappingAlgorithm},
};

const MAGIC: &[u8; 4] = b"GKIT";
const VERSION: u8 = 1;

const DOMAIN_KEY_ID: usize = MAGIC.len() + 1;
const IV: usize = DOMAIN_KEY_ID + DOMAIN_KEY_ID_LEN;
const VALID_TO: usize = IV + IV_LEN;
const TIME_LEN: usize = 8;
const SEALED: usize = VALID_TO + TIME_LEN;

/// The length of a token without the primes: the last number is that of the algorithm.
const FIXED: usize = SEALED + ImportTokenId::LEN + KeyId::LEN + TAG_LEN + 1;

/// How long a wrapping key and its import token may be used.
const VALIDITY: Duration = Duration::from_hours(24);

/// Tells import tokens apart, so that each is used once.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct ImportTokenId([u8; Self::LEN]);

impl ImportTokenId {
    /// The length in bytes.
    pub const LEN: usize = 16;
}

/// What an import token holds: the private half of a wrapping key, and for what it is.
///
/// The HSM keeps nothing of it; the client brings it back. The layout: magic `GKIT`, version, domain key id, IV, the last
/// millisecond in which it is valid (64 bits, big-endian); then, sealed under the domain key with all that as additional
/// data, the token's id, the key id (36 ASCII characters), the number of the algorithm and the two primes; the tag. With
/// 4096 bits that is 610 bytes, of the 6,144 that AWS allows.
pub(super) struct ImportToken {
    pub(super) id: ImportTokenId,
    pub(super) key_id: KeyId,
    pub(super) algorithm: WrappingAlgorithm,
    pub(super) valid_to: Timestamp,
    pub(super) private_key: PrivateKey,
}

impl ImportToken {
    /// A token for the key `key_id`.
    pub(super) fn make(
        private_key: PrivateKey,
        key_id: KeyId,
        algorithm: WrappingAlgorithm,
        now: Timestamp,
        session: &mut Session<'_>,
    ) -> Result<Self, HsmError> {
        let mut id = [0; ImportTokenId::LEN];
        session.entropy.fill(&mut id)?;
        Ok(Self { id: ImportTokenId(id), key_id, algorithm, valid_to: now.plus(VALIDITY), private_key })
    }

    /// Seals it under the active domain key.
    pub(super) fn seal(&self, session: &mut Session<'_>) -> Result<Vec<u8>, HsmError> {
        let mut iv = [0; IV_LEN];
        session.entropy.fill(&mut iv)?;
        let domain_key = session.active_domain_key();
        let primes = self.private_key.primes();
        // Sealed in place, with room for all from the start: a vector that moves would leave the primes behind.
        let mut token = Zeroizing::new(Vec::with_capacity(FIXED.saturating_add(primes.len())));
        token.extend_from_slice(MAGIC);
        token.push(VERSION);
        token.extend_from_slice(&domain_key.id);
        token.extend_from_slice(&iv);
        token.extend_from_slice(&self.valid_to.as_millis().to_be_bytes());
        let header = token.to_vec();
        token.extend_from_slice(&self.id.0);
        token.extend_from_slice(self.key_id.as_bytes());
        token.push(number(self.algorithm));
        token.extend_from_slice(&primes);
        domain_key.cipher().seal_in_place(&iv, &header, &mut token, SEALED).map_err(|_| HsmError::ImportToken)?;
        Ok(core::mem::take(&mut *token))
    }

    /// Opens a token that is for the key `key_id` and still valid.
    ///
    /// The error is [`HsmError::ImportToken`], or [`HsmError::ImportTokenExpired`] once everything else is right.
    pub(super) fn open(token: &[u8], key_id: KeyId, now: Timestamp, session: &Session<'_>) -> Result<Self, HsmError> {
        let header = Header::read(token).ok_or(HsmError::ImportToken)?;
        let Some(domain_key) = session.domain_key(header.domain_key_id) else {
            // The domain keys of days long past are gone. The token cannot be believed, and could not be used anyway.
            return Err(if now > header.valid_to { HsmError::ImportTokenExpired } else { HsmError::ImportToken });
        };
        let opened = Self::authentic(&header, domain_key).ok_or(HsmError::ImportToken)?;
        if opened.key_id != key_id {
            return Err(HsmError::ImportToken);
        }
        if now > opened.valid_to {
            return Err(HsmError::ImportTokenExpired);
        }
        Ok(opened)
    }

    fn authentic(header: &Header<'_>, domain_key: &DomainKey) -> Option<Self> {
        let opened = domain_key.cipher().open(header.iv, header.bytes, header.sealed).ok()?;
        let (id, rest) = opened.split_first_chunk()?;
        let (key_id, rest) = rest.split_at_checked(KeyId::LEN)?;
        let (algorithm, primes) = rest.split_first()?;
        let (p, q) = primes.split_at_checked(primes.len() / 2)?;
        Some(Self {
            id: ImportTokenId(*id),
            key_id: KeyId::parse(str::from_utf8(key_id).ok()?)?,
            algorithm: WrappingAlgorithm::BUILT.into_iter().find(|built| number(*built) == *algorithm)?,
            valid_to: header.valid_to,
            private_key: PrivateKey::from_primes(p, q).ok()?,
        })
    }

    /// The layout of `length` bytes, for the inspector; nothing for what is too short to be a token.
    pub(super) fn fields(length: usize) -> Vec<Field> {
        let Some(sealed) = length.checked_sub(SEALED + TAG_LEN) else {
            return Vec::new();
        };
        vec![
            Field::new(0, MAGIC.len(), "magic").saying(String::from_utf8_lossy(MAGIC)),
            Field::new(MAGIC.len(), 1, "version").saying(VERSION.to_string()),
            Field::new(DOMAIN_KEY_ID, DOMAIN_KEY_ID_LEN, "domain-key-id"),
            Field::new(IV, IV_LEN, "iv"),
            Field::new(VALID_TO, TIME_LEN, "valid-to"),
            Field::new(SEALED, sealed, "ciphertext"),
            Field::new(SEALED.saturating_add(sealed), TAG_LEN, "tag"),
        ]
    }
}

/// What stands before the sealed part, and that.
struct Header<'a> {
    bytes: &'a [u8],
    domain_key_id: [u8; DOMAIN_KEY_ID_LEN],
    iv: &'a [u8; IV_LEN],
    valid_to: Timestamp,
    sealed: &'a [u8],
}

impl<'a> Header<'a> {
    fn read(token: &'a [u8]) -> Option<Self> {
        let (bytes, sealed) = token.split_at_checked(SEALED)?;
        let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(&[VERSION])?;
        let (domain_key_id, rest) = rest.split_first_chunk()?;
        let (iv, valid_to) = rest.split_first_chunk()?;
        let valid_to = Timestamp::from_millis(i64::from_be_bytes(valid_to.try_into().ok()?));
        Some(Self { bytes, domain_key_id: *domain_key_id, iv, valid_to, sealed })
    }
}

/// An algorithm as a token writes it.
fn number(algorithm: WrappingAlgorithm) -> u8 {
    match algorithm {
        WrappingAlgorithm::RsaesOaepSha1 => 1,
        WrappingAlgorithm::RsaesOaepSha256 => 2,
        WrappingAlgorithm::RsaAesKeyWrapSha1 => 3,
        WrappingAlgorithm::RsaAesKeyWrapSha256 => 4,
    }
}
