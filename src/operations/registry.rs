//! The one table of operations: all that AWS KMS has, in its alphabetical order.

use serde::{Serialize, Serializer};

use super::{
    Call,
    aliases::{
        self, CreateAliasRequest, DeleteAliasRequest, ListAliasesRequest, ListAliasesResponse, UpdateAliasRequest,
    },
    audit::{Logged, Parameters, Value},
    crypto::{
        self, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse, ReEncryptRequest, ReEncryptResponse,
    },
    custom_key_stores::{
        self, ConnectCustomKeyStoreRequest, DeleteCustomKeyStoreRequest, DescribeCustomKeyStoresRequest,
        DescribeCustomKeyStoresResponse, DisconnectCustomKeyStoreRequest,
    },
    data_key_pairs::{
        self, GenerateDataKeyPairRequest, GenerateDataKeyPairResponse, GenerateDataKeyPairWithoutPlaintextRequest,
        GenerateDataKeyPairWithoutPlaintextResponse,
    },
    data_keys::{
        self, GenerateDataKeyRequest, GenerateDataKeyResponse, GenerateDataKeyWithoutPlaintextRequest,
        GenerateDataKeyWithoutPlaintextResponse, GenerateRandomRequest, GenerateRandomResponse,
    },
    deletion::{
        self, CancelKeyDeletionRequest, CancelKeyDeletionResponse, ScheduleKeyDeletionRequest,
        ScheduleKeyDeletionResponse,
    },
    elsewhere::Elsewhere,
    facts::Values,
    grant_listings::{self, ListGrantsRequest, ListGrantsResponse, ListRetirableGrantsRequest},
    grants::{self, CreateGrantRequest, CreateGrantResponse, RetireGrantRequest, RevokeGrantRequest},
    import::{
        self, DeleteImportedKeyMaterialRequest, DeleteImportedKeyMaterialResponse, ImportKeyMaterialRequest,
        ImportKeyMaterialResponse,
    },
    import_parameters::{self, GetParametersForImportRequest, GetParametersForImportResponse},
    keys::{
        self, CreateKeyRequest, CreateKeyResponse, DescribeKeyRequest, DescribeKeyResponse, DisableKeyRequest,
        EnableKeyRequest, ListKeysRequest, ListKeysResponse, UpdateKeyDescriptionRequest,
    },
    mac::{self, GenerateMacRequest, GenerateMacResponse, VerifyMacRequest, VerifyMacResponse},
    multi_region::{self, ReplicateKeyRequest, ReplicateKeyResponse, UpdatePrimaryRegionRequest},
    narration::Carried,
    policies::{
        self, GetKeyPolicyRequest, GetKeyPolicyResponse, ListKeyPoliciesRequest, ListKeyPoliciesResponse,
        PutKeyPolicyRequest,
    },
    public_keys::{self, GetPublicKeyRequest, GetPublicKeyResponse},
    rotation::{
        self, DisableKeyRotationRequest, EnableKeyRotationRequest, GetKeyRotationStatusRequest,
        GetKeyRotationStatusResponse, RotateKeyOnDemandRequest, RotateKeyOnDemandResponse,
    },
    rotation_listing::{self, ListKeyRotationsRequest, ListKeyRotationsResponse},
    shape::Shaped,
    shared_secrets::{
        self, DecapsulateRequest, DecapsulateResponse, DeriveSharedSecretRequest, DeriveSharedSecretResponse,
        EncapsulateRequest, EncapsulateResponse,
    },
    signatures::{self, SignRequest, SignResponse, VerifyRequest, VerifyResponse},
    states::{Origins, Relation, States},
    tags::{self, ListResourceTagsRequest, ListResourceTagsResponse, TagResourceRequest, UntagResourceRequest},
    target::Target,
    usage::{self, GetKeyLastUsageRequest, GetKeyLastUsageResponse},
    xks_proxies::{self, CreateCustomKeyStoreRequest, CreateCustomKeyStoreResponse, UpdateCustomKeyStoreRequest},
};
use crate::{
    error::KmsError,
    quota::{Quota, Rate},
    store::KmsKey,
    types::{
        KeyUsage,
        input::{Input, Read},
    },
};

