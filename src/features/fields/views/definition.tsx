import { GateInputs, type OpenTo, type SegmentToName } from '#features/gates/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, Choices, SelectField, TextAreaField, TextField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { type Field, isFilledByThem, kinds, openness, subjects } from '../field.ts';
import { say } from '../messages.ts';

interface DefinitionPageProps {
  reader: Reader;
  guard: Guarded;
  /** Null for one to be made. */
  field: Field | null;
  values: Record<string, string>;
  errors?: FieldErrors | undefined;
  /** Which customers are shown it, for whoever decides that. */
  shown?: { open: OpenTo; segments: SegmentToName[] } | undefined;
  /** What segments open that go by it, for whoever is in them. */
  opened: string[];
}

const labels = {
  edits: 'edits',
  label: 'label',
  hint: 'hint',
  choices: 'choices',
  kind: 'kind',
  subject: 'about',
} as const;

export function DefinitionPage({ reader, guard, field, values, errors = {}, shown, opened }: DefinitionPageProps) {
  const shared = (name: string) => ({ id: name, name, value: values[name], error: errors[name] });
  const wrong = (Object.keys(labels) as (keyof typeof labels)[]).filter((name) => errors[name]);
  return (
    <Page width="narrow">
      <PageHead title={field ? field.label : say(reader, 'new.title')} lede={say(reader, 'new.lede')} />
      <form
        method="post"
        action={field ? `/settings/fields/${field.id}` : '/settings/fields'}
        class="stack apart"
        data-keep=""
        novalidate
      >
        <Guard guard={guard} />
        {wrong.length > 0 && (
          <ErrorSummary
            title={say(reader, 'error.summary')}
            errors={wrong.map((name) => ({ id: name, label: say(reader, labels[name]) }))}
          />
        )}
        {guard.kept && wrong.length === 0 && (
          <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
        )}
        <div class="stack">
          <TextField
            {...shared('label')}
            label={say(reader, 'label')}
            hint={say(reader, 'label.hint')}
            maxlength={80}
            required
          />
          <TextField {...shared('hint')} label={say(reader, 'hint')} hint={say(reader, 'hint.hint')} maxlength={200} />
          {!field && (
            <SelectField
              {...shared('subject')}
              label={say(reader, 'about')}
              options={subjects.map((value) => ({ value, label: say(reader, `subject.${value}`) }))}
            />
          )}
          {!field && (
            <SelectField
              {...shared('kind')}
              label={say(reader, 'kind')}
              options={kinds.map((value) => ({ value, label: say(reader, `kind.${value}`) }))}
            />
          )}
          {(!field || field.kind === 'choice') && (
            <TextAreaField
              {...shared('choices')}
              label={say(reader, 'choices')}
              hint={say(reader, 'choices.hint')}
              rows={5}
            />
          )}
          <Choices
            id="customer"
            name="customer"
            legend={say(reader, 'customer')}
            value={values.customer}
            options={openness.map((value) => ({
              value,
              label: say(reader, `customer.${value}`),
              note: say(reader, `customer.${value}.note`),
            }))}
          />
          {field && opened.length > 0 && (
            <Notice id="opens" tone="warn" icon="triangle-alert">
              {say(reader, isFilledByThem(field) ? 'opens.now' : 'opens.then', { opened: formatList(reader, opened) })}
            </Notice>
          )}
          {shown && (
            <div class="field">
              <span class="label">{say(reader, 'shown')}</span>
              <p class="hint">{say(reader, 'shown.hint')}</p>
              <GateInputs
                reader={reader}
                object="shown"
                legend={say(reader, 'shown')}
                open={shown.open}
                segments={shown.segments}
                error={errors.shown}
              />
            </div>
          )}
          {(!field || (field.subject !== 'ticket' && field.kind !== 'file')) && (
            <Choices
              id="edits"
              name="edits"
              legend={say(reader, 'edits')}
              error={errors.edits}
              value={values.edits}
              options={(['apply', 'approve'] as const).map((value) => ({
                value,
                label: say(reader, `edits.${value}`),
                note: say(reader, `edits.${value}.note`),
              }))}
            />
          )}
          <Choice
            type="checkbox"
            name="required"
            value="yes"
            checked={values.required === 'yes'}
            label={say(reader, 'required')}
          />
          {(!field || (field.subject !== 'ticket' && field.kind !== 'person' && field.kind !== 'file')) && (
            <Choice
              type="checkbox"
              name="at_sign_up"
              value="yes"
              checked={values.at_sign_up === 'yes'}
              label={say(reader, 'atSignUp')}
              note={say(reader, 'atSignUp.note')}
            />
          )}
        </div>
        <div class="end-bar">
          <Button href="/settings/fields" variant="quiet">
            {say(reader, 'cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {say(reader, field ? 'save' : 'make')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
