/** Somebody who is in already and reads pages of a running Portico, and what they wait for them. */
import http from 'node:http';

export interface Got {
  status: number;
  cookies: string[];
  text: string;
  ms: number;
}

/** A portal, as a browser asks it; `connections` at once. */
export interface Portal {
  send(path: string, given?: { cookie?: string; form?: Record<string, string>; from?: string }): Promise<Got>;
  /** The hidden fields of the sign-in form, and the cookies that belong to them. */
  door(): Promise<{ form: Record<string, string>; cookie: string }>;
  /** The cookies of somebody who has come in. */
  signIn(email: string, password: string): Promise<string[]>;
  /** Reads one page after the other, as somebody does, until told to stop: milliseconds. */
  read(page: string, cookie: string, until: () => boolean): Promise<number[]>;
}

const hidden = (html: string): Record<string, string> =>
  Object.fromEntries([...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]));

export function portalAt(base: URL, connections: number): Portal {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const send: Portal['send'] = (path, given = {}) => {
    const body = given.form && new URLSearchParams(given.form).toString();
    const headers = {
      host: base.host,
      origin: base.origin,
      'sec-fetch-site': 'same-origin',
      ...(given.from ? { 'x-forwarded-for': given.from } : {}),
      ...(given.cookie ? { cookie: given.cookie } : {}),
      ...(body ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) } : {}),
    };
    const where = { host: '127.0.0.1', port: base.port || 80, path, method: body ? 'POST' : 'GET', headers, agent };
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(where, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const cookies = (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]!);
          resolve({ status: response.statusCode ?? 0, cookies, text, ms: performance.now() - began });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  };
  const door: Portal['door'] = async () => {
    const { text, cookies } = await send('/sign-in');
    return { form: hidden(text), cookie: cookies.join('; ') };
  };
  return {
    send,
    door,
    async signIn(email, password) {
      const { form, cookie } = await door();
      const answer = await send('/sign-in/password', { cookie, form: { ...form, email, password } });
      const isIn = answer.cookies.some((one) => one.includes('portico_session='));
      if (!isIn) throw new Error(`${email} could not sign in: ${answer.status}`);
      return answer.cookies;
    },
    async read(page, cookie, until) {
      const times: number[] = [];
      while (!until()) {
        const { status, ms } = await send(page, { cookie });
        if (status !== 200) throw new Error(`the reader got ${status}`);
        times.push(ms);
        await new Promise((go) => setTimeout(go, 20));
      }
      return times;
    },
  };
}

export const after = (ms: number): (() => boolean) => {
  const ends = performance.now() + ms;
  return () => performance.now() > ends;
};

const at = (times: number[], part: number): string => {
  const sorted = [...times].sort((a, b) => a - b);
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)} ms`;
};

export const say = (when: string, times: number[], what = 'pages'): void =>
  console.log(
    `${when.padEnd(20)} ${String(times.length).padStart(5)} ${what}   median ${at(times, 0.5)}   p95 ${at(times, 0.95)}`,
  );
