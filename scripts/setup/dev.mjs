import { spawn } from 'node:child_process';
import { statSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sourceHash } from './build.mjs';
import { pinnedNode, root } from './processes.mjs';

const vite = path.join(root, 'node_modules/vite/bin/vite.js');
const server = path.join(root, 'dist/server/main.js');
const settleMs = 200;

/** Builds at every change and restarts the server; open pages see another build id and load anew. */
export function develop(args) {
  const env = { ...process.env, NODE_ENV: 'development' };
  const node = (...given) => spawn(pinnedNode, given, { cwd: root, stdio: 'inherit', env });
  const builders = [[], ['--ssr']].map((more) => node(vite, 'build', '--watch', '--logLevel', 'warn', ...more));
  let running = node(server, 'start', ...args);
  let restarting = false;
  let ending = false;
  let seen = builtAt();

  const restart = () => {
    if (restarting || ending || builtAt() === seen) return;
    restarting = true;
    seen = builtAt();
    writeFileSync(path.join(root, 'dist/build-id'), sourceHash());
    const begin = () => {
      restarting = false;
      if (!ending) running = node(server, 'start', ...args);
    };
    if (running.exitCode !== null || running.signalCode !== null) return begin();
    running.once('exit', begin);
    running.kill('SIGTERM');
  };
  let settling;
  watch(path.join(root, 'dist'), { recursive: true }, () => {
    clearTimeout(settling);
    settling = setTimeout(restart, settleMs);
  });

  const end = (signal) => {
    if (ending) return running.kill(signal);
    ending = true;
    for (const builder of builders) builder.kill('SIGTERM');
    if (running.exitCode !== null || running.signalCode !== null) process.exit(running.exitCode ?? 1);
    running.once('exit', (code) => process.exit(code ?? 0));
    running.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
}

/** Both builds count: a change of a style only rebuilds the browser's half. */
function builtAt() {
  const times = [server, path.join(root, 'dist/manifest.json')].map(
    (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return times.join();
}
