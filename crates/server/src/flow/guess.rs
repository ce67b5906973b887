//! Whether a password is somebody's: the one way in which passwords are tried, so that guessing is slowed wherever it is done.

use super::{Call, Failure, session};
use crate::chores::{Chore, HeldBack};
use crate::throttle::Budget;
use engine::model::Account;
use engine::refusal::Refusal;
use engine::secret::{Hashed, Plain};
use store::ops::{Shown, canonical};

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// It is theirs.
    Right,
    /// It is not, or nobody is called so: both take as long.
    Wrong,
    /// Too many tries: wait so many seconds.
    Throttled(u64),
    /// Too many are being checked.
    Unavailable,
}

/// Tries a password. `whose` is the canonical user name where there is such an account, so that it has one budget by whatever name it is
/// called (CVE-2025-24806); `stored` its slow hash.
pub async fn guess(call: &Call<'_>, whose: &str, password: Plain, stored: Option<String>) -> Guess {
    let throttle = &call.server.throttle;
    let Budgets { name, first, address } = Budgets::of(call, whose);
    // However many guess from elsewhere: whoever comes from another place is heard, once.
    let attempt = match throttle.admit_either([name, address], [first, address], call.now).await {
        Ok(attempt) => attempt,
        Err(wait) => {
            call.log(&Refusal::TooManyRequests.into());
            return Guess::Throttled(wait.unsigned_abs());
        }
    };
    match call.server.passwords.verify(password, stored).await {
        Err(_) => {
            attempt.forgive();
            Guess::Unavailable
        }
        Ok(true) => {
            attempt.forgive();
            Guess::Right
        }
        Ok(false) => {
            // Before the try is over: who waits for its end is asked for this too.
            throttle.spend(first, call.now);
            drop(attempt);
            if let Some(wait) = throttle.wait(name, call.now) {
                held_back(call, whose, wait).await;
            }
            Guess::Wrong
        }
    }
}

/// The account is told that the next try has to wait. Whether there is one is looked up beside the answer, so that nobody outside learns of it
/// (AUT-01).
async fn held_back(call: &Call<'_>, whose: &str, wait: i64) {
    let telling = Budget::Telling(Hashed::of(format!("{}\n{whose}", call.realm.name).as_bytes()));
    if call.server.throttle.admit([telling], call.now).await.map(drop).is_ok() {
        let (realm, name, address) = (call.realm.name.clone(), whose.to_owned(), call.address.to_string());
        call.server.chores.add(Chore::HeldBack(HeldBack { realm, name, address, wait }));
    }
}

/// Whether somebody who is signed in knows the password of their account: what they have shown thereby, or what became of the try.
pub async fn knows(call: &Call<'_>, account: &Account, password: &str) -> Result<Result<Shown, Guess>, Failure> {
    let whose = canonical(&account.username);
    if password.len() > crate::passwords::LONGEST {
        return Ok(Err(Guess::Wrong));
    }
    let facts = call.server.store.sign_in(call.realm.key, &whose).await?;
    let stored = facts.filter(|facts| facts.account.key == account.key).map(|facts| facts.password);
    Ok(match (guess(call, &whose, Plain::new(password), stored.clone()).await, stored) {
        (Guess::Right, Some(stored)) => Ok(Shown::Password(stored)),
        (guess, _) => Err(guess),
    })
}

/// What a try is paid from.
struct Budgets {
    name: Budget,
    first: Budget,
    address: Budget,
}

impl Budgets {
    /// A browser that has signed in under this name before has a budget of its own, so that nobody else's failures lock its owner out.
    fn of(call: &Call<'_>, name: &str) -> Self {
        let known = if session::is_known(call, name) { "known" } else { "unknown" };
        let key = Hashed::of(format!("{}\n{known}\n{name}", call.realm.name).as_bytes());
        Self { name: Budget::Name(key), first: Budget::first(key, call.address), address: Budget::of(call.address) }
    }
}
