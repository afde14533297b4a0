//! The program: [`dukkan::main`] and the allocator that all of it uses.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dukkan::main()
}
