//! A large provider: a page of 10,000 apps or of 100,000 grants costs what a page costs, and a change what it changes.

use super::{Fixture, NOW, REALM, token};
use crate::Store;
use crate::office::{AppSearch, AppStanding, Office};
use crate::ops::{AppChange, Audit, Bounds, Consent, IssueAccess, Page, Rest};
use engine::model::{AccessToken, AccountKey, App, AppKey, GrantKey, Introspects, Review};
use rusqlite::Connection;
use std::time::{Duration, Instant};

const APPS: u32 = 10_000;
const GRANTS: u32 = 100_000;
/// More than a first limit brings in line before it is answered.
const TOKENS: u32 = 52_000;
/// Far above what a page takes on a busy machine without optimization, far below what going through everything takes.
const PATIENCE: Duration = Duration::from_millis(250);

fn app() -> App {
    App {
        key: AppKey(1),
        client_id: "c".to_owned(),
        name: "App".to_owned(),
        description: String::new(),
        site: None,
        kind: "confidential".to_owned(),
        secrets: Vec::new(),
        redirect_uris: Vec::new(),
        scopes: Vec::new(),
        owners: Vec::new(),
        color: None,
        support: None,
        review: Review::Live,
        mounts: Vec::new(),
        introspects: Introspects::Own,
        token_limit: None,
        suspended_at: None,
        suspend_reason: None,
        deleted_at: None,
        valid_from: 0,
        created_at: NOW,
    }
}

/// One app and one grant, and copies of their rows.
async fn filled() -> Fixture {
    let fixture = Fixture::new();
    fixture.store.create_app(REALM, app(), Audit::default()).await.unwrap();
    let consent = Consent {
        proposed: GrantKey(1),
        scope: "read".to_owned(),
        at: NOW,
        origin: Default::default(),
        audit: Audit::default(),
    };
    let access = AccessToken { account: Some(AccountKey(0)), grant: Some(GrantKey(1)), ..token("a") };
    let write = IssueAccess { realm: REALM, access, consent: Some(consent), bounds: Bounds::default(), now: NOW };
    fixture.store.issue_access(write).await.unwrap();
    let db = Connection::open(fixture.path()).unwrap();
    let names = [("app", "1 + n"), ("client_id", "printf('c%06d', n)"), ("name_key", "printf('app %06d', n)")];
    copy(&db, ("apps", APPS), &names);
    copy(&db, ("grants", GRANTS), &[("account", "n"), ("grant_key", "1 + n"), ("created_at", "created_at - n")]);
    fixture
}

fn copy(db: &Connection, (table, count): (&str, u32), drawn: &[(&str, &str)]) {
    let mut names = db.prepare(&format!("select name from pragma_table_info('{table}')")).unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let value =
        |name: &String| drawn.iter().find(|(own, _)| own == name).map_or(name.as_str(), |(_, value)| value).to_owned();
    let values: Vec<String> = names.iter().map(value).collect();
    let sql = format!(
        "insert into {table} with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < {})
         select {} from {table}, numbers where realm = {}",
        count - 1,
        values.join(", "),
        REALM.0
    );
    assert_eq!(db.execute(&sql, []).unwrap(), usize::try_from(count - 1).unwrap());
}

async fn timed<T>(what: &str, rows: usize, page: impl Future<Output = crate::Result<Vec<T>>>) {
    let begun = Instant::now();
    let found = page.await.unwrap();
    let took = begun.elapsed();
    println!("{what}: {} rows in {took:?}", found.len());
    assert_eq!(found.len(), rows, "{what}");
    assert!(took < PATIENCE, "{what} took {took:?}");
}

#[tokio::test]
async fn a_page_of_a_large_list_stays_small() {
    let fixture = filled().await;
    let store = &fixture.store;
    let page = |after: &str| Page { after: Some(after.to_owned()).filter(|after| !after.is_empty()), limit: 51 };
    let apps = |text: &str, standing| AppSearch { text: text.to_owned(), standing };
    for (what, after, rows) in
        [("first apps", "", 51), ("apps in the middle", "c005000", 51), ("last apps", "c009989", 10)]
    {
        timed(what, rows, store.find_apps(REALM, apps("", AppStanding::Any), page(after))).await;
    }
    timed("an app by id", 1, store.find_apps(REALM, apps("c009999", AppStanding::Any), page(""))).await;
    timed("an app by name", 1, store.find_apps(REALM, apps("009999", AppStanding::Any), page(""))).await;
    let middle = page(&format!("{NOW}.5000"));
    timed("apps by use", 51, store.find_apps_by_use(REALM, apps("", AppStanding::Any), middle)).await;
    let by_name = store.find_apps_by_use(REALM, apps("009999", AppStanding::Live), page(""));
    timed("an app by name, by use", 1, by_name).await;
    timed("suspended apps by use", 0, store.find_apps_by_use(REALM, apps("", AppStanding::Suspended), page(""))).await;
    timed("waiting apps", 0, store.find_apps(REALM, apps("", AppStanding::InReview), page(""))).await;
    for (what, after, rows) in
        [("first grants", "", 51), ("grants in the middle", "50000", 51), ("last grants", "99989", 10)]
    {
        timed(what, rows, store.grants_of_app(REALM, AppKey(1), NOW, page(after))).await;
    }
    let middle = page(&format!("{}.50000", NOW - 50_000));
    timed("grants by use", 51, store.grants_of_app_by_use(REALM, AppKey(1), NOW, middle)).await;
}

/// Whoever sets it waits for a part of them, in small transactions, and housekeeping does the rest.
#[tokio::test]
async fn a_first_limit_is_not_held_up_by_how_many_tokens_there_are() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    store.create_app(REALM, app(), Audit::default()).await.unwrap();
    fixture.issue("own").await.unwrap();
    copy(&Connection::open(fixture.path()).unwrap(), ("access_tokens", TOKENS), &[("id", "n")]);
    let counted = async || store.live_tokens(REALM, AppKey(1), TOKENS + 1, NOW).await.unwrap();
    assert_eq!(counted().await, 0);
    let before = store.work().commits;
    store.change_app(REALM, AppKey(1), AppChange::Limit(Some(TOKENS)), Audit::default()).await.unwrap();
    let (commits, at_once) = (store.work().commits - before, counted().await);
    println!("{at_once} counted at once, in {commits} transactions");
    assert!(at_once < TOKENS && u64::from(at_once) <= (commits - 1) * 250, "{at_once} in {commits} transactions");
    while store.purge(NOW, 250).await.unwrap().rest == Rest::More {}
    assert_eq!(counted().await, TOKENS);
}
