-- What was looked for as it was typed, with its accents and umlauts: `asked` is how it is counted, and nothing to begin an article with.
alter table searches add column said text check (length(said) between 1 and 100);
