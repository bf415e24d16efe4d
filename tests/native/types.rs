//! Value types: what each takes, what it refuses, how it is written.

use core::time::Duration;

use glass_kms::{
    env::{Clock, ManualClock},
    error::KmsError,
    types::{
        AccountId, AliasName, Blob, EncryptionContext, Plaintext, Principal, Region, Timestamp,
        input::{Input, member},
    },
    wire::Json,
};

use crate::support::NOW;

#[test]
fn principals_are_roots_users_roles_and_sessions() {
    for arn in [
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333:user/aki",
        "arn:aws:iam::111122223333:user/team/aki",
        "arn:aws:iam::111122223333:role/reader",
        "arn:aws:sts::111122223333:assumed-role/reader/session",
        "arn:aws-cn:iam::111122223333:root",
        "arn:aws-us-gov:iam::111122223333:user/aki",
    ] {
        let principal = Principal::parse(arn).expect("a principal");
        assert_eq!((principal.arn(), principal.to_string().as_str()), (arn, arn));
        assert_eq!(principal.account().to_string(), "111122223333");
    }
    let account = AccountId::parse("111122223333").expect("an account");
    assert_eq!(Principal::root(account).arn(), "arn:aws:iam::111122223333:root");
}

#[test]
fn nobody_else_is_a_principal() {
    for arn in [
        "",
        "root",
        "111122223333",
        "arn:aws:iam::111122223333:",
        "arn:aws:iam::111122223333:root/",
        "arn:aws:iam::111122223333:root/aki",
        "arn:aws:iam::111122223333:user",
        "arn:aws:iam::111122223333:user/",
        "arn:aws:iam::111122223333:group/all",
        "arn:aws:iam::1111:root",
        "arn:aws:iam:us-east-1:111122223333:root",
        "arn:azure:iam::111122223333:root",
        "arn:aws:sts::111122223333:root",
        "arn:aws:sts::111122223333:assumed-role/reader",
        "arn:aws:sts::111122223333:assumed-role//session",
        "arn:aws:sts::111122223333:assumed-role/reader/",
        "arn:aws:iam::111122223333:assumed-role/reader/session",
        "arn:aws:kms:us-east-1:111122223333:key/x",
    ] {
        let message =
            format!("'{arn}' is not the ARN of a principal; one looks like arn:aws:iam::111122223333:user/aki");
        assert_eq!(Principal::parse(arn), Err(KmsError::Validation(message)));
    }
}

#[test]
fn regions_are_words_and_a_number() {
    for (name, partition) in [
        ("us-east-1", "aws"),
        ("ap-southeast-12", "aws"),
        ("cn-northwest-1", "aws-cn"),
        ("us-gov-east-1", "aws-us-gov"),
        ("us-iso-east-1", "aws"),
    ] {
        assert_eq!(Region::parse(name).expect("a Region").partition(), partition);
    }
    for name in
        ["", "tokyo", "us-1", "us-east", "us-east-", "-east-1", "us--east-1", "US-east-1", "a-b-c-d-1", "us-east-1 "]
    {
        let message = format!("'{name}' is not the name of a Region; one looks like ap-northeast-1");
        assert_eq!(Region::parse(name), Err(KmsError::Validation(message)));
    }
}

#[test]
fn accounts_are_twelve_digits() {
    assert_eq!(AccountId::parse("000000000001").expect("an account").to_string(), "000000000001");
    for text in ["", "11112222333", "1111222233334", "11112222333x", "１１１１"] {
        let message = format!("'{text}' is not an account: an account is twelve digits");
        assert_eq!(AccountId::parse(text), Err(KmsError::Validation(message)));
    }
}

#[test]
fn reserved_aliases_are_known() {
    for (name, is_reserved) in
        [("alias/aws/s3", true), ("alias/aws", false), ("alias/awsome", false), ("alias/a/aws/", false)]
    {
        assert_eq!(AliasName::parse(name).expect("a name").is_reserved(), is_reserved);
    }
}

