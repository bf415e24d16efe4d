//! Keys in an external key store: what is encrypted twice opens only twice, and only while the store is connected.

use glass_kms::{
    hsm::Ciphertext,
    operations::{Kms, Operation},
    quota::Quotas,
    store::SEALING_KEY_LEN,
    trace::{Flow, Recorder, Subject, Trace, Track},
    types::Blob,
};
use serde_json::{Value, json};

use crate::support::{
    Answer, CONTEXT, DATA, STRANGER, ask, ask_as, base64, bytes, create_key, days, empty_kms, env, good, key_in,
    key_request, key_store, member, read, refused, root, seeded, stranger, text, wait, with,
};

fn named(store: &str) -> Value {
    json!({ "CustomKeyStoreId": store })
}

/// A KMS with a key store that is connected, and its id.
fn connected() -> (Kms, String) {
    let mut kms = empty_kms();
    let store = key_store(&mut kms, "herons");
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    (kms, store)
}

fn metadata(kms: &mut Kms, key: &str) -> Value {
    member(&good(kms, "DescribeKey", json!({ "KeyId": key })), "KeyMetadata")
}

fn state(kms: &mut Kms, key: &str) -> String {
    text(&metadata(kms, key), "KeyState")
}

fn sealed(kms: &mut Kms, key: &str) -> String {
    let input = json!({ "KeyId": key, "Plaintext": base64(DATA), "EncryptionContext": json!({ "to": "Aki" }) });
    text(&good(kms, "Encrypt", input), "CiphertextBlob")
}

fn opening(blob: &str) -> Value {
    json!({ "CiphertextBlob": blob, "EncryptionContext": { "to": "Aki" } })
}

/// The exception's name.
fn code(answer: Answer) -> &'static str {
    answer.expect_err("refused").code()
}

#[test]
fn a_key_says_what_it_is() {
    let (mut kms, store) = connected();
    let key = key_in(&mut kms, &store, "Heron_key-1.a");
    let found = metadata(&mut kms, &key);
    assert_eq!(text(&found, "Origin"), "EXTERNAL_KEY_STORE");
    assert_eq!(found.get("CurrentKeyMaterialId"), None, "it is that of AWS_KMS and EXTERNAL keys");
    assert_eq!(text(&found, "CustomKeyStoreId"), store);
    assert_eq!(member(&found, "XksKeyConfiguration"), json!({ "Id": "Heron_key-1.a" }));
    assert_eq!((text(&found, "KeyState"), member(&found, "Enabled")), ("Enabled".to_owned(), json!(true)));
    assert_eq!(found.get("CloudHsmClusterId"), None);
    let other = create_key(&mut kms, "other");
    let other = metadata(&mut kms, &other);
    assert_eq!((other.get("CustomKeyStoreId"), other.get("XksKeyConfiguration")), (None, None));
}

#[test]
fn everything_opens_again() {
    let (mut kms, store) = connected();
    let key = key_in(&mut kms, &store, "mine");
    let (second, ordinary) = (key_in(&mut kms, &store, "second"), create_key(&mut kms, "ordinary"));
    let blob = sealed(&mut kms, &key);
    assert_eq!(bytes(&good(&mut kms, "Decrypt", opening(&blob)), "Plaintext"), DATA);
    let data_key = good(&mut kms, "GenerateDataKey", json!({ "KeyId": key, "KeySpec": "AES_256" }));
    let opened = good(&mut kms, "Decrypt", json!({ "CiphertextBlob": text(&data_key, "CiphertextBlob") }));
    assert_eq!(text(&opened, "Plaintext"), text(&data_key, "Plaintext"));
    // To another such key, to an ordinary one, and back.
    let mut moved = blob.clone();
    let mut context = json!({ "to": "Aki" });
    for to in [&second, &ordinary, &key] {
        let input = json!({ "CiphertextBlob": moved, "SourceEncryptionContext": context, "DestinationKeyId": to });
        moved = text(&good(&mut kms, "ReEncrypt", input), "CiphertextBlob");
        context = json!({});
        let opened = good(&mut kms, "Decrypt", json!({ "CiphertextBlob": moved }));
        assert_eq!(bytes(&opened, "Plaintext"), DATA);
    }
    let dry = with(opening(&blob), json!({ "DryRun": true }));
    assert_eq!(code(ask(&mut kms, "Decrypt", dry)), "DryRunOperationException");
}

