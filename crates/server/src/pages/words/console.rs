//! Sentences of the app console.

use crate::desk::features::Feature;

/// The app console.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Console {
    pub(in crate::pages) terms: Terms,
    pub(in crate::pages) list: List,
    pub(in crate::pages) new: New,
    pub(in crate::pages) overview: Overview,
    pub(in crate::pages) settings: Settings,
    pub(in crate::pages) redirects: Redirects,
    pub(in crate::pages) scopes: Scopes,
    pub(in crate::pages) secrets: Secrets,
    pub(in crate::pages) test_token: TestToken,
    pub(in crate::pages) log: Log,
    pub(in crate::pages) owners: Owners,
    pub(in crate::pages) review: Review,
    pub(in crate::pages) end: End,
    pub(in crate::pages) faults: Faults,
}

/// What things are called where the dialect has no words of its own.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Terms {
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) new_app: &'static str,
    pub(in crate::pages) client_id: &'static str,
    pub(in crate::pages) client_secret: &'static str,
    pub(in crate::pages) redirect_uri: &'static str,
    pub(in crate::pages) test_token: &'static str,
}

/// The list of apps.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct List {
    pub(in crate::pages) lead: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) none_what: &'static str,
    pub(in crate::pages) none_found: &'static str,
    pub(in crate::pages) none_found_what: &'static str,
    pub(in crate::pages) search: &'static str,
    pub(in crate::pages) find: &'static str,
    pub(in crate::pages) all: &'static str,
    pub(in crate::pages) app: &'static str,
    pub(in crate::pages) standing: &'static str,
    pub(in crate::pages) users: &'static str,
    pub(in crate::pages) used: &'static str,
    pub(in crate::pages) never_used: &'static str,
    /// Of numbers that are counted so far only.
    pub(in crate::pages) or_more: &'static str,
    pub(in crate::pages) draft: &'static str,
    pub(in crate::pages) in_review: &'static str,
    pub(in crate::pages) live: &'static str,
    pub(in crate::pages) suspended: &'static str,
    pub(in crate::pages) created: &'static str,
    pub(in crate::pages) deleted: &'static str,
    pub(in crate::pages) left: &'static str,
}

/// The form for a new app, and what stands there once.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct New {
    pub(in crate::pages) lead: &'static str,
    pub(in crate::pages) name: &'static str,
    pub(in crate::pages) name_hint: &'static str,
    pub(in crate::pages) description: &'static str,
    pub(in crate::pages) description_hint: &'static str,
    pub(in crate::pages) redirect_hint: &'static str,
    pub(in crate::pages) kind_hint: &'static str,
    pub(in crate::pages) optional: &'static str,
    pub(in crate::pages) create: &'static str,
    pub(in crate::pages) cancel: &'static str,
    pub(in crate::pages) made: &'static str,
    pub(in crate::pages) keep_it: &'static str,
    pub(in crate::pages) on: &'static str,
}

/// An app's first page.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Overview {
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) suspended: &'static str,
    pub(in crate::pages) suspended_why: &'static str,
    pub(in crate::pages) suspended_ask: &'static str,
    /// `{reason}`.
    pub(in crate::pages) sent_back: &'static str,
    pub(in crate::pages) draft: &'static str,
    pub(in crate::pages) in_review: &'static str,
    /// Beside a suspension.
    pub(in crate::pages) also_draft: &'static str,
    /// See `also_draft`.
    pub(in crate::pages) also_in_review: &'static str,
    pub(in crate::pages) to_review: &'static str,
    pub(in crate::pages) no_redirect: &'static str,
    pub(in crate::pages) no_redirect_what: &'static str,
    pub(in crate::pages) no_secret: &'static str,
    pub(in crate::pages) no_secret_what: &'static str,
    pub(in crate::pages) ids: &'static str,
    pub(in crate::pages) kind: &'static str,
    pub(in crate::pages) made: &'static str,
    pub(in crate::pages) secrets: &'static str,
    pub(in crate::pages) usage: &'static str,
    pub(in crate::pages) users: &'static str,
    pub(in crate::pages) tokens: &'static str,
    /// Where the app's own are not counted.
    pub(in crate::pages) user_tokens: &'static str,
    pub(in crate::pages) of_limit: &'static str,
    pub(in crate::pages) at_limit: &'static str,
    /// `{realm}`.
    pub(in crate::pages) at_limit_what: &'static str,
    /// In its place where no app can revoke.
    pub(in crate::pages) at_limit_bare: &'static str,
    /// The limit is 0.
    pub(in crate::pages) at_limit_none: &'static str,
    pub(in crate::pages) used: &'static str,
    pub(in crate::pages) reference: &'static str,
    pub(in crate::pages) reference_what: &'static str,
    pub(in crate::pages) reference_link: &'static str,
}

