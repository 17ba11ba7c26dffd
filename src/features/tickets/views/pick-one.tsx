import type { CtxOf, Member } from '#platform/http/context.ts';
import { Empty } from '#platform/ui/empty.tsx';
import { DetailPane } from '#platform/ui/panes.tsx';
import { say } from '../messages.ts';

/** The right side while nothing is open. */
export function PickOne({ ctx: { reader } }: { ctx: CtxOf<Member> }) {
  return (
    <DetailPane>
      <Empty icon="inbox" title={say(reader, 'inbox.pick.title')} text={say(reader, 'inbox.pick.text')} />
    </DetailPane>
  );
}
