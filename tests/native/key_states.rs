//! Every operation on a key in every state, against AWS's table (`tests/data/key_states.md`).

use std::collections::{BTreeMap, BTreeSet};

use glass_kms::{
    operations::{Kms, Operation, Options, REPLICATION_DELAY},
    store::SEALING_KEY_LEN,
    types::{KeySpec, KeyState, KeyUsage, Origin, WrappingAlgorithm},
};
use serde_json::{Value, json};

use crate::support::{
    Answer, STRANGER, ask, ask_as, base64, bytes, create_key, disable_key, env, good, importing, in_region, key_in,
    key_store, member, options, seeded, store_request, text, wait, with,
};

const SEALING_KEY: [u8; SEALING_KEY_LEN] = [1; SEALING_KEY_LEN];
const ORIGINS: [Origin; 3] = [Origin::AwsKms, Origin::External, Origin::ExternalKeyStore];
/// A key for every usage.
const KINDS: [(KeySpec, KeyUsage); 5] = [
    (KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt),
    (KeySpec::Hmac256, KeyUsage::GenerateVerifyMac),
    (KeySpec::EccNistP256, KeyUsage::SignVerify),
    (KeySpec::EccNistP256, KeyUsage::KeyAgreement),
    (KeySpec::MlKem512, KeyUsage::EncapsulateDecapsulate),
];

/// The states that the engine has. Whoever adds one must say here which comes before it.
fn states() -> Vec<KeyState> {
    let next = |state| match state {
        KeyState::Enabled => Some(KeyState::Disabled),
        KeyState::Disabled => Some(KeyState::PendingImport),
        KeyState::PendingImport => Some(KeyState::PendingDeletion),
        KeyState::PendingDeletion => Some(KeyState::PendingReplicaDeletion),
        KeyState::PendingReplicaDeletion => Some(KeyState::Creating),
        KeyState::Creating => Some(KeyState::Updating),
        KeyState::Updating => Some(KeyState::Unavailable),
        KeyState::Unavailable => None,
    };
    std::iter::successors(Some(KeyState::Enabled), |state| next(*state)).collect()
}

#[test]
fn every_operation_answers_in_every_state_as_aws_says() {
    let table = Table::read();
    let mut seen = BTreeSet::new();
    let kinds = ORIGINS.into_iter().flat_map(|origin| [(origin, Scope::Single), (origin, Scope::Multi)]);
    let kinds = kinds.flat_map(|kind| KINDS.map(|of| (kind, of)));
    for ((origin, scope), (spec, usage)) in kinds {
        for state in states() {
            let Some(world) = World::with_a_key((spec, usage), origin, scope, state) else {
                assert!(may_be_missing((origin, scope, spec), state), "no {origin:?} key was {state:?}");
                continue;
            };
            seen.insert(format!("{state:?}"));
            // What a key is not used for, the symmetric one stands for.
            let own = |row: &&Row| match row.operation {
                Operation::GetPublicKey => spec.is_pair(),
                operation => operation.spec().usage.unwrap_or(KeyUsage::EncryptDecrypt) == usage,
            };
            for row in table.rows.keys().filter(own) {
                let Some(mut wanted) = table.wanted(row, state, origin) else { continue };
                if scope == Scope::Single && wanted.is_ok() && MULTI_REGION.contains(&row.operation) {
                    let message = "{arn} is not a multi-region primary key.".to_owned();
                    wanted = Err(("UnsupportedOperationException".to_owned(), message));
                }
                if (scope, state, row.operation)
                    == (Scope::Multi, KeyState::PendingDeletion, Operation::UpdatePrimaryRegion)
                {
                    // A primary key that is to be deleted has no replicas, and what is not there is missed first.
                    let message = format!("Key '{}' does not exist", world.arn.replace(HERE, THERE));
                    wanted = Err(("NotFoundException".to_owned(), message));
                }
                world.check(
                    row,
                    &wanted,
                    &format!("{row:?} on a {scope:?} key that is {spec:?} for {usage:?}, {origin:?} and {state:?}"),
                );
            }
        }
    }
    let all: BTreeSet<_> = states().iter().map(|state| format!("{state:?}")).collect();
    assert_eq!(seen, all, "every state was exercised");
}

/// What is only for multi-Region keys.
const MULTI_REGION: [Operation; 2] = [Operation::ReplicateKey, Operation::UpdatePrimaryRegion];

/// In how many Regions a key can be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Scope {
    Single,
    Multi,
}

