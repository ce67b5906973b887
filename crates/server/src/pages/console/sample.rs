//! Every page of the console with samples that are called `name`.

use super::end::Asked;
use super::*;
use crate::config::ReviewRule;
use crate::desk::facts::{FactFault, KindLoss};
use crate::desk::features::Feature;
use crate::desk::refused::Detail;
use crate::pages::consent::{Danger, Permission};
use engine::model::Review;
use engine::policy::{AbsentRedirect, HasSecret, RedirectForm, RedirectMatch, RedirectPolicy};
use engine::redirect::{Difference, Unregistrable};
use engine::refusal::Refusal;

const NOW: i64 = 1_795_348_800;

fn app(language: &str, name: &str, standing: Standing) -> ConsoleApp {
    ConsoleApp {
        name: name.to_owned(),
        client_id: "8f14e45fceea167a".to_owned(),
        color: Some(6),
        review: match standing {
            Standing::Draft => Review::Draft,
            Standing::InReview | Standing::Suspended(_) => Review::InReview,
            Standing::Live => Review::Live,
        },
        standing,
        path: "/apps/8f14e45fceea167a".to_owned(),
        rule: ReviewRule::Demanded,
        items: ConsoleItem::ALL.to_vec(),
        features: vec![Feature::Secrets, Feature::TestToken, Feature::RefreshTokens, Feature::OwnTokens],
        terms: ConsoleTerms::ours(language),
    }
}

fn asked() -> Asked {
    Asked { action: "/shop/apps/8f/end".to_owned(), csrf: "sealed".to_owned(), back: "/shop/apps".to_owned() }
}

fn number(count: u32) -> Number {
    Number { count, at_most: 10_000 }
}

fn forms() -> RedirectForms {
    let forms = vec![RedirectForm::Https, RedirectForm::Loopback, RedirectForm::PrivateUse, RedirectForm::OnScreen];
    RedirectForms { forms, on_screen: vec!["oob".to_owned()] }
}

fn policy(matching: RedirectMatch) -> RedirectPolicy {
    RedirectPolicy {
        matching,
        absent: AbsentRedirect::First,
        any_port: vec!["[::1]".to_owned()],
        on_screen: vec!["oob".to_owned()],
        reserved: Vec::new(),
    }
}

/// All pages.
pub(in crate::pages) fn samples(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let frame = || Frame::sample(language, name);
    let mut pages = lists(language, name);
    pages.extend(about_app(language, name));
    pages.extend(ends(language, name));
    let made = |item| ShownSecret {
        app: app(language, name, Standing::Live),
        item,
        value: Some("3b1f7c9e5a".to_owned()),
        example: Some("curl -H 'Authorization: Bearer 3b1f7c9e5a' https://api.example/me".to_owned()),
    };
    pages.push(("console_made", made(ConsoleItem::Overview).render(frame())));
    pages.push(("console_secret", made(ConsoleItem::Secrets).render(frame())));
    pages.push(("console_token", made(ConsoleItem::TestToken).render(frame())));
    pages
}

