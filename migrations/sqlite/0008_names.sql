-- A search for a part of a name reads the names and no app: the index holds everything that it asks for, also what is the same in all of its rows.
DROP INDEX apps_by_name;
CREATE INDEX apps_by_name ON apps (realm, name_key, client_id, deleted_at) WHERE deleted_at IS NULL;
DROP INDEX apps_by_review;
CREATE INDEX apps_by_review ON apps (realm, review, name_key, client_id, suspended_at, deleted_at)
  WHERE deleted_at IS NULL AND suspended_at IS NULL;
DROP INDEX apps_suspended;
CREATE INDEX apps_suspended ON apps (realm, name_key, client_id, suspended_at, deleted_at)
  WHERE deleted_at IS NULL AND suspended_at IS NOT NULL;
