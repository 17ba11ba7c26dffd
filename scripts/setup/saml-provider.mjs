import { byApt, onPath } from './apt.mjs';
import { run } from './processes.mjs';

/** What a SAML identity provider is made of that shares no code with Portico: test/idp/saml_provider.py. */
const packages = ['python3-pysaml2', 'xmlsec1'];
const python = process.env.SAML_PYTHON ?? '/usr/bin/python3';

/** Sees that its test has one to run; where it cannot be had, that test fails and says what is missing. */
export async function bringSamlProvider() {
  if (!(await isThere())) await byApt(packages, { lookAnew: true });
}

const isThere = async () =>
  onPath(['xmlsec1']) !== undefined && (await run(python, ['-c', 'import saml2.server'], { quiet: true })).code === 0;
