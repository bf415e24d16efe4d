//! A walk through every operation, with successes and refusals, for what must hold of all of them.

use glass_kms::{
    operations::{CallContext, Operation},
    types::WrappingAlgorithm,
};
use serde_json::{Value, json};

use crate::support::{
    ACCESS_KEY_ID, Answer, RAW_SECRET, STRANGER, base64, importing, key_request, member, root, store_request, text,
    with,
};

/// What is encrypted on the way.
pub(crate) const SECRET_DATA: &[u8] = b"The heron stands in the reeds at dawn, and nobody is to know it.";

/// What is imported on the way.
pub(crate) const IMPORTED: [u8; 32] = *b"Herons nest in March, if at all.";

/// One call of the walk.
pub(crate) struct Ask {
    pub(crate) operation: &'static str,
    pub(crate) input: Value,
    caller: Option<&'static str>,
    region: Option<&'static str>,
}

impl Ask {
    /// Who calls, and where.
    pub(crate) fn context(&self) -> CallContext<'static> {
        CallContext { caller: self.caller, region: self.region, ..root() }
    }
}

/// Makes every call of the walk with `call`.
pub(crate) fn tour(call: impl FnMut(&Ask) -> Answer) {
    let mut walk = Walk { call, answered: Vec::new() };
    let (key, other) = walk.keys();
    let (ciphertext, data_key) = walk.ciphertexts(&key);
    walk.decryptions(&ciphertext, &data_key, &other);
    walk.key_pairs(&key);
    walk.refusals(&key, &other, &ciphertext);
    for operation in Operation::ALL.iter().map(|operation| operation.name()) {
        for success in [true, false] {
            assert!(walk.answered.contains(&(operation, success)), "the walk lacks {operation}, success: {success}");
        }
    }
}

struct Walk<F> {
    call: F,
    answered: Vec<(&'static str, bool)>,
}

impl<F: FnMut(&Ask) -> Answer> Walk<F> {
    fn keys(&mut self) -> (String, String) {
        let [key, other] = ["Letters", "Receipts"].map(|words| self.create_key(words));
        self.good("CreateAlias", json!({ "AliasName": "alias/letters", "TargetKeyId": key }));
        self.good("CreateAlias", json!({ "AliasName": "alias/passing", "TargetKeyId": key }));
        self.good("UpdateAlias", json!({ "AliasName": "alias/passing", "TargetKeyId": other }));
        self.good("ListAliases", json!({ "Limit": 1 }));
        self.good("ListAliases", json!({ "KeyId": key }));
        self.good("DeleteAlias", json!({ "AliasName": "alias/passing" }));
        self.good("UpdateKeyDescription", json!({ "KeyId": key, "Description": "Letters and cards" }));
        self.good("DescribeKey", json!({ "KeyId": "alias/letters" }));
        let policy = text(&self.good("GetKeyPolicy", json!({ "KeyId": key })), "Policy");
        self.good("PutKeyPolicy", json!({ "KeyId": key, "Policy": policy }));
        self.good("ListKeyPolicies", json!({ "KeyId": key }));
        self.grants_and_tags(&key);
        self.rotation_and_deletion(&key, &other);
        self.imported(&key);
        self.macs(&key);
        self.signatures(&key);
        self.shared_secrets(&key);
        self.key_stores(&other);
        self.several_regions(&key);
        self.good("ListKeys", json!({ "Limit": 1 }));
        self.good("GenerateRandom", json!({ "NumberOfBytes": 24 }));
        let elsewhere = Some("eu-west-1");
        self.ask(Ask { operation: "CreateKey", input: json!({}), caller: None, region: elsewhere }).expect("a key");
        (key, other)
    }

