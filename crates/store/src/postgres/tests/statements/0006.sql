delete from access_tokens where id between $1 and $2 and coalesce(purge_at, ends_at, $3) < $3;
delete from app_owners where realm = $1 and account = $2 and app = $3;
delete from app_refusals where realm = $1 and app = $2 and id <= (
select id from app_refusals where realm = $1 and app = $2 order by id desc limit 1 offset $3);
delete from codes where realm = $1 and hash = $2;
delete from families where family between $1 and $2 and purge_at < $3;
delete from keyring where realm = $1 and purpose = $2 and id = $3;
delete from keyring where realm = $1 and purpose = $2 and id = $3 and ends_at <= $4;
delete from links where realm = $1 and account = $2;
delete from links where realm = $1 and account = $2 and purpose = $3;
delete from links where realm = $1 and hash = $2;
delete from refresh_tokens where id = $1;
delete from secret_uses where realm = $1 and app = $2 and secret = $3;
delete from sessions where realm = $1 and account = $2 and ($3::bytea is null or hash <> $3::bytea);
delete from sessions where realm = $1 and account = $2 and hash = $3;
delete from sessions where realm = $1 and hash = $2;
delete from sessions where realm = $1 and hash in (
select hash from sessions where realm = $1 and account = $2 and hash <> $3 order by seen_at desc, signed_in_at desc limit 1000 offset $4);
delete from sign_in_names where realm = $1 and name = $2 and account = $3;
delete from spent where realm = $1 and hash = $2;
insert into access_tokens (id, hash, realm, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, purge_at)
values ($1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9::text, $10::bigint, $11::bigint,
$12::bigint, $13::bigint)
on conflict do nothing;
insert into access_tokens (id, hash, realm, mount, app, account, scope, usage, issued_at, ends_at, purge_at)
select * from unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[],
$10::bigint[], $11::bigint[])
on conflict do nothing returning id;
insert into accounts (realm, account, id, username, username_key, email, email_verified, first_name, last_name, roles, attributes,
password, disabled_at, created_at, language, upstream)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing;
insert into api_keys (realm, hash, id, name, rights, created_at, created_by, ends_at)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing;
insert into app_owners (realm, account, app, name_key, client_id, used_at) values ($1, $2, $3, $4, $5, $6)
on conflict (realm, account, app) do update set name_key = excluded.name_key;
insert into app_owners (realm, account, app, name_key, client_id, used_at, invited) values ($1, $2, $3, $4, $5, $6, 1)
on conflict (realm, account, app) do update set name_key = excluded.name_key;
insert into app_refusals (realm, app, id, at, endpoint, refusal, detail, request_id)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing;
insert into app_uses (realm, app, used_at) values ($1, $2, $3)
on conflict (realm, app) do update set used_at = excluded.used_at where app_uses.used_at < excluded.used_at;
insert into apps (realm, app, client_id, introspects, mounts, created_at, name, description, kind, secrets, redirect_uris, scopes, valid_from)
values ($1, $2, $3, $4, $5, $6, '', '', '', '[]', '[]', '[]', 0) on conflict do nothing;
insert into audit (realm, id, at, actor, action, object, detail, account, app, address)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing;
insert into codes (realm, hash, mount, app, account, grant_key, scope, redirect_uri, redirect_named, challenge, challenge_method,
offline, issued_at, ends_at, purge_at)
values ($1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::text, $8::text, $9::bigint, $10::text, $11::text,
$12::bigint, $13::bigint, $14::bigint, $15::bigint)
on conflict do nothing;
insert into families (family, realm, mount, app, account, grant_key, refresh, number, family_ends_at, good_until, purge_at)
values ($1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint, 0, $8::bigint, $9::bigint, $10::bigint);
insert into grants (realm, account, app, grant_key, scope, created_at, address, device) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (realm, account, app) do update set grant_key = excluded.grant_key, scope = excluded.scope,
created_at = excluded.created_at, address = excluded.address, device = excluded.device, used_at = null, used_from = null,
ended_at = null, end_reason = null
where grants.ended_at is not null;
insert into keyring (realm, purpose, id, algorithm, sealed, made_at, active_from, retires_at, ends_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing;
insert into leases (name, holder, ends_at) values ($1, $2, $3)
on conflict (name) do update set holder = excluded.holder, ends_at = excluded.ends_at;
insert into leases (name, holder, ends_at) values ($1, $2, $3)
on conflict (name) do update set holder = excluded.holder, ends_at = excluded.ends_at
where leases.holder = excluded.holder or leases.ends_at <= $4;
insert into links (realm, hash, purpose, account, data, ends_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing;
insert into realms (realm, revision) values ($1, 1) on conflict (realm) do update set revision = realms.revision + 1;
insert into refresh_tokens (id, hash, family, number, scope, issued_at, ends_at, salt, access)
values ($1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::text, $6::bigint, $7::bigint, $8::bytea, $9::bigint) on conflict do nothing;
insert into secret_uses (realm, app, secret, used_at) values ($1, $2, $3, $4)
on conflict (realm, app, secret) do update set used_at = excluded.used_at where secret_uses.used_at < excluded.used_at;
insert into sessions (realm, hash, account, signed_in_at, ends_at, address, device, seen_at)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing;
insert into sign_in_names (realm, name, account) values ($1, $2, $3) on conflict do nothing;
insert into spent (realm, hash, ends_at) values ($1, $2, $3) on conflict do nothing;
select 1 from access_tokens
where realm = $1 and app = $2 and account = $3 and family = $4 and issued_at >= $5 and id <> $6
and used_at is not null limit 1;
select 1 from access_tokens where id = $1::bigint and hash = $2::bytea and realm = $3::bigint;
select 1 from access_tokens where id = $2 and realm = $1;
select 1 from access_tokens where realm = $1 and app = $2 and account = $3 and family is not null and grant_key = $4
and ended_at is null and (ends_at is null or ends_at > $5) and issued_at >= $6 limit 1;
select 1 from accounts where realm = $1 and account = $2 for update;
select 1 from apps where realm = $1 and app = $2 for update;
select 1 from codes
where hash = $2::bytea and realm = $1::bigint and spent is null and ends_at > $3::bigint and grant_key = $4::bigint;
select 1 from families
where family = $1::bigint and realm = $2::bigint and refresh = $3::bigint and ended_at is null
and (good_until is null or good_until > $4::bigint)
for update;
select a.account, a.id, a.username, a.email, a.email_verified, a.first_name, a.last_name, a.roles, a.attributes, a.language,
a.upstream, a.disabled_at, a.deleted_at, a.created_at, a.seen_at
from sign_in_names n join accounts a on a.realm = n.realm and a.account = n.account
where n.realm = $1 and n.name >= $2 and n.name < $3 and (n.name = a.username_key or a.username_key < $4 or a.username_key >= $3)
order by n.name limit $5;
select a.account, a.id, a.username, a.email, a.email_verified, a.first_name, a.last_name, a.roles, a.attributes, a.language,
a.upstream, a.disabled_at, a.deleted_at, a.created_at, a.seen_at, a.password
from sign_in_names n join accounts a on a.realm = n.realm and a.account = n.account where n.realm = $1 and n.name = $2;
select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
from (select name_key, client_id, app from apps
where realm = $1 and deleted_at is null and (name_key, client_id) > ($2, $3)
and ($4 = '' or client_id = $4 or name_key like $5 escape '!')
order by name_key, client_id limit $6) as found
join apps a on a.realm = $1 and a.app = found.app order by found.name_key, found.client_id;
select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
from (select name_key, client_id, app from apps
where realm = $1 and deleted_at is null and suspended_at is not null and (name_key, client_id) > ($2, $3)
and ($4 = '' or client_id = $4 or name_key like $5 escape '!')
order by name_key, client_id limit $6) as found
join apps a on a.realm = $1 and a.app = found.app order by found.name_key, found.client_id;
select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
from (select name_key, client_id, app from apps
where realm = $1 and deleted_at is null and suspended_at is null and review = $7 and (name_key, client_id) > ($2, $3)
and ($4 = '' or client_id = $4 or name_key like $5 escape '!')
order by name_key, client_id limit $6) as found
join apps a on a.realm = $1 and a.app = found.app order by found.name_key, found.client_id;
select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
from app_owners o join apps a on a.realm = o.realm and a.app = o.app
where o.realm = $1 and o.account = $2 and (o.name_key, o.client_id) > ($3, $4) and ($5 = '' or o.client_id = $5 or o.name_key like $6 escape '!')
order by o.name_key, o.client_id limit $7;
select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at, a.test_token
from app_owners o join apps a on a.realm = o.realm and a.app = o.app
where o.realm = $1 and o.account = $2 and a.test_token is not null order by o.name_key, o.client_id;
select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at, found.at, u.used_at
from (select coalesce(used_at, created_at) as at, app from apps
where realm = $1 and deleted_at is null and coalesce(used_at, created_at) <= $2 and (coalesce(used_at, created_at), app) < ($2, $3)
and ($4 = '' or client_id = $4 or name_key like $5 escape '!')
and ($6 = '' or case when suspended_at is null then review else 'suspended' end = $6)
order by coalesce(used_at, created_at) desc, app desc limit $7) as found
join apps a on a.realm = $1 and a.app = found.app left join app_uses u on u.realm = $1 and u.app = found.app
order by found.at desc, found.app desc;
select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at, o.used_at
from app_owners o join apps a on a.realm = o.realm and a.app = o.app
where o.realm = $1 and o.account = $2 and (o.used_at, o.app) < ($3, $4) and ($5 = '' or o.client_id = $5 or o.name_key like $6 escape '!')
order by o.used_at desc, o.app desc limit $7;
select account from accounts where realm = $1 and upstream = $2;
select account from accounts where realm = $1 and username_key > '' and account <> $2 and disabled_at is null and password <> '' limit 1;
select account from sign_in_names where realm = $1 and name = $2;
select account, data, ends_at from links where realm = $1 and hash = $2 and purpose = $3 and ends_at > $4;
select account, data, ends_at from links where realm = $1 and hash = $2 and purpose = $3 and ends_at > $4 for update;
select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
disabled_at, deleted_at, created_at, seen_at from accounts
where realm = $1 and deleted_at is null and coalesce(seen_at, created_at) <= $2 and (coalesce(seen_at, created_at), account) < ($2, $3)
order by coalesce(seen_at, created_at) desc, account desc limit $4;
select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
disabled_at, deleted_at, created_at, seen_at from accounts
where realm = $1 and deleted_at is null and username_key > $2 order by username_key limit $3;
select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
disabled_at, deleted_at, created_at, seen_at from accounts where realm = $1 and account = $2;
select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
disabled_at, deleted_at, created_at, seen_at from accounts where realm = $1 and id = $2;
select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
disabled_at, deleted_at, created_at, seen_at from accounts where realm = $1 and upstream = $2;
select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
disabled_at, deleted_at, created_at, seen_at from accounts where realm = $1 and username_key > $2 order by username_key limit $3;
select action from audit where realm = $1 and action > $2 order by action limit 1;
select action from audit where realm = $1 and action >= $2 order by action limit 1;
select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owners, color, support, review, mounts, introspects,
token_limit, suspended_at, suspend_reason, deleted_at, valid_from, created_at from apps where realm = $1 and app = $2;
select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owners, color, support, review, mounts, introspects,
token_limit, suspended_at, suspend_reason, deleted_at, valid_from, created_at from apps where realm = $1 and client_id = $2;
select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owners, color, support, review, mounts, introspects,
token_limit, suspended_at, suspend_reason, deleted_at, valid_from, created_at from apps where realm = $1 and client_id > $2 order by client_id limit $3;
select at from audit where realm = $1 and id = $2;
select coalesce((select client_id from apps where realm = $1 and app = $2), ''),
coalesce((select id from accounts where realm = $1 and account = $3), '');
select coalesce((select revision from realms where realm = $1::bigint), 0),
hash, mount, app, account, grant_key, scope, redirect_uri, redirect_named, challenge, challenge_method, offline, issued_at, ends_at, spent
from codes where hash = $2::bytea and realm = $1::bigint and purge_at >= $3::bigint;
select coalesce((select revision from realms where realm = $1::bigint), 0),
id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
from access_tokens where id = $2::bigint and hash = $3::bytea and realm = $1::bigint and coalesce(purge_at, ends_at, $4::bigint) >= $4::bigint;
select coalesce((select revision from realms where realm = $1::bigint), 0), id, hash, family, number, scope, issued_at, ends_at, salt, access
from refresh_tokens where id = $2::bigint and hash = $3::bytea;
select count(*) from (select 1 from access_tokens
where realm = $1 and app = $2 and family is not null and usage = 0 and ended_at is null and (ends_at is null or ends_at > $3)
and issued_at >= coalesce((select valid_from from apps where realm = $1 and app = $2), 0)
limit $4) as live;
select count(*) from (select 1 from app_owners where realm = $1 and account = $2 and invited = 0 limit $3) as live;
select count(*) from (select 1 from grants where realm = $1 and app = $2 and ended_at is null limit $3) as live;
select count(*) from access_tokens where realm = $1 and app = $2 and account = $3 and family is not null and grant_key = $4
and ended_at is null and (ends_at is null or ends_at > $5)
and issued_at >= coalesce((select valid_from from apps where realm = $1 and app = $2), 0);
select data, ends_at from links where realm = $1 and account = $2 and purpose = $3 and ends_at > $4;
select ended_at is null and (ends_at is null or ends_at > $3) and scope = $5 from access_tokens
where id = $2 and hash = $4 and realm = $1;
select family from families where family >= $1 order by family limit 1 offset $2;
select grant_key, account, app, scope, created_at, ended_at, end_reason from grants
where realm = $1 and account = $2 and app = $3 and ended_at is null;
select grant_key, account, app, scope, created_at, ended_at, end_reason from grants
where realm = $1 and account = $2 and ended_at is null and grant_key > $3 order by grant_key limit $4;
select grant_key, account, app, scope, created_at, ended_at, end_reason from grants
where realm = $1::bigint and account = $2::bigint and app = $3::bigint and ended_at is null for update;
select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, widened_at, used_at, used_from
from grants where realm = $1 and account = $2 and ended_at is null and app > $3
and (select deleted_at from apps where apps.realm = grants.realm and apps.app = grants.app) is null
order by app limit $4;
select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, widened_at, used_at, used_from
from grants where realm = $1 and account = $2 and ended_at is null and coalesce(used_at, created_at) <= $3
and (coalesce(used_at, created_at), app) < ($3, $4)
and (select deleted_at from apps where apps.realm = grants.realm and apps.app = grants.app) is null
order by coalesce(used_at, created_at) desc, app desc limit $5;
select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, widened_at, used_at, used_from
from grants where realm = $1 and app = $2 and ended_at is null and account > $3 order by account limit $4;
select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, widened_at, used_at, used_from
from grants where realm = $1 and app = $2 and ended_at is null and coalesce(used_at, created_at) <= $3
and (coalesce(used_at, created_at), account) < ($3, $4)
order by coalesce(used_at, created_at) desc, account desc limit $5;
select hash, account, signed_in_at, ends_at, address, device, seen_at from sessions
where realm = $1 and account = $2 and ends_at > $3 order by seen_at desc, signed_in_at desc limit 100;
select hash, account, signed_in_at, ends_at, address, device, seen_at from sessions
where realm = $1 and hash = $2 and ends_at > $3;
select hash, id, name, rights, created_at, created_by, ends_at, used_at, ended_at from api_keys
where realm = $1 and id > $2 order by id limit $3;
select hash, id, name, rights, created_at, created_by, ends_at, used_at, ended_at from api_keys where realm = $1 and hash = $2;
select id from access_tokens
where realm = $1 and app = $2 and account = $3 and family is not null and grant_key = $4 and id <> $5
and usage = 0 and ended_at is null and ends_at is null
order by coalesce(used_at, issued_at) desc, id limit 1000 offset $6;
select id from access_tokens where id >= $1 order by id limit 1 offset $2;
select id from access_tokens where realm = $1 and app = $2 and account = $3 and family = $4 and issued_at >= $5
and id <> $6 and coalesce(purge_at, ends_at, $7) >= $7
order by issued_at desc limit $8;
select id from refresh_tokens where id >= $1 order by id limit 1 offset $2;
select id, at, actor, action, object, detail, account, app, address from audit
where realm = $1 and (at, id) < ($2, $3) and at >= $4
order by at desc, id desc limit $5;
select id, at, actor, action, object, detail, account, app, address from audit
where realm = $1 and account = $6 and (at, id) < ($2, $3) and at >= $4 and ($7::bigint is null or app = $7::bigint) and ($8::text is null or actor = $8::text)
and ($9::text is null or substr(action, 1, length($9::text)) = $9::text)
order by at desc, id desc limit $5;
select id, at, actor, action, object, detail, account, app, address from audit
where realm = $1 and action = $6 and (at, id) < ($2, $3) and at >= $4 and ($7::text is null or actor = $7::text)
order by at desc, id desc limit $5;
select id, at, actor, action, object, detail, account, app, address from audit
where realm = $1 and actor = $6 and (at, id) < ($2, $3) and at >= $4
order by at desc, id desc limit $5;
select id, at, actor, action, object, detail, account, app, address from audit
where realm = $1 and app = $6 and (at, id) < ($2, $3) and at >= $4 and ($7::text is null or actor = $7::text)
and ($8::text is null or substr(action, 1, length($8::text)) = $8::text)
order by at desc, id desc limit $5;
select id, at, endpoint, refusal, detail, request_id from app_refusals
where realm = $1 and app = $2 and id < $3 order by id desc limit $4;
select id, family, number from refresh_tokens where id between $1 and $2 order by family;
select id, hash, family, number, scope, issued_at, ends_at, salt, access from refresh_tokens where id = $1::bigint;
select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
from access_tokens where id = $2 and hash = $3 and realm = $1;
select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
from access_tokens where id = $2 and realm = $1 and coalesce(purge_at, ends_at, $3) >= $3;
select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
from access_tokens where realm = $1 and app = $2 and account = $3 and family is not null
and ended_at is null and (ends_at is null or ends_at > $4)
and (usage <> 0 or issued_at >= $5)
order by issued_at desc limit 100;
select max(coalesce(good_until, $6)) from families where realm = $1 and app = $2 and account = $3 and grant_key = $4 and ended_at is null
and (good_until is null or good_until > $5) and (select issued_at from refresh_tokens where id = families.refresh)
>= coalesce((select valid_from from apps where realm = $1 and app = $2), 0);
select mount, app, account, grant_key, refresh, number, family_ends_at, ended_at, end_reason, purge_at, used_issue
from families where family = $1::bigint and realm = $2::bigint and (purge_at is null or purge_at >= $3::bigint);
select mount, app, account, grant_key, refresh, number, family_ends_at, ended_at, end_reason, purge_at, used_issue
from families where realm = $1 and app = $2 and account = $3 and ended_at is null and (good_until is null or good_until > $4)
order by family desc limit 100;
select name_key, client_id from apps where realm = $1 and client_id = $2;
select number from families where family = $1;
select realm from accounts where realm >= 0 limit 1;
select realm from apps where realm >= 0 limit 1;
select realm, app, account, family, issued_at from access_tokens
where id between $1 and $2 and coalesce(purge_at, ends_at, $3) < $3 and used_at is not null and account <> 0;
select realm, hash from codes where purge_at < $1 order by purge_at limit $2;
select realm, hash from links where ends_at <= $1 order by ends_at limit $2;
select realm, hash from sessions where ends_at <= $1 order by ends_at limit $2;
select realm, hash from spent where ends_at <= $1 order by ends_at limit $2;
select realm, purpose, id, algorithm, sealed, made_at, active_from, retires_at, ends_at from keyring
where realm >= 0 order by realm, purpose, id;
select refresh from families where realm = $1 and app = $2 and account = $3 and grant_key = $4 and ended_at is null
and (good_until is null or good_until > $5) order by family desc;
select revision from realms where realm = $1;
select revision from realms where realm = $1 for update;
select sealed from keyring where realm = $1 and purpose = $2 and id = $3 for update of keyring;
select secret, used_at from secret_uses where realm = $1 and app = $2;
select test_token from apps where realm = $1 and app = $2;
select test_token from apps where realm = $1 and app = $2 for update;
select used_at from app_uses where realm = $1 and app = $2;
select valid_from from apps where realm = $1 and app = $2;
update access_tokens set ended_at = $3, end_reason = $4, purge_at = $5
where id = $2 and realm = $1 and ended_at is null and (ends_at is null or ends_at > $3);
update access_tokens set ended_at = $5, end_reason = $6, purge_at = $7
where realm = $1 and app = $2 and account = $3 and family = $4 and ended_at is null and (ends_at is null or ends_at > $5);
update access_tokens set ended_at = $5, end_reason = $6, purge_at = $7
where realm = $1 and app = $2 and account = $3 and family is not null and grant_key = $4
and ended_at is null and (ends_at is null or ends_at > $5);
update access_tokens set ended_at = $6, end_reason = $7, purge_at = $8
where realm = $1 and app = $2 and account = $3 and family = $4 and id <> $5
and ended_at is null and (ends_at is null or ends_at > $6);
update access_tokens set family = id where realm = $1 and app = $2 and family is null;
update access_tokens set family = null where realm = $1 and app = $2 and account = $3 and family is not null;
update access_tokens set used_at = $3 where id = $2 and realm = $1 and (used_at is null or used_at < $3);
update accounts set password = $3 where realm = $1 and account = $2;
update accounts set password = '' where realm = $1 and account = $2;
update accounts set seen_at = $3 where realm = $1 and account = $2 and (seen_at is null or seen_at < $3 - 60);
update accounts set username = $3, username_key = $4, email = $5, email_verified = $6, first_name = $7, last_name = $8, roles = $9,
attributes = $10, language = $11, upstream = $12, disabled_at = $13, deleted_at = $14
where realm = $1 and account = $2;
update api_keys set ended_at = $3 where realm = $1 and id = $2 and ended_at is null;
update api_keys set used_at = $3 where realm = $1 and hash = $2 and (used_at is null or used_at < $3);
update app_owners set used_at = $3 where realm = $1 and app = $2 and used_at < $3 - 60;
update apps set name = $3, description = $4, site = $5, kind = $6, secrets = $7, redirect_uris = $8, scopes = $9, owners = $10,
color = $11, support = $12, review = $13, token_limit = $14, suspended_at = $15, suspend_reason = $16, deleted_at = $17,
valid_from = $18, name_key = $19
where realm = $1 and app = $2;
update apps set test_token = $3 where realm = $1 and app = $2;
update apps set test_token = null where realm = $1 and app = $2;
update apps set used_at = $3 where realm = $1 and app = $2 and coalesce(used_at, created_at) < $3 - 60;
update audit set object = case when substr(object, 1, 8) = 'account ' then $3 else object end,
detail = case when substr(action, 1, 10) = 'app.owner.' then $3 else detail end
where realm = $1 and id in (select id from audit where realm = $1 and account = $2)
and (substr(object, 1, 8) = 'account ' and object <> $3 or substr(action, 1, 10) = 'app.owner.' and detail <> $3);
update codes set spent = $5::bigint
where hash = $2::bytea and realm = $1::bigint and spent is null and ends_at > $3::bigint and grant_key = $4::bigint;
update families set ended_at = $3::bigint, end_reason = $4::bigint, purge_at = $5::bigint
where family = $1::bigint and realm = $2::bigint and ended_at is null;
update families set ended_at = $5, end_reason = $6, purge_at = $7
where realm = $1 and app = $2 and account = $3 and grant_key = $4 and ended_at is null;
update families set purge_at = $4::bigint,
good_until = case when family_ends_at < $5::bigint then family_ends_at else coalesce($5::bigint, family_ends_at) end
where family = $1::bigint and realm = $2::bigint and refresh = $3::bigint and ended_at is null
and (good_until is null or good_until > $6::bigint);
update families set refresh = $4::bigint, number = number + 1, good_until = $5::bigint, purge_at = $6::bigint
where family = $1::bigint and realm = $2::bigint and refresh = $3::bigint and ended_at is null
and (good_until is null or good_until > $7::bigint)
returning number;
update families set used_issue = $5
where family = $4 and realm = $1 and app = $2 and account = $3 and (used_issue is null or used_issue < $5);
update grants set ended_at = $4, end_reason = $5
where realm = $1 and account = $2 and app = $3 and ended_at is null returning grant_key;
update grants set ended_at = $4, end_reason = $5 where realm = $1 and account = $2 and app = $3 and ended_at is null;
update grants set scope = $4, widened_at = $5 where realm = $1 and account = $2 and app = $3;
update grants set used_at = $4, used_from = $5
where realm = $1 and account = $2 and app = $3 and ended_at is null and (used_at is null or used_at < $4);
update keyring set ends_at = $4 where realm = $1 and purpose = $2 and id < $3 and ends_at > $4;
update keyring set retires_at = $5, ends_at = $6
where realm = $1 and purpose = $2 and id = $3 and sealed = $4 and retires_at is null;
update keyring set sealed = $4 where realm = $1 and purpose = $2 and id = $3;
update refresh_tokens set ends_at = $2::bigint where id = $1::bigint;
update sessions set seen_at = $3 where realm = $1 and hash = $2 and seen_at < $3;
