//! `cargo xtask serve`: builds everything, then serves the page until it is stopped.

use std::path::Path;

use crate::process::{Cmd, Result, Steps};
use crate::{build, tools};

/// Builds and serves; returns only when the server ends.
pub(crate) fn serve(root: &Path, steps: &mut Steps) -> Result {
    build::all(root, steps)?;
    println!();
    let www = root.join("www");
    let vite = www.join("node_modules/vite/bin/vite.js");
    Cmd::new("node", &www).args([vite]).args(["preview"]).variable("PATH", tools::path(root)?).hand_over()
}
