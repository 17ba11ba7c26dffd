import { expect, test } from 'vitest';
import { cleanBody } from './body.ts';
import { listsOfWord } from './word-lists.ts';

const clean = (html: string): string => cleanBody(html, () => false).html;
const even = (html: string): string => html.replaceAll(/\s+/g, ' ').replaceAll(/> | </g, (sign) => sign.trim());

/** As Word saves a page. */
const line = (level: number, sign: string, words: string) =>
  `<p class=MsoListParagraphCxSpMiddle style='margin-left:${level * 36}.0pt;text-indent:-18.0pt;
mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:
Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${words}<o:p></o:p></p>
`;

test('lines that Word writes as paragraphs are the lists they were, one in another', () => {
  const page = `<div class=WordSection1><p class=MsoNormal>Before</p>
    ${line(1, '1.', 'Ask')}${line(2, '·', 'by <b>mail</b>')}${line(3, 'o', 'or not')}${line(2, '§', 'or by phone')}${line(1, '2.', 'Wait')}
    <p class=MsoNormal>Then</p>${line(1, '3.', 'Go on')}${line(1, '·', 'Dotted')}${line(1, '(1)', 'Anew')}</div>after`;
  expect(even(clean(page))).toBe(
    `<p>Before</p><ol><li><p>Ask</p><ul><li><p>by<strong>mail</strong></p><ul><li><p>or not</p></li></ul></li><li><p>or by phone</p></li></ul></li><li><p>Wait</p></li></ol><p>Then</p><ol start="3"><li><p>Go on</p></li></ol><ul><li><p>Dotted</p></li></ul><ol><li><p>Anew</p></li></ol>after`,
  );
});

test('of a numbered outline each level is counted for itself', () => {
  const page =
    line(1, '1.', 'One') +
    line(1, '2.', 'Two') +
    line(2, '2.1.', 'In it') +
    line(2, '2.2.', 'And') +
    line(1, 'c)', 'Three');
  expect(even(clean(page))).toBe(
    '<ol><li><p>One</p></li><li><p>Two</p><ol><li><p>In it</p></li><li><p>And</p></li></ol></li><li><p>Three</p></li></ol>',
  );
});

test('numbers that begin with nought go on being counted, and begin again', () => {
  const page = `${line(1, '01.', 'a') + line(1, '02.', 'b')}<p>Then</p>${line(1, '03.', 'c')}${line(1, '01.', 'd')}`;
  expect(even(clean(page))).toBe(
    '<ol><li><p>a</p></li><li><p>b</p></li></ol><p>Then</p><ol start="3"><li><p>c</p></li></ol><ol><li><p>d</p></li></ol>',
  );
});

test('words within what claims to be a sign stay; control: a sign with much space after it goes', () => {
  const claims = (words: string) =>
    clean(`<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>${words}</p>`);
  const words = 'All the words of a line whose sign nobody has closed';
  expect(claims(words)).toBe(`<ul><li><p>${words}</p></li></ul>`);
  expect(claims(`1.${'&nbsp;'.repeat(60)}`)).toBe('<ol><li><p></p></li></ol>');
});

test('what stands around the sign alone goes with it, and words do not', () => {
  const sign = "<span style='mso-list:Ignore'>1.</span>";
  const p = (words: string) => `<p style='mso-list:l1 level1 lfo2'>${words}</p>`;
  expect(clean(p(`<b><span>${sign}</span></b><b>Bold</b>`))).toBe('<ol><li><p><strong>Bold</strong></p></li></ol>');
  expect(clean(p(`<b>${sign}Bold</b>`))).toBe('<ol><li><p><strong>Bold</strong></p></li></ol>');
});

test('a list ends where its cell does, and where nothing is closed', () => {
  const open = "<p style='mso-list:l1 level1 lfo2'>";
  expect(even(clean(`<table><tr><td>${line(1, '·', 'a')}</td><td>${line(1, '·', 'b')}</td></tr></table>`))).toBe(
    '<table><tr><td><ul><li><p>a</p></li></ul></td><td><ul><li><p>b</p></li></ul></td></tr></table>',
  );
  expect(clean(`${open}a${open}b`)).toBe('<ul><li><p>a</p></li><li><p>b</p></li></ul>');
});

test('control: what is no line of a list stays as it was written', () => {
  for (const html of [
    "<p style='mso-list:none'>· a</p>",
    '<p>mso-list: l0 level1</p>',
    "<h2 style='mso-list:l0 level1'>1. a</h2>",
  ])
    expect(listsOfWord(html)).toBe(html);
});

test('very many of them are read at once', () => {
  const began = performance.now();
  for (const html of [
    line(1, '1.', 'a').repeat(15_000),
    `<p style="${'mso-list:'.repeat(500_000)}">`,
    "<p style='mso-list:l0 level1'>".repeat(60_000),
  ])
    listsOfWord(html);
  expect(performance.now() - began).toBeLessThan(5_000);
});
