//! `cargo xtask fuzz [inputs]`: a million texts for the policy parser and evaluator.

use std::path::Path;

use crate::process::{Cmd, Result};

/// Builds the fuzzer and becomes it.
pub(crate) fn fuzz(root: &Path, inputs: Option<&str>) -> Result {
    let fuzzer = Cmd::new("cargo", root).words("run --quiet --release --package glass-kms-fuzz --");
    fuzzer.args(inputs).hand_over()
}
