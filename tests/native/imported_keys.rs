//! Keys whose material their owner makes: imported, expired, deleted, imported again, and rotated.

use core::time::Duration;

use glass_kms::{
    operations::{AuditEvent, Kms},
    types::WrappingAlgorithm,
};
use serde_json::{Value, json};

use crate::{
    failures::RunsDry,
    import::Folder,
    support::assert_service_events,
    support::{
        Answer, NOW, ask, base64, bytes, empty_kms, env, importing, member, options, refused, seeded, text, with,
    },
};

const FIRST: [u8; 32] = [1; 32];
const SECOND: [u8; 32] = [2; 32];
const THIRD: [u8; 32] = [3; 32];
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// The owner of a key with the origin `EXTERNAL`.
struct Owner {
    kms: Kms,
    key: String,
    arn: String,
}

impl Owner {
    fn new() -> Self {
        Self::of(empty_kms())
    }

    fn of(mut kms: Kms) -> Self {
        let made = ask(&mut kms, "CreateKey", json!({ "Origin": "EXTERNAL" })).expect("a key");
        let metadata = member(&made, "KeyMetadata");
        Self { kms, key: text(&metadata, "KeyId"), arn: text(&metadata, "Arn") }
    }

    /// An owner whose key has material already, and the material's name.
    fn with_material() -> (Self, String) {
        let mut owner = Self::new();
        let imported = owner.import(&FIRST, json!({})).expect("imported");
        (owner, text(&imported, "KeyMaterialId"))
    }

    fn ask(&mut self, operation: &str, input: Value) -> Answer {
        ask(&mut self.kms, operation, with(json!({ "KeyId": self.key }), input))
    }

    /// The request for an import that has not been made yet.
    fn prepare(&mut self, algorithm: WrappingAlgorithm, spec: &str, material: &[u8]) -> Value {
        let input = json!({ "WrappingAlgorithm": algorithm.as_str(), "WrappingKeySpec": spec });
        let parameters = self.ask("GetParametersForImport", input).expect("a wrapping key");
        importing(&parameters, algorithm, material)
    }

    fn prepared(&mut self, material: &[u8]) -> Value {
        self.prepare(WrappingAlgorithm::RsaesOaepSha256, "RSA_2048", material)
    }

    /// Imports material that does not expire, unless `more` says so.
    fn import(&mut self, material: &[u8], more: Value) -> Answer {
        let input = with(self.prepared(material), more);
        self.ask("ImportKeyMaterial", input)
    }

    fn metadata(&mut self) -> Value {
        member(&self.ask("DescribeKey", json!({})).expect("described"), "KeyMetadata")
    }

    fn state(&mut self) -> String {
        text(&self.metadata(), "KeyState")
    }

    fn rotations(&mut self) -> Value {
        let input = json!({ "IncludeKeyMaterial": "ALL_KEY_MATERIAL" });
        member(&self.ask("ListKeyRotations", input).expect("listed"), "Rotations")
    }

    fn encrypt(&mut self) -> Value {
        let sealed = self.ask("Encrypt", json!({ "Plaintext": base64("hello") })).expect("encrypted");
        // Decrypt alone tells of the material.
        let material = member(&self.decrypt(&sealed).expect("decrypted"), "KeyMaterialId");
        with(sealed, json!({ "KeyMaterialId": material }))
    }

    fn decrypt(&mut self, sealed: &Value) -> Answer {
        ask(&mut self.kms, "Decrypt", json!({ "CiphertextBlob": member(sealed, "CiphertextBlob") }))
    }

    #[track_caller]
    fn opens(&mut self, sealed: &Value) {
        let opened = self.decrypt(sealed).expect("decrypted");
        assert_eq!(bytes(&opened, "Plaintext"), b"hello");
        assert_eq!(member(&opened, "KeyMaterialId"), member(sealed, "KeyMaterialId"));
    }

    #[track_caller]
    fn pass(&mut self, time: Duration) -> Vec<AuditEvent> {
        self.kms.advance(time).expect("time passes")
    }
}

/// A moment so long after the tests begin, in epoch seconds.
fn after(time: Duration) -> f64 {
    f64::from(u32::try_from(NOW / 1000).expect("a few years")) + time.as_secs_f64()
}

/// Material that expires so long after the tests begin.
fn expiring(time: Duration) -> Value {
    json!({ "ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": after(time) })
}

