import { beforeAll, expect, test } from 'vitest';
import { foundIn } from '#features/deflection/suggest.ts';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { as, type Client, visitor } from './client.ts';
import { peek } from './database.ts';
import { written } from './findable-articles.ts';
import { usePortal } from './portal.ts';
import { newWorld, type World } from './world.ts';

/** What is a word: in scripts that put no spaces between words, wherever it stands in a run of signs; and beside hyphens, dots and quotes. */

const portal = usePortal();
let world: World;
let dana: Client;
let article: string;

const ask = (subject: string, body: string) =>
  dana.submit('/support/new', '/support', { subject, urgency: 'slows', body });

beforeAll(async () => {
  world = await newWorld(portal());
  dana = as(portal(), world.dana);
  await ask('如何申请退款和更改账单地址', '请在账户页面，点击iPhone15的退款按钮。');
  await ask('ログインできません', 'パスワードを再設定する方法を教えてください。ｶﾞｲﾄﾞを見ました。');
  await ask('비밀번호재설정이 안 됩니다', '관리자계정으로 로그인할 수 없어요.');
  await ask('ไม่สามารถเข้าสู่ระบบได้', 'กรุณาช่วยตรวจสอบบัญชีผู้ใช้');
  await ask('लॉगिन नहीं हो रहा', 'पासवर्ड बदलने की ज़रूरत है');
  await ask('Invoice of May 🎉', 'The amount is wrong ❤️ and 1️⃣ line is missing.');
  const topic = await makeCategory(portal(), world, 'Payments');
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, ['zh', 'ja']));
  const { number, id } = await makeArticle(portal(), world, topic, 'Ask for your money back');
  article = id;
  const text = {
    title: '如何申请退款',
    html: '<h2>更改账单地址</h2><p>打开账户页面，点击按钮，款项会在三天内退回。</p>',
  };
  await written(portal(), world, number, 'zh', text);
});

