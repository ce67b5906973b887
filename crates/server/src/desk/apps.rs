//! Apps: registering them, their redirect URIs, limit, suspension and end.

use super::{About, Declined, Desk, Hand, facts, page, secrets};
use crate::config::ReviewRule;
use engine::model::{AccountKey, App, AppKey, AppSecret, Introspects, Review};
use engine::policy::{HasSecret, Kind, RedirectPolicy};
use engine::redirect::{registrable, reserved_names};
use engine::secret::Plain;
use store::Broken;
use store::ops::{AppChange, AppFacts, MOST_REDIRECTS};

/// Ids have few characters in some dialects; so many are tried.
const TRIES: usize = 20;

/// An app to register.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// What people read.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its site.
    pub site: Option<String>,
    /// One of the dialect's kinds; `None`: the main one.
    pub kind: Option<String>,
    /// Where answers may go.
    pub redirect_uris: Vec<String>,
    /// What it may ask for; `None`: the whole catalogue.
    pub scopes: Option<Vec<String>>,
    /// User name of whoever registers it.
    pub owner: Option<String>,
    /// Mounts that it is limited to; none: all of its realm.
    pub mounts: Vec<String>,
    /// Whose tokens it may introspect.
    pub introspects: Introspects,
    /// A secret that a person chose; `None`: one is made.
    pub secret: Option<Plain>,
    /// Whether everybody can use it from the start.
    pub review: Review,
}

/// A registered app with the secret that is shown once.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The app.
    pub app: App,
    /// Its secret, where its kind keeps one.
    pub secret: Option<Plain>,
}