const NEW: &str = "NEW_KEY_MATERIAL";
const EXISTING: &str = "EXISTING_KEY_MATERIAL";

#[test]
fn a_key_is_pending_import_until_it_has_material() {
    let mut owner = Owner::new();
    let before = owner.metadata();
    assert_eq!((before["KeyState"].as_str(), before["Enabled"].as_bool()), (Some("PendingImport"), Some(false)));
    for absent in ["CurrentKeyMaterialId", "ExpirationModel", "ValidTo"] {
        assert_eq!(before.get(absent), None, "{absent}");
    }
    let pending = format!("{} is pending import.", owner.arn);
    refused(owner.ask("Encrypt", json!({ "Plaintext": base64("hello") })), "KMSInvalidStateException", &pending);
    let input = json!({ "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048" });
    let parameters = owner.ask("GetParametersForImport", input).expect("a wrapping key");
    let members: Vec<_> = parameters.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(members, ["ImportToken", "KeyId", "ParametersValidTo", "PublicKey"]);
    assert_eq!((text(&parameters, "KeyId"), &parameters["ParametersValidTo"]), (owner.arn.clone(), &json!(after(DAY))));

    let request = importing(&parameters, WrappingAlgorithm::RsaesOaepSha256, &FIRST);
    let imported = owner.ask("ImportKeyMaterial", request).expect("imported");
    let id = text(&imported, "KeyMaterialId");
    assert_eq!(imported, json!({ "KeyId": owner.arn, "KeyMaterialId": id }));
    let metadata = owner.metadata();
    assert_eq!((metadata["KeyState"].as_str(), metadata["Enabled"].as_bool()), (Some("Enabled"), Some(true)));
    assert_eq!(metadata["CurrentKeyMaterialId"], json!(id));
    assert_eq!(metadata["ExpirationModel"], json!("KEY_MATERIAL_DOES_NOT_EXPIRE"));
    let sealed = owner.encrypt();
    assert_eq!(sealed["KeyMaterialId"], json!(id));
    owner.opens(&sealed);
}

#[test]
fn every_algorithm_and_wrapping_key_serves() {
    let mut owner = Owner::new();
    let mut ids = Vec::new();
    let small = WrappingAlgorithm::BUILT.map(|algorithm| (algorithm, "RSA_2048"));
    let large = ["RSA_3072", "RSA_4096"].map(|spec| (WrappingAlgorithm::RsaesOaepSha256, spec));
    for (algorithm, spec) in small.into_iter().chain(large) {
        let request = owner.prepare(algorithm, spec, &FIRST);
        ids.push(text(&owner.ask("ImportKeyMaterial", request).expect("imported"), "KeyMaterialId"));
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "the same bytes have the same name");
}

#[test]
fn material_comes_from_openssl() {
    let Some(folder) = Folder::with_openssl() else { return };
    let mut owner = Owner::new();
    let input = json!({ "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_3072" });
    let parameters = owner.ask("GetParametersForImport", input).expect("a wrapping key");
    folder.write("public.der", &bytes(&parameters, "PublicKey"));
    folder.write("material.bin", &FIRST);
    // As the AWS KMS Developer Guide has it, in "Encrypting key material with OpenSSL".
    folder.openssl(
        "pkeyutl -encrypt -in material.bin -out wrapped.bin -inkey public.der -keyform DER -pubin \
         -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256",
    );
    let request = json!({
        "ImportToken": member(&parameters, "ImportToken"),
        "EncryptedKeyMaterial": base64(folder.read("wrapped.bin")),
        "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
    });
    let theirs = owner.ask("ImportKeyMaterial", request).expect("imported");
    assert_eq!(owner.import(&FIRST, json!({})).expect("the same material"), theirs);
}

