import type { Child, PropsWithChildren } from 'hono/jsx';
import { classes, type Tone } from './attributes.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export function Timeline({ children }: PropsWithChildren) {
  return <ol class="timeline">{children}</ol>;
}

export type MomentProps = PropsWithChildren<{ icon: IconName; tone?: Tone | undefined; when: Child }>;

/** One thing that happened, as a sentence. */
export function Moment({ icon, tone, when, children }: MomentProps) {
  return (
    <li>
      <span class={classes('marker', tone)}>
        <Icon name={icon} />
      </span>
      <div>
        {children} <span class="meta">{when}</span>
      </div>
    </li>
  );
}

export interface RecordEntry {
  icon: IconName;
  tone?: Tone | undefined;
  who: Child;
  what: Child;
  /** Full timestamp with zone, hash, address. */
  proof?: Child;
}

/** Reads like a receipt: who did what, to which version, when. */
export function Record({ entries }: { entries: RecordEntry[] }) {
  return (
    <ol class="record">
      {entries.map((entry) => (
        <li class={entry.tone}>
          <Icon name={entry.icon} size="small" />
          <div>
            <span>
              <b>{entry.who}</b> {entry.what}
            </span>
            {entry.proof && <span class="mono">{entry.proof}</span>}
          </div>
        </li>
      ))}
    </ol>
  );
}
