import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { IconButton } from '#platform/ui/button.tsx';
import { say } from '../messages.ts';

export interface MoveProps {
  reader: Reader;
  guard: Guarded;
  /** Where the step is sent. */
  action: string;
  title: string;
  first: boolean;
  last: boolean;
}

/** One step up or down in the order that readers see. */
export function Move({ reader, guard, action, title, first, last }: MoveProps) {
  const step = (way: 'up' | 'down', off: boolean) => (
    <IconButton
      type="submit"
      size="small"
      variant="quiet"
      icon={way === 'up' ? 'arrow-up' : 'arrow-down'}
      name="way"
      value={way}
      disabled={off}
      label={say(reader, `move.${way}`, { title })}
    />
  );
  return (
    <form class="row-end" method="post" action={action}>
      <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
      {step('up', first)}
      {step('down', last)}
    </form>
  );
}
