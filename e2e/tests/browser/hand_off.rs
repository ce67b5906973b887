//! The owner's own login: both example sites, each with its own users, in front of a realm that keeps no passwords.

use crate::page::{Page, value};
use crate::stage::Stage;
use grantor_e2e::child::Ending;
use grantor_e2e::demo::{App, grantor};
use grantor_e2e::http::{Answer, Request};
use grantor_e2e::owner::{Address, Example, SECRET, examples, site};
use grantor_e2e::served::Served;
use grantor_e2e::speak::{Client, Tokens};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The standard with OpenID Connect's way to demand consent and a fresh sign-in.
const DIALECT: &str = "extends = \"standard\"\n[authorize.extras.prompt]\nneed = \"optional\"\neffects = { consent = \"ask-again\", login = \"sign-in-again\" }\n";

const SIGN_OUT: &str = "form[action$='/-/sign-out'] button";

/// Grantor, the owner's site, and an app.
struct Shop {
    server: Served,
    address: Address,
    users: PathBuf,
    client: Client,
    _site: Ending,
    _folder: TempDir,
}

impl Shop {
    fn open(example: &Example) -> Self {
        let folder = TempDir::new().unwrap();
        let address = Address::free();
        let (config, users) = (folder.path().join("grantor.toml"), folder.path().join("users.json"));
        std::fs::create_dir_all(folder.path().join("dialects/prompting")).unwrap();
        std::fs::write(folder.path().join("dialects/prompting/dialect.toml"), DIALECT).unwrap();
        std::fs::write(&config, file(&address.page)).unwrap();
        std::fs::copy(examples().join("users.json"), &users).unwrap();
        let server = Served::start(&config, &[("GRANTOR_HAND_OFF_SHOP", SECRET)]);
        let at = server.at;
        let site = site(example, &address, &format!("http://{at}/shop"), &users);
        let client = client(at, &config);
        Self { server, address, users, client, _site: site, _folder: folder }
    }

    fn send(&self, request: Request) -> Answer {
        request.send(self.server.at).unwrap()
    }

    /// Whose token it is: id and user name, as the API's gateway hears it.
    fn whose(&self, tokens: &Tokens) -> (String, String) {
        let verdict = self.send(self.client.whoami(&tokens.access));
        assert_eq!(verdict.status, 200, "{verdict:?}");
        (verdict.header("x-grantor-account").to_owned(), verdict.header("x-grantor-username").to_owned())
    }

    /// At the owner's, something about a user becomes something else.
    fn rename(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(&self.users).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(&self.users, text.replace(from, to)).unwrap();
    }
}

fn file(page: &str) -> String {
    format!(
        "dialects = \"dialects\"\n[demo]\n[[realms]]\nname = \"shop\"\nmounts = [{{ dialect = \"prompting\", prefix = \"/shop\" }}]\n\
         login = \"hand-off\"\nlogin_page = \"{page}\"\n"
    )
}

/// An app of the shop's, registered beside the running server, in a shell that does not know the secret.
fn client(at: SocketAddr, config: &Path) -> Client {
    let callback = format!("http://{at}/demo/callback");
    let mut create = grantor(&["app", "create", "--json", "--realm", "shop", "--name", "Notes", "--redirect-uri"]);
    let out = create.arg(&callback).arg("--config").arg(config).output().unwrap();
    let app = App::made(&String::from_utf8_lossy(&out.stdout));
    Client { dialect: "standard".to_owned(), url: format!("http://{at}/shop"), app, redirect_uri: Some(callback) }
}

