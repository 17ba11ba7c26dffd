/** What people with bad intentions send, for tests here and above: names and contents. */

export const HOSTILE_NAMES: string[] = [
  '../../etc/passwd',
  '..\\..\\windows\\system32\\drivers\\etc\\hosts',
  '/etc/passwd',
  'C:\\Users\\me\\invoice.pdf',
  '\\\\server\\share\\x.txt',
  '..',
  '.',
  '',
  '   ',
  '....//....//',
  '.\u200b./\u200d.\u200d./x',
  'invoice\0.html.pdf',
  '\0',
  'a\r\nSet-Cookie: s=1\r\n\r\n<script>alert(1)</script>.txt',
  'a\nb.txt',
  'a"; filename="evil.html',
  "a'; filename*=UTF-8''evil.html",
  'a\\"b.txt',
  'a%22%3B filename%3Devil.html',
  'annual\u202efdp.exe',
  '\u2066x\u2069\u200f.txt',
  'in\u200bvo\u200dice\ufeff.pdf',
  'a\u2028b\u2029c.txt',
  'CON',
  'con.txt',
  'NUL.tar.gz',
  'Com1 .log',
  'LPT\u00b9.doc',
  'CLOC\u212a$',
  'N\u200bUL',
  'file.txt:stream',
  'a<b>c|d?e*f.txt',
  '.htaccess',
  'trailing. . .',
  '\ud800lone.txt',
  'x\udc00\u200b\ud83d.txt',
  `${'a'.repeat(4096)}.pdf`,
  `${'ü'.repeat(4096)}.pdf`,
  `${'👩‍👩‍👧'.repeat(600)}.jpeg`,
  `x.${'e'.repeat(4096)}`,
  '\u0000'.repeat(4096),
  ' '.repeat(4095).concat('x'),
  'e\u0301'.repeat(300),
  'z\u0337'.repeat(3000),
  '__proto__',
  '<script>alert(1)</script>.png',
  '-rf',
  '日本語の書類.pdf',
  '50% off; really.pdf',
];

export interface HostileContent {
  what: string;
  /** The type a browser or a naive server would go by. */
  claimed: string;
  content: Uint8Array;
}

const text = (content: string) => new TextEncoder().encode(content);
const bytes = (...content: (string | number[])[]) =>
  Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const SCRIPT = '<script>alert(document.domain)</script>';

/** Contents that run script where a server shows them from its own origin under the claimed type. */
export const ACTIVE_CONTENTS: HostileContent[] = [
  {
    what: 'an SVG with a script',
    claimed: 'image/svg+xml',
    content: text(`<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`),
  },
  {
    what: 'an SVG behind a prolog',
    claimed: 'image/svg+xml',
    content: text(`<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
  },
  {
    what: 'an SVG with a prefix',
    claimed: 'image/svg+xml',
    content: text(`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>`),
  },
  { what: 'an HTML page', claimed: 'text/html', content: text(`<!doctype html><html><body>${SCRIPT}</body></html>`) },
  { what: 'an HTML fragment', claimed: 'text/html', content: text('<img src=x onerror=alert(1)>') },
  {
    what: 'HTML behind spaces and a comment',
    claimed: 'text/html',
    content: text(`${' \n'.repeat(900)}<!-- harmless -->${SCRIPT}`),
  },
  { what: 'HTML with a byte order mark', claimed: 'text/html', content: bytes([0xef, 0xbb, 0xbf], SCRIPT) },
  {
    what: 'HTML in UTF-16',
    claimed: 'text/html',
    content: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(SCRIPT, 'utf16le')]),
  },
  {
    what: 'HTML in UTF-7',
    claimed: 'text/html; charset=utf-7',
    content: text('+ADw-script+AD4-alert(1)+ADw-/script+AD4-'),
  },
  { what: 'HTML with null bytes', claimed: 'text/html', content: bytes('\0\0', SCRIPT) },
  {
    what: 'XHTML',
    claimed: 'application/xhtml+xml',
    content: text(`<html xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</html>`),
  },
  {
    what: 'XML that makes XHTML',
    claimed: 'application/xml',
    content: text(`<?xml version="1.0"?><x><s:script xmlns:s="http://www.w3.org/1999/xhtml">alert(1)</s:script></x>`),
  },
  {
    what: 'XML with a stylesheet',
    claimed: 'text/xml',
    content: text(`<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?><x/>`),
  },
  {
    what: 'XML with an external entity',
    claimed: 'text/xml',
    content: text(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`),
  },
  {
    what: 'MHTML',
    claimed: 'multipart/related',
    content: text(
      `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${SCRIPT}\r\n--b--`,
    ),
  },
  {
    what: 'a PDF with a script',
    claimed: 'application/pdf',
    content: text('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj'),
  },
  { what: 'JavaScript', claimed: 'text/javascript', content: text('alert(document.domain)') },
  { what: 'a PDF that is HTML', claimed: 'text/html', content: text(`%PDF-1.7\n${SCRIPT}`) },
  { what: 'a ZIP that is HTML', claimed: 'text/html', content: bytes([0x50, 0x4b, 3, 4, 0x14, 0], SCRIPT) },
];

/** Pictures by their first bytes, and something else to whoever trusts a claim or guesses. */
export const POLYGLOTS: HostileContent[] = [
  { what: 'a GIF that is HTML', claimed: 'text/html', content: bytes(`GIF89a/*${SCRIPT}*/`) },
  { what: 'a GIF that is JavaScript', claimed: 'text/javascript', content: bytes('GIF89a=1;alert(1)//') },
  { what: 'a JPEG that is HTML', claimed: 'text/html', content: bytes([0xff, 0xd8, 0xff, 0xfe, 0, 0x30], SCRIPT) },
  {
    what: 'a PNG that is HTML',
    claimed: 'text/html',
    content: bytes(
      [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13],
      'IHDR',
      [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      'IDAT',
      SCRIPT,
    ),
  },
];
