import { expect, test } from 'vitest';
import { linkFrom, plainToHtml } from './plain.ts';

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

test.each(['javascript:alert(1)', 'data:text/html,x', 'not a link', '', 'vbscript:x.y', 'java\nscript:x'])(
  '%j is no link',
  (typed) => {
    expect(linkFrom(typed)).toBeUndefined();
  },
);
