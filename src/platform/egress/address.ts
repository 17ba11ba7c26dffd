import ipaddr from 'ipaddr.js';
import type { Destinations } from '../setting-forms.ts';

/** Ports that are for the public web; another one might be a database, a mail server or a printer. */
const PORTS = new Set(['', '443', '8443']);
/** What is routed in IPv6's public internet; ipaddr.js calls everything it has no name for unicast. */
const GLOBAL: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** Nobody gets an answer from there: `why` is for the log, never for the page. */
export class Refused extends Error {
  override name = 'Refused';
}

/** Whether Portico may open a connection to this address: a public one, or one that the operator named. */
export function mayReach(address: string, allowed: Destinations): boolean {
  const plain = address.replace(/^\[|\]$/g, '');
  // A zone names an interface of this machine, and octal or shortened spellings are read in different ways.
  if (plain.includes('%') || !ipaddr.isValid(plain)) return false;
  const parsed = ipaddr.parse(plain);
  if (!(parsed instanceof ipaddr.IPv6)) return isPublic(parsed) || isNamed(parsed, allowed);
  if (parsed.isIPv4MappedAddress()) {
    const inside = parsed.toIPv4Address();
    return isPublic(inside) || isNamed(inside, allowed);
  }
  return isPublic(parsed) || isNamed(parsed, allowed);
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL)) return false;
  return address.range() === 'unicast';
}

function isNamed(address: ipaddr.IPv4 | ipaddr.IPv6, { networks }: Destinations): boolean {
  return networks.some(([net, bits]) => net.kind() === address.kind() && address.match([net, bits] as never));
}

/**
 * The address as it will be asked for; throws Refused when its form alone says no. What a name resolves to is looked at when
 * the connection is made. For a destination of the operator's, plain http and other ports are theirs to choose.
 */
export function target(address: string | URL, allowed: Destinations): URL {
  if (!URL.canParse(String(address))) throw new Refused('it is no address');
  const url = new URL(address);
  if (url.username || url.password) throw new Refused('it carries a user name');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Refused(`${url.protocol} is not for us`);
  const literal = ipaddr.isValid(hostOf(url));
  if (literal && !mayReach(hostOf(url), allowed)) throw new Refused(`${url.hostname} is not a public address`);
  const named = isNamedHost(url, allowed);
  if (!named && url.protocol !== 'https:') throw new Refused('it is not https');
  if (!named && !PORTS.has(url.port)) throw new Refused(`port ${url.port} is not for the web`);
  return url;
}

/** The operator named this host, or the network of this address. */
export function isNamedHost(url: URL, allowed: Destinations): boolean {
  const host = hostOf(url);
  if (!ipaddr.isValid(host)) return allowed.hosts.has(host.replace(/\.$/, ''));
  return isNamed(ipaddr.process(host), allowed);
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
