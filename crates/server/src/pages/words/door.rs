//! Sentences of the way in: making an account.

/// Making an account.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Door {
    /// On the sign-in page.
    pub(in crate::pages) create: &'static str,
    /// On the page with that form, before the way back.
    pub(in crate::pages) have_one: &'static str,
    /// Before that.
    pub(in crate::pages) new_here: &'static str,
    /// `{support}`: who makes accounts, where not everybody may.
    pub(in crate::pages) made_there: &'static str,
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) email: &'static str,
    pub(in crate::pages) email_hint: &'static str,
    pub(in crate::pages) email_hint_no_mail: &'static str,
    pub(in crate::pages) submit: &'static str,
    pub(in crate::pages) throttled: &'static str,
}
