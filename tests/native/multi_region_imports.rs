//! Multi-Region keys whose material their owner makes: each Region takes it by itself, the primary key's first.

use core::time::Duration;

use glass_kms::{operations::Kms, types::WrappingAlgorithm};
use serde_json::{Value, json};

use crate::{
    lives::Counter,
    support::{
        Answer, DATA, MILLISECOND, NOW, ask_as, base64, bytes, env, importing, in_region, just_before, list, member,
        options, refused, text, with,
    },
};

const PRIMARY: &str = "ap-northeast-1";
const REPLICA: &str = "us-east-1";
const OTHER: &str = "eu-west-1";
const REGIONS: [&str; 3] = [PRIMARY, REPLICA, OTHER];
const FIRST: [u8; 32] = [1; 32];
const SECOND: [u8; 32] = [2; 32];
const WEEK: Duration = Duration::from_hours(7 * 24);
/// The names of what waits for a rotation.
const WAITS: &str = "PENDING_ROTATION";
const WAITS_FOR_REPLICAS: &str = "PENDING_MULTI_REGION_IMPORT_AND_ROTATION";

/// The owner of a key in several Regions.
struct Owner {
    kms: Kms,
    key: String,
}

impl Owner {
    /// The key is in one Region, with material.
    fn new() -> Self {
        let mut owner = Self { kms: Kms::new(env(Counter::default()), options()), key: String::new() };
        let made = owner.ask(PRIMARY, "CreateKey", json!({ "Origin": "EXTERNAL", "MultiRegion": true }));
        owner.key = text(&member(&made.expect("a key"), "KeyMetadata"), "KeyId");
        owner.imports(PRIMARY, FIRST, json!({}));
        owner
    }

    /// The key is in all Regions, with material.
    fn everywhere() -> Self {
        let mut owner = Self::new();
        for region in [REPLICA, OTHER] {
            owner.replicate(region);
            owner.imports(region, FIRST, json!({}));
        }
        owner
    }

    /// One whose second material waits for a rotation in all Regions.
    fn about_to_rotate() -> Self {
        let mut owner = Self::everywhere();
        owner.imports(PRIMARY, SECOND, new());
        for region in [REPLICA, OTHER] {
            owner.imports(region, SECOND, existing());
        }
        owner
    }

    fn ask(&mut self, region: &str, operation: &str, input: Value) -> Answer {
        ask_as(&mut self.kms, &in_region(region), operation, with(json!({ "KeyId": self.key }), input))
    }

    fn replicate(&mut self, region: &str) {
        self.ask(PRIMARY, "ReplicateKey", json!({ "ReplicaRegion": region })).expect("replicated");
    }

    /// Imports material that does not expire, unless `more` says so.
    fn import(&mut self, region: &str, material: [u8; 32], more: Value) -> Answer {
        let algorithm = WrappingAlgorithm::RsaesOaepSha256;
        let input = json!({ "WrappingAlgorithm": algorithm.as_str(), "WrappingKeySpec": "RSA_2048" });
        let parameters = self.ask(region, "GetParametersForImport", input).expect("a wrapping key");
        self.ask(region, "ImportKeyMaterial", with(importing(&parameters, algorithm, &material), more))
    }

    /// The same, and it must be taken. Returns its id.
    #[track_caller]
    fn imports(&mut self, region: &str, material: [u8; 32], more: Value) -> String {
        text(&self.import(region, material, more).expect("imported"), "KeyMaterialId")
    }

    fn rotate(&mut self, region: &str) -> Answer {
        self.ask(region, "RotateKeyOnDemand", json!({}))
    }

    fn delete(&mut self, region: &str, material: &str) {
        self.ask(region, "DeleteImportedKeyMaterial", json!({ "KeyMaterialId": material })).expect("deleted");
    }

    fn state(&mut self, region: &str) -> String {
        text(&member(&self.ask(region, "DescribeKey", json!({})).expect("described"), "KeyMetadata"), "KeyState")
    }

    /// What became of each material in a Region, the oldest first, and whether it is there.
    fn materials(&mut self, region: &str) -> Vec<(String, bool)> {
        let input = json!({ "IncludeKeyMaterial": "ALL_KEY_MATERIAL" });
        let listed = list(&self.ask(region, "ListKeyRotations", input).expect("listed"), "Rotations");
        listed.iter().map(|entry| (text(entry, "KeyMaterialState"), text(entry, "ImportState") == "IMPORTED")).collect()
    }

