//! External key stores as they are made and changed: where the proxy of the external key manager is.
//!
//! There is no network: what stands at every endpoint is a simulated proxy, which takes every credential.

use serde::Serialize;

use super::{
    Call,
    custom_key_stores::{find, invalid_state},
    members::Secret,
    registry::{Asks, Empty},
    shape::request,
};
use crate::{
    error::KmsError,
    store::{CustomKeyStore, VpcEndpointService, XksProxy},
    types::{AccountId, ConnectionState, CustomKeyStoreId, Region},
};

/// How many key stores an account may have in a Region
/// ([AWS KMS quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html)).
const STORES_PER_REGION: usize = 10;
/// The `CustomKeyStoreType` that is built.
const EXTERNAL: &str = "EXTERNAL_KEY_STORE";
/// The `XksProxyConnectivity` of what is reached through an endpoint service.
const THROUGH_VPC: &str = "VPC_ENDPOINT_SERVICE";

request! {
    /// The credential with which KMS signs what it sends to the proxy
    /// ([XksProxyAuthenticationCredentialType](https://docs.aws.amazon.com/kms/latest/APIReference/API_XksProxyAuthenticationCredentialType.html)).
    XksProxyAuthenticationCredential {
        /// 20 to 30 letters in upper case and digits from 2 to 7.
        access_key_id: String as XKS_PROXY_ACCESS_KEY_ID required,
        /// 43 to 64 characters.
        raw_secret_access_key: Secret as XKS_PROXY_SECRET required,
    }
}

request! {
    /// [`CreateCustomKeyStore`](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateCustomKeyStore.html)
    CreateCustomKeyStoreRequest {
        /// A name that no other key store of the account has in the Region, 256 characters at the most.
        custom_key_store_name: String as CUSTOM_KEY_STORE_NAME required,
        /// Only for `AWS_CLOUDHSM`.
        cloud_hsm_cluster_id: String as CLOUD_HSM_CLUSTER_ID,
        /// Only for `AWS_CLOUDHSM`.
        trust_anchor_certificate: String as TRUST_ANCHOR_CERTIFICATE,
        /// Only for `AWS_CLOUDHSM`.
        key_store_password: Secret as KEY_STORE_PASSWORD,
        /// `EXTERNAL_KEY_STORE`. `AWS_CLOUDHSM`, which is the default, is not supported.
        custom_key_store_type: String as CUSTOM_KEY_STORE_TYPE,
        /// Such as `https://xks.example.com`.
        xks_proxy_uri_endpoint: String as XKS_PROXY_URI_ENDPOINT,
        /// Such as `/kms/xks/v1`, which is what it must end with.
        xks_proxy_uri_path: String as XKS_PROXY_URI_PATH,
        /// The endpoint service, for `VPC_ENDPOINT_SERVICE`.
        xks_proxy_vpc_endpoint_service_name: String as XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME,
        /// The account that owns that; the caller's by default.
        xks_proxy_vpc_endpoint_service_owner: String as ACCOUNT_ID,
        /// With what KMS signs.
        xks_proxy_authentication_credential: XksProxyAuthenticationCredential as STRUCTURE,
        /// `PUBLIC_ENDPOINT` or `VPC_ENDPOINT_SERVICE`.
        xks_proxy_connectivity: String as XKS_PROXY_CONNECTIVITY,
    }
}

request! {
    /// [`UpdateCustomKeyStore`](https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateCustomKeyStore.html). What stands under
    /// a name without "disconnected" can be changed while the key store is connected, too.
    UpdateCustomKeyStoreRequest {
        /// The key store's id.
        custom_key_store_id: String as CUSTOM_KEY_STORE_ID required,
        /// Another name.
        new_custom_key_store_name: String as CUSTOM_KEY_STORE_NAME,
        /// Only for `AWS_CLOUDHSM`.
        key_store_password: Secret as KEY_STORE_PASSWORD,
        /// Only for `AWS_CLOUDHSM`.
        cloud_hsm_cluster_id: String as CLOUD_HSM_CLUSTER_ID,
        /// Another endpoint; disconnected.
        xks_proxy_uri_endpoint: String as XKS_PROXY_URI_ENDPOINT,
        /// Another path.
        xks_proxy_uri_path: String as XKS_PROXY_URI_PATH,
        /// Another endpoint service; disconnected. Empty, if there is none any more.
        xks_proxy_vpc_endpoint_service_name: String as XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME,
        /// The account that owns it; disconnected.
        xks_proxy_vpc_endpoint_service_owner: String as ACCOUNT_ID,
        /// Another credential.
        xks_proxy_authentication_credential: XksProxyAuthenticationCredential as STRUCTURE,
        /// `PUBLIC_ENDPOINT` or `VPC_ENDPOINT_SERVICE`; disconnected, and with what belongs to it.
        xks_proxy_connectivity: String as XKS_PROXY_CONNECTIVITY,
    }
}

/// The answer of `CreateCustomKeyStore`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateCustomKeyStoreResponse {
    /// The id of the new key store, which is not connected yet.
    pub custom_key_store_id: CustomKeyStoreId,
}

