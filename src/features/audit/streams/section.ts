import type { SettingsSection } from '#features/settings/index.ts';
import { mayStreamLog } from '../access.ts';
import { say } from '../messages.ts';
import { listStreams } from './stream.ts';

export const streamSection: SettingsSection = {
  id: 'log-streams',
  group: 'security',
  href: '/settings/log-streams',
  icon: 'send',
  label: (reader) => say(reader, 'section.streams'),
  may: mayStreamLog,
  changes: ['audit.stream_changed', 'audit.stream_failed'],
  looks: async (ctx) =>
    (await listStreams(ctx))
      .filter(({ stoppedFor }) => stoppedFor === 'failing' || stoppedFor === 'gone')
      .map(({ id, url, stoppedFor }) => ({
        key: id,
        icon: 'send',
        tone: 'warn',
        title: say(ctx.reader, `stream.stopped.${stoppedFor as 'gone'}`),
        note: url,
        action: { label: say(ctx.reader, 'stream.manage'), href: `/settings/log-streams/${id}` },
      })),
};
