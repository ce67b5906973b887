-- What the list of an owner's apps shows, found without going through anything else.

-- The list is in order of name, so the way from an account to its apps is too. A deleted app is in nobody's list.
ALTER TABLE app_owners ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE app_owners ADD COLUMN client_id TEXT NOT NULL DEFAULT '';
UPDATE app_owners SET
  name_key = (SELECT name_key FROM apps WHERE apps.realm = app_owners.realm AND apps.app = app_owners.app),
  client_id = (SELECT client_id FROM apps WHERE apps.realm = app_owners.realm AND apps.app = app_owners.app);
DELETE FROM app_owners WHERE app IN (SELECT app FROM apps WHERE apps.realm = app_owners.realm AND deleted_at IS NOT NULL);
CREATE INDEX app_owners_by_name ON app_owners (realm, account, name_key, client_id);

-- When a token of an app was last seen in use. Beside the app's row, because writing it must not move the realm's revision.
CREATE TABLE app_uses (
  realm       INTEGER NOT NULL,
  app         INTEGER NOT NULL,
  used_at     INTEGER NOT NULL,
  PRIMARY KEY (realm, app)
) STRICT, WITHOUT ROWID;
