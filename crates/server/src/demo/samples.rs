//! What stands on the demo's pages before anybody has tried anything: apps that the account has let in and one that waits for review, a second
//! person who has let in the account's own apps, another browser of each, and a key of the administration's API. What the apps themselves have
//! asked is asked for real, by [`super::requests`].

use super::Began;
use crate::desk::keys::{Giver, KeyWish};
use crate::desk::rights::Right;
use crate::desk::{About, Declined, Desk, apps::Wish};
use engine::model::{AccessToken, Account, App, FamilyKey, GrantKey, Review, TokenUse};
use engine::scope::ScopeSet;
use engine::secret::{Hashed, Plain};
use engine::time::Now;
use engine::token::TokenHash;
use store::office::AppSearch;
use store::ops::{Bounds, Consent, IssueAccess, Origin, Page, Session, Shown, Use, Won, canonical};
use store::people::SessionSeen;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const LIVE: i64 = 30 * DAY;
/// The account is older than anything that it did, in seconds.
pub(super) const BEFORE: i64 = 120 * DAY;

/// An app that people have let in.
struct Sample {
    name: &'static str,
    description: &'static str,
    site: &'static str,
    visit: Visit,
}

/// How an app was let in some time ago.
struct Visit {
    /// How many scopes of the catalogue it got.
    scopes: usize,
    /// Seconds since then, and since the last use.
    ago: (i64, i64),
    /// From which address it was allowed, and used.
    from: (&'static str, &'static str),
    /// Seconds until its token ends.
    ends: i64,
}

const SAMPLES: [Sample; 2] = [
    Sample {
        name: "Night Backup",
        description: "Copies everything while you sleep",
        site: "https://nightbackup.example",
        visit: Visit { scopes: 3, ago: (90 * DAY, 9 * HOUR), from: ("192.0.2.17", "2001:db8:7::15"), ends: LIVE },
    },
    Sample {
        name: "Holiday Album",
        description: "Shows the pictures of your holidays",
        site: "https://holidayalbum.example",
        visit: Visit { scopes: 1, ago: (12 * DAY, 2 * HOUR), from: ("192.0.2.17", "198.51.100.4"), ends: LIVE },
    },
];

/// What an owner did with an app of theirs that nobody else can use yet.
const TRIED: Visit = Visit { scopes: 1, ago: (2 * DAY, 2 * DAY), from: ("192.0.2.17", "192.0.2.17"), ends: LIVE };
/// What the second person did with each app of the first. Its token has ended: whoever sets a limit for an app that the demo shows begins with none.
const BEFRIENDED: Visit =
    Visit { scopes: 2, ago: (30 * DAY, 3 * HOUR), from: ("203.0.113.80", "203.0.113.81"), ends: -HOUR };

/// Makes them in a realm that has none of them; `friend` is the second person.
pub(super) async fn seed(desk: &Desk<'_>, (account, friend): (&Account, &Account)) -> Result<Began, Declined> {
    let search = AppSearch { text: SAMPLES[0].name.to_owned(), ..AppSearch::default() };
    let page = Page { after: None, limit: 1 };
    if !desk.store.find_apps(desk.realm.key, search, page).await?.is_empty() {
        return Ok(Began::Before);
    }
    for app in desk.owned(account).await? {
        let_in(desk, friend, (&app, &BEFRIENDED)).await?;
    }
    let then = Desk { now: Now(desk.now.0 - 1_000 * BEFORE), ..*desk };
    for sample in &SAMPLES {
        let wish = Wish {
            name: sample.name.to_owned(),
            description: sample.description.to_owned(),
            site: Some(sample.site.to_owned()),
            redirect_uris: vec![format!("{}/callback", sample.site)],
            ..Wish::default()
        };
        let app = then.create_app(wish).await?.app;
        let_in(desk, account, (&app, &sample.visit)).await?;
    }
    let waiting = Wish {
        name: "Print at Home".to_owned(),
        description: "Sends your pictures to your own printer".to_owned(),
        site: Some("https://printathome.example".to_owned()),
        redirect_uris: vec!["https://printathome.example/callback".to_owned()],
        owner: Some(account.username.clone()),
        review: Review::InReview,
        ..Wish::default()
    };
    let waiting = then.create_app(waiting).await?.app;
    let_in(desk, account, (&waiting, &TRIED)).await?;
    other_browser(desk, account, ("Safari, iPhone", "198.51.100.23")).await?;
    other_browser(desk, friend, ("Firefox, Linux", "203.0.113.80")).await?;
    Ok(Began::Now)
}

