//! [`Store`] for [`Sqlite`]: reads go inline, writes to the writer.

use super::writer::Counts;
use super::{Sqlite, access, account_changes, accounts, apps, audit, codes, ends, grants, purge, refresh, sessions};
use crate::ops::{
    AccessFacts, AccountChange, AppChange, Audit, Audited, CodeFacts, EndGrant, EndToken, Ended, IssueAccess,
    IssueCode, Issued, NewAccount, Page, Places, Purged, RedeemCode, Redeemed, RefreshFacts, Renew, Rotate, Session,
    SignInFacts, Use, Won,
};
use crate::work::Work;
use crate::{Result, Store};
use async_trait::async_trait;
use engine::model::{AccessToken, Account, AccountKey, App, AppKey, Grant, RealmKey};
use engine::secret::Hashed;
use std::sync::PoisonError;

#[async_trait]
impl Store for Sqlite {
    async fn access(&self, realm: RealmKey, places: Places<'_>, now: i64) -> Result<AccessFacts> {
        self.read(|db| access::facts(db, realm, places, now))
    }
    async fn code(&self, realm: RealmKey, hash: Hashed, now: i64) -> Result<CodeFacts> {
        self.read(|db| codes::facts(db, realm, hash, now))
    }
    async fn refresh(&self, realm: RealmKey, places: Places<'_>, now: i64) -> Result<RefreshFacts> {
        self.read(|db| refresh::facts(db, realm, places, now))
    }
    async fn grant(&self, realm: RealmKey, account: AccountKey, app: AppKey) -> Result<Option<Grant>> {
        self.read(|db| grants::live(db, realm, account, app))
    }
    async fn revision(&self, realm: RealmKey) -> Result<i64> {
        self.read(|db| audit::revision(db, realm))
    }
    async fn live_tokens(&self, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Result<u32> {
        self.read(|db| access::count_live(db, realm, app, at_most, now))
    }

    async fn app_by_client_id(&self, realm: RealmKey, client_id: &str) -> Result<Option<App>> {
        self.read(|db| apps::by_client_id(db, realm, client_id))
    }
    async fn app(&self, realm: RealmKey, key: AppKey) -> Result<Option<App>> {
        self.read(|db| apps::by_key(db, realm, key))
    }
    async fn account(&self, realm: RealmKey, key: AccountKey) -> Result<Option<Account>> {
        self.read(|db| accounts::by_key(db, realm, key))
    }
    async fn sign_in(&self, realm: RealmKey, canonical: &str) -> Result<Option<SignInFacts>> {
        self.read(|db| accounts::sign_in(db, realm, canonical))
    }
    async fn session(&self, realm: RealmKey, hash: Hashed, now: i64) -> Result<Option<Session>> {
        self.read(|db| sessions::session(db, realm, hash, now))
    }
    async fn apps(&self, realm: RealmKey, page: Page) -> Result<Vec<App>> {
        self.read(|db| apps::list(db, realm, &page))
    }
    async fn accounts(&self, realm: RealmKey, page: Page) -> Result<Vec<Account>> {
        self.read(|db| accounts::list(db, realm, &page))
    }
    async fn grants(&self, realm: RealmKey, account: AccountKey, page: Page) -> Result<Vec<Grant>> {
        self.read(|db| grants::list(db, realm, account, &page))
    }

    async fn issue_code(&self, write: IssueCode) -> Result<Issued> {
        self.writer.write(move |db| codes::issue(db, &write)).await
    }
    async fn redeem_code(&self, write: RedeemCode) -> Result<Redeemed> {
        self.writer.write(move |db| codes::redeem(db, &write)).await
    }
    async fn issue_access(&self, write: IssueAccess) -> Result<Issued> {
        self.writer.write(move |db| access::issue(db, &write)).await
    }
    async fn rotate_refresh(&self, write: Rotate) -> Result<Won> {
        self.writer.write(move |db| refresh::rotate(db, &write)).await
    }
    async fn renew_access(&self, write: Renew) -> Result<Won> {
        self.writer.write(move |db| refresh::renew(db, &write)).await
    }
    async fn end_access(&self, write: EndToken) -> Result<Ended> {
        Counts::ended(&self.counts.tokens_ended, self.writer.write(move |db| ends::end_access(db, &write)).await)
    }
    async fn end_family(&self, write: EndToken) -> Result<Ended> {
        Counts::ended(&self.counts.families_ended, self.writer.write(move |db| ends::end_family(db, &write)).await)
    }
    async fn end_grant(&self, write: EndGrant) -> Result<Ended> {
        Counts::ended(&self.counts.grants_ended, self.writer.write(move |db| grants::end(db, &write)).await)
    }
    async fn set_test_token(
        &self,
        realm: RealmKey,
        app: AppKey,
        token: Option<AccessToken>,
        audit: Audit,
    ) -> Result<()> {
        self.writer.write(move |db| access::set_test(db, realm, app, token.as_ref(), &audit)).await
    }
    async fn note_uses(&self, uses: Vec<Use>) -> Result<()> {
        self.writer.write(move |db| access::note_uses(db, &uses)).await
    }

    async fn open_session(&self, session: Session, audit: Audit) -> Result<()> {
        self.writer.write(move |db| sessions::open(db, &session, &audit)).await
    }
    async fn end_session(&self, realm: RealmKey, hash: Hashed) -> Result<()> {
        self.writer.write(move |db| sessions::end(db, realm, hash)).await
    }

    async fn create_app(&self, realm: RealmKey, app: App, audit: Audit) -> Result<()> {
        self.writer.write(move |db| apps::create(db, realm, &app, None, &audit)).await
    }
    async fn change_app(&self, realm: RealmKey, key: AppKey, change: AppChange, audit: Audit) -> Result<()> {
        self.writer.write(move |db| apps::change(db, realm, key, &change, &audit)).await
    }
    async fn create_account(&self, realm: RealmKey, account: NewAccount, audit: Audit) -> Result<()> {
        self.writer.write(move |db| accounts::create(db, realm, &account, &audit)).await
    }
    async fn change_account(
        &self,
        realm: RealmKey,
        key: AccountKey,
        change: AccountChange,
        audit: Audit,
    ) -> Result<()> {
        self.writer.write(move |db| account_changes::change(db, realm, key, &change, &audit)).await
    }
    async fn audit(&self, realm: RealmKey, page: Page) -> Result<Vec<Audited>> {
        self.read(|db| audit::list(db, realm, &page))
    }

    async fn purge(&self, now: i64, at_most: u32) -> Result<Purged> {
        let from = *self.sweep.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, purged) = self.writer.write(move |db| purge::purge(db, from, now, at_most)).await?;
        *self.sweep.lock().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(purged)
    }
    fn work(&self) -> Work {
        self.counted()
    }
    async fn check(&self) -> Result<Vec<String>> {
        self.examine().await
    }
}
