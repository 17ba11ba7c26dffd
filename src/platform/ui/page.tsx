import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes } from './attributes.ts';
import { EnterButton } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Count } from './state.tsx';

export type PageProps = PropsWithChildren<{
  width?: 'narrow' | 'wide' | undefined;
  welcome?: boolean | undefined;
  once?: boolean | undefined;
}>;

/**
 * `welcome` adds the wash of brand behind the first screen people see. `once`: the page shows what no other will, such as codes to write
 * down; it stays as it is before its reader, whatever happens elsewhere.
 */
export function Page({ width, welcome, once, children }: PageProps) {
  return (
    <div class={classes('page', width, welcome && 'welcome')} data-once={once ? '' : undefined}>
      {children}
    </div>
  );
}

export type PageHeadProps = PropsWithChildren<{ title: Child; lede?: Child; before?: Child }>;

/** The one h1, a sentence with the answer in it, and the page's actions as children. `before` stands above the title. */
export function PageHead({ title, lede, before, children }: PageHeadProps) {
  return (
    <header class="page-head">
      {before && <div class="cluster">{before}</div>}
      <h1>{title}</h1>
      {lede && <p class="page-lede">{lede}</p>}
      {children && <div class="page-actions">{children}</div>}
    </header>
  );
}

export type ColumnsProps = PropsWithChildren<{ aside: Child; asideLabel: string; broad?: boolean | undefined }>;

export function Columns({ aside, asideLabel, broad, children }: ColumnsProps) {
  return (
    <div class={classes('columns', broad && 'broad')}>
      <div class="stack loose">{children}</div>
      <aside class="aside stack apart" aria-label={asideLabel}>
        {aside}
      </aside>
    </div>
  );
}

export type SectionProps = PropsWithChildren<{
  id: string;
  title: Child;
  count?: number | string | undefined;
  more?: { label: Child; href: string } | undefined;
}>;

export function Section({ id, title, count, more, children }: SectionProps) {
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>
          {title}
          {count !== undefined && <span class="num">{count}</span>}
        </h2>
        {more && <a href={more.href}>{more.label}</a>}
      </div>
      {children}
    </section>
  );
}

export interface Place {
  label: Child;
  href: string;
  current?: boolean | undefined;
  count?: number | string | undefined;
  icon?: IconName | undefined;
  hotkey?: string | undefined;
}

export function Tabs({ label, items }: { label: string; items: Place[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {items.map((item) => (
        <a href={item.href} aria-current={item.current ? 'page' : undefined}>
          {item.label}
          {item.count !== undefined && <Count n={item.count} />}
        </a>
      ))}
    </nav>
  );
}

/** A few views of the same list, as links: they work without JavaScript and can be shared. */
export function Segmented({ label, items, ...rest }: { label: string; items: Place[] } & Attributes) {
  return (
    <nav class="segmented" aria-label={label} {...rest}>
      {items.map((item) => (
        <a href={item.href} aria-current={item.current ? 'page' : undefined} data-hotkey={item.hotkey}>
          {item.icon && <Icon name={item.icon} size="small" />}
          {item.label}
          {item.count !== undefined && <span class="num">{item.count}</span>}
        </a>
      ))}
    </nav>
  );
}

export type FiltersProps = PropsWithChildren<
  Attributes & {
    action: string;
    /** Shown where scripts are off; with them the form sends itself (`data-auto-submit`). */
    submit: Child;
  }
>;

export interface ActiveFilter {
  /** Such as "Status: Open". */
  label: Child;
  /** The same list without it. */
  href: string;
}

/** What narrows a list just now, each with the way to be without it; nothing when nothing does. */
export function ActiveFilters(props: { label: string; remove: string; items: ActiveFilter[]; clear: ActiveFilter }) {
  const { label, remove, items, clear } = props;
  if (items.length === 0) return null;
  return (
    <ul class="active-filters" aria-label={label}>
      {items.map((item) => (
        <li>
          <a class="button small" href={item.href}>
            <span class="clip">{item.label}</span>
            <span class="visually-hidden">{remove}</span>
            <Icon name="x" size="small" />
          </a>
        </li>
      ))}
      {items.length > 1 && (
        <li>
          <a class="button quiet small" href={clear.href}>
            {clear.label}
          </a>
        </li>
      )}
    </ul>
  );
}

/** Search, segmented views and selects above a list: one GET form, so a view has an address. */
export function Filters({ action, submit, children, ...rest }: FiltersProps) {
  return (
    <search>
      <form class="filters" method="get" action={action} data-auto-submit="" {...rest}>
        <EnterButton>{submit}</EnterButton>
        {children}
        <button type="submit" class="button without-scripts">
          {submit}
        </button>
      </form>
    </search>
  );
}

/** One end of a span of days, among the filters of a list. */
export function DayFilter({ label, name, value }: { label: string; name: string; value: string }) {
  return (
    <label class="day-filter">
      <span class="meta">{label}</span>
      <input class="input" type="date" name={name} value={value} />
    </label>
  );
}

/** From one day to another: both come on the next line when only one has room on this. */
export const DayFilters = ({ children }: PropsWithChildren) => <span class="day-filters">{children}</span>;

export interface PaginationProps {
  label: string;
  newer: { label: Child; href?: string | undefined };
  older: { label: Child; href?: string | undefined };
  /** Such as "1 to 25 of 214"; keyset pages often know no total. */
  summary?: Child;
}

/** Older and newer; an end that has been reached stays visible, disabled. */
export function Pagination({ label, newer, older, summary }: PaginationProps) {
  if (!newer.href && !older.href) return null;
  return (
    <nav class="split" aria-label={label}>
      <span class="meta">{summary}</span>
      <span class="cluster">
        <PageStep {...newer} rel="prev" />
        <PageStep {...older} rel="next" />
      </span>
    </nav>
  );
}

function PageStep({ label, href, rel }: { label: Child; href?: string | undefined; rel: 'prev' | 'next' }) {
  if (!href) {
    return (
      <button type="button" class="button small" disabled>
        {label}
      </button>
    );
  }
  return (
    <a class="button small" href={href} rel={rel}>
      {label}
    </a>
  );
}
