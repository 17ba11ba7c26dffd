-- Who is the same person is asked by address, too. An address is stored in one form (`emailAddress`), so that its text will do: whether
-- two of citext are the same may not be asked before a policy, and finds no index under it.
create index contacts_address_text on contacts (workspace_id, (email::text));
create index identities_address_text on identities (workspace_id, (email::text));
