//! The token endpoint: which grant is asked for, and its parameters.

use super::fields::{Fields, map, plain, text};
use crate::incoming::Incoming;
use crate::model::{Dialect, Endpoint, Name, Need, TokenGrant, Way};
use engine::policy::{GrantKind, RedirectAtExchange};
use engine::refusal::Refused;
use engine::request::{GrantRequest, Param, Shaped, TokenRequest};
use std::borrow::Cow;

/// What is read here: none of them may stand there twice.
const KNOWN: [Name; 9] = [
    Name::ClientId,
    Name::ClientSecret,
    Name::GrantType,
    Name::Code,
    Name::RedirectUri,
    Name::CodeVerifier,
    Name::RefreshToken,
    Name::Scope,
    Name::SecondScope,
];

/// What any of these lists holds: mostly they are all the same one.
fn together<'d, T: Copy + PartialEq>(mut lists: impl Iterator<Item = &'d [T]> + Clone) -> Cow<'d, [T]> {
    let Some(first) = lists.next() else { return Cow::Borrowed(&[]) };
    match lists.clone().all(|list| list == first) {
        true => Cow::Borrowed(first),
        false => first.iter().chain(lists.flatten()).copied().collect(),
    }
}

/// Which grant a request is for, and in which way it asks.
enum Asked<'d> {
    Grant(Way, &'d TokenGrant),
    Missing,
    Unsupported,
}

impl Dialect {
    /// A request at a route that serves these, and in which way it asks.
    pub fn decode_token(&self, ways: &[Way], incoming: &Incoming) -> Result<(Way, TokenRequest), Refused> {
        let own = ways.iter().filter_map(|way| Some((*way, self.way(*way)?)));
        let carriers = together(own.clone().map(|(_, grant)| grant.carriers.as_slice()));
        let fields = self.fields(Endpoint::Token, &carriers, incoming)?;
        for name in KNOWN {
            fields.once(self.names.of(Endpoint::Token, name))?;
        }
        let first = own.clone().next().map_or(Way::from(GrantKind::AuthorizationCode), |(way, _)| way);
        let (way, request) = match self.asked(own.clone(), &fields)? {
            Asked::Grant(way, grant) if carriers.iter().all(|carrier| grant.carriers.contains(carrier)) => {
                (way, self.token_request(way.grant, grant, &fields, incoming)?)
            }
            // Other grants of the route may come in more ways than this one.
            Asked::Grant(way, grant) => {
                let fields = self.fields(Endpoint::Token, &grant.carriers, incoming)?;
                (way, self.token_request(way.grant, grant, &fields, incoming)?)
            }
            Asked::Missing => (first, self.without_grant(own, &fields, incoming, GrantRequest::Missing)?),
            Asked::Unsupported => (first, self.without_grant(own, &fields, incoming, GrantRequest::Unsupported)?),
        };
        Ok((way, request))
    }

    /// The word decides; where it may be absent, the parameter that is there; where it is not read, the route.
    fn asked<'d>(
        &self,
        own: impl Iterator<Item = (Way, &'d TokenGrant)> + Clone,
        fields: &Fields,
    ) -> Result<Asked<'d>, Refused> {
        let word = fields.once(self.names.of(Endpoint::Token, Name::GrantType))?;
        let ignores = |grant: &TokenGrant| grant.grant_type == Need::Ignored;
        let says =
            |grant: &TokenGrant| !ignores(grant) && grant.grant_words.iter().any(|own| word == Param::Given(own));
        if let Some((way, grant)) = own.clone().find(|(_, grant)| says(grant)) {
            return Ok(Asked::Grant(way, grant));
        }
        let mut open =
            own.filter(|(_, grant)| ignores(grant) || word.is_absent() && grant.grant_type == Need::Optional);
        let told = open.clone().find(|(way, _)| self.tells(way.grant, fields));
        Ok(match (told, open.next(), open.next()) {
            (Some((way, grant)), ..) | (None, Some((way, grant)), None) => Asked::Grant(way, grant),
            _ if word.is_absent() => Asked::Missing,
            _ => Asked::Unsupported,
        })
    }

    /// Whether the parameter that only this grant has is there.
    fn tells(&self, kind: GrantKind, fields: &Fields) -> bool {
        let name = match kind {
            GrantKind::AuthorizationCode => Name::Code,
            GrantKind::RefreshToken => Name::RefreshToken,
            GrantKind::Exchange => Name::AccessToken,
            GrantKind::ClientCredentials => return false,
        };
        !fields.find(self.names.of(Endpoint::Token, name)).value.is_absent()
    }

    fn token_request(
        &self,
        kind: GrantKind,
        grant: &TokenGrant,
        fields: &Fields,
        incoming: &Incoming,
    ) -> Result<TokenRequest, Refused> {
        let client = self.client_claim(Endpoint::Token, &grant.client_auth, fields, incoming)?;
        let once = |name| fields.once(self.names.of(Endpoint::Token, name));
        let grant = match kind {
            GrantKind::AuthorizationCode => GrantRequest::Code {
                code: plain(once(Name::Code)?),
                redirect_uri: match self.policy.redirect_at_exchange {
                    RedirectAtExchange::NotRead => Param::Absent,
                    _ => text(once(Name::RedirectUri)?),
                },
                verifier: plain(once(Name::CodeVerifier)?),
            },
            GrantKind::RefreshToken => {
                let token = once(Name::RefreshToken)?;
                let shaped = map(token.clone(), |token| self.shapes.refresh_token.resembles(token));
                GrantRequest::Refresh {
                    token: plain(token),
                    scope: self.asked_scope(Endpoint::Token, fields)?,
                    shaped: if shaped == Param::Given(true) { Shaped::Yes } else { Shaped::No },
                }
            }
            GrantKind::ClientCredentials => {
                GrantRequest::ClientCredentials { scope: self.asked_scope(Endpoint::Token, fields)? }
            }
            GrantKind::Exchange => GrantRequest::Exchange { token: plain(once(Name::AccessToken)?) },
        };
        Ok(TokenRequest { client, grant })
    }

    /// No grant that this route has: the client is still told first if it is not who it says.
    fn without_grant<'d>(
        &self,
        own: impl Iterator<Item = (Way, &'d TokenGrant)> + Clone,
        fields: &Fields,
        incoming: &Incoming,
        grant: GrantRequest,
    ) -> Result<TokenRequest, Refused> {
        let methods = together(own.map(|(_, grant)| grant.client_auth.as_slice()));
        let client = self.client_claim(Endpoint::Token, &methods, fields, incoming)?;
        Ok(TokenRequest { client, grant })
    }
}