/// Only keys that are imported are ever pending import, some states are those of multi-Region keys, and in custom key stores there
/// are only symmetric encryption keys of one Region.
fn may_be_missing((origin, scope, spec): (Origin, Scope, KeySpec), state: KeyState) -> bool {
    let of_several = matches!(state, KeyState::PendingReplicaDeletion | KeyState::Creating | KeyState::Updating);
    let in_store = origin == Origin::ExternalKeyStore;
    (origin != Origin::External && state == KeyState::PendingImport)
        || (scope == Scope::Single && of_several)
        || (!in_store && state == KeyState::Unavailable)
        || (in_store && (scope, spec) != (Scope::Single, KeySpec::SymmetricDefault))
}

#[test]
fn every_operation_has_a_row() {
    let table = Table::read();
    let listed: BTreeSet<_> = table.rows.keys().map(|row| row.operation.name()).collect();
    for operation in Operation::ALL {
        assert!(listed.contains(operation.name()), "{} has no row", operation.name());
    }
    for states in table.rows.values() {
        let named: Vec<_> = states.keys().map(String::as_str).collect();
        let all = ["Creating", "Disabled", "Enabled", "PendingDeletion", "PendingImport", "Unavailable", "Updating"];
        assert_eq!(named, all);
    }
}

#[test]
fn every_note_and_every_choice_is_needed() {
    let table = Table::read();
    let cells: BTreeSet<_> = table.rows.values().flat_map(BTreeMap::values).collect();
    let used: BTreeSet<_> = cells.iter().flat_map(|cell| cell.split('/')).collect();
    let known: BTreeSet<_> = table.notes.keys().map(String::as_str).chain(["ok", "-"]).collect();
    assert_eq!(used, known);
    for choice in &table.choices {
        let named = |row: &Row| choice.operations == "*" || choice.operations == row.operation.name();
        let met = table.rows.iter().any(|(row, states)| named(row) && states.values().any(|cell| *cell == choice.aws));
        assert!(met, "{} never says {}", choice.operations, choice.aws);
    }
}

/// An operation, and which of its keys is meant if it has several.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Row {
    operation: Operation,
    role: String,
}

impl Ord for Row {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.operation.name(), &self.role).cmp(&(other.operation.name(), &other.role))
    }
}

impl PartialOrd for Row {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

struct Note {
    origin: String,
    exception: String,
    message: String,
}

struct Choice {
    operations: String,
    aws: String,
    here: String,
}

struct Table {
    /// Of each operation, what it says in each state.
    rows: BTreeMap<Row, BTreeMap<String, String>>,
    /// Of each number, one for each origin that it is for.
    notes: BTreeMap<String, Vec<Note>>,
    choices: Vec<Choice>,
}

impl Table {
    fn read() -> Self {
        let document = include_str!("../data/key_states.md");
        let [states, notes, choices] =
            ["States", "Notes", "Choices of this engine"].map(|title| Section::read(document, title));
        let mut rows = BTreeMap::new();
        let (_, columns) = states.head.split_first().expect("the names of the states");
        for line in &states.lines {
            let (names, cells) = line.split_first().expect("the names of the operations");
            let cells: BTreeMap<_, _> = columns.iter().cloned().zip(cells.iter().cloned()).collect();
            for row in names.split(", ").map(Row::read) {
                let message = format!("{row:?} is there twice");
                assert!(rows.insert(row, cells.clone()).is_none(), "{message}");
            }
        }
        let note = |line: &Vec<String>| {
            let [number, origin, exception, message] = line.clone().try_into().expect("four cells");
            (number, Note { origin, exception, message })
        };
        let choice = |line: &Vec<String>| {
            let [operations, aws, here, reason] = line.clone().try_into().expect("four cells");
            assert!(!reason.is_empty(), "{operations}: a choice has a reason");
            Choice { operations, aws, here }
        };
        let mut by_number = BTreeMap::<_, Vec<_>>::new();
        for (number, note) in notes.lines.iter().map(note) {
            by_number.entry(number).or_default().push(note);
        }
        Self { rows, notes: by_number, choices: choices.lines.iter().map(choice).collect() }
    }

