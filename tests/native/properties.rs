//! What holds of anything that anybody may send.

use glass_kms::{
    hsm::{Ciphertext, aes},
    operations::{Kms, Operation},
    store::Snapshot,
    types::{AccountId, AliasName, EncryptionContext, KeyId, KeyRef, Principal, Region},
    wire::{HttpRequest, handle},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use crate::support::{ask, base64, bytes, kms, text};

/// Text that looks like what the parsers look for, and text that does not.
fn nearly_names() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("arn".to_owned()),
        Just("aws".to_owned()),
        Just("aws-cn".to_owned()),
        Just("kms".to_owned()),
        Just("iam".to_owned()),
        Just("sts".to_owned()),
        Just("root".to_owned()),
        Just(String::new()),
        "[a-z]{1,4}(-[a-z]{1,4}){1,2}-[0-9]{1,2}",
        "[0-9]{12}",
        "(key/)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "(key/)?mrk-[0-9a-f]{32}",
        "alias/[a-zA-Z0-9:/_-]{0,8}",
        "(user|role|assumed-role)/[a-z]{0,3}(/[a-z]{0,3})?",
        "\\PC{0,6}",
    ];
    vec(part, 1..8).prop_map(|parts| parts.join(":"))
}

fn contexts() -> impl Strategy<Value = Vec<(String, String)>> {
    vec(("\\PC{0,6}", "\\PC{0,6}"), 0..5)
}

fn context(pairs: &[(String, String)]) -> Value {
    pairs.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<serde_json::Map<_, _>>().into()
}

/// Anything that JSON can say, made of what requests are made of.
fn anything() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        nearly_names(),
        vec(any::<u8>(), 0..200).prop_map(base64),
        Just("alias/letters".to_owned()),
        Just("AES_256".to_owned()),
        Just("SYMMETRIC_DEFAULT".to_owned()),
    ];
    let leaf = prop_oneof![
        any::<i64>().prop_map(|number| json!(number)),
        (-2_i64..2000).prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(|truth| json!(truth)),
        Just(Value::Null),
        text.prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| prop_oneof![vec(inner.clone(), 0..4).prop_map(Value::from), members(inner)])
}

fn members(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        Just("KeyId".to_owned()),
        Just("Plaintext".to_owned()),
        Just("CiphertextBlob".to_owned()),
        Just("EncryptionContext".to_owned()),
        Just("DestinationKeyId".to_owned()),
        Just("TargetKeyId".to_owned()),
        Just("AliasName".to_owned()),
        Just("NumberOfBytes".to_owned()),
        Just("KeySpec".to_owned()),
        Just("Limit".to_owned()),
        Just("Marker".to_owned()),
        Just("Description".to_owned()),
        Just("GrantTokens".to_owned()),
        Just("Tags".to_owned()),
        "[A-Za-z]{0,5}",
    ];
    vec((name, values), 0..5).prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into())
}

/// Sends one request; what comes back must be an answer.
fn check_answer(kms: &mut Kms, headers: &[(String, String)], body: &[u8]) -> Result<(), TestCaseError> {
    let response = handle(kms, &HttpRequest { method: "POST", path: "/", headers, body });
    prop_assert!(matches!(response.status, 200 | 400), "{} to {}", response.status, String::from_utf8_lossy(body));
    let answer: Value = serde_json::from_slice(&response.body).expect("the answer is JSON");
    prop_assert!(answer.is_object());
    prop_assert_eq!(answer.get("__type").is_some(), response.status == 400);
    Ok(())
}

