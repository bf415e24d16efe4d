//! What JavaScript passes in.

use core::{fmt, time::Duration};

use js_sys::Uint8Array;
use serde::{
    Deserialize, Deserializer,
    de::{
        Error, MapAccess, SeqAccess, Unexpected, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use tsify::Tsify;
use wasm_bindgen::{JsError, JsValue};

use super::convert::uint8_array;

use crate::{
    env::{Clock, Entropy, Env, ManualClock, SeededEntropy, SystemClock, SystemEntropy},
    envelope::Wanted,
    operations::{AuditFilter, CONNECTION_DELAY, GRANT_DELAY, Kms, Options, REPLICATION_DELAY},
    quota::Quotas,
    types::{AccountId, EncryptionContext, Region, Sorted, Timestamp},
};

/// How a KMS is made.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct KmsOptions {
    /// Twelve digits; `111122223333` by default.
    #[tsify(optional)]
    account: Option<String>,
    /// `us-east-1` by default.
    #[tsify(optional)]
    region: Option<String>,
    /// Epoch seconds at which a clock stands until it is advanced, or `"system"`, which is the default.
    #[tsify(optional, type = "number | 'system'")]
    now: Option<Now>,
    /// The same seed, the same bytes: for demonstrations. Whoever knows the seed knows every key.
    #[tsify(optional)]
    seed: Option<String>,
    /// How many seconds a new grant takes to be known everywhere; until then a call must bring its token. 300 by
    /// default, as AWS says "usually less than five minutes"; 0 makes grants known at once.
    #[tsify(optional)]
    grant_delay: Option<f64>,
    /// How many seconds a replica key is `Creating`, and two keys are `Updating` when the primary key changes. 5 by default,
    /// as AWS says "a few seconds"; 0 makes them ready at once.
    #[tsify(optional)]
    replication_delay: Option<f64>,
    /// How many seconds a custom key store is `CONNECTING` or `DISCONNECTING`. 300 by default, as AWS says "approximately five
    /// minutes"; 0 makes it ready at once.
    #[tsify(optional)]
    connection_delay: Option<f64>,
    /// Request quotas: `true` for AWS's, or requests per second by the name of the quota where they are to be others. By
    /// default nobody counts.
    #[tsify(optional, type = "boolean | Record<string, number>")]
    quotas: Option<QuotaOption>,
    /// How many entries the audit log keeps: 10,000 by default, a million at the most, 0 for none.
    #[tsify(optional)]
    audit_log: Option<u32>,
}

/// What a page's memory can still hold.
const AUDIT_LOG_MOST: usize = 1_000_000;

// What is of one kind or another is read by hand: for `untagged`, serde would first copy the value, whatever it is, and
// never come to the end of one that contains itself.

#[derive(Debug)]
pub(super) enum QuotaOption {
    Aws(bool),
    Adjusted(Sorted<String, u32>),
}

impl<'de> Deserialize<'de> for QuotaOption {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(QuotaVisitor)
    }
}

struct QuotaVisitor;

impl<'de> Visitor<'de> for QuotaVisitor {
    type Value = QuotaOption;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, or requests per second by the name of the quota")
    }

    fn visit_bool<E: Error>(self, aws: bool) -> Result<QuotaOption, E> {
        Ok(QuotaOption::Aws(aws))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<QuotaOption, A::Error> {
        let adjusted = Sorted::deserialize(MapAccessDeserializer::new(map));
        adjusted.map(QuotaOption::Adjusted).map_err(|_| Error::invalid_value(Unexpected::Map, &self))
    }
}

#[derive(Debug)]
enum Now {
    Seconds(f64),
    Word(String),
}

impl<'de> Deserialize<'de> for Now {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NowVisitor)
    }
}

struct NowVisitor;

