//! A wire format other than the standard one, to be measured beside it.

use crate::Outcome;
use serde::Deserialize;

/// A realm with a tokeninfo endpoint.
#[derive(Deserialize)]
pub(crate) struct Tokeninfo {
    /// Its name.
    pub(crate) realm: String,
    /// Where its apps begin.
    pub(crate) authorize: String,
    /// Where codes are spent.
    pub(crate) token: String,
    /// Where tokens are asked about.
    pub(crate) tokeninfo: String,
}

impl Tokeninfo {
    /// The one that is measured.
    pub(crate) fn known() -> Outcome<Self> {
        Ok(toml::from_str(include_str!("tokeninfo.toml"))?)
    }
}