    /// What the operation answers: nothing wrong, or this exception with this message about `{arn}`; nothing if AWS has no such key.
    fn wanted(&self, row: &Row, state: KeyState, origin: Origin) -> Option<Result<(), (String, String)>> {
        let pending_replicas = state == KeyState::PendingReplicaDeletion;
        let column = if pending_replicas { KeyState::PendingDeletion } else { state };
        let said = self.rows.get(row).and_then(|states| states.get(&format!("{column:?}"))).expect("a cell");
        let chosen = self.choices.iter().find(|choice| {
            choice.aws == *said && (choice.operations == "*" || choice.operations == row.operation.name())
        });
        let cell = chosen.map_or(said, |choice| &choice.here);
        if cell == "-" {
            return None;
        }
        let notes =
            || cell.split('/').filter(|note| *note != "ok").flat_map(|note| self.notes.get(note).expect("a note"));
        let own = notes().find(|note| note.origin == origin.as_str());
        Some(match own.or_else(|| notes().find(|note| note.origin == "every")) {
            Some(note) if pending_replicas => Err((
                note.exception.clone(),
                note.message.replace("is pending deletion", "is pending replica deletion"),
            )),
            Some(note) => Err((note.exception.clone(), note.message.clone())),
            None => Ok(()),
        })
    }
}

impl Row {
    fn read(text: &str) -> Self {
        let text = text.trim_end_matches('*');
        let (name, role) = text.split_once(" (").map_or((text, ""), |(name, role)| (name, role.trim_end_matches(')')));
        Self { operation: Operation::parse(name).expect("an operation"), role: role.to_owned() }
    }
}

/// The cells of the table under a title.
struct Section {
    head: Vec<String>,
    lines: Vec<Vec<String>>,
}

impl Section {
    fn read(document: &str, title: &str) -> Self {
        let (_, from) = document.split_once(&format!("\n## {title}\n")).expect("the section is there");
        let inside = from.split("\n## ").next().unwrap_or_default();
        let lines = inside.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
        let lines = lines.filter(|line| !line.starts_with("---"));
        let mut cells = lines.map(|line| line.split(" | ").map(|cell| cell.trim().to_owned()).collect());
        Self { head: cells.next().expect("a head"), lines: cells.collect() }
    }
}

/// A KMS with a key in one state, and all that requests about it need.
struct World {
    snapshot: Vec<u8>,
    id: String,
    arn: String,
    /// Another key, which is enabled.
    other: String,
    /// A ciphertext of the key, and one of the other.
    blob: String,
    other_blob: String,
    /// The MAC of `hello` under the key, if it makes MACs and could.
    mac: String,
    /// The signature of `hello` under the key, its public half, and what was encapsulated for it, if it could.
    signature: String,
    public_key: String,
    encapsulated: String,
    /// A grant on the key, unless the key was never enabled.
    grant: Option<String>,
    /// Wrapped material for the key, if it is imported, and its token.
    material: (String, String),
    /// A key store that is connected and one that is not, both without keys.
    stores: [String; 2],
}

impl World {
    /// None if there is no such key.
    fn with_a_key(kind: (KeySpec, KeyUsage), origin: Origin, scope: Scope, state: KeyState) -> Option<Self> {
        if may_be_missing((origin, scope, kind.0), state) {
            return None;
        }
        let delay = REPLICATION_DELAY;
        let mut kms = Kms::new(env(seeded("kms")), Options { replication_delay: delay, ..options() });
        let other = create_key(&mut kms, "other");
        let [store, connected, spare] = ["mine", "connected", "spare"].map(|name| key_store(&mut kms, name));
        for store in [&store, &connected] {
            good(&mut kms, "ConnectCustomKeyStore", json!({ "CustomKeyStoreId": store }));
        }
        let (id, material) = if origin == Origin::ExternalKeyStore {
            (key_in(&mut kms, &store, "mine"), (base64([0; 256]), base64("no token")))
        } else {
            subject(&mut kms, kind, origin, scope, state)
        };
        let described = good(&mut kms, "DescribeKey", json!({ "KeyId": id }));
        let arn = text(&member(&described, "KeyMetadata"), "Arn");
        good(&mut kms, "CreateAlias", json!({ "AliasName": "alias/subject", "TargetKeyId": id }));
        let other_blob = encrypt(&mut kms, &other).expect("a ciphertext");
        let blob = encrypt(&mut kms, &id).unwrap_or_else(|| with_key_id(&other_blob, &id));
        let mut made = |operation, input, member| {
            ask(&mut kms, operation, input).map_or_else(|_| base64("none"), |answer| text(&answer, member))
        };
        let mac = made("GenerateMac", message(&id), "Mac");
        let signature = made("Sign", signed(&id), "Signature");
        let public_key = made("GetPublicKey", json!({ "KeyId": id }), "PublicKey");
        let encapsulated = made("Encapsulate", encapsulating(&id), "SharedSecretCiphertextBlob");
        let to = json!({ "KeyId": id, "GranteePrincipal": STRANGER, "Operations": ["DescribeKey"] });
        let grant = ask(&mut kms, "CreateGrant", to).ok().map(|grant| text(&grant, "GrantId"));
        match state {
            KeyState::Disabled => disable_key(&mut kms, &id),
            KeyState::PendingImport => {
                good(&mut kms, "DeleteImportedKeyMaterial", json!({ "KeyId": id }));
            }
            KeyState::Enabled | KeyState::Creating | KeyState::Updating => {}
            KeyState::Unavailable => {
                good(&mut kms, "DisconnectCustomKeyStore", json!({ "CustomKeyStoreId": store }));
            }
            KeyState::PendingDeletion | KeyState::PendingReplicaDeletion => {
                good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": id }));
            }
        }
        let described = good(&mut kms, "DescribeKey", json!({ "KeyId": id }));
        assert_eq!(text(&member(&described, "KeyMetadata"), "KeyState"), format!("{state:?}"));
        let snapshot = kms.snapshot(&SEALING_KEY).expect("a snapshot");
        let stores = [connected, spare];
        Some(Self {
            snapshot,
            id,
            arn,
            other,
            blob,
            other_blob,
            mac,
            signature,
            public_key,
            encapsulated,
            grant,
            material,
            stores,
        })
    }

