-- A family has a row of its own, and its refresh tokens are counted: a rotation appends two rows and changes two numbers.
--
-- What holds for all tokens of a family stands there once. Each refresh token says which one of its family it is, so that how far it is behind
-- the good one needs no search, and neither rotating nor forgetting needs an index.

ALTER TABLE refresh_tokens RENAME TO old_refresh_tokens;

-- All tokens that came from one code, as far as there is a refresh token among them. One of those is good; whoever rotates it puts the next one
-- in its place, on condition that it still is the good one.
CREATE TABLE families (
  family         INTEGER NOT NULL PRIMARY KEY,
  realm          INTEGER NOT NULL,
  mount          INTEGER NOT NULL,
  app            INTEGER NOT NULL,
  account        INTEGER NOT NULL,
  grant_key      INTEGER NOT NULL,
  refresh        INTEGER NOT NULL,   -- the id of the refresh token that is good
  number         INTEGER NOT NULL,   -- which one that is, counted from 0
  family_ends_at INTEGER,
  ended_at       INTEGER,
  end_reason     INTEGER,
  purge_at       INTEGER,            -- past it, all its refresh tokens count as absent
  used_issue     INTEGER             -- the youngest issue time among its purged access tokens that had been seen in use
) STRICT;
-- The last one of each. Where one is missing behind it, that was the good one, and nothing takes its place.
INSERT OR IGNORE INTO families
SELECT family, realm, mount, app, account, grant_key, next_refresh,
  (SELECT count(*) FROM old_refresh_tokens o WHERE o.realm = t.realm AND o.app = t.app AND o.account = t.account AND o.family = t.family)
    - (next_refresh = id),
  family_ends_at, ended_at, end_reason, purge_at,
  (SELECT max(used_issue) FROM old_refresh_tokens o WHERE o.realm = t.realm AND o.app = t.app AND o.account = t.account AND o.family = t.family)
FROM old_refresh_tokens t
WHERE next_refresh = id OR NOT EXISTS (SELECT 1 FROM old_refresh_tokens o WHERE o.id = t.next_refresh)
ORDER BY family, issued_at DESC;
CREATE INDEX families_of_account ON families (realm, app, account);

-- Refresh tokens. One that has rotated stays: it tells a retry from a theft.
CREATE TABLE refresh_tokens (
  id          INTEGER NOT NULL PRIMARY KEY,
  hash        BLOB    NOT NULL,
  family      INTEGER NOT NULL,
  number      INTEGER NOT NULL,      -- which one of its family it is
  scope       TEXT    NOT NULL,
  issued_at   INTEGER NOT NULL,
  ends_at     INTEGER,
  salt        BLOB,                  -- of its text and that of the access token that came with it, if it followed another
  access      INTEGER                -- the id of the access token that came with it, if one is known
) STRICT;
INSERT INTO refresh_tokens
SELECT t.id, t.hash, t.family, row_number() OVER (PARTITION BY t.family ORDER BY t.next_refresh = t.id, t.issued_at) - 1,
  t.scope, t.issued_at, t.ends_at, b.salt, nullif(b.next_access, b.id)
FROM old_refresh_tokens t LEFT JOIN old_refresh_tokens b ON b.next_refresh = t.id AND b.id <> t.id
ORDER BY t.id;
DROP TABLE old_refresh_tokens;
