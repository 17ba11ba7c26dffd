import type { PropsWithChildren } from 'hono/jsx';
import { sql } from 'kysely';
import { accountLead, type TeamMember } from '#features/accounts/index.ts';
import { isHere, type OwnAccount, ownAccounts } from '#features/company/index.ts';
import { mayWrite } from '#features/knowledge/index.ts';
import { mayDecide, newcomersWaiting } from '#features/newcomers/index.ts';
import { MarkRead, unreadCount, unreadLeadingTo } from '#features/notifications/index.ts';
import { PaletteDialog } from '#features/search/index.ts';
import { maySeeSettings } from '#features/settings/index.ts';
import { mayOpen, waitingTickets } from '#features/tickets/index.ts';
import { ViewBanner } from '#features/view-as/index.ts';
import { hasRoom } from '#platform/customer-rooms.ts';
import { type Asker, type Given, kept, type Said } from '#platform/db/kept.ts';
import type { Contact, Ctx, Member } from '#platform/http/context.ts';
import type { PageSpec } from '#platform/http/page.ts';
import { formatDuration } from '#platform/i18n/duration.ts';
import type { Locale } from '#platform/i18n/reader.ts';
import { AccountButton, AccountMenu } from '#platform/ui/account-menu.tsx';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { filled, frozen, gap, still } from '#platform/ui/frozen.ts';
import { Bell, LazyNotificationPanel, shownCount } from '#platform/ui/notifications.tsx';
import { Person } from '#platform/ui/people.tsx';
import { AppShell, Drawer, type Home, Sidebar, Tabbar, Topbar } from '#platform/ui/shell.tsx';
import { Keys } from './keys.tsx';
import { say } from './messages.ts';
import { navigation, type Waiting } from './nav.ts';

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
  const { reader, actor, workspace } = ctx;
  if (actor.kind !== 'contact' && actor.kind !== 'member') return <>{children}</>;
  const nav = navigation(ctx, page.nav, facts.waiting);
  const tag = tagOf(ctx, facts);
  const home: Home = {
    brand: workspace.brand,
    href: '/',
    label: say(reader, 'home.label', { name: tag ? `${workspace.name} ${tag}` : workspace.name }),
    tag,
  };
  const person = {
    name: actor.name,
    photo: actor.photo,
    note: actor.kind === 'contact' ? actor.accountName : actor.title,
  };
  const more =
    nav.rest.length > 0 ? { label: say(reader, 'nav.more'), current: !nav.tabs.some((tab) => tab.current) } : undefined;
  const hidden = <Hidden csrf={csrf} path={path} />;
  return (
    <AppShell
      layout={page.shape}
      open={page.open}
      banner={
        ctx.viewing && actor.kind === 'contact' && <ViewBanner viewing={ctx.viewing} actor={actor} hidden={hidden} />
      }
      sidebar={
        <Sidebar label={say(reader, 'nav.main')} home={home} groups={nav.groups}>
          {facts.lead && <LeadCard {...leadOf(ctx, facts.lead)} />}
        </Sidebar>
      }
      topbar={
        <Topbar
          home={home}
          crumbsLabel={say(reader, 'nav.crumbs')}
          crumbs={page.crumbs ?? [{ label: page.title }]}
          search={workspace.isInstallation ? undefined : searchFor(ctx)}
        >
          {!workspace.isInstallation && (
            <Bell
              label={say(reader, 'bell', { n: facts.unread, shown: shownCount(facts.unread) })}
              unread={facts.unread}
              href="/notifications"
            />
          )}
          <AccountButton
            name={actor.name}
            photo={actor.photo}
            label={say(reader, 'account.button', { name: actor.name })}
            waiting={elsewhere(ctx, facts) > 0 ? say(reader, 'account.elsewhere') : undefined}
          />
        </Topbar>
      }
      tabbar={<Tabbar label={say(reader, 'nav.quick')} items={nav.tabs} more={more} />}
      after={
        <>
          {more && <Drawer label={more.label} person={person} items={nav.rest} />}
          {!workspace.isInstallation && (
            <LazyNotificationPanel
              title={say(reader, 'notifications.title')}
              src="/notifications/latest"
              all={{ href: '/notifications', label: say(reader, 'notifications.all') }}
            />
          )}
          {!workspace.isInstallation && <PaletteDialog reader={reader} team={actor.kind === 'member'} />}
          {facts.here && !ctx.viewing && <MarkRead id={facts.here} />}
          {filled(Menu(menuOf(ctx, actor, facts.accounts)), hidden)}
          {frozen(
            `keys ${reader.locale} ${workspace.isInstallation ? 'operator' : actor.kind} ${maySeeSettings(actor)} ${mayWrite(actor)} ${hasRoom(actor, 'support')} ${hasRoom(actor, 'help')} ${actor.kind === 'member' && actor.reach}`,
            () => (
              <Keys ctx={ctx} />
            ),
          )}
        </>
      }
    >
      {children}
    </AppShell>
  );
}

