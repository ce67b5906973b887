//! What is done all the time, and in which words: written down as it runs, for tests that look at each statement's plan.

use super::budget::{ALICE, APP, NOW, REALM, end_token, hash, issue_code, refresh_token, token};
use super::cell::{Cell, Cells};
use super::db::{Db, Sql};
use super::fault::{Fault, Outcome};
use super::purge::{self, Sweep};
use super::{access, accounts, apps, codes, console, ends, grants, keys, leases, links, refresh, sessions, uses};
use crate::contract::accounts::session;
use crate::contract::world::{PASSWORD, account, app};
use crate::developers::{NotedRefusal, REFUSALS_KEPT, SecretUse};
use crate::ops::{
    AppChange, Audit, Bounds, Consent, EndGrant, EndToken, GrantToo, IssueAccess, IssueCode, Issued, Lease, RedeemCode,
    Redeemed, Renew, Rest, Rotate, Shown, Use, Won,
};
use crate::people::{Link, SessionSeen};
use engine::model::{AccessToken, AppKey, Code, EndReason, FamilyKey, GrantKey, RefreshToken};
use engine::policy::{OlderAccess, Rotation};
use engine::token::TokenHash;
use std::sync::{Mutex, PoisonError};

/// Writes down what it is asked to run.
pub(super) struct Heard<'a, D> {
    db: &'a D,
    statements: Mutex<Vec<&'static str>>,
}

impl<'a, D: Db> Heard<'a, D> {
    pub(super) fn new(db: &'a D) -> Self {
        Self { db, statements: Mutex::default() }
    }

    /// All of it, in order.
    pub(super) fn statements(self) -> Vec<&'static str> {
        self.statements.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, sql: &'static Sql) {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner).push(sql.text());
    }
}

impl<D: Db> Db for Heard<'_, D> {
    async fn change(&self, sql: &'static Sql, row: &[Cell<'_>]) -> Outcome<u64> {
        self.note(sql);
        self.db.change(sql, row).await
    }

    async fn one<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> Outcome<Option<T>> {
        self.note(sql);
        self.db.one(sql, row, read).await
    }

    async fn all<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> Outcome<Vec<T>> {
        self.note(sql);
        self.db.all(sql, row, read).await
    }
}

/// An operation, and the statements that it ran.
pub(crate) struct Operation {
    pub(crate) what: &'static str,
    pub(crate) statements: Vec<&'static str>,
}

struct Log<'a, D> {
    db: &'a D,
    operations: Vec<Operation>,
}

impl<D: Db> Log<'_, D> {
    async fn run<T>(&mut self, what: &'static str, work: impl AsyncFnOnce(&Heard<'_, D>) -> Outcome<T>) -> Outcome<T> {
        let heard = Heard::new(self.db);
        let outcome = work(&heard).await?;
        self.operations.push(Operation { what, statements: heard.statements() });
        Ok(outcome)
    }
}

/// Does all of it on empty tables, each in all the ways in which it can go.
pub(crate) async fn operations<D: Db>(db: &D) -> Outcome<Vec<Operation>> {
    let mut log = Log { db, operations: Vec::new() };
    settle(db).await?;
    callers(&mut log).await?;
    codes(&mut log).await?;
    tokens(&mut log).await?;
    refreshes(&mut log).await?;
    people(&mut log).await?;
    notes(&mut log).await?;
    endings(&mut log).await?;
    housekeeping(&mut log).await?;
    Ok(log.operations)
}

/// An app that has been deleted.
const DELETED: AppKey = AppKey(12);

