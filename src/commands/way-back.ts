import '#app/features.ts';
import { resetForOperator, wayBackFor } from '#features/identity/index.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import { byOperator } from './by-operator.ts';
import type { Command, Given } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { workspaceNamed } from './workspaces.ts';

export const wayBackCommand: Command = {
  name: 'way-back',
  summary: 'Lets somebody in who is locked out: a sign-in link, and the second step reset if you say so.',
  about: `Prints a link that signs one person in, once, within fifteen minutes, whatever the sign-in rules say: for an owner whose mail,
passkey or single sign-on does not work any more. A second step that they have is still asked for; with --reset-second-step it is
taken away first, and they are signed out everywhere and told by mail. Both are written into the log.`,
  options: {
    workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' },
    email: { type: 'string', about: 'Whose: the address they sign in with.' },
    'reset-second-step': {
      type: 'boolean',
      about: 'Removes their authenticator app, passkeys and recovery codes first.',
    },
  },
  async run(given) {
    const email = typeof given.email === 'string' ? given.email : '';
    if (email === '') throw new OperatorError('Say whose with --email: the address they sign in with.');
    return withPlatform(async (platform) => {
      const reset = given['reset-second-step'] === true ? 'reset' : 'keep';
      for (const line of await wayBack(platform, given.workspace, email, reset)) say(line);
    });
  },
};

/** Says in lines what was done, the link last. */
export async function wayBack(
  platform: Platform,
  named: Given[string],
  email: string,
  secondStep: 'keep' | 'reset',
): Promise<string[]> {
  const { id } = await workspaceNamed(platform, typeof named === 'string' ? named : '');
  return byOperator(platform, id, async (ctx) => {
    const lines: string[] = [];
    if (secondStep === 'reset') {
      const ended = await resetForOperator(ctx, email);
      if (ended === null) throw new OperatorError(`Nobody signs in to ${ctx.workspace.name} with ${email}.`);
      lines.push(
        `The second step of ${email} is reset; ${ended} ${ended === 1 ? 'session has' : 'sessions have'} ended.`,
      );
    }
    const link = await wayBackFor(ctx, email);
    if (!link) throw new OperatorError(`Nobody signs in to ${ctx.workspace.name} with ${email}.`);
    return [...lines, `This link works once, for 15 minutes. Give it to nobody else:`, `${ctx.portal.origin}${link}`];
  });
}
