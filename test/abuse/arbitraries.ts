import fc from 'fast-check';

/** Text that programs stumble over. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e308',
  'NaN',
  '999999999999',
  '99999999999999999999',
  '2147483648',
  '9223372036854775808',
  '0x10',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '[object Object]',
  '-'.repeat(36),
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '01900000-0000-7000-8000-00000000000z',
  '2026-99-99T99:99:99.999Z',
  '+275760-09-13T00:00:00.001Z',
  '-000001-01-01T00:00:00.000Z',
  "' or 1=1; --",
  '$1',
  '%',
  '%00',
  '%ff',
  '%u0000',
  '\\',
  '\ud800',
  '\u0000',
  '\ufffe',
  '\u202e',
  'İ'.repeat(50),
  'a'.repeat(5_000),
  '½'.repeat(20),
  'ﷺ'.repeat(20),
  "a:* & b | !c <-> 'd'",
  '../../../etc/passwd',
  '{"$gt":""}',
  '<script>alert(1)</script>',
  'd\r\nx: y',
);
/** Anything that can stand in a field, an address or a place holder. */
export const word = fc.oneof(
  nasty,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.uuid(),
  fc.string({ maxLength: 12 }),
);
/** Cursors of a right outside and a wrong inside. */
const cursor = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .chain((parts) =>
    fc
      .constantFrom(parts.join(' '), JSON.stringify(parts), parts.join('~'))
      .map((text) => Buffer.from(text).toString('base64url')),
  );
const name = fc.oneof(
  fc.constantFrom(
    'q',
    'view',
    'sort',
    'after',
    'before',
    'status',
    'priority',
    'assignee',
    'account',
    'who',
    'needs',
    'kept',
    'mode',
    'next',
    'to',
    'token',
  ),
  fc.constantFrom(
    'body',
    'body_format',
    'subject',
    'urgency',
    'upload',
    'seen',
    'outcome',
    'until',
    'theme',
    'locale',
    'zone',
    'hotkeys',
    'email',
    'contact_name',
    'role',
    'lead',
    'name',
    'password',
    'message',
    'title',
    '_page',
    '_once',
    '_kept',
  ),
  word,
);
/** Fields of a form or of an address. */
export const pairs = fc.array(fc.tuple(name, fc.oneof(word, cursor)), { maxLength: 12 });
/** Headers a browser or a program may send. */
export const header = fc.record({
  accept: fc.constantFrom('text/html', 'application/json', '*/*', 'x'.repeat(2_000), ''),
  'accept-language': fc.constantFrom('en', 'de-DE;q=0.9', '*', 'x-klingon', ',;q=,', 'de;q=99', '-'.repeat(500)),
  'accept-encoding': fc.constantFrom('gzip', 'br', 'identity', '*', ''),
  'x-turbo-request-id': fc.constantFrom('', 'x'.repeat(3_000), '"}'),
  'turbo-frame': fc.constantFrom('latest-notifications', '<x>'),
  range: fc.constantFrom('bytes=0-0', 'bytes=9-1', 'bytes=-99999999999999999999', 'x'),
  'if-none-match': fc.constantFrom('*', '""', 'W/"x"', ','.repeat(500)),
});

/** Bodies that are no forms, or forms nobody can send. */
export const bodies = (): [string, string, BodyInit][] => [
  ['deep JSON', 'application/json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ['JSON with __proto__', 'application/json', '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}'],
  ['a million fields', 'application/x-www-form-urlencoded', 'a&'.repeat(1_000_000)],
  [
    'a million names',
    'application/x-www-form-urlencoded',
    Array.from({ length: 100_000 }, (_, n) => `k${n}=1`).join('&'),
  ],
  ['one name, often', 'application/x-www-form-urlencoded', '_token=x&'.repeat(300)],
  ['__proto__ as a field', 'application/x-www-form-urlencoded', '__proto__=1&constructor=2&toString=3&body=x'],
  ['bytes that are no UTF-8', 'application/x-www-form-urlencoded', 'body=%ff%fe%80'],
  ['a null byte', 'application/x-www-form-urlencoded', 'body=a%00b'],
  ['broken escapes', 'application/x-www-form-urlencoded', 'body=%&x=%1&y=%zz'],
  ['another character set', 'application/x-www-form-urlencoded; charset=utf-16', 'body=x'],
  ['no boundary', 'multipart/form-data', '--b\r\n\r\nx\r\n--b--'],
  ['an empty boundary', 'multipart/form-data; boundary=', '--\r\n\r\nx\r\n----'],
  ['a boundary of 10 KB', `multipart/form-data; boundary=${'b'.repeat(10_000)}`, 'x'],
  [
    'parts without names',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n',
  ],
  [
    'ten thousand parts',
    'multipart/form-data; boundary=b',
    `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(10_000)}--b--\r\n`,
  ],
  [
    'a part inside a part',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n',
  ],
  ['half a body', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'],
  ['a type that is none', ';;;===', 'x'],
  ['XML', 'text/xml', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
  ['nothing', 'application/x-www-form-urlencoded', ''],
];
