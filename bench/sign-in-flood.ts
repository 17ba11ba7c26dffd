/**
 * A flood of sign-ins, and somebody who is in already and reads pages: `node bench/sign-in-flood.ts URL`, at a running Portico
 * (its demo will do). FLOOD_RATE attempts a second (1,000), for FLOOD_SECONDS (5), each from an address of its own in the form; and what
 * the reader waits for a page before, during and after. READER_COOKIE is a session's cookie ("portico_session=…"); with READER_EMAIL
 * and READER_PASSWORD the command signs in itself.
 */
import { after, portalAt, say } from './reader.ts';

const base = new URL(process.argv[2] ?? 'http://northwind.localhost:3000');
const rate = Number(process.env.FLOOD_RATE ?? 1_000);
const seconds = Number(process.env.FLOOD_SECONDS ?? 5);
const page = process.env.READER_PAGE ?? '/';
const everywhere = portalAt(base, 512);
const reader = portalAt(base, 1);

/** From everywhere at once, where the proxy is trusted (`TRUSTED_PROXIES=127.0.0.1/32`); else all from here. */
const addressOf = (n: number): string => `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;

async function flood(statuses: Map<number, number>): Promise<void> {
  const { form, cookie } = await everywhere.door();
  const ends = performance.now() + seconds * 1000;
  const began = performance.now();
  let sent = 0;
  const open: Promise<unknown>[] = [];
  while (performance.now() < ends) {
    const due = ((performance.now() - began) / 1000) * rate;
    for (; sent < due; sent++) {
      const guess = { ...form, email: `nobody-${sent}@flood.example`, password: 'not my password' };
      const note = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
      open.push(
        everywhere
          .send('/sign-in/password', { cookie, form: guess, from: addressOf(sent) })
          .then(({ status }) => note(status))
          .catch(() => note(0)),
      );
    }
    await new Promise((go) => setTimeout(go, 5));
  }
  await Promise.all(open);
}

const { READER_COOKIE, READER_EMAIL = '', READER_PASSWORD = '' } = process.env;
const cookie = READER_COOKIE ?? (await reader.signIn(READER_EMAIL, READER_PASSWORD));
await reader.read(page, cookie, after(1_000));
say('before', await reader.read(page, cookie, after(3_000)));
const statuses = new Map<number, number>();
let over = false;
const flooding = flood(statuses).finally(() => {
  over = true;
});
say('during', await reader.read(page, cookie, () => over));
await flooding;
say('after', await reader.read(page, cookie, after(3_000)));
console.log(
  `attempts ${[...statuses].map(([status, n]) => `${status}: ${n}`).join(', ')} (${rate} a second for ${seconds} s)`,
);
process.exit();
