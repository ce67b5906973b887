//! Requests that run, by the client face, and their answers, by the encoder.

use super::operations::Topic;
use super::variables::Variable;
use super::{Specimen, Writer, indent, specimen};
use crate::client::{ClientApp, ClientRequest};
use crate::encode::{Answer, Facts};
use crate::model::{Endpoint, Metadata, Name, Operation, RevokeClient, Separator, Way};
use engine::policy::{GrantKind, HasSecret, Kind, PkceNeed, RedirectAtExchange};
use engine::refusal::Refused;
use engine::request::ResponseType;
use engine::scope::{AbsentScope, AskedScope};
use http::header::{CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use serde_json::{Value, json};

/// RFC 7636 appendix B: the verifier of the examples.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// Its challenge.
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// The id of the examples' exchanges.
pub(super) const REQUEST_ID: &str = "5f0c1d2e3a4b5968";
/// Where the redirects of an app without a redirect URI go.
const CALLBACK: &str = "https://app.example/callback";
/// The `state` of the examples.
pub(super) const STATE: &str = "af0ifjsldkj";

/// One request to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The kind of app that it is for, where the reference is about several.
    pub kind: Option<String>,
    /// What is asked.
    pub ask: Ask,
    /// What comes back, where it can be shown.
    pub answer: Option<Shown>,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// An address to open in a browser.
    Link(String),
    /// The same with variables in it: nobody can open it yet.
    Pattern(String),
    /// Lines for a shell.
    Shell(String),
}

impl Ask {
    /// What stands there.
    pub fn text(&self) -> &str {
        match self {
            Self::Link(text) | Self::Pattern(text) | Self::Shell(text) => text,
        }
    }
}

/// An answer as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its status.
    pub status: u16,
    /// The headers that count.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

/// An app of that kind, as the client face wants it.
struct Speaker {
    client_id: String,
    secret: Option<String>,
    redirect_uri: Option<String>,
}

impl Speaker {
    fn face<'s>(&'s self, base: &'s str) -> ClientApp<'s> {
        ClientApp {
            base,
            client_id: &self.client_id,
            client_secret: self.secret.as_deref(),
            redirect_uri: self.redirect_uri.as_deref(),
        }
    }
}

/// Adds what no other kind of app asks in the same words.
fn add(examples: &mut Vec<Example>, own: Example) {
    if !examples.iter().any(|known| known.ask == own.ask) {
        examples.push(own);
    }
}

impl<'a> Writer<'a> {
    pub(super) fn examples(&self, topic: &Topic, specimen: &Specimen) -> Vec<Example> {
        let facts = specimen.facts(self);
        match topic {
            Topic::Authorize => self.links(specimen),
            Topic::Token(way) => self.of_way(*way, &facts),
            _ => self.others(topic, &facts).into_iter().collect(),
        }
    }

    fn speaker(&self, kind: &Kind) -> Speaker {
        let app = self.reader.app;
        let redirects = self.names_redirects(kind).then_some(app);
        let own = |app: &engine::model::App| app.redirect_uris.first().cloned();
        Speaker {
            client_id: app.map_or_else(|| Variable::ClientId.mark(), |app| app.client_id.clone()),
            secret: (kind.secret == HasSecret::Yes).then(|| Variable::ClientSecret.mark()),
            redirect_uri: redirects.map(|app| app.and_then(own).unwrap_or_else(|| Variable::RedirectUri.mark())),
        }
    }

    fn named(&self, kind: &Kind) -> Option<String> {
        (self.kinds().count() > 1).then(|| kind.name.clone())
    }

    /// One for each sort of answer, and one for each kind of app where that makes a difference.
    fn links(&self, specimen: &Specimen) -> Vec<Example> {
        let mut examples: Vec<Example> = Vec::new();
        for response in [ResponseType::Code, ResponseType::Token] {
            for kind in self.with_response(response) {
                add(&mut examples, self.link(kind, response, specimen));
            }
        }
        examples
    }

    fn link(&self, kind: &Kind, response: ResponseType, specimen: &Specimen) -> Example {
        let (dialect, speaker) = (self.dialect, self.speaker(kind));
        let asks = dialect.policy.scopes.asked == AskedScope::Request && dialect.scopes.separator != Separator::None;
        let words = specimen.scope.words().iter().filter(|word| !dialect.scopes.second.contains(word));
        let scope = dialect.scope_text(&dialect.policy.scopes.ordered(words.map(String::as_str)));
        let scope = Some(scope).filter(|scope| asks && !scope.is_empty());
        let landing = self.landing(&speaker);
        let (face, state) = (speaker.face(self.reader.base), landing.map(|_| STATE));
        let mut url = dialect.client_authorize_url(&face, response, scope.as_deref(), state);
        if response == ResponseType::Code && self.is_challenged(kind) {
            url = dialect.client_with_challenge(&url, CHALLENGE);
        }
        let text = self.dialect.variables().bare(&url);
        let ask = if text == url { Ask::Link(url) } else { Ask::Pattern(text) };
        let answer = landing.map(|to| {
            let location = dialect.redirect_yes(to, response, &specimen.facts(self));
            Shown { status: 303, headers: vec![("Location".to_owned(), location)], body: String::new() }
        });
        Example { kind: self.named(kind), ask, answer }
    }

