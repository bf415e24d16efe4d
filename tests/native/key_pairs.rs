//! What key pairs do beside signing: RSA encryption, agreement, encapsulation, data key pairs, and import.

use glass_kms::{
    hsm::{
        oaep::{Hash, PublicKey},
        pairs::KeyPair,
    },
    operations::Kms,
    types::{KeySpec, WrappingAlgorithm},
};
use serde_json::{Value, json};

use crate::support::{
    Answer, STRANGER, ask, base64, bytes, create_key, empty_kms, good, importing, member, nulls, refused, seeded, text,
    with,
};

/// The specs of data key pairs that are quickly made.
const PAIRS: [&str; 9] = [
    "RSA_2048",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    "ECC_NIST_EDWARDS25519",
    "ML_KEM_512",
    "ML_KEM_768",
    "ML_KEM_1024",
];

fn make(kms: &mut Kms, spec: &str, usage: &str) -> String {
    let input = json!({ "KeySpec": spec, "KeyUsage": usage });
    text(&member(&good(kms, "CreateKey", input), "KeyMetadata"), "Arn")
}

fn public_key(kms: &mut Kms, key: &str) -> Vec<u8> {
    bytes(&good(kms, "GetPublicKey", json!({ "KeyId": key })), "PublicKey")
}

fn rsa(key: &str, hash: &str) -> Value {
    json!({ "KeyId": key, "EncryptionAlgorithm": format!("RSAES_OAEP_{hash}") })
}

#[test]
fn rsa_encrypts_as_much_as_aws_says() {
    let mut kms = empty_kms();
    for (spec, sha_1, sha_256) in [("RSA_2048", 214, 190), ("RSA_3072", 342, 318), ("RSA_4096", 470, 446)] {
        let key = make(&mut kms, spec, "ENCRYPT_DECRYPT");
        for (hash, most) in [("SHA_1", sha_1), ("SHA_256", sha_256)] {
            let longest = json!({ "Plaintext": base64(vec![7; most]) });
            let answer = good(&mut kms, "Encrypt", with(rsa(&key, hash), longest.clone()));
            let algorithm = format!("RSAES_OAEP_{hash}");
            let blob = json!({ "CiphertextBlob": member(&answer, "CiphertextBlob") });
            assert_eq!(answer, with(blob.clone(), json!({ "KeyId": key, "EncryptionAlgorithm": algorithm })));
            let opened = good(&mut kms, "Decrypt", with(rsa(&key, hash), blob));
            assert_eq!(opened, with(longest, json!({ "KeyId": key, "EncryptionAlgorithm": algorithm })));
            let long = with(rsa(&key, hash), json!({ "Plaintext": base64(vec![7; most + 1]) }));
            let message =
                format!("Algorithm {algorithm} and key spec {spec} cannot encrypt data larger than {most} bytes.");
            refused(ask(&mut kms, "Encrypt", long), "ValidationException", &message);
        }
    }
}

#[test]
fn whoever_has_the_public_key_encrypts_for_the_kms_key() {
    let mut kms = empty_kms();
    let key = make(&mut kms, "RSA_2048", "ENCRYPT_DECRYPT");
    let public = PublicKey::from_der(&public_key(&mut kms, &key)).expect("a public key");
    for (name, hash) in [("SHA_1", Hash::Sha1), ("SHA_256", Hash::Sha256)] {
        for plaintext in [&b"letters"[..], b""] {
            let sealed = public.encrypt(hash, plaintext, &mut seeded("client")).expect("encrypted");
            let input = with(rsa(&key, name), json!({ "CiphertextBlob": base64(sealed) }));
            assert_eq!(bytes(&good(&mut kms, "Decrypt", input), "Plaintext"), plaintext);
        }
    }
}

