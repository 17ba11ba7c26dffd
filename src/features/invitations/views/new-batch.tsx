import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatNumber } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, SelectField, TextAreaField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Section } from '#platform/ui/page.tsx';
import type { Elsewhere } from '../batch.ts';
import { say } from '../messages.ts';

interface NewBatchProps {
  reader: Reader;
  guard: Guarded;
  account: { id: string; name: string; shortName: string } | null;
  /** All of these are asked: whom a list brought in. */
  list: { id: string; fileName: string } | null;
  /** Contacts who have not come yet, the first of them, and how many they are. */
  known: { id: string; name: string; email: string; account: string }[];
  count: number;
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
  chosen?: string[] | undefined;
  /** People of the pasted list who are at other customers already. */
  elsewhere: readonly Elsewhere[];
  mails: boolean;
}

export function NewBatch(props: NewBatchProps) {
  const { reader, account, list, mails } = props;
  const lede = account
    ? say(reader, 'new.lede.account', { name: account.shortName })
    : list
      ? say(reader, 'new.lede.list', { file: list.fileName })
      : say(reader, 'new.lede');
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

function Form(props: NewBatchProps) {
  const { reader, guard, account, list, known, count, values, errors = {}, elsewhere } = props;
  const field = (name: string) => ({ id: name, name, value: values[name], error: errors[name] });
  return (
    <form method="post" action="/customers/invitations" class="stack apart" data-keep="" novalidate>
      <Guard guard={guard} />
      {/* What Enter presses is the first button of the form, and that is not to tick everybody. */}
      <button type="submit" class="visually-hidden" tabindex={-1} aria-hidden="true">
        {say(reader, 'submit')}
      </button>
      {account && <input type="hidden" name="account" value={account.id} />}
      {list && <input type="hidden" name="import" value={list.id} />}
      {Object.keys(errors).length > 0 && (
        <ErrorSummary
          title={say(reader, 'error.summary')}
          errors={Object.keys(errors).map((id) => ({
            id,
            label: say(reader, id === 'message' || id === 'elsewhere' ? id : 'people'),
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
          {elsewhere.length > 0 && (
            <AtOthers
              reader={reader}
              elsewhere={elsewhere}
              error={errors.elsewhere}
              ticked={values.elsewhere !== undefined && !errors.elsewhere}
            />
          )}
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
      <Section id="known" title={say(reader, 'known')} count={count ? formatNumber(reader, count) : undefined}>
        {known.length === 0 ? (
          <p class="meta" id={account ? undefined : 'people'}>
            {say(reader, list ? 'known.none.list' : 'known.none')}
          </p>
        ) : list ? (
          <Everybody reader={reader} known={known} count={count} />
        ) : (
          <ToTick {...props} />
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

const NAMED = 12;

/** Whom a list brought in: nobody is ticked one by one. */
function Everybody({ reader, known, count }: Pick<NewBatchProps, 'reader' | 'known' | 'count'>) {
  return (
    <>
      <p class="meta" id="people">
        {say(reader, 'known.list', { n: count })}
      </p>
      <ul class="stack close">
        {known.slice(0, NAMED).map(({ name, email, account }) => (
          <li class="meta">{`${name} · ${email} · ${account}`}</li>
        ))}
        {count > NAMED && <li class="meta">{say(reader, 'known.more', { n: count - NAMED })}</li>}
      </ul>
    </>
  );
}

function ToTick({ reader, account, known, count, chosen }: NewBatchProps) {
  const picked = new Set(chosen);
  return (
    <fieldset class="stack snug" id={account ? undefined : 'people'}>
      <legend class="meta">{say(reader, 'known.hint')}</legend>
      {count > known.length && (
        <Notice icon="info" tone="warn">
          {say(reader, 'known.first', { shown: known.length, n: count })}
        </Notice>
      )}
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
          checked={picked.has(id)}
          label={name}
          note={account ? email : `${email} · ${company}`}
        />
      ))}
    </fieldset>
  );
}

function AtOthers(props: {
  reader: Reader;
  elsewhere: readonly Elsewhere[];
  error: string | undefined;
  ticked: boolean;
}) {
  const { reader, elsewhere, error, ticked } = props;
  return (
    <fieldset class="stack snug" id="elsewhere">
      <legend class="meta">{say(reader, 'elsewhere')}</legend>
      <ul class="stack close">
        {elsewhere.map(({ name, email, account }) => (
          <li>{say(reader, 'elsewhere.one', { name, email, account })}</li>
        ))}
      </ul>
      <Choice
        type="checkbox"
        name="elsewhere"
        value={elsewhere.map(({ email }) => email).join(',')}
        checked={ticked}
        label={say(reader, 'elsewhere.sure')}
      />
      {error && <p class="error">{error}</p>}
    </fieldset>
  );
}
