//! How often and how long a letter is tried.

use super::carrier::{Failure, Then};
use super::{Letter, Mail};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Between one try and the next: six tries within half an hour, which is as long as the shortest link lives.
pub(super) const WAITS: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(20 * 60),
];

/// Tries until the letter is gone, has lost its sense, or no try is left. `lines`: connections at a time.
pub(super) async fn deliver(mail: &Mail, letter: &Letter, lines: &Semaphore, waits: &[Duration]) {
    let mut waits = waits.iter();
    loop {
        let failure = match tried(mail, letter, lines).await {
            Ok(()) => {
                return tracing::info!(realm = %letter.realm, letter = letter.kind, id = %letter.id, "a letter went out");
            }
            Err(failure) => failure,
        };
        let next = waits.next().filter(|_| failure.then == Then::Again);
        let Some(wait) = next else { return dropped(letter, &failure.why) };
        tracing::warn!(
            realm = %letter.realm, letter = letter.kind, id = %letter.id, seconds = wait.as_secs(),
            "a letter did not go out and is tried again: {}", failure.why
        );
        let mut ending = mail.ending.subscribe();
        tokio::select! {
            () = tokio::time::sleep(*wait) => {}
            _ = ending.wait_for(|ending| *ending) => return dropped(letter, "the server ends"),
        }
    }
}

async fn tried(mail: &Mail, letter: &Letter, lines: &Semaphore) -> Result<(), Failure> {
    let _line = lines.acquire().await;
    let now = mail.clock.now();
    if now.secs() >= letter.good_until {
        return Err(Failure { why: "it has lost its sense".to_owned(), then: Then::Over });
    }
    mail.carrier.send(letter, now).await
}

fn dropped(letter: &Letter, why: &str) {
    tracing::error!(realm = %letter.realm, letter = letter.kind, id = %letter.id, "a letter was dropped: {why}");
}
