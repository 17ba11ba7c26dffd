import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { sendsMail } from '#platform/mail/reach.ts';
import { Button } from '#platform/ui/button.tsx';
import { Or } from '#platform/ui/door.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { say } from '../messages.ts';
import { Doorway } from './doorway.tsx';
import { ProviderWays } from './provider-ways.tsx';

export interface SignInForm {
  ctx: Ctx;
  guard: Guarded;
  /** Where to go afterwards: a path of this portal. */
  next: string;
  email?: string;
  errors?: { email?: string; password?: string; form?: string };
}

/** Password first, because that is what the Enter key sends; the same address can ask for a link instead. */
export function SignInPage({ ctx, guard, next, email, errors = {} }: SignInForm) {
  const { reader, workspace } = ctx;
  const lede = say(reader, sendsMail(ctx.platform.config) ? 'signIn.lede' : 'signIn.ledeNoMail');
  return (
    <Doorway ctx={ctx} title={say(reader, 'signIn.title', { name: workspace.name })} lede={lede}>
      {isKept(next) ? (
        <Notice icon="circle-check" tone="ok" role="status">
          <b>{say(reader, 'signIn.kept')}</b> {say(reader, 'signIn.keptHint')}
        </Notice>
      ) : (
        hasEnded(ctx) && !errors.form && <Notice icon="clock">{say(reader, 'signIn.ended')}</Notice>
      )}
      <ProviderWays ctx={ctx} next={next} />
      <WayIn ctx={ctx} guard={guard} next={next} email={email} errors={errors} />
      <p class="meta">{say(reader, 'signIn.first')}</p>
    </Doorway>
  );
}

/** What a page whose session has ended shows in its dialog, too: fields and what was wrong with them. */
function WayIn({ ctx, guard, next, email, errors = {} }: SignInForm) {
  const { reader } = ctx;
  const mails = sendsMail(ctx.platform.config);
  return (
    <div class="stack" id="way-in">
      {errors.form && (
        <Notice icon="circle-alert" tone="bad" role="alert">
          <b>{errors.form}</b> {say(reader, mails ? 'signIn.wrongHint' : 'signIn.wrongHintNoMail')}
        </Notice>
      )}
      <form class="stack" method="post" action="/sign-in/password" data-turbo="false" novalidate>
        <Guard guard={guard} />
        <input type="hidden" name="next" value={next} />
        <EmailField ctx={ctx} email={email} error={errors.email} />
        <TextField
          id="sign-in-password"
          name="password"
          type="password"
          label={say(reader, 'password')}
          autocomplete="current-password"
          error={errors.password}
          autofocus={errors.form !== undefined || (errors.password !== undefined && !errors.email)}
        />
        <Button type="submit" variant="primary" size="large" block>
          {say(reader, 'signIn.button')}
        </Button>
        {mails && (
          <>
            <Or>{say(reader, 'or')}</Or>
            <Button type="submit" icon="mail" block formaction="/sign-in/link">
              {say(reader, 'signIn.link')}
            </Button>
          </>
        )}
      </form>
    </div>
  );
}

export function EmailField({
  ctx,
  email,
  error,
}: {
  ctx: Ctx;
  email?: string | undefined;
  error?: string | undefined;
}) {
  return (
    <TextField
      id="sign-in-email"
      name="email"
      type="email"
      label={say(ctx.reader, 'email')}
      placeholder={say(ctx.reader, 'email.placeholder')}
      autocomplete="username"
      value={email}
      error={error}
      maxlength={254}
      autofocus={!email || error !== undefined}
      required
    />
  );
}

/** A session ended over a form: the page to come back to says that it was kept (`?kept=1`). */
const isKept = (next: string): boolean => new URL(next, 'http://portal.invalid').searchParams.get('kept') === '1';

/** This browser still carries a session that is over. */
const hasEnded = ({ actor }: Ctx): boolean => actor.kind === 'visitor' && actor.wasIdentity !== null;