/// The HSM alone sees how long the plaintext is; a dry run ends as the real one would.
#[test]
fn what_is_too_long_for_rsa_is_not_encrypted_again_under_it() {
    let mut kms = empty_kms();
    let letters = create_key(&mut kms, "Letters");
    let key = make(&mut kms, "RSA_2048", "ENCRYPT_DECRYPT");
    for (hash, most) in [("SHA_1", 214), ("SHA_256", 190)] {
        for (length, fits) in [(most, true), (most + 1, false)] {
            let input = json!({ "KeyId": letters, "Plaintext": base64(vec![7; length]) });
            let sealed = good(&mut kms, "Encrypt", input);
            let algorithm = format!("RSAES_OAEP_{hash}");
            let input = json!({
                "CiphertextBlob": sealed["CiphertextBlob"],
                "DestinationKeyId": key,
                "DestinationEncryptionAlgorithm": algorithm,
            });
            let dry_run = ask(&mut kms, "ReEncrypt", with(input.clone(), json!({ "DryRun": true })));
            if fits {
                refused(
                    dry_run,
                    "DryRunOperationException",
                    "The request would have succeeded, but the DryRun option is set.",
                );
                let moved = good(&mut kms, "ReEncrypt", input);
                let input = with(rsa(&key, hash), json!({ "CiphertextBlob": moved["CiphertextBlob"] }));
                assert_eq!(bytes(&good(&mut kms, "Decrypt", input), "Plaintext"), vec![7; length]);
            } else {
                let message = format!(
                    "Algorithm {algorithm} and key spec RSA_2048 cannot encrypt data larger than {most} bytes."
                );
                refused(dry_run, "ValidationException", &message);
                refused(ask(&mut kms, "ReEncrypt", input), "ValidationException", &message);
            }
        }
    }
}

#[test]
fn a_ciphertext_of_rsa_names_no_key_and_is_opened_whole() {
    let mut kms = empty_kms();
    let key = make(&mut kms, "RSA_2048", "ENCRYPT_DECRYPT");
    let other = make(&mut kms, "RSA_2048", "ENCRYPT_DECRYPT");
    let sealed = good(&mut kms, "Encrypt", with(rsa(&key, "SHA_256"), json!({ "Plaintext": base64("letters") })));
    let sealed = bytes(&sealed, "CiphertextBlob");
    let blob = json!({ "CiphertextBlob": base64(&sealed) });

    let nameless = with(blob.clone(), json!({ "EncryptionAlgorithm": "RSAES_OAEP_SHA_256" }));
    refused(ask(&mut kms, "Decrypt", nameless), "InvalidCiphertextException", "");
    refused(ask(&mut kms, "Decrypt", with(blob.clone(), rsa(&other, "SHA_256"))), "InvalidCiphertextException", "");
    refused(ask(&mut kms, "Decrypt", with(blob.clone(), rsa(&key, "SHA_1"))), "InvalidCiphertextException", "");
    for bit in [0, 1000, 2047] {
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let input = with(rsa(&key, "SHA_256"), json!({ "CiphertextBlob": base64(flipped) }));
        refused(ask(&mut kms, "Decrypt", input), "InvalidCiphertextException", "");
    }
    for length in [1, 255] {
        let input = with(rsa(&key, "SHA_256"), json!({ "CiphertextBlob": base64(&sealed[..length]) }));
        refused(ask(&mut kms, "Decrypt", input), "InvalidCiphertextException", "");
    }
    let without = with(blob.clone(), json!({ "KeyId": key }));
    let message = "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.";
    refused(ask(&mut kms, "Decrypt", without), "InvalidKeyUsageException", message);
    let symmetric = create_key(&mut kms, "symmetric");
    let message = "Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.";
    for operation in ["Encrypt", "Decrypt"] {
        let input = with(with(blob.clone(), rsa(&symmetric, "SHA_256")), json!({ "Plaintext": base64("letters") }));
        refused(ask(&mut kms, operation, input), "InvalidKeyUsageException", message);
    }
    let input = json!({ "KeyId": key, "Plaintext": base64("letters") });
    let message = "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.";
    refused(ask(&mut kms, "Encrypt", input), "InvalidKeyUsageException", message);
}

