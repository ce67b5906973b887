//! A dialect and people for unit tests, made by hand: the RFC's words, every operation, nothing optional left out.

use crate::encode::Facts;
use crate::model::*;
use engine::model::{Account, AccountKey, App, AppKey, ChallengeMethod, Introspects, Review};
use engine::policy::*;
use engine::request::ResponseType;
use engine::scope::{AbsentScope, AskedScope, Catalogue, Scope, ScopeSet, UnknownScope};
use std::collections::BTreeMap;

pub(crate) fn text(text: &str) -> Template {
    Template(vec![TemplatePart::Literal(text.to_owned())])
}

pub(crate) fn lone(slot: Slot) -> Template {
    Template(vec![TemplatePart::Slot(slot)])
}

pub(crate) fn members(members: Vec<(&str, Node)>) -> Node {
    Node::Object(members.into_iter().map(|(name, node)| (name.to_owned(), node)).collect())
}

pub(crate) fn json(node: Node) -> Body {
    Body::new(Format::Json, node)
}

fn answer(pairs: Vec<(&str, Slot)>) -> Vec<(String, Template)> {
    pairs.into_iter().map(|(name, slot)| (name.to_owned(), lone(slot))).collect()
}

fn route(method: Method, path: &str, operation: Operation) -> Route {
    Route { method, path: path.to_owned(), written: path.to_owned(), operation }
}

fn grant(word: &str) -> TokenGrant {
    TokenGrant {
        carriers: vec![TokenCarrier::Form],
        client_auth: vec![ClientAuth::Basic, ClientAuth::Parameters],
        grant_type: Need::Required,
        grant_words: vec![word.to_owned()],
        status: 200,
        body: json(members(vec![
            ("access_token", Node::Slot(Slot::AccessToken)),
            ("token_type", Node::Text(text("Bearer"))),
            ("expires_in", Node::Optional(Box::new(Node::Slot(Slot::ExpiresIn)))),
            ("refresh_token", Node::Optional(Box::new(Node::Slot(Slot::RefreshToken)))),
            ("scope", Node::Slot(Slot::Scope)),
        ])),
        also: vec![],
    }
}

fn policy() -> Policy {
    let scope = |name: &str, implies: &[&str]| Scope {
        name: name.to_owned(),
        implies: implies.iter().map(|word| (*word).to_owned()).collect(),
        ..Scope::default()
    };
    Policy {
        redirect: RedirectPolicy {
            matching: RedirectMatch::Exact,
            absent: AbsentRedirect::Sole,
            any_port: vec![],
            on_screen: vec![],
            reserved: vec![],
        },
        pkce: PkceNeed::Public,
        challenge_methods: vec![ChallengeMethod::S256],
        refresh: RefreshPolicy {
            rotation: Rotation::Rotate,
            life: Some(2_592_000),
            family_life: None,
            grace: 30,
            lost_answer: 604_800,
            older_access: OlderAccess::Keep,
            lost_access: LostAccess::Same,
        },
        redirect_at_exchange: RedirectAtExchange::Required,
        consent_again: ConsentAgain::Always,
        kinds: vec![
            Kind {
                name: "confidential".to_owned(),
                secret: HasSecret::Yes,
                response_types: vec![ResponseType::Code],
                grants: vec![GrantKind::AuthorizationCode, GrantKind::RefreshToken, GrantKind::ClientCredentials],
                refresh: RefreshIssue::Always,
                redirects: vec![RedirectForm::Https],
            },
            Kind {
                name: "public".to_owned(),
                secret: HasSecret::No,
                response_types: vec![ResponseType::Code],
                grants: vec![GrantKind::AuthorizationCode],
                refresh: RefreshIssue::Never,
                redirects: vec![RedirectForm::Https],
            },
        ],
        public_clients: PublicClients::Allowed,
        lifetimes: Lifetimes { code: 60, access: Some(3600), exchanged: Some(86_400), tombstone: 0 },
        scopes: Catalogue {
            scopes: vec![scope("all", &["read", "write"]), scope("read", &[]), scope("write", &[])],
            axes: vec![],
            unknown: UnknownScope::Refuse,
            absent: AbsentScope::Registered,
            asked: AskedScope::Request,
        },
        tokens_per_grant: 100,
    }
}

