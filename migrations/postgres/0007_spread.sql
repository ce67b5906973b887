-- An index that begins with the realm puts all of one realm side by side, on one machine where rows are spread by what a key begins with. These begin with
-- the app or the account, of which a realm has many. Statements name both, so that a node of the version before finds its rows by them too.
CREATE INDEX CONCURRENTLY IF NOT EXISTS access_tokens_of_app ON access_tokens (app, account, realm, family) WHERE family IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS access_tokens_of_family;

CREATE INDEX CONCURRENTLY IF NOT EXISTS families_by_account ON families (account, app, realm);
DROP INDEX CONCURRENTLY IF EXISTS families_of_account;

CREATE INDEX CONCURRENTLY IF NOT EXISTS sessions_by_account ON sessions (account, realm);
DROP INDEX CONCURRENTLY IF EXISTS sessions_of_account;

CREATE INDEX CONCURRENTLY IF NOT EXISTS links_by_account ON links (account, purpose, realm);
DROP INDEX CONCURRENTLY IF EXISTS links_of_account;
