//! `grantor demo`: writes a configuration file and serves from it.

use super::args::DemoArgs;
use super::outcome::{Failure, Outcome, print};
use super::{serve, start};
use crate::config::{self, Config, Switch};
use crate::demo::derived::Derived;
use crate::demo::{Shown, file, guide, line};
use crate::dice::{Dice, SystemDice};
use crate::draft::{Draft, Existing};
use crate::keys::Keys;
use crate::serve::Listeners;
use crate::server::Server;
use engine::secret::{Hashed, Seed};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;
use tracing::Level;

/// The configuration file in a demo's data folder.
pub(super) const FILE: &str = "grantor.toml";
/// The data folder that a printed configuration names where none was asked for.
const FOLDER: &str = "grantor-demo";

pub(super) fn run(args: DemoArgs) -> Outcome {
    let wish = wish(&args)?;
    if args.print_config {
        return print(printed(&args, &wish)?.trim_end());
    }
    if !wish.listen.ip().is_loopback() {
        let what = format!("a demo is for this machine only, and others can reach {}", wish.listen);
        return Err(Failure::Usage(format!("{what}; listen on 127.0.0.1 or [::1]")));
    }
    let folder = Folder::made(args.data.clone())?;
    if let (true, Some(store)) = (folder.temporary, &wish.store) {
        // The folder goes and the database stays: what is in it opens again to a demo that is given the same address.
        let seed = Seed(*Hashed::of(format!("the root key of a demo on {store}").as_bytes()).as_bytes());
        Keys::make(&folder.path, seed)?;
    }
    serve::log(Level::WARN);
    start::block_on(async {
        let main = TcpListener::bind(wish.listen).await.map_err(|error| serve::unbound((wish.listen, error)))?;
        let listen = main.local_addr()?;
        let config = written(&folder.path, text(&file::Wish { listen, ..wish.clone() })?)?;
        start::run(config, Listeners { main, admin: None }, async |server, shown| announced(&args, server, shown)).await
    })
}

fn wish(args: &DemoArgs) -> Outcome<file::Wish> {
    let dialects = match &args.dialects {
        Some(folder) => {
            Some(folder.canonicalize().map_err(|error| Failure::of(format!("{}: {error}", folder.display())))?)
        }
        None => None,
    };
    let (redirect_uris, only) = (args.redirect_uri.clone(), args.realm.clone());
    Ok(file::Wish {
        listen: args.listen,
        store: args.store.clone(),
        redirect_uris,
        only,
        dialects,
        samples: Switch::On,
    })
}

/// The file for whoever serves from it: with the folder that was asked for, or else one beside the file, so that nothing lies about in between.
fn printed(args: &DemoArgs, wish: &file::Wish) -> Outcome<String> {
    let data = match &args.data {
        Some(data) => std::path::absolute(data)?,
        None => PathBuf::from(FOLDER),
    };
    file::text_of(wish, &data).map_err(|none| Failure::Usage(none.to_string()))
}

fn text(wish: &file::Wish) -> Outcome<String> {
    file::text(wish).map_err(|none| Failure::Usage(none.to_string()))
}

/// Writes the file, and takes it as `serve` would.
fn written(folder: &Path, text: String) -> Outcome<Config> {
    let path = folder.join(FILE);
    match std::fs::read_to_string(&path) {
        Ok(old) if !old.contains("\n[demo]") => {
            return Err(Failure::of(format!(
                "{} is no demo's configuration; name another folder with --data",
                path.display()
            )));
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Failure::of(format!("{}: {error}", path.display())));
        }
        _ => {}
    }
    // Another demo may be at it too. The address of the database may hold a password, which a draft keeps to its owner.
    let unwritten = |error| Failure::of(format!("{} cannot be written: {error}", path.display()));
    let mut draft = Draft::beside(&path).map_err(unwritten)?;
    draft.write(text.as_bytes()).and_then(|()| draft.place(Existing::Replace)).map_err(unwritten)?;
    config::said(&path, text).map_err(Failure::Report)
}

fn announced(args: &DemoArgs, server: &Server, shown: Option<&Shown>) -> Outcome {
    let Some(shown) = shown else { return Ok(()) };
    match args.json {
        true => print(line::line(shown, &server.realms)),
        false => told(server, shown),
    }
}

/// Prints what there is to try, for people.
pub(super) fn told(server: &Server, shown: &Shown) -> Outcome {
    print(guide::guide(shown, &server.realms, &Derived::new(&server.keys)).trim_end())
}

/// The data folder; a temporary one goes with the demo.
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    fn made(kept: Option<PathBuf>) -> Outcome<Self> {
        let temporary = kept.is_none();
        let path = kept.unwrap_or_else(|| {
            let name = format!("grantor-demo-{:016x}", SystemDice.key());
            std::env::temp_dir().join(name)
        });
        std::fs::DirBuilder::new()
            .recursive(!temporary)
            .mode(0o700)
            .create(&path)
            .map_err(|error| Failure::of(format!("the folder {} cannot be made: {error}", path.display())))?;
        Ok(Self { path: path.canonicalize()?, temporary })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
