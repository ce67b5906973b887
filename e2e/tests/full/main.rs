//! What takes longer than a change can wait for; `.ci/full` runs it and writes down what came of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]
#![allow(unreachable_pub, reason = "one binary, nobody reaches it")]

mod cut;
mod database;
mod epoch;
mod patroni;
mod upgrade;
