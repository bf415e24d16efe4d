use std::cell::{RefCell, RefMut};

use tsify::Ts;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use super::{
    bulk,
    convert::{JsExcerpt, argument, optional},
    flow::FlowOutcome,
    options::{ArticleDecryptFlowInput, ArticleEncryptFlowInput, ArticleKmsOptions, KmsOptions},
};
use crate::{
    article::{self, ArticleRefused, Stored},
    trace::Trace,
};

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
    pub async fn encrypt_flow(&self, input: Ts<ArticleEncryptFlowInput>) -> Result<JsValue, JsError> {
        let input = argument("encryptFlow", &input)?;
        let sealing = self.kms()?.begin_encrypt(JsExcerpt::of(&input.plaintext).get())?;
        let ciphertext = bulk::seal(sealing.cdk(), sealing.iv(), &input.plaintext).await?;
        let iv = *sealing.iv();
        let (wrapped_cdk, trace) = sealing.finish(JsExcerpt::of(&ciphertext).get());
        Ok(self.outcome(trace)?.with_envelope(&iv, &ciphertext, &wrapped_cdk)?.into())
    }

    /// Recovers data in seven steps.
    #[wasm_bindgen(js_name = decryptFlow, skip_typescript)]
    pub async fn decrypt_flow(&self, input: Ts<ArticleDecryptFlowInput>) -> Result<JsValue, JsError> {
        let ArticleDecryptFlowInput { envelope } = argument("decryptFlow", &input)?;
        let (iv, wrapped_cdk) = (envelope.iv.to_vec(), envelope.encrypted_data_key.to_vec());
        let ciphertext = JsExcerpt::of(&envelope.ciphertext);
        let stored = Stored { iv: &iv, ciphertext: ciphertext.get(), wrapped_cdk: &wrapped_cdk };
        let begun = self.kms()?.begin_decrypt(stored);
        let opening = match begun {
            Ok(opening) => opening,
            Err(refused) => return self.refused(refused),
        };
        let data = bulk::open(opening.cdk(), &envelope.iv, &envelope.ciphertext).await.ok();
        let excerpt = data.as_ref().map(JsExcerpt::of);
        match opening.finish(excerpt.as_ref().map(JsExcerpt::get)) {
            Ok(trace) => Ok(self.outcome(trace)?.with_plaintext(data.as_ref())?.into()),
            Err(refused) => self.refused(refused),
        }
    }
}

impl ArticleKms {
    fn kms(&self) -> Result<RefMut<'_, article::ArticleKms>, JsError> {
        self.kms.try_borrow_mut().map_err(|_| JsError::new("the engine is busy with another call"))
    }

    fn refused(&self, refused: ArticleRefused) -> Result<JsValue, JsError> {
        Ok(self.outcome(refused.trace.map(|trace| *trace))?.into())
    }

    fn outcome(&self, trace: Option<Trace>) -> Result<FlowOutcome, JsError> {
        let trace = trace.map(|trace| Trace { seed: self.seed.clone(), ..trace });
        FlowOutcome::new(trace.as_ref(), None)
    }
}
