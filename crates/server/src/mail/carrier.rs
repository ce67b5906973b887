//! The connection to the mail server.

use super::{Letter, message};
use crate::config::mail::{MailConfig, PASSWORD_VARIABLE, Security};
use engine::secret::Plain;
use engine::time::Now;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::error::Error;
use std::time::Duration;

/// How long the mail server may take for one step of the conversation.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why there is no way to the mail server.
#[derive(Debug, thiserror::Error)]
pub enum Unmailable {
    /// A user and no password.
    #[error("`smtp` names the user `{0}`, and {PASSWORD_VARIABLE} is not in the environment")]
    NoPassword(String),
    /// TLS cannot be set up.
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(lettre::transport::smtp::Error),
    /// It does not let us in.
    #[error("{}", innermost(.0))]
    Refused(lettre::transport::smtp::Error),
    /// It does not prove who it is.
    #[error("{}", innermost(.0))]
    Unproven(lettre::transport::smtp::Error),
    /// It hangs up.
    #[error("it closes the connection")]
    Silent,
}

/// Why a letter did not go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// For the log: nothing that the mail server or a person worded.
    pub(super) why: String,
    /// Whether a later try may succeed.
    pub(super) then: Then,
}

/// What comes after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// Another try.
    Again,
    /// Nothing: the mail server will not take it.
    Over,
}

/// A mail server, and from whom letters come.
pub struct Carrier {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Carrier {
    /// With the password of the environment. Nothing is connected yet.
    pub fn from_environment(config: &MailConfig) -> Result<Self, Unmailable> {
        Self::new(config, std::env::var(PASSWORD_VARIABLE).ok().map(Plain::new).as_ref())
    }

    /// With this password. Nothing is connected yet.
    pub fn new(config: &MailConfig, password: Option<&Plain>) -> Result<Self, Unmailable> {
        let smtp = &config.smtp;
        let parameters = || TlsParameters::new(smtp.host.clone()).map_err(Unmailable::Tls);
        let tls = match smtp.security {
            Security::None => Tls::None,
            Security::StartTls => Tls::Required(parameters()?),
            Security::Tls => Tls::Wrapper(parameters()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.host.clone())
            .port(smtp.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(config.from.email.domain().to_owned()));
        if let Some(user) = &smtp.user {
            let password = password.ok_or_else(|| Unmailable::NoPassword(user.clone()))?;
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
        }
        Ok(Self { transport: builder.build(), from: config.from.clone() })
    }

    /// Connects, signs in and hangs up.
    pub async fn try_out(&self) -> Result<(), Unmailable> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Unmailable::Silent),
            Err(error) if is_tls(&error) => Err(Unmailable::Unproven(error)),
            Err(error) => Err(Unmailable::Refused(error)),
        }
    }

    /// Hands one letter over.
    pub(super) async fn send(&self, letter: &Letter, now: Now) -> Result<(), Failure> {
        let message = message::message(letter, &self.from, now)
            .map_err(|error| Failure { why: format!("it cannot be written: {error}"), then: Then::Over })?;
        let sent = self.transport.send(message).await;
        sent.map(drop).map_err(|error| Failure { why: why(&error), then: then(&error) })
    }
}

/// Failures of TLS come as broken connections that say so only inside.
fn is_tls(error: &lettre::transport::smtp::Error) -> bool {
    let io = |cause: &(dyn Error + 'static)| cause.downcast_ref().map(std::io::Error::kind);
    error.is_tls() || causes(error).any(|cause| io(cause) == Some(std::io::ErrorKind::InvalidData))
}

/// What the mail server said, or what lies below all that says "connection error".
fn innermost(error: &lettre::transport::smtp::Error) -> String {
    match causes(error).last() {
        Some(cause) if error.status().is_none() => cause.to_string(),
        _ => error.to_string(),
    }
}

fn causes(error: &lettre::transport::smtp::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// In our own words: a mail server's may repeat the address.
fn why(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server said {code}"),
        None if is_tls(error) => "TLS with the mail server failed".to_owned(),
        None if error.is_timeout() => "the mail server took too long".to_owned(),
        None if error.is_client() => "the mail server lacks something that the letter needs".to_owned(),
        None => "the mail server cannot be reached".to_owned(),
    }
}

fn then(error: &lettre::transport::smtp::Error) -> Then {
    if error.is_permanent() || error.is_client() { Then::Over } else { Then::Again }
}
