//! Who waits for the place in the pool, and for how long it is kept.

use super::*;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Costs some thirty times what one of ours does.
const COSTLY: &str =
    "$argon2id$v=19$m=19456,t=60,p=1$c29tZXNhbHQxNmJ5dGVzIQ$rPzDAz+r+5f8/AkY7uZQBQGL+covuEsKGiSlMWKufl4";

fn app(nth: i64) -> (RealmKey, AppKey) {
    (RealmKey(1), AppKey(nth))
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn one_app_and_one_site_have_few_of_the_places() {
    let places = Places::default();
    let of_app: Vec<Place<'_>> =
        (0..20).filter_map(|nth| places.take(app(1), address(&format!("192.0.2.{nth}")))).collect();
    assert_eq!(of_app.len(), WAITING_EACH, "of one app, from wherever");
    assert!(places.take(app(2), address("192.0.2.99")).is_some(), "another app, which gives its place back");
    let of_site: Vec<Place<'_>> =
        (0..20).filter_map(|nth| places.take(app(10 + nth), address(&format!("2001:db8:1:{nth}::1")))).collect();
    assert_eq!(of_site.len(), WAITING_EACH, "from one site, of whichever app");
    let rest: Vec<Place<'_>> =
        (0..20).filter_map(|nth| places.take(app(50 + nth), address(&format!("198.51.100.{nth}")))).collect();
    assert_eq!(rest.len(), WAITING - 2 * WAITING_EACH, "all together");
    drop((of_app, of_site, rest));
    assert!(places.lock().is_empty());
}

#[tokio::test]
async fn whoever_waits_and_gives_up_has_not_failed_and_keeps_no_place() {
    let slow = Arc::new(SlowSecrets::default());
    let _busy = Arc::clone(&slow.turn).acquire_owned().await.unwrap();
    let own = Arc::clone(&slow);
    let gives_up = tokio::spawn(async move { own.turn(app(1), address("192.0.2.1"), Now(0)).await.map(drop) });
    while slow.places.lock().is_empty() {
        tokio::task::yield_now().await;
    }
    gives_up.abort();
    assert!(gives_up.await.unwrap_err().is_cancelled());
    assert!(slow.places.lock().is_empty());
    for budget in [Budget::secret(app(1), address("192.0.2.1")), Budget::secrets_from(address("192.0.2.1"))] {
        assert!(slow.throttle.is_whole(budget), "{budget:?}");
    }
}

/// However slow a try is: one of another app's comes before the rest of the first one's.
#[tokio::test]
async fn apps_have_their_turns_one_after_the_other() {
    let slow = Arc::new(SlowSecrets::default());
    let busy = Arc::clone(&slow.turn).acquire_owned().await.unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut waiting = JoinSet::new();
    for (nth, of) in [1, 1, 1, 1, 2].into_iter().enumerate() {
        let (own, order) = (Arc::clone(&slow), Arc::clone(&order));
        waiting.spawn(async move {
            let turn = own.turn(app(of), address(&format!("192.0.2.{nth}")), Now(0)).await.unwrap_or_else(|_| panic!());
            order.lock().unwrap().push(of);
            drop(turn);
        });
        while slow.places.lock().get(&Whose::All).is_none_or(|all| all.number <= nth) {
            tokio::task::yield_now().await;
        }
    }
    drop(busy);
    waiting.join_all().await;
    assert_eq!(*order.lock().unwrap(), [1, 2, 1, 1, 1]);
}

/// Whoever hangs up makes no room for a second hash beside the first.
#[tokio::test]
async fn a_hash_that_has_begun_keeps_its_turn_when_its_client_has_gone() {
    let (slow, passwords) = (Arc::new(SlowSecrets::default()), Arc::new(Passwords::new(1, 4)));
    let permits = in_order([Arc::new(Semaphore::new(1)), Arc::clone(&slow.turn)]).await.unwrap();
    let (own, pool) = (Arc::clone(&slow), Arc::clone(&passwords));
    let hangs_up = tokio::spawn(async move {
        let shown = [Slow { nth: 0, stored: COSTLY, mac: [1; 32] }];
        own.compare(&pool, &Plain::new("a guess"), &shown, permits).await.is_ok()
    });
    while passwords.worked() == 0 {
        tokio::task::yield_now().await;
    }
    hangs_up.abort();
    assert!(hangs_up.await.unwrap_err().is_cancelled());
    assert_eq!(slow.turn.available_permits(), 0, "the hash goes on");
    let begun = Instant::now();
    while slow.turn.available_permits() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(120), "it ends");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
