//! Snapshots: everything comes back, or nothing does.

use glass_kms::{
    operations::Kms,
    store::{RestoreError, SEALING_KEY_LEN, Snapshot},
    types::Principal,
};
use serde_json::{Value, json};

use crate::iam::{ALLOW, TRUST, administer};
use crate::support::{
    Answer, NOW, ask, ask_as, base64, bytes, disable_key, empty_kms, env, in_region, key_in, key_store, kms, names,
    options, seeded, stranger, text,
};

const SEALING_KEY: [u8; SEALING_KEY_LEN] = [0x5a; SEALING_KEY_LEN];

fn restore(snapshot: &[u8]) -> Result<Kms, RestoreError> {
    Kms::restore(env(seeded("restored")), snapshot, &SEALING_KEY)
}

/// What was asked with, and answered by, a KMS with keys in two Regions and two accounts.
struct Lived {
    kms: Kms,
    ciphertexts: Vec<(&'static str, String)>,
}

const REGIONS: [&str; 2] = ["ap-northeast-1", "eu-west-1"];

fn lived() -> Lived {
    let mut kms = kms();
    let mut ciphertexts = Vec::new();
    ask_as(&mut kms, &stranger(), "CreateKey", json!({ "Description": "Theirs" })).expect("a key");
    for region in REGIONS {
        let made = ask_as(&mut kms, &in_region(region), "CreateKey", json!({ "Description": "鍵" })).expect("a key");
        let key = made.pointer("/KeyMetadata/KeyId").expect("an id").clone();
        kms.advance(core::time::Duration::from_millis(1_234)).expect("time passes");
        let alias = json!({ "AliasName": "alias/traveller", "TargetKeyId": key });
        ask_as(&mut kms, &in_region(region), "CreateAlias", alias).expect("made");
        let input = json!({ "KeyId": key, "Plaintext": base64(region), "EncryptionContext": { "to": "Aki" } });
        let sealed = ask_as(&mut kms, &in_region(region), "Encrypt", input).expect("encrypted");
        ciphertexts.push((region, text(&sealed, "CiphertextBlob")));
    }
    let receipts = names(&mut kms, "alias/receipts").id;
    disable_key(&mut kms, &receipts);
    let store = key_store(&mut kms, "outside");
    ask(&mut kms, "ConnectCustomKeyStore", json!({ "CustomKeyStoreId": store })).expect("it is connected");
    key_in(&mut kms, &store, "letters-key");
    Lived { kms, ciphertexts }
}

/// All that can be asked about what is stored.
fn inventory(kms: &mut Kms) -> Vec<Answer> {
    let mut answers = Vec::new();
    for context in [in_region(REGIONS[0]), in_region(REGIONS[1]), stranger()] {
        let keys = ask_as(kms, &context, "ListKeys", json!({}));
        let ids: Vec<Value> = keys.iter().filter_map(|page| page.get("Keys")?.as_array()).flatten().cloned().collect();
        for key in ids {
            answers.push(ask_as(kms, &context, "DescribeKey", json!({ "KeyId": text(&key, "KeyId") })));
            answers.push(ask_as(kms, &context, "ListAliases", json!({ "KeyId": text(&key, "KeyId") })));
        }
        answers.extend([keys, ask_as(kms, &context, "ListAliases", json!({}))]);
        answers.push(ask_as(kms, &context, "DescribeCustomKeyStores", json!({})));
    }
    answers
}

#[test]
fn everything_comes_back() {
    let Lived { mut kms, ciphertexts } = lived();
    let snapshot = kms.snapshot(&SEALING_KEY).expect("a snapshot");
    let mut restored = restore(&snapshot).expect("restored");
    let expected = inventory(&mut kms);
    assert!(expected.len() > 10 && expected.iter().all(Result::is_ok));
    assert_eq!(inventory(&mut restored), expected);
    for (region, ciphertext) in &ciphertexts {
        let input = json!({ "CiphertextBlob": ciphertext, "EncryptionContext": { "to": "Aki" } });
        let opened = ask_as(&mut restored, &in_region(region), "Decrypt", input).expect("decrypted");
        assert_eq!(bytes(&opened, "Plaintext"), region.as_bytes());
    }
    let disabled = ask(&mut restored, "Encrypt", json!({ "KeyId": "alias/receipts", "Plaintext": base64("a") }));
    assert_eq!(disabled.map_err(|error| error.code()), Err("DisabledException"));
}

#[test]
fn principals_and_their_access_keys_come_back() {
    let mut kms = kms();
    let aki = json!({ "UserName": "aki", "Path": "/night/", "Tags": [{ "Key": "team", "Value": "夜" }] });
    let user = administer(&mut kms, "CreateUser", aki);
    administer(&mut kms, "PutUserPolicy", json!({ "UserName": "aki", "PolicyName": "p", "PolicyDocument": ALLOW }));
    let key = administer(&mut kms, "CreateAccessKey", json!({ "UserName": "aki" }));
    let role = json!({ "RoleName": "postman", "AssumeRolePolicyDocument": TRUST, "Description": "At night" });
    let role = administer(&mut kms, "CreateRole", role);
    let session = json!({ "RoleArn": role["Role"]["Arn"], "RoleSessionName": "night" });
    let session = administer(&mut kms, "AssumeRole", session);

    let snapshot = kms.snapshot(&SEALING_KEY).expect("a snapshot");
    let mut restored = restore(&snapshot).expect("restored");
    assert_eq!(restored.directory().0, kms.directory().0);
    assert_eq!(administer(&mut restored, "GetUser", json!({ "UserName": "aki" })), user);
    assert_eq!(administer(&mut restored, "GetRole", json!({ "RoleName": "postman" })), role);
    for (id, caller) in [
        (text(&key["AccessKey"], "AccessKeyId"), "arn:aws:iam::111122223333:user/night/aki"),
        (text(&session["Credentials"], "AccessKeyId"), "arn:aws:sts::111122223333:assumed-role/postman/night"),
    ] {
        assert_eq!(restored.principal_of(&id).as_ref().map(Principal::arn), Some(caller));
    }
    let policy = administer(&mut restored, "GetUserPolicy", json!({ "UserName": "aki", "PolicyName": "p" }));
    assert_eq!(text(&policy, "PolicyDocument"), ALLOW);
    administer(&mut restored, "DeleteUserPolicy", json!({ "UserName": "aki", "PolicyName": "p" }));
    assert_ne!(restored.directory().0, kms.directory().0);
}

#[test]
fn a_snapshot_of_the_first_format_is_refused() {
    let mut snapshot = kms().snapshot(&SEALING_KEY).expect("a snapshot");
    snapshot[9] = 1;
    assert_eq!(restore(&snapshot).err(), Some(RestoreError::Version(1)));
}

#[test]
fn life_goes_on_after_a_restore() {
    let mut original = lived().kms;
    let snapshot = original.snapshot(&SEALING_KEY).expect("a snapshot");
    let mut restored = restore(&snapshot).expect("restored");
    let encrypt = json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") });
    let sealed = ask(&mut restored, "Encrypt", encrypt).expect("encrypted");
    let opened = ask(&mut original, "Decrypt", json!({ "CiphertextBlob": sealed["CiphertextBlob"] }));
    assert_eq!(bytes(&opened.expect("the keys are the same"), "Plaintext"), b"hello");
    let made = ask(&mut restored, "CreateKey", json!({})).expect("a key");
    assert!(ask(&mut restored, "DescribeKey", json!({ "KeyId": made["KeyMetadata"]["KeyId"] })).is_ok());
    let again = restored.snapshot(&SEALING_KEY).expect("a snapshot");
    assert_eq!(inventory(&mut restore(&again).expect("restored")), inventory(&mut restored));
}

#[test]
fn a_restored_kms_tells_the_time_of_its_own_world() {
    let mut original = lived().kms;
    assert_eq!(original.now().as_millis(), NOW + 2 * 1_234);
    let snapshot = original.snapshot(&SEALING_KEY).expect("a snapshot");
    assert_eq!(restore(&snapshot).expect("restored").now().as_millis(), NOW);
    let (opened, hsms) = Snapshot::open(&snapshot, &SEALING_KEY).expect("opened");
    assert_eq!((opened.taken, hsms.len()), (original.now(), REGIONS.len()));
}

#[test]
fn account_and_region_come_back() {
    let mut original = Kms::new(
        env(seeded("kms")),
        glass_kms::operations::Options {
            account: glass_kms::types::AccountId::parse("999999999999").expect("an account"),
            region: glass_kms::types::Region::parse("eu-west-1").expect("a Region"),
            ..options()
        },
    );
    let snapshot = original.snapshot(&SEALING_KEY).expect("a snapshot of nothing yet");
    let made = ask(&mut restore(&snapshot).expect("restored"), "CreateKey", json!({})).expect("a key");
    assert!(text(&made["KeyMetadata"], "Arn").starts_with("arn:aws:kms:eu-west-1:999999999999:key/"));
    assert_ne!(options().account.to_string(), "999999999999");
}

#[test]
fn two_snapshots_of_the_same_state_are_not_alike() {
    let mut kms = kms();
    let [first, second] = [(); 2].map(|()| kms.snapshot(&SEALING_KEY).expect("a snapshot"));
    assert_ne!(first, second, "each has an IV of its own");
}

#[test]
fn another_key_opens_nothing() {
    for mut kms in [empty_kms(), kms()] {
        let snapshot = kms.snapshot(&SEALING_KEY).expect("a snapshot");
        for at in 0..SEALING_KEY_LEN {
            let mut key = SEALING_KEY;
            key[at] ^= 1;
            let refused = Kms::restore(env(seeded("restored")), &snapshot, &key).err();
            assert_eq!(refused, Some(RestoreError::Sealed));
        }
    }
}

#[test]
fn a_change_of_any_byte_is_refused() {
    let snapshot = lived().kms.snapshot(&SEALING_KEY).expect("a snapshot");
    for at in 0..snapshot.len() {
        for mask in [0x01, 0x80] {
            let mut changed = snapshot.clone();
            changed[at] ^= mask;
            let expected = match at {
                0..8 => [RestoreError::NotASnapshot].as_slice(),
                8 => &[RestoreError::Version(6 | (u16::from(mask) << 8))],
                9 => &[RestoreError::Version(6 ^ u16::from(mask))],
                // A wrong length points past the end, or somewhere else within.
                22..30 => &[RestoreError::NotASnapshot, RestoreError::Sealed],
                _ => &[RestoreError::Sealed],
            };
            let refused = restore(&changed).err().expect("refused");
            assert!(expected.contains(&refused), "byte {at} ^ {mask}: {refused:?}");
        }
    }
}

#[test]
fn a_snapshot_cut_short_or_grown_is_refused() {
    let snapshot = lived().kms.snapshot(&SEALING_KEY).expect("a snapshot");
    let length = usize::try_from(u64::from_be_bytes(snapshot[22..30].try_into().expect("eight bytes"))).expect("short");
    for kept in 0..snapshot.len() {
        let refused = restore(&snapshot[..kept]).err();
        let expected = if kept < 30 + length { RestoreError::NotASnapshot } else { RestoreError::Sealed };
        assert_eq!(refused, Some(expected), "the first {kept} bytes");
    }
    for more in [vec![0], vec![0; 16], snapshot.clone()] {
        assert_eq!(restore(&[snapshot.as_slice(), &more].concat()).err(), Some(RestoreError::Sealed));
    }
}

#[test]
fn a_refusal_says_what_is_wrong() {
    for (error, message) in [
        (RestoreError::NotASnapshot, "this is not a snapshot of glass-kms, or it was cut short"),
        (RestoreError::Version(1), "the snapshot has format version 1; this engine reads version 6"),
        (RestoreError::Sealed, "the snapshot was changed or is sealed under another key"),
    ] {
        assert_eq!(error.to_string(), message);
    }
}
