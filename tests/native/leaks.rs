//! No key of the HSM comes out, in any form, by any door.
//!
//! The engine runs on randomness that is written down, so the keys are known; everything that comes out is searched for
//! them.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use glass_kms::{
    env::{Entropy, EntropyError, SeededEntropy},
    envelope::{self, Client, Stored, Wanted},
    error::KmsError,
    hsm::{aes, kdf},
    operations::{AuditFilter, CallContext, Kms},
    trace::{Excerpt, Flow, Recorder, Subject, Trace, Track},
    types::EncryptionContext,
    wire::{HttpRequest, handle, to_json},
};
use serde_json::Value;

use crate::{
    support::{
        Answer, CONTEXT, DATA, RAW_SECRET, base64, bytes, create_key, disable_key, env, options, read, root, seeded,
        written,
    },
    tour::{Ask, IMPORTED, SECRET_DATA, tour},
};

/// Everything that was drawn from the source of randomness, draw by draw.
type Drawn = Rc<RefCell<Vec<Vec<u8>>>>;

struct WrittenDown {
    source: SeededEntropy,
    drawn: Drawn,
}

impl Entropy for WrittenDown {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        self.source.fill(buffer)?;
        self.drawn.borrow_mut().push(buffer.to_vec());
        Ok(())
    }
}

/// How much of a secret counts as the secret, in bytes.
const WINDOW: usize = 8;

/// What must not come out.
#[derive(Default)]
struct Secrets(HashMap<[u8; WINDOW], &'static str>);

impl Secrets {
    fn add(&mut self, name: &'static str, secret: &[u8]) {
        for window in secret.array_windows() {
            self.0.insert(*window, name);
        }
    }

    /// The secret of which `text` holds a part, however it is written.
    fn found_in(&self, text: &[u8]) -> Option<&'static str> {
        let readings = readings(text);
        readings.iter().flat_map(|reading| reading.array_windows()).find_map(|window| self.0.get(window).copied())
    }
}

/// A text as it stands, and read as base64 (at each alignment), hexadecimal digits and lists of numbers.
fn readings(text: &[u8]) -> Vec<Vec<u8>> {
    let mut readings = vec![text.to_vec()];
    for run in text.split(|byte| base64_digit(*byte).is_none()).filter(|run| run.len() >= WINDOW) {
        readings.extend((0..4).map(|skipped| from_digits(run, skipped, base64_digit, 6)));
    }
    for run in text.split(|byte| hex_digit(*byte).is_none()).filter(|run| run.len() >= 2 * WINDOW) {
        readings.extend((0..2).map(|skipped| from_digits(run, skipped, hex_digit, 4)));
    }
    let text = String::from_utf8_lossy(text);
    readings.push(text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect());
    readings
}

fn from_digits(digits: &[u8], skipped: usize, digit: fn(u8) -> Option<u8>, bits: u32) -> Vec<u8> {
    let mut read = Vec::new();
    let (mut pending, mut count) = (0_u32, 0);
    for value in digits.iter().skip(skipped).filter_map(|byte| digit(*byte)) {
        pending = (pending << bits) | u32::from(value);
        count += bits;
        if count >= 8 {
            count -= 8;
            read.push(u8::try_from((pending >> count) & 0xff).expect("eight bits"));
        }
    }
    read
}

fn base64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// What came out, with a name for each piece.
#[derive(Default)]
struct Out(Vec<(String, Vec<u8>)>);

impl Out {
    fn put(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.push((name.into(), bytes.into()));
    }

    /// A trace: as JSON, as text, and each blob by itself.
    fn put_trace(&mut self, name: &str, trace: &Trace) {
        self.put(format!("{name}: trace"), to_json(trace).expect("a trace is JSON"));
        self.put(format!("{name}: trace, Debug"), format!("{trace:?}"));
        for (id, blob) in &trace.blobs {
            let shown = blob.bytes.iter().map(|bytes| bytes.as_slice().to_vec()).collect::<Vec<_>>().concat();
            self.put(format!("{name}: blob {id}"), shown);
        }
    }

