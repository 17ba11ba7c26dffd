import type { Child, PropsWithChildren } from 'hono/jsx';
import { AccountButton, AccountMenu } from '../account-menu.tsx';
import { Button } from '../button.tsx';
import { Document } from '../document.tsx';
import { OfflineToast, Toasts } from '../notice.tsx';
import { Bell, NotificationPanel } from '../notifications.tsx';
import { ConfirmDialog, Shortcuts } from '../overlay.tsx';
import { Person } from '../people.tsx';
import { AppShell, Crumbs, Drawer, type NavItem, Sidebar, Tabbar, Topbar } from '../shell.tsx';
import type { GalleryProps } from './sample.tsx';

const customer: NavItem[] = [
  { label: 'Home', href: '?view=parts', icon: 'house', current: true, hotkey: 'g h' },
  { label: 'Messages', href: '?view=thread', icon: 'message-circle', count: { n: 2, you: true, label: 'unread' } },
  { label: 'Support', href: '?view=thread', icon: 'life-buoy' },
  { label: 'Help center', href: '?view=error', icon: 'book-open' },
];
const team: NavItem[] = [
  { label: 'Inbox', href: '?view=inbox', icon: 'inbox', current: true, count: { n: 12, you: true, label: 'open' } },
  { label: 'Customers', href: '?view=parts', icon: 'building-2' },
  { label: 'My work', href: '?view=thread', icon: 'circle-check', count: { n: 4, label: 'open' } },
];
const manage: NavItem[] = [
  { label: 'Settings', href: '?view=door', icon: 'settings' },
  { label: 'People', href: '?view=error', icon: 'users' },
];

export type FrameProps = PropsWithChildren<
  GalleryProps & {
    title: string;
    side?: 'customer' | 'team' | undefined;
    layout?: 'page' | 'panes' | undefined;
    open?: boolean | undefined;
    crumbs: { label: string; href?: string }[];
    toast?: Child;
  }
>;

/** Every part of the shell, around one sample page. */
export function Frame({ brand, side = 'customer', title, crumbs, layout, open, toast, children, ...page }: FrameProps) {
  const inTeam = side === 'team';
  const home = {
    brand,
    href: '?',
    label: `${brand.name}${inTeam ? ' Team workspace' : ''}, home`,
    tag: inTeam ? 'Team workspace' : undefined,
  };
  const groups = inTeam ? [{ items: team }, { title: 'Manage', items: manage }] : [{ items: customer }];
  const me = inTeam ? 'Maya Lindqvist' : 'Dana Whitfield';
  return (
    <Document
      {...page}
      brand={brand}
      title={`${title} · ${brand.name}`}
      locale="en"
      skipLabel="Skip to content"
      bodyClass="app"
      texts
      side={side}
    >
      <AppShell
        layout={layout}
        open={open}
        sidebar={
          <Sidebar label="Main" home={home} groups={groups}>
            {!inTeam && <Lead />}
          </Sidebar>
        }
        topbar={
          <Topbar
            home={home}
            crumbs={<Crumbs label="Breadcrumb" crumbs={crumbs} />}
            search={{ label: 'Search everything', href: '?view=thread', keys: '⌘K' }}
          >
            <Bell label="Notifications, 3 unread" unread={3} href="#" />
            <AccountButton name={me} label={`${me}, your account`} waiting="Something waits in another account" />
          </Topbar>
        }
        tabbar={<Tabbar label="Quick" items={(inTeam ? team : customer).slice(0, 4)} more={{ label: 'More' }} />}
        after={<Overlays me={me} items={inTeam ? manage : customer.slice(3)} toast={toast} />}
      >
        {children}
      </AppShell>
    </Document>
  );
}

function Lead() {
  return (
    <div class="card tight stack snug">
      <Person name="Maya Lindqvist" note="Replies within 2 hours" />
      <Button size="small" block icon="message-circle" href="?view=thread">
        Message Maya
      </Button>
    </div>
  );
}

function Overlays({ me, items, toast }: { me: string; items: NavItem[]; toast: Child }) {
  return (
    <>
      <Drawer label="More" person={{ name: me, note: 'Acme Robotics' }} items={items}>
        <Button size="small" variant="quiet" icon="log-out">
          Sign out
        </Button>
      </Drawer>
      <Account me={me} />
      <NotificationPanel
        title="Notifications"
        empty="Nothing new."
        markAll={{ action: '?', label: 'Mark all as read', hidden: null }}
        items={[
          {
            href: '?',
            who: 'Priya Raman',
            text: (
              <>
                <b>Priya Raman</b> answered <b>T-1482</b>
              </>
            ),
            meta: '2 h ago',
            unread: 'Unread',
          },
          {
            href: '?',
            who: 'Maya Lindqvist',
            text: (
              <>
                <b>Maya Lindqvist</b> replied in <b>Training dates</b>
              </>
            ),
            meta: 'Tue',
          },
        ]}
        foot={
          <Button variant="quiet" size="small" block icon="settings-2" href="?">
            Notification settings
          </Button>
        }
      />
      <Shortcuts
        then="then"
        title="Keyboard shortcuts"
        close="Close"
        rows={[
          { keys: ['J', 'K'], does: 'Move' },
          { keys: ['R'], does: 'Reply' },
        ]}
      />
      <ConfirmDialog title="Are you sure?" cancel="Keep it" confirm="Do it" />
      <Toasts>{toast}</Toasts>
      <OfflineToast>You're offline. We'll send it when you're back.</OfflineToast>
    </>
  );
}

function Account({ me }: { me: string }) {
  return (
    <AccountMenu
      label="Your account"
      person={{ name: me, note: 'dana@acmerobotics.com' }}
      accounts={{
        title: 'Switch account',
        hidden: null,
        items: [
          { name: 'Acme Robotics', note: 'You decide here', action: '/dev/ui', current: true },
          {
            name: 'Acme Robotics Europe',
            note: 'You decide here',
            action: '/dev/ui',
            count: { n: 2, label: 'waiting for you' },
          },
        ],
      }}
      settings={{
        action: '/preferences',
        hidden: null,
        items: [
          {
            name: 'theme',
            label: 'Appearance',
            options: [
              { value: 'light', label: 'Light', icon: 'sun' },
              { value: 'dark', label: 'Dark', icon: 'moon' },
              { value: 'auto', label: 'Same as device', icon: 'monitor', current: true },
            ],
          },
          {
            name: 'locale',
            label: 'Language',
            options: [
              { value: 'en', label: 'English', lang: 'en', current: true },
              { value: 'de', label: 'Deutsch', lang: 'de' },
            ],
          },
        ],
      }}
      links={[
        { label: 'Your account', href: '?', icon: 'circle-user' },
        { label: 'Notifications', href: '?', icon: 'bell' },
        { label: 'Keyboard shortcuts', href: '?', icon: 'keyboard', key: '?', opens: 'shortcuts' },
      ]}
      signOut={{ action: '/sign-out', label: 'Sign out', hidden: null }}
    />
  );
}
