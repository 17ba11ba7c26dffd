/** What the npm scripts take that are no command of Portico's own: `npm run dev -- --help` and the like. */
const texts = {
  '--dev': `Usage: npm run dev [-- --empty]

Builds at every change, restarts the server and has open pages load anew; /dev/ui and /dev/mail are there. Settings come from
the environment: docs/operating/configuration.md.

  --empty  Begins a new installation without the demo.
  --help   Shows this.`,
  '--build': `Usage: npm run build

Builds server and browser into dist, unless what is there is of these sources.`,
  '--bench': `Usage: npm run bench [-- <measurement> ...]

Measures a production build on the large data set, which is made first if there is none (minutes, 2.5 GB), next to two floors.
BENCH_DIR keeps the data, BENCH_SECONDS is how long each page is asked for, BENCH_LIVE how many pages listen.

  home, list, thread, inbox, search, reply  Measures these pages only.
  walls                                     What the walls cost, and nothing else.
  searches                                  How long whoever searches waits, and nothing else.
  live                                      What pages cost that listen (BENCH_LIVE, 1,000), on data of its own.
  segments                                  What segments cost, on data of their own.
  articles                                  What an import of 10,000 articles takes, on data of its own.
  help                                      An article as visitors read it, beside a bare page, on data of its own.
  --help                                    Shows this.

A flood of sign-ins is measured by \`node bench/sign-in-flood.ts URL\`, at a running Portico.`,
  '--test': `Usage: npm test [-- --every-postgres]

Formatting, lint, types, and all tests: unit, integration, browser. Installs what it needs; as root on Debian
the headless shell of Chromium too, elsewhere a Chromium when there is none (CHROMIUM names one), and python3-pysaml2 and xmlsec1, a SAML provider to test with
(SAML_PYTHON names a Python that has pysaml2). The last line is "tests: N passed, N failed". One file alone: CONTRIBUTING.md.

  --every-postgres  The integration tests on each other PostgreSQL as well, of 15 to 17, that Debian's packages installed here.
  --help            Shows this.`,
};

/** Says how the script is called, if that was asked. */
export function help(script, args) {
  const text = texts[script];
  if (!text || !args.some((arg) => arg === '--help' || arg === '-h')) return false;
  console.log(text);
  return true;
}