#[test]
fn rsa_binds_nothing_to_a_context() {
    let mut kms = empty_kms();
    let key = make(&mut kms, "RSA_2048", "ENCRYPT_DECRYPT");
    let message = "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.";
    let input = with(rsa(&key, "SHA_256"), json!({ "EncryptionContext": { "to": "Aki" } }));
    let sealed = with(input.clone(), json!({ "CiphertextBlob": base64([1; 256]) }));
    refused(ask(&mut kms, "Decrypt", sealed), "ValidationException", message);
    let plain = with(input, json!({ "Plaintext": base64("letters") }));
    refused(ask(&mut kms, "Encrypt", plain), "ValidationException", message);
    let none = json!({ "Plaintext": base64("letters"), "EncryptionContext": {} });
    good(&mut kms, "Encrypt", with(rsa(&key, "SHA_256"), none));
}

#[test]
fn ciphertexts_move_between_symmetric_keys_and_rsa() {
    let mut kms = empty_kms();
    let symmetric = create_key(&mut kms, "symmetric");
    let pair = make(&mut kms, "RSA_2048", "ENCRYPT_DECRYPT");
    let context = json!({ "to": "Aki" });
    let input = json!({ "KeyId": symmetric, "Plaintext": base64("letters"), "EncryptionContext": context });
    let sealed = good(&mut kms, "Encrypt", input);
    let to_pair = json!({ "CiphertextBlob": member(&sealed, "CiphertextBlob"), "SourceEncryptionContext": context,
        "DestinationKeyId": pair, "DestinationEncryptionAlgorithm": "RSAES_OAEP_SHA_256" });
    let moved = good(&mut kms, "ReEncrypt", to_pair.clone());
    assert_eq!(text(&moved, "SourceKeyMaterialId").len(), 64);
    assert_eq!(moved.get("DestinationKeyMaterialId"), None);
    assert_eq!(text(&moved, "DestinationEncryptionAlgorithm"), "RSAES_OAEP_SHA_256");
    let blob = json!({ "CiphertextBlob": member(&moved, "CiphertextBlob") });
    let opened = good(&mut kms, "Decrypt", with(blob.clone(), rsa(&pair, "SHA_256")));
    assert_eq!(bytes(&opened, "Plaintext"), b"letters");

    let back = with(
        blob,
        json!({ "SourceKeyId": pair, "SourceEncryptionAlgorithm": "RSAES_OAEP_SHA_256",
            "DestinationKeyId": symmetric, "DestinationEncryptionContext": context }),
    );
    let moved = good(&mut kms, "ReEncrypt", back.clone());
    let opened = good(
        &mut kms,
        "Decrypt",
        json!({ "CiphertextBlob": member(&moved, "CiphertextBlob"),
        "EncryptionContext": context }),
    );
    assert_eq!(bytes(&opened, "Plaintext"), b"letters");

    let would = "The request would have succeeded, but the DryRun option is set.";
    for input in [&to_pair, &back] {
        let dry = with(input.clone(), json!({ "DryRun": true }));
        refused(ask(&mut kms, "ReEncrypt", dry), "DryRunOperationException", would);
    }
    let mixed = with(back, json!({ "DestinationEncryptionAlgorithm": "RSAES_OAEP_SHA_1" }));
    let message = "Algorithm RSAES_OAEP_SHA_1 is incompatible with key spec SYMMETRIC_DEFAULT.";
    refused(ask(&mut kms, "ReEncrypt", mixed), "InvalidKeyUsageException", message);
}

