import { SAML, type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import { addressesOf, type SamlProvider } from '../connection.ts';

/** How far the clocks of two machines may be apart. */
export const SKEW_MS = 60_000;
/** An assertion that was made longer ago is refused, whatever it says itself. */
export const OLDEST_MS = 10 * 60_000;

/** node-saml for one connection. It remembers nothing between two calls: which requests were made is in the database. */
export function nodeSaml(
  given: { provider: SamlProvider; origin: string; connectionId: string },
  more: Partial<SamlConfig> = {},
): SAML {
  const { acs, entityId } = addressesOf(given.origin, given.connectionId);
  return new SAML({
    callbackUrl: acs,
    issuer: entityId,
    audience: entityId,
    entryPoint: given.provider.signInUrl,
    idpCert: given.provider.certificates,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    wantAssertionsSigned: true,
    // The response's own signature is verified when there is one; the assertion's has to be there.
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: SKEW_MS,
    maxAssertionAgeMs: OLDEST_MS,
    validateInResponseTo: ValidateInResponseTo.always,
    ...more,
  });
}
