//! What programs read about apps, accounts and all the rest: the same JSON from the administration's API and from the command line.
//! Times are whole seconds since 1970. No hash has a place here, and a secret or token only in the answer that made it.

mod apps;
mod office;
mod people;

pub use apps::{App, AppWithSecret, NewTestToken, Refusal, Secret, Sent, TestToken, Usage, UsedSecret};
pub use office::{Bar, Event, Figures, Key, MadeKey, Mount, Realm, RefusalCount, Scope};
pub use people::{Account, AppGrant, EndedSessions, Grant, Owner, PasswordLink, Session, Token, TokenKind};
