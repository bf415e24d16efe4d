//! Importing key material into the HSM: wrapping keys, import tokens, and what comes in with them.

use core::time::Duration;
use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
    process::Command,
    rc::Rc,
};

use glass_kms::{
    error::KmsError,
    hsm::{
        Ciphertext, Encryption, Hsm, HsmError, ImportParameters, ImportTokenId, Imported, Sealed, TokenRef,
        oaep::{Hash, PublicKey},
        primes::ROUNDS,
        wrapping,
    },
    trace::{Flow, Recorder, Subject, Trace, Track},
    types::{Blob, EncryptionContext, KeyId, KeySpec, Timestamp, WrappingAlgorithm, WrappingKeySpec},
};

use crate::{
    failures::RunsDry,
    support::{NOW, base64, seeded},
};

const MATERIAL: [u8; 32] = *b"thirty-two bytes, as AES-256 has";
const ALGORITHM: WrappingAlgorithm = WrappingAlgorithm::RsaAesKeyWrapSha256;
const DAY: Duration = Duration::from_hours(24);

fn now() -> Timestamp {
    Timestamp::from_millis(NOW)
}

fn key_id(number: u8) -> KeyId {
    KeyId::from_random([number; 16])
}

fn hsm(seed: &str) -> Hsm {
    Hsm::make(&mut seeded(seed), now()).expect("seeded entropy does not fail")
}

/// A wrapping key of this HSM for key 1.
fn parameters(hsm: &Hsm, spec: WrappingKeySpec, algorithm: WrappingAlgorithm) -> ImportParameters {
    let (mut entropy, mut recorder) = (seeded("wrapping key"), Recorder::off());
    let session = hsm.session(&mut entropy, &mut recorder);
    session.make_wrapping_key(key_id(1), spec, algorithm, now()).expect("a wrapping key")
}

fn small(hsm: &Hsm) -> ImportParameters {
    parameters(hsm, WrappingKeySpec::Rsa2048, ALGORITHM)
}

fn wrapped(parameters: &ImportParameters, algorithm: WrappingAlgorithm, material: &[u8]) -> Vec<u8> {
    let public = PublicKey::from_der(&parameters.public_key).expect("a public key");
    wrapping::wrap(&public, algorithm, material, &mut seeded("client")).expect("wrapped")
}

/// Imports into key 1, at the time of the tests, with a token that was not used.
fn import(hsm: &Hsm, token: &[u8], wrapped: &[u8]) -> Result<Imported, HsmError> {
    import_into(hsm, key_id(1), token, wrapped, now(), |_| false)
}

fn import_into(
    hsm: &Hsm,
    key_id: KeyId,
    token: &[u8],
    wrapped: &[u8],
    now: Timestamp,
    is_used: impl FnOnce(ImportTokenId) -> bool,
) -> Result<Imported, HsmError> {
    let (mut entropy, mut recorder) = (seeded("import"), Recorder::off());
    hsm.session(&mut entropy, &mut recorder).import_key(
        (key_id, KeySpec::SymmetricDefault),
        token,
        wrapped,
        now,
        is_used,
        |_| Ok(()),
    )
}

#[test]
fn imported_material_is_a_key_like_any_other() {
    let hsm = hsm("one");
    let mut names = Vec::new();
    let small = WrappingAlgorithm::BUILT.map(|algorithm| (WrappingKeySpec::Rsa2048, algorithm));
    let large = [WrappingKeySpec::Rsa3072, WrappingKeySpec::Rsa4096].map(|spec| (spec, ALGORITHM));
    for (spec, algorithm) in small.into_iter().chain(large) {
        let parameters = parameters(&hsm, spec, algorithm);
        assert_eq!(parameters.valid_to, now().plus(DAY));
        assert_eq!(parameters.import_token.len(), 98 + spec.bits() / 8);
        let wrapped = wrapped(&parameters, algorithm, &MATERIAL);
        let imported = import(&hsm, &parameters.import_token, &wrapped).expect("imported");
        assert_eq!(imported.valid_to, parameters.valid_to);
        names.push(imported.material_id);
        let key =
            TokenRef { key_id: key_id(1), material_id: imported.material_id, token: &imported.token, external: None };
        let (mut entropy, mut recorder) = (seeded("use"), Recorder::off());
        let context = EncryptionContext::default();
        let sealed = hsm
            .session(&mut entropy, &mut recorder)
            .encrypt(key, b"hello", Encryption::Symmetric(&context))
            .expect("encrypted");
        let parsed = Ciphertext::parse(&sealed).expect("a ciphertext");
        let opened = hsm
            .session(&mut entropy, &mut recorder)
            .decrypt(key, Sealed::Symmetric(&parsed, &context))
            .expect("decrypted");
        assert_eq!(opened.expose(), b"hello");
    }
    names.dedup();
    assert_eq!(names.len(), 1, "the same bytes in the same key have the same name, however they came");
    let parameters = self::small(&hsm);
    let other = wrapped(&parameters, ALGORITHM, &[1; 32]);
    let other = import(&hsm, &parameters.import_token, &other).expect("imported");
    assert_ne!(names, [other.material_id]);
}

