-- What the server signs and seals with, sealed under the root key. A node of the version before goes on with keys that it derives from that key,
-- which are the first ones here where there was something in the database before.
CREATE TABLE IF NOT EXISTS keyring (
  realm       BIGINT NOT NULL,
  purpose     TEXT COLLATE "C" NOT NULL,
  id          BIGINT NOT NULL,
  algorithm   TEXT COLLATE "C" NOT NULL,
  sealed      BYTEA NOT NULL,
  made_at     BIGINT NOT NULL,
  active_from BIGINT NOT NULL,
  retires_at  BIGINT,
  ends_at     BIGINT,
  PRIMARY KEY (realm, purpose, id)
);
