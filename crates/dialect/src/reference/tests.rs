//! The reference of every built-in dialect and of many that nobody has says what the dialect does.

mod delivery;
mod variables;

use super::*;
use crate::check::{Source, load};
use crate::client::{ClientApp, ClientRequest};
use crate::model::{Endpoint, Method, Place};
use crate::{catalog, draw};
use engine::refusal::{Refusal, Refused};

const DRAWS: u64 = 200;
const FACE: ClientApp = ClientApp {
    base: "https://auth.example/x",
    client_id: "id",
    client_secret: Some("secret"),
    redirect_uri: Some("https://app.example/callback"),
};

fn reader() -> Reader<'static> {
    Reader { base: FACE.base, realm: "x", realm_title: "X", app: None, kind: None }
}

fn all() -> Vec<Dialect> {
    let built_in = catalog::names().into_iter().filter_map(catalog::source);
    let drawn = (0..DRAWS).map(|number| Source {
        name: format!("drawn-{number}"),
        file: "drawn.toml".to_owned(),
        text: draw::file(number),
    });
    built_in.chain(drawn).map(|source| load(&source, &catalog::source).unwrap()).collect()
}

fn section<'r>(reference: &'r Reference, topic: &Topic) -> &'r Section {
    reference.sections.iter().find(|own| own.topic == *topic).unwrap()
}

#[test]
fn every_route_stands_there_with_an_example() {
    for dialect in all() {
        let reference = dialect.reference(reader());
        for route in &dialect.routes {
            let there = |section: &Section| {
                section.routes.contains(&(route.method, route.written.clone()))
                    || section.forwards.iter().any(|(from, _)| *from == route.written)
            };
            assert!(reference.sections.iter().any(there), "{}: {}", dialect.name, route.written);
        }
        for section in &reference.sections {
            assert!(!section.examples.is_empty(), "{} {:?}", dialect.name, section.topic);
            let texts = section.examples.iter().map(|example| example.ask.text());
            texts.for_each(|text| assert!(!text.contains("-_-"), "{}: {text}", dialect.name));
        }
    }
}

/// What the client face sends is what the reference lists.
#[test]
fn every_parameter_of_a_request_is_listed() {
    for dialect in all() {
        let reference = dialect.reference(reader());
        let scope = dialect.separator().map(|_| "a");
        let link = dialect.client_authorize_url(&FACE, ResponseType::Code, scope, Some("s"));
        let link = dialect.client_with_challenge(&link, "c");
        let link = ClientRequest { method: Method::Get, url: link, headers: Vec::new(), body: None };
        let mut requests = vec![(Topic::Authorize, link)];
        let mut more = |topic, request: Option<ClientRequest>| requests.extend(request.map(|own| (topic, own)));
        more(Topic::Token(GrantKind::AuthorizationCode.into()), dialect.client_exchange(&FACE, "c", Some("v")));
        more(Topic::Token(GrantKind::RefreshToken.into()), dialect.client_refresh(&FACE, "r"));
        more(Topic::Token(GrantKind::ClientCredentials.into()), dialect.client_credentials(&FACE, scope));
        more(Topic::Token(GrantKind::Exchange.into()), dialect.client_renew(&FACE, "a"));
        more(Topic::Introspect, dialect.client_introspect(&FACE, "a"));
        more(Topic::Revoke, dialect.client_revoke(&FACE, "a"));
        more(Topic::TokenInfo, dialect.client_tokeninfo(&FACE, "a"));
        for (topic, request) in requests {
            let listed = &section(&reference, &topic).parameters;
            for name in names(&request, &dialect) {
                assert!(listed.iter().any(|own| own.names.contains(&name)), "{} {topic:?}: {name}", dialect.name);
            }
        }
    }
}

/// Of query and body; how API calls carry a token is said elsewhere.
fn names(request: &ClientRequest, dialect: &Dialect) -> Vec<String> {
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let body = request.body.as_deref().unwrap_or_default();
    let mut names: Vec<String> = match serde_json::from_str::<serde_json::Value>(body) {
        Ok(value) => value.as_object().unwrap().keys().cloned().collect(),
        Err(_) => form_urlencoded::parse(body.as_bytes()).map(|(name, _)| name.into_owned()).collect(),
    };
    names.extend(form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()));
    let api = |name: &String| {
        dialect.api.iter().any(|own| matches!(own, ApiCarrier::Query(own) | ApiCarrier::Form(own) if own == name))
    };
    names.retain(|name| !api(name));
    names
}