fn names() -> Names {
    use Name::*;
    let all = [
        (ClientId, "client_id"),
        (ClientSecret, "client_secret"),
        (RedirectUri, "redirect_uri"),
        (ResponseType, "response_type"),
        (Scope, "scope"),
        (State, "state"),
        (Code, "code"),
        (GrantType, "grant_type"),
        (RefreshToken, "refresh_token"),
        (CodeChallenge, "code_challenge"),
        (CodeChallengeMethod, "code_challenge_method"),
        (CodeVerifier, "code_verifier"),
        (Token, "token"),
        (TokenTypeHint, "token_type_hint"),
        (AccessToken, "access_token"),
    ];
    Names { all: all.into_iter().map(|(name, wire)| (name, vec![wire.to_owned()])).collect(), at: BTreeMap::new() }
}

fn shapes() -> Shapes {
    let random = |prefix: &str, alphabet, length| {
        Shape::Parts(vec![ShapePart::Literal(prefix.to_owned()), ShapePart::Random(alphabet, length)])
    };
    Shapes {
        code: random("", Alphabet::Base62, 43),
        access_token: random("", Alphabet::Base62, 43),
        second_access_token: None,
        refresh_token: random("rt-", Alphabet::Base62, 43),
        client_id: random("", Alphabet::Lower, 24),
        client_secret: random("", Alphabet::Base62, 43),
        account_id: Shape::Uuid,
    }
}

fn authorize() -> Authorize {
    Authorize {
        response_type: Need::Required,
        response_words: vec![("code".to_owned(), ResponseType::Code), ("token".to_owned(), ResponseType::Token)],
        default_response: ResponseType::Code,
        request_objects: RequestObjects::Refused,
        extras: vec![],
        code_answer: answer(vec![("code", Slot::Code), ("state", Slot::State), ("iss", Slot::Issuer)]),
        code_in: CodeIn::Query,
        token_answer: answer(vec![("access_token", Slot::AccessToken), ("state", Slot::State)]),
        refusal_answer: answer(vec![
            ("error", Slot::Error),
            ("error_description", Slot::Description),
            ("state", Slot::State),
            ("iss", Slot::Issuer),
        ]),
        early_refusals: EarlyRefusals::AfterSignIn,
    }
}

fn token_info() -> TokenInfo {
    TokenInfo {
        carriers: vec![TokenCarrier::Form],
        body: json(members(vec![("expires_in", Node::Slot(Slot::ExpiresInWhole))])),
        status: 200,
    }
}

fn introspect() -> Introspect {
    Introspect {
        carriers: vec![TokenCarrier::Form],
        client_auth: vec![ClientAuth::Basic, ClientAuth::Parameters],
        body: json(members(vec![("active", Node::Bool(true)), ("scope", Node::Slot(Slot::Scope))])),
    }
}

fn revoke() -> Revoke {
    Revoke {
        carriers: vec![TokenCarrier::Form],
        client: RevokeClient::Required,
        client_auth: vec![ClientAuth::Basic, ClientAuth::Parameters],
        body: Body::new(Format::Empty, Node::Null),
        status: 200,
        unknown: UnknownToken::Success,
    }
}

