import { sql } from 'kysely';
import { type Given, kept } from '#platform/db/kept.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { states } from './list.ts';
import { teamTitles } from './titles.ts';

export interface OwnDraft {
  id: string;
  number: number;
  title: string;
  savedAt: Date;
}

type Own = { me: string; words: string[] | undefined };

const drafted = kept((by, { me, words }: Given<Own>, { most }: { most: number }) =>
  states(by)
    .innerJoin('articles as a', (join) =>
      join.onRef('a.workspace_id', '=', 's.workspace_id').onRef('a.id', '=', 's.article_id'),
    )
    .innerJoinLateral(
      (saves) =>
        saves
          .selectFrom('article_drafts as d')
          .select([({ fn }) => fn.max('d.saved_at').as('at')])
          .select(sql<boolean>`coalesce(bool_or(d.member_id = ${me}), false)`.as('own'))
          .whereRef('d.workspace_id', '=', 's.workspace_id')
          .whereRef('d.article_id', '=', 's.article_id')
          .as('l'),
      (join) => join.onTrue(),
    )
    .select(['a.id', 'a.number', 'l.at as savedAt'])
    .where(sql<boolean>`s.drafted and l.at is not null and (s.owner_id = ${me} or l.own)`)
    .$if(words !== undefined, (query) =>
      query.where(
        sql<boolean>`(select bool_and(s.titles ~ w)
          from unnest(array(select '\\m' || app.folded(typed) from unnest(${words}::text[]) typed)) w)`,
      ),
    )
    .orderBy('l.at', 'desc')
    .limit(sql.lit(most)),
);

/** What the reader is writing, or looks after while it is written: with all of these words (letters and digits alone) beginning one in its titles, saved last first. */
export async function ownDrafts(ctx: CtxOf<Member>, words: readonly string[], most: number): Promise<OwnDraft[]> {
  const given = { me: ctx.actor.personId, words: words.length > 0 ? [...words] : undefined };
  const rows = await drafted.all(ctx, given, { most });
  const titles = await teamTitles(
    ctx,
    rows.map(({ id }) => id),
    ctx.reader.locale,
  );
  return rows.map(({ number, savedAt, ...row }) => ({
    ...row,
    number: Number(number),
    title: titles.get(row.id) ?? '',
    savedAt: savedAt!,
  }));
}
