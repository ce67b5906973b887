-- Everything that Grantor keeps, on PostgreSQL and what speaks its language. The columns mean what they mean in migrations/sqlite, where each is explained.
--
-- Rules that all tables keep, so that the same statements run where rows are spread over many machines:
--   * The server makes every key: no sequences, no defaults that ask a clock.
--   * What is written all the time (codes, tokens, families, sessions, links) is found by one key that spreads: a hash, or an id. No foreign key,
--     no join and no second unique index stands there.
--   * Text is compared byte by byte, as in the embedded database.
--   * One statement is one transaction, and does nothing where it was done before: nodes may start at the same moment.

CREATE TABLE IF NOT EXISTS schema_version (
  version     BIGINT NOT NULL PRIMARY KEY,
  works_from  BIGINT NOT NULL         -- the oldest program that may work on these tables knows this version
);

CREATE TABLE IF NOT EXISTS realms (
  realm       BIGINT NOT NULL PRIMARY KEY,
  revision    BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS apps (
  realm          BIGINT NOT NULL,
  app            BIGINT NOT NULL,
  client_id      TEXT COLLATE "C" NOT NULL,
  name           TEXT NOT NULL,
  name_key       TEXT COLLATE "C" NOT NULL DEFAULT '',
  description    TEXT NOT NULL,
  site           TEXT,
  color          BIGINT,
  support        TEXT,
  kind           TEXT NOT NULL,
  secrets        TEXT NOT NULL,
  redirect_uris  TEXT NOT NULL,
  scopes         TEXT NOT NULL,
  owners         TEXT NOT NULL DEFAULT '[]',
  review         TEXT COLLATE "C" NOT NULL DEFAULT 'live',
  mounts         TEXT NOT NULL,
  introspects    TEXT NOT NULL,
  token_limit    BIGINT,
  test_token     BYTEA,
  suspended_at   BIGINT,
  suspend_reason TEXT,
  deleted_at     BIGINT,
  valid_from     BIGINT NOT NULL,
  created_at     BIGINT NOT NULL,
  PRIMARY KEY (realm, app)
);
CREATE UNIQUE INDEX IF NOT EXISTS apps_by_client_id ON apps (realm, client_id);
CREATE INDEX IF NOT EXISTS apps_by_name ON apps (realm, name_key, client_id) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS apps_by_review ON apps (realm, review, name_key, client_id) WHERE deleted_at IS NULL AND suspended_at IS NULL;
CREATE INDEX IF NOT EXISTS apps_suspended ON apps (realm, name_key, client_id) WHERE deleted_at IS NULL AND suspended_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS app_owners (
  realm       BIGINT NOT NULL,
  account     BIGINT NOT NULL,
  app         BIGINT NOT NULL,
  name_key    TEXT COLLATE "C" NOT NULL DEFAULT '',
  client_id   TEXT COLLATE "C" NOT NULL DEFAULT '',
  PRIMARY KEY (realm, account, app)
);
CREATE INDEX IF NOT EXISTS app_owners_by_name ON app_owners (realm, account, name_key, client_id);

CREATE TABLE IF NOT EXISTS app_uses (
  realm       BIGINT NOT NULL,
  app         BIGINT NOT NULL,
  used_at     BIGINT NOT NULL,
  PRIMARY KEY (realm, app)
);

CREATE TABLE IF NOT EXISTS secret_uses (
  realm       BIGINT NOT NULL,
  app         BIGINT NOT NULL,
  secret      TEXT COLLATE "C" NOT NULL,
  used_at     BIGINT NOT NULL,
  PRIMARY KEY (realm, app, secret)
);

CREATE TABLE IF NOT EXISTS app_refusals (
  realm       BIGINT NOT NULL,
  app         BIGINT NOT NULL,
  id          BIGINT NOT NULL,
  at          BIGINT NOT NULL,
  endpoint    TEXT NOT NULL,
  refusal     TEXT NOT NULL,
  detail      TEXT NOT NULL,
  request_id  TEXT NOT NULL,
  PRIMARY KEY (realm, app, id)
);

CREATE TABLE IF NOT EXISTS accounts (
  realm          BIGINT NOT NULL,
  account        BIGINT NOT NULL,
  id             TEXT COLLATE "C" NOT NULL,
  username       TEXT NOT NULL,
  username_key   TEXT COLLATE "C" NOT NULL,
  email          TEXT NOT NULL,
  email_verified BIGINT NOT NULL,
  first_name     TEXT NOT NULL,
  last_name      TEXT NOT NULL,
  language       TEXT,
  roles          TEXT NOT NULL,
  attributes     TEXT NOT NULL,
  password       TEXT NOT NULL,
  upstream       TEXT COLLATE "C",
  disabled_at    BIGINT,
  deleted_at     BIGINT,
  created_at     BIGINT NOT NULL,
  PRIMARY KEY (realm, account)
);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_by_id ON accounts (realm, id);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_by_username ON accounts (realm, username_key);
CREATE UNIQUE INDEX IF NOT EXISTS accounts_by_upstream ON accounts (realm, upstream) WHERE upstream IS NOT NULL;
CREATE INDEX IF NOT EXISTS accounts_by_name ON accounts (realm, username_key) WHERE deleted_at IS NULL;

CREATE TABLE IF NOT EXISTS sign_in_names (
  realm       BIGINT NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,
  account     BIGINT NOT NULL,
  PRIMARY KEY (realm, name)
);

CREATE TABLE IF NOT EXISTS sessions (
  hash         BYTEA  NOT NULL,
  realm        BIGINT NOT NULL,
  account      BIGINT NOT NULL,
  signed_in_at BIGINT NOT NULL,
  ends_at      BIGINT NOT NULL,
  address      TEXT NOT NULL DEFAULT '',
  device       TEXT NOT NULL DEFAULT '',
  seen_at      BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (hash, realm)
);
CREATE INDEX IF NOT EXISTS sessions_of_account ON sessions (realm, account);
CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (ends_at);

CREATE TABLE IF NOT EXISTS grants (
  realm       BIGINT NOT NULL,
  account     BIGINT NOT NULL,
  app         BIGINT NOT NULL,
  grant_key   BIGINT NOT NULL,
  scope       TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  address     TEXT NOT NULL DEFAULT '',
  device      TEXT NOT NULL DEFAULT '',
  used_at     BIGINT,
  used_from   TEXT,
  ended_at    BIGINT,
  end_reason  BIGINT,
  PRIMARY KEY (account, app, realm)
);
CREATE INDEX IF NOT EXISTS grants_of_app ON grants (app, realm, ended_at, account);

CREATE TABLE IF NOT EXISTS codes (
  hash             BYTEA  NOT NULL,
  realm            BIGINT NOT NULL,
  mount            BIGINT NOT NULL,
  app              BIGINT NOT NULL,
  account          BIGINT NOT NULL,
  grant_key        BIGINT NOT NULL,
  scope            TEXT NOT NULL,
  redirect_uri     TEXT,
  redirect_named   BIGINT NOT NULL,
  challenge        TEXT,
  challenge_method TEXT,
  offline          BIGINT NOT NULL,
  issued_at        BIGINT NOT NULL,
  ends_at          BIGINT NOT NULL,
  spent            BIGINT,
  purge_at         BIGINT NOT NULL,
  PRIMARY KEY (hash, realm)
);
CREATE INDEX IF NOT EXISTS codes_to_purge ON codes (purge_at);

CREATE TABLE IF NOT EXISTS access_tokens (
  id          BIGINT NOT NULL PRIMARY KEY,
  hash        BYTEA  NOT NULL,
  realm       BIGINT NOT NULL,
  mount       BIGINT NOT NULL,
  app         BIGINT NOT NULL,
  account     BIGINT NOT NULL,
  grant_key   BIGINT,
  family      BIGINT,
  scope       TEXT NOT NULL,
  usage       BIGINT NOT NULL,
  issued_at   BIGINT NOT NULL,
  ends_at     BIGINT,
  ended_at    BIGINT,
  end_reason  BIGINT,
  used_at     BIGINT,
  purge_at    BIGINT
);
CREATE INDEX IF NOT EXISTS access_tokens_of_family ON access_tokens (realm, app, account, family) WHERE family IS NOT NULL;

CREATE TABLE IF NOT EXISTS families (
  family         BIGINT NOT NULL PRIMARY KEY,
  realm          BIGINT NOT NULL,
  mount          BIGINT NOT NULL,
  app            BIGINT NOT NULL,
  account        BIGINT NOT NULL,
  grant_key      BIGINT NOT NULL,
  refresh        BIGINT NOT NULL,
  number         BIGINT NOT NULL,
  family_ends_at BIGINT,
  good_until     BIGINT,
  ended_at       BIGINT,
  end_reason     BIGINT,
  purge_at       BIGINT,
  used_issue     BIGINT
);
CREATE INDEX IF NOT EXISTS families_of_account ON families (realm, app, account);

CREATE TABLE IF NOT EXISTS refresh_tokens (
  id          BIGINT NOT NULL PRIMARY KEY,
  hash        BYTEA  NOT NULL,
  family      BIGINT NOT NULL,
  number      BIGINT NOT NULL,
  scope       TEXT NOT NULL,
  issued_at   BIGINT NOT NULL,
  ends_at     BIGINT,
  salt        BYTEA,
  access      BIGINT
);

CREATE TABLE IF NOT EXISTS links (
  hash        BYTEA  NOT NULL,
  realm       BIGINT NOT NULL,
  purpose     TEXT COLLATE "C" NOT NULL,
  account     BIGINT,
  data        TEXT NOT NULL,
  ends_at     BIGINT NOT NULL,
  PRIMARY KEY (hash, realm)
);
CREATE INDEX IF NOT EXISTS links_of_account ON links (realm, account, purpose);
CREATE INDEX IF NOT EXISTS links_by_end ON links (ends_at);

CREATE TABLE IF NOT EXISTS spent (
  hash        BYTEA  NOT NULL,
  realm       BIGINT NOT NULL,
  ends_at     BIGINT NOT NULL,
  PRIMARY KEY (hash, realm)
);
CREATE INDEX IF NOT EXISTS spent_by_end ON spent (ends_at);

CREATE TABLE IF NOT EXISTS api_keys (
  hash        BYTEA  NOT NULL,
  realm       BIGINT NOT NULL,
  id          TEXT COLLATE "C" NOT NULL,
  name        TEXT NOT NULL,
  rights      TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  created_by  TEXT NOT NULL,
  ends_at     BIGINT,
  used_at     BIGINT,
  ended_at    BIGINT,
  PRIMARY KEY (hash, realm)
);
CREATE UNIQUE INDEX IF NOT EXISTS api_keys_by_id ON api_keys (realm, id);

CREATE TABLE IF NOT EXISTS audit (
  realm       BIGINT NOT NULL,
  id          BIGINT NOT NULL,
  at          BIGINT NOT NULL,
  actor       TEXT COLLATE "C" NOT NULL,
  action      TEXT COLLATE "C" NOT NULL,
  object      TEXT NOT NULL,
  detail      TEXT NOT NULL,
  account     BIGINT,
  app         BIGINT,
  address     TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (realm, id)
);
CREATE INDEX IF NOT EXISTS audit_by_time ON audit (realm, at, id);
CREATE INDEX IF NOT EXISTS audit_of_account ON audit (realm, account, at, id) WHERE account IS NOT NULL;
CREATE INDEX IF NOT EXISTS audit_of_app ON audit (realm, app, at, id) WHERE app IS NOT NULL;
CREATE INDEX IF NOT EXISTS audit_of_actor ON audit (realm, actor, at, id);
CREATE INDEX IF NOT EXISTS audit_of_action ON audit (realm, action, at, id);
