//! [`People`], [`Developers`], [`Office`] and [`Keyring`] for every database.

use super::doubt::Doubt;
use super::{
    Database, access, account_changes, accounts, apps, audit, console, grants, keyring, keys, links, refresh, sessions,
    uses,
};
use crate::Result;
use crate::developers::{Counts, Developers, NotedRefusal, SecretUse};
use crate::keyring::{Keyring, Resealed, SealedKey, Succession};
use crate::office::{ApiKey, AppSearch, AppUse, AuditFilter, Office, Tokens};
use crate::ops::{AccountChange, Audit, Audited, Authorized, Ended, Listed, Page, Session, Shown, Won};
use crate::people::{Link, People, SessionSeen, UseLink};
use async_trait::async_trait;
use engine::model::{AccessToken, Account, AccountKey, App, AppKey, RealmKey};
use engine::secret::Hashed;

#[async_trait]
impl<D: Database> People for D {
    async fn account_of_upstream(&self, realm: RealmKey, upstream: &str) -> Result<Option<Account>> {
        Ok(accounts::by_upstream(&self.reader()?, realm, upstream).await?)
    }
    async fn authorized(&self, realm: RealmKey, account: AccountKey, now: i64, page: Page) -> Result<Vec<Authorized>> {
        Ok(grants::of_account(&self.pages()?, realm, account, now, &page).await?)
    }
    async fn authorized_by_use(
        &self,
        realm: RealmKey,
        account: AccountKey,
        now: i64,
        page: Page,
    ) -> Result<Vec<Listed<Authorized>>> {
        Ok(grants::of_account_by_use(&self.pages()?, realm, account, now, &page).await?)
    }
    async fn sessions(&self, realm: RealmKey, account: AccountKey, now: i64) -> Result<Vec<Session>> {
        Ok(sessions::of_account(&self.pages()?, realm, account, now).await?)
    }
    async fn end_sessions(
        &self,
        realm: RealmKey,
        account: AccountKey,
        but: Option<Hashed>,
        audit: Audit,
    ) -> Result<u32> {
        self.write(Doubt::Tell, async move |db| sessions::end_others(db, realm, account, but, &audit).await).await
    }
    async fn end_session_of(&self, realm: RealmKey, account: AccountKey, hash: Hashed, audit: Audit) -> Result<Ended> {
        self.write(Doubt::end(), async move |db| sessions::end_of(db, (realm, account), hash, &audit).await).await
    }
    async fn note_sessions(&self, seen: Vec<SessionSeen>) -> Result<()> {
        let accounts = sessions::accounts_of(&seen);
        self.write(Doubt::same(), async move |db| sessions::note(db, &seen).await).await?;
        self.write(Doubt::same(), async move |db| accounts::note_seen(db, &accounts).await).await
    }
    async fn events(&self, realm: RealmKey, account: AccountKey, page: Page) -> Result<Vec<Audited>> {
        Ok(audit::of_account(&self.pages()?, realm, account, &page).await?)
    }
    async fn leave(&self, realm: RealmKey, left: Audit) -> Result<()> {
        self.write(Doubt::Tell, async move |db| audit::leave(db, realm, &left).await).await
    }
    async fn put_link(&self, link: Link, shown: Option<Shown>, left: Option<Audit>) -> Result<()> {
        self.write(Doubt::Tell, async move |db| links::put(db, &link, shown.as_ref(), left.as_ref()).await).await
    }
    async fn link(&self, realm: RealmKey, purpose: &str, hash: Hashed, now: i64) -> Result<Option<Link>> {
        Ok(links::find(&self.reader()?, realm, purpose, hash, now).await?)
    }
    async fn link_of(
        &self,
        realm: RealmKey,
        account: AccountKey,
        purpose: &str,
        now: i64,
    ) -> Result<Option<(String, i64)>> {
        Ok(links::of_account(&self.reader()?, realm, (account, purpose), now).await?)
    }
    async fn end_links(&self, realm: RealmKey, account: AccountKey, purpose: &str, left: Audit) -> Result<Ended> {
        let purpose = purpose.to_owned();
        self.write(Doubt::Tell, async move |db| links::end(db, realm, (account, &purpose), &left).await).await
    }
    async fn use_link(&self, write: UseLink) -> Result<Won> {
        self.write(Doubt::Tell, async move |db| links::use_up(db, &write).await).await
    }
    async fn spend(&self, realm: RealmKey, hash: Hashed, ends_at: i64) -> Result<Won> {
        self.write(Doubt::Tell, async move |db| links::spend(db, realm, hash, ends_at).await).await
    }
}

