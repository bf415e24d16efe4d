//! Request quotas: AWS's numbers, and buckets that neither let too much through nor refuse too early.

use core::time::Duration;

use glass_kms::{
    operations::{Kms, Operation},
    quota::{Charge, Level, Quota, Quotas, Rate},
    types::{AccountId, Region, Timestamp},
};
use proptest::prelude::*;
use serde_json::json;

use crate::support::{NOW, ask, ask_as, base64, empty_kms, in_region, refused, root, stranger, text};

const TOO_FAST: &str = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";

/// A KMS that counts, as AWS does save for `adjusted`.
fn counting(adjusted: &[(&str, u32)]) -> Kms {
    let adjusted = adjusted.iter().map(|(name, rate)| ((*name).to_owned(), *rate)).collect();
    let mut kms = empty_kms();
    kms.set_quotas(Some(Quotas::new(adjusted)));
    kms
}

fn account() -> AccountId {
    AccountId::parse("111122223333").expect("an account")
}

fn region(name: &str) -> Region {
    Region::parse(name).expect("a Region")
}

fn level(kms: &Kms, operation: Operation) -> Level {
    kms.quota_level(&root(), operation).expect("a caller").expect("it counts").1
}

#[test]
fn the_symmetric_quota_is_that_of_the_region() {
    for (name, expected) in [
        ("us-east-1", 100_000),
        ("eu-west-1", 100_000),
        ("ap-northeast-1", 20_000),
        ("eu-west-2", 20_000),
        ("eu-west-3", 10_000),
    ] {
        assert_eq!(Rate::Symmetric.in_region(&region(name)), expected, "{name}");
    }
    let shared: Vec<_> = Operation::ALL.iter().filter(|operation| operation.spec().quota == Quota::SYMMETRIC).collect();
    let names: Vec<_> = shared.iter().map(|operation| operation.name()).collect();
    assert_eq!(
        names,
        [
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateMac",
            "GenerateRandom",
            "ReEncrypt",
            "VerifyMac"
        ]
    );
}

/// What a request says of its algorithm tells which kind of key it means, and so which quota it counts against.
#[test]
fn each_kind_of_key_pair_has_its_quota() {
    let name = |kind| format!("Cryptographic operations ({kind})");
    let [rsa, ecc, ml_dsa] = ["RSA", "ECC", "ML-DSA"].map(name);
    let p256 = "GenerateDataKeyPair (ECC_NIST_P256)";
    let adjusted = [(rsa.as_str(), 1), (&ecc, 1), (&ml_dsa, 1), (p256, 1), ("GenerateDataKeyPair (RSA_4096)", 0)];
    let sign = |algorithm: &str| ("Sign", json!({ "SigningAlgorithm": algorithm }));
    let oaep = |member: &str| json!({ member: "RSAES_OAEP_SHA_256" });
    let groups = [
        vec![sign("RSASSA_PSS_SHA_256"), ("Encrypt", oaep("EncryptionAlgorithm")), sign("RSASSA_PKCS1_V1_5_SHA_512")],
        vec![("Decrypt", oaep("EncryptionAlgorithm")), ("ReEncrypt", oaep("DestinationEncryptionAlgorithm"))],
        vec![sign("ECDSA_SHA_256"), ("Verify", json!({ "SigningAlgorithm": "ED25519_SHA_512" }))],
        vec![("DeriveSharedSecret", json!({})), sign("ECDSA_SHA_384")],
        vec![sign("ML_DSA_SHAKE_256"), ("Verify", json!({ "SigningAlgorithm": "ML_DSA_SHAKE_256" }))],
        vec![("GenerateDataKeyPair", json!({ "KeyPairSpec": "ECC_NIST_P256" })); 2],
    ];
    for group in groups {
        let mut kms = counting(&adjusted);
        let mut answers = group.into_iter().map(|(operation, input)| ask(&mut kms, operation, input));
        // What else is wrong with them is not looked at before.
        assert_ne!(answers.next().expect("an answer").expect_err("a bad request").code(), "ThrottlingException");
        answers.for_each(|answer| refused(answer, "ThrottlingException", TOO_FAST));
    }
    let mut kms = counting(&adjusted);
    let large = json!({ "KeyPairSpec": "RSA_4096" });
    refused(ask(&mut kms, "GenerateDataKeyPairWithoutPlaintext", large), "ThrottlingException", TOO_FAST);
}

