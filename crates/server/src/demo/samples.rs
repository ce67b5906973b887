//! What stands on the demo's pages before anybody has tried anything: two apps that the account has let in, one that waits for review, another
//! browser of its person, and what was refused to an app of theirs.

use crate::desk::refused::Detail;
use crate::desk::{About, Declined, Desk, apps::Wish};
use dialect::model::{Endpoint, Name};
use engine::model::{AccessToken, Account, App, FamilyKey, GrantKey, Review, TokenUse};
use engine::redirect::differences;
use engine::refusal::Refusal;
use engine::scope::ScopeSet;
use engine::secret::{Hashed, Plain};
use engine::token::TokenHash;
use store::developers::NotedRefusal;
use store::office::AppSearch;
use store::ops::{Bounds, Consent, IssueAccess, Origin, Page, Session, Use};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The account is older than anything that it did, in seconds.
pub(super) const BEFORE: i64 = 120 * DAY;

/// An app that was let in some time ago.
struct Sample {
    name: &'static str,
    description: &'static str,
    site: &'static str,
    /// How many scopes of the catalogue it got.
    scopes: usize,
    /// Seconds since then, and since the last use.
    ago: (i64, i64),
    /// From which address it was allowed, and used.
    from: (&'static str, &'static str),
}

const SAMPLES: [Sample; 2] = [
    Sample {
        name: "Night Backup",
        description: "Copies everything while you sleep",
        site: "https://nightbackup.example",
        scopes: 3,
        ago: (90 * DAY, 9 * HOUR),
        from: ("192.0.2.17", "2001:db8:7::15"),
    },
    Sample {
        name: "Holiday Album",
        description: "Shows the pictures of your holidays",
        site: "https://holidayalbum.example",
        scopes: 1,
        ago: (12 * DAY, 2 * HOUR),
        from: ("192.0.2.17", "198.51.100.4"),
    },
];

/// Makes them in a realm that has none of them.
pub(super) async fn seed(desk: &Desk<'_>, account: &Account) -> Result<(), Declined> {
    let search = AppSearch { text: SAMPLES[0].name.to_owned(), ..AppSearch::default() };
    let page = Page { after: None, limit: 1 };
    if !desk.store.find_apps(desk.realm.key, search, page).await?.is_empty() {
        return Ok(());
    }
    for sample in &SAMPLES {
        let wish = Wish {
            name: sample.name.to_owned(),
            description: sample.description.to_owned(),
            site: Some(sample.site.to_owned()),
            ..Wish::default()
        };
        let app = desk.create_app(wish).await?.app;
        let_in(desk, account, (&app, sample)).await?;
    }
    let waiting = Wish {
        name: "Print at Home".to_owned(),
        description: "Sends your pictures to your own printer".to_owned(),
        site: Some("https://printathome.example".to_owned()),
        owner: Some(account.username.clone()),
        review: Review::InReview,
        ..Wish::default()
    };
    desk.create_app(waiting).await?;
    refused(desk, account).await?;
    other_browser(desk, account).await
}

/// What stands in the error log of the person's own app: a redirect URI with a slash too many.
async fn refused(desk: &Desk<'_>, account: &Account) -> Result<(), Declined> {
    let first = Page { after: None, limit: 1 };
    let own = desk.store.apps_of(desk.realm.key, account.key, "", first).await?.into_iter().next();
    let Some((app, uri)) = own.and_then(|app| Some((app.key, app.redirect_uris.first()?.clone()))) else {
        return Ok(());
    };
    let sent = format!("{uri}/");
    let mount = desk.main()?;
    let name = mount.dialect.names.first(Endpoint::Authorize, Name::RedirectUri).to_owned();
    let detail = Detail {
        differs: differences(&sent, &uri, &mount.dialect.policy.redirect),
        sent: vec![(name.clone(), sent)],
        parameter: Some(name),
        expected: Some(uri),
        scope: None,
    };
    let at = desk.now.secs() - 3 * HOUR;
    let note = NotedRefusal {
        realm: desk.realm.key,
        app,
        id: at,
        at,
        endpoint: "authorize".to_owned(),
        refusal: Refusal::RedirectUriStrange.name().to_owned(),
        detail: serde_json::to_string(&detail).unwrap_or_default(),
        request_id: format!("{:016x}", desk.dice.key()),
    };
    Ok(desk.store.note_refusals(vec![note]).await?)
}

/// What signing in and allowing would have left.
async fn let_in(desk: &Desk<'_>, account: &Account, (app, sample): (&App, &Sample)) -> Result<(), Declined> {
    let (realm, now) = (desk.realm.key, desk.now.secs());
    let mount = desk.main()?;
    let catalogue = &mount.dialect.policy.scopes;
    let words = catalogue.scopes.iter().take(sample.scopes).map(|scope| scope.name.as_str());
    let scope: ScopeSet = catalogue.capped(&catalogue.ordered(words), &account.roles);
    let proposed = GrantKey(desk.dice.key());
    let origin = Origin { address: sample.from.0.to_owned(), device: "Firefox, Linux".to_owned() };
    let at = now - sample.ago.0;
    let audit = desk.audit("grant.allow", About::Grant(account, app), "");
    let audit = store::ops::Audit { at, address: origin.address.clone(), ..audit };
    let token = AccessToken {
        hash: TokenHash::of(unheard_of(desk)),
        mount: mount.key,
        app: app.key,
        account: Some(account.key),
        grant: Some(proposed),
        family: FamilyKey(desk.dice.key()),
        scope: scope.to_text(),
        usage: TokenUse::Grant,
        issued_at: at,
        ends_at: Some(now + 30 * DAY),
        ended: None,
        used_at: None,
        purge_at: Some(now + 30 * DAY),
    };
    let id = token.hash.id();
    let consent = Consent { proposed, scope: scope.to_text(), at, origin, audit };
    let write = IssueAccess { realm, access: token, consent: Some(consent), bounds: Bounds::default(), now };
    desk.store.issue_access(write).await?;
    let seen = Use {
        realm,
        token: id,
        app: app.key,
        account: Some(account.key),
        at: now - sample.ago.1,
        address: sample.from.1.to_owned(),
    };
    Ok(desk.store.note_uses(vec![seen]).await?)
}

async fn other_browser(desk: &Desk<'_>, account: &Account) -> Result<(), Declined> {
    let now = desk.now.secs();
    let device = "Safari, iPhone";
    let session = Session {
        realm: desk.realm.key,
        hash: unheard_of(desk),
        account: account.key,
        signed_in_at: now - 40 * MINUTE,
        ends_at: now + 11 * HOUR,
        origin: Origin { address: "198.51.100.23".to_owned(), device: device.to_owned() },
        seen_at: now - 25 * MINUTE,
    };
    let audit = desk.audit("account.sign-in", About::Account(account), device);
    let audit = store::ops::Audit { at: session.signed_in_at, address: session.origin.address.clone(), ..audit };
    Ok(desk.store.open_session(session, audit).await?)
}

/// The hash of a text that nobody knows.
fn unheard_of(desk: &Desk<'_>) -> Hashed {
    Plain::new(format!("{:?}{}", desk.dice.seed().0, desk.dice.key())).hashed()
}
