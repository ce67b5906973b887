-- Everything that Grantor keeps. Read from top to bottom: who, what they let happen, what was handed out for it.
--
-- Rules that all tables keep:
--   * Every row belongs to a realm, and every key holds it: realms share nothing. Where a hash finds the row, the hash comes first: it spreads,
--     and a planner without statistics would else take the realm alone for a short way to a token.
--   * Keys are made by the server (random, or a hash), never counted up by the database, so that several nodes need no common counter.
--   * What is written all the time (codes, tokens) lies in the order in which it was written, and only the index of hashes is written all over:
--     with the hash as the table's own order, each new row costs three pages in the log where one is enough.
--   * No table points into another one by a foreign key: ending a grant writes its tokens itself, and a hot table must not read a second one to take a row.
--   * Times are whole seconds since 1970. `…_at` is when it happened or will; NULL: not (yet), or never.
--   * No secret in clear: `hash` is SHA-256 of a token's text (32 bytes), `password` a PHC string (Argon2id).
--   * `purge_at`: past this second a row counts as absent, whether it has been deleted yet or not, so that purging changes no answer.

-- One row per migration that has been applied.
CREATE TABLE schema_version (
  version     INTEGER NOT NULL PRIMARY KEY
) STRICT;

-- Moved by every change of an app or account, in the same transaction: what is cached of a realm is good for as long as this stands still.
CREATE TABLE realms (
  realm       INTEGER NOT NULL PRIMARY KEY,
  revision    INTEGER NOT NULL
) STRICT;

