//! Changes of an account, and its end.

use super::accounts::{by_key, name};
use super::cell::cells;
use super::db::{Db, Sql};
use super::fault::{Fault, Outcome};
use super::{access, accounts, apps, audit, claims, console, grants, hold, links, sessions};
use crate::Broken;
use crate::ops::{AccountChange, Audit, EndGrant, Ended, Names, PASSWORD_SHOWN, Page, Shown, Won, canonical};
use engine::model::{Account, AccountKey, AppKey, EndReason, RealmKey};

/// Changes an account, if what its person has shown, where it is they who ask, still holds. Whoever signed in with what no longer holds is signed out, and
/// no link of the time before is good.
pub(super) async fn change(
    db: &impl Db,
    (realm, key): (RealmKey, AccountKey),
    shown: Option<&Shown>,
    change: &AccountChange,
    left: &Audit,
) -> Outcome<()> {
    static PASSWORD: Sql =
        Sql::new("update accounts set password = $3::text where realm = $1::bigint and account = $2::bigint");
    match change {
        AccountChange::Claimed(names) => claims::hold_all(db, realm, key, names).await?,
        AccountChange::Delete { .. } => {
            // Apps are held before accounts.
            end_tests(db, realm, key, left).await?;
            leave_apps(db, realm, key, left).await?;
            hold::account(db, realm, key).await?;
        }
        _ => hold::account(db, realm, key).await?,
    }
    if let Some(shown) = shown
        && !sessions::lets_in(db, (realm, key), shown).await?
    {
        // Apps have been left by now where the account was to end.
        return Err(Fault::Late(Broken::Absent(PASSWORD_SHOWN)));
    }
    let mut account = by_key(db, realm, key).await?.filter(|account| account.deleted_at.is_none());
    let account = account.as_mut().ok_or(Broken::Absent("account"))?;
    let before = account.clone();
    match change {
        AccountChange::Claimed(names) => return claims::follow(db, realm, account, names, left).await,
        AccountChange::Names(names) => rename(db, realm, account, names).await?,
        AccountChange::Address { email, email_verified } => {
            let (username, email) = (account.username.clone(), email.clone());
            rename(db, realm, account, &Names { username, email, email_verified: *email_verified }).await?;
        }
        AccountChange::Password(password) => {
            db.change(&PASSWORD, cells![realm.0, key.0, password]).await?;
        }
        AccountChange::PasswordByMail { password, address, tombstone } => {
            db.change(&PASSWORD, cells![realm.0, key.0, password]).await?;
            // Whoever has to choose a new password may not have been alone in the account.
            end_tests(db, realm, key, left).await?;
            let proves = !address.is_empty() && account.email == *address;
            if proves && !account.email_verified {
                end_grants(db, realm, key, (left.at, *tombstone), left).await?;
                account.email_verified = true;
            }
        }
        AccountChange::Upstream(upstream) => link(db, realm, account, upstream.as_deref()).await?,
        AccountChange::Delete { at, tombstone } => delete(db, realm, account, (*at, *tombstone), left).await?,
        other => apply(account, other),
    }
    if *account != before {
        set(db, realm, account).await?;
    }
    if signs_out(change) {
        sessions::end_all(db, realm, key, None).await?;
    }
    if !matches!(change, AccountChange::Profile { .. } | AccountChange::Language(_) | AccountChange::Roles(_)) {
        links::end_all(db, realm, key).await?;
    }
    // A password is in no cache.
    match *account == before {
        true => audit::leave(db, realm, left).await,
        false => audit::changed(db, realm, left).await,
    }
}

/// The same, if somebody else can still sign in with a password afterwards.
pub(super) async fn change_unless_last(
    db: &impl Db,
    (realm, key): (RealmKey, AccountKey),
    shown: Option<&Shown>,
    wanted: &AccountChange,
    left: &Audit,
) -> Outcome<Won> {
    static OTHERS: Sql = Sql::new(
        "select account from accounts where realm = $1::bigint and username_key > '' and account <> $2::bigint and disabled_at is null and password <> '' limit 1",
    );
    hold::realm(db, realm).await?;
    if db.one(&OTHERS, cells![realm.0, key.0], |row| row.next::<i64>()).await?.is_none() {
        return Ok(Won::Lost);
    }
    change(db, (realm, key), shown, wanted, left).await?;
    Ok(Won::Yes)
}

