//! The life of an app through the console's pages: made, described, sent to, ended.

use super::{Developer, saying, shown};
use crate::browser::End;
use crate::world::{WEB, World};

#[test]
fn a_name_makes_an_app_whose_secret_is_shown_this_once_cli_02() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let page = alice.post("/new", &[("name", "Notes"), ("description", "Keeps notes")]);
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    let (id, secret) = (shown(&page, "client-id"), shown(&page, "secret"));
    assert!(secret.len() >= 32, "{secret}");
    assert!(page.text().contains(&format!("CLIENT_ID={id}\nCLIENT_SECRET={secret}")), "{page:?}");
    let handle = world.admin("standard", {
        let id = id.clone();
        async move |desk| desk.app(&id).await.unwrap().secrets[0].handle()
    });
    let pages = ["", "/settings", "/redirects", "/permissions", "/secrets", "/errors", "/owners", "/review", "/delete"];
    for path in pages
        .map(|path| format!("/{id}{path}"))
        .into_iter()
        .chain(["".to_owned(), format!("/{id}/secrets/{handle}/revoke")])
    {
        let page = alice.open(&path);
        assert!(page.status == 200 && !page.text().contains(&secret), "{path}: {page:?}");
    }
    assert!(alice.open("").text().contains("Notes"));
    assert!(!world.log().iter().any(|line| format!("{line:?}").contains(&secret)));
}

#[test]
fn cli_09_names_are_text_wherever_they_stand() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make("<b>x</b>");
    alice.post(&format!("/{id}/redirects"), &[("redirect_uri", WEB)]);
    for path in ["".to_owned(), format!("/{id}"), format!("/{id}/settings"), format!("/{id}/delete")] {
        let page = alice.open(&path);
        assert!(page.text().contains("&#60;b&#62;x&#60;/b&#62;") && !page.text().contains("<b>x"), "{path}: {page:?}");
    }
    let consent = alice.client(&id, &secret).ask().page();
    assert!(consent.text().contains("&#60;b&#62;x&#60;/b&#62;") && !consent.text().contains("<b>x"), "{consent:?}");
    for (field, value, sentence) in [
        ("name", "a\u{202e}b", "turn the direction of writing"),
        ("name", " ", "Give the app a name"),
        ("site", "javascript:alert(1)", "Write the whole address"),
        ("site", "data:text/html,x", "Write the whole address"),
        ("support", "\"><script>", "Write an email address"),
        ("color", "99", "Choose one of the colours"),
    ] {
        let mut fields =
            vec![("name", "Notes"), ("description", "typed text"), ("site", ""), ("support", ""), ("color", "")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let page = alice.post(&format!("/{id}/settings"), &fields);
        assert!(page.status == 422 && page.text().contains(sentence), "{field} {value}: {page:?}");
        assert!(page.text().contains("typed text") && page.text().contains("<title>Error"), "what was typed is kept");
    }
}

#[test]
fn all_that_is_wrong_with_a_form_is_told_at_once() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    let long = "x".repeat(81);
    let summed_up = |page: &crate::http::Response, wrong: &[(&str, &str)]| {
        assert_eq!(page.status, 422, "{page:?}");
        let text = page.text();
        for (field, sentence) in wrong {
            let beside = format!("id=\"{field}-error\"");
            let linked = format!("<a href=\"#{field}\">");
            assert!(text.contains(&beside) && text.contains(&linked), "{field}: {text}");
            assert_eq!(text.matches(sentence).count(), 2, "{field}, in the summary and beside it: {text}");
        }
        assert_eq!(page.text().matches("class=\"wrong\"").count(), wrong.len(), "{page:?}");
    };
    let fields = [("name", long.as_str()), ("site", "notes.example"), ("support", "nowhere"), ("color", "4")];
    let page = alice.post(&format!("/{id}/settings"), &fields);
    let [name, site] = [("name", "Use at most 80"), ("site", "Write the whole address")];
    summed_up(&page, &[name, site, ("support", "Write an email address")]);
    assert!(page.text().contains("value=\"notes.example\"") && page.text().contains("value=\"nowhere\""));
    let fields = [("name", long.as_str()), ("redirect_uri", "client.example/cb")];
    let page = alice.post("/new", &fields);
    summed_up(&page, &[name, ("redirect_uri", "Write the whole address")]);
    let page = alice.post(&format!("/{id}/settings"), &[("name", "Notes"), ("site", "https://notes.example")]);
    assert!(page.text().contains("Saved."), "mended in one go: {page:?}");
}

