//! `cargo xtask bench`: the engine beside bare cryptography and beside WebCrypto, in Node.js and in a browser.

use std::path::Path;

use crate::browser::Browser;
use crate::config::{Package, WasmPack};
use crate::process::{Result, Steps};
use crate::{build, tools};

/// Builds the engine and what it is compared with, measures, and prints one table.
pub(crate) fn bench(root: &Path, steps: &mut Steps) -> Result {
    let config = WasmPack::read(root)?;
    tools::wasm(root, &config, steps)?;
    tools::node(root, steps)?;
    let browser = Browser::ensure(root, steps)?;
    build::engine(root, &config, steps)?;
    let bare =
        Package { krate: root.join("xtask/bench"), out_dir: root.join("target/bench"), out_name: "bare".to_owned() };
    steps.step("bare cryptography to WebAssembly", || build::wasm(root, &config, &bare))?;
    println!();
    let measure = tools::command(root, "node")?.args(["xtask/bench/run.js"]);
    measure.variable("CHROME", browser.chrome).hand_over()
}
