import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { TextField, type TextFieldProps } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { Account } from '../account.ts';
import { say } from '../messages.ts';
import { summary } from './errors.ts';

interface DetailsProps {
  reader: Reader;
  guard: Guarded;
  account: Account;
  stored: Shown;
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
}

/** What is known of a customer, to be changed. */
export function Details({ reader, guard, account, stored, values, errors = {} }: DetailsProps) {
  const field = (name: string, label: string, more: Partial<TextFieldProps> = {}) => (
    <TextField
      id={name}
      name={name}
      label={label}
      value={values[name]}
      error={errors[name]}
      autocomplete="off"
      {...more}
    />
  );
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'edit.title', { name: account.shortName })} lede={say(reader, 'edit.lede')} />
      <form method="post" action={`/customers/${account.id}/details`} class="stack apart" data-keep="" novalidate>
        <Guard guard={guard} stored={stored} />
        {Object.keys(errors).length > 0 && (
          <ErrorSummary title={say(reader, 'error.summary')} errors={summary(reader, errors)} />
        )}
        {guard.kept && Object.keys(errors).length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        <div class="stack">
          {field('name', say(reader, 'field.name'), { required: true, maxlength: 160 })}
          {field('shortName', say(reader, 'field.short'), { hint: say(reader, 'field.short.hint'), maxlength: 60 })}
          {field('plan', say(reader, 'field.plan'), { hint: say(reader, 'field.plan.hint'), maxlength: 60 })}
          {field('place', say(reader, 'field.place'), { hint: say(reader, 'field.place.hint'), maxlength: 120 })}
          {field('phone', say(reader, 'field.phone'), { type: 'tel', inputmode: 'tel', maxlength: 40 })}
          {field('website', say(reader, 'field.website'), { inputmode: 'url', maxlength: 200 })}
          {field('reference', say(reader, 'field.reference'), {
            hint: say(reader, 'field.reference.hint'),
            maxlength: 60,
          })}
        </div>
        <div class="end-bar">
          <Button href={`/customers/${account.id}`} variant="quiet">
            {say(reader, 'new.cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, 'edit.submit')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
