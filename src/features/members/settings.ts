import { rolesOf } from '#features/roles/index.ts';
import type { SettingsSection } from '#features/settings/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { mayManageMembers } from './access.ts';
import { openInvitations } from './invite.ts';
import { membersOf, type On } from './member.ts';
import { say } from './messages.ts';

const bounced = async (ctx: Ctx) => (await openInvitations(ctx as On)).filter((one) => one.mail?.state === 'failed');

export const settingsSections: readonly SettingsSection[] = [
  {
    id: 'members',
    group: 'people',
    href: '/settings/members',
    icon: 'users',
    label: (reader) => say(reader, 'section'),
    may: mayManageMembers,
    count: async (ctx) => (await bounced(ctx)).length,
    facts: async (ctx) => {
      const [members, roles] = await Promise.all([membersOf(ctx as On), rolesOf(ctx, 'member')]);
      const people = members.filter((member) => member.disabledAt === null);
      const used = new Set(people.map((member) => member.role.key)).size;
      return [
        {
          term: say(ctx.reader, 'fact.team'),
          value: say(ctx.reader, 'fact.team.value', { n: people.length, roles: used, of: roles.length }),
        },
      ];
    },
    looks: async (ctx) =>
      (await bounced(ctx)).map((one) => ({
        key: `bounced-${one.id}`,
        icon: 'mail-x' as const,
        tone: 'bad' as const,
        title: say(ctx.reader, 'look.bounced', { name: one.name }),
        note: one.email,
        action: { label: say(ctx.reader, 'look.fix'), href: '/settings/members#invitations' },
      })),
    changes: [
      'member.invited',
      'member.invitation_revoked',
      'member.joined',
      'member.role_changed',
      'member.disabled',
      'member.enabled',
    ],
  },
];