/// What the pipeline asks of a request.
pub(super) trait Asks: Logged + Shaped {
    /// Checks what the members' shapes do not say: what belongs together, and what is not built.
    fn check(&self) -> Result<(), KmsError> {
        Ok(())
    }

    /// The keys that it is about, in order.
    fn targets(&self) -> Vec<Target<'_>> {
        Vec::new()
    }

    /// Whether it only asks if it would succeed.
    fn is_dry_run(&self) -> bool {
        false
    }

    /// The other Region that it reaches into, and what that counts as there.
    fn elsewhere(&self) -> Option<Elsewhere> {
        None
    }

    /// The bytes that it brings along.
    fn carried(&self) -> Carried<'_> {
        Carried::Nothing
    }

    /// The tokens of grants that it brings along.
    fn grant_tokens(&self) -> &[String] {
        &[]
    }

    /// The grant that it is to retire: permission for that comes from the grant itself.
    fn retires(&self) -> Option<Retires<'_>> {
        None
    }

    /// Whether what it asks for is what a key of this kind does; asked after its usage. `index` is the key's place among
    /// the targets.
    fn suits(&self, _key: &KmsKey, _index: usize) -> Result<(), KmsError> {
        Ok(())
    }

    /// What it takes beside permission for its keys, and only IAM can allow: everything, where it is about no key.
    fn beside(&self, operation: Operation) -> Vec<Beside<'_>> {
        if self.targets().is_empty() {
            vec![Beside { permission: operation.spec().permission, alias: None }]
        } else {
            Vec::new()
        }
    }

    /// The quota that it counts against, where that depends on the request.
    fn quota(&self) -> Option<Quota> {
        None
    }

    /// The values of a condition key (in lower case) that stand in the request itself.
    fn fact(&self, _name: &str) -> Option<Values<'_>> {
        None
    }
}

/// The ways in which a request names the grant that it is to retire.
pub(super) enum Retires<'a> {
    /// By one of its tokens.
    Token(&'a str),
    /// By its id; its key is the request's target.
    Id(&'a str),
}

/// A permission that is not about a key.
pub(super) struct Beside<'a> {
    pub(super) permission: &'static str,
    /// The alias that it is about; none where it is about the account as a whole.
    pub(super) alias: Option<&'a str>,
}

/// What is known of an operation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Spec {
    /// AWS's name of it.
    pub name: &'static str,
    /// The IAM action of the same name, such as `kms:Decrypt`.
    pub permission: &'static str,
    /// How often an account may call it.
    pub quota: Quota,
    /// Whether its `KeyId` may be an alias.
    pub accepts_alias: bool,
    /// Whether a principal of another account may be allowed to call it.
    pub cross_account: bool,
    /// The origins of the keys that it is for.
    pub origins: Origins,
    /// Which of several related keys it is for.
    pub relation: Relation,
    /// The key states in which it works.
    pub states: States,
    /// The key usage that it needs.
    pub usage: Option<KeyUsage>,
}

/// The quota of an operation: one that it shares, or so many requests a second of its own.
macro_rules! quota {
    ($name:ident, SYMMETRIC) => {
        Quota::SYMMETRIC
    };
    ($name:ident, $rate:literal) => {
        Quota { name: stringify!($name), rate: Rate::Each($rate) }
    };
}