    fn seal(&mut self, region: &str) -> Value {
        let sealed = self.ask(region, "Encrypt", json!({ "Plaintext": base64(DATA) })).expect("encrypted");
        // Decrypt alone tells of the material.
        let material = member(&self.open(region, &sealed).expect("decrypted"), "KeyMaterialId");
        with(sealed, json!({ "KeyMaterialId": material }))
    }

    fn open(&mut self, region: &str, sealed: &Value) -> Answer {
        self.ask(region, "Decrypt", json!({ "CiphertextBlob": member(sealed, "CiphertextBlob") }))
    }

    #[track_caller]
    fn opens(&mut self, region: &str, sealed: &Value) {
        let opened = self.open(region, sealed).expect("decrypted");
        assert_eq!(bytes(&opened, "Plaintext"), DATA);
        assert_eq!(member(&opened, "KeyMaterialId"), member(sealed, "KeyMaterialId"));
    }
}

fn new() -> Value {
    json!({ "ImportType": "NEW_KEY_MATERIAL" })
}

fn existing() -> Value {
    json!({ "ImportType": "EXISTING_KEY_MATERIAL" })
}

/// Material that expires a week after the tests begin.
fn for_a_week() -> Value {
    let valid_to = f64::from(u32::try_from(NOW / 1000).expect("a few years")) + WEEK.as_secs_f64();
    json!({ "ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": valid_to })
}

fn named(state: &str, is_there: bool) -> (String, bool) {
    (state.to_owned(), is_there)
}

#[test]
fn a_replica_key_takes_the_material_of_its_primary_key_and_no_other() {
    let mut owner = Owner::new();
    let sealed = owner.seal(PRIMARY);
    owner.replicate(REPLICA);
    assert_eq!(owner.state(REPLICA), "PendingImport");
    assert_eq!(owner.open(REPLICA, &sealed).map_err(|error| error.code()), Err("KMSInvalidStateException"));
    for more in [json!({}), existing()] {
        let other = owner.import(REPLICA, SECOND, more).map_err(|error| error.code());
        assert_eq!(other, Err("IncorrectKeyMaterialException"));
    }
    for material in [FIRST, SECOND] {
        assert!(owner.import(REPLICA, material, new()).is_err(), "it is not for a replica to say what is new");
    }
    assert_eq!(owner.state(REPLICA), "PendingImport");
    assert_eq!(owner.imports(REPLICA, FIRST, existing()), text(&sealed, "KeyMaterialId"));
    assert_eq!(owner.state(REPLICA), "Enabled");
    owner.opens(REPLICA, &sealed);
    let back = owner.seal(REPLICA);
    owner.opens(PRIMARY, &back);

    owner.replicate(OTHER);
    owner.imports(OTHER, FIRST, json!({}));
    owner.opens(OTHER, &back);
}

#[test]
fn new_material_waits_until_every_replica_key_has_it() {
    let mut owner = Owner::everywhere();
    let old = REGIONS.map(|region| owner.seal(region));
    owner.imports(PRIMARY, SECOND, new());
    for region in [REPLICA, OTHER] {
        assert_eq!(owner.materials(PRIMARY), [named("CURRENT", true), named(WAITS_FOR_REPLICAS, true)]);
        assert_eq!(owner.rotate(PRIMARY).map_err(|error| error.code()), Err("KMSInvalidStateException"));
        owner.imports(region, SECOND, existing());
    }
    for region in REGIONS {
        assert_eq!(owner.materials(region), [named("CURRENT", true), named(WAITS, true)]);
        assert_eq!(text(&owner.seal(region), "KeyMaterialId"), text(&old[0], "KeyMaterialId"));
    }
    assert_eq!(owner.rotate(REPLICA).map_err(|error| error.code()), Err("UnsupportedOperationException"));
    owner.rotate(PRIMARY).expect("rotated");
    for region in REGIONS {
        assert_eq!(owner.materials(region), [named("NON_CURRENT", true), named("CURRENT", true)]);
        let sealed = owner.seal(region);
        assert_ne!(text(&sealed, "KeyMaterialId"), text(&old[0], "KeyMaterialId"));
        for other in REGIONS {
            owner.opens(other, &sealed);
            for sealed in &old {
                owner.opens(other, sealed);
            }
        }
    }
}

