//! One app's flow at one mount: the link to click and the requests that follow, as the dialect's client face writes them.

use super::{ShownApp, derived::Derived};
use crate::realm::Mount;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dialect::client::{ClientApp, ClientRequest};
use dialect::model::{Danger, Operation, ResourceAction};
use dialect::reference::Variable;
use engine::policy::{GrantKind, HasSecret, Kind, PkceNeed, RefreshIssue};
use engine::request::ResponseType;
use engine::scope::{AbsentScope, AskedScope};
use engine::secret::{Plain, Seed};

/// What stands for a code in the lines that follow the link.
pub const CODE: &str = "CODE";
/// What stands for an access token.
pub const ACCESS_TOKEN: &str = "ACCESS_TOKEN";
/// What stands for a refresh token.
pub const REFRESH_TOKEN: &str = "REFRESH_TOKEN";

/// One request to try.
#[derive(Clone)]
pub struct Step {
    /// What it is for.
    pub what: &'static str,
    /// The request.
    pub request: ClientRequest,
}

/// An app at a mount.
pub struct Steps<'a> {
    mount: &'a Mount,
    shown: &'a ShownApp,
    kind: &'a Kind,
    redirect_uri: Option<&'a str>,
    verifier: Option<Plain>,
}

impl<'a> Steps<'a> {
    /// `None` where the mount has no kind that the app could be.
    pub fn new(mount: &'a Mount, shown: &'a ShownApp, callback: &str, derived: &Derived) -> Option<Self> {
        let kind = mount.dialect.policy.kind_of(&shown.app)?;
        let uris = &shown.app.redirect_uris;
        let redirect_uri = uris.iter().find(|uri| *uri == callback).or(uris.first()).map(String::as_str);
        let challenged = match mount.dialect.policy.pkce {
            PkceNeed::All => true,
            PkceNeed::Public => kind.secret == HasSecret::No,
            PkceNeed::Optional => false,
        };
        let Seed(bytes) = derived.seed(&mount.name, "code verifier");
        let verifier = challenged.then(|| Plain::new(URL_SAFE_NO_PAD.encode(bytes)));
        Some(Self { mount, shown, kind, redirect_uri, verifier })
    }

    /// What stands for a secret that is no longer the demo's: its name in the lines of the reference too.
    pub fn unknown_secret(mount: &Mount) -> String {
        mount.dialect.variables().name(Variable::ClientSecret).to_owned()
    }

    fn client<'s>(&'s self, unknown: &'s str) -> ClientApp<'s> {
        ClientApp {
            base: &self.mount.issuer,
            client_id: &self.shown.app.client_id,
            client_secret: match &self.shown.secret {
                Some(secret) => Some(secret.expose()),
                None => (!self.shown.app.secrets.is_empty()).then_some(unknown),
            },
            redirect_uri: self.redirect_uri,
        }
    }

    /// Where the flow begins.
    pub fn link(&self) -> String {
        let (dialect, unknown) = (&self.mount.dialect, Self::unknown_secret(self.mount));
        let client = self.client(&unknown);
        let url = dialect.client_authorize_url(&client, self.response(), self.scope().as_deref(), Some("my-state"));
        match &self.verifier {
            // RFC 7636 section 4.2.
            Some(verifier) => {
                dialect.client_with_challenge(&url, &URL_SAFE_NO_PAD.encode(verifier.hashed().as_bytes()))
            }
            None => url,
        }
    }

    /// What the link brings back: a code, or at once a token.
    pub fn response(&self) -> ResponseType {
        self.kind.response_types.first().copied().unwrap_or(ResponseType::Code)
    }

    /// The requests that follow.
    pub fn requests(&self) -> Vec<Step> {
        let (dialect, unknown) = (&self.mount.dialect, Self::unknown_secret(self.mount));
        let client = &self.client(&unknown);
        let has = |grant| self.kind.grants.contains(&grant);
        let verifier = self.verifier.as_ref().map(Plain::expose);
        let codes = has(GrantKind::AuthorizationCode) && self.response() == ResponseType::Code;
        let refreshes = has(GrantKind::RefreshToken) && self.kind.refresh != RefreshIssue::Never;
        let asks = client.client_secret.is_some();
        let steps = [
            ("the code for a token", codes.then(|| dialect.client_exchange(client, CODE, verifier))),
            ("who am I", self.shown_resource().map(|index| dialect.client_resource(client, index, ACCESS_TOKEN))),
            ("what is the token worth", Some(dialect.client_tokeninfo(client, ACCESS_TOKEN))),
            ("introspection", asks.then(|| dialect.client_introspect(client, ACCESS_TOKEN))),
            ("what a gateway asks", Some(Some(dialect.client_call(client, "/verify", ACCESS_TOKEN)))),
            ("a fresh token for the old", has(GrantKind::Exchange).then(|| dialect.client_renew(client, ACCESS_TOKEN))),
            ("refresh", refreshes.then(|| dialect.client_refresh(client, REFRESH_TOKEN))),
            (
                "a token of the app's own",
                has(GrantKind::ClientCredentials).then(|| dialect.client_credentials(client, None)),
            ),
            ("the end of the token", Some(dialect.client_revoke(client, ACCESS_TOKEN))),
        ];
        steps.into_iter().filter_map(|(what, request)| Some(Step { what, request: request.flatten()? })).collect()
    }

    fn shown_resource(&self) -> Option<usize> {
        let dialect = &self.mount.dialect;
        let reachable = |index: usize| dialect.routes.iter().any(|route| route.operation == Operation::Resource(index));
        let shows = |index: &usize| dialect.resources.get(*index).is_some_and(|own| own.action == ResourceAction::Show);
        (0..dialect.resources.len()).filter(shows).find(|index| reachable(*index))
    }

    /// Named where a request without scope would get nothing.
    fn scope(&self) -> Option<String> {
        let dialect = &self.mount.dialect;
        let catalogue = &dialect.policy.scopes;
        let needed = matches!(catalogue.absent, AbsentScope::Empty | AbsentScope::Refuse);
        if !needed || catalogue.asked == AskedScope::Registration {
            return None;
        }
        let harmless = |name: &&str| dialect.scopes.words.get(*name).is_none_or(|words| words.danger == Danger::No);
        let words = catalogue.ordered(self.shown.app.scopes.iter().map(String::as_str).filter(harmless));
        (!words.is_empty()).then(|| dialect.scope_text(&words))
    }
}