fn signs_out(change: &AccountChange) -> bool {
    use AccountChange::{Delete, Disable, Password, PasswordByMail, Upstream};
    matches!(change, Password(_) | PasswordByMail { .. } | Disable(_) | Delete { .. } | Upstream(_))
}

fn apply(account: &mut Account, change: &AccountChange) {
    match change {
        AccountChange::Disable(at) => account.disabled_at = Some(*at),
        AccountChange::Enable => account.disabled_at = None,
        AccountChange::Profile { first_name, last_name, language } => {
            account.first_name.clone_from(first_name);
            account.last_name.clone_from(last_name);
            account.language.clone_from(language);
        }
        AccountChange::Language(language) => account.language.clone_from(language),
        AccountChange::Roles(roles) => account.roles.clone_from(roles),
        AccountChange::Password(_)
        | AccountChange::PasswordByMail { .. }
        | AccountChange::Names(_)
        | AccountChange::Claimed(_)
        | AccountChange::Address { .. }
        | AccountChange::Upstream(_)
        | AccountChange::Delete { .. } => {}
    }
}

pub(super) async fn set(db: &impl Db, realm: RealmKey, account: &Account) -> Outcome<()> {
    static SET: Sql = Sql::new(
        "update accounts set username = $3::text, username_key = $4::text, email = $5::text, email_verified = $6::bigint, first_name = $7::text, last_name = $8::text, roles = $9::text,
           attributes = $10::text, language = $11::text, upstream = $12::text, disabled_at = $13::bigint, deleted_at = $14::bigint
         where realm = $1::bigint and account = $2::bigint",
    );
    db.change(
        &SET,
        cells![
            realm.0,
            account.key.0,
            &account.username,
            &canonical(&account.username),
            &account.email,
            account.email_verified,
            &account.first_name,
            &account.last_name,
            &serde_json::to_string(&account.roles)?,
            &serde_json::to_string(&account.attributes)?,
            &account.language,
            &account.upstream,
            account.disabled_at,
            account.deleted_at,
        ],
    )
    .await?;
    Ok(())
}

/// Says who the account is at the owner's own login. Another id is never put in the place of one: that would hand the account on.
async fn link(db: &impl Db, realm: RealmKey, account: &mut Account, upstream: Option<&str>) -> Outcome<()> {
    static TAKEN: Sql = Sql::new("select account from accounts where realm = $1::bigint and upstream = $2::text");
    if let Some(wanted) = upstream {
        let holder = db.one(&TAKEN, cells![realm.0, wanted], |row| row.next::<i64>()).await?;
        if holder.is_some_and(|holder| holder != account.key.0) {
            return Err(Broken::Taken(format!("the id {wanted}")).into());
        }
        if account.upstream.as_deref().is_some_and(|own| own != wanted) {
            return Err(Broken::Absent("account without such an id").into());
        }
    }
    account.upstream = upstream.map(str::to_owned);
    Ok(())
}

/// The names are looked at before anything is written, so that a taken one leaves nothing behind.
pub(super) async fn rename(db: &impl Db, realm: RealmKey, account: &mut Account, names: &Names) -> Outcome<()> {
    for (wanted, what) in [(&names.username, "user name"), (&names.email, "address")] {
        let holder = accounts::holder(db, realm, &canonical(wanted)).await?;
        if !wanted.is_empty() && holder.is_some_and(|holder| holder != account.key) {
            return Err(Broken::Taken(format!("the {what} {wanted}")).into());
        }
    }
    unname(db, realm, account).await?;
    let Names { username, email, email_verified } = names.clone();
    (account.username, account.email, account.email_verified) = (username, email, email_verified);
    let (username, email) = (canonical(&account.username), canonical(&account.email));
    let own = [(&username, &account.username), (&email, &account.email)];
    for (key, wanted) in own.into_iter().take(if email == username { 1 } else { 2 }) {
        // Nobody had it a moment ago.
        if !key.is_empty() && name(db, realm, key, account.key).await? == 0 {
            return Err(Fault::Late(Broken::Taken(wanted.clone())));
        }
    }
    Ok(())
}