#[test]
fn no_bit_of_either_layer_can_be_changed() {
    let (mut kms, store) = connected();
    let key = key_in(&mut kms, &store, "mine");
    let blob = bytes(&json!({ "blob": sealed(&mut kms, &key) }), "blob");
    let fields = Ciphertext::fields(&blob);
    let names: Vec<_> = fields.iter().map(|field| (field.name.as_ref(), field.length)).collect();
    let layout = [
        ("magic", 4),
        ("version", 1),
        ("key-id", 36),
        ("key-material-id", 32),
        ("nonce", 16),
        ("iv", 12),
        ("external-iv", 12),
        ("ciphertext", DATA.len() + 16),
        ("tag", 16),
    ];
    assert_eq!(names, layout);
    assert_eq!(blob[4], 2, "the version says that there are two layers");
    for at in 0..blob.len() {
        let mut changed = blob.clone();
        changed[at] ^= 1;
        let answer = ask(&mut kms, "Decrypt", opening(&base64(&changed)));
        let expected = if (5..41).contains(&at) {
            ["AccessDeniedException", "InvalidCiphertextException"]
        } else {
            ["InvalidCiphertextException"; 2]
        };
        assert!(expected.contains(&code(answer)), "byte {at}");
    }
    for length in [0, 101, 113, 129, 145, blob.len() - 1] {
        let cut = base64(blob.get(..length).expect("shorter"));
        let answer = ask(&mut kms, "Decrypt", opening(&cut));
        assert!(answer.is_err(), "{length} bytes");
    }
    let wrong = with(opening(&base64(&blob)), json!({ "EncryptionContext": { "to": "Mika" } }));
    assert_eq!(code(ask(&mut kms, "Decrypt", wrong)), "InvalidCiphertextException");
}

/// A Decrypt or an Encrypt, watched.
fn watched(kms: &mut Kms, operation: &str, input: &Value) -> Trace {
    let mut recorder = Recorder::on(Subject::Data);
    let request = read(operation, input).expect("a request");
    let result = kms.call(&root(), request, &mut recorder);
    let refusal = result.as_ref().err().map(|refusal| (refusal.error.code(), refusal.error.message()));
    recorder.finish(Track::Aws, Flow::of(operation), kms.now(), refusal).expect("it was watched")
}

/// The steps' names, and from whom to whom.
fn steps(trace: &Trace) -> Vec<String> {
    let step = |step: &Value| format!("{} {}>{}", text(step, "id"), text(step, "from"), text(step, "to"));
    let trace = serde_json::to_value(trace).expect("JSON");
    member(&trace, "steps").as_array().expect("steps").iter().map(step).collect()
}