impl Visitor<'_> for NowVisitor {
    type Value = Now;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("epoch seconds or 'system'")
    }

    #[expect(clippy::cast_precision_loss, reason = "it was a number of JavaScript's")]
    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Now, E> {
        Ok(Now::Seconds(seconds as f64))
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<Now, E> {
        Ok(Now::Seconds(seconds))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Now, E> {
        Ok(Now::Word(word.to_owned()))
    }
}

impl KmsOptions {
    pub(super) fn seed(&self) -> Option<String> {
        self.seed.clone()
    }

    /// The world: a clock, and randomness for `purpose`.
    pub(super) fn env(&self, purpose: &[u8]) -> Result<Env, JsError> {
        let clock: Box<dyn Clock> = match &self.now {
            None => Box::new(SystemClock::default()),
            Some(Now::Word(word)) if word == "system" => Box::new(SystemClock::default()),
            Some(Now::Seconds(seconds)) => Box::new(ManualClock::new(Timestamp::default().plus(duration(*seconds)?))),
            Some(Now::Word(word)) => {
                return Err(JsError::new(&format!("now: '{word}' is neither epoch seconds nor 'system'")));
            }
        };
        Ok(Env { clock, entropy: entropy(self.seed.as_deref(), purpose) })
    }

    pub(super) fn options(&self) -> Result<Options, JsError> {
        Ok(Options {
            account: AccountId::parse(self.account.as_deref().unwrap_or("111122223333"))?,
            region: Region::parse(self.region.as_deref().unwrap_or("us-east-1"))?,
            grant_delay: self.grant_delay.map_or(Ok(GRANT_DELAY), duration)?,
            replication_delay: self.replication_delay.map_or(Ok(REPLICATION_DELAY), duration)?,
            connection_delay: self.connection_delay.map_or(Ok(CONNECTION_DELAY), duration)?,
        })
    }

    /// What no snapshot has: quotas and the length of the audit log.
    pub(super) fn settle(&self, kms: &mut Kms) {
        kms.set_quotas(self.quotas.as_ref().and_then(QuotaOption::quotas));
        if let Some(most) = self.audit_log {
            kms.keep_in_audit_log(usize::try_from(most).unwrap_or(AUDIT_LOG_MOST).min(AUDIT_LOG_MOST));
        }
    }
}

/// Randomness: the same for the same seed, if there is one. `purpose` keeps streams of the same seed apart.
pub(super) fn entropy(seed: Option<&str>, purpose: &[u8]) -> Box<dyn Entropy> {
    match seed {
        Some(seed) => Box::new(SeededEntropy::new(&[seed.as_bytes(), &[0], purpose].concat())),
        None => Box::new(SystemEntropy::default()),
    }
}

impl QuotaOption {
    pub(super) fn quotas(&self) -> Option<Quotas> {
        match self {
            Self::Aws(false) => None,
            Self::Aws(true) => Some(Quotas::default()),
            Self::Adjusted(adjusted) => Some(Quotas::new(adjusted.clone())),
        }
    }
}

/// A span of time from seconds, which must be a number and not negative.
pub(super) fn duration(seconds: f64) -> Result<Duration, JsError> {
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| JsError::new(&format!("{seconds} is not a number of seconds from 0 on")))
}

/// As whom a call is made, where, and whether it is watched.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CallOptions {
    /// The ARN of the principal; by default the root of the engine's account.
    #[tsify(optional)]
    pub(super) caller: Option<String>,
    /// The Region; by default the engine's.
    #[tsify(optional)]
    pub(super) region: Option<String>,
    /// Whether the answer carries a trace.
    #[tsify(optional)]
    pub(super) trace: Option<bool>,
    /// Condition keys that only the world around the engine knows, such as `kms:ViaService` or `aws:SourceIp`.
    #[tsify(optional, type = "Record<string, string | string[]>")]
    pub(super) condition_keys: Option<ConditionKeys>,
}

/// Which events of the audit log are wanted; by default all that are kept.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AuditLogOptions {
    /// From which entry on, counted from the first that ever was; a call that stands in the logs of two accounts is one
    /// entry.
    #[tsify(optional)]
    from: Option<usize>,
    /// How many at the most: the newest.
    #[tsify(optional)]
    limit: Option<usize>,
    /// By which principal: an ARN; that of a role stands for its sessions too.
    #[tsify(optional)]
    principal: Option<String>,
    /// About which key: its id, or its ARN.
    #[tsify(optional)]
    key: Option<String>,
    /// Of which name: an operation, or what KMS does by itself.
    #[tsify(optional)]
    operation: Option<String>,
    /// Whether it succeeded.
    #[tsify(optional)]
    outcome: Option<Ended>,
    /// In which Region.
    #[tsify(optional)]
    region: Option<String>,
    /// In whose log: an account.
    #[tsify(optional)]
    account: Option<String>,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Tsify)]
#[serde(rename_all = "lowercase")]
pub(super) enum Ended {
    /// It was carried out.
    Success,
    /// It was refused.
    Failure,
}

impl From<AuditLogOptions> for AuditFilter {
    fn from(options: AuditLogOptions) -> Self {
        let AuditLogOptions { from, limit, principal, key, operation, outcome, region, account } = options;
        let succeeded = outcome.map(|outcome| outcome == Ended::Success);
        Self { from: from.unwrap_or_default(), limit, principal, key, operation, succeeded, region, account }
    }
}

/// Condition keys with one value or several.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Sorted<String, OneOrMore>")]
pub(super) struct ConditionKeys(pub(super) Vec<(String, Vec<String>)>);

struct OneOrMore(Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMoreVisitor)
    }
}

struct OneOrMoreVisitor;