fn lists(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let frame = || Frame::sample(language, name);
    let listed = |standing| ListedApp {
        name: name.to_owned(),
        client_id: "8f14e45fceea167a".to_owned(),
        color: None,
        standing,
        users: Number { count: 1_000, at_most: 1_000 },
        used_at: Some(NOW - 3_600),
        href: "/shop/apps/8f14e45fceea167a".to_owned(),
    };
    let standings = [Standing::Live, Standing::Draft, Standing::InReview, Standing::Suspended(None)];
    let list = ConsoleList {
        terms: ConsoleTerms::ours(language),
        apps: standings.map(listed).into(),
        search: String::new(),
        path: "/shop/apps".to_owned(),
        next: Some("/shop/apps?after=8f".to_owned()),
        first: None,
        made: None,
        full: None,
    };
    let none = ConsoleList { apps: Vec::new(), next: None, ..list.clone() };
    let made = MadeApp {
        app: listed(Standing::Live),
        secret: Some("3b1f7c9e5a".to_owned()),
        example: Some("CLIENT_SECRET=3b1f7c9e5a".to_owned()),
    };
    let form = NewAppForm {
        terms: ConsoleTerms::ours(language),
        name: name.to_owned(),
        description: name.to_owned(),
        redirect_uri: name.to_owned(),
        kind: "confidential".to_owned(),
        kinds: vec![("confidential".to_owned(), HasSecret::Yes), ("public".to_owned(), HasSecret::No)],
        faults: Vec::new(),
        action: "/shop/apps/new".to_owned(),
        csrf: "sealed".to_owned(),
        back: "/shop/apps".to_owned(),
    };
    let refused = NewAppForm {
        faults: vec![Fault::Fact(FactFault::NameLong), Fault::Uri(Unregistrable::Form, forms(), String::new())],
        ..form.clone()
    };
    vec![
        ("console_list", list.render(frame(), Some("deleted"))),
        ("console_list_none", none.render(frame(), None)),
        ("console_list_full", ConsoleList { full: Some(250), ..list.clone() }.render(frame(), None)),
        ("console_list_not_found", ConsoleList { search: name.to_owned(), ..none }.render(frame(), None)),
        ("console_list_made", ConsoleList { made: Some(made), ..list }.render(frame(), None)),
        ("console_new", form.render(frame())),
        ("console_new_error", refused.render(frame())),
    ]
}

fn about_app(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let frame = || Frame::sample(language, name);
    let live = || app(language, name, Standing::Live);
    let overview = ConsoleOverview {
        app: live(),
        sent_back: None,
        description: name.to_owned(),
        kind: "confidential".to_owned(),
        made: NOW - 86_400 * 40,
        secrets: Some(2),
        without_redirects: None,
        users: number(412),
        tokens: number(1_234),
        token_limit: Some(5_000),
        used_at: Some(NOW - 60),
        reference: Some("/shop/docs".to_owned()),
    };
    let suspended = app(language, name, Standing::Suspended(Some(name.to_owned())));
    let begun = ConsoleOverview {
        app: app(language, name, Standing::Draft),
        sent_back: Some(name.to_owned()),
        without_redirects: Some(WithoutRedirects::Closed),
        secrets: Some(0),
        users: number(0),
        used_at: None,
        ..overview.clone()
    };
    let mut pages = vec![
        ("console_overview_draft", begun.render(frame(), Some("created"))),
        ("console_overview_suspended", ConsoleOverview { app: suspended, ..overview.clone() }.render(frame(), None)),
        ("console_overview", overview.render(frame(), None)),
    ];
    pages.extend(forms_of(language, name));
    pages.extend(keys(language, name));
    pages.extend(logs(language, name));
    for (page, review, rule) in [
        ("console_review_draft", Review::Draft, ReviewRule::Demanded),
        ("console_review", Review::InReview, ReviewRule::Demanded),
        ("console_review_open", Review::Draft, ReviewRule::None),
        ("console_review_live", Review::Live, ReviewRule::Demanded),
    ] {
        let csrf = ["sealed".to_owned(), "sealed".to_owned()];
        let sent_back = (review == Review::Draft).then(|| name.to_owned());
        let app = ConsoleApp { review, rule, ..live() };
        pages.push((page, ConsoleReview { app, sent_back, csrf }.render(frame(), None)));
    }
    pages
}

