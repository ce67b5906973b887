//! A day's work of whoever runs the server.

use super::*;
use crate::people::site::{PASSWORD, second_person, signed_in};
use engine::model::Review;
use grantor::desk::apps::Wish;
use grantor::desk::rights::Right;
use grantor::keys::rotate::{Old, Which, rotate};

#[test]
fn the_first_page_shows_figures_what_waits_and_the_realms() {
    let world = World::of(&["standard", "hidrive"]);
    let wish = Wish { name: "Waits <b>".to_owned(), review: Review::InReview, ..Wish::default() };
    world.admin("standard", async move |desk| desk.create_app(wish).await.unwrap());
    Client::first(&world, "standard").tokens();
    world.bearer("/standard/api/userinfo", "nonsense");
    world.get("/standard/oauth2/authorize?client_id=nobody");
    let mut browser = administrator(&world);
    let text = browser.open("/admin").page().text();
    assert!(text.contains("Waits &#60;b&#62;") && text.contains("/admin/realms/hidrive"), "{text}");
    assert!(text.contains("No app has this client id.") && text.contains("2 succeeded, 0 failed"), "{text}");
    assert!(text.contains("1 handed out") && text.contains("<path class=\"bars\" d=\"M"), "{text}");
    let day = browser.open("/admin/?span=day&lang=de").page().text();
    assert!(day.contains("aria-current=\"page\">Letzter Tag") && day.contains("viewBox=\"0 0 96 40\""), "{day}");
}

#[test]
fn realms_are_shown_as_the_file_has_them() {
    let world = World::of(&["standard", "hidrive"]);
    let mut browser = administrator(&world);
    let list = browser.open("/admin/realms").page().text();
    assert!(list.contains("/admin/realms/standard\"") && list.contains("/admin/realms/hidrive\""), "{list}");
    let realm = browser.open("/admin/realms/hidrive").page().text();
    assert!(realm.contains("/hidrive/docs\"") && realm.contains("everybody may make an account"), "{realm}");
    assert!(realm.contains("only shown here") && realm.contains("open to everybody at once"), "{realm}");
    assert!(realm.contains("<dt>Most apps of an account</dt><dd>250</dd>"), "{realm}");
    assert!(realm.contains("by password, here") && realm.contains("names no mail server"), "{realm}");
    assert!(realm.contains("Refresh token: 60\u{a0}days"), "{realm}");
    assert_eq!(browser.open("/admin/realms/admin").page().status, 404);
    assert_eq!(browser.open("/admin/realms/nothing").page().status, 404);
}

#[test]
fn a_realm_shows_what_its_file_says_otherwise() {
    let hand_off = "login = \"hand-off\"\nlogin_page = \"https://www.shop.example/login\"\nreview = \"demanded\"\n\
        support = \"help@shop.example\"\nnotices = { new_app = false }";
    let mail = "[mail]\nsmtp = \"smtp://127.0.0.1:9\"\nfrom = \"no-reply@shop.example\"\n";
    let text = World::text(&["standard"]).replace("sign_up = \"open\"", hand_off) + mail;
    let world = World::from_config(&text, &|_| ());
    let realm = administrator(&world).open("/admin/realms/standard").page().text();
    for said in [
        "administrators make accounts",
        "handed off to <code>https://www.shop.example/login</code>",
        "until an administrator approves it",
        "new passwords and addresses, new devices<",
        "help@shop.example",
    ] {
        assert!(realm.contains(said), "{said}: {realm}");
    }
}

