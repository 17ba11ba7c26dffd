import type { TeamMember } from '#features/accounts/index.ts';
import { isHere, type OwnAccount } from '#features/company/index.ts';
import { PaletteDialog } from '#features/search/index.ts';
import { mayOpen } from '#features/tickets/index.ts';
import type { CustomerRoom } from '#platform/customer-rooms.ts';
import type { Flag } from '#platform/flags.ts';
import type { Contact, Member, Workspace } from '#platform/http/context.ts';
import { formatDuration } from '#platform/i18n/duration.ts';
import type { Speaking } from '#platform/i18n/reader.ts';
import type { Right } from '#platform/rights.ts';
import { AccountButton, AccountMenu } from '#platform/ui/account-menu.tsx';
import { Button } from '#platform/ui/button.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { gapFor, still } from '#platform/ui/frozen.ts';
import { Bell, LazyNotificationPanel, shownCount } from '#platform/ui/notifications.tsx';
import { Person } from '#platform/ui/people.tsx';
import { AppShell, Drawer, type Home, Sidebar, Tabbar, Topbar } from '#platform/ui/shell.tsx';
import { Keys } from './keys.tsx';
import { say } from './messages.ts';
import { navigation, type Waiting } from './nav.ts';

/** Who is asked for in the frame of a page, and how they read. */
export interface Framed {
  reader: Speaking;
  actor: Contact | Member;
  workspace: Pick<Workspace, 'name' | 'brand' | 'isInstallation' | 'replyPromiseMinutes'>;
}

interface FrameProps extends Omit<Framed, 'actor'> {
  actor: WrittenDown;
  /** The navigation entry that is current. */
  nav: string | undefined;
  panes: boolean;
  open: boolean | undefined;
  unread: number;
  waiting: Waiting;
  lead: TeamMember | null;
  accounts: OwnAccount[] | null;
}

/**
 * All that stands around a page and is the same on each of a reader's: rendered when something in it changes. What is of
 * one page only goes into the gaps, which Shell fills: banner, crumbs, content, here, and what forms carry (hidden).
 */
export const Frame = still<FrameProps>((props) => {
  const facts = props as FrameProps;
  const { panes, open, unread, reader, workspace } = facts;
  const actor = readAgain(facts.actor);
  const framed = { reader, actor, workspace };
  const nav = navigation(framed, facts.nav, facts.waiting);
  const tag = tagOf(framed, facts);
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
  return (
    <AppShell
      layout={panes ? 'panes' : 'page'}
      open={open}
      banner={gapFor('banner')}
      sidebar={
        <Sidebar label={say(reader, 'nav.main')} home={home} groups={nav.groups}>
          {facts.lead && <Lead framed={framed} lead={facts.lead} />}
        </Sidebar>
      }
      topbar={
        <Topbar home={home} crumbs={gapFor('crumbs')} search={workspace.isInstallation ? undefined : searchFor(framed)}>
          {!workspace.isInstallation && (
            <Bell
              label={say(reader, 'bell', { n: unread, shown: shownCount(unread) })}
              unread={unread}
              href="/notifications"
            />
          )}
          <AccountButton
            name={actor.name}
            photo={actor.photo}
            label={say(reader, 'account.button', { name: actor.name })}
            waiting={elsewhere(framed, facts) > 0 ? say(reader, 'account.elsewhere') : undefined}
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
          {gapFor('here')}
          <Menu framed={framed} accounts={facts.accounts} />
          <Keys ctx={framed} />
        </>
      }
    >
      {gapFor('content')}
    </AppShell>
  );
});

type Lists = 'rights' | 'shut' | 'flags';
type Written<A extends Contact | Member> = Omit<A, Lists | 'sessionId' | 'method'> & { rights: Right[] };
type WrittenDown = Written<Member> | (Written<Contact> & { shut: CustomerRoom[]; flags: Flag[] });

/** An actor as text, which a still component is told: their session has no part in it. */
export function writtenDown(actor: Contact | Member): WrittenDown {
  const { sessionId: _, method: __, ...person } = actor;
  const rights = [...person.rights];
  return person.kind === 'member'
    ? { ...person, rights }
    : { ...person, rights, shut: [...person.shut], flags: [...person.flags] };
}

