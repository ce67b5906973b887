//! Where the mounted dialects are weaker than the standard.

use super::Finding;
use crate::config::{Config, dialect_of};

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let mounts = config.realms.iter().flat_map(|realm| realm.mounts.iter().map(move |mount| (realm, mount)));
    let mut findings = Vec::new();
    for (realm, mount) in mounts {
        let Ok(dialect) = dialect_of(config, realm, mount) else { continue };
        let own = dialect.warnings.iter().map(|warning| format!("{} ({}): {warning}", mount.name, mount.dialect));
        let before = findings.len();
        findings.extend(own.map(|sentence| Finding::note("dialect", sentence)));
        if findings.len() == before {
            findings
                .push(Finding::fine("dialect", format!("{} ({}): as the standard asks", mount.name, mount.dialect)));
        }
    }
    findings
}