macro_rules! operations {
    ($($name:ident { quota: $quota:tt, alias: $alias:literal, cross_account: $cross:literal, states: $states:ident,
        usage: $usage:expr
        $(, origins: $origins:ident)? $(, relation: $relation:ident)? , run: $module:ident::$function:ident($request:ident) -> $response:ident })*) => {
        /// An operation of AWS KMS.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[expect(missing_docs, reason = "each is described in the AWS KMS API reference, under the same name")]
        pub enum Operation { $($name,)* }

        impl Operation {
            /// All of them, in alphabetical order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What is known of it.
            pub fn spec(self) -> &'static Spec {
                match self {
                    $(Self::$name => const {
                        &Spec {
                            name: stringify!($name),
                            permission: concat!("kms:", stringify!($name)),
                            quota: quota!($name, $quota),
                            accepts_alias: $alias,
                            cross_account: $cross,
                            origins: [$(Origins::$origins,)? Origins::Any][0],
                            relation: [$(Relation::$relation,)? Relation::Any][0],
                            states: States::$states,
                            usage: $usage,
                        }
                    },)*
                }
            }
        }

        /// A request for one of the operations.
        #[derive(Debug)]
        #[expect(missing_docs, reason = "each is described in the AWS KMS API reference, under the same name")]
        pub enum Request { $($name($request),)* }

        impl Request {
            /// Reads the request for `operation`.
            ///
            /// # Errors
            /// `SerializationException` if it does not have the types of its members.
            pub fn read(operation: Operation, input: &dyn Input) -> Result<Self, KmsError> {
                let request = match operation {
                    $(Operation::$name => $request::read(input).map(Self::$name),)*
                };
                request.map_err(KmsError::Serialization)
            }

            /// Which operation it is for.
            pub fn operation(&self) -> Operation {
                match self { $(Self::$name($request { .. }) => Operation::$name,)* }
            }

            /// What the log has of it.
            pub(super) fn logged(&self) -> Parameters {
                match self.asks().logged() {
                    Some(Value::Object(members)) => members,
                    _ => Parameters::default(),
                }
            }

            pub(super) fn asks(&self) -> &dyn Asks {
                match self { $(Self::$name(request @ $request { .. }) => request,)* }
            }

            pub(super) fn run(self, call: &mut Call<'_>) -> Result<Response, KmsError> {
                match self { $(Self::$name(request) => $module::$function(call, request).map(Response::$name),)* }
            }
        }

        impl Serialize for Request {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$name(request @ $request { .. }) => request.serialize(serializer),)* }
            }
        }

        /// The answer to a request.
        #[derive(Debug)]
        #[expect(missing_docs, reason = "each is described in the AWS KMS API reference, under the same name")]
        pub enum Response { $($name($response),)* }

        impl Serialize for Response {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$name(response @ $response { .. }) => response.serialize(serializer),)* }
            }
        }
    };
}

impl Operation {
    /// AWS's name of it.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The operation of this name.
    ///
    /// # Errors
    /// `UnknownOperationException`.
    pub fn parse(name: &str) -> Result<Self, KmsError> {
        let found = Self::ALL.binary_search_by(|operation| operation.name().cmp(name));
        let operation = found.ok().and_then(|at| Self::ALL.get(at)).copied();
        operation.ok_or_else(|| KmsError::UnknownOperation(format!("'{name}' is not an operation of AWS KMS")))
    }
}

/// What a symmetric encryption key is used for.
const ENCRYPT: Option<KeyUsage> = Some(KeyUsage::EncryptDecrypt);
/// What an HMAC key is used for.
const MAC: Option<KeyUsage> = Some(KeyUsage::GenerateVerifyMac);
/// What the key pairs are used for that do not encrypt.
const SIGN: Option<KeyUsage> = Some(KeyUsage::SignVerify);
const AGREE: Option<KeyUsage> = Some(KeyUsage::KeyAgreement);
const ENCAPSULATE: Option<KeyUsage> = Some(KeyUsage::EncapsulateDecapsulate);

