//! CON-02 to CON-04, COD-09, LEG-04: who decides, how often, and by which request.

use super::{is_consent, is_sign_in};
use crate::browser::End;
use crate::client::{Client, MOUNTS};
use crate::http::{Request, Response};
use crate::race;
use crate::world::{WEB, World};

/// Action and seal of the consent form.
fn form(page: &Response) -> (String, String) {
    let text = page.text();
    let between = |start: &str| text.split(start).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let action = text
        .split("action=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .find(|action| action.ends_with("/-/consent"));
    (action.unwrap().to_owned(), between("name=\"request\" value=\""))
}

fn post(seal: &str, decision: &str, action: &str, cookies: &str) -> Request {
    Request::new("POST", action).header("Cookie", cookies).form(&[("request", seal), ("decision", decision)])
}

fn jar(browser: &crate::browser::Browser<'_>) -> String {
    browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

#[test]
fn cod_09_con_02_a_decision_counts_only_from_the_browser_that_was_asked() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let (mut victim, mut thief) = (world.browser(), world.browser());
        let page = victim.reach_consent(&client.target()).page();
        let (action, seal) = form(&page);
        assert!(is_consent(&thief.reach_consent(&client.target()).page()), "a second session of the same person");
        let status = |request: Request| {
            let answer = request.send(world.at);
            assert!(!answer.header("location").contains("code"), "{mount}: {answer:?}");
            answer.status
        };
        assert_eq!(status(post(&seal, "allow", &action, "")), 400, "{mount}: without a session");
        assert_eq!(status(post(&seal, "allow", &action, &jar(&thief))), 400, "{mount}: another session");
        for (name, value) in [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
            ("Origin", "https://evil.example"),
            ("Origin", "https://auth.example.evil"),
        ] {
            assert_eq!(
                status(post(&seal, "allow", &action, &jar(&victim)).header(name, value)),
                400,
                "{mount}: {name}: {value}"
            );
        }
        let plain = Request::new("POST", &action)
            .header("Cookie", &jar(&victim))
            .body("text/plain", format!("request={seal}&decision=allow"));
        assert_eq!(status(plain), 400, "{mount}: a form that any site can send without asking");
        let json = Request::new("POST", &action).header("Cookie", &jar(&victim)).body("application/json", "{}");
        assert_eq!(status(json), 400, "{mount}");
        for decision in ["", "ALLOW", "yes", "allow "] {
            assert_eq!(status(post(&seal, decision, &action, &jar(&victim))), 200, "{mount}: {decision:?} asks again");
        }
        let empty = Request::new("POST", &action).header("Cookie", &jar(&victim)).form(&[]);
        assert_eq!(status(empty), 400, "{mount}: CVE-2026-49443");
        let got = Request::new("GET", &format!("{action}?request={seal}&decision=allow"))
            .header("Cookie", &jar(&victim))
            .send(world.at);
        assert_eq!(got.status, 405, "{mount}: GET never decides");
        let end = victim.submit(&page, "/-/consent", &[("decision", "allow")]);
        client.lives(
            &client
                .read_code(&client.exchange(&client.dialect().client_read_redirect(&end.url()).code.unwrap()))
                .access,
            "decided at last",
        );
    }
}

#[test]
fn con_04_a_double_click_on_allow_gives_the_same_code_until_it_is_spent() {
    let world = World::new();
    let at = world.at;
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let mut browser = world.browser();
        let page = browser.reach_consent(&client.target()).page();
        let (action, seal) = form(&page);
        let cookies = jar(&browser);
        let clicks = race::all((0..32).collect(), |_| {
            post(&seal, "allow", &action, &cookies).send(at).header("location").to_owned()
        });
        assert!(clicks.iter().all(|location| *location == clicks[0]), "{mount}: {clicks:?}");
        let code = client.dialect().client_read_redirect(&clicks[0]).code.unwrap();
        let tokens = client.read_code(&client.exchange(&code));
        let again = browser.submit(&page, "/-/consent", &[("decision", "allow")]).page();
        assert_eq!(again.status, 400, "{mount}: the back button, after the code was spent: {again:?}");
        client.lives(&tokens.access, "after the back button");
    }
}

