-- Words that came back, though an article was to answer them or somebody had put them aside, are settled anew.
create policy wall_again on searches_settled for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('articles.write')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.write')));
grant update (article_id, at) on searches_settled to portico_runtime;