fn target(operation: &str) -> Vec<(String, String)> {
    vec![("X-Amz-Target".to_owned(), format!("TrentService.{operation}"))]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn what_a_parser_takes_it_writes_again(name in nearly_names()) {
        if let Ok(parsed) = KeyRef::parse(&name) {
            let written = match &parsed {
                KeyRef::Id(id) => id.to_string(),
                KeyRef::Arn(arn) => arn.to_string(),
                KeyRef::Alias(alias) => alias.to_string(),
                KeyRef::AliasArn(arn) => arn.to_string(),
            };
            prop_assert_eq!(&written, &name);
            prop_assert_eq!(KeyRef::parse(&written), Ok(parsed));
        }
        for part in name.split(':') {
            prop_assert!(Region::parse(part).is_ok_and(|region| region.as_str() == part) || Region::parse(part).is_err());
            prop_assert!(AliasName::parse(part).is_ok_and(|alias| alias.as_str() == part) || AliasName::parse(part).is_err());
            prop_assert!(KeyId::parse(part).is_none_or(|id| id.to_string() == part));
            prop_assert!(AccountId::parse(part).is_ok_and(|id| id.to_string() == part) || AccountId::parse(part).is_err());
        }
        if let Ok(principal) = Principal::parse(&name) {
            prop_assert_eq!(principal.arn(), &name);
            prop_assert!(name.contains(&principal.account().to_string()));
        }
    }

    #[test]
    fn key_ids_are_36_characters_and_come_back(random in any::<[u8; 16]>(), digits in "[0-9a-f]{32}") {
        let id = KeyId::from_random(random);
        prop_assert_eq!(id.to_string().len(), KeyId::LEN);
        prop_assert_eq!(KeyId::parse(&id.to_string()), Some(id));
        prop_assert!(!id.is_multi_region());
        let multi_region = format!("mrk-{digits}");
        let id = KeyId::parse(&multi_region).expect("a multi-Region key's id");
        prop_assert!(id.is_multi_region());
        prop_assert_eq!(id.to_string(), multi_region);
    }

    #[test]
    fn canonical_contexts_are_equal_only_if_the_contexts_are(one in contexts(), other in contexts()) {
        let canonical = |pairs: &[(String, String)]| {
            let context: EncryptionContext = serde_json::from_value(context(pairs)).expect("a context");
            let mut bytes = Vec::new();
            context.append_canonical(&mut bytes);
            (bytes, context)
        };
        let ((first, one), (second, other)) = (canonical(&one), canonical(&other));
        prop_assert_eq!(first == second, one == other);
        prop_assert_eq!(read_canonical(&first), one.iter().map(|(name, value)| (name.into(), value.into())).collect::<Vec<_>>());
    }

    #[test]
    fn bytes_that_are_no_ciphertext_are_no_ciphertext(bytes in vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(Ciphertext::parse(&bytes), None);
        let covered: usize = Ciphertext::fields(&bytes).iter().map(|field| field.length).sum();
        // What version 2 has is an IV longer: there is a layer of an external key.
        let shortest = if bytes.get(4) == Some(&2) { 129 } else { 117 };
        prop_assert_eq!(covered, if bytes.len() < shortest { 0 } else { bytes.len() });
    }

    #[test]
    fn bytes_that_are_no_snapshot_are_refused(mut bytes in vec(any::<u8>(), 0..200), is_near in any::<bool>()) {
        if is_near {
            bytes.splice(0..0, *b"GKMSSNAP\x00\x01");
        }
        prop_assert!(Snapshot::open(&bytes, &[0; 32]).is_err());
    }

    #[test]
    fn what_aes_seals_it_opens(
        key in any::<[u8; 32]>(), iv in any::<[u8; 12]>(), aad in vec(any::<u8>(), 0..64), data in vec(any::<u8>(), 0..300),
    ) {
        let sealed = aes::seal(&key, &iv, &aad, &data).expect("short data");
        prop_assert_eq!(sealed.len(), data.len() + 16);
        let opened = aes::open(&key, &iv, &aad, &sealed).expect("opened");
        prop_assert_eq!(&*opened, &data);
    }
}

