//! [`People`], [`Developers`] and [`Office`] for [`Sqlite`]: reads go inline, writes to the writer.

use super::{Sqlite, access, account_changes, accounts, apps, audit, console, grants, keys, links, refresh, sessions};
use crate::Result;
use crate::developers::{Counts, Developers, NotedRefusal, SecretUse};
use crate::office::{ApiKey, AppSearch, AuditFilter, Office, Tokens};
use crate::ops::{AccountChange, Audit, Audited, Authorized, Ended, Page, Session, Won};
use crate::people::{Link, People, SessionSeen, UseLink};
use async_trait::async_trait;
use engine::model::{AccessToken, Account, AccountKey, App, AppKey, RealmKey};
use engine::secret::Hashed;

#[async_trait]
impl People for Sqlite {
    async fn account_of_upstream(&self, realm: RealmKey, upstream: &str) -> Result<Option<Account>> {
        self.read(|db| accounts::by_upstream(db, realm, upstream))
    }
    async fn authorized(&self, realm: RealmKey, account: AccountKey, now: i64, page: Page) -> Result<Vec<Authorized>> {
        self.read(|db| grants::of_account(db, realm, account, now, &page))
    }
    async fn sessions(&self, realm: RealmKey, account: AccountKey, now: i64) -> Result<Vec<Session>> {
        self.read(|db| sessions::of_account(db, realm, account, now))
    }
    async fn end_sessions(
        &self,
        realm: RealmKey,
        account: AccountKey,
        but: Option<Hashed>,
        audit: Audit,
    ) -> Result<u32> {
        self.writer.write(move |db| sessions::end_others(db, realm, account, but, &audit)).await
    }
    async fn end_session_of(&self, realm: RealmKey, account: AccountKey, hash: Hashed, audit: Audit) -> Result<Ended> {
        self.writer.write(move |db| sessions::end_of(db, (realm, account), hash, &audit)).await
    }
    async fn note_sessions(&self, seen: Vec<SessionSeen>) -> Result<()> {
        self.writer.write(move |db| sessions::note(db, &seen)).await
    }
    async fn events(&self, realm: RealmKey, account: AccountKey, page: Page) -> Result<Vec<Audited>> {
        self.read(|db| audit::of_account(db, realm, account, &page))
    }
    async fn leave(&self, realm: RealmKey, left: Audit) -> Result<()> {
        self.writer.write(move |db| audit::leave(db, realm, &left)).await
    }
    async fn put_link(&self, link: Link) -> Result<()> {
        self.writer.write(move |db| links::put(db, &link)).await
    }
    async fn link(&self, realm: RealmKey, purpose: &str, hash: Hashed, now: i64) -> Result<Option<Link>> {
        self.read(|db| links::find(db, realm, purpose, hash, now))
    }
    async fn use_link(&self, write: UseLink) -> Result<Won> {
        self.writer.write(move |db| links::use_up(db, &write)).await
    }
    async fn spend(&self, realm: RealmKey, hash: Hashed, ends_at: i64) -> Result<Won> {
        self.writer.write(move |db| links::spend(db, realm, hash, ends_at)).await
    }
}

#[async_trait]
impl Developers for Sqlite {
    async fn apps_of(&self, realm: RealmKey, account: AccountKey, text: &str, page: Page) -> Result<Vec<App>> {
        self.read(|db| console::of_owner(db, realm, account, text, &page))
    }
    async fn create_app_within(&self, realm: RealmKey, app: App, at_most: u32, audit: Audit) -> Result<()> {
        self.writer.write(move |db| apps::create(db, realm, &app, Some(at_most), &audit)).await
    }
    async fn test_token(&self, realm: RealmKey, app: AppKey) -> Result<Option<AccessToken>> {
        self.read(|db| access::test_token(db, realm, app))
    }
    async fn counts(&self, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Result<Counts> {
        self.read(|db| console::counts(db, realm, app, at_most, now))
    }
    async fn secret_uses(&self, realm: RealmKey, app: AppKey) -> Result<Vec<(String, i64)>> {
        self.read(|db| console::secret_uses(db, realm, app))
    }
    async fn note_secrets(&self, uses: Vec<SecretUse>) -> Result<()> {
        self.writer.write(move |db| console::note_secrets(db, &uses)).await
    }
    async fn refusals(&self, realm: RealmKey, app: AppKey, page: Page) -> Result<Vec<NotedRefusal>> {
        self.read(|db| console::refusals(db, realm, app, &page))
    }
    async fn note_refusals(&self, refusals: Vec<NotedRefusal>) -> Result<()> {
        self.writer.write(move |db| console::note_refusals(db, &refusals)).await
    }
}

#[async_trait]
impl Office for Sqlite {
    async fn account_of_id(&self, realm: RealmKey, id: &str) -> Result<Option<Account>> {
        self.read(|db| accounts::by_id(db, realm, id))
    }
    async fn change_unless_last(
        &self,
        realm: RealmKey,
        key: AccountKey,
        change: AccountChange,
        audit: Audit,
    ) -> Result<Won> {
        self.writer.write(move |db| account_changes::change_unless_last(db, (realm, key), &change, &audit)).await
    }
    async fn find_accounts(&self, realm: RealmKey, text: &str, page: Page) -> Result<Vec<Account>> {
        self.read(|db| accounts::find(db, realm, text, &page))
    }
    async fn find_apps(&self, realm: RealmKey, search: AppSearch, page: Page) -> Result<Vec<App>> {
        self.read(|db| console::find(db, realm, &search, &page))
    }
    async fn grants_of_app(&self, realm: RealmKey, app: AppKey, now: i64, page: Page) -> Result<Vec<Authorized>> {
        self.read(|db| grants::of_app(db, realm, app, now, &page))
    }
    async fn tokens_of(&self, realm: RealmKey, account: AccountKey, app: AppKey, now: i64) -> Result<Tokens> {
        self.read(|db| {
            let access = access::live_between(db, realm, account, app, now)?;
            Ok(Tokens { access, refresh: refresh::live_between(db, realm, account, app, now)? })
        })
    }
    async fn find_audit(&self, realm: RealmKey, filter: AuditFilter, page: Page) -> Result<Vec<Audited>> {
        self.read(|db| audit::find(db, realm, &filter, &page))
    }
    async fn create_key(&self, realm: RealmKey, key: ApiKey, audit: Audit) -> Result<()> {
        self.writer.write(move |db| keys::create(db, realm, &key, &audit)).await
    }
    async fn key(&self, realm: RealmKey, hash: Hashed) -> Result<Option<ApiKey>> {
        self.read(|db| keys::find(db, realm, hash))
    }
    async fn keys(&self, realm: RealmKey, page: Page) -> Result<Vec<ApiKey>> {
        self.read(|db| keys::list(db, realm, &page))
    }
    async fn end_key(&self, realm: RealmKey, id: &str, audit: Audit) -> Result<()> {
        let id = id.to_owned();
        self.writer.write(move |db| keys::end(db, realm, &id, &audit)).await
    }
    async fn note_key(&self, realm: RealmKey, hash: Hashed, at: i64) -> Result<()> {
        self.writer.write(move |db| keys::note(db, realm, hash, at)).await
    }
}
