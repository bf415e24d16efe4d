//! The browser that the tests run in, and the driver that wasm-bindgen's tests speak to.

use std::path::{Path, PathBuf};

use crate::process::{Cmd, Result, Steps};
use crate::tools::find;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_A_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const MISSING: &str = "install Chromium or Chrome and the chromedriver of the same version \
                       (or say where they are in CHROME and CHROMEDRIVER)";

/// Where the browser and its driver are.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) chrome: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Finds both; on Debian, as root, installs what is missing.
    ///
    /// # Errors
    ///
    /// When one is missing and cannot be installed: what to install, in one line.
    pub(crate) fn ensure(root: &Path, steps: &mut Steps) -> Result<Self> {
        if let Some(browser) = Self::find(root) {
            return Ok(browser);
        }
        if !debian() || !superuser(root) {
            return Err(MISSING.to_owned());
        }
        steps.step("install chromium and chromium-driver", || {
            let apt = |words| Cmd::new("apt-get", root).words(words).variable("DEBIAN_FRONTEND", "noninteractive");
            apt("update").run()?;
            apt("install --yes --no-install-recommends chromium chromium-driver").run()
        })?;
        Self::find(root).ok_or_else(|| MISSING.to_owned())
    }

    fn find(root: &Path) -> Option<Self> {
        let told = |name| std::env::var_os(name).map(PathBuf::from);
        let on_a_mac = || Some(PathBuf::from(ON_A_MAC)).filter(|chrome| chrome.is_file());
        let chrome = told("CHROME").or_else(|| find(root, &BROWSERS)).or_else(on_a_mac)?;
        let driver = told("CHROMEDRIVER").or_else(|| find(root, &["chromedriver"]))?;
        Some(Self { chrome, driver })
    }
}

fn debian() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|release| release.lines().any(|line| line == "ID=debian"))
}

fn superuser(root: &Path) -> bool {
    Cmd::new("id", root).args(["-u"]).output().is_ok_and(|id| id.trim() == "0")
}
