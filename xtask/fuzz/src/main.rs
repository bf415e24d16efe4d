//! Throws texts at the policy parser and evaluator: `cargo xtask fuzz [inputs]`.
//!
//! The inputs are the same in every run. Nothing may panic, take the wrong way to an answer, or take a time that grows
//! faster than the input.

mod growth;
mod inputs;
mod random;
mod world;

use std::{
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use growth::{FAMILIES, MOST_GROWTH};
use inputs::Kind;
use random::Random;
use world::World;

const INPUTS: usize = 1_000_000;
const SEED: u64 = 0x676c_6173_732d_6b6d;

/// What is remembered of the inputs of one kind.
#[derive(Clone, Debug, Default)]
struct Tally {
    inputs: usize,
    policies: usize,
    bytes: usize,
    spent: Duration,
    /// The slowest: how long, and how many bytes.
    slowest: (Duration, usize),
}

fn main() -> ExitCode {
    let inputs = std::env::args().nth(1).map_or(Ok(INPUTS), |count| count.replace('_', "").parse());
    let done = inputs.map_err(|_| "how many inputs? That is no number.".to_owned()).and_then(run);
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(inputs: usize) -> Result<bool, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/policies");
    let (world, corpus) = (World::new()?, inputs::corpus(&folder)?);
    let tallies = throw(inputs, &world, &corpus)?;
    report(&tallies);
    println!("\n{:<34}{:>10}{:>10}{:>10}{:>9}", "time by size, µs", "8 KB", "16 KB", "32 KB", "32 / 8");
    let mut all_well = true;
    for family in FAMILIES {
        let seconds = growth::measure(family, &world).map_err(|what| format!("{}: {what}", family.name))?;
        let ratio = seconds.last().copied().unwrap_or_default() / seconds.first().copied().unwrap_or(1.0);
        // What takes less than 20 µs is lost in the noise.
        let fine = ratio <= family.most_growth() || seconds.iter().all(|seconds| *seconds < 20e-6);
        all_well &= fine;
        let times: String =
            seconds.iter().map(|seconds| format!("{:>10.0}", seconds * 1e6)).collect::<Vec<_>>().concat();
        println!("{:<34}{times}{ratio:>9.1}{}", family.name, if fine { "" } else { "  TOO MUCH" });
    }
    println!("\nFour times the size may take {MOST_GROWTH} times as long at most; with gaps, 16 times.");
    Ok(all_well)
}

fn throw(inputs: usize, world: &World, corpus: &[String]) -> Result<Vec<Tally>, String> {
    let mut random = Random::new(SEED);
    let mut tallies = vec![Tally::default(); Kind::ALL.len()];
    let given = World::given();
    for at in 0..inputs {
        let (kind, text) = inputs::input(&mut random, corpus);
        let started = now();
        let read = world.try_all(&text, &given).map_err(|what| format!("input {at}: {what}\n{text}"))?;
        let spent = started.elapsed();
        let place = Kind::ALL.iter().position(|other| *other == kind);
        let Some(tally) = place.and_then(|place| tallies.get_mut(place)) else { continue };
        tally.inputs += 1;
        tally.policies += usize::from(read > 0);
        tally.bytes += text.len();
        tally.spent += spent;
        tally.slowest = tally.slowest.max((spent, text.len()));
    }
    Ok(tallies)
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn report(tallies: &[Tally]) {
    let columns = ["inputs", "policies", "bytes each", "inputs/s", "slowest µs", "its bytes"];
    let head: Vec<_> = columns.iter().map(|name| format!("{name:>12}")).collect();
    println!("{:<26}{}", "", head.concat());
    let sum = tallies.iter().fold(Tally::default(), |sum, tally| Tally {
        inputs: sum.inputs + tally.inputs,
        policies: sum.policies + tally.policies,
        bytes: sum.bytes + tally.bytes,
        spent: sum.spent + tally.spent,
        slowest: sum.slowest.max(tally.slowest),
    });
    let names = Kind::ALL.iter().map(|kind| kind.name()).chain(["all"]);
    for (name, tally) in names.zip(tallies.iter().chain([&sum])) {
        let Tally { inputs, policies, bytes, spent, slowest: (slowest, size) } = tally;
        let rate = *inputs as f64 / spent.as_secs_f64().max(f64::EPSILON);
        let each = bytes / inputs.max(&1);
        println!("{name:<26}{inputs:>12}{policies:>12}{each:>12}{rate:>12.0}{:>12}{size:>12}", slowest.as_micros());
    }
}

#[expect(clippy::disallowed_methods, reason = "how long an input takes is told to people, and decides nothing else")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::{Kind, World, inputs, throw};
    use std::path::Path;

    #[test]
    fn two_thousand_inputs_are_survived() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/policies");
        let corpus = inputs::corpus(&folder).expect("the cases");
        assert!(corpus.len() >= 500, "only {} policies", corpus.len());
        let tallies = throw(2_000, &World::new().expect("a world"), &corpus).expect("nothing goes wrong");
        assert_eq!(tallies.iter().map(|tally| tally.inputs).sum::<usize>(), 2_000);
        // The interesting ones are those that get past the parser.
        for (kind, tally) in Kind::ALL.iter().zip(&tallies).skip(1) {
            assert!(tally.policies > 0, "no {} was a policy", kind.name());
        }
    }
}
