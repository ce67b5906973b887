//! The whole server over real connections: the real router, a real database, a held clock and seeded dice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]
#![allow(unreachable_pub, reason = "one binary, nobody reaches it")]

mod administration;
mod bad_input;
mod browser;
mod client;
mod codes;
mod console;
#[path = "../database/mod.rs"]
mod database;
mod drawn;
mod edges;
mod guide;
mod hand_off;
mod http;
mod keeping;
mod keyring;
mod legacy;
mod log;
mod logs;
mod mail;
mod main_job;
mod metadata;
mod nodes;
mod people;
mod published;
mod race;
mod redirects;
mod refresh;
mod refusals;
mod shapes;
#[path = "../smtp/mod.rs"]
mod smtp;
mod sources;
mod strangers;
mod tokens;
mod trouble;
mod uses;
mod walk;
mod weight;
mod world;
