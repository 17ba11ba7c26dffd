import { beforeAll, expect, test } from 'vitest';
import { as } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import type { Actor } from '../world.ts';
import { type Victim, victim } from './arena.ts';

const portal = usePortal();
let home: Victim;
let away: Victim;

beforeAll(async () => {
  home = await victim(portal());
  away = await victim(portal(), 'Lumen Cloud');
  // The rival account has a ticket of its own, so that its lists are real lists.
  await as(portal(), home.world.rival).submit('/support/new', '/support', {
    subject: 'Our own business',
    urgency: 'slows',
    body: 'Something of ours',
  });
  await portal().workJobs();
});

/** Lists, counts, searches and filters, also by columns nobody is shown. */
function questions(side: 'customer' | 'team'): string[] {
  const { world, customerWord, teamWord } = home;
  const half = (word: string) => word.slice(0, -3);
  const common = ['/', '/notifications', '/notifications?after=x'];
  const filters = [
    '',
    'view=all',
    'view=solved',
    'sort=newest&view=all',
    'sort=priority_rank',
    'sort=waiting_since',
    'who=me',
    `assignee=${world.agent.id}`,
    `account=${world.accountId}`,
    `account_id=${world.accountId}`,
    'status=pending&priority=urgent',
    `view=all&q=${half(customerWord)}`,
    `view=all&q=${half(teamWord)}`,
    'view=all&q=T-1',
    'view=all&q=1',
    `view=all&q=${encodeURIComponent(`' or 1=1 --`)}`,
    'view=all&q=%25',
    'view=all&q=*',
    'view=all&q=a%3A*%20%7C%20b',
  ];
  const lists = side === 'customer' ? ['/support', '/activity'] : ['/inbox', '/customers'];
  const words = [half(customerWord), half(teamWord), 'T-1', '1'].map((word) => `?q=${word}`);
  const searches = ['/search', '/search/palette', '/help/search', '/help/search/typing'].flatMap((page) =>
    words.map((asked) => page + asked),
  );
  return [...common, ...searches, ...lists.flatMap((list) => filters.map((filter) => `${list}?${filter}`))];
}

/** What a reader sees, without what is new on every page or a moment's rounding of a time. */
async function readings(actor: Actor, side: 'customer' | 'team'): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const path of questions(side)) {
    const { text, status } = await as(portal(), actor).get(path);
    const masked = text
      .replace(/value="[^"]{36,}"|content="[A-Za-z0-9_.-]{40,}"|data-since="\d+"/g, '')
      .replace(/<time[^>]*>[^<]*<\/time>/g, '<time>')
      .replace(/data-uploads-token-value="[^"]*"/g, '');
    result[path] = `${status} ${masked}`;
  }
  return result;
}

/** Everything that Dana and the team can do to Dana's account. */
async function muchHappens(): Promise<void> {
  const dana = as(portal(), home.world.dana);
  const priya = as(portal(), home.world.agent);
  const word = home.customerWord;
  for (const n of [1, 2, 3]) {
    await dana.submit('/support/new', '/support', {
      subject: `${word} ${n}`,
      urgency: 'blocks',
      body: `${word} again`,
    });
  }
  await priya.submit('/inbox/1', '/inbox/1/replies', { body: `${word} answered`, outcome: 'wait' });
  await priya.submit('/inbox/1?mode=note', '/inbox/1/notes', { body: `${home.teamWord} once more` });
  await priya.submit('/inbox/1', '/inbox/1/triage', {
    priority: 'urgent',
    status: 'pending',
    assignee: home.world.agent.id,
  });
  await dana.submit('/support/1', '/support/1/replies', { body: `${word} replied` });
  await dana.submit('/support/1', '/support/1/closure');
  await portal().workJobs();
}

test('TRUST 8: whatever happens to one account, lists, counts, searches and filters of others read the same', async () => {
  const { rival } = home.world;
  const watched = (): Promise<Record<string, string>>[] => [
    readings(rival, 'customer'),
    readings(away.world.dana, 'customer'),
    readings(away.world.owner, 'team'),
  ];
  const before = await Promise.all(watched());
  await muchHappens();
  const after = await Promise.all(watched());
  for (const [index, pages] of before.entries()) {
    for (const [path, page] of Object.entries(pages)) {
      expect(page, path).not.toMatch(new RegExp(`${home.customerWord}|${home.teamWord}`));
      expect(after[index]![path], `${index} ${path}`).toBe(page);
    }
  }
});

