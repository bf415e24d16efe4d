//! `cargo xtask build`: the engine as WebAssembly in www/pkg, then the page and what else authors can take in www/dist,
//! and the npm package in www/dist-npm.

use std::path::Path;

use crate::config::{Package, WasmPack};
use crate::process::{Result, Steps};
use crate::tools;

/// Installs what is missing and builds all.
pub(crate) fn all(root: &Path, steps: &mut Steps) -> Result {
    let config = WasmPack::read(root)?;
    tools::wasm(root, &config, steps)?;
    tools::node(root, steps)?;
    engine(root, &config, steps)?;
    page(root, steps)
}

/// The engine, for the page.
pub(crate) fn engine(root: &Path, config: &WasmPack, steps: &mut Steps) -> Result {
    steps.step("engine to WebAssembly", || wasm(root, config, &config.engine(root)))
}

/// One crate as an optimised WebAssembly package.
pub(crate) fn wasm(root: &Path, config: &WasmPack, package: &Package) -> Result {
    tools::command(root, "wasm-pack")?.args(config.build(package)).run()?;
    // wasm-opt is a script there: run by node it needs no shell to find it, on any system.
    let wasm_opt = root.join("www/node_modules/binaryen/bin/wasm-opt");
    tools::command(root, "node")?.args([wasm_opt]).args(config.optimize(package)).run()
}

/// The page, from the engine that stands in www/pkg.
pub(crate) fn page(root: &Path, steps: &mut Steps) -> Result {
    let build = tools::npm(root, "run build")?;
    steps.step("page", || build.run())
}
