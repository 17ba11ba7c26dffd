import { expect, test } from 'vitest';
import { peek } from './database.ts';
import { sealAll, verified } from './event-log.ts';
import { usePortal } from './portal.ts';
import { newWorld } from './world.ts';

const portal = usePortal();

/** `VERIFY_EVENTS=1000000` asks for the figure of docs/operating/benchmarks.md; it takes some minutes and a gigabyte. */
const EVENTS = Number(process.env.VERIFY_EVENTS ?? 20_000);

test(`a log of ${EVENTS.toLocaleString('en')} events is verified, and how long that takes is said`, {
  timeout: 60_000 + EVENTS,
}, async () => {
  const { workspaceId } = await newWorld(portal());
  await peek(
    portal().database,
    `insert into events (workspace_id, id, kind, audience, account_id, subject_type, subject_id, actor_kind, actor_identity_id,
         actor_person_id, data, topics, request_id, ip, agent, session_id, method)
       select $1, gen_random_uuid(), 'ticket.replied', 'customer', gen_random_uuid(), 'ticket', gen_random_uuid(), 'contact',
         gen_random_uuid(), gen_random_uuid(), jsonb_build_object('number', n, 'reply', gen_random_uuid(), 'by', 'contact'),
         array['ticket:' || gen_random_uuid(), 'account:' || gen_random_uuid(), 'inbox'], gen_random_uuid()::text,
         '203.0.113.' || (n % 250), 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/141.0 Safari/537.36',
         gen_random_uuid(), 'password'
       from generate_series(1, $2::int) n`,
    [workspaceId, EVENTS],
  );
  await sealAll(portal(), workspaceId);
  const [cpu, begin] = [process.cpuUsage(), performance.now()];
  const report = await verified(portal(), workspaceId);
  const wall = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (user + system) / 1e6;
  const million = (value: number) => ((value / EVENTS) * 1e6).toFixed(1);
  console.log(`verify: ${EVENTS} events, ${wall.toFixed(2)} s, ${seconds.toFixed(2)} s of processor time of Portico;`);
  console.log(`a million: ${million(wall)} s, ${million(seconds)} s of processor time`);
  expect(report).toMatchObject({ events: EVENTS, unsealed: 0 });
  expect(report.finding).toBeUndefined();
});