#[test]
fn what_people_read_is_changed_and_read_on_the_consent_page() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let page = alice.post(
        &format!("/{id}/settings"),
        &[
            ("name", "Notes Two"),
            ("description", "Keeps\r\nnotes"),
            ("site", "https://notes.example/about"),
            ("support", "help@notes.example"),
            ("color", "4"),
        ],
    );
    assert!(page.text().contains("Saved.") && page.text().contains("tile-4"), "{page:?}");
    let consent = alice.client(&id, &secret).ask().page().text();
    assert!(
        consent.contains("Notes Two") && consent.contains("notes.example") && consent.contains("tile-4"),
        "{consent}"
    );
}

#[test]
fn a_redirect_uri_is_refused_with_a_sentence_mended_and_removed() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make("Notes");
    let client = alice.client(&id, &secret);
    let bare = client.target_for(None, None);
    let page = world.browser_of(&client).open(&format!("{bare}&redirect_uri={}", crate::http::encoded(WEB))).page();
    let place = format!("{}/standard/apps/{id}/redirects", world.url());
    assert!(page.status == 400 && page.text().contains(&format!("<a href=\"{place}\">")), "{page:?}");
    let path = format!("/{id}/redirects");
    for (typed, sentence) in [
        ("", "Write the address"),
        ("client.example/cb", "Write the whole address from its beginning"),
        ("https://client.example/cb#top", "Leave out the part behind #"),
        ("https://*.client.example/cb", "Add each address by itself"),
        ("http://client.example/cb", "Begin with https://."),
        ("javascript:alert(1)", "Nobody can be sent to an address that begins like this"),
        ("https://client.example/cb?code=1", "since answers use their names: <code>code</code>."),
        ("https://client.example/a/../b", "Write the path as it is reached"),
        ("https://client.example/a b", "Leave out blanks"),
        ("https://client.example/%zz", "A percent sign itself is written %25"),
        ("https://me:pw@client.example/cb", "Leave out the user name and password"),
        ("https://client.example\\cb", "Leave out backslashes"),
        ("https://client.example:x/cb", "This is no address"),
        ("https://bücher.example/cb", "<code>https://xn--bcher-kva.example/cb</code>"),
        ("com.example.notes:/cb", "for apps of the kind <code>public</code>: the kind is chosen under Settings"),
        ("https://client.example/zurück", "<code>https://client.example/zur%C3%BCck</code>"),
        ("https://Client.example/cb", "<code>https://client.example/cb</code>"),
    ] {
        let page = alice.post(&path, &[("redirect_uri", typed)]);
        assert!(page.status == 422 && page.text().contains(sentence), "{typed}: {page:?}");
        assert!(page.text().contains(&format!("value=\"{typed}\"")), "{typed} is kept: {page:?}");
    }
    let page = alice.post(&path, &[("redirect_uri", &format!(" {WEB} "))]);
    assert!(page.status == 200 && page.text().contains(WEB), "{page:?}");
    let client = alice.client(&id, &secret);
    client.lives(&client.tokens().access, "made through the console");
    let page = alice.remove_redirect(&id, WEB);
    assert!(page.text().contains("Removed."), "{page:?}");
    let target = client.target();
    let refused = world.browser_of(&client).open(&target).page();
    assert_eq!(refused.status, 400);
}

#[test]
fn a_kind_changes_with_its_secrets_and_what_does_not_fit_is_named() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    let (settings, kind) = (format!("/{id}/settings"), format!("/{id}/kind"));
    let asked = alice.act((&settings, &kind), &[("kind", "public")]).text();
    assert!(asked.contains("All of its secrets (1), at once") && !asked.contains("Its approval"), "{asked}");
    assert!(!alice.open(&format!("/{id}/secrets")).text().contains("keep no secret"), "asked, and nothing done");
    let page = alice.post(&format!("{kind}/public"), &[]);
    assert!(page.text().contains("of another kind now"), "{page:?}");
    assert!(alice.open(&format!("/{id}/secrets")).text().contains("keep no secret"));
    alice.post(&format!("/{id}/redirects"), &[("redirect_uri", "com.example.notes:/cb")]);
    let page = alice.act((&settings, &kind), &[("kind", "confidential")]);
    assert!(
        page.status == 422 && page.text().contains("cannot have this: <code>com.example.notes:/cb</code>"),
        "{page:?}"
    );
    assert!(page.text().contains("on the page <strong><bdi>Redirect URI"), "{page:?}");
    alice.remove_redirect(&id, "com.example.notes:/cb");
    let page = alice.act((&settings, &kind), &[("kind", "confidential")]);
    assert!(shown(&page, "secret").len() >= 32, "nothing is lost by it, so nothing is asked: {page:?}");
    let german = alice.open(&format!("{kind}/public?lang=de")).text();
    assert!(german.contains("zu einer App der Art <code>public</code> machen?"), "{german}");
    assert_eq!(alice.open(&format!("{kind}/nothing")).status, 404);
    let settings = alice.open(&format!("{kind}/confidential")).text();
    assert!(settings.contains("Art der App"), "it is one already: {settings}");
    let page = alice.act((&format!("/{id}/settings?lang=en"), &kind), &[("kind", "confidential")]).text();
    assert!(page.contains("of this kind already") && !page.contains("another kind now"), "{page}");
    let german = alice.open(&format!("{kind}?lang=de"));
    assert!(german.status == 200 && german.text().contains("Art der App"), "its form stands there: {german:?}");
}

