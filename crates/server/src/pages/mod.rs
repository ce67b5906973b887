//! What people see. A page is a plain struct: texts and small enums in, HTML out; it knows no router and no store.
//! Sentences live in `words`, one catalogue per language; a template holds none.

mod account;
mod administration;
mod assets;
mod brand;
mod chrome;
mod closing;
mod code_on_screen;
mod confirm;
mod consent;
mod console;
#[cfg(test)]
mod contrast;
mod demo;
mod error;
mod explained;
mod frame;
mod html;
mod language;
mod lasting;
mod letter;
mod mailed;
mod parts;
mod reference;
mod sign_in;
mod sign_up;
#[cfg(test)]
mod tests;
mod tile;
mod trouble;
mod web;
mod words;

pub use account::{
    AccountApps, AccountData, AccountEvents, AccountFault, AccountItem, AccountPassword, AccountProfile,
    AccountSessions, AppsSaid, Asked, By, ConfirmDelete, ConfirmEndGrant, ConfirmEndSession, Confirmed, Event,
    GrantedApp, Renewal, SessionShown, ShownTestToken, Signed, Suspended, Unaddressed, Unproven,
};
pub use administration::{
    AdminAccount, AdminAccounts, AdminApi, AdminApiGroup, AdminApp, AdminApps, AdminAudit, AdminGrant, AdminGrantRow,
    AdminGrants, AdminHome, AdminItem, AdminKey, AdminKeyMade, AdminKeys, AdminLink, AdminMount, AdminNewAccount,
    AdminNewKey, AdminPassword, AdminQuestion, AdminRealm, AdminRealms, AdminSession, AdminToken, AuditAsked,
    AuditFault, AuditLink, AuditRow, COUNTED, Ending, First, GrantsFound, LimitFault, LinkFault, Place, PostTo,
    Refused, TokenSort, Way, actor_word, shown_actor,
};
pub use assets::{
    CALLBACK_SCRIPT, CALLBACK_SCRIPT_NAME, COPY_SCRIPT, COPY_SCRIPT_NAME, ICON, ICON_NAME, STYLE, STYLE_NAME,
};
pub use brand::{Brand, BrandFile};
pub use chrome::{Chrome, SignOut};
pub use closing::{AccountDeleted, Denied, SignedOut};
pub use code_on_screen::CodeOnScreen;
pub use consent::{Choice, Consent, Danger, Landing, Lasts, Offer, Permission, Preset, Reviewed};
pub use console::{
    Asked as ConsoleAsked, ConfirmChangeKind, ConfirmDeleteApp, ConfirmEndTestToken, ConfirmRemoveOwner,
    ConfirmRemoveRedirect, ConfirmRevokeAll, ConfirmRevokeSecret, ConsoleApp, ConsoleItem, ConsoleList, ConsoleLog,
    ConsoleOverview, ConsoleOwners, ConsoleRedirects, ConsoleReview, ConsoleScopes, ConsoleSecrets, ConsoleSettings,
    ConsoleTerms, ConsoleTestToken, Fault, KindField, ListedApp, ListedOwner, ListedSecret, LoggedRefusal, MadeApp,
    NewAppForm, Number, RedirectForms, ShownSecret, ThenTestToken, WithoutRedirects,
};
pub use demo::{DemoAccount, DemoApp, DemoCallback, DemoIndex, DemoRealm};
pub use error::ErrorPage;
pub use explained::Explained;
pub use frame::{Area, Current, Frame, Kept, Link, Whose};
pub use language::{languages, pick};
pub use letter::{LetterPage, Matter, Written};
pub use mailed::{
    ConfirmAddress, FirstAdministrator, Forgotten, ForgottenError, MailNote, NewPassword, Note, WhichPassword,
};
pub use reference::{ReferenceApp, ReferenceLink, ReferencePage};
pub use sign_in::{SentBefore, SignIn, SignInError};
pub use sign_up::SignUp;
pub use tile::ShownApp;