pub(crate) fn dialect() -> Dialect {
    let kinds = [GrantKind::AuthorizationCode, GrantKind::RefreshToken, GrantKind::ClientCredentials];
    let words = ["authorization_code", "refresh_token", "client_credentials"];
    Dialect {
        name: "sample".to_owned(),
        title: "Sample".to_owned(),
        routes: vec![
            route(Method::Get, "/oauth2/authorize", Operation::Authorize),
            route(Method::Post, "/oauth2/token", Operation::Token(kinds.map(Way::from).to_vec())),
            route(Method::Post, "/oauth2/tokeninfo", Operation::TokenInfo),
            route(Method::Post, "/oauth2/introspect", Operation::Introspect),
            route(Method::Post, "/oauth2/revoke", Operation::Revoke),
            route(Method::Get, "/me", Operation::Resource(0)),
        ],
        policy: policy(),
        names: names(),
        authorize: authorize(),
        token: kinds.into_iter().zip(words.map(grant)).collect(),
        secret_scheme: "Bearer".to_owned(),
        query_secrets: QuerySecrets::Refused,
        both_auth: BothAuth::Refused,
        tokeninfo: Some(token_info()),
        introspect: Some(introspect()),
        revoke: Some(revoke()),
        api: vec![header("Authorization", Some("Bearer"), CaseOf::Any, SchemeEncoding::Plain)],
        resources: vec![Resource {
            name: "me".to_owned(),
            action: ResourceAction::Show,
            scope: None,
            body: json(members(vec![("id", Node::Slot(Slot::AccountId)), ("name", Node::Slot(Slot::FullName))])),
            status: 200,
            select: None,
        }],
        refusals: Refusals::default(),
        scopes: ScopeCodec {
            separator: Separator::Char(' '),
            accepts: vec![' '],
            words: BTreeMap::new(),
            second: vec![],
        },
        shapes: shapes(),
        pages: Pages {
            languages: vec!["en".to_owned(), "de".to_owned()],
            language_parameter: None,
            default_language: "en".to_owned(),
            accept_language: AcceptLanguage::Read,
            consent_note: Words::new(),
            narrowing: Narrowing::No,
        },
        console: Console { path: "/apps".to_owned(), new_secret: NewSecret::Page, words: BTreeMap::new() },
        cors: Some(Cors { preflight: 204, headers: vec!["Authorization".to_owned()], allow: false }),
        metadata: Metadata::Published,
        json_type: "application/json".to_owned(),
        redirect_literals: String::new(),
        redirect_status: 302,
        test_token: TestToken::None,
        demo: vec![],
        warnings: vec![],
    }
}

pub(crate) fn header(name: &str, scheme: Option<&str>, case: CaseOf, encoding: SchemeEncoding) -> ApiCarrier {
    ApiCarrier::Header { name: name.to_owned(), scheme: scheme.map(str::to_owned), case, encoding }
}

pub(crate) fn app() -> App {
    App {
        key: AppKey(1),
        client_id: "app1".to_owned(),
        name: "App \"One\"".to_owned(),
        description: String::new(),
        site: None,
        kind: "confidential".to_owned(),
        secrets: vec![],
        redirect_uris: vec![],
        scopes: vec![],
        owners: Vec::new(),
        color: None,
        support: None,
        review: Review::Live,
        mounts: vec![],
        introspects: Introspects::Own,
        token_limit: None,
        suspended_at: None,
        suspend_reason: None,
        deleted_at: None,
        valid_from: 0,
        created_at: 0,
    }
}

pub(crate) fn account() -> Account {
    Account {
        key: AccountKey(1),
        id: "32".to_owned(),
        username: "zoë".to_owned(),
        email: "zoe@example.org".to_owned(),
        email_verified: true,
        first_name: "Zoë".to_owned(),
        last_name: "Ärger".to_owned(),
        roles: vec![],
        attributes: [("plan".to_owned(), 10)].into_iter().collect(),
        language: None,
        upstream: None,
        disabled_at: None,
        deleted_at: None,
        created_at: 0,
        seen_at: None,
    }
}

/// What a token answer knows, a quarter of a second after the second in which the token was issued.
pub(crate) fn facts<'a>(app: &'a App, account: &'a Account, scope: &'a ScopeSet) -> Facts<'a> {
    Facts {
        now_ms: 1_000_000_232,
        issuer: "https://auth.example/x",
        realm: "sample",
        realm_title: "A \"Sample\"",
        app: Some(app),
        account: Some(account),
        scope: Some(scope),
        access_token: Some("AT"),
        issued_at: Some(1_000_000),
        access_ends_at: Some(1_003_600),
        refresh_token: Some("rt-RT"),
        refresh_ends_at: Some(1_086_400),
        code: Some("C"),
        state: Some("zürich & 100%/~ok"),
        grants: &[],
        second_access_token: None,
        accept: None,
        request_id: Some(&"r1"),
    }
}
