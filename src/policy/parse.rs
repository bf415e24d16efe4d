//! From the text of a policy to what it says. Nothing is guessed: what IAM does not know is an error with its place.
//!
//! See "IAM JSON policy elements reference" in the IAM User Guide.

use super::{
    PolicyError, PolicyKind,
    condition::{Condition, Test},
    document::{Document, Patterns, Statement},
    operator::Operator,
    pattern::{Pattern, Syntax},
    principals::{Named, Principals, Who},
    source::Node,
};
use crate::types::{AccountId, Place, Principal, StatementEffect};

/// The language version with variables.
const CURRENT_VERSION: &str = "2012-10-17";
/// The first version, which is also the default.
const FIRST_VERSION: &str = "2008-10-17";

pub(super) fn parse(kind: PolicyKind, text: &str) -> Result<Document, PolicyError> {
    let root = Node::root(text)?;
    let mut version = None;
    let mut statement = None;
    for (name, node) in root.object()? {
        match name.as_str() {
            "Version" => version = Some(read_version(&node)?),
            "Id" => drop(node.string()?),
            "Statement" => statement = Some(node),
            _ => return Err(node.error(format!("A policy has no \"{name}\": only Version, Id and Statement."))),
        }
    }
    let has_variables = version == Some(CURRENT_VERSION);
    let statement = statement.ok_or_else(|| root.error("The policy has no Statement."))?;
    let nodes = statement.one_or_more()?;
    let statements =
        nodes.iter().map(|node| read_statement(kind, node, has_variables)).collect::<Result<Vec<_>, _>>()?;
    if statements.is_empty() {
        return Err(statement.error("The policy must have at least one statement."));
    }
    for (at, (node, statement)) in nodes.iter().zip(&statements).enumerate() {
        let earlier = statements.iter().take(at);
        if statement.sid.is_some() && earlier.clone().any(|other| other.sid == statement.sid) {
            return Err(node.error("Statement IDs (SID) in a single policy must be unique."));
        }
    }
    Ok(Document { statements })
}

/// Where a JSON pointer leads; the beginning, if it leads nowhere.
pub(super) fn place(text: &str, pointer: &str) -> Place {
    let found = Node::root(text).ok().and_then(|root| {
        pointer.split('/').skip(1).try_fold(root, |node, name| {
            let name = name.replace("~1", "/").replace("~0", "~");
            let members = if node.is_object() { node.object().ok()? } else { numbered(&node)? };
            members.into_iter().find(|(other, _)| *other == name).map(|(_, member)| member)
        })
    });
    found.map_or(Place { pointer: pointer.to_owned(), line: 1, column: 1 }, |node| node.place())
}

fn numbered<'a>(node: &Node<'a>) -> Option<Vec<(String, Node<'a>)>> {
    let elements = node.one_or_more().ok()?;
    Some(elements.into_iter().enumerate().map(|(at, element)| (at.to_string(), element)).collect())
}

