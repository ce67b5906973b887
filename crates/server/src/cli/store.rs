//! `grantor store`.

use super::args::{Place, Source, SpreadWord, StoreArgs, StoreCommand};
use super::outcome::{Failure, Outcome, configuration, print};
use super::table::table;
use super::{keeping, office, ring, start};
use crate::config::DATABASE;
use crate::config::{Config, STORE_PASSWORD_VARIABLE, StoreConfig};
use crate::keeping::beginning;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use store::Store;
use store::copy::{self, Copied, Progress, Role, Side, Step};
use store::postgres::{Options, Postgres, Spread, ddl};
use store::sqlite::Sqlite;

/// How often a line says how far a copy has come.
const NEXT: Duration = Duration::from_secs(10);
/// A statement that counts or goes through a whole table may take so long.
const PATIENCE: Duration = Duration::from_secs(3_600);

pub(super) fn run(args: StoreArgs) -> Outcome {
    match args.command {
        StoreCommand::Ddl { spread } => print(ddl(spread.into()).trim_end()),
        StoreCommand::Copy { from, to, root_certificates } => {
            let roots = root_certificates.as_deref().map(certificates).transpose()?;
            start::block_on(async {
                if let Source::File(path) = &from
                    && !path.exists()
                {
                    return Err(Failure::of(format!("FROM: there is no file {}", path.display())));
                }
                let from = side(&from, Role::From, roots.as_ref()).await?;
                let to = side(&to, Role::To, roots.as_ref()).await?;
                let mut shown = Shown::begin();
                let copied = copy::copy(&from, &to, |progress| shown.show(progress)).await;
                shown.end();
                told(&copied?)
            })
        }
        StoreCommand::Keys(args) => ring::run(args),
        StoreCommand::Epoch { place } => start::block_on(epoch(&place)),
    }
}

impl From<SpreadWord> for Spread {
    fn from(word: SpreadWord) -> Self {
        match word {
            SpreadWord::Postgres => Self::One,
            SpreadWord::Citus => Self::Citus,
        }
    }
}

async fn epoch(place: &Place) -> Outcome {
    let config = configuration(&office::file(place.config.as_ref(), place.data.as_ref()))?;
    let store = opened(&config).await?;
    let ended = store.begin_epoch(beginning(start::clock(&config).now())).await?;
    keeping::told(&ended)?;
    keeping::last(&config, store.as_ref()).await
}

/// The database of a configuration; there is time for whatever is to be done with it.
pub(super) async fn opened(config: &Config) -> Outcome<Box<dyn Store>> {
    Ok(match &config.store {
        StoreConfig::Embedded => Box::new(Sqlite::open(&config.data.join(DATABASE))?),
        StoreConfig::Postgres(options) => {
            Box::new(Postgres::connect(Options { statement: PATIENCE, ..options.clone() }).await?)
        }
    })
}

fn certificates(file: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(file).map_err(|error| Failure::of(format!("{} cannot be read: {error}", file.display())))
}

async fn side(source: &Source, role: Role, roots: Option<&Vec<u8>>) -> Outcome<Side> {
    let opened = match source {
        Source::File(path) => Side::file(path, role),
        Source::Server(url) => {
            let mut options = Options::new(url);
            options.password = std::env::var(STORE_PASSWORD_VARIABLE).ok();
            options.roots = roots.cloned();
            options.statement = PATIENCE;
            Side::server(options, role).await
        }
    };
    let name = match role {
        Role::From => "FROM",
        Role::To => "TO",
    };
    opened.map_err(|broken| Failure::of(format!("{name}: {broken}")))
}

/// How far it has come, on standard error.
enum Shown {
    /// A terminal has a bar.
    Bar(ProgressBar),
    /// Anything else gets a line now and then.
    Lines {
        /// When the last one was written.
        last: Instant,
    },
}

impl Shown {
    fn begin() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self::Lines { last: Instant::now() };
        }
        let style = ProgressStyle::with_template("{msg:24} {wide_bar} {human_pos}/{human_len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self::Bar(ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()).with_style(style))
    }

    fn show(&mut self, Progress { step, table, rows, of }: Progress) {
        let verb = match step {
            Step::Copy => "copy",
            Step::Verify => "verify",
        };
        match self {
            Self::Bar(bar) => {
                bar.set_length(of);
                bar.set_position(rows);
                bar.set_message(format!("{verb} {table}"));
            }
            Self::Lines { last } if last.elapsed() >= NEXT => {
                *last = Instant::now();
                // Who has closed it does not read it.
                let _ = writeln!(std::io::stderr(), "{verb} {table}: {rows} of {of} rows");
            }
            Self::Lines { .. } => {}
        }
    }

    fn end(self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn told(copied: &[Copied]) -> Outcome {
    let rows = copied.iter().map(|own| vec![own.table.to_owned(), own.sum.rows.to_string(), own.sum.to_string()]);
    print(table(&["TABLE", "ROWS", "CHECKSUM"], rows.collect()))?;
    print("copied; both sides are the same")
}
