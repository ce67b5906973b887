//! Where the database is.

use crate::config::StoreConfig;
use crate::config::raw::RawConfig;
use dialect::check::At;
use std::path::Path;
use store::postgres::{Batches, Options};

const RIGHT: &str = "`postgres://user@host/name`, or no `store` for the file grantor.db in the data folder";

pub(super) fn store(at: &At<'_>, raw: &RawConfig, folder: &Path) -> StoreConfig {
    let Some(url) = &raw.store else {
        if raw.postgres.batches.is_some() || raw.postgres.root_certificates.is_some() {
            at.key("postgres").fault("there is no database at an address", "add `store`, or take this out");
        }
        return StoreConfig::Embedded;
    };
    let mut options = Options::new(url);
    if raw.postgres.batches == Some(false) {
        options.batches = Batches::Off;
    }
    if let Some(file) = &raw.postgres.root_certificates {
        let path = folder.join(file);
        match std::fs::read(&path) {
            Ok(pem) => options.roots = Some(pem),
            Err(error) => at.key("postgres").key("root_certificates").fault(
                format!("{} cannot be read: {error}", path.display()),
                "a file of certificates in PEM form; without it, those of the system",
            ),
        }
    }
    // The address may hold a password: it is not shown.
    if let Err(fault) = options.check() {
        at.key("store").fault(fault.to_string(), RIGHT);
    }
    StoreConfig::Postgres(options)
}