/// Facts and kind.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Settings {
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) facts: &'static str,
    pub(in crate::pages) facts_what: &'static str,
    pub(in crate::pages) site: &'static str,
    pub(in crate::pages) site_hint: &'static str,
    pub(in crate::pages) support: &'static str,
    pub(in crate::pages) support_hint: &'static str,
    pub(in crate::pages) color: &'static str,
    pub(in crate::pages) drawn: &'static str,
    pub(in crate::pages) colors: [&'static str; 12],
    pub(in crate::pages) save: &'static str,
    pub(in crate::pages) saved: &'static str,
    pub(in crate::pages) kind: &'static str,
    pub(in crate::pages) kind_what: &'static str,
    pub(in crate::pages) with_secret: &'static str,
    pub(in crate::pages) without_secret: &'static str,
    pub(in crate::pages) change_kind: &'static str,
    pub(in crate::pages) kind_changed: &'static str,
    /// It was of that kind before.
    pub(in crate::pages) kind_there: &'static str,
    pub(in crate::pages) end: &'static str,
}

/// Redirect URIs.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Redirects {
    pub(in crate::pages) what: &'static str,
    pub(in crate::pages) exact: &'static str,
    pub(in crate::pages) below: &'static str,
    pub(in crate::pages) same_path: &'static str,
    /// `{hosts}`.
    pub(in crate::pages) any_port: &'static str,
    /// What a request gets without one; `{parameter}`.
    pub(in crate::pages) absent_sole: &'static str,
    /// See `absent_sole`.
    pub(in crate::pages) absent_first: &'static str,
    pub(in crate::pages) none: &'static str,
    /// `{parameter}`.
    pub(in crate::pages) none_on_screen: &'static str,
    /// Where apps of the kind can have none; `{kind}`.
    pub(in crate::pages) never: &'static str,
    pub(in crate::pages) address: &'static str,
    pub(in crate::pages) hint: &'static str,
    pub(in crate::pages) on_screen: &'static str,
    pub(in crate::pages) add: &'static str,
    pub(in crate::pages) remove: &'static str,
    pub(in crate::pages) remove_title: &'static str,
    pub(in crate::pages) remove_heading: &'static str,
    pub(in crate::pages) remove_ends: &'static str,
    pub(in crate::pages) remove_ends_last: &'static str,
    pub(in crate::pages) remove_ends_last_on_screen: &'static str,
    pub(in crate::pages) remove_stays: [&'static str; 2],
    pub(in crate::pages) added: &'static str,
    /// It was registered before.
    pub(in crate::pages) there: &'static str,
    pub(in crate::pages) removed: &'static str,
}

/// What an app may ask for.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Scopes {
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) what: &'static str,
    pub(in crate::pages) choose: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) saved: &'static str,
    pub(in crate::pages) saved_none: &'static str,
}

/// Secrets.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Secrets {
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) what: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) none_what: &'static str,
    pub(in crate::pages) without: &'static str,
    pub(in crate::pages) name: &'static str,
    pub(in crate::pages) name_hint: &'static str,
    pub(in crate::pages) unnamed: &'static str,
    pub(in crate::pages) made: &'static str,
    pub(in crate::pages) used: &'static str,
    pub(in crate::pages) never_used: &'static str,
    pub(in crate::pages) add: &'static str,
    pub(in crate::pages) full: &'static str,
    pub(in crate::pages) shown: &'static str,
    pub(in crate::pages) keep_it: &'static str,
    pub(in crate::pages) revoke: &'static str,
    pub(in crate::pages) revoke_of: &'static str,
    pub(in crate::pages) revoke_title: &'static str,
    pub(in crate::pages) revoke_heading: &'static str,
    pub(in crate::pages) revoke_ends: &'static str,
    /// Which it is; `{made}`, `{used}`.
    pub(in crate::pages) revoke_which: &'static str,
    /// The same of one that was not used yet; `{made}`.
    pub(in crate::pages) revoke_unused: &'static str,
    pub(in crate::pages) revoke_ends_last: &'static str,
    pub(in crate::pages) revoke_stays: &'static str,
    pub(in crate::pages) revoke_stays_other: &'static str,
    pub(in crate::pages) revoked: &'static str,
    /// A form came again, and what it made has ended; of a test token too.
    pub(in crate::pages) made_before: &'static str,
}

