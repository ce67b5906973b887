//! The authorization endpoint. What is wrong is a value here: the rules decide whether it may travel by redirect.

use super::fields::{Fields, text};
use super::form;
use crate::incoming::Incoming;
use crate::model::{Dialect, Endpoint, Extra, ExtraEffect, Name, Need, RequestObjects, TokenCarrier};
use engine::refusal::{Refusal, Refused};
use engine::request::{AuthorizeRequest, LanguageClaim, Param, RequestObject, ResponseTypeClaim, Wish, Wishes};
use percent_encoding::{AsciiSet, CONTROLS};

/// What cannot stand in an address as it is; percent signs stay what they are.
const UNFIT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>');

/// Parameters of an authorization request, with the first that stands there twice.
struct Reader<'a> {
    dialect: &'a Dialect,
    fields: &'a Fields<'a>,
    duplicate: Option<&'a str>,
}

impl<'a> Reader<'a> {
    fn named(&mut self, names: &[String]) -> Param<&'a str> {
        let found = self.fields.find(names);
        self.duplicate = self.duplicate.or(found.doubled);
        found.value
    }

    fn read(&mut self, name: Name) -> Param<&'a str> {
        let names = self.dialect.names.of(Endpoint::Authorize, name);
        self.named(names)
    }
}

impl Dialect {
    /// The parameters of an authorization request as one query, those of a posted form behind those of the address: what a form of ours
    /// carries while people sign in. What both places say alike is there once, and nothing is lost that could tell them apart.
    pub fn authorize_query(&self, incoming: &Incoming) -> String {
        let query = incoming.query.unwrap_or_default();
        if incoming.method != http::Method::POST {
            return query.to_owned();
        }
        let (query, body) = (query.as_bytes(), incoming.body);
        let said = |pairs: &[u8], (name, value): (&[u8], &[u8])| {
            let wanted = (form::decoded(name), form::decoded(value));
            let also = |(name, value)| wanted == (form::decoded(name), form::decoded(value));
            form::pairs(pairs).any(also)
        };
        let empty_and_named = |pairs: &[u8], (name, value): (&[u8], &[u8])| {
            value.is_empty() && form::pairs(pairs).any(|(other, _)| form::decoded(other) == form::decoded(name))
        };
        let own = form::pairs(query).filter(|pair| !empty_and_named(body, *pair));
        let more = form::pairs(body).filter(|pair| !said(query, *pair) && !empty_and_named(query, *pair));
        let texts = own.chain(more).map(|(name, value)| {
            let text = |bytes| percent_encoding::percent_encode(bytes, UNFIT).to_string();
            format!("{}={}", text(name), text(value))
        });
        texts.collect::<Vec<_>>().join("&")
    }

    /// An authorization request, from the query and, when posted, from a form. Refused is only what is no request at all.
    pub fn decode_authorize(&self, incoming: &Incoming) -> Result<AuthorizeRequest, Refused> {
        let posted = [TokenCarrier::Query, TokenCarrier::Form];
        let carriers = if incoming.method == http::Method::POST { posted.as_slice() } else { &[TokenCarrier::Query] };
        let body = if carriers.len() == posted.len() { incoming.body } else { b"" };
        let fields = self.fields(Endpoint::Authorize, carriers, &Incoming { body, ..*incoming })?;
        let mut reader = Reader { dialect: self, fields: &fields, duplicate: None };
        let state = match reader.read(Name::State) {
            Param::Absent => None,
            Param::Given(state) => Some(state.to_owned()),
            // What cannot be echoed byte for byte is not sent on.
            Param::Malformed if reader.duplicate.is_some() => None,
            Param::Malformed => {
                return Err(Refused::parameter(
                    Refusal::BodyMalformed,
                    self.names.first(Endpoint::Authorize, Name::State),
                ));
            }
        };
        let (first, second) = (reader.read(Name::Scope), reader.read(Name::SecondScope));
        let mut request = AuthorizeRequest {
            client_id: text(reader.read(Name::ClientId)),
            redirect_uri: text(reader.read(Name::RedirectUri)),
            response_type: self.response_type(&mut reader),
            scope: self.split_scope(first, second),
            state,
            challenge: text(reader.read(Name::CodeChallenge)),
            challenge_method: text(reader.read(Name::CodeChallengeMethod)),
            language: self.language(&mut reader),
            ..AuthorizeRequest::default()
        };
        for extra in &self.authorize.extras {
            self.extra(extra, &mut reader, &mut request);
        }
        request.object = self.request_object(&mut reader);
        request.duplicate = reader.duplicate.map(str::to_owned);
        Ok(request)
    }

