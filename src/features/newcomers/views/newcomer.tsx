import { type Alike, mayAddAccount } from '#features/accounts/index.ts';
import type { Field } from '#features/fields/index.ts';
import { type Role, roleName } from '#features/roles/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { SelectField, TextAreaField, TextField } from '#platform/ui/field.tsx';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { ErrorSummary, Notice } from '#platform/ui/notice.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import { Facts } from '#platform/ui/rows.tsx';
import { DECISION_DAYS } from '../forget.ts';
import { say } from '../messages.ts';
import type { Newcomer } from '../waiting.ts';

interface NewcomerPageProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  newcomer: Newcomer;
  /** A customer of the name they gave, which nothing but the name says they are of. */
  alike: Alike | null;
  answered: { field: Field; text: string }[];
  invitedBy: { name: string; account: string }[];
  /** Whether saying no deletes what they told us. */
  erases: boolean;
  accounts: { id: string; name: string }[];
  roles: Role[];
  values: Record<string, string>;
  errors: FieldErrors;
}

const labels = {
  account: 'accept.account',
  company: 'accept.company',
  role: 'accept.role',
  reason: 'decline.reason',
} as const;

/** One person at the door: who they say they are, and yes or no. */
export function NewcomerPage(props: NewcomerPageProps) {
  const { ctx, newcomer, alike, errors } = props;
  const { reader } = ctx;
  const wrong = (Object.keys(labels) as (keyof typeof labels)[]).filter((name) => errors[name]);
  return (
    <Page>
      <PageHead
        title={newcomer.name}
        lede={say(reader, 'newcomer.lede', { company: newcomer.company, email: newcomer.email })}
      />
      {wrong.length > 0 && (
        <ErrorSummary
          title={say(reader, 'error.summary')}
          errors={wrong.map((name) => ({ id: `newcomer-${name}`, label: say(reader, labels[name]) }))}
        />
      )}
      {alike && (
        <Notice tone="warn" icon="circle-alert">
          {say(reader, 'newcomer.alike', { name: alike.name, date: formatDate(reader, alike.createdAt) })}
        </Notice>
      )}
      <Columns asideLabel={say(reader, 'newcomer.facts')} aside={<Said {...props} />}>
        <Accept {...props} />
        <Decline {...props} />
      </Columns>
    </Page>
  );
}

function Said({ ctx: { reader }, newcomer, answered, invitedBy }: NewcomerPageProps) {
  return (
    <Section id="newcomer-said" title={say(reader, 'newcomer.facts')}>
      <Facts
        rows={[
          { term: say(reader, 'field.company'), value: newcomer.company },
          { term: say(reader, 'field.email'), value: newcomer.email },
          { term: say(reader, 'newcomer.proved'), value: <Time reader={reader} date={newcomer.provedAt} /> },
          ...invitedBy.map((by) => ({
            term: say(reader, 'newcomer.invited'),
            value: say(reader, 'newcomer.invitedBy', by),
          })),
          ...answered.map(({ field, text }) => ({ term: field.label, value: text })),
          ...(newcomer.termsUrl
            ? [{ term: say(reader, 'newcomer.terms'), value: say(reader, 'newcomer.agreed') }]
            : []),
        ]}
      />
    </Section>
  );
}

function Accept({ ctx, guard, newcomer, accounts, roles, values, errors }: NewcomerPageProps) {
  const { reader, actor } = ctx;
  const shared = (name: 'account' | 'company' | 'role') => ({
    id: `newcomer-${name}`,
    name,
    label: say(reader, labels[name]),
    value: values[name],
    error: errors[name],
  });
  const fresh = mayAddAccount(actor) ? [{ value: '', label: say(reader, 'accept.account.new') }] : [];
  return (
    <Section id="newcomer-accept" title={say(reader, 'accept')}>
      <form
        class="card stack loose"
        id="accept-form"
        method="post"
        action={`/newcomers/${newcomer.id}/acceptance`}
        data-keep=""
        novalidate
      >
        <Guard guard={guard} />
        <SelectField
          {...shared('account')}
          hint={say(reader, 'accept.account.hint')}
          options={[...fresh, ...accounts.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        {mayAddAccount(actor) ? (
          <TextField
            {...shared('company')}
            hint={say(reader, 'accept.company.hint')}
            maxlength={160}
            autocomplete="off"
          />
        ) : (
          <input type="hidden" name="company" value={newcomer.company} />
        )}
        <SelectField
          {...shared('role')}
          options={roles.map((role) => ({ value: role.key, label: roleName(reader, role) }))}
        />
        <div>
          <Button type="submit" variant="primary" icon="check">
            {say(reader, 'accept.button', { first: firstNameOf(newcomer.name) })}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function Decline({ ctx: { reader }, guard, newcomer, erases, values, errors }: NewcomerPageProps) {
  return (
    <Section id="newcomer-decline" title={say(reader, 'decline')}>
      <form
        class="card stack loose"
        id="decline-form"
        method="post"
        action={`/newcomers/${newcomer.id}/refusal`}
        data-keep=""
        novalidate
      >
        <Guard guard={{ ...guard, once: crypto.randomUUID(), kept: false }} />
        <TextAreaField
          id="newcomer-reason"
          name="reason"
          label={say(reader, 'decline.reason')}
          hint={say(reader, 'decline.reason.hint')}
          value={values.reason}
          error={errors.reason}
          rows={3}
          maxlength={400}
        />
        {erases && (
          <p class="meta">{say(reader, 'decline.kept', { first: firstNameOf(newcomer.name), days: DECISION_DAYS })}</p>
        )}
        <div>
          <Button type="submit">{say(reader, 'decline.button')}</Button>
        </div>
      </form>
    </Section>
  );
}
