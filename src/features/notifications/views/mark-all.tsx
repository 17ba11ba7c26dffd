import type { PropsWithChildren } from 'hono/jsx';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Notification } from '../kinds.ts';

type MarkAllProps = PropsWithChildren<{ guard: Guarded; newest: Notification | undefined }>;

/** `children` is the submit button. All up to the newest is meant, not what arrives after the list was made. */
export function MarkAll({ guard, newest, children }: MarkAllProps) {
  return (
    <form class="mark-all" method="post" action="/notifications/read">
      <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
      <input type="hidden" name="until" value={newest?.createdAt.toISOString()} />
      {children}
    </form>
  );
}