#[test]
fn an_account_is_found_made_disabled_and_deleted() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    let fields = [("username", "dora"), ("email", "nowhere"), ("roles", "king"), ("password", "short")];
    let wrong = act(&mut browser, "/accounts/new", "/accounts/new", &fields).text();
    for says in ["There is no such role", "An address looks like", "Use at least 8 characters."] {
        assert_eq!(wrong.matches(says).count(), 2, "{says} in the summary and beside its field: {wrong}");
    }
    assert!(wrong.contains("<title>Error"), "{wrong}");
    let fields = [("username", "Demo"), ("email", "DEMO@example.com"), ("roles", "king"), ("password", "short")];
    let taken = act(&mut browser, "/accounts/new", "/accounts/new", &fields).text();
    for says in ["This user name is taken", "belongs to another account", "no such role", "at least 8 characters."] {
        assert_eq!(taken.matches(says).count(), 2, "{says} in the summary and beside its field: {taken}");
    }
    let fields = [("username", "dora"), ("email", "dora@example.com"), ("password", PASSWORD)];
    let made = act(&mut browser, "/accounts/new", "/accounts/new", &fields).text();
    assert!(made.contains("The account is made.") && made.contains("dora@example.com"), "{made}");
    let found = browser.open(&at("/accounts?q=dor")).page().text();
    let dora = account(&world, "dora");
    assert!(found.contains(&at(&dora)) && !found.contains("demo@"), "{found}");
    let mut own = signed_in(&world, "dora", PASSWORD);
    assert!(browser.open(&at(&dora)).page().text().contains("127.0.0.1"));
    act(&mut browser, &format!("{dora}/disable"), &format!("{dora}/disable"), &[]);
    assert!(is_sign_in(&own.open("/standard/account").page()), "her session has ended");
    act(&mut browser, &dora, &format!("{dora}/enable"), &[]);
    signed_in(&world, "dora", PASSWORD);
    let new = "quite another one";
    let set = act(&mut browser, &format!("{dora}/password"), &format!("{dora}/password"), &[("password", new)]);
    assert!(set.text().contains("The password is set") && !set.text().contains(new), "{set:?}");
    signed_in(&world, "dora", new);
    act(&mut browser, &format!("{dora}/sessions/end"), &format!("{dora}/sessions/end"), &[]);
    let asked = act(&mut browser, &format!("{dora}/delete"), &format!("{dora}/delete"), &[("name", "nora")]);
    assert!(asked.text().contains("This is not the name."), "{asked:?}");
    let gone = act(&mut browser, &format!("{dora}/delete"), &format!("{dora}/delete"), &[("name", "dora")]);
    assert!(gone.text().contains("The account is deleted."), "{gone:?}");
    assert!(browser.open(&at(&dora)).page().text().contains("The account is deleted."));
}

#[test]
fn a_suspended_app_hears_no_at_once_and_its_owner_reads_why() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let mut browser = administrator(&world);
    let app = format!("/apps/{}", client.id());
    let suspend = format!("{app}/suspend");
    let asked = act(&mut browser, &suspend, &suspend, &[("reason", " ")]).text();
    assert!(asked.contains("Say why, in 1 to 1,000 characters."), "{asked}");
    let odd = act(&mut browser, &suspend, &suspend, &[("reason", "LOG-02\u{1b}[31m\u{202e}")]);
    assert!(odd.status == 422 && odd.text().contains("None may be invisible"), "{odd:?}");
    assert!(client.doors(&tokens.access).iter().all(|door| door.open));
    let page = act(&mut browser, &suspend, &suspend, &[("reason", "It sends <b>spam</b>.")]).text();
    assert!(page.contains("Suspended since") && page.contains(">just now<"), "{page}");
    assert!(page.contains("The app is suspended.") && page.contains("It sends &#60;b&#62;spam&#60;/b&#62;."), "{page}");
    assert!(client.doors(&tokens.access).iter().all(|door| !door.open));
    let listed = browser.open(&at("/apps?standing=suspended")).page().text();
    assert!(listed.contains(client.id()), "{listed}");
    let page = act(&mut browser, &app, &format!("{app}/resume"), &[]).text();
    assert!(page.contains("The app works again."), "{page}");
    assert!(client.doors(&tokens.access).iter().all(|door| door.open));
    let audit = browser.open(&at(&format!("/audit?app={}", client.id()))).page().text();
    assert!(audit.contains("App suspended") && audit.contains("admin</bdi>, administrator"), "{audit}");
    assert!(audit.contains("from <bdi>127.0.0.1</bdi>"), "{audit}");
}

