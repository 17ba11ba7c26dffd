import { Hono } from 'hono';
import { keptPages } from '#features/help/index.ts';
import { afterAnswer, inTurn } from '#features/identity/index.ts';
import { searchesKept } from '#features/search/index.ts';
import { aheadOfSettings, assertionConsumer, doors, failuresOfDirectories, scim } from '#features/sso/index.ts';
import { readsRecorded } from '#platform/events/record-read.ts';
import { compressed } from '#platform/http/compressed.ts';
import type { Env } from '#platform/http/env.ts';
import { goingOn, onceMore } from '#platform/http/once-more.ts';
import { createPortals } from '#platform/http/portals.ts';
import { received, scoped } from '#platform/http/scoped.ts';
import { securityHeaders } from '#platform/http/security-headers.ts';
import { liveStream } from '#platform/live/stream.ts';
import type { Platform } from '#platform/platform.ts';
import { assetsApp } from '#platform/ui/assets-app.ts';
import { pagesReload } from '#platform/ui/reloading.ts';
import { brandLogo, brandMark, brandSheet } from './brand-sheet.ts';
import { devPages } from './dev.tsx';
import { problems } from './errors.tsx';
import { limits, rooms } from './features.ts';
import { type Ahead, fromMemory } from './from-memory.ts';
import { health } from './health.ts';
import { businessOnly, firstRunOrNobody, portalByHost } from './hosts.tsx';
import { layout } from './layout.tsx';
import { limited } from './limits.ts';
import { viewersSendNothing, withinView } from './looking.tsx';
import { closedPortal, maintenance, maintenanceSign } from './maintenance.tsx';
import { observed } from './observed.ts';
import { offlinePage, offlineWorker } from './offline.tsx';

/** The application, and what answers before it. */
export type Web = Hono<Env> & { ahead?: Ahead };

/** The whole web application. Middleware stands in the order a request meets it, each with its reason. */
export function createWeb(platform: Platform): Web {
  const portals = createPortals(platform.pool);
  platform.hub.onWorkspace(portals.forget);
  const inMaintenance = maintenanceSign(platform);
  const kept = keptPages(platform);
  const app = new Hono<Env>();
  problems(app);

  if (pagesReload()) app.get('/dev/build', (c) => c.text(platform.build)); // each second: before the log
  app.use(observed(platform)); // a request id, one log line, the metrics
  app.use(securityHeaders); // errors carry them, too
  app.route('/', health(platform)); // before hosts: probes come by address
  app.route('/assets', assetsApp); // the same for every portal, cached for good
  app.use('/scim/*', failuresOfDirectories); // what fails there is said as directories read it
  app.use(compressed); // pages, not files or streams
  app.use(portalByHost(portals)); // which business this is
  app.use(firstRunOrNobody(portals)); // nobody's host: the first-run page, or 421
  app.use(businessOnly); // what the installation's own workspace does not have
  app.get('/brand.svg', brandMark);
  app.get('/brand.css', brandSheet); // no session needed to look right
  app.get('/brand/logo-light', brandLogo('light'));
  app.get('/brand/logo-dark', brandLogo('dark'));
  app.get('/offline', offlinePage); // what the browser keeps for when there is no connection
  app.get('/offline-worker.js', offlineWorker);
  app.use(maintenance(inMaintenance)); // the operator has closed the doors for a while
  app.use(closedPortal); // this business's, until they are opened again
  app.use(kept.keeping); // the help center as visitors read it: made once, then given by `fromMemory`
  app.route('/', devPages(platform)); // /dev/ui in development; /dev/mail also in a demo that sends no mail
  app.post('/sso/:id/acs', assertionConsumer); // the one form of another site: reads no session, changes nobody's
  app.route('/', scim); // directories, by a token and no cookie
  app.use(received); // who they say they are, what they send; other sites are turned away
  app.use(viewersSendNothing); // who looks as a customer sends no form
  app.use('/sign-in/password', inTurn); // a flood of sign-ins stops here
  for (const limit of limits) app.use(limit.path, limited(limit)); // before a connection is taken
  app.route('/', doors); // single sign-on talks to providers: no transaction
  app.use(aheadOfSettings); // what its settings need from the network
  app.get('/live', liveStream); // holds no transaction
  app.use(afterAnswer); // what is written down when the transaction is over
  app.use(searchesKept); // what customers looked for, and nothing of who they were
  app.use(readsRecorded); // a file that somebody took is in the log before it leaves
  app.use(onceMore(() => withRooms(problems(new Hono<Env>().use(goingOn)), kept))); // two who waited for each other
  withRooms(app, kept);
  return Object.assign(app, { ahead: fromMemory({ platform, portals, inMaintenance, kept }) });
}

/** What happens inside the transaction of a request. */
function withRooms(app: Hono<Env>, kept: ReturnType<typeof keptPages>): Hono<Env> {
  app.use(scoped); // one transaction, one principal
  app.use(kept.keepingForNobody); // whoever brought a session that is none reads as visitors do
  app.use(layout); // how a page is dressed
  app.use(withinView); // who looks as a customer sees what that customer sees
  for (const room of rooms) app.route('/', room.app);
  return app;
}
