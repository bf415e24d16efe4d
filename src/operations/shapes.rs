//! The one table of shapes: what the API asks of each kind of member, whatever the request.
//!
//! Lengths, ranges, patterns and values are those of AWS's model of the API (`kms/2014-11-01/service-2.json` in botocore), under
//! its names; where the [API reference](https://docs.aws.amazon.com/kms/latest/APIReference/) is narrower, those of the reference.
//! Texts are measured in characters, blobs in bytes.

use super::{shape::Shape, xks_proxies::region_of};
use crate::{
    policy::GrantOperation,
    types::{
        AccountId, EncryptionAlgorithm, KeySpec, KeyUsage, MacAlgorithm, Origin, Region, SigningAlgorithm,
        WrappingAlgorithm, WrappingKeySpec,
    },
};

/// A structure: its members have shapes of their own.
pub(super) const STRUCTURE: Shape = Shape::ANY;

// Names.

/// `KeyIdType`: a key id, key ARN, alias name or alias ARN.
pub(super) const KEY_ID: Shape = Shape::from_to(1, 2048);
/// `AliasNameType`, with its prefix.
pub(super) const ALIAS_NAME: Shape = Shape::from_to(1, 256).matching("^[a-zA-Z0-9:/_-]+$", |text| words(text, b":/_-"));
/// `BackingKeyIdType`.
pub(super) const KEY_MATERIAL_ID: Shape = Shape::from_to(64, 64)
    .matching("^[a-f0-9]+$", |text| text.bytes().all(|byte| matches!(byte, b'a'..=b'f' | b'0'..=b'9')));
/// `PrincipalIdType`.
pub(super) const PRINCIPAL: Shape =
    Shape::from_to(1, 256).matching(r"^[\w+=,.@:/-]+$", |text| words(text, b"_+=,.@:/-"));
/// `ServicePrincipalType`.
pub(super) const SERVICE_PRINCIPAL: Shape = Shape::from_to(1, 128)
    .matching(r"^([A-Za-z0-9\-]+)\.([A-Za-z0-9\-]+)(\.[A-Za-z0-9\-]+)+$", |text| {
        text.split('.').count() >= 3 && text.split('.').all(|part| words(part, b"-"))
    });
/// `RegionType`.
pub(super) const REGION: Shape =
    Shape::from_to(1, 32).matching(r"^([a-z]+-){2,3}\d+$", |text| Region::parse(text).is_ok());
/// `AccountIdType`.
pub(super) const ACCOUNT_ID: Shape =
    Shape::from_to(12, 12).matching("[0-9]{12}", |text| AccountId::parse(text).is_ok());

// Listings.

/// `LimitType`.
pub(super) const LIMIT: Shape = Shape::from_to(1, 1000);
/// `LimitType`, as the reference has it of aliases and grants.
pub(super) const LIMIT_100: Shape = Shape::from_to(1, 100);
/// `LimitType`, as the reference has it of tags.
pub(super) const LIMIT_50: Shape = Shape::from_to(1, 50);
/// `MarkerType`.
pub(super) const MARKER: Shape = Shape::from_to(1, 1024)
    .matching(r"[\u0020-\u00FF]*", |text| text.chars().all(|character| matches!(character, ' '..='\u{ff}')));
/// `IncludeKeyMaterial`.
pub(super) const INCLUDE_KEY_MATERIAL: Shape = Shape::one_of(&["ALL_KEY_MATERIAL", "ROTATIONS_ONLY"]);
/// `ResourceOwnersList`.
pub(super) const RESOURCE_OWNERS: Shape =
    Shape::from_to(1, 2).each(&Shape::one_of(&["SELF", "OTHER_ACCOUNTS_VIA_RAM"]));

// Keys.

