//! A token presented for its own sake: token info, introspection (RFC 7662), revocation (RFC 7009).

use super::fields::{Fields, map};
use super::form;
use crate::incoming::Incoming;
use crate::model::{Dialect, Endpoint, Name, RevokeClient, TokenCarrier};
use engine::refusal::{Refusal, Refused};
use engine::request::{ClientClaim, Param};
use engine::secret::Plain;

/// What a path calls the token that it captures.
const CAPTURED: &str = "token";

impl Dialect {
    /// The token whose worth is asked, by whoever holds it.
    pub fn decode_tokeninfo(&self, incoming: &Incoming) -> Result<Param<Plain>, Refused> {
        let carriers = self.tokeninfo.as_ref().map(|own| own.carriers.as_slice()).unwrap_or_default();
        let fields = self.fields(Endpoint::TokenInfo, carriers, incoming)?;
        self.presented((Endpoint::TokenInfo, Name::AccessToken), carriers, &fields, incoming)
    }

    /// Who asks, and about which token.
    pub fn decode_introspect(&self, incoming: &Incoming) -> Result<(ClientClaim, Param<Plain>), Refused> {
        let (carriers, methods) = match &self.introspect {
            Some(own) => (own.carriers.as_slice(), own.client_auth.as_slice()),
            None => (&[][..], &[][..]),
        };
        let fields = self.fields(Endpoint::Introspect, carriers, incoming)?;
        self.hinted(Endpoint::Introspect, &fields)?;
        let token = self.presented((Endpoint::Introspect, Name::Token), carriers, &fields, incoming)?;
        Ok((self.client_claim(Endpoint::Introspect, methods, &fields, incoming)?, token))
    }

    /// Who wants a token ended, and which. No claim: nobody is asked, or nobody says who they are where that is optional.
    pub fn decode_revoke(&self, incoming: &Incoming) -> Result<(Option<ClientClaim>, Param<Plain>), Refused> {
        let Some(own) = &self.revoke else {
            return Ok((None, Param::Absent));
        };
        let fields = self.fields(Endpoint::Revoke, &own.carriers, incoming)?;
        self.hinted(Endpoint::Revoke, &fields)?;
        let token = self.presented((Endpoint::Revoke, Name::Token), &own.carriers, &fields, incoming)?;
        if own.client == RevokeClient::NotAsked {
            return Ok((None, token));
        }
        let claim = self.client_claim(Endpoint::Revoke, &own.client_auth, &fields, incoming)?;
        let counts = own.client == RevokeClient::Required || !claim.id.is_absent() || self.proves_itself(&claim);
        Ok((counts.then_some(claim), token))
    }

    /// The hint is never needed, but it is known, so it may not stand there twice.
    fn hinted(&self, endpoint: Endpoint, fields: &Fields) -> Result<(), Refused> {
        fields.once(self.names.of(endpoint, Name::TokenTypeHint)).map(drop)
    }

    /// The token among the parameters, in the path, or as API calls carry it.
    fn presented(
        &self,
        (endpoint, name): (Endpoint, Name),
        carriers: &[TokenCarrier],
        fields: &Fields,
        incoming: &Incoming,
    ) -> Result<Param<Plain>, Refused> {
        let mut found = map(fields.once(self.names.of(endpoint, name))?, Plain::new);
        for other in [self.in_path(carriers, incoming), self.as_api(carriers, incoming)?] {
            if !found.is_absent() && !other.is_absent() && found != other {
                return Err(Refused::parameter(Refusal::ParameterDoubled, self.names.first(endpoint, name)));
            }
            if found.is_absent() {
                found = other;
            }
        }
        Ok(found)
    }

    fn in_path(&self, carriers: &[TokenCarrier], incoming: &Incoming) -> Param<Plain> {
        let captured = incoming.captures.iter().find(|(name, _)| name == CAPTURED);
        match captured.filter(|_| carriers.contains(&TokenCarrier::Path)) {
            None => Param::Absent,
            Some((_, value)) => match form::unescaped(value.as_bytes()) {
                Some(token) if token.is_empty() => Param::Absent,
                Some(token) if !token.contains('\0') => Param::Given(Plain::new(token)),
                _ => Param::Malformed,
            },
        }
    }

    fn as_api(&self, carriers: &[TokenCarrier], incoming: &Incoming) -> Result<Param<Plain>, Refused> {
        if !carriers.contains(&TokenCarrier::Api) {
            return Ok(Param::Absent);
        }
        let candidates = self.decode_bearer(incoming)?;
        Ok(candidates.into_iter().next().map_or(Param::Absent, Param::Given))
    }
}
