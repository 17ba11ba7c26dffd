import { renewUse } from '#features/search/index.ts';
import { newId } from '#platform/db/ids.ts';
import type { clockOf } from '../../clock.ts';
import type { Scene } from '../../play.ts';
import type { Stage } from '../../stage.ts';

const HOUR_MS = 3_600_000;

/** Words, their language, and how often they were looked for: in vain, or found and not opened. */
const words = [
  ['change my invoice address', 'en', 7, 0],
  ['gift vouchers', 'en', 5, 0],
  ['cookie banner', 'en', 4, 0],
  ['kündigungsfrist', 'de', 3, 0],
  ['newsletter', 'en', 6, 2],
] as const;

/** Words that led somebody to an article, and how often. */
const answered = [
  ['spam', 'Keep form emails out of spam', 9],
  ['sign in', 'Sign in without a password', 7],
  ['invoice', 'Read your invoice', 6],
  ['invite colleague', 'Invite a colleague', 4],
] as const;

/** What customers and visitors looked for and nobody has written about, over some weeks. */
export function searched(stage: Stage, clock: ReturnType<typeof clockOf>): Scene {
  const last = clock('1d 15:20');
  return {
    at: last,
    run: async () => {
      const { db, workspace } = stage.system(last);
      const rows = words.flatMap(([asked, locale, times, found], at) =>
        Array.from({ length: times }, (_, n) => ({
          workspace_id: workspace.id,
          id: newId(),
          asked: asked.normalize('NFD').replace(/\p{M}/gu, ''),
          said: asked,
          locale,
          place: n % 3 === 2 ? 'palette' : 'help',
          found,
          at: new Date(last.getTime() - (at * 17 + n * 101) * HOUR_MS),
        })),
      );
      await db.insertInto('searches').values(rows).execute();
      for (const [asked, title, times] of answered) {
        const { id } = await db
          .selectFrom('article_versions')
          .select('article_id as id')
          .where('workspace_id', '=', workspace.id)
          .where('title', '=', title)
          .executeTakeFirstOrThrow();
        await db
          .insertInto('searches')
          .values(
            Array.from({ length: times }, (_, n) => ({
              ...{ workspace_id: workspace.id, id: newId(), asked, locale: 'en', place: 'help', found: 2 },
              ...{ opened: 'article', opened_id: id, at: new Date(last.getTime() - (times * 11 + n * 83) * HOUR_MS) },
            })),
          )
          .execute();
      }
      await renewUse({ db });
    },
  };
}