#[test]
fn a_data_key_pair_is_a_pair_and_its_private_half_is_sealed() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "symmetric");
    let context = json!({ "to": "Aki" });
    for spec in PAIRS {
        let input = json!({ "KeyId": key, "KeyPairSpec": spec, "EncryptionContext": context });
        let made = good(&mut kms, "GenerateDataKeyPair", input.clone());
        assert_eq!(text(&made, "KeyPairSpec"), spec);
        let private = bytes(&made, "PrivateKeyPlaintext");
        let pair = KeyPair::from_pkcs8(KeySpec::parse(spec).expect("a spec"), &private).expect("a private key");
        assert_eq!(pair.public_key().expect("a public key"), bytes(&made, "PublicKey"), "{spec}");
        let open = json!({ "CiphertextBlob": member(&made, "PrivateKeyCiphertextBlob"), "EncryptionContext": context });
        let opened = good(&mut kms, "Decrypt", open);
        assert_eq!(bytes(&opened, "Plaintext"), private, "{spec}");
        assert_eq!(member(&opened, "KeyMaterialId"), member(&made, "KeyMaterialId"));

        let sealed = good(&mut kms, "GenerateDataKeyPairWithoutPlaintext", input);
        let names: Vec<_> = sealed.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(names, ["KeyId", "KeyMaterialId", "KeyPairSpec", "PrivateKeyCiphertextBlob", "PublicKey"]);
        let open =
            json!({ "CiphertextBlob": member(&sealed, "PrivateKeyCiphertextBlob"), "EncryptionContext": context });
        let private = bytes(&good(&mut kms, "Decrypt", open), "Plaintext");
        let pair = KeyPair::from_pkcs8(KeySpec::parse(spec).expect("a spec"), &private).expect("a private key");
        assert_eq!(pair.public_key().expect("a public key"), bytes(&sealed, "PublicKey"), "{spec}");
    }
}

#[test]
fn data_keys_come_from_symmetric_keys_only() {
    let mut kms = empty_kms();
    let pair = make(&mut kms, "RSA_2048", "ENCRYPT_DECRYPT");
    let symmetric = create_key(&mut kms, "symmetric");
    let message = "You cannot generate a data key with an asymmetric CMK";
    for (operation, size) in [
        ("GenerateDataKey", json!({ "KeySpec": "AES_256" })),
        ("GenerateDataKeyWithoutPlaintext", json!({ "KeySpec": "AES_256" })),
        ("GenerateDataKeyPair", json!({ "KeyPairSpec": "ECC_NIST_P256" })),
        ("GenerateDataKeyPairWithoutPlaintext", json!({ "KeyPairSpec": "ECC_NIST_P256" })),
    ] {
        let input = with(json!({ "KeyId": pair }), size.clone());
        refused(ask(&mut kms, operation, input), "InvalidKeyUsageException", message);
        let dry = with(json!({ "KeyId": symmetric, "DryRun": true }), size);
        let would = "The request would have succeeded, but the DryRun option is set.";
        refused(ask(&mut kms, operation, dry), "DryRunOperationException", would);
    }
    for operation in ["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"] {
        let input = json!({ "KeyId": symmetric, "KeyPairSpec": "SM2" });
        let message = "KeyPairSpec SM2 is not supported.";
        refused(ask(&mut kms, operation, input), "UnsupportedOperationException", message);
        let input = json!({ "KeyId": symmetric, "KeyPairSpec": "ML_DSA_44" });
        let message = "1 validation error detected: Value 'ML_DSA_44' at 'keyPairSpec' failed to satisfy constraint: \
                       Member must satisfy enum value set: [RSA_2048, RSA_3072, RSA_4096, ECC_NIST_P256, ECC_NIST_P384, \
                       ECC_NIST_P521, ECC_SECG_P256K1, SM2, ECC_NIST_EDWARDS25519, ML_KEM_512, ML_KEM_768, ML_KEM_1024]";
        refused(ask(&mut kms, operation, input), "ValidationException", message);
        let message = "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not \
                       be null; Value null at 'keyPairSpec' failed to satisfy constraint: Member must not be null";
        refused(ask(&mut kms, operation, json!({})), "ValidationException", message);
    }
    let recipient = json!({ "KeyId": symmetric, "KeyPairSpec": "ECC_NIST_P256", "Recipient": {} });
    assert_eq!(
        ask(&mut kms, "GenerateDataKeyPair", recipient).expect_err("refused").code(),
        "UnsupportedOperationException"
    );
}

