//! Secrets of apps that are kept as slow hashes: chosen by people, or imported. A right one costs its hash once per process; wrong ones are few for each
//! app and site, and all of them together have one place in the pool, so that people go on signing in. Few wait for it, and fewer for one app or from
//! one site, so that guesses at one app, or from one site, keep no other app from proving its own.

use super::{Call, Failure};
use crate::memory::cache::KnownApp;
use crate::memory::kept::Kept;
use crate::passwords::Passwords;
use crate::throttle::{Attempt, Budget, Throttle, site};
use engine::model::{AppKey, RealmKey};
use engine::secret::Plain;
use engine::time::Now;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
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

/// Those who wait, by whose tries they are.
#[derive(Debug, Default)]
struct Places(Mutex<HashMap<Whose, Waiting>>);

#[derive(Debug)]
struct Waiting {
    number: usize,
    /// Whose turn it is among them.
    turn: Arc<Semaphore>,
}

impl Default for Waiting {
    fn default() -> Self {
        Self { number: 0, turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Places {
    /// A place among those who wait; `None`: there is none left for these.
    fn take(&self, (realm, app): (RealmKey, AppKey), address: IpAddr) -> Option<Place<'_>> {
        let whose =
            [(Whose::All, WAITING), (Whose::App(realm, app), WAITING_EACH), (Whose::Site(site(address)), WAITING_EACH)];
        let mut taken = self.lock();
        if whose.iter().any(|(whose, most)| taken.get(whose).is_some_and(|taken| taken.number >= *most)) {
            return None;
        }
        let whose = whose.map(|(whose, _)| whose);
        whose.iter().for_each(|whose| taken.entry(*whose).or_default().number += 1);
        let among_its_own = Arc::clone(&taken.entry(Whose::App(realm, app)).or_default().turn);
        Some(Place { places: self, whose, among_its_own })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Whose, Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of them.
struct Place<'a> {
    places: &'a Places,
    whose: [Whose; 3],
    among_its_own: Arc<Semaphore>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        for whose in self.whose {
            let Entry::Occupied(mut waiting) = taken.entry(whose) else { continue };
            waiting.get_mut().number -= 1;
            if waiting.get().number == 0 {
                waiting.remove();
            }
        }
    }
}

/// Of whoever may compare now.
struct Turn<'a> {
    attempt: Attempt<'a, 2>,
    _place: Place<'a>,
    permits: Permits,
}

/// To compare, as the one of its app and as the one of all.
type Permits = [OwnedSemaphorePermit; 2];

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
        let Turn { attempt, _place, permits } = self.turn((call.realm.key, app.key), call.address, call.now).await?;
        let found = self.compare(&call.server.passwords, secret, &slow, permits).await;
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
        // One of each app waits among all, so that whoever is alone waits for one of the others' tries, and not for all of them.
        let turns = [Arc::clone(&_place.among_its_own), Arc::clone(&self.turn)];
        let permits = timeout_at(until, in_order(turns)).await.ok().and_then(Result::ok).ok_or(Failure::Busy)?;
        Ok(Turn { attempt: attempt.begun(), _place, permits })
    }

    /// A hash that has begun keeps its turn to the end, whether whoever asked is still there or not.
    async fn compare(
        &self,
        passwords: &Passwords,
        secret: &Plain,
        slow: &[Slow<'_>],
        turn: Permits,
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

async fn in_order([own, all]: [Arc<Semaphore>; 2]) -> Result<Permits, AcquireError> {
    Ok([own.acquire_owned().await?, all.acquire_owned().await?])
}

#[cfg(test)]
mod tests;
