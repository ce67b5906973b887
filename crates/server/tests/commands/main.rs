//! The command line as people and their test suites meet it: the binary itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests: what cannot be had is a failure")]

mod administration;
mod demo;
mod doctor;
mod files;
mod hand_off;
mod help;
mod json;
mod mail;
mod run;
#[path = "../smtp/mod.rs"]
mod smtp;
