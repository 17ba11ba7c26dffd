-- Versions with a picture of which nothing is said: few among many, found without reading the others.
create index article_versions_silent on article_versions (workspace_id, id) where body_html like '%alt=""%';
