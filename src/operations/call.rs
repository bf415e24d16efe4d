use super::{
    audit::{AuditLog, Change, Entry, ServiceRecord},
    authorization::Authorization,
    kms::Delays,
    regions::Others,
    target::Resolved,
};
use crate::{
    env::{Caller, Entropy},
    error::KmsError,
    hsm::{Hsm, Session, TokenRef},
    policy::Identity,
    store::{Directory, KmsKey, RequestIds, Store},
    trace::Recorder,
    types::{AccountId, AliasArn, AliasName, GrantId, KeyId, KeyMaterialId, KeySpec, Region, Timestamp},
};

/// A call that passed every gate, and what it may work with.
pub struct Call<'a> {
    pub(super) now: Timestamp,
    pub(super) caller: &'a Caller,
    pub(super) identity: Option<&'a Identity>,
    pub(super) condition_keys: &'a [(String, Vec<String>)],
    pub(super) directory: &'a Directory,
    pub(super) delays: Delays,
    /// The grant by which the caller was allowed to call, if it was one.
    pub(super) allowed_by: Option<GrantId>,
    pub(super) hsm: &'a Hsm,
    pub(super) store: &'a mut Store,
    /// All other Regions.
    pub(super) others: Others<'a>,
    pub(super) entropy: &'a mut dyn Entropy,
    pub(super) trace: &'a mut Recorder,
    pub(super) log: &'a mut AuditLog,
    pub(super) ids: &'a mut RequestIds,
    pub(super) keys: &'a [Resolved],
}

impl Call<'_> {
    /// To ask whether the caller could do something else as well.
    pub(super) fn authorization(&self) -> Authorization<'_> {
        Authorization {
            caller: self.caller,
            identity: self.identity,
            condition_keys: self.condition_keys,
            asks: None,
            store: self.store,
            keys: self.keys,
            now: self.now,
            tokens: &[],
        }
    }

    /// The caller's account.
    pub(super) fn account(&self) -> AccountId {
        self.caller.principal.account()
    }

    /// The `index`-th key that the request is about.
    pub(super) fn key(&self, index: usize) -> Result<&KmsKey, KmsError> {
        let resolved = self.keys.get(index);
        resolved.and_then(|resolved| self.store.key(resolved.key_id)).ok_or_else(missing_key)
    }

    /// The version of the `index`-th key that the request is about.
    pub(super) fn material(&self, index: usize) -> Result<KeyMaterialId, KmsError> {
        self.keys.get(index).and_then(|resolved| resolved.material_id).ok_or_else(missing_key)
    }

    /// The version of the `index`-th key that the request is about, where answers name it: keys that are not symmetric
    /// encryption keys have one version only.
    pub(super) fn version(&self, index: usize) -> Option<KeyMaterialId> {
        let key = self.key(index).ok()?;
        self.material(index).ok().filter(|_| key.spec == KeySpec::SymmetricDefault)
    }

    /// Changes the first key that the request is about.
    pub(super) fn change_key<T>(&mut self, change: impl FnOnce(&mut KmsKey) -> T) -> Result<T, KmsError> {
        let resolved = self.keys.first();
        resolved.and_then(|resolved| self.store.change_key(resolved.key_id, change)).ok_or_else(missing_key)
    }

    /// Changes the first key that the request is about, and in the same way all keys that are related to it.
    /// `change` is told where each is.
    pub(super) fn change_related(&mut self, change: impl Fn(&mut KmsKey, &Region)) -> Result<(), KmsError> {
        let key = self.key(0)?;
        let (key_id, here) = (key.key_id, &self.caller.region);
        let related: Vec<_> = key.related(here).cloned().collect();
        for region in &related {
            self.others.change_key(region, key_id, |key| change(key, region));
        }
        self.change_key(|key| change(key, here))?;
        if related.is_empty() { Ok(()) } else { self.note(Change::Synchronized) }
    }

    /// The imported material that waits for a rotation of the first key, once all that are related to it have it.
    pub(super) fn ready_to_rotate_to(&self) -> Result<Option<KeyMaterialId>, KmsError> {
        let key = self.key(0)?;
        let mut related = key.related(&self.caller.region).map(|region| self.others.key(region, key.key_id));
        let is_there = |key: &KmsKey| key.versions.pending_is_there();
        let everywhere = is_there(key) && related.all(|key| key.is_some_and(is_there));
        Ok(key.versions.pending().filter(|_| everywhere))
    }

    /// Notes what KMS did to the first key that the request is about.
    pub(super) fn note(&mut self, change: Change) -> Result<(), KmsError> {
        let key = self.keys.first().and_then(|resolved| self.store.key(resolved.key_id)).ok_or_else(missing_key)?;
        let record = ServiceRecord::of_key(key, &self.caller.region, self.now, change);
        self.log.add(Entry::service(self.ids.take(), record));
        Ok(())
    }

    /// A session with the HSM beside the tokens of the request's keys.
    pub(super) fn hsm<const N: usize>(&mut self) -> ([Option<TokenRef<'_>>; N], Session<'_>) {
        let mut tokens = self.keys.iter().map(|key| self.store.key(key.key_id)?.token(key.material_id?));
        let tokens = core::array::from_fn(|_| tokens.next().flatten());
        (tokens, self.hsm.session(self.entropy, self.trace))
    }

    /// The ARN of a key in the caller's Region.
    pub(super) fn key_arn(&self, account: AccountId, key_id: KeyId) -> String {
        key_arn(&self.caller.region, account, key_id)
    }

    /// The ARN of an alias of the caller's.
    pub(super) fn alias_arn(&self, name: &AliasName) -> String {
        AliasArn { region: self.caller.region.clone(), account: self.account(), name: name.clone() }.to_string()
    }
}

/// The ARN of a key.
pub(super) fn key_arn(region: &Region, account: AccountId, key_id: KeyId) -> String {
    // Every answer has one: put together without the formatter, which takes several times as long.
    ["arn:", region.partition(), ":kms:", region.as_str(), ":", account.as_str(), ":key/", key_id.as_str()].concat()
}

/// A key that the pipeline found is gone: it cannot be, within one call.
pub(super) fn missing_key() -> KmsError {
    KmsError::KmsInternal("the key that the call is about was not found again; nothing was done".to_owned())
}
