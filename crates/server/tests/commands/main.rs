//! The command line as people and their test suites meet it: the binary itself.

mod administration;
mod demo;
mod files;
mod help;
mod run;
