//! `[authorize]`, `[redirect]` and `[pkce]`.

use super::at::At;
use super::routes::{self, Routes, Rules};
use super::template::{self, Spot};
use crate::model::{
    Authorize, CodeIn, EarlyRefusals, Extra, ExtraEffect, Method, Need, Operation, RequestObjects, Slot, Template,
};
use crate::raw::{OneOrMany, RawAuthorize, RawDialect};
use engine::policy::{AbsentRedirect, PkceNeed, RedirectAtExchange, RedirectMatch, RedirectPolicy};
use engine::request::ResponseType;
use std::collections::BTreeSet;

const AUTHORIZE: Rules<'static> = Rules { methods: &[Method::Get, Method::Post], must: &[], may: &[] };

/// The routes of the authorization endpoint.
pub(super) fn routes<'a>(at: &At<'a>, raw: &RawAuthorize, routes: &mut Routes<'a>) {
    let here = at.key("authorize");
    let said = here.required("routes", raw.routes.as_ref(), Vec::new());
    if said.is_empty() {
        here.key("routes").fault("no route leads to the authorization endpoint", "write `[\"GET /oauth2/authorize\"]`");
    }
    routes.add(&here.key("routes"), &said, &Operation::Authorize, &AUTHORIZE);
    for (index, posted) in said.iter().enumerate() {
        let Some(path) = posted.strip_prefix("POST ") else { continue };
        if !said.iter().any(|other| other.strip_prefix("GET ") == Some(path)) {
            let remedy = format!("add `GET {path}` (RFC 6749 section 3.1)");
            here.key("routes").index(index).fault("people come back here by GET after they signed in", remedy);
        }
    }
    for (index, forward) in raw.forward.iter().flatten().enumerate() {
        let at = here.key("forward").index(index);
        let from = at.required("from", forward.from.as_ref(), String::new());
        let to = at.required("to", forward.to.as_ref(), String::new());
        let status = redirect_status(&at, forward.status);
        if let Some(parsed) = routes::parse(&at.key("from"), &from) {
            routes.put(at.key("from"), parsed, Operation::Forward { to, status }, &AUTHORIZE);
        }
    }
}

fn redirect_status(at: &At<'_>, said: Option<u16>) -> u16 {
    let status = at.required("status", said.as_ref(), 302);
    if status != 302 && status != 307 {
        at.key("status").fault(format!("{status} is no status of this redirect"), "302 or 307");
    }
    status
}

/// `[authorize]` but its routes.
pub(super) fn authorize(at: &At<'_>, raw: &RawAuthorize) -> Authorize {
    let at = at.key("authorize");
    let answer = |key: &str, raw: Option<&Vec<(String, String)>>, spot| pairs(&at, key, raw, spot);
    let words = response_words(&at.key("response_types"), raw);
    let authorize = Authorize {
        response_type: at.required("response_type", raw.response_type.as_ref(), Need::Required),
        default_response: at.choice("default_response", raw.default_response, ResponseType::Code),
        extras: raw.extras.iter().map(|(name, extra)| self::extra(&at.key("extras").key(name), name, extra)).collect(),
        request_objects: at.required("request_objects", raw.request_objects.as_ref(), RequestObjects::Refused),
        code_answer: answer("code_answer", raw.code_answer.as_ref(), Spot::CodeRedirect),
        code_in: at.required("code_in", raw.code_in.as_ref(), CodeIn::Query),
        token_answer: answer("token_answer", raw.token_answer.as_ref(), Spot::TokenRedirect),
        refusal_answer: answer("refusal_answer", raw.refusal_answer.as_ref(), Spot::RefusalRedirect),
        early_refusals: at.required("early_refusals", raw.early_refusals.as_ref(), EarlyRefusals::AfterSignIn),
        response_words: words,
    };
    needs(&at, "code_answer", &authorize.code_answer, &Slot::Code);
    for key in ["code_answer", "token_answer", "refusal_answer"] {
        let answer = match key {
            "code_answer" => &authorize.code_answer,
            "token_answer" => &authorize.token_answer,
            _ => &authorize.refusal_answer,
        };
        needs(&at, key, answer, &Slot::State);
    }
    // Some send a person who said no back with their state alone: that no code came tells it.
    if authorize.refusal_answer.is_empty() {
        at.key("refusal_answer")
            .fault("an app would hear nothing of a refusal", "`[[\"error\", \"{error}\"], [\"state\", \"{state}\"]]`");
    }
    authorize
}

/// An app that sends a state relies on it: RFC 6749 section 4.1.2.
fn needs(at: &At<'_>, key: &str, answer: &[(String, Template)], slot: &Slot) {
    if !answer.is_empty() && !answer.iter().any(|(_, value)| value.mentions(slot)) {
        let word = slot.word();
        at.key(key).fault(format!("`{{{word}}}` is missing"), format!("add `[\"{word}\", \"{{{word}}}\"]`"));
    }
}

