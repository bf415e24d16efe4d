//! The project's commands. `cargo xtask` alone lists them.

mod apt;
mod bench;
mod browser;
mod build;
mod config;
mod fuzz;
mod process;
mod python;
mod serve;
mod test;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use process::{Result, Steps};

const USAGE: &str = "\
cargo xtask <command>

  serve           build everything and serve the page on 127.0.0.1
  test            everything that must be green
  test --quick    the native tests only
  build           the engine as WebAssembly; the page, into www/dist; the npm package, into www/dist-npm
  bench           the engine beside bare cryptography and WebCrypto, the server beside moto's, the page beside its bars;
                  `bench page` and `bench serve`: one of them
  fuzz            a million texts for the policy parser and evaluator; `fuzz 1000`: so many

Each installs what it needs and is not there; rustup and Node.js >= 20.19 are all it asks for.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut steps = Steps::default();
    let done = dispatch(&arguments, &mut steps);
    if let Err(reason) = &done {
        eprintln!("\n{reason}");
    }
    if arguments.first().is_some_and(|command| command == "test") {
        println!("\n{}", steps.closing(done.is_ok()));
    }
    if done.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn dispatch(arguments: &[String], steps: &mut Steps) -> Result {
    let root = root()?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve"] => serve::serve(&root, steps),
        ["test"] => test::all(&root, steps),
        ["test", "--quick"] => test::quick(&root, steps),
        ["build"] => build::all(&root, steps),
        ["bench"] => bench::bench(&root, steps),
        ["bench", "page"] => bench::page(&root, steps),
        ["bench", "serve"] => bench::serve(&root, steps),
        ["fuzz"] => fuzz::fuzz(&root, None),
        ["fuzz", inputs] => fuzz::fuzz(&root, Some(inputs)),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("unknown command: {}\n\n{USAGE}", words.join(" "))),
    }
}

/// The repository: the folder above this crate.
fn root() -> Result<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).ok_or_else(|| "xtask has no folder above it".to_owned())
}
