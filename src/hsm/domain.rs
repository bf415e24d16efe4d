use zeroize::Zeroizing;

use super::{
    HsmError, Session,
    aes::{self, Cipher, IV_LEN, KEY_LEN},
    material::KeyMaterial,
};
use crate::{
    env::Entropy,
    trace::{Actor, Event, Recorder, Role, TraceBlob},
};

/// The length of a domain key's id in bytes.
pub(super) const DOMAIN_KEY_ID_LEN: usize = 4;

/// The security module of one Region.
pub struct Hsm {
    domain_key: DomainKey,
}

/// The key that wraps the KMS keys of one Region. It leaves only sealed, in a snapshot.
pub(super) struct DomainKey {
    /// Random, and no secret: tokens name the key that wrapped them.
    pub(super) id: [u8; DOMAIN_KEY_ID_LEN],
    /// Ready for use, since every call needs it.
    pub(super) cipher: Cipher,
    material: KeyMaterial,
}

impl DomainKey {
    fn new(id: [u8; DOMAIN_KEY_ID_LEN], material: KeyMaterial) -> Self {
        Self { id, cipher: material.cipher(), material }
    }
}

impl Hsm {
    /// A module with a new domain key.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn make(entropy: &mut dyn Entropy) -> Result<Self, HsmError> {
        let mut id = [0; DOMAIN_KEY_ID_LEN];
        entropy.fill(&mut id)?;
        let material = KeyMaterial::make(entropy)?;
        Ok(Self { domain_key: DomainKey::new(id, material) })
    }

    /// Opens a session, in which commands are carried out and, if `trace` is on, taken down.
    pub fn session<'a>(&'a self, entropy: &'a mut dyn Entropy, trace: &'a mut Recorder) -> Session<'a> {
        Session::new(&self.domain_key, entropy, trace)
    }

    /// Takes down that the domain key is in the HSM.
    pub fn introduce(&self, trace: &mut Recorder) {
        trace.record(|| {
            let fingerprint = self.domain_key.material.fingerprint();
            [Event::Before(Actor::Hsm, TraceBlob::hidden("domain-key", Role::DomainKey, KEY_LEN, fingerprint))]
        });
    }
}

/// Seals the domain keys of `hsms`, in their order, under a key of the caller's.
///
/// # Errors
/// [`HsmError::Token`] if the additional data is longer than AES-GCM allows.
pub fn export_domain_keys<'a>(
    hsms: impl Iterator<Item = &'a Hsm>,
    sealing_key: &[u8; KEY_LEN],
    iv: &[u8; IV_LEN],
    aad: &[u8],
) -> Result<Vec<u8>, HsmError> {
    let mut keys = Zeroizing::new(Vec::new());
    for Hsm { domain_key } in hsms {
        keys.extend_from_slice(&domain_key.id);
        keys.extend_from_slice(domain_key.material.expose());
    }
    aes::seal(sealing_key, iv, aad, &keys).map_err(|_| HsmError::Token)
}

/// Opens what [`export_domain_keys`] sealed, one HSM for each domain key.
///
/// # Errors
/// [`HsmError::Token`] if anything, the additional data included, is not as it was.
pub fn import_domain_keys(
    sealed: &[u8],
    sealing_key: &[u8; KEY_LEN],
    iv: &[u8; IV_LEN],
    aad: &[u8],
) -> Result<Vec<Hsm>, HsmError> {
    let keys = aes::open(sealing_key, iv, aad, sealed).map_err(|_| HsmError::Token)?;
    let hsms = keys.chunks(DOMAIN_KEY_ID_LEN + KEY_LEN).map(|entry| {
        let (id, material) = entry.split_first_chunk().ok_or(HsmError::Token)?;
        let material = KeyMaterial::from_slice(material).ok_or(HsmError::Token)?;
        Ok(Hsm { domain_key: DomainKey::new(*id, material) })
    });
    hsms.collect()
}
