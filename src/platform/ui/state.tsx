import type { PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes, type Tone } from './attributes.ts';
import { still } from './frozen.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export interface BadgeProps {
  tone?: Tone | undefined;
  icon?: IconName | undefined;
  children: string;
}

export const Badge = still<BadgeProps>(({ tone, icon, children }) => (
  <span class={classes('badge', tone)}>
    {icon && <Icon name={icon} />}
    {children}
  </span>
));

export type Whose = 'you' | 'them' | 'done';

/** Where the ball is. Solid (`you`) only for the person who looks at the page. */
export const Turn = still<{ turn: Whose; children: string }>(({ turn, children }) => (
  <span class="turn" data-turn={turn}>
    {turn === 'done' && <Icon name="check" />}
    {children}
  </span>
));

/** `label` completes the number for screen readers ("2 unread"); `you` paints it when the reader is waited for. */
export function Count({
  n,
  you,
  label,
}: {
  n: number | string;
  you?: boolean | undefined;
  label?: string | undefined;
}) {
  return (
    <span class={classes('count', you && 'you')}>
      {n}
      {label && <span class="visually-hidden"> {label}</span>}
    </span>
  );
}

export function Dot({ tone = 'tinted', label }: { tone?: Tone | undefined; label: string }) {
  return (
    <span class={classes('dot', tone)}>
      <span class="visually-hidden">{label}</span>
    </span>
  );
}

/** Percent as the style sheet knows it: steps of 5, and never 0 or 100 unless it is so. */
export function step(percent: number): number {
  const nearest = Math.round(percent / 5) * 5;
  if (percent > 0 && percent < 100) return Math.min(95, Math.max(5, nearest));
  return Math.min(100, Math.max(0, nearest));
}

export type ProgressProps = Attributes & { value: number; label: string; tone?: Tone | undefined };

export function Progress({ value, label, tone, ...rest }: ProgressProps) {
  return (
    <div
      class={classes('progress', tone)}
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(value)}
      aria-valuemin={0}
      aria-valuemax={100}
      data-v={step(value)}
      {...rest}
    />
  );
}

/** A ring that empties as a promise runs out. `left` is percent; the text beside it says how much time that is. */
export function Clock({
  left,
  tone,
  size,
}: {
  left: number;
  tone?: Tone | undefined;
  size?: 'small' | 'large' | undefined;
}) {
  return <span class={classes('clock', tone, size)} data-v={step(left)} aria-hidden="true" />;
}

export function Kbd({ children }: PropsWithChildren) {
  return <kbd class="kbd">{children}</kbd>;
}
