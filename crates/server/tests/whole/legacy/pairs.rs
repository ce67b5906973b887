//! LEG-01, LEG-03, LEG-06: a weakness of one dialect is nobody else's, and `standard` beside it knows nothing of it.

use crate::client::{Client, MOUNTS, deliver};
use crate::http::Request;
use crate::world::World;
use dialect::client::ClientRequest;
use engine::policy::GrantKind;

/// Each mount's own requests, sent to each other mount with that one's credentials where names allow it: no mount takes another's accent.
#[test]
fn leg_01_no_dialect_takes_anothers_token_requests() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for accent in MOUNTS.into_iter().filter(|accent| *accent != mount) {
            let other = Client::first(&world, accent);
            let code = client.code();
            let face = dialect::client::ClientApp {
                base: &client.mount.issuer,
                client_id: client.id(),
                client_secret: Some(client.secret()),
                redirect_uri: client.redirect_uri,
            };
            let request: ClientRequest = other.dialect().client_exchange(&face, &code, None).unwrap();
            let answer = deliver(world.at, request.clone());
            let got = client.dialect().client_read_tokens(GrantKind::AuthorizationCode, &answer.body).is_some();
            let own_paths: Vec<&str> =
                client.dialect().routes.iter().map(|route| route.written.trim_end_matches('/')).collect();
            let path = request
                .url
                .strip_prefix(&client.mount.issuer)
                .unwrap()
                .split('?')
                .next()
                .unwrap()
                .trim_end_matches('/');
            assert!(!got || own_paths.contains(&path), "{mount} took {accent}'s request at {path}");
            assert!(answer.status < 500);
        }
    }
}

/// The same app at two mounts of one realm: what BoxC lets pass, its `standard` does not.
#[test]
fn leg_01_a_weakness_stays_at_its_own_mount() {
    let world = World::of(&["boxc"]);
    let boxc = Client::first(&world, "boxc");
    let standard = Client::with(&world, "boxc-standard", boxc.own);
    let below =
        |client: &Client<'_>| world.get(&client.target().replace("connect%2Fuser", "connect%2Fuser%2F1")).status;
    assert_eq!((below(&boxc), below(&standard)), (200, 400), "redirect by prefix");
    let tokens = standard.tokens();
    world.advance(3600);
    assert_eq!(standard.verify(&tokens.access).status, 401, "tokens end at standard");
    let endless = boxc.tokens().access;
    world.advance(3600);
    assert_eq!(boxc.verify(&endless).status, 200, "and do not at boxc");
    let other = standard.tokens().access;
    for path in ["/boxc-standard/oauth", "/boxc/oauth"] {
        Request::new("DELETE", &format!("{path}/{other}")).send(world.at);
    }
    assert_eq!(standard.verify(&other).status, 200, "no DELETE without a client");
    assert_eq!(standard.exchange(&boxc.code()).status, 400);
}

/// PKC-02 and PKC-03 hold where no document knows PKCE (see `codes::pkce`); `dialect show` names the weakness.
#[test]
fn leg_03_a_dialect_without_pkce_says_so() {
    let world = World::new();
    for mount in MOUNTS {
        let warns = world
            .mount(mount)
            .dialect
            .warnings
            .iter()
            .any(|warning| warning.to_lowercase().contains("pkce") || warning.contains("challenge"));
        assert_eq!(
            warns,
            !matches!(mount, "standard" | "boxc-standard"),
            "{mount}: {:?}",
            world.mount(mount).dialect.warnings
        );
    }
}

#[test]
fn leg_06_strict_metadata_names_nothing_weak() {
    let world = World::of(&["standard", "boxc"]);
    for mount in ["standard", "boxc-standard"] {
        let text = world.get(&format!("/.well-known/oauth-authorization-server/{mount}")).text();
        for weak in ["token\"]", "implicit", "password", "plain"] {
            assert!(!text.contains(weak), "{mount}: {weak} in {text}");
        }
        assert!(text.contains(r#""response_types_supported":["code"]"#), "{text}");
        assert!(text.contains(r#""code_challenge_methods_supported":["S256"]"#), "{text}");
    }
}
