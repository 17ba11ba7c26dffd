import type { Context } from 'hono';
import { isId } from '#platform/db/ids.ts';
import { askedPath } from '#platform/http/asked-path.ts';
import { unclaimedDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import type { Form } from '#platform/http/form.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';
import { Page } from '#platform/ui/page.tsx';
import { say } from './messages.ts';

/** What somebody typed into a form that we could not take: shown, so that it can be copied. */
export function wordsIn(form: Form | undefined): string[] {
  // The forms at the doors name no page; what is typed there is no work, and nothing to be shown.
  if (!form?.get('_page')) return [];
  const typed = [...form.fields].filter(([name]) => !name.startsWith('_') && !/password|secret|token/i.test(name));
  const html = form.get('body_format') === 'html';
  return typed
    .flatMap(([name, values]) => (html && name === 'body' ? values.map(toPlainText) : values))
    .map((text) => text.trim())
    .filter((text) => (text.length > 20 || /\s/.test(text)) && !isId(text));
}

/** What a form is told that belongs to something which is not, or no longer, there for its sender: the page it came from was. */
export const wordsOfGone = (reader: Reader, words: string[]) => ({
  title: say(reader, 'error.gone.title'),
  text: say(reader, words.length > 0 ? 'error.gone.written' : 'error.gone.text'),
});

export function Words({ reader, words }: { reader: Reader; words: string[] }) {
  return (
    <>
      <div class="stack close">
        <h2>{say(reader, 'error.words')}</h2>
        <p class="meta">{say(reader, 'error.words.copy')}</p>
      </div>
      {words.map((text, index) => (
        <textarea
          class="input"
          readonly
          rows={Math.min(8, Math.max(2, Math.ceil(text.length / 60)))}
          aria-label={say(reader, 'error.words.part', { n: index + 1, of: words.length })}
        >
          {text}
        </textarea>
      ))}
    </>
  );
}

/** What was kept of a form whose page does not give it back into its fields, over that page. */
export async function keptWords(c: Context<Env>) {
  if (c.req.query('kept') !== '1') return null;
  const words = wordsIn((await unclaimedDraft(c.var.ctx, c, askedPath(c).replace(/[?&]kept=1$/, ''))) ?? undefined);
  if (words.length === 0) return null;
  return (
    <Page width="narrow">
      <div id="kept" class="stack">
        <Words reader={c.var.ctx.reader} words={words} />
      </div>
    </Page>
  );
}
