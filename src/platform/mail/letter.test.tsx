import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { type Letter, renderLetter } from './letter.tsx';

const letter: Letter = {
  reader: { locale: 'en' },
  brand: { color: '#6846e8', radius: 'soft', font: 'inter' },
  workspaceName: 'Northwind Studio',
  portal: { host: 'portal.northwind.studio', origin: 'https://portal.northwind.studio' },
  preheader: 'Version 3 waits for you',
  title: 'Theo Okafor shared homepage design, version 3',
  paragraphs: [
    <>
      Approve it by <b>Friday 20 November</b>.
    </>,
    'It answers all of your comments.',
  ],
  quote: 'Hello Dana,\nsee https://docs.example/a?b=1&c=2',
  action: { label: 'Review version 3', url: 'https://portal.northwind.studio/approvals/3?a=1&b=2' },
  aftertext: 'This button signs you in once.',
  closing: 'Reply to this email to talk to Theo.',
  why: 'You get this because it is your turn.',
  preferencesUrl: 'https://portal.northwind.studio/preferences',
};

type Element = DefaultTreeAdapterTypes.Element;

function elements(html: string): Element[] {
  const found: Element[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return found;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

/** The addresses a mail program would make clickable, in both parts; the parser links bare domains as those do. */
async function clickable(of: Letter): Promise<string[]> {
  const { html, text } = await renderLetter(of);
  const stream = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const { message } = await stream.sendMail({ from: 'a@a.example', to: 'b@b.example', text });
  const mail = await simpleParser(message as Buffer);
  const page = [...elements(html), ...elements(mail.textAsHtml ?? '')];
  return page.filter(({ tagName }) => tagName === 'a').map((link) => attribute(link, 'href') ?? '');
}

describe('a letter', () => {
  it('has a text part that says everything the page says', async () => {
    expect((await renderLetter(letter)).text).toBe(
      `Theo Okafor shared homepage design, version 3

Approve it by Friday 20 November.

It answers all of your comments.

> Hello Dana,
> see https://docs.example/a?b=1&c=2

Review version 3:
https://portal.northwind.studio/approvals/3?a=1&b=2

This button signs you in once.

Reply to this email to talk to Theo.

-- 
Northwind Studio, portal.northwind.studio
You get this because it is your turn.

Choose what we email:
https://portal.northwind.studio/preferences
`,
    );
  });

  it('carries its styles in the elements, and dark mode and small screens in the head', async () => {
    const { html } = await renderLetter(letter);
    const page = elements(html);
    const button = page.find((element) => attribute(element, 'href')?.includes('/approvals/3'));
    expect(button && attribute(button, 'style')).toMatch(/color: ?#ffffff/i);
    expect(page.filter(({ tagName }) => tagName === 'style')).toHaveLength(1);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html.startsWith('<!DOCTYPE html>')).toBe(true);
    expect(page.filter(({ tagName }) => /^(script|link|iframe|object|form|img)$/.test(tagName))).toEqual([]);
    expect(html.length).toBeLessThan(12_000);
  });

  it('calls for no picture, even where there is a logo: opening it tells nobody anything', async () => {
    const logo = '/brand/logo-light?v=0123456789abcdef';
    const { html } = await renderLetter({ ...letter, brand: { ...letter.brand, logoLight: logo } as never });
    expect(elements(html).filter(({ tagName }) => tagName === 'img')).toEqual([]);
    expect(html).not.toMatch(/brand\/logo|url\(/);
    expect(html).toContain('Northwind Studio');
  });

  it('speaks the language of the reader', async () => {
    const { html, text } = await renderLetter({ ...letter, reader: { locale: 'de' } });
    expect(html).toContain('<html lang="de"');
    expect(html).toContain('E-Mail-Einstellungen');
    expect(text).toContain('E-Mail-Einstellungen:\nhttps://');
  });

  it('keeps markup in names and words as words', async () => {
    const attack = '</title></style><script>alert(1)</script><img src=x onerror=alert(1)>"\'&amp;';
    const { html, text } = await renderLetter({
      ...letter,
      workspaceName: attack,
      preheader: attack,
      title: attack,
      paragraphs: [attack, <b>{attack}</b>],
      quote: attack,
      action: { ...letter.action, label: attack },
      aftertext: attack,
      closing: attack,
      why: attack,
    });
    const ours = new Set((await renderLetter(letter)).html.match(/<[a-z\d]+/g));
    const names = elements(html).map(({ tagName }) => `<${tagName}`);
    expect(names.filter((name) => !ours.has(name) && !['<html', '<head', '<body', '<tbody'].includes(name))).toEqual(
      [],
    );
    expect(html).not.toContain('<script');
    expect(text.match(/<script>alert\(1\)<\/script>/g)).toHaveLength(9);
  });

  it('links the button, the settings and the portal, and nothing a stranger named', async () => {
    const own = [letter.action.url, 'https://portal.northwind.studio/preferences', letter.portal.origin];
    const name = 'Pay at evil.com or www.evil.com, https://evil.org/x and mail joe@evil.net';
    const named = { ...letter, title: name, paragraphs: [name], closing: name, why: name, workspaceName: name };
    const links = await clickable({ ...named, quote: undefined });
    expect(links.filter((link) => /evil/.test(link))).toEqual([]);
    expect(links).toEqual(expect.arrayContaining(own));
    expect(await clickable({ ...letter, quote: 'see www.evil.com' })).toContain('http://www.evil.com');
  });

  it('refuses addresses that lead nowhere outside the portal page', async () => {
    for (const url of ['/tickets/1', 'javascript:alert(1)', '//evil.example']) {
      await expect(renderLetter({ ...letter, action: { label: 'Go', url } })).rejects.toThrow('full web address');
    }
  });
});
