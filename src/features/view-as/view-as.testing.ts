import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';

interface Told {
  kind: string;
  actor_person_id: string | null;
  subject_id: string;
  audience: string;
  data: { page?: string; why?: string };
}

export const pageOf = (who: Actor) => `/customers/${who.accountId}/contacts/${who.id}`;

/** A portal in which Maya looks as Dana, who has asked something. */
export function useLooks() {
  const portal = usePortal();
  let world: World;
  let maya: Client;
  const sql = <Row extends object>(text: string, ...values: unknown[]) =>
    peek<Row>(portal().database, text, [world.workspaceId, ...values]);
  const told = (kind: string) =>
    sql<Told>(
      `select kind, actor_person_id, subject_id, audience, data from events
       where workspace_id = $1 and kind like $2 order by created_at, id`,
      kind,
    );
  const on = {
    async begin() {
      world = await newWorld(portal());
      maya = as(portal(), world.owner);
      const asked = { subject: 'The gripper jams', body: '<p>Since Monday.</p>', urgency: 'slows' };
      await as(portal(), world.dana).submit('/support/new', '/support', asked);
      return { world, maya };
    },
    see: (client = maya, who = world.dana) => client.submit(pageOf(who), `${pageOf(who)}/view`),
    sql,
    told,
    whyEnded: async () => (await told('view.ended')).map(({ data }) => data.why),
  };
  return { portal, on };
}