#[test]
fn a_wrapping_key_is_new_each_time() {
    let hsm = hsm("one");
    let (mut entropy, mut recorder) = (seeded("wrapping key"), Recorder::off());
    let [first, second] = [(); 2].map(|()| {
        let session = hsm.session(&mut entropy, &mut recorder);
        session.make_wrapping_key(key_id(1), WrappingKeySpec::Rsa2048, ALGORITHM, now()).expect("a wrapping key")
    });
    assert_ne!(first.public_key, second.public_key);
    let id = |parameters: &ImportParameters| {
        let wrapped = wrapped(parameters, ALGORITHM, &MATERIAL);
        import(&hsm, &parameters.import_token, &wrapped).expect("imported").import_token
    };
    assert_ne!(id(&first), id(&second));
    let crossed = import(&hsm, &first.import_token, &wrapped(&second, ALGORITHM, &MATERIAL));
    assert_eq!(crossed.err(), Some(HsmError::ImportedMaterial));
}

#[test]
fn an_import_token_is_for_one_hsm_one_key_one_day_and_one_use() {
    let hsm = hsm("one");
    let parameters = small(&hsm);
    let (token, wrapped) = (&parameters.import_token[..], &wrapped(&parameters, ALGORITHM, &MATERIAL)[..]);
    let last = parameters.valid_to;
    let after = last.plus(Duration::from_millis(1));
    let right = import_into(&hsm, key_id(1), token, wrapped, last, |_| false).expect("imported");
    let mut asked = None;
    let used = import_into(&hsm, key_id(1), token, wrapped, last, |id| {
        asked = Some(id);
        true
    });
    assert_eq!((used.err(), asked), (Some(HsmError::ImportToken), Some(right.import_token)));
    let unasked = |_| panic!("a token that does not hold is not looked up");
    for (what, result, error) in [
        ("too late", import_into(&hsm, key_id(1), token, wrapped, after, unasked), HsmError::ImportTokenExpired),
        ("another key", import_into(&hsm, key_id(2), token, wrapped, last, unasked), HsmError::ImportToken),
        ("another key, too late", import_into(&hsm, key_id(2), token, wrapped, after, unasked), HsmError::ImportToken),
        (
            "another HSM",
            import_into(&self::hsm("two"), key_id(1), token, wrapped, last, unasked),
            HsmError::ImportToken,
        ),
    ] {
        assert_eq!(result.err(), Some(error), "{what}");
    }
}

#[test]
fn a_damaged_import_token_is_refused() {
    let hsm = hsm("one");
    let parameters = small(&hsm);
    let wrapped = wrapped(&parameters, ALGORITHM, &MATERIAL);
    let token = &parameters.import_token;
    let refused = |token: &[u8], what: &str| {
        assert_eq!(import(&hsm, token, &wrapped).err(), Some(HsmError::ImportToken), "{what}");
    };
    for at in 0..token.len() {
        let mut damaged = token.clone();
        damaged[at] ^= 0x80;
        refused(&damaged, &format!("byte {at}"));
    }
    for length in 0..token.len() {
        refused(&token[..length], &format!("the first {length} bytes"));
    }
    refused(&[&token[..], &[0]].concat(), "a byte more");
    assert!(import(&hsm, token, &wrapped).is_ok());
}