/** On which side somebody is here; of who stands for several customers, for which. */
function tagOf({ reader, actor, workspace }: Ctx, { accounts }: ShellFacts): string | undefined {
  if (actor.kind === 'member') return say(reader, workspace.isInstallation ? 'operator.tag' : 'team.tag');
  return actor.kind === 'contact' && accounts ? actor.accountName : undefined;
}

/** One search for everything: a page, and where scripts run a palette over this one. */
export const searchFor = ({ reader }: Ctx) => ({ label: say(reader, 'search'), href: '/search', keys: '⌘K' });

function Hidden({ csrf, path }: { csrf: string; path: string }) {
  return (
    <>
      <input type="hidden" name="_token" value={csrf} />
      <input type="hidden" name="_page" value={path} />
    </>
  );
}

function leadOf({ reader, workspace, actor }: Ctx, lead: TeamMember) {
  const promise = workspace.replyPromiseMinutes;
  const note = promise
    ? say(reader, 'lead.promise', { time: formatDuration(reader, promise * 60) })
    : lead.role || say(reader, 'lead.role');
  const ask = say(reader, 'lead.ask', { name: firstNameOf(lead.name) });
  return { name: lead.name, photo: lead.photo, note, ask: mayOpen(actor) ? ask : undefined };
}

const LeadCard = still<ReturnType<typeof leadOf>>('lead', ({ name, photo, note, ask }) => (
  <div class="card tight stack snug">
    <Person name={name} photo={photo} note={note} />
    {ask && (
      <Button size="small" block icon="message-circle" href="/support/new">
        {ask}
      </Button>
    )}
  </div>
));

const looks = { light: 'sun', dark: 'moon', system: 'monitor' } as const;

/** How many tickets wait for the reader at other customers of theirs. */
const elsewhere = (ctx: Ctx, { accounts }: ShellFacts): number =>
  (accounts ?? []).filter((account) => !isHere(ctx, account)).reduce((sum, account) => sum + account.waiting, 0);

const menuOf = ({ reader, workspace }: Ctx, actor: Contact | Member, accounts: OwnAccount[] | null) => ({
  accounts: accounts ? JSON.stringify(accounts) : '',
  here: actor.kind === 'contact' ? actor.accountId : '',
  locale: reader.locale,
  told: !workspace.isInstallation,
  theme: actor.theme,
  name: actor.name,
  photo: actor.photo,
  email: actor.email,
  account: actor.kind === 'contact' ? { name: actor.accountName, note: actor.title } : undefined,
});

/** The gaps are for what its two forms carry besides their fields. */
const Menu = still<ReturnType<typeof menuOf>>(
  'menu',
  ({ locale, told, theme, name, photo, email, account, accounts, here }) => {
    const reader = { locale };
    return (
      <AccountMenu
        label={say(reader, 'account.menu')}
        person={{ name, photo, note: email }}
        account={accounts ? undefined : account}
        accounts={accounts ? switcherOf({ locale }, accounts, here) : undefined}
        settings={{
          action: '/preferences',
          hidden: gap,
          items: [
            {
              name: 'theme',
              label: say(reader, 'account.look'),
              options: (['light', 'dark', 'system'] as const).map((value) => ({
                value,
                label: say(reader, `account.${value}`),
                icon: looks[value],
                current: theme === value,
              })),
            },
            {
              name: 'locale',
              label: say(reader, 'account.language'),
              options: [
                { value: 'en', label: 'English', lang: 'en', current: locale === 'en' },
                { value: 'de', label: 'Deutsch', lang: 'de', current: locale === 'de' },
              ],
            },
          ],
        }}
        links={[
          { label: say(reader, 'account.menu'), href: '/account', icon: 'circle-user' },
          ...(told ? [{ label: say(reader, 'nav.notifications'), href: '/notifications', icon: 'bell' as const }] : []),
          { label: say(reader, 'account.shortcuts'), href: '#', icon: 'keyboard', key: '?', opens: 'shortcuts' },
        ]}
        signOut={{ action: '/sign-out', label: say(reader, 'account.signOut'), hidden: gap }}
      />
    );
  },
);

/** The customers a reader stands for, each with what waits there. */
function switcherOf(reader: { locale: Locale }, accounts: string, here: string) {
  return {
    title: say(reader, 'account.switch'),
    hidden: gap,
    items: (JSON.parse(accounts) as OwnAccount[]).map(({ id, name, title, waiting }) => ({
      name,
      note: title,
      action: `/company/${id}/choice`,
      current: id === here,
      count:
        waiting > 0 && id !== here ? { n: waiting, label: say(reader, 'account.waiting', { n: waiting }) } : undefined,
    })),
  };
}
