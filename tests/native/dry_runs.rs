//! Dry runs: the same errors as the real run, and never its result.

use glass_kms::{
    operations::{Kms, Operation},
    trace::{Recorder, Subject},
};
use serde_json::{Value, json};

use crate::support::{
    Answer, ask, ask_as, base64, disable_key, kms, member, names, read, refused, root, stranger, text, with_member,
};

const WOULD_SUCCEED: &str = "The request would have succeeded, but the DryRun option is set.";
/// The operations that have `DryRun` in AWS's API model.
const OPERATIONS: [&str; 17] = [
    "CreateGrant",
    "Decapsulate",
    "Decrypt",
    "DeriveSharedSecret",
    "Encapsulate",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "ReEncrypt",
    "RetireGrant",
    "RevokeGrant",
    "Sign",
    "Verify",
    "VerifyMac",
];

struct World {
    kms: Kms,
    key: String,
    grant: String,
    ciphertext: String,
    /// An HMAC key, and the MAC of `hello` under it.
    hmac: String,
    mac: String,
    /// The ids of key pairs for every usage that they can have beside encryption.
    pairs: [String; 3],
}

/// The specs and usages of those.
const PAIRS: [(&str, &str); 3] =
    [("ECC_NIST_P256", "SIGN_VERIFY"), ("ECC_NIST_P256", "KEY_AGREEMENT"), ("ML_KEM_512", "ENCAPSULATE_DECAPSULATE")];

fn world() -> World {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters").id;
    let sealed = json!({ "KeyId": key, "Plaintext": base64("hello"), "EncryptionContext": { "to": "Aki" } });
    let ciphertext = text(&ask(&mut kms, "Encrypt", sealed).expect("sealed"), "CiphertextBlob");
    let grant = json!({ "KeyId": key, "GranteePrincipal": root_arn(), "Operations": ["Decrypt"] });
    let grant = text(&ask(&mut kms, "CreateGrant", grant).expect("granted"), "GrantId");
    let hmac = json!({ "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC" });
    let hmac = text(&member(&ask(&mut kms, "CreateKey", hmac).expect("a key"), "KeyMetadata"), "KeyId");
    let mac = text(&ask(&mut kms, "GenerateMac", with_member(message(), "KeyId", json!(hmac))).expect("a MAC"), "Mac");
    let pairs = PAIRS.map(|(spec, usage)| {
        let input = json!({ "KeySpec": spec, "KeyUsage": usage });
        text(&member(&ask(&mut kms, "CreateKey", input).expect("a key pair"), "KeyMetadata"), "KeyId")
    });
    World { kms, key, grant, ciphertext, hmac, mac, pairs }
}

fn message() -> Value {
    json!({ "Message": base64("hello"), "MacAlgorithm": "HMAC_SHA_256" })
}

fn root_arn() -> &'static str {
    "arn:aws:iam::111122223333:root"
}

impl World {
    /// What an operation that needs no dry run to be harmless comes to.
    fn made(&mut self, operation: &str, input: Value, member: &str) -> String {
        text(&ask(&mut self.kms, operation, input).expect("an answer"), member)
    }

