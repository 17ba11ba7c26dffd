import { expect, test } from 'vitest';
import { leadFrom, linkFrom, plainToHtml } from './plain.ts';

test('blank lines part paragraphs and line breaks stay', () => {
  expect(plainToHtml('Hello,\r\nthere\n\n\nBye')).toBe('<p>Hello,<br>there</p><p>Bye</p>');
  expect(plainToHtml('  \n ')).toBe('');
});

test('text that looks like HTML stays text', () => {
  expect(plainToHtml('<img src=x onerror=alert(1)> & co')).toBe('<p>&lt;img src=x onerror=alert(1)&gt; &amp; co</p>');
});

test('addresses are completed the way people leave them out', () => {
  expect(linkFrom('example.com/a?b=1')).toBe('https://example.com/a?b=1');
  expect(linkFrom(' https://example.com ')).toBe('https://example.com');
  expect(linkFrom('maya@northwind.example')).toBe('mailto:maya@northwind.example');
  expect(linkFrom('localhost.example:3000/x')).toBe('https://localhost.example:3000/x');
});

test('in an article a telephone and a page of the portal are addresses as well; control: other numbers and hosts', () => {
  expect(leadFrom('+49 30 1234-56')).toBe('tel:+4930123456');
  expect(leadFrom('tel:112')).toBe('tel:112');
  expect(leadFrom('/support/new?subject=x')).toBe('/support/new?subject=x');
  for (const typed of ['1482', '//evil.example', '/\\evil.example', 'tel:*21#', '+4', 'words'])
    expect(leadFrom(typed), typed).toBeUndefined();
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'not a link', '', 'vbscript:x.y', 'java\nscript:x'])(
  '%j is no link',
  (typed) => {
    expect(linkFrom(typed)).toBeUndefined();
  },
);
