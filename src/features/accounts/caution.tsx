import type { DeskPanel } from '#features/tickets/index.ts';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { doubtOf } from './alike.ts';
import { say } from './messages.ts';
import { Alike } from './views/customer-notices.tsx';

/** Before an answer: whether these are the people that their name lets one think of. */
export const caution: DeskPanel = async (ctx, ticket) => {
  const doubtful = await doubtOf(ctx, ticket.accountId);
  if (!doubtful) return null;
  return (
    <Notice
      id="in-doubt"
      icon="circle-alert"
      tone="warn"
      action={
        <Button size="small" href={`/customers/${ticket.accountId}`}>
          {say(ctx.reader, 'alike.open')}
        </Button>
      }
    >
      <Alike reader={ctx.reader} doubtful={doubtful} />
    </Notice>
  );
};
