import { statSync } from 'node:fs';
import type { MiddlewareHandler } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { readWords } from '#platform/http/scoped.ts';
import { maintenanceFile } from '#platform/maintenance.ts';
import type { Platform } from '#platform/platform.ts';
import { Button } from '#platform/ui/button.tsx';
import { deadEnd, readerAt } from './dead-end.tsx';
import { say } from './messages.ts';
import { wordsIn } from './words.tsx';

const LOOK_AGAIN_MS = 1_000;
const RETRY_SECONDS = 30;

/** Whether the operator works (`portico maintenance`); looked for once a second. */
export function maintenanceSign(platform: Platform): () => boolean {
  const file = maintenanceFile(platform.config.dataDir);
  let looked = 0;
  let closed = false;
  return () => {
    if (Date.now() - looked > LOOK_AGAIN_MS) {
      looked = Date.now();
      closed = statSync(file, { throwIfNoEntry: false }) !== undefined;
    }
    return closed;
  };
}

/** Meanwhile: one page for everybody, nothing is read or written. */
export const maintenance = (inMaintenance: () => boolean): MiddlewareHandler<Env> => {
  return async (c, next) => {
    if (!inMaintenance()) return next();
    if (c.req.method === 'POST') await readWords(c);
    const reader = readerAt(c);
    c.header('retry-after', String(RETRY_SECONDS));
    return deadEnd(c, reader, 503, {
      icon: 'settings',
      title: say(reader, 'maintenance.title'),
      text: say(reader, 'maintenance.text'),
      words: wordsIn(c.get('form')),
      again: c.req.method === 'POST' ? undefined : RETRY_SECONDS,
      action: (
        <Button variant="primary" href="">
          {say(reader, 'offline.retry')}
        </Button>
      ),
    });
  };
};

/** A business whose portals the operator has closed (`portico workspace close`): nobody comes in, and nothing of theirs is read. */
export const closedPortal: MiddlewareHandler<Env> = async (c, next) => {
  if (!c.get('closed')) return next();
  if (c.req.method === 'POST') await readWords(c);
  const reader = readerAt(c);
  return deadEnd(c, reader, 410, {
    icon: 'lock',
    title: say(reader, 'closed.title'),
    text: say(reader, 'closed.text', { name: c.var.workspace.name }),
    words: wordsIn(c.get('form')),
  });
};
