//! Sentences of the account pages.

/// The account pages.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Account {
    pub(in crate::pages) apps: Apps,
    pub(in crate::pages) form: Form,
    pub(in crate::pages) sessions: Sessions,
    pub(in crate::pages) password: Password,
    pub(in crate::pages) profile: Profile,
    pub(in crate::pages) events: Events,
    pub(in crate::pages) data: Data,
}

/// Apps that were let in, and taking that back.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Apps {
    /// In the list of pages.
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) lead: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) none_what: &'static str,
    pub(in crate::pages) granted: &'static str,
    pub(in crate::pages) widened: &'static str,
    pub(in crate::pages) used: &'static str,
    pub(in crate::pages) never_used: &'static str,
    pub(in crate::pages) from: &'static str,
    pub(in crate::pages) tokens: &'static str,
    /// Whether it can get new tokens without asking.
    pub(in crate::pages) renews: &'static str,
    pub(in crate::pages) renews_until: &'static str,
    pub(in crate::pages) renews_always: &'static str,
    pub(in crate::pages) suspended: &'static str,
    pub(in crate::pages) remove: &'static str,
    /// Which app, for those who do not see the row.
    pub(in crate::pages) remove_of: &'static str,
    pub(in crate::pages) remove_title: &'static str,
    pub(in crate::pages) remove_heading: &'static str,
    pub(in crate::pages) ends: [&'static str; 2],
    pub(in crate::pages) stays: [&'static str; 2],
    pub(in crate::pages) removed: &'static str,
    /// A letter went to the address.
    pub(in crate::pages) awaited: &'static str,
    /// A token that somebody made for an app of their own.
    pub(in crate::pages) test_token: &'static str,
    pub(in crate::pages) test_token_what: &'static str,
    pub(in crate::pages) settings: &'static str,
    pub(in crate::pages) made: &'static str,
    pub(in crate::pages) revoke: &'static str,
    pub(in crate::pages) revoke_of: &'static str,
}

/// What several forms of the account say.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Form {
    /// The current password.
    pub(in crate::pages) current: &'static str,
    pub(in crate::pages) current_hint: &'static str,
    pub(in crate::pages) wrong: &'static str,
    pub(in crate::pages) throttled: &'static str,
    pub(in crate::pages) unavailable: &'static str,
    /// What a password needs.
    pub(in crate::pages) short: &'static str,
    pub(in crate::pages) long: &'static str,
    pub(in crate::pages) common: &'static str,
    pub(in crate::pages) own_name: &'static str,
    pub(in crate::pages) same_password: &'static str,
    pub(in crate::pages) password_hint: &'static str,
    pub(in crate::pages) username_odd: &'static str,
    pub(in crate::pages) username_taken: &'static str,
    pub(in crate::pages) email_odd: &'static str,
    pub(in crate::pages) email_taken: &'static str,
    pub(in crate::pages) too_long: &'static str,
    pub(in crate::pages) unspoken: &'static str,
    pub(in crate::pages) save: &'static str,
}

/// Where somebody is signed in.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Sessions {
    /// In the list of pages.
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) lead: &'static str,
    /// A device that told nothing of itself.
    pub(in crate::pages) unknown: &'static str,
    pub(in crate::pages) this: &'static str,
    pub(in crate::pages) signed_in: &'static str,
    pub(in crate::pages) seen: &'static str,
    pub(in crate::pages) from: &'static str,
    pub(in crate::pages) end: &'static str,
    /// Which one, for those who do not see the row.
    pub(in crate::pages) end_of: &'static str,
    pub(in crate::pages) end_others: &'static str,
    pub(in crate::pages) end_title: &'static str,
    pub(in crate::pages) end_heading: &'static str,
    pub(in crate::pages) end_ends: &'static str,
    /// The same where people sign in at the owner's own login.
    pub(in crate::pages) end_ends_elsewhere: &'static str,
    /// Which browser it is.
    pub(in crate::pages) end_which: &'static str,
    pub(in crate::pages) end_others_title: &'static str,
    pub(in crate::pages) end_others_ends: &'static str,
    pub(in crate::pages) end_others_ends_elsewhere: &'static str,
    pub(in crate::pages) end_stays: [&'static str; 2],
    pub(in crate::pages) ended: &'static str,
    pub(in crate::pages) ended_others: &'static str,
}

/// A new password.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Password {
    /// In the list of pages.
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) lead: &'static str,
    pub(in crate::pages) new: &'static str,
    pub(in crate::pages) submit: &'static str,
    pub(in crate::pages) done: &'static str,
}