/// What has to be there: somebody who signs in, an app whose own tokens count, one that somebody had let in, and tokens of both that housekeeping brings in line.
async fn settle<D: Db>(db: &D) -> Outcome<()> {
    accounts::create(db, REALM, &account("alice", ALICE), &Audit::default()).await?;
    apps::create(db, REALM, &app("one", APP), None, &Audit::default()).await?;
    apps::create(db, REALM, &app("two", DELETED), None, &Audit::default()).await?;
    let code = Code { app: DELETED, hash: hash("deleted"), ..issue_code().code };
    codes::issue(db, &IssueCode { code, ..issue_code() }).await?;
    for change in [AppChange::Limit(None), AppChange::Delete(NOW)] {
        apps::change(db, REALM, DELETED, &change, &Audit::default()).await?;
    }
    let counted = Bounds { app_limit: Some(1_000), grant_limit: None };
    // Neither is as its app's limit wants it by now.
    for (text, app, bounds) in [("counted before", DELETED, counted), ("not counted before", APP, Bounds::default())] {
        let own = AccessToken { app, ends_at: None, ..token(text, None) };
        let own = IssueAccess { realm: REALM, access: own, consent: None, bounds, now: NOW };
        access::issue(db, &own).await?;
    }
    Ok(())
}

/// Whoever a node does not know yet, or no more after a change in the realm.
async fn callers<D: Db>(log: &mut Log<'_, D>) -> Outcome<()> {
    let one = log.run("an app is looked up", async |db| apps::by_key(db, REALM, APP).await).await?;
    let Some(one) = one else { return Err(Fault::corrupt("no app")) };
    let named = async |db: &Heard<'_, D>| apps::known_by_client_id(db, REALM, &one.client_id).await;
    log.run("an app is looked up by its name on the wire", named).await?;
    log.run("an account is looked up", async |db| accounts::by_key(db, REALM, ALICE).await).await?;
    log.run("a key of the administration is looked up", async |db| keys::find(db, REALM, hash("key")).await).await?;
    log.run("a use of such a key", async |db| keys::note(db, REALM, hash("key"), NOW).await).await?;
    Ok(())
}

fn endless(text: &str) -> AccessToken {
    AccessToken { ends_at: None, ..token(text, Some(ALICE)) }
}

fn redeem(code: &str, tag: &str) -> RedeemCode {
    let refresh = RefreshToken { family: family(tag), ..refresh_token(&format!("{tag} refresh")) };
    RedeemCode {
        realm: REALM,
        code: hash(code),
        grant: GrantKey(9),
        access: AccessToken { family: family(tag), ..endless(&format!("{tag} access")) },
        second: None,
        refresh: Some(refresh),
        bounds: Bounds { app_limit: Some(1_000), grant_limit: Some(1) },
        now: NOW,
    }
}

fn family(tag: &str) -> FamilyKey {
    FamilyKey(TokenHash::of(hash(tag)).id().0)
}

async fn codes<D: Db>(log: &mut Log<'_, D>) -> Outcome<()> {
    let first = issue_code();
    let wider = IssueCode {
        code: Code { hash: hash("wider"), scope: "read write".to_owned(), ..first.code.clone() },
        consent: Consent { scope: "read write".to_owned(), ..first.consent.clone() },
        ..first.clone()
    };
    let no = Code { hash: hash("no"), ..first.code.clone() };
    let issued = log.run("a code", async |db| codes::issue(db, &first).await).await?;
    assert_eq!(issued, Issued::New);
    let again = log.run("a code, asked for again", async |db| codes::issue(db, &first).await).await?;
    assert_eq!(again, Issued::Same);
    log.run("a code that widens a grant", async |db| codes::issue(db, &wider).await).await?;
    log.run("a no", async |db| codes::deny(db, REALM, &no).await).await?;
    log.run("a no, said again", async |db| codes::deny(db, REALM, &no).await).await?;
    log.run("a code is looked up", async |db| codes::facts(db, REALM, hash("code"), NOW).await).await?;
    log.run("a code that is none is looked up", async |db| codes::facts(db, REALM, hash("none"), NOW).await).await?;
    let (first, second) = (redeem("code", "one"), redeem("wider", "two"));
    let won = log.run("a code for tokens", async |db| codes::redeem(db, &first).await).await?;
    assert_eq!(won, Redeemed::Won);
    log.run("a code for tokens of which one is too many", async |db| codes::redeem(db, &second).await).await?;
    log.run("a code for tokens, asked for again", async |db| codes::redeem(db, &second).await).await?;
    let full = RedeemCode { bounds: Bounds { app_limit: Some(1), grant_limit: None }, ..redeem("wider", "three") };
    log.run("a code of an app that has as many tokens as it may", async |db| codes::redeem(db, &full).await).await?;
    Ok(())
}

