//! Token info, introspection, revocation, and how API calls carry the token.

use super::bodies::{self, member, text};
use super::{Dice, Plan, joined, list, quoted, say, set, table};

pub(super) fn tokeninfo(dice: &mut Dice, _: &Plan, out: &mut String) {
    if dice.chance(50) {
        return;
    }
    table(out, "tokeninfo");
    if dice.chance(20) {
        set(out, "routes", &list(&["GET /access-tokens/{token}"]));
        set(out, "carriers", &list(&["path"]));
        set(out, "status", "200");
        return set(out, "body", &joined(&[text("expires_in", "{expires_in:whole}"), text("hub", "{realm.title}")]));
    }
    let ways = [("GET", vec!["query"]), ("GET", vec!["api"]), ("POST", vec!["form", "query"]), ("POST", vec!["json"])];
    let (method, carriers) = dice.pick(ways);
    set(out, "routes", &list(&[format!("{method} /tokeninfo")]));
    set(out, "carriers", &list(&carriers));
    set(out, "status", "200");
    let mut members = vec![text("expires_in", "{expires_in:whole}"), text("client_id", "{client_id}")];
    members.push(text("scope", dice.pick(["{scope}", "{scope:list}", "{scope:bits}"])));
    let body = bodies::wrapped(dice, members);
    set(out, "body", &body);
}

pub(super) fn introspect(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "introspect");
    if dice.chance(40) {
        return set(out, "routes", "[]");
    }
    if dice.chance(30) {
        set(out, "routes", &list(&["POST /of/{client_id}/introspect"]));
    }
    set(out, "carriers", &list(&dice.pick([vec!["form"], vec!["json"], vec!["query"], vec!["form", "json"]])));
    caller(dice, plan, out);
    let mut members = vec![member("active", "true"), text("client_id", "{client_id}"), text("iss", "{issuer}")];
    members.push(member("exp", "{ optional = \"{expires_at}\" }"));
    let body = joined(&dice.shuffled(members));
    set(out, "body", &body);
    say(out, "format", dice.pick(["json", "json-spaced"]));
}

/// Where no code says whose the secret is, the app names itself.
fn caller(dice: &mut Dice, plan: &Plan, out: &mut String) {
    if plan.nameless.is_some() || dice.chance(30) {
        set(out, "client_auth", &list(&dice.some(["basic", "parameters"])));
    }
}

pub(super) fn revoke(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "revoke");
    if dice.chance(20) {
        return set(out, "routes", "[]");
    }
    let (route, carriers) = dice.pick([
        ("POST /revoke", vec!["form"]),
        ("POST /revoke/", vec!["json"]),
        ("POST /revoke", vec!["query", "form"]),
        ("GET /revoke", vec!["query"]),
        ("DELETE /session", vec!["api"]),
        ("POST /logout", vec!["api"]),
        ("DELETE /tokens/{token}", vec!["path"]),
        ("POST /tokens/{token}/end", vec!["path"]),
        ("DELETE /tokens/{token}", vec!["path", "query"]),
        ("DELETE /of/{client_id}/token", vec!["json"]),
        ("DELETE /of/{client_id}/tokens/{token}", vec!["path"]),
    ]);
    set(out, "routes", &list(&[route]));
    set(out, "carriers", &list(&carriers));
    // Credentials need a parameter or a header that the token does not take.
    let alone = carriers.iter().all(|carrier| ["api", "path"].contains(carrier));
    say(out, "client", if alone { "not-asked" } else { dice.pick(["required", "checked-if-sent", "not-asked"]) });
    caller(dice, plan, out);
    set(out, "status", dice.pick(["200", "204", "202"]));
    if dice.chance(50) {
        say(out, "format", "json");
        set(out, "body", &joined(&[member("revoked", "true")]));
    }
    say(out, "unknown", dice.pick(["success", "refused"]));
}

pub(super) fn documents(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "metadata");
    set(out, "routes", &dice.pick([list::<&str>(&[]), list(&["GET /.well-known/oauth-authorization-server"])]));
    if plan.published || dice.chance(20) {
        table(out, "jwks");
        set(out, "routes", &list(&[dice.pick(["GET /oauth2/jwks", "GET /.well-known/jwks.json", "GET /keys/"])]));
    }
}

pub(super) fn api(dice: &mut Dice, _: &Plan, out: &mut String) {
    table(out, "api");
    let header = |name: &str, rest: &str| format!("{{ header = {}{rest} }}", quoted(name));
    let scheme = dice.pick(["Bearer", "bearer", "token", "OAuth", "OAuth2", "App"]);
    let case = dice.pick(["", ", case = \"exact\""]);
    let encoding = dice.pick(["", ", encoding = \"plain-or-base64\"", ", encoding = \"plain-or-quoted\""]);
    let query = dice.pick(["access_token", "oauth_token", "auth"]);
    let first = dice.pick([
        header("Authorization", &format!(", scheme = {}{case}{encoding}", quoted(scheme))),
        header("X-Shop-Access-Token", encoding),
        header("X-Auth", &format!(", scheme = {}{case}", quoted(scheme))),
        format!("{{ query = {} }}", quoted(query)),
    ]);
    let others = dice.some(["{ query = \"apitoken\" }".to_owned(), "{ form = \"formtoken\" }".to_owned()]);
    let mut carriers = vec![first];
    if dice.chance(40) {
        carriers.extend(others);
    }
    set(out, "carriers", &joined(&dice.shuffled(carriers)));
}

pub(super) fn resources(dice: &mut Dice, _: &Plan, out: &mut String) {
    out.push_str("\n[[resources]]\nname = \"whoami\"\n");
    let mut routes = dice.some(["GET /me", "POST /me", "GET /api/2/whoami/"]);
    if dice.chance(30) {
        routes.extend(["GET /{any}/me", "GET /api/{any}/{any}/whoami"]);
    }
    set(out, "routes", &list(&routes));
    let body = bodies::whoami(dice);
    set(out, "body", &body);
    say(out, "format", dice.pick(["json", "json-spaced"]));
    // Members are selected, and a list has none.
    if dice.chance(20) && !body.starts_with("{ list") {
        say(out, "select", "fields");
    }
    if dice.chance(30) {
        super::words::level(dice, "resources.refusals", out);
    }
    if dice.chance(30) {
        out.push_str("\n[[resources]]\nname = \"end\"\naction = \"end-grant\"\n");
        set(
            out,
            "routes",
            &list(&[dice.pick(["DELETE /connections/{app}", "DELETE /me/permissions", "POST /unlink"])]),
        );
        match dice.chance(50) {
            true => say(out, "format", "empty"),
            false => set(out, "body", &joined(&[text("id", "{account.id}"), member("success", "true")])),
        }
    }
}