/// The members that both operations have.
struct Given<'a> {
    endpoint: Option<&'a String>,
    path: Option<&'a String>,
    service: Option<&'a String>,
    owner: Option<&'a String>,
    credential: Option<&'a XksProxyAuthenticationCredential>,
    connectivity: Option<&'a String>,
}

/// The given members of either request.
macro_rules! given {
    ($request:ident) => {
        Given {
            endpoint: $request.xks_proxy_uri_endpoint.as_ref(),
            path: $request.xks_proxy_uri_path.as_ref(),
            service: $request.xks_proxy_vpc_endpoint_service_name.as_ref(),
            owner: $request.xks_proxy_vpc_endpoint_service_owner.as_ref(),
            credential: $request.xks_proxy_authentication_credential.as_ref(),
            connectivity: $request.xks_proxy_connectivity.as_ref(),
        }
    };
}

impl Given<'_> {
    /// The proxy after what is given of it. An endpoint service belongs to the caller unless something else was ever said.
    fn applied(&self, old: &XksProxy, caller: AccountId) -> Result<XksProxy, KmsError> {
        let text = |given: Option<&String>, old: &String| given.unwrap_or(old).clone();
        let service = old.vpc_endpoint_service.as_ref();
        let through_vpc = self.connectivity.map_or(service.is_some(), |connectivity| connectivity == THROUGH_VPC);
        if through_vpc != service.is_some() && self.endpoint.is_none() {
            return Err(invalid("Another XksProxyConnectivity needs another XksProxyUriEndpoint."));
        }
        let access_key_id = self.credential.and_then(|credential| credential.access_key_id.as_ref());
        Ok(XksProxy {
            access_key_id: text(access_key_id, &old.access_key_id),
            uri_endpoint: text(self.endpoint, &old.uri_endpoint),
            uri_path: text(self.path, &old.uri_path),
            vpc_endpoint_service: self.service(service, through_vpc, caller)?,
        })
    }

    fn service(
        &self,
        old: Option<&VpcEndpointService>,
        through_vpc: bool,
        caller: AccountId,
    ) -> Result<Option<VpcEndpointService>, KmsError> {
        let given = self.service.filter(|name| !name.is_empty());
        if !through_vpc {
            return match given.or(self.owner) {
                None => Ok(None),
                Some(_) => {
                    Err(invalid("A VPC endpoint service goes with XksProxyConnectivity VPC_ENDPOINT_SERVICE only."))
                }
            };
        }
        let Some(name) = given.or(old.map(|service| &service.name)) else {
            return Err(invalid("VPC_ENDPOINT_SERVICE needs an XksProxyVpcEndpointServiceName."));
        };
        let owner = self.owner.map(|text| AccountId::parse(text)).transpose()?;
        let owner = owner.or(old.map(|service| service.owner)).unwrap_or(caller);
        Ok(Some(VpcEndpointService { name: name.clone(), owner }))
    }
}

fn invalid(message: &str) -> KmsError {
    KmsError::Validation(message.to_owned())
}

/// The Region in the name of an endpoint service.
pub(super) fn region_of(service: &str) -> Option<Region> {
    let parts: Vec<&str> = service.split('.').collect();
    let ["com" | "eu", "amazonaws", "vpce", region, id] = parts.as_slice() else { return None };
    let id = id.strip_prefix("vpce-svc-").filter(|id| !id.is_empty())?;
    let fits = id.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    Region::parse(region).ok().filter(|_| fits)
}

/// What only a key store in a CloudHSM cluster has.
fn check_no_cluster(given: [bool; 3]) -> Result<(), KmsError> {
    if given.contains(&true) {
        return Err(invalid(
            "CloudHsmClusterId, KeyStorePassword and TrustAnchorCertificate go with CustomKeyStoreType AWS_CLOUDHSM only.",
        ));
    }
    Ok(())
}

impl Asks for CreateCustomKeyStoreRequest {
    fn check(&self) -> Result<(), KmsError> {
        if self.custom_key_store_type.as_deref() != Some(EXTERNAL) {
            return Err(KmsError::UnsupportedOperation(format!(
                "glass-kms has no AWS CloudHSM clusters: of custom key stores, only CustomKeyStoreType {EXTERNAL} is supported."
            )));
        }
        check_no_cluster([
            self.cloud_hsm_cluster_id.is_some(),
            self.key_store_password.is_some(),
            self.trust_anchor_certificate.is_some(),
        ])?;
        let Given { endpoint, path, credential, connectivity, .. } = given!(self);
        if endpoint.is_none() || path.is_none() || credential.is_none() || connectivity.is_none() {
            return Err(KmsError::Validation(format!(
                "CustomKeyStoreType {EXTERNAL} needs an XksProxyConnectivity, an XksProxyUriEndpoint, an XksProxyUriPath and an \
                 XksProxyAuthenticationCredential."
            )));
        }
        Ok(())
    }
}

