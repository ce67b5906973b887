//! Pages of mailed links.

/// Forgotten passwords, confirmed addresses, and links that work no more.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Mailed {
    pub(in crate::pages) forgotten: &'static str,
    pub(in crate::pages) forgotten_what: &'static str,
    pub(in crate::pages) name: &'static str,
    pub(in crate::pages) name_missing: &'static str,
    pub(in crate::pages) send: &'static str,
    pub(in crate::pages) sent: &'static str,
    pub(in crate::pages) sent_what: &'static str,
    pub(in crate::pages) nothing_came: &'static str,
    pub(in crate::pages) again: &'static str,
    /// The server sends no mail.
    pub(in crate::pages) no_mail: &'static str,
    pub(in crate::pages) choose: &'static str,
    pub(in crate::pages) join: &'static str,
    pub(in crate::pages) for_account: &'static str,
    pub(in crate::pages) password: &'static str,
    pub(in crate::pages) save: &'static str,
    pub(in crate::pages) saved: &'static str,
    pub(in crate::pages) saved_what: &'static str,
    pub(in crate::pages) sign_in: &'static str,
    pub(in crate::pages) confirm: &'static str,
    pub(in crate::pages) confirm_what: &'static str,
    pub(in crate::pages) confirm_yes: &'static str,
    pub(in crate::pages) confirmed: &'static str,
    pub(in crate::pages) confirmed_what: &'static str,
    pub(in crate::pages) to_account: &'static str,
    pub(in crate::pages) ended: &'static str,
    pub(in crate::pages) ended_what: &'static str,
    pub(in crate::pages) taken: &'static str,
    pub(in crate::pages) taken_what: &'static str,
}
