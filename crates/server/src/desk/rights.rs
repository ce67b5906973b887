//! What a key of the administration's API may do.

use crate::config::ADMIN;
use std::fmt;
use std::str::FromStr;

macro_rules! rights {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// One thing that a key may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Right { $($(#[$doc])* $variant,)* }

        impl Right {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it is written.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

rights! {
    /// Realms, their mounts and scopes.
    RealmsRead = "realms:read",
    /// Apps.
    AppsRead = "apps:read",
    /// Register, change, review, suspend and delete apps; make their secrets.
    AppsWrite = "apps:write",
    /// Accounts and their sessions.
    AccountsRead = "accounts:read",
    /// Make, disable and delete accounts, set passwords, end sessions.
    AccountsWrite = "accounts:write",
    /// Grants and which tokens live.
    GrantsRead = "grants:read",
    /// Revoke grants and tokens.
    GrantsWrite = "grants:write",
    /// The audit.
    AuditRead = "audit:read",
    /// Which keys there are.
    KeysRead = "keys:read",
    /// Make keys with rights of the key's own, and end keys.
    KeysWrite = "keys:write",
    /// Figures and metrics.
    FiguresRead = "figures:read",
    /// Makes the other rights hold in the administrators' realm too: with `accounts:write` that is everything.
    Administrators = "administrators",
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Right {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = || Self::ALL.iter().map(|right| right.word()).collect::<Vec<_>>().join(", ");
        let found = Self::ALL.iter().copied().find(|right| right.word() == word);
        found.ok_or_else(|| format!("there is no right `{word}`; rights are {}", known()))
    }
}

/// The rights of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights(Vec<Right>);

impl Rights {
    /// From words; those of a later version count for nothing.
    pub fn read(words: &[String]) -> Self {
        Self(words.iter().filter_map(|word| word.parse().ok()).collect())
    }

    /// Whether it is among them.
    pub fn hold(&self, right: Right) -> bool {
        self.0.contains(&right)
    }

    /// Whether they open that in the realm of that name.
    pub fn open(&self, right: Right, realm: &str) -> bool {
        self.hold(right) && (realm != ADMIN || self.hold(Right::Administrators))
    }
}
