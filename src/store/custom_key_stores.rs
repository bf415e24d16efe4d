use serde::{Deserialize, Serialize};

use super::{KmsKey, Store};
use crate::types::{AccountId, ConnectionState, CustomKeyStoreId, KeyState, Timestamp};

/// The custom key stores of one Region, all of them external key stores, in the order of their ids. An account has ten at the most.
#[derive(Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct CustomKeyStores(Vec<CustomKeyStore>);

/// An external key store.
#[derive(Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct CustomKeyStore {
    /// Its id.
    pub id: CustomKeyStoreId,
    /// The account that owns it.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// How it is connected.
    pub connection: ConnectionState,
    /// When it is connected or disconnected, and whether that succeeds, while it is under way.
    pub settles: Option<(Timestamp, ConnectionState)>,
    /// Where its proxy is.
    pub proxy: XksProxy,
    /// The ids of the external keys that KMS keys have in it, in order.
    external_keys: Vec<String>,
}

/// How KMS reaches the proxy of an external key manager. The secret of the credential is not kept: there is no network, so
/// nothing is signed with it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct XksProxy {
    /// What the credential is called.
    pub access_key_id: String,
    /// Such as `https://xks.example.com`.
    pub uri_endpoint: String,
    /// Such as `/kms/xks/v1`.
    pub uri_path: String,
    /// The endpoint service through which it is reached; none if it has a public endpoint.
    pub vpc_endpoint_service: Option<VpcEndpointService>,
}

/// A VPC endpoint service.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct VpcEndpointService {
    /// Such as `com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0`.
    pub name: String,
    /// The account that owns it.
    pub owner: AccountId,
}

/// Where the second layer of a key's encryption comes from.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct ExternalKey {
    /// The external key store that the key is in.
    pub store: CustomKeyStoreId,
    /// The external key, as its manager calls it.
    pub xks_key_id: String,
}

impl XksProxy {
    /// Whether there is a proxy. The simulated one is at every endpoint, and speaks the only version of the API that there is.
    pub fn is_reachable(&self) -> bool {
        self.uri_path.ends_with("/v1")
    }
}

impl CustomKeyStore {
    /// A store that was never connected.
    pub fn new(id: CustomKeyStoreId, account: AccountId, name: String, proxy: XksProxy, created: Timestamp) -> Self {
        let connection = ConnectionState::Disconnected;
        Self { id, account, name, created, connection, settles: None, proxy, external_keys: Vec::new() }
    }

    fn place_of(&self, xks_key_id: &str) -> Result<usize, usize> {
        self.external_keys.binary_search_by(|other| other.as_str().cmp(xks_key_id))
    }

    /// Whether a KMS key has this external key.
    pub fn uses(&self, xks_key_id: &str) -> bool {
        self.place_of(xks_key_id).is_ok()
    }

    /// Whether there are KMS keys in it, in whatever state.
    pub fn has_keys(&self) -> bool {
        !self.external_keys.is_empty()
    }
}

impl CustomKeyStores {
    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of an account.
    pub fn of(&self, account: AccountId) -> impl Iterator<Item = &CustomKeyStore> {
        self.0.iter().filter(move |store| store.account == account)
    }

    /// One of them, whoever owns it.
    pub fn get(&self, id: CustomKeyStoreId) -> Option<&CustomKeyStore> {
        self.0.iter().find(|store| store.id == id)
    }

    /// The same, to be changed. Its id must stay as it is.
    pub fn get_mut(&mut self, id: CustomKeyStoreId) -> Option<&mut CustomKeyStore> {
        self.0.iter_mut().find(|store| store.id == id)
    }

    /// Adds one. Its id must be a new one.
    pub fn insert(&mut self, store: CustomKeyStore) {
        let place = self.0.iter().take_while(|other| other.id < store.id).count();
        self.0.insert(place, store);
    }

    /// Removes one.
    pub fn remove(&mut self, id: CustomKeyStoreId) {
        self.0.retain(|store| store.id != id);
    }

    /// What was being connected or disconnected is so at its time. Nothing else happens at such a moment, so it makes no
    /// difference that it is noted later.
    pub fn settle(&mut self, now: Timestamp) {
        for store in &mut self.0 {
            if let Some((at, connection)) = store.settles
                && at.has_come(now)
            {
                store.connection = connection;
                store.settles = None;
            }
        }
    }

    /// A key with this external key comes or goes.
    pub(super) fn note_key(&mut self, key: &ExternalKey, comes: bool) {
        let Some(store) = self.get_mut(key.store) else { return };
        match store.place_of(&key.xks_key_id) {
            Err(place) if comes => store.external_keys.insert(place, key.xks_key_id.clone()),
            Ok(place) if !comes => drop(store.external_keys.remove(place)),
            _ => {}
        }
    }

    fn is_connected(&self, id: CustomKeyStoreId) -> bool {
        self.get(id).is_some_and(|store| store.connection == ConnectionState::Connected)
    }
}

impl Store {
    /// The state that a key is in: its own, unless it is in a key store that is not connected. That a key waits for its
    /// deletion is to be seen all the same.
    pub fn state_of(&self, key: &KmsKey) -> KeyState {
        match &key.external_key {
            Some(ExternalKey { store, .. })
                if !key.state.is_pending_deletion() && !self.custom_key_stores.is_connected(*store) =>
            {
                KeyState::Unavailable
            }
            _ => key.state,
        }
    }
}
