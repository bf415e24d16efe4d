//! From events to steps that each carry the whole state.

use std::borrow::Cow;

use super::{Actor, Event, Flow, GateId, Holdings, NewStep, Step, Text, TraceBlob, Track, differs};
use crate::types::Sorted;

/// What the events come to.
#[derive(Default)]
pub(super) struct Folded {
    pub(super) before: Holdings,
    pub(super) blobs: Sorted<Cow<'static, str>, TraceBlob>,
    pub(super) steps: Vec<Step>,
}

impl Folded {
    /// The check at which the flow stopped.
    pub(super) fn refused_by(&self) -> Option<GateId> {
        let last = self.steps.last()?.gates.last()?;
        (!last.pass).then_some(last.id)
    }
}

pub(super) fn fold(events: Vec<Event>, track: Track, flow: &Flow) -> Folded {
    let mut folded = Folded::default();
    // What was there from the start is often known only later (a key, once it is found).
    let (before, rest): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| matches!(event, Event::Before(..)));
    for event in before {
        if let Event::Before(actor, blob) = event {
            hold(&mut folded.before, actor, blob.id.clone());
            folded.blobs.insert(blob.id.clone(), blob);
        }
    }
    let mut now = folded.before.clone();
    for event in rest {
        match event {
            Event::Step(step) => {
                let step = open_step(step, folded.steps.len().saturating_add(1), track, flow);
                for id in &step.moves {
                    hold(&mut now, step.to.clone(), id.clone());
                }
                folded.steps.push(step);
            }
            Event::Before(actor, blob) | Event::Made(actor, blob) => {
                hold(&mut now, actor, blob.id.clone());
                folded.blobs.insert(blob.id.clone(), blob);
            }
            Event::Dropped(actor, id) => now.change(actor, |held| held.retain(|held| *held != id)),
            Event::Kept(actor, ids) => {
                now.change(actor, |held| held.retain(|held| ids.contains(&held.as_ref())));
            }
            Event::Gate(gate) => {
                if let Some(step) = folded.steps.last_mut() {
                    step.gates.push(gate);
                }
            }
            Event::Arg(name, value) => {
                if let Some(step) = folded.steps.last_mut() {
                    step.text.args.insert(Cow::Borrowed(name), value);
                }
            }
        }
        now.retain(|_, held| !held.is_empty());
        if let Some(step) = folded.steps.last_mut() {
            step.holds.clone_from(&now);
        }
    }
    folded
}

fn open_step(step: NewStep, n: usize, track: Track, flow: &Flow) -> Step {
    let name = step.id.split('@').next().unwrap_or_default();
    let key = format!("{}.{}.{name}", track.as_str(), flow.as_str());
    Step {
        n,
        from: step.from,
        to: step.to,
        kind: step.kind,
        moves: step.moves,
        holds: Holdings::new(),
        gates: Vec::new(),
        differs: differs::at(&key).then(|| key.clone()),
        text: Text { key, args: Sorted::new() },
        id: step.id,
    }
}

fn hold(holdings: &mut Holdings, actor: Actor, id: Cow<'static, str>) {
    holdings.change(actor, |held| {
        if !held.contains(&id) {
            held.push(id);
        }
    });
}
