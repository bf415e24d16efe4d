//! The commands of importing key material: a wrapping key for the client, and the material that comes back under it.

use super::{
    HsmError, KeyToken, Session,
    import_token::{ImportToken, ImportTokenId},
    material::KeyMaterial,
    oaep::{OaepError, PrivateKey},
    pairs::KeyPair,
    wrapping,
};
use crate::{
    trace::{Actor, Arg, Event, Fingerprint, GateId, Kind, NewStep, Role, TraceBlob},
    types::{KeyId, KeyKind, KeyMaterialId, KeySpec, Timestamp, WrappingAlgorithm, WrappingKeySpec},
};

/// What a client needs to import key material, once.
#[derive(Debug)]
pub struct ImportParameters {
    /// The public half of the wrapping key: a `SubjectPublicKeyInfo` in DER.
    pub public_key: Vec<u8>,
    /// To be sent back with the wrapped material: the private half, sealed.
    pub import_token: Vec<u8>,
    /// The last moment at which both can be used.
    pub valid_to: Timestamp,
}

/// Material that was imported.
#[derive(Debug)]
pub struct Imported {
    /// The material's name: the same bytes in the same key have the same one.
    pub material_id: KeyMaterialId,
    /// The material, wrapped for storage.
    pub token: KeyToken,
    /// The import token that is used up now.
    pub import_token: ImportTokenId,
    /// Until when that token has to be remembered.
    pub valid_to: Timestamp,
}

