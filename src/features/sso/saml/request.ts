import { randomBytes } from 'node:crypto';
import type { SamlProvider } from '../connection.ts';
import { nodeSaml } from './node-saml.ts';

const NOWHERE = { entityId: '', signInUrl: 'https://nowhere.invalid', certificates: ['none'] };
const KEPT_BY_US = { saveAsync: async () => null, getAsync: async () => null, removeAsync: async () => null };

/** An XML name begins with no digit. */
export const newRequestId = (): string => `_${randomBytes(20).toString('hex')}`;

/** Where the browser goes with our request: the provider's address, by the redirect binding. */
export function requestAddress(given: {
  id: string;
  provider: SamlProvider;
  origin: string;
  connectionId: string;
}): Promise<string> {
  const saml = nodeSaml(given, { generateUniqueId: () => given.id, cacheProvider: KEPT_BY_US });
  return saml.getAuthorizeUrlAsync('', undefined, {});
}

/** What a provider is told of us, in the form it reads. */
export const ourMetadata = (origin: string, connectionId: string): string =>
  nodeSaml({ provider: NOWHERE, origin, connectionId }).generateServiceProviderMetadata(null, null);