#[test]
fn without_quotas_nobody_counts() {
    let mut kms = empty_kms();
    for _ in 0..20 {
        assert!(ask(&mut kms, "CreateKey", json!({})).is_ok(), "AWS would refuse the sixth");
    }
    assert_eq!(kms.quota_level(&root(), Operation::CreateKey), Ok(None));
}

#[test]
fn a_full_bucket_holds_what_one_second_brings() {
    let mut kms = counting(&[]);
    for _ in 0..5 {
        assert!(ask(&mut kms, "CreateKey", json!({})).is_ok());
    }
    refused(ask(&mut kms, "CreateKey", json!({})), "ThrottlingException", TOO_FAST);
    kms.advance(Duration::from_millis(199)).expect("time passes");
    refused(ask(&mut kms, "CreateKey", json!({})), "ThrottlingException", TOO_FAST);
    kms.advance(Duration::from_millis(1)).expect("time passes");
    assert!(ask(&mut kms, "CreateKey", json!({})).is_ok(), "a fifth of a second brings one");
    refused(ask(&mut kms, "CreateKey", json!({})), "ThrottlingException", TOO_FAST);
}

#[test]
fn an_operation_has_a_bucket_of_its_own_or_shares_one() {
    let mut kms = counting(&[(Quota::SYMMETRIC.name, 3)]);
    let key = text(&ask(&mut kms, "CreateKey", json!({})).expect("a key")["KeyMetadata"], "KeyId");
    assert!(ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": 8 })).is_ok());
    assert!(ask(&mut kms, "Encrypt", json!({ "KeyId": key, "Plaintext": base64("hello") })).is_ok());
    assert!(ask(&mut kms, "GenerateDataKey", json!({ "KeyId": key, "KeySpec": "AES_256" })).is_ok());
    refused(ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": 8 })), "ThrottlingException", TOO_FAST);
    assert!(ask(&mut kms, "DescribeKey", json!({ "KeyId": key })).is_ok(), "another quota");
    assert_eq!(level(&kms, Operation::Decrypt), Level { per_second: 3, available: 0.0 });
    assert_eq!(level(&kms, Operation::DescribeKey), Level { per_second: 2000, available: 1999.0 });
}

#[test]
fn the_callers_account_pays_in_the_region_that_is_called() {
    let mut kms = counting(&[("GenerateRandom", 7), (Quota::SYMMETRIC.name, 1)]);
    let input = || json!({ "NumberOfBytes": 8 });
    assert!(ask(&mut kms, "GenerateRandom", input()).is_ok());
    refused(ask(&mut kms, "GenerateRandom", input()), "ThrottlingException", TOO_FAST);
    assert!(ask_as(&mut kms, &in_region("eu-west-1"), "GenerateRandom", input()).is_ok(), "another Region");
    assert!(ask_as(&mut kms, &stranger(), "GenerateRandom", input()).is_ok(), "another account");
    refused(ask_as(&mut kms, &stranger(), "GenerateRandom", input()), "ThrottlingException", TOO_FAST);
}

#[test]
fn a_call_that_reaches_into_another_region_counts_there_as_well() {
    let there = "us-west-2";
    let level_in = |kms: &Kms, region: &str, operation| {
        kms.quota_level(&in_region(region), operation).expect("a caller").expect("it counts").1.available
    };
    let assert_level = |kms: &Kms, region: &str, operation, expected: f64| {
        assert!((level_in(kms, region, operation) - expected).abs() < f64::EPSILON, "{operation:?} in {region}");
    };
    let mut kms = counting(&[]);
    let mut keys =
        || text(&ask(&mut kms, "CreateKey", json!({ "MultiRegion": true })).expect("a key")["KeyMetadata"], "KeyId");
    let [first, second, third] = [keys(), keys(), keys()];
    let replicate = |key: &str| json!({ "KeyId": key, "ReplicaRegion": there });
    for (key, left) in [(&first, 3.0), (&second, 1.0)] {
        assert!(ask(&mut kms, "ReplicateKey", replicate(key)).is_ok());
        assert_level(&kms, there, Operation::CreateKey, left);
    }
    assert_level(&kms, "ap-northeast-1", Operation::ReplicateKey, 3.0);
    // Two are needed there, and one is left: nothing is taken anywhere.
    refused(ask(&mut kms, "ReplicateKey", replicate(&third)), "ThrottlingException", TOO_FAST);
    assert_level(&kms, there, Operation::CreateKey, 1.0);
    assert_level(&kms, "ap-northeast-1", Operation::ReplicateKey, 3.0);
    kms.advance(Duration::from_millis(200)).expect("time passes");
    assert!(ask(&mut kms, "ReplicateKey", replicate(&third)).is_ok());
    let update = json!({ "KeyId": first, "PrimaryRegion": there });
    assert!(ask(&mut kms, "UpdatePrimaryRegion", update).is_ok());
    for region in ["ap-northeast-1", there] {
        assert_level(&kms, region, Operation::UpdatePrimaryRegion, 4.0);
    }
}

#[test]
fn a_refused_call_counts_and_its_shape_is_not_looked_at_when_throttled() {
    let mut kms = counting(&[(Quota::SYMMETRIC.name, 1)]);
    let malformed = json!({ "NumberOfBytes": 0 });
    let answer = ask(&mut kms, "GenerateRandom", malformed.clone()).expect_err("a wrong number");
    assert_eq!(answer.code(), "ValidationException");
    refused(ask(&mut kms, "GenerateRandom", malformed), "ThrottlingException", TOO_FAST);
}

#[test]
fn many_moves_of_less_than_a_millisecond_fill_the_bucket() {
    let mut kms = counting(&[(Quota::SYMMETRIC.name, 1)]);
    assert!(ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": 8 })).is_ok());
    for _ in 0..9_999 {
        kms.advance(Duration::from_micros(100)).expect("time passes");
    }
    refused(ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": 8 })), "ThrottlingException", TOO_FAST);
    kms.advance(Duration::from_micros(100)).expect("time passes");
    assert!(ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": 8 })).is_ok());
}

#[test]
fn a_quota_of_nothing_lets_nothing_through() {
    let mut kms = counting(&[(Quota::SYMMETRIC.name, 0)]);
    kms.advance(Duration::from_hours(24 * 365)).expect("time passes");
    refused(ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": 8 })), "ThrottlingException", TOO_FAST);
}

/// Requests at moments given by the milliseconds between them.
fn requests() -> impl Strategy<Value = (u32, Vec<u64>)> {
    let gap = prop_oneof![4 => Just(0_u64), 4 => 1..5_u64, 2 => 5..1_500_u64, 1 => 0..=4_000_000_000_000_u64];
    (1..200_u32, prop::collection::vec(gap, 1..400))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The model counts backwards: from any moment at which the bucket was full, what has passed and the time tell what
    /// is left. A request passes exactly if, for every window that ends with it, no more than the bucket and what the
    /// window brought has been taken.
    #[test]
    fn a_request_passes_exactly_if_no_window_is_overdrawn((rate, gaps) in requests()) {
        let name = Quota::SYMMETRIC.name.to_owned();
        let mut quotas = Quotas::new([(name, rate)].into_iter().collect());
        let region = region("ap-northeast-1");
        let mut passed: Vec<u64> = Vec::new();
        let mut now = 0_u64;
        for gap in gaps {
            now += gap;
            let at = Timestamp::from_millis(NOW).plus(Duration::from_millis(now));
            // What time cannot tell apart at its end, no request can either.
            let now = at.since(Timestamp::from_millis(NOW)).as_millis();
            let fits = (0..=passed.len()).rev().all(|first| {
                let Some(start) = passed.get(first).map(|start| u128::from(*start)).or(Some(now)) else { return true };
                let taken = u128::try_from(passed.len() - first).expect("a count") + 1;
                taken * 1000 <= u128::from(rate) * 1000 + (now - start) * u128::from(rate)
            });
            let charge = Charge { quota: Quota::SYMMETRIC, region: &region, requests: 1 };
            let passes = quotas.take(charge, None, account(), at);
            prop_assert_eq!(passes, fits, "after {} requests, at {} ms, {} per second", passed.len(), now, rate);
            if passes {
                passed.push(u64::try_from(now).expect("small"));
            }
        }
    }
}
