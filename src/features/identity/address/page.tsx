import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { Own } from './change.ts';
import { say } from './messages.ts';

interface AddressPageProps {
  ctx: Own;
  guard: Guarded;
  typed: string;
  error?: string | undefined;
  /** Why it cannot be changed here. */
  why?: 'theirs' | 'noMail' | undefined;
}

export function AddressPage({ ctx: { reader, actor }, guard, typed, error, why }: AddressPageProps) {
  const lede = say(reader, 'address.lede', { email: actor.email });
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'address.title')} lede={lede} />
      {why ? (
        <>
          <Notice icon="info">{say(reader, `address.${why}`)}</Notice>
          <div>
            <Button href="/account">{say(reader, 'address.back')}</Button>
          </div>
        </>
      ) : (
        <form
          id="address-form"
          class="card stack loose"
          method="post"
          action="/account/address"
          data-keep=""
          novalidate
        >
          <Guard guard={guard} />
          {guard.kept && !error && (
            <KeptNotice title={say(reader, 'address.kept.title')}>{say(reader, 'address.kept.text')}</KeptNotice>
          )}
          <TextField
            id="email"
            name="email"
            type="email"
            label={say(reader, 'address.new')}
            hint={say(reader, 'address.hint')}
            value={typed}
            error={error}
            maxlength={254}
            autocomplete="email"
            required
          />
          <div class="end-bar">
            <Button href="/account" variant="quiet">
              {say(reader, 'address.cancel')}
            </Button>
            <Button type="submit" variant="primary">
              {say(reader, 'address.send')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
}

interface AddressProofProps {
  ctx: Own;
  guard: Guarded;
  from: string;
  to: string;
  token: string;
}

export function AddressProof({ ctx: { reader }, guard, from, to, token }: AddressProofProps) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'address.proof.title', { to })} lede={say(reader, 'address.proof.lede', { from })} />
      <form method="post" action="/account/address/proof" class="end-bar">
        <Guard guard={guard} />
        <input type="hidden" name="token" value={token} />
        <Button href="/account" variant="quiet">
          {say(reader, 'address.cancel')}
        </Button>
        <Button type="submit" variant="primary">
          {say(reader, 'address.proof.yes')}
        </Button>
      </form>
    </Page>
  );
}

export function LinkGone({ reader }: { reader: Reader }) {
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'address.gone.title')} lede={say(reader, 'address.gone.lede')} />
      <div>
        <Button href="/account/address">{say(reader, 'address.gone.again')}</Button>
      </div>
    </Page>
  );
}