impl Desk<'_> {
    /// Registers an app.
    pub async fn create_app(&self, wish: Wish) -> Result<Registered, Declined> {
        let owner = match &wish.owner {
            Some(name) => Some(self.account(name).await?.key),
            None => None,
        };
        self.register(wish, owner).await
    }

    /// Registers an app of that account, whatever the wish says of an owner.
    pub(super) async fn register(&self, wish: Wish, owner: Option<AccountKey>) -> Result<Registered, Declined> {
        let kind = self.kind(wish.kind.as_deref())?;
        if wish.redirect_uris.len() > MOST_REDIRECTS {
            return Err(Declined::ManyRedirects(MOST_REDIRECTS));
        }
        let (facts, faults) = facts::tidied(AppFacts {
            name: wish.name,
            description: wish.description,
            site: wish.site,
            color: None,
            support: None,
        });
        let refused = wish.redirect_uris.iter().filter_map(|uri| self.check_redirect(kind, uri).err());
        let (scopes, unknown) = match self.known_scopes(wish.scopes.clone()) {
            Ok(scopes) => (scopes, None),
            Err(declined) => (Vec::new(), Some(declined)),
        };
        let secretless = kind.secret == HasSecret::No && wish.secret.is_some();
        let secretless = secretless.then(|| Declined::Secretless(kind.name.clone()));
        let others = [self.check_mounts(&wish.mounts).err(), unknown, secretless];
        Declined::for_any(faults.chain(refused).chain(others.into_iter().flatten()))?;
        let secret = match kind.secret {
            HasSecret::No => None,
            HasSecret::Yes => Some(secrets::chosen_or_made(self, wish.secret).await?),
        };
        let app = App {
            key: AppKey(self.dice.key()),
            client_id: String::new(),
            name: facts.name,
            description: facts.description,
            site: facts.site,
            kind: kind.name.clone(),
            secrets: secret.iter().map(|(_, stored)| stored.clone()).collect::<Vec<AppSecret>>(),
            redirect_uris: wish.redirect_uris,
            scopes,
            owners: owner.into_iter().collect(),
            color: None,
            support: None,
            review: wish.review,
            mounts: wish.mounts,
            introspects: wish.introspects,
            token_limit: None,
            suspended_at: None,
            suspend_reason: None,
            deleted_at: None,
            valid_from: 0,
            created_at: self.now.secs(),
        };
        let app = self.with_free_id(app).await?;
        Ok(Registered { app, secret: secret.map(|(plain, _)| plain) })
    }

    async fn with_free_id(&self, mut app: App) -> Result<App, Declined> {
        let dialect = &self.main()?.dialect;
        for _ in 0..TRIES {
            app.client_id = dialect.mint(&dialect.shapes.client_id, &self.dice.seed()).expose().to_owned();
            let audit = self.audit("app.create", About::App(&app), app.kind.as_str());
            let at_most = self.realm.apps_per_account;
            match self.store.create_app_within(self.realm.key, app.clone(), at_most, audit).await {
                Ok(()) => return Ok(app),
                Err(Broken::Taken(_)) => {}
                Err(Broken::Absent("room for another app")) => return Err(Declined::ManyApps(at_most)),
                Err(broken) => return Err(broken.into()),
            }
        }
        Err(Declined::NoFreeId)
    }

    /// All apps, deleted ones left out, in order of id.
    pub async fn apps(&self) -> Result<Vec<App>, Declined> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let rows = self.store.apps(self.realm.key, page(after)).await?;
            after = rows.last().map(|app| app.client_id.clone());
            all.extend(rows.into_iter().filter(|app| app.deleted_at.is_none()));
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// Registers one more redirect URI; one that is there already stays where it is.
    pub async fn add_redirect(&self, client_id: &str, uri: &str) -> Result<(), Declined> {
        let app = self.app(client_id).await?;
        self.check_redirect(self.kind(Some(&app.kind))?, uri)?;
        self.change(&app, AppChange::AddRedirect(uri.to_owned()), "app.redirect.add", uri).await
    }

    /// Takes a redirect URI back.
    pub async fn remove_redirect(&self, client_id: &str, uri: &str) -> Result<(), Declined> {
        let app = self.app(client_id).await?;
        let change = AppChange::RemoveRedirect(uri.to_owned());
        self.change(&app, change, "app.redirect.remove", uri).await.map_err(|declined| match declined {
            Declined::Broken(Broken::Absent("redirect URI")) => Declined::NoRedirect(uri.to_owned()),
            other => other,
        })
    }

    /// Bounds its live access tokens, or takes the bound away. No live token ends by it.
    pub async fn limit(&self, client_id: &str, limit: Option<u32>) -> Result<(), Declined> {
        let app = self.app(client_id).await?;
        let detail = limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string());
        self.change(&app, AppChange::Limit(limit), "app.limit", &detail).await
    }

    /// Deletes it: all of its grants and tokens are dead, and its id never comes back.
    pub async fn delete_app(&self, client_id: &str) -> Result<(), Declined> {
        let app = self.app(client_id).await?;
        self.change(&app, AppChange::Delete(self.now.secs()), "app.delete", "").await
    }

    pub(super) async fn change(
        &self,
        app: &App,
        change: AppChange,
        action: &str,
        detail: &str,
    ) -> Result<(), Declined> {
        let audit = self.audit(action, About::App(app), detail);
        let change = match (self.hand, self.realm.review) {
            (Hand::Person, ReviewRule::Demanded) => AppChange::Unreviewed(Box::new(change)),
            _ => change,
        };
        match self.store.change_app(self.realm.key, app.key, change, audit).await {
            Err(Broken::Absent("room for another redirect URI")) => Err(Declined::ManyRedirects(MOST_REDIRECTS)),
            done => Ok(done.map(drop)?),
        }
    }

    fn check_mounts(&self, wanted: &[String]) -> Result<(), Declined> {
        let known = || self.realm.mounts.iter().map(|mount| mount.name.as_str());
        match wanted.iter().find(|name| !known().any(|own| own == *name)) {
            Some(name) => Err(Declined::NoMount { mount: name.clone(), known: listed(known()) }),
            None => Ok(()),
        }
    }

    /// Whether apps of that kind may have it. Whichever of the realm's mounts answers, no name of its answer may stand in the query.
    pub(crate) fn check_redirect(&self, kind: &Kind, uri: &str) -> Result<(), Declined> {
        registrable(uri, kind, &self.redirect_policy()?).map_err(|why| Declined::Redirect { uri: uri.to_owned(), why })
    }

    fn redirect_policy(&self) -> Result<RedirectPolicy, Declined> {
        let mut policy = self.main()?.dialect.policy.redirect.clone();
        let mounts = self.realm.mounts.iter();
        policy.reserved = mounts.flat_map(|mount| mount.dialect.policy.redirect.reserved.clone()).collect();
        Ok(policy)
    }

    /// The names in its query that an answer uses.
    pub(crate) fn reserved_names(&self, uri: &str) -> Result<Vec<String>, Declined> {
        Ok(reserved_names(uri, &self.redirect_policy()?))
    }

    /// The kinds of apps that may have that redirect URI.
    pub(crate) fn kinds_with_redirect(&self, uri: &str) -> Result<Vec<String>, Declined> {
        let may = |kind: &&Kind| self.check_redirect(kind, uri).is_ok();
        Ok(self.main()?.dialect.policy.kinds.iter().filter(may).map(|kind| kind.name.clone()).collect())
    }

    /// The kind of that name, or the main one.
    pub(crate) fn kind(&self, name: Option<&str>) -> Result<&Kind, Declined> {
        let kinds = &self.main()?.dialect.policy.kinds;
        let found = match name {
            Some(name) => kinds.iter().find(|kind| kind.name == name),
            None => kinds.first(),
        };
        found.ok_or_else(|| Declined::NoKind {
            kind: name.unwrap_or_default().to_owned(),
            known: listed(kinds.iter().map(|kind| kind.name.as_str())),
        })
    }

    pub(super) fn known_scopes(&self, wanted: Option<Vec<String>>) -> Result<Vec<String>, Declined> {
        let catalogue = &self.main()?.dialect.policy.scopes;
        let known = || catalogue.scopes.iter().map(|scope| scope.name.as_str());
        let wanted = wanted.unwrap_or_else(|| known().map(str::to_owned).collect());
        match wanted.iter().find(|scope| catalogue.scope(scope).is_none()) {
            Some(scope) => Err(Declined::NoScope { scope: scope.clone(), known: listed(known()) }),
            None => Ok(catalogue.ordered(wanted.iter().map(String::as_str)).words().to_vec()),
        }
    }
}

/// Words for a sentence.
pub(super) fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    if all.is_empty() { "none at all".to_owned() } else { all.join(", ") }
}
