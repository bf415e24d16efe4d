//! Debian's packages.

use std::path::Path;

use crate::process::{Cmd, Result, Steps};

/// Installs packages where that can be done: on Debian, as root.
///
/// # Errors
///
/// When it cannot: `missing`, which says in one line what to install.
pub(crate) fn install(root: &Path, packages: &str, missing: &str, steps: &mut Steps) -> Result {
    if !debian() || !superuser(root) {
        return Err(missing.to_owned());
    }
    steps.step(&format!("install {packages}"), || {
        let apt = |words: &str| Cmd::new("apt-get", root).words(words).variable("DEBIAN_FRONTEND", "noninteractive");
        apt("update").run()?;
        apt(&format!("install --yes --no-install-recommends {packages}")).run()
    })
}

fn debian() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|release| release.lines().any(|line| line == "ID=debian"))
}

fn superuser(root: &Path) -> bool {
    Cmd::new("id", root).args(["-u"]).output().is_ok_and(|id| id.trim() == "0")
}