#[test]
fn two_owners_come_to_the_same_secret() {
    let mut kms = empty_kms();
    let symmetric = create_key(&mut kms, "symmetric");
    for (spec, length) in [("ECC_NIST_P256", 32), ("ECC_NIST_P384", 48), ("ECC_NIST_P521", 66)] {
        let [mine, theirs] = [0, 1].map(|_| make(&mut kms, spec, "KEY_AGREEMENT"));
        let derive = |kms: &mut Kms, key: &str, public: &[u8]| {
            let input = json!({ "KeyId": key, "KeyAgreementAlgorithm": "ECDH", "PublicKey": base64(public) });
            good(kms, "DeriveSharedSecret", input)
        };
        let [my_public, their_public] = [&mine, &theirs].map(|key| public_key(&mut kms, key));
        let derived = derive(&mut kms, &mine, &their_public);
        let secret = bytes(&derived, "SharedSecret");
        assert_eq!(secret.len(), length);
        assert_eq!(
            derived,
            json!({ "KeyId": mine, "SharedSecret": base64(&secret), "KeyAgreementAlgorithm": "ECDH", "KeyOrigin": "AWS_KMS" })
        );
        assert_eq!(bytes(&derive(&mut kms, &theirs, &my_public), "SharedSecret"), secret);

        // With somebody outside of KMS.
        let made = good(&mut kms, "GenerateDataKeyPair", json!({ "KeyId": symmetric, "KeyPairSpec": spec }));
        let spec = KeySpec::parse(spec).expect("a spec");
        let outside = KeyPair::from_pkcs8(spec, &bytes(&made, "PrivateKeyPlaintext")).expect("a private key");
        let derived = derive(&mut kms, &mine, &bytes(&made, "PublicKey"));
        assert_eq!(bytes(&derived, "SharedSecret"), *outside.agree(&my_public).expect("agreed"));
    }
}

#[test]
fn a_shared_secret_takes_a_public_key_on_the_same_curve() {
    let mut kms = empty_kms();
    let key = make(&mut kms, "ECC_NIST_P256", "KEY_AGREEMENT");
    let other = make(&mut kms, "ECC_NIST_P384", "KEY_AGREEMENT");
    let own = public_key(&mut kms, &key);
    let mut off_curve = own.clone();
    *off_curve.last_mut().expect("a byte") ^= 1;
    let message = "PublicKey is not the DER-encoded public key of a pair on the same curve";
    for public in [public_key(&mut kms, &other), off_curve, own[..own.len() - 1].to_vec(), vec![0]] {
        for dry in [json!({}), json!({ "DryRun": true })] {
            let input = json!({ "KeyId": key, "KeyAgreementAlgorithm": "ECDH", "PublicKey": base64(&public) });
            refused(ask(&mut kms, "DeriveSharedSecret", with(input, dry)), "ValidationException", message);
        }
    }
    let input = json!({ "KeyId": key, "KeyAgreementAlgorithm": "ECDH", "PublicKey": base64(&own) });
    let would = "The request would have succeeded, but the DryRun option is set.";
    let dry = with(input.clone(), json!({ "DryRun": true }));
    refused(ask(&mut kms, "DeriveSharedSecret", dry), "DryRunOperationException", would);
    let message = "3 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be \
                   null; Value null at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must not be null; \
                   Value null at 'publicKey' failed to satisfy constraint: Member must not be null";
    refused(ask(&mut kms, "DeriveSharedSecret", json!({})), "ValidationException", message);
    let recipient = with(input, json!({ "Recipient": {} }));
    assert_eq!(
        ask(&mut kms, "DeriveSharedSecret", recipient).expect_err("refused").code(),
        "UnsupportedOperationException"
    );
}