/// What the owner's site must not take: requests that are not Grantor's or not for it, and forms of another site.
fn refusals(shop: &Shop) {
    let at = shop.address.at;
    let sent = shop.send(Request::get(&shop.client.link())).header("location").to_owned();
    let token = sent.split_once("request=").unwrap().1;
    let (text, signature) = token.rsplit_once('.').unwrap();
    let (header, claims) = text.split_once('.').unwrap();
    let turned = format!("{}{}", &signature[1..], &signature[..1]);
    let asked = |token: &str| Request::get(&format!("/login?request={token}")).send(at).unwrap();
    assert_eq!(asked(token).status, 200);
    for bad in [
        String::new(),
        "..".to_owned(),
        text.to_owned(),
        format!("{text}."),
        format!("{text}.{turned}"),
        format!("{token}.{signature}"),
        format!("{header}.{}.{signature}", &claims[..claims.len() - 4]),
        format!("eyJhbGciOiJub25lIiwidHlwIjoiZ3JhbnRvci1yZXF1ZXN0K2p3dCJ9.{claims}."),
    ] {
        let answer = asked(&bad);
        assert_eq!((answer.status, answer.header("location")), (400, ""), "{bad}: {answer:?}");
    }
    let right = [("request", token), ("username", "ada"), ("password", "engine no. 1")];
    for origin in ["https://evil.example", "null", ""] {
        let posted = Request::new("POST", "/login").form(&right);
        let posted = if origin.is_empty() { posted } else { posted.header("Origin", origin) };
        let answer = posted.send(at).unwrap();
        assert_eq!((answer.status, answer.header("set-cookie")), (400, ""), "{origin}: {answer:?}");
    }
    assert_eq!(Request::get("/elsewhere").send(at).unwrap().status, 404);
}

/// Fills in the owner's own form.
async fn sign_in(stage: &Stage, username: &str, password: &str) {
    stage.fill("[name=username]", username).await;
    stage.fill("[name=password]", password).await;
    stage.press("button").await;
}

async fn at_the_owners(stage: &Stage, shop: &Shop) {
    let url = stage.url().await;
    assert!(url.starts_with(&shop.address.page), "{url}");
}

/// Whose data the consent page is about.
async fn consenting(stage: &Stage, username: &str) {
    stage.at(Page::Consent).await;
    let text = stage.script("return document.body.innerText").await;
    assert!(text.as_str().unwrap().contains(username), "{text}");
}

/// The whole way of an app; what changes at the owner's; the owner's own session; a fresh sign-in.
pub async fn walk(stage: &Stage, example: &Example) {
    let shop = Shop::open(example);
    refusals(&shop);
    let link = shop.client.link();
    stage.forget().await;
    stage.open(&link).await;
    at_the_owners(stage, &shop).await;
    sign_in(stage, "ada", "not her password").await;
    at_the_owners(stage, &shop).await;
    let said = stage.script("return document.body.innerText").await;
    assert!(said.as_str().unwrap().contains("do not belong together"), "{said}");
    sign_in(stage, "ada", "engine no. 1").await;
    consenting(stage, "ada").await;
    stage.decide("allow").await;
    let pairs = stage.came_back().await;
    let tokens = Tokens::of(&shop.send(shop.client.exchange(value(&pairs, "code")))).unwrap();
    let (id, name) = shop.whose(&tokens);
    assert_eq!(name, "ada");

    let asking = format!("{link}&prompt=consent");
    shop.rename("\"ada\"", "\"countess\"");
    stage.forget().await;
    stage.open(&asking).await;
    sign_in(stage, "countess", "engine no. 1").await;
    consenting(stage, "countess").await;
    assert_eq!(shop.whose(&tokens), (id, "countess".to_owned()), "the same account, by its new name");

    // Unknown to Grantor, and still known at the owner's.
    stage.tab.delete_all_cookies().await.unwrap();
    stage.open(&asking).await;
    consenting(stage, "countess").await;

    // Whoever has signed out is asked who they are, though the owner knows them.
    stage.press(SIGN_OUT).await;
    stage.at(Page::Closing).await;
    let said = stage.script("return document.body.innerText").await;
    assert!(said.as_str().unwrap().contains("localhost"), "{said}");
    stage.open(&asking).await;
    at_the_owners(stage, &shop).await;
    sign_in(stage, "countess", "engine no. 1").await;
    consenting(stage, "countess").await;

    // A fresh sign-in is demanded: the owner has to ask, though it knows her.
    stage.press(SIGN_OUT).await;
    stage.open(&format!("{link}&prompt=login")).await;
    at_the_owners(stage, &shop).await;
    sign_in(stage, "grace", "nanosecond").await;
    consenting(stage, "grace").await;
}
