import { beforeEach } from 'vitest';
import { LETTER, tell } from '#features/following/letters.ts';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { type Actor, newWorld, type World } from './world.ts';

interface Letter {
  to_address: string;
  subject: string;
  text: string;
  list_unsubscribe: string;
}

interface Row {
  identity_id: string;
  article_id: string | null;
  category_id: string | null;
}

export const PATH = '/help/en/moving-a-domain';

/** A business of its own for each test, with one category in its help center. */
export function useFollowing() {
  const portal = usePortal();
  let world: World;
  let topic: string;
  beforeEach(async () => {
    world = await newWorld(portal());
    topic = await makeCategory(portal(), world, 'Domains');
  });
  const sql = <Found extends object>(text: string, ...values: unknown[]) =>
    peek<Found>(portal().database, text, [world.workspaceId, ...values]);
  return {
    portal,
    world: () => world,
    topic: () => topic,
    sql,
    owner: <T>(work: Parameters<typeof by<T>>[3]) => by(portal(), world, world.owner, work),
    article: (title = 'Moving a domain', more: { draft?: boolean } = {}) =>
      makeArticle(portal(), world, topic, title, more),
    follow: (who: Actor, path = PATH, choice = 'yes') =>
      as(portal(), who).submit(path, `${path}/follow`, { follow: choice }),
    follows: () =>
      sql<Row>(
        'select identity_id, article_id, category_id from article_follows where workspace_id = $1 order by created_at, id',
      ),
    /** A new version, as its author publishes it: with the tick, or without. */
    change(number: string, fields: Record<string, string>) {
      const path = `/knowledge/${number}`;
      const text = { title: 'Moving a domain', body: '<p>The secret of the third step.</p>' };
      const typed = { ...text, summary: 'Now in two steps.', ...fields, act: 'publish' };
      return as(portal(), world.owner).submit(`${path}?lang=${fields.lang ?? 'en'}`, `${path}/draft`, typed);
    },
    morning: () => inWorkspace(portal().platform, world.workspaceId, tell),
    letters: () =>
      sql<Letter>(
        `select to_address, subject, text, list_unsubscribe from mails where workspace_id = $1 and kind = '${LETTER}'
         order by created_at, id`,
      ),
    /** The letters of this morning become those of yesterday. */
    nextDay: () =>
      sql(`update mails set created_at = created_at - interval '1 day' where workspace_id = $1 and kind = '${LETTER}'`),
  };
}
