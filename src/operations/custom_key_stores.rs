//! Custom key stores: connected, disconnected, listed and deleted. How they are made and changed is in
//! [`xks_proxies`](super::xks_proxies).

use serde::Serialize;

use super::{
    Call,
    listing::{after, page},
    registry::{Asks, Empty},
    shape::request,
};
use crate::{
    error::KmsError,
    store::{CustomKeyStore, XksProxy},
    types::{ConnectionState, CustomKeyStoreId, Timestamp},
};

/// The key store of the caller's account that a request names.
pub(super) fn find<'a>(call: &'a Call<'_>, id: Option<&String>) -> Result<&'a CustomKeyStore, KmsError> {
    let text = id.map(String::as_str).unwrap_or_default();
    let found = CustomKeyStoreId::parse(text).and_then(|id| call.store.custom_key_stores.get(id));
    let found = found.filter(|store| store.account == call.account());
    found.ok_or_else(|| KmsError::CustomKeyStoreNotFound(format!("There is no custom key store with the ID {text}.")))
}

/// What an operation says of a key store whose connection it does not suit.
pub(super) fn invalid_state(store: &CustomKeyStore, allowed: &str) -> KmsError {
    let (id, state) = (store.id.as_str(), store.connection.as_str());
    KmsError::CustomKeyStoreInvalidState(format!("The custom key store {id} is {state}; it must be {allowed}."))
}

/// A key store's connection changes, and again after its time.
fn settle(call: &mut Call<'_>, id: CustomKeyStoreId, [now, then]: [ConnectionState; 2]) {
    let until = call.now.plus(call.delays.connection);
    if let Some(store) = call.store.custom_key_stores.get_mut(id) {
        store.connection = now;
        store.settles = Some((until, then));
    }
}

request! {
    /// [`ConnectCustomKeyStore`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ConnectCustomKeyStore.html)
    ConnectCustomKeyStoreRequest {
        /// The key store's id.
        custom_key_store_id: String as CUSTOM_KEY_STORE_ID required,
    }
}

impl Asks for ConnectCustomKeyStoreRequest {}

/// Begins to connect. Whether it succeeds is seen later: it fails if the proxy is not to be reached.
pub(super) fn connect_custom_key_store(
    call: &mut Call<'_>,
    request: ConnectCustomKeyStoreRequest,
) -> Result<Empty, KmsError> {
    use ConnectionState::{Connected, Connecting, Disconnected, Disconnecting, Failed};
    let store = find(call, request.custom_key_store_id.as_ref())?;
    match store.connection {
        Connected | Connecting => {}
        Failed | Disconnecting => return Err(invalid_state(store, "DISCONNECTED, CONNECTING or CONNECTED")),
        Disconnected => {
            let then = if store.proxy.is_reachable() { Connected } else { Failed };
            settle(call, store.id, [Connecting, then]);
        }
    }
    Ok(Empty {})
}

request! {
    /// [`DisconnectCustomKeyStore`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DisconnectCustomKeyStore.html)
    DisconnectCustomKeyStoreRequest {
        /// The key store's id.
        custom_key_store_id: String as CUSTOM_KEY_STORE_ID required,
    }
}

impl Asks for DisconnectCustomKeyStoreRequest {}

/// Its keys cannot be used from now on.
pub(super) fn disconnect_custom_key_store(
    call: &mut Call<'_>,
    request: DisconnectCustomKeyStoreRequest,
) -> Result<Empty, KmsError> {
    use ConnectionState::{Disconnected, Disconnecting};
    let store = find(call, request.custom_key_store_id.as_ref())?;
    if matches!(store.connection, Disconnected | Disconnecting) {
        return Err(invalid_state(store, "CONNECTED, CONNECTING or FAILED"));
    }
    settle(call, store.id, [Disconnecting, Disconnected]);
    Ok(Empty {})
}

request! {
    /// [`DeleteCustomKeyStore`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteCustomKeyStore.html)
    DeleteCustomKeyStoreRequest {
        /// The key store's id.
        custom_key_store_id: String as CUSTOM_KEY_STORE_ID required,
    }
}

impl Asks for DeleteCustomKeyStoreRequest {}

/// A key that waits for its deletion is still there.
pub(super) fn delete_custom_key_store(
    call: &mut Call<'_>,
    request: DeleteCustomKeyStoreRequest,
) -> Result<Empty, KmsError> {
    let store = find(call, request.custom_key_store_id.as_ref())?;
    let id = store.id;
    if store.has_keys() {
        let message = format!("The custom key store {} has KMS keys, which must be deleted first.", id.as_str());
        return Err(KmsError::CustomKeyStoreHasCmks(message));
    }
    if store.connection != ConnectionState::Disconnected {
        return Err(invalid_state(store, "DISCONNECTED"));
    }
    call.store.custom_key_stores.remove(id);
    Ok(Empty {})
}

