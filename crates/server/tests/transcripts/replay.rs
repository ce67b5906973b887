//! Plays a transcript against a server and holds every answer against what is written.

use crate::http::Response;
use crate::page;
use crate::parse::{Act, Answer, Request, Step, Transcript};
use crate::values::Values;
use crate::world::{NOON_MS, World};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use std::collections::BTreeMap;

/// One run: the server, the browser, and what came back so far.
struct Run {
    world: World,
    values: Values,
    /// By host and name.
    cookies: BTreeMap<(String, String), String>,
    /// The host of the last request, and what it answered.
    host: String,
    last: Option<Response>,
    wire: String,
}

/// All answers of the story, or the line where it differs.
pub(crate) fn replay(dialect: &str, transcript: &Transcript) -> Result<String, String> {
    let world = World::new(dialect, start(transcript));
    let mut run = Run {
        world,
        values: Values::default(),
        cookies: BTreeMap::new(),
        host: String::new(),
        last: None,
        wire: String::new(),
    };
    run.world.tell(None, &mut run.values);
    for step in &transcript.steps {
        run.step(step).map_err(|fault| format!("line {}: {fault}", step.line))?;
    }
    Ok(run.wire)
}

/// `! clock 12:00:00.232` as the first step.
fn start(transcript: &Transcript) -> i64 {
    let first = transcript.steps.first().map(|step| &step.act);
    let Some(Act::Direct(words)) = first else { return NOON_MS };
    let Some(fraction) = words.strip_prefix("clock 12:00:00.") else { return NOON_MS };
    NOON_MS + fraction.parse::<i64>().expect("three digits")
}

impl Run {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        match &step.act {
            Act::Send(request) => {
                let response = self.send(request)?;
                self.last = Some(response);
            }
            Act::Direct(words) => self.direct(words)?,
        }
        let Some(last) = self.last.clone() else { return Ok(()) };
        match (&step.act, &step.answer) {
            (Act::Direct(words), Some(answer)) if words.starts_with("claims ") => self.claims(words, answer),
            (_, Some(answer)) => self.hold(answer, &last),
            (_, None) if last.status < 500 => Ok(()),
            _ => Err(format!("answered {last:?}")),
        }
    }

    fn direct(&mut self, words: &str) -> Result<(), String> {
        let words = self.values.fill(words)?;
        let words: Vec<&str> = words.split(' ').collect();
        match words.as_slice() {
            ["sign", "in"] => self.sign_in()?,
            ["allow" | "deny", fields @ ..] => {
                if page::form(&self.page()?, "/-/sign-in").is_some() {
                    self.sign_in()?;
                }
                let mut given = vec![("decision", words[0])];
                given.extend(fields.iter().filter_map(|field| field.split_once('=')));
                self.submit("/-/consent", &given)?;
            }
            ["app", kind] => self.world.tell(Some(kind), &mut self.values),
            ["advance", seconds] => self.world.advance(seconds.parse().map_err(|_| "seconds are a number")?),
            ["admin", words @ ..] => self.world.admin(words, &self.values.fill("{{client_id}}")?),
            ["new", "browser"] => self.cookies.clear(),
            ["clock" | "claims", _] => {}
            _ => return Err(format!("nobody knows how to {}", words.join(" "))),
        }
        Ok(())
    }

    fn page(&self) -> Result<String, String> {
        Ok(self.last.as_ref().ok_or("there is no page yet")?.text())
    }

    fn sign_in(&mut self) -> Result<(), String> {
        let (username, password) = (self.values.fill("{{username}}")?, self.world.password().to_owned());
        self.submit("/-/sign-in", &[("username", &username), ("password", &password)])
    }

    /// Sends the form of the last page that goes to this address.
    fn submit(&mut self, action: &str, given: &[(&str, &str)]) -> Result<(), String> {
        let page = self.page()?;
        let form = page::form(&page, action).ok_or_else(|| format!("no form to {action} on this page:\n{page}"))?;
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&form.hidden).extend_pairs(given);
        let headers = [
            ("Host", self.host.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        let request = Request {
            method: "POST".to_owned(),
            target: form.action,
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            body: body.finish(),
        };
        let mut response = self.send(&request)?;
        // After signing in the browser is led back to where it began.
        if response.header("location").starts_with('/') {
            response = self.send(&Request {
                method: "GET".to_owned(),
                target: response.header("location").to_owned(),
                body: String::new(),
                ..request
            })?;
        }
        self.last = Some(response);
        Ok(())
    }

    fn send(&mut self, request: &Request) -> Result<Response, String> {
        let fill = |text: &str| self.values.fill(text);
        let mut head = format!("{} {} HTTP/1.1\r\n", request.method, fill(&request.target)?);
        for (name, value) in &request.headers {
            let value = fill(value)?;
            head += &format!("{name}: {value}\r\n");
            if name == "Host" {
                self.host = value;
            }
        }
        let body = fill(&request.body)?;
        let written = request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        if !written && (!body.is_empty() || request.method == "POST") {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        let own = self.cookies.iter().filter(|((host, _), _)| *host == self.host);
        let jar: Vec<String> = own.map(|((_, name), value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            head += &format!("Cookie: {}\r\n", jar.join("; "));
        }
        let response = self.world.send(format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
        self.remember(&response);
        Ok(response)
    }

    fn remember(&mut self, response: &Response) {
        for line in response.headers("set-cookie") {
            let (name, value) = line.split(';').next().unwrap_or_default().split_once('=').expect("a cookie");
            let key = (self.host.clone(), name.to_owned());
            match value {
                "" => self.cookies.remove(&key),
                _ => self.cookies.insert(key, value.to_owned()),
            };
        }
        let headers = response.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("date"));
        let headers: Vec<String> = headers.map(|(name, value)| format!("{name}: {value}")).collect();
        self.wire += &format!("{}\n{}\n\n{}\n", response.status, headers.join("\n"), response.text());
    }

    fn hold(&mut self, answer: &Answer, came: &Response) -> Result<(), String> {
        let reason = ::http::StatusCode::from_u16(came.status).ok().and_then(|status| status.canonical_reason());
        if let Some(status) = &answer.status {
            self.values
                .meet(status, &format!("{} {}", came.status, reason.unwrap_or_default()))
                .map_err(|fault| format!("{fault}\n{came:?}"))?;
        }
        for (name, value) in &answer.headers {
            match (value, came.headers(name).collect::<Vec<_>>().as_slice()) {
                (None, []) => {}
                (None, there) => return Err(format!("there should be no {name}: {there:?}")),
                (Some(value), [one]) => self.values.meet(value, one).map_err(|fault| format!("{name}: {fault}"))?,
                (Some(_), there) => return Err(format!("there should be one {name}: {there:?}\n{came:?}")),
            }
        }
        if let Some(body) = &answer.body {
            self.values.meet(body, &came.text()).map_err(|fault| format!("body: {fault}"))?;
        }
        answer.holds.iter().try_for_each(|text| self.values.find(text, &came.text()))
    }

    /// The payload of a JWT (RFC 7519 section 3).
    fn claims(&mut self, words: &str, answer: &Answer) -> Result<(), String> {
        let token = self.values.fill(words.trim_start_matches("claims "))?;
        let payload = token.split('.').nth(1).ok_or("no JWT")?;
        let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).map_err(|_| "no base64url")?;
        self.values.meet(answer.body.as_deref().unwrap_or_default(), &String::from_utf8_lossy(&payload))
    }
}
