import type { Form } from '#platform/http/form.ts';
import { line } from '#platform/http/line.ts';
import type { Shown } from '#platform/http/rebased.ts';
import type { Ahead } from './ahead.ts';
import { authority, type Connection, keepsSecret, type OidcProvider } from './connection.ts';
import type { ProviderSettings } from './setup.ts';

type Given =
  | { ok: true; value: ProviderSettings }
  | { ok: false; errors: Record<string, string>; values: Record<string, string>; detail: string };

/** What somebody pasted of their provider, with what was found there; errors are keys of the catalog. */
export function providerOf(connection: Connection, form: Form, ahead: Ahead | undefined): Given {
  const text = (name: string) => (form.get(name) ?? '').trim();
  const values = { source: text('source'), metadata: text('metadata'), client_id: text('client_id') };
  const errors: Record<string, string> = {};
  const secret = form.get('client_secret') ?? '';
  if (!ahead || 'problem' in ahead) {
    const problem = ahead && 'problem' in ahead ? ahead.problem : 'error.address';
    errors[problem === 'error.metadata' ? 'metadata' : 'source'] = problem;
  }
  if (connection.kind === 'oidc') {
    if (!line(500, 'long').min(1).safeParse(values.client_id).success) errors.client_id = 'error.client';
    if ((!secret && !connection.clientSecret) || secret.length > 2_000) errors.client_secret = 'error.secret';
    else if (!secret && ahead && 'provider' in ahead) {
      const next = { provider: ahead.provider as OidcProvider, clientId: values.client_id };
      if (!keepsSecret(connection, next)) errors.client_secret = 'error.secret.again';
    }
  }
  if (Object.keys(errors).length > 0 || !ahead || !('provider' in ahead)) {
    return { ok: false, errors, values, detail: ahead && 'problem' in ahead ? ahead.detail : '' };
  }
  const { provider, source } = ahead;
  if (connection.kind === 'saml') return { ok: true, value: { provider, source } };
  return { ok: true, value: { provider, source, clientId: values.client_id, clientSecret: secret || undefined } };
}

/** What the form of the provider shows of a connection as it is, and of which provider that was. */
export const shownProvider = (connection: Connection): Shown => ({
  source: connection.source ?? '',
  client_id: connection.clientId,
  provider: authority(connection) ?? '',
});
