import type { Child } from 'hono/jsx';
import { Icon } from './icon.tsx';

interface FoldProps {
  /** The line that opens it; it opens without scripts as well. */
  title: string;
  id?: string | undefined;
  class?: string | undefined;
  open?: boolean | undefined;
  children: Child;
}

/** Something that is there when somebody asks for it. */
export function Fold({ title, id, open, class: name, children }: FoldProps) {
  return (
    <details class={name ? `fold ${name}` : 'fold'} id={id} open={open}>
      <summary>
        {title}
        <Icon name="chevron-down" size="small" />
      </summary>
      {children}
    </details>
  );
}