#[test]
fn a_secret_is_encapsulated_and_found_again() {
    let mut kms = empty_kms();
    for (spec, length) in [("ML_KEM_512", 768), ("ML_KEM_768", 1088), ("ML_KEM_1024", 1568)] {
        let key = make(&mut kms, spec, "ENCAPSULATE_DECAPSULATE");
        let named = json!({ "KeyId": key, "EncapsulationAlgorithm": "ML_KEM" });
        let made = good(&mut kms, "Encapsulate", named.clone());
        let [secret, sealed] = ["SharedSecret", "SharedSecretCiphertextBlob"].map(|name| bytes(&made, name));
        assert_eq!((secret.len(), sealed.len()), (32, length));
        let wanted = with(named.clone(), json!({ "SharedSecret": base64(&secret) }));
        assert_eq!(made, with(wanted.clone(), json!({ "SharedSecretCiphertextBlob": base64(&sealed) })));
        let open = |sealed: &[u8]| with(named.clone(), json!({ "SharedSecretCiphertextBlob": base64(sealed) }));
        assert_eq!(good(&mut kms, "Decapsulate", open(&sealed)), wanted);

        // What was changed gives another secret, always the same one, and no error.
        let mut flipped = sealed.clone();
        flipped[0] ^= 1;
        let rejected = bytes(&good(&mut kms, "Decapsulate", open(&flipped)), "SharedSecret");
        assert_ne!(rejected, secret);
        assert_eq!(bytes(&good(&mut kms, "Decapsulate", open(&flipped)), "SharedSecret"), rejected);
        for wrong in [&sealed[1..], &[&sealed[..], &[0]].concat()] {
            refused(ask(&mut kms, "Decapsulate", open(wrong)), "InvalidCiphertextException", "");
        }
        let would = "The request would have succeeded, but the DryRun option is set.";
        let dry = json!({ "DryRun": true });
        refused(ask(&mut kms, "Encapsulate", with(named.clone(), dry.clone())), "DryRunOperationException", would);
        refused(ask(&mut kms, "Decapsulate", with(open(&sealed), dry)), "DryRunOperationException", would);
    }
    let message = nulls(&["keyId", "encapsulationAlgorithm"]);
    refused(ask(&mut kms, "Encapsulate", json!({})), "ValidationException", &message);
    let message = nulls(&["keyId", "sharedSecretCiphertextBlob", "encapsulationAlgorithm"]);
    refused(ask(&mut kms, "Decapsulate", json!({})), "ValidationException", &message);
}

#[test]
fn a_key_does_only_what_it_is_for() {
    let mut kms = empty_kms();
    let signing = make(&mut kms, "ECC_NIST_P256", "SIGN_VERIFY");
    let public = base64(public_key(&mut kms, &signing));
    for (operation, input) in [
        ("DeriveSharedSecret", json!({ "KeyAgreementAlgorithm": "ECDH", "PublicKey": public })),
        ("Encapsulate", json!({ "EncapsulationAlgorithm": "ML_KEM" })),
        ("Decapsulate", json!({ "EncapsulationAlgorithm": "ML_KEM", "SharedSecretCiphertextBlob": base64([0; 768]) })),
    ] {
        let message = format!("{signing} key usage is SIGN_VERIFY which is not valid for {operation}.");
        let input = with(input, json!({ "KeyId": signing }));
        refused(ask(&mut kms, operation, input), "InvalidKeyUsageException", &message);
    }
    let grant = |key: &str, operations: &[&str]| json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": operations });
    let agreeing = make(&mut kms, "ECC_NIST_P256", "KEY_AGREEMENT");
    good(&mut kms, "CreateGrant", grant(&agreeing, &["DeriveSharedSecret", "GetPublicKey"]));
    let encapsulating = make(&mut kms, "ML_KEM_512", "ENCAPSULATE_DECAPSULATE");
    good(&mut kms, "CreateGrant", grant(&encapsulating, &["Encapsulate", "Decapsulate"]));
    let message = format!("{agreeing} key spec is ECC_NIST_P256 which is not valid for grant operations [Sign].");
    refused(ask(&mut kms, "CreateGrant", grant(&agreeing, &["Sign"])), "ValidationException", &message);
}

