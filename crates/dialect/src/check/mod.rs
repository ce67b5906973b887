//! From files to a dialect, or to all that is wrong with them: each fault with file, line, column and what would be right.

mod api;
mod at;
mod authorize;
mod console;
mod endpoints;
mod file;
mod kinds;
mod merge;
mod names;
mod pages;
mod refusals;
mod routes;
mod scopes;
mod shapes;
mod signed;
mod structure;
mod suggest;
mod template;
mod text;
mod token;
mod value;
mod warn;

pub use at::{At, Checker};
pub use file::File;
pub(crate) use routes::METHODS;
pub(crate) use shapes::ALPHABETS;
pub use text::seconds;
pub(crate) use text::written;
pub use warn::weaknesses;

use crate::fault::Faults;
use crate::model::{BothAuth, Dialect, Format, QuerySecrets, TestToken};
use crate::raw::RawDialect;
use engine::policy::{ConsentAgain, Policy, PublicClients};
use kinds::Possible;
use merge::{Files, Unfit};
use routes::Routes;
use template::Spot;
use value::{Around, Second};

/// A dialect file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The dialect's name.
    pub name: String,
    /// The path that faults show.
    pub file: String,
    /// What stands in it.
    pub text: String,
}

/// Reads a dialect. What it does not say comes from the one that it extends: `standard` where nothing is said.
pub fn load(source: &Source, parents: &dyn Fn(&str) -> Option<Source>) -> Result<Dialect, Faults> {
    let (files, unfit) = Files::read(source, parents)?;
    let checker = Checker::new(files.merged(), &files);
    for Unfit { span, what, remedy } in unfit {
        checker.fault_at(span, what, remedy);
    }
    let raw = structure::read(files.merged(), &checker);
    let mut dialect = dialect(&checker.root(), &raw, &source.name);
    signed::bounds(&checker.root(), &dialect);
    dialect.warnings = warn::warnings(&dialect);
    checker.finish(dialect)
}

fn dialect(at: &At<'_>, raw: &RawDialect, name: &str) -> Dialect {
    let mut routes = Routes::default();
    let (catalogue, scopes) = scopes::scopes(at, &raw.scopes);
    let scope_names: Vec<String> = catalogue.scopes.iter().map(|scope| scope.name.clone()).collect();
    let format = raw.answers.format.unwrap_or(Format::Json);
    let second = if scopes.second.is_empty() { Second::None } else { Second::Some };
    let around = Around { spot: Spot::Live, format, scopes: &scope_names, second };
    authorize::routes(at, &raw.authorize, &mut routes);
    let token = token::token(at, raw, &around, &mut routes);
    let tokeninfo = endpoints::tokeninfo(at, raw, &around, &mut routes);
    let introspect = endpoints::introspect(at, raw, &around, &mut routes);
    let revoke = endpoints::revoke(at, raw, &around, &mut routes);
    let metadata = endpoints::metadata(at, raw, &mut routes);
    endpoints::jwks(at, raw, &mut routes);
    let resources = api::resources(at, raw, &around, &mut routes);
    let authorize = authorize::authorize(at, &raw.authorize);
    let policy = policy(at, raw, &authorize, catalogue);
    token::shows_refresh(at, raw, &token, &policy.refresh);
    let (redirect_status, redirect_literals, _) = authorize::redirect_wire(at, raw);
    let json_type =
        at.key("answers").required("json_type", raw.answers.json_type.as_ref(), "application/json".to_owned());
    text::header_value(&at.key("answers").key("json_type"), &json_type);
    let console = console::console(at, raw, &routes);
    Dialect {
        name: name.to_owned(),
        title: at.required("title", raw.title.as_ref(), String::new()),
        routes: routes.finish(),
        names: names::names(at, raw),
        secret_scheme: api::secret_scheme(at, raw),
        query_secrets: at.key("client").required(
            "query_secrets",
            raw.client.query_secrets.as_ref(),
            QuerySecrets::Refused,
        ),
        both_auth: at.key("client").required("both", raw.client.both.as_ref(), BothAuth::Refused),
        api: api::carriers(at, raw),
        refusals: refusals::refusals(at, raw, &around),
        shapes: shapes::shapes(at, raw),
        pages: pages::pages(at, raw),
        console,
        cors: api::cors(at, raw),
        test_token: at.choice("test_token", raw.test_token, TestToken::None),
        demo: pages::demo(at, raw, &policy.kinds),
        warnings: Vec::new(),
        authorize,
        token,
        tokeninfo,
        introspect,
        revoke,
        metadata,
        resources,
        scopes,
        policy,
        json_type,
        redirect_literals,
        redirect_status,
    }
}

fn policy(
    at: &At<'_>,
    raw: &RawDialect,
    authorize: &crate::model::Authorize,
    scopes: engine::scope::Catalogue,
) -> Policy {
    let redirect = authorize::redirect(at, raw, authorize);
    let public = at.key("client").choice("public", raw.client.public, PublicClients::Refused);
    let (pkce, challenge_methods) = authorize::pkce(at, raw);
    let grants = token::grants(at, raw);
    let possible = Possible { grants: &grants, authorize, redirect: &redirect, public };
    let kinds = kinds::kinds(at, raw, &possible);
    let tokens_per_grant = at.key("limits").required("tokens_per_grant", raw.limits.tokens_per_grant.as_ref(), 100);
    if !(1..=1000).contains(&tokens_per_grant) {
        at.key("limits").key("tokens_per_grant").fault("what never expires must not grow without bound", "1 to 1000");
    }
    Policy {
        pkce,
        challenge_methods,
        refresh: shapes::refresh(at, raw),
        redirect_at_exchange: authorize::redirect_wire(at, raw).2,
        consent_again: at.key("pages").choice("consent_again", raw.pages.consent_again, ConsentAgain::Always),
        kinds,
        public_clients: public,
        lifetimes: shapes::lifetimes(at, &raw.lifetimes),
        scopes,
        tokens_per_grant,
        redirect,
    }
}
