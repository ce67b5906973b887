//! What the error log of an app says about each refusal, and about each way in which two addresses differ.

use crate::desk::features::Feature;
use crate::desk::refused::Detail;
use engine::redirect::Difference;
use engine::refusal::Refusal;

/// A reason in plain words. May have the slots `{parameter}`, `{one_of}`, `{scope}` and `{realm}`.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Reason {
    /// What happened.
    pub(in crate::pages) what: &'static str,
    /// What the developer does.
    pub(in crate::pages) next: &'static str,
}

/// All reasons.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Reasons {
    pub(in crate::pages) client_missing: Reason,
    pub(in crate::pages) secret_missing: Reason,
    pub(in crate::pages) secret_wrong: Reason,
    pub(in crate::pages) secret_unasked: Reason,
    pub(in crate::pages) auth_doubled: Reason,
    pub(in crate::pages) auth_method: Reason,
    pub(in crate::pages) without_secret: Reason,
    pub(in crate::pages) deleted: Reason,
    pub(in crate::pages) suspended: Reason,
    pub(in crate::pages) elsewhere: Reason,
    pub(in crate::pages) not_reviewed: Reason,
    pub(in crate::pages) token_limit: Reason,
    /// Where no app can revoke.
    pub(in crate::pages) token_limit_bare: Reason,
    pub(in crate::pages) redirect_missing: Reason,
    pub(in crate::pages) redirect_none: Reason,
    /// Where codes are shown on the screen without one.
    pub(in crate::pages) redirect_unneeded: Reason,
    /// Where there can be none.
    pub(in crate::pages) redirect_never: Reason,
    pub(in crate::pages) redirect_strange: Reason,
    pub(in crate::pages) redirect_reserved: Reason,
    pub(in crate::pages) redirect_absent: Reason,
    pub(in crate::pages) redirect_differs: Reason,
    pub(in crate::pages) language: Reason,
    pub(in crate::pages) doubled: Reason,
    pub(in crate::pages) demanded: Reason,
    pub(in crate::pages) request_object: Reason,
    pub(in crate::pages) response_type_missing: Reason,
    pub(in crate::pages) response_type_unknown: Reason,
    pub(in crate::pages) response_type_forbidden: Reason,
    pub(in crate::pages) scope_unknown: Reason,
    /// A scope that there is; `{scope}`.
    pub(in crate::pages) scope_unticked: Reason,
    pub(in crate::pages) scope_malformed: Reason,
    pub(in crate::pages) scope_widened: Reason,
    pub(in crate::pages) challenge_missing: Reason,
    pub(in crate::pages) challenge: Reason,
    pub(in crate::pages) denied: Reason,
    pub(in crate::pages) account_disabled: Reason,
    pub(in crate::pages) grant_type_missing: Reason,
    /// Where no grant type is needed; `{one_of}`.
    pub(in crate::pages) grant_missing: Reason,
    pub(in crate::pages) grant_type_unsupported: Reason,
    pub(in crate::pages) grant_forbidden: Reason,
    pub(in crate::pages) code_missing: Reason,
    pub(in crate::pages) code_unknown: Reason,
    pub(in crate::pages) code_foreign: Reason,
    pub(in crate::pages) code_expired: Reason,
    pub(in crate::pages) code_revoked: Reason,
    pub(in crate::pages) code_spent: Reason,
    pub(in crate::pages) withdrawn: Reason,
    pub(in crate::pages) verifier_missing: Reason,
    pub(in crate::pages) verifier_wrong: Reason,
    pub(in crate::pages) verifier_unexpected: Reason,
    pub(in crate::pages) refresh_missing: Reason,
    pub(in crate::pages) refresh_unknown: Reason,
    pub(in crate::pages) refresh_foreign: Reason,
    pub(in crate::pages) refresh_expired: Reason,
    pub(in crate::pages) refresh_ended: Reason,
    pub(in crate::pages) refresh_replayed: Reason,
    pub(in crate::pages) token_missing: Reason,
    pub(in crate::pages) token_unknown: Reason,
    pub(in crate::pages) token_expired: Reason,
    pub(in crate::pages) token_ended: Reason,
    pub(in crate::pages) scope_insufficient: Reason,
    pub(in crate::pages) body: Reason,
    pub(in crate::pages) secret_in_query: Reason,
    pub(in crate::pages) too_large: Reason,
    pub(in crate::pages) method: Reason,
    pub(in crate::pages) media_type: Reason,
    pub(in crate::pages) busy: Reason,
    pub(in crate::pages) differences: Differences,
}

/// Ways in which a redirect URI differs from the one that would be right.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Differences {
    pub(in crate::pages) blank: &'static str,
    pub(in crate::pages) encoded: &'static str,
    pub(in crate::pages) scheme: &'static str,
    pub(in crate::pages) user_info: &'static str,
    pub(in crate::pages) loopback: &'static str,
    pub(in crate::pages) host_case: &'static str,
    pub(in crate::pages) www: &'static str,
    pub(in crate::pages) host: &'static str,
    pub(in crate::pages) port: &'static str,
    pub(in crate::pages) trailing_slash: &'static str,
    pub(in crate::pages) path_case: &'static str,
    pub(in crate::pages) last_character: &'static str,
    pub(in crate::pages) path: &'static str,
    pub(in crate::pages) dots: &'static str,
    pub(in crate::pages) query: &'static str,
    pub(in crate::pages) fragment: &'static str,
}

