//! Who says to be asking: HTTP Basic, parameters, or the secret as a Bearer header (RFC 6749 section 2.3).

use super::fields::{Fields, plain, text};
use super::form;
use crate::incoming::Incoming;
use crate::model::{BothAuth, ClientAuth, Dialect, Endpoint, Name};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use engine::refusal::{Refusal, Refused};
use engine::request::{Carrier, ClientClaim, Doubled, Param};
use engine::secret::Plain;
use http::HeaderMap;
use http::header::AUTHORIZATION;

/// Base64 with or without its padding: both are sent.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a path calls the client id that it captures.
const CAPTURED: &str = "client_id";

/// Credentials of one place.
struct Credentials {
    id: Param<String>,
    secret: Param<Plain>,
    carrier: Carrier,
}

impl Dialect {
    /// What the request says of its client, by the methods that the endpoint takes.
    pub(super) fn client_claim(
        &self,
        endpoint: Endpoint,
        methods: &[ClientAuth],
        fields: &Fields,
        incoming: &Incoming,
    ) -> Result<ClientClaim, Refused> {
        let headers = incoming.headers;
        let mut parameters = self.parameters(endpoint, fields)?;
        if methods.is_empty() {
            parameters.secret = Param::Absent;
        }
        let taken = [ClientAuth::Parameters, ClientAuth::SecretAlone].iter().any(|method| methods.contains(method));
        if !taken && !parameters.secret.is_absent() {
            return Err(Refused::carried(Refusal::ClientAuthMethod, parameters.carrier));
        }
        let basic = methods.contains(&ClientAuth::Basic).then(|| basic(headers)).flatten();
        let scheme = &self.secret_scheme;
        let header = || methods.contains(&ClientAuth::BearerSecret).then(|| schemed_secret(headers, scheme)).flatten();
        let claim = match basic.or_else(header) {
            Some(other) => self.joined(other, parameters),
            None => ClientClaim {
                id: parameters.id,
                secret: parameters.secret,
                carrier: parameters.carrier,
                doubled: Doubled::No,
            },
        };
        Ok(in_path(claim, incoming))
    }

    /// Whether a secret came along, by a method that the endpoint takes.
    pub(super) fn proves_itself(&self, claim: &ClientClaim) -> bool {
        claim.carrier == Carrier::Basic || !claim.secret.is_absent()
    }

    fn parameters(&self, endpoint: Endpoint, fields: &Fields) -> Result<Credentials, Refused> {
        let (ids, secrets) = (self.names.of(endpoint, Name::ClientId), self.names.of(endpoint, Name::ClientSecret));
        let (id, secret) = (text(fields.once(ids)?), plain(fields.once(secrets)?));
        let carrier = fields.find(secrets).carrier.or(fields.find(ids).carrier);
        Ok(Credentials { id, secret, carrier: carrier.unwrap_or(Carrier::Body) })
    }

    /// A header and parameters: `client_id` may be said twice; a second secret is a second method.
    fn joined(&self, header: Credentials, parameters: Credentials) -> ClientClaim {
        let differs = |one: bool, equal: bool| one && !equal;
        let other_id = differs(!parameters.id.is_absent() && !header.id.is_absent(), parameters.id == header.id);
        let other_secret = differs(!parameters.secret.is_absent(), parameters.secret == header.secret);
        let doubled = if other_id || other_secret {
            Doubled::Different
        } else if parameters.secret.is_absent() {
            Doubled::No
        } else if self.both_auth == BothAuth::Refused {
            Doubled::Different
        } else {
            Doubled::Alike
        };
        let id = if header.id.is_absent() { parameters.id } else { header.id };
        ClientClaim { id, secret: header.secret, carrier: header.carrier, doubled }
    }
}

/// Authorization headers of one scheme, what follows it.
pub(super) fn schemed<'h>(headers: &'h HeaderMap, scheme: &'h str) -> impl Iterator<Item = &'h str> {
    headers.get_all(AUTHORIZATION).iter().filter_map(move |value| {
        let (own, rest) = value.to_str().ok()?.trim().split_once(' ')?;
        own.eq_ignore_ascii_case(scheme).then(|| rest.trim())
    })
}

/// The id that HTTP Basic names, whether it counts or not.
pub(super) fn claimed_by_basic(headers: &HeaderMap) -> Option<String> {
    basic(headers)?.id.given().cloned()
}

fn basic(headers: &HeaderMap) -> Option<Credentials> {
    let mut all = schemed(headers, "basic");
    let first = all.next()?;
    let broken = Credentials { id: Param::Malformed, secret: Param::Malformed, carrier: Carrier::Basic };
    if all.next().is_some() {
        return Some(broken);
    }
    Some(pair(first).unwrap_or(broken))
}

/// RFC 6749 section 2.3.1: both halves are form-encoded before Base64. Not every client does that.
fn pair(encoded: &str) -> Option<Credentials> {
    let bytes = BASE64.decode(encoded).ok()?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    let half = |half: &str| form::decoded(half.as_bytes()).map_or_else(|| half.to_owned(), |text| text.into_owned());
    let (id, secret) = (half(id), half(secret));
    Some(Credentials { id: given(&id, str::to_owned), secret: given(&secret, Plain::new), carrier: Carrier::Basic })
}

/// The path may name the app too; then all that name it have to agree.
fn in_path(claim: ClientClaim, incoming: &Incoming) -> ClientClaim {
    let Some((_, id)) = incoming.captures.iter().find(|(name, _)| name == CAPTURED) else { return claim };
    let id = match form::unescaped(id.as_bytes()) {
        Some(id) => given(&id, str::to_owned),
        None => Param::Malformed,
    };
    if claim.id.is_absent() {
        return ClientClaim { id, ..claim };
    }
    if claim.id == id { claim } else { ClientClaim { doubled: Doubled::Different, ..claim } }
}

fn schemed_secret(headers: &HeaderMap, scheme: &str) -> Option<Credentials> {
    let mut all = schemed(headers, scheme);
    let secret = all.next()?;
    let secret = if all.next().is_some() { Param::Malformed } else { given(secret, Plain::new) };
    Some(Credentials { id: Param::Absent, secret, carrier: Carrier::Header })
}

fn given<'a, T>(text: &'a str, of: impl FnOnce(&'a str) -> T) -> Param<T> {
    match text {
        "" => Param::Absent,
        text if text.contains('\0') => Param::Malformed,
        text => Param::Given(of(text)),
    }
}
