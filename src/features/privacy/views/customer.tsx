import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { formatDate } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { HeldAccount } from '../account-holds.ts';
import type { Hold } from '../holds.ts';
import { say } from '../messages.ts';
import { Holds } from './holds.tsx';

interface Props {
  ctx: CtxOf<Member>;
  guard: Guarded;
  account: HeldAccount;
  holds: Hold[];
  values: Record<string, string>;
  error: string | undefined;
}

/** The hold over everything of a customer: what it stops, whether it stands, and the way to place or end it. */
export function CustomerHoldPage({ ctx: { reader }, guard, account, holds, values, error }: Props) {
  const { id, name } = account;
  return (
    <Page width="narrow">
      <PageHead
        title={say(reader, 'account.title', { name: account.shortName })}
        lede={say(reader, 'account.lede', { name })}
      />
      <Holds reader={reader} guard={guard} holds={holds} />
      {holds.length === 0 && (
        <form id="hold-form" method="post" action={`/customers/${id}/holds`} class="stack" data-keep="" novalidate>
          <Guard guard={guard} />
          {guard.kept && !error && (
            <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
          )}
          <TextField
            id="reason"
            name="reason"
            label={say(reader, 'hold.reason')}
            hint={say(reader, 'account.reason')}
            value={values.reason ?? ''}
            error={error}
            maxlength={400}
            autocomplete="off"
            required
          />
          <div class="end-bar">
            <Button href={`/customers/${id}`} variant="quiet">
              {say(reader, 'account.back')}
            </Button>
            <Button type="submit" variant="primary" icon="lock">
              {say(reader, 'hold.place')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
}

/** On a customer's own page, for who may end it: that a hold stands, and why. */
export function HoldNotice({ ctx: { reader }, holds }: { ctx: CtxOf<Member>; holds: Hold[] }) {
  const [hold] = holds;
  if (!hold?.accountId) return null;
  const action = (
    <Button size="small" href={`/customers/${hold.accountId}/holds`}>
      {say(reader, 'account.see')}
    </Button>
  );
  return (
    <Notice icon="lock" action={action}>
      {say(reader, 'account.held', { when: formatDate(reader, hold.placedAt), reason: hold.reason })}
    </Notice>
  );
}