#[test]
fn the_shapes_of_requests_are_checked() {
    let mut owner = Owner::new();
    let fault = |at: &str, must: &str| {
        format!("1 validation error detected: Value {at} failed to satisfy constraint: Member must {must}")
    };
    let parameters = json!({ "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048" });
    let algorithms = "satisfy enum value set: [RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, \
                      RSA_AES_KEY_WRAP_SHA_1, RSA_AES_KEY_WRAP_SHA_256, SM2PKE]";
    let specs = "satisfy enum value set: [RSA_2048, RSA_3072, RSA_4096, SM2]";
    for (more, at, must) in [
        (json!({ "WrappingAlgorithm": null }), "null at 'wrappingAlgorithm'", "not be null"),
        (json!({ "WrappingKeySpec": null }), "null at 'wrappingKeySpec'", "not be null"),
        (json!({ "WrappingAlgorithm": "RSA" }), "'RSA' at 'wrappingAlgorithm'", algorithms),
        (json!({ "WrappingKeySpec": "RSA_1024" }), "'RSA_1024' at 'wrappingKeySpec'", specs),
    ] {
        let answer = owner.ask("GetParametersForImport", with(parameters.clone(), more));
        refused(answer, "ValidationException", &fault(at, must));
    }
    let right = owner.prepared(&FIRST);
    let (long, id, short) = (base64([0; 6145]), "a".repeat(64), "a".repeat(63));
    let description = "a".repeat(257);
    let upper = "A".repeat(64);
    for (more, at, must) in [
        (json!({ "ImportToken": null }), "null at 'importToken'", "not be null"),
        (json!({ "ImportToken": "" }), "at 'importToken'", "have length greater than or equal to 1"),
        (json!({ "ImportToken": long }), "at 'importToken'", "have length less than or equal to 6144"),
        (json!({ "EncryptedKeyMaterial": null }), "null at 'encryptedKeyMaterial'", "not be null"),
        (json!({ "EncryptedKeyMaterial": "" }), "at 'encryptedKeyMaterial'", "have length greater than or equal to 1"),
        (
            json!({ "EncryptedKeyMaterial": long }),
            "at 'encryptedKeyMaterial'",
            "have length less than or equal to 6144",
        ),
        (
            json!({ "ExpirationModel": "NEVER" }),
            "'NEVER' at 'expirationModel'",
            "satisfy enum value set: [KEY_MATERIAL_EXPIRES, KEY_MATERIAL_DOES_NOT_EXPIRE]",
        ),
        (
            json!({ "ImportType": "OLD" }),
            "'OLD' at 'importType'",
            "satisfy enum value set: [NEW_KEY_MATERIAL, EXISTING_KEY_MATERIAL]",
        ),
        (
            json!({ "KeyMaterialDescription": description }),
            &format!("'{description}' at 'keyMaterialDescription'"),
            "have length less than or equal to 256",
        ),
        (
            json!({ "KeyMaterialDescription": "5 €" }),
            "'5 €' at 'keyMaterialDescription'",
            r"satisfy regular expression pattern: ^[a-zA-Z0-9:/_\s.-]+$",
        ),
        (
            json!({ "KeyMaterialId": short }),
            &format!("'{short}' at 'keyMaterialId'"),
            "have length greater than or equal to 64",
        ),
        (
            json!({ "KeyMaterialId": upper }),
            &format!("'{upper}' at 'keyMaterialId'"),
            "satisfy regular expression pattern: ^[a-f0-9]+$",
        ),
    ] {
        let answer = owner.ask("ImportKeyMaterial", with(right.clone(), more));
        refused(answer, "ValidationException", &fault(at, must));
    }
    refused(
        owner.ask("ImportKeyMaterial", with(right.clone(), json!({ "ImportType": NEW, "KeyMaterialId": id }))),
        "ValidationException",
        "You cannot specify a KeyMaterialId if the ImportType is NEW_KEY_MATERIAL.",
    );
    refused(
        owner.ask("DeleteImportedKeyMaterial", json!({ "KeyMaterialId": upper })),
        "ValidationException",
        &fault(&format!("'{upper}' at 'keyMaterialId'"), "satisfy regular expression pattern: ^[a-f0-9]+$"),
    );
    let widest = json!({ "KeyMaterialDescription": "From: the safe/shelf_2\tof 24.11.2026 - A" });
    assert!(owner.ask("ImportKeyMaterial", with(right, widest)).is_ok(), "nothing of this used the token up");
}

#[test]
fn what_is_not_built_is_refused_by_name() {
    let mut owner = Owner::new();
    for (algorithm, spec, what) in [
        ("RSAES_PKCS1_V1_5", "RSA_2048", "WrappingAlgorithm RSAES_PKCS1_V1_5"),
        ("SM2PKE", "SM2", "WrappingAlgorithm SM2PKE"),
        ("RSAES_OAEP_SHA_256", "SM2", "WrappingKeySpec SM2"),
    ] {
        let input = json!({ "WrappingAlgorithm": algorithm, "WrappingKeySpec": spec });
        let message = format!("{what} is not supported.");
        refused(owner.ask("GetParametersForImport", input), "UnsupportedOperationException", &message);
    }
}