fn pairs(at: &At<'_>, key: &str, raw: Option<&Vec<(String, String)>>, spot: Spot) -> Vec<(String, Template)> {
    let said = at.required(key, raw, Vec::new());
    let at = at.key(key);
    let mut seen = BTreeSet::new();
    let pair = |(index, (name, value)): (usize, &(String, String))| {
        if name.is_empty() || !seen.insert(name.clone()) {
            at.index(index).fault(format!("the parameter `{name}` is empty or there twice"), "give each its own name");
        }
        (name.clone(), template::template(&at.index(index).index(1), value, spot))
    };
    said.iter().enumerate().map(pair).collect()
}

fn response_words(at: &At<'_>, raw: &RawAuthorize) -> Vec<(String, ResponseType)> {
    let of = |words: &Option<OneOrMany>, meaning| -> Vec<(String, ResponseType)> {
        words.iter().flat_map(OneOrMany::list).map(|word| (word, meaning)).collect()
    };
    let mut words = of(&raw.response_types.code, ResponseType::Code);
    for (word, meaning) in of(&raw.response_types.token, ResponseType::Token) {
        if words.iter().any(|(known, _)| *known == word) {
            at.key("token")
                .fault(format!("`{word}` would ask for a code and for a token"), "let it ask for one of them");
        }
        words.push((word, meaning));
    }
    words
}

fn extra(at: &At<'_>, name: &str, raw: &crate::raw::RawExtra) -> Extra {
    let values = raw.values.clone().unwrap_or_default();
    for value in raw.effects.keys().filter(|value| !values.is_empty() && !values.contains(value)) {
        at.key("effects").key(value).unknown("value", value, values.iter().map(String::as_str));
    }
    let need = at.required("need", raw.need.as_ref(), Need::Optional);
    let effects: Vec<(String, ExtraEffect)> =
        raw.effects.iter().map(|(value, effect)| (value.clone(), *effect)).collect();
    if need == Need::Ignored {
        at.key("need").fault("what is ignored needs no entry", "`optional` or `required`, or leave the parameter out");
    }
    Extra { name: name.to_owned(), need, values, effects }
}

/// What answers put into a query, in one dialect or another: an app that reads its own parameter for one of these can be misled, and a realm may
/// be given another dialect.
const RESERVED: [&str; 7] = ["access_token", "authorized", "code", "error", "nonce", "scope", "state"];

/// The hosts that only programs of the same machine answer at.
const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

/// `[redirect]`. What the answers put into the query is reserved, and what others' answers do.
pub(super) fn redirect(at: &At<'_>, raw: &RawDialect, authorize: &Authorize) -> RedirectPolicy {
    let at = at.key("redirect");
    let raw = &raw.redirect;
    let mut reserved = BTreeSet::from(RESERVED.map(str::to_owned));
    let in_query = [&authorize.refusal_answer, &authorize.code_answer, &authorize.token_answer];
    reserved.extend(in_query.into_iter().flatten().map(|(name, _)| name.clone()));
    let any_port = at.required("any_port", raw.any_port.as_ref(), Vec::new());
    for (index, host) in any_port.iter().enumerate().filter(|(_, host)| !LOOPBACK.contains(&host.as_str())) {
        at.key("any_port").index(index).fault(
            format!("`{host}` is no loopback host: on another one a port may be anybody's"),
            "`127.0.0.1`, `[::1]` or `localhost` (RFC 8252 section 7.3)",
        );
    }
    RedirectPolicy {
        matching: at.choice("match", raw.matching, RedirectMatch::Exact),
        absent: at.choice("absent", raw.absent, AbsentRedirect::Refuse),
        any_port,
        on_screen: at.required("on_screen", raw.on_screen.as_ref(), Vec::new()),
        reserved: reserved.into_iter().collect(),
    }
}

/// The rest of `[redirect]`: status, literals, and what the exchange asks.
pub(super) fn redirect_wire(at: &At<'_>, raw: &RawDialect) -> (u16, String, RedirectAtExchange) {
    let at = at.key("redirect");
    let raw = &raw.redirect;
    let literals = at.required("literals", raw.literals.as_ref(), String::new());
    // RFC 3986 section 3.4, without what separates parameters.
    if let Some(strange) = literals.chars().find(|c| !"!$'()*,:;@/?".contains(*c)) {
        at.key("literals").fault(format!("`{strange}` cannot stand in a query as it is"), "some of `!$'()*,:;@/?`");
    }
    let status = redirect_status(&at, raw.status);
    (status, literals, at.choice("at_exchange", raw.at_exchange, RedirectAtExchange::Required))
}

/// `[pkce]`: the need, and at least one method.
pub(super) fn pkce(at: &At<'_>, raw: &RawDialect) -> (PkceNeed, Vec<engine::model::ChallengeMethod>) {
    let at = at.key("pkce");
    let methods = at.required("methods", raw.pkce.methods.as_ref(), Vec::new());
    if methods.is_empty() {
        at.key("methods").fault("a challenge that is sent always binds, so it needs a method", "write `[\"S256\"]`");
    }
    (at.choice("need", raw.pkce.need, PkceNeed::All), methods.into_iter().map(|method| method.0).collect())
}
