//! Mailed links, from the letter to the end: a server with a real mail server behind it, which begins without an administrator.

use crate::page::Page;
use crate::see::See;
use crate::smtp::{Post, Received};
use crate::stage::Stage;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use grantor_e2e::served::Served;
use tempfile::TempDir;

const FIRST: &str = "correct horse battery";
const SECOND: &str = "another battery staple";

/// The server, and what it mails.
struct Shop {
    server: Served,
    post: Post,
    _folder: TempDir,
}

impl Shop {
    fn open() -> Self {
        let (folder, post) = (TempDir::new().unwrap(), Post::open());
        let config = folder.path().join("grantor.toml");
        let realm = "[[realms]]\nname = \"shop\"\ntitle = \"Donaudampfschifffahrtsgesellschaft\"\nsign_up = \"open\"\n\
                     mounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";
        let mail = format!("[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"no-reply@shop.example\"\n", post.port);
        std::fs::write(&config, mail + realm).unwrap();
        Self { server: Served::start(&config, &[]), post, _folder: folder }
    }

    fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.at)
    }
}

/// One person after the other, in one browser and one language.
struct Walk<'w> {
    stage: &'w Stage,
    see: &'w See<'w>,
    language: &'w str,
    shop: Shop,
}

/// The whole life of an account by mail: made by its person or by an administrator, confirmed, its password forgotten, its address changed.
pub async fn tour(stage: &Stage, language: &str, see: &See<'_>) {
    stage.forget().await;
    let mut walk = Walk { stage, see, language, shop: Shop::open() };
    walk.first_administrator().await;
    walk.sign_up().await;
    walk.forgotten().await;
    walk.another_address().await;
    walk.invited().await;
    walk.reset_by_an_administrator().await;
}

impl Walk<'_> {
    async fn open(&self, path: &str) {
        let mark = if path.contains('?') { '&' } else { '?' };
        self.stage.open(&format!("{}{mark}lang={}", self.shop.at(path), self.language)).await;
    }

    async fn look(&self, page: &str) {
        self.see.look(self.stage, page).await;
    }

    async fn fill_in(&self, fields: &[(&str, &str)]) {
        for (name, text) in fields {
            self.stage.fill(&format!("#{name}"), text).await;
        }
        self.stage.let_anything_through().await;
        self.stage.press("main form .primary").await;
    }

    /// The letter as people see it.
    async fn read(&self, letter: &Received, name: &str) {
        self.stage.open(&format!("data:text/html;base64,{}", STANDARD.encode(&letter.html))).await;
        self.look(&format!("letter-{name}")).await;
    }

    /// Waits for the letter with such a link, and opens that in a browser that has never been here.
    async fn follow(&mut self, errand: &str) -> Received {
        let letter = self.shop.post.next_leading_to(&format!("/-/{errand}?link="));
        self.read(&letter, errand).await;
        self.stage.forget().await;
        self.stage.open(letter.link()).await;
        assert_eq!(self.stage.language().await, "en", "the browser's own, as long as nobody has chosen");
        self.stage.open(&format!("{}&lang={}", letter.link(), self.language)).await;
        letter
    }

    /// Chooses a password by a form of a mailed link, not at the first go.
    async fn choose(&self, page: &str, password: &str) {
        self.look(page).await;
        self.fill_in(&[("password", "short")]).await;
        self.look(&format!("{page}-wrong")).await;
        self.fill_in(&[("password", password)]).await;
        self.look(&format!("{page}-done")).await;
    }

    /// At a page that asks who it is.
    async fn sign_in(&self, path: &str, (username, password): (&str, &str)) {
        self.stage.forget().await;
        self.open(path).await;
        self.stage.at(Page::SignIn).await;
        self.fill_in(&[("username", username), ("password", password)]).await;
        assert_ne!(
            self.stage.script("return document.querySelector('.who')").await,
            serde_json::Value::Null,
            "{username}"
        );
    }

    async fn first_administrator(&self) {
        let link = self.shop.server.first_link();
        let own = link.replacen("http://", "", 1);
        self.open(&own[own.find('/').unwrap()..]).await;
        self.look("first").await;
        self.fill_in(&[("username", "alex"), ("email", "alex@"), ("password", FIRST)]).await;
        self.look("first-wrong").await;
        self.fill_in(&[("email", "alex@example.com"), ("password", FIRST)]).await;
        self.look("first-made").await;
        self.stage.open(&format!("{link}&lang={}", self.language)).await;
        self.look("first-over").await;
    }

    async fn sign_up(&mut self) {
        self.open("/shop/account").await;
        self.stage.press(".aside button").await;
        self.fill_in(&[("username", "carol"), ("email", "carol@example.com"), ("password", FIRST)]).await;
        self.open("/shop/account/profile").await;
        self.look("profile-unconfirmed").await;
        let letter = self.follow("confirm").await;
        self.look("confirm").await;
        self.stage.press("main form .primary").await;
        self.look("confirm-done").await;
        self.stage.open(&format!("{}&lang={}", letter.link(), self.language)).await;
        self.look("confirm-spent").await;
    }

    async fn forgotten(&mut self) {
        self.open("/shop/account").await;
        self.look("sign-in").await;
        self.open("/shop/-/forgotten").await;
        self.look("forgotten").await;
        self.fill_in(&[("name", "")]).await;
        self.look("forgotten-wrong").await;
        self.fill_in(&[("name", "carol")]).await;
        self.look("forgotten-sent").await;
        let letter = self.follow("reset").await;
        self.choose("reset", SECOND).await;
        let told = self.shop.post.next();
        self.read(&told, "password").await;
        self.stage.open(&format!("{}&lang={}", letter.link(), self.language)).await;
        self.look("reset-spent").await;
        self.sign_in("/shop/account", ("carol", SECOND)).await;
        let told = self.shop.post.next();
        self.read(&told, "device").await;
    }

    async fn another_address(&mut self) {
        self.open("/shop/account/profile").await;
        self.stage.fill("#email", "carol@elsewhere.example").await;
        self.stage.fill("#current", SECOND).await;
        self.stage.press("form[aria-labelledby=mail] .primary").await;
        self.look("profile-asked").await;
        let letter = self.follow("confirm").await;
        assert_eq!(letter.to, ["carol@elsewhere.example"]);
        self.look("confirm-other").await;
        self.stage.press("main form .primary").await;
        let told = self.shop.post.next();
        assert_eq!(told.to, ["carol@example.com"], "the old address hears of it");
        self.read(&told, "address").await;
    }

    async fn invited(&mut self) {
        self.sign_in("/admin", ("alex", FIRST)).await;
        self.open("/admin/realms/shop/accounts/new").await;
        self.look("invite").await;
        self.fill_in(&[("username", "dora"), ("email", "dora@example.com")]).await;
        self.look("invite-done").await;
        self.follow("join").await;
        self.choose("join", FIRST).await;
        self.sign_in("/shop/account", ("dora", FIRST)).await;
    }

    async fn reset_by_an_administrator(&mut self) {
        self.sign_in("/admin", ("alex", FIRST)).await;
        self.open("/admin/realms/shop/accounts?q=dora").await;
        self.stage.press(".cards tbody a").await;
        self.look("account").await;
        self.stage.press("form[action$='/letter'] button").await;
        self.look("account-letter").await;
        self.follow("reset").await;
        self.fill_in(&[("password", SECOND)]).await;
        self.sign_in("/shop/account", ("dora", SECOND)).await;
    }
}
