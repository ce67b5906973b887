//! PKC-01 to PKC-04 (RFC 7636): in every dialect, documented there or not.

use super::{nothing, worthless};
use crate::client::{CHALLENGE, Client, MOUNTS, VERIFIER};
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::policy::GrantKind;
use engine::secret::Hashed;

fn with(client: &Client<'_>, verifier: Option<&str>, code: &str) -> crate::http::Response {
    client.send(client.dialect().client_exchange(&client.face(), code, verifier).unwrap())
}

fn challenged(client: &Client<'_>, challenge: &str) -> String {
    client.code_for(&format!("{}&code_challenge={challenge}&code_challenge_method=S256", client.target()))
}

#[test]
fn pkc_01_standard_demands_s256_of_public_apps() {
    let world = World::of(&["standard"]);
    let client = Client::of(&world, "standard", "public");
    let bare = client.target().split("&code_challenge=").next().unwrap().to_owned();
    let error = |more: &str| client.allow(&format!("{bare}{more}")).parameter("error");
    assert_eq!(error(""), "invalid_request");
    assert_eq!(error(&format!("&code_challenge={VERIFIER}&code_challenge_method=plain")), "invalid_request");
    assert_eq!(error(&format!("&code_challenge={VERIFIER}")), "invalid_request", "absent means plain");
    assert_eq!(error(&format!("&code_challenge={CHALLENGE}&code_challenge_method=s256")), "invalid_request");
    assert_eq!(error("&code_challenge=&code_challenge_method=S256"), "invalid_request");
    assert_eq!(error("&code_challenge_method=S256"), "invalid_request");
    assert!(client.allow(&client.target()).url().contains("code="));
}

#[test]
fn pkc_02_a_challenge_that_was_sent_binds_in_every_dialect() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let code = challenged(&client, CHALLENGE);
        nothing(&client, GrantKind::AuthorizationCode, &with(&client, None, &code), "without the verifier");
        for wrong in [CHALLENGE, "", "x", &VERIFIER[1..], &VERIFIER.to_lowercase()] {
            nothing(
                &client,
                GrantKind::AuthorizationCode,
                &with(&client, Some(wrong), &code),
                &format!("with {wrong}"),
            );
        }
        let tokens = client.read_code(&with(&client, Some(VERIFIER), &code));
        client.lives(&tokens.access, "with the verifier, and no wrong try has burnt the code");
    }
}

/// RFC 9700 section 4.8.2: whoever strips the challenge from somebody's request must not get through with it.
#[test]
fn pkc_03_a_verifier_without_a_challenge_is_a_downgrade() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let code = client.code();
        nothing(
            &client,
            GrantKind::AuthorizationCode,
            &with(&client, Some(VERIFIER), &code),
            "for a code without challenge",
        );
        client.lives(&client.read_code(&with(&client, None, &code)).access, "without one");
    }
}

#[test]
fn pkc_04_verifiers_of_42_and_129_characters_are_refused_though_they_fit() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let challenge = |verifier: &str| URL_SAFE_NO_PAD.encode(Hashed::of(verifier.as_bytes()).as_bytes());
    let odd = format!("{}+/", "a".repeat(43));
    for (verifier, fits) in [
        ("a".repeat(42), false),
        ("a".repeat(43), true),
        ("~".repeat(128), true),
        ("a".repeat(129), false),
        (odd, false),
    ] {
        let code = challenged(&client, &challenge(&verifier));
        let answer = with(&client, Some(&verifier), &code);
        assert_eq!(answer.status == 200, fits, "{} characters: {answer:?}", verifier.len());
    }
    let target = |challenge: &str| format!("{}&code_challenge={challenge}&code_challenge_method=S256", client.target());
    for challenge in ["a".repeat(42), "a".repeat(129), "%2B".repeat(43)] {
        assert_eq!(client.allow(&target(&challenge)).parameter("error"), "invalid_request", "{challenge}");
    }
}

/// The verifier is no secret that helps without the code, and the code none without its app.
#[test]
fn pkc_02_cod_04_a_stolen_pair_is_useless_to_another_app() {
    let world = World::of(&["standard"]);
    let (public, thief) = (Client::of(&world, "standard", "public"), Client::second(&world, "standard"));
    let code = public.code();
    nothing(
        &thief,
        GrantKind::AuthorizationCode,
        &with(&thief, Some(VERIFIER), &code),
        "with code and verifier of another",
    );
    worthless(&thief, &code, "without");
    assert_eq!(public.exchange(&code).status, 200);
}