#[test]
fn material_that_is_not_a_key_is_refused_for_one_reason() {
    let hsm = hsm("one");
    for algorithm in [WrappingAlgorithm::RsaesOaepSha1, ALGORITHM] {
        let parameters = parameters(&hsm, WrappingKeySpec::Rsa2048, algorithm);
        let refused = |wrapped: &[u8], what: &str| {
            let result = import(&hsm, &parameters.import_token, wrapped);
            assert_eq!(result.err(), Some(HsmError::ImportedMaterial), "{}: {what}", algorithm.as_str());
        };
        for length in [1, 16, 31, 33, 64] {
            refused(&wrapped(&parameters, algorithm, &vec![7; length]), &format!("{length} bytes of material"));
        }
        let right = wrapped(&parameters, algorithm, &MATERIAL);
        let mut damaged = right.clone();
        damaged[100] ^= 1;
        refused(&damaged, "damaged");
        refused(&right[1..], "cut short");
        refused(&[], "nothing");
        refused(&MATERIAL, "in the clear");
        assert!(import(&hsm, &parameters.import_token, &right).is_ok());
    }
    let parameters = parameters(&hsm, WrappingKeySpec::Rsa2048, WrappingAlgorithm::RsaesOaepSha256);
    let public = PublicKey::from_der(&parameters.public_key).expect("a public key");
    let empty = public.encrypt(Hash::Sha256, &[], &mut seeded("client")).expect("encrypted");
    let result = import(&hsm, &parameters.import_token, &empty);
    assert_eq!(result.err(), Some(HsmError::ImportedMaterial), "no material at all");
}

#[test]
fn refusals_are_the_exceptions_of_aws() {
    for (error, code) in [
        (HsmError::ImportToken, "InvalidImportTokenException"),
        (HsmError::ImportTokenExpired, "ExpiredImportTokenException"),
        (HsmError::ImportedMaterial, "InvalidCiphertextException"),
    ] {
        let error = KmsError::from(error);
        assert_eq!((error.code(), error.message(), error.status()), (code, "", 400));
    }
}

#[test]
fn without_randomness_no_wrapping_key_is_made_and_nothing_is_imported() {
    let hsm = hsm("one");
    let parameters = small(&hsm);
    let wrapped = wrapped(&parameters, ALGORITHM, &MATERIAL);
    let dry = |left: &Rc<_>| RunsDry { source: seeded("wrapping key"), left: Rc::clone(left) };
    let make = |left: &Rc<Cell<u32>>| {
        let (mut entropy, mut recorder) = (dry(left), Recorder::off());
        let session = hsm.session(&mut entropy, &mut recorder);
        session.make_wrapping_key(key_id(1), WrappingKeySpec::Rsa2048, ALGORITHM, now()).map(drop)
    };
    let import = |left: &Rc<Cell<u32>>| {
        let (mut entropy, mut recorder) = (dry(left), Recorder::off());
        let session = hsm.session(&mut entropy, &mut recorder);
        session
            .import_key(
                (key_id(1), KeySpec::SymmetricDefault),
                &parameters.import_token,
                &wrapped,
                now(),
                |_| false,
                |_| Ok(()),
            )
            .map(drop)
    };
    let draws_of = |what: &dyn Fn(&Rc<_>) -> Result<(), HsmError>| {
        let left = Rc::new(Cell::new(u32::MAX));
        what(&left).expect("with randomness it is done");
        let needed = u32::MAX - left.get();
        for draws in (0..needed).filter(|draws| *draws < 20 || needed - draws < 20) {
            left.set(draws);
            assert_eq!(what(&left), Err(HsmError::Entropy), "after {draws} draws");
        }
        needed
    };
    // Two primes, what they are tested with, the token's id and its IV; then what blinds RSA, twice, and the IV of the
    // key's token.
    assert!(draws_of(&make) as usize >= 4 + 2 * ROUNDS);
    assert!(draws_of(&import) >= 11);
}

