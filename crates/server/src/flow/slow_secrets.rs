//! Secrets of apps that are kept as slow hashes: chosen by people, or imported. A right one costs its hash once per process; wrong ones are few for each
//! app and address, and all of them together have one place in the pool, so that people go on signing in.

use super::cache::KnownApp;
use super::kept::Kept;
use super::{Call, Failure};
use crate::throttle::{Attempt, Budget, Throttle};
use engine::secret::Plain;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Pairs of a stored hash and a secret that are remembered.
const MOST_PROVEN: usize = 10_000;
/// Who may wait for the place in the pool.
const WAITING: usize = 32;
/// For how long.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was found right, and what slows the rest.
#[derive(Debug)]
pub struct SlowSecrets {
    /// MACs under a key that only the server has.
    proven: Kept<[u8; 32], ()>,
    throttle: Throttle,
    waiting: Semaphore,
    turn: Arc<Semaphore>,
}

impl Default for SlowSecrets {
    fn default() -> Self {
        Self {
            proven: Kept::new(MOST_PROVEN),
            throttle: Throttle::default(),
            waiting: Semaphore::new(WAITING),
            turn: Arc::new(Semaphore::new(1)),
        }
    }
}

/// A try of which nothing was compared yet: whoever gives up before that has not failed.
struct Unproven<'a>(Option<Attempt<'a, 2>>);

impl Drop for Unproven<'_> {
    fn drop(&mut self) {
        if let Some(attempt) = self.0.take() {
            attempt.forgive();
        }
    }
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
        let budgets = [Budget::secret((call.realm.key, app.key), call.address), Budget::secrets_from(call.address)];
        let mut attempt = Unproven(Some(self.throttle.admit(budgets, call.now).await.map_err(Failure::Throttled)?));
        let _place = self.waiting.try_acquire().map_err(|_| Failure::Busy)?;
        let turn = timeout(PATIENCE, Arc::clone(&self.turn).acquire_owned()).await;
        let turn = turn.ok().and_then(Result::ok).ok_or(Failure::Busy)?;
        let attempt = attempt.0.take();
        let found = self.compare(call, secret, &slow, turn).await;
        if !matches!(found, Ok(None))
            && let Some(attempt) = attempt
        {
            attempt.forgive();
        }
        found
    }

    /// A hash that has begun keeps its turn to the end, whether whoever asked is still there or not.
    async fn compare(
        &self,
        call: &Call<'_>,
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
            if call.server.passwords.verify_holding(held, secret, stored).await? {
                self.proven.keep(own.mac, ());
                return Ok(Some(own.nth));
            }
        }
        Ok(None)
    }
}
