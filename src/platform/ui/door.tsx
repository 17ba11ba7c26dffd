import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Brand } from './brand.ts';
import { BrandLink, BrandMark } from './brand-mark.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type DoorProps = PropsWithChildren<{
  brand: Brand;
  /** Above the title: whoever speaks. */
  before?: Child;
  title: Child;
  lede?: Child;
  /** What the coloured half says: a promise and a line about it. */
  hero: { label: string; text: Child; note?: Child };
}>;

/** Sign-in and everything else on the way in. Needs `bodyClass="signin"` on the document. */
export function Door({ brand, before, title, lede, hero, children }: DoorProps) {
  return (
    <>
      <main id="main" tabindex={-1}>
        <div class="door">
          <BrandMark brand={brand} size="large" />
          <div class={before ? 'stack snug' : 'stack close'}>
            {before}
            <h1>{title}</h1>
            {lede && <p class="page-lede">{lede}</p>}
          </div>
          {children}
        </div>
      </main>
      <aside class="hero" aria-label={hero.label}>
        <Rings />
        <p>{hero.text}</p>
        {hero.note && <span>{hero.note}</span>}
      </aside>
    </>
  );
}

/** "or" between two ways in. */
export function Or({ children }: PropsWithChildren) {
  return <div class="or">{children}</div>;
}

function Rings() {
  return (
    <svg viewBox="0 0 400 400" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
      {[40, 75, 110, 145, 180].map((radius) => (
        <circle cx="200" cy="200" r={radius} />
      ))}
      <path d="M200 0v400M0 200h400M58 58l284 284M342 58 58 342" />
    </svg>
  );
}

export interface PublicHeadProps {
  brand: Brand;
  href: string;
  label: string;
  children?: Child;
}

export function PublicHead({ brand, href, label, children }: PublicHeadProps) {
  return (
    <header class="public-head">
      <BrandLink brand={brand} href={href} label={label} />
      {children}
    </header>
  );
}

export type DeadEndProps = PropsWithChildren<{
  head?: PublicHeadProps | undefined;
  icon: IconName;
  title: Child;
  /** What happened, whether anything is lost, what to do. */
  text: Child;
  /** What its reader had written, with its heading. */
  words?: Child;
  /** A person and a code to tell them. */
  code?: Child;
}>;

/** Error pages, expired links, offline, maintenance. `children` are the ways on. Inside the app leave out `head`. */
export function DeadEnd({ head, icon, title, text, words, code, children }: DeadEndProps) {
  const inside = (
    <>
      <span class="empty-art">
        <Icon name={icon} size="large" />
      </span>
      <h1>{title}</h1>
      <p>{text}</p>
      {words && <div class="dead-end-words stack">{words}</div>}
      {children && <div class="cluster centered">{children}</div>}
      {code && <p class="meta">{code}</p>}
    </>
  );
  if (!head) return <div class="empty dead-end">{inside}</div>;
  return (
    <>
      <PublicHead {...head} />
      <main id="main" tabindex={-1} class="empty dead-end">
        {inside}
      </main>
    </>
  );
}
