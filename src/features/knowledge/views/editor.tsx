import type { CtxOf, Member } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import type { FieldErrors } from '#platform/http/parse.ts';
import type { Shown } from '#platform/http/rebased.ts';
import { formatList } from '#platform/i18n/format.ts';
import { Time } from '#platform/i18n/time.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Choice, describe, FieldError, TextField } from '#platform/ui/field.tsx';
import { Icon } from '#platform/ui/icon.tsx';
import { PresenceLine, Prose } from '#platform/ui/message.tsx';
import { KeptNotice, Notice, RestoredNote } from '#platform/ui/notice.tsx';
import { Columns, Page } from '#platform/ui/page.tsx';
import { mayPublish, mayWrite } from '../access.ts';
import { waitsFor } from '../article.ts';
import type { Editing } from '../editor-contents.ts';
import { languageName } from '../languages.ts';
import type { Clash } from '../merge.ts';
import { say } from '../messages.ts';
import { EditorAside } from './editor-aside.tsx';
import { isPublished, Publication, publishWords } from './publication.tsx';

export interface EditorProps {
  ctx: CtxOf<Member>;
  guard: Guarded;
  editing: Editing;
  /** What is to be said of publishing, for a form that comes from an older page. */
  shown: Shown;
  /** What was typed, when the form came back; else the text that was saved last. */
  typed: {
    title: string;
    summary: string;
    body: string;
    revision: number;
    at: string;
    until: string;
    note: string;
    tell: boolean;
  };
  errors: FieldErrors;
  /** What a save left out, in words. */
  lost: string[];
  /** `own`: they saved it themselves, in another window. */
  clash?: { by: string; own: boolean; clashes: Clash[] } | undefined;
}

/** A text from here on takes its editor seconds to open. */
const LARGE = 1_000_000;
/** Longer texts are not sent twice: what is seen of them before the editor is there is an empty sheet. */
const SHOWN = 200_000;

export const addressOf = ({ article, locale }: Editing): string => `/knowledge/${article.number}?lang=${locale}`;

/** One language of an article, written on; beside it what all languages share. */
export function Editor(props: EditorProps) {
  const { ctx, guard, editing } = props;
  const { reader } = ctx;
  const { article, locale, writing } = editing;
  return (
    <Page width="wide">
      {/* What Enter presses in a line of the form is its first button, and that is not to publish. */}
      <button
        type="submit"
        class="visually-hidden"
        form="article"
        name="act"
        value="save"
        tabindex={-1}
        aria-hidden="true"
      >
        {say(reader, 'save')}
      </button>
      <div class="editor-bar">
        <SavedAt {...props} />
        {(editing.history.length > 1 || (editing.history.length === 1 && editing.current.open)) && (
          <Button variant="quiet" icon="git-compare" href={`/knowledge/${article.number}/history?lang=${locale}`}>
            {say(reader, 'compare')}
          </Button>
        )}
        {mayWrite(ctx.actor) && (
          <Button type="submit" icon="eye" form="article" name="act" value="preview" data-turbo-action="advance">
            {say(reader, 'preview')}
          </Button>
        )}
        {mayPublish(ctx.actor) && (
          <div class="publishing">
            <Choice
              type="checkbox"
              name="tell"
              value="on"
              form="article"
              checked={props.typed.tell}
              label={say(reader, 'publish.tell')}
            />
            <Button
              type="submit"
              variant={isPublished(props) ? undefined : 'primary'}
              form="article"
              name="act"
              value="publish"
              data-once-unsaved={isPublished(props) ? 'article' : undefined}
            >
              {publishWords(props)}
            </Button>
          </div>
        )}
      </div>
      {guard.kept && <KeptNotice title={say(reader, 'kept.title')}>{say(reader, 'kept.text')}</KeptNotice>}
      <div id="presence" role="status" data-says-deleted="">
        {writing.names.length > 0 && (
          <PresenceLine lasts={writing.lasts}>
            {say(reader, 'writing', { n: writing.names.length, names: formatList(reader, writing.names) })}
          </PresenceLine>
        )}
      </div>
      {props.typed.body.length > LARGE && <Notice icon="info">{say(reader, 'large')}</Notice>}
      <LeftOut {...props} />
      <HiddenLinks {...props} />
      <Both {...props} />
      <Columns
        broad
        asideLabel={say(reader, 'about')}
        aside={<EditorAside ctx={ctx} guard={guard} editing={editing} />}
      >
        {mayWrite(ctx.actor) ? <Writing {...props} /> : <Notice icon="lock">{say(reader, 'readonly')}</Notice>}
      </Columns>
    </Page>
  );
}

function SavedAt({ ctx: { reader, now }, editing: { current, state, text } }: EditorProps) {
  const waits = current.open ? null : waitsFor(text, now);
  return (
    <span class="saved" role="status" id="saved">
      <b data-unsaved="article" data-one={say(reader, 'unsaved')} data-many={say(reader, 'unsaved')} hidden />
      {current.savedAt && (
        <>
          <Icon name={current.open ? 'pencil' : waits ? 'calendar-clock' : 'circle-check'} size="small" />
          <span>
            {waits &&
              say.rich(reader, 'saved.scheduled', { time: <Time reader={reader} date={waits} style="coming" /> })}
            {!waits &&
              say.rich(reader, current.open ? 'saved.draft' : state === 'draft' ? 'saved.none' : 'saved.published', {
                time: <Time reader={reader} date={current.savedAt} style="within" />,
                name: current.savedBy ?? say(reader, 'by.command'),
              })}
          </span>
        </>
      )}
    </span>
  );
}

