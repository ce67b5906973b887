-- Lists that people look through have what was used last at the top; what was never used stands where it was made.
CREATE INDEX CONCURRENTLY IF NOT EXISTS grants_of_account_by_use ON grants (account, realm, ended_at, coalesce(used_at, created_at), app);
CREATE INDEX CONCURRENTLY IF NOT EXISTS grants_of_app_by_use ON grants (app, realm, ended_at, coalesce(used_at, created_at), account);

-- When the app was last used, to a minute. A node of the version before says nothing of it, and such an app moves up at its next use.
ALTER TABLE app_owners ADD COLUMN IF NOT EXISTS used_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX CONCURRENTLY IF NOT EXISTS app_owners_by_use ON app_owners (realm, account, used_at, app);
CREATE INDEX CONCURRENTLY IF NOT EXISTS app_owners_of_app ON app_owners (realm, app, used_at);

-- When more was last added to what somebody allowed.
ALTER TABLE grants ADD COLUMN IF NOT EXISTS widened_at BIGINT;