    /// Whether there is one; what it says is never looked at.
    fn request_object(&self, reader: &mut Reader) -> Option<RequestObject> {
        let there = |name: &str| !reader.fields.find(&[name.to_owned()]).value.is_absent();
        let objects = [("request", RequestObject::Value), ("request_uri", RequestObject::Reference)];
        let found = objects.into_iter().find(|(name, _)| there(name)).map(|(_, object)| object);
        found.filter(|_| self.authorize.request_objects == RequestObjects::Refused)
    }

    fn response_type(&self, reader: &mut Reader) -> ResponseTypeClaim {
        let default = ResponseTypeClaim::Known(self.authorize.default_response);
        // Read even where it is ignored: twice is once too often for any parameter that has a name.
        let word = reader.read(Name::ResponseType);
        if self.authorize.response_type == Need::Ignored {
            return default;
        }
        let known = |word: &str| self.authorize.response_words.iter().find(|(own, _)| own == word);
        match word {
            Param::Absent if self.authorize.response_type == Need::Optional => default,
            Param::Absent => ResponseTypeClaim::Absent,
            Param::Malformed => ResponseTypeClaim::Unknown,
            Param::Given(word) => {
                known(word).map_or(ResponseTypeClaim::Unknown, |(_, response)| ResponseTypeClaim::Known(*response))
            }
        }
    }

    fn language(&self, reader: &mut Reader) -> LanguageClaim {
        let Some(name) = &self.pages.language_parameter else {
            return LanguageClaim::Absent;
        };
        match reader.named(std::slice::from_ref(name)) {
            Param::Absent => LanguageClaim::Absent,
            Param::Malformed => LanguageClaim::Unknown,
            Param::Given(word) => self.known_language(word).map_or(LanguageClaim::Unknown, LanguageClaim::Known),
        }
    }

    fn known_language(&self, word: &str) -> Option<String> {
        self.pages.languages.iter().find(|own| own.eq_ignore_ascii_case(word)).cloned()
    }

    /// The language that these parameters ask for, whatever else is right or wrong with them.
    pub fn decode_language(&self, parameters: &[u8]) -> LanguageClaim {
        let own = self.pages.language_parameter.as_deref();
        let mut named = form_urlencoded::parse(parameters).filter(|(name, _)| Some(name.as_ref()) == own);
        named.find_map(|(_, word)| self.known_language(&word)).map_or(LanguageClaim::Absent, LanguageClaim::Known)
    }

    fn extra(&self, extra: &Extra, reader: &mut Reader, request: &mut AuthorizeRequest) {
        let value = reader.named(std::slice::from_ref(&extra.name));
        if extra.need == Need::Ignored {
            return;
        }
        let understood = value.given().is_some_and(|value| {
            extra.values.is_empty() || value.split(' ').all(|word| extra.values.iter().any(|own| own == word))
        });
        if extra.need == Need::Required && !understood && request.demanded.is_none() {
            request.demanded = Some(extra.name.clone());
        }
        for word in value.given().into_iter().flat_map(|value| value.split(' ')) {
            for (_, effect) in extra.effects.iter().filter(|(own, _)| own == word) {
                apply(*effect, &mut request.wishes);
            }
        }
    }
}

fn apply(effect: ExtraEffect, wishes: &mut Wishes) {
    match effect {
        ExtraEffect::Offline => wishes.offline = Wish::Yes,
        ExtraEffect::Online => wishes.offline = Wish::No,
        ExtraEffect::AskAgain => wishes.ask_again = Wish::Yes,
        ExtraEffect::SignInAgain => wishes.sign_in_again = Wish::Yes,
    }
}