#[test]
fn the_trace_shows_both_layers_and_neither_key() {
    let (mut kms, store) = connected();
    let key = key_in(&mut kms, &store, "mine");
    let [(name, value)] = CONTEXT;
    let encrypt = json!({ "KeyId": key, "Plaintext": base64(DATA), "EncryptionContext": { name: value } });
    let trace = watched(&mut kms, "Encrypt", &encrypt);
    assert_eq!(
        steps(&trace),
        [
            "request client>host",
            "load-token key-store>host",
            "send-to-hsm host>hsm",
            "open-token hsm>hsm",
            "derive-key hsm>hsm",
            "seal-data hsm>hsm",
            "leave-hsm hsm>host",
            "send-to-manager host>external-key-manager",
            "use-external-key external-key-manager>external-key-manager",
            "return-to-host external-key-manager>host",
            "return-ciphertext host>client",
        ]
    );
    let shown =
        |name: &str| trace.blobs.get(name).expect("a blob").bytes.as_ref().map(|bytes| bytes.as_slice().to_vec());
    let (inner, outer) = (shown("inner-ciphertext").expect("shown"), shown("ciphertext").expect("shown"));
    assert_eq!((outer.len(), inner.get(..101)), (inner.len() + 28, outer.get(..101)), "the same header");
    assert_ne!(inner.get(101..117), outer.get(113..129), "encrypted again");
    assert_eq!(shown("external-key"), None);
    let decrypt = json!({ "CiphertextBlob": base64(outer), "EncryptionContext": { name: value } });
    let trace = watched(&mut kms, "Decrypt", &decrypt);
    assert_eq!(
        steps(&trace),
        [
            "request client>host",
            "send-to-manager host>external-key-manager",
            "use-external-key external-key-manager>external-key-manager",
            "return-to-host external-key-manager>host",
            "load-token key-store>host",
            "send-to-hsm host>hsm",
            "open-token hsm>hsm",
            "derive-key hsm>hsm",
            "open-data hsm>hsm",
            "leave-hsm hsm>host",
            "return-data host>client",
        ]
    );
    assert_eq!(
        trace.blobs.get("inner-ciphertext").expect("a blob").bytes.as_ref().map(Blob::len),
        Some(DATA.len() + 16)
    );
}

#[test]
fn another_kms_key_on_the_same_external_key_opens_nothing_of_it() {
    let (mut kms, store) = connected();
    let key = key_in(&mut kms, &store, "mine");
    let blob = bytes(&json!({ "blob": sealed(&mut kms, &key) }), "blob");
    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": 7 }));
    // AWS: each external key belongs to one KMS key of a store. One that waits for its deletion still has it.
    let message = format!("The external key mine belongs to another KMS key in {store}.");
    refused(ask(&mut kms, "CreateKey", key_request(&store, "mine")), "XksKeyAlreadyInUseException", &message);
    wait(&mut kms, days(7));
    let again = key_in(&mut kms, &store, "mine");
    let mut forged = blob.clone();
    forged.splice(5..41, again.bytes());
    assert_eq!(code(ask(&mut kms, "Decrypt", opening(&base64(&forged)))), "InvalidCiphertextException");
    assert_eq!(code(ask(&mut kms, "Decrypt", opening(&base64(&blob)))), "AccessDeniedException");
    // Another store may have a key on it.
    let other = key_store(&mut kms, "egrets");
    good(&mut kms, "ConnectCustomKeyStore", named(&other));
    key_in(&mut kms, &other, "mine");
}

#[test]
fn create_key_refuses_what_is_no_such_key() {
    let (mut kms, store) = connected();
    let right = key_request(&store, "mine");
    let needs = "Origin EXTERNAL_KEY_STORE needs a CustomKeyStoreId and an XksKeyId.";
    let only = "CustomKeyStoreId and XksKeyId go with Origin EXTERNAL_KEY_STORE only.";
    let kind = "In a custom key store there are only symmetric encryption keys of a single Region.";
    let none = "There is no custom key store with the ID cks-1234567890abcdef0.";
    for (input, code, message) in [
        (json!({ "Origin": "EXTERNAL_KEY_STORE" }), "ValidationException", needs),
        (json!({ "Origin": "EXTERNAL_KEY_STORE", "XksKeyId": "mine" }), "ValidationException", needs),
        (json!({ "Origin": "EXTERNAL_KEY_STORE", "CustomKeyStoreId": store }), "ValidationException", needs),
        (named(&store), "ValidationException", only),
        (json!({ "XksKeyId": "mine", "Origin": "EXTERNAL" }), "ValidationException", only),
        (with(right.clone(), json!({ "MultiRegion": true })), "UnsupportedOperationException", kind),
        (
            with(right.clone(), json!({ "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC" })),
            "UnsupportedOperationException",
            kind,
        ),
        (key_request("cks-1234567890abcdef0", "mine"), "CustomKeyStoreNotFoundException", none),
    ] {
        refused(ask(&mut kms, "CreateKey", input), code, message);
    }
    let wrong = ask(&mut kms, "CreateKey", key_request(&store, "my key"));
    refused(
        wrong,
        "ValidationException",
        "1 validation error detected: Value 'my key' at 'xksKeyId' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: ^[a-zA-Z0-9-_.]+$",
    );
    let theirs = ask_as(&mut kms, &stranger(), "CreateKey", right.clone()).expect_err("refused");
    assert_eq!(theirs.code(), "CustomKeyStoreNotFoundException");
    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    let message = format!("The custom key store {store} is DISCONNECTED; it must be CONNECTED.");
    // One call later it is disconnected.
    good(&mut kms, "DescribeCustomKeyStores", json!({}));
    refused(ask(&mut kms, "CreateKey", right.clone()), "CustomKeyStoreInvalidStateException", &message);
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    good(&mut kms, "CreateKey", right);
}

