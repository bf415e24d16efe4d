//! What the pipeline takes down of a call: the request, where its keys are, and the answer.

use super::{Describe, Operation, Request, target::Resolved};
use crate::{
    hsm::{Ciphertext, import_token_blob},
    store::KmsKey,
    trace::{Actor, Arg, Event, Kind, NewStep, Recorder, Role, Subject, TraceBlob},
};

/// Bytes that a request brings along, beside its words.
pub(super) enum Carried<'a> {
    /// Nothing.
    Nothing,
    /// Data to encrypt.
    Plaintext(&'a [u8]),
    /// A ciphertext to decrypt.
    Ciphertext(&'a [u8]),
    /// A message, and its MAC.
    Proven { message: &'a [u8], mac: &'a [u8] },
    /// A message, and its signature.
    Signed { message: &'a [u8], signature: &'a [u8] },
    /// The public key of another party.
    PublicKey(&'a [u8]),
    /// A secret under a public key.
    EncapsulatedSecret(&'a [u8]),
    /// Key material under a wrapping key, and the token that belongs to it.
    Material { token: &'a [u8], wrapped: &'a [u8] },
}

impl Carried<'_> {
    fn blobs(&self, subject: Subject) -> Vec<TraceBlob> {
        match *self {
            Self::Nothing => Vec::new(),
            Self::Plaintext(bytes) => vec![TraceBlob::open("data", Role::UserData, bytes)],
            Self::Ciphertext(bytes) => vec![sealed(subject, bytes)],
            Self::Proven { message, mac } => {
                vec![TraceBlob::open("data", Role::UserData, message), TraceBlob::open("mac", Role::Mac, mac)]
            }
            Self::Signed { message, signature } => {
                let signature = TraceBlob::open("signature", Role::Signature, signature);
                vec![TraceBlob::open("data", Role::UserData, message), signature]
            }
            Self::PublicKey(bytes) => vec![TraceBlob::open("public-key", Role::PublicKey, bytes)],
            Self::EncapsulatedSecret(bytes) => vec![TraceBlob::open("encapsulated-secret", Role::Ciphertext, bytes)],
            Self::Material { token, wrapped } => {
                vec![import_token_blob(token), TraceBlob::open("wrapped-material", Role::WrappedMaterial, wrapped)]
            }
        }
    }
}

/// The client sends the request to the host.
pub(super) fn ask(request: &Request, describe: Describe, trace: &mut Recorder) {
    let subject = trace.subject();
    trace.record(|| {
        let carried = request.asks().carried().blobs(subject);
        let json = describe(request);
        let moves = ["request".into()].into_iter().chain(carried.iter().map(|blob| blob.id.clone()));
        let step = NewStep::edge("request", Kind::Request, Actor::Client, Actor::Host, moves);
        let mut events = vec![
            Event::Step(step),
            Event::Made(Actor::Host, TraceBlob::open("request", Role::Json, &json)),
            Event::Arg("bytes", Arg::Number(json.len())),
            Event::Arg("operation", Arg::Word(request.operation().name().to_owned())),
        ];
        let named = request.asks().targets().first().and_then(|target| target.named.key_id());
        events.extend(named.map(|key_id| Event::Arg("keyId", Arg::Word(key_id.to_owned()))));
        events.extend(carried.into_iter().map(|blob| Event::Made(Actor::Host, blob)));
        events
    });
}

/// A ciphertext under the name that it has in the flow.
fn sealed(subject: Subject, bytes: &[u8]) -> TraceBlob {
    let (id, role) = match subject {
        Subject::Data => ("ciphertext", Role::Ciphertext),
        Subject::DataKey => ("wrapped-data-key", Role::WrappedDataKey),
    };
    TraceBlob::open(id, role, bytes).with_fields(Ciphertext::fields(bytes))
}

/// The keys that were found are in the key store.
pub(super) fn introduce(found: &[&KmsKey], keys: &[Resolved], trace: &mut Recorder) {
    for (index, (key, resolved)) in found.iter().zip(keys).enumerate() {
        if let Some(token) = resolved.material_id.and_then(|id| key.token(id)) {
            token.introduce(index > 0, trace);
        }
    }
}

/// The host sends the answer to the client and keeps nothing.
pub(super) fn answer(operation: Operation, trace: &mut Recorder) {
    let subject = trace.subject();
    let (id, moves): (_, &[&'static str]) = match (operation, subject) {
        (Operation::GenerateDataKey, _) => ("return-keys", &["data-key", "wrapped-data-key"]),
        (Operation::GenerateDataKeyWithoutPlaintext, _) => ("return-keys", &["wrapped-data-key"]),
        (Operation::GenerateDataKeyPair, _) => ("return-keys", &["private-key", "public-key", "wrapped-private-key"]),
        (Operation::GenerateDataKeyPairWithoutPlaintext, _) => ("return-keys", &["public-key", "wrapped-private-key"]),
        (Operation::GetPublicKey, _) => ("return-public-key", &["public-key"]),
        (Operation::Sign, _) => ("return-signature", &["signature"]),
        (Operation::DeriveSharedSecret | Operation::Decapsulate, _) => ("return-secret", &["shared-secret"]),
        (Operation::Encapsulate, _) => ("return-secret", &["shared-secret", "encapsulated-secret"]),
        (Operation::GenerateMac, _) => ("return-mac", &["mac"]),
        (Operation::Encrypt, _) => ("return-ciphertext", &["ciphertext"]),
        (Operation::ReEncrypt, Subject::Data) => ("return-ciphertext", &["destination-ciphertext"]),
        (Operation::ReEncrypt, Subject::DataKey) => ("return-keys", &["destination-wrapped-data-key"]),
        (Operation::Decrypt, Subject::Data) => ("return-data", &["data"]),
        (Operation::Decrypt, Subject::DataKey) => ("return-key", &["data-key"]),
        (Operation::GetParametersForImport, _) => ("return-parameters", &["wrapping-public-key", "import-token"]),
        _ => ("answer", &[]),
    };
    trace.record(|| {
        let moves = moves.iter().copied();
        [
            Event::Step(NewStep::edge(id, Kind::Response, Actor::Host, Actor::Client, moves)),
            Event::Kept(Actor::Host, &[]),
        ]
    });
}
