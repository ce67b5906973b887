//! When tokens, grants and apps were last used. Each kind is written in a transaction of its own and by key: a row that everybody wants, as that of a
//! large app, is held for no longer than its own statements take, and nobody waits in a circle.

use super::cell::{Cell, cells};
use super::db::{Db, Sql, change_each};
use super::fault::Outcome;
use crate::ops::Use;
use std::collections::{BTreeMap, BTreeSet};

/// Realm and key of a token, app or account.
pub(super) type Place = (u32, i64);

/// When and from where apps were last seen at work for somebody, by realm, account and app.
pub(super) type Grants = BTreeMap<(u32, i64, i64), (i64, String)>;

/// Notes uses of tokens; later ones win. Gives those tokens that are there and were not used later: a use that was noted before is one of them, since
/// what comes after it may have failed.
pub(super) async fn note_tokens(db: &impl Db, uses: &[Use]) -> Outcome<BTreeSet<Place>> {
    static NOTE: Sql = Sql::new(
        "update access_tokens set used_at = $3::bigint
         where id = $2::bigint and realm = $1::bigint and (used_at is null or used_at <= $3::bigint)",
    );
    let mut tokens = BTreeMap::new();
    for seen in uses {
        if let Some(token) = seen.token {
            latest(&mut tokens, (seen.realm.0, token.0), seen.at);
        }
    }
    let rows = rows(&tokens);
    let noted = change_each(db, &NOTE, &rows).await?;
    Ok(tokens.into_keys().zip(noted).filter(|(_, noted)| *noted > 0).map(|(token, _)| token).collect())
}

/// What the uses of these tokens, and those of none, say about grants.
pub(super) fn of_grants(uses: &[Use], tokens: &BTreeSet<Place>) -> Grants {
    let mut grants = BTreeMap::new();
    for seen in uses {
        let realm = seen.realm.0;
        if let Some(account) = seen.account
            && seen.token.is_none_or(|token| tokens.contains(&(realm, token.0)))
        {
            latest(&mut grants, (realm, account.0, seen.app.0), (seen.at, seen.address.clone()));
        }
    }
    grants
}

/// What they say about apps.
pub(super) fn of_apps(uses: &[Use]) -> BTreeMap<Place, i64> {
    let mut apps = BTreeMap::new();
    for seen in uses {
        latest(&mut apps, (seen.realm.0, seen.app.0), seen.at);
    }
    apps
}

/// Notes uses of live grants; later ones win.
pub(super) async fn note_grants(db: &impl Db, grants: &Grants) -> Outcome<()> {
    static NOTE: Sql = Sql::new(
        "update grants set used_at = $4::bigint, used_from = $5::text
         where realm = $1::bigint and account = $2::bigint and app = $3::bigint and ended_at is null
           and (used_at is null or used_at < $4::bigint)",
    );
    let rows: Vec<_> = grants
        .iter()
        .map(|((realm, account, app), (at, address))| *cells![*realm, account, app, at, address])
        .collect();
    change_each(db, &NOTE, &rows).await?;
    Ok(())
}

/// Notes when apps were at work; later ones win. In lists an app moves once a minute.
pub(super) async fn note_apps(db: &impl Db, apps: &BTreeMap<Place, i64>) -> Outcome<()> {
    static APP: Sql = Sql::new(
        "insert into app_uses (realm, app, used_at) values ($1::bigint, $2::bigint, $3::bigint)
         on conflict (realm, app) do update set used_at = excluded.used_at where app_uses.used_at < excluded.used_at",
    );
    static LISTS: Sql = Sql::new(
        "update app_owners set used_at = $3::bigint where realm = $1::bigint and app = $2::bigint and used_at < $3::bigint - 60",
    );
    static LIST: Sql = Sql::new(
        "update apps set used_at = $3::bigint
         where realm = $1::bigint and app = $2::bigint and coalesce(used_at, created_at) < $3::bigint - 60",
    );
    let rows = rows(apps);
    let listed = change_each(db, &LIST, &rows).await?;
    let moved: Vec<_> = rows.iter().zip(listed).filter(|(_, listed)| *listed > 0).map(|(row, _)| *row).collect();
    change_each(db, &LISTS, &moved).await?;
    change_each(db, &APP, &rows).await?;
    Ok(())
}

/// As statements take them: realm, key, when.
pub(super) fn rows(uses: &BTreeMap<Place, i64>) -> Vec<[Cell<'_>; 3]> {
    uses.iter().map(|((realm, key), at)| *cells![*realm, key, at]).collect()
}

/// Keeps what was seen last.
pub(super) fn latest<K: Ord, V: Ord>(kept: &mut BTreeMap<K, V>, key: K, seen: V) {
    match kept.get_mut(&key) {
        Some(known) if *known >= seen => {}
        Some(known) => *known = seen,
        None => drop(kept.insert(key, seen)),
    }
}
