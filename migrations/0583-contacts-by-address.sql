-- Whoever signs up, or is invited, is looked for by their address, among all contacts of the business.
create index contacts_address on contacts (workspace_id, email);
