import type { Child } from 'hono/jsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export interface EmptyProps {
  icon: IconName;
  title: Child;
  /** What will appear here and when, or one next step. */
  text?: Child;
  action?: Child;
  /** Inside a card, where the full height would look lost. */
  small?: boolean | undefined;
}

export function Empty({ icon, title, text, action, small }: EmptyProps) {
  return (
    <div class={small ? 'empty small' : 'empty'}>
      <span class="empty-art">
        <Icon name={icon} size="large" />
      </span>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}

/** Rows in the shape of people, while they load. */
export function SkeletonRows({ label, rows = 3 }: { label: string; rows?: number | undefined }) {
  return (
    <div class="card stack" aria-busy="true">
      <span class="visually-hidden">{label}</span>
      {Array.from({ length: rows }, () => (
        <div class="person">
          <span class="skeleton disc" />
          <div class="skeleton-lines">
            <span class="skeleton long" />
            <span class="skeleton short" />
          </div>
        </div>
      ))}
    </div>
  );
}
