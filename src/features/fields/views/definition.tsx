import { GateInputs, type OpenTo, type SegmentToName } from '#features/gates/index.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { formatList } from '#platform/i18n/format.ts';
import type { Locale, Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, Choices, SelectField, TextAreaField, TextField } from '#platform/ui/field.tsx';
import { Fold } from '#platform/ui/fold.tsx';
import { ErrorSummary, KeptNotice, Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { type Field, isFilledByThem, kinds, openness, subjects } from '../field.ts';
import { say } from '../messages.ts';
import { wordNames } from '../words.ts';

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
  /** Those it may be called otherwise in. */
  languages: Locale[];
  /** As it is now. */
  stored: Shown | undefined;
}

const labels = {
  edits: 'edits',
  label: 'label',
  hint: 'hint',
  choices: 'choices',
  kind: 'kind',
  subject: 'about',
} as const;

export function DefinitionPage(props: DefinitionPageProps) {
  const { reader, guard, field, values, errors = {}, shown, opened, languages } = props;
  const shared = (name: string) => ({ id: name, name, value: values[name], error: errors[name] });
  const wrong = (Object.keys(labels) as (keyof typeof labels)[]).filter((name) => errors[name]);
  const wrongWords = languages.flatMap((locale) =>
    Object.entries(wordNames(locale)).flatMap(([part, id]) =>
      errors[id] ? { id, label: say(reader, `words.${part as 'label'}`, { language: nameOf(reader, locale) }) } : [],
    ),
  );
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
        <Guard guard={guard} stored={props.stored} />
        {wrong.length + wrongWords.length > 0 && (
          <ErrorSummary
            title={say(reader, 'error.summary')}
            errors={[...wrong.map((name) => ({ id: name, label: say(reader, labels[name]) })), ...wrongWords]}
          />
        )}
        {guard.kept && wrong.length + wrongWords.length === 0 && (
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
          {languages.map((locale) => (
            <Language {...props} locale={locale} />
          ))}
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

const nameOf = (reader: Reader, locale: Locale): string => say(reader, `language.${locale}`);

/** What it is called in one more language, behind a line that opens without scripts as well. */
function Language({ reader, field, values, errors = {}, locale }: DefinitionPageProps & { locale: Locale }) {
  const names = wordNames(locale);
  const language = nameOf(reader, locale);
  const shared = (name: string) => ({ id: name, name, value: values[name], error: errors[name] });
  const filled = Object.values(names).some((name) => values[name] || errors[name]);
  return (
    <Fold id={`words-${locale}`} title={say(reader, 'words', { language })} open={filled}>
      <div class="stack">
        <TextField
          {...shared(names.label)}
          label={say(reader, 'words.label', { language })}
          hint={say(reader, 'words.hint.label')}
          maxlength={80}
        />
        <TextField {...shared(names.hint)} label={say(reader, 'words.hint', { language })} maxlength={200} />
        {(!field || field.kind === 'choice') && (
          <TextAreaField
            {...shared(names.choices)}
            label={say(reader, 'words.choices', { language })}
            hint={say(reader, 'words.hint.choices')}
            rows={5}
          />
        )}
      </div>
    </Fold>
  );
}
