//! The token endpoint: one route or several, and each grant's own ways.

use super::{Dice, Plan, bodies, list, say, set, table};

/// The words that ask for each grant, and a route of its own.
const GRANTS: [(&str, [&str; 3], &str); 4] = [
    ("authorization_code", ["authorization_code", "code", "token"], "/token/new"),
    ("refresh_token", ["refresh_token", "refresh", "renew"], "/token/renew"),
    ("client_credentials", ["client_credentials", "app", "self"], "/token/app"),
    ("exchange", ["exchange", "prolong", "longer"], "/token/longer"),
];

pub(super) fn token(dice: &mut Dice, plan: &Plan, out: &mut String) {
    let shared = dice.chance(60);
    table(out, "token");
    set(out, "grants", &list(&dice.shuffled(plan.grants())));
    let (method, carriers) = ways(dice);
    let path = dice.pick(["/token", "/oauth/access_token/", "/connect/token", "/of/{client_id}/token"]);
    set(out, "routes", &list(&[format!("{method} {path}")]));
    set(out, "carriers", &list(&carriers));
    say(out, "grant_type", if shared { shared_need(dice, plan) } else { "required" });
    set(out, "status", dice.pick(["200", "200", "201", "202"]));
    let all = dice.pick(["json", "json", "json-spaced", "form", "text"]);
    say(out, "format", all);
    accept(dice, out);
    let body = bodies::tokens(dice, plan, plan.refresh, all);
    set(out, "body", &body);
    for (grant, words, path) in GRANTS.into_iter().filter(|(grant, ..)| plan.grants().contains(grant)) {
        table(out, &format!("token.{grant}"));
        set(out, "words", &list(&dice.some(words)));
        if !shared {
            own_way(dice, path, out);
        }
        if dice.chance(30) {
            own_answer(dice, plan, grant, out);
        }
        match grant {
            "client_credentials" if plan.nameless.is_some() => {
                set(out, "client_auth", &list(&dice.some(["parameters", "basic"])))
            }
            "exchange" if dice.chance(30) => set(out, "client_auth", "[]"),
            _ => {}
        }
        if dice.chance(30) {
            also(dice, plan, grant, out);
        }
    }
    refresh(dice, out);
}

/// A method, and the carriers that it can have.
fn ways(dice: &mut Dice) -> (&'static str, Vec<&'static str>) {
    let carriers = dice.pick([
        vec!["form"],
        vec!["json"],
        vec!["query"],
        vec!["json-whatever-the-type"],
        vec!["form", "query"],
        vec!["query", "form"],
        vec!["json", "form"],
        vec!["form", "json", "query"],
    ]);
    match dice.below(10) {
        0 => ("GET", vec!["query"]),
        1 => ("PUT", carriers),
        _ => ("POST", carriers),
    }
}

/// Where one route serves all grants, something has to tell them apart.
fn shared_need(dice: &mut Dice, plan: &Plan) -> &'static str {
    if plan.credentials { dice.pick(["required", "optional"]) } else { dice.pick(["required", "optional", "ignored"]) }
}

fn own_way(dice: &mut Dice, path: &str, out: &mut String) {
    let (method, carriers) = ways(dice);
    set(out, "routes", &list(&[format!("{method} {path}")]));
    set(out, "carriers", &list(&carriers));
    say(out, "grant_type", dice.pick(["required", "optional", "ignored"]));
}

/// Another way to the same grant, at a route of its own.
fn also(dice: &mut Dice, plan: &Plan, grant: &str, out: &mut String) {
    out.push_str(&format!("\n[[token.{grant}.also]]\n"));
    own_way(dice, &format!("/v2/{grant}"), out);
    set(out, "words", &list(&[format!("{grant}_2")]));
    if grant == "exchange" {
        set(out, "client_auth", dice.pick(["[]", "[\"secret-alone\"]", "[\"basic\"]"]));
    }
    if dice.chance(50) {
        own_answer(dice, plan, grant, out);
    }
}

/// Other formats for those who ask.
fn accept(dice: &mut Dice, out: &mut String) {
    if dice.chance(25) {
        set(out, "accept", "{ \"application/json\" = \"json\", \"text/x-spaced\" = \"json-spaced\" }");
    }
}

fn own_answer(dice: &mut Dice, plan: &Plan, grant: &str, out: &mut String) {
    let format = dice.pick(["json", "json-spaced", "form", "text"]);
    say(out, "format", format);
    accept(dice, out);
    let refresh = plan.refresh && grant != "client_credentials" && grant != "exchange";
    let body = bodies::tokens(dice, plan, refresh, format);
    set(out, "body", &body);
    set(out, "status", dice.pick(["200", "201"]));
}

fn refresh(dice: &mut Dice, out: &mut String) {
    table(out, "refresh");
    say(out, "rotation", dice.pick(["rotate", "same", "same-extended"]));
    say(out, "grace", dice.pick(["0s", "30s", "5m"]));
    say(out, "lost_answer", dice.pick(["5m", "1d", "7d"]));
    say(out, "older_access", dice.pick(["keep", "end"]));
}
