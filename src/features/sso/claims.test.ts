import { expect, test } from 'vitest';
import { readClaims } from './claims.ts';

const KEYCLOAK = 'https://id.example/realms/acme';
const ENTRA = 'https://login.microsoftonline.com/8c2f1d9e-0000-4000-8000-000000000000/v2.0';
const said = { preferred_username: ['ceo@acme.example'], upn: ['ceo@acme.example'] };

test('TRUST 29: a name that somebody signs in with is no address; control: where the business says so, and at a provider that gives none unproved', () => {
  expect(readClaims(said, {}, KEYCLOAK).email).toBeNull();
  expect(readClaims(said, {}, `https://evil.example/${ENTRA}`).email).toBeNull();
  expect(readClaims(said, { email: 'preferred_username' }, KEYCLOAK).email).toBe('ceo@acme.example');
  expect(readClaims(said, {}, ENTRA).email).toBe('ceo@acme.example');
  expect(readClaims({ ...said, email: ['dana@acme.example'] }, {}, ENTRA).email).toBe('dana@acme.example');
});
