//! What programs read about apps, accounts and all the rest: the same JSON from the administration's API and from the command line.
//! Times are whole seconds since 1970. No secret, no token and no hash of one has a place here.

mod apps;
mod office;
mod people;

pub use apps::{App, Refusal, Secret, Sent, TestToken, Usage, UsedSecret};
pub use office::{Bar, Event, Figures, Key, Mount, Realm, RefusalCount, Scope};
pub use people::{Account, AppGrant, Grant, Session, Token, TokenKind};
