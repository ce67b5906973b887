//! Dialect files drawn at random from the whole vocabulary, each slot by itself: a provider that nobody has is not yet a
//! provider that cannot be said. For tests; the feature `draw` opens it to those of other crates.
//!
//! A drawn dialect has a kind `web` with a secret and a kind `phone` without one, both may redirect to `https`, and its first
//! resource shows the account.

mod authorize;
mod bodies;
mod dice;
mod endpoints;
mod scopes;
#[cfg(test)]
mod tests;
mod token;
mod words;

use dice::Dice;

/// A dialect file; the same number gives the same file.
pub fn file(number: u64) -> String {
    let mut dice = Dice::new(number);
    let plan = Plan::draw(&mut dice);
    let mut out = format!("# Drawn, number {number}.\n{} = {}\n", "title", quoted(&format!("Drawn {number}")));
    for section in [
        scopes::scopes,
        authorize::names,
        authorize::client,
        authorize::kinds,
        authorize::authorize,
        authorize::redirect,
        token::token,
        endpoints::tokeninfo,
        endpoints::introspect,
        endpoints::revoke,
        endpoints::documents,
        endpoints::api,
        endpoints::resources,
        words::shapes,
        words::lifetimes,
        words::refusals,
        words::rest,
    ] {
        section(&mut dice, &plan, &mut out);
    }
    out
}

/// What several sections have to agree upon.
struct Plan {
    /// Refresh tokens, and their grant.
    refresh: bool,
    /// The client credentials grant.
    credentials: bool,
    /// The grant that exchanges a live token.
    exchange: bool,
    /// A token at once from the authorization endpoint.
    implicit: bool,
    /// A refresh token only when it was asked for.
    when_asked: bool,
    /// The secret without an id beside it: the word of the method.
    nameless: Option<&'static str>,
    /// The words of the catalogue.
    scopes: Vec<&'static str>,
    /// Whether the last word stands in a second parameter.
    second: bool,
    /// Access tokens that others check by their signature.
    published: bool,
}

impl Plan {
    fn draw(dice: &mut Dice) -> Self {
        let refresh = dice.chance(70);
        let count = dice.below(5);
        let scopes: Vec<&str> = ["files.read", "files.write", "mail", "profile"].into_iter().take(count).collect();
        let implicit = dice.chance(40);
        Self {
            refresh,
            credentials: dice.chance(40),
            exchange: dice.chance(30),
            implicit,
            when_asked: refresh && dice.chance(30),
            nameless: dice.pick([None, None, None, Some("bearer-secret"), Some("secret-alone")]),
            second: scopes.len() > 1 && dice.chance(25),
            scopes,
            published: !implicit && dice.chance(30),
        }
    }

    /// The grants that the dialect has.
    fn grants(&self) -> Vec<&'static str> {
        let all = [
            ("authorization_code", true),
            ("refresh_token", self.refresh),
            ("client_credentials", self.credentials),
            ("exchange", self.exchange),
        ];
        all.into_iter().filter(|(_, there)| *there).map(|(grant, _)| grant).collect()
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A list of texts.
fn list<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

/// A list of what is TOML already.
fn joined(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

/// One key, its value being TOML already.
fn set(out: &mut String, key: &str, value: &str) {
    out.push_str(&format!("{key} = {value}\n"));
}

/// One key with a text.
fn say(out: &mut String, key: &str, text: &str) {
    set(out, key, &quoted(text));
}

/// The begin of a table.
fn table(out: &mut String, name: &str) {
    out.push_str(&format!("\n[{name}]\n"));
}