    fn check(&self, row: &Row, wanted: &Result<(), (String, String)>, about: &str) {
        let mut kms = Kms::restore(env(seeded("restored")), &self.snapshot, &SEALING_KEY).expect("restored");
        if row.role == "old target" {
            let input = json!({ "AliasName": "alias/subject", "TargetKeyId": self.other });
            assert_eq!(ask(&mut kms, "UpdateAlias", input), Ok(json!({})), "{about}");
            return;
        }
        let before = self.described(&mut kms);
        let answer = ask(&mut kms, row.operation.name(), self.input(row));
        match (wanted, &answer) {
            (Ok(()), Err(error)) if self.grant.is_none() && error.code() == "NotFoundException" => {
                // There can be no grant on this key. That the grant is missed shows that the state was no hindrance.
                assert!(matches!(row.operation, Operation::RevokeGrant | Operation::RetireGrant), "{about}: {error}");
            }
            (Ok(()), _) => assert!(answer.is_ok(), "{about}: {answer:?}"),
            (Err((code, message)), _) => {
                let message = message.replace("{arn}", &self.arn);
                let found = answer.map_err(|error| (error.code().to_owned(), error.message().to_owned()));
                assert_eq!(found, Err((code.clone(), message)), "{about}");
                assert_eq!(self.described(&mut kms), before, "{about}: a refused call changes nothing");
            }
        }
    }

    /// What can be asked about the key in any state.
    fn described(&self, kms: &mut Kms) -> Vec<Answer> {
        let asked = ["DescribeKey", "GetKeyLastUsage", "ListAliases", "ListGrants", "ListResourceTags", "GetKeyPolicy"];
        let asked = asked.into_iter().chain(["GetKeyRotationStatus", "ListKeyRotations"]);
        asked.map(|operation| ask(kms, operation, json!({ "KeyId": self.id }))).collect()
    }

