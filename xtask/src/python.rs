//! Python programs: clients that glass-kms is tested with, and servers that it is compared with. Each set of them has a
//! virtual environment of its own, made from a list of exact versions.

use std::path::{Path, PathBuf};

use crate::apt;
use crate::process::{Cmd, Result, Steps};
use crate::tools::command;

const MISSING: &str = "install Python 3.10 or newer with its module venv";

/// The environment of the requirements in `folder`, with all that they list.
///
/// # Errors
///
/// When there is no Python and it cannot be installed, or a package cannot be.
pub(crate) fn ensure(root: &Path, folder: &str, steps: &mut Steps) -> Result<PathBuf> {
    let environment = root.join("target/python").join(folder.replace('/', "-"));
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let requirements = root.join(folder).join("requirements.txt");
    let wanted =
        std::fs::read_to_string(&requirements).map_err(|error| format!("{}: {error}", requirements.display()))?;
    // What was installed last is noted when all of it is there.
    let note = environment.join("requirements.txt");
    if std::fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if !is_there(root) {
        apt::install(root, "python3 python3-venv", MISSING, steps)?;
    }
    steps.step(&format!("install the Python packages of {folder}"), || {
        let target = environment.to_string_lossy();
        command(root, "python3")?.args(["-m", "venv", "--clear", &target]).run()?;
        let (pip, list) = (python.to_string_lossy(), requirements.to_string_lossy());
        Cmd::new(&pip, root).args(["-m", "pip", "install", "--quiet", "--requirement", &list]).run()?;
        std::fs::write(&note, &wanted).map_err(|error| format!("{}: {error}", note.display()))
    })?;
    Ok(python)
}

fn is_there(root: &Path) -> bool {
    let check = "import ensurepip, sys; sys.exit(sys.version_info < (3, 10))";
    command(root, "python3").is_ok_and(|python| python.args(["-c", check]).run().is_ok())
}
