/**
 * A flood of sign-ins, and somebody who is in already and reads pages: `node bench/sign-in-flood.ts URL`, at a running Portico
 * (its demo will do). FLOOD_RATE attempts a second (1,000), for FLOOD_SECONDS (10), each from an address of its own in the form and, where
 * TRUSTED_PROXIES=127.0.0.1/32, from a network of its own; and what the reader waits for a page before, during and after. READER_EMAIL and
 * READER_PASSWORD sign in. Meanwhile the same person comes in four times a second, each time from a new network: with the browser they
 * have come in with before, with one nobody knows, and, with OTHER_URL, OTHER_EMAIL and OTHER_PASSWORD, somebody at another business.
 */
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { after, type Portal, portalAt, say } from './reader.ts';

const base = new URL(process.argv[2] ?? 'http://northwind.localhost:3000');
const rate = Number(process.env.FLOOD_RATE ?? 1_000);
const seconds = Number(process.env.FLOOD_SECONDS ?? 10);
const page = process.env.READER_PAGE ?? '/';
const everywhere = portalAt(base, 512);
const reader = portalAt(base, 1);

/** From everywhere at once, where the proxy is trusted (`TRUSTED_PROXIES=127.0.0.1/32`); else all from here. */
const addressOf = (n: number): string => `198.${18 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;

async function flood(): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
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
  return statuses;
}

/** In a thread of its own: whoever measures is not to wait for the sender's own turns. */
if (!isMainThread) {
  parentPort?.postMessage(await flood());
  process.exit();
}
const flooding = () =>
  new Promise<Map<number, number>>((resolve, reject) => {
    new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) })
      .once('message', resolve)
      .once('error', reject);
  });

/** Somebody's attempts with the right password, until told to stop. */
async function comingIn(
  portal: Portal,
  who: { email: string; password: string; device?: string; net: number },
  until: () => boolean,
) {
  const { form, cookie } = await portal.door();
  const brought = [cookie, who.device].filter(Boolean).join('; ');
  const times: number[] = [];
  let tries = 0;
  for (; !until(); tries++) {
    const typed = { ...form, _once: crypto.randomUUID(), email: who.email, password: who.password };
    const { status, ms } = await portal.send('/sign-in/password', {
      cookie: brought,
      form: typed,
      from: `203.0.${who.net}.${tries % 256}`,
    });
    if (status === 303) times.push(ms);
    await new Promise((go) => setTimeout(go, Math.max(0, 250 - ms)));
  }
  return { tries, times };
}

const { READER_EMAIL = '', READER_PASSWORD = '', OTHER_URL, OTHER_EMAIL = '', OTHER_PASSWORD = '' } = process.env;
const mine = { email: READER_EMAIL, password: READER_PASSWORD };
const cookies = await reader.signIn(mine.email, mine.password);
const cookie = cookies.find((one) => one.includes('portico_session='))!;
const device = cookies.find((one) => one.includes('portico_device='))!;
await reader.read(page, cookie, after(1_000));
say('before', await reader.read(page, cookie, after(3_000)));
let over = false;
const isOver = () => over;
const flooded = flooding().finally(() => {
  over = true;
});
await new Promise((go) => setTimeout(go, 500));
const [reading, known, unknown, elsewhere] = await Promise.all([
  reader.read(page, cookie, isOver),
  comingIn(portalAt(base, 1), { ...mine, device, net: 1 }, isOver),
  comingIn(portalAt(base, 1), { ...mine, net: 2 }, isOver),
  OTHER_URL
    ? comingIn(portalAt(new URL(OTHER_URL), 1), { email: OTHER_EMAIL, password: OTHER_PASSWORD, net: 3 }, isOver)
    : null,
]);
const statuses = await flooded;
say('during', reading);
const told = (who: string, { tries, times }: { tries: number; times: number[] }) =>
  say(who, times, `of ${tries} attempts came in`);
told('in a known browser', known);
told('in an unknown one', unknown);
if (elsewhere) told('at another business', elsewhere);
say('after', await reader.read(page, cookie, after(3_000)));
console.log(
  `attempts ${[...statuses].map(([status, n]) => `${status}: ${n}`).join(', ')} (${rate} a second for ${seconds} s)`,
);
process.exit();