    /// A request that nothing but the key's state speaks against.
    fn input(&self, row: &Row) -> Value {
        let Self { id, arn, other, blob, other_blob, mac, signature, public_key, encapsulated, .. } = self;
        let (material, token) = &self.material;
        let [connected, spare] = &self.stores;
        let grant = self.grant.clone().unwrap_or_else(|| "0".repeat(64));
        match (row.operation, row.role.as_str()) {
            (Operation::CreateKey | Operation::DescribeCustomKeyStores | Operation::ListKeys, _) => json!({}),
            (Operation::GenerateRandom, _) => json!({ "NumberOfBytes": 1 }),
            (Operation::ListRetirableGrants, _) => json!({ "RetiringPrincipal": "arn:aws:iam::111122223333:root" }),
            (Operation::Encrypt, _) => json!({ "KeyId": id, "Plaintext": base64("hello") }),
            (Operation::Decrypt, _) => json!({ "CiphertextBlob": blob }),
            (Operation::ReEncrypt, "source") => json!({ "CiphertextBlob": blob, "DestinationKeyId": other }),
            (Operation::ReEncrypt, _) => json!({ "CiphertextBlob": other_blob, "DestinationKeyId": id }),
            (Operation::GenerateDataKey | Operation::GenerateDataKeyWithoutPlaintext, _) => {
                json!({ "KeyId": id, "NumberOfBytes": 16 })
            }
            (Operation::GenerateDataKeyPair | Operation::GenerateDataKeyPairWithoutPlaintext, _) => {
                json!({ "KeyId": id, "KeyPairSpec": "ECC_NIST_P256" })
            }
            (Operation::Sign, _) => signed(id),
            (Operation::Verify, _) => with(signed(id), json!({ "Signature": signature })),
            (Operation::DeriveSharedSecret, _) => {
                json!({ "KeyId": id, "KeyAgreementAlgorithm": "ECDH", "PublicKey": public_key })
            }
            (Operation::Encapsulate, _) => encapsulating(id),
            (Operation::Decapsulate, _) => {
                with(encapsulating(id), json!({ "SharedSecretCiphertextBlob": encapsulated }))
            }
            (Operation::GenerateMac, _) => message(id),
            (Operation::VerifyMac, _) => with(message(id), json!({ "Mac": mac })),
            (Operation::CreateGrant, _) => {
                json!({ "KeyId": id, "GranteePrincipal": STRANGER, "Operations": ["Encrypt"] })
            }
            (Operation::RevokeGrant, _) => json!({ "KeyId": id, "GrantId": grant }),
            (Operation::RetireGrant, _) => json!({ "KeyId": arn, "GrantId": grant }),
            (Operation::CreateAlias, _) => json!({ "AliasName": "alias/new", "TargetKeyId": id }),
            (Operation::UpdateAlias, _) => json!({ "AliasName": "alias/subject", "TargetKeyId": id }),
            (Operation::DeleteAlias, _) => json!({ "AliasName": "alias/subject" }),
            (Operation::PutKeyPolicy, _) => json!({ "KeyId": id, "Policy": POLICY }),
            (Operation::TagResource, _) => json!({ "KeyId": id, "Tags": [{ "TagKey": "a", "TagValue": "b" }] }),
            (Operation::UntagResource, _) => json!({ "KeyId": id, "TagKeys": ["a"] }),
            (Operation::UpdateKeyDescription, _) => json!({ "KeyId": id, "Description": "new" }),
            (Operation::GetParametersForImport, _) => {
                json!({ "KeyId": id, "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048" })
            }
            (Operation::ImportKeyMaterial, _) => {
                json!({ "KeyId": id, "EncryptedKeyMaterial": material, "ImportToken": token,
                    "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE" })
            }
            (Operation::ReplicateKey, _) => json!({ "KeyId": id, "ReplicaRegion": "eu-west-1" }),
            (Operation::UpdatePrimaryRegion, _) => json!({ "KeyId": id, "PrimaryRegion": THERE }),
            (Operation::CreateCustomKeyStore, _) => store_request("another"),
            (Operation::DisconnectCustomKeyStore, _) => json!({ "CustomKeyStoreId": connected }),
            (
                Operation::ConnectCustomKeyStore | Operation::DeleteCustomKeyStore | Operation::UpdateCustomKeyStore,
                _,
            ) => json!({ "CustomKeyStoreId": spare }),
            // All that these need is the key; what else is built says so itself, for lack of a member.
            _ => json!({ "KeyId": id }),
        }
    }
}

const POLICY: &str = r#"{ "Version": "2012-10-17", "Statement": { "Effect": "Allow",
    "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" } }"#;

fn message(key_id: &str) -> Value {
    json!({ "KeyId": key_id, "Message": base64("hello"), "MacAlgorithm": "HMAC_SHA_256" })
}

fn signed(key_id: &str) -> Value {
    json!({ "KeyId": key_id, "Message": base64("hello"), "SigningAlgorithm": "ECDSA_SHA_256" })
}

fn encapsulating(key_id: &str) -> Value {
    json!({ "KeyId": key_id, "EncapsulationAlgorithm": "ML_KEM" })
}

/// Material of a key: for key pairs, the shortest `PrivateKeyInfo` (RFC 5958) of which the private key is these bytes.
fn material(spec: KeySpec, byte: u8) -> Vec<u8> {
    let (head, length): (&[u8], _) = match spec {
        KeySpec::EccNistP256 => (
            b"\x30\x41\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\
              \x03\x01\x07\x04\x27\x30\x25\x02\x01\x01\x04\x20",
            32,
        ),
        KeySpec::MlKem512 => {
            (b"\x30\x54\x02\x01\x00\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x04\x01\x04\x42\x80\x40", 64)
        }
        _ => (&[], 32),
    };
    [head, &vec![byte; length]].concat()
}

