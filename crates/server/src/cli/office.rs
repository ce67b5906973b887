//! The way from `--config` or `--data` and `--realm` to a desk.

use super::args::{Place, Target};
use super::outcome::{Failure, Outcome, configuration};
use super::{demo, start};
use crate::desk::Desk;
use crate::desk::names::Names;
use crate::realm::Realm;
use crate::server::Server;
use std::path::PathBuf;
use std::sync::Arc;

/// An opened deployment and the realm that is meant.
pub(super) struct Office {
    server: Server,
    realm: Arc<Realm>,
}

impl Office {
    /// Opens it.
    pub(super) async fn open(target: &Target) -> Outcome<Self> {
        let server = opened(&target.place).await?;
        let Some(realm) = server.realms.named(&target.realm).cloned() else {
            let known: Vec<&str> =
                server.realms.all.iter().chain([&server.realms.admin]).map(|realm| realm.name.as_str()).collect();
            return Err(Failure::of(format!("there is no realm `{}`; realms are {}", target.realm, known.join(", "))));
        };
        Ok(Self { server, realm })
    }

    /// Opens it at the administrators' realm.
    pub(super) async fn open_admin(place: &Place) -> Outcome<Self> {
        let server = opened(place).await?;
        Ok(Self { realm: server.realms.admin.clone(), server })
    }

    /// The realm that is meant.
    pub(super) fn realm(&self) -> &Realm {
        &self.realm
    }

    /// All realms, in order of the configuration.
    pub(super) fn realms(&self) -> impl Iterator<Item = &Realm> {
        self.server.realms.all.iter().map(AsRef::as_ref)
    }

    /// Names behind the realm's audit.
    pub(super) fn names(&self) -> Names<'_> {
        Names::new(self.desk(), Some(self.server.desk(&self.server.realms.admin, "command-line", "")))
    }

    /// The realm's desk.
    pub(super) fn desk(&self) -> Desk<'_> {
        let server = &self.server;
        server.desk(&self.realm, "command-line", "")
    }
}

async fn opened(place: &Place) -> Outcome<Server> {
    start::open(configuration(&file(place.config.as_ref(), place.data.as_ref()))?).await
}

/// The configuration file that is meant.
pub(super) fn file(config: Option<&PathBuf>, data: Option<&PathBuf>) -> PathBuf {
    match (config, data) {
        (Some(file), _) => file.clone(),
        (None, Some(folder)) => folder.join(demo::FILE),
        (None, None) => PathBuf::from(demo::FILE),
    }
}
