-- A family's row says all that a rotation asks about it.
--
-- It ends with its grant already; now it also knows until when its good refresh token is one, so that neither that token's row nor the grant's is
-- read to rotate it.

-- First second in which the good refresh token is none any more, by its own end or the family's; NULL: never.
ALTER TABLE families ADD COLUMN good_until INTEGER;
UPDATE families SET good_until = coalesce(
  (SELECT min(t.ends_at, families.family_ends_at) FROM refresh_tokens t WHERE t.id = families.refresh),
  (SELECT t.ends_at FROM refresh_tokens t WHERE t.id = families.refresh),
  family_ends_at
);
