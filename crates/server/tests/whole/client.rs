//! An app of the demo at work, in whichever dialect its mount speaks.

use crate::browser::{Browser, End};
use crate::http::{Request, Response};
use crate::world::{WEB, World};
use dialect::client::{ClientApp, ClientRequest};
use dialect::model::Dialect;
use engine::policy::GrantKind;
use engine::request::ResponseType;
use grantor::demo::ShownApp;
use grantor::realm::Mount;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;

/// RFC 7636 appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// See [`VERIFIER`].
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Every mount of the demo.
pub const MOUNTS: [&str; 8] =
    ["hidrive", "raindrop", "raindrop-live", "boxc", "boxc-standard", "gitshare", "serble", "standard"];

/// An app, its person, and the way between them.
pub struct Client<'w> {
    pub world: &'w World,
    pub mount: &'w Mount,
    pub own: &'w ShownApp,
    /// The redirect URI that it names.
    pub redirect_uri: Option<&'static str>,
    browser: RefCell<Browser<'w>>,
}

/// Sends what the client face has made.
pub fn deliver(to: SocketAddr, request: ClientRequest) -> Response {
    let target = request.url.strip_prefix(&format!("http://{to}")).expect("an address of this world");
    let mut raw = Request::new(request.method.as_str(), target);
    for (name, value) in &request.headers {
        raw = raw.header(name, value);
    }
    match request.body {
        Some(body) => raw.body("", body).send(to),
        None => raw.send(to),
    }
}

/// What an exchange gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    pub access: String,
    pub refresh: Option<String>,
}

impl Tokens {
    /// The refresh token.
    pub fn renewable(&self) -> &str {
        self.refresh.as_deref().expect("a refresh token")
    }
}

impl Drop for Client<'_> {
    /// A sign-in costs a slow hash: the next client's person is the same one in the same browser.
    fn drop(&mut self) {
        self.world.keep_cookies(self.browser.borrow().cookies.clone());
    }
}

/// Where a token may be shown, and whether it opened.
pub struct Door {
    pub name: &'static str,
    pub open: bool,
    pub answer: Response,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.name, self.answer)
    }
}

impl<'w> Client<'w> {
    /// The realm's first app; at a realm's second mount its second, so that the two share no limit.
    pub fn first(world: &'w World, mount: &str) -> Self {
        Self::with(world, mount, &world.apps(mount)[Self::nth(world, mount)])
    }

    /// Another app of the same kind.
    pub fn second(world: &'w World, mount: &str) -> Self {
        Self::with(world, mount, &world.apps(mount)[1 - Self::nth(world, mount)])
    }

    fn nth(world: &World, mount: &str) -> usize {
        usize::from(world.realm(mount).mounts[0].name != mount)
    }

    /// The first app of that kind.
    pub fn of(world: &'w World, mount: &str, kind: &str) -> Self {
        Self::with(world, mount, world.app(mount, kind))
    }

    /// That app.
    pub fn with(world: &'w World, mount: &str, own: &'w ShownApp) -> Self {
        let mount = world.mount(mount);
        let redirect_uri = own.app.redirect_uris.iter().any(|uri| uri == WEB).then_some(WEB);
        let mut browser = world.browser();
        browser.cookies = world.kept_cookies();
        Self { world, mount, own, redirect_uri, browser: RefCell::new(browser) }
    }

