-- What the pages of developers, users and operators need beside what OAuth itself does.

-- Apps: who looks after them, how they look, and how far they have come.
ALTER TABLE apps ADD COLUMN owners TEXT NOT NULL DEFAULT '[]';      -- keys of accounts
ALTER TABLE apps ADD COLUMN name_key TEXT NOT NULL DEFAULT '';      -- the name in lower case: the order of lists
ALTER TABLE apps ADD COLUMN color INTEGER;
ALTER TABLE apps ADD COLUMN support TEXT;
ALTER TABLE apps ADD COLUMN review TEXT NOT NULL DEFAULT 'live';    -- 'draft', 'in-review' or 'live'
ALTER TABLE apps ADD COLUMN suspend_reason TEXT;
UPDATE apps SET owners = json_array(owner) WHERE owner IS NOT NULL;
UPDATE apps SET name_key = lower(name);
CREATE INDEX apps_by_name ON apps (realm, name_key, client_id);

-- The way from an account to the apps that it looks after.
CREATE TABLE app_owners (
  realm       INTEGER NOT NULL,
  account     INTEGER NOT NULL,
  app         INTEGER NOT NULL,
  PRIMARY KEY (realm, account, app)
) STRICT, WITHOUT ROWID;
INSERT INTO app_owners (realm, account, app) SELECT realm, owner, app FROM apps WHERE owner IS NOT NULL;
ALTER TABLE apps DROP COLUMN owner;

-- When each secret of an app was last used. Beside the app's row, because writing it must not move the realm's revision.
CREATE TABLE secret_uses (
  realm       INTEGER NOT NULL,
  app         INTEGER NOT NULL,
  secret      TEXT    NOT NULL,
  used_at     INTEGER NOT NULL,
  PRIMARY KEY (realm, app, secret)
) STRICT, WITHOUT ROWID;

-- The last refusals of an app's requests, for its developers. Bounded per app; holds no secret and nothing about users.
CREATE TABLE app_refusals (
  realm       INTEGER NOT NULL,
  app         INTEGER NOT NULL,
  id          INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  endpoint    TEXT    NOT NULL,
  refusal     TEXT    NOT NULL,
  detail      TEXT    NOT NULL,  -- what was sent and what was expected, as JSON
  request_id  TEXT    NOT NULL,
  PRIMARY KEY (realm, app, id)
) STRICT, WITHOUT ROWID;

-- People.
ALTER TABLE accounts ADD COLUMN language TEXT;
ALTER TABLE accounts ADD COLUMN upstream TEXT;                      -- its id at the owner's own login
ALTER TABLE accounts ADD COLUMN deleted_at INTEGER;                 -- a deleted account's row stays, emptied, so that its id never comes back
CREATE UNIQUE INDEX accounts_by_upstream ON accounts (realm, upstream) WHERE upstream IS NOT NULL;

ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE grants ADD COLUMN address TEXT NOT NULL DEFAULT '';     -- where the consent came from
ALTER TABLE grants ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN used_at INTEGER;                      -- when and from where one of its tokens was last used
ALTER TABLE grants ADD COLUMN used_from TEXT;
CREATE INDEX grants_of_app ON grants (app, realm, ended_at, account);

-- Links that were sent by mail, or printed for an operator: good once, until their end.
CREATE TABLE links (
  realm       INTEGER NOT NULL,
  hash        BLOB    NOT NULL,
  purpose     TEXT    NOT NULL,
  account     INTEGER,
  data        TEXT    NOT NULL,
  ends_at     INTEGER NOT NULL,
  PRIMARY KEY (hash, realm)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_of_account ON links (realm, account, purpose);
CREATE INDEX links_by_end ON links (ends_at);

-- What may come once only (answers of the owner's own login), until it is too old anyway.
CREATE TABLE spent (
  realm       INTEGER NOT NULL,
  hash        BLOB    NOT NULL,
  ends_at     INTEGER NOT NULL,
  PRIMARY KEY (hash, realm)
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_by_end ON spent (ends_at);

-- Keys of the administration's API.
CREATE TABLE api_keys (
  realm       INTEGER NOT NULL,
  hash        BLOB    NOT NULL,
  id          TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  rights      TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  created_by  TEXT    NOT NULL,
  ends_at     INTEGER,
  used_at     INTEGER,
  ended_at    INTEGER,
  PRIMARY KEY (hash, realm)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_by_id ON api_keys (realm, id);

-- What an audit row is about, and where its actor was.
ALTER TABLE audit ADD COLUMN account INTEGER;
ALTER TABLE audit ADD COLUMN app INTEGER;
ALTER TABLE audit ADD COLUMN address TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_of_account ON audit (realm, account, id) WHERE account IS NOT NULL;
CREATE INDEX audit_of_app ON audit (realm, app, id) WHERE app IS NOT NULL;
