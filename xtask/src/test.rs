//! `cargo xtask test`: everything that must be green, the quick before the slow.

use std::path::Path;

use crate::browser::{self, Browser};
use crate::config::WasmPack;
use crate::process::{Cmd, Result, Steps};
use crate::{build, python, tools};

/// Where the tests with the clients of AWS are, and which clients these are.
const CLIENTS: &str = "tests/clients";

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
    tools::packages(root, CLIENTS, steps)?;
    tools::packages(root, "tests/clients/browser", steps)?;
    let python = python::ensure(root, CLIENTS, steps)?;
    tools::mdbook(root, steps)?;
    let browser = Browser::ensure(root, steps)?;
    let firefox = browser::firefox(root, steps)?;
    tools::geckodriver(root, steps)?;

    lints(root, steps)?;
    quick(root, steps)?;
    build::engine(root, &config, steps)?;
    for tested in config.browsers() {
        steps.step(&format!("engine in {}", tested.name()), || {
            let tests = tools::command(root, "wasm-pack")?.args(config.test(*tested));
            // wasm-pack finds Firefox's driver by itself, on our PATH.
            tests.variable("CHROMEDRIVER", &browser.driver).run()
        })?;
    }
    page(root, &browser, &firefox, steps)?;
    clients(root, &browser, &python, steps)
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

/// The clients of AWS, unchanged, against the package that was built.
fn clients(root: &Path, browser: &Browser, python: &Path, steps: &mut Steps) -> Result {
    let types = tools::npm(root, "run clients:types")?;
    steps.step("types of the tests with clients", || types.run())?;
    let node = tools::npm(root, "run clients")?.variable("CHROME", &browser.chrome);
    steps.step("clients in Node.js and the browser", || node.run())?;
    let unittest = ["-m", "unittest", "discover", "--start-directory", CLIENTS];
    let programs = Cmd::new(&python.to_string_lossy(), root).args(unittest).variable("PATH", tools::path(root)?);
    steps.step("clients in Python", || programs.run())
}

fn cargo(root: &Path, words: &str) -> Cmd {
    Cmd::new("cargo", root).words(words)
}
