import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes, type Tone } from './attributes.ts';
import { Breakable } from './breakable.tsx';
import { still } from './frozen.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type CardProps = PropsWithChildren<
  Attributes & { fit?: 'tight' | 'flush' | undefined; href?: string | undefined }
>;

/** One level only: no cards in cards. `flush` for rows and tables, which bring their own padding. */
export function Card({ fit, href, children, ...rest }: CardProps) {
  const look = classes('card', fit);
  if (href !== undefined) {
    return (
      <a class={look} href={href} {...rest}>
        {children}
      </a>
    );
  }
  return (
    <div class={look} {...rest}>
      {children}
    </div>
  );
}

export const Tile = still<{ icon: IconName; tone?: Tone | undefined }>(({ icon, tone }) => (
  <span class={classes('tile', tone)}>
    <Icon name={icon} />
  </span>
));

export function Rows({ children, ...rest }: PropsWithChildren<Attributes>) {
  return (
    <ul class="rows" {...rest}>
      {children}
    </ul>
  );
}

export type RowProps = Attributes & {
  /** Absent: the row only shows. */
  href?: string | undefined;
  /** An avatar, tile, icon or clock. */
  lead?: Child;
  title: Child;
  meta?: Child;
  /** A line under title and meta, for lists people work through. */
  below?: Child;
  end?: Child;
  /** This row is open beside the list. */
  current?: boolean | undefined;
  unread?: boolean | undefined;
  /** Meta above the title, as in an inbox where the person comes first. */
  metaFirst?: boolean | undefined;
};

export function Row({ href, lead, title, meta, below, end, current, unread, metaFirst, ...rest }: RowProps) {
  const look = classes('row', !lead && 'plain', below !== undefined && 'tall');
  const main = (
    <div class="row-main">
      {metaFirst && meta && <span class="meta clip">{meta}</span>}
      <span class="row-title clip">{title}</span>
      {!metaFirst && meta && <span class="meta clip">{meta}</span>}
      {below && <span class="row-below">{below}</span>}
    </div>
  );
  const parts = (
    <>
      {lead}
      {main}
      {end && <div class="row-end">{end}</div>}
    </>
  );
  return (
    <li class={classes(unread && 'unread')}>
      {href === undefined ? (
        <div class={look} {...rest}>
          {parts}
        </div>
      ) : (
        <a class={look} href={href} aria-current={current ? 'true' : undefined} {...rest}>
          {parts}
        </a>
      )}
    </li>
  );
}

export interface Fact {
  term: Child;
  value: Child;
  /** What stands there, where `value` is more than words. */
  text?: string | undefined;
}

/** What is longer does not fit beside its term where a list is narrow. */
const BESIDE = 20;

/** `near` puts the values beside the terms instead of at the far end. */
export function Facts({ rows, near }: { rows: Fact[]; near?: boolean | undefined }) {
  return (
    <dl class={classes('facts', near && 'near')}>
      {rows.map(({ term, value, text = typeof value === 'string' ? value : '' }) => {
        const long = text.length > BESIDE ? 'long' : undefined;
        return (
          <>
            <dt class={long}>{term}</dt>
            <dd class={long}>{typeof value === 'string' ? <Breakable text={value} /> : value}</dd>
          </>
        );
      })}
    </dl>
  );
}

export interface FactRow {
  id?: string | undefined;
  icon?: IconName | undefined;
  title: Child;
  note?: Child;
  /** One small button or badge. */
  end?: Child;
}

/** Devices, sessions, addresses: what it is, one line about it, one thing to do. */
export function FactRows({ rows }: { rows: FactRow[] }) {
  return (
    <div class="card flush">
      <ul class="fact-rows">
        {rows.map((row) => (
          <li id={row.id}>
            <div class="person">
              {row.icon && <Tile icon={row.icon} />}
              <div>
                <b class="clip">{row.title}</b>
                {row.note && <span class="meta">{row.note}</span>}
              </div>
            </div>
            {row.end}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Checked answers, one reason a line. */
export function Verdict({ rules }: { rules: { tone?: Tone | undefined; icon: IconName; text: Child; end?: Child }[] }) {
  return (
    <div class="verdict">
      {rules.map((rule) => (
        <div class={classes('rule', rule.tone)}>
          <Icon name={rule.icon} size="small" />
          <span>{rule.text}</span>
          {rule.end}
        </div>
      ))}
    </div>
  );
}
