//! The keys that wrap all others: one that is active, replaced every day, and the last ones before it.

use core::{cell::OnceCell, time::Duration};

use p384::ecdsa::SigningKey;
use zeroize::Zeroizing;

use super::{
    HsmError, KeyToken, Session,
    aes::{self, Cipher, IV_LEN, KEY_LEN},
    external::ExternalKeyManager,
    material::SealingKey,
    replication::{PRIVATE_KEY_LEN, make_private_key},
};
use crate::{
    env::Entropy,
    trace::{Actor, Event, Fingerprint, Recorder, Role, TraceBlob},
    types::{KeyId, KeyMaterialId, Timestamp},
};

/// The length of a domain key's id in bytes.
pub(super) const DOMAIN_KEY_ID_LEN: usize = 4;

/// How long a domain key is active, and how long it is kept afterwards. AWS: "rotated daily".
const PERIOD: Duration = Duration::from_hours(24);

/// The security module of one Region.
pub struct Hsm {
    active: DomainKey,
    /// From the oldest to the newest.
    deactivated: Vec<Deactivated>,
    next_rotation: Timestamp,
    /// With which the HSMs of the Region sign what they send to others: made when it is first needed.
    replication_key: OnceCell<SigningKey>,
    /// What stands behind the Region's external key stores. It is no part of the HSM: it is only kept with it.
    external_keys: ExternalKeyManager,
}

/// A key that wraps the KMS keys of one Region. It leaves only sealed, in a snapshot.
pub(super) struct DomainKey {
    /// No secret: tokens name the key that wrapped them. The first is random, and each adds one to the one before it.
    pub(super) id: [u8; DOMAIN_KEY_ID_LEN],
    /// Ready from the first use on, since every call needs it; of ten years' domain keys, only the last is used.
    cipher: OnceCell<Cipher>,
    material: SealingKey,
}

/// A domain key that wraps nothing new.
struct Deactivated {
    key: DomainKey,
    since: Timestamp,
    /// Whether there are key tokens under it that are yet to be wrapped anew.
    wraps_tokens: bool,
}

impl DomainKey {
    fn new(id: [u8; DOMAIN_KEY_ID_LEN], material: SealingKey) -> Self {
        Self { id, cipher: OnceCell::new(), material }
    }

    pub(super) fn cipher(&self) -> &Cipher {
        self.cipher.get_or_init(|| self.material.cipher())
    }

    /// What may be known of it outside.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        self.material.fingerprint()
    }

    /// The initialization vector with which one token is wrapped anew: once under each domain key, so that it need not
    /// be random, and whoever comes to the same day in other steps comes to the same tokens.
    pub(super) fn rewrapping_iv(&self, names: (KeyId, KeyMaterialId)) -> [u8; IV_LEN] {
        self.material.derive_rewrapping_iv(names)
    }
}

impl Hsm {
    /// A module with a new domain key.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn make(entropy: &mut dyn Entropy, now: Timestamp) -> Result<Self, HsmError> {
        let mut id = [0; DOMAIN_KEY_ID_LEN];
        entropy.fill(&mut id)?;
        let material = SealingKey::make(entropy)?;
        Ok(Self {
            active: DomainKey::new(id, material),
            deactivated: Vec::new(),
            next_rotation: now.plus(PERIOD),
            replication_key: OnceCell::new(),
            external_keys: ExternalKeyManager::default(),
        })
    }

    /// The key with which the HSMs of the Region sign what they send to others. Its public half is known in all Regions.
    pub(super) fn replication_key(&self, entropy: &mut dyn Entropy) -> Result<&SigningKey, HsmError> {
        if let Some(key) = self.replication_key.get() {
            return Ok(key);
        }
        let key = SigningKey::from(make_private_key(entropy)?);
        Ok(self.replication_key.get_or_init(|| key))
    }

    /// Asks the external key manager for a key of an id. It has one for each.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn name_external_key(&self, entropy: &mut dyn Entropy) -> Result<(), HsmError> {
        self.external_keys.secret(entropy).map(drop)
    }

    pub(super) fn external_keys(&self) -> &ExternalKeyManager {
        &self.external_keys
    }

    /// Opens a session, in which commands are carried out and, if `trace` is on, taken down.
    pub fn session<'a>(&'a self, entropy: &'a mut dyn Entropy, trace: &'a mut Recorder) -> Session<'a> {
        Session::new(self, entropy, trace)
    }

    /// Takes down that the domain key is in the HSM.
    pub fn introduce(&self, trace: &mut Recorder) {
        trace.record(|| {
            let fingerprint = self.active.fingerprint();
            [Event::Before(Actor::Hsm, TraceBlob::hidden("domain-key", Role::DomainKey, KEY_LEN, fingerprint))]
        });
    }

    /// When the domain key is to be replaced.
    pub fn next_rotation(&self) -> Timestamp {
        self.next_rotation
    }

    /// Puts a new domain key in the place of the active one, at the time when that is due. `wraps_tokens` says whether
    /// there are key tokens under the active one; until [`Hsm::settle`] it is kept for them.
    ///
    /// # Errors
    /// [`HsmError::Entropy`]; nothing has changed then.
    pub fn rotate_domain_key(&mut self, entropy: &mut dyn Entropy, wraps_tokens: bool) -> Result<(), HsmError> {
        let material = SealingKey::make(entropy)?;
        let id = u32::from_be_bytes(self.active.id).wrapping_add(1).to_be_bytes();
        let key = core::mem::replace(&mut self.active, DomainKey::new(id, material));
        let since = self.next_rotation;
        self.next_rotation = since.plus(PERIOD);
        // Of those that were kept for a day only the newest can be left.
        self.deactivated.pop_if(|old| !old.wraps_tokens);
        self.deactivated.push(Deactivated { key, since, wraps_tokens });
        Ok(())
    }

    /// Whether there are tokens that are not wrapped under the active domain key.
    pub fn has_old_tokens(&self) -> bool {
        self.deactivated.iter().any(|old| old.wraps_tokens)
    }

    /// Wraps a token anew, unless the active domain key wraps it already.
    ///
    /// # Errors
    /// [`HsmError::Token`] if it does not open; it is left as it is then.
    pub fn rewrap(&self, token: &mut KeyToken, names: (KeyId, KeyMaterialId)) -> Result<(), HsmError> {
        if token.domain_key_id() != Some(self.active.id) {
            let material = token.unwrap_key(self.wrapping(token)?, names)?;
            let iv = self.active.rewrapping_iv(names);
            *token = KeyToken::wrap(&self.active, &material, names, &iv)?;
        }
        Ok(())
    }

    /// Says that the active domain key wraps all tokens, so that no older one is needed for them.
    pub fn settle(&mut self) {
        // By the date of the last rotation, not by the time: it must make no difference when this is done.
        let next = self.next_rotation;
        self.deactivated.retain(|old| next.since(old.since) <= PERIOD);
        for old in &mut self.deactivated {
            old.wraps_tokens = false;
        }
    }

    pub(super) fn active(&self) -> &DomainKey {
        &self.active
    }

    /// The domain key with this id, if it is still there.
    pub(super) fn domain_key(&self, id: [u8; DOMAIN_KEY_ID_LEN]) -> Option<&DomainKey> {
        if self.active.id == id {
            return Some(&self.active);
        }
        // Each id is the one before it and one, so they are in order, from whichever the first is.
        let first = u32::from_be_bytes(self.deactivated.first()?.key.id);
        let place = |id| u32::from_be_bytes(id).wrapping_sub(first);
        let at = self.deactivated.binary_search_by_key(&place(id), |old| place(old.key.id)).ok()?;
        self.deactivated.get(at).map(|old| &old.key)
    }

    /// The domain key that a token is wrapped under.
    pub(super) fn wrapping(&self, token: &KeyToken) -> Result<&DomainKey, HsmError> {
        token.domain_key_id().and_then(|id| self.domain_key(id)).ok_or(HsmError::Token)
    }
}

