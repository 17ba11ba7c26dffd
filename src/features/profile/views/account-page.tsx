import type { OpenSession } from '#features/identity/index.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import type { Guarded } from '#platform/http/guard.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import { Sessions } from './sessions.tsx';

interface AccountPageProps {
  ctx: CtxOf<Contact | Member>;
  guard: Guarded;
  sessions: OpenSession[];
}

/** Everything somebody may say and know about themselves, on one page. */
export function AccountPage({ ctx, guard, sessions }: AccountPageProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede', { n: sessions.length - 1 })} />
      <Sessions reader={reader} guard={guard} sessions={sessions} />
    </Page>
  );
}
