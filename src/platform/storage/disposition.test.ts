import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from '#platform/storage/disposition.ts';
import { HOSTILE_NAMES } from '#platform/storage/hostile-samples.testing.ts';
import { safeFileName } from '#platform/storage/names.ts';

/** A reader of the header by the letter of RFC 6266, as a browser: the last parameter of a name does not win, the first does. */
function parse(header: string): { type: string; parameters: Map<string, string> } {
  const type = /^[a-z]+/.exec(header)?.[0] ?? '';
  const parameters = new Map<string, string>();
  const rest = header.slice(type.length);
  let read = 0;
  for (const match of rest.matchAll(/\s*;\s*([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/gy)) {
    const [all, name = '', quoted, token = ''] = match;
    parameters.set(name, quoted?.replace(/\\(.)/g, '$1') ?? token);
    read += all.length;
  }
  expect(rest.slice(read)).toBe('');
  return { type, parameters };
}

function nameIn(header: string): string | undefined {
  const { parameters } = parse(header);
  const extended = /^UTF-8''([\w!#$&+.^`|~%-]*)$/.exec(parameters.get('filename*') ?? '')?.[1];
  return extended === undefined ? parameters.get('filename') : decodeURIComponent(extended);
}

const names = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(...`"';\\=%*a.é日\r\n\0`), maxLength: 40 }),
);

describe('the Content-Disposition header', () => {
  it('reads back as the safe name, has no other parameter and is one legal header, for any name', () => {
    fc.assert(
      fc.property(names, fc.constantFrom('inline' as const, 'attachment' as const), (name, disposition) => {
        const header = contentDisposition(name, disposition);
        expect(header).toMatch(/^[\x20-\x7e]+$/);
        expect(new Headers({ 'content-disposition': header }).get('content-disposition')).toBe(header);
        const { type, parameters } = parse(header);
        expect(type).toBe(disposition);
        expect(['filename', 'filename filename*']).toContain([...parameters.keys()].join(' '));
        expect(nameIn(header)).toBe(safeFileName(name));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives old clients a plain name beside the full one', () => {
    expect(contentDisposition('Rechnung März.pdf', 'attachment')).toBe(
      `attachment; filename="Rechnung M_rz.pdf"; filename*=UTF-8''Rechnung%20M%C3%A4rz.pdf`,
    );
    expect(contentDisposition('invoice.pdf', 'inline')).toBe('inline; filename="invoice.pdf"');
    expect(contentDisposition("50% (it's).pdf", 'inline')).toBe(
      `inline; filename="50_ (it's).pdf"; filename*=UTF-8''50%25%20%28it%27s%29.pdf`,
    );
  });

  it('has quotation marks and the like as they were named, where a name can have them', () => {
    expect(contentDisposition('a "b": c?.pdf', 'attachment')).toBe(
      `attachment; filename="a _b__ c_.pdf"; filename*=UTF-8''a%20%22b%22%3A%20c%3F.pdf`,
    );
  });

  it('control: a name put in as it is adds a parameter, or is no header at all', () => {
    const naive = (name: string) => `attachment; filename="${name}"`;
    const quoted = `a.txt"; filename*=UTF-8''evil.html; x="`;
    expect(nameIn(naive(quoted))).toBe('evil.html');
    expect(nameIn(contentDisposition(quoted, 'attachment'))).toBe(safeFileName(quoted));
    expect(() => new Headers({ 'content-disposition': naive('a\r\nSet-Cookie: s=1') })).toThrow();
  });
});
