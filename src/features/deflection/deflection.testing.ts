import { deriveKey } from '#platform/crypto.ts';
import { type Answer, as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import type { TestPortal } from '#test/portal.ts';
import type { Actor, World } from '#test/world.ts';
import { type Arm, armOf } from './arm.ts';

/** Where the pages draw somebody. */
export const armIn = (portal: TestPortal, world: World, who: Actor, heldOut: number): Arm =>
  armOf(
    deriveKey(portal.platform.masterKey, 'deflection arms', world.workspaceId),
    who.identityId,
    new Date(),
    heldOut,
  );

/** As the page asks while somebody writes. */
export const write = async (portal: TestPortal, who: Actor, subject: string): Promise<Answer> => {
  const { _token = '' } = await as(portal, who).form('/support/new', '/support');
  return as(portal, who).postRaw('/support/new/answers', { subject }, { 'x-csrf-token': _token });
};

/** As the page says that an article was opened over the form. */
export async function open(portal: TestPortal, who: Actor, article: string): Promise<Answer> {
  const { _token = '' } = await as(portal, who).form('/support/new', '/support');
  return as(portal, who).postRaw(`/support/new/answers/${article}/reading`, {}, { 'x-csrf-token': _token });
}

export const say = (portal: TestPortal, who: Actor, article: string): Promise<Answer> =>
  as(portal, who).submit('/support/new', '/support/new/solution', { article });

export const send = async (portal: TestPortal, who: Actor, subject: string): Promise<Answer> => {
  const sent = await as(portal, who).submit('/support/new', '/support', {
    subject,
    urgency: 'slows',
    body: 'Please help',
  });
  await portal.workJobs();
  return sent;
};

export interface Session {
  arm: Arm;
  topic: string;
  suggested: string[];
  opened: string[];
  outcome: string | null;
  raised: boolean;
  ticket: number | null;
}

export const sessionsOf = (portal: TestPortal, who: Actor): Promise<Session[]> =>
  peek<Session>(
    portal.database,
    `select s.arm, s.topic, s.suggested, s.opened, s.outcome, s.raised_at is not null as raised, t.number as ticket
     from deflection_sessions s left join tickets t on t.workspace_id = s.workspace_id and t.id = s.ticket_id
     where s.contact_id = $1 order by s.begun_at, s.id`,
    [who.id],
  );

/** As if everything of theirs had been so many days earlier. */
export const earlier = (portal: TestPortal, who: Actor, days: number): Promise<unknown> =>
  peek(
    portal.database,
    `update deflection_sessions set begun_at = begun_at - make_interval(days => $2), last_at = last_at - make_interval(days => $2),
       ended_at = ended_at - make_interval(days => $2) where contact_id = $1`,
    [who.id, days],
  );
