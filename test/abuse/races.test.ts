import { beforeAll, expect, test } from 'vitest';
import { createWeb } from '#app/web.tsx';
import { type Answer, as, untilAnswered } from '../client.ts';
import { peek } from '../database.ts';
import { type TestPortal, usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';

const portal = usePortal();
let world: World;
const ROUNDS = 12;

beforeAll(async () => {
  world = await newWorld(portal());
});

const dana = () => as(portal(), world.dana);
const priya = () => as(portal(), world.agent);

const newTicket = () => dana().form('/support/new', '/support');

async function freshTicket(subject = 'A race', form?: Record<string, string>): Promise<string> {
  const fields = {
    ...(form ?? (await newTicket())),
    subject,
    urgency: 'slows',
    body: 'Hello',
    _once: crypto.randomUUID(),
  };
  const { location } = await untilAnswered(() => dana().postRaw('/support', fields));
  return location!.split('/').at(-1)!;
}

interface Row {
  status: string;
  solved_at: Date | null;
  closed_at: Date | null;
  waiting_since: Date | null;
  replies: number;
  events: string[];
}

async function ticket(number: string): Promise<Row> {
  const [row] = await peek<Row>(
    portal().database,
    `select status, solved_at, closed_at, waiting_since,
       (select count(*)::int from replies r where r.workspace_id = t.workspace_id and r.ticket_id = t.id) as replies,
       (select array_agg(kind order by seq) from events e where e.workspace_id = t.workspace_id and e.subject_id = t.id) as events
     from tickets t where workspace_id = $1 and number = $2`,
    [world.workspaceId, number],
  );
  return row!;
}

/** Two requests at once; their forms were opened before, so that only the doing is a race. */
async function race(one: () => Promise<Answer>, other: () => Promise<Answer>): Promise<number[]> {
  return (await Promise.all([untilAnswered(one), untilAnswered(other)])).map((answer) => answer.status);
}

/** What a ticket must look like whoever came first. */
function expectSound(row: Row): void {
  expect(row.solved_at !== null, row.status).toBe(row.status === 'solved' || row.status === 'closed');
  expect(row.closed_at !== null, row.status).toBe(row.status === 'closed');
  if (row.status === 'pending' || row.status === 'solved') expect(row.waiting_since).toBe(null);
}

test('TRUST 63: solving and reopening at once ends in one order or the other', { timeout: 60_000 }, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const number = await freshTicket();
    await priya().submit(`/inbox/${number}`, `/inbox/${number}/closure`);
    const reopen = await dana().form(`/support/${number}`, `/support/${number}/reopening`);
    const solveForm = { ...reopen, _once: crypto.randomUUID() };
    const statuses = await race(
      () => dana().postRaw(`/support/${number}/reopening`, reopen),
      () => dana().postRaw(`/support/${number}/closure`, solveForm),
    );
    const row = await ticket(number);
    expectSound(row);
    // Reopened, then solved again; or solving was refused, because it was solved already, and then it was reopened.
    const legal: Record<string, number[]> = { solved: [303, 303], open: [303, 409] };
    expect(statuses, row.status).toEqual(legal[row.status]);
  }
});

test('TRUST 63: a reply and a closing at once: the reply is in the thread or was refused, never lost', {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const number = await freshTicket();
    const triage = await priya().form(`/inbox/${number}`, `/inbox/${number}/triage`);
    const reply = await dana().form(`/support/${number}`, `/support/${number}/replies`);
    const [replied, closed] = await race(
      () => dana().postRaw(`/support/${number}/replies`, { ...reply, body: 'One more thing' }),
      () => priya().postRaw(`/inbox/${number}/triage`, { ...triage, status: 'closed' }),
    );
    const row = await ticket(number);
    expectSound(row);
    expect(closed).toBe(303);
    expect(row.status).toBe('closed');
    expect([row.replies, replied]).toEqual(replied === 303 ? [2, 303] : [1, 409]);
    expect(row.events.filter((kind) => kind === 'ticket.replied').length).toBe(row.replies - 1);
  }
});

