import { inline } from '@css-inline/css-inline';
import type { Child } from 'hono/jsx';
import type { Locale } from '#platform/i18n/reader.ts';
import { cleanHtml } from '#platform/richtext/clean.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';
import type { Brand } from '#platform/ui/brand.ts';
import { LetterBody, LetterHead } from './letter-page.tsx';
import { say } from './messages.ts';
import { unlinked, unlinkedText } from './unlinked.ts';

/** One mail with one purpose: what is asked, and the button that does it. Everything in it is escaped. */
export interface Letter {
  reader: { locale: Locale };
  brand: Pick<Brand, 'color' | 'radius' | 'font'>;
  workspaceName: string;
  portal: { host: string; origin: string };
  /** What the inbox shows behind the subject. */
  preheader: string;
  title: string;
  /** At most two sentences; elements from `say.rich` are welcome. */
  paragraphs: Child[];
  /** What somebody wrote, as plain text; line breaks stay. */
  quote?: string | undefined;
  /** Pages that are told of, each with a title that leads there and a sentence. */
  links?: readonly { title: string; text: string; url: string; lang?: string | undefined }[] | undefined;
  /** Absolute addresses. */
  action: { label: string; url: string };
  /** Small print for the button. */
  aftertext?: Child;
  /** The last word, below a line: how to answer. */
  closing?: Child;
  /** Why this person gets this mail. */
  why: string;
  /** Absent where a person cannot choose, as for sign-in links. */
  preferencesUrl?: string | undefined;
}

/** Both parts of the mail. Nothing but the button, `links`, the footer and addresses inside the quote can become a link. */
export async function renderLetter(letter: Letter): Promise<{ html: string; text: string }> {
  const head = String(await LetterHead({ letter }));
  const body = unlinked(String(await LetterBody({ letter, opening: Opening(letter), ending: Ending(letter) })));
  const page = `<!doctype html><html lang="${letter.reader.locale}">${head}${body}</html>`;
  return { html: inline(page, { loadRemoteStylesheets: false }), text: await plainLetter(letter) };
}

function Opening({ title, paragraphs }: Letter) {
  return (
    <>
      <h1>{title}</h1>
      {paragraphs.map((paragraph) => (
        <p class="text">{paragraph}</p>
      ))}
    </>
  );
}

function Ending({ aftertext, closing }: Letter) {
  return (
    <>
      {aftertext && <p class="after">{aftertext}</p>}
      {closing && <p class="closing">{closing}</p>}
    </>
  );
}

async function plainLetter(letter: Letter): Promise<string> {
  const { action, quote, links = [], workspaceName, portal, why, preferencesUrl, reader } = letter;
  const plain = async (html: unknown) => toPlainText(cleanHtml(unlinked(String(await html))));
  const parts = [
    await plain(Opening(letter)),
    quote?.trim().replace(/^/gm, '> '),
    ...links.map(({ title, text, url }) => [unlinkedText(title), unlinkedText(text), url].filter(Boolean).join('\n')),
    `${action.label}:\n${action.url}`,
    await plain(Ending(letter)),
    `-- \n${unlinkedText(workspaceName)}, ${portal.host}\n${unlinkedText(why)}`,
    preferencesUrl && `${say(reader, 'preferences')}:\n${preferencesUrl}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
