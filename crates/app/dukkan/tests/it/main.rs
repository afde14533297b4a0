//! The program as a person at a terminal meets it: what it makes, says and answers.
#![expect(clippy::unwrap_used, reason = "a test may")]

mod commands;
mod program;
mod services;
mod serving;
mod shop;
mod two_processes;
