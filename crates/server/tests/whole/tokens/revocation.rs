//! REV-01 to REV-04 (RFC 7009), LEG-05.

use crate::client::{Client, deliver};
use crate::http::Request;
use crate::race;
use crate::world::World;

/// Mounts with a revocation endpoint that answers yes to what it does not know.
const RFC: [&str; 3] = ["standard", "boxc-standard", "hidrive"];

fn post(world: &World, client: &Client<'_>, pairs: &[(&str, &str)]) -> crate::http::Response {
    let own = [("client_id", client.id()), ("client_secret", client.secret())];
    let pairs: Vec<(&str, &str)> = own.into_iter().chain(pairs.iter().copied()).collect();
    world.form(&format!("{}/oauth2/revoke", client.mount.prefix), &pairs)
}

#[test]
fn rev_01_unknown_tokens_get_200_and_a_wrong_hint_still_works() {
    let world = World::new();
    for mount in RFC {
        let client = Client::first(&world, mount);
        for unknown in ["nothing", "", "%", &"x".repeat(5000)] {
            let answer = post(&world, &client, &[("token", unknown)]);
            let expected = if unknown.is_empty() { 400 } else { 200 };
            assert_eq!(
                (answer.status, !answer.body.is_empty()),
                (expected, unknown.is_empty()),
                "{mount} {unknown}: {answer:?}"
            );
        }
        for (hint, pick) in [("refresh_token", 0), ("access_token", 1), ("nonsense", 0), ("nonsense", 1), ("", 0)] {
            let tokens = client.tokens();
            let token = if pick == 0 { tokens.access.as_str() } else { tokens.renewable() };
            assert_eq!(post(&world, &client, &[("token", token), ("token_type_hint", hint)]).status, 200);
            client.is_dead(&tokens.access, &format!("revoked with the hint {hint}"));
        }
        let tokens = client.tokens();
        for _ in 0..3 {
            assert_eq!(post(&world, &client, &[("token", tokens.renewable())]).status, 200, "again and again");
        }
    }
}

/// Who authenticates ends only its own. BoxC's DELETE and HiDrive's revoke take the token alone: declared.
#[test]
fn rev_02_nobody_ends_another_apps_tokens_by_its_own_name() {
    let world = World::new();
    for mount in RFC {
        let (client, other) = (Client::first(&world, mount), Client::second(&world, mount));
        let tokens = client.tokens();
        for token in [tokens.access.as_str(), tokens.renewable()] {
            assert_eq!(post(&world, &other, &[("token", token)]).status, 200, "{mount}: no word about whose it is");
        }
        client.lives(&tokens.access, "after another app's revocation");
        client.lives(&client.refreshed(tokens.renewable()).access, "after another app's revocation");
    }
}

#[test]
fn rev_02_a_wrong_secret_ends_nothing_and_a_public_app_ends_its_own() {
    let world = World::new();
    for mount in RFC {
        let client = Client::first(&world, mount);
        let tokens = client.tokens();
        let target = format!("{}/oauth2/revoke", client.mount.prefix);
        let wrong = [("client_id", client.id()), ("client_secret", "wrong"), ("token", tokens.access.as_str())];
        assert!(world.form(&target, &wrong).status >= 400, "{mount}");
        client.lives(&tokens.access, "after a wrong secret");
        if mount != "hidrive" {
            assert!(world.form(&target, &[("token", &tokens.access)]).status >= 400, "{mount}: without a client");
            client.lives(&tokens.access, "without a client");
        }
    }
    let public = Client::of(&world, "standard", "public");
    let tokens = public.tokens();
    assert_eq!(public.revoke(tokens.renewable()).unwrap().status, 200, "CVE-2018-1000211");
    public.is_dead(&tokens.access, "revoked by a public app");
}

#[test]
fn rev_03_a_refresh_token_takes_its_access_tokens_along_and_no_other_grant() {
    let world = World::new();
    for mount in RFC {
        let client = Client::first(&world, mount);
        let (first, bystander) = (client.tokens(), client.tokens());
        let other_app = Client::second(&world, mount).tokens();
        let second = client.refreshed(first.renewable());
        assert_eq!(client.revoke(second.renewable()).unwrap().status, 200);
        for tokens in [&first, &second] {
            client.is_dead(&tokens.access, "of a revoked refresh token");
            assert!(client.refresh(tokens.renewable()).status >= 400, "{mount}");
        }
        client.lives(&bystander.access, "of another family");
        Client::second(&world, mount).lives(&other_app.access, "of another app");
        assert_eq!(client.revoke(&bystander.access).unwrap().status, 200);
        client.is_dead(&bystander.access, "revoked");
        client.lives(&client.refreshed(bystander.renewable()).access, "an access token's end leaves the rest");
    }
}

