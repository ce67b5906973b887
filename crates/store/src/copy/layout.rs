//! All tables and their columns, for whatever handles rows and not what they mean.

use crate::tables::Kind;

/// A table.
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    /// What finds a row: an index holds these columns in this order.
    key: Key,
    /// The other columns.
    others: &'static [&'static str],
}

enum Key {
    Same(&'static [&'static str]),
    /// Where rows are spread over machines by their first column, that is another one.
    Apart {
        embedded: &'static [&'static str],
        server: &'static [&'static str],
    },
}

impl Table {
    const fn new(name: &'static str, key: &'static [&'static str], others: &'static [&'static str]) -> Self {
        Self { name, key: Key::Same(key), others }
    }

    /// What finds a row there.
    pub(crate) fn key(&self, kind: Kind) -> &'static [&'static str] {
        match (&self.key, kind) {
            (Key::Same(key), _)
            | (Key::Apart { embedded: key, .. }, Kind::Sqlite)
            | (Key::Apart { server: key, .. }, Kind::Postgres) => key,
        }
    }

    /// All columns, always in the same order.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.key(Kind::Sqlite).iter().chain(self.others).copied()
    }
}

/// Everything that is kept, but not what is about the tables or the nodes of the moment. What a row names stands before it: apps and accounts first.
pub(crate) static TABLES: [Table; 19] = [
    Table::new("realms", &["realm"], &["revision"]),
    Table::new(
        "keyring",
        &["realm", "purpose", "id"],
        &["algorithm", "sealed", "made_at", "active_from", "retires_at", "ends_at"],
    ),
    Table::new(
        "apps",
        &["realm", "app"],
        &[
            "client_id",
            "name",
            "name_key",
            "description",
            "site",
            "color",
            "support",
            "kind",
            "secrets",
            "redirect_uris",
            "scopes",
            "owners",
            "review",
            "mounts",
            "introspects",
            "token_limit",
            "test_token",
            "suspended_at",
            "suspend_reason",
            "deleted_at",
            "valid_from",
            "created_at",
            "used_at",
        ],
    ),
    Table::new("app_owners", &["realm", "account", "app"], &["name_key", "client_id", "invited", "used_at"]),
    Table::new("app_uses", &["realm", "app"], &["used_at"]),
    Table::new("secret_uses", &["realm", "app", "secret"], &["used_at"]),
    Table::new("app_refusals", &["realm", "app", "id"], &["at", "endpoint", "refusal", "detail", "request_id"]),
    Table::new(
        "accounts",
        &["realm", "account"],
        &[
            "id",
            "username",
            "username_key",
            "email",
            "email_verified",
            "first_name",
            "last_name",
            "language",
            "roles",
            "attributes",
            "password",
            "upstream",
            "disabled_at",
            "deleted_at",
            "created_at",
            "seen_at",
        ],
    ),
    Table::new("sign_in_names", &["realm", "name"], &["account"]),
    Table::new("sessions", &["hash", "realm"], &["account", "signed_in_at", "ends_at", "address", "device", "seen_at"]),
    Table {
        name: "grants",
        key: Key::Apart { embedded: &["realm", "account", "app"], server: &["account", "app", "realm"] },
        others: &[
            "grant_key",
            "scope",
            "created_at",
            "address",
            "device",
            "widened_at",
            "used_at",
            "used_from",
            "ended_at",
            "end_reason",
        ],
    },
    Table::new(
        "codes",
        &["hash", "realm"],
        &[
            "mount",
            "app",
            "account",
            "grant_key",
            "scope",
            "redirect_uri",
            "redirect_named",
            "challenge",
            "challenge_method",
            "offline",
            "issued_at",
            "ends_at",
            "spent",
            "purge_at",
        ],
    ),
    Table::new(
        "access_tokens",
        &["id"],
        &[
            "hash",
            "realm",
            "mount",
            "app",
            "account",
            "grant_key",
            "family",
            "scope",
            "usage",
            "issued_at",
            "ends_at",
            "ended_at",
            "end_reason",
            "used_at",
            "purge_at",
        ],
    ),
    Table::new(
        "families",
        &["family"],
        &[
            "realm",
            "mount",
            "app",
            "account",
            "grant_key",
            "refresh",
            "number",
            "family_ends_at",
            "good_until",
            "ended_at",
            "end_reason",
            "purge_at",
            "used_issue",
        ],
    ),
    Table::new(
        "refresh_tokens",
        &["id"],
        &["hash", "family", "number", "scope", "issued_at", "ends_at", "salt", "access"],
    ),
    Table::new("links", &["hash", "realm"], &["purpose", "account", "data", "ends_at"]),
    Table::new("spent", &["hash", "realm"], &["ends_at"]),
    Table::new(
        "api_keys",
        &["hash", "realm"],
        &["id", "name", "rights", "created_at", "created_by", "ends_at", "used_at", "ended_at"],
    ),
    Table::new("audit", &["realm", "id"], &["at", "actor", "action", "object", "detail", "account", "app", "address"]),
];
