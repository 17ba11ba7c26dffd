import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { developmentId, idFile } from './build.mjs';
import { pinnedNode, root } from './processes.mjs';

const dist = path.join(root, 'dist');
const vite = path.join(root, 'node_modules/vite/bin/vite.js');
/** Both halves count: a change of a style builds the browser's only. */
const halves = [path.join(dist, 'server/main.js'), path.join(dist, 'manifest.json')];
const settleMs = 300;

/** Builds at every change and restarts the server; open pages see another build id and load anew. */
export function develop(args) {
  const env = { ...process.env, NODE_ENV: 'development' };
  const node = (...given) => spawn(pinnedNode, given, { cwd: root, stdio: 'inherit', env });
  const since = Date.now();
  let served = '';
  let server;
  let again = false;
  let ending = false;

  const launch = () => {
    again = false;
    server = node(halves[0], 'start', '--reload', ...args);
    server.once('exit', (code) => {
      if (ending) process.exit(code ?? 0);
      if (again) launch();
    });
  };
  const serve = () => {
    const times = halves.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (ending || times.join() === served || times.some((time) => time < since)) return;
    served = times.join();
    writeFileSync(idFile, developmentId());
    if (!runs(server)) return launch();
    again = true;
    server.kill('SIGTERM');
  };
  let settling;
  mkdirSync(dist, { recursive: true });
  // From here on what lies there is not what serves.
  rmSync(idFile, { force: true });
  watch(dist, { recursive: true }, () => {
    clearTimeout(settling);
    settling = setTimeout(serve, settleMs);
  });
  const builders = [[], ['--ssr']].map((more) => node(vite, 'build', '--watch', '--logLevel', 'warn', ...more));

  const end = (signal) => {
    if (ending) return server?.kill(signal);
    ending = true;
    for (const builder of builders) builder.kill('SIGTERM');
    if (runs(server)) server.kill(signal);
    else process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
}

function runs(child) {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}
