//! What the commands need and may not be there: each is looked for, and installed when it is missing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use toml::Table;

use crate::config::WasmPack;
use crate::process::{Cmd, Result, Steps};

const WASM: &str = "wasm32-unknown-unknown";

/// What one of the examples is built with.
const MDBOOK: &str = "0.5.4";

/// What speaks to Firefox. Debian has none.
const GECKODRIVER: &str = "0.37.1";

/// The oldest Node.js that the page's tools run on.
const NODE: (u32, u32) = (20, 19);

/// The PATH on which programs are looked for: those of this project before those of the machine.
pub(crate) fn path(root: &Path) -> Result<OsString> {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let own = std::iter::once(own_tools(root).join("bin"));
    let places = own.chain(std::env::split_paths(&inherited)).chain(cargo_home.map(|home| home.join("bin")));
    std::env::join_paths(places).map_err(|error| format!("PATH: {error}"))
}

/// The first program of one of these `names` on our PATH.
pub(crate) fn find(root: &Path, names: &[&str]) -> Option<PathBuf> {
    let path = path(root).ok()?;
    let files = |name: &&str| [(*name).to_owned(), format!("{name}.exe"), format!("{name}.cmd")];
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let files = names.iter().flat_map(files);
    files.flat_map(|file| folders.iter().map(move |folder| folder.join(&file))).find(|program| program.is_file())
}

/// A command in the repository, on our PATH.
pub(crate) fn command(root: &Path, program: &str) -> Result<Cmd> {
    Ok(Cmd::new(program, root).variable("PATH", path(root)?))
}

/// A script of www/package.json.
pub(crate) fn npm(root: &Path, words: &str) -> Result<Cmd> {
    npm_in(root, "www", words)
}

fn npm_in(root: &Path, folder: &str, words: &str) -> Result<Cmd> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    Ok(Cmd::new(npm, &root.join(folder)).words(words).variable("PATH", path(root)?))
}

/// rustfmt and clippy.
pub(crate) fn components(root: &Path, steps: &mut Steps) -> Result {
    for (program, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if Cmd::new("cargo", root).args([program, "--version"]).run().is_err() {
            let rustup = Cmd::new("rustup", root).args(["component", "add", component]);
            steps.step(&format!("install {component}"), || rustup.run())?;
        }
    }
    Ok(())
}

/// Everything that turns the crate into WebAssembly.
pub(crate) fn wasm(root: &Path, config: &WasmPack, steps: &mut Steps) -> Result {
    target(root, steps)?;
    let wasm_pack = Cargo { program: "wasm-pack", version: config.version().to_owned(), line: config.install() };
    wasm_pack.ensure(root, steps)?;
    let version = wasm_bindgen(root)?;
    // Without --locked: one crate of its lock file cannot be resolved any more.
    let line = ["install", "wasm-bindgen-cli", "--version", &version].map(str::to_owned).to_vec();
    Cargo { program: "wasm-bindgen", version, line }.ensure(root, steps)
}

/// mdBook, for the example that is one of its books.
pub(crate) fn mdbook(root: &Path, steps: &mut Steps) -> Result {
    let line = ["install", "mdbook", "--version", MDBOOK, "--locked", "--no-default-features"];
    let line = line.map(str::to_owned).to_vec();
    Cargo { program: "mdbook", version: MDBOOK.to_owned(), line }.ensure(root, steps)
}

/// The driver that wasm-bindgen's tests speak to in Firefox.
pub(crate) fn geckodriver(root: &Path, steps: &mut Steps) -> Result {
    let line = ["install", "geckodriver", "--version", GECKODRIVER, "--locked"].map(str::to_owned).to_vec();
    Cargo { program: "geckodriver", version: GECKODRIVER.to_owned(), line }.ensure(root, steps)
}

/// Node.js, and the packages of the page.
pub(crate) fn node(root: &Path, steps: &mut Steps) -> Result {
    let wanted = format!("install Node.js {}.{} or newer", NODE.0, NODE.1);
    let version = command(root, "node")?.args(["--version"]).output().map_err(|_| wanted.clone())?;
    if !new_enough(&version) {
        return Err(format!("{wanted}: this is {}", version.trim()));
    }
    packages(root, "www", steps)
}