fn forms_of(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let (frame, live) = (|| Frame::sample(language, name), || app(language, name, Standing::Live));
    let two = || ["sealed".to_owned(), "sealed".to_owned()];
    let settings = ConsoleSettings {
        app: live(),
        name: name.to_owned(),
        description: name.to_owned(),
        site: "https://notes.example/about".to_owned(),
        support: name.to_owned(),
        color: "6".to_owned(),
        kind: "public".to_owned(),
        kinds: vec![("confidential".to_owned(), HasSecret::Yes), ("public".to_owned(), HasSecret::No)],
        faults: Vec::new(),
        csrf: two(),
    };
    let redirects = ConsoleRedirects {
        app: live(),
        uris: ["https://notes.example/callback", "oob"].map(|uri| (uri.to_owned(), "/r".to_owned())).into(),
        without: WithoutRedirects::OnScreen,
        names: ["confidential".to_owned(), "redirect_uri".to_owned()],
        policy: policy(RedirectMatch::Exact),
        forms: forms(),
        typed: String::new(),
        fault: None,
        csrf: "sealed".to_owned(),
    };
    let refused = ConsoleRedirects {
        typed: name.to_owned(),
        fault: Some(Fault::Uri(Unregistrable::Letters, forms(), name.to_owned())),
        ..redirects.clone()
    };
    let below = ConsoleRedirects { policy: policy(RedirectMatch::SameHostPathPrefix), ..redirects.clone() };
    let none = ConsoleRedirects { uris: Vec::new(), ..redirects.clone() };
    let permission = |danger| Permission { scope: "full".to_owned(), words: name.to_owned(), danger };
    let permissions = vec![(permission(Danger::No), Current::Yes), (permission(Danger::Marked), Current::No)];
    let scopes = ConsoleScopes { app: live(), permissions, csrf: "sealed".to_owned() };
    let wrong = ConsoleSettings {
        faults: [FactFault::NameLong, FactFault::Site, FactFault::Support].map(Fault::Fact).into(),
        ..settings.clone()
    };
    vec![
        ("console_settings", settings.render(frame(), Some("saved"))),
        ("console_settings_error", wrong.render(frame(), None)),
        ("console_redirects", redirects.render(frame(), Some("redirect-added"))),
        ("console_redirects_error", refused.render(frame(), None)),
        ("console_redirects_below", below.render(frame(), None)),
        ("console_redirects_none", none.render(frame(), None)),
        ("console_scopes_none", ConsoleScopes { permissions: Vec::new(), ..scopes.clone() }.render(frame(), None)),
        ("console_scopes", scopes.render(frame(), None)),
    ]
}

fn keys(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let (frame, live) = (|| Frame::sample(language, name), || app(language, name, Standing::Live));
    let secret = |name: &str, used_at| ListedSecret {
        name: name.to_owned(),
        handle: "1a7cca3de7fc9cd2".to_owned(),
        made: NOW - 86_400,
        used_at,
        revoke: "/shop/apps/8f/secrets/00/revoke".to_owned(),
    };
    let secrets = ConsoleSecrets {
        app: live(),
        secrets: Some(vec![secret(name, None), secret("", Some(NOW - 60))]),
        kind: "confidential".to_owned(),
        at_most: 2,
        typed: name.to_owned(),
        fault: None,
        csrf: "sealed".to_owned(),
    };
    let one = ConsoleSecrets { secrets: Some(vec![secret("", None)]), ..secrets.clone() };
    let token = ConsoleTestToken {
        app: live(),
        made: Some(NOW - 7_200),
        used_at: None,
        speaks_for: name.to_owned(),
        csrf: "sealed".to_owned(),
    };
    let owner =
        |you, remove: Option<&str>| ListedOwner { name: name.to_owned(), you, remove: remove.map(str::to_owned) };
    let owners = ConsoleOwners {
        app: live(),
        owners: vec![owner(Current::Yes, Some("/x")), owner(Current::No, Some("/y"))],
        typed: String::new(),
        fault: None,
        csrf: "sealed".to_owned(),
    };
    let unknown = ConsoleOwners { typed: name.to_owned(), fault: Some(Fault::NoAccount), ..owners.clone() };
    vec![
        ("console_secrets_without", ConsoleSecrets { secrets: None, ..secrets.clone() }.render(frame(), None)),
        ("console_secrets_one", one.render(frame(), Some("secret-revoked"))),
        ("console_secrets", secrets.render(frame(), None)),
        ("console_token_none", ConsoleTestToken { made: None, ..token.clone() }.render(frame(), None)),
        ("console_test_token", token.render(frame(), None)),
        ("console_owners", owners.render(frame(), Some("owner-added"))),
        ("console_owners_error", unknown.render(frame(), None)),
    ]
}

