//! `cargo xtask bench`: the engine beside bare cryptography and beside WebCrypto, in Node.js and in a browser; and the
//! page beside its bars.

use std::path::Path;

use crate::browser::Browser;
use crate::config::{Package, WasmPack};
use crate::process::{Result, Steps};
use crate::{build, tools};

/// Builds the engine, what it is compared with, and the page; measures, and prints a table of each.
pub(crate) fn bench(root: &Path, steps: &mut Steps) -> Result {
    let config = WasmPack::read(root)?;
    tools::wasm(root, &config, steps)?;
    tools::node(root, steps)?;
    let browser = Browser::ensure(root, steps)?;
    build::engine(root, &config, steps)?;
    build::page(root, steps)?;
    let bare =
        Package { krate: root.join("xtask/bench"), out_dir: root.join("target/bench"), out_name: "bare".to_owned() };
    steps.step("bare cryptography to WebAssembly", || build::wasm(root, &config, &bare))?;
    measure(root, &browser, &[])
}

/// Builds the page, measures it alone, and prints its table.
pub(crate) fn page(root: &Path, steps: &mut Steps) -> Result {
    let config = WasmPack::read(root)?;
    tools::wasm(root, &config, steps)?;
    tools::node(root, steps)?;
    let browser = Browser::ensure(root, steps)?;
    build::engine(root, &config, steps)?;
    build::page(root, steps)?;
    measure(root, &browser, &["page"])
}

fn measure(root: &Path, browser: &Browser, what: &[&str]) -> Result {
    println!();
    let measure = tools::command(root, "node")?.args(["xtask/bench/run.js"]).args(what);
    measure.variable("CHROME", &browser.chrome).hand_over()
}
