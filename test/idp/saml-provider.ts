import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parse } from 'parse5';
import { attribute, elements, hiddenFields } from '../client.ts';

/** What somebody's account at the provider says of them, and how the provider packs it. */
interface Person {
  email: string;
  name: string;
  groups: string[];
  /** What of an answer is signed; both, if nothing is said. */
  signs?: 'assertion' | 'response';
  encrypted?: boolean;
}

export interface SamlProviderProcess {
  metadataUrl: string;
  /** What an administrator does there: by the name they sign in with. */
  put(what: 'service-provider' | `people/${string}`, given: string | Person): Promise<void>;
  close(): Promise<void>;
}

const script = path.join(import.meta.dirname, 'saml_provider.py');

/** pysaml2 and xmlsec1, which share no code with us, as a process of its own. `name`: whom it says it is, its address if nobody. */
export async function startSamlProvider(name = ''): Promise<SamlProviderProcess> {
  const python = spawn(process.env.SAML_PYTHON ?? '/usr/bin/python3', [script, name]);
  let said = '';
  let complaint = '';
  python.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const ended = new Promise<void>((resolve) => python.once('close', () => resolve()).once('error', () => resolve()));
  const heard = new Promise<void>((resolve) =>
    python.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('\n')) resolve();
    }),
  );
  await Promise.race([heard, ended]);
  const address = said.trim();
  if (!address) {
    throw new Error(
      `No SAML provider to test with: apt-get install python3-pysaml2 xmlsec1, or name a Python that has pysaml2 in SAML_PYTHON.\n${complaint}`,
    );
  }
  return {
    metadataUrl: `${address}/metadata`,
    async put(what, given) {
      const body = typeof given === 'string' ? given : JSON.stringify(given);
      const { status } = await fetch(`${address}/${what}`, { method: 'PUT', body });
      if (status !== 204) throw new Error(`the provider says ${status} to ${what}`);
    },
    async close() {
      python.stdin.end();
      if (python.exitCode === null) await once(python, 'close');
    },
  };
}

/** Signs in at the provider's page, as a browser without scripts: the form that it has the browser post, and where to. */
export async function answerOf(
  address: string,
  login: string,
): Promise<{ to: string; fields: Record<string, string> }> {
  const asked = await (await fetch(address)).text();
  const { origin } = new URL(address);
  const body = new URLSearchParams({ ...hiddenFields(asked, `${origin}/sso`), login, password: 'any' });
  const answered = await fetch(`${origin}/sso`, { method: 'POST', body });
  const page = await answered.text();
  const [form] = elements(parse(page), 'form');
  const to = form && attribute(form, 'action');
  if (!to) throw new Error(`the provider says ${answered.status}: ${page}`);
  return { to, fields: hiddenFields(page, to) ?? {} };
}