#[test]
fn only_keys_with_imported_material_take_material() {
    let mut owner = Owner::new();
    let request = owner.prepared(&FIRST);
    let made = ask(&mut owner.kms, "CreateKey", json!({})).expect("a key");
    owner.key = text(&made["KeyMetadata"], "KeyId");
    let message =
        format!("{} origin is AWS_KMS which is not valid for this operation.", text(&made["KeyMetadata"], "Arn"));
    let parameters = json!({ "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048" });
    for (operation, input) in [
        ("GetParametersForImport", parameters),
        ("ImportKeyMaterial", with(request, json!({ "KeyId": owner.key }))),
        ("DeleteImportedKeyMaterial", json!({})),
    ] {
        refused(owner.ask(operation, input), "UnsupportedOperationException", &message);
    }
}

#[test]
fn an_expiration_model_goes_with_its_date() {
    let mut owner = Owner::new();
    let right = owner.prepared(&FIRST);
    let missing = "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES";
    let unexpected = "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE";
    let limits = "The validTo date must be in the future, and no more than 365 days from now.";
    let year = DAY * 365;
    for (more, message) in [
        (json!({ "ExpirationModel": null }), missing),
        (json!({ "ExpirationModel": "KEY_MATERIAL_EXPIRES" }), missing),
        (json!({ "ValidTo": after(HOUR) }), unexpected),
        (json!({ "ExpirationModel": null, "ValidTo": 0 }), limits),
        (expiring(Duration::ZERO), limits),
        (expiring(year + Duration::from_millis(1)), limits),
        (json!({ "ExpirationModel": null, "ValidTo": 1e300 }), limits),
    ] {
        refused(owner.ask("ImportKeyMaterial", with(right.clone(), more)), "ValidationException", message);
    }
    let text = owner.ask("ImportKeyMaterial", with(right.clone(), json!({ "ValidTo": "2026-12-24T00:00:00Z" })));
    assert_eq!(text.expect_err("no number").code(), "SerializationException");
    owner.ask("ImportKeyMaterial", with(right, expiring(year))).expect("imported");
    let metadata = owner.metadata();
    assert_eq!(metadata["ExpirationModel"], json!("KEY_MATERIAL_EXPIRES"));
    assert_eq!(metadata["ValidTo"], json!(after(year)));
}

#[test]
fn a_token_is_for_one_key_and_one_import() {
    let mut owner = Owner::new();
    let right = owner.prepared(&FIRST);
    let key = owner.key.clone();
    let other = ask(&mut owner.kms, "CreateKey", json!({ "Origin": "EXTERNAL" })).expect("a key");
    let others = json!({ "KeyId": other["KeyMetadata"]["KeyId"] });
    refused(owner.ask("ImportKeyMaterial", with(right.clone(), others)), "InvalidImportTokenException", "");
    let own = json!({ "KeyId": key });
    let right = with(right, own);
    for damaged in [base64("no token"), base64([0; 354])] {
        let damaged = json!({ "ImportToken": damaged });
        refused(owner.ask("ImportKeyMaterial", with(right.clone(), damaged)), "InvalidImportTokenException", "");
    }
    for material in [base64([9; 256]), base64([0; 1]), member(&right, "ImportToken").as_str().expect("text").to_owned()]
    {
        let damaged = json!({ "EncryptedKeyMaterial": material });
        refused(owner.ask("ImportKeyMaterial", with(right.clone(), damaged)), "InvalidCiphertextException", "");
    }
    let imported = owner.ask("ImportKeyMaterial", right.clone()).expect("a refused import does not use a token up");
    refused(owner.ask("ImportKeyMaterial", right.clone()), "InvalidImportTokenException", "");

    let unused = owner.prepared(&FIRST);
    let snapshot = owner.kms.snapshot(&[1; 32]).expect("a snapshot");
    owner.kms = Kms::restore(env(seeded("restored")), &snapshot, &[1; 32]).expect("restored");
    refused(owner.ask("ImportKeyMaterial", right), "InvalidImportTokenException", "");
    assert_eq!(owner.ask("ImportKeyMaterial", unused), Ok(imported));
}