/// The pairs that a canonical context is made of.
fn read_canonical(mut bytes: &[u8]) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = usize::try_from(u32::from_be_bytes(*length)).expect("a short text");
        let (text, rest) = rest.split_at(length);
        texts.push(String::from_utf8(text.to_vec()).expect("UTF-8"));
        bytes = rest;
    }
    assert!(bytes.is_empty() && texts.len().is_multiple_of(2));
    texts.as_chunks().0.iter().map(|[name, value]| (name.clone(), value.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_encrypted_is_decrypted(plaintext in vec(any::<u8>(), 1..=4096), pairs in contexts(), other in contexts()) {
        let mut kms = kms();
        let (right, wrong) = (context(&pairs), context(&other));
        let input = json!({ "KeyId": "alias/letters", "Plaintext": base64(&plaintext), "EncryptionContext": right });
        let sealed = ask(&mut kms, "Encrypt", input).expect("encrypted");
        let blob = bytes(&sealed, "CiphertextBlob");
        prop_assert!(Ciphertext::parse(&blob).is_some());
        let open = |context: &Value| json!({ "CiphertextBlob": text(&sealed, "CiphertextBlob"), "EncryptionContext": context });
        let opened = ask(&mut kms, "Decrypt", open(&right)).expect("decrypted");
        prop_assert_eq!(bytes(&opened, "Plaintext"), plaintext);
        prop_assert_eq!(ask(&mut kms, "Decrypt", open(&wrong)).is_ok(), right == wrong);
    }

    #[test]
    fn a_changed_ciphertext_does_not_open(changes in vec((any::<prop::sample::Index>(), 1_u8..), 1..4)) {
        let mut kms = kms();
        let issued = ask(&mut kms, "GenerateDataKey", json!({ "KeyId": "alias/letters", "KeySpec": "AES_256" }));
        let sealed = bytes(&issued.expect("a data key"), "CiphertextBlob");
        let mut changed = sealed.clone();
        for (at, mask) in changes {
            let at = at.index(changed.len());
            changed.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= mask);
        }
        prop_assume!(changed != sealed);
        let answer = ask(&mut kms, "Decrypt", json!({ "CiphertextBlob": base64(changed) }));
        let code = answer.expect_err("refused").code();
        prop_assert!(matches!(code, "InvalidCiphertextException" | "AccessDeniedException"));
    }

    #[test]
    fn every_request_is_answered(bodies in vec(members(anything()), Operation::ALL.len())) {
        let mut kms = kms();
        for (operation, body) in Operation::ALL.iter().zip(&bodies) {
            check_answer(&mut kms, &target(operation.name()), body.to_string().as_bytes())?;
        }
    }

    #[test]
    fn every_body_is_answered(bodies in vec(vec(any::<u8>(), 0..60), 8), json in vec("[\\[\\]{}\":,0-9a-e\\\\ -]{0,40}", 8)) {
        let mut kms = kms();
        for body in bodies.iter().map(Vec::as_slice).chain(json.iter().map(String::as_bytes)) {
            check_answer(&mut kms, &target("Encrypt"), body)?;
            check_answer(&mut kms, &target("ListKeys"), &[b"{", body, b"}"].concat())?;
        }
    }

    #[test]
    fn every_header_is_answered(name in "\\PC{0,20}", target in "\\PC{0,30}", authorization in "\\PC{0,40}") {
        let mut kms = kms();
        let headers = [
            ("Authorization".to_owned(), format!("Credential={authorization}")),
            (name, target.clone()),
            ("X-Amz-Target".to_owned(), target),
        ];
        check_answer(&mut kms, &headers, b"{}")?;
        let scope = format!("Credential={}/kms/aws4_request", authorization.replace(':', "/"));
        let headers = [
            ("X-Amz-Target".to_owned(), "TrentService.ListKeys".to_owned()),
            ("Authorization".to_owned(), scope),
        ];
        check_answer(&mut kms, &headers, b"{}")?;
    }
}
