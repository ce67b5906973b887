//! Who did what, when, from where.

use super::caller::Caller;
use super::paging::{Listed, Paging, sealed};
use super::sent::{Asked, At, second};
use super::{PREFIX, Problem, Problems};
use crate::desk::Slice;
use crate::desk::rights::Right;
use crate::desk::search::AuditWish;
use crate::server::Server;
use crate::{trail, views};
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LINK};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new().routes(routes!(list_audit)).routes(routes!(export_audit))
}

/// Which rows; all where nothing is said.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Who, whole: `command-line`, `key:ID`, `account:ID`
    actor: Option<String>,
    /// What, or how it begins: `app.`
    action: Option<String>,
    /// About this account, by user name or address, or by id, deleted or not
    account: Option<String>,
    /// About this app, by client id, deleted or not
    app: Option<String>,
    /// From this second on
    #[serde(default, deserialize_with = "second")]
    since: Option<i64>,
    /// Before this second
    #[serde(default, deserialize_with = "second")]
    until: Option<i64>,
}

impl From<Filter> for AuditWish {
    fn from(own: Filter) -> Self {
        let Filter { actor, action, account, app, since, until } = own;
        Self { actor, action, account, app, since, until }
    }
}

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// A JSON object a line.
    #[default]
    Jsonl,
    /// Comma-separated, with a heading.
    Csv,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FormatAsked {
    /// How rows are written; JSON lines where nothing is said
    #[serde(default)]
    #[param(inline, required = false)]
    format: Format,
}

/// Rows that fit, newest first
#[utoipa::path(get, path = "/realms/{realm}/audit", tag = "audit", security(("key" = ["audit:read"])),
    params(("realm" = String, Path, description = "The realm's name"), Filter, Paging),
    responses((status = 200, body = Listed<views::Event>), Problems))]
async fn list_audit(
    caller: Caller,
    At(realm): At<String>,
    Asked(filter): Asked<Filter>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Listed<views::Event>>, Problem> {
    let desk = caller.desk(&realm, Right::AuditRead)?;
    let list = format!("{realm} audit {filter:?}");
    let Slice { rows, next } = desk.find_audit(filter.into(), caller.page(&list, &paging)?).await?;
    let rows = trail::named(&mut caller.names(desk), &rows).await?;
    Ok(caller.listed(&list, Slice { rows, next }, views::Event::clone))
}

/// The same as JSON lines or as CSV, a page at a time: the header `Link` leads to the next (RFC 8288)
#[utoipa::path(get, path = "/realms/{realm}/audit/export", tag = "audit", security(("key" = ["audit:read"])),
    params(("realm" = String, Path, description = "The realm's name"), Filter, FormatAsked, Paging),
    responses(
        (status = 200, description = "Rows", content((String = "application/jsonl"), (String = "text/csv"))),
        Problems,
    ))]
async fn export_audit(
    caller: Caller,
    At(realm): At<String>,
    Asked(filter): Asked<Filter>,
    Asked(asked): Asked<FormatAsked>,
    Asked(paging): Asked<Paging>,
) -> Result<Response, Problem> {
    let desk = caller.desk(&realm, Right::AuditRead)?;
    let list = format!("{realm} audit {filter:?} {:?}", asked.format);
    let page = caller.page(&list, &paging)?;
    let limit = page.limit;
    let slice = desk.find_audit(filter.clone().into(), page).await?;
    let rows = trail::named(&mut caller.names(desk), &slice.rows).await?;
    let (kind, text, word) = match asked.format {
        Format::Jsonl => ("application/jsonl", trail::json_lines(&rows), "jsonl"),
        Format::Csv => ("text/csv; charset=utf-8", trail::csv(&rows), "csv"),
    };
    let mut answer = ([(CONTENT_TYPE, kind)], text).into_response();
    if let Some(after) = slice.next {
        let cursor = sealed(&caller.server, &list, &after);
        let link = next_link(&realm, &filter, &[("format", word), ("limit", &limit.to_string()), ("after", &cursor)]);
        answer.headers_mut().extend(link.parse().ok().map(|link| (LINK, link)));
    }
    Ok(answer)
}

fn next_link(realm: &str, filter: &Filter, more: &[(&str, &str)]) -> String {
    let texts =
        [("actor", &filter.actor), ("action", &filter.action), ("account", &filter.account), ("app", &filter.app)];
    let times = [("since", filter.since), ("until", filter.until)];
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(texts.iter().filter_map(|(name, text)| Some((*name, text.as_deref()?))));
    query.extend_pairs(times.iter().filter_map(|(name, at)| Some((*name, (*at)?.to_string()))));
    query.extend_pairs(more);
    format!("<{PREFIX}/realms/{realm}/audit/export?{}>; rel=\"next\"", query.finish())
}
