import type { CtxOf, Member } from '#platform/http/context.ts';
import { connectionOf } from './connections.ts';
import { claimDomain } from './domains.ts';
import { makeConnection, setProvider } from './setup.ts';

/** Of a provider that does not exist; the key to it was thrown away. */
const CERTIFICATE =
  'MIIBljCCATugAwIBAgIUF5UpGWxb9q6yJDBJ+xac5JltxOAwCgYIKoZIzj0EAwIwIDEeMBwGA1UEAwwVQWNtZSBSb2JvdGljcyBzaWduLWluMB4XDTI2MTEyODA3NDM1OVoXDTM2MTEyNTA3NDM1OVowIDEeMBwGA1UEAwwVQWNtZSBSb2JvdGljcyBzaWduLWluMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEH9wnyeHxe/xuzz5Zd6icX8C1MVHtFiHjTW7E6CuIgpiKCp1rXQsRO/iqdjHdao9iPFlikwevEb8yVTdnlTYoGKNTMFEwHQYDVR0OBBYEFOSy73DvwRMYwBypyImP1UbfE7NnMB8GA1UdIwQYMBaAFOSy73DvwRMYwBypyImP1UbfE7NnMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAIXyc4wkZPp9J87y7wrRtNfobpfysRB5ATUd9R9KJ5NZAiEAqyPZx7+DYvj2SDTkWtMowG+77RkC4Ifx77PID8E1MOU=';

/** For the demo: a customer's provider that is set up and not tested, so that nobody is sent there and nobody is called. */
export async function addUntestedConnection(
  ctx: CtxOf<Member>,
  accountId: string,
  { name, domain, host }: { name: string; domain: string; host: string },
): Promise<void> {
  await makeConnection(ctx, accountId, { kind: 'saml', brand: 'okta', name });
  const made = (await connectionOf(ctx, accountId))!;
  const provider = {
    entityId: `https://${host}/saml`,
    signInUrl: `https://${host}/saml/sso`,
    certificates: [CERTIFICATE],
  };
  await setProvider(ctx, made, { source: null, provider });
  await claimDomain(ctx, made, domain);
}
