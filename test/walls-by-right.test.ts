import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { inScope } from '#platform/db/scope.ts';
import { usePortal } from './portal.ts';
import { type Actor, newWorld, type World } from './world.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
});

/** A statement as somebody, past every access rule. `commit: false`: nothing stays. */
const trying = (actor: Actor, statement: ReturnType<typeof sql>) =>
  inScope(
    portal().platform.pool,
    { workspaceId: world.workspaceId, tokenHash: sha256Hex(actor.token) },
    async (db) => ({
      value: await statement.execute(db),
      commit: false,
    }),
  );

const hash = sha256Hex('a token');
const connection = () => sql`insert into sso_connections (workspace_id, id, kind, name, default_role)
  values (${world.workspaceId}, ${newId()}, 'oidc', 'Okta', 'agent')`;

/** What an agent may not write and an owner may. */
const writes: [string, () => ReturnType<typeof sql>][] = [
  ['a connection to a provider', connection],
  [
    'a hold',
    () =>
      sql`insert into legal_holds (workspace_id, id, reason) values (${world.workspaceId}, ${newId()}, 'A dispute')`,
  ],
  [
    'a rule for how long things are kept',
    () => sql`insert into retention_rules (workspace_id, kind, days) values (${world.workspaceId}, 'mails', 90)`,
  ],
  [
    'a stream of the log',
    () => sql`insert into log_streams (workspace_id, id, url, secret, after_seq)
      values (${world.workspaceId}, ${newId()}, 'https://203.0.113.1/', 'x', 0)`,
  ],
  [
    'a token of a directory, with its connection',
    () => sql`with made as (insert into sso_connections (workspace_id, id, kind, name, default_role)
        values (${world.workspaceId}, ${newId()}, 'oidc', 'Okta', 'agent') returning id)
      insert into scim_tokens (workspace_id, id, connection_id, token_hash, ending, expires_at)
      select ${world.workspaceId}, ${newId()}, made.id, ${hash}, 'abcd', now() + interval '1 day' from made`,
  ],
];

test.each(writes)('TRUST 35: %s is not written by an agent, whatever they call', async (_, statement) => {
  await expect(trying(world.agent, statement())).rejects.toThrow(/row-level security/);
});

test.each(writes)('TRUST 35, control: %s is written by an owner', async (_, statement) => {
  await trying(world.owner, statement());
});
