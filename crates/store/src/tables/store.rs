//! [`Store`] for every database: reads run at once, writes wait for their turn.

use super::batch::Counts;
use super::doubt::Doubt;
use super::own::{self, Own};
use super::{
    Database, access, account_changes, accounts, apps, audit, codes, ends, epoch, grants, leases, purge, refresh,
    sessions, uses,
};
use crate::ops::{
    AccessFacts, AccountChange, AppChange, AsOf, Audit, Audited, CodeFacts, EndGrant, EndToken, Ended, Epoch,
    IssueAccess, IssueCode, Issued, Lease, NewAccount, Page, Places, Purged, RedeemCode, Redeemed, RefreshFacts, Renew,
    Rotate, Session, SetTestToken, Shown, SignInFacts, Use, Won,
};
use crate::work::Work;
use crate::{Beside, Result, Store};
use async_trait::async_trait;
use engine::model::{Account, AccountKey, App, AppKey, Code, Grant, RealmKey};
use engine::secret::Hashed;
use std::sync::{Arc, PoisonError};

#[async_trait]
impl<D: Database> Store for D {
    async fn access(&self, realm: RealmKey, places: Places<'_>, now: i64) -> Result<AccessFacts> {
        Ok(access::facts(&self.reader()?, realm, places, now).await?)
    }
    async fn code(&self, realm: RealmKey, hash: Hashed, now: i64) -> Result<CodeFacts> {
        Ok(codes::facts(&self.reader()?, realm, hash, now).await?)
    }
    async fn refresh(&self, realm: RealmKey, places: Places<'_>, now: i64) -> Result<RefreshFacts> {
        Ok(refresh::facts(&self.reader()?, realm, places, now).await?)
    }
    async fn grant(&self, realm: RealmKey, account: AccountKey, app: AppKey) -> Result<Option<Grant>> {
        Ok(grants::live(&self.reader()?, realm, account, app).await?)
    }
    async fn revision(&self, realm: RealmKey) -> Result<i64> {
        Database::revision(self, realm).await
    }
    async fn live_tokens(&self, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Result<u32> {
        let db = self.reader()?;
        let valid_from = apps::valid_from(&db, realm, app).await?;
        Ok(access::count_live(&db, realm, app, at_most, (now, valid_from)).await?)
    }

    async fn known_app_by_client_id(&self, realm: RealmKey, client_id: &str) -> Result<Option<AsOf<App>>> {
        Ok(apps::known_by_client_id(&self.reader()?, realm, client_id).await?)
    }
    async fn known_app(&self, realm: RealmKey, key: AppKey) -> Result<Option<AsOf<App>>> {
        Ok(apps::known(&self.reader()?, realm, key).await?)
    }
    async fn known_account(&self, realm: RealmKey, key: AccountKey) -> Result<Option<AsOf<Account>>> {
        Ok(accounts::known(&self.reader()?, realm, key).await?)
    }
    async fn sign_in(&self, realm: RealmKey, canonical: &str) -> Result<Option<SignInFacts>> {
        Ok(accounts::sign_in(&self.reader()?, realm, canonical).await?)
    }
    async fn session(&self, realm: RealmKey, hash: Hashed, now: i64) -> Result<Option<Session>> {
        Ok(sessions::session(&self.reader()?, realm, hash, now).await?)
    }
    async fn apps(&self, realm: RealmKey, page: Page) -> Result<Vec<App>> {
        Ok(apps::list(&self.pages()?, realm, &page).await?)
    }
    async fn accounts(&self, realm: RealmKey, page: Page) -> Result<Vec<Account>> {
        Ok(accounts::list(&self.pages()?, realm, &page).await?)
    }
    async fn grants(&self, realm: RealmKey, account: AccountKey, page: Page) -> Result<Vec<Grant>> {
        Ok(grants::list(&self.pages()?, realm, account, &page).await?)
    }

    async fn issue_code(&self, write: IssueCode) -> Result<Issued> {
        self.write(Doubt::issue(), async move |db| codes::issue(db, &write).await).await
    }
    async fn redeem_code(&self, write: RedeemCode) -> Result<Redeemed> {
        self.write(Doubt::same(), async move |db| codes::redeem(db, &write).await).await
    }
    async fn deny(&self, realm: RealmKey, code: Code) -> Result<Won> {
        self.write(Doubt::same(), async move |db| codes::deny(db, realm, &code).await).await
    }
    async fn issue_implicit(&self, write: IssueAccess, place: Code) -> Result<Issued> {
        self.write(Doubt::issue(), async move |db| access::issue_implicit(db, &write, &place).await).await
    }
    async fn issue_access(&self, write: IssueAccess) -> Result<Issued> {
        Database::issue_access(self, write).await
    }
    async fn rotate_refresh(&self, write: Rotate) -> Result<Won> {
        self.write(Doubt::same(), async move |db| refresh::rotate(db, &write).await).await
    }
    async fn renew_access(&self, write: Renew) -> Result<Won> {
        self.write(Doubt::same(), async move |db| refresh::renew(db, &write).await).await
    }
    async fn end_access(&self, write: EndToken) -> Result<Ended> {
        Counts::ended(
            &self.desk().counts.tokens_ended,
            self.write(Doubt::end(), async move |db| ends::end_access(db, &write).await).await,
        )
    }
    async fn end_family(&self, write: EndToken) -> Result<Ended> {
        Counts::ended(
            &self.desk().counts.families_ended,
            self.write(Doubt::end(), async move |db| ends::end_family(db, &write).await).await,
        )
    }
    async fn end_grant(&self, write: EndGrant) -> Result<Ended> {
        Counts::ended(
            &self.desk().counts.grants_ended,
            self.write(Doubt::Tell, async move |db| grants::end(db, &write).await).await,
        )
    }
    async fn set_test_token(&self, write: SetTestToken) -> Result<()> {
        self.write(Doubt::Tell, async move |db| access::set_test(db, &write).await).await
    }
    async fn note_uses(&self, uses: Vec<Use>) -> Result<()> {
        let uses = Arc::new(uses);
        let tokens = Arc::clone(&uses);
        let tokens = self.write(Doubt::same(), async move |db| uses::note_tokens(db, &tokens).await).await?;
        let (grants, apps) = (uses::of_grants(&uses, &tokens), uses::of_apps(&uses));
        if !grants.is_empty() {
            self.write(Doubt::same(), async move |db| uses::note_grants(db, &grants).await).await?;
        }
        if !apps.is_empty() {
            self.write(Doubt::same(), async move |db| uses::note_apps(db, &apps).await).await?;
        }
        Ok(())
    }

    async fn open_session(&self, session: Session, shown: Shown, audit: Audit) -> Result<Won> {
        self.write(Doubt::same(), async move |db| sessions::open(db, &session, &shown, &audit).await).await
    }
    async fn end_session(&self, realm: RealmKey, hash: Hashed) -> Result<()> {
        self.write(Doubt::same(), async move |db| sessions::end(db, realm, hash).await).await
    }

    async fn create_app(&self, realm: RealmKey, app: App, audit: Audit) -> Result<()> {
        self.write(Doubt::same(), async move |db| apps::create(db, realm, &app, None, &audit).await).await
    }
    async fn change_app(&self, realm: RealmKey, key: AppKey, change: AppChange, audit: Audit) -> Result<Won> {
        let (won, own) =
            self.write(Doubt::Tell, async move |db| apps::change(db, realm, key, &change, &audit).await).await?;
        if own == Own::Unsettled
            && let Err(broken) = own::settle_some(self, realm, key).await
        {
            tracing::debug!(%broken, "an app's own tokens are left to housekeeping");
        }
        Ok(won)
    }
    async fn create_account(&self, realm: RealmKey, account: NewAccount, audit: Audit) -> Result<()> {
        self.write(Doubt::same(), async move |db| accounts::create(db, realm, &account, &audit).await).await
    }
    async fn change_account(
        &self,
        realm: RealmKey,
        key: AccountKey,
        change: AccountChange,
        audit: Audit,
    ) -> Result<()> {
        self.write(Doubt::Tell, async move |db| account_changes::change(db, (realm, key), None, &change, &audit).await)
            .await
    }
    async fn change_own_account(
        &self,
        whose: (RealmKey, AccountKey),
        shown: Shown,
        change: AccountChange,
        audit: Audit,
    ) -> Result<()> {
        self.write(Doubt::Tell, async move |db| account_changes::change(db, whose, Some(&shown), &change, &audit).await)
            .await
    }
    async fn audit(&self, realm: RealmKey, page: Page) -> Result<Vec<Audited>> {
        Ok(audit::list(&self.pages()?, realm, &page).await?)
    }

    async fn purge(&self, now: i64, at_most: u32) -> Result<Purged> {
        let from = *self.desk().sweep.lock().unwrap_or_else(PoisonError::into_inner);
        let step = Arc::new(purge::look(&self.pages()?, from, now, at_most).await?);
        let found = Arc::clone(&step);
        let gone = match step.due.is_empty() {
            true => 0,
            false => self.write(Doubt::Tell, async move |db| purge::clear(db, &found.due, now).await).await?,
        };
        *self.desk().sweep.lock().unwrap_or_else(PoisonError::into_inner) = step.next;
        Ok(step.done(gone))
    }
    async fn probe(&self, holder: i64, now: i64) -> Result<()> {
        self.write(Doubt::Tell, async move |db| leases::probe(db, holder, now).await).await
    }
    async fn hold_lease(&self, lease: Lease) -> Result<Won> {
        self.write(Doubt::same(), async move |db| leases::hold(db, &lease).await).await
    }
    async fn begin_epoch(&self, audit: Audit) -> Result<Epoch> {
        self.write(Doubt::Tell, async move |db| epoch::begin(db, &audit).await).await
    }
    fn work(&self) -> Work {
        self.desk().counts.work()
    }
    async fn check(&self) -> Result<Vec<String>> {
        self.examine().await
    }
    fn beside(&self) -> Beside {
        Database::beside(self)
    }
    fn finish(&self) {
        Database::finish(self);
    }
}
