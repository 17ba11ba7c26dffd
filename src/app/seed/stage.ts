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
    request: { id: 'seed', ip: '', agent: '' },
    marks: new Set(),
  });
  return { now, system: (moment) => at({ kind: 'system' }, moment), as: at };
}
