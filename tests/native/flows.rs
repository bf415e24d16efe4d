//! The flows of both tellings, byte for byte: golden traces.
//!
//! The page shows these files before the engine has loaded. After a change that is meant to change them, write them
//! anew with `GLASS_KMS_WRITE_TRACES=1 cargo test --test native flows` and read the difference.

use std::{fs, path::PathBuf};

use glass_kms::{
    article::{ArticleKms, ArticleRefused, Stored},
    envelope::{self, Client, Envelope, Refused, Wanted},
    operations::{CallContext, DescribeKeyRequest, Kms, Request, Response},
    trace::{Excerpt, Outcome, Trace},
    types::EncryptionContext,
    wire::to_json,
};

use crate::support::{CONTEXT, DATA, SEED, call, disable_key, env, kms, root, seeded};

fn wanted(key_id: Option<&str>, context: impl Into<EncryptionContext>) -> Wanted {
    Wanted { key_id: key_id.map(str::to_owned), context: context.into(), ..Wanted::default() }
}

/// The client of the page's scenario, whose randomness goes on from flow to flow.
pub(crate) struct World {
    pub(crate) kms: Kms,
    client: glass_kms::env::SeededEntropy,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { kms: kms(), client: seeded("client") }
    }

    fn client<'a>(&'a mut self, context: CallContext<'a>) -> Client<'a> {
        Client { kms: &mut self.kms, context, entropy: &mut self.client }
    }

    pub(crate) fn encrypt(&mut self, key_id: &str) -> Result<(Envelope, Trace), Refused> {
        self.encrypt_as(root(), wanted(Some(key_id), CONTEXT))
    }

    pub(crate) fn encrypt_as(&mut self, who: CallContext<'_>, wanted: Wanted) -> Result<(Envelope, Trace), Refused> {
        let sealing = self.client(who).begin_encrypt(wanted, Excerpt::of(DATA))?;
        let ciphertext = envelope::seal(sealing.data_key().expose(), sealing.iv(), DATA).expect("short data");
        let iv = *sealing.iv();
        let (encrypted_data_key, trace) = sealing.finish(Excerpt::of(&ciphertext));
        Ok((Envelope { iv, ciphertext, encrypted_data_key }, trace.expect("flows are watched")))
    }

    fn decrypt(&mut self, envelope: &Envelope, wanted: Wanted) -> Result<(Vec<u8>, Trace), Refused> {
        self.decrypt_as(root(), envelope, wanted)
    }

    pub(crate) fn decrypt_as(
        &mut self,
        who: CallContext<'_>,
        envelope: &Envelope,
        wanted: Wanted,
    ) -> Result<(Vec<u8>, Trace), Refused> {
        let opening = self.client(who).begin_decrypt(wanted, envelope.stored())?;
        let data = envelope::open(opening.data_key().expose(), &envelope.iv, &envelope.ciphertext).ok();
        let excerpt = data.as_ref().map(|data| Excerpt::of(data.expose()));
        let trace = opening.finish(excerpt)?;
        Ok((data.expect("finished").into_exposed(), trace.expect("flows are watched")))
    }

    pub(crate) fn key_id(&mut self, alias: &str) -> String {
        let request = DescribeKeyRequest { key_id: Some(alias.to_owned()), ..DescribeKeyRequest::default() };
        match call(&mut self.kms, Request::DescribeKey(request)) {
            Ok(Response::DescribeKey(answer)) => answer.key_metadata.key_id.to_string(),
            other => panic!("DescribeKey answered {other:?}"),
        }
    }

    /// The letters, encrypted; what every decryption begins with.
    fn letters() -> (Self, Envelope) {
        let mut world = Self::new();
        let (envelope, _) = world.encrypt("alias/letters").expect("encrypted");
        (world, envelope)
    }
}

/// Compares a trace with its file, or writes the file if asked to.
pub(crate) fn golden(name: &str, trace: Trace) {
    let trace = Trace { seed: Some(SEED.to_owned()), ..trace };
    let compact = to_json(&trace).expect("a trace is JSON");
    let value: serde_json::Value = serde_json::from_slice(&compact).expect("JSON");
    let text = serde_json::to_string_pretty(&value).expect("JSON") + "\n";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/traces/{name}.json"));
    if std::env::var_os("GLASS_KMS_WRITE_TRACES").is_some() {
        fs::write(&path, &text).expect("the file is written");
    }
    let recorded = fs::read_to_string(&path).expect("the trace was recorded");
    assert!(recorded == text, "{name}: the engine no longer does what {} says", path.display());
}

fn refused_trace<T: std::fmt::Debug>(result: Result<T, Refused>) -> Trace {
    *result.expect_err("refused").trace.expect("flows are watched")
}

fn ids(trace: &Trace) -> Vec<&str> {
    trace.steps.iter().map(|step| step.id.as_ref()).collect()
}

#[test]
fn aws_generate_data_key() {
    let (envelope, trace) = World::new().encrypt("alias/letters").expect("encrypted");
    assert_eq!(envelope.encrypted_data_key.len(), 149);
    assert_eq!(
        ids(&trace),
        [
            "request",
            "load-token",
            "send-to-hsm",
            "make-data-key",
            "open-token",
            "derive-key",
            "seal-data-key",
            "leave-hsm",
            "return-keys",
            "encrypt-data",
            "wipe",
            "store"
        ]
    );
    golden("aws-generate-data-key", trace);
}