request! {
    /// [`DescribeCustomKeyStores`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeCustomKeyStores.html)
    DescribeCustomKeyStoresRequest {
        /// Only the key store of this id; or of a name, but not both.
        custom_key_store_id: String as CUSTOM_KEY_STORE_ID,
        /// Only the key store of this name; or of an id, but not both.
        custom_key_store_name: String as CUSTOM_KEY_STORE_NAME,
        /// How many, 1 to 1,000; 100 by default.
        limit: i64 as LIMIT,
        /// Where to go on: `NextMarker` of the page before.
        marker: String as MARKER,
    }
}

/// The answer of `DescribeCustomKeyStores`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeCustomKeyStoresResponse {
    /// A page of key stores.
    pub custom_key_stores: Vec<CustomKeyStoresListEntry>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// Whether there is a next page.
    pub truncated: bool,
}

/// A key store
/// ([CustomKeyStoresListEntry](https://docs.aws.amazon.com/kms/latest/APIReference/API_CustomKeyStoresListEntry.html)).
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CustomKeyStoresListEntry {
    /// Its id.
    pub custom_key_store_id: CustomKeyStoreId,
    /// Its name.
    pub custom_key_store_name: String,
    /// How it is connected.
    pub connection_state: ConnectionState,
    /// Why it could not be connected, in the state `FAILED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_error_code: Option<&'static str>,
    /// When it was made.
    pub creation_date: Timestamp,
    /// `EXTERNAL_KEY_STORE`.
    pub custom_key_store_type: &'static str,
    /// Where its proxy is.
    pub xks_proxy_configuration: XksProxyConfiguration,
}

/// Where the proxy of an external key store is. The secret of the credential is never told
/// ([XksProxyConfigurationType](https://docs.aws.amazon.com/kms/latest/APIReference/API_XksProxyConfigurationType.html)).
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct XksProxyConfiguration {
    /// `PUBLIC_ENDPOINT` or `VPC_ENDPOINT_SERVICE`.
    pub connectivity: &'static str,
    /// What the credential is called.
    pub access_key_id: String,
    /// Such as `https://xks.example.com`.
    pub uri_endpoint: String,
    /// Such as `/kms/xks/v1`.
    pub uri_path: String,
    /// The endpoint service, of a proxy that is reached through one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_service_name: Option<String>,
    /// The account that owns that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_service_owner: Option<String>,
}

impl Asks for DescribeCustomKeyStoresRequest {
    fn check(&self) -> Result<(), KmsError> {
        if self.custom_key_store_id.is_some() && self.custom_key_store_name.is_some() {
            let message = "Specify a CustomKeyStoreId or a CustomKeyStoreName, but not both.";
            return Err(KmsError::Validation(message.to_owned()));
        }
        Ok(())
    }
}

pub(super) fn describe_custom_key_stores(
    call: &mut Call<'_>,
    request: DescribeCustomKeyStoresRequest,
) -> Result<DescribeCustomKeyStoresResponse, KmsError> {
    let only = request.custom_key_store_id.as_ref().map(|id| find(call, Some(id))).transpose()?.map(|store| store.id);
    let name = request.custom_key_store_name;
    let from = after(request.marker.as_ref(), CustomKeyStoreId::parse)?;
    let wanted = |store: &&CustomKeyStore| {
        from.is_none_or(|from| store.id > from)
            && only.is_none_or(|only| store.id == only)
            && name.as_ref().is_none_or(|name| store.name == *name)
    };
    let stores = call.store.custom_key_stores.of(call.account()).filter(wanted);
    let page = page(stores, request.limit.unwrap_or(100), |store| store.id.as_str().to_owned());
    if let (Some(name), []) = (&name, page.entries.as_slice()) {
        let message = format!("There is no custom key store with the name {name}.");
        return Err(KmsError::CustomKeyStoreNotFound(message));
    }
    let custom_key_stores = page.entries.into_iter().map(entry).collect();
    Ok(DescribeCustomKeyStoresResponse { custom_key_stores, truncated: page.next.is_some(), next_marker: page.next })
}

fn entry(store: &CustomKeyStore) -> CustomKeyStoresListEntry {
    let XksProxy { access_key_id, uri_endpoint, uri_path, vpc_endpoint_service } = store.proxy.clone();
    let failed = store.connection == ConnectionState::Failed;
    CustomKeyStoresListEntry {
        custom_key_store_id: store.id,
        custom_key_store_name: store.name.clone(),
        connection_state: store.connection,
        connection_error_code: failed.then_some("XKS_PROXY_NOT_REACHABLE"),
        creation_date: store.created,
        custom_key_store_type: "EXTERNAL_KEY_STORE",
        xks_proxy_configuration: XksProxyConfiguration {
            connectivity: if vpc_endpoint_service.is_some() { "VPC_ENDPOINT_SERVICE" } else { "PUBLIC_ENDPOINT" },
            access_key_id,
            uri_endpoint,
            uri_path,
            vpc_endpoint_service_owner: vpc_endpoint_service.as_ref().map(|service| service.owner.to_string()),
            vpc_endpoint_service_name: vpc_endpoint_service.map(|service| service.name),
        },
    }
}