#[test]
fn an_app_is_reviewed_limited_and_deleted() {
    let world = World::of(&["standard"]);
    let wish = Wish { name: "Waits".to_owned(), review: Review::InReview, ..Wish::default() };
    let id = world.admin("standard", async move |desk| desk.create_app(wish).await.unwrap()).app.client_id;
    let mut browser = administrator(&world);
    let app = format!("/apps/{id}");
    let back = format!("{app}/send-back");
    let wrong = act(&mut browser, &back, &back, &[("reason", "  ")]).text();
    assert!(wrong.contains("Say why, in 1 to 1,000 characters.") && wrong.contains("<title>Error"), "{wrong}");
    let page = act(&mut browser, &back, &back, &[("reason", "No site")]).text();
    assert!(page.contains("The app is a draft again."), "{page}");
    let page = act(&mut browser, &app, &format!("{app}/approve"), &[]).text();
    assert!(page.contains("everybody can use it"), "{page}");
    let odd = act(&mut browser, &app, &format!("{app}/limit"), &[("limit", "many")]).text();
    assert!(
        odd.contains("Write a whole number up to 4,294,967,295, or nothing.") && odd.contains("value=\"many\""),
        "{odd}"
    );
    let large = act(&mut browser, &app, &format!("{app}/limit"), &[("limit", "99999999999999")]);
    assert!(large.status == 422 && large.text().contains("up to 4,294,967,295"), "{large:?}");
    let page = act(&mut browser, &app, &format!("{app}/limit"), &[("limit", "12")]).text();
    assert!(page.contains("0 of 12 at most"), "{page}");
    let delete = format!("{app}/delete");
    let page = act(&mut browser, &delete, &delete, &[("name", "Waits")]).text();
    assert!(page.contains("The app is deleted."), "{page}");
    assert!(browser.open(&at(&app)).page().text().contains("The app is deleted."));
}

#[test]
fn nothing_is_approved_that_changed_since_it_was_looked_at() {
    let world = World::of(&["standard"]);
    let wish = Wish { name: "Waits".to_owned(), review: Review::InReview, ..Wish::default() };
    let id = world.admin("standard", async move |desk| desk.create_app(wish).await.unwrap()).app.client_id;
    let mut browser = administrator(&world);
    let app = format!("/apps/{id}");
    let page = browser.open(&at(&app)).page();
    let added = id.clone();
    world.admin("standard", async move |desk| desk.add_redirect(&added, "https://a.example/").await.unwrap());
    let approve = format!("{app}/approve");
    let stale = browser.submit(&page, &approve, &[]).page().text();
    assert!(stale.contains("changed since you looked") && stale.contains("https://a.example/"), "{stale}");
    assert!(act(&mut browser, &app, &approve, &[]).text().contains("everybody can use it"));
}

#[test]
fn a_grant_is_found_by_app_and_account_a_token_ends_and_then_all_of_it() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let (first, second) = (client.tokens(), client.tokens());
    let mut browser = administrator(&world);
    for query in ["account=demo", &format!("app={}", client.id())] {
        let found = browser.open(&at(&format!("/grants?{query}"))).page().text();
        assert!(found.contains(&format!("/grants/{}\"", client.id())), "{found}");
    }
    let nothing = browser.open(&at("/grants?account=nobody&app=nothing")).page().text();
    assert!(nothing.contains("Nothing found"), "{nothing}");
    let page = browser.open(&at(&format!("/grants?account=demo&app={}", client.id()))).page();
    let text = page.text();
    assert_eq!(text.matches("/end\"").count(), 4, "two access and two refresh tokens: {text}");
    assert!(!text.contains(&first.access) && !text.contains(first.renewable()), "nobody reads a token");
    let links = text.split("href=\"").map(|rest| rest.split('"').next().unwrap());
    let links: Vec<&str> = links.filter(|link| link.contains("/tokens/")).collect();
    for (link, sort, left) in [(links[0], "access", 3), (links[2], "refresh", 1)] {
        let question = browser.open(link).page();
        assert!(question.text().contains(&format!("End the {sort} token?")), "{question:?}");
        let after = browser.submit(&question, link, &[]).page().text();
        assert!(after.contains("The token has ended.") && after.matches("/end\"").count() == left, "{after}");
        let again = browser.open(link).page().text();
        assert!(again.matches("/end\"").count() == left && !again.contains("token?"), "what is left: {again}");
        let twice = browser.submit(&question, link, &[]).page();
        assert!(twice.status == 200 && twice.text().contains("The token has ended."), "{twice:?}");
    }
    let grant = format!("{}/grants/{}/revoke", account(&world, "demo"), client.id());
    let after = act(&mut browser, &grant, &grant, &[]).text();
    assert!(after.contains("The access is revoked."), "{after}");
    for tokens in [first, second] {
        assert!(client.doors(&tokens.access).iter().all(|door| !door.open));
    }
    let asked_again = browser.open(&at(&grant)).page();
    assert!(asked_again.status == 200 && asked_again.text().contains("No app has access."), "{asked_again:?}");
}