fn read_version(node: &Node<'_>) -> Result<&'static str, PolicyError> {
    match node.string()?.as_str() {
        CURRENT_VERSION => Ok(CURRENT_VERSION),
        FIRST_VERSION => Ok(FIRST_VERSION),
        _ => Err(node.error(format!("The Version must be {CURRENT_VERSION} or {FIRST_VERSION}."))),
    }
}

fn read_statement(kind: PolicyKind, node: &Node<'_>, variables: bool) -> Result<Statement, PolicyError> {
    let mut statement = Statement {
        pointer: node.pointer.clone(),
        sid: None,
        effect: StatementEffect::Deny,
        principals: None,
        actions: None,
        resources: None,
        conditions: Vec::new(),
    };
    let mut effect = None;
    for (name, node) in node.object()? {
        let negated = name.starts_with("Not");
        match name.as_str() {
            "Sid" => statement.sid = Some(read_sid(kind, &node)?),
            "Effect" => effect = Some(read_effect(&node)?),
            "Principal" | "NotPrincipal" => {
                let principals = read_principals(kind, &node, negated)?;
                once(&mut statement.principals, principals, &node, "Principal")?;
            }
            "Action" | "NotAction" => once(&mut statement.actions, read_actions(&node, negated)?, &node, "Action")?,
            "Resource" | "NotResource" => {
                let resources = read_resources(kind, &node, negated, variables)?;
                once(&mut statement.resources, resources, &node, "Resource")?;
            }
            "Condition" => statement.conditions = read_conditions(&node, variables)?,
            _ => return Err(node.error(format!("A statement has no element \"{name}\"."))),
        }
    }
    statement.effect = effect.ok_or_else(|| node.error("The statement has no Effect: Allow or Deny."))?;
    complete(kind, node, &statement)?;
    Ok(statement)
}

/// A statement says one thing in one way: `Action` or `NotAction`.
fn once<T>(slot: &mut Option<T>, value: T, node: &Node<'_>, name: &str) -> Result<(), PolicyError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(node.error(format!("A statement has either {name} or Not{name}, not both."))),
    }
}

fn complete(kind: PolicyKind, node: &Node<'_>, statement: &Statement) -> Result<(), PolicyError> {
    let missing = match kind {
        PolicyKind::Key if statement.principals.is_none() => "The statement of a key policy must name a Principal.",
        // In a key policy such a statement is accepted, and does nothing.
        PolicyKind::Identity if statement.actions.is_none() => "Policy statement must contain actions.",
        PolicyKind::Identity if statement.resources.is_none() => "Policy statement must contain resources.",
        _ => return Ok(()),
    };
    Err(node.error(missing))
}

fn read_sid(kind: PolicyKind, node: &Node<'_>) -> Result<String, PolicyError> {
    let sid = node.string()?;
    if kind == PolicyKind::Identity && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(node.error(format!("Statement IDs (SID) must be alpha-numeric: \"{sid}\" is not.")));
    }
    Ok(sid)
}

fn read_effect(node: &Node<'_>) -> Result<StatementEffect, PolicyError> {
    match node.string()?.as_str() {
        "Allow" => Ok(StatementEffect::Allow),
        "Deny" => Ok(StatementEffect::Deny),
        other => Err(node.error(format!("The Effect must be Allow or Deny, not \"{other}\"."))),
    }
}

fn read_principals(kind: PolicyKind, node: &Node<'_>, negated: bool) -> Result<Principals, PolicyError> {
    if kind == PolicyKind::Identity {
        return Err(node.error("A policy of a user or a role names no Principal: it is about whom it is attached to."));
    }
    let mut any_of = Vec::new();
    if node.is_object() {
        for (kind, names) in node.object()? {
            for name in names.one_or_more()? {
                any_of.push(Named { who: read_who(&kind, &name)?, pointer: name.pointer });
            }
        }
    } else {
        let text = node.string()?;
        if text != "*" {
            return Err(node.error("The Principal must be \"*\", or an object such as { \"AWS\": \"arn:…\" }."));
        }
        any_of.push(Named { who: Who::Everyone, pointer: node.pointer.clone() });
    }
    if any_of.is_empty() {
        return Err(node.error("The Principal names nobody."));
    }
    Ok(Principals { negated, pointer: node.pointer.clone(), any_of })
}

fn read_who(kind: &str, node: &Node<'_>) -> Result<Who, PolicyError> {
    let name = node.string()?;
    match kind {
        "AWS" if name == "*" => Ok(Who::Everyone),
        "AWS" => match (AccountId::parse(&name), Principal::parse(&name)) {
            (Ok(account), _) => Ok(Who::Account(account)),
            (_, Ok(principal)) => Ok(Who::of(&principal)),
            _ => Err(node.error(format!(
                "Policy contains a statement with one or more invalid principals: \"{name}\" is neither * nor an \
                 account nor the ARN of a user, a role or a session."
            ))),
        },
        "Service" | "Federated" | "CanonicalUser" => Ok(Who::Outside(name)),
        other => Err(node.error(format!("A Principal is of the kind AWS, Service or Federated, not \"{other}\"."))),
    }
}

