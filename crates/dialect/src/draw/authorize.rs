//! Names, how apps prove themselves, kinds, the authorization endpoint, redirects.

use super::{Dice, Plan, joined, list, quoted, say, set, table};

/// What the wire may call each parameter; no word stands in two rows.
const NAMES: [(&str, [&str; 4]); 13] = [
    ("client_id", ["client_id", "client_key", "appid", "appKey"]),
    ("client_secret", ["client_secret", "secret", "appSecret", "application_secret"]),
    ("redirect_uri", ["redirect_uri", "redirect_url", "redirectUri", "return_uri"]),
    ("response_type", ["response_type", "responseType", "kind", "response"]),
    ("scope", ["scope", "perms", "scopes", "permissions"]),
    ("state", ["state", "customField", "opaque", "echo"]),
    ("code", ["code", "nonce", "auth_code", "spapi_oauth_code"]),
    ("grant_type", ["grant_type", "type", "request", "grantType"]),
    ("refresh_token", ["refresh_token", "refreshToken", "renewal", "r"]),
    ("code_verifier", ["code_verifier", "codeVerifier", "verifier", "proof"]),
    ("code_challenge", ["code_challenge", "codeChallenge", "challenge", "pkce"]),
    ("token", ["token", "t", "theToken", "credential"]),
    ("access_token", ["access_token", "accessToken", "oauth_token", "auth"]),
];

pub(super) fn names(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "names");
    for (name, words) in NAMES {
        match dice.below(5) {
            0 | 1 => say(out, name, dice.pick(words)),
            2 => set(out, name, &list(&dice.some(words))),
            _ => {}
        }
    }
    if plan.second {
        say(out, "second_scope", dice.pick(["user_scope", "second"]));
    }
    if dice.chance(25) {
        table(out, "token.names");
        say(out, "client_id", "id");
    }
    if dice.chance(25) {
        table(out, "authorize.names");
        say(out, "client_id", "app");
    }
}

pub(super) fn client(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "client");
    let mut methods = dice.some(["basic", "parameters"]);
    if let Some(nameless) = plan.nameless {
        methods.insert(dice.below(2), nameless);
    }
    set(out, "auth", &list(&methods));
    if dice.chance(30) {
        say(out, "secret_scheme", dice.pick(["Bearer", "Client"]));
    }
    say(out, "both", dice.pick(["refused", "when-equal"]));
    say(out, "query_secrets", dice.pick(["refused", "ignored"]));
    say(out, "public", "allowed");
}

pub(super) fn kinds(dice: &mut Dice, plan: &Plan, out: &mut String) {
    let issue = if plan.when_asked { "when-asked" } else { "always" };
    let mut web = plan.grants();
    web = dice.shuffled(web);
    let renews = |there: bool| if there { issue } else { "never" };
    out.push_str("\n[[kinds]]\nname = \"web\"\nsecret = true\nresponse_types = [\"code\"]\n");
    set(out, "grants", &list(&web));
    say(out, "refresh", renews(plan.refresh));
    set(out, "redirects", &list(&dice.pick([vec!["https"], vec!["loopback", "https"]])));
    let phone_renews = plan.refresh && dice.chance(50);
    let mut phone = vec!["authorization_code"];
    phone.extend(phone_renews.then_some("refresh_token"));
    out.push_str("\n[[kinds]]\nname = \"phone\"\nsecret = false\n");
    set(out, "response_types", &list(if plan.implicit { &["code", "token"][..] } else { &["code"] }));
    set(out, "grants", &list(&phone));
    say(out, "refresh", renews(phone_renews));
    set(out, "redirects", &list(&["https", "private-use"]));
    out.push_str("\n[[demo]]\nname = \"Web\"\ndescription = \"For trying\"\nkind = \"web\"\n\n[[demo]]\nname = \"Phone\"\nkind = \"phone\"\n");
}