/** Said until the author has gone on: what of their text could not be kept. */
const LeftOut = ({ ctx: { reader }, lost }: EditorProps) =>
  lost.length === 0 ? null : (
    <Notice tone="warn" icon="triangle-alert" role="status" id="left-out">
      <b>{say(reader, 'lost.title')}</b> {lost.join(', ')}. {say(reader, 'lost.text')}
    </Notice>
  );

/** As long as it is so: words that look like a link here, and are none to whoever reads them. */
const HiddenLinks = ({ ctx: { reader }, editing: { hidden } }: EditorProps) =>
  hidden.length === 0 ? null : (
    <Notice icon="link" role="status" id="hidden-links">
      {say(reader, 'hidden.links', { n: hidden.length })}{' '}
      {hidden.map(({ number, title }, index) => (
        <>
          {index > 0 && ', '}
          <a class="link" href={`/knowledge/${number}`}>
            {title}
          </a>
        </>
      ))}
    </Notice>
  );

/** Two people wrote at the same place: what each of them wrote there. */
function Both({ ctx: { reader }, editing, clash }: EditorProps) {
  if (!clash) return null;
  return (
    <section
      class="card both"
      role="alert"
      tabindex={-1}
      id="both"
      data-keep-with="article"
      aria-labelledby="both-title"
    >
      <h2 class="card-title" id="both-title">
        {say(reader, clash.own ? 'both.title.own' : 'both.title', { name: clash.by })}
      </h2>
      <p>{say(reader, clash.own ? 'both.text.own' : 'both.text', { name: clash.by, n: clash.clashes.length })}</p>
      {clash.clashes.map(({ mine, theirs }) => (
        <div class="both-pair">
          <div>
            <h3 class="meta">{say(reader, clash.own ? 'both.theirs.own' : 'both.theirs', { name: clash.by })}</h3>
            <Prose html={theirs} lang={editing.locale} />
          </div>
          <div>
            <h3 class="meta">{say(reader, 'both.mine')}</h3>
            <Prose html={mine} lang={editing.locale} />
          </div>
        </div>
      ))}
    </section>
  );
}

function Writing(props: EditorProps) {
  const { ctx, guard, editing, shown, typed, errors } = props;
  const { reader, actor } = ctx;
  const { article, locale } = editing;
  const language = languageName(locale, reader.locale);
  return (
    <form
      id="article"
      class="stack loose"
      method="post"
      action={`/knowledge/${article.number}/draft`}
      data-keep=""
      data-goes-on=""
      data-turbo-action="replace"
      data-draft={`article:${article.id}:${locale}:${actor.identityId}`}
      data-presence={`/knowledge/${article.number}/presence?lang=${locale}`}
      data-pictures={`/knowledge/${article.number}/pictures`}
    >
      <Guard guard={guard} stored={shown} />
      <input type="hidden" name="lang" value={locale} />
      <input type="hidden" name="revision" value={String(typed.revision)} />
      <input type="hidden" name="body_format" value="html" />
      <RestoredNote>
        {say(reader, 'restored')}{' '}
        <button type="reset" class="link">
          {say(reader, 'restored.not')}
        </button>
      </RestoredNote>
      <div class="card flush article-editor">
        <div class="article-head">
          <h1 class="visually-hidden">
            {say(reader, 'edit.title', { title: typed.title || say(reader, 'untitled'), language })}
          </h1>
          <textarea
            {...describe({ id: 'title', error: errors.title })}
            class="editor-title"
            name="title"
            rows={1}
            maxlength={200}
            required
            lang={locale}
            aria-label={say(reader, 'field.title')}
            placeholder={say(reader, 'field.title.empty')}
          >
            {typed.title}
          </textarea>
          {errors.title && <FieldError id="title">{errors.title}</FieldError>}
        </div>
        {typed.body !== '' && (
          <div class="opening" inert>
            {typed.body === editing.body && editing.body.length < SHOWN && <Prose html={editing.body} lang={locale} />}
          </div>
        )}
        <textarea
          {...describe({ id: 'body', error: errors.body })}
          class="article-body"
          name="body"
          rows={18}
          lang={locale}
          aria-label={say(reader, 'field.body', { language })}
          placeholder={say(reader, 'field.body.empty')}
          data-controller="editor"
          data-editor-kind-value="article"
          data-editor-toolbar-value="article-toolbar"
        >
          {typed.body}
        </textarea>
        {errors.body && <FieldError id="body">{errors.body}</FieldError>}
        <p class="hint without-scripts">{say(reader, 'field.body.plain')}</p>
        <p class="hint" id="pasted" role="status" hidden />
      </div>
      <TextField
        id="summary"
        name="summary"
        label={say(reader, 'field.summary')}
        hint={say(reader, 'field.summary.hint')}
        value={typed.summary}
        maxlength={300}
        error={errors.summary}
      />
      <Publication {...props} />
      <div class="end-bar">
        <Button type="submit" name="act" value="save" data-by-key="" data-hotkey="mod+s">
          {say(reader, 'save')}
        </Button>
      </div>
    </form>
  );
}