#[test]
fn material_that_is_too_short_or_too_long_is_refused_like_any_damage() {
    let mut owner = Owner::new();
    for length in [16, 31, 33, 64] {
        refused(owner.import(&vec![7; length], json!({})), "InvalidCiphertextException", "");
    }
    assert_eq!(owner.state(), "PendingImport");
}

#[test]
fn a_token_holds_for_a_day() {
    let mut owner = Owner::new();
    let [first, second] = [(); 2].map(|()| owner.prepared(&FIRST));
    owner.pass(DAY);
    owner.ask("ImportKeyMaterial", first.clone()).expect("the last moment");
    owner.pass(Duration::from_millis(1));
    for late in [first, second] {
        refused(owner.ask("ImportKeyMaterial", late), "ExpiredImportTokenException", "");
    }
}

#[test]
fn a_token_outlives_the_domain_key_that_sealed_it() {
    let mut owner = Owner::new();
    owner.pass(Duration::from_mins(23 * 60 + 59));
    let [early, late, expired] = [(); 3].map(|()| owner.prepared(&FIRST));
    owner.pass(Duration::from_mins(1));
    owner.ask("ImportKeyMaterial", early).expect("the domain key has just been replaced");
    owner.pass(HOUR * 23);
    owner.ask("ImportKeyMaterial", late).expect("23 hours later");
    for later in [HOUR, DAY, DAY * 100] {
        owner.pass(later);
        refused(owner.ask("ImportKeyMaterial", expired.clone()), "ExpiredImportTokenException", "");
    }
    let sealed = owner.encrypt();
    owner.pass(DAY * 3);
    owner.opens(&sealed);
}

#[test]
fn material_expires_and_is_imported_again() {
    let mut owner = Owner::new();
    let id = text(&owner.import(&FIRST, expiring(HOUR)).expect("imported"), "KeyMaterialId");
    let alias = json!({ "AliasName": "alias/own", "TargetKeyId": owner.key });
    ask(&mut owner.kms, "CreateAlias", alias).expect("an alias");
    let sealed = owner.encrypt();
    assert_eq!(owner.pass(HOUR.saturating_sub(Duration::from_millis(1))), []);
    owner.opens(&sealed);

    let events = owner.pass(Duration::from_millis(1));
    let details = json!({ "keyId": owner.key, "keyOrigin": "EXTERNAL", "keyMaterialId": id });
    assert_service_events(&events, &[("DeleteExpiredKeyMaterial", "2026-11-24T01:00:00Z", details)]);
    let metadata = owner.metadata();
    assert_eq!(metadata["KeyState"], json!("PendingImport"));
    assert_eq!(metadata["CurrentKeyMaterialId"], json!(id), "its name stays");
    let pending = format!("{} is pending import.", owner.arn);
    refused(owner.decrypt(&sealed), "KMSInvalidStateException", &pending);
    let rotations = owner.rotations();
    assert_eq!(rotations[0]["ImportState"], json!("PENDING_IMPORT"));

    assert_eq!(text(&owner.import(&FIRST, json!({})).expect("imported again"), "KeyMaterialId"), id);
    assert_eq!(owner.state(), "Enabled");
    owner.opens(&sealed);
    let by_alias = ask(&mut owner.kms, "DescribeKey", json!({ "KeyId": "alias/own" })).expect("the alias is there");
    assert_eq!(by_alias["KeyMetadata"]["KeyId"], json!(owner.key));
    assert_eq!(owner.pass(DAY * 400), [], "it no longer expires");
}

#[test]
fn another_import_sets_another_date_and_keeps_the_description() {
    let mut owner = Owner::new();
    let described = with(expiring(HOUR), json!({ "KeyMaterialDescription": "From the safe" }));
    owner.import(&FIRST, described).expect("imported");
    owner.import(&FIRST, expiring(HOUR * 2)).expect("imported again");
    let rotation = owner.rotations()[0].clone();
    assert_eq!(rotation["KeyMaterialDescription"], json!("From the safe"));
    assert_eq!(rotation["ValidTo"], json!(after(HOUR * 2)));
    assert_eq!(owner.pass(HOUR), []);
    let other = json!({ "KeyMaterialDescription": "From the other safe" });
    owner.import(&FIRST, other).expect("imported again");
    assert_eq!(owner.rotations()[0]["KeyMaterialDescription"], json!("From the other safe"));
    assert_eq!(owner.rotations()[0].get("ValidTo"), None);
    assert_eq!(owner.pass(HOUR), []);
    assert_eq!(owner.state(), "Enabled");
}