#[test]
fn a_new_app_may_be_of_any_kind_and_is_of_the_main_one_where_none_is_said() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let form = alice.open("/new").text();
    assert!(form.contains("<select id=\"kind\"") && form.contains("public, keeps no secret"), "{form}");
    let kind_of = |page: &crate::http::Response| {
        let id = shown(page, "client-id");
        world.admin("standard", async move |desk| desk.app(&id).await.unwrap().kind)
    };
    let page =
        alice.post("/new", &[("name", "Pocket"), ("kind", "public"), ("redirect_uri", "com.example.pocket:/cb")]);
    assert!(kind_of(&page) == "public" && !page.text().contains("id=\"secret\""), "{page:?}");
    let seal = super::csrf(&alice.open("/new"), &format!("{}/new", alice.console));
    let bare = crate::http::Request::new("POST", &format!("{}/new", alice.console));
    let page =
        alice.browser.send(bare.header("Sec-Fetch-Site", "same-origin").form(&[("csrf", &seal), ("name", "Bare")]));
    assert_eq!(kind_of(&page), "confidential");
    let page = alice.post("/new", &[("name", "Other"), ("redirect_uri", "com.example.other:/cb")]);
    assert!(page.status == 422 && page.text().contains("choose that below"), "{page:?}");
}

