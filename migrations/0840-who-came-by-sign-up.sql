-- A customer that somebody opened by signing up is called what that person typed, which may be the name of another customer.
-- `signed_up_by` is their first contact; it points without a key, because a merge moves people and means nothing by it.
-- `recognised_at`: somebody of the team has looked at both, and they are two.
alter table accounts
  add column signed_up_by uuid,
  add column recognised_at timestamptz;

-- What a reader takes two names for: without accents, signs, spaces and legal forms, and with letters that look alike as one.
create function app.likeness(name text) returns text language sql immutable strict parallel safe
  as $$ select regexp_replace(replace(replace(
    translate(
      regexp_replace(app.folded(name), '([[:space:],.&]+(inc|llc|ltd|plc|corp|co|gmbh|ag|kg|ug|se|ohg|gbr|sa|sas|sarl|bv|nv|oy|ab|as))+[[:space:].]*$', ''),
      'аеорсухкмтнвіѕјԁɡӏοαερτυνκιχ01i|', 'aeopcyxkmthblsjdgloaeptuvklxolll'),
    'rn', 'm'), 'vv', 'w'), '[[:space:][:punct:]]+', '', 'g') $$;
alter table accounts add column likeness text generated always as (app.likeness(name)) stored;
create index accounts_likeness on accounts (workspace_id, likeness);
