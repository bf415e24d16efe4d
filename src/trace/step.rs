use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::{Gate, GateId, TraceBlob};
use crate::types::{Region, Sorted};

/// Who acts, and where things are kept.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Actor {
    /// The application that has data to protect.
    Client,
    /// The KMS endpoint: checks the call and passes it on.
    Host,
    /// The module in which keys exist in the clear.
    Hsm,
    /// Where KMS keeps wrapped keys.
    KeyStore,
    /// Where the client keeps encrypted data.
    ClientStorage,
    /// The manager of the external keys, behind an external key store.
    ExternalKeyManager,
    /// The HSM of another Region than the one that is called.
    HsmIn(Region),
    /// The key store of another Region.
    KeyStoreIn(Region),
}

/// In kebab case; of another Region, with its name: `hsm@us-west-2`.
impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = match self {
            Self::Client => "client",
            Self::Host => "host",
            Self::Hsm | Self::HsmIn(_) => "hsm",
            Self::KeyStore | Self::KeyStoreIn(_) => "key-store",
            Self::ClientStorage => "client-storage",
            Self::ExternalKeyManager => "external-key-manager",
        };
        match self {
            Self::HsmIn(region) | Self::KeyStoreIn(region) => serializer.collect_str(&format_args!("{name}@{region}")),
            _ => serializer.serialize_str(name),
        }
    }
}

/// What kind of step.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Somebody asks.
    Request,
    /// Somebody answers.
    Response,
    /// Somebody works by themselves.
    Local,
    /// Somebody erases a secret.
    Wipe,
}

/// Which telling: the document's KMS, or AWS's.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    /// The KMS of the document, as it draws it.
    Article,
    /// AWS KMS, as it documents itself.
    Aws,
}

impl Track {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Aws => "aws",
        }
    }
}

/// An operation in kebab case, such as `generate-data-key`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Flow(String);

impl Flow {
    /// The flow of an operation, from its AWS name.
    pub fn of(operation: &str) -> Self {
        let mut name = String::with_capacity(operation.len().saturating_add(8));
        for letter in operation.chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
        }
        Self(name)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who holds which blobs, by their ids.
pub type Holdings = Sorted<Actor, Vec<Cow<'static, str>>>;

/// A number or a word in a step's sentence.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// A count, such as a length in bytes.
    Number(usize),
    /// A name.
    Word(String),
}

/// What the page says of a step.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Text {
    /// The sentence: `<track>.<flow>.<step>`.
    pub key: String,
    /// What is filled in.
    pub args: Sorted<Cow<'static, str>, Arg>,
}

/// One step, complete: the state after it needs no replay.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Step {
    /// Its name within the trace. Behind an `@` stands the other Region that it is about.
    pub id: Cow<'static, str>,
    /// Its number, from 1.
    pub n: usize,
    /// Who acts.
    pub from: Actor,
    /// Towards whom.
    pub to: Actor,
    /// What kind.
    pub kind: Kind,
    /// The blobs on this edge.
    pub moves: Vec<Cow<'static, str>>,
    /// Who holds what after the step.
    pub holds: Holdings,
    /// The checks that the step met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// Where AWS and the document part: the key of the sentence that says how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
    /// What the page says of it.
    pub text: Text,
}

/// How a flow ended.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// All steps were taken.
    Done {
        /// `true`.
        ok: bool,
    },
    /// The flow stopped.
    Refused {
        /// `false`.
        ok: bool,
        /// The exception.
        code: String,
        /// Its message.
        message: String,
        /// The gate that refused, if one did.
        #[serde(skip_serializing_if = "Option::is_none")]
        gate: Option<GateId>,
        /// The number of the step at which the flow stopped.
        step: usize,
    },
}

/// A whole flow, as a value.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Trace {
    /// The version of this format: 1.
    pub v: u8,
    /// Which operation.
    pub flow: Flow,
    /// Which telling.
    pub track: Track,
    /// The seed, if the run was seeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
    /// When it happened, in ISO 8601.
    pub clock: String,
    /// Who holds what before the first step.
    pub holds: Holdings,
    /// Every blob, by its id.
    pub blobs: Sorted<Cow<'static, str>, TraceBlob>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// How it ended.
    pub outcome: Outcome,
}
