import { randomUUID } from 'node:crypto';
import { getPath } from 'hono/utils/url';
import { type KeptPages, mayBeKept } from '#features/help/index.ts';
import type { Portals } from '#platform/http/portals.ts';
import type { Platform } from '#platform/platform.ts';
import { namedHost } from './hosts.tsx';
import { told } from './observed.ts';

interface Known {
  platform: Platform;
  portals: Portals;
  inMaintenance: () => boolean;
  kept: KeptPages;
}

/**
 * A page that is the same for every visitor and is in memory, as the answer, before a request sets out on its way through web.tsx. What would
 * hold it up there is asked here, too: whose host it is, whether this business or the whole installation is closed, whether somebody
 * brings a session. Undefined wherever there is a doubt, and while the host has to be looked for.
 */
export function fromMemory({ platform, portals, inMaintenance, kept }: Known) {
  return (request: Request, env: unknown): Response | undefined => {
    const path = getPath(request);
    if (!mayBeKept(request, path)) return undefined;
    const started = performance.now();
    const host = namedHost(request, env);
    const portal = host && portals.known(host);
    if (!portal || portal.closed || inMaintenance()) return undefined;
    const page = kept.find(request, path, portal.id);
    if (!page) return undefined;
    const id = randomUUID();
    const answer = page.answer(request, id);
    told(platform, { id, started, method: request.method, path, route: page.route, status: answer.status });
    return answer;
  };
}