#[test]
fn key_pairs_are_not_rotated() {
    let mut kms = empty_kms();
    let key = make(&mut kms, "ECC_NIST_P256", "SIGN_VERIFY");
    for operation in ["EnableKeyRotation", "RotateKeyOnDemand", "ListKeyRotations"] {
        refused(ask(&mut kms, operation, json!({ "KeyId": key })), "UnsupportedOperationException", "");
    }
}

/// Makes a key without material, for what is to be imported.
fn external(kms: &mut Kms, spec: &str, usage: &str) -> String {
    let input = json!({ "KeySpec": spec, "KeyUsage": usage, "Origin": "EXTERNAL" });
    text(&member(&good(kms, "CreateKey", input), "KeyMetadata"), "Arn")
}

fn import(kms: &mut Kms, key: &str, private: &[u8]) -> Answer {
    let algorithm = WrappingAlgorithm::RsaAesKeyWrapSha256;
    let input = json!({ "KeyId": key, "WrappingAlgorithm": algorithm.as_str(), "WrappingKeySpec": "RSA_2048" });
    let parameters = good(kms, "GetParametersForImport", input);
    ask(kms, "ImportKeyMaterial", importing(&parameters, algorithm, private))
}

#[test]
fn private_keys_are_imported_and_are_the_same_keys_as_outside() {
    let mut kms = empty_kms();
    let symmetric = create_key(&mut kms, "symmetric");
    for (spec, usage) in [
        ("RSA_2048", "SIGN_VERIFY"),
        ("ECC_NIST_P256", "SIGN_VERIFY"),
        ("ECC_NIST_P521", "KEY_AGREEMENT"),
        ("ECC_SECG_P256K1", "SIGN_VERIFY"),
        ("ECC_NIST_EDWARDS25519", "SIGN_VERIFY"),
        ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE"),
    ] {
        let mut pair = || good(&mut kms, "GenerateDataKeyPair", json!({ "KeyId": symmetric, "KeyPairSpec": spec }));
        let [own, other] = [pair(), pair()];
        let private = bytes(&own, "PrivateKeyPlaintext");
        let key = external(&mut kms, spec, usage);
        import(&mut kms, &key, &private).expect("imported");
        assert_eq!(public_key(&mut kms, &key), bytes(&own, "PublicKey"), "{spec}");
        good(&mut kms, "DeleteImportedKeyMaterial", json!({ "KeyId": key }));
        let message = format!("{key} is pending import.");
        refused(ask(&mut kms, "GetPublicKey", json!({ "KeyId": key })), "KMSInvalidStateException", &message);
        let message = format!("The key material is not the same that was imported before into the KMS key {key}.");
        let wrong = import(&mut kms, &key, &bytes(&other, "PrivateKeyPlaintext"));
        refused(wrong, "IncorrectKeyMaterialException", &message);
        import(&mut kms, &key, &private).expect("imported again");
        assert_eq!(public_key(&mut kms, &key), bytes(&own, "PublicKey"), "{spec}");
    }
}

#[test]
fn what_is_not_a_private_key_of_the_spec_is_not_imported() {
    let mut kms = empty_kms();
    let symmetric = create_key(&mut kms, "symmetric");
    let mut private = |spec: &str| {
        let input = json!({ "KeyId": symmetric, "KeyPairSpec": spec });
        bytes(&good(&mut kms, "GenerateDataKeyPair", input), "PrivateKeyPlaintext")
    };
    let [p256, p384, rsa] = [private("ECC_NIST_P256"), private("ECC_NIST_P384"), private("RSA_2048")];
    let mut cut = p256.clone();
    cut.pop();
    for (spec, wrong) in [
        ("ECC_NIST_P256", &p384),
        ("ECC_NIST_P256", &cut),
        ("ECC_NIST_P256", &vec![1; 32]),
        ("ECC_SECG_P256K1", &p256),
        ("RSA_3072", &rsa),
        ("RSA_2048", &p256),
    ] {
        let key = external(&mut kms, spec, "SIGN_VERIFY");
        refused(import(&mut kms, &key, wrong), "InvalidCiphertextException", "");
    }
}
