import { type Answer, as, type Client, type Fields, visitor } from '#test/client.ts';
import { mailedToken, mailsTo } from '#test/mails.ts';
import type { TestPortal } from '#test/portal.ts';
import type { Actor, World } from '#test/world.ts';

export { anHourLater, mailsTo } from '#test/mails.ts';

/** Dana asks with a file, Priya answers and notes something down: the ticket's number. */
export async function askedTicket(portal: TestPortal, world: World, words = 'The seal leaks'): Promise<string> {
  const asked = await as(portal, world.dana).submit('/support/new', '/support', {
    subject: words,
    body: `${words} since Monday`,
    urgency: 'slows',
    file: { name: `${words}.txt`, type: 'text/plain', content: `measured: ${words}` },
  });
  const number = /\/support\/(\d+)/.exec(asked.location ?? '')?.[1];
  if (!number) throw new Error(`no ticket: ${asked.status}`);
  const agent = as(portal, world.agent);
  await agent.submit(`/inbox/${number}`, `/inbox/${number}/replies`, { body: `We look into it: ${words}` });
  await agent.submit(`/inbox/${number}?mode=note`, `/inbox/${number}/notes`, { body: `SECRET ${words}` });
  return number;
}

export const shareAs = (portal: TestPortal, who: Actor, number: string, email: string, more: Fields = {}) =>
  as(portal, who).submit(`/inbox/${number}/guests`, `/inbox/${number}/guests`, { email, ...more });

export const lastToken = (portal: TestPortal, world: World, email: string): Promise<string> =>
  mailedToken(portal, world, email, 'guest.link');

export async function lastCode(portal: TestPortal, world: World, email: string): Promise<string> {
  const mail = (await mailsTo(portal, world, email)).findLast(({ kind }) => kind === 'guest.code');
  const code = /\b(\d{6})\b/.exec(mail?.subject ?? '')?.[1];
  if (!code) throw new Error(`no code was mailed to ${email}`);
  return code;
}

export const askCode = (guest: Client, token: string): Promise<Answer> =>
  guest.submit(`/shared/open?token=${token}`, '/shared/code');

export const typeCode = (guest: Client, token: string, code: string): Promise<Answer> =>
  guest.submit(`/shared/open?token=${token}`, '/shared/session', { code });

/** Opens the link that was mailed, and proves the mailbox: a browser, and where it may read. */
export async function comeIn(
  portal: TestPortal,
  world: World,
  email: string,
): Promise<{ guest: Client; page: string; token: string }> {
  const guest = visitor(portal, world);
  const token = await lastToken(portal, world, email);
  await askCode(guest, token);
  const answer = await typeCode(guest, token, await lastCode(portal, world, email));
  if (answer.status !== 303) throw new Error(`the code was refused: ${answer.status}`);
  return { guest, page: answer.location!, token };
}

/** Where the files of the page are. */
export const filesOn = (html: string): string[] =>
  [...html.matchAll(/href="(\/(?:shared\/[^"/]+\/)?files\/[^"]+)"/g)].map(([, href]) => href!);
