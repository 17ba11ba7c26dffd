-- Whoever was invited and came in, though their entry went on as another one before, is themselves again: nobody could see them,
-- nor take their access away.
update contacts set continues_as = null where continues_as is not null and identity_id is not null and disabled_at is null;
-- Whoever works elsewhere now is nobody's first contact any more where they were.
update contacts set flags = '{}' where continues_as is not null and flags <> '{}';
