//! CON-06: where consent is required, no grant goes round it.

use super::is_consent;
use crate::browser::End;
use crate::client::{Client, MOUNTS};
use crate::world::World;

/// What other servers have taken in the place of a person's yes.
const ROUND_IT: [(&str, &[(&str, &str)]); 6] = [
    ("password", &[("username", "demo")]),
    ("client_credentials", &[]),
    ("urn:ietf:params:oauth:grant-type:jwt-bearer", &[("assertion", "a.b.c")]),
    ("urn:ietf:params:oauth:grant-type:device_code", &[("device_code", "x")]),
    ("urn:ietf:params:oauth:grant-type:token-exchange", &[("subject_token", "x")]),
    ("implicit", &[]),
];

fn granted(world: &World, mount: &str) -> usize {
    world.admin(mount, async move |desk| {
        let account = desk.account("demo").await.unwrap();
        desk.let_in(&account, None).await.unwrap().rows.len()
    })
}

#[test]
fn con_06_signing_in_is_no_consent_and_a_no_leaves_nothing() {
    let world = World::of(&[]);
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let before = granted(&world, mount);
        let page = client.ask().page();
        assert!(is_consent(&page), "{mount}: {page:?}");
        for more in ["", "&prompt=none", "&prompt=consent", "&approval_prompt=auto", "&skip_consent=true", "&max_age=0"]
        {
            let mut browser = world.browser_of(&client);
            match browser.open(&format!("{}{more}", client.target())) {
                End::Page(_) => {}
                End::App(url, _) => {
                    let read = client.dialect().client_read_redirect(&url);
                    assert!(read.code.is_none() && !url.contains("token"), "{mount}{more}: {url}");
                }
            }
        }
        let mut browser = world.browser_of(&client);
        let no = browser.decide(&client.target(), "deny");
        if let End::App(url, _) = &no {
            assert!(client.dialect().client_read_redirect(url).code.is_none(), "{mount}: {url}");
        }
        assert_eq!(granted(&world, mount), before, "{mount}");
    }
}

#[test]
fn con_06_no_other_grant_goes_round_a_persons_yes() {
    let world = World::of(&[]);
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let before = granted(&world, mount);
        let honest = client.exchanging("no-code");
        let target = honest.url.strip_prefix(&world.url()).unwrap().to_owned();
        let password = world.shown.password.expose();
        for (grant, more) in ROUND_IT {
            let secret = client.own.secret.as_ref().map_or("", |secret| secret.expose());
            let mut pairs = vec![
                ("grant_type", grant),
                ("client_id", client.id()),
                ("client_secret", secret),
                ("application_id", client.id()),
                ("scope", "read"),
                ("password", password),
            ];
            pairs.extend(more);
            let answer = world.form(&target, &pairs);
            if grant == "client_credentials" && answer.text().contains("access_token\"") {
                // What an app may do as itself; it speaks for nobody.
                let token = answer.member("/access_token");
                for said in [client.whoami(&token), client.introspect(&token)].into_iter().flatten() {
                    assert!(!said.text().contains("demo"), "{mount}: {said:?}");
                }
            } else {
                assert!(!answer.text().contains("access_token\""), "{mount}, {grant}: {answer:?}");
            }
        }
        assert_eq!(granted(&world, mount), before, "{mount}");
    }
}
