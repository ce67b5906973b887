//! `grantor serve`.

use super::args::ServeArgs;
use super::outcome::{Failure, Outcome, configuration, print};
use super::{demo, start};
use crate::config::Config;
use crate::desk::first;
use crate::serve::{Listeners, Unbound};
use crate::server::Server;
use std::io::IsTerminal;
use std::net::SocketAddr;
use tracing::Level;

pub(super) fn run(args: ServeArgs) -> Outcome {
    let config = configuration(&args.config)?;
    let mut config = match args.listen {
        Some(listen) => config.listening_on(listen)?,
        None => config,
    };
    log(Level::INFO);
    start::block_on(async move {
        let listeners = Listeners::bind(&mut config).await.map_err(unbound)?;
        let listen = config.listen;
        start::run(config, listeners, async |server, shown| {
            let mounts = server.realms.all.iter().map(|realm| realm.mounts.len()).sum::<usize>();
            tracing::info!(%listen, realms = server.realms.all.len(), mounts, "serving");
            if let Some(shown) = shown {
                demo::told(server, shown)?;
            }
            first_administrator(server).await
        })
        .await
    })
}

/// Prints the way to the first administrator, as long as there has never been one: on standard output, since the log keeps no secrets.
async fn first_administrator(server: &Server) -> Outcome {
    let desk = server.desk(&server.realms.admin, "server", "");
    let Some(link) = desk.first_link().await? else { return Ok(()) };
    let place = server.realms.admin.main().map(|mount| mount.issuer.as_str()).unwrap_or_default();
    print(format_args!(
        "There is no administrator yet. Whoever opens this link first becomes it; it works once, within 24 hours, and until a server is started again:\n{place}{}?link={}",
        first::PATH,
        link.expose()
    ))
}

/// Why nothing listens there.
pub(super) fn unbound((listen, error): Unbound) -> Failure {
    let hint = match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            "; --listen takes another address, and `listen` under [admin] is where the administration is"
        }
        _ => "",
    };
    Failure::of(format!("cannot listen on {listen}: {error}{hint}"))
}

/// Logs to standard error.
pub(super) fn log(level: Level) {
    let format = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // A second call, in tests, changes nothing.
    let _ = format.with_max_level(level).with_target(false).try_init();
}

impl Config {
    /// The same on another address, as far as the demo's switches allow it.
    fn listening_on(mut self, listen: SocketAddr) -> Outcome<Self> {
        if self.demo.is_some() && !listen.ip().is_loopback() {
            return Err(Failure::of(format!(
                "demo switches are for loopback addresses, and others can reach {listen}"
            )));
        }
        self.listen = listen;
        Ok(self)
    }
}