operations! {
    CancelKeyDeletion { quota: 5, alias: false, cross_account: false, states: PENDING_DELETION, usage: None,
        run: deletion::cancel_key_deletion(CancelKeyDeletionRequest) -> CancelKeyDeletionResponse }
    ConnectCustomKeyStore { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: custom_key_stores::connect_custom_key_store(ConnectCustomKeyStoreRequest) -> Empty }
    CreateAlias { quota: 5, alias: false, cross_account: false, states: NOT_PENDING_DELETION, usage: None,
        run: aliases::create_alias(CreateAliasRequest) -> Empty }
    CreateCustomKeyStore { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: xks_proxies::create_custom_key_store(CreateCustomKeyStoreRequest) -> CreateCustomKeyStoreResponse }
    CreateGrant { quota: 50, alias: false, cross_account: true, states: GRANTABLE, usage: None,
        run: grants::create_grant(CreateGrantRequest) -> CreateGrantResponse }
    CreateKey { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: keys::create_key(CreateKeyRequest) -> CreateKeyResponse }
    Decapsulate { quota: 1000, alias: true, cross_account: true, states: ENABLED, usage: ENCAPSULATE,
        run: shared_secrets::decapsulate(DecapsulateRequest) -> DecapsulateResponse }
    Decrypt { quota: SYMMETRIC, alias: true, cross_account: true, states: ENABLED, usage: ENCRYPT,
        run: crypto::decrypt(DecryptRequest) -> DecryptResponse }
    DeleteAlias { quota: 15, alias: false, cross_account: false, states: ANY, usage: None,
        run: aliases::delete_alias(DeleteAliasRequest) -> Empty }
    DeleteCustomKeyStore { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: custom_key_stores::delete_custom_key_store(DeleteCustomKeyStoreRequest) -> Empty }
    DeleteImportedKeyMaterial { quota: 15, alias: false, cross_account: false, states: MATERIAL,
        usage: None, origins: External,
        run: import::delete_imported_key_material(DeleteImportedKeyMaterialRequest)
            -> DeleteImportedKeyMaterialResponse }
    DeriveSharedSecret { quota: 1000, alias: true, cross_account: true, states: ENABLED, usage: AGREE,
        run: shared_secrets::derive_shared_secret(DeriveSharedSecretRequest) -> DeriveSharedSecretResponse }
    DescribeCustomKeyStores { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: custom_key_stores::describe_custom_key_stores(DescribeCustomKeyStoresRequest)
            -> DescribeCustomKeyStoresResponse }
    DescribeKey { quota: 2000, alias: true, cross_account: true, states: ANY, usage: None,
        run: keys::describe_key(DescribeKeyRequest) -> DescribeKeyResponse }
    DisableKey { quota: 5, alias: false, cross_account: false, states: USABLE, usage: None,
        run: keys::disable_key(DisableKeyRequest) -> Empty }
    DisableKeyRotation { quota: 5, alias: false, cross_account: false, states: ENABLED, usage: None, origins: AwsKms,
        relation: NotReplica, run: rotation::disable_key_rotation(DisableKeyRotationRequest) -> Empty }
    DisconnectCustomKeyStore { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: custom_key_stores::disconnect_custom_key_store(DisconnectCustomKeyStoreRequest) -> Empty }
    EnableKey { quota: 5, alias: false, cross_account: false, states: USABLE, usage: None,
        run: keys::enable_key(EnableKeyRequest) -> Empty }
    EnableKeyRotation { quota: 15, alias: false, cross_account: false, states: ENABLED, usage: None, origins: AwsKms,
        relation: NotReplica, run: rotation::enable_key_rotation(EnableKeyRotationRequest) -> Empty }
    Encapsulate { quota: 1000, alias: true, cross_account: true, states: ENABLED, usage: ENCAPSULATE,
        run: shared_secrets::encapsulate(EncapsulateRequest) -> EncapsulateResponse }
    Encrypt { quota: SYMMETRIC, alias: true, cross_account: true, states: ENABLED, usage: ENCRYPT,
        run: crypto::encrypt(EncryptRequest) -> EncryptResponse }
    GenerateDataKey { quota: SYMMETRIC, alias: true, cross_account: true, states: ENABLED, usage: ENCRYPT,
        run: data_keys::generate_data_key(GenerateDataKeyRequest) -> GenerateDataKeyResponse }
    GenerateDataKeyPair { quota: 100, alias: true, cross_account: true, states: ENABLED, usage: ENCRYPT,
        origins: NotInStore, run: data_key_pairs::generate_data_key_pair(GenerateDataKeyPairRequest) -> GenerateDataKeyPairResponse }
    GenerateDataKeyPairWithoutPlaintext { quota: 100, alias: true, cross_account: true, states: ENABLED,
        usage: ENCRYPT, origins: NotInStore,
        run: data_key_pairs::generate_data_key_pair_without_plaintext(GenerateDataKeyPairWithoutPlaintextRequest)
            -> GenerateDataKeyPairWithoutPlaintextResponse }
    GenerateDataKeyWithoutPlaintext { quota: SYMMETRIC, alias: true, cross_account: true, states: ENABLED,
        usage: ENCRYPT,
        run: data_keys::generate_data_key_without_plaintext(GenerateDataKeyWithoutPlaintextRequest)
            -> GenerateDataKeyWithoutPlaintextResponse }
    GenerateMac { quota: SYMMETRIC, alias: true, cross_account: true, states: ENABLED, usage: MAC,
        run: mac::generate_mac(GenerateMacRequest) -> GenerateMacResponse }
    GenerateRandom { quota: SYMMETRIC, alias: false, cross_account: false, states: ANY, usage: None,
        run: data_keys::generate_random(GenerateRandomRequest) -> GenerateRandomResponse }
    GetKeyLastUsage { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: usage::get_key_last_usage(GetKeyLastUsageRequest) -> GetKeyLastUsageResponse }
    GetKeyPolicy { quota: 1000, alias: false, cross_account: false, states: ANY, usage: None,
        run: policies::get_key_policy(GetKeyPolicyRequest) -> GetKeyPolicyResponse }
    GetKeyRotationStatus { quota: 1000, alias: false, cross_account: true, states: ANY, usage: None,
        origins: NotInStore, run: rotation::get_key_rotation_status(GetKeyRotationStatusRequest) -> GetKeyRotationStatusResponse }
    GetParametersForImport { quota: 1, alias: false, cross_account: false, states: IMPORTING_SETTLED,
        usage: None, origins: External,
        run: import_parameters::get_parameters_for_import(GetParametersForImportRequest)
            -> GetParametersForImportResponse }
    GetPublicKey { quota: 2000, alias: true, cross_account: true, states: ENABLED, usage: None,
        run: public_keys::get_public_key(GetPublicKeyRequest) -> GetPublicKeyResponse }
    ImportKeyMaterial { quota: 15, alias: false, cross_account: false, states: IMPORTING,
        usage: None, origins: External,
        run: import::import_key_material(ImportKeyMaterialRequest) -> ImportKeyMaterialResponse }
    ListAliases { quota: 500, alias: false, cross_account: false, states: ANY, usage: None,
        run: aliases::list_aliases(ListAliasesRequest) -> ListAliasesResponse }
    ListGrants { quota: 100, alias: false, cross_account: true, states: ANY, usage: None,
        run: grant_listings::list_grants(ListGrantsRequest) -> ListGrantsResponse }
    ListKeyPolicies { quota: 100, alias: false, cross_account: false, states: ANY, usage: None,
        run: policies::list_key_policies(ListKeyPoliciesRequest) -> ListKeyPoliciesResponse }
    ListKeyRotations { quota: 100, alias: false, cross_account: false, states: ANY, usage: None, origins: NotInStore,
        run: rotation_listing::list_key_rotations(ListKeyRotationsRequest) -> ListKeyRotationsResponse }
    ListKeys { quota: 500, alias: false, cross_account: false, states: ANY, usage: None,
        run: keys::list_keys(ListKeysRequest) -> ListKeysResponse }
    ListResourceTags { quota: 2000, alias: false, cross_account: false, states: ANY, usage: None,
        run: tags::list_resource_tags(ListResourceTagsRequest) -> ListResourceTagsResponse }
    ListRetirableGrants { quota: 100, alias: false, cross_account: false, states: ANY, usage: None,
        run: grant_listings::list_retirable_grants(ListRetirableGrantsRequest) -> ListGrantsResponse }
    PutKeyPolicy { quota: 15, alias: false, cross_account: false, states: ANY, usage: None,
        run: policies::put_key_policy(PutKeyPolicyRequest) -> Empty }
    ReEncrypt { quota: SYMMETRIC, alias: true, cross_account: true, states: ENABLED, usage: ENCRYPT,
        run: crypto::re_encrypt(ReEncryptRequest) -> ReEncryptResponse }
    ReplicateKey { quota: 5, alias: false, cross_account: false, states: SETTLED, usage: None,
        relation: Primary, run: multi_region::replicate_key(ReplicateKeyRequest) -> ReplicateKeyResponse }
    RetireGrant { quota: 50, alias: false, cross_account: true, states: ANY, usage: None,
        run: grants::retire_grant(RetireGrantRequest) -> Empty }
    RevokeGrant { quota: 50, alias: false, cross_account: true, states: ANY, usage: None,
        run: grants::revoke_grant(RevokeGrantRequest) -> Empty }
    RotateKeyOnDemand { quota: 5, alias: false, cross_account: false, states: SETTLED, usage: None, origins: NotInStore,
        relation: NotReplica, run: rotation::rotate_key_on_demand(RotateKeyOnDemandRequest) -> RotateKeyOnDemandResponse }
    ScheduleKeyDeletion { quota: 15, alias: false, cross_account: false, states: DELETABLE, usage: None,
        run: deletion::schedule_key_deletion(ScheduleKeyDeletionRequest) -> ScheduleKeyDeletionResponse }
    Sign { quota: 1000, alias: true, cross_account: true, states: ENABLED, usage: SIGN,
        run: signatures::sign(SignRequest) -> SignResponse }
    TagResource { quota: 10, alias: false, cross_account: false, states: NOT_PENDING_DELETION, usage: None,
        run: tags::tag_resource(TagResourceRequest) -> Empty }
    UntagResource { quota: 5, alias: false, cross_account: false, states: NOT_PENDING_DELETION, usage: None,
        run: tags::untag_resource(UntagResourceRequest) -> Empty }
    UpdateAlias { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: aliases::update_alias(UpdateAliasRequest) -> Empty }
    UpdateCustomKeyStore { quota: 5, alias: false, cross_account: false, states: ANY, usage: None,
        run: xks_proxies::update_custom_key_store(UpdateCustomKeyStoreRequest) -> Empty }
    UpdateKeyDescription { quota: 5, alias: false, cross_account: false, states: NOT_PENDING_DELETION, usage: None,
        run: keys::update_key_description(UpdateKeyDescriptionRequest) -> Empty }
    UpdatePrimaryRegion { quota: 5, alias: false, cross_account: false, states: ENABLED, usage: None,
        relation: Primary, run: multi_region::update_primary_region(UpdatePrimaryRegionRequest) -> Empty }
    Verify { quota: 1000, alias: true, cross_account: true, states: ENABLED, usage: SIGN,
        run: signatures::verify(VerifyRequest) -> VerifyResponse }
    VerifyMac { quota: SYMMETRIC, alias: true, cross_account: true, states: ENABLED, usage: MAC,
        run: mac::verify_mac(VerifyMacRequest) -> VerifyMacResponse }
}

/// The answer of an operation that has nothing to say.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Empty {}