async fn unname(db: &impl Db, realm: RealmKey, account: &Account) -> Outcome<()> {
    static UNNAME: Sql =
        Sql::new("delete from sign_in_names where realm = $1::bigint and name = $2::text and account = $3::bigint");
    for name in [&account.username, &account.email] {
        db.change(&UNNAME, cells![realm.0, &canonical(name), account.key.0]).await?;
    }
    Ok(())
}

/// Ends the test tokens that speak for the account, with a row for each.
async fn end_tests(db: &impl Db, realm: RealmKey, account: AccountKey, left: &Audit) -> Outcome<()> {
    let mut page = Page { after: None, limit: 100 };
    loop {
        let apps = console::of_owner(db, realm, account, "", &page).await?;
        for app in &apps {
            if access::end_test_of(db, realm, app.key, account, left.at).await? == Ended::Now {
                let action = "app.test-token.revoke".to_owned();
                let object = format!("app {}", app.client_id);
                audit::leave(db, realm, &Audit { action, object, app: Some(app.key), ..left.clone() }).await?;
            }
        }
        match apps.last() {
            Some(last) => page.after = Some(last.client_id.clone()),
            None => return Ok(()),
        }
    }
}

/// Takes the account from among the owners of its apps, with a row for each: nobody who is gone looks after one.
async fn leave_apps(db: &impl Db, realm: RealmKey, account: AccountKey, left: &Audit) -> Outcome<()> {
    let page = Page { after: None, limit: 100 };
    loop {
        let owned = console::of_owner(db, realm, account, "", &page).await?;
        if owned.is_empty() {
            return Ok(());
        }
        for app in owned {
            apps::forsake(db, realm, app.key, account).await?;
            let (action, object) = ("app.owner.remove".to_owned(), format!("app {}", app.client_id));
            audit::leave(db, realm, &Audit { action, object, app: Some(app.key), ..left.clone() }).await?;
        }
    }
}

/// Ends every access that was granted in the account's name.
async fn end_grants(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    (at, tombstone): (i64, i64),
    left: &Audit,
) -> Outcome<()> {
    let page = Page { after: None, limit: 100 };
    loop {
        let granted: Vec<AppKey> =
            grants::list(db, realm, account, &page).await?.into_iter().map(|grant| grant.app).collect();
        if granted.is_empty() {
            return Ok(());
        }
        for app in granted {
            let audit =
                Audit { action: "grant.revoke".to_owned(), app: Some(app), account: Some(account), ..left.clone() };
            let reason = EndReason::Withdrawn;
            grants::end(db, &EndGrant { realm, account, app, reason, tombstone, audit, now: at }).await?;
        }
    }
}

/// Ends all that it granted and empties it; the id stays taken for good.
async fn delete(
    db: &impl Db,
    realm: RealmKey,
    account: &mut Account,
    (at, tombstone): (i64, i64),
    left: &Audit,
) -> Outcome<()> {
    static PASSWORD: Sql =
        Sql::new("update accounts set password = '' where realm = $1::bigint and account = $2::bigint");
    end_grants(db, realm, account.key, (at, tombstone), left).await?;
    db.change(&PASSWORD, cells![realm.0, account.key.0]).await?;
    unname(db, realm, account).await?;
    audit::unname(db, realm, account).await?;
    *account = Account {
        username: account.id.clone(),
        email: String::new(),
        email_verified: false,
        first_name: String::new(),
        last_name: String::new(),
        roles: Vec::new(),
        attributes: Default::default(),
        language: None,
        upstream: None,
        disabled_at: Some(at),
        deleted_at: Some(at),
        ..account.clone()
    };
    Ok(())
}
