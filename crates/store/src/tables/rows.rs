//! Rows of the hot tables as the rules see them, and how long they are kept.

use super::cell::{Cells, cells};
use super::db::{Db, Sql};
use super::fault::{Fault, Outcome};
use crate::Broken;
use crate::ops::AsOf;
use engine::model::{
    AccessToken, AccountKey, AppKey, Challenge, ChallengeMethod, Code, EndReason, FamilyKey, Grant, GrantKey, MountKey,
    RealmKey, RefreshToken, Succession, TokenUse,
};
use engine::token::{TokenHash, TokenId};

/// How long an access token that has expired or was ended is told from one that never was, where its row does not say.
pub(crate) const ACCESS_KEPT: i64 = 3_600;
/// The same for codes and refresh tokens: a replay within a day still ends the family.
pub(super) const REPLAY_KEPT: i64 = 86_400;
/// The account of tokens that an app has for itself.
pub(crate) const NOBODY: i64 = 0;

/// How an access token's account is stored.
pub(super) fn account_cell(account: Option<AccountKey>) -> i64 {
    account.map_or(NOBODY, |account| account.0)
}

/// What stands in front of the realm's revision.
pub(super) fn as_of<T>(row: &mut Cells<'_>, read: fn(&mut Cells<'_>) -> Outcome<T>) -> Outcome<AsOf<T>> {
    Ok(AsOf { what: read(row)?, revision: row.next()? })
}

/// Whether an app's own token counts against a limit. Those of accounts are always found by their family.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    No,
    Yes,
}

/// How an app's test token, which goes by its hash, is remembered beside the app.
pub(super) fn test_token_cell(hash: &TokenHash) -> [u8; 32] {
    let mut cell = [0; 32];
    cell[..8].copy_from_slice(&hash.id().0.to_be_bytes());
    cell[8..].copy_from_slice(hash.rest());
    cell
}

/// `id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at`
pub(super) fn access_token(row: &mut Cells<'_>) -> Outcome<Option<AccessToken>> {
    let Some(hash) = row.id_and_hash()? else { return Ok(None) };
    let mut token = AccessToken {
        hash,
        mount: MountKey(row.next()?),
        app: AppKey(row.next()?),
        account: Some(row.next()?).filter(|account| *account != NOBODY).map(AccountKey),
        grant: row.next::<Option<i64>>()?.map(GrantKey),
        family: FamilyKey(row.next::<Option<i64>>()?.unwrap_or(hash.id().0)),
        scope: row.next()?,
        usage: match row.next::<i64>()? {
            0 => TokenUse::Grant,
            1 => TokenUse::Test,
            other => return Err(row.unreadable(format!("no use has the number {other}"))),
        },
        issued_at: row.next()?,
        ends_at: row.next()?,
        ended: row.ended()?,
        used_at: row.next()?,
        purge_at: row.next()?,
    };
    token.purge_at = token.purge_at.or(token.ends_at);
    Ok(Some(token))
}

/// A family's row.
pub(super) struct Family {
    pub(super) mount: MountKey,
    pub(super) app: AppKey,
    pub(super) account: AccountKey,
    pub(super) grant: GrantKey,
    /// Its good refresh token, and which one that is.
    pub(super) good: (TokenId, i64),
    pub(super) ends_at: Option<i64>,
    pub(super) ended: Option<(i64, EndReason)>,
    pub(super) purge_at: Option<i64>,
    /// The youngest issue time among its purged access tokens that had been seen in use.
    pub(super) used_issue: Option<i64>,
}

/// `mount, app, account, grant_key, refresh, number, family_ends_at, ended_at, end_reason, purge_at, used_issue`
pub(super) fn family(row: &mut Cells<'_>) -> Outcome<Family> {
    Ok(Family {
        mount: MountKey(row.next()?),
        app: AppKey(row.next()?),
        account: AccountKey(row.next()?),
        grant: GrantKey(row.next()?),
        good: (TokenId(row.next()?), row.next()?),
        ends_at: row.next()?,
        ended: row.ended()?,
        purge_at: row.next()?,
        used_issue: row.next()?,
    })
}

/// A refresh token's own row: all but what holds for its family.
pub(super) struct RefreshRow {
    pub(super) hash: TokenHash,
    pub(super) family: FamilyKey,
    /// Which one of its family it is.
    pub(super) number: i64,
    scope: String,
    pub(super) issued_at: i64,
    ends_at: Option<i64>,
    /// Of its text, if it followed another.
    pub(super) salt: Option<[u8; 16]>,
    pub(super) access: Option<TokenId>,
}

impl RefreshRow {
    /// The token, as one of this family.
    pub(super) fn of(self, family: &Family) -> RefreshToken {
        RefreshToken {
            hash: self.hash,
            mount: family.mount,
            app: family.app,
            account: family.account,
            grant: family.grant,
            family: self.family,
            number: self.number,
            scope: self.scope,
            issued_at: self.issued_at,
            ends_at: self.ends_at,
            family_ends_at: family.ends_at,
            ended: family.ended,
            succession: (family.good.1 > self.number).then_some(Succession::Older),
            access: self.access,
            purge_at: family.purge_at,
        }
    }
}

