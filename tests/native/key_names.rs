//! How requests name keys, for every operation that takes a name: by key id and key ARN, by alias and alias ARN where
//! AWS takes them; what is not found; and which key states refuse.

use std::sync::LazyLock;

use glass_kms::{
    operations::{Kms, Operation, States},
    types::WrappingAlgorithm,
};
use serde_json::{Value, json};

use crate::support::{
    Answer, STRANGER, ask, ask_as, base64, disable_key, importing, in_region, kms, member, names, refused, stranger,
    text, with, with_keys,
};

/// A place in a request where a key is named.
struct Place {
    operation: &'static str,
    name: &'static str,
    /// The rest of the request.
    rest: fn(&mut Kms) -> Value,
    is_required: bool,
    /// A world as it was at first, with a key that the operation is for.
    world: fn() -> Kms,
    /// The permission that it takes.
    permission: &'static str,
}

const fn place(operation: &'static str, name: &'static str, rest: fn(&mut Kms) -> Value) -> Place {
    Place { operation, name, rest, is_required: true, world: kms, permission: operation }
}

/// All of them.
const PLACES: &[Place] = &[
    place("CreateAlias", "TargetKeyId", |_| json!({ "AliasName": "alias/new" })),
    place("UpdateAlias", "TargetKeyId", |_| json!({ "AliasName": "alias/letters" })),
    Place { is_required: false, ..place("ListAliases", "KeyId", |_| json!({})) },
    place("DescribeKey", "KeyId", |_| json!({})),
    place("DisableKey", "KeyId", |_| json!({})),
    place("EnableKey", "KeyId", |_| json!({})),
    place("GetKeyPolicy", "KeyId", |_| json!({})),
    place("ListKeyPolicies", "KeyId", |_| json!({})),
    place("CreateGrant", "KeyId", |_| json!({ "GranteePrincipal": STRANGER, "Operations": ["Decrypt"] })),
    place("ListGrants", "KeyId", |_| json!({})),
    place("RevokeGrant", "KeyId", |kms| json!({ "GrantId": grant(kms) })),
    place("TagResource", "KeyId", |_| json!({ "Tags": [{ "TagKey": "use", "TagValue": "letters" }] })),
    place("UntagResource", "KeyId", |_| json!({ "TagKeys": ["use"] })),
    place("ListResourceTags", "KeyId", |_| json!({})),
    place("PutKeyPolicy", "KeyId", |_| json!({ "Policy": OPEN_POLICY })),
    place("UpdateKeyDescription", "KeyId", |_| json!({ "Description": "New" })),
    place("Encrypt", "KeyId", |_| json!({ "Plaintext": base64("hello") })),
    Place { is_required: false, ..place("Decrypt", "KeyId", |kms| json!({ "CiphertextBlob": sealed(kms) })) },
    Place {
        is_required: false,
        permission: "ReEncryptFrom",
        ..place(
            "ReEncrypt",
            "SourceKeyId",
            |kms| json!({ "CiphertextBlob": sealed(kms), "DestinationKeyId": "alias/receipts" }),
        )
    },
    Place {
        permission: "ReEncryptTo",
        ..place("ReEncrypt", "DestinationKeyId", |kms| json!({ "CiphertextBlob": sealed(kms) }))
    },
    place("GenerateDataKey", "KeyId", |_| json!({ "KeySpec": "AES_256" })),
    place("DisableKeyRotation", "KeyId", |_| json!({})),
    place("EnableKeyRotation", "KeyId", |_| json!({})),
    place("GetKeyLastUsage", "KeyId", |_| json!({})),
    place("GetKeyRotationStatus", "KeyId", |_| json!({})),
    place("ListKeyRotations", "KeyId", |_| json!({})),
    place("RotateKeyOnDemand", "KeyId", |_| json!({})),
    place("ScheduleKeyDeletion", "KeyId", |_| json!({})),
    place("GenerateDataKeyWithoutPlaintext", "KeyId", |_| json!({ "KeySpec": "AES_256" })),
    Place { world: hmac, ..place("GenerateMac", "KeyId", |_| message()) },
    Place {
        world: hmac,
        ..place("VerifyMac", "KeyId", |kms| {
            with(message(), json!({ "Mac": made(kms, "GenerateMac", message(), "Mac") }))
        })
    },
    place("GenerateDataKeyPair", "KeyId", |_| json!({ "KeyPairSpec": "ECC_NIST_P256" })),
    place("GenerateDataKeyPairWithoutPlaintext", "KeyId", |_| json!({ "KeyPairSpec": "ECC_NIST_P256" })),
    Place { world: signing, ..place("GetPublicKey", "KeyId", |_| json!({})) },
    Place { world: signing, ..place("Sign", "KeyId", |_| to_sign()) },
    Place {
        world: signing,
        ..place("Verify", "KeyId", |kms| {
            with(to_sign(), json!({ "Signature": made(kms, "Sign", to_sign(), "Signature") }))
        })
    },
    Place { world: agreeing, ..place("DeriveSharedSecret", "KeyId", agreeing_with) },
    Place { world: encapsulating, ..place("Encapsulate", "KeyId", |_| by_ml_kem()) },
    Place {
        world: encapsulating,
        ..place("Decapsulate", "KeyId", |kms| {
            let sealed = made(kms, "Encapsulate", by_ml_kem(), "SharedSecretCiphertextBlob");
            with(by_ml_kem(), json!({ "SharedSecretCiphertextBlob": sealed }))
        })
    },
    Place { world: external, ..place("DeleteImportedKeyMaterial", "KeyId", |_| json!({})) },
    Place { world: external, ..place("GetParametersForImport", "KeyId", |_| wrapping()) },
    Place { world: external, ..place("ImportKeyMaterial", "KeyId", |_| imports().1.clone()) },
];

