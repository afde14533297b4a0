//! The program: [`dukkan::main`] on the allocator that all of it uses.

use std::process::ExitCode;

fn main() -> ExitCode {
    allocator::give_back_soon();
    dukkan::main()
}