/// Back, and Allow after Deny: the app has heard no, and a page is answered once.
#[test]
fn con_04_deny_is_deny_though_allow_is_clicked_after_it() {
    let world = World::of(&["standard", "hidrive"]);
    for (mount, kind) in [("standard", "confidential"), ("hidrive", "browser")] {
        let client = Client::of(&world, mount, kind);
        let mut browser = world.browser();
        let page = browser.reach_consent(&client.target()).page();
        let mut choose = |decision| browser.submit(&page, "/-/consent", &[("decision", decision)]);
        for _ in 0..2 {
            assert!(choose("deny").url().contains("error=access_denied"), "{mount}");
        }
        assert!(choose("allow").is_page_of(400), "{mount}");
        assert!(matches!(browser.allow(&client.target()), End::App(..)), "{mount}: asked anew");
    }
}

/// Both buttons at once: one answer counts, the other is told so, and the app hears only of the one.
#[test]
fn con_04_of_a_yes_and_a_no_at_once_one_counts() {
    let world = World::new();
    let implicit = Client::of(&world, "hidrive", "browser");
    for client in MOUNTS.into_iter().map(|mount| Client::first(&world, mount)).chain([implicit]) {
        let (mount, id) = (client.mount.name.as_str(), client.id());
        for round in 0..8 {
            let mut browser = world.browser();
            let (action, seal) = form(&browser.reach_consent(&client.target()).page());
            let cookies = jar(&browser);
            let said = race::all((0..8).collect(), |racer| {
                let decision = if (racer + round) % 2 == 0 { "allow" } else { "deny" };
                (decision, post(&seal, decision, &action, &cookies).send(world.at))
            });
            let said = said.iter().map(|(decision, answer)| (*decision, answer.status, gives(&client, answer)));
            let said: Vec<_> = said.collect();
            let counted = said.iter().find(|(_, status, _)| *status != 400).map(|(decision, ..)| *decision);
            for (decision, status, given) in &said {
                assert_eq!(*status != 400, Some(*decision) == counted, "{mount}: {said:?}");
                assert_eq!(*given, counted == Some("allow") && *decision == "allow", "{mount}: {said:?}");
            }
            let granted = world.admin(mount, async move |desk| desk.revoke_grant("demo", id).await.is_ok());
            assert_eq!(granted, counted == Some("allow"), "{mount}: {said:?}");
        }
    }
}

/// Whether the answer carries a code or a token.
fn gives(client: &Client<'_>, answer: &Response) -> bool {
    let back = client.dialect().client_read_redirect(answer.header("location"));
    back.code.is_some() || back.access_token.is_some() || client_code_in(client, answer).is_some()
}

/// Reading before changing, and whoever may do more goes behind; what was asked for stays chosen.
#[test]
fn what_may_be_chosen_begins_with_the_least() {
    let world = World::of(&["hidrive"]);
    world.admin("hidrive", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        assert!(account.roles.iter().any(|role| role == "owner"), "{account:?}");
    });
    let client = Client::of(&world, "hidrive", "server");
    let page = world.browser().reach_consent(&client.target_for(Some("rw,owner"), None)).page().text();
    let offers: Vec<&str> = page
        .split("type=\"radio\" name=\"scope\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(offers, ["ro,user", "ro,admin", "ro,owner", "rw,user", "rw,admin", "rw,owner"]);
    assert!(page.contains("value=\"rw,owner\" checked"), "{page}");
    let changes = page.split("value=\"rw,user\"").nth(1).unwrap().split("</label>").next().unwrap();
    assert!(changes.contains("<strong>"), "deleting is marked: {changes}");
}