    fn put_error(&mut self, name: &str, error: &KmsError) {
        self.put(format!("{name}: error"), format!("{error} {error:?} {} {}", error.code(), error.message()));
    }

    /// The names of the pieces in which a secret is found.
    fn leaks(&self, secrets: &Secrets) -> Vec<String> {
        let found = self.0.iter().filter_map(|(name, bytes)| Some(format!("{} in {name}", secrets.found_in(bytes)?)));
        found.collect()
    }
}

/// An engine whose randomness is known.
struct Glass {
    kms: Kms,
    drawn: Drawn,
    out: Out,
    /// Every `CiphertextBlob` that came out.
    sealed: Vec<Vec<u8>>,
    /// Every `ImportToken` that came out.
    import_tokens: Vec<Vec<u8>>,
}

impl Glass {
    fn new() -> Self {
        let drawn = Drawn::default();
        let entropy = WrittenDown { source: seeded("kms"), drawn: Rc::clone(&drawn) };
        let kms = Kms::new(env(entropy), options());
        Self { kms, drawn, out: Out::default(), sealed: Vec::new(), import_tokens: Vec::new() }
    }

    fn call(&mut self, ask: &Ask, watched: bool) -> Answer {
        let Ask { operation, input, .. } = ask;
        let name = format!("{operation} {input}");
        let mut recorder = if watched { Recorder::on(Subject::Data) } else { Recorder::off() };
        let result = read(operation, input).and_then(|request| {
            self.out.put(format!("{name}: request, Debug"), format!("{request:?}"));
            self.kms.call(&ask.context(), request, &mut recorder).map_err(KmsError::from)
        });
        self.out.put(format!("{name}: recorder, Debug"), format!("{recorder:?}"));
        let refusal = result.as_ref().err().map(|error| (error.code(), error.message()));
        if let Some(trace) = recorder.finish(Track::Aws, Flow::of(operation), self.kms.now(), refusal) {
            self.out.put_trace(&name, &trace);
        }
        match result {
            Ok(response) => {
                self.out.put(format!("{name}: response, Debug"), format!("{response:?}"));
                let answer = written(&response);
                self.out.put(format!("{name}: response"), answer.to_string());
                self.collect(&answer);
                Ok(answer)
            }
            Err(error) => {
                self.out.put_error(&name, &error);
                Err(error)
            }
        }
    }

    /// Keeps what is sealed under keys of the HSM.
    fn collect(&mut self, answer: &Value) {
        for (name, all) in [("CiphertextBlob", &mut self.sealed), ("ImportToken", &mut self.import_tokens)] {
            if answer.get(name).is_some() {
                all.push(bytes(answer, name));
            }
        }
    }

