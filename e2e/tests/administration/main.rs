//! The administration from outside: how its first account is made, and what a fuzzer finds in its API.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

mod first;
mod schemathesis;