/// How the keys of one module are written: the number of its domain keys, the time of the next rotation, and of each key its
/// id, the time since which it is no longer active (nothing for the active one, which comes first) and its bytes; then
/// whether there is a replication signing key, and its bytes; and the same of the external key manager's secret.
fn write(hsm: &Hsm, out: &mut Vec<u8>) {
    let number = u32::try_from(hsm.deactivated.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&number.to_be_bytes());
    out.extend_from_slice(&hsm.next_rotation.as_millis().to_be_bytes());
    let old = hsm.deactivated.iter().map(|old| (&old.key, old.since));
    for (key, since) in [(&hsm.active, Timestamp::default())].into_iter().chain(old) {
        out.extend_from_slice(&key.id);
        out.extend_from_slice(&since.as_millis().to_be_bytes());
        out.extend_from_slice(key.material.expose());
    }
    let replication_key = hsm.replication_key.get().map(|key| Zeroizing::new(key.to_bytes()));
    out.push(u8::from(replication_key.is_some()));
    out.extend_from_slice(replication_key.as_ref().map(|bytes| bytes.as_slice()).unwrap_or_default());
    hsm.external_keys.write(out);
}

/// Reads what [`write`] wrote, and what follows it.
fn read(bytes: &[u8]) -> Option<(Hsm, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    let (next, rest) = rest.split_first_chunk()?;
    let (active, mut rest) = read_key(rest)?;
    let mut deactivated = Vec::new();
    for _ in 0..u32::from_be_bytes(*number) {
        let (old, after) = read_key(rest)?;
        deactivated.push(old);
        rest = after;
    }
    let next_rotation = Timestamp::from_millis(i64::from_be_bytes(*next));
    let (replication_key, rest) = read_replication_key(rest)?;
    let (external_keys, rest) = ExternalKeyManager::read(rest)?;
    Some((Hsm { active: active.key, deactivated, next_rotation, replication_key, external_keys }, rest))
}

fn read_replication_key(bytes: &[u8]) -> Option<(OnceCell<SigningKey>, &[u8])> {
    match bytes.split_first()? {
        (0, rest) => Some((OnceCell::new(), rest)),
        (1, rest) => {
            let (key, rest) = rest.split_at_checked(PRIVATE_KEY_LEN)?;
            Some((SigningKey::from_slice(key).ok()?.into(), rest))
        }
        _ => None,
    }
}

fn read_key(bytes: &[u8]) -> Option<(Deactivated, &[u8])> {
    let (id, rest) = bytes.split_first_chunk()?;
    let (since, rest) = rest.split_first_chunk()?;
    let (material, rest) = rest.split_at_checked(KEY_LEN)?;
    let key = DomainKey::new(*id, SealingKey::from_slice(material)?);
    Some((Deactivated { key, since: Timestamp::from_millis(i64::from_be_bytes(*since)), wraps_tokens: false }, rest))
}

/// Seals the keys of `hsms`, in their order, under a key of the caller's.
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
    for hsm in hsms {
        write(hsm, &mut keys);
    }
    aes::seal(sealing_key, iv, aad, &keys).map_err(|_| HsmError::Token)
}

/// Opens what [`export_domain_keys`] sealed.
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
    let mut hsms = Vec::new();
    let mut rest = keys.as_slice();
    while !rest.is_empty() {
        let (hsm, after) = read(rest).ok_or(HsmError::Token)?;
        hsms.push(hsm);
        rest = after;
    }
    Ok(hsms)
}