#[test]
fn log_02_the_audit_is_filtered_and_taken_along() {
    let world = World::of(&["standard"]);
    second_person(&world, "standard");
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = administrator(&world);
    let suspend = format!("/apps/{}/suspend", client.id());
    act(&mut browser, &suspend, &suspend, &[("reason", "=HYPERLINK(\"x\")")]);
    let rows = |browser: &mut Browser<'_>, query: &str| {
        let text = browser.open(&at(&format!("/audit?{query}"))).page().text();
        text.split("<tbody>").nth(1).map_or(0, |body| body.matches("<tr>").count())
    };
    let all = rows(&mut browser, "");
    assert!(all > 5, "{all}");
    assert_eq!(rows(&mut browser, "action=app.suspend"), 1);
    assert_eq!(rows(&mut browser, "account=mallory"), 1);
    assert_eq!(rows(&mut browser, "since=2026-11-22&until=2026-11-22"), all);
    assert_eq!((rows(&mut browser, "until=2026-11-21"), rows(&mut browser, "account=nobody")), (0, 0));
    let id = account(&world, "mallory").rsplit('/').next().unwrap().to_owned();
    assert_eq!(rows(&mut browser, &format!("account={id}")), 1);
    world.admin("standard", async move |desk| desk.delete_account("mallory").await.unwrap());
    assert_eq!((rows(&mut browser, &format!("account={id}")), rows(&mut browser, "account=mallory")), (2, 0));
    for (query, said) in [
        ("account=nobody", "No account here has, or had"),
        ("app=Reader", "its name finds nothing here"),
        ("app=Reader&lang=de", "Ihr Name findet hier nichts"),
        ("until=2026-11-21&lang=en", "Whatever happened and fits"),
        ("actor=nobody", "Nobody here has this user name."),
        ("actor=nobody&lang=de", "Niemand hier hat diesen Benutzernamen."),
        ("actor=command-line&action=key.&lang=en", "Whatever happened and fits"),
    ] {
        let page = browser.open(&at(&format!("/audit?{query}"))).page().text();
        assert!(page.contains(said), "{query}: {page}");
    }
    for query in ["since=2026-13-01", "until=yesterday"] {
        let page = browser.open(&at(&format!("/audit?{query}"))).page();
        let text = page.text();
        assert!(page.status == 422 && text.contains("This is no day.") && !text.contains("<tbody>"), "{query}: {text}");
        let file = browser.submit(&page, &at("/audit/export"), &[]).page().text();
        assert_eq!(file.lines().count(), 1, "{query}: a heading alone: {file}");
    }
    let page = browser.open(&at("/audit?action=app.suspend")).page();
    let csv = browser.submit(&page, &at("/audit/export"), &[("format", "csv")]).page();
    let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
    assert_eq!((lines.len(), csv.header("content-type")), (2, "text/csv; charset=utf-8"), "{lines:?}");
    assert!(lines[1].contains("app.suspend") && lines[1].contains("\"'=HYPERLINK"), "{lines:?}");
    assert!(csv.header("content-disposition").contains("attachment") && csv.header("cache-control") == "no-store");
}

#[test]
fn all_tokens_of_an_app_are_revoked_at_once() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let mut browser = administrator(&world);
    let app = format!("/apps/{}", client.id());
    let shown = browser.open(&at(&app)).page().text();
    assert!(shown.contains(&format!("href=\"{}/revoke-tokens\"", at(&app))), "{shown}");
    assert!(client.doors(&tokens.access).iter().all(|door| door.open));
    let revoke = format!("{app}/revoke-tokens");
    let page = act(&mut browser, &revoke, &revoke, &[]).text();
    assert!(page.contains("All user tokens are revoked."), "{page}");
    client.is_dead(&tokens.access, "an administrator revoked all tokens");
}

#[test]
fn realms_have_the_names_that_commands_take_and_offer_no_login_that_they_have_not() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    for path in ["/admin/realms", "/admin/realms/standard"] {
        let page = browser.open(path).page().text();
        assert!(page.contains("<code>standard</code>"), "{path}: {page}");
    }
    let page = browser.open(&at(&account(&world, "demo"))).page().text();
    assert!(!page.contains("/login\""), "{page}");
}

