//! Which refusals an endpoint has, in the order of its rules; what no app of this reader can meet is left out.

use super::Writer;
use super::operations::Topic;
use crate::model::{ClientAuth, Endpoint, Name, Need, RequestObjects, RevokeClient, Separator, UnknownToken};
use engine::policy::{AbsentRedirect, GrantKind, HasSecret, Kind, PublicClients, RedirectAtExchange, Rotation};
use engine::refusal::Refusal;
use engine::request::ResponseType;
use engine::scope::{AskedScope, UnknownScope};

const CLIENT: [Refusal; 5] = [
    Refusal::ClientIdMissing,
    Refusal::ClientUnknown,
    Refusal::ClientSecretMissing,
    Refusal::ClientSecretWrong,
    Refusal::ClientAuthDoubled,
];
const TOKEN: [Refusal; 7] = [
    Refusal::TokenMissing,
    Refusal::TokenUnknown,
    Refusal::TokenExpired,
    Refusal::TokenEnded,
    Refusal::TokenWithdrawn,
    Refusal::TokenAccountDisabled,
    Refusal::TokenAppSuspended,
];
/// Of an app that has proven itself.
const STANDING: [Refusal; 3] = [Refusal::AppDeleted, Refusal::AppSuspended, Refusal::AppElsewhere];

