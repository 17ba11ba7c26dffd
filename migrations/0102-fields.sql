-- Fields a business makes for itself, on accounts, contacts and tickets. `customer` says what the customer may: what is hidden
-- from them is hidden by the policies below, not by pages.
create table field_definitions (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  subject text not null check (subject in ('account', 'contact', 'ticket')),
  label text not null check (length(label) between 1 and 80),
  hint text not null default '' check (length(hint) <= 200),
  kind text not null check (kind in ('text', 'number', 'date', 'choice', 'person', 'file')),
  choices text[] not null default '{}',
  customer text not null default 'hidden' check (customer in ('hidden', 'read', 'edit')),
  -- What a customer changes: holds at once, or waits until the team has looked at it.
  edits text not null default 'apply' check (edits in ('apply', 'approve')),
  required boolean not null default false,
  position integer not null default 0,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  check (edits = 'apply' or (subject <> 'ticket' and kind <> 'file'))
);
create unique index field_definitions_label on field_definitions (workspace_id, subject, lower(label)) where archived_at is null;
alter table field_definitions enable row level security;
alter table field_definitions force row level security;
create policy wall on field_definitions for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team())
    or ((select app.kind()) = 'contact' and customer <> 'hidden' and archived_at is null)));
create policy wall_write on field_definitions to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('fields.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('fields.manage')));
grant select, insert, update on field_definitions to portico_runtime;

-- A value, in the column of its kind. `subject_id` is what it is about: the ticket, else the contact, else the account.
create table field_values (
  workspace_id uuid not null,
  field_id uuid not null,
  account_id uuid not null,
  contact_id uuid,
  ticket_id uuid,
  subject_id uuid not null generated always as (coalesce(ticket_id, contact_id, account_id)) stored,
  text_value text check (length(text_value) <= 2000),
  number_value numeric,
  date_value date,
  person_id uuid,
  file_key text,
  file_name text,
  file_type text,
  file_bytes bigint,
  file_sha256 text,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, field_id, subject_id),
  check (num_nonnulls(contact_id, ticket_id) <= 1),
  check (num_nonnulls(text_value, number_value, date_value, person_id, file_key) = 1),
  foreign key (workspace_id, field_id) references field_definitions (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) deferrable initially immediate,
  foreign key (workspace_id, account_id, contact_id) references contacts (workspace_id, account_id, id) deferrable initially immediate,
  foreign key (workspace_id, account_id, ticket_id) references tickets (workspace_id, account_id, id) deferrable initially immediate,
  foreign key (workspace_id, person_id) references members (workspace_id, id)
);
create index field_values_subject on field_values (workspace_id, subject_id);
create index field_values_account on field_values (workspace_id, account_id);
create index field_values_text on field_values (workspace_id, field_id, text_value);
create index field_values_file on field_values (file_key) where file_key is not null;
alter table field_values enable row level security;
alter table field_values force row level security;
-- The team's reach is that of the accounts it sees.
create policy wall on field_values for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team())
    and exists (select from accounts a where a.workspace_id = field_values.workspace_id and a.id = field_values.account_id));
create policy wall_write on field_values to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team())
    and ((select app.has_right('contacts.manage')) or (select app.has_right('customers.manage')))
    and exists (select from accounts a where a.workspace_id = field_values.workspace_id and a.id = field_values.account_id))
  with check (workspace_id = (select app.workspace()) and (select app.is_team())
    and ((select app.has_right('contacts.manage')) or (select app.has_right('customers.manage')))
    and exists (select from accounts a where a.workspace_id = field_values.workspace_id and a.id = field_values.account_id));
-- A customer reads what is not hidden from them, of their account, of themselves, and of tickets they see.
create policy customer_read on field_values for select to portico_runtime
  using (workspace_id = (select app.workspace()) and account_id = (select app.account())
    and (contact_id is null or contact_id = (select app.person()))
    and (ticket_id is null or exists (select from tickets t where t.workspace_id = field_values.workspace_id and t.id = ticket_id))
    and exists (select from field_definitions d where d.workspace_id = field_values.workspace_id and d.id = field_id
      and d.customer <> 'hidden' and d.archived_at is null));
create policy customer_write on field_values to portico_runtime
  using (workspace_id = (select app.workspace()) and account_id = (select app.account())
    and (contact_id = (select app.person()) or (ticket_id is not null and (select app.has_right('tickets.open')))
      or (contact_id is null and ticket_id is null and (select app.has_right('account.edit'))))
    and exists (select from field_definitions d where d.workspace_id = field_values.workspace_id and d.id = field_id
      and d.customer = 'edit' and d.edits = 'apply' and d.archived_at is null))
  with check (workspace_id = (select app.workspace()) and account_id = (select app.account())
    and (contact_id = (select app.person()) or (ticket_id is not null and (select app.has_right('tickets.open')))
      or (contact_id is null and ticket_id is null and (select app.has_right('account.edit'))))
    and exists (select from field_definitions d where d.workspace_id = field_values.workspace_id and d.id = field_id
      and d.customer = 'edit' and d.edits = 'apply' and d.archived_at is null));
create policy keeper on field_values to current_user using (true) with check (true);
grant select, insert, update, delete on field_values to portico_runtime;

-- What a customer wants to be different, until somebody of the team has said yes or no.
create table field_changes (
  workspace_id uuid not null,
  id uuid not null,
  field_id uuid not null,
  account_id uuid not null,
  contact_id uuid,
  asked_by uuid not null,
  -- In the one form values are written in; null takes the value away.
  value text,
  decision text check (decision in ('approved', 'declined')),
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  check ((decision is null) = (decided_at is null)),
  foreign key (workspace_id, field_id) references field_definitions (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) deferrable initially immediate,
  foreign key (workspace_id, account_id, contact_id) references contacts (workspace_id, account_id, id) deferrable initially immediate,
  foreign key (workspace_id, asked_by) references contacts (workspace_id, id),
  foreign key (workspace_id, decided_by) references members (workspace_id, id)
);
create unique index field_changes_open on field_changes (workspace_id, field_id, coalesce(contact_id, account_id)) where decided_at is null;
alter table field_changes enable row level security;
alter table field_changes force row level security;
create policy wall on field_changes to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team())
    and exists (select from accounts a where a.workspace_id = field_changes.workspace_id and a.id = field_changes.account_id))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy customer on field_changes to portico_runtime
  using (workspace_id = (select app.workspace()) and account_id = (select app.account()) and decided_at is null
    and (contact_id is null or contact_id = (select app.person())))
  with check (workspace_id = (select app.workspace()) and account_id = (select app.account()) and decided_at is null
    and asked_by = (select app.person())
    and (contact_id = (select app.person()) or (contact_id is null and (select app.has_right('account.edit'))))
    and exists (select from field_definitions d where d.workspace_id = field_changes.workspace_id and d.id = field_id
      and d.customer = 'edit' and d.archived_at is null));
create policy keeper on field_changes to current_user using (true) with check (true);
grant select, insert, update, delete on field_changes to portico_runtime;

-- As in 0040, with the files of fields.
create or replace function app.unknown_files(keys text[]) returns setof text
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select k from unnest(keys) k where not exists (select from public.attachments a where a.storage_key = k)
    and not exists (select from public.field_values v where v.file_key = k) $$;
