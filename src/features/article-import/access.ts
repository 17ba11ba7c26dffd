import { mayPublish } from '#features/knowledge/index.ts';
import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** An import makes what readers see: it is for whoever says what they see. */
export const mayImportArticles = (actor: Actor): boolean => actor.kind === 'member' && mayPublish(actor);

/** All articles as a file, the team's own among them: what leaves the portal is for whoever may take data out. */
export const mayExportArticles = (actor: Actor): boolean => mayImportArticles(actor) && may(actor, 'data.export');
