//! The API's side: carriers of the token, resources, CORS.

use super::at::At;
use super::routes::{Routes, Rules};
use super::template::Spot;
use super::text;
use super::value::{self, Around};
use crate::model::{ApiCarrier, CaseOf, Cors, Method, Node, Operation, Resource, ResourceAction, SchemeEncoding};
use crate::raw::{Origins, RawApiCarrier, RawBody, RawDialect, RawResource};

const ANY: &[Method] = &[Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
/// Headers that mean something else to every server on the way.
const TAKEN: &[&str] =
    &["host", "content-length", "content-type", "connection", "transfer-encoding", "cookie", "te", "upgrade"];

/// `[api] carriers`.
pub(super) fn carriers(at: &At<'_>, raw: &RawDialect) -> Vec<ApiCarrier> {
    let at = at.key("api");
    let said = at.required("carriers", raw.api.carriers.as_ref(), Vec::new());
    if said.is_empty() {
        at.key("carriers")
            .fault("API calls cannot carry a token", "write `{ header = \"Authorization\", scheme = \"Bearer\" }`");
    }
    said.iter().enumerate().filter_map(|(i, raw)| carrier(&at.key("carriers").index(i), raw)).collect()
}

fn carrier(at: &At<'_>, raw: &RawApiCarrier) -> Option<ApiCarrier> {
    match (&raw.header, &raw.query, &raw.form) {
        (Some(name), None, None) => Some(header(at, name, raw)),
        (None, Some(name), None) => Some(ApiCarrier::Query(parameter(at, name, raw))),
        (None, None, Some(name)) => Some(ApiCarrier::Form(parameter(at, name, raw))),
        _ => {
            at.fault(
                "a carrier is a header, a query parameter or a form member",
                "say one of `header`, `query`, `form`",
            );
            None
        }
    }
}

fn parameter(at: &At<'_>, name: &str, raw: &RawApiCarrier) -> String {
    if raw.scheme.is_some() || raw.case.is_some() || raw.encoding.is_some() {
        at.fault("only headers have a scheme, a case and an encoding", "leave them out");
    }
    if name.is_empty() {
        at.fault("a parameter without a name", "`access_token`, for instance");
    }
    name.to_owned()
}

fn header(at: &At<'_>, name: &str, raw: &RawApiCarrier) -> ApiCarrier {
    if http::HeaderName::from_bytes(name.as_bytes()).is_err() || TAKEN.contains(&name.to_ascii_lowercase().as_str()) {
        at.key("header").fault(format!("`{name}` cannot carry a token"), "`Authorization`, or a header of your own");
    }
    if let Some(scheme) = &raw.scheme {
        scheme_word(&at.key("scheme"), scheme);
    }
    ApiCarrier::Header {
        name: name.to_owned(),
        scheme: raw.scheme.clone(),
        case: raw.case.unwrap_or(CaseOf::Any),
        encoding: raw.encoding.unwrap_or(SchemeEncoding::Plain),
    }
}

/// RFC 9110 section 11.1.
fn scheme_word(at: &At<'_>, scheme: &str) {
    let letter = |c: char| c.is_ascii_alphanumeric() || "-_.~+!#$%&'*^`|".contains(c);
    if scheme.is_empty() || !scheme.chars().all(letter) {
        at.fault(format!("`{scheme}` is no scheme"), "one word such as `Bearer`; leave it out for none");
    }
}

/// `[client] secret_scheme`.
pub(super) fn secret_scheme(at: &At<'_>, raw: &RawDialect) -> String {
    let said = raw.client.secret_scheme.clone().unwrap_or_else(|| "Bearer".to_owned());
    let at = at.key("client").key("secret_scheme");
    scheme_word(&at, &said);
    if said.eq_ignore_ascii_case("basic") {
        at.fault("`Basic` has an id and a secret (RFC 7617)", "write `basic` in `auth`");
    }
    said
}

/// `[[resources]]`.
pub(super) fn resources<'a>(
    at: &At<'a>,
    raw: &RawDialect,
    around: &Around<'_>,
    routes: &mut Routes<'a>,
) -> Vec<Resource> {
    let list = raw.resources.as_deref().unwrap_or_default();
    let at = at.key("resources");
    let mut resources: Vec<Resource> = Vec::new();
    for (index, raw) in list.iter().enumerate() {
        let at = at.index(index);
        let resource = resource(&at, raw, around);
        if resources.iter().any(|known| known.name == resource.name) {
            at.key("name").fault(format!("the resource `{}` is there twice", resource.name), "give each its own name");
        }
        let may: &[&str] = match resource.action {
            ResourceAction::Show => &[],
            ResourceAction::EndGrant => &["app"],
        };
        let said = at.required("routes", raw.routes.as_ref(), Vec::new());
        if said.is_empty() {
            at.key("routes").fault("no route leads here", "write `[\"GET /api/me\"]`");
        }
        routes.add(&at.key("routes"), &said, &Operation::Resource(index), &Rules { methods: ANY, must: &[], may });
        resources.push(resource);
    }
    resources
}

fn resource(at: &At<'_>, raw: &RawResource, around: &Around<'_>) -> Resource {
    let action = raw.action.map_or(ResourceAction::Show, |choice| choice.0);
    if let Some(scope) = raw.scope.as_ref().filter(|scope| !around.scopes.contains(scope)) {
        at.key("scope").unknown("scope", scope, around.scopes.iter().map(String::as_str));
    }
    let body = RawBody {
        format: raw.format,
        content_type: raw.content_type.clone(),
        accept: raw.accept.clone(),
        body: raw.body.clone(),
    };
    let select = raw.select.clone().filter(|select| !select.is_empty());
    let body = value::body(at, "body", &body, &Around { spot: Spot::Live, ..*around });
    if select.is_some() && !matches!(body.node, Node::Object(_)) {
        at.key("select")
            .fault("it chooses members, and this body has none", "a body of members, or leave `select` out");
    }
    Resource {
        name: at.required("name", raw.name.as_ref(), String::new()),
        action,
        scope: raw.scope.clone(),
        body,
        status: text::status(&at.key("status"), raw.status.unwrap_or(200)),
        select,
    }
}

/// `[cors]`.
pub(super) fn cors(at: &At<'_>, raw: &RawDialect) -> Option<Cors> {
    let at = at.key("cors");
    if at.choice("origins", raw.cors.origins, Origins::None) == Origins::None {
        return None;
    }
    let headers = at.required("headers", raw.cors.headers.as_ref(), Vec::new());
    for (index, name) in headers.iter().enumerate() {
        if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
            at.key("headers").index(index).fault(format!("`{name}` is no header"), "a name such as `Authorization`");
        }
    }
    let preflight = at.required("preflight", raw.cors.preflight.as_ref(), 204);
    if preflight != 200 && preflight != 204 {
        at.key("preflight").fault(format!("{preflight} is no status of a preflight"), "200 or 204");
    }
    Some(Cors { preflight, headers, allow: at.required("allow", raw.cors.allow.as_ref(), false) })
}
