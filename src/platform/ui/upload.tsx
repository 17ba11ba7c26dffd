import type { Child } from 'hono/jsx';
import { type Attributes, classes } from './attributes.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { Progress } from './state.tsx';

/**
 * What the client says about a file on its way. `{name}` stands for the file, `{done}` and `{total}` for bytes sent
 * and to send, `{left}` for the time left, `{limit}` for the largest size.
 */
export interface UploadSayings {
  waiting: string;
  moving: string;
  done: string;
  /** The server's own sentence comes first; this is for a connection that broke. */
  failed: string;
  tooLarge: string;
  /** Asked of whoever follows a link meanwhile. */
  leave: string;
}

export interface UploadButtons {
  cancel: string;
  retry: string;
  /** With `{name}`: "Remove {name}". */
  remove: string;
  /** With `{name}`: "Uploading {name}". */
  progress: string;
}

/** A file stored before, when its form comes back with errors. `size` is bytes. */
export interface StoredFile {
  id: string;
  name: string;
  size: number;
}

/** Where a file stands that is shown without the client: its words, what can be done, how far it is on its way. */
export interface UploadShown {
  name: string;
  words: string;
  can: ('cancel' | 'retry' | 'remove')[];
  /** Per cent, while it is on its way. */
  progress?: number;
  tone?: 'ok' | 'bad';
}

export interface UploadProps {
  /** Id of the file input. */
  id: string;
  /** Where the client posts each file; without scripts the files travel with the form itself. */
  url: string;
  /** Bytes a file may have. */
  limit: number;
  csrf: string;
  say: UploadSayings;
  buttons: UploadButtons;
  /** "choose files", the label of the file input. */
  choose: string;
  files?: StoredFile[] | undefined;
}

/** Ties an element, and the form around it, to the client's uploads. It needs an `UploadList` inside. */
export function uploadHooks({ url, limit, csrf, say }: UploadProps): Attributes {
  return {
    'data-uploads-url-value': url,
    'data-uploads-limit-value': limit,
    'data-uploads-token-value': csrf,
    'data-uploads-say-value': JSON.stringify(say),
  };
}

export interface DropzoneProps extends UploadProps {
  /** The words before the label, where scripts can do that: "Drop screenshots here, paste them, or". */
  invite: Child;
  /** "Up to 50 MB each" */
  note: Child;
}

/** A place to drop, paste or choose files, with a row for each. */
export function Dropzone({ invite, note, ...uploads }: DropzoneProps) {
  return (
    <div class="uploads" data-controller="uploads" {...uploadHooks(uploads)}>
      <div class="dropzone">
        <Icon name="image-up" />
        <p>
          <span class="invite">{invite} </span>
          <label class="link" for={uploads.id}>
            {uploads.choose}
          </label>
        </p>
        <FileInput id={uploads.id} />
        <span class="meta">{note}</span>
      </div>
      <ul class="rows" data-uploads-target="list" />
      <StoredFiles {...uploads} />
      <template data-uploads-target="row">
        <UploadRow {...uploads.buttons} />
      </template>
    </div>
  );
}

/** The same as a paperclip in a bar; the chips go where `UploadChips` stands. */
export function AttachButton({ id, choose }: UploadProps) {
  return (
    <label class="button quiet small icon-only attach" for={id} title={choose}>
      <Icon name="paperclip" />
      <span class="visually-hidden">{choose}</span>
      <FileInput id={id} />
    </label>
  );
}

export function UploadChips(uploads: UploadProps) {
  return (
    <>
      <ul class="composer-files" data-uploads-target="list" />
      <StoredFiles {...uploads} />
      <template data-uploads-target="row">
        <UploadChip {...uploads.buttons} />
      </template>
    </>
  );
}

function FileInput({ id }: { id: string }) {
  return <input class="file-input" type="file" id={id} name="files" multiple />;
}

// The client moves each into a row of its own; without it they still travel with the form.
function StoredFiles({ files = [] }: UploadProps) {
  return (
    <>
      {files.map((file) => (
        <input
          type="hidden"
          name="upload"
          value={file.id}
          data-uploads-target="kept"
          data-name={file.name}
          data-size={file.size}
        />
      ))}
      <span class="visually-hidden" role="status" data-uploads-target="status" />
    </>
  );
}

/** One file with its progress and what can be done about it; the client fills the parts, unless `shown` does. */
export function UploadRow({ cancel, retry, remove, progress, shown }: UploadButtons & { shown?: UploadShown }) {
  const named = (words: string) => (shown ? words.replace('{name}', shown.name) : words);
  const can = (button: UploadShown['can'][number]) => !shown || shown.can.includes(button);
  return (
    <li>
      <div class="row upload">
        <span class={classes('tile', shown?.tone)} data-part="tile">
          <Icon name="file-text" />
        </span>
        <div class="row-main">
          <span class="row-title clip" data-part="name">
            {shown?.name}
          </span>
          {(!shown || shown.progress !== undefined) && (
            <Progress value={shown?.progress ?? 0} label={named(progress)} data-part="progress" />
          )}
          <span class={classes('meta', shown?.tone === 'bad' && 'error')} data-part="meta">
            {shown?.words}
          </span>
        </div>
        <div class="row-end">
          {can('cancel') && (
            <Button variant="quiet" size="small" data-part="cancel">
              {cancel}
            </Button>
          )}
          {can('retry') && (
            <Button size="small" icon="rotate-cw" data-part="retry">
              {retry}
            </Button>
          )}
          {can('remove') && (
            <IconButton variant="quiet" size="small" icon="x" label={named(remove)} data-part="remove" />
          )}
        </div>
      </div>
    </li>
  );
}

function UploadChip({ cancel, retry, remove, progress }: UploadButtons) {
  return (
    <li class="attachment chip">
      <span class="tile" data-part="tile">
        <Icon name="file-text" size="small" />
      </span>
      <span class="row-main">
        <span class="clip" data-part="name" />
        <Progress value={0} label={progress} data-part="progress" />
      </span>
      <span class="meta" data-part="meta" />
      <Button variant="quiet" size="small" data-part="retry">
        {retry}
      </Button>
      <Button variant="quiet" size="small" data-part="cancel">
        {cancel}
      </Button>
      <IconButton variant="quiet" size="small" icon="x" label={remove} data-part="remove" />
    </li>
  );
}
