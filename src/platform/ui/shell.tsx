import type { Child, PropsWithChildren } from 'hono/jsx';
import { classes } from './attributes.ts';
import type { Brand } from './brand.ts';
import { BrandLink } from './brand-mark.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Person } from './people.tsx';
import { Count } from './state.tsx';

export interface NavItem {
  label: string;
  /** What the tab bar of a phone calls it, where the label is too long for a fifth of 360 px. */
  short?: string | undefined;
  href: string;
  icon: IconName;
  current?: boolean | undefined;
  /** `label` completes it for screen readers; `you` only when the reader is waited for. */
  count?: { n: number | string; you?: boolean | undefined; label: string } | undefined;
  /** The key that goes here, such as "g h". */
  hotkey?: string | undefined;
}

export interface Home {
  brand: Brand;
  href: string;
  /** Starts with name and tag as they are shown: "Northwind Studio Team workspace, home". */
  label: string;
  /** A second line under the name ("Team workspace"). */
  tag?: string | undefined;
}

export type AppShellProps = PropsWithChildren<{
  sidebar: Child;
  topbar: Child;
  tabbar: Child;
  /** Above the topbar, for what must never be missed. */
  banner?: Child;
  /** Drawer, account menu, notifications, dialogs, toasts. */
  after?: Child;
  /** 'panes' fills the window and scrolls each pane; `open` shows the detail pane on phones. */
  layout?: 'page' | 'panes' | undefined;
  open?: boolean | undefined;
}>;

/** The body of a page inside the app: needs `bodyClass="app"` on the document. */
export function AppShell({ sidebar, topbar, tabbar, banner, after, layout, open, children }: AppShellProps) {
  return (
    <>
      {sidebar}
      <div class="sheet">
        {banner}
        {topbar}
        <main id="main" tabindex={-1} class={layout === 'panes' ? classes('panes', open && 'open') : undefined}>
          {children}
        </main>
      </div>
      {tabbar}
      {after}
    </>
  );
}

export type SidebarProps = PropsWithChildren<{
  label: string;
  home: Home;
  groups: { title?: string | undefined; items: NavItem[] }[];
}>;

/** `children` stands at the foot: the reader's contact person, or what a whole team needs. */
export function Sidebar({ label, home, groups, children }: SidebarProps) {
  return (
    <nav class="sidebar" aria-label={label}>
      <div class="sidebar-head">
        <BrandLink {...home} />
      </div>
      <div>
        {groups.map((group) => (
          <>
            {group.title && <p class="nav-title">{group.title}</p>}
            <NavList items={group.items} />
          </>
        ))}
      </div>
      {children && <div class="sidebar-foot">{children}</div>}
    </nav>
  );
}

export function NavList({ items }: { items: NavItem[] }) {
  return (
    <ul class="nav-list">
      {items.map((item) => (
        <li>
          <a
            class="nav-link"
            href={item.href}
            aria-current={item.current ? 'page' : undefined}
            data-hotkey={item.hotkey}
          >
            <Icon name={item.icon} />
            <span class="clip">{item.label}</span>
            {item.count && <Count {...item.count} />}
          </a>
        </li>
      ))}
    </ul>
  );
}

export interface Crumb {
  label: string;
  href?: string | undefined;
  /** Of what somebody wrote in another than the page's. */
  lang?: string | undefined;
}

export type TopbarProps = PropsWithChildren<{
  home: Home;
  /** <Crumbs>, or the room for them. */
  crumbs: Child;
  search?: SearchLinkProps | undefined;
}>;

/** `children` are the bell and the account button. */
export function Topbar({ home, crumbs, search, children }: TopbarProps) {
  return (
    <header class="topbar">
      <BrandLink {...home} />
      {crumbs}
      <div class="topbar-end">
        {search && <SearchLink {...search} />}
        {children}
      </div>
    </header>
  );
}

interface SearchLinkProps {
  label: string;
  href: string;
  keys?: string | undefined;
}

function SearchLink({ label, href, keys }: SearchLinkProps) {
  return (
    <a class="topbar-search" href={href} data-palette="" data-hotkey="/, mod+k" data-turbo-prefetch="false">
      <Icon name="search" size="small" />
      <span class="label">{label}</span>
      {keys && <kbd class="kbd">{keys}</kbd>}
    </a>
  );
}

/** From the top down; the last one is this page. On phones the one before it becomes a back link. */
export function Crumbs({ label, crumbs }: { label: string; crumbs: Crumb[] }) {
  const above = crumbs.at(-2);
  return (
    <>
      {above?.href && (
        <a class="topbar-back" href={above.href}>
          <Icon name="chevron-left" />
          <span class="clip" lang={above.lang}>
            {above.label}
          </span>
        </a>
      )}
      <nav class="crumbs" aria-label={label}>
        {crumbs.map((crumb, index) => (
          <CrumbLink crumb={crumb} last={index === crumbs.length - 1} />
        ))}
      </nav>
    </>
  );
}

function CrumbLink({ crumb, last }: { crumb: Crumb; last: boolean }) {
  if (last)
    return (
      <span aria-current="page" lang={crumb.lang}>
        {crumb.label}
      </span>
    );
  return (
    <>
      <a href={crumb.href} lang={crumb.lang}>
        {crumb.label}
      </a>
      <Icon name="chevron-right" />
    </>
  );
}

export interface TabbarProps {
  label: string;
  /** At most four; the fifth place opens the drawer, when there is one. */
  items: NavItem[];
  more?: { label: string; current?: boolean | undefined } | undefined;
}

/** The navigation of phones, in reach of the thumb. */
export function Tabbar({ label, items, more }: TabbarProps) {
  return (
    <nav class="tabbar" aria-label={label}>
      {items.map((item) => (
        <a href={item.href} aria-current={item.current ? 'page' : undefined}>
          <Icon name={item.icon} />
          <span class="clip">{item.short ?? item.label}</span>
          {item.count?.you && <Count {...item.count} />}
        </a>
      ))}
      {more && (
        <button type="button" popovertarget="more" aria-current={more.current ? 'true' : undefined}>
          <Icon name="menu" />
          <span class="clip">{more.label}</span>
        </button>
      )}
    </nav>
  );
}

export type DrawerProps = PropsWithChildren<{
  label: string;
  person: { name: string; photo?: string | null | undefined; note?: Child };
  /** What the tab bar has no room for. */
  items: NavItem[];
}>;

/** The sheet behind "More" on phones. `children` stands beside the person: sign out. */
export function Drawer({ label, person, items, children }: DrawerProps) {
  return (
    <nav id="more" popover="auto" class="drawer" aria-label={label}>
      <div class="drawer-head">
        <Person {...person}>{children}</Person>
      </div>
      <NavList items={items} />
    </nav>
  );
}
