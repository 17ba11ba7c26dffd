import type { PropsWithChildren } from 'hono/jsx';
import { sql } from 'kysely';
import { accountLead, type TeamMember } from '#features/accounts/index.ts';
import { type OwnAccount, ownAccounts } from '#features/company/index.ts';
import { mayDecide, newcomersWaiting } from '#features/newcomers/index.ts';
import { MarkRead, unreadCount, unreadLeadingTo } from '#features/notifications/index.ts';
import { waitingTickets } from '#features/tickets/index.ts';
import { ViewBanner } from '#features/view-as/index.ts';
import { type Asker, type Given, kept, type Said } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { PageSpec } from '#platform/http/page.ts';
import { filledEach } from '#platform/ui/frozen.ts';
import { Crumbs } from '#platform/ui/shell.tsx';
import { Frame, writtenDown } from './frame.tsx';
import { say } from './messages.ts';
import type { Waiting } from './nav.ts';

export interface ShellFacts {
  unread: number;
  /** The unread notification that led here, or would have. */
  here: string | null;
  waiting: Waiting;
  lead: TeamMember | null;
  /** The customers the reader stands for, when there are several. */
  accounts: OwnAccount[] | null;
}

const bell = (by: Asker, path: Said<string>) =>
  by.db.selectNoFrom([unreadCount(by).as('unread'), unreadLeadingTo(by, path).as('here')]);
const waits = (by: Asker, path: Said<string>) => bell(by, path).select(waitingTickets(by).as('waits'));

const plainFacts = kept((by, { path }: Given<{ path: string }>) => bell(by, path));
const teamFacts = kept((by, { path }: Given<{ path: string }>, { decides }: { decides: boolean }) =>
  waits(by, path).select((decides ? newcomersWaiting(by) : sql<number>`0`).as('newcomers')),
);
const customerFacts = kept((by, { path, account }: Given<{ path: string; account: string }>) =>
  waits(by, path).select([accountLead(by, account).as('lead'), ownAccounts.as('accounts')]),
);

/** What every page inside the app shows around itself: one query, because every page waits for it. */
export async function shellFacts(ctx: Ctx, path: string): Promise<ShellFacts> {
  const { actor, workspace } = ctx;
  if (workspace.isInstallation || actor.kind === 'visitor') {
    const { unread, here } = await plainFacts.one(ctx, { path });
    return { unread: unread ?? 0, here, waiting: {}, lead: null, accounts: null };
  }
  if (actor.kind !== 'contact') {
    const found = await teamFacts.one(ctx, { path }, { decides: mayDecide(actor) });
    const { unread, here, waits: inbox, newcomers } = found;
    return { unread: unread ?? 0, here, waiting: { inbox: inbox ?? 0, newcomers }, lead: null, accounts: null };
  }
  const found = await customerFacts.one(ctx, { path, account: actor.accountId });
  const { unread, here, lead, accounts } = found;
  return { unread: unread ?? 0, here, waiting: { support: found.waits ?? 0 }, lead, accounts };
}

type ShellProps = PropsWithChildren<{ ctx: Ctx; page: PageSpec; facts: ShellFacts; csrf: string; path: string }>;

/** Sidebar, topbar, tab bar and menus around a page of somebody who is signed in. */
export function Shell({ ctx, page, facts, csrf, path, children }: ShellProps) {
  const { reader, actor, workspace, viewing } = ctx;
  if (actor.kind !== 'contact' && actor.kind !== 'member') return <>{children}</>;
  const { unread, waiting, lead, accounts } = facts;
  const { name, brand, isInstallation, replyPromiseMinutes } = workspace;
  const frame = Frame({
    nav: page.nav,
    panes: page.shape === 'panes',
    open: page.open,
    ...{ unread, waiting, lead, accounts },
    reader: { locale: reader.locale, format: reader.format },
    actor: writtenDown(actor),
    workspace: { name, brand, isInstallation, replyPromiseMinutes },
  });
  const hidden = <Hidden csrf={csrf} path={path} />;
  return filledEach(frame, {
    banner: viewing && actor.kind === 'contact' && <ViewBanner viewing={viewing} actor={actor} hidden={hidden} />,
    crumbs: <Crumbs label={say(reader, 'nav.crumbs')} crumbs={page.crumbs ?? [{ label: page.title }]} />,
    content: <>{children}</>,
    here: facts.here && !viewing && <MarkRead id={facts.here} />,
    hidden,
  });
}

function Hidden({ csrf, path }: { csrf: string; path: string }) {
  return (
    <>
      <input type="hidden" name="_token" value={csrf} />
      <input type="hidden" name="_page" value={path} />
    </>
  );
}