/// A world in which the key of `alias/letters` has imported material. It has the same id as in [`kms`]: the randomness
/// is the same.
fn external() -> Kms {
    let mut kms = with_keys(&json!({ "Origin": "EXTERNAL" }));
    ask(&mut kms, "ImportKeyMaterial", imports().0.clone()).expect("imported");
    kms
}

/// A world with HMAC keys. Their ids are those of [`kms`]: material of the same length is drawn.
fn hmac() -> Kms {
    with_keys(&json!({ "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC" }))
}

/// Worlds with key pairs.
fn signing() -> Kms {
    with_keys(&json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY" }))
}

fn agreeing() -> Kms {
    with_keys(&json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "KEY_AGREEMENT" }))
}

fn encapsulating() -> Kms {
    with_keys(&json!({ "KeySpec": "ML_KEM_512", "KeyUsage": "ENCAPSULATE_DECAPSULATE" }))
}

fn to_sign() -> Value {
    json!({ "Message": base64("hello"), "SigningAlgorithm": "ECDSA_SHA_256" })
}

fn by_ml_kem() -> Value {
    json!({ "EncapsulationAlgorithm": "ML_KEM" })
}

/// With itself, for want of another party.
fn agreeing_with(kms: &mut Kms) -> Value {
    json!({ "KeyAgreementAlgorithm": "ECDH", "PublicKey": made(kms, "GetPublicKey", json!({}), "PublicKey") })
}

/// What an operation with `alias/letters` comes to.
fn made(kms: &mut Kms, operation: &str, input: Value, member: &str) -> String {
    text(&ask(kms, operation, with(input, json!({ "KeyId": "alias/letters" }))).expect("an answer"), member)
}

fn message() -> Value {
    json!({ "Message": base64("hello"), "MacAlgorithm": "HMAC_SHA_256" })
}

fn wrapping() -> Value {
    json!({ "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048" })
}

/// Two requests for the same import into the key of `alias/letters`. Wrapping keys take a while to make, and these are
/// good in every world that begins with the same randomness.
fn imports() -> &'static (Value, Value) {
    static IMPORTS: LazyLock<(Value, Value)> = LazyLock::new(|| {
        let mut kms = with_keys(&json!({ "Origin": "EXTERNAL" }));
        let described = ask(&mut kms, "DescribeKey", json!({ "KeyId": "alias/letters" })).expect("described");
        let key = member(&member(&described, "KeyMetadata"), "KeyId");
        let input = with(wrapping(), json!({ "KeyId": key }));
        let mut next = || {
            let parameters = ask(&mut kms, "GetParametersForImport", input.clone()).expect("a wrapping key");
            importing(&parameters, WrappingAlgorithm::RsaesOaepSha256, &[7; 32])
        };
        (next(), next())
    });
    &IMPORTS
}

/// A policy by which everybody may do everything.
const OPEN_POLICY: &str =
    r#"{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*" } }"#;

/// A ciphertext of `alias/letters`, in base64.
fn sealed(kms: &mut Kms) -> String {
    let answer = ask(kms, "Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") }));
    text(&answer.expect("encrypted"), "CiphertextBlob")
}

