//! The clock, the signals, the runtime: what a command has and the library is given.

use super::outcome::{Failure, Outcome};
use crate::clock::Clock;
use crate::config::{Config, Switch, replaced_dialects};
use crate::demo::{self, Shown};
use crate::dice::SystemDice;
use crate::serve::{self, Listeners};
use crate::server::Server;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// After so long without work a thread for what blocks ends, such as one that hashes passwords: then its memory goes back.
const UNUSED: Duration = Duration::from_secs(3);

/// Two signals within so long are one wish: a terminal and a wrapper both pass on the same Ctrl-C.
const ONE_WISH: Duration = Duration::from_secs(1);

/// Opens a deployment beside the server that may run on it.
pub(super) async fn open(config: Config) -> Outcome<Server> {
    let (clock, listen) = (clock(&config), config.listen);
    Ok(serve::open(config, listen, clock, Arc::new(SystemDice)).await?)
}

/// Runs the server until a signal ends it, or what it cannot go on with. `announce` hears when it is ready and, for a demo, what there is to try.
pub(super) async fn run(
    config: Config,
    listeners: Listeners,
    announce: impl AsyncFnOnce(&Server, Option<&Shown>) -> Outcome,
) -> Outcome {
    // Listened for before anybody hears of the server: a signal right after that counts.
    let (mut first, mut second) = (Signals::listen()?, Signals::listen()?);
    for name in replaced_dialects(config.dialects.as_deref()) {
        tracing::warn!(
            dialect = name,
            "the folder of dialects has one of a built-in one's name, which takes its place"
        );
    }
    let mut ended = Box::pin(async move { first.next().await });
    let clock = clock(&config);
    let (server, shown) = tokio::select! {
        started = serve::start(config, listeners.main.local_addr()?, clock, Arc::new(SystemDice)) => started?,
        () = &mut ended => return Ok(()),
    };
    announce(&server, shown.as_ref()).await?;
    let hurried = async move {
        second.next().await;
        let told = Instant::now();
        while told.elapsed() < ONE_WISH {
            second.next().await;
        }
    };
    tokio::select! {
        outcome = serve::serve(server, listeners, ended) => Ok(outcome?),
        () = hurried => Err(Failure::of("told to end a second time: requests that had been begun are cut off")),
    }
}

/// What tells a server to end.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The present, or as far ahead as a demo's clock was moved.
pub(super) fn clock(config: &Config) -> Arc<Clock> {
    let clock = Clock::default();
    if config.demo.as_ref().is_some_and(|demo| demo.clock == Switch::On) {
        clock.advance(demo::clock::kept(&config.data));
    }
    Arc::new(clock)
}

/// A runtime, for the time of a command.
pub(super) fn block_on<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().thread_keep_alive(UNUSED).build()?;
    let outcome = runtime.block_on(work);
    // A name that nobody resolves, or a file system that hangs, keeps no command from its end.
    runtime.shutdown_timeout(UNUSED);
    outcome
}