/// The same page sent again (Back, and another choice): what was given first stands, and the app hears nothing that is not so.
#[test]
fn con_04_a_page_that_was_answered_stays_answered() {
    let world = World::of(&["hidrive"]);
    for kind in ["browser", "server"] {
        let client = Client::of(&world, "hidrive", kind);
        let mut browser = world.browser();
        let page = browser.reach_consent(&client.target_for(Some("rw,owner"), None)).page();
        let mut choose = |decision: &str, scope: &str| {
            browser.submit(&page, "/-/consent", &[("decision", decision), ("scope", scope)])
        };
        let given = if kind == "browser" { "access_token" } else { "code" };
        let first = choose("allow", "ro,user").parameter(given);
        world.advance(240);
        let again = choose("allow", "ro,user").url();
        assert!(again.contains(&first) && again.contains("scope=ro,user"), "{again}");
        assert_eq!(again.contains("expires_in=3360"), kind == "browser", "the seconds that are left: {again}");
        assert!(choose("allow", "rw,owner").is_page_of(400), "{kind}: other rights");
        assert!(choose("deny", "ro,user").is_page_of(400), "{kind}: no, after yes");
        match kind {
            "browser" => client.lives(&first, "what was given"),
            _ => assert_eq!(client.exchange(&first).member("/scope"), "ro,user"),
        }
        assert!(choose("deny", "ro,user").is_page_of(400), "{kind}: no, after the exchange");
    }
}

/// Reading stands before changing, whatever order the app, or the dialect's list, has.
#[test]
fn con_what_is_dangerous_is_read_last() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let page = world.browser().reach_consent(&client.target_for(Some("write read profile"), None)).page().text();
    let places = ["profile", "read", "write"].map(|scope| page.find(&words_of(&client, scope)).unwrap());
    assert!(places.is_sorted(), "{places:?}");
    let serble = World::of(&["serble"]);
    let client = Client::first(&serble, "serble");
    let page = serble.browser().reach_consent(&client.target_for(Some("full_access file_host"), None)).page().text();
    let places = ["file_host", "full_access"].map(|scope| page.find(&words_of(&client, scope)).unwrap());
    assert!(places.is_sorted(), "{places:?}");
}

fn words_of(client: &Client<'_>, scope: &str) -> String {
    client.dialect().scopes.words[scope].words["en"].clone()
}

/// Both words, none or another one: nobody has decided, and the person is asked once more.
#[test]
fn con_02_a_form_that_does_not_say_which_decides_nothing() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let mut browser = world.browser();
        let page = browser.reach_consent(&client.target()).page();
        for said in [&[("decision", "allow"), ("decision", "deny")][..], &[], &[("decision", "perhaps")]] {
            assert!(is_consent(&browser.submit(&page, "/-/consent", said).page()), "{mount} {said:?}");
        }
        assert!(matches!(browser.submit(&page, "/-/consent", &[("decision", "allow")]), End::App(..)), "{mount}");
    }
}

/// Standard and Serble skip what is granted already; all others, public apps and more than before are asked.
#[test]
fn con_03_who_is_asked_again() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let mut browser = world.browser();
        let narrow = match mount {
            "standard" | "gitshare" => Some("read"),
            "serble" => Some("user_info"),
            _ => None,
        };
        browser.allow(&client.target_for(narrow, None)).url();
        let skipped = matches!(browser.open(&client.target_for(narrow, None)), End::App(..));
        assert_eq!(skipped, matches!(mount, "standard" | "boxc-standard" | "serble"), "{mount}");
        let more = match mount {
            "standard" => Some("read write"),
            "serble" => Some("user_info file_host"),
            _ => continue,
        };
        assert!(is_consent(&browser.open(&client.target_for(more, None)).page()), "{mount}: more than before");
    }
    let public = Client::of(&world, "standard", "public");
    let mut browser = world.browser();
    for _ in 0..3 {
        assert!(is_consent(&browser.reach_consent(&public.target()).page()), "CVE-2023-34246");
        browser.allow(&public.target()).url();
    }
}

