import { peek } from './database.ts';
import type { TestPortal } from './portal.ts';
import type { World } from './world.ts';

interface Mail {
  kind: string;
  subject: string;
  text: string;
}

/** What was mailed to an address, the first one first, without the marks that keep mail programs from making links of addresses. */
export const mailsTo = (portal: TestPortal, world: World, email: string): Promise<Mail[]> =>
  peek<Mail>(
    portal.database,
    `select kind, subject, replace(text, chr(8288), '') as text from mails
     where workspace_id = $1 and to_address = $2 order by created_at, id`,
    [world.workspaceId, email],
  );

/** The token of the link in the last mail of a kind to an address. */
export async function mailedToken(portal: TestPortal, world: World, email: string, kind: string): Promise<string> {
  const mail = (await mailsTo(portal, world, email)).findLast((one) => one.kind === kind);
  const token = /[?&]token=([A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1];
  if (!token) throw new Error(`no ${kind} was mailed to ${email}`);
  return token;
}

/** Forgets how often anybody was written to, or guessed: an hour has passed. */
export const anHourLater = (portal: TestPortal): Promise<unknown> => peek(portal.database, 'delete from rate_limits');
