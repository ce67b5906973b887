//! Budgets, and the line of those who wait for the end of others.

use super::budget::{BURST, PER_NAME};
use super::*;
use engine::model::{AppKey, RealmKey};
use engine::secret::Hashed;
use std::sync::Arc;

fn of(name: &str) -> [Budget; 2] {
    [Budget::Name(Hashed::of(name.as_bytes())), Budget::of("192.0.2.1".parse().unwrap())]
}

async fn fails(throttle: &Throttle, name: &str, now: i64) -> i64 {
    throttle.admit(of(name), Now(now)).await.map_or_else(|seconds| seconds, |_failed| 0)
}

#[tokio::test]
async fn ten_failures_are_free_and_then_one_try_is_let_through_in_a_stated_time_however_many_came() {
    let throttle = Throttle::default();
    for _ in 0..10 {
        assert_eq!(fails(&throttle, "demo", 0).await, 0);
    }
    for _ in 0..1000 {
        assert_eq!(fails(&throttle, "demo", 0).await, PER_NAME);
    }
    assert_eq!(fails(&throttle, "demo", PER_NAME * 1000).await, 0);
    assert_eq!(fails(&throttle, "demo", PER_NAME * 1000).await, PER_NAME);
    assert_eq!(fails(&throttle, "other", 0).await, 0, "another name is not slowed");
}

/// How many of 30 tries at once are admitted when all of them end so.
async fn at_once(end: fn(Attempt<'_, 2>)) -> usize {
    let throttle = Arc::new(Throttle::default());
    let one = |throttle: Arc<Throttle>| async move {
        let attempt = throttle.admit(of("demo"), Now(0)).await.ok()?;
        tokio::task::yield_now().await;
        end(attempt);
        Some(())
    };
    let all: Vec<_> = (0..30).map(|_| tokio::spawn(one(throttle.clone()))).collect();
    let mut admitted = 0;
    for attempt in all {
        admitted += usize::from(attempt.await.unwrap().is_some());
    }
    admitted
}

#[tokio::test]
async fn many_at_once_that_are_right_wait_for_one_another_and_many_that_are_wrong_are_ten() {
    assert_eq!(at_once(|attempt| attempt.forgive()).await, 30);
    assert_eq!(at_once(|failed| drop(failed)).await, 10);
}

#[tokio::test]
async fn whoever_finds_too_many_waiting_is_told_at_once_to_come_again() {
    let throttle = Arc::new(Throttle::default());
    let mut open = Vec::new();
    for _ in 0..BURST {
        open.push(throttle.admit(of("demo"), Now(0)).await.ok().unwrap());
    }
    let one = |throttle: Arc<Throttle>| async move { throttle.admit(of("demo"), Now(0)).await.map(Attempt::forgive) };
    let waiting: Vec<_> = (0..WAITING).map(|_| tokio::spawn(one(throttle.clone()))).collect();
    while throttle.lock().line.len() < WAITING {
        tokio::task::yield_now().await;
    }
    assert_eq!(one(throttle.clone()).await, Err(FULL), "there is no place left");
    assert_eq!(throttle.admit(of("other"), Now(0)).await.map(Attempt::forgive), Ok(()), "who need not wait needs none");
    open.into_iter().for_each(Attempt::forgive);
    for own in waiting {
        assert_eq!(own.await.unwrap(), Ok(()), "whoever had a place comes in");
    }
    assert_eq!(one(throttle).await, Ok(()));
}

#[tokio::test]
async fn whoever_came_first_is_heard_first_and_nobody_overtakes() {
    let throttle = Arc::new(Throttle::default());
    let mut open = Vec::new();
    for _ in 0..BURST {
        open.push(throttle.admit(of("demo"), Now(0)).await.ok().unwrap());
    }
    let (heard, mut order) = tokio::sync::mpsc::unbounded_channel();
    for nth in 0..20 {
        let (own, heard) = (throttle.clone(), heard.clone());
        tokio::spawn(async move {
            let attempt = own.admit(of("demo"), Now(0)).await;
            heard.send(nth).unwrap();
            tokio::task::yield_now().await;
            attempt.map(Attempt::forgive)
        });
        while throttle.lock().line.len() <= nth {
            tokio::task::yield_now().await;
        }
    }
    open.pop().unwrap().forgive();
    // Comes when the place is free again, and somebody has waited for it.
    let own = throttle.clone();
    let last = tokio::spawn(async move { own.admit(of("demo"), Now(0)).await.map(Attempt::forgive) });
    for nth in 0..20 {
        assert_eq!(order.recv().await, Some(nth));
    }
    assert_eq!(last.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_turn_of_somebody_who_has_gone_is_the_next_ones() {
    let throttle = Arc::new(Throttle::default());
    let mut open = Vec::new();
    for _ in 0..BURST {
        open.push(throttle.admit(of("demo"), Now(0)).await.ok().unwrap());
    }
    let one = |own: Arc<Throttle>| async move { own.admit(of("demo"), Now(0)).await.map(Attempt::forgive) };
    let (gone, stays) = (tokio::spawn(one(throttle.clone())), tokio::spawn(one(throttle.clone())));
    while throttle.lock().line.len() < 2 {
        tokio::task::yield_now().await;
    }
    // The first one's turn has come, and it has not heard of it.
    open.pop().unwrap().forgive();
    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());
    assert_eq!(stays.await.unwrap(), Ok(()));
    open.into_iter().for_each(Attempt::forgive);
    assert!(throttle.lock().debts.values().all(|debt| debt.open == 0 && debt.whole_at == 0));
}

#[tokio::test]
async fn nobody_waits_for_ever() {
    let throttle = Throttle { patience: Duration::from_millis(20), ..Throttle::default() };
    let mut open = Vec::new();
    for _ in 0..BURST {
        open.push(throttle.admit(of("demo"), Now(0)).await.ok().unwrap());
    }
    assert_eq!(throttle.admit(of("demo"), Now(0)).await.map(Attempt::forgive), Err(FULL));
    open.into_iter().for_each(Attempt::forgive);
    assert_eq!(throttle.admit(of("demo"), Now(0)).await.map(Attempt::forgive), Ok(()));
}

#[tokio::test]
async fn whoever_may_try_on_other_budgets_too_waits_no_longer_for_that() {
    let throttle = Throttle { patience: Duration::from_secs(1), ..Throttle::default() };
    let first = [Budget::first(Hashed::of(b"demo"), "192.0.2.1".parse().unwrap()), of("demo")[1]];
    let mut open = vec![throttle.admit(first, Now(0)).await.ok().unwrap()];
    for _ in 0..BURST {
        open.push(throttle.admit(of("demo"), Now(0)).await.ok().unwrap());
    }
    let begun = Instant::now();
    assert_eq!(throttle.admit_either(of("demo"), first, Now(0)).await.map(Attempt::forgive), Err(FULL));
    let waited = begun.elapsed();
    assert!((throttle.patience..throttle.patience * 2).contains(&waited), "{waited:?}");
    open.remove(0).forgive();
    assert_eq!(
        throttle.admit_either(of("demo"), first, Now(0)).await.map(Attempt::forgive),
        Ok(()),
        "at the last look"
    );
}

/// A name of which somebody has failed eight times, so that one more would be too many, for 10 milliseconds, beside one that is open.
async fn nearly_full(throttle: &Throttle) -> Attempt<'_, 2> {
    (0..8).for_each(|_| throttle.spend(of("demo")[0], Now(10)));
    let open = throttle.admit(of("demo"), Now(0)).await.ok().unwrap();
    assert!(matches!(throttle.enter(of("demo"), Came { now: Now(0), since: Instant::now() }), Entered::Waiting(_)));
    open
}

#[tokio::test]
async fn what_time_makes_free_is_there_for_whoever_waits() {
    let throttle = Throttle { patience: Duration::from_millis(20), ..Throttle::default() };
    let open = nearly_full(&throttle).await;
    assert_eq!(throttle.admit(of("demo"), Now(0)).await.map(Attempt::forgive), Ok(()), "though nothing has ended");
    open.forgive();
    assert!(throttle.lock().debts.values().all(|debt| debt.open == 0));
}

#[tokio::test]
async fn who_is_heard_late_is_heard_by_the_time_of_then() {
    let throttle = Throttle::default();
    let open = nearly_full(&throttle).await;
    let waiting = throttle.admit(of("demo"), Now(0));
    let fails = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        drop(open);
    };
    let (heard, ()) = tokio::join!(waiting, fails);
    assert_eq!(heard.map(Attempt::forgive), Ok(()), "by the time of its coming it would be too many");
}

