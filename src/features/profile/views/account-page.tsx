import { FollowingSection } from '#features/following/index.ts';
import type { OpenSession, Ways } from '#features/identity/index.ts';
import type { Guarded } from '#platform/http/guard.tsx';
import { ConfirmDialog } from '#platform/ui/overlay.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import type { Own } from '../profile.ts';
import { YourData } from './data.tsx';
import { Profile, type ProfileFormProps } from './profile.tsx';
import { SecondStep } from './second-step.tsx';
import { Sessions } from './sessions.tsx';
import { WaysIn } from './ways-in.tsx';

interface AccountPageProps {
  ctx: Own;
  guard: Guarded;
  profile: Omit<ProfileFormProps, 'ctx' | 'guard'>;
  sessions: OpenSession[];
  ways: Ways;
  /** When the password was set; null when there is none. */
  passwordSince: Date | null;
}

/** Everything somebody may say and know about themselves, on one page. */
export function AccountPage({ ctx, guard, profile, sessions, ways, passwordSince }: AccountPageProps) {
  const { reader } = ctx;
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'title')} lede={say(reader, 'lede', { n: sessions.length - 1 })} />
      <Profile ctx={ctx} guard={guard} {...profile} />
      <WaysIn ctx={ctx} guard={guard} ways={ways} passwordSince={passwordSince} />
      {ways.has.passkeys > 0 && (
        <ConfirmDialog
          title={say(reader, 'ways.passkey.sureTitle')}
          cancel={say(reader, 'cancel')}
          confirm={say(reader, 'ways.remove')}
        />
      )}
      <SecondStep ctx={ctx} guard={guard} ways={ways} />
      <Sessions ctx={ctx} guard={guard} sessions={sessions} />
      <FollowingSection reader={reader} />
      <YourData ctx={ctx} />
    </Page>
  );
}