    fn grants_and_tags(&mut self, key: &str) {
        let to = json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": ["Decrypt"] });
        let grant = self.good("CreateGrant", to.clone());
        self.good("ListGrants", json!({ "KeyId": key }));
        self.good("ListRetirableGrants", json!({ "RetiringPrincipal": "arn:aws:iam::111122223333:root" }));
        self.good("RetireGrant", json!({ "GrantToken": text(&grant, "GrantToken") }));
        let grant = text(&self.good("CreateGrant", to), "GrantId");
        self.good("RevokeGrant", json!({ "KeyId": key, "GrantId": grant }));
        self.bad("RevokeGrant", json!({ "KeyId": key, "GrantId": "1234" }));
        self.bad("RetireGrant", json!({ "GrantToken": "1234" }));
        self.bad("CreateGrant", json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": [] }));
        self.bad("ListGrants", json!({ "KeyId": key, "Marker": "no marker" }));
        self.bad("ListRetirableGrants", json!({ "RetiringPrincipal": "" }));
        self.good("TagResource", json!({ "KeyId": key, "Tags": [{ "TagKey": "use", "TagValue": "letters" }] }));
        self.good("ListResourceTags", json!({ "KeyId": key }));
        self.good("UntagResource", json!({ "KeyId": key, "TagKeys": ["use"] }));
        self.bad("TagResource", json!({ "KeyId": key, "Tags": [{ "TagKey": "aws:use", "TagValue": "" }] }));
        self.bad("ListResourceTags", json!({ "KeyId": key, "Limit": 51 }));
        self.bad("UntagResource", json!({ "KeyId": key, "TagKeys": [""] }));
    }

    fn rotation_and_deletion(&mut self, key: &str, other: &str) {
        self.good("EnableKeyRotation", json!({ "KeyId": key, "RotationPeriodInDays": 90 }));
        self.good("RotateKeyOnDemand", json!({ "KeyId": key }));
        self.good("GetKeyRotationStatus", json!({ "KeyId": key }));
        self.good("ListKeyRotations", json!({ "KeyId": key, "IncludeKeyMaterial": "ALL_KEY_MATERIAL" }));
        self.good("DisableKeyRotation", json!({ "KeyId": key }));
        self.good("GetKeyLastUsage", json!({ "KeyId": key }));
        self.bad("CancelKeyDeletion", json!({ "KeyId": other }));
        self.bad("ScheduleKeyDeletion", json!({ "KeyId": other, "PendingWindowInDays": 6 }));
        self.good("ScheduleKeyDeletion", json!({ "KeyId": other, "PendingWindowInDays": 7 }));
        self.bad("EnableKeyRotation", json!({ "KeyId": other }));
        self.bad("RotateKeyOnDemand", json!({ "KeyId": other }));
        self.bad("DisableKeyRotation", json!({ "KeyId": other }));
        self.good("CancelKeyDeletion", json!({ "KeyId": other }));
        self.good("EnableKey", json!({ "KeyId": other }));
        self.bad("GetKeyRotationStatus", json!({ "KeyId": "1234" }));
        self.bad("ListKeyRotations", json!({ "KeyId": key, "Limit": 0 }));
        self.bad("GetKeyLastUsage", json!({ "KeyId": "alias/letters" }));
    }

    /// A wrapping key takes a while to make: there is one.
    fn imported(&mut self, other: &str) {
        let made = self.good("CreateKey", json!({ "Origin": "EXTERNAL" }));
        let key = text(&member(&made, "KeyMetadata"), "KeyId");
        let wrapping = |key: &str| json!({ "KeyId": key, "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048" });
        self.bad("GetParametersForImport", wrapping(other));
        let parameters = self.good("GetParametersForImport", wrapping(&key));
        let right = importing(&parameters, WrappingAlgorithm::RsaesOaepSha256, &IMPORTED);
        for wrong in [
            json!({ "EncryptedKeyMaterial": base64([7; 256]) }),
            json!({ "ImportToken": base64([7; 354]) }),
            json!({ "ImportType": "EXISTING_KEY_MATERIAL" }),
            json!({ "KeyId": other }),
        ] {
            self.bad("ImportKeyMaterial", with(right.clone(), wrong));
        }
        self.good("ImportKeyMaterial", right.clone());
        self.bad("ImportKeyMaterial", right);
        let sealed = self.good("Encrypt", json!({ "KeyId": key, "Plaintext": base64(SECRET_DATA) }));
        self.good("DescribeKey", json!({ "KeyId": key }));
        self.good("ListKeyRotations", json!({ "KeyId": key, "IncludeKeyMaterial": "ALL_KEY_MATERIAL" }));
        self.good("DeleteImportedKeyMaterial", json!({ "KeyId": key }));
        self.bad("Decrypt", json!({ "CiphertextBlob": text(&sealed, "CiphertextBlob") }));
        self.bad("DeleteImportedKeyMaterial", json!({ "KeyId": other }));
    }

    fn macs(&mut self, other: &str) {
        for (spec, algorithm) in [
            ("HMAC_224", "HMAC_SHA_224"),
            ("HMAC_256", "HMAC_SHA_256"),
            ("HMAC_384", "HMAC_SHA_384"),
            ("HMAC_512", "HMAC_SHA_512"),
        ] {
            let made = self.good("CreateKey", json!({ "KeySpec": spec, "KeyUsage": "GENERATE_VERIFY_MAC" }));
            let key = text(&member(&made, "KeyMetadata"), "KeyId");
            let message = json!({ "KeyId": key, "MacAlgorithm": algorithm, "Message": base64("letters") });
            let made = self.good("GenerateMac", message.clone());
            let proven = with(message.clone(), json!({ "Mac": text(&made, "Mac") }));
            self.good("VerifyMac", proven.clone());
            self.bad("VerifyMac", with(proven, json!({ "Message": base64("other letters") })));
            self.bad("GenerateMac", with(message, json!({ "KeyId": other })));
            self.bad("RotateKeyOnDemand", json!({ "KeyId": key }));
        }
    }

    fn pair(&mut self, spec: &str, usage: &str) -> String {
        let made = self.good("CreateKey", json!({ "KeySpec": spec, "KeyUsage": usage }));
        text(&member(&made, "KeyMetadata"), "KeyId")
    }

    fn signatures(&mut self, other: &str) {
        for (spec, algorithm) in [
            ("RSA_2048", "RSASSA_PSS_SHA_256"),
            ("ECC_NIST_P256", "ECDSA_SHA_256"),
            ("ECC_NIST_P384", "ECDSA_SHA_384"),
            ("ECC_NIST_P521", "ECDSA_SHA_512"),
            ("ECC_SECG_P256K1", "ECDSA_SHA_256"),
            ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512"),
            ("ML_DSA_65", "ML_DSA_SHAKE_256"),
        ] {
            let key = self.pair(spec, "SIGN_VERIFY");
            self.good("GetPublicKey", json!({ "KeyId": key }));
            let message = json!({ "KeyId": key, "SigningAlgorithm": algorithm, "Message": base64("letters") });
            let made = self.good("Sign", message.clone());
            let proven = with(message.clone(), json!({ "Signature": text(&made, "Signature") }));
            self.good("Verify", proven.clone());
            self.bad("Verify", with(proven, json!({ "Message": base64("other letters") })));
            self.bad("Sign", with(message, json!({ "KeyId": other })));
        }
        self.bad("GetPublicKey", json!({ "KeyId": other }));
    }

    fn shared_secrets(&mut self, other: &str) {
        for spec in ["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"] {
            let key = self.pair(spec, "KEY_AGREEMENT");
            let public = text(&self.good("GetPublicKey", json!({ "KeyId": key })), "PublicKey");
            let derive = json!({ "KeyId": key, "KeyAgreementAlgorithm": "ECDH", "PublicKey": public });
            self.good("DeriveSharedSecret", derive.clone());
            self.bad("DeriveSharedSecret", with(derive, json!({ "PublicKey": base64("no key") })));
        }
        for spec in ["ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"] {
            let key = self.pair(spec, "ENCAPSULATE_DECAPSULATE");
            let named = json!({ "KeyId": key, "EncapsulationAlgorithm": "ML_KEM" });
            let made = self.good("Encapsulate", named.clone());
            let sealed = json!({ "SharedSecretCiphertextBlob": text(&made, "SharedSecretCiphertextBlob") });
            self.good("Decapsulate", with(named.clone(), sealed));
            let short = json!({ "SharedSecretCiphertextBlob": base64("short") });
            self.bad("Decapsulate", with(named.clone(), short));
            self.bad("Encapsulate", with(named, json!({ "KeyId": other })));
        }
    }

    fn key_pairs(&mut self, key: &str) {
        let pair = self.pair("RSA_2048", "ENCRYPT_DECRYPT");
        let oaep = json!({ "KeyId": pair, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256" });
        let sealed = self.good("Encrypt", with(oaep.clone(), json!({ "Plaintext": base64(SECRET_DATA) })));
        let sealed = json!({ "CiphertextBlob": text(&sealed, "CiphertextBlob") });
        self.good("Decrypt", with(oaep.clone(), sealed.clone()));
        self.bad("Decrypt", with(oaep, json!({ "CiphertextBlob": base64([7; 256]) })));
        let source = json!({ "SourceKeyId": pair, "SourceEncryptionAlgorithm": "RSAES_OAEP_SHA_256" });
        self.good("ReEncrypt", with(with(sealed, source), json!({ "DestinationKeyId": key })));
        for operation in ["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"] {
            for spec in ["ECC_NIST_P521", "ECC_NIST_EDWARDS25519", "ML_KEM_512"] {
                self.good(operation, json!({ "KeyId": key, "KeyPairSpec": spec }));
            }
            self.bad(operation, json!({ "KeyId": pair, "KeyPairSpec": "ECC_NIST_P256" }));
        }
    }

    fn key_stores(&mut self, other: &str) {
        let request = store_request("herons");
        let made = self.good("CreateCustomKeyStore", request.clone());
        let store = json!({ "CustomKeyStoreId": text(&made, "CustomKeyStoreId") });
        self.bad("CreateCustomKeyStore", request);
        let key = key_request(&text(&made, "CustomKeyStoreId"), "heron-key");
        self.bad("CreateKey", key.clone());
        self.good("ConnectCustomKeyStore", store.clone());
        self.bad("ConnectCustomKeyStore", json!({ "CustomKeyStoreId": "cks-1" }));
        self.good("DescribeCustomKeyStores", json!({}));
        self.bad("DescribeCustomKeyStores", json!({ "CustomKeyStoreName": "nowhere" }));
        let made = self.good("CreateKey", key);
        let key = text(&member(&made, "KeyMetadata"), "KeyId");
        self.good("DescribeKey", json!({ "KeyId": key }));
        let sealed = self.good("Encrypt", json!({ "KeyId": key, "Plaintext": base64(SECRET_DATA) }));
        let sealed = json!({ "CiphertextBlob": text(&sealed, "CiphertextBlob") });
        self.good("Decrypt", sealed.clone());
        self.bad("Decrypt", with(sealed.clone(), json!({ "DryRun": true })));
        self.bad("Decrypt", with(sealed.clone(), json!({ "EncryptionContext": { "to": "Aki" } })));
        self.good("GenerateDataKeyWithoutPlaintext", json!({ "KeyId": key, "KeySpec": "AES_128" }));
        let moved = self.good("ReEncrypt", with(sealed.clone(), json!({ "DestinationKeyId": other })));
        let moved = json!({ "CiphertextBlob": text(&moved, "CiphertextBlob"), "DestinationKeyId": key });
        self.good("ReEncrypt", moved);
        self.bad("DeleteCustomKeyStore", store.clone());
        self.good("DisconnectCustomKeyStore", store.clone());
        self.bad("DisconnectCustomKeyStore", store.clone());
        self.bad("Decrypt", sealed);
        let credential = json!({ "AccessKeyId": ACCESS_KEY_ID, "RawSecretAccessKey": RAW_SECRET });
        let update = with(store.clone(), json!({ "XksProxyAuthenticationCredential": credential }));
        self.good("UpdateCustomKeyStore", update.clone());
        self.bad("UpdateCustomKeyStore", with(update, json!({ "XksProxyUriPath": "/kms/xks/v2" })));
        self.good("ScheduleKeyDeletion", json!({ "KeyId": key }));
        let spare = self.good("CreateCustomKeyStore", store_request("egrets"));
        self.good("DeleteCustomKeyStore", spare);
    }

    fn several_regions(&mut self, other: &str) {
        let made = self.good("CreateKey", json!({ "MultiRegion": true }));
        let key = text(&member(&made, "KeyMetadata"), "KeyId");
        self.good("RotateKeyOnDemand", json!({ "KeyId": key }));
        let replica = json!({ "KeyId": key, "ReplicaRegion": "us-west-2" });
        self.bad("ReplicateKey", with(replica.clone(), json!({ "KeyId": other })));
        self.good("ReplicateKey", replica.clone());
        self.bad("ReplicateKey", replica);
        self.good("RotateKeyOnDemand", json!({ "KeyId": key }));
        self.good("EnableKeyRotation", json!({ "KeyId": key }));
        self.good("DescribeKey", json!({ "KeyId": key }));
        self.bad("UpdatePrimaryRegion", json!({ "KeyId": key, "PrimaryRegion": "eu-west-1" }));
        self.good("UpdatePrimaryRegion", json!({ "KeyId": key, "PrimaryRegion": "us-west-2" }));
    }

    fn create_key(&mut self, words: &str) -> String {
        let answer = self.good("CreateKey", json!({ "Description": words }));
        text(&member(&answer, "KeyMetadata"), "KeyId")
    }

    /// A ciphertext of the data, and one of a data key that nobody has seen.
    fn ciphertexts(&mut self, key: &str) -> (String, String) {
        let input = json!({ "KeyId": key, "KeySpec": "AES_256", "EncryptionContext": { "to": "Aki" } });
        self.good("GenerateDataKey", input.clone());
        let unseen = self.good("GenerateDataKeyWithoutPlaintext", input);
        let plaintext = base64(SECRET_DATA);
        let sealed = self.good("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": plaintext }));
        (text(&sealed, "CiphertextBlob"), text(&unseen, "CiphertextBlob"))
    }

    fn decryptions(&mut self, ciphertext: &str, data_key: &str, other: &str) {
        let moved = self.good("ReEncrypt", json!({ "CiphertextBlob": ciphertext, "DestinationKeyId": other }));
        let source = json!({ "to": "Aki" });
        self.good(
            "ReEncrypt",
            json!({ "CiphertextBlob": data_key, "DestinationKeyId": other, "SourceEncryptionContext": source }),
        );
        self.good("Decrypt", json!({ "CiphertextBlob": text(&moved, "CiphertextBlob") }));
    }

    fn refusals(&mut self, key: &str, other: &str, ciphertext: &str) {
        self.bad("CreateKey", json!({ "KeySpec": "SM2", "KeyUsage": "SIGN_VERIFY" }));
        self.bad("CreateAlias", json!({ "AliasName": "alias/letters", "TargetKeyId": other }));
        self.bad("UpdateAlias", json!({ "AliasName": "alias/none", "TargetKeyId": other }));
        self.bad("DeleteAlias", json!({ "AliasName": "alias/aws/ebs" }));
        self.bad("ListAliases", json!({ "Marker": "no marker" }));
        self.bad("ListKeys", json!({ "Limit": 0 }));
        self.bad("GetKeyPolicy", json!({ "KeyId": key, "PolicyName": "other" }));
        self.bad("PutKeyPolicy", json!({ "KeyId": key, "Policy": "{}" }));
        self.bad("ListKeyPolicies", json!({ "KeyId": key, "Limit": 0 }));
        self.bad("UpdateKeyDescription", json!({ "KeyId": "alias/letters", "Description": "" }));
        self.bad("DescribeKey", json!({ "KeyId": "1234" }));
        self.bad("GenerateRandom", json!({ "NumberOfBytes": 1025 }));
        self.bad("EnableKey", json!({ "KeyId": "arn:aws:kms:us-east-1:111122223333:key/x" }));
        self.bad("Decrypt", json!({ "CiphertextBlob": ciphertext, "EncryptionContext": { "to": "Bea" } }));
        self.bad("Decrypt", json!({ "CiphertextBlob": ciphertext, "KeyId": other }));
        self.bad("Decrypt", json!({ "CiphertextBlob": base64([7; 149]) }));
        self.bad("Decrypt", json!({ "CiphertextBlob": ciphertext, "DryRun": true }));
        let wrong = json!({ "to": "Bea" });
        self.bad(
            "ReEncrypt",
            json!({ "CiphertextBlob": ciphertext, "DestinationKeyId": other, "SourceEncryptionContext": wrong }),
        );
        self.by_somebody_else(key, ciphertext);
        self.with_a_disabled_key(key, ciphertext);
    }

    fn by_somebody_else(&mut self, key: &str, ciphertext: &str) {
        let arn = format!("arn:aws:kms:ap-northeast-1:111122223333:key/{key}");
        for (operation, input) in [
            ("DescribeKey", json!({ "KeyId": arn })),
            ("DisableKey", json!({ "KeyId": arn })),
            ("Encrypt", json!({ "KeyId": arn, "Plaintext": base64("hello") })),
            ("Decrypt", json!({ "CiphertextBlob": ciphertext })),
        ] {
            let ask = Ask { operation, input, caller: Some(STRANGER), region: None };
            assert!(self.ask(ask).is_err(), "{operation} by another account");
        }
        let elsewhere = Some("eu-west-1");
        let input = json!({ "CiphertextBlob": ciphertext });
        assert!(self.ask(Ask { operation: "Decrypt", input, caller: None, region: elsewhere }).is_err());
    }

    fn with_a_disabled_key(&mut self, key: &str, ciphertext: &str) {
        self.good("DisableKey", json!({ "KeyId": key }));
        self.bad("Encrypt", json!({ "KeyId": key, "Plaintext": base64("hello") }));
        self.bad("Decrypt", json!({ "CiphertextBlob": ciphertext }));
        self.bad("GenerateDataKey", json!({ "KeyId": key, "NumberOfBytes": 16 }));
        self.bad("GenerateDataKeyWithoutPlaintext", json!({ "KeyId": key, "NumberOfBytes": 16 }));
        self.good("EnableKey", json!({ "KeyId": key }));
    }

    fn good(&mut self, operation: &'static str, input: Value) -> Value {
        let answer = self.ask(Ask { operation, input, caller: None, region: None });
        answer.unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    fn bad(&mut self, operation: &'static str, input: Value) {
        let answer = self.ask(Ask { operation, input, caller: None, region: None });
        assert!(answer.is_err(), "{operation} was to be refused, and answered {answer:?}");
    }

    #[expect(clippy::needless_pass_by_value, reason = "a call is made once")]
    fn ask(&mut self, ask: Ask) -> Answer {
        let answer = (self.call)(&ask);
        self.answered.push((ask.operation, answer.is_ok()));
        answer
    }
}
