import { changeBrand, insertWorkspace } from '#features/workspaces/index.ts';
import type { Db } from '#platform/db/scope.ts';
import type { Contact, Ctx, CtxOf, Member, SystemActor } from '#platform/http/context.ts';
import { cleanPicture } from '#platform/picture/clean.ts';
import type { Platform } from '#platform/platform.ts';
import type { Story } from './story.ts';

/** Lets verbs run as somebody at some moment, the way a request of theirs would have. */
export interface Stage {
  now: Date;
  system(at: Date): CtxOf<SystemActor>;
  as<P extends Contact | Member>(person: P, at: Date): CtxOf<P>;
}

const AGENTS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1',
];

/** Where somebody of the story sits: always at the same desk, by addresses that are kept for examples. */
function requestOf(actor: Ctx['actor']): Ctx['request'] {
  if (actor.kind !== 'contact' && actor.kind !== 'member') return { id: 'seed', ip: '', agent: '' };
  const place = [...actor.email].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const network = actor.kind === 'member' ? '198.51.100' : '203.0.113';
  return { id: 'seed', ip: `${network}.${(place % 250) + 2}`, agent: AGENTS[place % AGENTS.length]! };
}

/** A workspace as its story describes it, without anybody in it; `db` is the open transaction of the system in it. */
export async function openStage(platform: Platform, db: Db, story: Story, host: string, now: Date): Promise<Stage> {
  const { id, members: _members, accounts: _accounts, tickets: _tickets, logos, replyPromiseMinutes, ...given } = story;
  const created = await insertWorkspace(db, platform, id, {
    ...given,
    replyPromiseMinutes: replyPromiseMinutes ?? undefined,
    locale: 'en',
    hosts: [host],
  });
  if (logos) {
    const [light, dark] = [logos.light, logos.dark].map((svg) => cleanPicture(Buffer.from(svg)));
    await changeBrand(db, id, { light, dark });
  }
  const at = <A extends Ctx['actor']>(actor: A, moment: Date): CtxOf<A> => ({
    ...created,
    db,
    platform,
    actor,
    now: moment,
    reader: { locale: created.workspace.locale, zone: created.workspace.zone, now: moment },
    request: requestOf(actor),
    marks: new Set(),
  });
  return { now, system: (moment) => at({ kind: 'system' }, moment), as: at };
}