test('TRUST 8, control: the same comparison notices what happens to one’s own account', async () => {
  const before = await readings(home.world.dana, 'customer');
  await muchHappens();
  const after = await readings(home.world.dana, 'customer');
  const changed = Object.keys(before).filter((path) => before[path] !== after[path]);
  expect(changed).toContain('/');
  expect(changed).toContain('/support?view=all');
  expect(changed).toContain(`/support?view=all&q=${home.customerWord.slice(0, -3)}`);
});

test('TRUST 8: a customer cannot filter or sort by what only the team knows', async () => {
  const list = async (filter: string) => {
    const { text } = await as(portal(), home.world.dana).get(`/support?view=all${filter}`);
    return [...text.matchAll(/href="\/support\/(\d+)"/g)].map((match) => match[1]);
  };
  const all = await list('');
  expect(all.length).toBeGreaterThan(2);
  for (const filter of [
    `&assignee=${home.world.agent.id}`,
    '&priority=urgent',
    '&status=pending',
    '&sort=priority_rank',
    '&sort=assignee_id',
  ]) {
    expect(await list(filter), filter).toEqual(all);
  }
});

const findsNote = async (actor: Actor): Promise<boolean> => {
  const { text } = await as(portal(), actor).get(`/support?view=all&q=${home.teamWord}`);
  return /href="\/support\/\d+"/.test(text.replace(/href="\/support\/new"/g, ''));
};

test('TRUST 11: no customer finds a ticket by the words of an internal note, nor the note’s file', async () => {
  expect(await findsNote(home.world.dana)).toBe(false);
  const files = await peek<{ id: string }>(
    portal().database,
    'select id from attachments where workspace_id = $1 and note_id is not null',
    [home.world.workspaceId],
  );
  expect(files.length).toBeGreaterThan(0);
  for (const { id } of files) {
    expect((await as(portal(), home.world.dana).get(`/files/${id}/note.txt`)).status).toBe(404);
    expect((await as(portal(), home.world.agent).get(`/files/${id}/note.txt`)).status).toBe(200);
  }
});

test('TRUST 11: no mail and no notification of a customer carries a word of a note', async () => {
  const { dana, workspaceId } = { dana: home.world.dana, workspaceId: home.world.workspaceId };
  const mails = await peek<{ all: string }>(
    portal().database,
    'select m::text as all from mails m where workspace_id = $1 and to_address = $2',
    [workspaceId, dana.email],
  );
  expect(mails.length).toBeGreaterThan(0);
  const bells = await peek<{ all: string }>(
    portal().database,
    'select n::text as all from notifications n where workspace_id = $1 and identity_id = $2',
    [workspaceId, dana.identityId],
  );
  expect(bells.length).toBeGreaterThan(0);
  for (const { all } of [...mails, ...bells]) expect(all).not.toContain(home.teamWord);
  const turbo = await as(portal(), dana).get('/support/1', {
    accept: 'text/vnd.turbo-stream.html, text/html',
    'turbo-frame': 'thread',
  });
  expect(turbo.text).not.toContain(home.teamWord);
});

test('TRUST 11, control: without its guard the search does find the ticket by the note', async () => {
  const [kept] = await peek<{ definition: string }>(
    portal().database,
    "select pg_get_functiondef('app.search_wall'::regproc) as definition",
  );
  await peek(portal().database, kept!.definition.replaceAll("else 'false' end", "else 'true' end"));
  try {
    expect(await findsNote(home.world.dana)).toBe(true);
  } finally {
    await peek(portal().database, kept!.definition);
  }
  expect(await findsNote(home.world.dana)).toBe(false);
});

test('TRUST 11, control: a note that became a reply would be on every one of these pages', async () => {
  await as(portal(), home.world.agent).submit('/inbox/1', '/inbox/1/replies', {
    body: `Our ${home.teamWord} slip`,
    outcome: 'wait',
  });
  expect((await as(portal(), home.world.dana).get('/support/1')).text).toContain(home.teamWord);
  expect(await findsNote(home.world.dana)).toBe(true);
});
