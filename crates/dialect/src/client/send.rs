//! Pairs into carriers, credentials into headers or pairs.

use super::{ClientApp, ClientRequest};
use crate::model::{ApiCarrier, ClientAuth, Dialect, Endpoint, Method, Name, Operation, Route, TokenCarrier};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request in the making: names and values in order.
pub(super) struct Draft<'a> {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) pairs: Vec<(&'a str, String)>,
}

impl<'a> Draft<'a> {
    pub(super) fn to(route: &Route, app: &ClientApp) -> Self {
        let id = escaped(app.client_id);
        let path = route.written.replace("{app}", &id).replace("{client_id}", &id);
        Self { method: route.method, url: format!("{}{path}", app.base), headers: Vec::new(), pairs: Vec::new() }
    }

    pub(super) fn pair(&mut self, name: &'a str, value: Option<&str>) {
        if let Some(value) = value.filter(|_| !name.is_empty()) {
            self.pairs.push((name, value.to_owned()));
        }
    }

    /// As the first of the carriers that takes parameters has it.
    pub(super) fn sent(mut self, carriers: &[TokenCarrier]) -> ClientRequest {
        let takes = |carrier: &&TokenCarrier| !matches!(carrier, TokenCarrier::Path | TokenCarrier::Api);
        let body = match carriers.iter().find(takes) {
            _ if self.pairs.is_empty() => None,
            Some(TokenCarrier::Json | TokenCarrier::JsonWhateverTheType) => Some(self.json()),
            Some(TokenCarrier::Form) => Some(self.form()),
            _ => {
                self.url = with_query(&self.url, &self.pairs);
                None
            }
        };
        ClientRequest { method: self.method, url: self.url, headers: self.headers, body }
    }

    fn json(&mut self) -> String {
        self.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let members: Vec<String> =
            self.pairs.iter().map(|(name, value)| format!("{}:{}", text(name), text(value))).collect();
        format!("{{{}}}", members.join(","))
    }

    fn form(&mut self) -> String {
        self.headers.push(("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
        query(&self.pairs)
    }
}

impl Dialect {
    /// The first route that does it.
    pub(super) fn route_for(&self, does: impl Fn(&Operation) -> bool) -> Option<&Route> {
        self.routes.iter().find(|route| does(&route.operation))
    }

    /// Adds who is asking, by the first method that the endpoint takes.
    pub(super) fn identify<'a>(
        &'a self,
        draft: &mut Draft<'a>,
        endpoint: Endpoint,
        methods: &[ClientAuth],
        app: &ClientApp,
    ) {
        let (id, secret) = (self.names.first(endpoint, Name::ClientId), self.names.first(endpoint, Name::ClientSecret));
        match (methods.first(), app.client_secret) {
            (Some(ClientAuth::Basic), Some(own)) => {
                let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
                let pair = STANDARD.encode(format!("{}:{}", encoded(app.client_id), encoded(own)));
                draft.headers.push(("Authorization".to_owned(), format!("Basic {pair}")));
            }
            (Some(ClientAuth::BearerSecret), Some(own)) => {
                draft.headers.push(("Authorization".to_owned(), format!("{} {own}", self.secret_scheme)));
                draft.pair(id, Some(app.client_id));
            }
            (Some(ClientAuth::SecretAlone), Some(own)) => draft.pair(secret, Some(own)),
            (None, _) => {}
            (_, own) => {
                draft.pair(id, Some(app.client_id));
                draft.pair(secret, own);
            }
        }
    }

    /// Adds the token as API calls carry it, in the first way that the method allows.
    pub(super) fn carry(&self, mut request: ClientRequest, token: &str) -> ClientRequest {
        let fits = |carrier: &&ApiCarrier| !matches!(carrier, ApiCarrier::Form(_)) || request.method == Method::Post;
        match self.api.iter().find(fits) {
            Some(ApiCarrier::Header { name, scheme, .. }) => {
                let value = scheme.as_ref().map_or_else(|| token.to_owned(), |scheme| format!("{scheme} {token}"));
                request.headers.push((name.clone(), value));
            }
            Some(ApiCarrier::Query(name)) => request.url = with_query(&request.url, &[(name, token.to_owned())]),
            Some(ApiCarrier::Form(name)) => {
                let form = "application/x-www-form-urlencoded".to_owned();
                request.headers.push(("Content-Type".to_owned(), form));
                request.body = Some(query(&[(name, token.to_owned())]));
            }
            None => {}
        }
        request
    }
}

/// The URL with these parameters behind what its query has.
pub(super) fn with_query(url: &str, pairs: &[(&str, String)]) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{}", query(pairs))
}

pub(crate) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn query(pairs: &[(&str, String)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    pairs.join("&")
}