    /// The keys of the HSM and those derived from them, found among what was drawn by how each is made.
    fn keys(&self) -> Secrets {
        let drawn = self.drawn.borrow();
        let lengths: Vec<usize> = drawn.iter().map(Vec::len).collect();
        let made = |pattern: &[usize], at: usize| -> Vec<&Vec<u8>> {
            let starts = lengths.windows(pattern.len()).enumerate().filter(|(_, window)| *window == pattern);
            starts.filter_map(|(start, _)| drawn.get(start + at)).collect()
        };
        let mut secrets = Secrets::default();
        // A Region's HSM: the domain key's id, then the domain key.
        let domain_keys = made(&[4, 32], 1);
        for key in &domain_keys {
            secrets.add("a domain key", key);
        }
        for token in &self.import_tokens {
            let mut opened = domain_keys.iter().filter_map(|key| open_import_token(key, token));
            let primes = opened.next().expect("a domain key opens it");
            secrets.add("a wrapping key", &primes);
            secrets.add("a wrapping key", &primes.iter().copied().rev().collect::<Vec<_>>());
        }
        // What Regions sign with and agree on wrapping keys with; and an HMAC key, and what is on P-384.
        for key in made(&[48], 0) {
            secrets.add("a key of a replication, an HMAC key, or a key on P-384", key);
        }
        // CreateKey: the key id, the backing key, the IV of its token.
        let mut backing_keys = made(&[16, 32, 12], 1);
        for length in [28, 48, 64, 66] {
            backing_keys.extend(made(&[16, length, 12], 1));
        }
        assert!(!domain_keys.is_empty() && !backing_keys.is_empty());
        // CreateCustomKeyStore: its id. CreateKey in it: the secret of the external key manager, then as above.
        for secret in made(&[9, 32, 16, 32, 12], 1) {
            secrets.add("the secret of the external key manager", secret);
            let fixed = [b"glass-kms external key v1", [0].as_slice(), b"heron-key", &256_u32.to_be_bytes()].concat();
            let mut external_key = [0; 32];
            kdf::counter_mode(secret, &fixed, &mut external_key);
            secrets.add("an external key", &external_key);
        }
        let imported = IMPORTED.to_vec();
        backing_keys.push(&imported);
        for key in &backing_keys {
            secrets.add("a backing key", key);
            for blob in &self.sealed {
                let nonce = blob.get(73..89).expect("a ciphertext has a nonce");
                let fixed = [b"glass-kms message key v1", [0].as_slice(), nonce, &256_u32.to_be_bytes()].concat();
                let mut message_key = [0; 32];
                kdf::counter_mode(key, &fixed, &mut message_key);
                secrets.add("a message key", &message_key);
            }
        }
        secrets
    }

    #[track_caller]
    fn assert_tight(&self, secrets: &Secrets) {
        let leaks = self.out.leaks(secrets);
        assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
    }
}

/// The primes in an import token, by the layout that ARCHITECTURE.md describes: the header; then, sealed, the token's id,
/// the key id, the algorithm and the primes.
fn open_import_token(domain_key: &[u8], token: &[u8]) -> Option<Vec<u8>> {
    let (header, sealed) = token.split_at_checked(29)?;
    let (key, iv) = (domain_key.try_into().ok()?, header.get(9..21)?.try_into().ok()?);
    let opened = aes::open(key, iv, header, sealed).ok()?;
    Some(opened.get(16 + 36 + 1..)?.to_vec())
}

#[test]
fn the_search_finds_a_secret_in_every_form() {
    let secret: Vec<u8> = (100..132).collect();
    let mut secrets = Secrets::default();
    secrets.add("the secret", &secret);
    let hex = secret.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let after = |before: &[u8]| base64([before, &secret].concat());
    for text in [
        [b"before ", secret.as_slice(), b" after"].concat(),
        secret.iter().copied().skip(12).take(WINDOW).collect(),
        hex.clone().into_bytes(),
        hex.to_uppercase().into_bytes(),
        format!("0{hex}").into_bytes(),
        format!("{secret:?}").into_bytes(),
        format!("{secret:#?}").into_bytes(),
        format!("{{\"a\":\"{}\"}}", after(b"")).into_bytes(),
        after(b"1").into_bytes(),
        after(b"12").into_bytes(),
    ] {
        assert_eq!(secrets.found_in(&text), Some("the secret"), "{}", String::from_utf8_lossy(&text));
    }
    let other: Vec<u8> = (0..100).collect();
    for text in [other.clone(), format!("{other:?}").into_bytes(), base64(&other).into_bytes()] {
        assert_eq!(secrets.found_in(&text), None);
    }
}

#[test]
fn the_search_finds_a_data_key_that_is_handed_out() {
    let mut glass = Glass::new();
    tour(|ask| glass.call(ask, true));
    let drawn = glass.drawn.borrow();
    // GenerateDataKey: the data key, the nonce, the IV.
    let data_key = drawn
        .array_windows()
        .find_map(|[key, nonce, iv]: &[_; 3]| (key.len() == 32 && nonce.len() == 16 && iv.len() == 12).then_some(key));
    let mut secrets = Secrets::default();
    secrets.add("the data key", data_key.expect("a data key was drawn"));
    let found = glass.out.leaks(&secrets);
    let places: Vec<&str> = found.iter().filter_map(|place| place.rsplit(": ").next()).collect();
    assert_eq!(places, ["trace", "blob data-key", "response"], "{found:?}");
}

