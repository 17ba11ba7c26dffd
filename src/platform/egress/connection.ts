import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { Destinations } from '../setting-forms.ts';
import { isNamedHost, mayReach, Refused } from './address.ts';

const CONNECT_MS = 5_000;

/** Resolves a name; ours asks the system, a test's answers as an attacker's name server would. */
export type Resolve = (hostname: string, options: LookupOptions) => Promise<LookupAddress[]>;

const bySystem: Resolve = (hostname, options) =>
  new Promise((resolve, reject) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/**
 * Connections for one request. A name is resolved once, every address it has is looked at, and the connection goes to one of
 * those and to no other, so a name server that answers differently a moment later gains nothing. Proxies of the environment
 * are not asked: they would resolve the name themselves.
 */
export function connections(allowed: Destinations, resolve: Resolve = bySystem): Agent {
  const connect = buildConnector({ timeout: CONNECT_MS, lookup: pinned(allowed, resolve) });
  return new Agent({
    connect: (options, done) => {
      const at = new URL(
        `${options.protocol}//${options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname}`,
      );
      connect(options, (...[error, socket]) => {
        if (error) return done(error, null);
        // Once more for what was connected to in the end, which is what counts.
        if (isNamedHost(at, allowed) || mayReach(socket.remoteAddress ?? '', allowed)) return done(null, socket);
        socket.destroy();
        done(new Refused(`${socket.remoteAddress} is not a public address`), null);
      });
    },
    // One request, one connection: none is left that another workspace's request might be sent by.
    pipelining: 0,
  });
}

function pinned(allowed: Destinations, resolve: Resolve): LookupFunction {
  return (hostname, options, done) => {
    const named = allowed.hosts.has(hostname.replace(/\.$/, ''));
    resolve(hostname, options).then(
      (addresses) => {
        const wrong = named ? undefined : addresses.find(({ address }) => !mayReach(address, allowed));
        if (wrong) return done(new Refused(`${hostname} is at ${wrong.address}, not a public address`), '', 0);
        const [first] = addresses;
        if (!first) return done(new Refused(`${hostname} has no address`), '', 0);
        if (options.all) done(null, addresses);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}
