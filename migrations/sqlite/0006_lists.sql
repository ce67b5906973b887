-- Every list that people look through is in the order of an index, and so is every filter of it: a page costs what a page costs.

-- Apps by name, deleted ones left out: all of them, those at one step of the review, and those that are suspended.
DROP INDEX apps_by_name;
CREATE INDEX apps_by_name ON apps (realm, name_key, client_id) WHERE deleted_at IS NULL;
CREATE INDEX apps_by_review ON apps (realm, review, name_key, client_id) WHERE deleted_at IS NULL AND suspended_at IS NULL;
CREATE INDEX apps_suspended ON apps (realm, name_key, client_id) WHERE deleted_at IS NULL AND suspended_at IS NOT NULL;

-- Accounts by name, deleted ones left out.
CREATE INDEX accounts_by_name ON accounts (realm, username_key) WHERE deleted_at IS NULL;

-- What happened, by time: all of it, and what one filter leaves.
DROP INDEX audit_of_account;
DROP INDEX audit_of_app;
CREATE INDEX audit_by_time ON audit (realm, at, id);
CREATE INDEX audit_of_account ON audit (realm, account, at, id) WHERE account IS NOT NULL;
CREATE INDEX audit_of_app ON audit (realm, app, at, id) WHERE app IS NOT NULL;
CREATE INDEX audit_of_actor ON audit (realm, actor, at, id);
CREATE INDEX audit_of_action ON audit (realm, action, at, id);

-- A secret that is gone has no last use.
DELETE FROM secret_uses WHERE app IN (SELECT app FROM apps WHERE apps.realm = secret_uses.realm AND apps.deleted_at IS NOT NULL);