test('TRUST 63: both sides reply at once: both replies are there, and the ticket waits for one side', {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const number = await freshTicket();
    const theirs = await dana().form(`/support/${number}`, `/support/${number}/replies`);
    const ours = await priya().form(`/inbox/${number}`, `/inbox/${number}/replies`);
    const statuses = await race(
      () => dana().postRaw(`/support/${number}/replies`, { ...theirs, body: 'From Dana' }),
      () => priya().postRaw(`/inbox/${number}/replies`, { ...ours, body: 'From Priya', outcome: 'wait' }),
    );
    expect(statuses).toEqual([303, 303]);
    const row = await ticket(number);
    expect(row.replies).toBe(3);
    expect(['pending', 'open']).toContain(row.status);
    expectSound(row);
    expect(row.waiting_since !== null).toBe(row.status === 'open');
  }
});

test('TRUST 60, 63: one form sent fifty times at once is one reply, and everybody is sent to the same place', {
  timeout: 60_000,
}, async () => {
  const number = await freshTicket();
  const form = await dana().form(`/support/${number}`, `/support/${number}/replies`);
  const sent = await Promise.all(
    Array.from({ length: 50 }, () =>
      untilAnswered(() => dana().postRaw(`/support/${number}/replies`, { ...form, body: 'Once, please' })),
    ),
  );
  expect(new Set(sent.map((answer) => `${answer.status} ${answer.location}`))).toEqual(
    new Set([`303 /support/${number}`]),
  );
  const row = await ticket(number);
  expect(row.replies).toBe(2);
  expect(row.events.filter((kind) => kind === 'ticket.replied').length).toBe(1);
});

test('TRUST 60, 63, control: fifty forms, each with a key of its own, are fifty replies', {
  timeout: 60_000,
}, async () => {
  const number = await freshTicket();
  const form = await dana().form(`/support/${number}`, `/support/${number}/replies`);
  const sent = await Promise.all(
    Array.from({ length: 50 }, () =>
      untilAnswered(() =>
        dana().postRaw(`/support/${number}/replies`, { ...form, _once: crypto.randomUUID(), body: 'Again' }),
      ),
    ),
  );
  expect(sent.every((answer) => answer.status === 303)).toBe(true);
  expect((await ticket(number)).replies).toBe(51);
  // And once its key is forgotten, the same form is not known again.
  for (const replies of [52, 52, 53]) {
    if (replies === 53) await peek(portal().database, 'delete from idempotency_keys', []);
    await dana().postRaw(`/support/${number}/replies`, { ...form, body: 'Again' });
    expect((await ticket(number)).replies).toBe(replies);
  }
});

test('TRUST 63: tickets opened at once have numbers of their own, without a gap', { timeout: 60_000 }, async () => {
  const form = await newTicket();
  const numbers = (await Promise.all(Array.from({ length: 30 }, (_, n) => freshTicket(`At once ${n}`, form))))
    .map(Number)
    .sort((a, b) => a - b);
  expect(numbers.map((number, index) => number - numbers[0]! - index)).toEqual(numbers.map(() => 0));
});

test('TRUST 63: one upload sent with two forms at once belongs to one of them', { timeout: 60_000 }, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const number = await freshTicket();
    const _token = (await dana().form('/notifications', '/preferences'))._token!;
    const { id } = JSON.parse(
      (await dana().postRaw('/uploads', { _token, file: { name: 'a.txt', content: 'x' } })).text,
    );
    const form = await dana().form(`/support/${number}`, `/support/${number}/replies`);
    const send = () =>
      dana().postRaw(`/support/${number}/replies`, {
        ...form,
        _once: crypto.randomUUID(),
        body: 'With it',
        upload: [id],
      });
    const [taken, refused] = (await race(send, send)).sort();
    // Whoever comes late is given the form back, or is refused where it is taken: by how late they are.
    expect([taken, refused === 404 || refused === 422]).toEqual([303, true]);
    expect((await ticket(number)).replies).toBe(2);
  }
});

