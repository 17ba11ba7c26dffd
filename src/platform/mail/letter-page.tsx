import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Letter } from './letter.tsx';
import { letterCss, letterMediaCss } from './letter-css.ts';
import { say } from './messages.ts';

export function LetterHead({ letter }: { letter: Letter }) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
      <title>{letter.title}</title>
      <style>{raw(letterCss(letter.brand))}</style>
      <style data-css-inline="keep">{raw(letterMediaCss(letter.brand))}</style>
    </head>
  );
}

/** The frame around a letter. Tables, because some mail programs still lay out nothing else. */
export function LetterBody({ letter, opening, ending }: { letter: Letter; opening: Child; ending: Child }) {
  return (
    <body>
      <div class="preheader">{letter.preheader}</div>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0}>
        <tr>
          <td class="canvas" align="center">
            <table role="presentation" class="column" width="560" cellpadding="0" cellspacing="0" border={0}>
              <tr>
                <td class="brand">
                  <Mark letter={letter} />
                </td>
              </tr>
              <tr>
                <td class="card">
                  {opening}
                  {letter.quote && (
                    <blockquote class="quote" dir="auto">
                      {withBreaks(letter.quote)}
                    </blockquote>
                  )}
                  {letter.links?.map(({ title, text, url, lang }) => (
                    <p class="text" lang={lang}>
                      <a class="told" href={webAddress(url)}>
                        {title}
                      </a>
                      {text && <br />}
                      {text}
                    </p>
                  ))}
                  <Button {...letter.action} />
                  {ending}
                </td>
              </tr>
              <tr>
                <td class="footer">
                  <Footer letter={letter} />
                </td>
              </tr>
            </table>
          </td>
        </tr>
      </table>
    </body>
  );
}

/** No picture: one from the portal would tell when a letter was opened and where, most programs block it, and few draw SVG. */
function Mark({ letter: { workspaceName } }: { letter: Letter }) {
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" border={0}>
      <tr>
        <td class="mark" width="28" height="28" aria-hidden="true">
          {initial(workspaceName)}
        </td>
        <td class="name">{workspaceName}</td>
      </tr>
    </table>
  );
}

function Button({ label, url }: Letter['action']) {
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" border={0}>
      <tr>
        <td class="button">
          <a href={webAddress(url)}>{label}</a>
        </td>
      </tr>
    </table>
  );
}

function Footer({ letter }: { letter: Letter }) {
  const { why, preferencesUrl, reader, workspaceName, portal } = letter;
  return (
    <>
      {why} {preferencesUrl && <a href={webAddress(preferencesUrl)}>{say(reader, 'preferences')}</a>}
      {preferencesUrl && ' · '}
      {workspaceName},{' '}
      <a class="host" href={portal.origin}>
        {portal.host}
      </a>
    </>
  );
}

function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '';
}

function withBreaks(text: string): Child[] {
  return text
    .trim()
    .split('\n')
    .flatMap((line, index) => (index === 0 ? [line] : [<br />, line]));
}

function webAddress(url: string): string {
  if (!/^https?:\/\//.test(url)) throw new TypeError(`a mail needs a full web address, not ${JSON.stringify(url)}`);
  return url;
}
