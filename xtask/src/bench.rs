//! `cargo xtask bench`: the engine beside bare cryptography and beside WebCrypto, in Node.js and in a browser; the server
//! beside moto's; and the page beside its bars.

use std::path::Path;

use crate::browser::Browser;
use crate::config::{Package, WasmPack};
use crate::process::{Cmd, Result, Steps};
use crate::{build, python, tools};

/// Builds the engine, what it is compared with, and the page; measures, and prints a table of each.
pub(crate) fn bench(root: &Path, steps: &mut Steps) -> Result {
    let config = WasmPack::read(root)?;
    tools::wasm(root, &config, steps)?;
    tools::node(root, steps)?;
    let browser = Browser::ensure(root, steps)?;
    let python = python::ensure(root, "xtask/bench", steps)?;
    build::engine(root, &config, steps)?;
    build::page(root, steps)?;
    let bare =
        Package { krate: root.join("xtask/bench"), out_dir: root.join("target/bench"), out_name: "bare".to_owned() };
    steps.step("bare cryptography to WebAssembly", || build::wasm(root, &config, &bare))?;
    measure(root, &browser, |run| run.variable("MOTO", python))
}

/// Builds the page, measures it alone, and prints its table.
pub(crate) fn page(root: &Path, steps: &mut Steps) -> Result {
    let config = WasmPack::read(root)?;
    tools::wasm(root, &config, steps)?;
    tools::node(root, steps)?;
    let browser = Browser::ensure(root, steps)?;
    build::engine(root, &config, steps)?;
    build::page(root, steps)?;
    measure(root, &browser, |run| run.args(["page"]))
}

fn measure(root: &Path, browser: &Browser, what: impl FnOnce(Cmd) -> Cmd) -> Result {
    println!();
    let run = tools::command(root, "node")?.args(["xtask/bench/run.js"]);
    what(run.variable("CHROME", &browser.chrome)).hand_over()
}
