-- The list of all articles has what was changed last first, as its column says.
create index articles_changed on articles (workspace_id, updated_at desc, number desc);
