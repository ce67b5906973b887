//! A person who signs in and allows what an app asks.

use crate::grantor::{Account, App};
use crate::http::{Answer, Connection, get, patiently, post};
use crate::load::member;
use crate::{Fault, Outcome};
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// Redirects and pages on the way to a code.
const MOST_STEPS: usize = 8;

/// A browser with its cookies.
pub(crate) struct Person<'a> {
    at: SocketAddr,
    line: Option<Connection>,
    account: &'a Account,
    cookies: BTreeMap<String, String>,
}

/// Where a step led.
enum Step {
    /// Another address of ours.
    Go(String),
    /// A form: where it goes, and its hidden fields.
    Form(String, Vec<(String, String)>),
    /// The app has its code.
    Code(String),
}

impl<'a> Person<'a> {
    /// With no cookies yet.
    pub(crate) fn new(at: SocketAddr, account: &'a Account) -> Self {
        Self { at, line: None, account, cookies: BTreeMap::new() }
    }

    /// With the cookies of somebody who has signed in.
    pub(crate) fn with(at: SocketAddr, account: &'a Account, jar: &str) -> Self {
        let cookies = jar.split("; ").filter_map(|pair| pair.split_once('='));
        let cookies = cookies.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { at, line: None, account, cookies }
    }

    /// Signs in at the page that is there; gives the cookies.
    pub(crate) async fn signed_in(&mut self, target: &str) -> Outcome<String> {
        let mut request = get(self.at, target, "");
        loop {
            match self.next(&request).await? {
                Step::Form(action, hidden) if action.ends_with("/sign-in") => request = self.filled(&action, &hidden),
                Step::Go(_) => return Ok(self.jar()),
                Step::Form(..) | Step::Code(_) => return Err("there is no sign-in".into()),
            }
        }
    }

    /// The filled form of the sign-in at that page, as it is posted; it is good more than once.
    pub(crate) async fn sign_in(&mut self, target: &str) -> Outcome<Vec<u8>> {
        match self.next(&get(self.at, target, "")).await? {
            Step::Form(action, hidden) => Ok(self.filled(&action, &hidden)),
            Step::Go(_) | Step::Code(_) => Err("there is no sign-in".into()),
        }
    }

    fn filled(&self, action: &str, hidden: &[(String, String)]) -> Vec<u8> {
        let own = match action.ends_with("/sign-in") {
            true => vec![("username", self.account.username.as_str()), ("password", &self.account.password)],
            false => vec![("decision", "allow")],
        };
        let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        post(self.at, action, &hidden.chain(own).collect::<Vec<_>>(), &self.jar())
    }

    /// Lets the app have a code and gives what that buys: the whole answer.
    pub(crate) async fn tokens(&mut self, authorize: &str, token: &str, app: &App) -> Outcome<(String, String)> {
        let redirect = app.redirect_uris.first().ok_or("an app without a redirect URI")?;
        let asked = [("response_type", "code"), ("client_id", &app.client_id), ("redirect_uri", redirect)];
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
        let code = self.code(format!("{authorize}?{query}")).await?;
        let secret = app.client_secret.as_deref().unwrap_or_default();
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", redirect),
            ("client_id", &app.client_id),
            ("client_secret", secret),
        ];
        let request = post(self.at, token, &fields, "");
        self.asked(&request, |answer| {
            let answer = answer.fine()?;
            Ok((member(answer.body, "access_token")?, member(answer.body, "refresh_token")?))
        })
        .await
    }

    /// Asks on a connection that is kept.
    async fn asked<T>(&mut self, request: &[u8], read: impl FnOnce(Answer<'_>) -> Outcome<T>) -> Outcome<T> {
        let line = match &mut self.line {
            Some(line) => line,
            None => self.line.insert(Connection::open(self.at).await?),
        };
        patiently(self.at, async { read(line.ask(request).await?) }).await
    }

    async fn next(&mut self, request: &[u8]) -> Outcome<Step> {
        let (set, step) = self.asked(request, |answer| Ok((cookies(&answer), step(&answer)?))).await?;
        self.cookies.extend(set);
        Ok(step)
    }

    async fn code(&mut self, target: String) -> Outcome<String> {
        let mut request = get(self.at, &target, &self.jar());
        for _ in 0..MOST_STEPS {
            request = match self.next(&request).await? {
                Step::Code(code) => return Ok(code),
                Step::Go(target) => get(self.at, &target, &self.jar()),
                Step::Form(action, hidden) => self.filled(&action, &hidden),
            };
        }
        Err("too many pages on the way to a code".into())
    }

    fn jar(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
}

fn cookies(answer: &Answer<'_>) -> Vec<(String, String)> {
    let pairs = answer.headers("set-cookie").filter_map(|line| line.split(';').next()?.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn step(answer: &Answer<'_>) -> Outcome<Step> {
    if let Some(location) = answer.headers("location").next() {
        let query = location.split_once('?').map_or("", |(_, query)| query);
        let code = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "code");
        return Ok(code.map_or_else(|| Step::Go(location.to_owned()), |(_, code)| Step::Code(code.into_owned())));
    }
    let page = std::str::from_utf8(answer.body)?;
    let ours = |form: &&str| attribute(form, "action").is_some_and(|action| !action.ends_with("/sign-out"));
    let form = page.split("<form").skip(1).find(ours);
    let form = form.ok_or_else(|| Fault::from(format!("a page without a form ({}): {page}", answer.status)))?;
    let action = attribute(form, "action").ok_or("a form without an action")?;
    let inputs = form.split("<input").filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
    let hidden = inputs.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)));
    Ok(Step::Form(action, hidden.collect()))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split('>').next()?.split_once(&format!("{name}=\""))?;
    Some(rest.split('"').next()?.to_owned())
}
