//! A call as the log keeps it: little more than what it was asked. The event is written when somebody looks.

use std::sync::Arc;

use super::{
    super::{CallContext, KeyMetadata, Operation, Refusal, Request, Response},
    elements::{elements, is_read_only},
    event::{AuditEvent, Resource, SessionContext, SessionIssuer, UserIdentity},
    parameters::Parameters,
};
use crate::{
    env::Caller,
    policy::Identity,
    store::{IdOf, KmsKey, RequestIds},
    types::{AccountId, KeyArn, KeyId, PrincipalKind, Region, Timestamp},
};

/// The condition key that says where a call came from.
const SOURCE_IP: &str = "aws:SourceIp";
/// Where a call came from if nothing is said: the engine has no network.
const HERE: &str = "127.0.0.1";
/// By what calls are made.
const USER_AGENT: &str = "glass-kms";

/// A call that got as far as to have a caller.
#[derive(Clone, Debug)]
pub(in crate::operations) struct CallRecord {
    at: Timestamp,
    caller: Arc<Caller>,
    /// What IAM knew of the caller; nothing of a root.
    known_as: Option<Box<KnownAs>>,
    rare: Option<Box<Rare>>,
    operation: Operation,
    request: Parameters,
    /// The keys that it is about, as far as they were found: never more than two.
    keys: [Option<(AccountId, KeyId)>; 2],
    outcome: Outcome,
}

/// What is to be told of few calls: a log holds many.
#[derive(Clone, Debug)]
struct Rare {
    /// Where the call came from, if the world around the engine said so.
    source_ip: Option<String>,
    /// The other Region that it reached into, and as what.
    elsewhere: Option<(Region, Operation)>,
}

#[derive(Clone, Debug)]
struct KnownAs {
    unique_id: String,
    /// The user, or the role; also of a session.
    arn: String,
    name: String,
}

#[derive(Clone, Debug)]
enum Outcome {
    Underway,
    Done(Parameters),
    Refused { code: &'static str, message: Box<str> },
}

impl Rare {
    fn of(source_ip: Option<String>, elsewhere: Option<(Region, Operation)>) -> Option<Box<Self>> {
        (source_ip.is_some() || elsewhere.is_some()).then(|| Box::new(Self { source_ip, elsewhere }))
    }
}

impl CallRecord {
    pub(in crate::operations) fn begin(
        request: &Request,
        caller: &Arc<Caller>,
        identity: Option<&Identity>,
        context: &CallContext<'_>,
        at: Timestamp,
    ) -> Self {
        let known_as = identity.map(|Identity { principal, unique_id, .. }| {
            let (arn, name) = (principal.arn().to_owned(), principal.name().to_owned());
            Box::new(KnownAs { unique_id: unique_id.clone(), arn, name })
        });
        let mut given = context.condition_keys.iter().filter(|(key, _)| key.eq_ignore_ascii_case(SOURCE_IP));
        let source_ip = given.next().and_then(|(_, values)| values.first().cloned());
        let elsewhere = request.asks().elsewhere().map(|elsewhere| (elsewhere.region, elsewhere.counts_as));
        Self {
            at,
            caller: Arc::clone(caller),
            known_as,
            rare: Rare::of(source_ip, elsewhere),
            operation: request.operation(),
            request: request.logged(),
            keys: [None, None],
            outcome: Outcome::Underway,
        }
    }

    /// The keys were found.
    pub(in crate::operations) fn about<'k>(&mut self, found: impl IntoIterator<Item = &'k KmsKey>) {
        for (place, key) in self.keys.iter_mut().zip(found) {
            *place = Some((key.account, key.key_id));
        }
    }

    /// The call is over.
    pub(in crate::operations) fn end(&mut self, result: Result<&Response, &Refusal>) {
        self.outcome = match result {
            Ok(response) => {
                if let Response::CreateKey(created) = response {
                    let KeyMetadata { aws_account_id, key_id, .. } = created.key_metadata;
                    self.keys = [Some((aws_account_id, key_id)), None];
                }
                Outcome::Done(elements(response))
            }
            Err(Refusal { error, .. }) => Outcome::Refused { code: error.code(), message: error.message().into() },
        };
    }

    /// The operations as which it stands in the log.
    pub(super) fn operations(&self) -> impl Iterator<Item = Operation> {
        [self.operation].into_iter().chain(self.elsewhere().map(|(_, operation)| *operation))
    }

    fn elsewhere(&self) -> Option<&(Region, Operation)> {
        self.rare.as_ref()?.elsewhere.as_ref()
    }

    /// The ids of its keys.
    pub(super) fn key_ids(&self) -> impl Iterator<Item = KeyId> {
        self.keys.iter().flatten().map(|(_, key_id)| *key_id)
    }

    pub(super) fn succeeded(&self) -> bool {
        matches!(self.outcome, Outcome::Done(_))
    }