    /// Where its redirects go; an app that shows its codes on a page has none.
    fn landing<'s>(&self, speaker: &'s Speaker) -> Option<&'s str> {
        match speaker.redirect_uri.as_deref()? {
            uri if self.asks_for_screen(uri) => None,
            uri if uri == Variable::RedirectUri.mark() => Some(CALLBACK),
            uri => Some(uri),
        }
    }

    fn is_challenged(&self, kind: &Kind) -> bool {
        match self.dialect.policy.pkce {
            PkceNeed::All => true,
            PkceNeed::Public => kind.secret == HasSecret::No,
            PkceNeed::Optional => false,
        }
    }

    /// One for each kind of app where that makes a difference.
    fn of_way(&self, way: Way, facts: &Facts) -> Vec<Example> {
        let grant = way.grant;
        let mut examples = Vec::new();
        let scope = facts.scope.map(|scope| self.dialect.scope_text(scope)).unwrap_or_default();
        for kind in self.with_grant(grant) {
            let speaker = self.speaker(kind);
            let app = speaker.face(self.reader.base);
            let verifier = self.is_challenged(kind).then_some(VERIFIER);
            let request = match (way.nth, grant) {
                (0, GrantKind::AuthorizationCode) => {
                    self.dialect.client_exchange(&app, &Variable::Code.mark(), verifier)
                }
                (0, GrantKind::RefreshToken) => self.dialect.client_refresh(&app, &Variable::RefreshToken.mark()),
                (0, GrantKind::ClientCredentials) => self.dialect.client_credentials(&app, self.needed_scope(&scope)),
                (0, GrantKind::Exchange) => self.dialect.client_renew(&app, &Variable::AccessToken.mark()),
                _ => self.further(way, &app, verifier, &scope),
            };
            let Some(request) = request else { continue };
            let answer = self.shown(&self.dialect.encode_token(way, &self.known(grant, kind, facts)));
            let ask = Ask::Shell(self.dialect.variables().curl(&request));
            add(&mut examples, Example { kind: self.named(kind), ask, answer: Some(answer) });
        }
        examples
    }

    /// Another way than the main one.
    fn further(&self, way: Way, app: &ClientApp, verifier: Option<&str>, scope: &str) -> Option<ClientRequest> {
        let (code, refresh, access) =
            (Variable::Code.mark(), Variable::RefreshToken.mark(), Variable::AccessToken.mark());
        let repeats = self.dialect.policy.redirect_at_exchange != RedirectAtExchange::NotRead;
        let own = match way.grant {
            GrantKind::AuthorizationCode => vec![
                (Name::Code, Some(code.as_str())),
                (Name::RedirectUri, app.redirect_uri.filter(|_| repeats)),
                (Name::CodeVerifier, verifier),
            ],
            GrantKind::RefreshToken => vec![(Name::RefreshToken, Some(refresh.as_str()))],
            GrantKind::ClientCredentials => vec![(Name::Scope, self.needed_scope(scope))],
            GrantKind::Exchange => vec![(Name::AccessToken, Some(access.as_str()))],
        };
        self.dialect.client_token(way, app, &own)
    }

    /// Named where a request without scope would get nothing.
    fn needed_scope<'s>(&self, scope: &'s str) -> Option<&'s str> {
        let catalogue = &self.dialect.policy.scopes;
        let needed = matches!(catalogue.absent, AbsentScope::Empty | AbsentScope::Refuse);
        Some(scope).filter(|scope| needed && catalogue.asked == AskedScope::Request && !scope.is_empty())
    }

    /// What the answer to a grant knows: an app's own token speaks for nobody, and not every answer has a refresh token.
    fn known<'f>(&self, grant: GrantKind, kind: &Kind, facts: &Facts<'f>) -> Facts<'f> {
        let policy = &self.dialect.policy;
        let refreshes = kind.refresh != engine::policy::RefreshIssue::Never;
        let refresh = match grant {
            GrantKind::AuthorizationCode | GrantKind::RefreshToken => facts.refresh_token.filter(|_| refreshes),
            GrantKind::ClientCredentials | GrantKind::Exchange => None,
        };
        let life = if grant == GrantKind::Exchange { policy.lifetimes.exchanged } else { policy.lifetimes.access };
        Facts {
            account: facts.account.filter(|_| grant != GrantKind::ClientCredentials),
            refresh_token: refresh,
            second_access_token: facts.second_access_token.filter(|_| grant == GrantKind::AuthorizationCode),
            refresh_ends_at: refresh.and(facts.refresh_ends_at),
            access_ends_at: facts.issued_at.and_then(|at| engine::time::end_of(at, life)),
            ..*facts
        }
    }

    fn others(&self, topic: &Topic, facts: &Facts) -> Option<Example> {
        let dialect = self.dialect;
        let proves = |kind: &&Kind| kind.secret == HasSecret::Yes;
        let kind = match topic {
            Topic::Introspect => self.kinds().find(proves)?,
            _ => self.kinds().next()?,
        };
        let speaker = self.speaker(kind);
        let (app, token) = (speaker.face(self.reader.base), Variable::AccessToken.mark());
        let (request, answer): (Option<ClientRequest>, Option<Answer>) = match topic {
            Topic::Show(index, _) | Topic::EndGrant(index, _) => {
                (dialect.client_resource(&app, *index, &token), Some(dialect.encode_resource(*index, facts, None)))
            }
            Topic::Verify => (Some(dialect.client_call(&app, "/verify", &token)), Some(Answer::default())),
            Topic::TokenInfo => (dialect.client_tokeninfo(&app, &token), Some(dialect.encode_tokeninfo(facts))),
            Topic::Introspect => {
                (dialect.client_introspect(&app, &token), Some(dialect.encode_introspect(Some(facts))))
            }
            Topic::Revoke => (dialect.client_revoke(&app, &token), Some(dialect.encode_revoked(facts))),
            Topic::Metadata => return self.metadata(),
            Topic::Jwks => return self.document(&Operation::Jwks, &json!({ "keys": [specimen::key()?.public()] })),
            Topic::Authorize | Topic::Token(_) => (None, None),
        };
        let named = matches!(topic, Topic::Introspect)
            || *topic == Topic::Revoke
                && dialect.revoke.as_ref().is_some_and(|own| own.client == RevokeClient::Required);
        Some(Example {
            kind: self.named(kind).filter(|_| named),
            ask: Ask::Shell(self.dialect.variables().curl(&request?)),
            answer: answer.map(|answer| self.shown(&answer)),
        })
    }

    fn metadata(&self) -> Option<Example> {
        let dialect = self.dialect;
        let scopes: Vec<String> = dialect.policy.scopes.scopes.iter().map(|scope| scope.name.clone()).collect();
        let document =
            dialect.metadata(self.reader.base, &scopes).filter(|_| dialect.metadata == Metadata::Published)?;
        self.document(&Operation::Metadata, &document)
    }

    /// What is the same for all who ask.
    fn document(&self, operation: &Operation, document: &Value) -> Option<Example> {
        let path = self.dialect.routes.iter().find(|route| route.operation == *operation)?;
        let ask = Ask::Shell(format!("curl {}{}", self.reader.base, path.written));
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let body = indent::indented(&document.to_string());
        Some(Example { kind: None, ask, answer: Some(Shown { status: 200, headers, body }) })
    }

    /// A refusal as its endpoint answers it.
    pub(super) fn shown_refusal(&self, endpoint: Endpoint, refused: &Refused) -> Shown {
        let facts = Facts { request_id: Some(&REQUEST_ID), ..self.nothing_but_the_realm() };
        self.shown(&self.dialect.encode_refused(endpoint, refused, &facts))
    }

    /// What even a refusal may speak of.
    pub(super) fn nothing_but_the_realm(&self) -> Facts<'a> {
        Facts {
            issuer: self.reader.base,
            realm: self.reader.realm,
            realm_title: self.reader.realm_title,
            ..Facts::default()
        }
    }

    fn shown(&self, answer: &Answer) -> Shown {
        let named = [CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE];
        let words = ["Content-Type", "Location", "WWW-Authenticate"];
        let headers = named
            .iter()
            .zip(words)
            .filter_map(|(name, word)| Some((word.to_owned(), answer.headers().get(name)?.to_str().ok()?.to_owned())));
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        let json =
            serde_json::from_str::<serde_json::Value>(&body).is_ok_and(|value| value.is_object() || value.is_array());
        Shown {
            status: answer.status().as_u16(),
            headers: headers.collect(),
            body: if json { indent::indented(&body) } else { body },
        }
    }
}
