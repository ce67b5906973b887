//! What the page says is true of the apps that it is about.

use super::*;

/// The page of a kind; of all where there is no such kind.
fn told(name: &str, kind: &str, language: &str) -> String {
    let dialect = built_in(name);
    page(&dialect, language, dialect.policy.kinds.iter().find(|own| own.name == kind), None)
}

/// That a sentence stands on the pages of some kinds, and not on those of others.
fn stands(sentence: &str, there: &[(&str, &str)], elsewhere: &[(&str, &str)]) {
    let sentence = escaped(sentence);
    for (name, kind) in there {
        assert!(told(name, kind, "en").contains(&sentence), "{name} {kind}: {sentence}");
    }
    for (name, kind) in elsewhere {
        assert!(!told(name, kind, "en").contains(&sentence), "{name} {kind}: {sentence}");
    }
}

#[test]
fn what_examples_do_not_have_is_not_told_of_them() {
    let unchallenged = [
        ("gitshare", "callback"),
        ("boxc", "server"),
        ("serble", "server"),
        ("raindrop", ""),
        ("hidrive", "server"),
        ("standard", "confidential"),
    ];
    stands("The examples use the pair of RFC 7636", &[("standard", "public"), ("standard", "")], &unchallenged);
    stands("The examples go without.", &unchallenged, &[("standard", "public")]);
    for (name, kind, names) in [
        ("boxc", "server", "<code>$CODE</code>, <code>$ACCESS_TOKEN</code>"),
        ("hidrive", "browser", "<code>$ACCESS_TOKEN</code>"),
        ("standard", "", "<code>$CODE</code>, <code>$ACCESS_TOKEN</code>, <code>$REFRESH_TOKEN</code>"),
    ] {
        let sentence = format!("What an answer brings goes into {names}, for");
        assert!(told(name, kind, "en").contains(&sentence), "{name} {kind}");
    }
}

#[test]
fn an_app_without_a_secret_is_told_of_none() {
    let without = [("standard", "public"), ("hidrive", "browser")];
    let with = [("standard", "confidential"), ("hidrive", "server"), ("standard", "")];
    stands("The app proves itself by", &with, &without);
    stands("The secret was shown once", &with, &without);
    stands("Use the id and secret of the app", &with, &without);
    let dialect = built_in("standard");
    let own = |kind: &str| {
        let app = own_app(kind, "https://app.example/callback");
        page(&dialect, "en", dialect.policy.kinds.iter().find(|own| own.name == kind), Some(&app))
    };
    let (with, without) = (own("confidential"), own("public"));
    assert!(with.contains("The secret was shown once") && !with.contains("settings show the id"), "it is filled in");
    assert!(!without.contains("The secret was shown once") && !without.contains("id=\"set\""), "nothing is to be set");
}

#[test]
fn a_life_is_what_it_comes_to() {
    let serble = told("serble", "server", "en");
    assert!(serble.contains("<dd>10\u{a0}years<small>A refresh brings the same one back"));
    let constant = "Always <code>3153600000</code>, which is not how long the access token lives: see <a href=\"#life";
    assert!(serble.contains(constant));
    assert!(told("serble", "server", "de").contains("so lange lebt das Access-Token nicht"));
    assert!(told("boxc", "server", "en").contains("Always <code>null</code>."), "and it does not expire");
    stands("after its last use", &[("hidrive", "server"), ("standard", "")], &[("serble", "server")]);
}