    /// Whether the principal, or the role of its session, has this ARN.
    pub(super) fn is_by(&self, arn: &str) -> bool {
        self.caller.principal.arn() == arn || self.known_as.as_ref().is_some_and(|known| known.arn == arn)
    }

    fn keys(&self) -> impl Iterator<Item = KeyArn> {
        let region = &self.caller.region;
        let keys = self.keys.iter().flatten();
        keys.map(move |(account, key_id)| KeyArn { region: region.clone(), account: *account, key_id: *key_id })
    }

    /// The events that tell of it: one in the log of the caller's account, and one in that of the key's, where that is
    /// another.
    pub(super) fn events(&self, number: u64, ids: &RequestIds) -> Vec<AuditEvent> {
        let mut event = self.event(number, ids);
        let here = self.caller.principal.account();
        let owner = self.keys.iter().flatten().map(|(account, _)| *account).find(|account| *account != here);
        let Some(owner) = owner else {
            let there = self.event_elsewhere(&event, number, ids);
            return [event].into_iter().chain(there).collect();
        };
        event.shared_event_id = Some(ids.id(IdOf::SharedEvent, number));
        let event_id = ids.id(IdOf::OwnersEvent, number);
        // The owner learns what was done with their key, and not what the caller was answered.
        let theirs = AuditEvent { event_id, recipient_account_id: owner, response_elements: None, ..event.clone() };
        vec![event, theirs]
    }

    fn event(&self, number: u64, ids: &RequestIds) -> AuditEvent {
        let Caller { region, .. } = &*self.caller;
        let source_ip = self.rare.as_ref().and_then(|rare| rare.source_ip.as_deref());
        let mut event = AuditEvent {
            event_name: self.operation.name(),
            source_ip_address: source_ip.unwrap_or(HERE).to_owned(),
            user_agent: USER_AGENT,
            request_parameters: (!self.request.is_empty()).then(|| self.request.clone()),
            request_id: Some(ids.id(IdOf::Request, number)),
            event_id: ids.id(IdOf::Event, number),
            read_only: is_read_only(self.operation),
            resources: self.keys().map(Resource::key).collect(),
            event_type: "AwsApiCall",
            ..AuditEvent::new(self.user_identity(), self.at, region.clone())
        };
        match &self.outcome {
            Outcome::Done(answer) if !event.read_only => {
                let key = event.resources.first().map(|key| key.arn.to_string());
                event.response_elements = Some(answer.clone().with_key(key)).filter(|elements| !elements.is_empty());
            }
            Outcome::Refused { code, message } => {
                // The one exception that CloudTrail calls by another name.
                event.error_code = Some(if *code == "AccessDeniedException" { "AccessDenied" } else { code });
                event.error_message = Some(message.to_string()).filter(|message| !message.is_empty());
            }
            Outcome::Done(_) | Outcome::Underway => {}
        }
        event
    }

    /// What is logged in the other Region, once it was reached: that a replica was made, that a key became the primary key.
    fn event_elsewhere(&self, event: &AuditEvent, number: u64, ids: &RequestIds) -> Option<AuditEvent> {
        let (region, operation) = self.elsewhere().filter(|_| self.succeeded())?;
        let there = |key: &Resource| Resource::key(KeyArn { region: region.clone(), ..key.arn.clone() });
        let resources: Vec<_> = event.resources.iter().map(there).collect();
        let arn = resources.first().map(|key| key.arn.to_string());
        Some(AuditEvent {
            event_name: operation.name(),
            aws_region: region.clone(),
            event_id: ids.id(IdOf::EventElsewhere, number),
            response_elements: Some(Parameters::default().with_key(arn)),
            resources,
            ..event.clone()
        })
    }

    fn user_identity(&self) -> UserIdentity {
        let principal = &self.caller.principal;
        let account_id = principal.account();
        let known = self.known_as.as_deref();
        let id = known.map_or_else(|| account_id.to_string(), |known| known.unique_id.clone());
        let session = principal.session_name();
        UserIdentity {
            kind: Some(match principal.kind() {
                PrincipalKind::Root => "Root",
                PrincipalKind::User => "IAMUser",
                PrincipalKind::Role => "Role",
                PrincipalKind::Session => "AssumedRole",
                PrincipalKind::Federated => "FederatedUser",
            }),
            principal_id: Some(session.map_or_else(|| id.clone(), |name| format!("{id}:{name}"))),
            arn: Some(principal.arn().to_owned()),
            account_id,
            user_name: known.filter(|_| principal.kind() == PrincipalKind::User).map(|known| known.name.clone()),
            session_context: known.filter(|_| session.is_some()).map(|known| SessionContext {
                session_issuer: SessionIssuer {
                    kind: "Role",
                    principal_id: id.clone(),
                    arn: known.arn.clone(),
                    account_id,
                    user_name: known.name.clone(),
                },
            }),
            invoked_by: None,
        }
    }
}
