import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Handler } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { asset, distDirectory } from '#platform/ui/assets.ts';
import { Button } from '#platform/ui/button.tsx';
import { deadEnd, readerAt } from './dead-end.tsx';
import { say } from './messages.ts';

/** What the browser shows when it cannot reach the portal. The same for everybody, so it may be kept. */
export const offlinePage: Handler<Env> = (c) => {
  const reader = readerAt(c);
  c.header('cache-control', 'public, max-age=0, must-revalidate');
  return deadEnd(c, reader, 200, {
    icon: 'wifi-off',
    title: say(reader, 'offline.title'),
    text: say(reader, 'offline.text'),
    again: 5,
    action: (
      <Button variant="primary" href="">
        {say(reader, 'offline.retry')}
      </Button>
    ),
  });
};

/** At the root, because a service worker rules only what lies below its own address. */
export const offlineWorker: Handler<Env> = (c) => {
  c.header('content-type', 'text/javascript; charset=utf-8');
  c.header('cache-control', 'public, max-age=0, must-revalidate');
  const file = path.join(distDirectory, 'assets', path.basename(asset('offline-worker.js')));
  return c.body(readFileSync(file, 'utf8'));
};