#[test]
fn aws_decrypt() {
    let (mut world, envelope) = World::letters();
    let (data, trace) = world.decrypt(&envelope, wanted(None, CONTEXT)).expect("decrypted");
    assert_eq!(data, DATA);
    assert_eq!(
        ids(&trace),
        [
            "take-envelope",
            "request",
            "load-token",
            "send-to-hsm",
            "open-token",
            "derive-key",
            "open-data-key",
            "leave-hsm",
            "return-key",
            "decrypt-data",
            "wipe"
        ]
    );
    golden("aws-decrypt", trace);
}

#[test]
fn aws_decrypt_with_the_wrong_context() {
    let (mut world, envelope) = World::letters();
    let result = world.decrypt(&envelope, wanted(None, [("to", "Bea")]));
    golden("aws-decrypt-wrong-context", refused_trace(result));
}

#[test]
fn aws_decrypt_with_a_flipped_bit() {
    let (mut world, mut envelope) = World::letters();
    // A bit of the sealed data key itself.
    envelope.encrypted_data_key[101] ^= 1;
    let result = world.decrypt(&envelope, wanted(None, CONTEXT));
    golden("aws-decrypt-flipped-bit", refused_trace(result));
}

#[test]
fn aws_decrypt_with_changed_data() {
    let (mut world, mut envelope) = World::letters();
    envelope.ciphertext[0] ^= 1;
    let result = world.decrypt(&envelope, wanted(None, CONTEXT));
    golden("aws-decrypt-changed-data", refused_trace(result));
}

#[test]
fn aws_decrypt_with_a_disabled_key() {
    let (mut world, envelope) = World::letters();
    let key_id = world.key_id("alias/letters");
    disable_key(&mut world.kms, &key_id);
    let result = world.decrypt(&envelope, wanted(None, CONTEXT));
    golden("aws-decrypt-disabled-key", refused_trace(result));
}

#[test]
fn aws_decrypt_with_another_key() {
    let (mut world, envelope) = World::letters();
    let result = world.decrypt(&envelope, wanted(Some("alias/receipts"), CONTEXT));
    golden("aws-decrypt-another-key", refused_trace(result));
}

#[test]
fn aws_generate_data_key_with_a_disabled_key() {
    let mut world = World::new();
    let key_id = world.key_id("alias/letters");
    disable_key(&mut world.kms, &key_id);
    golden("aws-generate-data-key-disabled-key", refused_trace(world.encrypt("alias/letters")));
}

#[test]
fn aws_generate_data_key_with_an_unknown_key() {
    golden("aws-generate-data-key-unknown-key", refused_trace(World::new().encrypt("alias/lettres")));
}

fn article() -> ArticleKms {
    ArticleKms::new(env(seeded("article"))).expect("seeded entropy does not fail")
}

fn article_encrypt(kms: &mut ArticleKms) -> (Envelope, Trace) {
    let sealing = kms.begin_encrypt(Excerpt::of(DATA)).expect("seeded entropy does not fail");
    let ciphertext = envelope::seal(sealing.cdk(), sealing.iv(), DATA).expect("short data");
    let iv = *sealing.iv();
    let (encrypted_data_key, trace) = sealing.finish(Excerpt::of(&ciphertext));
    (Envelope { iv, ciphertext, encrypted_data_key }, trace.expect("flows are watched"))
}

fn stored(envelope: &Envelope) -> Stored<'_> {
    let Envelope { iv, ciphertext, encrypted_data_key } = envelope;
    Stored { iv, ciphertext: Excerpt::of(ciphertext), wrapped_cdk: encrypted_data_key }
}

fn article_decrypt(kms: &mut ArticleKms, envelope: &Envelope) -> Result<(Vec<u8>, Trace), ArticleRefused> {
    let opening = kms.begin_decrypt(stored(envelope))?;
    let data = envelope::open(opening.cdk(), &envelope.iv, &envelope.ciphertext).ok();
    let excerpt = data.as_ref().map(|data| Excerpt::of(data.expose()));
    let trace = opening.finish(excerpt)?;
    Ok((data.expect("finished").into_exposed(), trace.expect("flows are watched")))
}

#[test]
fn article_generate_data_key() {
    let (_, trace) = article_encrypt(&mut article());
    assert_eq!(
        ids(&trace),
        [
            "request",
            "make-cdk",
            "hand-over-cdk",
            "load-cmk",
            "open-cmk",
            "seal-cdk",
            "return-keys",
            "encrypt-data",
            "store"
        ]
    );
    golden("article-generate-data-key", trace);
}

#[test]
fn article_decrypt_recovers_the_data() {
    let mut kms = article();
    let (envelope, _) = article_encrypt(&mut kms);
    let (data, trace) = article_decrypt(&mut kms, &envelope).expect("decrypted");
    assert_eq!(data, DATA);
    assert_eq!(
        ids(&trace),
        ["request", "load-cmk", "open-cmk", "hand-over-cmk", "return-cmk", "open-cdk", "decrypt-data"]
    );
    golden("article-decrypt", trace);
}

#[test]
fn article_decrypt_with_a_flipped_bit() {
    let mut kms = article();
    let (mut envelope, _) = article_encrypt(&mut kms);
    envelope.encrypted_data_key[12] ^= 1;
    let refused = article_decrypt(&mut kms, &envelope).expect_err("refused");
    golden("article-decrypt-flipped-bit", *refused.trace.expect("flows are watched"));
}

#[test]
fn article_decrypt_with_changed_data() {
    let mut kms = article();
    let (mut envelope, _) = article_encrypt(&mut kms);
    envelope.ciphertext[0] ^= 1;
    let refused = article_decrypt(&mut kms, &envelope).expect_err("refused");
    let trace = *refused.trace.expect("flows are watched");
    assert!(matches!(trace.outcome, Outcome::Refused { step: 7, .. }));
    golden("article-decrypt-changed-data", trace);
}
