//! A person with a browser, scripted: cookies, the two forms, and the redirect that leaves for an app.

use crate::demo::Account;
use crate::http::{Answer, Request, exchange, exchange_from};
use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

/// A cookie jar, and what its owner knows.
pub struct Person {
    at: SocketAddr,
    account: Account,
    host: String,
    cookies: BTreeMap<String, String>,
    from: Option<Ipv4Addr>,
    says: Option<(String, String)>,
}

/// Where a visit ended.
#[derive(Debug)]
pub enum End {
    /// On a page of Grantor's.
    Page(Answer),
    /// At an app: the whole URL.
    App(String),
}

impl Person {
    /// In front of the server at that address.
    pub fn new(at: SocketAddr, account: Account) -> Self {
        Self { at, account, host: at.to_string(), cookies: BTreeMap::new(), from: None, says: None }
    }

    /// The same, at an address of this machine's.
    pub fn from(self, address: Ipv4Addr) -> Self {
        Self { from: Some(address), ..self }
    }

    /// The same, with a header that no browser sends by itself.
    pub fn saying(self, name: &str, value: &str) -> Self {
        Self { says: Some((name.to_owned(), value.to_owned())), ..self }
    }

    /// The server has moved; cookies know nothing of ports.
    pub fn moves_to(&mut self, at: SocketAddr) {
        self.at = at;
        self.host = at.to_string();
    }

    /// The same, who typed a URL with this host name.
    pub fn at_host(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }

    /// Opens a link, signs in where that is asked, and allows; returns the URL at the app.
    pub fn allow(&mut self, link: &str) -> String {
        match self.decide(link, "allow").expect("answers") {
            End::App(url) => url,
            End::Page(page) => panic!("no app at the end of {link} but {page:?}"),
        }
    }

    /// The same with either decision, to either end; an error: the server did not answer.
    pub fn decide(&mut self, link: &str, decision: &str) -> io::Result<End> {
        let end = self.signed_in(link)?;
        match form(&end, "/-/consent") {
            Some(form) => self.submit(&form, &[("decision", decision)]),
            None => Ok(end),
        }
    }

    /// Where a link leads somebody who signs in when that is asked.
    fn signed_in(&mut self, link: &str) -> io::Result<End> {
        let end = self.open(link)?;
        let Some(form) = form(&end, "/-/sign-in") else { return Ok(end) };
        let (name, password) = (self.account.username.clone(), self.account.password.clone());
        self.submit(&form, &[("username", &name), ("password", &password)])
    }

    /// What the button "allow" sends at the end of that link, for those who press it more than once.
    pub fn button(&mut self, link: &str) -> io::Result<Request> {
        let end = self.signed_in(link)?;
        let form = form(&end, "/-/consent").unwrap_or_else(|| panic!("{link} asks for no consent: {end:?}"));
        Ok(self.with_cookies(filled(&form, &[("decision", "allow")])))
    }

    /// Opens a link and follows redirects inside the server.
    pub fn open(&mut self, link: &str) -> io::Result<End> {
        let answer = self.send(Request::get(link))?;
        self.settle(answer)
    }

    fn submit(&mut self, form: &Form, given: &[(&str, &str)]) -> io::Result<End> {
        let answer = self.send(filled(form, given))?;
        self.settle(answer)
    }

    fn settle(&mut self, mut answer: Answer) -> io::Result<End> {
        for _ in 0..5 {
            if !(300..400).contains(&answer.status) {
                return Ok(End::Page(answer));
            }
            let to = answer.header("location").to_owned();
            if !to.starts_with('/') {
                return Ok(End::App(to));
            }
            answer = self.send(Request::get(&to))?;
        }
        panic!("five redirects lead nowhere: {answer:?}")
    }

    fn send(&mut self, request: Request) -> io::Result<Answer> {
        let text = self.with_cookies(request).text(self.at);
        let answer = match self.from {
            Some(from) => exchange_from(from, self.at, &text),
            None => exchange(self.at, &text),
        }?;
        for cookie in answer.all("set-cookie") {
            let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Ok(answer)
    }

    fn with_cookies(&self, request: Request) -> Request {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header("Host", &self.host).header("Cookie", &jar.join("; "));
        self.says.iter().fold(request, |request, (name, value)| request.header(name, value))
    }
}

/// What a form sends with these fields.
fn filled(form: &Form, given: &[(&str, &str)]) -> Request {
    let mut pairs = vec![("request", form.request.as_str())];
    pairs.extend(given);
    Request::new("POST", &form.action).header("Sec-Fetch-Site", "same-origin").form(&pairs)
}

/// One of Grantor's two forms.
struct Form {
    action: String,
    request: String,
}

fn form(end: &End, action: &str) -> Option<Form> {
    let End::Page(page) = end else { return None };
    let html = page
        .body
        .split("<form")
        .find(|form| form.contains("name=\"decision\"") || form.contains("name=\"password\""))?;
    let own = attribute(html, "action")?;
    let (_, hidden) = html.split_once("name=\"request\"")?;
    own.ends_with(action).then(|| Form { action: own, request: attribute(hidden, "value").unwrap_or_default() })
}

fn attribute(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("{name}=\""))?;
    Some(rest.split('"').next()?.to_owned())
}
