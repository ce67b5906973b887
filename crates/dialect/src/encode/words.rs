//! The words of a refusal: the dialect's, by endpoint and by name, and the RFC's where it has none.

use super::{Facts, Filler};
use crate::model::{Body, Dialect, Endpoint, Name, Place, RefusalWords, Worded};
use engine::refusal::{ErrorCode, Layer, Refusal, Refused};
use engine::request::Carrier;

/// A refusal, worded.
pub(crate) struct Words<'a> {
    pub(crate) status: u16,
    pub(crate) error: &'a str,
    pub(crate) description: String,
    pub(crate) number: Option<i64>,
    pub(super) parameter: Option<&'a str>,
    pub(super) missing_scope: Option<&'a str>,
    pub(super) carrier: Option<&'a str>,
    /// As the dialect has it; an empty text: none.
    pub(super) challenge: Option<&'a str>,
    pub(super) envelope: Option<&'a Body>,
}

impl Dialect {
    /// Where a refusal is said, at authorize, once the redirect URI is proven.
    pub fn refusal_place(&self, refused: &Refused) -> Place {
        self.first(Endpoint::Authorize, refused.refusal, |worded| worded.place).unwrap_or(Place::Redirect)
    }

    pub(crate) fn words<'a>(&'a self, endpoint: Endpoint, refused: &'a Refused, facts: &Facts) -> Words<'a> {
        let refusal = refused.refusal;
        let mut words = Words {
            status: self.refusal_status(endpoint, refusal),
            error: self.first(endpoint, refusal, |w| w.error.as_deref()).unwrap_or(refusal.code().as_str()),
            description: String::new(),
            number: self.first(endpoint, refusal, |w| w.number),
            parameter: refused.parameter.as_deref().or_else(|| self.parameter_of(endpoint, refusal)),
            missing_scope: refused.scope.as_deref(),
            carrier: self.carrier_word(endpoint, refused.carrier),
            challenge: self
                .first(endpoint, refusal, |w| w.challenge.as_deref())
                .or_else(|| self.levels(endpoint).find_map(|level| level.challenge.as_deref())),
            envelope: self.envelope(endpoint),
        };
        words.description = match self.first(endpoint, refusal, |w| w.description.as_ref()) {
            Some(template) => Filler::new(self, facts).with_words(&words).text(template),
            None => refusal.log_text().to_owned(),
        };
        words
    }

    /// The body around the words.
    pub(crate) fn envelope(&self, endpoint: Endpoint) -> Option<&Body> {
        self.levels(endpoint).find_map(|level| level.envelope.as_ref())
    }

    /// What the endpoint's own words say (a resource's before the API's), then those for all.
    fn levels(&self, endpoint: Endpoint) -> impl Iterator<Item = &RefusalWords> {
        let api = matches!(endpoint, Endpoint::Resource(_)).then_some(Endpoint::Api);
        let own = [Some(endpoint), api].into_iter().flatten();
        own.filter_map(|endpoint| self.refusals.at.get(&endpoint)).chain([&self.refusals.all])
    }

    /// The first that says it: by name, by the RFC's code, then what is said for all refusals of the rules.
    fn first<'a, T>(
        &'a self,
        endpoint: Endpoint,
        refusal: Refusal,
        say: impl Fn(&'a Worded) -> Option<T>,
    ) -> Option<T> {
        let any = |level: &'a RefusalWords| level.any.as_ref().filter(|_| refusal.layer() == Layer::Rules);
        self.levels(endpoint)
            .flat_map(|level| {
                [level.by_name.get(refusal.name()), level.by_code.get(refusal.code().as_str()), any(level)]
            })
            .flatten()
            .find_map(say)
    }

    fn refusal_status(&self, endpoint: Endpoint, refusal: Refusal) -> u16 {
        // What is no request of OAuth at all is no success of HTTP either, whatever a level says of its refusals.
        let of_rules = refusal.layer() == Layer::Rules;
        let worded = || {
            self.first(endpoint, refusal, |worded| worded.status)
                .or_else(|| self.levels(endpoint).filter(|_| of_rules).find_map(|level| level.status))
        };
        http_status(refusal).or_else(worded).unwrap_or_else(|| rfc_status(endpoint, refusal.code()))
    }

    fn parameter_of(&self, endpoint: Endpoint, refusal: Refusal) -> Option<&str> {
        let name = match refusal.parameter()? {
            own @ ("request" | "request_uri") => return Some(own),
            "lang" => return self.pages.language_parameter.as_deref(),
            "client_id" => Name::ClientId,
            "client_secret" => Name::ClientSecret,
            "redirect_uri" => Name::RedirectUri,
            "response_type" => Name::ResponseType,
            "scope" => Name::Scope,
            "code_challenge" => Name::CodeChallenge,
            "code_challenge_method" => Name::CodeChallengeMethod,
            "grant_type" => Name::GrantType,
            "code" => Name::Code,
            "code_verifier" => Name::CodeVerifier,
            "refresh_token" => Name::RefreshToken,
            "access_token" => Name::AccessToken,
            "token" => Name::Token,
            _ => return None,
        };
        self.names.of(endpoint, name).first().map(String::as_str)
    }

    fn carrier_word(&self, endpoint: Endpoint, carrier: Option<Carrier>) -> Option<&str> {
        let key = match carrier? {
            Carrier::Basic => "basic",
            Carrier::Header => "header",
            Carrier::Query | Carrier::Body => "parameters",
            Carrier::Path => "path",
        };
        self.levels(endpoint).find_map(|level| level.carriers.get(key)).map(String::as_str)
    }
}

/// What HTTP itself has a status for keeps it, whatever the words.
fn http_status(refusal: Refusal) -> Option<u16> {
    match refusal {
        Refusal::MethodNotAllowed => Some(405),
        Refusal::TooLarge => Some(413),
        Refusal::MediaTypeUnsupported => Some(415),
        Refusal::TooManyRequests => Some(429),
        Refusal::Unavailable => Some(503),
        _ => None,
    }
}

/// RFC 6749 section 5.2 and RFC 6750 section 3.1.
fn rfc_status(endpoint: Endpoint, code: ErrorCode) -> u16 {
    match code {
        ErrorCode::InvalidClient | ErrorCode::InvalidToken if endpoint != Endpoint::Authorize => 401,
        ErrorCode::InsufficientScope => 403,
        _ => 400,
    }
}
