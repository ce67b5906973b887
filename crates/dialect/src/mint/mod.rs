//! Seeds to texts: codes, tokens, secrets and ids in the dialect's shapes. The same seed gives the same text, but for what everybody can check: an ES256 signature is another one each time.

mod carried;
mod carry;
mod es256;
mod jwt;
mod shape;
mod stream;
#[cfg(test)]
mod tests;

pub use carried::Carried;
pub(crate) use carry::LONGEST;
pub use es256::{Es256, Unsigned};

use crate::model::{Dialect, Shape};
use engine::model::{Account, App};
use engine::scope::ScopeSet;
use engine::secret::{Key, Plain, Seed};
use engine::token::{Mask, TokenHash, TokenId};

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
    /// What signs.
    pub signers: Signers<'a>,
}

/// The keys that sign JWTs.
#[derive(Clone, Copy)]
pub struct Signers<'a> {
    /// What only this server checks.
    pub hs256: &'a Key,
    /// What everybody checks; `None`: nothing of that kind is made here.
    pub es256: Option<&'a Es256>,
}

/// What a token's text is made from. The same gives the same.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// Its chance.
    pub seed: Seed,
    /// Where its row lies, if the text may carry that.
    pub id: Option<TokenId>,
    /// Hides the id in the text.
    pub mask: &'a Mask,
}

/// A token, made.
pub struct Minted {
    /// What its holder gets.
    pub text: Plain,
    /// What is kept.
    pub hash: TokenHash,
}

impl Origin<'_> {
    /// Its id, if that is one of the time and not one of a hash.
    fn of_time(&self) -> Option<TokenId> {
        self.id.filter(|id| *id > TokenId(0))
    }
}

impl Dialect {
    /// The text of this seed in a shape without claims.
    pub fn mint(&self, shape: &Shape, seed: &Seed) -> Plain {
        Plain::new(shape.text(seed))
    }

    /// The text of a token. An id of the time travels in it where the shape has room; else the text goes by its hash. Only a JWT reads the subject.
    pub fn mint_token(&self, shape: &Shape, origin: Origin, subject: &Subject) -> Result<Minted, Unsigned> {
        if let Shape::Jwt(jwt) = shape {
            return self.jwt(jwt, origin, subject);
        }
        let carrying = origin.of_time().and_then(|id| Some((id, shape.text_carrying(&origin.seed, id, origin.mask)?)));
        Ok(match carrying.map(|(id, text)| (id, Plain::new(text))) {
            Some((id, text)) => Minted { hash: TokenHash::carried(id, text.hashed()), text },
            None => {
                let text = self.mint(shape, &origin.seed);
                Minted { hash: TokenHash::of(text.hashed()), text }
            }
        })
    }
}