#[test]
fn an_app_at_its_limit_is_told_what_that_means() {
    let world = World::of(&["raindrop"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let (id, secret) = alice.make_whole("Notes");
    let page = alice.open(&format!("/{id}")).text();
    assert!(page.contains("<dt>Live tokens of people</dt><dd class=\"number\">0</dd>"), "{page}");
    alice.client(&id, &secret).tokens();
    for (limit, full) in [(2, false), (1, true)] {
        let id = id.clone();
        let own = format!("/{id}");
        world.admin("raindrop", async move |desk| desk.limit(&id, Some(limit)).await.unwrap());
        let page = alice.open(&own).text();
        assert!(page.contains(&format!("1, and {limit} at most")), "{page}");
        assert_eq!(page.contains("people who have allowed the app before among them"), full, "{page}");
        assert!(!page.contains("when the app or a person revokes"), "no app of Raindrop’s revokes: {page}");
    }
    alice.client(&id, &secret).ask();
    world.block_on(world.server.write_notes());
    let log = alice.open(&format!("/{id}/errors")).text();
    assert!(log.contains("Revoke all of them under Settings, or ask"), "{log}");
    for page in [log, alice.open(&format!("/{id}/docs")).text()] {
        assert!(!page.contains("Have the app revoke") && !page.contains("Revoke old ones"), "{page}");
    }
}

#[test]
fn boxc_is_told_in_its_own_words() {
    let world = World::of(&["boxc"]);
    let mut alice = Developer::demo(&world, "boxc");
    let made = alice.post("/new", &[("name", "Notes"), ("description", "")]);
    let (id, secret) = (shown(&made, "client-id"), shown(&made, "secret"));
    assert!(made.text().contains(&format!("APPLICATION_ID={id}\nAPPLICATION_SECRET={secret}")), "{made:?}");
    let redirects = format!("/{id}/redirects");
    let page = alice.post(&redirects, &[("redirect_uri", "https://notes.example/cb?a=1&nonce=2")]);
    assert!(page.status == 422 && page.text().contains("answers use their names: <code>nonce</code>."), "{page:?}");
}

#[test]
fn permissions_are_ticked_and_hold_for_new_requests() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let page = alice.open(&format!("/{id}/permissions"));
    assert_eq!(page.text().matches(" checked").count(), 3, "{page:?}");
    let page = alice.post(&format!("/{id}/permissions"), &[("scope", "read")]);
    assert_eq!(page.text().matches(" checked").count(), 1, "{page:?}");
    let client = alice.client(&id, &secret);
    let refused = client.allow(&client.target_for(Some("write"), None));
    assert_eq!(refused.parameter("error"), "invalid_scope");
    assert!(alice.post(&format!("/{id}/permissions"), &[]).text().contains("Nothing is ticked"));
}

#[test]
fn all_user_tokens_end_at_once_the_test_token_does_not() {
    let world = World::of(&["raindrop"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let (id, secret) = alice.make_whole("Notes");
    let page = alice.post(&format!("/{id}/test-token"), &[]);
    let test = shown(&page, "secret");
    let client = alice.client(&id, &secret);
    let (tokens, code) = (client.tokens(), client.code());
    let question = alice.open(&format!("/{id}/revoke-all"));
    assert!(question.text().contains("All live tokens (1) of all people (1)"), "{question:?}");
    // All within one second: the clock stands.
    let page = alice.post(&format!("/{id}/revoke-all"), &[]);
    assert!(page.text().contains("All user tokens are revoked."), "{page:?}");
    client.is_dead(&tokens.access, "revoked in the very second of its issue");
    assert_eq!(client.refresh(tokens.renewable()).status, 400);
    assert_eq!(client.exchange(&code).status, 400, "a code that was on its way is too late");
    assert_eq!(client.whoami(&test).unwrap().status, 200);
    let account = alice.browser.open("/raindrop/account").page().text();
    let kept = account.contains("Notes") && account.contains("<dt>Live tokens</dt><dd>0</dd>");
    assert!(kept, "the consent stays, without a live token: {account}");
    let after = client.tokens();
    client.lives(&after.access, "issued after the revocation, in the same second");
    client.lives(&client.refreshed(after.renewable()).access, "renewed in it");
    alice.post(&format!("/{id}/revoke-all"), &[]);
    client.is_dead(&after.access, "revoked once more in the same second");
}

#[test]
fn deleting_names_what_ends_wants_the_name_and_is_final() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    let tokens = client.tokens();
    let path = format!("/{id}/delete");
    let question = alice.open(&path).text();
    assert!(question.contains("The access of all people (1), with all live tokens (1)."), "{question}");
    let page = alice.post(&path, &[("typed", "notes")]);
    assert!(page.status == 422 && page.text().contains("not the app’s name"), "{page:?}");
    client.lives(&tokens.access, "before");
    let page = alice.post(&path, &[("typed", "Notes")]);
    assert!(page.text().contains("The app is deleted.") && !page.text().contains(&id), "{page:?}");
    assert_eq!(client.verify(&tokens.access).status, 401);
    assert_eq!(client.refresh(tokens.renewable()).status, 401);
    let after = alice.open(&path);
    assert!(after.status == 200 && after.text().contains("New app"), "nothing to ask about: {after:?}");
    assert_eq!(Developer::second(&world, "standard", "mallory").open(&path).status, 404, "it was never theirs");
    world.purge();
    let mut events = |lang| alice.browser.open(&format!("/standard/account/events{lang}")).page().text();
    assert_eq!(events("").matches("<strong><bdi>Notes</bdi></strong> was deleted, and its access ended").count(), 1);
    assert!(events("?lang=de").contains("<strong><bdi>Notes</bdi></strong> wurde gelöscht"));
}

#[test]
fn two_hundred_apps_are_paged_by_key_and_found_by_name() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    world.admin("standard", async move |desk| {
        let owner = desk.account("demo").await.unwrap();
        for nth in 0..200 {
            let new = grantor::desk::own::NewApp { name: format!("App {nth:03}"), ..Default::default() };
            desk.create_own(new, &owner).await.unwrap();
        }
    });
    let mut seen = std::collections::BTreeSet::new();
    let mut next = Some(alice.console.clone());
    let mut pages = 0;
    while let Some(target) = next {
        let End::Page(page) = alice.browser.open(&target) else { panic!("a page") };
        let text = page.text();
        assert!(text.len() < 30 * 1024, "{} bytes", text.len());
        seen.extend(text.split("<bdi>App ").skip(1).map(|rest| rest[..3].to_owned()));
        next = text
            .split("href=\"")
            .find(|rest| rest.contains("rel=\"next\"") && rest.starts_with(&alice.console))
            .map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"));
        pages += 1;
    }
    assert_eq!((seen.len(), pages), (200, 9), "with the demo's own two");
    let found = alice.open("?q=app+07").text();
    assert_eq!(found.matches("<bdi>App 07").count(), 10, "{found}");
    assert!(found.contains(&format!("<a href=\"{}\">Show all", alice.console)), "{found}");
    assert!(alice.open("?q=%3Cb%3E").text().contains("No app found"));
}

#[test]
fn an_account_looks_after_so_many_apps_and_no_more() {
    let world = saying("apps_per_account = 3\nsupport = \"help@shop.example\"");
    let mut bob = Developer::second(&world, "standard", "bob");
    let first = bob.make("One").0;
    bob.make("Two");
    let form = bob.open("/new");
    let too_many = [("name", "One too many"), ("description", "typed text")];
    bob.make("Three");
    let page = bob.browser.submit(&form, "/new", &too_many).page();
    assert!(page.status == 422 && page.text().contains("You have made 3 apps"), "{page:?}");
    assert!(page.text().contains("typed text") && page.text().contains("<title>Error"), "what was typed is kept");
    for path in ["", "/new", "?q=One"] {
        let page = bob.open(path).text();
        let told =
            page.contains("You have made 3 apps") && page.contains("contact <a href=\"mailto:help@shop.example\"");
        assert!(told && !page.contains("/apps/new\""), "{path}: {page}");
    }
    assert!(bob.open("?lang=de").text().contains("Sie haben 3 Apps angelegt"));
    bob.open("?lang=en");
    // Nobody else uses up the places that he has: what he is made an owner of takes none.
    let mut demo = Developer::demo(&world, "standard");
    let theirs = world.apps("standard")[0].app.client_id.clone();
    let page = demo.post(&format!("/{theirs}/owners"), &[("username", "bob")]);
    assert!(page.text().contains("Added."), "{page:?}");
    let page = bob.post(&format!("/{first}/delete"), &[("typed", "One")]);
    assert!(page.text().contains("The app is deleted."), "{page:?}");
    assert_eq!(bob.post("/new", &[("name", "Once more"), ("description", "")]).status, 200);
    assert!(bob.open("/new").text().contains("You have made 3 apps"));
}

#[test]
fn what_is_said_of_an_app_stands_where_its_settings_say() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let settings = format!("/{id}/settings");
    let page = alice.open(&settings).text();
    assert!(page.contains("all of it in the list of apps that they have allowed"), "{page}");
    assert!(page.contains("Help (optional)") && page.contains("Site (optional)"), "{page}");
    let site = "https://notes.example/about";
    alice.post(&settings, &[("name", "Notes"), ("description", "Keeps notes"), ("site", site)]);
    let consent = alice.client(&id, &secret).ask().page().text();
    assert!(consent.contains(site) && !consent.contains("Keeps"), "{consent}");
    for (support, link) in [
        ("help@notes.example", "<a href=\"mailto:help@notes.example\">help@notes.example</a>"),
        ("https://notes.example/help", "nofollow\" href=\"https://notes.example/help\">https://notes.example/help</a>"),
    ] {
        let facts = [("name", "Notes"), ("description", "Keeps\n<notes>"), ("site", site), ("support", support)];
        alice.post(&settings, &facts);
        alice.client(&id, &secret).tokens();
        let list = alice.browser.open("/standard/account").page().text();
        assert!(list.contains("Keeps\n&#60;notes&#62;</p>") && list.contains(site), "{list}");
        assert!(list.contains("<dt>Help</dt>") && list.contains(link), "{list}");
    }
}

#[test]
fn a_redirect_uri_that_is_there_is_not_added_again() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    let redirects = format!("/{id}/redirects");
    for (said, other) in [("Added. It works from now on.", "already"), ("It is registered already.", "Added.")] {
        let page = alice.post(&redirects, &[("redirect_uri", WEB)]).text();
        assert!(page.contains(said) && !page.contains(other), "{page}");
    }
    let page = alice.post(&redirects, &[("redirect_uri", "https:///cb")]);
    assert!(page.status == 422 && page.text().contains("look at its host and port"), "{page:?}");
}

#[test]
fn who_goes_astray_in_the_console_is_led_back_there() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let back = |path: &str| format!("<a href=\"{}{path}\">", world.url());
    let page = alice.open("/nothing/settings");
    assert!(page.status == 404 && page.text().contains(&back(&alice.console)), "{page:?}");
    let page = alice.browser.open("/standard/account/nothing").page();
    assert!(page.status == 404 && page.text().contains(&back("/standard/account")), "{page:?}");
}
