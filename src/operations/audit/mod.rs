//! The audit log: every call and everything that KMS did by itself, as CloudTrail would record it, and never a secret.

mod elements;
mod event;
mod parameters;
mod record;
mod service;

pub use event::{AuditEvent, Resource, SessionContext, SessionIssuer, UserIdentity};
pub use parameters::{Parameters, Value};
pub use service::Details;

pub(super) use parameters::Logged;
pub(super) use record::CallRecord;
pub(super) use service::{Change, ServiceRecord};

use std::collections::VecDeque;

use crate::{store::RequestIds, types::KeyId};

/// How many entries are kept, if nobody says.
const KEPT: usize = 10_000;

/// Which events are wanted; by default all that are kept.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AuditFilter {
    /// From which entry on, counted from the first that ever was.
    pub from: usize,
    /// How many at the most: the newest.
    pub limit: Option<usize>,
    /// By which principal: an ARN; that of a role stands for its sessions too.
    pub principal: Option<String>,
    /// About which key: its id, or its ARN.
    pub key: Option<String>,
    /// Of which name: an operation, or what KMS does by itself.
    pub operation: Option<String>,
    /// Whether it succeeded.
    pub succeeded: Option<bool>,
    /// In which Region.
    pub region: Option<String>,
    /// In whose log: an account.
    pub account: Option<String>,
}

/// What happened, in the order in which it happened. Of more than `most` entries the oldest are dropped.
#[derive(Debug)]
pub(super) struct AuditLog {
    entries: VecDeque<Entry>,
    most: usize,
    /// How many were dropped.
    dropped: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    number: u64,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Call(CallRecord),
    Service(Box<ServiceRecord>),
}

impl Default for AuditLog {
    fn default() -> Self {
        Self { entries: VecDeque::new(), most: KEPT, dropped: 0 }
    }
}

impl AuditLog {
    /// Keeps so many entries from now on.
    pub(super) fn keep(&mut self, most: usize) {
        self.most = most;
        let excess = self.entries.len().saturating_sub(most);
        self.entries.drain(..excess);
        self.dropped = self.dropped.saturating_add(excess);
    }

    /// Whether anything is kept at all.
    pub(super) fn is_kept(&self) -> bool {
        self.most > 0
    }

    pub(super) fn add(&mut self, entry: Entry) {
        if self.entries.len() >= self.most {
            self.dropped = self.dropped.saturating_add(1);
            if self.entries.pop_front().is_none() {
                return;
            }
        }
        self.entries.push_back(entry);
    }

    /// The events that a filter lets through, the oldest first.
    pub(super) fn read(&self, filter: &AuditFilter, ids: &RequestIds) -> Vec<AuditEvent> {
        let wanted = self.entries.iter().skip(filter.from.saturating_sub(self.dropped));
        let found = wanted
            .rev()
            .filter(|entry| entry.fits(filter))
            .flat_map(|entry| entry.events(ids).into_iter().rev().filter(|event| filter.wants(event)));
        let mut events: Vec<_> = found.take(filter.limit.unwrap_or(usize::MAX)).collect();
        events.reverse();
        events
    }
}

impl AuditFilter {
    /// Whether an event is wanted, of an entry that tells of several.
    fn wants(&self, event: &AuditEvent) -> bool {
        let fits = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        let is_key = |wanted: &str| {
            let mut arns = event.resources.iter().map(|key| &key.arn);
            arns.any(|arn| arn.key_id.as_str() == wanted || arn.to_string() == wanted)
        };
        fits(&self.account, event.recipient_account_id.as_str())
            && fits(&self.region, event.aws_region.as_str())
            && fits(&self.operation, event.event_name)
            && self.key.as_deref().is_none_or(is_key)
    }
}

impl Entry {
    pub(super) fn call(number: u64, record: CallRecord) -> Self {
        Self { number, what: What::Call(record) }
    }

    pub(super) fn service(number: u64, record: ServiceRecord) -> Self {
        Self { number, what: What::Service(Box::new(record)) }
    }

    pub(super) fn events(&self, ids: &RequestIds) -> Vec<AuditEvent> {
        match &self.what {
            What::Call(record) => record.events(self.number, ids),
            What::Service(record) => vec![record.event(self.number, ids)],
        }
    }

    /// Whether any event of it can be wanted: this is quickly seen, and the events are written only then.
    fn fits(&self, filter: &AuditFilter) -> bool {
        let wants = |wanted: &Option<String>, is: &dyn Fn(&str) -> bool| wanted.as_deref().is_none_or(is);
        let is_key = |key_id: KeyId, wanted: &str| wanted.ends_with(key_id.as_str());
        match &self.what {
            What::Call(call) => {
                filter.succeeded.is_none_or(|wanted| wanted == call.succeeded())
                    && wants(&filter.operation, &|name| call.operations().any(|operation| operation.name() == name))
                    && wants(&filter.key, &|wanted| call.key_ids().any(|key_id| is_key(key_id, wanted)))
                    && wants(&filter.principal, &|arn| call.is_by(arn))
            }
            What::Service(record) => {
                filter.succeeded != Some(false)
                    && wants(&filter.operation, &|name| record.name() == name)
                    && wants(&filter.key, &|wanted| is_key(record.details.key_id, wanted))
                    && filter.principal.is_none()
            }
        }
    }
}
