//! Two `grantor serve` on one PostgreSQL: what one of them says holds at the other at its next request, what works once works once on both, and
//! whatever ends, freezes or changes places meanwhile, nothing that was acknowledged is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]
#![allow(unreachable_pub, reason = "one binary, nobody reaches it")]

mod elders;
mod faults;
mod front;
mod holds;
mod keys;
mod once;
mod stage;
