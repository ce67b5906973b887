//! What the authorization endpoint takes.

use super::Writer;
use super::delivery::Delivery;
use super::operations::Topic;
use super::parameters::{Means, Necessity, Otherwise, Parameter, plain};
use crate::encode::challenge_method;
use crate::model::{AcceptLanguage, Dialect, Extra, Name, Need, Separator};
use engine::model::ChallengeMethod;
use engine::policy::{AbsentRedirect, GrantKind, HasSecret, Kind, PkceNeed};
use engine::refusal::Refusal;
use engine::request::ResponseType;
use engine::scope::{AbsentScope, AskedScope};

impl Writer<'_> {
    pub(super) fn of_authorize(&self) -> Vec<Parameter> {
        let topic = Topic::Authorize;
        let own = |name, need, otherwise| self.parameter(&topic, name, need, otherwise);
        let mut all = Vec::new();
        all.extend(own(Name::ClientId, Necessity::Required, Otherwise::Nothing));
        all.extend(self.response_type());
        all.extend(self.redirect_uri());
        all.extend(self.scope_parameters(&topic));
        // What a page shows is the code alone.
        let state = if self.delivery() == Delivery::Screen { Necessity::Ignored } else { Necessity::Optional };
        all.extend(own(Name::State, state, Otherwise::Nothing));
        all.extend(self.challenge());
        if let Some(name) = &self.dialect.pages.language_parameter {
            let mut language = plain(name, Means::Language, Necessity::Optional);
            language.values = self.dialect.pages.languages.clone();
            language.otherwise = language_otherwise(self.dialect);
            language.refusals = vec![Refusal::LanguageUnknown];
            all.push(language);
        }
        self.dialect.authorize.extras.iter().for_each(|extra| add(extra, &mut all));
        all
    }

    fn response_type(&self) -> Option<Parameter> {
        let own = &self.dialect.authorize;
        let open = |response| self.with_response(response).next().is_some();
        let word = own.response_words.iter().find(|(_, means)| *means == own.default_response);
        let (need, otherwise) = match own.response_type {
            Need::Required => (Necessity::Required, Otherwise::Nothing),
            Need::Optional => {
                (Necessity::Optional, word.map_or(Otherwise::Nothing, |(word, _)| Otherwise::Value(word.clone())))
            }
            Need::Ignored => (Necessity::Ignored, Otherwise::Nothing),
        };
        let mut parameter = self.parameter(&Topic::Authorize, Name::ResponseType, need, otherwise)?;
        let words = own.response_words.iter().filter(|(_, means)| need != Necessity::Ignored && open(*means));
        parameter.values = words.map(|(word, _)| word.clone()).collect();
        Some(parameter)
    }

    fn redirect_uri(&self) -> Option<Parameter> {
        if !self.kinds().any(|kind| self.names_redirects(kind)) {
            return None;
        }
        let (need, otherwise) = match self.dialect.policy.redirect.absent {
            AbsentRedirect::Refuse => (Necessity::Required, Otherwise::Nothing),
            AbsentRedirect::Sole => (Necessity::Optional, Otherwise::SoleRedirect),
            AbsentRedirect::First => (Necessity::Optional, Otherwise::FirstRedirect),
            AbsentRedirect::SoleOrOnScreen => (Necessity::Optional, Otherwise::SoleOrOnScreen),
        };
        self.parameter(&Topic::Authorize, Name::RedirectUri, need, otherwise)
    }

    /// The scope, and its second parameter; none where the wire has no scopes.
    pub(super) fn scope_parameters(&self, topic: &Topic) -> Vec<Parameter> {
        let catalogue = &self.dialect.policy.scopes;
        if self.dialect.scopes.separator == Separator::None {
            return Vec::new();
        }
        let refreshes = matches!(topic, Topic::Token(way) if way.grant == GrantKind::RefreshToken);
        let (need, otherwise) = match (&catalogue.asked, &catalogue.absent) {
            (_, _) if refreshes => (Necessity::Optional, Otherwise::SameScope),
            (AskedScope::Registration, _) => (Necessity::Ignored, Otherwise::Registered),
            (_, AbsentScope::Registered) => (Necessity::Optional, Otherwise::Registered),
            (_, AbsentScope::Empty) => (Necessity::Optional, Otherwise::NoScope),
            (_, AbsentScope::Refuse) => (Necessity::Required, Otherwise::Nothing),
            (_, AbsentScope::Default(words)) => {
                let words = catalogue.ordered(words.iter().map(String::as_str));
                (Necessity::Optional, Otherwise::Value(self.dialect.scope_text(&words)))
            }
        };
        let mut all = Vec::new();
        all.extend(self.parameter(topic, Name::Scope, need, otherwise));
        let second = &self.dialect.scopes.second;
        let more = self.parameter(topic, Name::SecondScope, Necessity::Optional, Otherwise::Nothing);
        all.extend(more.filter(|_| !second.is_empty()).map(|own| Parameter { values: second.clone(), ..own }));
        all
    }

    fn challenge(&self) -> Vec<Parameter> {
        let codes: Vec<&Kind> = self.with_response(ResponseType::Code).collect();
        if codes.is_empty() {
            return Vec::new();
        }
        let public = codes.iter().filter(|kind| kind.secret == HasSecret::No).count();
        let need = match self.dialect.policy.pkce {
            PkceNeed::All => Necessity::Required,
            PkceNeed::Public if public == codes.len() => Necessity::Required,
            PkceNeed::Public if public > 0 => Necessity::WithoutSecret,
            PkceNeed::Public | PkceNeed::Optional => Necessity::Optional,
        };
        let methods = &self.dialect.policy.challenge_methods;
        let plain = methods.contains(&ChallengeMethod::Plain);
        let otherwise = if plain { Otherwise::Value("plain".to_owned()) } else { Otherwise::NoChallenge };
        let challenge = self.parameter(&Topic::Authorize, Name::CodeChallenge, need, Otherwise::Nothing);
        let method = self.parameter(&Topic::Authorize, Name::CodeChallengeMethod, Necessity::Optional, otherwise);
        let method = method.map(|own| {
            let values = methods.iter().map(|method| challenge_method(*method).to_owned());
            Parameter { values: values.collect(), ..own }
        });
        challenge.into_iter().chain(method).collect()
    }
}

fn language_otherwise(dialect: &Dialect) -> Otherwise {
    match dialect.pages.accept_language {
        AcceptLanguage::Read => Otherwise::BrowserLanguage,
        AcceptLanguage::Ignored => Otherwise::Value(dialect.pages.default_language.clone()),
    }
}

/// A parameter beyond the RFCs; one that is there already is only demanded.
fn add(extra: &Extra, all: &mut Vec<Parameter>) {
    let need = match extra.need {
        Need::Required => Necessity::Required,
        Need::Optional => Necessity::Optional,
        Need::Ignored => Necessity::Ignored,
    };
    let refusals = if need == Necessity::Required { vec![Refusal::ParameterDemanded] } else { Vec::new() };
    match all.iter_mut().find(|own| own.names.contains(&extra.name)) {
        Some(known) => {
            known.need = if need == Necessity::Required { need } else { known.need };
            known.values.extend(extra.values.iter().cloned());
            known.refusals.extend(refusals);
        }
        None => {
            let effects = extra.effects.clone();
            let own = plain(&extra.name, Means::Extra(effects), need);
            all.push(Parameter { values: extra.values.clone(), refusals, ..own });
        }
    }
}