test('TRUST 63: a file that is sent once more, since only its answer was lost, is the same one, and stays its sender’s own; control: without the key it is another', async () => {
  const _token = (await dana().form('/notifications', '/preferences'))._token!;
  const file = { name: 'film.mp4', content: 'a film' };
  const [first, again] = [1, 2].map(() => dana().postRaw('/uploads', { _token, _once: 'the-same-film', file }));
  const [sent, resent] = [await first!, await again!].sort((one, other) => one.status - other.status);
  expect([sent!.status, resent!.status]).toEqual([201, 303]);
  const { id } = JSON.parse(sent!.text) as { id: string };
  expect(resent!.location).toBe(`/uploads/${id}`);
  expect(JSON.parse((await dana().get(`/uploads/${id}`)).text)).toEqual({ id, name: 'film.mp4', size: 6 });
  expect((await as(portal(), world.viewer).get(`/uploads/${id}`)).status).toBe(404);
  const other = await dana().postRaw('/uploads', { _token, file });
  expect((JSON.parse(other.text) as { id: string }).id).not.toBe(id);
});

test('TRUST 63: of two colleagues who answer at once one is sent, and the other hears whose', async () => {
  const maya = as(portal(), world.owner);
  for (let round = 0; round < 4; round += 1) {
    const number = await freshTicket();
    const [page, path] = [`/inbox/${number}`, `/inbox/${number}/replies`];
    const [hers, mine] = [await maya.form(page, path), await priya().form(page, path)];
    const answers = await Promise.all([
      untilAnswered(() => maya.postRaw(path, { ...hers, body: 'From Maya' })),
      untilAnswered(() => priya().postRaw(path, { ...mine, body: 'From Priya' })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    const told =
      answers[0]!.status === 422
        ? [answers[0]!, 'Priya Raman', 'From Maya']
        : [answers[1]!, 'Maya Lindqvist', 'From Priya'];
    const { text } = told[0] as (typeof answers)[number];
    expect(text).toContain(`${told[1]} answered while you were writing`);
    expect(text).toContain(`${told[2]}</textarea>`);
    expect((await ticket(number)).replies).toBe(2);
  }
});

/** This portal without the locks that its verbs begin with; between a statement and the next, `meanwhile` happens once. */
function withoutLocks(statement: RegExp, meanwhile: () => Promise<unknown>): TestPortal {
  const { platform } = portal();
  let happened = false;
  const connect = async () => {
    const connection = await platform.pool.connect();
    const ask: typeof connection.ask = async (text, values) => {
      const answer = await connection.ask(text.replace(/ for update$/, ''), values);
      if (statement.test(text) && !happened) {
        happened = true;
        await meanwhile();
      }
      return answer;
    };
    return { ...connection, ask };
  };
  return { ...portal(), app: createWeb({ ...platform, pool: { ...platform.pool, connect } }) };
}

test('TRUST 63, control: without the lock a reply opens what was closed meanwhile, which no order explains', async () => {
  const number = await freshTicket();
  const reply = await dana().form(`/support/${number}`, `/support/${number}/replies`);
  const unlocked = withoutLocks(/from "tickets".* for update$/, async () => {
    const closed = await priya().submit(`/inbox/${number}`, `/inbox/${number}/triage`, { status: 'closed' });
    expect(closed.status).toBe(303);
  });
  const replied = await as(unlocked, world.dana).postRaw(`/support/${number}/replies`, { ...reply, body: 'Late' });
  expect(replied.status).toBe(303);
  const row = await ticket(number);
  expect(row.closed_at).not.toBe(null);
  expect(() => expectSound(row)).toThrow();
});

test('TRUST 63, control: without the lock both colleagues are sent, and neither hears of the other', async () => {
  const number = await freshTicket();
  const [page, path] = [`/inbox/${number}`, `/inbox/${number}/replies`];
  const [hers, mine] = [await as(portal(), world.owner).form(page, path), await priya().form(page, path)];
  const unlocked = withoutLocks(/from "replies" inner join "members"/, async () => {
    const first = await as(portal(), world.owner).postRaw(path, { ...hers, body: 'From Maya' });
    expect(first.status).toBe(303);
  });
  const second = await as(unlocked, world.agent).postRaw(path, { ...mine, body: 'From Priya' });
  expect(second.status).toBe(303);
  expect((await ticket(number)).replies).toBe(3);
});
