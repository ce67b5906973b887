//! Seeds to texts: codes, tokens, secrets and ids in the dialect's shapes. The same seed gives the same text.

mod jwt;
mod shape;
mod stream;
#[cfg(test)]
mod tests;

use crate::model::{Dialect, Shape};
use engine::model::{Account, App};
use engine::scope::ScopeSet;
use engine::secret::{Key, Plain, Seed};

/// What a token with claims speaks of.
pub struct Subject<'a> {
    /// For whom; `None`: the app itself.
    pub account: Option<&'a Account>,
    /// To whom it is issued.
    pub app: &'a App,
    /// What it opens.
    pub scope: &'a ScopeSet,
    /// In seconds.
    pub issued_at: i64,
    /// First second in which it is refused; `None`: endless.
    pub ends_at: Option<i64>,
    /// The mount's public address.
    pub issuer: &'a str,
    /// The realm's name.
    pub realm: &'a str,
    /// What people call the realm.
    pub realm_title: &'a str,
    /// Signs (HS256).
    pub key: &'a Key,
}

impl Dialect {
    /// The text of this seed in that shape. Only a JWT reads the subject.
    pub fn mint(&self, shape: &Shape, seed: &Seed, subject: Option<&Subject>) -> Plain {
        match (shape, subject) {
            (Shape::Jwt(jwt), Some(subject)) => Plain::new(self.jwt(jwt, seed, subject)),
            _ => Plain::new(shape.text(seed)),
        }
    }
}
