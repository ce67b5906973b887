//! What an error page says, drawn from the name of a refusal.

use crate::desk::features::Feature;

/// Who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mender {
    /// Whoever reads the page.
    You,
    /// The app's developer.
    Developer,
    /// Whoever runs the realm.
    Operator,
    /// The app's developer and whoever runs the realm, by turns.
    Both,
}

/// A trouble in one language. `what` and `next` may have the slots `{named}` (a blank and the app's name, or nothing),
/// `{realm}`, `{place}` and `{wait}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Said {
    /// The heading.
    pub(super) heading: &'static str,
    /// What happened.
    pub(super) what: &'static str,
    /// What whoever can mend it does.
    pub(super) next: &'static str,
}

/// What can go wrong, as far as it makes a difference to people.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Troubles {
    pub(super) client_missing: Said,
    pub(super) client_unknown: Said,
    pub(super) app_deleted: Said,
    pub(super) app_suspended: Said,
    pub(super) app_not_reviewed: Said,
    pub(super) app_elsewhere: Said,
    pub(super) token_limit: Said,
    pub(super) redirect_missing: Said,
    pub(super) redirect_none: Said,
    /// Where codes are shown on the screen without one.
    pub(super) redirect_unneeded: Said,
    /// Where there can be none.
    pub(super) redirect_never: Said,
    pub(super) redirect_strange: Said,
    pub(super) redirect_reserved: Said,
    pub(super) language_unknown: Said,
    pub(super) parameter_doubled: Said,
    pub(super) parameter_demanded: Said,
    pub(super) request_object: Said,
    pub(super) response_type: Said,
    pub(super) scope: Said,
    pub(super) challenge: Said,
    pub(super) denied: Said,
    pub(super) account_disabled: Said,
    pub(super) too_large: Said,
    pub(super) unreadable: Said,
    pub(super) too_many_requests: Said,
    pub(super) unavailable: Said,
    pub(super) form_expired: Said,
    pub(super) form_foreign: Said,
    pub(super) form_used: Said,
    pub(super) answer_unbelieved: Said,
    pub(super) answer_late: Said,
    pub(super) answer_used: Said,
    pub(super) answer_clock: Said,
    pub(super) answer_unfit: Said,
    pub(super) names_taken: Said,
    pub(super) sign_in_old: Said,
    pub(super) not_found: Said,
    pub(super) method_not_allowed: Said,
    pub(super) broken: Said,
    pub(super) unexpected: Said,
}

impl Troubles {
    /// Who can mend it and what the page says, by the name of a refusal or of a trouble that only the server knows, of an app with these features.
    pub(super) fn find(&self, name: &str, features: &[Feature]) -> (Mender, Said) {
        let has = |feature| features.contains(&feature);
        match name {
            "redirect_uri_none" if has(Feature::NoRedirects) => (Mender::Developer, self.redirect_never),
            "redirect_uri_none" if has(Feature::CodesOnScreen) => (Mender::Developer, self.redirect_unneeded),
            "client_id_missing" => (Mender::Developer, self.client_missing),
            "client_unknown" => (Mender::Developer, self.client_unknown),
            "app_deleted" => (Mender::Developer, self.app_deleted),
            "app_suspended" | "token_app_suspended" => (Mender::Developer, self.app_suspended),
            "app_not_reviewed" => (Mender::Both, self.app_not_reviewed),
            "app_elsewhere" => (Mender::Developer, self.app_elsewhere),
            "token_limit" => (Mender::Developer, self.token_limit),
            "redirect_uri_missing" => (Mender::Developer, self.redirect_missing),
            "redirect_uri_none" => (Mender::Developer, self.redirect_none),
            "redirect_uri_strange" => (Mender::Developer, self.redirect_strange),
            "redirect_uri_reserved" => (Mender::Developer, self.redirect_reserved),
            "language_unknown" => (Mender::Developer, self.language_unknown),
            "parameter_doubled" => (Mender::Developer, self.parameter_doubled),
            "parameter_demanded" => (Mender::Developer, self.parameter_demanded),
            "request_object" | "request_object_uri" => (Mender::Developer, self.request_object),
            "response_type_missing" | "response_type_unknown" | "response_type_forbidden" => {
                (Mender::Developer, self.response_type)
            }
            "scope_unknown" | "scope_malformed" | "scope_widened" => (Mender::Developer, self.scope),
            "challenge_missing" | "challenge_malformed" | "challenge_method_unsupported" => {
                (Mender::Developer, self.challenge)
            }
            "access_denied" => (Mender::You, self.denied),
            "account_disabled" | "token_account_disabled" => (Mender::Operator, self.account_disabled),
            "too_large" | "too_many_parameters" => (Mender::Developer, self.too_large),
            "body_malformed" | "media_type_unsupported" | "secret_in_query" => (Mender::Developer, self.unreadable),
            "too_many_requests" => (Mender::You, self.too_many_requests),
            "unavailable" => (Mender::You, self.unavailable),
            "form_expired" => (Mender::You, self.form_expired),
            "form_foreign" => (Mender::You, self.form_foreign),
            "form_used" => (Mender::You, self.form_used),
            "answer_unbelieved" => (Mender::Operator, self.answer_unbelieved),
            "answer_late" => (Mender::You, self.answer_late),
            "answer_used" => (Mender::You, self.answer_used),
            "answer_clock" => (Mender::Operator, self.answer_clock),
            "answer_unfit" => (Mender::Operator, self.answer_unfit),
            "names_taken" => (Mender::Operator, self.names_taken),
            "sign_in_old" => (Mender::Operator, self.sign_in_old),
            "not_found" => (Mender::You, self.not_found),
            "method_not_allowed" => (Mender::You, self.method_not_allowed),
            "broken" => (Mender::Operator, self.broken),
            _ => (Mender::Developer, self.unexpected),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;
    use engine::refusal::Refusal;

    /// Refusals of the endpoints that only apps call. All others can reach a page.
    const NEVER_ON_A_PAGE: [&str; 16] = [
        "client_secret_",
        "client_auth_",
        "client_without_secret",
        "grant_type_",
        "code_",
        "verifier_",
        "refresh_token_",
        "redirect_uri_absent",
        "redirect_uri_differs",
        "token_missing",
        "token_parameter_missing",
        "token_unknown",
        "token_expired",
        "token_ended",
        "token_withdrawn",
        "scope_insufficient",
    ];

    #[test]
    fn every_refusal_that_can_reach_a_page_has_its_sentence() {
        for refusal in Refusal::ALL {
            let silent = NEVER_ON_A_PAGE.iter().any(|stem| refusal.name().starts_with(stem));
            assert!(silent || said(refusal.name()) != said("unheard of"), "{}", refusal.name());
        }
    }

    #[test]
    fn every_other_one_has_the_fallback() {
        assert_eq!(said("code_spent"), said("unheard of"));
        assert_eq!(said("code_spent").0, Mender::Developer);
    }

    fn said(name: &str) -> (Mender, Said) {
        words::of("en").trouble.find(name, &[])
    }
}
