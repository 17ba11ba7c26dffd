import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '#platform/storage/hostile-samples.testing.ts';
import { MAX_NAME_BYTES, portableFileName, safeFileName } from '#platform/storage/names.ts';
import { effort } from '#test/effort.ts';

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: fc.constantFrom(...'./\\:"<con>nul1 \0\r\n\u202e\u200bü日.'), maxLength: 60 }),
  fc
    .tuple(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom('.pdf', '.tar.gz', '.', '. ', ':x'))
    .map((parts) => parts.join('')),
  fc.constantFrom(...HOSTILE_NAMES),
);

function expectSafe(name: string): void {
  expect(name).not.toBe('');
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(MAX_NAME_BYTES);
  expect(name).not.toMatch(/[/\\]|\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
  expect(name).not.toMatch(/^[. ]|[. ]$/);
  expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
  expect(name.isWellFormed()).toBe(true);
}

function expectPortable(name: string): void {
  expectSafe(name);
  expect(name).not.toMatch(/[<>:"|?*]/);
}

describe('a safe file name', () => {
  it('is what remains of every hostile name', () => {
    for (const name of HOSTILE_NAMES) expectSafe(safeFileName(name));
  });

  it('is what remains of any text, and stays as it is when made safe again', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = safeFileName(name);
        expectSafe(safe);
        expect(safeFileName(safe)).toBe(safe);
        expectPortable(portableFileName(name));
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves ordinary names alone', () => {
    for (const name of [
      'Invoice 2026-11.pdf',
      'Übersicht (final).xlsx',
      '日本語の書類.pdf',
      'a.tar.gz',
      "O'Neill & Söhne.txt",
      '50% off.png',
      'The "final" offer: <A> | B?*.pdf',
    ]) {
      expect(safeFileName(name)).toBe(name);
    }
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\invoice.pdf', 'invoice.pdf'],
    ['annual\u202efdp.exe', 'annualfdp.exe'],
    ['con.txt', '_con.txt'],
    ['N\u200bUL', '_NUL'],
    ['CLOC\u212a$', '_CLOCK$'],
    ['..', 'file'],
    ['', 'file'],
    ['.htaccess', 'htaccess'],
    ['u\u0308ber.txt', 'über.txt'],
    ['a\t\r\nb .txt', 'ab .txt'],
  ])('turns %j into %j', (given, expected) => {
    expect(safeFileName(given)).toBe(expected);
  });

  it('has nothing that Windows refuses where nobody looks at it before it is saved', () => {
    expect(portableFileName('The "final" offer: <A> | B?*.pdf')).toBe('The _final_ offer_ _A_ _ B__.pdf');
    expect(portableFileName('file.txt:stream')).toBe('file.txt_stream');
  });

  it('keeps the extension of a name of 4 KB and never cuts a character', () => {
    expect(safeFileName(`${'a'.repeat(4096)}.pdf`)).toBe(`${'a'.repeat(196)}.pdf`);
    const wide = safeFileName(`${'ü'.repeat(4096)}.pdf`);
    expect(wide).toBe(`${'ü'.repeat(98)}.pdf`);
    expect(safeFileName(`${'😀'.repeat(4096)}x.jpeg`)).toMatch(/^(😀)+\.jpeg$/u);
  });

  it('is made in bounded time from 50 MB', () => {
    const spent = effort();
    for (const part of ['. ', '/', 'a\u200b', '\u0301', '.']) expectSafe(safeFileName(part.repeat(25_000_000)));
    expect(spent()).toBeLessThan(2000);
  });

  it('stays in its directory; control: the raw name leaves it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'portico-names-'));
    const outside = (name: string) => relative(directory, join(directory, name)).startsWith('..');
    expect(HOSTILE_NAMES.some(outside)).toBe(true);
    for (const name of HOSTILE_NAMES) {
      expect(outside(safeFileName(name))).toBe(false);
      await writeFile(join(directory, safeFileName(name)), 'x');
    }
    await expect(writeFile(join(directory, 'x\0.txt'), 'x')).rejects.toThrow(/null bytes/);
    await expect(writeFile(join(directory, 'a'.repeat(4096)), 'x')).rejects.toThrow(/ENAMETOOLONG/);
    await rm(directory, { recursive: true });
  });
});
