import { expect, test } from 'vitest';
import { providerChanges } from './changes.ts';
import type { Connection } from './connection.ts';

test('another authority and another certificate are told, the certificate by its fingerprint', () => {
  const before = {
    kind: 'saml',
    source: null,
    clientId: '',
    provider: { entityId: 'https://idp.example', signInUrl: 'https://idp.example/in', certificates: ['AAAA'] },
  } as unknown as Connection;
  const provider = { entityId: 'https://evil.example', signInUrl: 'https://idp.example/in', certificates: ['MIIB'] };
  const changes = providerChanges(before, { source: null, provider });
  expect(Object.keys(changes)).toEqual(['authority', 'certificates']);
  expect(changes.authority).toEqual({ from: 'https://idp.example', to: 'https://evil.example' });
  expect(changes.certificates!.to).toEqual([expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)]);
});
