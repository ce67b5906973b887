-- Tokens lie in the order in which they were written, found by an id and not by an index of hashes.
--
-- `id` says where a token's row lies. A positive one was counted along with the time by whoever made the token, and travels in its text where
-- that has room: new rows are appended to the last page. A negative one is taken from SHA-256 of the text (its first 8 bytes, the top bit set),
-- for short shapes and for tokens that were made elsewhere. `hash` is the rest of SHA-256 of the text, 24 bytes, and has to fit in both cases.
--
-- What rotating and purging need has no index of its own any more:
--   * Purging goes through the tables by id, a bounded number of rows at a time.
--   * Nobody looks for an app's own tokens but to count them against a limit; only those of an app with a limit have a family here, which is
--     their own id.
--   * A refresh token's columns that are set when it rotates hold values of the same size before, so that its row stays where it is.

-- What the hashes of version 1 become.
CREATE TEMP TABLE places (
  hash  BLOB    NOT NULL PRIMARY KEY,
  id    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO places
SELECT hash, (
  WITH RECURSIVE digits (at, id) AS (
    SELECT 1, instr('123456789ABCDEF', substr(hex(hash), 1, 1)) | 8
    UNION ALL
    SELECT at + 1, (id << 4) | instr('123456789ABCDEF', substr(hex(hash), at + 1, 1)) FROM digits WHERE at < 16
  )
  SELECT id FROM digits WHERE at = 16
)
FROM (
  SELECT hash FROM access_tokens UNION SELECT hash FROM refresh_tokens
  UNION SELECT next_refresh FROM refresh_tokens WHERE next_refresh IS NOT NULL
  UNION SELECT next_access FROM refresh_tokens WHERE next_access IS NOT NULL
);

ALTER TABLE access_tokens RENAME TO old_access_tokens;
DROP INDEX access_tokens_of_family;
DROP INDEX access_tokens_to_purge;

-- Access tokens: the hottest table. A row carries all that an answer needs.
CREATE TABLE access_tokens (
  id          INTEGER NOT NULL PRIMARY KEY,
  hash        BLOB    NOT NULL,
  realm       INTEGER NOT NULL,
  mount       INTEGER NOT NULL,
  app         INTEGER NOT NULL,
  account     INTEGER NOT NULL,      -- 0: the app itself (client credentials)
  grant_key   INTEGER,
  family      INTEGER,               -- NULL: an app's own, which no limit counts
  scope       TEXT    NOT NULL,
  usage       INTEGER NOT NULL,      -- 0: by a grant; 1: a developer's test token, which no limit counts
  issued_at   INTEGER NOT NULL,
  ends_at     INTEGER,
  ended_at    INTEGER,
  end_reason  INTEGER,
  used_at     INTEGER,
  purge_at    INTEGER                -- NULL: ends_at
) STRICT;
INSERT INTO access_tokens
SELECT p.id, substr(t.hash, 9), t.realm, t.mount, t.app, t.account, t.grant_key,
  CASE WHEN t.account <> 0 THEN t.family WHEN a.token_limit IS NOT NULL THEN p.id END,
  t.scope, t.usage, t.issued_at, t.ends_at, t.ended_at, t.end_reason, t.used_at, nullif(t.purge_at, t.ends_at)
FROM places p JOIN old_access_tokens t ON t.hash = p.hash LEFT JOIN apps a ON a.realm = t.realm AND a.app = t.app
ORDER BY p.id;
DROP TABLE old_access_tokens;
-- One index for three ways in: an app's tokens (limits), those of one account (grant), those of one family.
CREATE INDEX access_tokens_of_family ON access_tokens (realm, app, account, family) WHERE family IS NOT NULL;

ALTER TABLE refresh_tokens RENAME TO old_refresh_tokens;
DROP INDEX refresh_tokens_of_family;
DROP INDEX refresh_tokens_to_purge;

-- Refresh tokens. One that has rotated stays as a consumed row: it tells a retry from a theft.
CREATE TABLE refresh_tokens (
  id             INTEGER NOT NULL PRIMARY KEY,
  hash           BLOB    NOT NULL,
  realm          INTEGER NOT NULL,
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
  next_refresh   INTEGER NOT NULL,   -- the id of the one that followed; its own while none has
  next_access    INTEGER NOT NULL,   -- the id of the access token that came with that; its own while none has
  consumed_at    INTEGER NOT NULL,   -- when it rotated; before, when it was issued
  salt           BLOB    NOT NULL,   -- of the texts that followed; before, zeros
  purge_at       INTEGER,
  used_issue     INTEGER             -- the youngest issue time among purged access tokens of the family that had been seen in use
) STRICT;
INSERT INTO refresh_tokens
SELECT p.id, substr(t.hash, 9), t.realm, t.mount, t.app, t.account, t.grant_key, t.family, t.scope, t.issued_at, t.ends_at, t.family_ends_at,
  t.ended_at, t.end_reason, coalesce(r.id, p.id), coalesce(a.id, p.id), coalesce(t.consumed_at, t.issued_at), coalesce(t.salt, zeroblob(16)),
  t.purge_at, t.used_issue
FROM places p JOIN old_refresh_tokens t ON t.hash = p.hash
  LEFT JOIN places r ON r.hash = t.next_refresh LEFT JOIN places a ON a.hash = t.next_access
ORDER BY p.id;
DROP TABLE old_refresh_tokens;
-- issued_at stands in it so that the oldest consumed rows of a family are found without reading their rows.
CREATE INDEX refresh_tokens_of_family ON refresh_tokens (realm, app, account, family, issued_at);

DROP TABLE places;