/// `DescriptionType`.
pub(super) const DESCRIPTION: Shape = Shape::from_to(0, 8192);
/// `KeySpec`.
pub(super) const KEY_SPEC: Shape = Shape::one_of(KeySpec::ALL);
/// `KeyUsageType`.
pub(super) const KEY_USAGE: Shape = Shape::one_of(KeyUsage::ALL);
/// `OriginType`.
pub(super) const ORIGIN: Shape = Shape::one_of(Origin::ALL);
/// `PolicyType`, before it is read.
pub(super) const POLICY: Shape = Shape::from_to(1, 131_072).matching(r"[\u0009\u000A\u000D\u0020-\u00FF]+", |text| {
    text.chars().all(|character| matches!(character, '\t' | '\n' | '\r' | ' '..='\u{ff}'))
});
/// `PolicyNameType`.
pub(super) const POLICY_NAME: Shape = Shape::from_to(1, 128).matching(r"[\w]+", |text| words(text, b"_"));
/// `TagList`.
pub(super) const TAGS: Shape = Shape::ANY;
/// `TagKeyList`.
pub(super) const TAG_KEYS: Shape = Shape::ANY.each(&TAG_KEY);
/// `TagKeyType`.
pub(super) const TAG_KEY: Shape = Shape::from_to(1, 128);
/// `TagValueType`.
pub(super) const TAG_VALUE: Shape = Shape::from_to(0, 256);
/// `PendingWindowInDaysType`, as the reference has it.
pub(super) const PENDING_WINDOW: Shape = Shape::from_to(7, 30);
/// `RotationPeriodInDaysType`.
pub(super) const ROTATION_PERIOD: Shape = Shape::from_to(90, 2560);

// Grants.

/// `GrantOperationList`.
pub(super) const GRANT_OPERATIONS: Shape = Shape::from_to(1, i64::MAX).each(&Shape::one_of(GrantOperation::NAMES));
/// `EncryptionContextType` in a constraint, as the reference has it.
pub(super) const CONSTRAINT_CONTEXT: Shape = Shape::from_to(0, 8).each(&Shape::from_to(0, 384).untold());
/// `GrantConstraintSourceArnType`.
pub(super) const SOURCE_ARN: Shape =
    Shape::from_to(20, 512).matching("^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$", |text| {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", partition, service, region, account, resource] = parts.as_slice() else { return false };
        let lower = |part: &str| part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        partition.starts_with("aws")
            && [partition, service, region].into_iter().all(|part| lower(part))
            && !service.is_empty()
            && AccountId::parse(account).is_ok()
            && !resource.is_empty()
    });
/// `GrantNameType`.
pub(super) const GRANT_NAME: Shape = Shape::from_to(1, 256).matching("^[a-zA-Z0-9:/_-]+$", |text| words(text, b":/_-"));
/// `GrantIdType`.
pub(super) const GRANT_ID: Shape = Shape::from_to(1, 128);
/// `GrantTokenType`. Whoever has one may use the grant.
pub(super) const GRANT_TOKEN: Shape = Shape::from_to(1, 8192).untold();
/// `GrantTokenList`.
pub(super) const GRANT_TOKENS: Shape = Shape::from_to(0, 10).each(&GRANT_TOKEN).untold();

// Cryptography.

/// `PlaintextType`, and messages.
pub(super) const PLAINTEXT: Shape = Shape::from_to(1, 4096);
/// `CiphertextType`, signatures and MACs.
pub(super) const CIPHERTEXT: Shape = Shape::from_to(1, 6144);
/// `PublicKeyType`.
pub(super) const PUBLIC_KEY: Shape = Shape::from_to(1, 8192);
/// `NumberOfBytesType`.
pub(super) const NUMBER_OF_BYTES: Shape = Shape::from_to(1, 1024);
/// `DataKeySpec`.
pub(super) const DATA_KEY_SPEC: Shape = Shape::one_of(&["AES_256", "AES_128"]);
/// `DataKeyPairSpec`.
pub(super) const DATA_KEY_PAIR_SPEC: Shape = Shape::one_of(&[
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    "SM2",
    "ECC_NIST_EDWARDS25519",
    "ML_KEM_512",
    "ML_KEM_768",
    "ML_KEM_1024",
]);
/// `EncryptionAlgorithmSpec`.
pub(super) const ENCRYPTION_ALGORITHM: Shape = Shape::one_of(EncryptionAlgorithm::ALL);
/// `SigningAlgorithmSpec`.
pub(super) const SIGNING_ALGORITHM: Shape = Shape::one_of(SigningAlgorithm::ALL);
/// `MessageType`.
pub(super) const MESSAGE_TYPE: Shape = Shape::one_of(&["RAW", "DIGEST", "EXTERNAL_MU"]);
/// `MacAlgorithmSpec`.
pub(super) const MAC_ALGORITHM: Shape = Shape::one_of(MacAlgorithm::ALL);
/// `KeyAgreementAlgorithmSpec`.
pub(super) const KEY_AGREEMENT_ALGORITHM: Shape = Shape::one_of(&["ECDH"]);
/// `EncapsulationAlgorithmSpec`.
pub(super) const ENCAPSULATION_ALGORITHM: Shape = Shape::one_of(&["ML_KEM"]);
/// `DryRunModifierList`.
pub(super) const DRY_RUN_MODIFIERS: Shape = Shape::ANY.each(&Shape::one_of(&["IGNORE_CIPHERTEXT"]));

