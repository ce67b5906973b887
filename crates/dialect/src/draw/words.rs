//! Shapes, lifetimes, refusals and what is left.

use super::bodies::{member, text, wrapped};
use super::{Dice, Plan, quoted, say, set, table};

const SHAPES: [&str; 8] = [
    "base62:43",
    "hex:64",
    "uuid",
    "base64url:43",
    "tok-{base62:32}",
    "{hex:16}.{hex:16}",
    "lower:30",
    "a{digits:20}-{lower:12}",
];

pub(super) fn shapes(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "shapes");
    say(out, "code", dice.pick(["base62:20", "uuid", "hex:40", "base64url:43", "c.{digits:40}"]));
    for name in ["access_token", "refresh_token"] {
        if plan.published && name == "access_token" {
            set(out, name, &es256(dice));
        } else if dice.chance(25) {
            set(out, name, &jwt(dice, name));
        } else {
            say(out, name, dice.pick(SHAPES));
        }
    }
    if dice.chance(30) {
        match plan.published {
            true => set(out, "second_access_token", &es256(dice)),
            false => say(out, "second_access_token", dice.pick(SHAPES)),
        }
    }
    say(out, "client_id", dice.pick(["hex:24", "uuid", "digits:12", "lower:16", "app_{base62:12}"]));
    say(out, "client_secret", dice.pick(["hex:32", "uuid", "base62:43", "sk_{base62:40}"]));
    say(out, "account_id", dice.pick(["uuid", "digits:9", "{digits:5}.{digits:5}.{digits:5}", "u{hex:8}"]));
}

fn jwt(dice: &mut Dice, name: &str) -> String {
    let mut claims = vec![
        text("jti", "{id}"),
        text("type", name),
        text("sub", "{account.id}"),
        text("aud", "{client_id}"),
        text("iat", "{issued_at}"),
        text("exp", "{expires_at}"),
        text("iss", "{issuer}/{realm}"),
    ];
    claims.push(text("scope", dice.pick(["{scope}", "{scope:bits}"])));
    let claims = dice.shuffled(claims).join(", ");
    dice.pick([format!("{{ jwt = [{claims}] }}"), format!("{{ alg = \"HS256\", jwt = [{claims}] }}")])
}

/// What RFC 9068 asks for, and more.
fn es256(dice: &mut Dice) -> String {
    let mut claims = vec![
        text("iss", "{issuer}"),
        text("sub", "{subject}"),
        text("aud", dice.pick(["https://api.example.com", "{realm}", "{issuer}/api"])),
        text("client_id", "{client_id}"),
        text("iat", "{issued_at}"),
        text("exp", "{expires_at}"),
        text("jti", "{id}"),
    ];
    claims.extend(dice.some([text("scope", "{scope}"), text("user", "{account.username}")]));
    format!("{{ alg = \"ES256\", jwt = [{}] }}", dice.shuffled(claims).join(", "))
}

pub(super) fn lifetimes(dice: &mut Dice, plan: &Plan, out: &mut String) {
    table(out, "lifetimes");
    say(out, "code", dice.pick(["30s", "5m", "10m"]));
    let access =
        if plan.published { dice.pick(["1h", "1d", "90s"]) } else { dice.pick(["1h", "14d", "endless", "10y", "90s"]) };
    say(out, "access_token", access);
    say(out, "refresh_token", dice.pick(["1d", "60d", "endless"]));
    say(out, "refresh_family", dice.pick(["1y", "endless"]));
    say(out, "exchanged", if plan.published { "1d" } else { dice.pick(["1h", "60d"]) });
    say(out, "tombstone", dice.pick(["0s", "90d"]));
}

pub(super) fn refusals(dice: &mut Dice, _: &Plan, out: &mut String) {
    level(dice, "refusals", out);
    for section in ["token", "api", "revoke"] {
        if dice.chance(30) {
            level(dice, &format!("{section}.refusals"), out);
        }
    }
}

pub(super) fn level(dice: &mut Dice, section: &str, out: &mut String) {
    table(out, section);
    let format = dice.pick(["json", "json", "json-spaced", "form", "text", "empty"]);
    say(out, "format", format);
    if format != "empty" && dice.chance(20) {
        set(out, "accept", "{ \"application/json\" = \"json\" }");
    }
    match format {
        "empty" => {}
        "text" => say(out, "envelope", dice.pick(["{description}", "{error}: {description}"])),
        "form" => set(out, "envelope", &format!("[{}, {}]", text("error", "{error}"), text("code", "{number}"))),
        _ => set(out, "envelope", &envelope(dice)),
    }
    if dice.chance(40) {
        // A gateway would take the API's 200 for a yes.
        let mild =
            if matches!(section, "token.refusals" | "revoke.refusals" | "resources.refusals") { "200" } else { "403" };
        set(out, "status", dice.pick([mild, "400", "422"]));
    }
    if dice.chance(30) {
        say(out, "challenge", dice.pick(["", "Bearer realm=\"{realm.title}\", error=\"{error}\""]));
    }
    if dice.chance(40) {
        set(out, "any", "{ number = 1, description = \"{parameter} is wrong\" }");
    }
    if dice.chance(50) {
        table(out, &format!("{section}.words"));
        set(out, "invalid_grant", "{ error = \"bad_grant\", status = 403, number = 42 }");
        set(out, "insufficient_scope", "{ description = \"needs {missing_scope}\" }");
        set(out, "access_denied", "{ error = \"user_said_no\", place = \"redirect\" }");
    }
}

fn envelope(dice: &mut Dice) -> String {
    let mut members = vec![text("error", "{error}"), text("error_description", "{description}")];
    for (name, value) in
        [("status", "{status}"), ("number", "{number}"), ("request", "{request_id}"), ("field", "{parameter}")]
    {
        if dice.chance(40) {
            members.push(text(name, value));
        }
    }
    if dice.chance(30) {
        members.push(member("ok", "false"));
    }
    wrapped(dice, members)
}

pub(super) fn rest(dice: &mut Dice, _: &Plan, out: &mut String) {
    table(out, "answers");
    say(out, "format", dice.pick(["json", "json-spaced"]));
    say(out, "json_type", dice.pick(["application/json", "application/json; charset=utf-8", "text/javascript"]));
    table(out, "cors");
    say(out, "origins", dice.pick(["any", "none"]));
    set(out, "preflight", dice.pick(["200", "204"]));
    set(out, "allow", dice.pick(["true", "false"]));
    table(out, "console");
    say(out, "path", dice.pick(["/apps", "/oauthapps", "/developer/applications"]));
    say(out, "new_secret", dice.pick(["page", "list"]));
    let word = dice.pick(["title", "new_app", "client_id", "client_secret", "redirect_uri", "test_token"]);
    set(out, "words", &format!("{{ {word} = {{ en = {} }} }}", quoted("Its own word")));
    table(out, "pages");
    say(out, "language_parameter", dice.pick(["", "lang", "ui_locales"]));
    say(out, "default_language", dice.pick(["en", "de"]));
    say(out, "accept_language", dice.pick(["read", "ignored"]));
    say(out, "narrowing", dice.pick(["no", "offered"]));
    say(out, "consent_again", dice.pick(["always", "for-more"]));
    set(out, "consent_note", &format!("{{ en = {} }}", quoted("Think twice.")));
}