/// What was posted to the form's address from outside, without a form of ours.
#[test]
fn con_02_sign_in_and_sign_out_take_no_forged_forms_either() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let page = browser.open(&client.target()).page();
    let password = world.shown.password.expose().to_owned();
    let own = [("username", "demo"), ("password", password.as_str())];
    let forged = Request::new("POST", "/standard/-/sign-in").form(&own).send(world.at);
    assert_eq!((forged.status, forged.header("set-cookie")), (400, ""), "login CSRF");
    let mut other = world.browser();
    other.open(&client.target());
    assert_eq!(other.sign_in(&page).page().status, 400, "a form of another browser");
    let consent = browser.sign_in(&page).page();
    let out = browser.send(Request::new("POST", "/standard/-/sign-out").form(&[]));
    assert_eq!(out.status, 400);
    assert!(is_consent(&browser.open(&client.target()).page()), "still signed in");
    assert!(is_consent(&consent));
}

/// Out-of-band codes: after consent by POST, once, for as long as other codes live, in no frame and with no referrer.
#[test]
fn leg_04_a_code_on_screen() {
    let world = World::new();
    for (mount, kind, life) in [("hidrive", "native", 300), ("gitshare", "on-screen", 300)] {
        let client = Client::of(&world, mount, kind);
        let target = match mount {
            "hidrive" => {
                format!("/hidrive/client/authorize?client_id={}&response_type=code&redirect_uri=oob", client.id())
            }
            _ => format!("/gitshare/oauth2/authorize/?client_id={}&response_type=code", client.id()),
        };
        let code = || {
            let mut browser = world.browser();
            let consent = browser.reach_consent(&target).page();
            assert!(
                client_code_in(&client, &consent).is_none_or(|code| client.exchange(&code).status != 200),
                "{mount}: before Allow"
            );
            let page = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).page();
            assert_eq!(
                (
                    page.status,
                    page.header("x-frame-options"),
                    page.header("referrer-policy"),
                    page.header("cache-control")
                ),
                (200, "DENY", "no-referrer", "no-store")
            );
            assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
            client_code_in(&client, &page).expect("a code on the page")
        };
        let redeem = |code: &str| {
            let app = dialect::client::ClientApp { redirect_uri: None, ..client.face() };
            client.send(client.dialect().client_exchange(&app, code, None).unwrap())
        };
        let (in_time, late) = (code(), code());
        world.advance(life - 1);
        let tokens = client.read_code(&redeem(&in_time));
        client.lives(&tokens.access, "of a code on screen");
        assert_eq!(redeem(&in_time).status, 400, "{mount}: once");
        world.advance(1);
        assert_eq!(redeem(&late).status, 400, "{mount}: as short-lived as others");
        let denied = world.browser().decide(&target, "deny").page();
        assert!(client_code_in(&client, &denied).is_none(), "{mount}: {denied:?}");
    }
    for mount in MOUNTS.into_iter().filter(|mount| *mount != "hidrive") {
        let client = Client::first(&world, mount);
        let oob = client.target().replace(&crate::http::encoded(WEB), "oob");
        assert_eq!(world.get(&oob).status, 400, "{mount}: no web app gets one");
    }
    let server = Client::of(&world, "hidrive", "server");
    assert_eq!(world.get(&server.target().replace(&crate::http::encoded(WEB), "oob")).status, 400);
}

/// The text on a page that has the shape of a code.
fn client_code_in(client: &Client<'_>, page: &Response) -> Option<String> {
    let text = page.text();
    let shown = text.split("</head>").nth(1).unwrap_or_default();
    let mut words = shown.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.find(|word| client.dialect().shapes.code.fits(word)).map(str::to_owned)
}

/// Signed out in another tab: the form asks to sign in or says so, and nothing is decided.
#[test]
fn con_04_a_form_of_an_ended_session_decides_nothing() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let consent = browser.reach_consent(&client.target()).page();
    browser.submit(&consent, "/-/sign-out", &[]);
    let after = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).page();
    assert!(after.status == 400 || is_sign_in(&after), "{after:?}");
    let id = client.id();
    let grants = world.admin("standard", async move |desk| desk.grants("demo").await.unwrap());
    assert!(grants.iter().all(|(_, app)| app.client_id != id));
}

