import { OperatorError } from '#platform/operator-error.ts';
import { restartAnchor, sealNow } from '#platform/seal/sealer.ts';
import type { Command } from './command.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { everyWorkspace, workspaceNamed } from './workspaces.ts';

export const sealCommand: Command = {
  name: 'seal',
  summary: 'Seals the event log now, or accepts a restored database or another key.',
  about: `A worker seals every minute; this does it at once, for example before an export. After you put back an older database on
purpose, or lost the master key, the seals stop, because they do not fit: --accept puts the anchor file aside, where it
stays as a witness, begins a new one and goes on from what the database has.`,
  options: {
    workspace: { type: 'string', about: 'Only this one: its host, or its short name (slug).' },
    accept: { type: 'boolean', about: 'Goes on from what the database has; needs --workspace.' },
  },
  async run(given) {
    const accept = given.accept === true;
    if (accept && given.workspace === undefined) throw new OperatorError('Say which workspace with --workspace.');
    return withPlatform(async (platform) => {
      const named = given.workspace === undefined ? undefined : await workspaceNamed(platform, String(given.workspace));
      const ids = (named ? [named] : await everyWorkspace(platform)).map(({ id }) => id);
      if (accept && named) {
        const aside = await restartAnchor(platform, named.id, new Date());
        say(aside ? `The earlier anchor file is ${aside}.` : 'There was no anchor file.');
      }
      const trouble = await sealNow(platform, ids, accept ? 'any key' : 'own key');
      if (!trouble)
        throw new OperatorError('A transaction has been running for half a minute: try again when it has ended.');
      if (trouble.length > 0) throw new OperatorError(trouble.map(({ message }) => message).join('\n'));
      say('Everything that has happened is sealed.');
    });
  },
};
