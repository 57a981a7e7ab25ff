//! The `zhengsou` command: everything is in the library's `cli` layer.

use std::process::ExitCode;

fn main() -> ExitCode {
    zhengsou::cli::main(std::env::args_os())
}
