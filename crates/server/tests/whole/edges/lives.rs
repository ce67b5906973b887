//! Lifetimes: valid in the last second, refused in the next.

use super::{WIRES, refused};
use crate::client::Client;
use crate::database::Database;
use crate::world::World;
use engine::policy::Rotation;
use tempfile::TempDir;

/// A lifetime of the standard's whole family, whatever its use.
const FAMILY: i64 = 365 * 86_400;

#[test]
fn cod_03_a_code_in_its_last_second_and_in_the_next() {
    let world = World::new();
    for wire in WIRES {
        let client = Client::first(&world, wire.mount);
        let (in_time, late) = (client.code(), client.code());
        world.advance(wire.code - 1);
        let answer = client.exchange(&in_time);
        client.lives(&client.read_code(&answer).access, "in the last second of its code");
        world.advance(1);
        refused(&client.exchange(&late), wire.bad_code, &format!("{}: the second after", wire.mount));
    }
}

#[test]
fn tok_04_an_access_token_in_its_last_second_and_in_the_next() {
    let world = World::new();
    for wire in WIRES {
        let client = Client::first(&world, wire.mount);
        let token = client.tokens().access;
        match wire.access {
            Some(life) => world.advance(life - 1),
            None => world.advance(20 * FAMILY),
        }
        client.lives(&token, "in its last second");
        let Some(_) = wire.access else { continue };
        world.advance(1);
        client.is_dead(&token, "in the second after its last");
        if let Some(answer) = client.whoami(&token) {
            refused(&answer, wire.bad_token, wire.mount);
        }
    }
}

#[test]
fn ref_08_a_refresh_token_in_its_last_idle_second_and_in_the_next() {
    let world = World::new();
    for wire in WIRES {
        let Some(life) = wire.refresh else { continue };
        let client = Client::first(&world, wire.mount);
        let (in_time, late) = (client.tokens(), client.tokens());
        world.advance(life - 1);
        client.lives(&client.refreshed(in_time.renewable()).access, "refreshed in the last idle second");
        world.advance(1);
        refused(&client.refresh(late.renewable()), wire.bad_refresh, &format!("{}: a second too late", wire.mount));
    }
}

#[test]
fn ref_08_each_use_begins_the_idle_time_anew_but_not_where_the_same_token_stays() {
    let world = World::new();
    for wire in WIRES {
        let Some(life) = wire.refresh else { continue };
        let client = Client::first(&world, wire.mount);
        let first = client.tokens();
        world.advance(life - 1);
        let second = client.refreshed(first.renewable());
        world.advance(life - 1);
        let third = client.refresh(second.renewable());
        match client.dialect().policy.refresh.rotation {
            Rotation::Rotate | Rotation::SameExtended => {
                client.lives(&client.read_code(&third).access, "used in between")
            }
            Rotation::Same => refused(&third, wire.bad_refresh, wire.mount),
        }
    }
}

/// A year in all, whatever its use, at `standard`; the providers' families have no such end.
#[test]
fn ref_08_the_standards_family_ends_after_a_year_of_use() {
    let world = World::of(&["standard"]);
    let wire = WIRES[7];
    let client = Client::first(&world, "standard");
    let mut tokens = client.tokens();
    let step = 20 * 86_400;
    for _ in 0..FAMILY / step {
        world.advance(step);
        tokens = client.refreshed(tokens.renewable());
    }
    world.advance(FAMILY % step - 1);
    let last = client.refreshed(tokens.renewable());
    client.lives(&last.access, "refreshed in the family's last second");
    world.advance(1);
    refused(&client.refresh(last.renewable()), wire.bad_refresh, "the family's year is over");
}

#[test]
fn ses_03_a_session_in_its_last_second_and_in_the_next() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    assert!(browser.reach_consent(&client.target()).page().text().contains("/-/consent\""));
    let mut is_somebody = || browser.open(&client.target()).page().text().contains("/-/consent\"");
    // Twelve hours in all, at most three of them without a visit.
    for _ in 0..5 {
        world.advance(2 * 3600);
        assert!(is_somebody());
    }
    world.advance(2 * 3600 - 1);
    assert!(is_somebody());
    world.advance(1);
    assert!(!is_somebody());
}

#[test]
fn ses_03_a_session_that_nobody_used_in_its_last_second_and_in_the_next() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    browser.reach_consent(&client.target());
    let mut is_somebody = || browser.open(&client.target()).page().text().contains("/-/consent\"");
    world.advance(3 * 3600 - 1);
    assert!(is_somebody());
    world.advance(3 * 3600 - 1);
    assert!(is_somebody(), "the visit counted");
    world.advance(3 * 3600);
    assert!(!is_somebody());
}

/// What a node says to a sign-in by a form of another one whose clock is so many seconds ahead.
fn by_a_form_of(ahead: i64) -> u16 {
    let node = |folder: TempDir, seed| {
        World::on(Database::File(folder.path().to_owned()), folder, &World::text(&["standard"]), seed)
    };
    let other = node(TempDir::new().unwrap(), 7);
    other.advance(ahead);
    let (form, cookies) = {
        let mut browser = other.browser();
        let form = browser.open(&Client::first(&other, "standard").target()).page();
        (form, browser.cookies.clone())
    };
    let own = node(other.end(), 8);
    let mut browser = own.browser();
    browser.cookies = cookies;
    browser.sign_in(&form).page().status
}

#[test]
fn a_form_of_a_node_whose_clock_is_ten_seconds_ahead_is_open() {
    assert_eq!([by_a_form_of(10), by_a_form_of(11)], [200, 400]);
}

#[test]
fn con_04_a_form_in_its_last_second_and_in_the_next() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let sign_in = browser.open(&client.target()).page();
    world.advance(30 * 60);
    assert_eq!(browser.sign_in(&sign_in).page().status, 400, "a sign-in form that lay open for too long");
    let sign_in = browser.open(&client.target()).page();
    world.advance(30 * 60 - 1);
    let consent = browser.sign_in(&sign_in).page();
    world.advance(30 * 60 - 1);
    let code = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).parameter("code");
    assert_eq!(client.exchange(&code).status, 200);
    let consent = browser.open(&client.target_for(Some("read"), None));
    world.advance(30 * 60);
    if let crate::browser::End::Page(consent) = consent {
        assert_eq!(browser.submit(&consent, "/-/consent", &[("decision", "allow")]).page().status, 400);
    }
}
