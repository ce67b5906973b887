//! What the tests from outside share: the program as a child, raw HTTP, a person with a cookie jar, what an app of each provider sends, printed
//! lines in a shell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

pub mod child;
pub mod demo;
pub mod deployment;
pub mod http;
pub mod ledger;
pub mod load;
pub mod owner;
pub mod person;
pub mod proxy;
pub mod scene;
pub mod served;
pub mod shell;
pub mod speak;
pub mod stub;

use std::time::{Duration, Instant};

/// Asks again and again until there is an answer; a test waits for conditions, never for a time.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(30) {
        if let Some(found) = ask() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("waited 30 s in vain for {what}");
}