#[test]
fn material_expires_and_goes_in_one_region_only() {
    let mut owner = Owner::everywhere();
    let sealed = owner.seal(PRIMARY);
    let material = text(&sealed, "KeyMaterialId");
    owner.imports(PRIMARY, FIRST, with(existing(), for_a_week()));
    owner.kms.advance(just_before(WEEK)).expect("time passes");
    assert_eq!(REGIONS.map(|region| owner.state(region)), ["Enabled", "Enabled", "Enabled"]);
    owner.kms.advance(MILLISECOND).expect("time passes");
    assert_eq!(REGIONS.map(|region| owner.state(region)), ["PendingImport", "Enabled", "Enabled"]);
    assert_eq!(owner.materials(PRIMARY), [named("CURRENT", false)]);
    assert_eq!(owner.materials(REPLICA), [named("CURRENT", true)]);
    owner.delete(REPLICA, &material);
    assert_eq!(REGIONS.map(|region| owner.state(region)), ["PendingImport", "PendingImport", "Enabled"]);
    owner.opens(OTHER, &sealed);
    for region in [REPLICA, PRIMARY] {
        assert_eq!(owner.open(region, &sealed).map_err(|error| error.code()), Err("KMSInvalidStateException"));
        owner.imports(region, FIRST, existing());
        owner.opens(region, &sealed);
    }
}

#[test]
fn material_that_waits_goes_everywhere_with_the_primary_key_s() {
    let mut owner = Owner::about_to_rotate();
    let second = owner.imports(PRIMARY, SECOND, existing());
    owner.delete(REPLICA, &second);
    assert_eq!(owner.materials(PRIMARY), [named("CURRENT", true), named(WAITS_FOR_REPLICAS, true)]);
    assert_eq!(owner.materials(OTHER), [named("CURRENT", true), named(WAITS_FOR_REPLICAS, true)]);
    assert_eq!(owner.rotate(PRIMARY).map_err(|error| error.code()), Err("KMSInvalidStateException"));
    assert_eq!(REGIONS.map(|region| owner.state(region)), ["Enabled", "Enabled", "Enabled"]);
    owner.imports(REPLICA, SECOND, existing());
    assert_eq!(owner.materials(PRIMARY), [named("CURRENT", true), named(WAITS, true)]);

    owner.delete(PRIMARY, &second);
    for region in REGIONS {
        assert_eq!(owner.materials(region), [named("CURRENT", true)], "in {region}");
        assert_eq!(owner.state(region), "Enabled");
    }
    // Now it is new again, and no longer known to a replica.
    let unknown = owner.import(REPLICA, SECOND, existing()).map_err(|error| error.code());
    assert_eq!(unknown, Err("IncorrectKeyMaterialException"));
    assert_eq!(owner.imports(PRIMARY, SECOND, new()), second);
}

#[test]
fn a_new_replica_key_takes_all_that_the_others_have() {
    let mut owner = Owner::new();
    let old = owner.seal(PRIMARY);
    owner.imports(PRIMARY, SECOND, new());
    assert_eq!(owner.materials(PRIMARY), [named("CURRENT", true), named(WAITS, true)]);
    owner.replicate(REPLICA);
    assert_eq!(owner.materials(PRIMARY), [named("CURRENT", true), named(WAITS_FOR_REPLICAS, true)]);
    owner.imports(REPLICA, FIRST, existing());
    assert_eq!(owner.state(REPLICA), "Enabled", "what waits is not needed yet");
    owner.imports(REPLICA, SECOND, existing());
    owner.rotate(PRIMARY).expect("rotated");
    let sealed = owner.seal(REPLICA);

    owner.replicate(OTHER);
    for material in [SECOND, FIRST] {
        assert_eq!(owner.state(OTHER), "PendingImport");
        owner.imports(OTHER, material, existing());
    }
    assert_eq!(owner.materials(OTHER), owner.materials(PRIMARY));
    for sealed in [&old, &sealed] {
        owner.opens(OTHER, sealed);
    }
    let refusal = format!("arn:aws:kms:{OTHER}:111122223333:key/{} origin is EXTERNAL", owner.key);
    refused(
        owner.ask(OTHER, "EnableKeyRotation", json!({})),
        "UnsupportedOperationException",
        &format!("{refusal} which is not valid for this operation."),
    );
}
