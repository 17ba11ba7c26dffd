import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button } from '#platform/ui/button.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import type { Field } from '../field.ts';
import { inputName } from '../form.ts';
import { say } from '../messages.ts';
import { FieldInputs } from './inputs.tsx';

interface FieldsFormProps {
  reader: Reader;
  guard: Guarded;
  action: string;
  title: string;
  lede?: string | undefined;
  back: string;
  fields: readonly Field[];
  people: { id: string; name: string }[];
  typed: Record<string, string>;
  subjectId: string;
  errors?: FieldErrors | undefined;
  strict?: boolean | undefined;
  waiting?: ReadonlyMap<string, string | null> | undefined;
}

export function FieldsForm(props: FieldsFormProps) {
  const { reader, guard, action, title, lede, back, fields, errors = {} } = props;
  const wrong = fields.filter((field) => errors[inputName(field)]);
  return (
    <Page width="narrow">
      <PageHead title={title} lede={lede} />
      {fields.length === 0 ? (
        <p class="meta">{say(reader, 'form.none')}</p>
      ) : (
        <form method="post" action={action} enctype="multipart/form-data" class="stack apart" data-keep="" novalidate>
          <Guard guard={guard} />
          {wrong.length > 0 && (
            <ErrorSummary
              title={say(reader, 'error.summary')}
              errors={wrong.map((field) => ({ id: inputName(field), label: field.label }))}
            />
          )}
          {guard.kept && wrong.length === 0 && (
            <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
          )}
          <div class="stack">
            <FieldInputs {...props} />
          </div>
          <div class="end-bar">
            <Button href={back} variant="quiet">
              {say(reader, 'cancel')}
            </Button>
            <Button type="submit" variant="primary">
              {say(reader, 'save')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
}
