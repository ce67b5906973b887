//! All statements, as they stand in the source, for tests that look at their plans.

const SOURCES: [&str; 22] = [
    include_str!("access.rs"),
    include_str!("account_changes.rs"),
    include_str!("accounts.rs"),
    include_str!("apps.rs"),
    include_str!("audit.rs"),
    include_str!("codes.rs"),
    include_str!("console.rs"),
    include_str!("deleted.rs"),
    include_str!("ends.rs"),
    include_str!("families.rs"),
    include_str!("grants.rs"),
    include_str!("hold.rs"),
    include_str!("keyring.rs"),
    include_str!("keys.rs"),
    include_str!("leases.rs"),
    include_str!("links.rs"),
    include_str!("own.rs"),
    include_str!("purge.rs"),
    include_str!("refresh.rs"),
    include_str!("rows.rs"),
    include_str!("sessions.rs"),
    include_str!("uses.rs"),
];

/// Every statement.
pub(crate) fn statements() -> impl Iterator<Item = &'static str> {
    let after = SOURCES.iter().flat_map(|source| source.split("Sql::new(").skip(1));
    after.filter_map(|rest| rest.split('"').nth(1))
}