/// The test token.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct TestToken {
    pub(in crate::pages) what: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) made: &'static str,
    pub(in crate::pages) used: &'static str,
    pub(in crate::pages) speaks_for: &'static str,
    pub(in crate::pages) lasts: &'static str,
    pub(in crate::pages) endless: &'static str,
    pub(in crate::pages) suspended: &'static str,
    pub(in crate::pages) make: &'static str,
    pub(in crate::pages) reset: &'static str,
    pub(in crate::pages) reset_title: &'static str,
    pub(in crate::pages) reset_heading: &'static str,
    pub(in crate::pages) reset_ends: &'static str,
    pub(in crate::pages) reset_stays: &'static str,
    /// Of the one that ends; `{name}`.
    pub(in crate::pages) ends_of: &'static str,
    pub(in crate::pages) keep_it: &'static str,
    pub(in crate::pages) revoke: &'static str,
    pub(in crate::pages) revoke_title: &'static str,
    pub(in crate::pages) revoke_heading: &'static str,
    pub(in crate::pages) revoke_ends: &'static str,
    pub(in crate::pages) revoke_stays: &'static str,
    pub(in crate::pages) revoked: &'static str,
}

/// An app's own error log.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Log {
    pub(in crate::pages) item: &'static str,
    /// In the browser's tab: `Error` alone begins the title of a page on which something is wrong.
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) what: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) none_what: &'static str,
    /// What no log of an app has; `{realm}`.
    pub(in crate::pages) elsewhere: &'static str,
    pub(in crate::pages) sent: &'static str,
    pub(in crate::pages) registered: &'static str,
    pub(in crate::pages) before: &'static str,
    pub(in crate::pages) technical: &'static str,
    pub(in crate::pages) reason: &'static str,
    pub(in crate::pages) request: &'static str,
    pub(in crate::pages) authorize: &'static str,
    pub(in crate::pages) token: &'static str,
    pub(in crate::pages) tokeninfo: &'static str,
    pub(in crate::pages) introspect: &'static str,
    pub(in crate::pages) revoke: &'static str,
    pub(in crate::pages) api: &'static str,
}

/// Owners.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Owners {
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) what: &'static str,
    pub(in crate::pages) you: &'static str,
    pub(in crate::pages) username: &'static str,
    pub(in crate::pages) username_hint: &'static str,
    pub(in crate::pages) add: &'static str,
    pub(in crate::pages) added: &'static str,
    pub(in crate::pages) there: &'static str,
    pub(in crate::pages) remove: &'static str,
    pub(in crate::pages) remove_of: &'static str,
    pub(in crate::pages) remove_title: &'static str,
    pub(in crate::pages) remove_heading: &'static str,
    pub(in crate::pages) remove_ends: &'static str,
    pub(in crate::pages) remove_ends_own: &'static str,
    pub(in crate::pages) remove_token: &'static str,
    /// What they let an app have that is its owners' alone.
    pub(in crate::pages) remove_access: &'static str,
    pub(in crate::pages) remove_stays: &'static str,
    pub(in crate::pages) removed: &'static str,
}

/// The review.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Review {
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) draft: &'static str,
    pub(in crate::pages) draft_what: &'static str,
    pub(in crate::pages) in_review: &'static str,
    pub(in crate::pages) in_review_what: &'static str,
    pub(in crate::pages) live: &'static str,
    pub(in crate::pages) live_what: &'static str,
    pub(in crate::pages) open_what: &'static str,
    /// Where it waits in a realm that demands no review.
    pub(in crate::pages) unasked_what: &'static str,
    pub(in crate::pages) submit: &'static str,
    pub(in crate::pages) open: &'static str,
    pub(in crate::pages) withdraw: &'static str,
    /// On forms whose change sends a live app back to its review.
    pub(in crate::pages) again: &'static str,
    pub(in crate::pages) went_back: &'static str,
    pub(in crate::pages) submitted: &'static str,
    pub(in crate::pages) opened: &'static str,
    pub(in crate::pages) withdrawn: &'static str,
}

