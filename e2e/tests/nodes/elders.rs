//! What programs of before would not find is not given out as long as they may be at work on the same database.

use crate::stage::CLUSTER;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use grantor_e2e::deployment::Deployment;
use grantor_e2e::served::Served;
use grantor_e2e::speak::{Client, Tokens};

/// As `jti` was before it carried an id: 128 bits in base64url.
const RANDOM: usize = 22;
/// 132 bits, and an id.
const CARRYING: usize = 33;

/// How long the `jti` of a signed token is.
fn jti(token: &str) -> usize {
    let payload = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok()).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    claims["jti"].as_str().unwrap().len()
}

/// The tokens have that length of `jti`.
fn made(node: &Served, client: &Client, deployment: &Deployment, length: usize) -> Tokens {
    let code = client.brought(&deployment.person(node).allow(&client.link()));
    let tokens = Tokens::of(&node.send(client.exchange(&code))).unwrap();
    for token in [&tokens.access, tokens.refresh.as_ref().unwrap()] {
        assert_eq!(jti(token), length, "{token}");
    }
    tokens
}

#[test]
fn a_signed_token_carries_the_id_of_its_row_as_soon_as_no_older_program_may_be_at_work() {
    let database = CLUSTER.database().unwrap();
    let deployment = Deployment::new(&database, &["serble"]);
    let client = deployment.client("serble", "server");
    // As it stands in tables that an older program has made.
    CLUSTER.run(&database, "update schema_version set works_from = 1").unwrap();
    let a = deployment.files.node("a");
    CLUSTER.run(&database, "update schema_version set works_from = version").unwrap();
    let b = deployment.files.node("b");
    for (node, other, length) in [(&a, &b, RANDOM), (&b, &a, CARRYING)] {
        let tokens = made(node, &client, &deployment, length);
        assert_eq!(other.send(client.whoami(&tokens.access)).status, 200);
        let refresh = client.refresh(tokens.refresh.as_ref().unwrap()).unwrap();
        let renewed = Tokens::of(&other.send(refresh)).unwrap();
        assert_eq!(node.send(client.whoami(&renewed.access)).status, 200);
    }
}
