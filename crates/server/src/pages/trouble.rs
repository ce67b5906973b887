//! What an error page says, drawn from the name of a refusal.

/// What went wrong, as far as it makes a difference to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    ClientMissing,
    ClientUnknown,
    AppDeleted,
    AppSuspended,
    AppElsewhere,
    TokenLimit,
    RedirectMissing,
    RedirectNone,
    RedirectStrange,
    RedirectReserved,
    LanguageUnknown,
    ParameterDoubled,
    ParameterDemanded,
    ResponseType,
    Scope,
    Challenge,
    Denied,
    AccountDisabled,
    TooLarge,
    Unreadable,
    TooManyRequests,
    Unavailable,
    FormExpired,
    FormForeign,
    FormUsed,
    NotFound,
    MethodNotAllowed,
    Broken,
    Unexpected,
}

/// Who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mender {
    /// Whoever reads the page.
    You,
    /// The app's developer.
    Developer,
    /// Whoever runs the realm.
    Operator,
}

/// A trouble in one language. `what` and `next` may have the slots `{named}` (a blank and the app’s name, or nothing),
/// `{realm}`, `{place}` and `{wait}`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// The heading.
    pub(super) heading: &'static str,
    /// What happened.
    pub(super) what: &'static str,
    /// What whoever can mend it does.
    pub(super) next: &'static str,
}

impl Trouble {
    /// All of them.
    #[cfg(test)]
    pub(super) const ALL: &'static [Self] = &[
        Self::ClientMissing,
        Self::ClientUnknown,
        Self::AppDeleted,
        Self::AppSuspended,
        Self::AppElsewhere,
        Self::TokenLimit,
        Self::RedirectMissing,
        Self::RedirectNone,
        Self::RedirectStrange,
        Self::RedirectReserved,
        Self::LanguageUnknown,
        Self::ParameterDoubled,
        Self::ParameterDemanded,
        Self::ResponseType,
        Self::Scope,
        Self::Challenge,
        Self::Denied,
        Self::AccountDisabled,
        Self::TooLarge,
        Self::Unreadable,
        Self::TooManyRequests,
        Self::Unavailable,
        Self::FormExpired,
        Self::FormForeign,
        Self::FormUsed,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Broken,
        Self::Unexpected,
    ];

    /// From the name of a refusal or of a trouble that only the server knows.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "client_id_missing" => Self::ClientMissing,
            "client_unknown" => Self::ClientUnknown,
            "app_deleted" => Self::AppDeleted,
            "app_suspended" | "token_app_suspended" => Self::AppSuspended,
            "app_elsewhere" => Self::AppElsewhere,
            "token_limit" => Self::TokenLimit,
            "redirect_uri_missing" => Self::RedirectMissing,
            "redirect_uri_none" => Self::RedirectNone,
            "redirect_uri_strange" => Self::RedirectStrange,
            "redirect_uri_reserved" => Self::RedirectReserved,
            "language_unknown" => Self::LanguageUnknown,
            "parameter_doubled" => Self::ParameterDoubled,
            "parameter_demanded" => Self::ParameterDemanded,
            "response_type_missing" | "response_type_unknown" | "response_type_forbidden" => Self::ResponseType,
            "scope_unknown" | "scope_malformed" | "scope_widened" => Self::Scope,
            "challenge_missing" | "challenge_malformed" | "challenge_method_unsupported" => Self::Challenge,
            "access_denied" => Self::Denied,
            "account_disabled" | "token_account_disabled" => Self::AccountDisabled,
            "too_large" | "too_many_parameters" => Self::TooLarge,
            "body_malformed" | "media_type_unsupported" | "secret_in_query" => Self::Unreadable,
            "too_many_requests" => Self::TooManyRequests,
            "unavailable" => Self::Unavailable,
            "form_expired" => Self::FormExpired,
            "form_foreign" => Self::FormForeign,
            "form_used" => Self::FormUsed,
            "not_found" => Self::NotFound,
            "method_not_allowed" => Self::MethodNotAllowed,
            "broken" => Self::Broken,
            _ => Self::Unexpected,
        }
    }

    /// Who can mend it.
    pub(super) fn mender(self) -> Mender {
        match self {
            Self::Denied | Self::TooManyRequests | Self::Unavailable => Mender::You,
            Self::FormExpired | Self::FormForeign | Self::FormUsed => Mender::You,
            Self::NotFound | Self::MethodNotAllowed => Mender::You,
            Self::AccountDisabled | Self::Broken => Mender::Operator,
            _ => Mender::Developer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::refusal::Refusal;

    /// Refusals of the endpoints that only apps call. All others can reach a page.
    const NEVER_ON_A_PAGE: [&str; 9] = [
        "client_",
        "grant_type_",
        "code_",
        "verifier_",
        "refresh_token_",
        "token_",
        "redirect_uri_absent",
        "redirect_uri_differs",
        "scope_insufficient",
    ];

    #[test]
    fn every_refusal_that_can_reach_a_page_has_its_sentence() {
        for refusal in Refusal::ALL {
            let silent = NEVER_ON_A_PAGE.iter().any(|stem| refusal.name().starts_with(stem));
            assert!(silent || Trouble::of(refusal.name()) != Trouble::Unexpected, "{}", refusal.name());
        }
    }

    #[test]
    fn the_exceptions_still_have_the_fallback() {
        assert_eq!(Trouble::of("client_unknown"), Trouble::ClientUnknown);
        assert_eq!(Trouble::of("code_spent"), Trouble::Unexpected);
        assert_eq!(Trouble::Unexpected.mender(), Mender::Developer);
    }
}
