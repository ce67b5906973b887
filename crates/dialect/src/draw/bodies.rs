//! Bodies: which members, in which order, how deep.

use super::{Dice, Plan, joined, quoted};

/// A member whose value is TOML already.
pub(super) fn member(name: &str, value: &str) -> String {
    format!("[{}, {value}]", quoted(name))
}

/// A member with a text.
pub(super) fn text(name: &str, value: &str) -> String {
    member(name, &quoted(value))
}

/// The members at the top, or wrapped in one object or two, or in a list of one.
pub(super) fn wrapped(dice: &mut Dice, members: Vec<String>) -> String {
    let members = joined(&dice.shuffled(members));
    match dice.below(6) {
        0 => joined(&[member("ok", "true"), member("data", &members)]),
        1 => joined(&[member("response", &joined(&[member("inner", &members)])), member("code", "0")]),
        2 => format!("{{ list = [{members}] }}"),
        3 => joined(&[member("items", &format!("{{ list = [{members}] }}"))]),
        _ => members,
    }
}

/// What a token answer says, besides the format.
pub(super) fn tokens(dice: &mut Dice, plan: &Plan, refresh: bool, format: &str) -> String {
    if format == "text" {
        let both = ["access={access_token};refresh={refresh_token}", "{refresh_token} {access_token}"];
        let texts = if refresh { both } else { ["{access_token}", "token: {access_token}"] };
        return quoted(dice.pick(texts));
    }
    let mut members = vec![text(dice.pick(["access_token", "accessToken", "oauth_token"]), "{access_token}")];
    if refresh {
        let value = dice.pick([
            quoted("{refresh_token}"),
            "{ optional = \"{refresh_token}\" }".to_owned(),
            "{ slot = \"{refresh_token}\", absent = \"\" }".to_owned(),
        ]);
        members.push(member(dice.pick(["refresh_token", "refreshToken"]), &value));
    }
    members.extend(facts(dice, plan));
    if format == "form" { joined(&dice.shuffled(members)) } else { wrapped(dice, members) }
}

/// Members beside the tokens; none is needed.
fn facts(dice: &mut Dice, plan: &Plan) -> Vec<String> {
    let mut members = Vec::new();
    if dice.chance(70) {
        members.push(text("token_type", dice.pick(["Bearer", "bearer", "Use it as a Bearer token"])));
    }
    if dice.chance(80) {
        let value = dice.pick([
            "\"{expires_in}\"",
            "\"{expires_in:whole}\"",
            "\"{expires_in:text}\"",
            "\"{expires_in:ms}\"",
            "\"{expires_at}\"",
            "\"{expires_at:ms}\"",
            "\"{expires_at:text}\"",
            "\"{null}\"",
            "0",
            "{ optional = \"{expires_in}\" }",
        ]);
        members.push(member(dice.pick(["expires_in", "expires", "expiresIn"]), value));
    }
    if dice.chance(60) {
        let value = dice.pick([
            "\"{scope}\"",
            "\"{scope:list}\"",
            "\"{scope:bits}\"",
            "{ slot = \"{scope}\", absent = \"\" }",
            "{ optional = \"{scope}\" }",
        ]);
        members.push(member("scope", value));
    }
    if plan.second {
        members.push(text("user_scope", "{second_scope}"));
        if dice.chance(60) {
            members.push(member("user_token", "{ optional = \"{second_access_token}\" }"));
        }
    }
    for (name, value) in [
        ("issued_at", "{issued_at:text}"),
        ("issued", "{issued_at}"),
        ("app", "{client_id}"),
        ("instance_url", "{issuer}"),
        ("userid", "{account.id}"),
        ("alias", "{account.username}"),
        ("request", "{request_id}"),
    ] {
        if dice.chance(15) {
            members.push(text(name, value));
        }
    }
    if let Some(scope) = plan.scopes.first().filter(|_| dice.chance(30)) {
        let value = format!("{{ scope = {}, then = \"{{account.email}}\", otherwise = \"{{null}}\" }}", quoted(scope));
        members.push(member("mail", &value));
    }
    members
}

/// What whoami says. The account's id is always there.
pub(super) fn whoami(dice: &mut Dice) -> String {
    let mut members = vec![text("id", dice.pick(["{account.id}", "{account.id:number}"]))];
    for (name, value) in [
        ("name", "{account.name}"),
        ("first_name", "{account.first_name}"),
        ("last_name", "{account.last_name}"),
        ("email", "{account.email}"),
        ("verified", "{account.email_verified}"),
        ("login", "{account.username}"),
        ("app", "{app.name}"),
        ("plan", "{account.attribute.plan}"),
        ("label", "{account.name} <{account.email}>"),
    ] {
        if dice.chance(40) {
            members.push(text(name, value));
        }
    }
    if dice.chance(20) {
        members.push(member("apps", "{ each_grant = [[\"app\", \"{client_id}\"], [\"scopes\", \"{scope:list}\"]] }"));
    }
    wrapped(dice, members)
}