#[test]
fn no_operation_gives_a_key_away() {
    for watched in [false, true] {
        let mut glass = Glass::new();
        tour(|ask| glass.call(ask, watched));
        let log = glass.kms.audit_log(&AuditFilter::default());
        assert!(log.len() > 100, "the walk is in the log");
        let lengths: Vec<usize> = glass.drawn.borrow().iter().map(Vec::len).collect();
        // HMAC keys, key pairs of P-384 and ML-KEM, and those of P-521.
        for (length, count) in [(28, 1), (48, 3), (64, 4), (66, 2)] {
            let made = lengths.windows(3).filter(|window| **window == [16, length, 12]);
            assert_eq!(made.count(), count, "keys of {length} bytes were made");
        }
        let managers = lengths.windows(5).filter(|window| **window == [9, 32, 16, 32, 12]);
        assert_eq!(managers.count(), 1, "a key was made in a key store");
        let private_keys = glass.drawn.borrow().iter().filter(|drawn| drawn.len() == 48).count();
        assert!(private_keys > 4, "a key was replicated on the way");
        glass.out.put("audit log", to_json(&log).expect("JSON"));
        glass.out.put("audit log, Debug", format!("{log:?}"));
        glass.assert_tight(&glass.keys());
    }
}

#[test]
fn a_data_key_that_is_not_handed_out_does_not_come_out() {
    let mut glass = Glass::new();
    let mut unseen = Secrets::default();
    tour(|ask| {
        let before = glass.drawn.borrow().len();
        let answer = glass.call(ask, true);
        let makes_one = ["GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPairWithoutPlaintext"];
        if makes_one.contains(&ask.operation) && answer.is_ok() {
            unseen.add("the data key", glass.drawn.borrow().get(before).expect("a data key was drawn"));
        }
        answer
    });
    assert!(!unseen.0.is_empty());
    glass.assert_tight(&unseen);
}

#[test]
fn the_secret_of_a_proxys_credential_stays_with_the_client() {
    // A watched request shows what its caller wrote; nothing else has the secret.
    let mut glass = Glass::new();
    tour(|ask| glass.call(ask, false));
    assert!(glass.out.0.iter().any(|(name, _)| name.contains(RAW_SECRET)), "it was sent");
    glass.out.put("audit log", to_json(&glass.kms.audit_log(&AuditFilter::default())).expect("JSON"));
    glass.out.put("snapshot", glass.kms.snapshot(&[9; 32]).expect("a snapshot"));
    let mut secret = Secrets::default();
    secret.add("the secret of a proxy's credential", RAW_SECRET.as_bytes());
    glass.assert_tight(&secret);
}

#[test]
fn re_encryption_shows_nobody_the_data() {
    let mut glass = Glass::new();
    tour(|ask| glass.call(ask, true));
    glass.out.0.retain(|(name, _)| name.starts_with("ReEncrypt"));
    assert!(!glass.out.0.is_empty());
    let mut data = Secrets::default();
    data.add("the data", SECRET_DATA);
    glass.assert_tight(&data);
}