impl Session<'_> {
    /// Makes a wrapping key for the key `key_id`, for one import within 24 hours.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn make_wrapping_key(
        mut self,
        key_id: KeyId,
        spec: WrappingKeySpec,
        algorithm: WrappingAlgorithm,
        now: Timestamp,
    ) -> Result<ImportParameters, HsmError> {
        let private_key = PrivateKey::make(spec.bits(), self.entropy)?;
        let public_key = private_key.public_key_der()?;
        let token = ImportToken::make(private_key, key_id, algorithm, now, &mut self)?;
        let import_token = token.seal(&mut self)?;
        self.trace.record(|| {
            [
                Event::Step(NewStep::edge("send-to-hsm", Kind::Request, Actor::Host, Actor::Hsm, ["request"])),
                Event::Kept(Actor::Host, &["request"]),
                Event::Step(NewStep::local("make-wrapping-key", Actor::Hsm)),
                Event::Made(Actor::Hsm, private_key_blob(&token.private_key)),
                Event::Made(Actor::Hsm, TraceBlob::open("wrapping-public-key", Role::PublicKey, &public_key)),
                Event::Arg("bits", Arg::Number(spec.bits())),
                Event::Step(NewStep::local("seal-import-token", Actor::Hsm)),
                Event::Made(Actor::Hsm, import_token_blob(&import_token)),
                Event::Arg("bytes", Arg::Number(import_token.len())),
            ]
        });
        self.leave(&["wrapping-public-key", "import-token"]);
        Ok(ImportParameters { public_key, import_token, valid_to: token.valid_to })
    }

    /// Takes in material that was wrapped under the public key belonging to `import_token`.
    ///
    /// `is_used` says whether the token of that id was used before; it is asked before anything is unwrapped, so that
    /// a used token answers no guesses. `fits` says whether material of that name is what the key is to get; it is asked
    /// before anything is stored.
    ///
    /// # Errors
    /// [`HsmError::ImportToken`] if the token is not authentic, is another key's or was used;
    /// [`HsmError::ImportTokenExpired`]; [`HsmError::ImportedMaterial`] if the material does not unwrap to as many
    /// bytes as the spec has;
    /// [`HsmError::Entropy`]; what `fits` says.
    pub fn import_key<E: From<HsmError>>(
        mut self,
        (key_id, spec): (KeyId, KeySpec),
        import_token: &[u8],
        wrapped: &[u8],
        now: Timestamp,
        is_used: impl FnOnce(ImportTokenId) -> bool,
        fits: impl FnOnce(KeyMaterialId) -> Result<(), E>,
    ) -> Result<Imported, E> {
        self.submit_import(import_token, wrapped);
        let token = self.open_import_token(key_id, import_token, now, is_used)?;
        let material = self.unwrap_material(&token, wrapped, spec)?;
        let fitting = fits(material.id(key_id));
        self.trace.record(|| [Event::Step(NewStep::local("name-material", Actor::Hsm))]);
        self.trace.gate(GateId::Crypto, fitting.is_ok());
        fitting?;
        let (material_id, stored) = self.keep_key(key_id, &material)?;
        Ok(Imported { material_id, token: stored, import_token: token.id, valid_to: token.valid_to })
    }

    fn submit_import(&mut self, import_token: &[u8], wrapped: &[u8]) {
        self.trace.record(|| {
            let moves = ["import-token", "wrapped-material"];
            [
                Event::Step(NewStep::edge("send-to-hsm", Kind::Request, Actor::Host, Actor::Hsm, moves)),
                Event::Made(Actor::Hsm, import_token_blob(import_token)),
                Event::Made(Actor::Hsm, TraceBlob::open("wrapped-material", Role::WrappedMaterial, wrapped)),
                Event::Kept(Actor::Host, &["request"]),
            ]
        });
    }

    fn open_import_token(
        &mut self,
        key_id: KeyId,
        import_token: &[u8],
        now: Timestamp,
        is_used: impl FnOnce(ImportTokenId) -> bool,
    ) -> Result<ImportToken, HsmError> {
        let opened = ImportToken::open(import_token, key_id, now, self)
            .and_then(|token| if is_used(token.id) { Err(HsmError::ImportToken) } else { Ok(token) });
        self.trace.record(|| [Event::Step(NewStep::local("open-import-token", Actor::Hsm))]);
        self.trace.gate(GateId::Crypto, opened.is_ok());
        let opened = opened?;
        self.trace.record(|| [Event::Made(Actor::Hsm, private_key_blob(&opened.private_key))]);
        Ok(opened)
    }

    /// What is wrong with the material is never said: not which layer failed, nor that only its length was wrong.
    fn unwrap_material(&mut self, token: &ImportToken, wrapped: &[u8], spec: KeySpec) -> Result<KeyMaterial, HsmError> {
        let ImportToken { private_key, algorithm, .. } = token;
        let unwrapped = wrapping::unwrap(private_key, *algorithm, wrapped, self.entropy);
        if unwrapped.as_ref().is_err_and(|error| *error == OaepError::Entropy) {
            return Err(HsmError::Entropy);
        }
        let material = unwrapped.ok().and_then(|bytes| match spec.kind() {
            KeyKind::Secret(length) => (bytes.len() == length).then(|| KeyMaterial::from_slice(&bytes)),
            _ => KeyPair::from_pkcs8(spec, &bytes).ok().map(|pair| pair.material()),
        });
        self.trace.record(|| {
            let blob = TraceBlob::open("wrapped-material", Role::WrappedMaterial, wrapped);
            let blob = blob.with_fields(wrapping::fields(private_key, *algorithm, wrapped.len()));
            [
                Event::Step(NewStep::local("unwrap-material", Actor::Hsm)),
                Event::Made(Actor::Hsm, blob),
                Event::Arg("algorithm", Arg::Word(algorithm.as_str().to_owned())),
            ]
        });
        self.trace.gate(GateId::Crypto, material.is_some());
        let material = material.ok_or(HsmError::ImportedMaterial)?;
        self.trace.record(|| {
            let blob = TraceBlob::hidden("kms-key", Role::PlaintextKmsKey, material.len(), material.fingerprint());
            [Event::Made(Actor::Hsm, blob)]
        });
        Ok(material)
    }
}

/// The private half of a wrapping key as a trace shows it.
fn private_key_blob(key: &PrivateKey) -> TraceBlob {
    let primes = key.primes();
    TraceBlob::hidden("wrapping-key", Role::WrappingKey, primes.len(), Fingerprint::of(&primes))
}

/// An import token as a trace shows it.
pub fn import_token_blob(token: &[u8]) -> TraceBlob {
    TraceBlob::open("import-token", Role::ImportToken, token).with_fields(ImportToken::fields(token.len()))
}
