-- The administration's lists, too, have what was used last at the top: apps by their last use, accounts by when a browser of theirs was last seen, both to
-- a minute. What was never used stands where it was made.
ALTER TABLE apps ADD COLUMN used_at INTEGER;
UPDATE apps SET used_at = (SELECT used_at FROM app_uses WHERE app_uses.realm = apps.realm AND app_uses.app = apps.app);
CREATE INDEX apps_by_use ON apps (realm, coalesce(used_at, created_at), app, client_id, name_key, review, suspended_at, deleted_at)
  WHERE deleted_at IS NULL;

ALTER TABLE accounts ADD COLUMN seen_at INTEGER;
UPDATE accounts SET seen_at =
  (SELECT max(seen_at) FROM sessions WHERE sessions.realm = accounts.realm AND sessions.account = accounts.account);
CREATE INDEX accounts_by_use ON accounts (realm, coalesce(seen_at, created_at), account) WHERE deleted_at IS NULL;