#[test]
fn the_flows_give_no_key_away() {
    let mut glass = Glass::new();
    let key_id = create_key(&mut glass.kms, "Letters");
    let mut client = seeded("client");
    let wanted =
        || Wanted { key_id: Some(key_id.clone()), context: EncryptionContext::from(CONTEXT), ..Wanted::default() };

    let caller = Client { kms: &mut glass.kms, context: root(), entropy: &mut client };
    let sealing = caller.begin_encrypt(wanted(), Excerpt::of(DATA)).expect("encrypted");
    glass.out.put("sealing, Debug", format!("{sealing:?}"));
    let ciphertext = envelope::seal(sealing.data_key().expose(), sealing.iv(), DATA).expect("short data");
    let iv = *sealing.iv();
    let (wrapped, trace) = sealing.finish(Excerpt::of(&ciphertext));
    glass.out.put_trace("encrypt", &trace.expect("flows are watched"));
    glass.out.put("ciphertext", ciphertext.clone());
    glass.sealed.push(wrapped.clone());
    let stored = Stored { iv: &iv, ciphertext: Excerpt::of(&ciphertext), encrypted_data_key: &wrapped };

    let caller = Client { kms: &mut glass.kms, context: root(), entropy: &mut client };
    let opening = caller.begin_decrypt(wanted(), stored).expect("decrypted");
    glass.out.put("opening, Debug", format!("{opening:?}"));
    let trace = opening.finish(Some(Excerpt::of(DATA))).expect("finished");
    glass.out.put_trace("decrypt", &trace.expect("flows are watched"));

    let mut refuse = |glass: &mut Glass, wrapped: &[u8]| {
        let caller = Client { kms: &mut glass.kms, context: root(), entropy: &mut client };
        let refused =
            caller.begin_decrypt(wanted(), Stored { encrypted_data_key: wrapped, ..stored }).expect_err("refused");
        glass.out.put("refused, Debug", format!("{refused:?} {}", refused.error));
        glass.out.put_trace("refused", &refused.trace.expect("flows are watched"));
    };
    let mut changed = wrapped.clone();
    changed[101] ^= 1;
    refuse(&mut glass, &changed);
    disable_key(&mut glass.kms, &key_id);
    refuse(&mut glass, &wrapped);
    glass.assert_tight(&glass.keys());
}

#[test]
fn neither_the_wire_nor_a_snapshot_gives_a_key_away() {
    let mut glass = Glass::new();
    tour(|ask| {
        let CallContext { caller, region, .. } = ask.context();
        let account = caller.map_or("AKIDEXAMPLE", |_| "444455556666");
        let scope = format!("{account}/20261124/{}/kms/aws4_request", region.unwrap_or("ap-northeast-1"));
        let headers = [
            ("X-Amz-Target".to_owned(), format!("TrentService.{}", ask.operation)),
            ("Authorization".to_owned(), format!("AWS4-HMAC-SHA256 Credential={scope}, Signature=00")),
        ];
        let body = ask.input.to_string();
        let http = HttpRequest { method: "POST", path: "/", headers: &headers, body: body.as_bytes() };
        let response = handle(&mut glass.kms, &http);
        let name = format!("{} {body}", ask.operation);
        glass.out.put(format!("{name}: headers"), format!("{:?}", response.headers()));
        glass.out.put(format!("{name}: response, Debug"), format!("{response:?}"));
        glass.out.put(format!("{name}: body"), response.body.clone());
        let answer: Value = serde_json::from_slice(&response.body).expect("JSON");
        glass.collect(&answer);
        if response.status == 200 { Ok(answer) } else { Err(KmsError::DryRunOperation) }
    });
    let snapshot = glass.kms.snapshot(&[9; 32]).expect("a snapshot");
    glass.out.put("snapshot", snapshot.clone());
    glass.assert_tight(&glass.keys());

    // The domain keys are in it, under the caller's key: the search above was not in vain.
    assert!(Kms::restore(env(seeded("restored")), &snapshot, &[9; 32]).is_ok());
}

#[test]
fn what_is_printed_for_debugging_shows_no_data() {
    let secret = b"nobody should print this";
    let headers = [("authorization".to_owned(), String::from_utf8_lossy(secret).into_owned())];
    let request = HttpRequest { method: "POST", path: "/", headers: &headers, body: secret };
    let mut kms = Kms::new(env(seeded("kms")), options());
    let target = [("x-amz-target".to_owned(), "TrentService.GenerateRandom".to_owned())];
    let response = handle(&mut kms, &HttpRequest { headers: &target, body: b"{\"NumberOfBytes\":32}", ..request });
    let printed = format!("{request:?} {:?} {response:?}", Excerpt::of(secret));
    assert!(!printed.contains("nobody") && !printed.contains("110, 111, 98"), "{printed}");
    let body = String::from_utf8(response.body).expect("JSON is UTF-8");
    assert!(body.contains("Plaintext") && !printed.contains(&body), "{printed}");
}
