//! Providers that nobody has: drawn from the whole vocabulary, and one of our own invention. A client derived from nothing but the file
//! signs a person in, gets tokens, renews them, reads the account and ends what it got.

use crate::http::{Request, Response};
use crate::world::{WEB, World};
use dialect::client::{ClientApp, ClientRequest};
use dialect::model::Name;
use engine::policy::GrantKind;
use engine::request::ResponseType;
use engine::scope::ScopeSet;
use grantor::demo::file::{self, Wish};
use grantor::realm::Mount;

const DRAWS: u64 = 300;
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A world whose realms are these dialect files and nothing else.
pub fn world_of(files: &[(String, String)]) -> World {
    let folder = tempfile::TempDir::new().unwrap();
    for (name, text) in files {
        let own = folder.path().join(name);
        std::fs::create_dir(&own).unwrap();
        std::fs::write(own.join("dialect.toml"), text).unwrap();
    }
    let wish = Wish {
        listen: "127.0.0.1:0".parse().unwrap(),
        store: None,
        redirect_uris: vec![WEB.to_owned()],
        only: files.iter().map(|(name, _)| name.clone()).collect(),
        dialects: Some(folder.path().to_owned()),
        samples: grantor::config::Switch::Off,
    };
    World::from_config(&file::text(&wish).unwrap(), &|_| ())
}

fn send(world: &World, request: &ClientRequest) -> Response {
    let target = request.url.strip_prefix(&world.url()).expect("an address of this server");
    let mut sent = Request::new(request.method.as_str(), target);
    for (name, value) in &request.headers {
        sent = sent.header(name, value);
    }
    match &request.body {
        Some(body) => sent.body("", body.as_bytes()),
        None => sent,
    }
    .send(world.at)
}

/// The whole life of a grant, spoken by the client face of the dialect alone. Says where it broke.
fn whole_flow(world: &World, mount: &Mount) -> Result<(), String> {
    let dialect = &mount.dialect;
    let shown = world.app(&mount.name, &dialect.policy.kinds[0].name);
    let app = ClientApp {
        base: &mount.issuer,
        client_id: &shown.app.client_id,
        client_secret: shown.secret.as_ref().map(|secret| secret.expose()),
        redirect_uri: Some(WEB),
    };
    let scope = one_word_an_axis(mount);
    let link = dialect.client_authorize_url(&app, ResponseType::Code, Some(&dialect.scope_text(&scope)), Some("q7"));
    let link = dialect.client_with_challenge(&link, CHALLENGE);
    let landed = world.browser().allow(link.strip_prefix(&world.url()).unwrap());
    let landed = dialect.client_read_redirect(&landed.url());
    let code = landed.code.ok_or("no code")?;
    let exchange = dialect.client_exchange(&app, &code, Some(VERIFIER)).ok_or("no exchange")?;
    let answer = send(world, &exchange);
    let tokens = dialect.client_read_tokens(GrantKind::AuthorizationCode, &answer.body);
    let tokens = tokens.ok_or_else(|| format!("no tokens: {answer:?}"))?;
    if let Some(second) = &tokens.second_access_token {
        second_token(world, mount, (&app, second))?;
    }
    longer(world, mount, (&app, &tokens.access_token))?;
    let mut access = tokens.access_token;
    if let (Some(refresh), Some(_)) = (&tokens.refresh_token, dialect.token.get(&GrantKind::RefreshToken)) {
        let answer = send(world, &dialect.client_refresh(&app, refresh).ok_or("no refresh")?);
        let renewed = dialect.client_read_tokens(GrantKind::RefreshToken, &answer.body);
        access = renewed.ok_or_else(|| format!("no refresh: {answer:?}"))?.access_token;
    }
    let whoami = dialect.client_resource(&app, 0, &access).ok_or("no whoami")?;
    let answer = send(world, &whoami);
    let account = &world.shown.realms.iter().find(|realm| realm.name == mount.name).ok_or("no realm")?.account.id;
    if answer.status != dialect.resources[0].status || !answer.text().contains(account) {
        return Err(format!("whoami: {answer:?}"));
    }
    let verify = send(world, &dialect.client_call(&app, "/verify", &access));
    if verify.status != 200 || verify.header("x-grantor-app") != app.client_id {
        return Err(format!("verify: {verify:?}"));
    }
    if let Some(revoke) = dialect.client_revoke(&app, &access) {
        let ended = send(world, &revoke);
        let answer = send(world, &whoami);
        if answer.text().contains(account) {
            return Err(format!("still alive after {ended:?}: {answer:?}"));
        }
    }
    Ok(())
}

