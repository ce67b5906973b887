//! A request for each operation. `None`: the dialect has no such operation.

use super::send::{Draft, with_query};
use super::{ClientApp, ClientRequest};
use crate::model::{Dialect, Endpoint, Method, Name, Need, Operation, RevokeClient, TokenCarrier, Way};
use engine::policy::{GrantKind, RedirectAtExchange};
use engine::request::ResponseType;

impl Dialect {
    /// Where the app sends the user.
    pub fn client_authorize_url(
        &self,
        app: &ClientApp,
        response: ResponseType,
        scope: Option<&str>,
        state: Option<&str>,
    ) -> String {
        let name = |name| self.names.first(Endpoint::Authorize, name);
        let path = self.route_for(|does| *does == Operation::Authorize).map_or("", |route| &route.written);
        let word = self.authorize.response_words.iter().find(|(_, means)| *means == response);
        let named = [
            (name(Name::ClientId), Some(app.client_id)),
            (name(Name::RedirectUri), app.redirect_uri),
            (name(Name::ResponseType), word.filter(|_| self.says_response(response)).map(|(word, _)| word.as_str())),
            (name(Name::Scope), scope),
            (name(Name::State), state),
        ];
        let demanded = self
            .authorize
            .extras
            .iter()
            .filter(|extra| extra.need == Need::Required)
            .map(|extra| (extra.name.as_str(), Some(extra.values.first().map_or("1", String::as_str))));
        let pairs: Vec<(&str, String)> = named
            .into_iter()
            .chain(demanded)
            .filter(|(name, _)| !name.is_empty())
            .filter_map(|(name, value)| Some((name, value?.to_owned())))
            .collect();
        with_query(&format!("{}{path}", app.base), &pairs)
    }

    /// The same with a PKCE challenge (RFC 7636), method S256.
    pub fn client_with_challenge(&self, authorize_url: &str, challenge: &str) -> String {
        let name = |name| self.names.first(Endpoint::Authorize, name);
        let pairs =
            [(name(Name::CodeChallenge), challenge.to_owned()), (name(Name::CodeChallengeMethod), "S256".to_owned())];
        with_query(authorize_url, &pairs)
    }

    /// A code for tokens.
    pub fn client_exchange(&self, app: &ClientApp, code: &str, verifier: Option<&str>) -> Option<ClientRequest> {
        let repeats = self.policy.redirect_at_exchange != RedirectAtExchange::NotRead;
        let redirect_uri = app.redirect_uri.filter(|_| repeats);
        let own = [(Name::Code, Some(code)), (Name::RedirectUri, redirect_uri), (Name::CodeVerifier, verifier)];
        self.client_token(GrantKind::AuthorizationCode, app, &own)
    }

    /// A refresh token for tokens.
    pub fn client_refresh(&self, app: &ClientApp, token: &str) -> Option<ClientRequest> {
        self.client_token(GrantKind::RefreshToken, app, &[(Name::RefreshToken, Some(token))])
    }

    /// A token of the app's own.
    pub fn client_credentials(&self, app: &ClientApp, scope: Option<&str>) -> Option<ClientRequest> {
        self.client_token(GrantKind::ClientCredentials, app, &[(Name::Scope, scope)])
    }

    /// A live access token for a fresh one.
    pub fn client_renew(&self, app: &ClientApp, token: &str) -> Option<ClientRequest> {
        self.client_token(GrantKind::Exchange, app, &[(Name::AccessToken, Some(token))])
    }

    /// A call of the resource with this index; a path's `{app}` names the app itself.
    pub fn client_resource(&self, app: &ClientApp, index: usize, token: &str) -> Option<ClientRequest> {
        let route = self.route_for(|does| *does == Operation::Resource(index))?;
        Some(self.carry(Draft::to(route, app).sent(&[]), token))
    }

    /// Any other API call, by its path.
    pub fn client_call(&self, app: &ClientApp, path: &str, token: &str) -> ClientRequest {
        let url = format!("{}{path}", app.base);
        self.carry(ClientRequest { method: Method::Get, url, headers: Vec::new(), body: None }, token)
    }

    /// The end of a token.
    pub fn client_revoke(&self, app: &ClientApp, token: &str) -> Option<ClientRequest> {
        let own = self.revoke.as_ref()?;
        let mut draft = Draft::to(self.route_for(|does| *does == Operation::Revoke)?, app);
        if own.client == RevokeClient::Required {
            self.identify(&mut draft, Endpoint::Revoke, &own.client_auth, app);
        }
        Some(self.present((Endpoint::Revoke, Name::Token), draft, &own.carriers, token))
    }

    /// What a token is worth, asked by whoever holds it.
    pub fn client_tokeninfo(&self, app: &ClientApp, token: &str) -> Option<ClientRequest> {
        let own = self.tokeninfo.as_ref()?;
        let draft = Draft::to(self.route_for(|does| *does == Operation::TokenInfo)?, app);
        Some(self.present((Endpoint::TokenInfo, Name::AccessToken), draft, &own.carriers, token))
    }

    /// RFC 7662.
    pub fn client_introspect(&self, app: &ClientApp, token: &str) -> Option<ClientRequest> {
        let own = self.introspect.as_ref()?;
        let mut draft = Draft::to(self.route_for(|does| *does == Operation::Introspect)?, app);
        self.identify(&mut draft, Endpoint::Introspect, &own.client_auth, app);
        Some(self.present((Endpoint::Introspect, Name::Token), draft, &own.carriers, token))
    }

    /// Whether the authorize request has to name its response type.
    fn says_response(&self, response: ResponseType) -> bool {
        match self.authorize.response_type {
            Need::Required => true,
            Need::Optional => response != self.authorize.default_response,
            Need::Ignored => false,
        }
    }

    /// A request for a grant in one of its ways, with these parameters.
    pub fn client_token(
        &self,
        way: impl Into<Way>,
        app: &ClientApp,
        own: &[(Name, Option<&str>)],
    ) -> Option<ClientRequest> {
        let way = way.into();
        let grant = self.way(way)?;
        let serves = |does: &Operation| matches!(does, Operation::Token(ways) if ways.contains(&way));
        let mut draft = Draft::to(self.route_for(serves)?, app);
        // Where `grant_type` is optional, the parameter that only this grant has tells it.
        let told = way.grant != GrantKind::ClientCredentials && grant.grant_type == Need::Optional && way.nth == 0;
        if grant.grant_type != Need::Ignored && !told {
            let name = self.names.first(Endpoint::Token, Name::GrantType);
            draft.pair(name, grant.grant_words.first().map(String::as_str));
        }
        for (name, value) in own {
            draft.pair(self.names.first(Endpoint::Token, *name), *value);
        }
        self.identify(&mut draft, Endpoint::Token, &grant.client_auth, app);
        Some(draft.sent(&grant.carriers))
    }

    /// A token in the path, as API calls carry it, or as a parameter.
    fn present<'a>(
        &'a self,
        (endpoint, name): (Endpoint, Name),
        mut draft: Draft<'a>,
        carriers: &[TokenCarrier],
        token: &str,
    ) -> ClientRequest {
        if draft.url.contains("{token}") {
            draft.url = draft.url.replace("{token}", &super::send::escaped(token));
            return draft.sent(carriers);
        }
        if carriers.first() == Some(&TokenCarrier::Api) {
            return self.carry(draft.sent(carriers), token);
        }
        draft.pair(self.names.first(endpoint, name), Some(token));
        draft.sent(carriers)
    }
}
