//! The program: [`dukkan::main`] on the allocator that all of it uses.

use std::process::ExitCode;

use allocator as _;

fn main() -> ExitCode {
    dukkan::main()
}