fn read_actions(node: &Node<'_>, negated: bool) -> Result<Patterns, PolicyError> {
    let syntax = Syntax { wildcards: true, variables: false };
    let read = |node: Node<'_>| {
        let action = node.string()?;
        let is_named = action.split_once(':').is_some_and(|(vendor, name)| {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'?' | b'-');
            !vendor.is_empty() && !name.is_empty() && vendor.bytes().chain(name.bytes()).all(fits)
        });
        if action != "*" && !is_named {
            return Err(node.error(format!("\"{action}\" is not an action: one looks like kms:Decrypt, kms:* or *.")));
        }
        // Names of actions are compared without regard to case.
        Ok((Pattern::parse(&action.to_ascii_lowercase(), syntax), action))
    };
    patterns(node, negated, "action", read)
}

fn read_resources(kind: PolicyKind, node: &Node<'_>, negated: bool, variables: bool) -> Result<Patterns, PolicyError> {
    let syntax = Syntax { wildcards: true, variables };
    let read = |node: Node<'_>| {
        let resource = node.string()?;
        if kind == PolicyKind::Identity && resource != "*" && !resource.starts_with("arn:") {
            return Err(node.error(format!("Resource {resource} must be in ARN format or \"*\".")));
        }
        Ok((Pattern::parse(&resource, syntax), resource))
    };
    patterns(node, negated, "resource", read)
}

fn patterns<'a>(
    node: &Node<'a>,
    negated: bool,
    what: &str,
    read: impl Fn(Node<'a>) -> Result<(Pattern, String), PolicyError>,
) -> Result<Patterns, PolicyError> {
    let any_of = node.one_or_more()?.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    if any_of.is_empty() {
        return Err(node.error(format!("The list must name at least one {what}.")));
    }
    Ok(Patterns { negated, pointer: node.pointer.clone(), any_of })
}

fn read_conditions(node: &Node<'_>, variables: bool) -> Result<Vec<Condition>, PolicyError> {
    let mut conditions = Vec::new();
    for (name, keys) in node.object()? {
        let test = Test::parse(&name)
            .ok_or_else(|| keys.error(format!("\"{name}\" is not a condition operator, such as StringEquals.")))?;
        for (key, values) in keys.object()? {
            check_key(&key, &name, test, &values)?;
            let read = |value: Node<'_>| {
                let written = value.scalar()?;
                let wanted = test.operator.read(&written, variables);
                let wanted =
                    wanted.map_err(|what| value.error(format!("\"{written}\" is not {what}: {name} takes that.")))?;
                Ok((wanted, written))
            };
            let wanted = values.one_or_more()?.into_iter().map(read).collect::<Result<Vec<_>, PolicyError>>()?;
            if wanted.is_empty() {
                return Err(values.error("The condition compares with no value."));
            }
            conditions.push(Condition { pointer: values.pointer, name: name.clone(), test, key, wanted });
        }
    }
    Ok(conditions)
}

fn check_key(key: &str, operator: &str, test: Test, node: &Node<'_>) -> Result<(), PolicyError> {
    if !key.split_once(':').is_some_and(|(vendor, name)| !vendor.is_empty() && !name.is_empty()) {
        return Err(node.error(format!("\"{key}\" is not a condition key: one looks like aws:PrincipalArn.")));
    }
    let is_context = key.to_ascii_lowercase().starts_with("kms:encryptioncontext:");
    if is_context && test.over == super::condition::Over::All && test.operator != Operator::Null {
        return Err(node.error(format!(
            "OverlyPermissiveCondition:EncryptionContext: {operator} also holds where {key} is missing. Leave out \
             ForAllValues: the key has one value."
        )));
    }
    Ok(())
}
