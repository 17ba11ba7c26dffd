/**
 * One business's pages asked for in a storm, and somebody of another business who reads theirs: `node bench/storm.ts LOUD QUIET`, the
 * addresses of two portals of a running Portico (the demo's will do). STORM_CONNECTIONS (32) ask again as soon as they are answered, for
 * STORM_SECONDS (10). LOUD_COOKIE and QUIET_COOKIE are sessions' cookies ("portico_session=…"), or LOUD_EMAIL and LOUD_PASSWORD and so on.
 */
import { after, portalAt, say } from './reader.ts';

const [, , loudAt = 'http://localhost:3000', quietAt = 'http://lumen.localhost:3000'] = process.argv;
const connections = Number(process.env.STORM_CONNECTIONS ?? 32);
const seconds = Number(process.env.STORM_SECONDS ?? 10);
const storm = process.env.STORM_PAGE ?? '/inbox?view=all&q=invoice';
const page = process.env.READER_PAGE ?? '/support';
const loud = portalAt(new URL(loudAt), connections);
const quiet = portalAt(new URL(quietAt), 1);
const {
  LOUD_COOKIE,
  LOUD_EMAIL = '',
  LOUD_PASSWORD = '',
  QUIET_COOKIE,
  QUIET_EMAIL = '',
  QUIET_PASSWORD = '',
} = process.env;

const stormer = LOUD_COOKIE ?? (await loud.signIn(LOUD_EMAIL, LOUD_PASSWORD)).join('; ');
const reader = QUIET_COOKIE ?? (await quiet.signIn(QUIET_EMAIL, QUIET_PASSWORD)).join('; ');
await quiet.read(page, reader, after(1_000));
say('before', await quiet.read(page, reader, after(5_000)));
const statuses = new Map<number, number>();
const over = after(seconds * 1_000);
const raging = Array.from({ length: connections }, async () => {
  while (!over()) {
    const { status } = await loud.send(storm, { cookie: stormer });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
});
say('during', await quiet.read(page, reader, over));
await Promise.all(raging);
say('after', await quiet.read(page, reader, after(5_000)));
console.log(`storm ${[...statuses].map(([status, n]) => `${status}: ${n}`).join(', ')} in ${seconds} s`);
process.exit();
