import { confirmDomain, linesOf, stopRequiring } from '#features/sso/index.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { byOperator } from './by-operator.ts';
import type { Command, Given } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { workspaceNamed } from './workspaces.ts';

export const ssoCommand: Command = {
  name: 'sso',
  summary: 'Shows the single sign-on of a workspace, confirms a mail domain, or stops requiring it.',
  about: `The way back in when an identity provider lets nobody in, and the proof of a mail domain for machines without a name
server. A confirmed domain is as good as one that was proved by its record: whoever runs the connection's provider can then sign
in as everybody with an address in it.`,
  options: {
    workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' },
    confirm: { type: 'string', about: 'A domain that waits for its record on the page of a connection.' },
    optional: { type: 'boolean', about: 'Other ways to sign in work again, for the team and for all customers.' },
  },
  async run(given) {
    return withPlatform(async (platform) => {
      for (const line of await operateSso(platform, given)) say(line);
    });
  },
};

const reasons = {
  unknown: 'No connection waits for it: add it on the page of the connection first.',
  anothers: 'Another connection has proved it already: take it away there first.',
  team: 'Owners of this portal have addresses in it, and the connection that waits for it is a customer’s.',
};

/** Does what was asked and says in lines what holds now. */
export async function operateSso(platform: Platform, given: Given): Promise<string[]> {
  const { id } = await workspaceNamed(platform, typeof given.workspace === 'string' ? given.workspace : '');
  return byOperator(platform, id, async (ctx) => {
    const why = typeof given.confirm === 'string' ? await confirmDomain(ctx, given.confirm) : null;
    if (why) throw new OperatorError(`${given.confirm} is not confirmed. ${reasons[why]}`);
    if (given.optional) await stopRequiring(ctx);
    const lines = await linesOf(ctx);
    return [ctx.workspace.name, ...(lines.length > 0 ? lines : ['  no single sign-on'])];
  });
}
