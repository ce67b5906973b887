//! Refusals that are answered with a body.

use super::words::Words;
use super::{Answer, Facts, Filler};
use crate::model::{ApiCarrier, Body, Dialect, Endpoint, Format, Node, Slot};
use engine::refusal::{Refusal, Refused};
use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;

impl Dialect {
    /// The refusal in the dialect's words: body, status, and a challenge with a 401 or a missing scope.
    pub fn encode_refused(&self, endpoint: Endpoint, refused: &Refused, facts: &Facts) -> Answer {
        self.refuse(endpoint, refused, &self.words(endpoint, refused, facts), facts)
    }

    /// The refusal of a gateway's question: to nginx anything but 401 and 403 is a fault of the server, so what is 400 elsewhere is one of these.
    pub fn encode_barred(&self, refused: &Refused, facts: &Facts) -> Answer {
        let mut words = self.words(Endpoint::Api, refused, facts);
        if words.status <= 400 {
            words.status = if refused.refusal == Refusal::ScopeInsufficient { 403 } else { 401 };
        }
        self.refuse(Endpoint::Api, refused, &words, facts)
    }

    fn refuse(&self, endpoint: Endpoint, refused: &Refused, words: &Words, facts: &Facts) -> Answer {
        let filler = Filler::new(self, facts).with_words(words);
        let mut answer = match words.envelope {
            Some(envelope) => filler.answer(envelope),
            None => filler.answer(&rfc_envelope()),
        };
        let lacks_scope = endpoint.is_api() && refused.refusal == Refusal::ScopeInsufficient;
        if words.status == 401 || lacks_scope {
            let challenge = match words.challenge {
                Some(template) => fill_challenge(template, words, facts),
                None => self.rfc_challenge(endpoint, refused, facts),
            };
            if let Some(value) = HeaderValue::from_str(&challenge).ok().filter(|value| !value.is_empty()) {
                answer.headers_mut().insert(WWW_AUTHENTICATE, value);
            }
        }
        answer
    }

    /// RFC 6749 section 5.2 and RFC 6750 section 3.
    fn rfc_challenge(&self, endpoint: Endpoint, refused: &Refused, facts: &Facts) -> String {
        let realm = quotable(facts.realm_title);
        if !endpoint.is_api() {
            return format!("Basic realm=\"{realm}\"");
        }
        let scheme = self.api.iter().find_map(|carrier| match carrier {
            ApiCarrier::Header { scheme, .. } => scheme.as_deref(),
            _ => None,
        });
        let mut challenge = format!("{} realm=\"{realm}\"", scheme.unwrap_or("Bearer"));
        if refused.refusal != Refusal::TokenMissing {
            challenge.push_str(&format!(", error=\"{}\"", refused.refusal.code().as_str()));
        }
        if let Some(scope) = &refused.scope {
            challenge.push_str(&format!(", scope=\"{}\"", quotable(scope)));
        }
        challenge
    }
}

/// RFC 6749 section 5.2, for a dialect that says nothing else.
pub(crate) fn rfc_envelope() -> Body {
    let member = |name: &str, slot| (name.to_owned(), Node::Slot(slot));
    let node = Node::Object(vec![member("error", Slot::Error), member("error_description", Slot::Description)]);
    Body::new(Format::Json, node)
}

fn fill_challenge(template: &str, words: &Words, facts: &Facts) -> String {
    template
        .replace("{realm}", &quotable(facts.realm))
        .replace("{realm.title}", &quotable(facts.realm_title))
        .replace("{error}", &quotable(words.error))
        .replace("{missing_scope}", &quotable(words.missing_scope.unwrap_or_default()))
        .replace("{description}", &quotable(&words.description))
}

/// What may stand within quotation marks in a header: visible ASCII and blanks (RFC 6750 section 3).
fn quotable(text: &str) -> String {
    text.chars().map(|c| if matches!(c, ' '..='~') && c != '"' && c != '\\' { c } else { '?' }).collect()
}
