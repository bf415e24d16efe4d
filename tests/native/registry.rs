//! The one table of operations, and those who copy from it.

use glass_kms::{
    operations::{Operation, States},
    types::KeyUsage,
};

/// AWS's list, from the KMS API reference.
const AWS: &str = "CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateGrant CreateKey \
    Decapsulate Decrypt DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial DeriveSharedSecret \
    DescribeCustomKeyStores DescribeKey DisableKey DisableKeyRotation DisconnectCustomKeyStore EnableKey \
    EnableKeyRotation Encapsulate Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext \
    GenerateDataKeyWithoutPlaintext GenerateMac GenerateRandom GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus \
    GetParametersForImport GetPublicKey ImportKeyMaterial ListAliases ListGrants ListKeyPolicies ListKeyRotations \
    ListKeys ListResourceTags ListRetirableGrants PutKeyPolicy ReEncrypt ReplicateKey RetireGrant RevokeGrant \
    RotateKeyOnDemand ScheduleKeyDeletion Sign TagResource UntagResource UpdateAlias UpdateCustomKeyStore \
    UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac";

/// Those that another account may be allowed to call.
const CROSS_ACCOUNT: &str = "CreateGrant Decapsulate Decrypt DeriveSharedSecret DescribeKey Encapsulate Encrypt \
    GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac \
    GetKeyRotationStatus GetPublicKey ListGrants ReEncrypt RetireGrant RevokeGrant Sign Verify VerifyMac";

/// Those whose `KeyId` may be an alias.
const BY_ALIAS: &str = "Decapsulate Decrypt DeriveSharedSecret DescribeKey Encapsulate Encrypt GenerateDataKey \
    GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GetPublicKey \
    ReEncrypt Sign Verify VerifyMac";

fn listed(names: &'static str) -> Vec<&'static str> {
    names.split_whitespace().collect()
}

/// The names of the operations of which something is true.
fn those(is_so: impl Fn(Operation) -> bool) -> Vec<&'static str> {
    Operation::ALL.iter().filter(|operation| is_so(**operation)).map(|operation| operation.name()).collect()
}

#[test]
fn the_registry_has_all_of_aws_in_alphabetical_order() {
    assert_eq!(those(|_| true), listed(AWS));
    assert_eq!(Operation::ALL.len(), 56);
    assert!(listed(AWS).is_sorted());
}

#[test]
fn an_operation_is_found_by_its_name_and_no_other() {
    for operation in Operation::ALL {
        assert_eq!(Operation::parse(operation.name()), Ok(*operation));
        for name in
            [operation.name().to_lowercase(), format!("{}2", operation.name()), format!(" {}", operation.name())]
        {
            let error = Operation::parse(&name).expect_err("unknown");
            let message = format!("'{name}' is not an operation of AWS KMS");
            assert_eq!((error.code(), error.message()), ("UnknownOperationException", message.as_str()));
        }
    }
}

#[test]
fn the_registry_says_what_aws_says() {
    assert_eq!(those(|operation| operation.spec().cross_account), listed(CROSS_ACCOUNT));
    assert_eq!(those(|operation| operation.spec().accepts_alias), listed(BY_ALIAS));
    let encrypting = those(|operation| operation.spec().usage == Some(KeyUsage::EncryptDecrypt));
    let expected = listed(BY_ALIAS).into_iter().filter(|name| name.contains("crypt") || name.contains("DataKey"));
    assert_eq!(encrypting, expected.collect::<Vec<_>>());
    assert_eq!(
        those(|operation| operation.spec().usage == Some(KeyUsage::GenerateVerifyMac)),
        ["GenerateMac", "VerifyMac"]
    );
    let of = |usage| those(|operation| operation.spec().usage == Some(usage));
    assert_eq!(of(KeyUsage::SignVerify), ["Sign", "Verify"]);
    assert_eq!(of(KeyUsage::KeyAgreement), ["DeriveSharedSecret"]);
    assert_eq!(of(KeyUsage::EncapsulateDecapsulate), ["Decapsulate", "Encapsulate"]);
    let strict = those(|operation| operation.spec().states == States::ENABLED);
    assert_eq!(
        strict,
        listed(
            "Decapsulate Decrypt DeriveSharedSecret DisableKeyRotation EnableKeyRotation Encapsulate Encrypt \
             GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext \
             GenerateMac GetPublicKey ReEncrypt Sign UpdatePrimaryRegion Verify VerifyMac"
        )
    );
}

#[test]
fn the_types_for_typescript_are_those_of_the_operations() {
    let shapes = include_str!("../../src/wasm/shapes.d.ts");
    let (_, from) = shapes.split_once("export interface Operations {\n").expect("the interface is there");
    let (inside, _) = from.split_once("\n}\n").expect("the interface ends");
    let members = inside.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(':'));
    let names: Vec<_> = members.map(|(name, _)| name).filter(|name| !name.starts_with([' ', '}'])).collect();
    assert_eq!(names, listed(AWS));
}

#[test]
fn the_readme_tells_of_every_operation() {
    let readme = include_str!("../../README.md");
    let (_, coverage) = readme.split_once("\n## Coverage\n").expect("the README has the section");
    let section = coverage.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let rows: Vec<_> = rows.skip_while(|(name, _)| !name.starts_with("---")).skip(1).collect();
    let mut told = Vec::new();
    for (name, columns) in rows {
        let [ours, others @ ..] = &columns.split(" | ").collect::<Vec<_>>()[..] else { panic!("{name}: nothing said") };
        assert_eq!(others.len(), 3, "{name}: {columns}");
        assert!(others.iter().all(|other| ["yes", "part", "no"].contains(other)), "{name}: {columns}");
        told.push((name, *ours));
    }
    let expected: Vec<_> = Operation::ALL.iter().map(|operation| (operation.name(), "yes")).collect();
    assert_eq!(told, expected);
}
