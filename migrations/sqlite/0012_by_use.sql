-- Lists that people look through have what was used last at the top; what was never used stands where it was made.
CREATE INDEX grants_of_account_by_use ON grants (realm, account, ended_at, coalesce(used_at, created_at), app);
CREATE INDEX grants_of_app_by_use ON grants (realm, app, ended_at, coalesce(used_at, created_at), account);

-- When the app was last used, to a minute: an app that is in use all the time moves in its owners' lists once in that.
ALTER TABLE app_owners ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
UPDATE app_owners SET used_at = coalesce(
  (SELECT used_at FROM app_uses WHERE app_uses.realm = app_owners.realm AND app_uses.app = app_owners.app),
  (SELECT created_at FROM apps WHERE apps.realm = app_owners.realm AND apps.app = app_owners.app), 0);
CREATE INDEX app_owners_by_use ON app_owners (realm, account, used_at, app);
CREATE INDEX app_owners_of_app ON app_owners (realm, app, used_at);

-- When more was last added to what somebody allowed.
ALTER TABLE grants ADD COLUMN widened_at INTEGER;