fn encrypt(kms: &mut Kms, key_id: &str) -> Option<String> {
    let sealed = ask(kms, "Encrypt", json!({ "KeyId": key_id, "Plaintext": base64("hello") })).ok()?;
    Some(text(&sealed, "CiphertextBlob"))
}

const HERE: &str = "ap-northeast-1";
const THERE: &str = "us-east-1";

/// A key in the Region of every test that is on its way to a state, and wrapped material for it if it is imported.
fn subject(
    kms: &mut Kms,
    (spec, usage): (KeySpec, KeyUsage),
    origin: Origin,
    scope: Scope,
    state: KeyState,
) -> (String, (String, String)) {
    // A key that is creating is a replica, and one that is updating was one.
    let home = if matches!(state, KeyState::Creating | KeyState::Updating) { THERE } else { HERE };
    let kind = json!({ "KeySpec": spec.as_str(), "KeyUsage": usage.as_str() });
    let input = with(kind, json!({ "Origin": origin.as_str(), "MultiRegion": scope == Scope::Multi }));
    let made = ask_as(kms, &in_region(home), "CreateKey", input).expect("a key");
    let id = text(&member(&made, "KeyMetadata"), "KeyId");
    let mut regions = vec![home];
    let mut sent = (base64([0; 256]), base64("no token"));
    if origin == Origin::External {
        import(kms, home, &id, &material(spec, 1));
    }
    // A primary key that is to be deleted itself has no replicas.
    if scope == Scope::Multi && state != KeyState::PendingDeletion {
        let replica = if home == HERE { THERE } else { HERE };
        let input = json!({ "KeyId": id, "ReplicaRegion": replica });
        ask_as(kms, &in_region(home), "ReplicateKey", input).expect("a replica");
        if state == KeyState::Creating {
            return (id, sent);
        }
        wait(kms, REPLICATION_DELAY);
        if origin == Origin::External {
            import_again(kms, replica, &id, &material(spec, 1));
        }
        regions.push(replica);
    }
    if origin == Origin::External && spec == KeySpec::SymmetricDefault {
        // It waits for a rotation.
        import(kms, home, &id, &material(spec, 2));
        regions.iter().skip(1).for_each(|region| import_again(kms, region, &id, &material(spec, 2)));
        sent = wrapped(kms, HERE, &id, &material(spec, 1));
    }
    if state == KeyState::Updating {
        let input = json!({ "KeyId": id, "PrimaryRegion": HERE });
        ask_as(kms, &in_region(THERE), "UpdatePrimaryRegion", input).expect("another primary key");
    }
    (id, sent)
}

/// A ciphertext that names another key: the names are all that is read before the key's state.
fn with_key_id(blob: &str, key_id: &str) -> String {
    let mut blob = bytes(&json!({ "blob": blob }), "blob");
    blob.splice(5..41, key_id.bytes());
    base64(blob)
}

/// Wrapped material for a key, and its token.
fn wrapped(kms: &mut Kms, region: &str, key_id: &str, material: &[u8]) -> (String, String) {
    let input = json!({ "KeyId": key_id, "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048" });
    let parameters = ask_as(kms, &in_region(region), "GetParametersForImport", input).expect("parameters");
    let request = importing(&parameters, WrappingAlgorithm::RsaesOaepSha256, material);
    (text(&request, "EncryptedKeyMaterial"), text(&request, "ImportToken"))
}

/// Imports material that is new to the key.
fn import(kms: &mut Kms, region: &str, key_id: &str, material: &[u8]) {
    import_as(kms, region, key_id, material, "NEW_KEY_MATERIAL");
}

/// Imports material that the key, or its primary key, had before.
fn import_again(kms: &mut Kms, region: &str, key_id: &str, material: &[u8]) {
    import_as(kms, region, key_id, material, "EXISTING_KEY_MATERIAL");
}

fn import_as(kms: &mut Kms, region: &str, key_id: &str, material: &[u8], kind: &str) {
    let (material, token) = wrapped(kms, region, key_id, material);
    let input = json!({ "KeyId": key_id, "EncryptedKeyMaterial": material, "ImportToken": token,
        "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE", "ImportType": kind });
    ask_as(kms, &in_region(region), "ImportKeyMaterial", input).expect("the material is imported");
}