#[test]
fn of_redirect_uris_is_told_what_the_kind_has() {
    let is_there = |kind| told("hidrive", kind, "en").contains("<code>oob</code> in its place");
    assert!(is_there("native") && is_there("") && !is_there("browser") && !is_there("server"));
    let only = "into the app. Only for apps of the kind <code>native</code>.";
    assert!(told("hidrive", "", "en").contains(only) && !told("hidrive", "native", "en").contains(only));
    let required = [("boxc", "server"), ("serble", "server")];
    stands("it has to be sent with every link", &required, &[("standard", ""), ("gitshare", "")]);
    stands("there is not exactly one to take", &[("standard", ""), ("gitshare", "callback")], &required);
    let letters = "Compare both to the last character, a slash at the end included.";
    stands(letters, &[("standard", ""), ("serble", "server")], &[("boxc", "server")]);
    let named = [("gitshare", "callback"), ("gitshare", ""), ("hidrive", "native")];
    stands("links of this app have none", &[("gitshare", "on-screen")], &named);
    let (hidrive, app) = (built_in("hidrive"), own_app("native", "oob"));
    let native = page(&hidrive, "en", hidrive.policy.kinds.iter().find(|own| own.name == "native"), Some(&app));
    assert!(native.contains("Leave it out, or send the one of the link."), "its link may have the word");
}

#[test]
fn where_there_are_no_refresh_tokens_nobody_is_told_of_them() {
    let without = [("boxc", "server"), ("hidrive", "browser")];
    for (name, kind) in without {
        let html = told(name, kind, "en").to_lowercase();
        let at = html.find("refresh").map(|at| html[..at].chars().rev().take(200).collect::<String>());
        assert_eq!(at, None, "{name} {kind}");
    }
    let with = [("hidrive", "server"), ("standard", "")];
    stands("A refresh token takes with it", &with, &without);
    stands("refresh instead of asking again", &with, &without);
    stands("The access token has expired.", &[("hidrive", "browser"), ("standard", "")], &[("boxc", "server")]);
    stands("before Basic", &[("standard", "")], &[("boxc", "server"), ("serble", "server")]);
    stands("percent-encode it", &[("standard", ""), ("serble", "server")], &[("boxc", "server")]);
}

#[test]
fn an_error_that_cannot_come_is_not_listed() {
    let read_in_query_or_let_through = [("serble", "server"), ("boxc", "server"), ("gitshare", ""), ("raindrop", "")];
    let refusing = [("standard", ""), ("standard", "public"), ("hidrive", "server"), ("hidrive", "browser")];
    stands("A secret stands in the address", &refusing, &read_in_query_or_let_through);
    let (header, headless) = ([refusing[0], refusing[2]], [refusing[1], refusing[3]]);
    stands("Send it in the body or in the header", &header, &headless);
    stands("Send it as the example of its request does", &headless, &header);
    let all_grants = [("boxc", "server"), ("serble", "server"), ("hidrive", "server"), ("standard", "confidential")];
    let kind = "This kind of app may not use this grant.";
    stands(kind, &[("standard", "public"), ("standard", "")], &all_grants);
    let (with, without) = ([("hidrive", "server"), ("hidrive", "")], [("hidrive", "browser")]);
    stands("missing parameter client_id", &with, &without);
    stands("invalid client_id (header auth)", &with, &without);
    stands("invalid client_id (param auth)", &without, &[]);
    stands("Credentials came in two ways at once.", &with, &without);
}

#[test]
fn where_nobody_has_to_send_a_challenge_a_method_alone_is_what_lacks_one() {
    let free = [("boxc", "server"), ("serble", "server"), ("standard", "confidential")];
    let bound = [("standard", "public"), ("standard", "")];
    stands("Send one with every link.", &bound, &free);
    stands("A challenge method came without a code challenge.", &free, &bound);
    stands("Send a challenge too, or leave the method out.", &free, &bound);
}

/// A sentence for some circumstances is there in every language.
#[test]
fn all_languages_tell_the_same_circumstances_apart() {
    let keys = |language: &str| {
        let own = &words::of(language).reference;
        let pairs = own.refusals.iter().chain(own.topics).map(|(key, ..)| *key);
        pairs.chain(own.parameters.iter().map(|(key, _)| *key)).collect::<BTreeSet<&str>>()
    };
    for language in languages() {
        assert_eq!(keys(language), keys("en"), "{language}");
    }
}
