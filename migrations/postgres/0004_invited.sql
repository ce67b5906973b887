-- Whether somebody else made that account an owner: such an app takes none of the places that the account has for its own. A node of the version before
-- says nothing of it, and such an app counts.
ALTER TABLE app_owners ADD COLUMN IF NOT EXISTS invited BIGINT NOT NULL DEFAULT 0;
