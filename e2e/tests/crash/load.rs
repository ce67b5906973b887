//! Clients that go on until the server is gone.

use crate::CALLBACK;
use grantor_e2e::demo::Demo;
use grantor_e2e::http::{Answer, Request};
use grantor_e2e::ledger::{Family, Known, Totals};
use grantor_e2e::person::{End, Person};
use grantor_e2e::speak::{Client, Tokens};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a client gets its tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Codes,
    OwnTokens,
}

/// One app, the person who lets it, and its ledger.
pub struct Worker {
    realm: &'static str,
    kind: &'static str,
    way: Way,
    client: Client,
    person: Person,
    at: SocketAddr,
    ledger: Vec<Family>,
    checked: usize,
}

impl Worker {
    /// Some of each sort: rotating, same and no refresh tokens.
    pub fn all(demo: &Demo) -> Vec<Self> {
        let sorts = [
            ("standard", "confidential", Way::OwnTokens),
            ("standard", "confidential", Way::Codes),
            ("hidrive", "server", Way::Codes),
            ("boxc", "server", Way::Codes),
        ];
        let worker = |(realm, kind, way)| {
            let (client, person) = (client(demo, realm, kind), demo.person());
            Self { realm, kind, way, client, person, at: demo.at, ledger: Vec::new(), checked: 0 }
        };
        sorts.into_iter().map(worker).collect()
    }

    /// After a restart.
    pub fn moves_to(&mut self, demo: &Demo) {
        self.at = demo.at;
        self.client = client(demo, self.realm, self.kind);
        self.person.moves_to(demo.at);
    }

    /// Works until no answer comes.
    pub fn run(&mut self, acknowledged: &AtomicUsize) {
        let mut nth = 0;
        while self.round(nth, acknowledged).is_ok() {
            nth += 1;
        }
    }

    fn round(&mut self, nth: usize, acknowledged: &AtomicUsize) -> io::Result<()> {
        let at = self.at;
        let send = |request: Request| -> io::Result<Answer> {
            let answer = request.send(at)?;
            assert!(answer.status < 300, "{answer:?} to {request:?}");
            acknowledged.fetch_add(1, Ordering::Relaxed);
            Ok(answer)
        };
        match self.way {
            Way::OwnTokens => {
                let answer = send(self.client.own_token())?;
                self.ledger.push(Family::of_app(Tokens::of(&answer).unwrap()));
            }
            Way::Codes => {
                let code = match self.person.decide(&self.client.link(), "allow")? {
                    End::App(url) => self.client.brought(&url),
                    End::Page(page) => panic!("{page:?}"),
                };
                self.ledger.push(Family::of_code(code.clone()));
                let answer = send(self.client.exchange(&code))?;
                self.ledger.last_mut().unwrap().got(Tokens::of(&answer).unwrap());
            }
        }
        let family = self.ledger.last_mut().unwrap();
        if nth % 3 == 1
            && let Some(request) = family.refresh.as_deref().and_then(|token| self.client.refresh(token))
        {
            family.got(Tokens::of(&send(request)?).unwrap());
        }
        // Most of them: a grant keeps no more than 100 living tokens.
        if !usize::is_multiple_of(nth, 4) {
            let token = family.refresh.as_ref().unwrap_or(&family.access[0]);
            let request = self.client.revoke(token).unwrap();
            family.revoked = Known::Maybe;
            send(request)?;
            family.revoked = Known::Yes;
        }
        Ok(())
    }

    /// Checks what came since the last check, and tries every second code again.
    pub fn check(&mut self, cycle: usize, totals: &mut Totals) {
        for (nth, family) in self.ledger.iter_mut().enumerate().skip(self.checked) {
            family.check(&self.client, self.at, totals);
            if (nth + cycle).is_multiple_of(2) {
                family.replay(&self.client, self.at, totals);
            }
        }
        self.checked = self.ledger.len();
    }

    /// Checks everything, then tries every code again, then looks whether that ended what they had brought.
    pub fn check_all(&mut self, totals: &mut Totals) {
        for family in &mut self.ledger {
            family.check(&self.client, self.at, totals);
            family.replay(&self.client, self.at, totals);
            family.check(&self.client, self.at, totals);
        }
    }
}

fn client(demo: &Demo, realm: &str, kind: &str) -> Client {
    let realm = demo.realm(realm);
    Client::new(realm, realm.app(kind)).redirected(CALLBACK)
}