/// The id of a grant on the key of `alias/letters`.
fn grant(kms: &mut Kms) -> String {
    let key = names(kms, "alias/letters").id;
    let input = json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": ["Decrypt"] });
    text(&ask(kms, "CreateGrant", input).expect("a grant"), "GrantId")
}

impl Place {
    fn input(&self, kms: &mut Kms, key: &str) -> Value {
        with((self.rest)(kms), json!({ self.name: key }))
    }

    /// Names `key` in a world as it was at first.
    fn ask(&self, key: &str) -> Answer {
        let mut kms = (self.world)();
        let input = self.input(&mut kms, key);
        ask(&mut kms, self.operation, input)
    }

    fn takes_aliases(&self) -> bool {
        Operation::parse(self.operation).expect("an operation").spec().accepts_alias
    }

    /// The member as messages call it.
    fn lower_camel(&self) -> String {
        let (first, rest) = self.name.split_at(1);
        first.to_lowercase() + rest
    }
}

#[test]
fn the_table_names_every_operation_that_takes_a_key() {
    // CancelKeyDeletion takes a key that is pending deletion: its names are tested with the key states.
    // ReplicateKey and UpdatePrimaryRegion take multi-Region keys: their names are tested with those.
    // RetireGrant takes a key together with a grant id, or neither: its names are tested with the grants.
    let without = [
        "CancelKeyDeletion",
        "ConnectCustomKeyStore",
        "CreateCustomKeyStore",
        "CreateKey",
        "DeleteAlias",
        "DeleteCustomKeyStore",
        "DescribeCustomKeyStores",
        "DisconnectCustomKeyStore",
        "GenerateRandom",
        "ListKeys",
        "ListRetirableGrants",
        "ReplicateKey",
        "RetireGrant",
        "UpdateCustomKeyStore",
        "UpdatePrimaryRegion",
    ];
    for operation in Operation::ALL {
        let is_listed = PLACES.iter().any(|place| place.operation == operation.name());
        assert_ne!(is_listed, without.contains(&operation.name()), "{}", operation.name());
    }
    let takes_aliases = |place: &&Place| place.takes_aliases();
    let mut listed: Vec<_> = PLACES.iter().filter(takes_aliases).map(|place| place.operation).collect();
    listed.dedup();
    let crypto = [
        "Encrypt",
        "Decrypt",
        "ReEncrypt",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "GenerateMac",
        "VerifyMac",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GetPublicKey",
        "Sign",
        "Verify",
        "DeriveSharedSecret",
        "Encapsulate",
        "Decapsulate",
    ];
    assert_eq!(listed, [["DescribeKey"].as_slice(), &crypto].concat());
}

#[test]
fn a_key_is_found_by_its_id_and_its_arn() {
    let key = names(&mut kms(), "alias/letters");
    for place in PLACES {
        for name in [&key.id, &key.arn] {
            assert!(place.ask(name).is_ok(), "{} {name}", place.operation);
        }
    }
}

#[test]
fn a_key_is_found_by_its_alias_where_aws_takes_one() {
    let key = names(&mut kms(), "alias/letters");
    for place in PLACES {
        for name in [&key.alias, &key.alias_arn] {
            if place.takes_aliases() {
                assert!(place.ask(name).is_ok(), "{} {name}", place.operation);
            } else {
                refused(place.ask(name), "NotFoundException", &format!("Invalid keyId '{name}'"));
            }
        }
    }
}

#[test]
fn an_arn_of_another_region_is_not_found() {
    let key = names(&mut kms(), "alias/letters");
    for place in PLACES {
        let arn = key.arn.replace("ap-northeast-1", "eu-west-1");
        refused(place.ask(&arn), "NotFoundException", "Invalid arn eu-west-1");
        if place.takes_aliases() {
            let arn = key.alias_arn.replace("ap-northeast-1", "eu-west-1");
            refused(place.ask(&arn), "NotFoundException", "Invalid arn eu-west-1");
        }
    }
}

#[test]
fn a_key_lives_in_one_region_only() {
    let key = names(&mut kms(), "alias/letters");
    let mut kms = kms();
    let elsewhere = in_region("eu-west-1");
    refused(
        ask_as(&mut kms, &elsewhere, "DescribeKey", json!({ "KeyId": key.id })),
        "NotFoundException",
        &format!("Key 'arn:aws:kms:eu-west-1:111122223333:key/{}' does not exist", key.id),
    );
    refused(
        ask_as(&mut kms, &elsewhere, "DescribeKey", json!({ "KeyId": "alias/letters" })),
        "NotFoundException",
        "Alias arn:aws:kms:eu-west-1:111122223333:alias/letters is not found.",
    );
    refused(
        ask_as(&mut kms, &elsewhere, "DescribeKey", json!({ "KeyId": key.arn })),
        "NotFoundException",
        "Invalid arn ap-northeast-1",
    );
}

