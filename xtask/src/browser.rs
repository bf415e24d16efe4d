//! The browsers that the tests run in, and the driver that wasm-bindgen's tests speak to.

use std::path::{Path, PathBuf};

use crate::apt;
use crate::process::{Result, Steps};
use crate::tools::find;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_A_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const MISSING: &str = "install Chromium or Chrome and the chromedriver of the same version \
                       (or say where they are in CHROME and CHROMEDRIVER)";

const FIREFOXES: [&str; 2] = ["firefox-esr", "firefox"];
const FIREFOX_ON_A_MAC: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";
const NO_FIREFOX: &str = "install Firefox (or say where it is in FIREFOX)";

/// Where Chromium and its driver are.
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
        apt::install(root, "chromium chromium-driver", MISSING, steps)?;
        Self::find(root).ok_or_else(|| MISSING.to_owned())
    }

    fn find(root: &Path) -> Option<Self> {
        let chrome = program(root, "CHROME", &BROWSERS, ON_A_MAC)?;
        let driver = told("CHROMEDRIVER").or_else(|| find(root, &["chromedriver"]))?;
        Some(Self { chrome, driver })
    }
}

/// Finds Firefox; on Debian, as root, installs it.
///
/// # Errors
///
/// When it is missing and cannot be installed: what to install, in one line.
pub(crate) fn firefox(root: &Path, steps: &mut Steps) -> Result<PathBuf> {
    let find = || program(root, "FIREFOX", &FIREFOXES, FIREFOX_ON_A_MAC);
    if let Some(firefox) = find() {
        return Ok(firefox);
    }
    apt::install(root, "firefox-esr", NO_FIREFOX, steps)?;
    find().ok_or_else(|| NO_FIREFOX.to_owned())
}

/// A browser: where the environment says, on our PATH, or where a Mac keeps it.
fn program(root: &Path, variable: &str, names: &[&str], on_a_mac: &str) -> Option<PathBuf> {
    let on_a_mac = || Some(PathBuf::from(on_a_mac)).filter(|program| program.is_file());
    told(variable).or_else(|| find(root, names)).or_else(on_a_mac)
}

fn told(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}
