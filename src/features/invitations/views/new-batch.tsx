import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, SelectField, TextAreaField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import { say } from '../messages.ts';

interface NewBatchProps {
  reader: Reader;
  guard: Guarded;
  account: { id: string; name: string; shortName: string } | null;
  /** Contacts who have not come yet. */
  known: { id: string; name: string; email: string; account: string }[];
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
  chosen?: string[] | undefined;
  mails: boolean;
}

export function NewBatch(props: NewBatchProps) {
  const { reader, account, mails } = props;
  const lede = account ? say(reader, 'new.lede.account', { name: account.shortName }) : say(reader, 'new.lede');
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'new.title')} lede={lede} />
      {mails ? (
        <Form {...props} />
      ) : (
        <Notice icon="mail" tone="warn">
          {say(reader, 'noMail')}
        </Notice>
      )}
    </Page>
  );
}

function Form({ reader, guard, account, known, values, errors = {}, chosen }: NewBatchProps) {
  const field = (name: string) => ({ id: name, name, value: values[name], error: errors[name] });
  const picked = chosen && new Set(chosen);
  return (
    <form method="post" action="/customers/invitations" class="stack apart" data-keep="" novalidate>
      <Guard guard={guard} />
      {/* What Enter presses is the first button of the form, and that is not to tick everybody. */}
      <button type="submit" class="visually-hidden" tabindex={-1} aria-hidden="true">
        {say(reader, 'submit')}
      </button>
      {account && <input type="hidden" name="account" value={account.id} />}
      {Object.keys(errors).length > 0 && (
        <ErrorSummary
          title={say(reader, 'error.summary')}
          errors={Object.keys(errors).map((id) => ({
            id,
            label: say(reader, id === 'message' ? 'message' : 'people'),
          }))}
        />
      )}
      {guard.kept && Object.keys(errors).length === 0 && (
        <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
      )}
      {account && (
        <div class="stack">
          <TextAreaField
            {...field('people')}
            label={say(reader, 'people')}
            hint={say(reader, 'people.hint')}
            rows={8}
          />
          <SelectField
            {...field('role')}
            label={say(reader, 'role')}
            options={(['contributor', 'viewer'] as const).map((role) => ({
              value: role,
              label: say(reader, `role.${role}`),
            }))}
          />
        </div>
      )}
      <Section id="known" title={say(reader, 'known')} count={known.length || undefined}>
        {known.length === 0 ? (
          <p class="meta" id={account ? undefined : 'people'}>
            {say(reader, 'known.none')}
          </p>
        ) : (
          <fieldset class="stack snug" id={account ? undefined : 'people'}>
            <legend class="meta">{say(reader, 'known.hint')}</legend>
            {known.length > 1 && (
              <div class="cluster">
                <Button type="submit" size="small" name="tick" value="all" formnovalidate>
                  {say(reader, 'known.all', { n: known.length })}
                </Button>
                <Button type="submit" size="small" variant="quiet" name="tick" value="none" formnovalidate>
                  {say(reader, 'known.nobody')}
                </Button>
              </div>
            )}
            {known.map(({ id, name, email, account: company }) => (
              <Choice
                type="checkbox"
                name="chosen"
                value={id}
                checked={picked?.has(id) ?? false}
                label={name}
                note={account ? email : `${email} · ${company}`}
              />
            ))}
          </fieldset>
        )}
        {!account && errors.people && <p class="error">{errors.people}</p>}
      </Section>
      <div class="stack">
        <TextAreaField
          {...field('message')}
          label={say(reader, 'message')}
          hint={say(reader, 'message.hint')}
          maxlength={1000}
          rows={3}
        />
        <SelectField
          {...field('wave')}
          label={say(reader, 'wave')}
          hint={say(reader, 'wave.hint')}
          options={(['0', '25', '50', '100'] as const).map((value) => ({
            value,
            label: say(reader, 'wave.option', { n: Number(value) }),
          }))}
        />
        <SelectField
          {...field('remind')}
          label={say(reader, 'remind')}
          options={(['0', '3', '7', '14'] as const).map((value) => ({
            value,
            label: say(reader, 'remind.option', { n: Number(value) }),
          }))}
        />
      </div>
      <div class="end-bar">
        <Button href={account ? `/customers/${account.id}` : '/customers/invitations'} variant="quiet">
          {say(reader, 'cancel')}
        </Button>
        <Button type="submit" variant="primary" icon="send">
          {say(reader, 'submit')}
        </Button>
      </div>
    </form>
  );
}
