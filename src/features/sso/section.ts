import type { Look, SettingsSection } from '#features/settings/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatDate } from '#platform/i18n/format.ts';
import type { Connection } from './connection.ts';
import { connectionsToLookAt } from './connections.ts';
import { lostDomains } from './domains.ts';
import { say } from './messages.ts';
import { endOf, soon } from './saml/metadata.ts';
import { tokensEnding } from './scim/token-end.ts';
import { mayManage } from './setup.ts';

/** When the last certificate of a provider ends, if that is soon; null otherwise. */
export function endsSoon({ provider }: Pick<Connection, 'provider'>, now: Date): Date | null {
  const last = endOf(provider);
  return last && last < soon(now) ? last : null;
}

async function looks(ctx: Ctx): Promise<Look[]> {
  const found: Look[] = [];
  const [connections, lost, tokens] = await Promise.all([
    connectionsToLookAt(ctx),
    lostDomains(ctx),
    tokensEnding(ctx),
  ]);
  const lostOf = Map.groupBy(lost, ({ connectionId }) => connectionId);
  for (const connection of connections) {
    const ends = endsSoon(connection, ctx.now);
    const action = { label: say(ctx.reader, 'look.open'), href: `/settings/sso/${connection.id}` };
    const { name } = connection;
    if (ends) {
      const title = say(ctx.reader, 'look.ends', { name, on: formatDate(ctx.reader, ends) });
      found.push({
        key: `sso-ends-${connection.id}`,
        icon: 'clock',
        tone: 'warn',
        title,
        note: say(ctx.reader, 'look.endsNote'),
        action,
      });
    }
    for (const { id, domain } of lostOf.get(connection.id) ?? []) {
      found.push({
        key: `sso-domain-${id}`,
        icon: 'triangle-alert',
        tone: 'warn',
        title: say(ctx.reader, 'look.domain', { domain }),
        note: say(ctx.reader, 'look.domainNote', { name }),
        action,
      });
    }
    if (connection.problem && connection.enabledAt) {
      const title = say(ctx.reader, 'look.problem', { name });
      found.push({
        key: `sso-problem-${connection.id}`,
        icon: 'triangle-alert',
        tone: 'warn',
        title,
        note: say(ctx.reader, 'look.problemNote'),
        action,
      });
    }
  }
  for (const { id, name, ends } of tokens) {
    const words = { name, on: formatDate(ctx.reader, ends) };
    found.push({
      key: `sso-token-${id}`,
      icon: 'clock',
      tone: 'warn',
      title: say(ctx.reader, ends > ctx.now ? 'look.token' : 'look.tokenOver', words),
      note: say(ctx.reader, 'look.tokenNote'),
      action: { label: say(ctx.reader, 'look.open'), href: `/settings/sso/${id}` },
    });
  }
  return found;
}

export const settingsSections: readonly SettingsSection[] = [
  {
    id: 'sso',
    group: 'security',
    href: '/settings/sso',
    icon: 'key-round',
    label: (reader) => say(reader, 'section'),
    may: (actor) => mayManage({ actor }),
    changes: ['sso.changed'],
    looks,
    count: async (ctx) => (await looks(ctx)).length,
  },
];