/// What somebody says about themselves.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Profile {
    /// In the list of pages.
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) lead: &'static str,
    pub(in crate::pages) names: &'static str,
    pub(in crate::pages) username: &'static str,
    pub(in crate::pages) name: &'static str,
    pub(in crate::pages) first_name: &'static str,
    pub(in crate::pages) last_name: &'static str,
    pub(in crate::pages) language: &'static str,
    pub(in crate::pages) as_browser: &'static str,
    pub(in crate::pages) mail: &'static str,
    pub(in crate::pages) email: &'static str,
    pub(in crate::pages) confirmed: &'static str,
    pub(in crate::pages) unconfirmed: &'static str,
    pub(in crate::pages) unconfirmed_no_mail: &'static str,
    pub(in crate::pages) another_letter: &'static str,
    /// A new address that nobody has confirmed yet.
    pub(in crate::pages) asked: &'static str,
    pub(in crate::pages) withdraw: &'static str,
    pub(in crate::pages) withdrawn: &'static str,
    pub(in crate::pages) same_address: &'static str,
    pub(in crate::pages) letters_throttled: &'static str,
    pub(in crate::pages) change_email: &'static str,
    /// Above the language, where it is all that can be changed here.
    pub(in crate::pages) language_only: &'static str,
    /// Above what the owner of the realm keeps elsewhere.
    pub(in crate::pages) kept_elsewhere: &'static str,
    pub(in crate::pages) elsewhere: &'static str,
    pub(in crate::pages) saved: &'static str,
    pub(in crate::pages) email_changed: &'static str,
    pub(in crate::pages) letter: &'static str,
}

/// What happened to an account.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Events {
    /// In the list of pages.
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) lead: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) none_what: &'static str,
    pub(in crate::pages) when: &'static str,
    pub(in crate::pages) what: &'static str,
    pub(in crate::pages) where_from: &'static str,
    pub(in crate::pages) by_operator: &'static str,
    pub(in crate::pages) by_app: &'static str,
    pub(in crate::pages) by_other_owner: &'static str,
    pub(in crate::pages) create: &'static str,
    pub(in crate::pages) sign_in: &'static str,
    pub(in crate::pages) sign_in_on: &'static str,
    /// What they proved themselves with.
    pub(in crate::pages) sign_in_with: &'static str,
    /// Each way, by its word in RFC 8176.
    pub(in crate::pages) ways: &'static [(&'static str, &'static str)],
    pub(in crate::pages) sign_out: &'static str,
    pub(in crate::pages) held_back: &'static str,
    pub(in crate::pages) set_password: &'static str,
    pub(in crate::pages) reset_password: &'static str,
    pub(in crate::pages) email: &'static str,
    pub(in crate::pages) confirm_email: &'static str,
    pub(in crate::pages) password_link: &'static str,
    /// The same at the wish of somebody who was not signed in.
    pub(in crate::pages) asked_password_link: &'static str,
    pub(in crate::pages) ask_email: &'static str,
    pub(in crate::pages) withdraw_email: &'static str,
    pub(in crate::pages) profile: &'static str,
    pub(in crate::pages) username: &'static str,
    pub(in crate::pages) lose_name: &'static str,
    pub(in crate::pages) lose_email: &'static str,
    pub(in crate::pages) end_session: &'static str,
    pub(in crate::pages) end_session_on: &'static str,
    pub(in crate::pages) end_sessions: &'static str,
    /// By whoever runs the realm.
    pub(in crate::pages) end_all_sessions: &'static str,
    pub(in crate::pages) disable: &'static str,
    pub(in crate::pages) enable: &'static str,
    pub(in crate::pages) link: &'static str,
    pub(in crate::pages) unlink: &'static str,
    pub(in crate::pages) roles: &'static str,
    pub(in crate::pages) export: &'static str,
    pub(in crate::pages) allow: &'static str,
    pub(in crate::pages) revoke: &'static str,
    pub(in crate::pages) app_deleted: &'static str,
    pub(in crate::pages) test_token: &'static str,
    pub(in crate::pages) test_token_end: &'static str,
    pub(in crate::pages) owner_add: &'static str,
    pub(in crate::pages) owner_remove: &'static str,
    pub(in crate::pages) crowded: &'static str,
    pub(in crate::pages) token: &'static str,
    pub(in crate::pages) family: &'static str,
    pub(in crate::pages) other: &'static str,
    /// An app that is no longer there.
    pub(in crate::pages) gone: &'static str,
}

/// Taking the data along, and leaving.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Data {
    /// In the list of pages.
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) download_title: &'static str,
    pub(in crate::pages) download_what: &'static str,
    pub(in crate::pages) download: &'static str,
    pub(in crate::pages) delete_title: &'static str,
    pub(in crate::pages) delete_what: &'static str,
    pub(in crate::pages) delete: &'static str,
    pub(in crate::pages) confirm_heading: &'static str,
    pub(in crate::pages) ends_account: &'static str,
    pub(in crate::pages) ends_apps: &'static str,
    pub(in crate::pages) ends_profile: &'static str,
    pub(in crate::pages) orphans: [&'static str; 2],
    pub(in crate::pages) orphans_more: &'static str,
    pub(in crate::pages) stays_record: &'static str,
    pub(in crate::pages) stays_copies: &'static str,
    /// Where people sign in at the owner's own login.
    pub(in crate::pages) stays_there: &'static str,
    pub(in crate::pages) type_name: &'static str,
    pub(in crate::pages) name_differs: &'static str,
    pub(in crate::pages) last_administrator: &'static str,
    pub(in crate::pages) make_another: &'static str,
    pub(in crate::pages) deleted: &'static str,
    pub(in crate::pages) deleted_what: &'static str,
    pub(in crate::pages) deleted_there: &'static str,
}
