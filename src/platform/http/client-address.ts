import ipaddr from 'ipaddr.js';
import type { Cidr } from '../environment.ts';

/**
 * Who is at the other end. `X-Forwarded-For` counts only as far as proxies we trust wrote it: the last address in it that
 * is not such a proxy. IPv4 in IPv6's clothes is written as IPv4.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, trusted: readonly Cidr[]): string {
  let address = plain(peer);
  if (!forwardedFor || !isTrusted(address, trusted)) return address;
  // All of it, however long: what a proxy of ours saw stands at the end, behind whatever its sender made up.
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  for (const hop of hops.reverse()) {
    if (!ipaddr.isValid(hop)) break;
    address = plain(hop);
    if (!isTrusted(address, trusted)) break;
  }
  return address;
}

export function isTrusted(address: string, trusted: readonly Cidr[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return trusted.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match([network, bits] as never));
}

function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}