/// HiDrive's document calls it the app's logout: with the last refresh token the grant goes, and consent is asked again.
#[test]
fn rev_03_with_its_last_refresh_token_the_grant_goes() {
    let world = World::of(&["serble", "standard", "hidrive"]);
    for mount in ["standard", "hidrive"] {
        let client = Client::first(&world, mount);
        let (first, second) = (client.tokens(), client.tokens());
        let grants = || world.admin(mount, async move |desk| desk.grants("demo").await.unwrap().len());
        assert_eq!(grants(), 1);
        client.revoke(first.renewable());
        assert_eq!(grants(), 1, "{mount}: one family is left");
        client.revoke(second.renewable());
        assert_eq!(grants(), 0, "{mount}: none is left");
        assert!(client.ask().is_page_of(200), "{mount}: asked again");
    }
}

#[test]
fn rev_05_32_revocations_at_once_all_answer_yes_and_the_token_is_dead() {
    let world = World::of(&["standard"]);
    let at = world.at;
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let request = client.dialect().client_revoke(&client.face(), tokens.renewable()).unwrap();
    let answers = race::all(vec![request; 32], |request| deliver(at, request).status);
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    client.is_dead(&tokens.access, "revoked 32 times");
}

/// Refresh and revocation at once: whatever wins, nothing lives afterwards.
#[test]
fn rev_03_a_refresh_that_races_its_revocation_leaves_nothing_alive() {
    let world = World::new();
    let at = world.at;
    for mount in RFC {
        for _ in 0..5 {
            let client = Client::first(&world, mount);
            let tokens = client.tokens();
            let revoke = client.dialect().client_revoke(&client.face(), tokens.renewable()).unwrap();
            let mut requests = vec![client.refreshing(tokens.renewable()); 8];
            requests.insert(4, revoke);
            let answers = race::all(requests, |request| deliver(at, request));
            for answer in &answers {
                assert!(answer.status < 500, "{answer:?}");
                if let Some(read) =
                    client.dialect().client_read_tokens(engine::policy::GrantKind::RefreshToken, &answer.body)
                {
                    client.is_dead(&read.access_token, "of a family that was revoked meanwhile");
                }
            }
        }
    }
}

/// BoxC: whoever holds the token may end it; the path is the token itself.
#[test]
fn rev_02_leg_02_boxcs_delete_ends_one_token_and_tells_an_unknown_one() {
    let world = World::of(&["boxc"]);
    let client = Client::first(&world, "boxc");
    let (one, two) = (client.tokens().access, client.tokens().access);
    let delete = |target: &str| Request::new("DELETE", target).send(world.at);
    for route in ["/boxc/v1/oauth", "/boxc/oauth"] {
        let ended = delete(&format!("{route}/{}", if route.contains("v1") { &one } else { &two }));
        assert_eq!((ended.status, ended.body.len()), (200, 0));
    }
    client.is_dead(&one, "deleted");
    client.is_dead(&two, "deleted");
    for unknown in [one.as_str(), "nothing", "%00", "%ff", "a%2fb", "..", "%2e%2e"] {
        let answer = delete(&format!("/boxc/oauth/{unknown}"));
        assert_eq!(answer.status, 404, "{unknown}: {answer:?}");
        assert_eq!(
            answer.text(),
            r#"{"status":"error","http_status":404,"code":1005,"message":"Invalid access token"}"#,
            "{unknown}"
        );
    }
}

/// What never expires must not grow without bound: the one unused for longest goes.
#[test]
fn leg_05_of_101_endless_tokens_the_one_unused_for_longest_goes() {
    let world = World::of(&["boxc"]);
    let client = Client::first(&world, "boxc");
    let mut all = Vec::new();
    for _ in 0..101 {
        world.advance(1);
        all.push(client.tokens().access);
    }
    client.is_dead(&all[0], "the oldest of 101");
    client.lives(&all[1], "the second");
    client.lives(&all[100], "the newest");
}
