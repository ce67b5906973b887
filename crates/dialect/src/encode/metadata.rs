//! RFC 8414 metadata, made from the dialect: it names only what works.

use crate::model::{ClientAuth, CodeIn, Dialect, Metadata, Operation, Route, Slot, Template, TemplatePart};
use engine::model::ChallengeMethod;
use engine::policy::{GrantKind, HasSecret, PublicClients};
use engine::request::ResponseType;
use serde_json::{Map, Value, json};

impl Dialect {
    /// The document of this mount, where the dialect publishes one.
    pub fn metadata(&self, issuer: &str, scopes: &[String]) -> Option<Value> {
        if self.metadata == Metadata::None {
            return None;
        }
        let mut document = Map::new();
        let mut say = |name: &str, value: Value| document.insert(name.to_owned(), value);
        say("issuer", json!(issuer));
        for (name, path) in self.endpoints() {
            say(name, json!(format!("{issuer}{path}")));
        }
        if !scopes.is_empty() {
            say("scopes_supported", json!(scopes));
        }
        say("response_types_supported", json!(self.response_types()));
        say("response_modes_supported", json!(self.response_modes()));
        say("grant_types_supported", json!(self.grant_types()));
        say("token_endpoint_auth_methods_supported", json!(self.token_auth_methods()));
        if let Some(introspect) = &self.introspect {
            say("introspection_endpoint_auth_methods_supported", json!(auth_methods(&introspect.client_auth)));
        }
        if let Some(revoke) = &self.revoke {
            let mut methods = auth_methods(&revoke.client_auth);
            methods.extend(self.public_method());
            say("revocation_endpoint_auth_methods_supported", json!(methods));
        }
        let methods: Vec<_> = self.policy.challenge_methods.iter().copied().map(challenge_method).collect();
        if !methods.is_empty() {
            say("code_challenge_methods_supported", json!(methods));
        }
        if self.names_issuer() {
            say("authorization_response_iss_parameter_supported", json!(true));
        }
        Some(Value::Object(document))
    }

    fn endpoints(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let path = |wanted: fn(&Operation) -> bool| {
            // A path with a capture is no one address.
            let own = |route: &&Route| wanted(&route.operation) && !route.written.contains('{');
            self.routes.iter().find(own).map(|route| route.written.as_str())
        };
        [
            ("authorization_endpoint", path(|operation| matches!(operation, Operation::Authorize))),
            ("token_endpoint", path(|operation| matches!(operation, Operation::Token(_)))),
            ("jwks_uri", path(|operation| matches!(operation, Operation::Jwks))),
            ("introspection_endpoint", path(|operation| matches!(operation, Operation::Introspect))),
            ("revocation_endpoint", path(|operation| matches!(operation, Operation::Revoke))),
        ]
        .into_iter()
        .filter_map(|(name, path)| path.map(|path| (name, path)))
    }

    /// RFC 9207 section 3: in every answer, yes or no.
    fn names_issuer(&self) -> bool {
        let issuer = Template(vec![TemplatePart::Slot(Slot::Issuer)]);
        [&self.authorize.code_answer, &self.authorize.refusal_answer]
            .iter()
            .all(|answer| answer.iter().any(|(name, value)| name == "iss" && *value == issuer))
    }

    fn response_types(&self) -> Vec<&str> {
        let kinds = &self.policy.kinds;
        let open = |response: ResponseType| kinds.iter().any(|kind| kind.response_types.contains(&response));
        self.authorize
            .response_words
            .iter()
            .filter(|(_, response)| open(*response))
            .map(|(word, _)| word.as_str())
            .collect()
    }

    fn response_modes(&self) -> Vec<&'static str> {
        let used = |wanted: ResponseType| self.policy.kinds.iter().any(|kind| kind.response_types.contains(&wanted));
        let query = used(ResponseType::Code) && self.authorize.code_in == CodeIn::Query;
        let fragment = used(ResponseType::Token) || self.authorize.code_in == CodeIn::Fragment;
        [("query", query), ("fragment", fragment)].into_iter().filter(|(_, used)| *used).map(|(mode, _)| mode).collect()
    }

    fn grant_types(&self) -> Vec<&str> {
        let open = |kind: GrantKind| self.policy.kinds.iter().any(|app| app.grants.contains(&kind));
        let words = self.ways().filter(|(way, _)| open(way.grant));
        let mut types: Vec<&str> = Vec::new();
        for word in words.flat_map(|(_, grant)| &grant.grant_words) {
            if !types.contains(&word.as_str()) {
                types.push(word);
            }
        }
        if self.response_types().contains(&"token") {
            types.push("implicit");
        }
        types
    }

    fn token_auth_methods(&self) -> Vec<&'static str> {
        let mut methods: Vec<&str> = self.ways().flat_map(|(_, own)| auth_methods(&own.client_auth)).collect();
        methods.sort_unstable();
        methods.dedup();
        methods.extend(self.public_method());
        methods
    }

    /// `none`: an app without a secret may come to the token endpoint.
    fn public_method(&self) -> Option<&'static str> {
        let public = self.policy.kinds.iter().any(|kind| kind.secret == HasSecret::No && !kind.grants.is_empty());
        (public && self.policy.public_clients == PublicClients::Allowed).then_some("none")
    }
}

fn auth_methods(client_auth: &[ClientAuth]) -> Vec<&'static str> {
    let method = |auth: &ClientAuth| match auth {
        ClientAuth::Basic => Some("client_secret_basic"),
        ClientAuth::Parameters => Some("client_secret_post"),
        ClientAuth::BearerSecret | ClientAuth::SecretAlone => None,
    };
    client_auth.iter().filter_map(method).collect()
}

pub(crate) fn challenge_method(method: ChallengeMethod) -> &'static str {
    match method {
        ChallengeMethod::S256 => "S256",
        ChallengeMethod::Plain => "plain",
    }
}