/// What `folder` lists in its package-lock.json.
pub(crate) fn packages(root: &Path, folder: &str, steps: &mut Steps) -> Result {
    if !packages_are_stale(&root.join(folder)) {
        return Ok(());
    }
    let install = npm_in(root, folder, "ci --no-audit --no-fund")?;
    steps.step(&format!("install the packages of {folder}"), || install.run())
}

fn target(root: &Path, steps: &mut Steps) -> Result {
    let folder = Cmd::new("rustc", root).args(["--print", "target-libdir", "--target", WASM]).output()?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    let rustup = Cmd::new("rustup", root).args(["target", "add", WASM]);
    steps.step(&format!("install {WASM}"), || rustup.run())
}

/// A program that `cargo install` brings, at one exact version.
struct Cargo {
    program: &'static str,
    version: String,
    line: Vec<String>,
}

impl Cargo {
    fn ensure(self, root: &Path, steps: &mut Steps) -> Result {
        let found = command(root, self.program)?.args(["--version"]).output().ok();
        // Some say v1.2.3.
        let is_ours = |told: &String| {
            told.split_whitespace().nth(1).map(|version| version.trim_start_matches('v')) == Some(&self.version)
        };
        if found.as_ref().is_some_and(is_ours) {
            return Ok(());
        }
        let mut install = command(root, "cargo")?.args(self.line);
        if found.is_some() {
            // Another project may need the version that is there: ours goes beside it.
            install = install.args([OsString::from("--root"), own_tools(root).into_os_string()]);
        }
        let name = format!("install {} {} (minutes)", self.program, self.version);
        steps.step(&name, || install.run())
    }
}

fn own_tools(root: &Path) -> PathBuf {
    root.join("target/tools")
}

/// The version of wasm-bindgen that the engine is compiled with: its command line must be of exactly the same one.
fn wasm_bindgen(root: &Path) -> Result<String> {
    let lock = root.join("Cargo.lock");
    let text = std::fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    locked(&text, "wasm-bindgen").ok_or_else(|| "Cargo.lock has no wasm-bindgen".to_owned())
}

fn locked(lock: &str, name: &str) -> Option<String> {
    let lock: Table = lock.parse().ok()?;
    let packages = lock.get("package")?.as_array()?;
    let package = packages.iter().find(|package| package.get("name").and_then(|name| name.as_str()) == Some(name))?;
    package.get("version")?.as_str().map(str::to_owned)
}

fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    numbers.next().zip(numbers.next()).is_some_and(|found| found >= NODE)
}

/// npm writes its own note into `node_modules` last, when all is there.
fn packages_are_stale(www: &Path) -> bool {
    let modified = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
    let installed = modified(&www.join("node_modules/.package-lock.json"));
    let wanted = modified(&www.join("package-lock.json"));
    installed.is_none() || installed < wanted
}

#[cfg(test)]
mod tests {
    use super::{locked, new_enough, packages_are_stale};
    use std::fs::{File, create_dir_all, remove_dir_all};
    use std::time::{Duration, SystemTime};

    #[test]
    fn the_oldest_node_is_20_19() {
        for (version, taken) in [
            ("v20.19.0\n", true),
            ("v22.1.0", true),
            ("v20.18.3", false),
            ("v18.20.0", false),
            ("nonsense", false),
            ("", false),
        ] {
            assert_eq!(new_enough(version), taken, "{version}");
        }
    }

    #[test]
    fn the_version_comes_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked(lock, "other"), None);
    }

    #[test]
    fn packages_are_installed_again_when_the_lock_file_is_newer() {
        let www = std::env::temp_dir().join(format!("xtask-packages-{}", std::process::id()));
        create_dir_all(www.join("node_modules")).unwrap();
        let lock = File::create(www.join("package-lock.json")).unwrap();
        assert!(packages_are_stale(&www), "nothing is installed");
        let note = File::create(www.join("node_modules/.package-lock.json")).unwrap();
        let epoch = SystemTime::UNIX_EPOCH;
        note.set_modified(epoch + Duration::from_secs(20)).unwrap();
        for (written, stale) in [(10, false), (20, false), (30, true)] {
            lock.set_modified(epoch + Duration::from_secs(written)).unwrap();
            assert_eq!(packages_are_stale(&www), stale, "the lock file is of {written}, the packages of 20");
        }
        remove_dir_all(www).unwrap();
    }
}
