//! `cargo xtask test`: everything that must be green, the quick before the slow.

use std::path::Path;

use crate::browser::{self, Browser};
use crate::config::WasmPack;
use crate::process::{Cmd, Result, Steps};
use crate::{build, tools};

/// The native tests, and nothing else.
pub(crate) fn quick(root: &Path, steps: &mut Steps) -> Result {
    steps.step("native tests", || cargo(root, "test --quiet --workspace").run())
}

/// Everything, with what it needs installed first.
pub(crate) fn all(root: &Path, steps: &mut Steps) -> Result {
    let config = WasmPack::read(root)?;
    tools::components(root, steps)?;
    tools::wasm(root, &config, steps)?;
    tools::node(root, steps)?;
    tools::mdbook(root, steps)?;
    let browser = Browser::ensure(root, steps)?;
    let firefox = browser::firefox(root, steps)?;

    lints(root, steps)?;
    quick(root, steps)?;
    build::engine(root, &config, steps)?;
    steps.step("engine in the browser", || {
        let tests = tools::command(root, "wasm-pack")?.args(config.test());
        tests.variable("CHROMEDRIVER", &browser.driver).run()
    })?;
    page(root, &browser, &firefox, steps)
}

fn lints(root: &Path, steps: &mut Steps) -> Result {
    steps.step("rustfmt", || cargo(root, "fmt --all --check").run())?;
    steps.step("clippy", || cargo(root, "clippy --quiet --workspace --all-targets -- -D warnings").run())?;
    steps.step("clippy for WebAssembly", || {
        let wasm = "--target wasm32-unknown-unknown";
        cargo(root, &format!("clippy --quiet --package glass-kms --lib --test browser {wasm} -- -D warnings")).run()?;
        cargo(root, &format!("clippy --quiet --package glass-kms-bench {wasm} -- -D warnings")).run()
    })?;
    let docs = cargo(root, "doc --quiet --workspace --no-deps").variable("RUSTDOCFLAGS", "-D warnings");
    steps.step("docs", || docs.run())
}

fn page(root: &Path, browser: &Browser, firefox: &Path, steps: &mut Steps) -> Result {
    for (name, words) in [("page lints", "run lint"), ("page types", "run typecheck"), ("page unit tests", "run test")]
    {
        let script = tools::npm(root, words)?;
        steps.step(name, || script.run())?;
    }
    build::page(root, steps)?;
    let e2e = tools::npm(root, "run e2e")?.variable("CHROME", &browser.chrome).variable("FIREFOX", firefox);
    steps.step("page end to end, and sizes", || e2e.run())
}

fn cargo(root: &Path, words: &str) -> Cmd {
    Cmd::new("cargo", root).words(words)
}
