//! The whole state as bytes: authenticated, versioned, and restored entirely or not at all.

use core::{fmt, time::Duration};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Directory, RequestIds, Store};
use crate::{
    env::Entropy,
    hsm::{Hsm, HsmError, aes, export_domain_keys, import_domain_keys},
    types::{AccountId, Region, Sorted, Timestamp},
};

/// What a snapshot begins with.
const MAGIC: &[u8; 8] = b"GKMSSNAP";
/// The version of the format that is written, and the only one that is read.
const VERSION: u16 = 6;
/// The length of the key that a snapshot is sealed under, in bytes.
pub const SEALING_KEY_LEN: usize = aes::KEY_LEN;

/// What a snapshot holds: `S` is a Region's [`Store`] and `D` the [`Directory`], or references to them.
///
/// The bytes: magic `GKMSSNAP`; version (16-bit big-endian); IV; the length of the state (64-bit big-endian); the
/// state, in which keys are wrapped under domain keys; the domain keys, sealed with AES-256-GCM under the caller's key
/// with everything before them as additional data. So the tag covers the whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct Snapshot<S, D> {
    /// The account that calls without a caller belong to.
    pub account: AccountId,
    /// The Region that calls without a Region go to.
    pub region: Region,
    /// The time at which the snapshot was taken.
    pub taken: Timestamp,
    /// How long a new grant takes to be known everywhere.
    pub grant_delay: Duration,
    /// How long a multi-Region key is creating or updating.
    pub replication_delay: Duration,
    /// How long a custom key store takes to be connected or disconnected.
    pub connection_delay: Duration,
    /// From what the ids of requests and events are worked out.
    pub ids: RequestIds,
    /// The principals and their access keys.
    pub directory: D,
    /// The keys, aliases and grants, by Region.
    pub stores: Sorted<Region, S>,
}

/// Why a snapshot was refused. Nothing was restored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RestoreError {
    /// The bytes are no snapshot, or only the beginning of one.
    NotASnapshot,
    /// The snapshot is of a version that this engine does not read.
    Version(u16),
    /// The snapshot was changed, or is sealed under another key.
    Sealed,
}

impl fmt::Display for RestoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASnapshot => f.write_str("this is not a snapshot of glass-kms, or it was cut short"),
            Self::Version(found) => {
                write!(f, "the snapshot has format version {found}; this engine reads version {VERSION}")
            }
            Self::Sealed => f.write_str("the snapshot was changed or is sealed under another key"),
        }
    }
}

impl core::error::Error for RestoreError {}

impl Snapshot<&Store, &Directory> {
    /// Writes the snapshot. `hsms` are the modules of the Regions in `self.stores`, in the same order.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn seal<'a>(
        &self,
        hsms: impl Iterator<Item = &'a Hsm>,
        sealing_key: &[u8; SEALING_KEY_LEN],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, HsmError> {
        let mut iv = [0; aes::IV_LEN];
        entropy.fill(&mut iv)?;
        let state = postcard::to_allocvec(self).map_err(|_| HsmError::Token)?;
        let length = u64::try_from(state.len()).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        bytes.extend_from_slice(&iv);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&state);
        let domain_keys = export_domain_keys(hsms, sealing_key, &iv, &bytes)?;
        bytes.extend_from_slice(&domain_keys);
        Ok(bytes)
    }
}

impl Snapshot<Store, Directory> {
    /// Reads a snapshot and the modules of its Regions. The tag is checked before anything else is believed.
    ///
    /// # Errors
    /// [`RestoreError`].
    pub fn open(bytes: &[u8], sealing_key: &[u8; SEALING_KEY_LEN]) -> Result<(Self, Vec<Hsm>), RestoreError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(RestoreError::NotASnapshot)?;
        let (version, rest) = rest.split_first_chunk().ok_or(RestoreError::NotASnapshot)?;
        match u16::from_be_bytes(*version) {
            VERSION => {}
            found => return Err(RestoreError::Version(found)),
        }
        let (iv, rest) = rest.split_first_chunk().ok_or(RestoreError::NotASnapshot)?;
        let (length, rest) = rest.split_first_chunk().ok_or(RestoreError::NotASnapshot)?;
        let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| RestoreError::NotASnapshot)?;
        let (state, sealed) = rest.split_at_checked(length).ok_or(RestoreError::NotASnapshot)?;
        let covered = bytes.len().saturating_sub(sealed.len());
        let covered = bytes.get(..covered).ok_or(RestoreError::NotASnapshot)?;
        let hsms = import_domain_keys(sealed, sealing_key, iv, covered).map_err(|_| RestoreError::Sealed)?;
        let snapshot: Self = decode(state)?;
        if snapshot.stores.len() != hsms.len() {
            return Err(RestoreError::NotASnapshot);
        }
        Ok((snapshot, hsms))
    }
}

fn decode<T: DeserializeOwned>(state: &[u8]) -> Result<T, RestoreError> {
    match postcard::take_from_bytes(state) {
        Ok((value, [])) => Ok(value),
        _ => Err(RestoreError::NotASnapshot),
    }
}
