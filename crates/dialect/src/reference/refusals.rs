//! What each endpoint may refuse, and how the wire says it. Refusals that look alike share a line.

use super::answers::{AnswerShape, Way};
use super::delivery::Delivery;
use super::examples::Shown;
use super::operations::{Section, Topic};
use super::{Member, Writer};
use crate::model::{ClientAuth, Endpoint, Name, Need, Place, QuerySecrets, Slot, TokenCarrier};
use engine::policy::HasSecret;
use engine::refusal::{Refusal, Refused};
use engine::request::Carrier;

/// The refusals of one endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusalTable {
    /// The endpoint; `None`: those of any request. A resource has one of its own where its file words them otherwise.
    pub endpoint: Option<Endpoint>,
    /// The name of that resource.
    pub resource: Option<String>,
    /// What such an answer holds.
    pub members: Vec<Member>,
    /// One as it comes; `None`: by redirect, or shown elsewhere.
    pub example: Option<Shown>,
    /// In the order of the rules.
    pub lines: Vec<RefusalLine>,
}

/// Refusals that the wire says alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalLine {
    /// HTTP status; `None`: a redirect.
    pub status: Option<u16>,
    /// Its word, where the answer shows one.
    pub error: Option<String>,
    /// Its number, where the answer shows one.
    pub number: Option<i64>,
    /// Its sentence, where the answer shows one.
    pub description: Option<String>,
    /// Where it is said, at the authorization endpoint.
    pub place: Option<Place>,
    /// What may have happened.
    pub causes: Vec<Refusal>,
}

const TRANSPORT: [Refusal; 8] = [
    Refusal::BodyMalformed,
    Refusal::SecretInQuery,
    Refusal::TooLarge,
    Refusal::TooManyParameters,
    Refusal::MethodNotAllowed,
    Refusal::MediaTypeUnsupported,
    Refusal::TooManyRequests,
    Refusal::Unavailable,
];

