//! The document's KMS, exactly as it draws it: nine steps to encrypt, seven to decrypt.
//!
//! A model of its own beside the engine, with the document's words (CMK: the KMS key, CDK: the data key). It shares
//! primitives with the engine and nothing else: no key, no store, no HSM. In its Decrypt the CMK leaves the HSM and
//! reaches the client, which is what AWS KMS never does; so everything in it may be seen.
//!
//! Like [`envelope`](crate::envelope), each flow has two halves, with the bulk encryption between them.

mod client;
mod host;
mod hsm;
mod store;

pub use client::{Opening, Sealing, Stored};

use crate::{
    env::{EntropyError, Env},
    trace::{Excerpt, Recorder, Subject, Trace},
};

use self::{hsm::Hsm, store::KeyStore};

/// The document's KMS: a host, an HSM and a store with one CMK.
pub struct ArticleKms {
    env: Env,
    hsm: Hsm,
    store: KeyStore,
}

/// A flow that was refused: why, and how far it came.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ArticleRefused {
    /// The exception's name.
    pub code: &'static str,
    /// What happened.
    pub message: &'static str,
    /// The steps up to the one that refused.
    pub trace: Option<Box<Trace>>,
}

impl ArticleKms {
    /// A KMS with a new CMK.
    ///
    /// # Errors
    /// [`EntropyError`] if there is no randomness to make it of.
    pub fn new(mut env: Env) -> Result<Self, EntropyError> {
        let hsm = Hsm::make(env.entropy.as_mut())?;
        let store = KeyStore::new(hsm.make_cmk(env.entropy.as_mut())?);
        Ok(Self { env, hsm, store })
    }

    /// Steps 1 to 7 of encryption: the client gets a CDK, in the clear and encrypted.
    ///
    /// # Errors
    /// [`EntropyError`] if there is no randomness for the CDK.
    pub fn begin_encrypt(&mut self, data: Excerpt<'_>) -> Result<Sealing, EntropyError> {
        let mut recorder = Recorder::on(Subject::DataKey);
        self.hsm.introduce(&mut recorder);
        self.store.introduce(&mut recorder);
        client::introduce_data(data, &mut recorder);
        client::ask_for_data_key(&mut recorder);
        let entropy = self.env.entropy.as_mut();
        let cdk = Hsm::make_cdk(entropy, &mut recorder)?;
        let stored = self.store.load(&mut recorder);
        let cmk = self.hsm.open_cmk(stored, &mut recorder)?;
        let wrapped_cdk = Hsm::seal_cdk(&cmk, &cdk, entropy, &mut recorder)?;
        host::return_keys(&mut recorder);
        Sealing::new(cdk, wrapped_cdk, entropy, recorder, self.env.clock.now())
    }

    /// Steps 1 to 6 of decryption: the client gets the CMK and opens the CDK with it.
    ///
    /// # Errors
    /// [`ArticleRefused`] if the encrypted CDK was changed.
    pub fn begin_decrypt(&mut self, stored: Stored<'_>) -> Result<Opening, ArticleRefused> {
        let mut recorder = Recorder::on(Subject::DataKey);
        self.hsm.introduce(&mut recorder);
        self.store.introduce(&mut recorder);
        client::introduce_envelope(stored, &mut recorder);
        client::ask_for_cmk(&mut recorder);
        let wrapped_cmk = self.store.load(&mut recorder);
        let clock = self.env.clock.now();
        match self.hsm.open_cmk(wrapped_cmk, &mut recorder) {
            Ok(cmk) => {
                host::return_cmk(&mut recorder);
                client::open_cdk(&cmk, stored.wrapped_cdk, recorder, clock)
            }
            Err(_) => Err(client::refuse(client::CHANGED, recorder, clock)),
        }
    }
}