// Imported material.

/// `AlgorithmSpec`.
pub(super) const WRAPPING_ALGORITHM: Shape = Shape::one_of(WrappingAlgorithm::ALL);
/// `WrappingKeySpec`.
pub(super) const WRAPPING_KEY_SPEC: Shape = Shape::one_of(WrappingKeySpec::ALL);
/// `ExpirationModelType`.
pub(super) const EXPIRATION_MODEL: Shape = Shape::one_of(&["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"]);
/// `ImportType`.
pub(super) const IMPORT_TYPE: Shape = Shape::one_of(&["NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL"]);
/// `KeyMaterialDescriptionType`.
pub(super) const KEY_MATERIAL_DESCRIPTION: Shape = Shape::from_to(0, 256)
    .matching(r"^[a-zA-Z0-9:/_\s.-]+$", |text| !text.is_empty() && words(text, b":/_.- \t\n\x0b\x0c\r"));

// Custom key stores.

/// `CustomKeyStoreIdType`.
pub(super) const CUSTOM_KEY_STORE_ID: Shape = Shape::from_to(1, 64);
/// `CustomKeyStoreNameType`.
pub(super) const CUSTOM_KEY_STORE_NAME: Shape = Shape::from_to(1, 256);
/// `CustomKeyStoreType`.
pub(super) const CUSTOM_KEY_STORE_TYPE: Shape = Shape::one_of(&["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"]);
/// `CloudHsmClusterIdType`.
pub(super) const CLOUD_HSM_CLUSTER_ID: Shape = Shape::from_to(19, 24).matching("cluster-[2-7a-zA-Z]{11,16}", |text| {
    let fits = |byte: u8| matches!(byte, b'2'..=b'7') || byte.is_ascii_alphabetic();
    text.strip_prefix("cluster-").is_some_and(|id| (11..=16).contains(&id.len()) && id.bytes().all(fits))
});
/// `TrustAnchorCertificateType`.
pub(super) const TRUST_ANCHOR_CERTIFICATE: Shape = Shape::from_to(1, 5000);
/// `KeyStorePasswordType`.
pub(super) const KEY_STORE_PASSWORD: Shape = Shape::from_to(7, 32).untold();
/// `XksKeyIdType`.
pub(super) const XKS_KEY_ID: Shape = Shape::from_to(1, 128).matching("^[a-zA-Z0-9-_.]+$", |text| words(text, b"-_."));
/// `XksProxyConnectivityType`.
pub(super) const XKS_PROXY_CONNECTIVITY: Shape = Shape::one_of(&["PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"]);
/// `XksProxyUriEndpointType`.
pub(super) const XKS_PROXY_URI_ENDPOINT: Shape = Shape::from_to(10, 128)
    .matching("^https://[a-zA-Z0-9.-]+$", |text| text.strip_prefix("https://").is_some_and(|host| words(host, b".-")));
/// `XksProxyUriPathType`.
pub(super) const XKS_PROXY_URI_PATH: Shape =
    Shape::from_to(10, 128).matching(r"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$", |text| {
        let Some((prefix, version)) = text.rsplit_once("/kms/xks/v") else { return false };
        let is_prefix = prefix.is_empty() || prefix.strip_prefix('/').is_some_and(|names| words(names, b"/_-"));
        is_prefix && (1..=2).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_digit())
    });
/// `XksProxyVpcEndpointServiceNameType`. An empty one takes away the one that was.
pub(super) const XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME: Shape = Shape::from_to(20, 64)
    .matching(r"^(com|eu)\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$", |text| region_of(text).is_some())
    .or_empty();
/// `XksProxyAuthenticationAccessKeyIdType`.
pub(super) const XKS_PROXY_ACCESS_KEY_ID: Shape = Shape::from_to(20, 30)
    .matching("^[A-Z2-7]+$", |text| text.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7')))
    .untold();
/// `XksProxyAuthenticationRawSecretAccessKeyType`.
pub(super) const XKS_PROXY_SECRET: Shape =
    Shape::from_to(43, 64).matching(r"^[a-zA-Z0-9\/+=]+$", |text| words(text, b"/+=")).untold();

/// Whether a text has ASCII letters and digits, at least one character, and besides only these. An empty one breaks the least
/// length too, but both are said.
fn words(text: &str, besides: &[u8]) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || besides.contains(&byte))
}
