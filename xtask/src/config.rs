//! wasm-pack.toml, and the command lines that it becomes.
//!
//! There are no defaults here: a key that is missing or unknown stops the build, and a test holds that each key changes
//! a command line.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::process::Result;

/// wasm-pack.toml, whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct WasmPack {
    tool: Tool,
    build: Build,
    optimize: Optimize,
    test: Test,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Tool {
    version: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Build {
    #[serde(rename = "crate")]
    krate: String,
    target: String,
    profile: Profile,
    out_dir: String,
    out_name: String,
}

/// wasm-pack's own profiles: each is a flag of that name.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Profile {
    Dev,
    Profiling,
    Release,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Optimize {
    flags: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Test {
    browsers: Vec<Browser>,
    headless: bool,
    suite: String,
}

/// A browser that the engine's own tests run in.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Browser {
    Chrome,
    Firefox,
    Safari,
}

impl Browser {
    /// Its name, for people.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chrome => "Chrome",
            Self::Firefox => "Firefox",
            Self::Safari => "Safari",
        }
    }
}

/// A crate that becomes a WebAssembly package, and where that goes.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) krate: PathBuf,
    pub(crate) out_dir: PathBuf,
    pub(crate) out_name: String,
}

impl WasmPack {
    /// Reads wasm-pack.toml in `root`.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or has a key too many or too few.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let path = root.join("wasm-pack.toml");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| format!("wasm-pack.toml: {error}"))
    }

    /// `cargo` …: installs wasm-pack itself.
    pub(crate) fn install(&self) -> Vec<String> {
        strings(&["install", "wasm-pack", "--locked", "--version", &self.tool.version])
    }

    /// The wasm-pack that builds this project.
    pub(crate) fn version(&self) -> &str {
        &self.tool.version
    }

    /// The package of the engine.
    pub(crate) fn engine(&self, root: &Path) -> Package {
        let Build { krate, out_dir, out_name, .. } = &self.build;
        Package { krate: root.join(krate), out_dir: root.join(out_dir), out_name: out_name.clone() }
    }

    /// `wasm-pack` …: builds a package.
    ///
    /// wasm-pack downloads nothing: what it calls is installed beforehand, and wasm-opt is run afterwards.
    pub(crate) fn build(&self, package: &Package) -> Vec<String> {
        let profile = match self.build.profile {
            Profile::Dev => "--dev",
            Profile::Profiling => "--profiling",
            Profile::Release => "--release",
        };
        let (krate, out_dir) = (package.krate.to_string_lossy(), package.out_dir.to_string_lossy());
        let fixed = ["build", &krate, "--mode", "no-install", "--no-opt", "--no-pack"];
        let read = ["--target", &self.build.target, profile];
        let out = ["--out-dir", &out_dir, "--out-name", &package.out_name];
        strings(&[fixed.as_slice(), &read, &out].concat())
    }

    /// `wasm-opt` …: makes a package's module smaller and faster, in place.
    pub(crate) fn optimize(&self, package: &Package) -> Vec<String> {
        let module = package.out_dir.join(format!("{}_bg.wasm", package.out_name));
        let module = module.to_string_lossy();
        let mut line = strings(&[&module, "--output", &module]);
        line.extend(self.optimize.flags.iter().cloned());
        line
    }

    /// The browsers that the tests run in.
    pub(crate) fn browsers(&self) -> &[Browser] {
        &self.test.browsers
    }

    /// `wasm-pack` …: runs the tests in a browser.
    pub(crate) fn test(&self, browser: Browser) -> Vec<String> {
        let browser = match browser {
            Browser::Chrome => "--chrome",
            Browser::Firefox => "--firefox",
            Browser::Safari => "--safari",
        };
        let headless: &[&str] = if self.test.headless { &["--headless"] } else { &[] };
        let start = ["test", "--mode", "no-install", browser];
        strings(&[start.as_slice(), headless, &["--", "--test", &self.test.suite]].concat())
    }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::WasmPack;
    use std::path::Path;
    use toml::{Table, Value};

    const FILE: &str = include_str!("../../wasm-pack.toml");

    /// Every command line that comes from the file.
    fn lines(config: &Table) -> Result<Vec<Vec<String>>, String> {
        let config = WasmPack::parse(&config.to_string())?;
        let engine = config.engine(Path::new("/root"));
        let built = [config.install(), config.build(&engine), config.optimize(&engine)];
        let tested = config.browsers().iter().map(|browser| config.test(*browser));
        Ok(built.into_iter().chain(tested).collect())
    }

    fn file() -> Table {
        FILE.parse().unwrap()
    }

    /// Each key of the file with the table that it is in.
    fn keys() -> Vec<(String, String)> {
        let tables = file();
        let keys: Vec<_> = tables
            .iter()
            .flat_map(|(table, inside)| inside.as_table().unwrap().keys().map(|key| (table.clone(), key.clone())))
            .collect();
        assert!(keys.len() >= 9, "the file has its keys: {keys:?}");
        keys
    }

    fn inside<'a>(file: &'a mut Table, table: &str) -> &'a mut Table {
        file[table].as_table_mut().unwrap()
    }

    /// Another legal value.
    fn changed(value: &Value) -> Value {
        match value {
            Value::Boolean(given) => Value::Boolean(!given),
            Value::Array(given) => Value::Array(given[1..].to_vec()),
            Value::String(given) if given == "release" => Value::String("dev".to_owned()),
            Value::String(given) => Value::String(format!("{given}-changed")),
            other => panic!("no other kind of value is in the file: {other:?}"),
        }
    }

    #[test]
    fn every_key_reaches_a_command_line() {
        let before = lines(&file()).unwrap();
        for (table, key) in keys() {
            let mut file = file();
            let value = &mut inside(&mut file, &table)[&key];
            *value = changed(value);
            assert_ne!(lines(&file).unwrap(), before, "{table}.{key} changes nothing");
        }
    }

    #[test]
    fn every_key_is_needed() {
        for (table, key) in keys() {
            let mut file = file();
            inside(&mut file, &table).remove(&key);
            let refused = lines(&file).expect_err("a key is missing");
            assert!(refused.contains(&key), "{refused}");
        }
        for (table, _) in file() {
            let mut file = file();
            file.remove(&table);
            assert!(lines(&file).is_err(), "[{table}] is missing");
        }
    }

    #[test]
    fn no_other_key_is_taken() {
        let mut tables = file();
        tables.insert("extra".to_owned(), Value::Table(Table::new()));
        assert!(lines(&tables).is_err(), "[extra] is unknown");
        for (table, _) in file() {
            let mut file = file();
            inside(&mut file, &table).insert("extra".to_owned(), Value::Boolean(true));
            assert!(lines(&file).is_err(), "{table}.extra is unknown");
        }
    }

    #[test]
    fn the_file_builds_for_the_web_into_the_page() {
        let line = lines(&file()).unwrap()[1].join(" ");
        let expected = "build /root/wasm --mode no-install --no-opt --no-pack --target web --release \
                        --out-dir /root/www/pkg --out-name glass_kms";
        assert_eq!(line, expected);
    }
}