    /// A request that would succeed.
    fn input(&mut self, operation: &str) -> Value {
        let [signing, agreeing, encapsulating] = self.pairs.clone();
        let sign = json!({ "KeyId": signing, "Message": base64("hello"), "SigningAlgorithm": "ECDSA_SHA_256" });
        let encapsulate = json!({ "KeyId": encapsulating, "EncapsulationAlgorithm": "ML_KEM" });
        match operation {
            "Sign" => return sign,
            "Verify" => {
                let signature = self.made("Sign", sign.clone(), "Signature");
                return with_member(sign, "Signature", json!(signature));
            }
            "DeriveSharedSecret" => {
                let public = self.made("GetPublicKey", json!({ "KeyId": agreeing }), "PublicKey");
                return json!({ "KeyId": agreeing, "KeyAgreementAlgorithm": "ECDH", "PublicKey": public });
            }
            "Encapsulate" => return encapsulate,
            "Decapsulate" => {
                let sealed = self.made("Encapsulate", encapsulate.clone(), "SharedSecretCiphertextBlob");
                return with_member(encapsulate, "SharedSecretCiphertextBlob", json!(sealed));
            }
            _ => {}
        }
        let Self { key, grant, ciphertext, hmac, mac, .. } = self;
        match operation {
            "CreateGrant" => json!({ "KeyId": key, "GranteePrincipal": root_arn(), "Operations": ["Encrypt"] }),
            "Decrypt" => json!({ "CiphertextBlob": ciphertext, "EncryptionContext": { "to": "Aki" } }),
            "Encrypt" => json!({ "KeyId": key, "Plaintext": base64("hello") }),
            "GenerateDataKey" | "GenerateDataKeyWithoutPlaintext" => json!({ "KeyId": key, "KeySpec": "AES_256" }),
            "GenerateDataKeyPair" | "GenerateDataKeyPairWithoutPlaintext" => {
                json!({ "KeyId": key, "KeyPairSpec": "ECC_NIST_P256" })
            }
            "GenerateMac" => with_member(message(), "KeyId", json!(hmac)),
            "VerifyMac" => with_member(with_member(message(), "KeyId", json!(hmac)), "Mac", json!(mac)),
            "ReEncrypt" => json!({
                "CiphertextBlob": ciphertext,
                "SourceEncryptionContext": { "to": "Aki" },
                "DestinationKeyId": "alias/receipts",
            }),
            "RetireGrant" | "RevokeGrant" => json!({ "KeyId": key, "GrantId": grant }),
            _ => panic!("{operation} has no dry run"),
        }
    }

    fn dry_run(&mut self, operation: &str, input: Value) -> Answer {
        ask(&mut self.kms, operation, with_member(input, "DryRun", json!(true)))
    }

    /// Everything of the keys that an operation with `DryRun` could change.
    fn looks(&mut self) -> Vec<Value> {
        let used = [&self.key, &self.hmac].into_iter().chain(&self.pairs).map(|key| ("GetKeyLastUsage", key));
        let keys = used.chain([("ListGrants", &self.key)]);
        keys.map(|(operation, key)| ask(&mut self.kms, operation, json!({ "KeyId": key })).expect("an answer"))
            .collect()
    }
}

#[test]
fn a_call_that_would_succeed_says_so_and_does_nothing() {
    let mut world = world();
    // Another time than that of the first use, so that a use would show.
    world.kms.advance(core::time::Duration::from_mins(10)).expect("time passes");
    for operation in OPERATIONS {
        let input = world.input(operation);
        let before = world.looks();
        refused(world.dry_run(operation, input.clone()), "DryRunOperationException", WOULD_SUCCEED);
        assert_eq!(world.looks(), before, "{operation}");
        let real = with_member(input, "DryRun", json!(false));
        assert!(ask(&mut self::world().kms, operation, real).is_ok(), "{operation}");
    }
}

#[test]
fn no_other_operation_has_a_dry_run() {
    // A member that an operation does not have is passed over, so the call would be carried out.
    for operation in Operation::ALL {
        let declared = read(operation.name(), &json!({ "DryRun": true })).is_ok_and(|request| {
            String::from_utf8(glass_kms::wire::describe(&request)).expect("JSON").contains("DryRun")
        });
        let has_one = OPERATIONS.contains(&operation.name());
        assert_eq!(declared, has_one, "{}", operation.name());
    }
}

#[test]
fn what_is_wrong_is_told_as_in_the_real_run() {
    for operation in OPERATIONS {
        let input = world().input(operation);
        let mut kms = world().kms;
        let dry = with_member(input.clone(), "DryRun", json!(true));
        // Somebody who may not.
        let real = ask_as(&mut kms, &stranger(), operation, input.clone()).expect_err("refused");
        let said = ask_as(&mut kms, &stranger(), operation, dry.clone()).expect_err("refused");
        assert_eq!((said.code(), said.message()), (real.code(), real.message()), "{operation}");
        // A key that is disabled. A grant can be taken back all the same.
        let World { mut kms, key, hmac, pairs, .. } = world();
        for key in [key, hmac].iter().chain(&pairs) {
            disable_key(&mut kms, key);
        }
        let said = ask(&mut kms, operation, dry).expect_err("refused");
        let expected = match operation {
            "RetireGrant" | "RevokeGrant" => "DryRunOperationException",
            _ => "DisabledException",
        };
        assert_eq!(said.code(), expected, "{operation}");
    }
}

