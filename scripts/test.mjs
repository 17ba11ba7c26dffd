/** Everything that has to hold, what fails soonest first. Ends with `tests: N passed, N failed`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium } from './setup/chromium.mjs';
import { help } from './setup/help.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { pinnedNode, root, run } from './setup/processes.mjs';
import { bringSamlProvider } from './setup/saml-provider.mjs';

const tool = (name) => path.join(root, 'node_modules/.bin', name);
const script = (name, ...args) => [pinnedNode, [path.join(root, 'scripts', name), ...args]];
const results = mkdtempSync(path.join(tmpdir(), 'portico-test-'));
const EVERY_POSTGRES = '--every-postgres';
let passed = 0;
let failed = 0;
/** What failed, said once more at the end, where whoever reads the last page of a long log finds it. */
const failures = [];

const asked = process.argv.slice(2);
if (help('--test', asked)) process.exit(0);
const unknown = asked.find((word) => word !== EVERY_POSTGRES);
if (unknown) {
  console.error(`npm test does not know ${unknown}: see npm test -- --help`);
  process.exit(1);
}
await ensureInstalled();
process.env.PATH = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`;
// Installations take a while and need little of the processor: they go on beside the other steps, one by one.
const samlProvider = bringSamlProvider();
const chromium = samlProvider.then(findChromium);

// The type check keeps one core busy for as long as all the others together.
await Promise.all([
  check('Formatting and lint', tool('biome'), ['ci', '--log-level=warn', '.']),
  check('Types', tool('tsc'), []),
  check('Structure', ...script('check-structure.ts')),
  check('Messages', ...script('check-messages.ts')),
  check('Configuration page', ...script('write-configuration.ts', '--check')),
  check('Build', ...script('bootstrap.mjs', '--build')),
]);
await samlProvider;
await tests('Unit and integration tests', ['unit', 'integration']);
// Journeys wait for their browser most of the time: what is tested on other versions goes on beside them, file by file.
await Promise.all([journeys(), otherVersions()]);

rmSync(results, { recursive: true, force: true });
for (const failure of failures) console.log(`\nFAILED ${failure}`);
console.log(`\ntests: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function journeys() {
  const browser = await chromium;
  // Two at once where nothing else is tested beside them: they wait half of the time.
  const alone = !asked.includes(EVERY_POSTGRES);
  const env = { CHROMIUM: browser, JOURNEYS_ALONE: alone ? 'yes' : 'no' };
  if (browser) await tests('Browser tests', ['e2e'], env, { workers: alone ? 2 : undefined });
  else failed++;
}

async function otherVersions() {
  if (!asked.includes(EVERY_POSTGRES)) return;
  for (const bin of otherPostgres()) {
    await tests(
      `Integration tests on ${bin}`,
      ['integration'],
      { TEST_POSTGRES_BIN: bin },
      { workers: 1, beside: true },
    );
  }
}

async function step(what, work) {
  const since = Date.now();
  const ok = await work();
  const seconds = ((Date.now() - since) / 1000).toFixed(1);
  console.log(`${ok === false ? 'FAILED' : 'ok    '} ${what.padEnd(44)} ${seconds.padStart(6)} s`);
}

/** A check that is not made of tests counts when it fails, as one. */
function check(what, program, args) {
  return step(what, async () => {
    const { code, output } = await run(program, args, { quiet: true });
    if (code === 0) return true;
    console.log(output.trim());
    failed++;
    return false;
  });
}

/** `beside` other tests: silent unless something fails. `workers`: at most so many files at once. */
function tests(what, projects, env = {}, { workers, beside = false } = {}) {
  return step(what, async () => {
    const file = path.join(results, `${projects.join('-')}-${Object.keys(env).length}-${Date.now()}.json`);
    const chosen = projects.flatMap((project) => ['--project', project]);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const vitest = [
      path.join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...(workers ? [`--maxWorkers=${workers}`] : []),
    ];
    const options = { env: { ...process.env, NODE_ENV: 'test', ...env }, quiet: beside };
    const { code, output } = await run(pinnedNode, [...vitest, ...chosen, ...reporters], options);
    if (code !== 0 && beside) console.log(output.trim());
    const counted = count(file);
    passed += counted.passed;
    // A file that could not even be read has no tests to count.
    failed += code !== 0 && counted.failed === 0 ? 1 : counted.failed;
    failures.push(...counted.failures);
    return code === 0;
  });
}

function count(file) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    const failures = testResults.flatMap(({ name, message, assertionResults }) => [
      ...(message ? [`${path.relative(root, name)}\n${message}`] : []),
      ...assertionResults
        .filter(({ status }) => status === 'failed')
        .map((test) => `${path.relative(root, name)}: ${test.fullName}\n${test.failureMessages.join('\n')}`),
    ]);
    return { passed: numPassedTests, failed: numFailedTests, failures };
  } catch {
    return { passed: 0, failed: 0, failures: [] };
  }
}

/** Debian's other PostgreSQL versions, where they are installed: what is supported is tested. */
function otherPostgres() {
  const home = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(home).filter((version) => Number(version) >= 15 && Number(version) <= 17);
    return versions.map((version) => path.join(home, version, 'bin'));
  } catch {
    return [];
  }
}
