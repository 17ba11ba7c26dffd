import { vote } from '#features/help/index.ts';
import { liveArticle, liveArticlesById } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Cast } from '../../cast.ts';
import type { clockOf } from '../../clock.ts';
import type { Scene } from '../../play.ts';
import type { Stage } from '../../stage.ts';

/** Which article, when, by whom (a visitor by a number), whether it helped, and what they said. */
const said: readonly (readonly [key: string, at: string, who: string | number, helpful: boolean, comment?: string])[] =
  [
    ['down', '38d 21:10', 1, false],
    ['down', '26d 22:40', 'luis', false, 'The summary promises a number for the night. I cannot find it in the text.'],
    ['down', '15d 07:55', 2, true],
    ['down', '9d 23:05', 3, false, 'It was our firewall. Could you add that?'],
    ['signin', '60d 09:30', 4, true],
    ['signin', '33d 10:15', 'grace', true],
    ['signin', '12d 16:20', 5, true],
    ['signin', '4d 08:45', 6, false],
    ['invite', '41d 14:00', 'dana', true, 'Short and right. Thank you.'],
    ['invite', '18d 11:25', 7, true],
    ['approve', '16d 15:10', 'ines', true],
    ['approve', '8d 09:50', 8, true],
    ['forms', '30d 13:35', 9, true],
    ['forms', '6d 10:05', 'marcus', true],
  ];

/** What readers thought of the studio's articles. One of them does not help: its summary promises more than it says. */
export function votes(
  stage: Stage,
  cast: Cast,
  clock: ReturnType<typeof clockOf>,
  written: ReadonlyMap<string, string>,
): Scene[] {
  return said.map(([key, moment, who, helpful, comment = '']) => {
    const at = clock(moment);
    return { at, run: () => voteAs(readerOf(stage, cast, who, at), written.get(key)!, { helpful, comment }) };
  });
}

/** Visitors come from other networks than customers. */
function readerOf(stage: Stage, cast: Cast, who: string | number, at: Date): Ctx {
  if (typeof who === 'string') return stage.as(cast.person(who), at);
  return {
    ...stage.system(at),
    actor: { kind: 'visitor', wasIdentity: null },
    request: { id: 'seed', ip: `192.0.2.${who}`, agent: 'Mozilla/5.0' },
  };
}

async function voteAs(ctx: Ctx, articleId: string, given: { helpful: boolean; comment: string }): Promise<void> {
  const text = (await liveArticlesById(ctx, [articleId], 'en')).get(articleId);
  const found = text && (await liveArticle(ctx, text.locale, text.slug));
  if (found && 'article' in found) await vote(ctx, found.article, given);
}