#[test]
fn a_key_is_unavailable_while_its_store_is_not_connected() {
    let (mut kms, store) = connected();
    let key = key_in(&mut kms, &store, "mine");
    let (leaving, deleted) = (key_in(&mut kms, &store, "leaving"), key_in(&mut kms, &store, "deleted"));
    let blob = sealed(&mut kms, &key);
    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": leaving }));
    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    let found = metadata(&mut kms, &key);
    assert_eq!((text(&found, "KeyState"), member(&found, "Enabled")), ("Unavailable".to_owned(), json!(false)));
    let message = format!("{} is unavailable.", text(&found, "Arn"));
    refused(ask(&mut kms, "Decrypt", opening(&blob)), "KMSInvalidStateException", &message);

    // What waits for its deletion shows that, and can be kept all the same.
    assert_eq!(state(&mut kms, &leaving), "PendingDeletion");
    good(&mut kms, "CancelKeyDeletion", json!({ "KeyId": leaving }));
    assert_eq!(state(&mut kms, &leaving), "Unavailable");
    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": deleted, "PendingWindowInDays": 7 }));
    assert_eq!(state(&mut kms, &deleted), "PendingDeletion");

    // A switch is accepted, and seen later.
    good(&mut kms, "DisableKey", json!({ "KeyId": key }));
    assert_eq!(state(&mut kms, &key), "Unavailable");
    let grant = json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": ["Decrypt"] });
    good(&mut kms, "CreateGrant", grant);
    wait(&mut kms, days(7));
    assert_eq!(code(ask(&mut kms, "DescribeKey", json!({ "KeyId": deleted }))), "NotFoundException");
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    assert_eq!(state(&mut kms, &key), "Disabled");
    assert_eq!(state(&mut kms, &leaving), "Disabled");
    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    good(&mut kms, "EnableKey", json!({ "KeyId": key }));
    good(&mut kms, "ConnectCustomKeyStore", named(&store));
    assert_eq!(state(&mut kms, &key), "Enabled");
    assert_eq!(bytes(&good(&mut kms, "Decrypt", opening(&blob)), "Plaintext"), DATA);
}

#[test]
fn a_snapshot_has_the_store_and_both_layers() {
    const SEALING_KEY: [u8; SEALING_KEY_LEN] = [7; SEALING_KEY_LEN];
    let (mut kms, store) = connected();
    let key = key_in(&mut kms, &store, "mine");
    let blob = sealed(&mut kms, &key);
    let snapshot = kms.snapshot(&SEALING_KEY).expect("a snapshot");
    let restored = || Kms::restore(env(seeded("restored")), &snapshot, &SEALING_KEY).expect("restored");
    let mut kms = restored();
    assert_eq!(bytes(&good(&mut kms, "Decrypt", opening(&blob)), "Plaintext"), DATA);
    assert_eq!(code(ask(&mut kms, "CreateKey", key_request(&store, "mine"))), "XksKeyAlreadyInUseException");
    good(&mut kms, "DisconnectCustomKeyStore", named(&store));
    assert_eq!(state(&mut kms, &key), "Unavailable");
    assert_eq!(code(ask(&mut kms, "DeleteCustomKeyStore", named(&store))), "CustomKeyStoreHasCMKsException");
    let mut kms = restored();
    wait(&mut kms, days(2));
    assert_eq!(bytes(&good(&mut kms, "Decrypt", opening(&blob)), "Plaintext"), DATA, "under another domain key");
}

