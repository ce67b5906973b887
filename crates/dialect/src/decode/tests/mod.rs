//! What requests mean.

mod authorize;
mod bearer;
mod body;
mod client;
mod sent;
mod token;
mod tokens;

use crate::incoming::Incoming;
use crate::model::{Dialect, Way};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use engine::policy::GrantKind;
use engine::refusal::{Refusal, Refused};
use engine::request::{GrantRequest, Param, TokenRequest};
use engine::secret::Plain;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

const ALL: [GrantKind; 3] = [GrantKind::AuthorizationCode, GrantKind::RefreshToken, GrantKind::ClientCredentials];

/// The main way of each.
fn ways(grants: &[GrantKind]) -> Vec<Way> {
    grants.iter().copied().map(Way::from).collect()
}

/// A request that owns what it says.
#[derive(Clone)]
struct Call {
    method: Method,
    captures: Vec<(String, String)>,
    query: Option<String>,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Call {
    fn get(query: &str) -> Self {
        let query = Some(query.to_owned());
        Self { method: Method::GET, captures: vec![], query, headers: HeaderMap::new(), body: vec![] }
    }

    fn post(body: impl AsRef<[u8]>) -> Self {
        Self { method: Method::POST, query: None, body: body.as_ref().to_vec(), ..Self::get("") }
    }

    fn form(body: &str) -> Self {
        Self::post(body).header("content-type", "application/x-www-form-urlencoded")
    }

    fn json(body: &str) -> Self {
        Self::post(body).header("content-type", "application/json")
    }

    fn query(self, query: &str) -> Self {
        Self { query: Some(query.to_owned()), ..self }
    }

    fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        self
    }

    fn basic(self, pair: &str) -> Self {
        self.header("authorization", &format!("Basic {}", STANDARD.encode(pair)))
    }

    fn incoming(&self) -> Incoming<'_> {
        Incoming {
            method: &self.method,
            captures: &self.captures,
            query: self.query.as_deref(),
            headers: &self.headers,
            body: &self.body,
        }
    }

    fn token(&self, dialect: &Dialect) -> Result<TokenRequest, Refused> {
        dialect.decode_token(&ways(&ALL), &self.incoming()).map(|(_, request)| request)
    }
}

fn given(text: &str) -> Param<Plain> {
    Param::Given(Plain::new(text))
}

fn named(refusal: Refusal, parameter: &str) -> Refused {
    Refused::parameter(refusal, parameter)
}

/// The code of a request for the code grant.
fn code(request: Result<TokenRequest, Refused>) -> Result<Param<Plain>, Refused> {
    match request?.grant {
        GrantRequest::Code { code, .. } => Ok(code),
        other => panic!("{other:?}"),
    }
}

/// Changes the carriers of every grant.
fn carriers(dialect: &mut Dialect, carriers: &[crate::model::TokenCarrier]) {
    dialect.token.values_mut().for_each(|grant| grant.carriers = carriers.to_vec());
}