#[test]
fn a_ciphertext_is_opened_to_see_whether_it_is_authentic() {
    let wrong = json!({ "to": "Bob" });
    for (operation, context) in [("Decrypt", "EncryptionContext"), ("ReEncrypt", "SourceEncryptionContext")] {
        let mut world = world();
        let input = world.input(operation);
        refused(
            world.dry_run(operation, with_member(input.clone(), context, wrong.clone())),
            "InvalidCiphertextException",
            "",
        );
        let mut bytes = crate::support::bytes(&input, "CiphertextBlob");
        *bytes.last_mut().expect("bytes") ^= 1;
        let damaged = with_member(input, "CiphertextBlob", json!(base64(bytes)));
        refused(world.dry_run(operation, damaged), "InvalidCiphertextException", "");
    }
}

#[test]
fn a_mac_is_verified_to_see_whether_it_would_be() {
    let mut world = world();
    let wrong = with_member(world.input("VerifyMac"), "Message", json!(base64("hullo")));
    refused(world.dry_run("VerifyMac", wrong), "KMSInvalidMacException", "");
}

#[test]
fn what_was_in_the_ciphertext_stays_in_the_hsm() {
    let mut world = world();
    let input = with_member(world.input("Decrypt"), "DryRun", json!(true));
    let mut recorder = Recorder::on(Subject::Data);
    let request = read("Decrypt", &input).expect("a request");
    let refusal = world.kms.call(&root(), request, &mut recorder).expect_err("a dry run");
    let ended = Some((refusal.error.code(), refusal.error.message()));
    let flow = glass_kms::trace::Flow::of("Decrypt");
    let trace = recorder.finish(glass_kms::trace::Track::Aws, flow, world.kms.now(), ended).expect("a trace");
    let data = trace.blobs.get("data").expect("it was opened");
    assert_eq!((data.length, data.bytes.is_none()), (5, true), "only its length and fingerprint are known");
    let last = trace.steps.last().expect("steps");
    assert_eq!(last.id, "erase");
    assert!(!last.holds.values().flatten().any(|held| held == "data"), "it is erased");
}

#[test]
fn permission_can_be_tried_without_a_ciphertext() {
    let ignore = |input| with_member(input, "DryRunModifiers", json!(["IGNORE_CIPHERTEXT"]));
    for (operation, key, in_message, other) in [
        ("Decrypt", "KeyId", "keyId", json!({})),
        ("ReEncrypt", "SourceKeyId", "sourceKeyId", json!({ "DestinationKeyId": "alias/receipts" })),
    ] {
        let World { mut kms, .. } = world();
        let named = ignore(with_member(other.clone(), key, json!("alias/letters")));
        let dry = with_member(named.clone(), "DryRun", json!(true));
        refused(ask(&mut kms, operation, dry.clone()), "DryRunOperationException", WOULD_SUCCEED);
        // One that is there is not looked at.
        let nonsense = with_member(dry.clone(), "CiphertextBlob", json!(base64("nonsense")));
        refused(ask(&mut kms, operation, nonsense), "DryRunOperationException", WOULD_SUCCEED);
        // Somebody else may not, and is told so.
        let arn = names(&mut kms, "alias/letters").arn;
        let foreign = with_member(dry, key, json!(arn));
        let error = ask_as(&mut kms, &stranger(), operation, foreign).expect_err("refused");
        assert!(["AccessDeniedException", "NotFoundException"].contains(&error.code()), "{operation}: {error:?}");
        // Without a key there is nothing to ask about, and without a dry run the modifier means nothing.
        let nothing = ignore(with_member(other.clone(), "DryRun", json!(true)));
        let message = format!(
            "1 validation error detected: Value null at '{in_message}' failed to satisfy constraint: Member must not be null"
        );
        refused(ask(&mut kms, operation, nothing), "ValidationException", &message);
        let message = "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: \
                       Member must not be null";
        refused(ask(&mut kms, operation, named), "ValidationException", message);
        let unknown = with_member(other, "DryRunModifiers", json!(["IGNORE_ALL"]));
        let error = ask(&mut kms, operation, unknown).expect_err("an unknown modifier");
        assert!(error.message().contains("'[IGNORE_ALL]' at 'dryRunModifiers'"), "{error:?}");
    }
}
