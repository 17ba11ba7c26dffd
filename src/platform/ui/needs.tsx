import type { Child, PropsWithChildren } from 'hono/jsx';
import { classes, type Tone } from './attributes.ts';
import type { IconName } from './icons.ts';
import { Tile } from './rows.tsx';

/** What waits for the reader: at most five, the most pressing first. */
export function Needs({ children }: PropsWithChildren) {
  return <ol class="needs">{children}</ol>;
}

export interface NeedProps {
  icon: IconName;
  tone?: Tone | undefined;
  /** Starts with a verb. */
  title: Child;
  /** Due date, effort, who waits. */
  meta?: Child;
  /** The first one is larger, carries a sentence and the page's only primary button. */
  first?: boolean | undefined;
  text?: Child;
  action: Child;
}

export function Need({ icon, tone, title, meta, first, text, action }: NeedProps) {
  return (
    <li class={classes('need', first && 'first')}>
      <Tile icon={icon} tone={tone ?? (first ? 'tinted' : undefined)} />
      <div class="need-main">
        {first && meta && <span class="meta">{meta}</span>}
        <span class="row-title">{title}</span>
        {text && <span class="soft">{text}</span>}
        {!first && meta && <span class="meta">{meta}</span>}
      </div>
      {action}
    </li>
  );
}