/// `id, hash, family, number, scope, issued_at, ends_at, salt, access`
pub(super) fn refresh_row(row: &mut Cells<'_>) -> Outcome<RefreshRow> {
    Ok(RefreshRow {
        hash: row.id_and_hash()?.ok_or_else(|| row.unreadable("no hash"))?,
        family: FamilyKey(row.next()?),
        number: row.next()?,
        scope: row.next()?,
        issued_at: row.next()?,
        ends_at: row.next()?,
        salt: row.next()?,
        access: row.next::<Option<i64>>()?.map(TokenId),
    })
}

/// `hash, mount, app, account, grant_key, scope, redirect_uri, redirect_named, challenge, challenge_method, offline, issued_at, ends_at, spent`
pub(super) fn code(row: &mut Cells<'_>) -> Outcome<Option<Code>> {
    let Some(hash) = row.hash()? else { return Ok(None) };
    Ok(Some(Code {
        hash,
        mount: MountKey(row.next()?),
        app: AppKey(row.next()?),
        account: AccountKey(row.next()?),
        grant: GrantKey(row.next()?),
        scope: row.next()?,
        redirect_uri: row.next()?,
        redirect_named: row.next()?,
        challenge: challenge(row)?,
        offline: row.next()?,
        issued_at: row.next()?,
        ends_at: row.next()?,
        spent: row.next::<Option<i64>>()?.map(FamilyKey),
    }))
}

fn challenge(row: &mut Cells<'_>) -> Outcome<Option<Challenge>> {
    let value: Option<String> = row.next()?;
    let method = match row.next::<Option<String>>()?.as_deref() {
        None => None,
        Some("S256") => Some(ChallengeMethod::S256),
        Some("plain") => Some(ChallengeMethod::Plain),
        Some(_) => return Err(row.unreadable("an unknown word")),
    };
    Ok(value.zip(method).map(|(value, method)| Challenge { value, method }))
}

/// How a challenge's method is stored.
pub(super) fn method_cell(method: ChallengeMethod) -> &'static str {
    match method {
        ChallengeMethod::S256 => "S256",
        ChallengeMethod::Plain => "plain",
    }
}

/// `grant_key, account, app, scope, created_at, ended_at, end_reason`
pub(super) fn grant(row: &mut Cells<'_>) -> Outcome<Option<Grant>> {
    let Some(key) = row.next::<Option<i64>>()? else { return Ok(None) };
    Ok(Some(Grant {
        key: GrantKey(key),
        account: AccountKey(row.next()?),
        app: AppKey(row.next()?),
        scope: row.next()?,
        created_at: row.next()?,
        ended: row.ended()?,
    }))
}

/// Writes an access token's row. A hash that is there already is a fault: it would be somebody else's token.
pub(super) async fn insert_access(db: &impl Db, realm: RealmKey, token: &AccessToken) -> Outcome<()> {
    only_one(add_access(db, realm, token, Counted::Yes).await?)
}

/// Writes an access token's row where its id is not there already; gives how many rows that were.
pub(super) async fn add_access(db: &impl Db, realm: RealmKey, token: &AccessToken, counted: Counted) -> Outcome<u64> {
    static INSERT: Sql = Sql::new(
        "insert into access_tokens (id, hash, realm, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, purge_at)
         values ($1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9::text, $10::bigint, $11::bigint,
           $12::bigint, $13::bigint)
         on conflict do nothing",
    );
    let purge_at = token.purge_at.or(token.ends_at.map(|end| end.saturating_add(ACCESS_KEPT)));
    let family = match (token.account, counted) {
        (Some(_), _) => Some(token.family.0),
        (None, Counted::Yes) => Some(token.hash.id().0),
        (None, Counted::No) => None,
    };
    db.change(
        &INSERT,
        cells![
            token.hash.id().0,
            token.hash.rest(),
            realm.0,
            token.mount.0,
            token.app.0,
            account_cell(token.account),
            token.grant.map(|grant| grant.0),
            family,
            &token.scope,
            token.usage as i64,
            token.issued_at,
            token.ends_at,
            purge_at.filter(|purge| token.ends_at != Some(*purge)),
        ],
    )
    .await
}

/// Writes the row of a family's good refresh token; `salt` is that of its text, if it followed another.
pub(super) async fn insert_refresh(db: &impl Db, token: &RefreshToken, salt: Option<[u8; 16]>) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into refresh_tokens (id, hash, family, number, scope, issued_at, ends_at, salt, access)
         values ($1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::text, $6::bigint, $7::bigint, $8::bytea, $9::bigint) on conflict do nothing",
    );
    let (hash, access) = (&token.hash, token.access.map(|access| access.0));
    let (family, issued_at, ends_at) = (token.family.0, token.issued_at, token.ends_at);
    let number = token.number;
    let row = cells![hash.id().0, hash.rest(), family, number, &token.scope, issued_at, ends_at, salt.as_ref(), access];
    only_one(db.change(&INSERT, row).await?)
}

/// What two nodes have made alike, once in a very long while.
pub(super) const TOKEN_ID: &str = "the id of a token";

pub(super) fn only_one(written: u64) -> Outcome<()> {
    match written {
        1 => Ok(()),
        _ => Err(Fault::Late(Broken::Taken(TOKEN_ID.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_numbers_in_the_tables_are_the_types() {
        use engine::model::{EndReason, TokenUse};
        assert_eq!([TokenUse::Grant as i64, TokenUse::Test as i64], [0, 1]);
        for number in 1..=5 {
            assert_eq!(EndReason::from_number(number).map(|reason| reason as i64), Some(number));
        }
    }
}