const readAgain = (written: WrittenDown): Contact | Member =>
  written.kind === 'member'
    ? { ...written, sessionId: '', rights: new Set(written.rights) }
    : {
        ...written,
        sessionId: '',
        rights: new Set(written.rights),
        shut: new Set(written.shut),
        flags: new Set(written.flags),
      };

/** On which side somebody is here; of who stands for several customers, for which. */
function tagOf({ reader, actor, workspace }: Framed, { accounts }: Pick<FrameProps, 'accounts'>): string | undefined {
  if (actor.kind === 'member') return say(reader, workspace.isInstallation ? 'operator.tag' : 'team.tag');
  return accounts ? actor.accountName : undefined;
}

/** One search for everything: a page, and where scripts run a palette over this one. */
export const searchFor = ({ reader }: Pick<Framed, 'reader'>) => ({
  label: say(reader, 'search'),
  href: '/search',
  keys: '⌘K',
});

function Lead({ framed, lead }: { framed: Framed; lead: TeamMember }) {
  const { reader, workspace, actor } = framed;
  const promise = workspace.replyPromiseMinutes;
  const note = promise
    ? say(reader, 'lead.promise', { time: formatDuration(reader, promise * 60) })
    : lead.role || say(reader, 'lead.role');
  return (
    <div class="card tight stack snug">
      <Person name={lead.name} photo={lead.photo} note={note} />
      {mayOpen(actor) && (
        <Button size="small" block icon="message-circle" href="/support/new">
          {say(reader, 'lead.ask', { name: firstNameOf(lead.name) })}
        </Button>
      )}
    </div>
  );
}

const looks = { light: 'sun', dark: 'moon', system: 'monitor' } as const;

/** How many tickets wait for the reader at other customers of theirs. */
const elsewhere = (framed: Framed, { accounts }: Pick<FrameProps, 'accounts'>): number =>
  (accounts ?? []).filter((account) => !isHere(framed, account)).reduce((sum, account) => sum + account.waiting, 0);

function Menu({ framed, accounts }: { framed: Framed; accounts: OwnAccount[] | null }) {
  const { reader, actor, workspace } = framed;
  const { name, photo, email, theme } = actor;
  const account = actor.kind === 'contact' ? { name: actor.accountName, note: actor.title } : undefined;
  return (
    <AccountMenu
      label={say(reader, 'account.menu')}
      person={{ name, photo, note: email }}
      account={accounts ? undefined : account}
      accounts={accounts ? switcherOf(framed, accounts) : undefined}
      settings={{
        action: '/preferences',
        hidden: gapFor('hidden'),
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
              { value: 'en', label: 'English', lang: 'en', current: reader.locale === 'en' },
              { value: 'de', label: 'Deutsch', lang: 'de', current: reader.locale === 'de' },
            ],
          },
        ],
      }}
      links={[
        { label: say(reader, 'account.menu'), href: '/account', icon: 'circle-user' },
        ...(workspace.isInstallation
          ? []
          : [{ label: say(reader, 'nav.notifications'), href: '/notifications', icon: 'bell' as const }]),
        { label: say(reader, 'account.shortcuts'), href: '#', icon: 'keyboard', key: '?', opens: 'shortcuts' },
      ]}
      signOut={{ action: '/sign-out', label: say(reader, 'account.signOut'), hidden: gapFor('hidden') }}
    />
  );
}

/** The customers a reader stands for, each with what waits there. */
function switcherOf(framed: Framed, accounts: OwnAccount[]) {
  const { reader } = framed;
  return {
    title: say(reader, 'account.switch'),
    hidden: gapFor('hidden'),
    items: accounts.map((account) => ({
      name: account.name,
      note: account.title,
      action: `/company/${account.id}/choice`,
      current: isHere(framed, account),
      count:
        account.waiting > 0 && !isHere(framed, account)
          ? { n: account.waiting, label: say(reader, 'account.waiting', { n: account.waiting }) }
          : undefined,
    })),
  };
}
