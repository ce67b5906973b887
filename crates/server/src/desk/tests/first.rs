//! AUT-09: there is no default account, and the way to the first administrator closes for good.

use super::{desk, person, world};
use crate::desk::{Declined, Desk};
use engine::secret::Plain;
use store::ops::{AccountChange, Audit};

async fn made(desk: &Desk<'_>, link: &Plain, name: &str) -> Result<(), Declined> {
    desk.first_administrator(link, person(name), &Plain::new("correct horse")).await.map(|_| ())
}

#[tokio::test]
async fn aut_09_there_is_no_default_account() {
    let (server, _folder) = world(&["standard"]).await;
    for realm in ["admin", "standard"] {
        assert!(desk(&server, realm).accounts().await.unwrap().is_empty(), "{realm}");
    }
}

#[tokio::test]
async fn aut_09_the_first_link_works_once_and_no_link_ever_comes_after_it() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "admin");
    let older = desk.first_link().await.unwrap().unwrap();
    let link = desk.first_link().await.unwrap().unwrap();
    assert!(matches!(made(&desk, &older, "eve").await, Err(Declined::SpentLink)), "a newer one was printed");
    assert!(matches!(made(&desk, &Plain::new("guess"), "eve").await, Err(Declined::SpentLink)));
    let weak = desk.first_administrator(&link, person("ann"), &Plain::new("short")).await;
    assert!(matches!(weak, Err(Declined::Password(_))) && desk.first_link_is_good(&link).await.unwrap(), "not used up");
    made(&desk, &link, "ann").await.unwrap();
    assert!(matches!(made(&desk, &link, "eve").await, Err(Declined::SpentLink)));
    assert!(desk.first_link().await.unwrap().is_none());
    assert!(matches!(desk.delete_account("ann").await, Err(Declined::LastAdministrator)));
    let ann = desk.account("ann").await.unwrap();
    let gone = AccountChange::Delete { at: desk.now.secs(), tombstone: 0 };
    desk.store.change_account(desk.realm.key, ann.key, gone, Audit::default()).await.unwrap();
    assert!(desk.account("ann").await.is_err(), "whatever took the last one away");
    assert!(desk.first_link().await.unwrap().is_none(), "not even after the last administrator is gone");
}

#[tokio::test]
async fn aut_09_a_link_is_dead_after_a_day_and_once_anybody_else_is_administrator() {
    let (server, _folder) = world(&["standard"]).await;
    let link = desk(&server, "admin").first_link().await.unwrap().unwrap();
    server.clock.advance(86_400);
    let desk = desk(&server, "admin");
    assert!(matches!(made(&desk, &link, "eve").await, Err(Declined::SpentLink)));
    let link = desk.first_link().await.unwrap().unwrap();
    desk.create_account(person("ann"), &Plain::new("correct horse")).await.unwrap();
    assert!(matches!(made(&desk, &link, "eve").await, Err(Declined::SpentLink)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn aut_09_of_many_who_use_the_link_at_once_one_is_administrator() {
    let (server, _folder) = world(&["standard"]).await;
    let server = std::sync::Arc::new(server);
    let link = desk(&server, "admin").first_link().await.unwrap().unwrap();
    let tries = (0..8).map(|n| {
        let (server, link) = (server.clone(), link.clone());
        tokio::spawn(async move { made(&desk(&server, "admin"), &link, &format!("ann{n}")).await.is_ok() })
    });
    let mut won = 0;
    for each in tries.collect::<Vec<_>>() {
        won += usize::from(each.await.unwrap());
    }
    assert_eq!((won, desk(&server, "admin").accounts().await.unwrap().len()), (1, 1));
}