#[test]
fn material_is_what_the_request_says_it_is() {
    let mut owner = Owner::new();
    let arn = owner.arn.clone();
    let incorrect = |answer, why: &str| {
        refused(answer, "IncorrectKeyMaterialException", &format!("The key material {why} {arn}."));
    };
    let not_the_same = "is not the same that was imported before into the KMS key";
    incorrect(owner.import(&FIRST, json!({ "ImportType": EXISTING })), not_the_same);
    let other = "is not that of the KeyMaterialId in the request for the KMS key";
    incorrect(owner.import(&FIRST, json!({ "KeyMaterialId": "0".repeat(64) })), other);
    let first = text(&owner.import(&FIRST, json!({ "ImportType": NEW })).expect("imported"), "KeyMaterialId");
    incorrect(owner.import(&SECOND, json!({})), not_the_same);
    incorrect(owner.import(&SECOND, json!({ "ImportType": EXISTING })), not_the_same);
    let known = "is not new: it is already associated with the KMS key";
    incorrect(owner.import(&FIRST, json!({ "ImportType": NEW })), known);
    owner.import(&FIRST, json!({ "KeyMaterialId": first })).expect("the same");
    let second = text(&owner.import(&SECOND, json!({ "ImportType": NEW })).expect("imported"), "KeyMaterialId");
    incorrect(owner.import(&FIRST, json!({ "KeyMaterialId": second })), other);
    owner.import(&SECOND, json!({ "ImportType": EXISTING, "KeyMaterialId": second })).expect("the same");

    owner.ask("DeleteImportedKeyMaterial", json!({})).expect("deleted");
    incorrect(owner.import(&THIRD, json!({})), not_the_same);
    incorrect(owner.import(&FIRST, json!({ "ImportType": NEW })), known);
    assert_eq!(owner.state(), "PendingImport");
}

#[test]
fn new_material_waits_for_a_rotation() {
    let (mut owner, first) = Owner::with_material();
    let old = owner.encrypt();
    let none = format!("No available key material pending rotation for the key: {}.", owner.arn);
    refused(owner.ask("RotateKeyOnDemand", json!({})), "KMSInvalidStateException", &none);

    let input = json!({ "ImportType": NEW, "KeyMaterialDescription": "Two" });
    let second = text(&owner.import(&SECOND, input).expect("imported"), "KeyMaterialId");
    assert_eq!(owner.metadata()["CurrentKeyMaterialId"], json!(first));
    let entry = |id: &str, state: &str| {
        json!({
            "KeyId": owner.key,
            "KeyMaterialId": id,
            "KeyMaterialState": state,
            "ImportState": "IMPORTED",
            "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
        })
    };
    let two = with(entry(&second, "PENDING_ROTATION"), json!({ "KeyMaterialDescription": "Two" }));
    let expected = json!([entry(&first, "CURRENT"), two]);
    assert_eq!(owner.rotations(), expected);

    // What another one would be called is said, and so it must be a function of the bytes.
    let mut elsewhere = Owner::new();
    assert_eq!(elsewhere.key, owner.key);
    let third = text(&elsewhere.import(&THIRD, json!({})).expect("imported"), "KeyMaterialId");
    let taken = format!(
        "New key material (id: {third}) cannot be imported into KMS key {}, because another key material (id: {second}) \
         is pending rotation.",
        owner.arn
    );
    refused(owner.import(&THIRD, json!({ "ImportType": NEW })), "KMSInvalidStateException", &taken);
    assert_eq!(owner.rotations(), expected, "nothing has changed");

    owner.ask("RotateKeyOnDemand", json!({})).expect("rotated");
    let new = owner.encrypt();
    assert_eq!((text(&old, "KeyMaterialId"), text(&new, "KeyMaterialId")), (first.clone(), second));
    owner.opens(&old);
    owner.opens(&new);
    let states: Vec<_> =
        owner.rotations().as_array().expect("a list").iter().map(|r| text(r, "KeyMaterialState")).collect();
    assert_eq!(states, ["NON_CURRENT", "CURRENT"]);
    assert_eq!(owner.rotations()[1]["RotationType"], json!("ON_DEMAND"));

    // Any material that lacks makes the whole key pending import.
    owner.ask("DeleteImportedKeyMaterial", json!({ "KeyMaterialId": first })).expect("deleted");
    let pending = format!("{} is pending import.", owner.arn);
    refused(owner.decrypt(&new), "KMSInvalidStateException", &pending);
    refused(owner.ask("RotateKeyOnDemand", json!({})), "KMSInvalidStateException", &pending);
    owner.import(&FIRST, json!({})).expect("imported again");
    owner.opens(&old);
    owner.opens(&new);
}