-- Third parties' programs. Cold: few, small, and cached by whoever reads them; lists are JSON.
CREATE TABLE apps (
  realm         INTEGER NOT NULL,
  app           INTEGER NOT NULL,
  client_id     TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  description   TEXT    NOT NULL,
  site          TEXT,
  kind          TEXT    NOT NULL,
  secrets       TEXT    NOT NULL,  -- [{"stored", "created_at"}], newest first; hashed
  redirect_uris TEXT    NOT NULL,  -- in order of registration
  scopes        TEXT    NOT NULL,
  owner         INTEGER,
  mounts        TEXT    NOT NULL,
  introspects   TEXT    NOT NULL,  -- 'own' or 'realm'
  token_limit   INTEGER,
  suspended_at  INTEGER,
  deleted_at    INTEGER,           -- deleted apps stay, so that their client_id is never given to another one
  valid_from    INTEGER NOT NULL,  -- tokens issued before are dead: revoking millions costs one write
  created_at    INTEGER NOT NULL,
  test_token    BLOB,              -- hash of its live test token: the way to it without a search
  PRIMARY KEY (realm, app)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX apps_by_client_id ON apps (realm, client_id);

-- People.
CREATE TABLE accounts (
  realm          INTEGER NOT NULL,
  account        INTEGER NOT NULL,
  id             TEXT    NOT NULL,  -- what apps see
  username       TEXT    NOT NULL,
  username_key   TEXT    NOT NULL,  -- its canonical form: the order of lists
  email          TEXT    NOT NULL,
  email_verified INTEGER NOT NULL,
  first_name     TEXT    NOT NULL,
  last_name      TEXT    NOT NULL,
  roles          TEXT    NOT NULL,
  attributes     TEXT    NOT NULL,
  password       TEXT    NOT NULL,
  disabled_at    INTEGER,
  created_at     INTEGER NOT NULL,
  PRIMARY KEY (realm, account)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX accounts_by_id ON accounts (realm, id);
CREATE UNIQUE INDEX accounts_by_username ON accounts (realm, username_key);

-- What people sign in with: canonical user names and addresses. One table for both, because nobody may take the other's address as a user name.
CREATE TABLE sign_in_names (
  realm       INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  account     INTEGER NOT NULL,
  PRIMARY KEY (realm, name)
) STRICT, WITHOUT ROWID;

-- Signed-in browsers.
CREATE TABLE sessions (
  realm        INTEGER NOT NULL,
  hash         BLOB    NOT NULL,
  account      INTEGER NOT NULL,
  signed_in_at INTEGER NOT NULL,
  ends_at      INTEGER NOT NULL,
  PRIMARY KEY (hash, realm)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_account ON sessions (realm, account);
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- "This account let this app have these scopes." One row per account and app: an ended grant's row is overwritten by the next consent, under a new
-- grant_key, so what names the old key stays dead. A grant lives when its key stands here and ended_at is NULL.
CREATE TABLE grants (
  realm       INTEGER NOT NULL,
  account     INTEGER NOT NULL,
  app         INTEGER NOT NULL,
  grant_key   INTEGER NOT NULL,
  scope       TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  ended_at    INTEGER,
  end_reason  INTEGER,
  PRIMARY KEY (realm, account, app)
) STRICT, WITHOUT ROWID;

-- Authorization codes. A spent one names the family that it made, so that its replay can end that family.
CREATE TABLE codes (
  realm            INTEGER NOT NULL,
  hash             BLOB    NOT NULL,
  mount            INTEGER NOT NULL,
  app              INTEGER NOT NULL,
  account          INTEGER NOT NULL,
  grant_key        INTEGER NOT NULL,
  scope            TEXT    NOT NULL,
  redirect_uri     TEXT,             -- NULL: shown on screen
  redirect_named   INTEGER NOT NULL,
  challenge        TEXT,
  challenge_method TEXT,
  offline          INTEGER NOT NULL,
  issued_at        INTEGER NOT NULL,
  ends_at          INTEGER NOT NULL,
  spent            INTEGER,          -- family
  purge_at         INTEGER NOT NULL,
  PRIMARY KEY (hash, realm)
) STRICT;
CREATE INDEX codes_to_purge ON codes (purge_at);

-- Access tokens: the hottest table. A row carries all that an answer needs.
CREATE TABLE access_tokens (
  realm       INTEGER NOT NULL,
  hash        BLOB    NOT NULL,
  mount       INTEGER NOT NULL,
  app         INTEGER NOT NULL,
  account     INTEGER NOT NULL,      -- 0: the app itself (client credentials)
  grant_key   INTEGER,
  family      INTEGER NOT NULL,
  scope       TEXT    NOT NULL,
  usage       INTEGER NOT NULL,      -- 0: by a grant; 1: a developer's test token, which no limit counts
  issued_at   INTEGER NOT NULL,
  ends_at     INTEGER,
  ended_at    INTEGER,
  end_reason  INTEGER,
  used_at     INTEGER,
  purge_at    INTEGER,
  PRIMARY KEY (hash, realm)
) STRICT;
-- One index for three ways in: an app's tokens (limits), those of one account (grant), those of one family.
CREATE INDEX access_tokens_of_family ON access_tokens (realm, app, account, family);
CREATE INDEX access_tokens_to_purge ON access_tokens (purge_at) WHERE purge_at IS NOT NULL;

-- Refresh tokens. One that has rotated stays as a consumed row: it tells a retry from a theft.
CREATE TABLE refresh_tokens (
  realm          INTEGER NOT NULL,
  hash           BLOB    NOT NULL,
  mount          INTEGER NOT NULL,
  app            INTEGER NOT NULL,
  account        INTEGER NOT NULL,
  grant_key      INTEGER NOT NULL,
  family         INTEGER NOT NULL,
  scope          TEXT    NOT NULL,
  issued_at      INTEGER NOT NULL,
  ends_at        INTEGER,
  family_ends_at INTEGER,
  ended_at       INTEGER,
  end_reason     INTEGER,
  consumed_at    INTEGER,            -- these four are set together when it rotates
  salt           BLOB,
  next_refresh   BLOB,
  next_access    BLOB,
  purge_at       INTEGER,
  used_issue     INTEGER,            -- the youngest issue time among purged access tokens of the family that had been seen in use
  PRIMARY KEY (hash, realm)
) STRICT;
-- issued_at stands in it so that the oldest consumed rows of a family are found without reading their rows.
CREATE INDEX refresh_tokens_of_family ON refresh_tokens (realm, app, account, family, issued_at);
CREATE INDEX refresh_tokens_to_purge ON refresh_tokens (purge_at) WHERE purge_at IS NOT NULL;

-- Who did what, when. Issuing and refreshing leave none.
CREATE TABLE audit (
  realm       INTEGER NOT NULL,
  id          INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  actor       TEXT    NOT NULL,
  action      TEXT    NOT NULL,
  object      TEXT    NOT NULL,
  detail      TEXT    NOT NULL,
  PRIMARY KEY (realm, id)
) STRICT, WITHOUT ROWID;
