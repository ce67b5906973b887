-- Who does at the moment what one node does for all of them.
CREATE TABLE leases (
  name     TEXT NOT NULL PRIMARY KEY,
  holder   INTEGER NOT NULL,   -- a number that the node drew when it started
  ends_at  INTEGER NOT NULL    -- first second in which anybody may take it
) STRICT;
