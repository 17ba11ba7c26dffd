import type { PropsWithChildren } from 'hono/jsx';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Notification } from '../kinds.ts';

type MarkAllProps = PropsWithChildren<{ guard: Guarded; newest: Notification | undefined }>;

/** `children` is the submit button. What arrives after the list was made stays unread. */
export function MarkAll({ guard, newest, children }: MarkAllProps) {
  return (
    <form class="mark-all" method="post" action="/notifications/read">
      <Guard guard={guard} />
      <input type="hidden" name="until" value={newest?.createdAt.toISOString()} />
      {children}
    </form>
  );
}
