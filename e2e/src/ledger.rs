//! What the server has acknowledged, and what must therefore hold.

use crate::speak::{Client, Tokens};
use std::fmt;
use std::net::SocketAddr;

/// What is known of something that was asked of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// An answer said so.
    Yes,
    /// The answer did not come: either may be true.
    Maybe,
    /// Never asked.
    No,
}

/// Everything that came from one code, or one token of an app's own.
#[derive(Clone, Debug)]
pub struct Family {
    /// The code, if there was one.
    pub code: Option<String>,
    /// Whether the code was redeemed.
    pub redeemed: Known,
    /// All access tokens that were acknowledged.
    pub access: Vec<String>,
    /// The latest refresh token.
    pub refresh: Option<String>,
    /// Whether it was revoked.
    pub revoked: Known,
    /// Whether its code was refused when it was tried again, and that has still to be looked into.
    pub spent: bool,
}

/// What was counted.
#[derive(Debug, Default)]
pub struct Totals {
    alive: usize,
    revoked: usize,
    replays: usize,
    doubtful: usize,
    refreshed: usize,
    spent: usize,
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { alive, revoked, replays, doubtful, refreshed, spent } = self;
        write!(
            f,
            "{alive} acknowledged tokens worked, {revoked} revoked ones did not, {refreshed} refreshes went on, "
        )?;
        write!(f, "{replays} used codes were refused, {doubtful} codes without an answer worked once at most, ")?;
        write!(f, "{spent} codes had been spent by a try that was not answered")
    }
}

impl Totals {
    /// A test that looks at nothing proves nothing: so many living tokens, revocations, replays and refreshes.
    pub fn assert_at_least(&self, least: [usize; 4]) {
        let counted = [
            ("living tokens", self.alive),
            ("revocations", self.revoked),
            ("replays", self.replays),
            ("refreshes", self.refreshed),
        ];
        for ((what, count), least) in counted.into_iter().zip(least) {
            assert!(count >= least, "only {count} {what} in {self:?}");
        }
    }
}

impl Family {
    /// Begun with a code that nobody has redeemed yet.
    pub fn of_code(code: String) -> Self {
        Self {
            code: Some(code),
            redeemed: Known::Maybe,
            access: Vec::new(),
            refresh: None,
            revoked: Known::No,
            spent: false,
        }
    }

    /// A token of an app's own.
    pub fn of_app(tokens: Tokens) -> Self {
        Self {
            code: None,
            redeemed: Known::No,
            access: vec![tokens.access],
            refresh: None,
            revoked: Known::No,
            spent: false,
        }
    }

    /// Tokens came.
    pub fn got(&mut self, tokens: Tokens) {
        self.redeemed = Known::Yes;
        self.access.push(tokens.access);
        self.refresh = tokens.refresh.or(self.refresh.take());
    }

    /// Its code was spent by a try that was not answered. What that one brought has ended.
    pub fn refused(&mut self) {
        (self.redeemed, self.revoked, self.spent) = (Known::Yes, Known::Yes, true);
    }

    /// Holds the server to what it said.
    pub fn check(&mut self, client: &Client, at: SocketAddr, totals: &mut Totals) {
        totals.spent += usize::from(std::mem::take(&mut self.spent));
        let works = |token: &String| client.whoami(token).send(at).unwrap().status == 200;
        match self.revoked {
            Known::No => {
                for token in &self.access {
                    assert!(works(token), "an acknowledged token of {} is lost: {self:?}", client.url);
                    totals.alive += 1;
                }
                self.go_on(client, at, totals);
            }
            Known::Yes => {
                for token in &self.access {
                    assert!(!works(token), "a revoked token of {} works: {self:?}", client.url);
                    totals.revoked += 1;
                }
                if let Some(request) = self.refresh.as_deref().and_then(|token| client.refresh(token)) {
                    assert!(
                        Tokens::of(&request.send(at).unwrap()).is_none(),
                        "a revoked refresh token works: {self:?}"
                    );
                }
            }
            Known::Maybe => {}
        }
    }

    /// A refresh token works, even if the answer to its last use was lost.
    fn go_on(&mut self, client: &Client, at: SocketAddr, totals: &mut Totals) {
        let Some(request) = self.refresh.as_deref().and_then(|token| client.refresh(token)) else { return };
        let answer = request.send(at).unwrap();
        let tokens = Tokens::of(&answer).unwrap_or_else(|| panic!("a refresh token is lost: {answer:?} to {self:?}"));
        self.got(tokens);
        totals.refreshed += 1;
    }

    /// Tries the code again: it must not work twice, and who tries it ends what it had brought.
    pub fn replay(&mut self, client: &Client, at: SocketAddr, totals: &mut Totals) {
        let Some(code) = self.code.clone() else { return };
        let redeem = || Tokens::of(&client.exchange(&code).send(at).unwrap());
        if self.redeemed == Known::Maybe {
            let (first, second) = (redeem(), redeem());
            assert!(second.is_none(), "a code of {} worked twice: {self:?}", client.url);
            totals.doubtful += 1;
            self.access.extend(first.map(|tokens| tokens.access));
        } else {
            assert!(redeem().is_none(), "a used code of {} works again: {self:?}", client.url);
            totals.replays += 1;
        }
        (self.redeemed, self.revoked) = (Known::Yes, Known::Yes);
    }
}
