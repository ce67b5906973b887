-- Whether somebody else made that account an owner: such an app takes none of the places that the account has for its own.
ALTER TABLE app_owners ADD COLUMN invited INTEGER NOT NULL DEFAULT 0;
