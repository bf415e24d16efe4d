//! Running other programs, and telling about it: one line a step, the whole output of the step that fails.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What went wrong, as the reader of the terminal should see it.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

/// The steps of one run. The first that fails ends the run.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    passed: u32,
}

impl Steps {
    /// Does `work` and prints one line: its name, how it went, how long it took.
    ///
    /// # Errors
    ///
    /// What `work` failed with, under the step's name.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result) -> Result {
        print!("{name:.<44} ");
        // The line appears before the work does; a terminal that cannot be flushed only shows it later.
        let _ = std::io::stdout().flush();
        let started = now();
        let done = work();
        let seconds = started.elapsed().as_secs_f64();
        self.passed += u32::from(done.is_ok());
        println!("{:6} {seconds:7.1} s", if done.is_ok() { "ok" } else { "FAILED" });
        done.map_err(|reason| format!("{name} failed:\n{reason}"))
    }

    /// The last line of a run. Nothing comes after a failure, so there is one at most: a step, or what it needed.
    pub(crate) fn closing(&self, all_well: bool) -> String {
        format!("{} passed, {} failed", self.passed, u32::from(!all_well))
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a step takes is told to people, and decides nothing")]
fn now() -> Instant {
    Instant::now()
}

/// One command line, run in the repository unless told otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Cmd {
    program: String,
    arguments: Vec<OsString>,
    directory: PathBuf,
    variables: Vec<(String, OsString)>,
}

impl Cmd {
    pub(crate) fn new(program: &str, directory: &Path) -> Self {
        Self {
            program: program.to_owned(),
            arguments: Vec::new(),
            directory: directory.to_owned(),
            variables: Vec::new(),
        }
    }

    /// Splits `words` at spaces: for arguments that have none of their own.
    pub(crate) fn words(self, words: &str) -> Self {
        self.args(words.split_whitespace())
    }

    pub(crate) fn args<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    pub(crate) fn variable(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Runs to the end without a word.
    ///
    /// # Errors
    ///
    /// When it cannot be started, or ends badly: the command line and all that it printed.
    pub(crate) fn run(&self) -> Result {
        self.output().map(|_| ())
    }

    /// Runs to the end and gives what it printed.
    ///
    /// # Errors
    ///
    /// As [`Cmd::run`].
    pub(crate) fn output(&self) -> Result<String> {
        let output = self.command().stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(printed);
        }
        let complaints = String::from_utf8_lossy(&output.stderr);
        Err(format!("{printed}{complaints}\n$ {}\n{}", self.line(), output.status))
    }

    /// Runs with the terminal as its own, in place of this process where the system can do that (so that a signal meant
    /// for one does not leave the other behind).
    ///
    /// # Errors
    ///
    /// When it cannot be started or ends badly.
    pub(crate) fn hand_over(&self) -> Result {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            Err(self.not_started(&self.command().exec()))
        }
        #[cfg(not(unix))]
        {
            let status = self.command().status().map_err(|error| self.not_started(&error))?;
            if status.success() { Ok(()) } else { Err(format!("$ {}\n{status}", self.line())) }
        }
    }

    /// The command line as one would type it.
    pub(crate) fn line(&self) -> String {
        let mut line = self.program.clone();
        for argument in &self.arguments {
            let _ = write!(line, " {}", argument.to_string_lossy());
        }
        line
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.directory);
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }

    fn not_started(&self, error: &std::io::Error) -> String {
        format!("{} could not be started ({error}): is it installed?\n$ {}", self.program, self.line())
    }
}

#[cfg(test)]
mod tests {
    use super::{Cmd, Steps};
    use std::path::Path;

    #[test]
    fn a_command_that_fails_shows_its_line_and_what_it_printed() {
        let refused = Cmd::new("cargo", Path::new(".")).words("no-such-command").run();
        let told = refused.expect_err("cargo has no such command");
        assert!(told.contains("$ cargo no-such-command"), "{told}");
        assert!(told.contains("no such command"), "{told}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let told = Cmd::new("no-such-program", Path::new(".")).run().expect_err("there is no such program");
        assert!(told.contains("no-such-program could not be started"), "{told}");
    }

    #[test]
    fn steps_are_counted_and_a_failure_carries_the_name_of_its_step() {
        let mut steps = Steps::default();
        assert_eq!(steps.step("one", || Ok(())), Ok(()));
        assert_eq!(steps.step("two", || Err("broken".to_owned())), Err("two failed:\nbroken".to_owned()));
        assert_eq!(steps.closing(false), "1 passed, 1 failed");
    }
}