impl Writer<'_> {
    /// Those of an endpoint that speak of this parameter.
    pub(super) fn refusals_about(&self, topic: &Topic, name: Name) -> Vec<Refusal> {
        let all = match topic {
            Topic::Token(way) => self.of_grants(&[way.grant]),
            _ => self.refusals_of(topic.endpoint()),
        };
        let word = serde_json::to_value(name).ok();
        let about = |own: &Refusal| own.parameter().is_some_and(|own| word.as_ref().is_some_and(|word| word == own));
        all.into_iter().filter(about).collect()
    }

    /// All that may happen there, in the order of the rules; what no app can meet is left out.
    pub(super) fn refusals_of(&self, endpoint: Endpoint) -> Vec<Refusal> {
        match endpoint {
            Endpoint::Authorize => self.of_authorize_endpoint(),
            Endpoint::Token => {
                let grants: Vec<GrantKind> = self.dialect.token.keys().copied().collect();
                self.of_grants(&grants)
            }
            Endpoint::TokenInfo => [self.of_access_token(), vec![Refusal::ParameterDoubled]].concat(),
            Endpoint::Introspect => {
                let more = [Refusal::ClientWithoutSecret, Refusal::ParameterDoubled, Refusal::TokenParameterMissing];
                [self.of_client(&Topic::Introspect), STANDING.to_vec(), more.to_vec()].concat()
            }
            Endpoint::Revoke => self.of_revoke(),
            Endpoint::Api | Endpoint::Resource(_) => {
                let scopes = !self.dialect.policy.scopes.scopes.is_empty();
                let mut all = self.of_access_token();
                all.extend(scopes.then_some(Refusal::ScopeInsufficient));
                all.push(Refusal::ParameterDoubled);
                all
            }
        }
    }

    fn of_access_token(&self) -> Vec<Refusal> {
        let lifetimes = &self.dialect.policy.lifetimes;
        let exchanges = self.with_grant(GrantKind::Exchange).next().is_some();
        let expires = lifetimes.access.is_some() || exchanges && lifetimes.exchanged.is_some();
        TOKEN.into_iter().filter(|own| expires || *own != Refusal::TokenExpired).collect()
    }

    fn of_authorize_endpoint(&self) -> Vec<Refusal> {
        use Refusal::*;
        let own = &self.dialect.authorize;
        let redirect = &self.dialect.policy.redirect;
        let reads = own.response_type != Need::Ignored;
        let codes = self.with_response(ResponseType::Code).next().is_some();
        let objects = own.request_objects == RequestObjects::Refused;
        let named = self.kinds().any(|kind| self.names_redirects(kind));
        let demanded = own.extras.iter().any(|extra| extra.need == Need::Required);
        let all = [
            (ClientIdMissing, true),
            (ClientUnknown, true),
            (AppDeleted, true),
            (LanguageUnknown, self.dialect.pages.language_parameter.is_some()),
            (RedirectUriMissing, named && redirect.absent != AbsentRedirect::First),
            (RedirectUriNone, self.registered().is_empty()),
            (RedirectUriStrange, named),
            (RedirectUriReserved, named),
            (ParameterDoubled, true),
            (AppSuspended, true),
            (AppElsewhere, true),
            (RequestObject, objects),
            (RequestObjectUri, objects),
            (ParameterDemanded, demanded),
            (ResponseTypeMissing, own.response_type == Need::Required),
            (ResponseTypeUnknown, reads),
            (ResponseTypeForbidden, reads && own.response_words.len() > 1),
            (ScopeUnknown, self.reads_scopes() && self.dialect.policy.scopes.unknown == UnknownScope::Refuse),
            (ScopeMalformed, self.reads_scopes()),
            (ChallengeMissing, codes),
            (ChallengeMalformed, codes),
            (ChallengeMethodUnsupported, codes),
            (TokenLimit, true),
            (AppNotReviewed, true),
            (AccessDenied, true),
            (AccountDisabled, true),
        ];
        all.into_iter().filter(|(_, there)| *there).map(|(refusal, _)| refusal).collect()
    }

    fn reads_scopes(&self) -> bool {
        self.dialect.policy.scopes.asked == AskedScope::Request && self.dialect.scopes.separator != Separator::None
    }

    fn of_client(&self, topic: &Topic) -> Vec<Refusal> {
        let (_, methods) = self.ways(topic);
        let secrets = self.kinds().any(|kind| kind.secret == HasSecret::Yes);
        let about_secrets = |own: &Refusal| own.parameter() == Some("client_secret");
        let doubled =
            secrets && methods.len() > 1 || self.routes(topic).any(|route| route.path.contains("{client_id}"));
        let among = [ClientAuth::Parameters, ClientAuth::SecretAlone].iter().any(|method| methods.contains(method));
        let mut all: Vec<Refusal> = CLIENT.into_iter().filter(|own| secrets || !about_secrets(own)).collect();
        all.retain(|own| doubled || *own != Refusal::ClientAuthDoubled);
        all.extend((secrets && !among).then_some(Refusal::ClientAuthMethod));
        let public = self.kinds().any(|kind| kind.secret == HasSecret::No);
        all.extend((public && !methods.is_empty()).then_some(Refusal::ClientSecretUnasked));
        if methods.is_empty() { Vec::new() } else { all }
    }

    fn of_grants(&self, grants: &[GrantKind]) -> Vec<Refusal> {
        use Refusal::*;
        let usable = |grant: &&GrantKind| self.with_grant(**grant).next().is_some();
        let grants: Vec<GrantKind> = grants.iter().filter(usable).copied().collect();
        let mut all = Vec::new();
        let mut say = |refusals: &[Refusal]| {
            for own in refusals {
                if !all.contains(own) {
                    all.push(*own);
                }
            }
        };
        let ways = || self.dialect.ways().filter(|(way, _)| grants.contains(&way.grant));
        ways().for_each(|(way, _)| say(&self.of_client(&Topic::Token(way))));
        say(&STANDING);
        let closed = self.dialect.policy.public_clients == PublicClients::Refused;
        let public = self.kinds().any(|kind| kind.secret == HasSecret::No);
        if public && (closed || grants.contains(&GrantKind::ClientCredentials)) {
            say(&[ClientWithoutSecret]);
        }
        say(&[TokenLimit, ParameterDoubled]);
        if ways().any(|(_, own)| own.grant_type != Need::Ignored) {
            say(&[GrantTypeMissing, GrantTypeUnsupported]);
        }
        if self.forbids_a_grant() {
            say(&[GrantTypeForbidden]);
        }
        for grant in &grants {
            say(&self.of_grant_alone(*grant));
        }
        all
    }

    /// Whether an app meets a grant that its kind may not use: there are others who may.
    fn forbids_a_grant(&self) -> bool {
        let closed = self.dialect.policy.public_clients == PublicClients::Refused;
        let comes = |kind: &&Kind| !closed || kind.secret == HasSecret::Yes;
        let served = || self.dialect.ways().filter(|(way, _)| self.routes(&Topic::Token(*way)).next().is_some());
        self.kinds().filter(comes).any(|kind| served().any(|(way, _)| !kind.grants.contains(&way.grant)))
    }

    fn of_grant_alone(&self, grant: GrantKind) -> Vec<Refusal> {
        use Refusal::*;
        let refresh_scope = self.dialect.scopes.separator != Separator::None;
        match grant {
            GrantKind::AuthorizationCode => {
                let named = self.with_grant(grant).any(|kind| self.names_redirects(kind));
                let mut all = vec![CodeMissing, CodeUnknown, CodeForeign, CodeExpired, CodeRevoked, CodeSpent];
                match self.dialect.policy.redirect_at_exchange {
                    RedirectAtExchange::Required if named => all.extend([RedirectUriAbsent, RedirectUriDiffers]),
                    RedirectAtExchange::Required | RedirectAtExchange::IfSent => all.push(RedirectUriDiffers),
                    RedirectAtExchange::NotRead => {}
                }
                all.extend([VerifierMissing, VerifierWrong, VerifierUnexpected, CodeWithdrawn, CodeAccountDisabled]);
                all
            }
            GrantKind::RefreshToken => {
                let mut all = vec![
                    RefreshTokenMissing,
                    RefreshTokenMalformed,
                    RefreshTokenUnknown,
                    RefreshTokenForeign,
                    RefreshTokenExpired,
                    RefreshTokenEnded,
                    RefreshTokenReplayed,
                    RefreshTokenWithdrawn,
                    RefreshTokenAccountDisabled,
                ];
                let rotates = self.dialect.policy.refresh.rotation == Rotation::Rotate;
                all.retain(|own| rotates || *own != RefreshTokenReplayed);
                all.extend(refresh_scope.then_some(ScopeWidened));
                all
            }
            GrantKind::ClientCredentials if self.reads_scopes() => vec![ScopeUnknown, ScopeMalformed],
            GrantKind::ClientCredentials => Vec::new(),
            GrantKind::Exchange => self.of_access_token(),
        }
    }

    fn of_revoke(&self) -> Vec<Refusal> {
        let mut all = self.of_client(&Topic::Revoke);
        let Some(own) = &self.dialect.revoke else { return all };
        if own.client == RevokeClient::CheckedIfSent {
            // A secret may come without the id, nothing is asked of those who send neither.
            let secrets = self.kinds().any(|kind| kind.secret == HasSecret::Yes);
            all.retain(|own| *own != Refusal::ClientSecretMissing && (secrets || *own != Refusal::ClientIdMissing));
        }
        all.extend([Refusal::ParameterDoubled, Refusal::TokenParameterMissing]);
        all.extend((own.unknown == UnknownToken::Refused).then_some(Refusal::TokenUnknown));
        all
    }
}
