import { mayAddAccount } from '#features/accounts/index.ts';
import { mayWrite } from '#features/knowledge/index.ts';
import type { SearchPlace } from '#features/search/index.ts';
import { sectionsFor } from '#features/settings/index.ts';
import { mayOpen } from '#features/tickets/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';
import { say } from './messages.ts';
import { navigation } from './nav.ts';

/** Where the reader may go, and what they may do, for the palette: the navigation, the settings, and the beginnings of things. */
export function placesOf(ctx: Ctx): SearchPlace[] {
  const { reader } = ctx;
  const { groups } = navigation(ctx, undefined, {});
  const rooms = groups.flatMap(({ items }) => items.map(({ label, href, icon }) => ({ label, href, icon })));
  const sections = sectionsFor(ctx.actor).map(({ id, label, href, icon }) => ({
    label: label(reader),
    href,
    icon,
    note: say(reader, 'nav.settings'),
    also: id === 'design' ? say(reader, 'also.design') : undefined,
  }));
  return [
    ...acts(ctx),
    ...rooms,
    { label: say(reader, 'nav.notifications'), href: '/notifications', icon: 'bell' },
    { label: say(reader, 'account.menu'), href: '/account', icon: 'circle-user', also: say(reader, 'also.account') },
    ...sections,
  ];
}

function acts({ reader, actor, workspace }: Ctx): SearchPlace[] {
  const list: SearchPlace[] = [];
  if (mayOpen(actor))
    list.push({
      label: say(reader, 'act.ask', { name: workspace.shortName }),
      also: say(reader, 'also.ask'),
      href: '/support/new',
      icon: 'plus',
      act: true,
      about: (typed) => ({
        label: say(reader, 'act.ask.about', { subject: typed }),
        href: `/support/new?subject=${encodeURIComponent(typed)}`,
      }),
    });
  if (actor.kind === 'contact' && may(actor, 'colleagues.manage') && !actor.shut.has('company'))
    list.push({
      label: say(reader, 'act.colleague'),
      also: say(reader, 'also.invite'),
      href: '/company#invite',
      icon: 'user-plus',
      act: true,
    });
  if (mayAddAccount(actor))
    list.push({
      label: say(reader, 'act.customer'),
      also: say(reader, 'also.customer'),
      href: '/customers/new',
      icon: 'building-2',
      act: true,
    });
  if (mayWrite(actor))
    list.push({
      label: say(reader, 'act.article'),
      also: say(reader, 'also.article'),
      href: '/knowledge/new',
      icon: 'pencil',
      act: true,
    });
  if (actor.kind === 'member' && may(actor, 'members.manage'))
    list.push({
      label: say(reader, 'act.member'),
      also: say(reader, 'also.invite.team'),
      href: '/settings/members/new',
      icon: 'user-plus',
      act: true,
    });
  return list;
}