/// What the reference says of a refusal is what the server answers.
#[test]
fn a_refusal_is_answered_as_its_line_says() {
    for dialect in all() {
        for table in dialect.reference(reader()).refusals {
            let endpoint = table.endpoint.unwrap_or(Endpoint::Token);
            for line in table.lines.iter().filter(|line| line.place != Some(Place::Page)) {
                for cause in &line.causes {
                    let facts = crate::encode::Facts::default();
                    let refused = Refused::from(*cause);
                    let text = match line.place {
                        Some(_) => dialect.redirect_no("https://a.example/", ResponseType::Code, &refused, &facts),
                        None => {
                            let answer = dialect.encode_refused(endpoint, &refused, &facts);
                            assert_eq!(Some(answer.status().as_u16()), line.status, "{} {cause:?}", dialect.name);
                            String::from_utf8(answer.body().to_vec()).unwrap()
                        }
                    };
                    let error = line.error.as_deref().unwrap_or_default();
                    assert!(text.contains(error), "{} {endpoint:?} {cause:?}: {text}", dialect.name);
                }
            }
        }
    }
}

#[test]
fn before_app_and_redirect_uri_are_proven_a_refusal_is_a_page() {
    let dialect = load(&catalog::source("boxc").unwrap(), &catalog::source).unwrap();
    let tables = dialect.reference(reader()).refusals;
    let table = tables.iter().find(|table| table.endpoint == Some(Endpoint::Authorize)).unwrap();
    let of = |refusal| table.lines.iter().find(|line| line.causes.contains(&refusal)).unwrap();
    assert_eq!((of(Refusal::ClientUnknown).place, of(Refusal::ClientUnknown).status), (Some(Place::Page), Some(400)));
    assert_eq!(of(Refusal::TokenLimit).place, Some(Place::Page), "as the file has it");
    let denied = of(Refusal::AccessDenied);
    assert_eq!((denied.place, denied.error.as_deref()), (Some(Place::Redirect), Some("access_denied")));
}

/// Members that are always there stand in the answer of the example.
#[test]
fn members_are_those_of_the_answer() {
    for dialect in all() {
        for section in dialect.reference(reader()).sections {
            let answers = section.examples.iter().filter_map(|example| example.answer.as_ref());
            for answer in answers.filter(|answer| answer.body.starts_with(['{', '['])) {
                let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
                let members = section.answers.iter().flat_map(|own| &own.members);
                for member in members.filter(|own| own.presence == Presence::Always) {
                    let pointer = member.path.replace("[]", ".0").replace('.', "/");
                    let pointer = if pointer.starts_with('/') { pointer } else { format!("/{pointer}") };
                    assert!(body.pointer(&pointer).is_some(), "{}: {} in {body}", dialect.name, member.path);
                }
            }
        }
    }
}

#[test]
fn an_app_sees_its_own_id_and_what_its_kind_may() {
    let dialect = load(&catalog::source("standard").unwrap(), &catalog::source).unwrap();
    let app = engine::model::App {
        redirect_uris: vec!["http://127.0.0.1:8080/callback?a=b".to_owned()],
        ..crate::sample::app()
    };
    let public = dialect.policy.kinds.iter().find(|kind| kind.name == "public");
    let reference = dialect.reference(Reader { app: Some(&app), kind: public, ..reader() });
    assert!(!reference.sections.iter().any(|own| own.topic == Topic::Token(GrantKind::ClientCredentials.into())));
    assert_eq!(reference.variables, []);
    let Ask::Link(link) = &section(&reference, &Topic::Authorize).examples[0].ask else { panic!("no link") };
    assert!(link.contains("client_id=app1&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcallback%3Fa%3Db"), "{link}");
    assert!(link.contains("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), "{link}");
    let exchange = section(&reference, &Topic::Token(GrantKind::AuthorizationCode.into())).examples[0].ask.text();
    assert!(exchange.contains("-d client_id=app1") && !exchange.contains("SECRET"), "{exchange}");
    let everybody = dialect.reference(reader());
    assert_eq!(everybody.variables, Variable::OF_THE_APP);
}