#[test]
fn malformed_ids_are_not_found() {
    let id = names(&mut kms(), "alias/letters").id;
    let no_hyphens = id.replace('-', "");
    let upper = id.to_uppercase();
    let spaced = format!(" {id}");
    let longer = format!("{id}0");
    let shifted = format!("{}0", id.replacen('-', "", 1));
    for place in PLACES {
        for name in ["1234", "mrk-fake", "key/1234", "é", &no_hyphens, &upper, &spaced, &longer, &shifted] {
            refused(place.ask(name), "NotFoundException", &format!("Invalid keyId '{name}'"));
        }
    }
}

#[test]
fn malformed_arns_are_invalid() {
    let arn = names(&mut kms(), "alias/letters").arn;
    for name in [
        "arn:",
        "arn:aws:kms",
        "arn:aws:kms:ap-northeast-1:111122223333:",
        "arn:aws:kms:ap-northeast-1:111122223333:key/1234",
        "arn:aws:kms:ap-northeast-1:111122223333:key",
        "arn:aws:kms:ap-northeast-1:111122223333:alias/",
        "arn:aws:kms:ap-northeast-1:111122223333:alias/a b",
        &arn.replace("kms", "s3"),
        &arn.replace(":aws:", ":aws-cn:"),
        &arn.replace("111122223333", "1234"),
        &arn.replace("ap-northeast-1", "tokyo"),
        &format!("{arn}:1"),
    ] {
        for place in PLACES {
            let message = format!("{name} is not the ARN of a KMS key or an alias");
            refused(place.ask(name), "InvalidArnException", &message);
        }
    }
}

#[test]
fn unknown_keys_and_aliases_are_not_found() {
    for id in ["12345678-1234-4321-8765-123456789012", "mrk-1234567812344321876512345678901a"] {
        let arn = format!("arn:aws:kms:ap-northeast-1:111122223333:key/{id}");
        let alias_arn = "arn:aws:kms:ap-northeast-1:111122223333:alias/none";
        for place in PLACES {
            for name in [id, &arn] {
                refused(place.ask(name), "NotFoundException", &format!("Key '{arn}' does not exist"));
            }
            for name in ["alias/none", alias_arn].into_iter().filter(|_| place.takes_aliases()) {
                refused(place.ask(name), "NotFoundException", &format!("Alias {alias_arn} is not found."));
            }
        }
    }
}

#[test]
fn names_have_1_to_2048_characters() {
    let long = "a".repeat(2049);
    for place in PLACES {
        let about = |value: &str, must: &str| {
            let at = place.lower_camel();
            format!(
                "1 validation error detected: Value {value} at '{at}' failed to satisfy constraint: Member must {must}"
            )
        };
        let empty = about("''", "have length greater than or equal to 1");
        refused(place.ask(""), "ValidationException", &empty);
        let too_long = about(&format!("'{long}'"), "have length less than or equal to 2048");
        refused(place.ask(&long), "ValidationException", &too_long);
        let mut kms = (place.world)();
        let mut rest = (place.rest)(&mut kms);
        rest.as_object_mut().expect("an object").remove(place.name);
        let answer = ask(&mut kms, place.operation, rest);
        if place.is_required {
            refused(answer, "ValidationException", &about("null", "not be null"));
        } else {
            assert!(answer.is_ok(), "{} without {}", place.operation, place.name);
        }
    }
}

#[test]
fn another_account_may_not_use_a_key() {
    let key = names(&mut kms(), "alias/letters");
    for place in PLACES {
        let named = [&key.arn, &key.alias_arn];
        for name in named.into_iter().filter(|name| **name == key.arn || place.takes_aliases()) {
            let mut kms = (place.world)();
            let input = place.input(&mut kms, name);
            let answer = ask_as(&mut kms, &stranger(), place.operation, input);
            match (place.operation, place.name) {
                // The alias in the request is one of the caller's own, and there is none.
                ("UpdateAlias", _) => {
                    let alias = "arn:aws:kms:ap-northeast-1:444455556666:alias/letters";
                    refused(answer, "NotFoundException", &format!("Alias {alias} is not found."));
                }
                // What is listed is the caller's own.
                ("ListAliases", _) => {
                    refused(answer, "NotFoundException", &format!("Key '{}' does not exist", key.arn));
                }
                // The key of the ciphertext comes first, and no name vouches for it.
                ("ReEncrypt", "DestinationKeyId") => refused(answer, "AccessDeniedException", UNKNOWN_CIPHERTEXT),
                ("ReEncrypt", _) => {
                    // Its destination, an alias of the caller's own, is looked for before anybody is asked.
                    let alias = "arn:aws:kms:ap-northeast-1:444455556666:alias/receipts";
                    refused(answer, "NotFoundException", &format!("Alias {alias} is not found."));
                }
                _ => refused(answer, "AccessDeniedException", &denied(place.permission, &key.arn)),
            }
        }
    }
}