/// The second of two tokens lives beside the first and opens the words of the second parameter.
fn second_token(world: &World, mount: &Mount, (app, second): (&ClientApp, &str)) -> Result<(), String> {
    let verify = send(world, &mount.dialect.client_call(app, "/verify", second));
    let words = mount.dialect.decode_narrowing(&[verify.header("x-grantor-scope").to_owned()]);
    let only_its_own = words.iter().all(|word| mount.dialect.scopes.second.contains(word)) && !words.is_empty();
    if verify.status == 200 && (only_its_own || verify.header("x-grantor-scope").is_empty()) {
        Ok(())
    } else {
        Err(format!("second token: {verify:?} {words:?}"))
    }
}

/// A live token for a longer one, in every way that the dialect has.
fn longer(world: &World, mount: &Mount, (app, token): (&ClientApp, &str)) -> Result<(), String> {
    let dialect = &mount.dialect;
    for (way, _) in dialect.ways().filter(|(way, _)| way.grant == GrantKind::Exchange) {
        let request = dialect.client_token(way, app, &[(Name::AccessToken, Some(token))]).ok_or("no exchange")?;
        let answer = send(world, &request);
        let tokens = dialect.client_read_tokens(way, &answer.body);
        let tokens = tokens.ok_or_else(|| format!("{way:?}: {} {answer:?}", request.curl()))?;
        let verify = send(world, &dialect.client_call(app, "/verify", &tokens.access_token));
        if verify.status != 200 {
            return Err(format!("exchanged: {verify:?}"));
        }
    }
    Ok(())
}

/// A word of the catalogue, one of each axis, and those of the second parameter.
fn one_word_an_axis(mount: &Mount) -> ScopeSet {
    let catalogue = &mount.dialect.policy.scopes;
    let free = catalogue.scopes.iter().filter(|scope| scope.axis.is_none() && scope.role.is_none()).take(1);
    let axes = catalogue.axes.iter().map(|axis| axis.default.as_str());
    let second = mount.dialect.scopes.second.iter().map(String::as_str);
    catalogue.ordered(free.map(|scope| scope.name.as_str()).chain(axes).chain(second))
}

fn all_flow(world: &World) -> Vec<String> {
    let mounts = world.server.realms.all.iter().flat_map(|realm| &realm.mounts);
    mounts.filter_map(|mount| whole_flow(world, mount).err().map(|why| format!("{}: {why}", mount.name))).collect()
}

#[test]
fn a_client_derived_from_a_drawn_file_completes_every_flow() {
    let files: Vec<_> = (0..DRAWS).map(|number| (format!("drawn-{number}"), dialect::draw::file(number))).collect();
    let world = world_of(&files);
    let broken = all_flow(&world);
    assert_eq!(world.server.realms.all.len() as u64, DRAWS);
    assert!(broken.is_empty(), "{} of {DRAWS} broke:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn a_sixth_provider_of_our_own_invention_needs_no_rust() {
    let text = include_str!("../../../dialect/tests/fixtures/sixth.toml").to_owned();
    let world = world_of(&[("sixth".to_owned(), text)]);
    assert_eq!(all_flow(&world), Vec::<String>::new());
    let unauthorized = world.get("/sixth/verify");
    assert_eq!(unauthorized.status, 401, "{unauthorized:?}");
    let body: serde_json::Value = serde_json::from_slice(&unauthorized.body).expect("JSON");
    assert!(body.as_object().is_some_and(|all| all.values().any(serde_json::Value::is_object)), "nested: {body}");
}
