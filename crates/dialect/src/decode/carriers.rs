//! Where parameters may stand: the query, a form, JSON; and what a body of another type gets.

use super::fields::{Field, Fields, Raw};
use super::json::Member;
use super::{form, json};
use crate::incoming::{Incoming, MOST_PARAMETERS};
use crate::model::{ApiCarrier, Dialect, Endpoint, Name, QuerySecrets, TokenCarrier};
use engine::refusal::{Refusal, Refused};
use engine::request::Carrier;
use http::header::CONTENT_TYPE;
use std::borrow::Cow;

/// What must not stand in a query where the endpoint does not say so (RFC 9700 section 4.3.2).
const SECRETS: [Name; 6] =
    [Name::ClientSecret, Name::Code, Name::RefreshToken, Name::CodeVerifier, Name::Token, Name::AccessToken];

/// The type of a form.
pub(super) const FORM: &[u8] = b"application/x-www-form-urlencoded";

impl Dialect {
    /// The parameters of a request to an endpoint that takes them in these ways.
    pub(super) fn fields<'a>(
        &self,
        endpoint: Endpoint,
        carriers: &[TokenCarrier],
        incoming: &Incoming<'a>,
    ) -> Result<Fields<'a>, Refused> {
        let mut fields = Fields::default();
        read_form(incoming.query.unwrap_or_default().as_bytes(), Carrier::Query, &mut fields);
        let mut unread = 0;
        if !carriers.contains(&TokenCarrier::Query) {
            if self.query_secrets == QuerySecrets::Refused {
                self.no_secret(endpoint, carriers, &fields)?;
            }
            // What nobody reads counts all the same.
            unread = fields.0.drain(..).count();
        }
        match body_kind(carriers, incoming)? {
            BodyKind::None => {}
            BodyKind::Form => read_form(incoming.body, Carrier::Body, &mut fields),
            BodyKind::Json => read_json(incoming.body, &mut fields)?,
        }
        if fields.0.len() + unread > MOST_PARAMETERS {
            return Err(Refusal::TooManyParameters.into());
        }
        Ok(fields)
    }

    fn no_secret(&self, endpoint: Endpoint, carriers: &[TokenCarrier], query: &Fields) -> Result<(), Refused> {
        let as_api = |name: &String| {
            carriers.contains(&TokenCarrier::Api) && self.api.contains(&ApiCarrier::Query(name.clone()))
        };
        let names = SECRETS.iter().flat_map(|name| self.names.of(endpoint, *name)).filter(|name| !as_api(name));
        match names.into_iter().find(|name| query.has(name)) {
            Some(name) => {
                Err(Refused { carrier: Some(Carrier::Query), ..Refused::parameter(Refusal::SecretInQuery, name) })
            }
            None => Ok(()),
        }
    }
}

enum BodyKind {
    None,
    Form,
    Json,
}

/// A body without type is a form where forms are taken, else JSON; one that nobody takes is refused unless it is empty.
fn body_kind(carriers: &[TokenCarrier], incoming: &Incoming) -> Result<BodyKind, Refused> {
    let takes = |carrier| carriers.contains(&carrier);
    let (form, json) = (takes(TokenCarrier::Form), takes(TokenCarrier::Json));
    let elsewhere = |carrier: &TokenCarrier| {
        matches!(carrier, TokenCarrier::Query | TokenCarrier::Path | TokenCarrier::Api | TokenCarrier::Form)
    };
    if incoming.body.is_empty() && carriers.iter().any(elsewhere) {
        return Ok(BodyKind::None);
    }
    let media_type = media_type(incoming);
    match media_type {
        Some(own) if form && own.eq_ignore_ascii_case(FORM) => Ok(BodyKind::Form),
        _ if takes(TokenCarrier::JsonWhateverTheType) => Ok(BodyKind::Json),
        Some(own) if json && own.eq_ignore_ascii_case(b"application/json") => Ok(BodyKind::Json),
        None if form => Ok(BodyKind::Form),
        None if json => Ok(BodyKind::Json),
        _ if !takes(TokenCarrier::Query) && !form && !json => Ok(BodyKind::None),
        _ if incoming.body.is_empty() => Err(Refusal::BodyMalformed.into()),
        _ => Err(Refusal::MediaTypeUnsupported.into()),
    }
}

/// The type without parameters; upper and lower case are one (RFC 9110 section 8.3.1).
pub(super) fn media_type<'a>(incoming: &Incoming<'a>) -> Option<&'a [u8]> {
    let value = incoming.headers.get(CONTENT_TYPE)?.as_bytes();
    let name = value.split(|byte| *byte == b';').next()?.trim_ascii();
    (!name.is_empty()).then_some(name)
}

fn read_form<'a>(text: &'a [u8], carrier: Carrier, fields: &mut Fields<'a>) {
    for (name, value) in form::pairs(text) {
        // A name that is no text is no known parameter, but it counts.
        let name = form::decoded(name).unwrap_or_default();
        fields.0.push(Field { name, value: Raw::of(form::decoded(value)), carrier });
    }
}

fn read_json(body: &[u8], fields: &mut Fields) -> Result<(), Refused> {
    let members = json::members(body).ok_or_else(|| Refused::from(Refusal::BodyMalformed))?;
    for (name, member) in members {
        let value = match member {
            Member::Null => Raw::Empty,
            Member::Text(text) => Raw::of(Some(Cow::Owned(text))),
            Member::Other => Raw::Broken,
        };
        fields.0.push(Field { name: Cow::Owned(name), value, carrier: Carrier::Body });
    }
    Ok(())
}