/// What KMS says of a ciphertext that leads to no key that the caller may know of.
const UNKNOWN_CIPHERTEXT: &str = "The ciphertext refers to a customer master key that does not exist, does not exist in \
                                  this region, or you are not allowed to access.";

fn denied(permission: &str, arn: &str) -> String {
    format!(
        "User: {STRANGER} is not authorized to perform: kms:{permission} on resource: {arn} because no resource-based \
         policy allows the kms:{permission} action"
    )
}

#[test]
fn a_bare_id_is_looked_for_in_the_callers_own_account() {
    let key = names(&mut kms(), "alias/letters");
    let mut kms = kms();
    refused(
        ask_as(&mut kms, &stranger(), "DescribeKey", json!({ "KeyId": key.id })),
        "NotFoundException",
        &format!("Key 'arn:aws:kms:ap-northeast-1:444455556666:key/{}' does not exist", key.id),
    );
    refused(
        ask_as(&mut kms, &stranger(), "DescribeKey", json!({ "KeyId": key.alias })),
        "NotFoundException",
        "Alias arn:aws:kms:ap-northeast-1:444455556666:alias/letters is not found.",
    );
}

#[test]
fn a_disabled_key_is_refused_for_cryptography_and_for_nothing_else() {
    let key = names(&mut kms(), "alias/letters");
    for place in PLACES {
        let mut kms = (place.world)();
        let input = place.input(&mut kms, &key.id);
        disable_key(&mut kms, &key.id);
        let answer = ask(&mut kms, place.operation, input);
        match Operation::parse(place.operation).expect("an operation").spec().states {
            States::ENABLED | States::SETTLED | States::GRANTABLE => {
                refused(answer, "DisabledException", &format!("{} is disabled.", key.arn));
            }
            _ => assert!(answer.is_ok(), "{}: {answer:?}", place.operation),
        }
    }
    let states = |place: &&Place| Operation::parse(place.operation).expect("an operation").spec().states;
    let refusing =
        PLACES.iter().filter(|place| [States::ENABLED, States::SETTLED, States::GRANTABLE].contains(&states(place)));
    assert_eq!(refusing.count(), 20, "CreateGrant, rotation, and the cryptographic places of the table");
}

#[test]
fn an_account_has_keys_of_its_own() {
    let mut kms = kms();
    let made = ask_as(&mut kms, &stranger(), "CreateKey", json!({})).expect("a key");
    let metadata = member(&made, "KeyMetadata");
    assert_eq!(text(&metadata, "AWSAccountId"), "444455556666");
    let id = text(&metadata, "KeyId");
    let arn = format!("arn:aws:kms:ap-northeast-1:444455556666:key/{id}");
    assert_eq!(text(&metadata, "Arn"), arn);
    ask_as(&mut kms, &stranger(), "CreateAlias", json!({ "AliasName": "alias/letters", "TargetKeyId": id }))
        .expect("made");
    let found = ask_as(&mut kms, &stranger(), "DescribeKey", json!({ "KeyId": "alias/letters" })).expect("found");
    assert_eq!(member(&found, "KeyMetadata"), metadata);
    let listed = ask_as(&mut kms, &stranger(), "ListKeys", json!({})).expect("a list");
    assert_eq!(listed, json!({ "Keys": [{ "KeyId": id, "KeyArn": arn }], "Truncated": false }));
    for (operation, what) in [("ListKeys", "Keys"), ("ListAliases", "Aliases")] {
        let ours = ask(&mut kms, operation, json!({})).expect("a list");
        assert_eq!(ours[what].as_array().map(Vec::len), Some(2), "{operation} shows the caller's own");
    }
    refused(
        ask(&mut kms, "DescribeKey", json!({ "KeyId": arn })),
        "AccessDeniedException",
        &format!(
            "User: arn:aws:iam::111122223333:root is not authorized to perform: kms:DescribeKey on resource: {arn} because \
         no resource-based policy allows the kms:DescribeKey action"
        ),
    );
}