#[test]
fn a_context_is_written_with_the_lengths_of_its_parts() {
    let mut bytes = vec![0xff];
    EncryptionContext::from([("to", "Aki"), ("é", "")]).append_canonical(&mut bytes);
    assert_eq!(bytes, b"\xff\0\0\0\x02to\0\0\0\x03Aki\0\0\0\x02\xc3\xa9\0\0\0\0");
    let mut none = Vec::new();
    EncryptionContext::default().append_canonical(&mut none);
    assert!(none.is_empty());
}

#[test]
fn moments_stay_within_what_a_date_can_say() {
    for (millis, text, seconds) in [
        (0, "1970-01-01T00:00:00Z", 0.0),
        (1_795_478_400_191, "2026-11-24T00:00:00.191Z", 1_795_478_400.191),
        (-1, "1970-01-01T00:00:00Z", 0.0),
    ] {
        let moment = Timestamp::from_millis(millis);
        assert_eq!(moment.to_string(), text);
        assert!((moment.as_epoch_seconds() - seconds).abs() < 1e-6);
    }
    for far in
        [Timestamp::from_millis(i64::MAX), Timestamp::MAX.plus(Duration::MAX), Timestamp::default().plus(Duration::MAX)]
    {
        assert_eq!(far, Timestamp::MAX);
        assert!(far.to_string().starts_with("9999-12-3"), "{far}");
    }
}

#[test]
fn a_moment_is_read_in_epoch_seconds() {
    let read = |json: &str| {
        let body = format!("{{\"At\":{json}}}");
        let body = Json::parse(body.as_bytes()).expect("an object");
        let mut members = body.members(&["At"]).expect("an object").into_iter();
        member::<Timestamp>(&mut members)?.ok_or_else(|| "nothing".to_owned())
    };
    for (json, millis) in
        [("1795478400", NOW), ("1795478400.25", NOW + 250), ("1.7954784e9", NOW), ("0", 0), ("-1", 0), ("-0.5", 0)]
    {
        assert_eq!(read(json).expect(json).as_millis(), millis, "{json}");
    }
    for json in ["1e300", "18446744073709551615", "9223372036854775807"] {
        assert_eq!(read(json).expect(json), Timestamp::MAX, "{json}");
    }
    for json in ["\"2026-11-24T00:00:00Z\"", "null", "[]", "true", "1e999"] {
        assert!(read(json).is_err(), "{json}");
    }
    let moment = Timestamp::from_millis(NOW + 1);
    assert_eq!(read(&serde_json::to_string(&moment).expect("JSON")).expect("a moment"), moment);
}

#[test]
fn a_clock_stands_still_until_it_is_moved() {
    let mut clock = ManualClock::new(Timestamp::from_millis(5));
    assert_eq!((clock.now(), clock.now()), (Timestamp::from_millis(5), Timestamp::from_millis(5)));
    clock.advance(Duration::from_millis(7));
    assert_eq!(clock.now(), Timestamp::from_millis(12));
}

#[test]
fn debug_shows_no_bytes() {
    assert_eq!(format!("{:?}", Plaintext::new(vec![7; 5])), "Plaintext(5 bytes, not shown)");
    assert_eq!(format!("{:?}", Blob::from(vec![7; 5])), "Blob(5 bytes)");
}

#[test]
fn only_a_fault_of_the_engine_is_a_500() {
    let fault = KmsError::KmsInternal("broken".to_owned());
    assert_eq!((fault.code(), fault.status()), ("KMSInternalException", 500));
    assert_eq!(fault.to_string(), "KMSInternalException: broken");
    assert_eq!((KmsError::InvalidCiphertext.status(), KmsError::InvalidCiphertext.message()), (400, ""));
    assert_eq!(KmsError::InvalidCiphertext.to_string(), "InvalidCiphertextException");
}