/// A key of the administration's API, where there has never been one. Nobody gets to know its text: it is one to look at and to end.
pub(super) async fn seed_key(desk: &Desk<'_>) -> Result<(), Declined> {
    if desk.keys(Page { after: None, limit: 1 }).await?.rows.is_empty() {
        let rights = vec![Right::AppsRead, Right::AuditRead];
        desk.create_key(KeyWish { name: "Nightly export".to_owned(), rights, days: 90 }, Giver::Administrator).await?;
    }
    Ok(())
}

/// What signing in and allowing would have left.
async fn let_in(desk: &Desk<'_>, account: &Account, (app, visit): (&App, &Visit)) -> Result<(), Declined> {
    let (realm, now) = (desk.realm.key, desk.now.secs());
    let mount = desk.main()?;
    let catalogue = &mount.dialect.policy.scopes;
    let words = catalogue.scopes.iter().take(visit.scopes).map(|scope| scope.name.as_str());
    let scope: ScopeSet = catalogue.capped(&catalogue.ordered(words), &account.roles);
    let proposed = GrantKey(desk.dice.key());
    let origin = Origin { address: visit.from.0.to_owned(), device: "Firefox, Linux".to_owned() };
    let at = now - visit.ago.0;
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
        ends_at: Some(now + visit.ends),
        ended: None,
        used_at: None,
        purge_at: Some(now + LIVE),
    };
    let id = token.hash.id();
    let consent = Consent { proposed, scope: scope.to_text(), at, origin, audit };
    let write = IssueAccess { realm, access: token, consent: Some(consent), bounds: Bounds::default(), now };
    desk.store.issue_access(write).await?;
    let seen = Use {
        realm,
        token: Some(id),
        app: app.key,
        account: Some(account.key),
        at: now - visit.ago.1,
        address: visit.from.1.to_owned(),
    };
    Ok(desk.store.note_uses(vec![seen]).await?)
}

async fn other_browser(desk: &Desk<'_>, account: &Account, (device, address): (&str, &str)) -> Result<(), Declined> {
    let now = desk.now.secs();
    let session = Session {
        realm: desk.realm.key,
        hash: unheard_of(desk),
        account: account.key,
        signed_in_at: now - 40 * MINUTE,
        ends_at: now + 11 * HOUR,
        origin: Origin { address: address.to_owned(), device: device.to_owned() },
        seen_at: now - 25 * MINUTE,
    };
    let audit = desk.audit("account.sign-in", About::Account(account), device);
    let audit = store::ops::Audit { at: session.signed_in_at, address: session.origin.address.clone(), ..audit };
    let seen = SessionSeen { realm: session.realm, hash: session.hash, account: account.key, at: session.seen_at };
    let facts = desk.store.sign_in(desk.realm.key, &canonical(&account.username)).await?;
    let shown = match &account.upstream {
        Some(own) => Shown::Upstream(own.clone()),
        None => Shown::Password(facts.map(|facts| facts.password).unwrap_or_default()),
    };
    if desk.store.open_session(session, shown, audit).await? == Won::Yes {
        desk.store.note_sessions(vec![seen]).await?;
    }
    Ok(())
}

/// The hash of a text that nobody knows.
fn unheard_of(desk: &Desk<'_>) -> Hashed {
    Plain::new(format!("{:?}{}", desk.dice.seed().0, desk.dice.key())).hashed()
}
