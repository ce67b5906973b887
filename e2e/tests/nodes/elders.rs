//! What programs of before would not find is not given out as long as they may be at work on the same database.

use crate::stage::CLUSTER;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use grantor_e2e::demo::grantor;
use grantor_e2e::deployment::Deployment;
use grantor_e2e::served::Served;
use grantor_e2e::speak::{Client, Tokens};
use tempfile::TempDir;

/// As `jti` was before it carried an id: 128 bits in base64url.
const RANDOM: usize = 22;
/// 132 bits, and an id.
const CARRYING: usize = 33;

/// The provider's dialect, but that a refresh token turns: what one node makes of it another one makes again.
fn turning() -> TempDir {
    let (folder, own) = (TempDir::new().unwrap(), include_str!("../../../dialects/serble/dialect.toml"));
    let turning = own.replace("rotation = \"same\"", "rotation = \"rotate\"");
    assert_ne!(own, turning);
    std::fs::create_dir(folder.path().join("serble")).unwrap();
    std::fs::write(folder.path().join("serble/dialect.toml"), turning).unwrap();
    folder
}

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
    let (database, dialects) = (CLUSTER.database().unwrap(), turning());
    let more = ["--dialects", dialects.path().to_str().unwrap()];
    let deployment = Deployment::made_by(grantor(&[]), &database, &["serble"], &more);
    let client = deployment.client("serble", "server");
    // As it stands in tables that an older program has made.
    CLUSTER.run(&database, "update schema_version set works_from = 1").unwrap();
    let a = deployment.files.node("a");
    CLUSTER.run(&database, "update schema_version set works_from = version").unwrap();
    let b = deployment.files.node("b");
    let told = |node: &Served| node.log().contains("run `UPDATE schema_version SET works_from = 7");
    assert!(told(&a) && !told(&b), "it says what to do when they are gone: {}", a.log());
    for (node, other, length) in [(&a, &b, RANDOM), (&b, &a, CARRYING)] {
        let tokens = made(node, &client, &deployment, length);
        assert_eq!(other.send(client.whoami(&tokens.access)).status, 200);
        let refresh = client.refresh(tokens.refresh.as_ref().unwrap()).unwrap();
        let renewed = Tokens::of(&other.send(refresh.clone())).unwrap();
        assert_ne!(renewed.refresh, tokens.refresh, "it turns");
        // Whoever got no answer asks again, and is told by the other node what the first one made.
        assert_eq!(Tokens::of(&node.send(refresh)).unwrap(), renewed);
        assert_eq!(node.send(client.whoami(&renewed.access)).status, 200);
    }
}
