import type { Child } from 'hono/jsx';
import { type Field, FieldInputs, inputName } from '#features/fields/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import { formatBytes } from '#platform/i18n/format.ts';
import { Button } from '#platform/ui/button.tsx';
import { Choice, Choices, FieldError, SelectField, TextAreaField, TextField } from '#platform/ui/field.tsx';
import { ErrorSummary, type FieldProblem, RestoredNote } from '#platform/ui/notice.tsx';
import { Page, PageHead } from '#platform/ui/page.tsx';
import { Dropzone, type StoredFile } from '#platform/ui/upload.tsx';
import { say } from '../messages.ts';
import { urgencies } from '../ticket.ts';
import { Kept } from './kept.tsx';
import { uploadProps } from './upload-words.ts';

export interface NewTicketProps {
  ctx: CtxOf<Contact>;
  guard: Guarded;
  /** What was typed, when the form comes back. */
  values?: Record<string, string>;
  errors?: FieldErrors;
  files?: StoredFile[];
  promise: string | null;
  /** The business's own questions, and whom they may name. */
  fields: readonly Field[];
  people: { id: string; name: string }[];
  /** What another feature shows while it is written. */
  advice: Child | null;
  /** Whom they may name; null where nobody else sees it anyway. */
  sharing: { nameable: { id: string; name: string }[]; everyone: boolean; named: readonly string[] } | null;
}

/** Where the browser keeps what is written here. */
export const newTicketDraft = ({ personId }: Contact): string => `new-ticket:${personId}`;

export function NewTicket({
  ctx,
  guard,
  values = {},
  errors = {},
  files,
  promise,
  fields,
  people,
  advice,
  sharing,
}: NewTicketProps) {
  const { reader, workspace, actor, platform } = ctx;
  const limit = platform.config.uploadLimitBytes;
  const labels = {
    subject: 'new.subject',
    urgency: 'new.urgency',
    body: 'new.body',
    share: 'share',
    files: 'new.files',
  } as const;
  const list = (['subject', 'urgency', 'body', 'share', 'files'] as const)
    .filter((id) => errors[id] !== undefined)
    .map((id): FieldProblem => ({ id, label: say(reader, labels[id]) }))
    .concat(fields.filter((one) => errors[inputName(one)]).map((one) => ({ id: inputName(one), label: one.label })));
  return (
    <Page>
      <PageHead title={say(reader, 'new.title')} lede={say(reader, 'new.lede')} />
      <form
        class="ask"
        id="new-ticket"
        method="post"
        action="/support"
        enctype="multipart/form-data"
        data-keep=""
        data-draft={newTicketDraft(actor)}
        data-followed-by="reply"
        novalidate
      >
        <Guard guard={guard} />
        <div class="stack loose">
          {list.length > 0 && <ErrorSummary title={say(reader, 'error.summary', { n: list.length })} errors={list} />}
          {guard.kept && list.length === 0 && <Kept reader={reader} lost={guard.lost} />}
          <RestoredNote>{say(reader, 'draft.restored')}</RestoredNote>
          <TextField
            id="subject"
            name="subject"
            label={say(reader, 'new.subject')}
            value={values.subject}
            error={errors.subject}
            maxlength={200}
            required
            autofocus
          />
        </div>
        <div class="answers">
          {advice}
          <Next ctx={ctx} promise={promise} />
        </div>
        <div class="stack loose">
          <SelectField
            id="urgency"
            name="urgency"
            label={say(reader, 'new.urgency')}
            value={values.urgency ?? 'slows'}
            error={errors.urgency}
            options={urgencies.map((value) => ({ value, label: say(reader, `urgency.${value}`) }))}
          />
          <TextAreaField
            id="body"
            name="body"
            label={say(reader, 'new.body')}
            hint={say(reader, 'new.body.hint')}
            value={values.body}
            error={errors.body}
            rows={6}
            required
            data-controller="editor"
          />
          <input type="hidden" name="body_format" value={values.body_format === 'html' ? 'html' : 'text'} />
          {sharing && <Share ctx={ctx} sharing={sharing} value={values.share} error={errors.share} />}
          <FieldInputs reader={reader} fields={fields} people={people} typed={values} errors={errors} strict />
          <div class="field">
            <span class="label">{say(reader, 'new.files')}</span>
            <Dropzone
              {...uploadProps(reader, {
                id: 'files',
                limit,
                csrf: guard.token,
                files,
                choose: say(reader, 'new.files.choose'),
              })}
              invite={say(reader, 'new.files.invite')}
              note={say(reader, 'new.files.note', { limit: formatBytes(reader, limit) })}
            />
            {errors.files && <FieldError id="files">{errors.files}</FieldError>}
          </div>
          <div class="end-bar">
            <span class="meta">{promise && say(reader, 'support.promise', { time: promise })}</span>
            <Button type="submit" variant="primary">
              {say(reader, 'new.send', { name: workspace.shortName })}
            </Button>
          </div>
        </div>
      </form>
    </Page>
  );
}

/** Who sees it: as usual, or only whoever asks and the colleagues they name. */
function Share(props: {
  ctx: CtxOf<Contact>;
  sharing: NonNullable<NewTicketProps['sharing']>;
  value: string | undefined;
  error: string | undefined;
}) {
  const { ctx, sharing, value = 'usual', error } = props;
  const { reader, actor } = ctx;
  const usual = sharing.everyone ? 'share.usual.everyone' : 'share.usual.note';
  return (
    <div class="stack snug" id="share-with">
      <Choices
        id="share"
        name="share"
        legend={say(reader, 'share')}
        value={value}
        error={error}
        options={[
          {
            value: 'usual',
            label: say(reader, 'share.usual'),
            note: say(reader, usual, { account: actor.accountShortName }),
          },
          { value: 'named', label: say(reader, 'share.named'), note: say(reader, 'share.named.note') },
        ]}
      />
      <fieldset class="field share-people">
        <legend>{say(reader, 'share.people')}</legend>
        {sharing.nameable.slice(0, MOST_NAMED).map(({ id, name }) => (
          <Choice type="checkbox" name="person" value={id} checked={sharing.named.includes(id)} label={name} />
        ))}
        {sharing.nameable.length > MOST_NAMED && <p class="hint">{say(reader, 'share.people.more')}</p>}
      </fieldset>
    </div>
  );
}

/** More of them are named when it is sent. */
const MOST_NAMED = 24;

/** What follows from sending it: beside the form, and at its end on a phone. */
function Next({ ctx: { reader, workspace }, promise }: { ctx: CtxOf<Contact>; promise: string | null }) {
  return (
    <aside class="next" aria-label={say(reader, 'new.next')}>
      <div class="card tight stack snug">
        <h2>{say(reader, 'new.next')}</h2>
        <p>
          {promise ? say(reader, 'new.reply', { name: workspace.shortName, time: promise }) : say(reader, 'new.told')}
        </p>
        <p class="meta scripted">{say(reader, 'new.kept')}</p>
      </div>
    </aside>
  );
}
