import type { CtxOf, Member } from '#platform/http/context.ts';
import { Empty } from '#platform/ui/empty.tsx';
import { DetailPane } from '#platform/ui/panes.tsx';
import { say } from '../messages.ts';

interface PickOneProps {
  ctx: CtxOf<Member>;
  /** `answered`: nobody waits for us at all. `empty`: there is only nothing in this view. */
  list: 'full' | 'empty' | 'answered';
}

/** The right side while nothing is open. */
export function PickOne({ ctx: { reader }, list }: PickOneProps) {
  const which = ({ full: 'pick', empty: 'unpicked', answered: 'answered' } as const)[list];
  return (
    <DetailPane>
      <Empty
        icon={list === 'answered' ? 'circle-check' : 'inbox'}
        title={say(reader, `inbox.${which}.title`)}
        text={say(reader, `inbox.${which}.text`)}
      />
    </DetailPane>
  );
}