fn logs(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let (frame, live) = (|| Frame::sample(language, name), || app(language, name, Standing::Live));
    let refused = |refusal, compared: Option<(String, String)>, differs: &[Difference]| LoggedRefusal {
        at: NOW - 240,
        endpoint: "authorize".to_owned(),
        refusal,
        detail: Detail {
            method: Some("GET".to_owned()),
            path: Some("/shop/oauth2/authorize".to_owned()),
            parameter: Some("redirect_uri".to_owned()),
            scope: Some("write".to_owned()),
            sent: vec![("redirect_uri".to_owned(), name.to_owned()), ("response_type".to_owned(), "code".to_owned())],
            differs: differs.to_vec(),
            ..Detail::default()
        },
        compared,
        request_id: "00f1c2d3e4b5a697".to_owned(),
    };
    let two = ("https://notes.example/callback/".to_owned(), "https://notes.example/callback".to_owned());
    let refusals = vec![
        refused(Refusal::RedirectUriStrange, Some(two), &[Difference::TrailingSlash]),
        refused(Refusal::ClientSecretWrong, None, &[]),
        refused(Refusal::ScopeInsufficient, None, &[]),
    ];
    let log = ConsoleLog { app: live(), refusals, next: Some("/shop/apps/8f/errors?after=1".to_owned()), first: None };
    vec![
        ("console_log_none", ConsoleLog { refusals: Vec::new(), next: None, ..log.clone() }.render(frame())),
        ("console_log", log.render(frame())),
    ]
}

fn ends(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let (frame, live) = (|| Frame::sample(language, name), || app(language, name, Standing::Live));
    let delete = ConfirmDeleteApp {
        app: live(),
        users: number(412),
        tokens: number(1_234),
        others: vec![name.to_owned()],
        typed: String::new(),
        fault: None,
        asked: asked(),
    };
    let other = ConfirmDeleteApp { typed: name.to_owned(), fault: Some(Fault::NotTheName), ..delete.clone() };
    let secret = ListedSecret {
        name: name.to_owned(),
        handle: "1a7cca3de7fc9cd2".to_owned(),
        made: NOW - 86_400,
        used_at: Some(NOW - 60),
        revoke: String::new(),
    };
    let secret = ConfirmRevokeSecret { app: live(), secret, last: Current::Yes, asked: asked() };
    let owner = ConfirmRemoveOwner {
        app: live(),
        name: name.to_owned(),
        you: Current::No,
        token_too: Current::Yes,
        access_too: Current::Yes,
        asked: asked(),
    };
    let redirect = ConfirmRemoveRedirect {
        app: live(),
        uri: name.to_owned(),
        without: Some(WithoutRedirects::Closed),
        asked: asked(),
    };
    let kind = ConfirmChangeKind {
        app: live(),
        kind: name.to_owned(),
        lost: vec![KindLoss::Secrets(2), KindLoss::Approval],
        asked: asked(),
    };
    let token = |then| {
        let speaks_for = Some(name.to_owned());
        ConfirmEndTestToken { app: live(), then, speaks_for, asked: asked() }.render(frame())
    };
    let all = ConfirmRevokeAll { app: live(), users: number(412), tokens: number(10_000), asked: asked() };
    vec![
        ("console_remove_redirect", redirect.render(frame())),
        ("console_revoke_secret", secret.render(frame())),
        ("console_revoke_token", token(ThenTestToken::None)),
        ("console_reset_token", token(ThenTestToken::New)),
        ("console_remove_owner", owner.render(frame())),
        ("console_change_kind", kind.render(frame())),
        ("console_revoke_all", all.render(frame())),
        ("console_delete", delete.render(frame())),
        ("console_delete_error", other.render(frame())),
    ]
}
