//! RED-07: a known parameter twice is refused at every endpoint; unknown ones may come as often as they like.

use super::last_refusal;
use crate::browser::End;
use crate::client::{Client, MOUNTS};
use crate::http::{Request, encoded};
use crate::world::World;
use dialect::client::ClientRequest;
use dialect::model::{Endpoint, Name};

/// The request with each of its parameters said once more, one variant each; form, query and JSON alike.
fn doublings(request: &ClientRequest) -> Vec<ClientRequest> {
    let (url, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    let again = |list: &str| -> Vec<String> {
        list.split('&').filter(|pair| !pair.is_empty()).map(|pair| format!("{list}&{pair}")).collect()
    };
    let in_query =
        again(query).into_iter().map(|query| ClientRequest { url: format!("{url}?{query}"), ..request.clone() });
    let bodies = match request.body.as_deref() {
        Some(body) if body.starts_with('{') => {
            let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(body).unwrap();
            members.iter().map(|(name, value)| format!("{{\"{name}\":{value},{}", &body[1..])).collect()
        }
        Some(body) => again(body),
        None => Vec::new(),
    };
    let in_body = bodies.into_iter().map(|body| ClientRequest { body: Some(body), ..request.clone() });
    in_query.chain(in_body).collect()
}

#[test]
fn red_07_a_doubled_parameter_is_refused_at_every_endpoint() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let tokens = client.tokens();
        let (face, dialect) = (client.face(), client.dialect());
        let mut requests = vec![client.exchanging(&client.code())];
        requests.extend(tokens.refresh.as_deref().map(|token| client.refreshing(token)));
        requests.extend(dialect.client_credentials(&face, client.own.app.scopes.first().map(String::as_str)));
        requests.extend(dialect.client_tokeninfo(&face, &tokens.access));
        requests.extend(dialect.client_introspect(&face, &tokens.access));
        requests.extend(dialect.client_revoke(&face, &tokens.access));
        for request in requests {
            for doubled in doublings(&request) {
                let (url, body) = (doubled.url.clone(), doubled.body.clone());
                let answer = client.send(doubled);
                assert_eq!(last_refusal(&world), "parameter_doubled", "{mount}: {url} {body:?} {answer:?}");
            }
            assert!(
                client.send(request.clone()).status < 300,
                "{mount}: none of it has burnt anything: {}",
                request.url
            );
        }
    }
}

#[test]
fn red_07_a_doubled_parameter_is_refused_at_authorize_too() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let target = client.target();
        let (path, query) = target.split_once('?').unwrap();
        for pair in query.split('&') {
            let name = pair.split('=').next().unwrap();
            let end = world.browser().reach_consent(&format!("{path}?{query}&{pair}"));
            let names = &client.dialect().names;
            let trusted = [Name::ClientId, Name::RedirectUri]
                .iter()
                .any(|own| names.of(Endpoint::Authorize, *own).iter().any(|own| own == name));
            match end {
                End::Page(page) => assert_eq!(page.status, 400, "{mount} {name}: {page:?}"),
                End::App(url, _) => assert!(!trusted && !url.contains("code="), "{mount} {name}: {url}"),
            }
        }
        // One that the dialect may ignore has a name all the same.
        let name = names_of_response_type(&client);
        let end = world.browser().reach_consent(&format!("{target}&{name}=token&{name}=zz"));
        match end {
            End::Page(page) => assert_eq!(page.status, 400, "{mount} {name}: {page:?}"),
            End::App(url, _) => assert!(!url.contains("code="), "{mount} {name}: {url}"),
        }
        assert_eq!(last_refusal(&world), "parameter_doubled", "{mount} {name}");
        let unknown = format!("{target}&x=1&x=1&utm=a&utm=b");
        assert!(
            world.browser().allow(&unknown).url().contains("://client.example"),
            "{mount}: unknown parameters are ignored"
        );
    }
}

fn names_of_response_type<'w>(client: &Client<'w>) -> &'w str {
    client.dialect().names.first(Endpoint::Authorize, Name::ResponseType)
}

/// Two tokens in one request are one too many, whatever the carriers (RFC 6750 section 2).
#[test]
fn red_07_two_tokens_in_one_request_are_refused() {
    let world = World::of(&["gitshare", "standard"]);
    let client = Client::first(&world, "gitshare");
    let (one, two) = (client.tokens().access, client.tokens().access);
    let at = world.at;
    let bearer =
        |target: &str, token: &str| Request::new("GET", target).header("Authorization", &format!("Bearer {token}"));
    let both = bearer("/gitshare/api/2/whoami/", &one).header("Authorization", &format!("Bearer {two}")).send(at);
    assert_eq!((both.status, last_refusal(&world).as_str()), (400, "parameter_doubled"), "{both:?}");
    let both = bearer(&format!("/gitshare/api/2/whoami/?access_token={}", encoded(&two)), &one).send(at);
    assert_eq!((both.status, last_refusal(&world).as_str()), (400, "parameter_doubled"), "{both:?}");
    assert_eq!(
        both.text(),
        r#"{"detail": "a parameter is there twice"}"#,
        "not the words for a token that was not sent"
    );
    let twice = world.get(&format!("/gitshare/api/2/whoami/?access_token={one}&access_token={one}"));
    assert_eq!((twice.status, last_refusal(&world).as_str()), (400, "parameter_doubled"), "{twice:?}");
    let same = bearer(&format!("/gitshare/api/2/whoami/?access_token={one}"), &one).send(at);
    assert_eq!(same.status, 200, "the same token in two places is one token: {same:?}");
}
