//! What the owner's own login says that an account is called. It finds accounts by its id for them alone, so nobody is refused for a name: what it has
//! said last decides whose a name is.

use super::account_changes::{rename, set};
use super::db::Db;
use super::fault::{Fault, Outcome};
use super::{accounts, audit, hold, links};
use crate::Broken;
use crate::ops::{Audit, Names, NewAccount, canonical};
use engine::model::{Account, AccountKey, RealmKey};

/// What the audit calls it that an account has another user name, or address.
const RENAMED: &str = "account.rename";
const READDRESSED: &str = "account.change-address";
/// The address stays and is the person's for sure.
const CONFIRMED: &str = "account.confirm-address";
/// Somebody else has it now.
const LOST_NAME: &str = "account.lose-name";
const LOST_ADDRESS: &str = "account.lose-address";

/// Holds an account and whoever has one of these names, in the order of their keys: two who take each other's names at once wait for each other in no circle.
pub(super) async fn hold_all(db: &impl Db, realm: RealmKey, own: AccountKey, names: &Names) -> Outcome<()> {
    let mut all = vec![own];
    for name in [&names.username, &names.email] {
        all.extend(accounts::holder(db, realm, &canonical(name)).await?);
    }
    all.sort_unstable_by_key(|key| key.0);
    all.dedup();
    for key in all {
        hold::account(db, realm, key).await?;
    }
    Ok(())
}

/// Calls an account so, as far as names go; leaves a row for each that has changed, and none where nothing has.
pub(super) async fn follow(
    db: &impl Db,
    realm: RealmKey,
    account: &mut Account,
    claimed: &Names,
    left: &Audit,
) -> Outcome<()> {
    let names = granted(db, realm, (account, claimed), left).await?;
    let news = news(account, &names);
    if news.is_empty() {
        return Ok(());
    }
    rename(db, realm, account, &names).await.map_err(overtaken)?;
    set(db, realm, account).await?;
    links::end_all(db, realm, account.key).await?;
    for action in news {
        audit::changed(db, realm, &Audit { action: action.to_owned(), ..left.clone() }).await?;
    }
    Ok(())
}

/// Makes an account of somebody who comes for the first time. An account that no id is linked to may be theirs: before an administrator has said so, `Taken`.
pub(super) async fn first(db: &impl Db, realm: RealmKey, new: &NewAccount, left: &Audit) -> Outcome<()> {
    let Account { username, email, email_verified, upstream, .. } = &new.account;
    if accounts::by_upstream(db, realm, upstream.as_deref().unwrap_or_default()).await?.is_some() {
        return Err(Broken::Taken("the id at the owner's login".to_owned()).into());
    }
    let proven = if *email_verified { email.as_str() } else { "" };
    for (name, what) in [(username.as_str(), "user name"), (proven, "address")] {
        if other(db, realm, new.account.key, name).await?.is_some_and(|other| other.upstream.is_none()) {
            return Err(Broken::Taken(format!("the {what} {name}")).into());
        }
    }
    let spare = spare(db, realm, &new.account).await?;
    let nameless = Account { username: spare, ..new.account.clone() };
    let claimed = Names { username: username.clone(), email: email.clone(), email_verified: *email_verified };
    let Names { username, email, email_verified } = granted(db, realm, (&nameless, &claimed), left).await?;
    let account = Account { username, email, email_verified, ..nameless };
    accounts::insert_new(db, realm, &NewAccount { account, ..new.clone() }, left).await.map_err(overtaken)
}

/// What of the names an account gets; whoever else had it has lost it.
///
/// An address that is proven goes to whom it was proven for, and a user name to whoever is called so now. An address that nobody has proven takes nothing from
/// anybody, nor does a user name that is somebody's proven address: either may be typed by whoever likes. An account that no id is linked to keeps what it has.
async fn granted(db: &impl Db, realm: RealmKey, (own, claimed): (&Account, &Names), left: &Audit) -> Outcome<Names> {
    let mut names = claimed.clone();
    if let Some(other) = other(db, realm, own.key, &claimed.username).await? {
        let proven = other.email_verified && canonical(&other.email) == canonical(&claimed.username);
        match proven || other.upstream.is_none() {
            true => names.username.clone_from(&own.username),
            false => give_up(db, realm, other, &claimed.username, left).await?,
        }
    }
    if let Some(other) = other(db, realm, own.key, &claimed.email).await? {
        match !claimed.email_verified || other.upstream.is_none() {
            true => (names.email, names.email_verified) = (String::new(), false),
            false => give_up(db, realm, other, &claimed.email, left).await?,
        }
    }
    Ok(names)
}

/// The other account that has that name, which stands still until the transaction ends.
async fn other(db: &impl Db, realm: RealmKey, own: AccountKey, name: &str) -> Outcome<Option<Account>> {
    let Some(holder) = accounts::holder(db, realm, &canonical(name)).await?.filter(|holder| *holder != own) else {
        return Ok(None);
    };
    hold::account(db, realm, holder).await?;
    accounts::by_key(db, realm, holder).await
}

/// Takes a name from an account, and nothing else: sessions, grants and tokens are its person's still, who gets another user name at the next sign-in.
async fn give_up(db: &impl Db, realm: RealmKey, mut other: Account, name: &str, left: &Audit) -> Outcome<()> {
    let is = |own: &str| canonical(own) == canonical(name);
    let (named, addressed) = (is(&other.username), is(&other.email));
    let username = if named { spare(db, realm, &other).await? } else { other.username.clone() };
    let (email, email_verified) =
        if addressed { (String::new(), false) } else { (other.email.clone(), other.email_verified) };
    rename(db, realm, &mut other, &Names { username, email, email_verified }).await.map_err(overtaken)?;
    set(db, realm, &other).await?;
    links::end_all(db, realm, other.key).await?;
    for action in [(named, LOST_NAME), (addressed, LOST_ADDRESS)].into_iter().filter(|(lost, _)| *lost).map(|row| row.1)
    {
        let object = format!("account {}", other.id);
        let row = Audit { action: action.to_owned(), object, account: Some(other.key), ..left.clone() };
        audit::changed(db, realm, &row).await?;
    }
    Ok(())
}

/// A user name that nobody has: the account's id, with a number behind it where somebody is called so.
async fn spare(db: &impl Db, realm: RealmKey, account: &Account) -> Outcome<String> {
    let mut name = account.id.clone();
    let mut number = 1;
    while other(db, realm, account.key, &name).await?.is_some() {
        number += 1;
        name = format!("{}-{number}", account.id);
    }
    Ok(name)
}

fn news(account: &Account, names: &Names) -> Vec<&'static str> {
    let address = match (account.email == names.email, account.email_verified, names.email_verified) {
        (true, false, true) => Some(CONFIRMED),
        (true, before, now) if before == now => None,
        _ => Some(READDRESSED),
    };
    (account.username != names.username).then_some(RENAMED).into_iter().chain(address).collect()
}

/// A name that is taken after all was taken at this moment: what is written so far goes, and then it is seen whose it is.
fn overtaken(fault: Fault) -> Fault {
    match fault {
        Fault::Said(Broken::Taken(_)) | Fault::Late(Broken::Taken(_)) => Fault::Overtaken,
        fault => fault,
    }
}
