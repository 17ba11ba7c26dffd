import type { OpenSession } from '#features/identity/index.ts';
import type { Guarded } from '#platform/http/guard.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';
import { Profile, type ProfileFormProps } from './profile.tsx';
import { Sessions } from './sessions.tsx';

interface AccountPageProps {
  ctx: Own;
  guard: Guarded;
  profile: Omit<ProfileFormProps, 'ctx' | 'guard'>;
  sessions: OpenSession[];
}

/** Everything somebody may say and know about themselves, on one page. */
export function AccountPage({ ctx, guard, profile, sessions }: AccountPageProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede', { n: sessions.length - 1 })} />
      <Profile ctx={ctx} guard={guard} {...profile} />
      <Sessions reader={reader} guard={guard} sessions={sessions} />
    </Page>
  );
}