#[async_trait]
impl<D: Database> Developers for D {
    async fn apps_of(&self, realm: RealmKey, account: AccountKey, text: &str, page: Page) -> Result<Vec<App>> {
        Ok(console::of_owner(&self.pages()?, realm, account, text, &page).await?)
    }
    async fn apps_by_use(
        &self,
        realm: RealmKey,
        account: AccountKey,
        text: &str,
        page: Page,
    ) -> Result<Vec<Listed<App>>> {
        Ok(console::of_owner_by_use(&self.pages()?, realm, account, text, &page).await?)
    }
    async fn create_app_within(&self, realm: RealmKey, app: App, at_most: u32, audit: Audit) -> Result<()> {
        self.write(Doubt::same(), async move |db| apps::create(db, realm, &app, Some(at_most), &audit).await).await
    }
    async fn made_apps(&self, realm: RealmKey, account: AccountKey, at_most: u32) -> Result<u32> {
        Ok(apps::made_by(&self.reader()?, realm, account, at_most).await?)
    }
    async fn test_token(&self, realm: RealmKey, app: AppKey) -> Result<Option<AccessToken>> {
        Ok(access::test_token(&self.pages()?, realm, app).await?)
    }
    async fn test_tokens_of(&self, realm: RealmKey, account: AccountKey) -> Result<Vec<(App, AccessToken)>> {
        Ok(console::test_tokens_of(&self.pages()?, realm, account).await?)
    }
    async fn counts(&self, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Result<Counts> {
        Ok(console::counts(&self.pages()?, realm, app, at_most, now).await?)
    }
    async fn secret_uses(&self, realm: RealmKey, app: AppKey) -> Result<Vec<(String, i64)>> {
        Ok(console::secret_uses(&self.pages()?, realm, app).await?)
    }
    async fn note_secrets(&self, uses: Vec<SecretUse>) -> Result<()> {
        let apps = console::apps_of(&uses);
        self.write(Doubt::same(), async move |db| console::note_secrets(db, &uses).await).await?;
        self.write(Doubt::same(), async move |db| uses::note_apps(db, &apps).await).await
    }
    async fn refusals(&self, realm: RealmKey, app: AppKey, page: Page) -> Result<Vec<NotedRefusal>> {
        Ok(console::refusals(&self.pages()?, realm, app, &page).await?)
    }
    async fn note_refusals(&self, refusals: Vec<NotedRefusal>) -> Result<()> {
        self.write(Doubt::same(), async move |db| console::note_refusals(db, &refusals).await).await
    }
}

#[async_trait]
impl<D: Database> Office for D {
    async fn account_of_id(&self, realm: RealmKey, id: &str) -> Result<Option<Account>> {
        Ok(accounts::by_id(&self.pages()?, realm, id).await?)
    }
    async fn account_of_id_ever(&self, realm: RealmKey, id: &str) -> Result<Option<Account>> {
        Ok(accounts::by_id_ever(&self.pages()?, realm, id).await?)
    }
    async fn change_unless_last(
        &self,
        whose: (RealmKey, AccountKey),
        shown: Option<Shown>,
        change: AccountChange,
        audit: Audit,
    ) -> Result<Won> {
        self.write(Doubt::Tell, async move |db| {
            account_changes::change_unless_last(db, whose, shown.as_ref(), &change, &audit).await
        })
        .await
    }
    async fn find_accounts(&self, realm: RealmKey, text: &str, page: Page) -> Result<Vec<Account>> {
        Ok(accounts::find(&self.pages()?, realm, text, &page).await?)
    }
    async fn find_apps(&self, realm: RealmKey, search: AppSearch, page: Page) -> Result<Vec<App>> {
        Ok(console::find(&self.pages()?, realm, &search, &page).await?)
    }
    async fn accounts_by_use(&self, realm: RealmKey, page: Page) -> Result<Vec<Listed<Account>>> {
        Ok(accounts::by_use(&self.pages()?, realm, &page).await?)
    }
    async fn find_apps_by_use(&self, realm: RealmKey, search: AppSearch, page: Page) -> Result<Vec<Listed<AppUse>>> {
        Ok(console::find_by_use(&self.pages()?, realm, &search, &page).await?)
    }
    async fn grants_of_app(&self, realm: RealmKey, app: AppKey, now: i64, page: Page) -> Result<Vec<Authorized>> {
        Ok(grants::of_app(&self.pages()?, realm, app, now, &page).await?)
    }
    async fn grants_of_app_by_use(
        &self,
        realm: RealmKey,
        app: AppKey,
        now: i64,
        page: Page,
    ) -> Result<Vec<Listed<Authorized>>> {
        Ok(grants::of_app_by_use(&self.pages()?, realm, app, now, &page).await?)
    }
    async fn tokens_of(&self, realm: RealmKey, account: AccountKey, app: AppKey, now: i64) -> Result<Tokens> {
        let db = self.pages()?;
        let from = apps::valid_from(&db, realm, app).await?;
        let access = access::live_between(&db, realm, account, app, (now, from)).await?;
        Ok(Tokens { access, refresh: refresh::live_between(&db, realm, account, app, (now, from)).await? })
    }
    async fn find_audit(&self, realm: RealmKey, filter: AuditFilter, page: Page) -> Result<Vec<Audited>> {
        Ok(audit::find(&self.pages()?, realm, &filter, &page).await?)
    }
    async fn create_key(&self, realm: RealmKey, key: ApiKey, audit: Audit) -> Result<()> {
        self.write(Doubt::same(), async move |db| keys::create(db, realm, &key, &audit).await).await
    }
    async fn key(&self, realm: RealmKey, hash: Hashed) -> Result<Option<ApiKey>> {
        Ok(keys::find(&self.reader()?, realm, hash).await?)
    }
    async fn keys(&self, realm: RealmKey, page: Page) -> Result<Vec<ApiKey>> {
        Ok(keys::list(&self.pages()?, realm, &page).await?)
    }
    async fn end_key(&self, realm: RealmKey, id: &str, audit: Audit) -> Result<()> {
        let id = id.to_owned();
        self.write(Doubt::Tell, async move |db| keys::end(db, realm, &id, &audit).await).await
    }
    async fn note_key(&self, realm: RealmKey, hash: Hashed, at: i64) -> Result<()> {
        self.write(Doubt::same(), async move |db| keys::note(db, realm, hash, at).await).await
    }
}

#[async_trait]
impl<D: Database> Keyring for D {
    async fn keyring(&self) -> Result<Vec<SealedKey>> {
        Ok(keyring::all(&self.reader()?).await?)
    }
    async fn is_settled(&self) -> Result<bool> {
        Ok(keyring::is_settled(&self.reader()?).await?)
    }
    async fn found_keyring(&self, first: Vec<SealedKey>) -> Result<()> {
        self.write(Doubt::same(), async move |db| keyring::found(db, &first).await).await
    }
    async fn succeed_key(&self, succession: Succession) -> Result<Won> {
        self.write(Doubt::Tell, async move |db| keyring::succeed(db, &succession).await).await
    }
    async fn reseal_keyring(&self, keys: Vec<Resealed>) -> Result<Won> {
        self.write(Doubt::Tell, async move |db| keyring::reseal(db, &keys).await).await
    }
    async fn forget_keys(&self, now: i64) -> Result<u64> {
        self.write(Doubt::Tell, async move |db| keyring::forget(db, now).await).await
    }
}
