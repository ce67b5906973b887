-- What the server signs and seals with. Each key is itself sealed under the root key, which is no part of the database.
CREATE TABLE keyring (
  realm       INTEGER NOT NULL,
  purpose     TEXT NOT NULL,      -- what it is for; empty: nothing, a row that says that there have been keys
  id          INTEGER NOT NULL,   -- counted, so that of nodes that make the next one at the same time one wins
  algorithm   TEXT NOT NULL,
  sealed      BLOB NOT NULL,
  made_at     INTEGER NOT NULL,
  active_from INTEGER NOT NULL,   -- first second in which it signs; known to all nodes before
  retires_at  INTEGER,            -- first second in which the next one signs
  ends_at     INTEGER,            -- first second in which nothing that it signed is good any more
  PRIMARY KEY (realm, purpose, id)
) STRICT, WITHOUT ROWID;