impl<'de> Visitor<'de> for OneOrMoreVisitor {
    type Value = OneOrMore;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of a condition key, a string, or a list of them")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<OneOrMore, E> {
        Ok(OneOrMore(vec![value.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<OneOrMore, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(values)).map(OneOrMore)
    }
}

impl From<Sorted<String, OneOrMore>> for ConditionKeys {
    fn from(keys: Sorted<String, OneOrMore>) -> Self {
        Self(keys.into_iter().map(|(key, OneOrMore(values))| (key, values)).collect())
    }
}

impl ConditionKeys {
    /// None, where none were given.
    pub(super) fn of(given: Option<&Self>) -> &[(String, Vec<String>)] {
        given.map(|keys| keys.0.as_slice()).unwrap_or_default()
    }
}

/// A copy of bytes, in JavaScript: whatever becomes of the caller's while a flow is under way.
fn copied<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uint8Array, D::Error> {
    let value: JsValue = serde_wasm_bindgen::preserve::deserialize(deserializer)?;
    let bytes = uint8_array(value).map_err(|wrong| D::Error::custom(format!("bytes {wrong}")))?;
    Ok(Uint8Array::new(&bytes))
}

/// What `Kms.encryptFlow` takes.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct EncryptFlowInput {
    /// The KMS key: id, ARN, alias or alias ARN.
    pub(super) key_id: String,
    /// The data, of any length.
    #[serde(deserialize_with = "copied")]
    #[tsify(type = "Uint8Array")]
    pub(super) plaintext: Uint8Array,
    /// The encryption context.
    #[tsify(optional, type = "Record<string, string>")]
    pub(super) context: Option<EncryptionContext>,
    /// The ARN of the principal; by default the root of the engine's account.
    #[tsify(optional)]
    pub(super) caller: Option<String>,
    /// The Region; by default the engine's.
    #[tsify(optional)]
    pub(super) region: Option<String>,
    /// Tokens of grants that are too new to be known everywhere.
    #[tsify(optional)]
    pub(super) grant_tokens: Option<Vec<String>>,
    /// Condition keys that only the world around the engine knows.
    #[tsify(optional, type = "Record<string, string | string[]>")]
    pub(super) condition_keys: Option<ConditionKeys>,
}

impl EncryptFlowInput {
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            key_id: Some(self.key_id.clone()),
            context: self.context.clone().unwrap_or_default(),
            grant_tokens: self.grant_tokens.clone().unwrap_or_default(),
        }
    }
}

/// What `Kms.decryptFlow` takes.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DecryptFlowInput {
    /// What the client kept.
    #[tsify(type = "Envelope")]
    pub(super) envelope: EnvelopeInput,
    /// The key that must have made it; by default the one that the envelope names.
    #[tsify(optional)]
    pub(super) key_id: Option<String>,
    /// The encryption context.
    #[tsify(optional, type = "Record<string, string>")]
    pub(super) context: Option<EncryptionContext>,
    /// The ARN of the principal; by default the root of the engine's account.
    #[tsify(optional)]
    pub(super) caller: Option<String>,
    /// The Region; by default the engine's.
    #[tsify(optional)]
    pub(super) region: Option<String>,
    /// Tokens of grants that are too new to be known everywhere.
    #[tsify(optional)]
    pub(super) grant_tokens: Option<Vec<String>>,
    /// Condition keys that only the world around the engine knows.
    #[tsify(optional, type = "Record<string, string | string[]>")]
    pub(super) condition_keys: Option<ConditionKeys>,
}

/// `{ iv, ciphertext, encryptedDataKey }`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EnvelopeInput {
    #[serde(deserialize_with = "copied")]
    pub(super) iv: Uint8Array,
    #[serde(deserialize_with = "copied")]
    pub(super) ciphertext: Uint8Array,
    #[serde(deserialize_with = "copied")]
    pub(super) encrypted_data_key: Uint8Array,
}

/// How the document's KMS is made.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ArticleKmsOptions {
    /// Epoch seconds at which a clock stands, or `"system"`, which is the default.
    #[tsify(optional, type = "number | 'system'")]
    now: Option<Now>,
    /// The same seed, the same bytes.
    #[tsify(optional)]
    seed: Option<String>,
}

impl From<ArticleKmsOptions> for KmsOptions {
    fn from(options: ArticleKmsOptions) -> Self {
        Self { now: options.now, seed: options.seed, ..Self::default() }
    }
}

/// What `ArticleKms.encryptFlow` takes.
#[derive(Debug, Deserialize, Tsify)]
pub struct ArticleEncryptFlowInput {
    /// The data, of any length.
    #[serde(deserialize_with = "copied")]
    #[tsify(type = "Uint8Array")]
    pub(super) plaintext: Uint8Array,
}

/// What `ArticleKms.decryptFlow` takes.
#[derive(Debug, Deserialize, Tsify)]
pub struct ArticleDecryptFlowInput {
    /// What the client kept.
    #[tsify(type = "Envelope")]
    pub(super) envelope: EnvelopeInput,
}
