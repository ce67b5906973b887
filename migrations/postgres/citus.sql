-- How the tables are spread over the workers of Citus. Run on the coordinator after the tables are made and before anything is in them.
--
-- What is written all the time lies where its own key says: by the id that a token carries, by the hash of a code, by the account of a grant.
-- What is small and read with everything stands on every worker.

SELECT create_reference_table('realms');
SELECT create_reference_table('apps');
SELECT create_reference_table('app_owners');
SELECT create_reference_table('accounts');
SELECT create_reference_table('sign_in_names');
SELECT create_reference_table('api_keys');
SELECT create_reference_table('leases');
SELECT create_reference_table('keyring');

SELECT create_distributed_table('access_tokens', 'id');
SELECT create_distributed_table('refresh_tokens', 'id');
SELECT create_distributed_table('families', 'family');
SELECT create_distributed_table('codes', 'hash');
SELECT create_distributed_table('grants', 'account');
SELECT create_distributed_table('sessions', 'hash');
SELECT create_distributed_table('links', 'hash');
SELECT create_distributed_table('spent', 'hash');
SELECT create_distributed_table('audit', 'id');
SELECT create_distributed_table('app_uses', 'app');
SELECT create_distributed_table('secret_uses', 'app');
SELECT create_distributed_table('app_refusals', 'app');
