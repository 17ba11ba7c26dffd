import { personBehind } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Asserted, type Connection, type Refusal, SsoRefused } from './connection.ts';
import { decide } from './decide.ts';
import { groupRoles } from './roles.ts';
import { tell } from './setup.ts';

/** What a live test has shown, for the page of the connection. */
export interface TestResult {
  /** Null when it worked. */
  refused: { why: Refusal; detail: string } | null;
  standing: 'known' | 'first' | 'invited' | 'new' | null;
  name: string;
  email: string;
  role: string | null;
  groups: { group: string; role: string | null }[];
  said: Record<string, string[]>;
}

type Ended = { testedBy: string } & ({ asserted: Asserted } | { refused: SsoRefused });

/** Looks what would have happened, and keeps it. Nobody is let in, made or changed by a test. */
export async function keepTest(ctx: Ctx, connection: Connection, ended: Ended): Promise<void> {
  const result = 'asserted' in ended ? await look(ctx, connection, ended.asserted) : nothing(ended.refused);
  await ctx.db
    .updateTable('sso_connections')
    .set({
      test: JSON.stringify(result),
      tested_by: ended.testedBy,
      // A test that failed does not take away that an earlier one went well: people may be coming in by it right now.
      ...(result.refused ? {} : { tested_at: ctx.now }),
      updated_at: ctx.now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', connection.id)
    .execute();
  // Whoever tested it, from the browser that has come back.
  await tell((await personBehind(ctx, ended.testedBy)) ?? ctx, connection, 'tested');
}

const nothing = ({ why, message }: SsoRefused): TestResult => ({
  refused: { why, detail: message.slice(0, 300) },
  standing: null,
  name: '',
  email: '',
  role: null,
  groups: [],
  said: {},
});

async function look(ctx: Ctx, connection: Connection, asserted: Asserted): Promise<TestResult> {
  const known = await groupRoles(ctx, connection.id);
  const roleOf = (group: string) =>
    known.find((each) => each.group.toLowerCase() === group.toLowerCase())?.role ?? null;
  const groups = asserted.groups.slice(0, 50).map((group) => ({ group, role: roleOf(group) }));
  const { said, name, email } = asserted;
  try {
    const decision = await decide(ctx, connection, asserted);
    const role = decision.role ?? decision.roleNow ?? connection.defaultRole;
    return {
      refused: null,
      standing: decision.standing,
      name: decision.name,
      email: decision.email,
      role,
      groups,
      said,
    };
  } catch (error) {
    if (!(error instanceof SsoRefused)) throw error;
    return { ...nothing(error), name, email: email ?? '', groups, said };
  }
}
