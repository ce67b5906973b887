-- How the tables are spread over the workers of Citus. Run on the coordinator after the tables are made and before anything is in them; what is
-- spread already stays as it is, so that it is run again for what is new.
--
-- What is written all the time lies where its own key says: by the id that a token carries, by the hash of a code, by the account of a grant.
-- What is small and read with everything stands on every worker.

SELECT create_reference_table('realms') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'realms'::regclass);
SELECT create_reference_table('apps') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'apps'::regclass);
SELECT create_reference_table('app_owners') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'app_owners'::regclass);
SELECT create_reference_table('accounts') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'accounts'::regclass);
SELECT create_reference_table('sign_in_names') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'sign_in_names'::regclass);
SELECT create_reference_table('api_keys') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'api_keys'::regclass);
SELECT create_reference_table('leases') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'leases'::regclass);
SELECT create_reference_table('keyring') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'keyring'::regclass);

-- A row can be held until a transaction ends where it stands once.
SET citus.shard_replication_factor = 1;
SELECT create_distributed_table('access_tokens', 'id') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'access_tokens'::regclass);
SELECT create_distributed_table('refresh_tokens', 'id') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'refresh_tokens'::regclass);
SELECT create_distributed_table('families', 'family') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'families'::regclass);
SELECT create_distributed_table('codes', 'hash') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'codes'::regclass);
SELECT create_distributed_table('grants', 'account') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'grants'::regclass);
SELECT create_distributed_table('sessions', 'hash') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'sessions'::regclass);
SELECT create_distributed_table('links', 'hash') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'links'::regclass);
SELECT create_distributed_table('spent', 'hash') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'spent'::regclass);
SELECT create_distributed_table('audit', 'id') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'audit'::regclass);
SELECT create_distributed_table('app_uses', 'app') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'app_uses'::regclass);
SELECT create_distributed_table('secret_uses', 'app') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'secret_uses'::regclass);
SELECT create_distributed_table('app_refusals', 'app') WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'app_refusals'::regclass);
