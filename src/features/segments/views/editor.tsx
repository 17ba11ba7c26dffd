import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Button, EnterButton } from '#platform/ui/button.tsx';
import { FieldError, SelectField, TextField } from '#platform/ui/field.tsx';
import { ErrorSummary, KeptNotice } from '#platform/ui/notice.tsx';
import { Columns, Page, PageHead, Section } from '#platform/ui/page.tsx';
import type { Attribute } from '../attributes.ts';
import { say } from '../messages.ts';
import type { Preview } from '../preview.ts';
import type { Segment } from '../segment.ts';
import type { Draft } from '../typed.ts';
import { Conditions } from './conditions.tsx';
import { FilledByThem } from './filled-by-them.tsx';
import { PreviewFrame } from './preview.tsx';

export interface EditorProps {
  reader: Reader;
  guard: Guarded;
  /** As it is now, or was when its writer began. */
  stored: Shown | undefined;
  /** Null for one to be made. */
  segment: Segment | null;
  kind: Segment['kind'];
  values: Record<string, string>;
  drafts: readonly Draft[];
  attributes: readonly Attribute[];
  errors: FieldErrors;
  preview: Preview | null;
  /** Conditions that say nothing yet. */
  incomplete: boolean;
}

const DRAFT = '/customers/segments/draft';

export function Editor(props: EditorProps) {
  const { reader, segment, kind } = props;
  const lede = say(reader, segment ? 'edit.lede' : kind === 'hand' ? 'new.hand.lede' : 'new.lede');
  const head = <PageHead title={segment ? segment.name : say(reader, 'new')} lede={lede} />;
  if (!props.preview) {
    return (
      <Page width="narrow">
        {head}
        <Form {...props} />
      </Page>
    );
  }
  const aside = (
    <PreviewFrame
      reader={reader}
      preview={props.preview}
      existing={segment !== null}
      incomplete={props.incomplete}
      blank={segment === null && props.drafts.length === 0}
    />
  );
  return (
    <Page width="wide">
      {head}
      <Columns broad asideLabel={say(reader, 'preview')} aside={aside}>
        <Form {...props} />
      </Columns>
    </Page>
  );
}

function Form(props: EditorProps) {
  const { reader, guard, segment, kind, values, errors } = props;
  const address = segment ? `/customers/segments/${segment.id}` : '/customers/segments';
  const wrong = [
    ...(['name', 'note'] as const).filter((name) => errors[name]).map((id) => ({ id, label: say(reader, id) })),
    ...Object.keys(errors)
      .filter((name) => /^v\d+$|^conditions$/.test(name))
      .map((name) => ({ id: name === 'conditions' ? 'condition-add' : name, label: say(reader, 'conditions') })),
  ];
  return (
    <form
      method="post"
      action={address}
      class="stack apart"
      data-keep=""
      data-previews="segment-preview"
      data-preview-from={segment ? `${address}/rule` : '/customers/segments/new'}
      novalidate
    >
      <Guard guard={guard} stored={props.stored} />
      {/* Enter shows who would be in; only the button saves. */}
      <EnterButton formaction={DRAFT} data-again="">
        {say(reader, 'check')}
      </EnterButton>
      <input type="hidden" name="kind" value={kind} />
      {segment && <input type="hidden" name="segment" value={segment.id} />}
      {wrong.length > 0 && <ErrorSummary title={say(reader, 'error.summary')} errors={wrong} />}
      {guard.kept && wrong.length === 0 && (
        <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>
      )}
      <div class="stack">
        <TextField
          id="name"
          name="name"
          label={say(reader, 'name')}
          value={values.name}
          error={errors.name}
          maxlength={80}
          required
          autocomplete="off"
        />
        <TextField
          id="note"
          name="note"
          label={say(reader, 'note')}
          hint={say(reader, 'note.hint')}
          value={values.note}
          error={errors.note}
          maxlength={300}
          autocomplete="off"
        />
      </div>
      {kind === 'rule' && <RuleFields {...props} />}
      <End {...props} />
    </form>
  );
}

function RuleFields({ reader, values, attributes, drafts, errors }: EditorProps) {
  return (
    <Section id="conditions" title={say(reader, 'conditions')}>
      <div class="stack">
        <SelectField
          id="match"
          name="match"
          label={say(reader, 'match')}
          value={values.match ?? 'all'}
          options={(['all', 'any'] as const).map((value) => ({ value, label: say(reader, `match.${value}`) }))}
        />
        <Conditions reader={reader} attributes={attributes} drafts={drafts} errors={errors} elsewhere={DRAFT} />
        <FilledByThem reader={reader} attributes={attributes} conditions={drafts} />
        {errors.conditions && <FieldError id="condition-add">{errors.conditions}</FieldError>}
        <div>
          <Button type="submit" formaction={DRAFT} formnovalidate icon="eye">
            {say(reader, 'check')}
          </Button>
        </div>
      </div>
    </Section>
  );
}

function End({ reader, segment, kind }: EditorProps) {
  const back = segment ? `/customers/segments/${segment.id}` : '/customers/segments';
  const other = kind === 'rule' ? 'hand' : 'rule';
  return (
    <div class="end-bar">
      {!segment && (
        <a class="link" href={`/customers/segments/new?kind=${other}`}>
          {say(reader, `${other}.instead`)}
        </a>
      )}
      <Button href={back} variant="quiet">
        {say(reader, 'cancel')}
      </Button>
      <Button type="submit" variant="primary">
        {say(reader, segment ? 'save' : 'make')}
      </Button>
    </div>
  );
}