const found = async (query: string): Promise<string[]> => {
  const { text, status } = await dana.get(`/search?q=${encodeURIComponent(query)}&kind=ticket`);
  expect(status).toBe(200);
  return [...text.matchAll(/<a class="row[^"]*" href="([^"]+)"/g)].map((match) => match[1]!);
};
const byHand = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' };
const helped = async (query: string) =>
  (await visitor(portal(), world).get(`/help/search?lang=zh&q=${encodeURIComponent(query)}`, byHand)).text;

test.each([
  ['the middle of a run', '退款', '/support/1'],
  ['its end', '账单地址', '/support/1'],
  ['a run of the text', '账户页面', '/support/1'],
  ['one sign', '钮', '/support/1'],
  ['signs beside letters', 'iPhone15的退款', '/support/1'],
  ['two runs', '按钮 地址', '/support/1'],
  ['katakana', 'ログイン', '/support/2'],
  ['kanji among kana', '再設定', '/support/2'],
  ['kana of half a width', 'ﾊﾟｽﾜｰﾄﾞ', '/support/2'],
  ['kana of full width, where half a width was written', 'ガイド', '/support/2'],
  ['the middle of a Korean word', '재설정', '/support/3'],
  ['a Korean word without its ending', '관리자', '/support/3'],
  ['the middle of a Thai sentence', 'เข้าสู่ระบบ', '/support/4'],
  ['a Thai word of the text', 'บัญชีผู้ใช้', '/support/4'],
  ['a Hindi word with its vowels', 'पासवर्ड', '/support/5'],
  ['letters of full width', 'ｉｎｖｏｉｃｅ', '/support/6'],
  ['a word beside an emoji', '🎉 invoice ❤️', '/support/6'],
])('a ticket is found by %s, and in its list', async (_, query, path) => {
  expect(await found(query)).toEqual([path]);
  const palette = await dana.get(`/search/palette?q=${encodeURIComponent(query)}`, {
    accept: 'text/vnd.portico.palette',
  });
  expect(palette.text).toContain(`href="${path}"`);
  expect((await dana.get(`/support?view=all&q=${encodeURIComponent(query)}`)).text).toContain(`href="${path}"`);
});

test.each(['款退', '退账', '址地', 'ンイグロ', 'ध'])(
  'signs that stand in another order, or not at all, find nothing: %s',
  async (query) => {
    expect(await found(query)).toEqual([]);
  },
);

test('of a question that nothing answers in full, what has some of it is found', async () => {
  expect(await found('我想知道退款什么时候到账')).toEqual(['/support/1']);
  expect((await dana.get(`/search?q=${encodeURIComponent('我想知道退款什么时候到账')}`)).text).toContain(
    '<mark>退款</mark>',
  );
});

test('an article is found in its language, its signs are marked where they stand together, and as somebody types', async () => {
  const page = await helped('退款');
  expect(page).toContain('如何申请<mark>退款</mark>');
  // Each of them by itself is no match, and whole where it is cut from.
  expect(page).not.toContain('<mark>款</mark>');
  expect(page).not.toContain('\u0004');
  expect(await helped('账户页面')).toContain('<mark>账户页面</mark>');
  expect(await helped('账单地')).toContain('如何申请退款');
  expect(await helped('款')).toContain('申请退<mark>款</mark>');
  const typed = await visitor(portal(), world).get(`/help/search/typing?lang=zh&q=${encodeURIComponent('申请')}`);
  expect(JSON.parse(typed.text).found).toMatchObject([{ title: '如何申请退款' }]);
});

test('words of two signs that are looked for in vain are work for authors, as they were typed', async () => {
  await helped('発票');
  await helped('환불');
  const next = (await as(portal(), world.agent).get('/knowledge')).text;
  for (const word of ['発票', '환불']) expect(next).toContain(`“${word}”`);
});

test('a synonym may be a run of signs, and stand for another', async () => {
  const owner = as(portal(), world.owner);
  await owner.submit('/settings/search', '/settings/search', { words: '返金, 退款, money back' });
  expect(await found('返金')).toEqual(['/support/1']);
  expect(await helped('返金')).toContain('如何申请退款');
});

test('what somebody is about to ask finds the article that has words of it', async () => {
  const suggested = (subject: string) => by(portal(), world, world.dana, (ctx) => foundIn(ctx, subject));
  expect(await suggested('我想申请退款怎么办')).toEqual([article]);
  expect(await suggested('退款')).toEqual([article]);
  expect(await suggested('我想知道什么时候开门')).toEqual([]);
});

test('a text of signs, as long as one may be, is taken and found by its beginning', async () => {
  const signs = Array.from({ length: 90_000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join(
    '',
  );
  const sent = await ask('一个很长的文本', `开头的词${signs}`);
  expect(sent.status).toBe(303);
  expect(await found('开头的词')).toEqual(['/support/7']);
});

test('what was there before runs were cut is cut by a job', async () => {
  const change = (statement: string) => peek(portal().database, statement, [world.workspaceId]);
  await change(`update search_entries set words = to_tsvector('app.words', title || ' ' || body)
    where workspace_id = $1 and kind = 'ticket'`);
  expect(await found('账户页面')).toEqual([]);
  await change("insert into search_fills (workspace_id, kind) values ($1, 'signs')");
  await change("select graphile_worker.add_job('search.fill', json_build_object('workspace', $1::text))");
  await portal().workJobs();
  expect(await found('账户页面')).toEqual(['/support/1']);
  expect(await found('再設定')).toEqual(['/support/2']);
  expect(await found('invoice')).toEqual(['/support/6']);
});

test('numbers behind a hyphen, parts of addresses, and words in quotes or beside a dash are found, and marked; what was there before is by a job', async () => {
  const text =
    'Mails to foo@quokkahost.example end since v4.17.3–beta, see docs/manual-881 (🎉wombat). Paid 4950€, not "walnut".';
  await ask('About INV-2041 of „Kranichbau“', text);
  const asked = ['2041', 'inv-2041', 'INV 2041', 'quokkahost.example', '4.17', 'beta', 'manual-881', '881', '4950'];
  for (const query of [...asked, 'wombat', 'walnut', '„Kranichbau“'])
    expect(await found(query), query).toEqual(['/support/8']);
  const shown = async (query: string) => (await dana.get(`/search?q=${query}`)).text;
  expect(await shown('inv-2041')).toContain('About <mark>INV</mark>-<mark>2041</mark> of „Kranichbau“');
  expect(await shown('quokkahost')).toContain('foo@<mark>quokkahost</mark>.example');
  const change = (statement: string) => peek(portal().database, statement, [world.workspaceId]);
  await change(`update search_entries set words = to_tsvector('app.words', title)
    where workspace_id = $1 and title like '%INV-2041%'`);
  expect(await found('wombat')).toEqual([]);
  await change('update search_fills set after_id = null, done_at = null where workspace_id = $1');
  await change("select graphile_worker.add_job('search.fill', json_build_object('workspace', $1::text))");
  await expect.poll(() => found('wombat'), { timeout: 15_000 }).toEqual(['/support/8']);
});
