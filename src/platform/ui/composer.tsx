import type { Child, PropsWithChildren } from 'hono/jsx';
import { type Attributes, classes } from './attributes.ts';
import { Button } from './button.tsx';
import { FieldError } from './field.tsx';
import type { IconName } from './icons.ts';
import { RestoredNote } from './notice.tsx';
import { type Place, Segmented } from './page.tsx';
import { AttachButton, UploadChips, type UploadProps, uploadHooks } from './upload.tsx';

export type ComposerProps = PropsWithChildren<
  Attributes & {
    id: string;
    action: string;
    /** 'note' is for internal notes: warm colour, other button. Send it to another address than a reply. */
    kind?: 'reply' | 'note' | undefined;
    /** Hidden inputs: tokens, and what else the form carries. */
    hidden: Child;
    /** Names the text for screen readers. */
    label: string;
    placeholder?: string | undefined;
    /** What was typed, when the form comes back. */
    value?: string | undefined;
    /** `html` when the editor wrote it. */
    format?: string | undefined;
    error?: string | undefined;
    /** `and` is what becomes of the thing then, chosen beside the button. */
    send: { label: Child; icon?: IconName | undefined; keys?: string | undefined; and?: Child | undefined };
    /** Where the draft lives in the browser; holds the identity, so that no one else meets it. */
    draftKey: string;
    /** Said when the browser has put back a draft. */
    restored?: string | undefined;
    uploads?: UploadProps | undefined;
    /** Reply and note as links: each has its own form and its own address. */
    modes?: { label: string; items: Place[] } | undefined;
    /** Where the client says that someone is writing. */
    presenceUrl?: string | undefined;
    /** The key that brings the caret here. */
    hotkey?: string | undefined;
    maxlength?: number | undefined;
  }
>;

/** Writing to a thread. `children` stand in the bar beside the paperclip. Plain text without scripts, an editor with. */
export function Composer(props: ComposerProps) {
  const { id, action, kind, hidden, label, uploads, modes, error, send, children, ...rest } = props;
  const { placeholder, value, format, draftKey, restored, presenceUrl, hotkey, maxlength, ...attributes } = rest;
  return (
    <form
      id={id}
      class={classes('composer', kind === 'note' && 'note')}
      method="post"
      action={action}
      enctype="multipart/form-data"
      data-keep=""
      data-draft={draftKey}
      data-presence={presenceUrl}
      data-controller={uploads && 'uploads'}
      {...(uploads && uploadHooks(uploads))}
      {...attributes}
    >
      {hidden}
      {modes && (
        <div class="composer-modes">
          <Segmented {...modes} />
        </div>
      )}
      {restored && <RestoredNote>{restored}</RestoredNote>}
      <div class="composer-body">
        <textarea
          id={`${id}-body`}
          name="body"
          aria-label={label}
          placeholder={placeholder}
          maxlength={maxlength}
          required
          data-controller="editor"
          data-hotkey={hotkey}
          aria-invalid={error && 'true'}
          aria-describedby={error && `${id}-body-error`}
        >
          {value}
        </textarea>
      </div>
      <input type="hidden" name="body_format" value={format === 'html' ? 'html' : 'text'} />
      {error && <FieldError id={`${id}-body`}>{error}</FieldError>}
      {uploads && <UploadChips {...uploads} />}
      <div class="composer-bar">
        {uploads && <AttachButton {...uploads} />}
        {children}
        <div class="composer-end">
          {send.and}
          <Button type="submit" variant="primary" icon={send.icon}>
            {send.label}
            {send.keys && <kbd class="kbd">{send.keys}</kbd>}
          </Button>
        </div>
      </div>
    </form>
  );
}