pub(super) fn authorize(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "authorize");
    let path = dice.pick(["/authorize", "/oauth/authorize/", "/connect/qrconnect", "/v2/dialog"]);
    let mut routes = vec![format!("GET {path}")];
    if dice.chance(30) {
        routes.push(format!("POST {path}"));
    }
    if dice.chance(30) {
        routes.push("GET /old/authorize".to_owned());
    }
    set(out, "routes", &list(&routes));
    if dice.chance(25) {
        let from = quoted("GET /short");
        let status = dice.pick([302, 307]);
        set(out, "forward", &format!("[{{ from = {from}, to = {}, status = {status} }}]", quoted(path)));
    }
    let need = dice.pick(["required", "optional", "ignored"]);
    say(out, "response_type", if plan.implicit { dice.pick(["required", "optional"]) } else { need });
    let code = list(&dice.some(["code", "auth_code", "c"]));
    let token =
        if plan.implicit { format!(", token = {}", quoted(dice.pick(["token", "implicit"]))) } else { String::new() };
    set(out, "response_types", &format!("{{ code = {code}{token} }}"));
    say(out, "code_in", dice.pick(["query", "query", "fragment"]));
    set(out, "code_answer", &code_answer(dice, plan));
    if plan.implicit {
        set(out, "token_answer", &token_answer(dice));
    }
    set(out, "refusal_answer", &refusal_answer(dice));
    say(out, "request_objects", dice.pick(["refused", "ignored"]));
    say(out, "early_refusals", dice.pick(["at-once", "after-sign-in"]));
    extras(dice, plan, out);
}

fn pairs(pairs: Vec<(&str, &str)>) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("[{}, {}]", quoted(name), quoted(value))).collect();
    joined(&pairs)
}

fn code_answer(dice: &mut Dice, plan: &Plan) -> String {
    let mut answer =
        vec![(dice.pick(["code", "nonce", "auth_code"]), "{code}"), (dice.pick(["state", "echo"]), "{state}")];
    for extra in [
        ("accountId", "{account.id}"),
        ("realm", "{realm}"),
        ("service", "{realm.title}"),
        ("authorized", "true"),
        ("who", "{account.name} ({client_id})"),
    ] {
        if dice.chance(25) {
            answer.push(extra);
        }
    }
    if !plan.scopes.is_empty() && dice.chance(50) {
        answer.push(("scope", "{scope}"));
    }
    if dice.chance(30) {
        answer.push(("iss", "{issuer}"));
    }
    pairs(dice.shuffled(answer))
}

fn token_answer(dice: &mut Dice) -> String {
    let mut answer = vec![(dice.pick(["access_token", "accessToken"]), "{access_token}"), ("state", "{state}")];
    for extra in
        [("token_type", "Bearer"), ("expires_in", "{expires_in}"), ("scope", "{scope}"), ("uid", "{account.id}")]
    {
        if dice.chance(50) {
            answer.push(extra);
        }
    }
    pairs(dice.shuffled(answer))
}

fn refusal_answer(dice: &mut Dice) -> String {
    let told = dice.pick([("error", "{error}"), ("failure", "{error}:{description}"), ("authorized", "false")]);
    let mut answer = vec![told, ("state", "{state}")];
    if dice.chance(40) {
        answer.push(("error_description", "{description}"));
    }
    if dice.chance(30) {
        answer.push(("iss", "{issuer}"));
    }
    pairs(dice.shuffled(answer))
}

fn extras(dice: &mut Dice, plan: &Plan, out: &mut String) {
    if plan.when_asked {
        out.push_str("\n[authorize.extras.access_type]\nneed = \"required\"\nvalues = [\"offline\"]\neffects = { offline = \"offline\" }\n");
    }
    if dice.chance(30) {
        out.push_str("\n[authorize.extras.audience]\nneed = \"required\"\n");
        set(out, "values", &dice.pick([list::<&str>(&[]), list(&["api", "web"])]));
    }
    if dice.chance(30) {
        out.push_str("\n[authorize.extras.prompt]\nneed = \"optional\"\neffects = { consent = \"ask-again\", login = \"sign-in-again\" }\n");
    }
}

pub(super) fn redirect(dice: &mut Dice, _: &Plan, out: &mut String) {
    table(out, "redirect");
    say(out, "match", dice.pick(["exact", "same-host-path-prefix", "same-path"]));
    say(out, "absent", dice.pick(["refuse", "sole", "first", "sole-or-on-screen"]));
    set(out, "any_port", &list(&dice.pick([vec![], vec!["localhost", "127.0.0.1"]])));
    set(out, "on_screen", &list(&dice.pick([vec![], vec!["oob"]])));
    say(out, "at_exchange", dice.pick(["required", "if-sent", "not-read"]));
    set(out, "status", dice.pick(["302", "307"]));
    say(out, "literals", dice.pick(["", ",", ":/", "!$'()*,:;@/?"]));
    table(out, "pkce");
    say(out, "need", dice.pick(["optional", "public", "all"]));
    set(out, "methods", &list(&dice.pick([vec!["S256"], vec!["S256", "plain"], vec!["plain", "S256"]])));
}
