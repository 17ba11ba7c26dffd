-- What a field is called in other languages than the one it was made in: {"de": {"label": …, "hint": …, "choices": {"Gold": …}}}. Values stay as they are.
alter table field_definitions add column words jsonb not null default '{}' check (jsonb_typeof(words) = 'object');
