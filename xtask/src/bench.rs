//! `cargo xtask bench`: the engine beside bare cryptography and beside WebCrypto, in Node.js and in a browser; the server
//! beside moto's; and the page beside its bars.

use std::path::Path;

use crate::browser::Browser;
use crate::config::{Package, WasmPack};
use crate::process::{Cmd, Result, Steps};
use crate::{build, python, tools};

/// Where what measures is, and what lists the server that is compared with.
const BENCH: &str = "xtask/bench";

/// Builds the engine, what it is compared with, and the page; measures, and prints a table of each.
pub(crate) fn bench(root: &Path, steps: &mut Steps) -> Result {
    built(root, steps)?;
    let config = WasmPack::read(root)?;
    let browser = Browser::ensure(root, steps)?;
    let python = python::ensure(root, BENCH, steps)?;
    let bare = Package { krate: root.join(BENCH), out_dir: root.join("target/bench"), out_name: "bare".to_owned() };
    steps.step("bare cryptography to WebAssembly", || build::wasm(root, &config, &bare))?;
    measure(root, &[], |node| node.variable("CHROME", browser.chrome).variable("MOTO", python))
}

/// Builds the page, measures it alone, and prints its table.
pub(crate) fn page(root: &Path, steps: &mut Steps) -> Result {
    built(root, steps)?;
    let browser = Browser::ensure(root, steps)?;
    measure(root, &["page"], |node| node.variable("CHROME", browser.chrome))
}

/// Builds the package, measures its server beside moto's, and prints that table alone.
pub(crate) fn serve(root: &Path, steps: &mut Steps) -> Result {
    built(root, steps)?;
    let python = python::ensure(root, BENCH, steps)?;
    measure(root, &["serve"], |node| node.variable("MOTO", python))
}

/// The engine, the page and the package.
fn built(root: &Path, steps: &mut Steps) -> Result {
    let config = WasmPack::read(root)?;
    tools::wasm(root, &config, steps)?;
    tools::node(root, steps)?;
    build::engine(root, &config, steps)?;
    build::page(root, steps)
}

fn measure(root: &Path, what: &[&str], with: impl FnOnce(Cmd) -> Cmd) -> Result {
    println!();
    with(tools::command(root, "node")?.args(["xtask/bench/run.js"]).args(what.iter().copied())).hand_over()
}