async fn tokens<D: Db>(log: &mut Log<'_, D>) -> Outcome<()> {
    let own =
        IssueAccess { realm: REALM, access: token("own", None), consent: None, bounds: Bounds::default(), now: NOW };
    let counted = Bounds { app_limit: Some(1_000), grant_limit: None };
    let own_counted = IssueAccess { access: token("own, counted", None), bounds: counted, ..own.clone() };
    let implicit = IssueAccess { access: token("implicit", Some(ALICE)), ..own.clone() };
    let place = Code { hash: hash("implicit"), ..issue_code().code };
    log.run("an app's own token", async |db| access::issue(db, &own).await).await?;
    log.run("an app's own token, asked for again", async |db| access::issue(db, &own).await).await?;
    log.run("an app's own token, counted", async |db| access::issue(db, &own_counted).await).await?;
    log.run("a token without a code", async |db| access::issue_implicit(db, &implicit, &place).await).await?;
    let (known, unknown) = ([TokenHash::of(hash("own"))], [TokenHash::of(hash("none"))]);
    log.run("a token is checked", async |db| access::facts(db, REALM, &known, NOW).await).await?;
    log.run("a token that is none is checked", async |db| access::facts(db, REALM, &unknown, NOW).await).await?;
    Ok(())
}

async fn refreshes<D: Db>(log: &mut Log<'_, D>) -> Outcome<()> {
    let places = [TokenHash::of(hash("two refresh"))];
    log.run("a refresh token is looked up", async |db| refresh::facts(db, REALM, &places, NOW).await).await?;
    let next = RefreshToken {
        family: family("two"),
        number: 1,
        access: Some(TokenHash::of(hash("rotated access")).id()),
        ..refresh_token("rotated refresh")
    };
    let access = AccessToken { family: family("two"), ..endless("rotated access") };
    let rotate = Rotate {
        realm: REALM,
        presented: places[0].id(),
        salt: [1; 16],
        access,
        refresh: next,
        older: OlderAccess::End,
        now: NOW,
    };
    let won = log.run("a rotation", async |db| refresh::rotate(db, &rotate).await).await?;
    assert_eq!(won, Won::Yes);
    log.run("a rotation, asked for again", async |db| refresh::rotate(db, &rotate).await).await?;
    log.run("a consumed refresh token is looked up", async |db| refresh::facts(db, REALM, &places, NOW).await).await?;
    for (what, rotation, text) in [
        ("a renewal", Rotation::Same, "renewed"),
        ("a renewal that extends", Rotation::SameExtended, "renewed and extended"),
    ] {
        let renew = Renew {
            realm: REALM,
            refresh: TokenHash::of(hash("one refresh")).id(),
            rotation,
            ends_at: None,
            access: AccessToken { family: family("one"), ..endless(text) },
            older: OlderAccess::End,
            bounds: Bounds { app_limit: None, grant_limit: Some(1) },
            now: NOW,
        };
        let won = log.run(what, async |db| refresh::renew(db, &renew).await).await?;
        assert_eq!(won, Won::Yes, "{what}");
    }
    Ok(())
}

async fn endings<D: Db>(log: &mut Log<'_, D>) -> Outcome<()> {
    let of = |text: &str, tag: &str, grant_too| EndToken {
        token: TokenHash::of(hash(text)).id(),
        family: family(tag),
        grant_too,
        audit: Some(Audit::default()),
        ..end_token()
    };
    for (text, tag) in [("implicit", "implicit"), ("renewed and extended", "one")] {
        let token = of(text, tag, GrantToo::Keep);
        log.run("a token is revoked", async |db| ends::end_access(db, &token).await).await?;
    }
    let last = of("rotated access", "two", GrantToo::IfLast);
    log.run("the family of the last access token is revoked", async |db| ends::end_family(db, &last).await).await?;
    let withdrawn = EndGrant {
        realm: REALM,
        account: ALICE,
        app: APP,
        reason: EndReason::Withdrawn,
        tombstone: 60,
        audit: Audit::default(),
        now: NOW,
    };
    let again = of("own", "own", GrantToo::IfLast);
    log.run("an app is withdrawn", async |db| grants::end(db, &withdrawn).await).await?;
    log.run("a token of an ended grant is revoked", async |db| ends::end_access(db, &again).await).await?;
    Ok(())
}