#[tokio::test]
async fn a_person_gets_three_letters_at_once_and_then_one_every_five_minutes() {
    let throttle = Throttle::default();
    let asked = async |from: &str, now: i64| {
        let budgets = [Budget::Letters(Hashed::of(b"demo")), Budget::letters_from(from.parse().unwrap())];
        throttle.admit(budgets, Now(now)).await.map_or_else(|seconds| seconds, |_letter| 0)
    };
    for nth in 0..3 {
        assert_eq!(asked(&format!("192.0.2.{nth}"), 0).await, 0);
    }
    assert_eq!(asked("192.0.2.9", 0).await, 300);
    assert_eq!(asked("192.0.2.9", 300_000).await, 0);
}

#[test]
fn a_network_of_ipv6_has_one_budget() {
    let of = |text: &str| Budget::of(text.parse().unwrap());
    assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
}

#[test]
fn a_site_of_ipv6_has_one_budget_for_secrets() {
    let of = |text: &str| {
        let address = text.parse().unwrap();
        (Budget::secret((RealmKey(1), AppKey(1)), address), Budget::secrets_from(address))
    };
    let (one, other) = (of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_eq!(one, other);
    let (one, other) = (of("2001:db8:1::1"), of("2001:db8:2::1"));
    assert!(one.0 != other.0 && one.1 != other.1);
}
