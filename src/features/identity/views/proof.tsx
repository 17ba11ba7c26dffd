import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button, EnterButton } from '#platform/ui/button.tsx';
import { Or } from '#platform/ui/door.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';
import type { Question } from '../passkeys/answer.ts';
import type { Offered } from '../providers.ts';
import { say as step } from '../second-step/messages.ts';
import { PasskeyWays } from './passkey-ways.tsx';

interface ProofPageProps {
  ctx: CtxOf<Contact | Member>;
  guard: Guarded;
  /** Where the form was going; null when it was a page that asks. */
  action: string | null;
  /** Where a link from the mail leads back to. */
  next: string;
  /** What was typed, to be sent again. */
  fields: [string, string][];
  /** What can be asked for. */
  ways: { provider: Offered | null; password: boolean; mail: boolean; passkey: Question | null };
  wrong: boolean;
}

/** Asks who it is before something that cannot be undone. What was typed travels in the form. */
export function ProofPage(props: ProofPageProps) {
  const { ctx, guard, action, next, fields, ways } = props;
  const { reader, actor } = ctx;
  const asked = askedFirst(ways);
  const typing = ways.password || ways.passkey !== null;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'proof.title')}
        lede={
          <>
            {say(reader, `proof.lede.${asked}`, { email: actor.email, name: ways.provider?.name ?? '' })}
            {fields.length > 0 && asked !== 'again' && ` ${say(reader, 'proof.kept')}`}
          </>
        }
      />
      <form
        id="proof-form"
        class="card stack loose"
        method="post"
        action={(typing && action) || '/account/proof'}
        data-turbo={typing || ways.provider ? 'false' : undefined}
      >
        <Guard guard={guard} />
        {/* Enter is not to go elsewhere with a password typed. */}
        {ways.provider && ways.password && <EnterButton>{say(reader, 'proof.go')}</EnterButton>}
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="_next" value={next} />
        {action && <input type="hidden" name="_action" value={action} />}
        {ways.provider && (
          <Button type="submit" variant="primary" icon="key-round" {...elsewhere('provider')}>
            {say(reader, 'signIn.provider', { name: ways.provider.name })}
          </Button>
        )}
        {ways.provider && typing && <Or>{say(reader, 'or')}</Or>}
        {ways.password && <PasswordPart {...props} />}
        {ways.passkey && <PasskeyPart {...props} question={ways.passkey} />}
        {ways.mail && (
          <Button type="submit" variant={asked === 'mail' ? 'primary' : 'quiet'} icon="mail" {...elsewhere('link')}>
            {say(reader, asked === 'mail' ? 'proof.link' : 'proof.linkInstead')}
          </Button>
        )}
        {!ways.provider && (
          <Button href={`/sign-in?again=1&next=${encodeURIComponent(next)}`} variant="quiet">
            {say(reader, 'proof.again')}
          </Button>
        )}
      </form>
    </Page>
  );
}

function askedFirst({ provider, password, passkey, mail }: ProofPageProps['ways']) {
  if (provider) return 'provider';
  if (password) return 'password';
  if (passkey) return 'passkey';
  return mail ? 'mail' : 'again';
}

/** Of a button for a proof that is given somewhere else: what was typed is kept meanwhile. */
const elsewhere = (by: 'provider' | 'link') => ({
  name: '_by',
  value: by,
  formaction: '/account/proof',
  formnovalidate: true,
});

function PasswordPart({ ctx: { reader }, wrong }: ProofPageProps) {
  return (
    <>
      <TextField
        id="proof"
        name="_proof"
        type="password"
        label={say(reader, 'proof.password')}
        error={wrong ? say(reader, 'proof.wrong') : undefined}
        autocomplete="current-password"
        maxlength={200}
        required
        autofocus
      />
      <div class="end-bar">
        <span class="meta">{say(reader, 'proof.why')}</span>
        <Button type="submit" variant="primary">
          {say(reader, 'proof.go')}
        </Button>
      </div>
    </>
  );
}

function PasskeyPart({ ctx: { reader }, ways, wrong, question }: ProofPageProps & { question: Question }) {
  return (
    <>
      <input type="hidden" name="_passkey_proof" value="1" />
      <PasskeyWays
        id="proof-passkey"
        kind="get"
        question={question}
        label={step(reader, 'step.passkey')}
        trouble={step(reader, 'passkey.trouble')}
        primary={!ways.password}
        error={wrong && !ways.password ? step(reader, 'passkey.refused') : undefined}
      />
    </>
  );
}
