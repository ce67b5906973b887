-- Who does at the moment what one node does for all of them. A node of the version before asks nobody and does it as well, which costs only work.
CREATE TABLE IF NOT EXISTS leases (
  name     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  holder   BIGINT NOT NULL,
  ends_at  BIGINT NOT NULL
);
