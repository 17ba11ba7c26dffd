import { onlySeen } from '#platform/http/line.ts';
import type { Attributes } from './connection.ts';

/** Where the usual providers say it, the first that has something counting. */
const USUAL = {
  email: [
    'email',
    'mail',
    'emailaddress',
    'urn:oid:0.9.2342.19200300.100.1.3',
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  ],
  name: [
    'name',
    'displayname',
    'cn',
    'urn:oid:2.16.840.1.113730.3.1.241',
    'urn:oid:2.5.4.3',
    'http://schemas.microsoft.com/identity/claims/displayname',
  ],
  first: ['given_name', 'firstname', 'givenname', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname'],
  last: ['family_name', 'lastname', 'surname', 'sn', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname'],
  groups: [
    'groups',
    'memberof',
    'roles',
    'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups',
    'http://schemas.xmlsoap.org/claims/group',
  ],
};

/**
 * A name to sign in with may be anybody's choice, and is no address (OpenID Connect Core, 5.7). Only Microsoft's tenants give none
 * but in a domain they have proved there. Elsewhere the claim has to be chosen by whoever sets the connection up.
 */
const MICROSOFT =
  /^https:\/\/(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)\//;
const OF_MICROSOFT = ['preferred_username', 'upn'];

const MOST_VALUES = 500;

/** Everything a provider said, each under its name as a list of texts. */
export function saidOf(claims: Record<string, unknown>): Record<string, string[]> {
  const texts = Object.entries(claims).map(([name, value]): [string, string[]] => [
    name.slice(0, 300),
    [value]
      .flat()
      .slice(0, MOST_VALUES)
      .map((each) => (typeof each === 'string' ? each : (JSON.stringify(each) ?? '')).slice(0, 1_000)),
  ]);
  return Object.fromEntries(texts);
}

export interface Read {
  email: string | null;
  name: string;
  groups: string[];
}

/** What it means here: by the names the connection says, else by the usual ones of this issuer. */
export function readClaims(said: Record<string, string[]>, attributes: Attributes, issuer: string): Read {
  const named = new Map(Object.entries(said).map(([name, values]) => [name.toLowerCase(), values]));
  const by = (names: readonly string[], chosen?: string): string[] => {
    const found = (chosen ? [chosen.toLowerCase()] : names).map((name) => named.get(name)).find((each) => each?.length);
    return found ?? [];
  };
  const one = (names: readonly string[], chosen?: string): string => by(names, chosen)[0]?.trim() ?? '';
  const parts = [one(USUAL.first), one(USUAL.last)].filter(Boolean).join(' ');
  return {
    email: one(MICROSOFT.test(issuer) ? [...USUAL.email, ...OF_MICROSOFT] : USUAL.email, attributes.email) || null,
    name: onlySeen(one(USUAL.name, attributes.name) || parts)
      .trim()
      .slice(0, 160),
    groups: by(USUAL.groups, attributes.groups)
      .map((each) => each.trim())
      .filter(Boolean),
  };
}
