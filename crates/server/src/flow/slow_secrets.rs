//! Secrets of apps that are kept as slow hashes: chosen by people, or imported. A right one costs its hash once per process; wrong ones are few for each
//! app and site, and all of them together have one place in the pool, so that people go on signing in. Few wait for it, and fewer for one app or from
//! one site, so that guesses at one app, or from one site, keep no other app from proving its own.

use super::cache::KnownApp;
use super::kept::Kept;
use super::{Call, Failure};
use crate::passwords::Passwords;
use crate::throttle::{Attempt, Budget, Throttle, site};
use engine::model::{AppKey, RealmKey};
use engine::secret::Plain;
use engine::time::Now;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout_at;

/// Pairs of a stored hash and a secret that are remembered.
const MOST_PROVEN: usize = 10_000;
/// How many may wait for the place in the pool.
const WAITING: usize = 32;
/// How many of them for one app, and how many from one site: as many as are tried from there at once.
const WAITING_EACH: usize = 10;

/// What was found right, and what slows the rest.
#[derive(Debug)]
pub struct SlowSecrets {
    /// MACs under a key that only the server has.
    proven: Kept<[u8; 32], ()>,
    throttle: Throttle,
    places: Places,
    turn: Arc<Semaphore>,
}

impl Default for SlowSecrets {
    fn default() -> Self {
        Self {
            proven: Kept::new(MOST_PROVEN),
            throttle: Throttle::default(),
            places: Places::default(),
            turn: Arc::new(Semaphore::new(1)),
        }
    }
}

/// Whose tries wait for the place in the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Whose {
    All,
    App(RealmKey, AppKey),
    Site(IpAddr),
}

/// How many wait, by whose tries they are.
#[derive(Debug, Default)]
struct Places(Mutex<HashMap<Whose, usize>>);

impl Places {
    /// A place among those who wait; `None`: there is none left for these.
    fn take(&self, (realm, app): (RealmKey, AppKey), address: IpAddr) -> Option<Place<'_>> {
        let whose =
            [(Whose::All, WAITING), (Whose::App(realm, app), WAITING_EACH), (Whose::Site(site(address)), WAITING_EACH)];
        let mut taken = self.lock();
        if whose.iter().any(|(whose, most)| taken.get(whose).is_some_and(|taken| taken >= most)) {
            return None;
        }
        let whose = whose.map(|(whose, _)| whose);
        whose.iter().for_each(|whose| *taken.entry(*whose).or_default() += 1);
        Some(Place { places: self, whose })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Whose, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of them.
struct Place<'a> {
    places: &'a Places,
    whose: [Whose; 3],
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        for whose in self.whose {
            let left = taken.get(&whose).map_or(0, |taken| taken - 1);
            match left {
                0 => drop(taken.remove(&whose)),
                left => drop(taken.insert(whose, left)),
            }
        }
    }
}

/// Of whoever may compare now.
struct Turn<'a> {
    attempt: Attempt<'a, 2>,
    _place: Place<'a>,
    permit: OwnedSemaphorePermit,
}

/// A slow hash of an app's, with the MAC of it and what was shown.
struct Slow<'a> {
    nth: usize,
    stored: &'a str,
    mac: [u8; 32],
}

impl SlowSecrets {
    /// Which secret of the app this is, of those that `is_slow` names.
    pub async fn find(
        &self,
        call: &Call<'_>,
        app: &KnownApp,
        secret: &Plain,
        is_slow: impl Fn(&str) -> bool,
    ) -> Result<Option<usize>, Failure> {
        let own = app.secrets.iter().enumerate().filter(|(_, own)| is_slow(&own.stored));
        let key = call.realm.keys.decisions.named("slow secrets");
        let slow = own.map(|(nth, own)| {
            let mac = key.seed(&[own.stored.as_bytes(), secret.expose().as_bytes()]).0;
            Slow { nth, stored: &own.stored, mac }
        });
        let slow: Vec<Slow<'_>> = slow.collect();
        if let Some(known) = slow.iter().find(|own| self.proven.get(&own.mac).is_some()) {
            return Ok(Some(known.nth));
        }
        if slow.is_empty() {
            return Ok(None);
        }
        let Turn { attempt, _place, permit } = self.turn((call.realm.key, app.key), call.address, call.now).await?;
        let found = self.compare(&call.server.passwords, secret, &slow, permit).await;
        if !matches!(found, Ok(None)) {
            attempt.forgive();
        }
        found
    }

    /// Waits until it may be compared, and no longer than the throttle's patience in all.
    async fn turn(&self, app: (RealmKey, AppKey), address: IpAddr, now: Now) -> Result<Turn<'_>, Failure> {
        let until = self.throttle.until();
        let budgets = [Budget::secret(app, address), Budget::secrets_from(address)];
        let attempt = self.throttle.admit_until(until, budgets, now).await.map_err(Failure::Throttled)?;
        // Whoever gives up before anything is compared has not failed.
        let attempt = attempt.idle();
        let _place = self.places.take(app, address).ok_or(Failure::Busy)?;
        let permit = timeout_at(until, Arc::clone(&self.turn).acquire_owned()).await;
        let permit = permit.ok().and_then(Result::ok).ok_or(Failure::Busy)?;
        Ok(Turn { attempt: attempt.begun(), _place, permit })
    }

    /// A hash that has begun keeps its turn to the end, whether whoever asked is still there or not.
    async fn compare(
        &self,
        passwords: &Passwords,
        secret: &Plain,
        slow: &[Slow<'_>],
        turn: OwnedSemaphorePermit,
    ) -> Result<Option<usize>, Failure> {
        let turn = Arc::new(turn);
        for own in slow {
            // Somebody else may have shown it meanwhile.
            if self.proven.get(&own.mac).is_some() {
                return Ok(Some(own.nth));
            }
            let (held, secret, stored) = (Arc::clone(&turn), secret.clone(), Some(own.stored.to_owned()));
            if passwords.verify_holding(held, secret, stored).await? {
                self.proven.keep(own.mac, ());
                return Ok(Some(own.nth));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests;
