//! Every documented refusal of the authorization endpoint: a page until app and redirect URI are proven, a redirect after that.

use crate::page::{Page, value};
use crate::stage::Stage;
use crate::table::Table;
use grantor_e2e::speak::Client;

/// Where a refusal shows.
enum Ends {
    /// On a page, by Grantor's name for it.
    OnPage(&'static str),
    /// In the redirect: a name and its value.
    Returned(&'static str, &'static str),
}
use Ends::{OnPage, Returned};

/// What is wrong with the request, and what comes of it.
struct Case {
    what: &'static str,
    link: String,
    ends: Ends,
}

fn case(what: &'static str, link: String, ends: Ends) -> Case {
    Case { what, link, ends }
}

const ELSEWHERE: &str = "https://elsewhere.example/";

/// What all have in common.
fn common(client: &Client) -> Vec<Case> {
    let (id, redirect) = (client.id_name(), client.redirect_name());
    vec![
        case("unknown app", client.link_but(id, Some("nobody")), OnPage("client_unknown")),
        case("no app", client.link_but(id, None), OnPage("client_id_missing")),
        case("another redirect URI", client.link_but(redirect, Some(ELSEWHERE)), OnPage("redirect_uri_strange")),
        case(
            "a redirect URI that is none",
            client.link_but(redirect, Some("callback")),
            OnPage("redirect_uri_strange"),
        ),
    ]
}

fn of_kind(client: &Client) -> Vec<Case> {
    let with = |name: &str, value: &str| client.link_but(name, Some(value));
    match (client.dialect.as_str(), client.app.kind.as_str()) {
        ("standard", "public") => vec![
            case("no code_challenge", client.link_but("code_challenge", None), Returned("error", "invalid_request")),
            case("method plain", with("code_challenge_method", "plain"), Returned("error", "invalid_request")),
        ],
        ("standard", _) => vec![
            case("no response_type", client.link_but("response_type", None), Returned("error", "invalid_request")),
            case("unknown response_type", with("response_type", "x"), Returned("error", "unsupported_response_type")),
            case("unknown scope", with("scope", "x"), Returned("error", "invalid_scope")),
        ],
        ("hidrive", "browser") => vec![
            case("code without a secret", with("response_type", "code"), Returned("error", "unauthorized_client")),
            case("unknown scope", with("scope", "x"), Returned("error", "invalid_scope")),
        ],
        ("hidrive", _) => vec![
            case("unknown lang", with("lang", "xx"), OnPage("language_unknown")),
            case("no response_type", client.link_but("response_type", None), Returned("error", "invalid_request")),
            case("unknown response_type", with("response_type", "x"), Returned("error", "unsupported_response_type")),
            case("token with a secret", with("response_type", "token"), Returned("error", "unauthorized_client")),
            case("unknown scope", with("scope", "rw,x"), Returned("error", "invalid_scope")),
            case("a scope word twice", with("scope", "rw,rw"), Returned("error", "invalid_scope")),
        ],
        ("gitshare", "on-screen") => {
            vec![case("a callback that was never named", with("redirect_uri", ELSEWHERE), OnPage("redirect_uri_none"))]
        }
        ("gitshare", _) => vec![
            case("unknown response_type", with("response_type", "x"), Returned("error", "unsupported_response_type")),
            case("unknown scope", with("scope", "x"), Returned("error", "invalid_scope")),
        ],
        ("boxc", _) => vec![case("no return_uri", client.link_but("return_uri", None), OnPage("redirect_uri_missing"))],
        ("serble", _) => {
            vec![case("no redirect_uri", client.link_but("redirect_uri", None), OnPage("redirect_uri_missing"))]
        }
        _ => Vec::new(),
    }
}

/// An app that may have no new tokens: suspended, or over its limit.
fn standing(client: &Client, suspended: bool) -> Ends {
    match client.dialect.as_str() {
        "boxc" | "gitshare" => OnPage(if suspended { "app_suspended" } else { "token_limit" }),
        "raindrop" | "raindrop-live" => Returned("error", "invalid_application_status"),
        "serble" => Returned("authorized", "false"),
        _ => Returned("error", "unauthorized_client"),
    }
}

/// All cases of one app.
pub async fn walk(stage: &Stage, client: &Client, table: &mut Table) {
    stage.forget().await;
    stage.to_consent(&client.link()).await;
    let shared = if client.app.kind == "on-screen" { Vec::new() } else { common(client) };
    for case in shared.into_iter().chain(of_kind(client)) {
        meets(stage, client, case, table).await;
    }
    let realm = client.url.rsplit('/').next().unwrap().trim_end_matches("-standard");
    let app = [client.app.client_id.as_str()];
    stage.demo.administer(&["app", "suspend"], realm, &app);
    meets(stage, client, case("suspended", client.link(), standing(client, true)), table).await;
    stage.demo.administer(&["app", "resume"], realm, &app);
    if client.app.client_secret.is_some() {
        stage.demo.administer(&["app", "limit"], realm, &[app[0], "0"]);
        meets(stage, client, case("over its token limit", client.link(), standing(client, false)), table).await;
        stage.demo.administer(&["app", "limit"], realm, &[app[0], "none"]);
    }
    stage.to_consent(&client.link()).await;
    assert_eq!(stage.complaints().await, Vec::<String>::new());
}

async fn meets(stage: &Stage, client: &Client, case: Case, table: &mut Table) {
    stage.open(&case.link).await;
    table.see(stage, client, case.what).await;
    match case.ends {
        OnPage(refusal) => {
            stage.at(Page::Error).await;
            assert!(stage.title().await.starts_with("Error: "));
            assert_eq!(stage.refusal().await, refusal, "{}: {}", client.url, case.what);
        }
        Returned(name, word) => {
            let pairs = stage.came_back().await;
            assert_eq!((value(&pairs, name), value(&pairs, "state")), (word, "q7"), "{}: {}", client.url, case.what);
            let in_fragment = client.dialect == "hidrive" && case.link.contains("response_type=token");
            assert_eq!(stage.url().await.contains('#'), in_fragment, "{pairs:?}");
        }
    }
}