pub(super) fn create_custom_key_store(
    call: &mut Call<'_>,
    request: CreateCustomKeyStoreRequest,
) -> Result<CreateCustomKeyStoreResponse, KmsError> {
    let account = call.account();
    if call.store.custom_key_stores.of(account).count() >= STORES_PER_REGION {
        return Err(KmsError::LimitExceeded(format!(
            "The account has {STORES_PER_REGION} custom key stores in this Region, which is the most."
        )));
    }
    let nowhere = XksProxy {
        access_key_id: String::new(),
        uri_endpoint: String::new(),
        uri_path: String::new(),
        vpc_endpoint_service: None,
    };
    let proxy = given!(request).applied(&nowhere, account)?;
    let name = request.custom_key_store_name.unwrap_or_default();
    check_name(call, None, &name)?;
    check_proxy(call, None, &proxy)?;
    let mut random = [0; CustomKeyStoreId::RANDOM_LEN];
    call.entropy.fill(&mut random).map_err(|error| KmsError::KmsInternal(error.to_string()))?;
    let custom_key_store_id = CustomKeyStoreId::from_random(random);
    let store = CustomKeyStore::new(custom_key_store_id, account, name, proxy, call.now);
    call.store.custom_key_stores.insert(store);
    Ok(CreateCustomKeyStoreResponse { custom_key_store_id })
}

/// No other key store may have the name.
fn check_name(call: &Call<'_>, own: Option<CustomKeyStoreId>, name: &str) -> Result<(), KmsError> {
    let mut others = call.store.custom_key_stores.of(call.account()).filter(|other| Some(other.id) != own);
    if others.any(|other| other.name == name) {
        let message = format!("There is another custom key store with the name {name}.");
        return Err(KmsError::CustomKeyStoreNameInUse(message));
    }
    Ok(())
}

/// The proxy must be one that no other key store has, and be there: that of a public endpoint at once, any other when the key
/// store is connected.
fn check_proxy(call: &Call<'_>, own: Option<(CustomKeyStoreId, bool)>, proxy: &XksProxy) -> Result<(), KmsError> {
    let (own, connected) = own.map_or((None, false), |(id, connected)| (Some(id), connected));
    let XksProxy { uri_endpoint: endpoint, uri_path: path, vpc_endpoint_service: service, .. } = proxy;
    let others = call.store.custom_key_stores.of(call.account()).filter(|other| Some(other.id) != own);
    for theirs in others.map(|other| &other.proxy) {
        let same_endpoint = theirs.uri_endpoint.eq_ignore_ascii_case(endpoint);
        let shared = service.is_none() && theirs.vpc_endpoint_service.is_none();
        if same_endpoint && theirs.uri_path == *path {
            return Err(KmsError::XksProxyUriInUse(format!(
                "Another external key store has its proxy at {endpoint}{path}."
            )));
        }
        if same_endpoint && !shared {
            let message = format!("Another external key store has its proxy at {endpoint}.");
            return Err(KmsError::XksProxyUriEndpointInUse(message));
        }
        if let (Some(service), Some(other)) = (service, &theirs.vpc_endpoint_service)
            && service.name == other.name
        {
            let message = format!("Another external key store is reached through {}.", service.name);
            return Err(KmsError::XksProxyVpcEndpointServiceInUse(message));
        }
    }
    let here = &call.caller.region;
    if let Some(service) = service.as_ref().filter(|service| region_of(&service.name).as_ref() != Some(here)) {
        let message = format!("There is no VPC endpoint service {} in {here}.", service.name);
        return Err(KmsError::XksProxyVpcEndpointServiceNotFound(message));
    }
    if (service.is_none() || connected) && !proxy.is_reachable() {
        let message =
            format!("The external key store proxy is not reachable at {endpoint}{path}: its API has version v1 only.");
        return Err(KmsError::XksProxyUriUnreachable(message));
    }
    Ok(())
}

impl Asks for UpdateCustomKeyStoreRequest {
    fn check(&self) -> Result<(), KmsError> {
        check_no_cluster([self.cloud_hsm_cluster_id.is_some(), self.key_store_password.is_some(), false])
    }
}

pub(super) fn update_custom_key_store(
    call: &mut Call<'_>,
    request: UpdateCustomKeyStoreRequest,
) -> Result<Empty, KmsError> {
    let store = find(call, request.custom_key_store_id.as_ref())?;
    let id = store.id;
    let given = given!(request);
    let moves = [given.endpoint, given.service, given.owner, given.connectivity].iter().any(Option::is_some);
    let connected = store.connection == ConnectionState::Connected;
    if store.connection != ConnectionState::Disconnected && (moves || !connected) {
        let allowed = if moves { "DISCONNECTED" } else { "CONNECTED or DISCONNECTED" };
        return Err(invalid_state(store, allowed));
    }
    let proxy = given.applied(&store.proxy, call.account())?;
    let name = request.new_custom_key_store_name.unwrap_or_else(|| store.name.clone());
    check_name(call, Some(id), &name)?;
    check_proxy(call, Some((id, connected)), &proxy)?;
    if let Some(store) = call.store.custom_key_stores.get_mut(id) {
        store.name = name;
        store.proxy = proxy;
    }
    Ok(Empty {})
}