impl Writer<'_> {
    pub(super) fn refusals(&self, sections: &[Section]) -> Vec<RefusalTable> {
        let mut tables = Vec::new();
        for endpoint in sections.iter().map(|section| self.worded(section.topic.endpoint())) {
            if !tables.iter().any(|own: &RefusalTable| own.endpoint == Some(endpoint)) {
                tables.push(self.table(Some(endpoint), endpoint, self.refusals_of(endpoint)));
            }
        }
        let secrets = self.dialect.query_secrets == QuerySecrets::Refused && sections.iter().any(is_closed_to_secrets);
        let transport = TRANSPORT.into_iter().filter(|own| secrets || *own != Refusal::SecretInQuery);
        let token = tables.iter().any(|own| own.endpoint == Some(Endpoint::Token));
        let spoken = if token { Endpoint::Token } else { Endpoint::Api };
        tables.push(RefusalTable { example: None, ..self.table(None, spoken, transport.collect()) });
        tables
    }

    /// The endpoint whose words count: the API's for a resource without any.
    fn worded(&self, endpoint: Endpoint) -> Endpoint {
        match endpoint {
            Endpoint::Resource(_) if !self.dialect.refusals.at.contains_key(&endpoint) => Endpoint::Api,
            endpoint => endpoint,
        }
    }

    fn table(&self, endpoint: Option<Endpoint>, spoken: Endpoint, refusals: Vec<Refusal>) -> RefusalTable {
        let redirects = spoken == Endpoint::Authorize;
        let shape = self.envelope(spoken);
        let example =
            refusals.first().filter(|_| !redirects).map(|own| self.shown_refusal(spoken, &self.refused(spoken, *own)));
        let mut lines: Vec<RefusalLine> = Vec::new();
        for refusal in refusals {
            let line = self.line(spoken, refusal);
            match lines.iter_mut().find(|own| RefusalLine { causes: Vec::new(), ..(*own).clone() } == line) {
                Some(known) => known.causes.push(refusal),
                None => lines.push(RefusalLine { causes: vec![refusal], ..line }),
            }
        }
        let resource = match endpoint {
            Some(Endpoint::Resource(index)) => self.dialect.resources.get(index).map(|own| own.name.clone()),
            _ => None,
        };
        RefusalTable { endpoint, resource, members: if redirects { Vec::new() } else { shape.members }, example, lines }
    }

    fn envelope(&self, endpoint: Endpoint) -> AnswerShape {
        let own = self.dialect.envelope(endpoint);
        let rfc = crate::encode::rfc_envelope();
        self.dialect.answer_shape(0, own.unwrap_or(&rfc))
    }

    /// How the wire says it, without its causes.
    fn line(&self, endpoint: Endpoint, refusal: Refusal) -> RefusalLine {
        let refused = self.refused(endpoint, refusal);
        let facts = self.nothing_but_the_realm();
        let words = self.dialect.words(endpoint, &refused, &facts);
        let unsent = is_before_trust(refusal) || self.delivery() == Delivery::Screen;
        let place = (endpoint == Endpoint::Authorize).then(|| match unsent {
            true => Place::Page,
            false => self.dialect.refusal_place(&refused),
        });
        let shows = |slot| match place {
            Some(Place::Page) => false,
            Some(Place::Redirect) => {
                let answers = self.answers(&Topic::Authorize);
                answers.iter().any(|own| own.way == Way::No && tells(&own.members, slot))
            }
            None => tells(&self.envelope(endpoint).members, slot),
        };
        let (error, description, number) = (shows(&Slot::Error), shows(&Slot::Description), shows(&Slot::Number));
        RefusalLine {
            status: match place {
                None => Some(words.status),
                // Of no request is this page the refusal: it does what the person asked for.
                Some(Place::Page) if refusal == Refusal::AccessDenied && unsent => Some(200),
                // A page has HTTP's own.
                Some(Place::Page) => Some(400),
                Some(Place::Redirect) => None,
            },
            error: error.then(|| words.error.to_owned()),
            number: words.number.filter(|_| number),
            description: description.then(|| words.description.clone()),
            place,
            causes: Vec::new(),
        }
    }

    /// With what its words may speak of.
    fn refused(&self, endpoint: Endpoint, refusal: Refusal) -> Refused {
        let extra = self.dialect.authorize.extras.iter().find(|own| own.need == Need::Required);
        let scope = self.dialect.resources.iter().find_map(|own| own.scope.as_deref());
        let scope = scope.or_else(|| self.dialect.policy.scopes.scopes.first().map(|own| own.name.as_str()));
        let methods = match endpoint {
            Endpoint::Introspect => self.dialect.introspect.as_ref().map(|own| own.client_auth.as_slice()),
            Endpoint::Revoke => self.dialect.revoke.as_ref().map(|own| own.client_auth.as_slice()),
            _ => self.dialect.token.values().next().map(|own| own.client_auth.as_slice()),
        };
        // Apps that have no secret have nothing for a header.
        let proves = self.kinds().any(|kind| kind.secret == HasSecret::Yes);
        let carrier = match methods.filter(|_| proves).and_then(|own| own.first()) {
            Some(ClientAuth::Basic) => Carrier::Basic,
            Some(ClientAuth::BearerSecret) => Carrier::Header,
            _ => Carrier::Body,
        };
        match (refusal, extra) {
            (Refusal::ScopeInsufficient, _) => Refused::scope(scope.unwrap_or_default()),
            (Refusal::ParameterDemanded, Some(extra)) => Refused::parameter(refusal, &extra.name),
            (Refusal::ParameterDoubled, _) => {
                Refused::parameter(refusal, self.dialect.names.first(endpoint, Name::ClientId))
            }
            _ => Refused::carried(refusal, carrier),
        }
    }
}

/// What takes secrets, and reads none in the address.
fn is_closed_to_secrets(section: &Section) -> bool {
    use Topic::{Introspect, Revoke, Token, TokenInfo};
    let takes = matches!(section.topic, Token(_) | TokenInfo | Introspect | Revoke);
    takes && !section.carriers.contains(&TokenCarrier::Query)
}

/// App and redirect URI are not proven: it can only be a page.
fn is_before_trust(refusal: Refusal) -> bool {
    use Refusal::*;
    let redirect = [RedirectUriMissing, RedirectUriNone, RedirectUriStrange, RedirectUriReserved];
    redirect.contains(&refusal) || [ClientIdMissing, ClientUnknown, AppDeleted, LanguageUnknown].contains(&refusal)
}

fn tells(members: &[Member], slot: &Slot) -> bool {
    let word = format!("{{{}}}", slot.word());
    members.iter().any(|own| match &own.says {
        super::Says::Slot(own) => own == slot,
        super::Says::Pattern(text) => text.contains(&word),
        super::Says::Fixed(_) | super::Says::FixedLife(_) => false,
    })
}