/// A session that ended while the page lay open: what was asked is asked again, and a click on the old page decides nothing.
#[test]
fn con_04_a_request_outlives_the_session_that_it_was_shown_in() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for ended in ["signed out in another tab", "a new password"] {
            let mut browser = world.browser();
            let page = browser.reach_consent(&client.target()).page();
            match ended {
                "a new password" => new_password(&world, mount),
                _ => drop(browser.submit(&page, "/-/sign-out", &[])),
            }
            let sign_in = browser.submit(&page, "/-/consent", &[("decision", "allow")]).page();
            assert!(sign_in.status == 200 && is_sign_in(&sign_in), "{mount}: {ended}: {sign_in:?}");
            assert!(
                world
                    .admin(mount, async move |desk| { desk.grants("demo").await.unwrap() })
                    .iter()
                    .all(|(_, app)| app.client_id != client.id()),
                "{mount}"
            );
            let consent = browser.sign_in(&sign_in).page();
            assert!(is_consent(&consent), "{mount}: {ended}: {consent:?}");
            let denied = browser.submit(&consent, "/-/consent", &[("decision", "deny")]);
            assert!(denied.url().contains("st-7"), "{mount}: {ended}: the whole request was kept");
        }
    }
}

fn new_password(world: &World, mount: &str) {
    let own = world.shown.password.clone();
    world.admin(mount, async move |desk| desk.set_password("demo", &own).await.unwrap());
}

/// The same person, signed in anew in another tab: asked again by the page that they clicked on, also where what is granted is skipped.
#[test]
fn con_04_who_signed_in_anew_in_another_tab_is_asked_again() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let mut browser = world.browser();
        let page = browser.reach_consent(&client.target()).page();
        new_password(&world, mount);
        browser.allow(&client.target()).url();
        let again = browser.submit(&page, "/-/consent", &[("decision", "allow")]).page();
        assert!(again.status == 200 && is_consent(&again), "{mount}: {again:?}");
        browser.submit(&again, "/-/consent", &[("decision", "allow")]).url();
    }
}

/// An account that was disabled while the page lay open: Serble tells the app, everybody else's page asks who is there.
#[test]
fn ses_04_an_account_that_is_disabled_before_it_allows() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let mut browser = world.browser();
        let page = browser.reach_consent(&client.target()).page();
        world.admin(mount, async move |desk| desk.disable("demo").await.unwrap());
        let end = browser.submit(&page, "/-/consent", &[("decision", "allow")]);
        match (mount, end) {
            ("serble", End::App(url, status)) => {
                assert_eq!((url, status), (format!("{WEB}?state=st-7&authorized=false"), 303));
            }
            ("serble", End::Page(page)) => panic!("{page:?}"),
            (_, end) => {
                let sign_in = end.page();
                assert!(sign_in.status == 200 && is_sign_in(&sign_in), "{mount}: {sign_in:?}");
            }
        }
        world.admin(mount, async move |desk| desk.enable("demo").await.unwrap());
    }
}

/// Half an hour is too long for a form; the page that says so leads back to the whole request.
#[test]
fn a_page_that_is_too_old_leads_to_where_it_began() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let mut browser = world.browser();
        let sign_in = browser.open(&client.target()).page();
        let consent = browser.sign_in(&sign_in).page();
        world.advance(30 * 60);
        for (page, action) in [(&sign_in, "/-/sign-in"), (&consent, "/-/consent")] {
            let old = browser.submit(page, action, &[("decision", "allow")]).page();
            assert!(old.status == 400 && old.text().contains("too old"), "{mount}: {old:?}");
            let link = old.text().split("class=\"button secondary\" href=\"").nth(1).expect("a link").to_owned();
            let link = link.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
            assert!(is_consent(&browser.open(&link).page()), "{mount} {action}: {link}");
            assert!(link.contains("st-7"), "{mount}: {link}");
        }
    }
}
