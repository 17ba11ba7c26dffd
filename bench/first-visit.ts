import { type Answer, ask, type Target } from './client.ts';

export interface FirstVisit {
  requests: number;
  /** The bodies of the answers as they are sent: compressed, if they were. */
  bytes: number;
  /** The heads of the same answers, which nothing compresses over HTTP/1.1. */
  headBytes: number;
  fontBytes: number;
  parts: { path: string; bytes: number; headBytes: number; font: boolean }[];
}

/**
 * What a browser with an empty cache fetches for a page: the document and what it names, its icon among it, what that names, and the page for
 * when there is no connection, with the worker that keeps it. The browser test of the first visit (`e2e/first-visit.test.ts`) weighs with
 * this, and sees that a browser asks for nothing else.
 */
export async function firstVisit(target: Target, path: string, token: string): Promise<FirstVisit> {
  const parts: FirstVisit['parts'] = [];
  const seen = new Set<string>();
  const queue = [path];
  for (const next of queue) {
    if (seen.has(next)) continue;
    seen.add(next);
    const answer = await ask(target, next, { token, headers: { 'accept-encoding': 'br, gzip' } });
    if (answer.status !== 200) throw new Error(`${next} answers ${answer.status}`);
    const font = /font/.test(answer.headers['content-type'] ?? '');
    parts.push({ path: next, bytes: answer.body.length, headBytes: answer.headBytes, font });
    queue.push(...(await named(answer, next)));
  }
  const [fonts, rest] = [parts.filter(({ font }) => font), parts.filter(({ font }) => !font)];
  const sum = (list: FirstVisit['parts'], of: 'bytes' | 'headBytes') => list.reduce((total, one) => total + one[of], 0);
  return {
    requests: rest.length,
    bytes: sum(rest, 'bytes'),
    headBytes: sum(rest, 'headBytes'),
    fontBytes: sum(fonts, 'bytes'),
    parts,
  };
}

/** The addresses of the same portal that a browser follows by itself from here. */
async function named(answer: Answer, from: string): Promise<string[]> {
  const type = answer.headers['content-type'] ?? '';
  const text = await plain(answer);
  const found: string[] = [];
  if (/html/.test(type)) {
    for (const [tag] of text.matchAll(/<(?:link|script|img|use|source)\b[^>]*>/g)) {
      if (/rel="(?:canonical|alternate|manifest)"/.test(tag)) continue;
      const address = /\b(?:href|src)="([^"]+)"/.exec(tag)?.[1];
      if (address) found.push(address.replaceAll('&amp;', '&'));
    }
  } else if (/css/.test(type)) {
    for (const [, address = ''] of text.matchAll(/(?:@import\s*(?:url\()?|url\()\s*["']?([^"')\s]+)/g))
      found.push(address);
  } else if (/javascript/.test(type)) {
    for (const [, address = ''] of text.matchAll(/(?:\bfrom|^import|[;}]import)\s*["']([^"']+)["']/g))
      found.push(address);
    for (const [, address = ''] of text.matchAll(/["'`](\/offline[\w.-]*)["'`]/g)) found.push(address);
  }
  return found
    .filter((address) => !address.startsWith('data:') && !address.startsWith('#'))
    .map((address) => new URL(address, `http://portal.invalid${from}`))
    .filter(({ hostname }) => hostname === 'portal.invalid')
    .map(({ pathname, search }) => pathname + search);
}

async function plain({ headers, body }: Answer): Promise<string> {
  const { brotliDecompressSync, gunzipSync } = await import('node:zlib');
  const how = headers['content-encoding'];
  if (how === 'br') return brotliDecompressSync(body).toString();
  return how === 'gzip' ? gunzipSync(body).toString() : body.toString();
}