/// Ending tokens, ending the app.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct End {
    pub(in crate::pages) revoke_all: &'static str,
    pub(in crate::pages) revoke_all_what: &'static str,
    pub(in crate::pages) revoke_all_title: &'static str,
    pub(in crate::pages) revoke_all_heading: &'static str,
    /// `{tokens}`, `{people}`.
    pub(in crate::pages) revoke_all_ends: &'static str,
    /// In its place where there are no refresh tokens.
    pub(in crate::pages) revoke_all_bare: &'static str,
    pub(in crate::pages) revoke_all_again: &'static str,
    pub(in crate::pages) revoke_all_closed: &'static str,
    pub(in crate::pages) revoke_all_suspended: &'static str,
    /// Tokens that an app got for itself.
    pub(in crate::pages) revoke_all_own: &'static str,
    /// What people have allowed.
    pub(in crate::pages) allowed: &'static str,
    /// The same where it counts again.
    pub(in crate::pages) allowed_counts: &'static str,
    /// Where they are asked again.
    pub(in crate::pages) allowed_asks: &'static str,
    /// Where there are some, they end or stay.
    pub(in crate::pages) secrets: &'static str,
    /// See `secrets`.
    pub(in crate::pages) test_token: &'static str,
    pub(in crate::pages) all_revoked: &'static str,
    pub(in crate::pages) delete: &'static str,
    pub(in crate::pages) delete_what: &'static str,
    pub(in crate::pages) delete_title: &'static str,
    pub(in crate::pages) delete_heading: &'static str,
    pub(in crate::pages) delete_access: &'static str,
    pub(in crate::pages) delete_id: &'static str,
    pub(in crate::pages) delete_refused: &'static str,
    /// `{owners}`.
    pub(in crate::pages) delete_owners: &'static str,
    pub(in crate::pages) delete_stays: &'static str,
    pub(in crate::pages) type_name: &'static str,
    pub(in crate::pages) type_name_hint: &'static str,
    pub(in crate::pages) kind_title: &'static str,
    pub(in crate::pages) kind_heading: &'static str,
    pub(in crate::pages) kind_secrets: &'static str,
    pub(in crate::pages) kind_approval: &'static str,
    pub(in crate::pages) kind_stays: [&'static str; 2],
}

impl End {
    /// What becomes of what people have allowed an app whose tokens end.
    pub(in crate::pages) fn allowed(&self, features: &[Feature]) -> &'static str {
        match [Feature::LastingConsent, Feature::RepeatedConsent].map(|own| features.contains(&own)) {
            [true, false] => self.allowed_counts,
            [false, true] => self.allowed_asks,
            _ => self.allowed,
        }
    }

    /// What an app has that opens something without its users.
    pub(in crate::pages) fn keys(&self, features: &[Feature]) -> Vec<&'static str> {
        let all = [(Feature::Secrets, self.secrets), (Feature::TestToken, self.test_token)];
        all.into_iter().filter(|(own, _)| features.contains(own)).map(|(_, said)| said).collect()
    }
}

/// What is wrong with something that was typed.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Faults {
    pub(in crate::pages) name_missing: &'static str,
    pub(in crate::pages) name_long: &'static str,
    pub(in crate::pages) name_odd: &'static str,
    pub(in crate::pages) description_long: &'static str,
    pub(in crate::pages) site: &'static str,
    pub(in crate::pages) support: &'static str,
    pub(in crate::pages) color: &'static str,
    pub(in crate::pages) uri_missing: &'static str,
    pub(in crate::pages) uri_malformed: &'static str,
    pub(in crate::pages) uri_blank: &'static str,
    pub(in crate::pages) uri_relative: &'static str,
    pub(in crate::pages) uri_character: &'static str,
    pub(in crate::pages) uri_dots: &'static str,
    pub(in crate::pages) uri_user: &'static str,
    pub(in crate::pages) uri_plain_http: &'static str,
    pub(in crate::pages) uri_scheme: &'static str,
    pub(in crate::pages) uri_letters: &'static str,
    pub(in crate::pages) uri_spelling: &'static str,
    pub(in crate::pages) uri_percent: &'static str,
    pub(in crate::pages) uri_fragment: &'static str,
    pub(in crate::pages) uri_wildcard: &'static str,
    pub(in crate::pages) uri_long: &'static str,
    /// `{forms}`.
    pub(in crate::pages) uri_form: &'static str,
    /// In its place where apps of the kind have none.
    pub(in crate::pages) uri_never: &'static str,
    /// Where apps of another kind may have it; `{usable}`, which is one of the two before; `{kinds}`.
    pub(in crate::pages) uri_of_kinds: &'static str,
    /// The same where the kind is chosen in the same form.
    pub(in crate::pages) uri_of_kinds_here: &'static str,
    pub(in crate::pages) uri_reserved: &'static str,
    pub(in crate::pages) uri_many: &'static str,
    pub(in crate::pages) kind_uris: &'static str,
    pub(in crate::pages) secret_name: &'static str,
    pub(in crate::pages) secrets_many: &'static str,
    pub(in crate::pages) apps_many: &'static str,
    pub(in crate::pages) owner_missing: &'static str,
    pub(in crate::pages) no_account: &'static str,
    pub(in crate::pages) owners_many: &'static str,
    pub(in crate::pages) last_owner: &'static str,
    pub(in crate::pages) not_the_name: &'static str,
    /// The forms that redirect URIs may have.
    pub(in crate::pages) https: &'static str,
    pub(in crate::pages) loopback: &'static str,
    pub(in crate::pages) private_use: &'static str,
    pub(in crate::pages) on_screen: &'static str,
}
