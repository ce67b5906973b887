-- The administration's lists, too, have what was used last at the top: apps by their last use, accounts by when a browser of theirs was last seen, both to
-- a minute. What was never used stands where it was made. A node of the version before notes neither: its apps and accounts move up at their next use.
ALTER TABLE apps ADD COLUMN IF NOT EXISTS used_at BIGINT;
CREATE INDEX CONCURRENTLY IF NOT EXISTS apps_by_use ON apps (realm, coalesce(used_at, created_at), app) WHERE deleted_at IS NULL;

ALTER TABLE accounts ADD COLUMN IF NOT EXISTS seen_at BIGINT;
CREATE INDEX CONCURRENTLY IF NOT EXISTS accounts_by_use ON accounts (realm, coalesce(seen_at, created_at), account) WHERE deleted_at IS NULL;
