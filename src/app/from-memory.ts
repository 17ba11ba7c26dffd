import type { IncomingMessage, ServerResponse } from 'node:http';
import { type KeptPages, mayBeKept } from '#features/help/index.ts';
import { canonicalHost, type Portals } from '#platform/http/portals.ts';
import type { Platform } from '#platform/platform.ts';
import { told } from './observed.ts';

interface Known {
  platform: Platform;
  portals: Portals;
  inMaintenance: () => boolean;
  kept: KeptPages;
}

/** Answers, or says that it does not. */
export type Ahead = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

const MOST_HOSTS = 1_000;
/** An address in which nothing is to be decoded, resolved or wondered about; any other goes the long way. */
const PLAIN = /^\/[\w/.-]*(\?[\w&=.,+~-]*)?$/;

/**
 * Gives a page that is the same for every visitor and is in memory, before a request sets out on its way through web.tsx: even to make a
 * Request of it costs as much as this answer. What would hold it up there is asked here, too: whose host it is, whether this business or the
 * whole installation is closed, whether somebody brings a session. Not wherever there is a doubt, and not while the host has to be looked for.
 */
export function fromMemory({ platform, portals, inMaintenance, kept }: Known): Ahead {
  const hosts = new Map<string, string | null>();
  /** The same few are asked for all day. */
  const named = (header: string): string | null => {
    const there = hosts.get(header);
    if (there !== undefined || header.length > 300) return there ?? null;
    if (hosts.size >= MOST_HOSTS) hosts.clear();
    const host = canonicalHost(header);
    hosts.set(header, host);
    return host;
  };
  return (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const asks = url.indexOf('?');
    const path = asks < 0 ? url : url.slice(0, asks);
    if (!mayBeKept(method, path, headers.cookie) || !PLAIN.test(url) || url.includes('/.')) return false;
    const started = performance.now();
    const header = oneHost(incoming);
    const host = header && named(header);
    const portal = host && portals.known(host);
    if (!portal || portal.closed || inMaintenance()) return false;
    const asked = {
      method,
      url,
      path,
      encodings: headers['accept-encoding'] as string | undefined,
      tags: headers['if-none-match'],
      languages: headers['accept-language'],
    };
    const page = kept.find(asked, portal.id);
    if (!page) return false;
    const { status, lines, body } = page.give(asked);
    outgoing.writeHead(status, lines);
    outgoing.end(body, 'latin1');
    told(platform, { started, method, path, route: page.route, status });
    return true;
  };
}

/** Of two, Node says the first: then it is not for us to choose. */
function oneHost({ rawHeaders, headers }: IncomingMessage): string | undefined {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts === 1 ? headers.host : undefined;
}