#[test]
fn a_trace_shows_the_import_and_no_secret() {
    let hsm = hsm("one");
    let (mut entropy, mut recorder) = (seeded("wrapping key"), Recorder::on(Subject::Data));
    hsm.introduce(&mut recorder);
    let session = hsm.session(&mut entropy, &mut recorder);
    let parameters =
        session.make_wrapping_key(key_id(1), WrappingKeySpec::Rsa2048, ALGORITHM, now()).expect("a wrapping key");
    let made = finish(recorder, "GetParametersForImport");
    assert_eq!(steps(&made), ["send-to-hsm", "make-wrapping-key", "seal-import-token", "leave-hsm"]);
    assert_eq!(bytes(&made, "wrapping-public-key"), Some(&parameters.public_key[..]));
    assert_eq!(bytes(&made, "import-token"), Some(&parameters.import_token[..]));
    assert_eq!(bytes(&made, "wrapping-key"), None);

    let wrapped = wrapped(&parameters, ALGORITHM, &MATERIAL);
    let mut recorder = Recorder::on(Subject::Data);
    hsm.introduce(&mut recorder);
    let session = hsm.session(&mut entropy, &mut recorder);
    let fits = |_| Ok::<_, HsmError>(());
    session
        .import_key((key_id(1), KeySpec::SymmetricDefault), &parameters.import_token, &wrapped, now(), |_| false, fits)
        .expect("imported");
    let imported = finish(recorder, "ImportKeyMaterial");
    let expected = ["send-to-hsm", "open-import-token", "unwrap-material", "name-material", "wrap-key", "store-token"];
    assert_eq!(steps(&imported), expected);
    assert_eq!(fields(&imported, "wrapped-material"), [(0, 256, "wrapped-aes-key"), (256, 40, "wrapped-key-material")]);
    let token_fields = fields(&imported, "import-token");
    assert_eq!(token_fields.iter().map(|(_, length, _)| length).sum::<usize>(), parameters.import_token.len());
    assert_eq!((bytes(&imported, "wrapping-key"), bytes(&imported, "kms-key")), (None, None));
    for trace in [&made, &imported] {
        let json = serde_json::to_string(trace).expect("JSON");
        assert!(!json.contains(base64(str::from_utf8(&MATERIAL).expect("text")).trim_end_matches('=')));
        let hsm = trace.steps.last().expect("a step").holds.get(&glass_kms::trace::Actor::Hsm);
        assert_eq!(hsm.map(Vec::as_slice), Some(&["domain-key".into()][..]), "the HSM keeps its domain key only");
    }
}

#[test]
fn a_trace_of_refused_material_does_not_say_what_was_wrong() {
    let hsm = hsm("one");
    let parameters = small(&hsm);
    let right = wrapped(&parameters, ALGORITHM, &MATERIAL);
    let [mut first_layer, mut second_layer] = [right.clone(), right];
    first_layer[0] ^= 1;
    second_layer[256] ^= 1;
    let short = wrapped(&parameters, ALGORITHM, &[7; 31]);
    let traces = [first_layer, second_layer, short].map(|wrapped| {
        let (mut entropy, mut recorder) = (seeded("import"), Recorder::on(Subject::Data));
        let session = hsm.session(&mut entropy, &mut recorder);
        let result = session.import_key(
            (key_id(1), KeySpec::SymmetricDefault),
            &parameters.import_token,
            &wrapped,
            now(),
            |_| false,
            |_| Ok(()),
        );
        assert_eq!(result.err(), Some(HsmError::ImportedMaterial));
        let mut trace = finish(recorder, "ImportKeyMaterial");
        // The bytes that were sent are the only difference.
        assert_eq!(trace.blobs.remove("wrapped-material").map(|blob| blob.length), Some(wrapped.len()));
        trace
    });
    assert_eq!(steps(&traces[0]), ["send-to-hsm", "open-import-token", "unwrap-material"]);
    assert_eq!((&traces[0], &traces[0]), (&traces[1], &traces[2]));
}

