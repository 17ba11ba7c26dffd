import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormLimits } from '#platform/http/form-limits.ts';
import { post } from '#platform/http/form-samples.ts';
import { readForm } from '#platform/http/multipart.ts';
import { effort } from '#test/effort.ts';

const urlencoded = 'application/x-www-form-urlencoded';

describe('an urlencoded form', () => {
  const form = (body: string, limits: Partial<FormLimits> = {}) =>
    readForm(post([body], { 'content-type': `${urlencoded}; charset=UTF-8` }), null, limits);

  it('reads what a browser writes, for any text', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter((each) => each.isWellFormed() && !each.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 10 }), async (pairs) => {
        const written = new URLSearchParams(pairs);
        const { fields } = await form(written.toString());
        const expected = new Map(pairs.map(([name]) => [name, written.getAll(name)]));
        // "=" alone is a pair of two empty texts.
        expect(fields).toEqual(expected);
      }),
    );
  });

  it.each([
    [
      'a=1&b=2&a=3',
      [
        ['a', ['1', '3']],
        ['b', ['2']],
      ],
    ],
    ['a', [['a', ['']]]],
    ['&&a=&', [['a', ['']]]],
    ['a=b=c', [['a', ['b=c']]]],
    [
      'a=100%&b=%zz&c=%4',
      [
        ['a', ['100%']],
        ['b', ['%zz']],
        ['c', ['%4']],
      ],
    ],
    ['a+b=c%2Bd+e', [['a b', ['c+d e']]]],
    ['__proto__=1', [['__proto__', ['1']]]],
    ['', []],
  ])('reads %j', async (body, expected) => {
    expect([...(await form(body)).fields]).toEqual(expected);
  });

  it.each([
    ['invalid bytes', 'not-utf8', 'a=%ff%fe'],
    ['half a surrogate', 'not-utf8', 'a=%ed%a0%80'],
    ['an invalid name', 'not-utf8', '%ff=a'],
    ['a null byte', 'null-byte', 'a=x%00y'],
    ['a null byte in a name', 'null-byte', 'a%00=x'],
    ['a long body', 'body-too-large', 'a=1&'.repeat(1000), { textBytes: 1000 }],
    ['many fields', 'too-many-fields', 'a=1&'.repeat(201)],
    ['a long text', 'field-too-large', `a=${'x'.repeat(1024 * 1024 + 1)}`],
    ['a long name', 'field-too-large', `${'n'.repeat(201)}=x`],
  ] as [string, string, string, Partial<FormLimits>?][])('refuses %s', async (_, problem, body, limits = {}) => {
    const error = await form(body, limits).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ name: 'FormError', problem });
  });

  it('control: the usual reader changes invalid text silently', () => {
    expect(new URLSearchParams('a=%ff').get('a')).toBe('\ufffd');
  });

  it('refuses a million names in bounded time', async () => {
    const spent = effort();
    await expect(form('a=1&'.repeat(1_000_000))).rejects.toMatchObject({ status: 413 });
    expect(spent()).toBeLessThan(500);
  });
});