#[test]
fn two_materials_that_lack_must_both_come_back() {
    let (mut owner, first) = Owner::with_material();
    let second = owner.import(&SECOND, with(expiring(HOUR), json!({ "ImportType": NEW }))).expect("imported");
    owner.ask("RotateKeyOnDemand", json!({})).expect("rotated");
    owner.ask("DeleteImportedKeyMaterial", json!({ "KeyMaterialId": first })).expect("deleted");
    assert_eq!(owner.pass(HOUR).len(), 1);
    owner.import(&SECOND, json!({ "KeyMaterialId": second["KeyMaterialId"] })).expect("imported");
    assert_eq!(owner.state(), "PendingImport");
    owner.import(&FIRST, json!({})).expect("imported");
    assert_eq!(owner.state(), "Enabled");
}

#[test]
fn material_that_waits_for_a_rotation_can_go_without_harm() {
    let (mut owner, first) = Owner::with_material();
    let second = text(&owner.import(&SECOND, json!({ "ImportType": NEW })).expect("imported"), "KeyMaterialId");
    let deleted = owner.ask("DeleteImportedKeyMaterial", json!({ "KeyMaterialId": second })).expect("deleted");
    assert_eq!(deleted, json!({ "KeyId": owner.arn, "KeyMaterialId": second }));
    assert_eq!(owner.state(), "Enabled");
    let only = owner.rotations();
    assert_eq!((only.as_array().map(Vec::len), &only[0]["KeyMaterialId"]), (Some(1), &json!(first)));
    let again = owner.ask("DeleteImportedKeyMaterial", json!({ "KeyMaterialId": second }));
    refused(again, "NotFoundException", &format!("Key material '{second}' does not exist in {}", owner.arn));

    // Another one takes its place; when it expires, the key goes on.
    owner.import(&THIRD, with(expiring(HOUR), json!({ "ImportType": NEW }))).expect("imported");
    let metadata = owner.metadata();
    assert_eq!((metadata.get("ValidTo"), &metadata["ExpirationModel"]), (None, &json!("KEY_MATERIAL_DOES_NOT_EXPIRE")));
    assert_eq!(owner.pass(HOUR).len(), 1);
    assert_eq!(owner.state(), "Enabled");
    assert_eq!(owner.rotations(), only);
    owner.import(&SECOND, json!({ "ImportType": NEW })).expect("it is new again");
    owner.ask("RotateKeyOnDemand", json!({})).expect("rotated");
    assert_eq!(owner.metadata()["CurrentKeyMaterialId"], json!(second));
}

#[test]
fn deletion_is_immediate_and_leaves_the_key() {
    let mut owner = Owner::new();
    let nothing = owner.ask("DeleteImportedKeyMaterial", json!({}));
    assert_eq!(nothing, Ok(json!({ "KeyId": owner.arn })));
    let id = text(&owner.import(&FIRST, json!({})).expect("imported"), "KeyMaterialId");
    let sealed = owner.encrypt();
    let policy = owner.ask("GetKeyPolicy", json!({}));
    for _ in 0..2 {
        let deleted = owner.ask("DeleteImportedKeyMaterial", json!({}));
        assert_eq!(deleted, Ok(json!({ "KeyId": owner.arn, "KeyMaterialId": id })));
        assert_eq!(owner.state(), "PendingImport");
    }
    assert_eq!(owner.ask("GetKeyPolicy", json!({})), policy);
    owner.import(&FIRST, json!({})).expect("imported again");
    owner.opens(&sealed);
}