#[test]
fn a_policy_can_ask_for_the_origin() {
    let (mut kms, store) = connected();
    let key = key_in(&mut kms, &store, "mine");
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" },
        { "Effect": "Deny", "Principal": { "AWS": "111122223333" }, "Action": "kms:Encrypt", "Resource": "*",
          "Condition": { "StringEquals": { "kms:KeyOrigin": "EXTERNAL_KEY_STORE" } } },
    ] });
    let put = |key: &str| json!({ "KeyId": key, "Policy": policy.to_string() });
    let ordinary = create_key(&mut kms, "ordinary");
    for key in [&key, &ordinary] {
        good(&mut kms, "PutKeyPolicy", put(key));
    }
    let encrypt = |key: &str| json!({ "KeyId": key, "Plaintext": base64(DATA) });
    assert_eq!(code(ask(&mut kms, "Encrypt", encrypt(&key))), "AccessDeniedException");
    good(&mut kms, "Encrypt", encrypt(&ordinary));
}

#[test]
fn each_key_store_has_a_quota_of_its_own() {
    let (mut kms, store) = connected();
    let keys = [key_in(&mut kms, &store, "mine"), key_in(&mut kms, &store, "second")];
    let other = key_store(&mut kms, "egrets");
    good(&mut kms, "ConnectCustomKeyStore", named(&other));
    let (other, ordinary) = (key_in(&mut kms, &other, "mine"), create_key(&mut kms, "ordinary"));
    let encrypt = |key: &str| json!({ "KeyId": key, "Plaintext": base64("hello") });
    let blob = text(&good(&mut kms, "Encrypt", encrypt(&keys[0])), "CiphertextBlob");
    let adjusted = [("Cryptographic operations (symmetric)".to_owned(), 3)].into_iter().collect();
    kms.set_quotas(Some(Quotas::new(adjusted)));
    // 1,800 a second for all keys in it, whatever the operation; none of them counts against the account's.
    for _ in 0..600 {
        good(&mut kms, "Encrypt", encrypt(&keys[0]));
        good(&mut kms, "GenerateDataKey", json!({ "KeyId": keys[1], "NumberOfBytes": 1 }));
        good(&mut kms, "Decrypt", json!({ "CiphertextBlob": blob }));
    }
    let re_encrypt = |to: &str| json!({ "CiphertextBlob": blob, "DestinationKeyId": to });
    for (operation, input) in [
        ("Encrypt", encrypt(&keys[1])),
        ("Decrypt", json!({ "CiphertextBlob": blob })),
        ("ReEncrypt", re_encrypt(&ordinary)),
    ] {
        assert_eq!(code(ask(&mut kms, operation, input)), "ThrottlingException");
    }
    good(&mut kms, "Encrypt", encrypt(&other));
    // The ReEncrypt to an ordinary key counted against the account's before the store refused it.
    let level = kms.quota_level(&root(), Operation::Encrypt).expect("a caller").expect("it counts").1;
    assert!((level.available - 2.0).abs() < f64::EPSILON, "{level:?}");
    good(&mut kms, "Encrypt", encrypt(&ordinary));
    good(&mut kms, "DescribeKey", json!({ "KeyId": keys[0] }));
    wait(&mut kms, core::time::Duration::from_millis(1));
    good(&mut kms, "ReEncrypt", re_encrypt(&keys[1]));
    assert_eq!(code(ask(&mut kms, "ReEncrypt", re_encrypt(&keys[1]))), "ThrottlingException", "one request, one store");
}
