import { mayWrite } from '#features/knowledge/index.ts';
import { maySeeSettings } from '#features/settings/index.ts';
import { hasRoom } from '#platform/customer-rooms.ts';
import { Shortcuts } from '#platform/ui/overlay.tsx';
import type { Framed } from './frame.tsx';
import { say } from './messages.ts';

/** The list of shortcuts that this reader has. */
export function Keys({ ctx: { reader, actor, workspace } }: { ctx: Framed }) {
  const row = (keys: string[], key: Parameters<typeof say>[1]) => ({
    keys,
    does: say(reader, key as 'shortcuts.move'),
  });
  const seesCustomers = actor.kind === 'member' && actor.reach !== 'none';
  const opensHelp = !workspace.isInstallation && (actor.kind === 'member' ? seesCustomers : hasRoom(actor, 'help'));
  const common = [
    ...(workspace.isInstallation ? [] : [row(['/'], 'shortcuts.find'), row(['⌘', 'K'], 'shortcuts.search')]),
    row(['?'], 'shortcuts.help'),
  ];
  const help = opensHelp ? [row(['G', 'E'], 'shortcuts.helpCenter')] : [];
  const rows = workspace.isInstallation
    ? [row(['G', 'H'], 'shortcuts.home')]
    : actor.kind === 'member'
      ? [
          ...(seesCustomers ? [row(['G', 'I'], 'shortcuts.inbox'), row(['G', 'C'], 'shortcuts.customers')] : []),
          ...(mayWrite(actor) ? [row(['G', 'K'], 'shortcuts.knowledge')] : []),
          ...(maySeeSettings(actor) ? [row(['G', 'T'], 'shortcuts.settings')] : []),
          ...help,
          ...(seesCustomers
            ? [
                row(['J', 'K'], 'shortcuts.move'),
                row(['↵'], 'shortcuts.open'),
                row(['R'], 'shortcuts.reply'),
                row(['N'], 'shortcuts.note'),
                row(['A'], 'shortcuts.take'),
                row(['S'], 'shortcuts.status'),
                row(['P'], 'shortcuts.priority'),
                row(['E'], 'shortcuts.solve'),
                row(['Z'], 'shortcuts.undo'),
              ]
            : []),
          row(['⌘', '↵'], 'shortcuts.send'),
        ]
      : hasRoom(actor, 'support')
        ? [
            row(['G', 'H'], 'shortcuts.home'),
            row(['G', 'S'], 'shortcuts.support'),
            ...help,
            row(['R'], 'shortcuts.replyThere'),
            row(['⌘', '↵'], 'shortcuts.send'),
          ]
        : [row(['G', 'H'], 'shortcuts.home'), ...help];
  return (
    <Shortcuts
      title={say(reader, 'shortcuts.title')}
      close={say(reader, 'shortcuts.close')}
      then={say(reader, 'shortcuts.then')}
      rows={[...rows, ...common]}
    />
  );
}