async fn people<D: Db>(log: &mut Log<'_, D>) -> Outcome<()> {
    let other = session("other", ALICE);
    let (session, shown) = (session("session", ALICE), Shown::Password(PASSWORD.to_owned()));
    let link = Link {
        realm: REALM,
        hash: hash("link"),
        purpose: "password".to_owned(),
        account: Some(ALICE),
        data: String::new(),
        ends_at: NOW + 60,
    };
    for session in [&session, &other] {
        log.run("a sign-in", async |db| sessions::open(db, session, &shown, &Audit::default()).await).await?;
    }
    log.run("a session is looked up", async |db| sessions::session(db, REALM, session.hash, NOW).await).await?;
    log.run("a sign-out", async |db| sessions::end(db, REALM, session.hash).await).await?;
    log.run("a link", async |db| links::put(db, &link, None, Some(&Audit::default())).await).await?;
    log.run("a link is looked up", async |db| links::find(db, REALM, "password", link.hash, NOW).await).await?;
    log.run("what comes once", async |db| links::spend(db, REALM, hash("once"), NOW + 60).await).await?;
    Ok(())
}

async fn notes<D: Db>(log: &mut Log<'_, D>) -> Outcome<()> {
    let at = NOW + 3_600;
    let token = Some(TokenHash::of(hash("implicit")).id());
    let seen = [Use { realm: REALM, token, app: APP, account: Some(ALICE), at, address: String::new() }];
    let tokens = log.run("uses of tokens", async |db| uses::note_tokens(db, &seen).await).await?;
    let (grants, apps) = (uses::of_grants(&seen, &tokens), uses::of_apps(&seen));
    assert_eq!((tokens.len(), grants.len(), apps.len()), (1, 1, 1));
    log.run("uses of grants", async |db| uses::note_grants(db, &grants).await).await?;
    log.run("uses of apps", async |db| uses::note_apps(db, &apps).await).await?;
    let seen = [SessionSeen { realm: REALM, hash: hash("other"), account: ALICE, at }];
    log.run("sessions were seen", async |db| sessions::note(db, &seen).await).await?;
    log.run("accounts were seen", async |db| accounts::note_seen(db, &sessions::accounts_of(&seen)).await).await?;
    let used = [SecretUse { realm: REALM, app: APP, secret: "one".to_owned(), at }];
    log.run("uses of secrets", async |db| console::note_secrets(db, &used).await).await?;
    let refused = |id| NotedRefusal {
        realm: REALM,
        app: APP,
        id,
        at,
        endpoint: "token".to_owned(),
        refusal: "code_unknown".to_owned(),
        detail: "{}".to_owned(),
        request_id: "1".to_owned(),
    };
    // One more than are kept.
    let refused: Vec<_> = (0..=i64::from(REFUSALS_KEPT)).map(refused).collect();
    log.run("refusals of apps", async |db| console::note_refusals(db, &refused).await).await?;
    Ok(())
}

/// Once round all tables, when all of the above has ended.
async fn housekeeping<D: Db>(log: &mut Log<'_, D>) -> Outcome<()> {
    const LATER: i64 = NOW + 365 * 86_400;
    const ALL: u32 = 20_000;
    let lease = Lease { name: "purge", holder: 1, now: LATER, ends_at: LATER + 900 };
    log.run("a probe", async |db| leases::probe(db, 1, LATER).await).await?;
    log.run("a lease", async |db| leases::hold(db, &lease).await).await?;
    let step = log.run("what is to purge", async |db| purge::look(db, Sweep::START, LATER, ALL).await).await?;
    let gone = log.run("a purge", async |db| purge::clear(db, &step.due, LATER).await).await?;
    assert_eq!(step.done(gone).rest, Rest::None);
    Ok(())
}