#[test]
fn the_api_is_described_to_people_too() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    assert!(browser.open("/admin/keys").page().text().contains("href=\"/admin/api\""));
    let index = browser.open("/admin/api").page().text();
    assert!(index.contains("<code>accounts:write</code>") && index.contains("<code>422</code>"), "{index}");
    let mut pages = String::new();
    for group in ["realms", "accounts", "apps", "grants", "audit", "keys"] {
        assert!(index.contains(&format!("href=\"/admin/api/{group}\"")), "{group}: {index}");
        pages.push_str(&browser.open(&format!("/admin/api/{group}?lang=de")).page().text());
    }
    let (_, openapi) = grantor::api::router();
    let described = serde_json::to_value(&openapi).unwrap();
    for (path, operations) in described["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/admin/api/v1").unwrap();
        for method in operations.as_object().unwrap().keys() {
            let heading = format!("<h2><code>{} {path}</code></h2>", method.to_uppercase());
            assert_eq!(pages.matches(&heading).count(), 1, "{heading}");
        }
    }
    let line = "curl -H &#34;Authorization: Bearer $KEY&#34; -X POST -H &#39;Content-Type: application/json&#39;";
    assert!(pages.contains(line) && pages.contains("/admin/api/v1/realms/REALM/apps/CLIENT_ID/suspend"), "{pages}");
    for text in [&index, &pages] {
        assert!(text.contains("<span lang=\"en\">") && !text.contains("span lang=&#34;"), "markup is no text: {text}");
    }
    // What stands in the code for people is told as text for people.
    assert!(pages.contains("The realm’s name") && pages.contains("<code>null</code>: the browser’s."), "{pages}");
    assert!(!pages.contains('`') && !pages.contains("&#39;s "), "{pages}");
    let samples = pages.matches("<figure class=\"sample\">").count();
    let buttons = pages.matches("data-copy=\"request-").count();
    assert!(samples == buttons && samples == pages.matches("<h2><code>").count(), "{samples} {buttons}");
    assert_eq!(pages.matches("<script src=\"").count(), 6, "which makes them work");
    assert_eq!(browser.open("/admin/api/nothing").page().status, 404);
}

#[test]
fn keys_are_listed_newest_first() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    for nth in 0..9 {
        let fields = [("name", &*format!("key {nth}")), ("days", "90"), ("rights", "apps:read")];
        let page = browser.open("/admin/keys/new").page();
        browser.submit(&page, "/admin/keys/new", &fields);
        world.advance(1);
    }
    let list = browser.open("/admin/keys").page().text();
    let names: Vec<&str> = list.split("<bdi>key ").skip(1).map(|rest| &rest[..1]).collect();
    assert_eq!(names, ["8", "7", "6", "5", "4", "3", "2", "1", "0"], "{list}");
    assert!(list.contains("in 3 months") && !list.contains("in 2 months"), "{list}");
}

#[test]
fn administrators_make_each_other_and_the_last_one_stays() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    let id = world.admin("admin", async move |desk| desk.account("admin").await.unwrap().id);
    let own = format!("/admin/realms/admin/accounts/{id}");
    let last = "This is the last administrator who can sign in.";
    for (path, fields) in [("disable", vec![]), ("delete", vec![("name", "admin")])] {
        let page = browser.open(&format!("{own}/{path}")).page();
        let refused = browser.submit(&page, &format!("/{path}"), &fields).page().text();
        assert!(refused.contains(last) && refused.contains("<title>Error"), "{refused}");
    }
    let password = world.shown.administrator_password.as_ref().unwrap().expose().to_owned();
    let leave = [("username", "admin"), ("current", password.as_str())];
    let page = browser.open("/admin/account/delete").page();
    let refused = browser.submit(&page, "/account/delete", &leave).page();
    let (status, text) = (refused.status, refused.text());
    assert!(
        status == 422 && text.contains("you are the last administrator") && text.contains("<title>Error"),
        "{text}"
    );
    assert!(text.contains("href=\"/admin/realms/admin/accounts/new\""), "and leads to what to do: {text}");
    let new = "/admin/realms/admin/accounts/new";
    let page = browser.open(new).page();
    let fields = [("username", "alex"), ("email", "alex@example.com"), ("password", PASSWORD)];
    assert!(browser.submit(&page, new, &fields).page().text().contains("alex@example.com"));
    let page = browser.open(&format!("{own}/disable")).page();
    let out = browser.submit(&page, "/disable", &[]).page();
    assert!(is_sign_in(&out), "an administrator may leave while another one is there: {out:?}");
}