#[test]
fn openssl_wraps_material_for_the_hsm() {
    let Some(folder) = Folder::with_openssl() else { return };
    let hsm = hsm("one");
    for algorithm in WrappingAlgorithm::BUILT {
        let parameters = parameters(&hsm, WrappingKeySpec::Rsa2048, algorithm);
        folder.write("public.der", &parameters.public_key);
        folder.write("material.bin", &MATERIAL);
        let hash = if algorithm.as_str().ends_with("SHA_1") { "sha1" } else { "sha256" };
        let encrypt = |from: &str, to: &str| {
            folder.openssl(&format!(
                "pkeyutl -encrypt -pubin -inkey public.der -keyform DER -pkeyopt rsa_padding_mode:oaep \
                 -pkeyopt rsa_oaep_md:{hash} -pkeyopt rsa_mgf1_md:{hash} -in {from} -out {to}"
            ));
        };
        let wrapped = if algorithm.as_str().contains("KEY_WRAP") {
            folder.write("aes.bin", &[0xA5; 32]);
            encrypt("aes.bin", "wrapped-aes.bin");
            let key = "A5".repeat(32);
            folder.openssl(&format!(
                "enc -id-aes256-wrap-pad -K {key} -iv A65959A6 -in material.bin -out wrapped-material.bin"
            ));
            [folder.read("wrapped-aes.bin"), folder.read("wrapped-material.bin")].concat()
        } else {
            encrypt("material.bin", "wrapped.bin");
            folder.read("wrapped.bin")
        };
        let theirs = import(&hsm, &parameters.import_token, &wrapped).expect("imported");
        let ours = import(&hsm, &parameters.import_token, &self::wrapped(&parameters, algorithm, &MATERIAL));
        assert_eq!(theirs.material_id, ours.expect("imported").material_id, "{}", algorithm.as_str());
    }
}

#[test]
fn openssl_opens_what_the_client_wraps() {
    let Some(folder) = Folder::with_openssl() else { return };
    folder.openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out private.pem");
    folder.openssl("pkey -in private.pem -pubout -outform DER -out public.der");
    let public = PublicKey::from_der(&folder.read("public.der")).expect("a public key");
    for (algorithm, hash) in
        [(WrappingAlgorithm::RsaesOaepSha1, "sha1"), (WrappingAlgorithm::RsaesOaepSha256, "sha256")]
    {
        let wrapped = wrapping::wrap(&public, algorithm, &MATERIAL, &mut seeded("client")).expect("wrapped");
        folder.write("wrapped.bin", &wrapped);
        folder.openssl(&format!(
            "pkeyutl -decrypt -inkey private.pem -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:{hash} \
             -pkeyopt rsa_mgf1_md:{hash} -in wrapped.bin -out opened.bin"
        ));
        assert_eq!(folder.read("opened.bin"), MATERIAL);
    }
}

fn finish(recorder: Recorder, operation: &str) -> Trace {
    recorder.finish(Track::Aws, Flow::of(operation), now(), None).expect("the recorder was on")
}

fn steps(trace: &Trace) -> Vec<&str> {
    trace.steps.iter().map(|step| step.id.as_ref()).collect()
}

fn bytes<'a>(trace: &'a Trace, id: &str) -> Option<&'a [u8]> {
    trace.blobs.get(id).expect("a blob of this name").bytes.as_ref().map(Blob::as_slice)
}

fn fields<'a>(trace: &'a Trace, id: &str) -> Vec<(usize, usize, &'a str)> {
    let fields = &trace.blobs.get(id).expect("a blob of this name").fields;
    fields.iter().map(|field| (field.offset, field.length, field.name.as_ref())).collect()
}

/// A folder of its own to run `openssl` in, removed afterwards.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Nothing on a machine without the command; material that it wrapped once is tested in any case.
    pub(crate) fn with_openssl() -> Option<Self> {
        Command::new("openssl").arg("version").output().ok()?;
        let name = format!("{}-{:?}", std::process::id(), std::thread::current().id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).expect("a folder for the files of openssl");
        Some(Self(folder))
    }

    pub(crate) fn openssl(&self, arguments: &str) {
        let run = Command::new("openssl").args(arguments.split_whitespace()).current_dir(&self.0).output();
        let run = run.expect("openssl runs");
        assert!(run.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&run.stderr));
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.join(name), bytes).expect("the file is written");
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).expect("the file is there")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind lies in the build's own folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}
