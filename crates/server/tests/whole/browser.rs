//! A person in front of a browser: cookies, forms, and the redirect that leaves for the app.

use crate::http::{Request, Response, encoded};
use crate::world::World;
use std::collections::BTreeMap;

/// A cookie jar and a person who knows the demo's password.
pub struct Browser<'w> {
    world: &'w World,
    pub cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
}

/// Where a step ended.
#[derive(Debug)]
pub enum End {
    /// On a page of ours.
    Page(Response),
    /// At the app: the whole address, and the status that sent it there.
    App(String, u16),
}

impl End {
    /// The page.
    pub fn page(self) -> Response {
        match self {
            Self::Page(page) => page,
            Self::App(url, status) => panic!("a page, not {status} to {url}"),
        }
    }

    /// Whether it is a page with that status.
    pub fn is_page_of(&self, status: u16) -> bool {
        matches!(self, Self::Page(page) if page.status == status)
    }

    /// The app's address.
    pub fn url(self) -> String {
        match self {
            Self::App(url, _) => url,
            Self::Page(page) => panic!("the app, not {page:?}"),
        }
    }

    /// A parameter of the redirect, in query or fragment.
    pub fn parameter(self, name: &str) -> String {
        let url = self.url();
        let all = url.split_once(['?', '#']).map_or("", |(_, rest)| rest).replace('#', "&");
        let found = form_urlencoded::parse(all.as_bytes()).find(|(own, _)| own == name);
        found.unwrap_or_else(|| panic!("no {name} in {url}")).1.into_owned()
    }
}

impl<'w> Browser<'w> {
    pub fn new(world: &'w World) -> Self {
        Self { world, cookies: BTreeMap::new(), headers: Vec::new() }
    }

    /// One request with the cookies.
    pub fn send(&mut self, request: Request) -> Response {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = if jar.is_empty() { request } else { request.header("Cookie", &jar.join("; ")) };
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = request.send(self.world.at);
        for line in response.headers("set-cookie") {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            match value {
                "" => self.cookies.remove(name),
                _ => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        response
    }

    /// Opens a target (path and query) and follows redirects inside the server.
    pub fn open(&mut self, target: &str) -> End {
        let response = self.send(Request::new("GET", target));
        self.settle(response)
    }

    fn settle(&mut self, mut response: Response) -> End {
        for _ in 0..10 {
            if !(300..400).contains(&response.status) {
                return End::Page(response);
            }
            let to = response.header("location").to_owned();
            if !to.starts_with('/') {
                return End::App(to, response.status);
            }
            response = self.send(Request::new("GET", &to));
        }
        panic!("more than ten redirects")
    }

    /// Posts a form of ours as the browser would, with these fields beside the hidden ones.
    pub fn submit(&mut self, page: &Response, action: &str, fields: &[(&str, &str)]) -> End {
        let form = form_of(page, action);
        let mut pairs: Vec<(&str, &str)> = form.1.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.extend(fields);
        let request = Request::new("POST", &form.0).header("Sec-Fetch-Site", "same-origin").form(&pairs);
        let response = self.send(request);
        self.settle(response)
    }

    /// Fills in the sign-in form.
    pub fn sign_in(&mut self, page: &Response) -> End {
        let password = self.world.shown.password.expose().to_owned();
        self.sign_in_with(page, &password)
    }

    /// The same with another password.
    pub fn sign_in_with(&mut self, page: &Response, password: &str) -> End {
        self.submit(page, "/-/sign-in", &[("username", "demo"), ("password", password)])
    }

    /// Opens an authorize address and signs in where that is asked.
    pub fn reach_consent(&mut self, target: &str) -> End {
        match self.open(target) {
            End::Page(page) if page.text().contains("/-/sign-in\"") => self.sign_in(&page),
            end => end,
        }
    }

    /// The whole way of a person who allows or denies.
    pub fn decide(&mut self, target: &str, decision: &str) -> End {
        match self.reach_consent(target) {
            End::Page(page) if page.text().contains("/-/consent\"") => {
                self.submit(&page, "/-/consent", &[("decision", decision)])
            }
            end => end,
        }
    }

    /// The same with Allow.
    pub fn allow(&mut self, target: &str) -> End {
        self.decide(target, "allow")
    }
}

/// Action and hidden fields of the form that posts to an address ending so.
fn form_of(page: &Response, action: &str) -> (String, Vec<(String, String)>) {
    let text = page.text();
    let form = text
        .split("<form")
        .skip(1)
        .find(|form| attribute(form, "action").is_some_and(|own| own.ends_with(action)))
        .unwrap_or_else(|| panic!("no form to {action} in {page:?}"));
    let form = form.split("</form>").next().unwrap();
    let inputs = form.split("<input").skip(1).map(|input| input.split('>').next().unwrap());
    let hidden = inputs.filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
    let fields = hidden.map(|input| (attribute(input, "name").unwrap(), attribute(input, "value").unwrap_or_default()));
    (attribute(form, "action").unwrap(), fields.collect())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!("{name}=\""))?.1;
    Some(rest.split('"').next()?.replace("&amp;", "&").replace("&#38;", "&"))
}

/// An authorize target.
pub fn authorize(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    format!("{path}?{}", query.join("&"))
}