impl Reasons {
    /// The one of a refusal. What is kept of the request tells causes apart that are refused alike, and what the app has what can be done.
    pub(in crate::pages) fn about(&self, refusal: Refusal, detail: &Detail, features: &[Feature]) -> Reason {
        let has = |feature| features.contains(&feature);
        match refusal {
            Refusal::TokenLimit if !has(Feature::Revocation) => self.token_limit_bare,
            Refusal::RedirectUriNone if has(Feature::NoRedirects) => self.redirect_never,
            Refusal::RedirectUriNone if has(Feature::CodesOnScreen) => self.redirect_unneeded,
            Refusal::GrantTypeMissing if !detail.one_of.is_empty() => self.grant_missing,
            Refusal::ScopeUnknown if detail.scope.is_some() => self.scope_unticked,
            _ => self.of(refusal),
        }
    }

    /// The one of a refusal by itself.
    #[allow(clippy::too_many_lines, reason = "a table: one row for each refusal")]
    fn of(&self, refusal: Refusal) -> Reason {
        use Refusal::*;
        match refusal {
            ClientIdMissing | ClientUnknown => self.client_missing,
            ClientSecretMissing => self.secret_missing,
            ClientSecretWrong => self.secret_wrong,
            ClientSecretUnasked => self.secret_unasked,
            ClientAuthDoubled => self.auth_doubled,
            ClientAuthMethod => self.auth_method,
            ClientWithoutSecret => self.without_secret,
            AppDeleted => self.deleted,
            AppSuspended | TokenAppSuspended => self.suspended,
            AppElsewhere => self.elsewhere,
            AppNotReviewed => self.not_reviewed,
            TokenLimit => self.token_limit,
            RedirectUriMissing => self.redirect_missing,
            RedirectUriNone => self.redirect_none,
            RedirectUriStrange => self.redirect_strange,
            RedirectUriReserved => self.redirect_reserved,
            RedirectUriAbsent => self.redirect_absent,
            RedirectUriDiffers => self.redirect_differs,
            LanguageUnknown => self.language,
            ParameterDoubled => self.doubled,
            ParameterDemanded => self.demanded,
            RequestObject | RequestObjectUri => self.request_object,
            ResponseTypeMissing => self.response_type_missing,
            ResponseTypeUnknown => self.response_type_unknown,
            ResponseTypeForbidden => self.response_type_forbidden,
            ScopeUnknown => self.scope_unknown,
            ScopeMalformed => self.scope_malformed,
            ScopeWidened => self.scope_widened,
            ChallengeMissing => self.challenge_missing,
            ChallengeMalformed | ChallengeMethodUnsupported => self.challenge,
            AccessDenied => self.denied,
            AccountDisabled | CodeAccountDisabled | RefreshTokenAccountDisabled | TokenAccountDisabled => {
                self.account_disabled
            }
            GrantTypeMissing => self.grant_type_missing,
            GrantTypeUnsupported => self.grant_type_unsupported,
            GrantTypeForbidden => self.grant_forbidden,
            CodeMissing => self.code_missing,
            CodeUnknown => self.code_unknown,
            CodeForeign => self.code_foreign,
            CodeExpired => self.code_expired,
            CodeRevoked => self.code_revoked,
            CodeSpent => self.code_spent,
            CodeWithdrawn | RefreshTokenWithdrawn | TokenWithdrawn => self.withdrawn,
            VerifierMissing => self.verifier_missing,
            VerifierWrong => self.verifier_wrong,
            VerifierUnexpected => self.verifier_unexpected,
            RefreshTokenMissing => self.refresh_missing,
            RefreshTokenMalformed | RefreshTokenUnknown => self.refresh_unknown,
            RefreshTokenForeign => self.refresh_foreign,
            RefreshTokenExpired => self.refresh_expired,
            RefreshTokenEnded => self.refresh_ended,
            RefreshTokenReplayed => self.refresh_replayed,
            TokenMissing | TokenParameterMissing => self.token_missing,
            TokenUnknown => self.token_unknown,
            TokenExpired => self.token_expired,
            TokenEnded => self.token_ended,
            ScopeInsufficient => self.scope_insufficient,
            BodyMalformed => self.body,
            SecretInQuery => self.secret_in_query,
            TooLarge | TooManyParameters => self.too_large,
            MethodNotAllowed => self.method,
            MediaTypeUnsupported => self.media_type,
            TooManyRequests | Unavailable => self.busy,
        }
    }
}

impl Differences {
    /// The sentence of one.
    pub(in crate::pages) fn of(&self, difference: Difference) -> &'static str {
        use Difference::*;
        match difference {
            Blank => self.blank,
            Encoded => self.encoded,
            Scheme => self.scheme,
            UserInfo => self.user_info,
            Loopback => self.loopback,
            HostCase => self.host_case,
            Www => self.www,
            Host => self.host,
            Port => self.port,
            TrailingSlash => self.trailing_slash,
            PathCase => self.path_case,
            LastCharacter => self.last_character,
            Path => self.path,
            Dots => self.dots,
            Query => self.query,
            Fragment => self.fragment,
        }
    }
}
