use std::cell::{RefCell, RefMut};

use js_sys::{Promise, Uint8Array};
use tsify::Ts;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use super::{
    bulk,
    convert::{JsExcerpt, argument, optional},
    flow::{Origin, promise},
    options::{ArticleDecryptFlowInput, ArticleEncryptFlowInput, ArticleKmsOptions, EnvelopeInput, KmsOptions},
};
use crate::article::{self, ArticleRefused, Opening, Sealing, Stored};

/// The KMS of the document, as it draws it: all glass.
#[wasm_bindgen]
pub struct ArticleKms {
    kms: RefCell<article::ArticleKms>,
    seed: Option<String>,
}

#[wasm_bindgen]
impl ArticleKms {
    /// A KMS with one CMK.
    #[wasm_bindgen(constructor)]
    pub fn new(options: Option<Ts<ArticleKmsOptions>>) -> Result<Self, JsError> {
        let options: ArticleKmsOptions = optional("options", options.as_ref())?;
        let options = KmsOptions::from(options);
        let kms = article::ArticleKms::new(options.env(b"article")?)?;
        Ok(Self { kms: RefCell::new(kms), seed: options.seed() })
    }

    /// Protects data in nine steps.
    #[wasm_bindgen(js_name = encryptFlow, skip_typescript)]
    pub fn encrypt_flow(&self, input: Ts<ArticleEncryptFlowInput>) -> Promise {
        let begun = self.begin_encrypt(&input);
        let origin = self.origin();
        promise(async move {
            let (sealing, plaintext) = begun?;
            seal(sealing, &plaintext, &origin).await
        })
    }

    /// Recovers data in seven steps.
    #[wasm_bindgen(js_name = decryptFlow, skip_typescript)]
    pub fn decrypt_flow(&self, input: Ts<ArticleDecryptFlowInput>) -> Promise {
        let begun = self.begin_decrypt(&input);
        let origin = self.origin();
        promise(async move {
            let (begun, envelope) = begun?;
            match begun {
                Ok(opening) => open(opening, &envelope, &origin).await,
                Err(refused) => refuse(refused, &origin),
            }
        })
    }
}

impl ArticleKms {
    fn kms(&self) -> Result<RefMut<'_, article::ArticleKms>, JsError> {
        self.kms.try_borrow_mut().map_err(|_| JsError::new("the engine is busy with another call"))
    }

    fn origin(&self) -> Origin {
        Origin { seed: self.seed.clone(), request_id: None }
    }

    fn begin_encrypt(&self, input: &Ts<ArticleEncryptFlowInput>) -> Result<(Sealing, Uint8Array), JsError> {
        let ArticleEncryptFlowInput { plaintext } = argument("encryptFlow", input)?;
        let excerpt = JsExcerpt::of(&plaintext);
        Ok((self.kms()?.begin_encrypt(excerpt.get())?, plaintext))
    }

    fn begin_decrypt(&self, input: &Ts<ArticleDecryptFlowInput>) -> Result<(Begun, EnvelopeInput), JsError> {
        let ArticleDecryptFlowInput { envelope } = argument("decryptFlow", input)?;
        let (iv, wrapped_cdk) = (envelope.iv.to_vec(), envelope.encrypted_data_key.to_vec());
        let ciphertext = JsExcerpt::of(&envelope.ciphertext);
        let stored = Stored { iv: &iv, ciphertext: ciphertext.get(), wrapped_cdk: &wrapped_cdk };
        Ok((self.kms()?.begin_decrypt(stored), envelope))
    }
}

/// The first half of recovering data, or why there is none.
type Begun = Result<Opening, ArticleRefused>;

async fn seal(sealing: Sealing, data: &Uint8Array, origin: &Origin) -> Result<JsValue, JsError> {
    let ciphertext = bulk::seal(sealing.cdk(), sealing.iv(), data).await?;
    let iv = *sealing.iv();
    let (wrapped_cdk, trace) = sealing.finish(JsExcerpt::of(&ciphertext).get());
    Ok(origin.outcome(trace)?.with_envelope(&iv, &ciphertext, &wrapped_cdk)?.into())
}

async fn open(opening: Opening, envelope: &EnvelopeInput, origin: &Origin) -> Result<JsValue, JsError> {
    let data = bulk::open(opening.cdk(), &envelope.iv, &envelope.ciphertext).await.ok();
    let excerpt = data.as_ref().map(JsExcerpt::of);
    match opening.finish(excerpt.as_ref().map(JsExcerpt::get)) {
        Ok(trace) => Ok(origin.outcome(trace)?.with_plaintext(data.as_ref())?.into()),
        Err(refused) => refuse(refused, origin),
    }
}

fn refuse(refused: ArticleRefused, origin: &Origin) -> Result<JsValue, JsError> {
    Ok(origin.outcome(refused.trace.map(|trace| *trace))?.into())
}
