//! Letters.

/// What letters say.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Letters {
    pub(in crate::pages) confirm: LetterWords,
    pub(in crate::pages) reset: LetterWords,
    pub(in crate::pages) invite: LetterWords,
    pub(in crate::pages) new_device: LetterWords,
    /// What to do if it was somebody else, where the password is at the owner's own login.
    pub(in crate::pages) new_device_elsewhere: &'static str,
    pub(in crate::pages) new_app: LetterWords,
    /// As `new_device_elsewhere`.
    pub(in crate::pages) new_app_elsewhere: &'static str,
    pub(in crate::pages) password_changed: LetterWords,
    /// The same where nobody is signed in any more.
    pub(in crate::pages) password_set: LetterWords,
    pub(in crate::pages) address_changed: LetterWords,
    /// In the place of a device that says nothing about itself.
    pub(in crate::pages) some_device: &'static str,
    /// Below every letter.
    pub(in crate::pages) sent_by: &'static str,
}

/// What one letter says.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct LetterWords {
    pub(in crate::pages) subject: &'static str,
    /// What happened.
    pub(in crate::pages) what: &'static str,
    /// What the link is for; stands in front of it in plain text and is the link in HTML.
    pub(in crate::pages) act: &'static str,
    /// How long it works, and what to do if it was somebody else.
    pub(in crate::pages) then: &'static str,
}
