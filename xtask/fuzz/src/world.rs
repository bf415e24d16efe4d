//! The questions that every policy is asked.

use std::{borrow::Cow, collections::BTreeMap};

use glass_kms::{
    error::KmsError,
    policy::{self, Facts, GrantAsk, Identity, KeyResource, NoGrants, Policy, PolicyKind, Query, Requester, Resource},
    types::{AccountId, KeyArn, KeyId, Principal, Region, Timestamp},
};

/// What conditions can ask for, by the names of condition keys in lower case.
pub(crate) type Given = BTreeMap<String, Vec<String>>;

/// A user, a role's session and a stranger, and a key that they want to use.
#[derive(Debug)]
pub(crate) struct World {
    callers: Vec<Principal>,
    arn: KeyArn,
    open: Policy,
}

struct Known<'a>(&'a Given);

impl Facts for Known<'_> {
    fn values(&self, key: &str) -> Option<Vec<Cow<'_, str>>> {
        let values = self.0.get(&key.to_ascii_lowercase())?;
        Some(values.iter().map(|value| Cow::from(value.as_str())).collect())
    }
}

impl World {
    pub(crate) fn new() -> Result<Self, String> {
        let said = |error: KmsError| error.to_string();
        let callers = [
            "arn:aws:iam::111122223333:user/aki",
            "arn:aws:sts::111122223333:assumed-role/courier/monday",
            "arn:aws:iam::444455556666:root",
        ];
        let open = r#"{ "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "*", "Resource": "*" } }"#;
        Ok(Self {
            callers: callers.iter().map(|arn| Principal::parse(arn)).collect::<Result<_, _>>().map_err(said)?,
            arn: KeyArn {
                region: Region::parse("ap-northeast-1").map_err(said)?,
                account: AccountId::parse("111122223333").map_err(said)?,
                key_id: KeyId::parse("1b2c3d4e-0000-4000-8000-000000000001").ok_or("a key id")?,
            },
            open: Policy::parse(PolicyKind::Key, open).map_err(|error| error.message)?,
        })
    }

    /// What is known of an ordinary request.
    pub(crate) fn given() -> Given {
        let one = |value: &str| vec![value.to_owned()];
        [
            ("aws:currenttime", one("2026-11-24T00:00:00Z")),
            ("aws:epochtime", one("1795478400")),
            ("aws:multifactorauthage", one("300")),
            ("aws:multifactorauthpresent", one("true")),
            ("aws:principalarn", one("arn:aws:iam::111122223333:user/aki")),
            ("aws:principalaccount", one("111122223333")),
            ("aws:principaltag/team", one("letters")),
            ("aws:securetransport", one("true")),
            ("aws:sourceip", one("203.0.113.7")),
            ("aws:username", one("aki")),
            ("kms:calleraccount", one("111122223333")),
            ("kms:encryptioncontext:to", one("Aki")),
            ("kms:encryptioncontextkeys", vec!["to".to_owned(), "from".to_owned()]),
        ]
        .map(|(key, values)| (key.to_owned(), values))
        .into()
    }

    /// Reads the text as both kinds of policy, asks it everything, and checks that the answers agree with each other.
    /// Returns for how many kinds it was a policy.
    ///
    /// # Errors
    /// What does not agree.
    pub(crate) fn try_all(&self, text: &str, given: &Given) -> Result<usize, String> {
        let mut read = 0;
        for kind in [PolicyKind::Key, PolicyKind::Identity] {
            let policy = match Policy::parse(kind, text) {
                Ok(policy) => policy,
                Err(error) if error.at.line == 0 || error.at.column == 0 || error.message.is_empty() => {
                    return Err(format!("an error without a place: {error:?}"));
                }
                Err(_) => continue,
            };
            read += 1;
            if policy.text() != text {
                return Err("the text is not the one that was given".to_owned());
            }
            // The engine looks for the place of one that does not exist, and stops there.
            let last = policy.named_principals().last();
            let misplaced = last.filter(|(_, pointer)| policy.place(pointer).line == 0);
            if let Some((arn, _)) = misplaced {
                return Err(format!("{arn} has no place"));
            }
            self.callers.iter().try_for_each(|caller| self.ask(caller, kind, &policy, given))?;
        }
        Ok(read)
    }

    fn ask(&self, caller: &Principal, kind: PolicyKind, policy: &Policy, given: &Given) -> Result<(), String> {
        let own = if kind == PolicyKind::Identity { Some(policy.clone()) } else { None };
        let identity = Identity {
            principal: caller.clone(),
            unique_id: "AIDA".to_owned(),
            tags: BTreeMap::new(),
            policies: own.map(|policy| ("p".to_owned(), policy)).into_iter().collect(),
        };
        let key = KeyResource {
            arn: &self.arn,
            policy: if kind == PolicyKind::Key { policy } else { &self.open },
            cross_account: true,
            grants: &NoGrants,
            ask: GrantAsk { context: None, tokens: &[], now: Timestamp::from_millis(0), retires: None },
        };
        let query = Query {
            requester: Requester { principal: caller, identity: Some(&identity).filter(|_| !caller.is_root()) },
            action: "kms:GenerateDataKey",
            resource: Resource::Key(key),
            facts: &Known(given),
        };
        let (ruling, decision) = (policy::rule(&query), policy::explain(&query));
        if (ruling.effect, ruling.because) == (decision.effect, decision.because) {
            return Ok(());
        }
        Err(format!("{:?} without reasons, {:?} with them", ruling.because, decision.because))
    }
}