#[test]
fn a_key_that_is_pending_deletion_loses_its_material_and_takes_none() {
    let (mut owner, id) = Owner::with_material();
    let sealed = owner.encrypt();
    let early = owner.prepared(&FIRST);
    owner.ask("ScheduleKeyDeletion", json!({ "PendingWindowInDays": 7 })).expect("scheduled");
    let pending = format!("{} is pending deletion.", owner.arn);
    let parameters = json!({ "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048" });
    refused(owner.ask("GetParametersForImport", parameters), "KMSInvalidStateException", &pending);
    refused(owner.ask("ImportKeyMaterial", early), "KMSInvalidStateException", &pending);
    let deleted = owner.ask("DeleteImportedKeyMaterial", json!({}));
    assert_eq!(deleted, Ok(json!({ "KeyId": owner.arn, "KeyMaterialId": id })));
    assert_eq!(owner.state(), "PendingDeletion");
    owner.ask("CancelKeyDeletion", json!({})).expect("cancelled");
    assert_eq!(owner.state(), "PendingImport");
    owner.import(&FIRST, json!({})).expect("imported again");
    assert_eq!(owner.state(), "Enabled");
    owner.opens(&sealed);
}

#[test]
fn an_import_does_not_enable_a_disabled_key() {
    let (mut owner, _) = Owner::with_material();
    owner.ask("DisableKey", json!({})).expect("disabled");
    owner.import(&FIRST, expiring(HOUR)).expect("imported again");
    owner.import(&SECOND, json!({ "ImportType": NEW })).expect("imported");
    assert_eq!(owner.state(), "Disabled");
    owner.pass(HOUR);
    assert_eq!(owner.state(), "PendingImport");
    owner.import(&FIRST, json!({})).expect("imported again");
    assert_eq!(owner.state(), "Enabled");
}

#[test]
fn policies_see_how_material_is_wrapped_and_when_it_expires() {
    let mut owner = Owner::new();
    let deny = |action: &str, condition: Value| json!({ "Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*", "Condition": condition });
    let not_after = after(HOUR * 2);
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*" },
        deny("kms:GetParametersForImport", json!({ "StringNotEquals": { "kms:WrappingAlgorithm": "RSAES_OAEP_SHA_256" } })),
        deny("kms:GetParametersForImport", json!({ "StringNotEquals": { "kms:WrappingKeySpec": "RSA_2048" } })),
        deny("kms:ImportKeyMaterial", json!({ "StringNotEquals": { "kms:ExpirationModel": "KEY_MATERIAL_EXPIRES" } })),
        deny("kms:ImportKeyMaterial", json!({ "DateGreaterThan": { "kms:ValidTo": "2026-11-24T02:00:00Z" } })),
        deny("kms:ImportKeyMaterial", json!({ "NumericEquals": { "kms:ValidTo": not_after } })),
    ] });
    owner.ask("PutKeyPolicy", json!({ "Policy": policy.to_string() })).expect("a policy");
    let denied = |answer: Answer| answer.expect_err("denied").code() == "AccessDeniedException";
    for (algorithm, spec) in [("RSAES_OAEP_SHA_1", "RSA_2048"), ("RSAES_OAEP_SHA_256", "RSA_4096")] {
        let input = json!({ "WrappingAlgorithm": algorithm, "WrappingKeySpec": spec });
        assert!(denied(owner.ask("GetParametersForImport", input)), "{algorithm} {spec}");
    }
    let right = owner.prepared(&FIRST);
    assert!(denied(owner.ask("ImportKeyMaterial", right.clone())), "it does not expire");
    for hours in [2, 3] {
        assert!(denied(owner.ask("ImportKeyMaterial", with(right.clone(), expiring(HOUR * hours)))), "{hours} hours");
    }
    let by_default = json!({ "ExpirationModel": null, "ValidTo": after(HOUR) });
    owner.ask("ImportKeyMaterial", with(right, by_default)).expect("imported");
}

#[test]
fn without_randomness_nothing_is_imported_and_no_token_is_used_up() {
    let left = std::rc::Rc::new(core::cell::Cell::new(u32::MAX));
    let entropy = RunsDry { source: seeded("kms"), left: std::rc::Rc::clone(&left) };
    let mut owner = Owner::of(Kms::new(env(entropy), options()));
    let right = owner.prepared(&FIRST);
    for draws in [0, 5] {
        left.set(draws);
        let answer = owner.ask("ImportKeyMaterial", right.clone());
        refused(answer, "KMSInternalException", "no randomness was to be had; nothing was done");
        assert_eq!(owner.state(), "PendingImport");
    }
    left.set(u32::MAX);
    owner.ask("ImportKeyMaterial", right).expect("imported");
}
