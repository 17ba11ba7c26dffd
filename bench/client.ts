import http from 'node:http';

/** Where the product listens, and the host it is asked for. */
export interface Target {
  port: number;
  host: string;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** As it came over the wire, so compressed if it was. */
  body: Buffer;
  /** What came before it: the status and the headers. */
  headBytes: number;
}

export const cookie = (token: string): string => `portico_session=${token}`;

/** One request, as a browser that speaks for the holder of `token` sends it. */
export function ask(
  target: Target,
  path: string,
  given: { token?: string; headers?: Record<string, string>; form?: Record<string, string> } = {},
): Promise<Answer> {
  const body = given.form && new URLSearchParams(given.form).toString();
  const headers = {
    host: `${target.host}:${target.port}`,
    'sec-fetch-site': 'same-origin',
    ...(given.token ? { cookie: cookie(given.token) } : {}),
    ...(body ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) } : {}),
    ...given.headers,
  };
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: target.port, path, method: body ? 'POST' : 'GET', headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
            headBytes: headBytes(response),
          }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

// `HTTP/1.1 200 OK`, lines of `name: value`, and an empty one.
const headBytes = ({ rawHeaders, statusMessage = '' }: http.IncomingMessage): number =>
  rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 17 + statusMessage.length);

/** The hidden field of a page's forms that proves where they come from. */
export function formToken(html: string): string {
  const found = /name="_token" value="([^"]+)"/.exec(html)?.[1];
  if (!found) throw new Error('the page has no form');
  return found;
}
