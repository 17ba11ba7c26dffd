import { createHash } from 'node:crypto';
import { type Changes, changed } from '#platform/events/changes.ts';
import { authority, type Connection } from './connection.ts';
import type { GroupRole } from './roles.ts';
import type { ProviderSettings } from './setup.ts';

/** Whoever swaps the provider decides who comes in: the log says which it was and is. A secret is never part of it. */
export function providerChanges(before: Connection, given: ProviderSettings): Changes {
  const after = {
    ...before,
    provider: given.provider,
    source: given.source,
    clientId: given.clientId ?? '',
  } as Connection;
  const changes = changed(factsOf(before), factsOf(after));
  if (given.clientSecret !== undefined)
    changes.clientSecret = { from: before.clientSecret ? 'one' : null, to: 'another' };
  return changes;
}

const factsOf = (connection: Connection) => ({
  authority: authority(connection) ?? null,
  source: connection.source,
  ...(connection.kind === 'oidc'
    ? { clientId: connection.clientId }
    : {
        signInUrl: connection.provider.signInUrl ?? null,
        certificates: (connection.provider.certificates ?? []).map(fingerprint),
      }),
});

/** SHA-256 of a certificate, as tools show it. */
const fingerprint = (certificate: string): string =>
  createHash('sha256').update(Buffer.from(certificate, 'base64')).digest('hex').toUpperCase().match(/../g)!.join(':');

export type PeopleSettings = Pick<
  Connection,
  'defaultRole' | 'addsPeople' | 'secondStepHere' | 'startsElsewhere' | 'attributes'
> & { groups: readonly GroupRole[] };

/** Who gets in by it, and as what. */
export const peopleChanges = (before: PeopleSettings, after: PeopleSettings): Changes =>
  changed(peopleFacts(before), peopleFacts(after));

const peopleFacts = ({
  attributes,
  groups,
  defaultRole,
  addsPeople,
  secondStepHere,
  startsElsewhere,
}: PeopleSettings) => ({
  defaultRole,
  addsPeople,
  secondStepHere,
  startsElsewhere,
  claims: Object.entries(attributes).map(([what, claim]) => `${what}: ${claim}`),
  groups: groups.map(({ group, role }) => `${group} → ${role}`),
});