    /// How its mount speaks.
    pub fn dialect(&self) -> &'w Dialect {
        &self.mount.dialect
    }

    /// Its id.
    pub fn id(&self) -> &'w str {
        &self.own.app.client_id
    }

    /// Its secret.
    pub fn secret(&self) -> &'w str {
        self.own.secret.as_ref().expect("a secret").expose()
    }

    /// A person with a new browser.
    pub fn new_browser(&self) {
        *self.browser.borrow_mut() = self.world.browser();
    }

    /// What its person's browser keeps.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        let mut browser = self.browser.borrow_mut();
        if browser.cookies.is_empty() {
            browser.reach_consent(&self.target());
        }
        browser.cookies.clone()
    }

    /// As the dialect crate's client face wants it.
    pub fn face(&self) -> ClientApp<'_> {
        ClientApp {
            base: &self.mount.issuer,
            client_id: self.id(),
            client_secret: self.own.secret.as_ref().map(engine::secret::Plain::expose),
            redirect_uri: self.redirect_uri,
        }
    }

    /// Path and query of an authorize request; with PKCE where the app has no secret.
    pub fn target(&self) -> String {
        self.target_for(None, Some("st-7"))
    }

    /// The same with that scope and state.
    pub fn target_for(&self, scope: Option<&str>, state: Option<&str>) -> String {
        let kind = self.dialect().policy.kind_of(&self.own.app).expect("a kind");
        let response = *kind.response_types.first().unwrap_or(&ResponseType::Code);
        let url = self.dialect().client_authorize_url(&self.face(), response, scope, state);
        let url = match self.own.secret {
            Some(_) => url,
            None => self.dialect().client_with_challenge(&url, CHALLENGE),
        };
        self.below(&url)
    }

    fn below(&self, url: &str) -> String {
        url.strip_prefix(&self.world.url()).expect("an address of this world").to_owned()
    }

    /// Opens a target as its person, who allows.
    pub fn allow(&self, target: &str) -> End {
        self.browser.borrow_mut().allow(target)
    }

    /// Opens the plain target as its person, who does nothing more.
    pub fn ask(&self) -> End {
        self.browser.borrow_mut().reach_consent(&self.target())
    }

    /// Opens the plain target without signing in.
    pub fn ask_signed_in_before(&self) -> Response {
        self.browser.borrow_mut().open(&self.target()).page()
    }

    /// A code, after the person has allowed.
    pub fn code(&self) -> String {
        self.code_for(&self.target())
    }

    /// A code of that target.
    pub fn code_for(&self, target: &str) -> String {
        let url = self.allow(target).url();
        self.dialect().client_read_redirect(&url).code.unwrap_or_else(|| panic!("no code in {url}"))
    }

    /// Sends what the client face makes.
    pub fn send(&self, request: ClientRequest) -> Response {
        deliver(self.world.at, request)
    }

    /// Redeems a code.
    pub fn exchange(&self, code: &str) -> Response {
        self.send(self.exchanging(code))
    }

    /// Reads a token answer.
    pub fn read(&self, grant: GrantKind, answer: &Response) -> Tokens {
        let tokens =
            self.dialect().client_read_tokens(grant, &answer.body).unwrap_or_else(|| panic!("tokens, not {answer:?}"));
        Tokens { access: tokens.access_token, refresh: tokens.refresh_token }
    }

    /// Reads the answer to an exchange.
    pub fn read_code(&self, answer: &Response) -> Tokens {
        self.read(GrantKind::AuthorizationCode, answer)
    }

    /// Tokens by the whole way.
    pub fn tokens(&self) -> Tokens {
        self.read_code(&self.exchange(&self.code()))
    }

    /// What redeems a code.
    pub fn exchanging(&self, code: &str) -> ClientRequest {
        let verifier = self.own.secret.is_none().then_some(VERIFIER);
        self.dialect().client_exchange(&self.face(), code, verifier).expect("the code grant")
    }

    /// What refreshes.
    pub fn refreshing(&self, token: &str) -> ClientRequest {
        self.dialect().client_refresh(&self.face(), token).expect("the refresh grant")
    }

    /// Refreshes.
    pub fn refresh(&self, token: &str) -> Response {
        self.send(self.refreshing(token))
    }

    /// Refreshes and reads the answer.
    pub fn refreshed(&self, token: &str) -> Tokens {
        self.read(GrantKind::RefreshToken, &self.refresh(token))
    }

    /// Whoami, where the dialect has one.
    pub fn whoami(&self, token: &str) -> Option<Response> {
        Some(self.send(self.dialect().client_resource(&self.face(), 0, token)?))
    }

    /// The gateway's question.
    pub fn verify(&self, token: &str) -> Response {
        self.send(self.dialect().client_call(&self.face(), "/verify", token))
    }

    /// Token info, where the dialect has it.
    pub fn tokeninfo(&self, token: &str) -> Option<Response> {
        Some(self.send(self.dialect().client_tokeninfo(&self.face(), token)?))
    }

    /// Introspection, where the dialect has it and the app can prove itself.
    pub fn introspect(&self, token: &str) -> Option<Response> {
        self.own.secret.as_ref()?;
        Some(self.send(self.dialect().client_introspect(&self.face(), token)?))
    }

    /// Revocation, where the dialect has it.
    pub fn revoke(&self, token: &str) -> Option<Response> {
        Some(self.send(self.dialect().client_revoke(&self.face(), token)?))
    }

    /// Every place that takes an access token, tried.
    pub fn doors(&self, token: &str) -> Vec<Door> {
        let by_status =
            |name, answer: Option<Response>| answer.map(|answer| Door { name, open: answer.status == 200, answer });
        let introspected = self.introspect(token).map(|answer| {
            let open = answer.text().starts_with(r#"{"active":true"#);
            assert!(open || answer.text() == r#"{"active":false}"#, "INT-02: {answer:?}");
            Door { name: "introspection", open, answer }
        });
        [
            by_status("whoami", self.whoami(token)),
            by_status("tokeninfo", self.tokeninfo(token)),
            introspected,
            by_status("verify", Some(self.verify(token))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The answers of all of them, whatever they are.
    pub fn doors_unread(&self, token: &str) -> Vec<Response> {
        let all = [self.whoami(token), self.tokeninfo(token), self.introspect(token), Some(self.verify(token))];
        all.into_iter().flatten().collect()
    }

    /// All doors are open.
    pub fn lives(&self, token: &str, when: &str) {
        for door in self.doors(token) {
            assert!(door.open, "{} {when}: {door:?}", self.mount.name);
        }
    }

    /// All doors are shut.
    pub fn is_dead(&self, token: &str, when: &str) {
        for door in self.doors(token) {
            assert!(!door.open, "{} {when}: {door:?}", self.mount.name);
        }
    }
}