#[test]
fn a_key_is_made_shown_once_and_ended() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    let page = browser.open("/admin/keys/new").page();
    for (fields, says) in [
        (vec![("name", "CI"), ("days", "9")], "Choose one right at least."),
        (vec![("name", "CI"), ("days", "999"), ("rights", "apps:read")], "from 1 to 366"),
        (vec![("name", " "), ("days", "9"), ("rights", "apps:read")], "A key needs a name"),
    ] {
        let wrong = browser.submit(&page, "/admin/keys/new", &fields).page().text();
        assert!(wrong.contains(says) && wrong.contains("<title>Error"), "{wrong}");
    }
    let all = browser.submit(&page, "/admin/keys/new", &[("name", " "), ("days", "abc")]).page().text();
    for says in ["Choose one right at least.", "from 1 to 366.", "A key needs a name"] {
        assert_eq!(all.matches(says).count(), 2, "{says} in the summary and beside its field: {all}");
    }
    let fields = [("name", "CI"), ("days", "9"), ("rights", "apps:read"), ("rights", "realms:read")];
    let made = browser.submit(&page, "/admin/keys/new", &fields).page();
    assert_eq!(made.header("cache-control"), "no-store");
    let text = made.text();
    let key = text.split("id=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let asks = || world.bearer("/admin/api/v1/realms", &key).status;
    assert_eq!((asks(), world.bearer("/admin/api/v1/keys", &key).status), (200, 403));
    let list = browser.open("/admin/keys").page().text();
    assert!(list.contains("CI") && !list.contains(&key), "{list}");
    let end = list.split("href=\"").find(|rest| rest.contains("/end\"")).unwrap().split('"').next().unwrap().to_owned();
    let page = browser.open(&end).page();
    assert!(browser.submit(&page, &end, &[]).page().text().contains("The key has ended."));
    assert_eq!(asks(), 401);
    assert!(browser.submit(&page, &end, &[]).page().text().contains("The key has ended."), "twice is as good");
    let again = browser.open(&end).page();
    assert!(again.status == 200 && again.text().contains("<h1>API keys</h1>"), "nothing to ask about: {again:?}");
    assert_eq!(browser.open("/admin/keys/nothing/end").page().status, 404);
}

#[test]
fn the_audit_tells_in_the_pages_language_what_it_is_about() {
    let world = World::of(&["raindrop"]);
    let client = Client::first(&world, "raindrop");
    client.tokens();
    let (own, app) = (client.id().to_owned(), client.own.app.name.clone());
    let id = world.admin("raindrop", async move |desk| {
        desk.suspend(&own, "It sends spam.").await.unwrap();
        desk.account("demo").await.unwrap().id
    });
    world.block_on(rotate(&world.server, Which::All, Old::Overlaps, "command-line")).unwrap();
    let mut browser = administrator(&world);
    let realm = "/admin/realms/raindrop";
    let account_link = format!("<a href=\"{realm}/accounts/{id}\"><bdi>demo</bdi></a>");
    let app_link = format!("<a href=\"{realm}/apps/{}\"><bdi>{app}</bdi></a>", client.id());
    for (language, account, weak, number) in [
        ("en", "Account", "Test tokens never expire.", "number 2 of"),
        ("de", "Konto", "Test-Tokens laufen nie ab.", "Nummer 2 von"),
    ] {
        let mut told =
            |action: &str| browser.open(&format!("{realm}/audit?lang={language}&action={action}")).page().text();
        let allowed = told("grant.allow");
        assert!(allowed.contains(&format!("<div>{account} {account_link}, App {app_link}</div>")), "{allowed}");
        let suspended = told("app.suspend");
        assert!(suspended.contains(&format!("App {app_link} <bdi>It sends spam.</bdi>")), "{suspended}");
        let policy = told("policy.weak");
        assert!(policy.contains("<summary>Realm <bdi>raindrop</bdi></summary><bdi>raindrop: "), "{policy}");
        assert!(policy.contains(weak), "{policy}");
        let rotated = browser.open(&format!("{realm}/audit?lang={language}&action=signing-key.rotate"));
        let rotated = rotated.page().text();
        assert!(rotated.contains(&format!("{number} <bdi>raindrop</bdi>")), "{rotated}");
    }
    let of_keys =
        |browser: &mut Browser<'_>| browser.open("/admin/realms/admin/audit?lang=de&action=key.").page().text();
    let (key, _) = crate::administration::key(&world, &[Right::AuditRead]);
    assert!(of_keys(&mut browser).contains(&format!("API-Schlüssel <bdi>{key}</bdi> <bdi>test: audit:read</bdi>")));
    let own = client.id().to_owned();
    world.admin("raindrop", async move |desk| desk.delete_app(&own).await.unwrap());
    let gone = browser.open(&format!("{realm}/audit?lang=en&action=app.delete")).page().text();
    assert!(gone.contains(&format!("App <bdi>{app}</bdi>")) && !gone.contains(&app_link), "no page to lead to: {gone}");
}
