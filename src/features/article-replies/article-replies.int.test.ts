import { beforeAll, expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { unescapeText } from '#platform/richtext/escape.ts';
import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { htmlWithoutCustomer, withoutCustomer } from './private.ts';
import { addressesIn } from './sent.ts';

const portal = usePortal();
let world: World;
let category: string;
let maya: Client;
let dana: Client;
let open: { id: string; number: string };
let inside: { id: string; number: string };

beforeAll(async () => {
  world = await newWorld(portal());
  maya = as(portal(), world.owner);
  dana = as(portal(), world.dana);
  category = await makeCategory(portal(), world, 'Email and forms');
  open = await makeArticle(portal(), world, category, 'Keep form emails out of spam');
  inside = await makeArticle(portal(), world, category, 'Spam filters of our own servers');
  await maya.submit(`/knowledge/${inside.number}/audience`, `/knowledge/${inside.number}/readers`, {
    audience: 'member',
  });
  await dana.submit('/support/new', '/support', {
    subject: 'Spam',
    urgency: 'question',
    body: 'Our forms end in spam',
  });
});

const sent = () =>
  peek<{ data: { ticket: number }; subject_id: string }>(
    portal().database,
    "select data, subject_id from events where workspace_id = $1 and kind = 'article.sent'",
    [world.workspaceId],
  );

test('a reply waits while an article is looked for, and comes back with a link that is counted once it is sent', async () => {
  const form = await maya.form('/inbox/1', '/inbox/1/replies');
  const gone = await maya.postRaw('/inbox/1/articles', { ...form, body: 'Hello Dana', outcome: 'solve' });
  expect(gone.location).toBe('/inbox/1/articles');
  const page = await maya.get('/inbox/1/articles');
  expect(page.text).toContain('Insert: Keep form emails out of spam');
  const back = await maya.submit('/inbox/1/articles', '/inbox/1/articles/insertion', { article: open.id });
  expect(back.location).toBe('/inbox/1?kept=1&back=1#reply');
  const desk = await maya.get('/inbox/1?kept=1&back=1');
  // Whoever comes back by themselves is not told that what they wrote is still here. Control: after a session that ended, they are.
  expect(desk.text).not.toContain('Check it and send it again');
  expect((await maya.get('/inbox/1?kept=1')).text).toContain('Check it and send it again');
  const url = `${world.origin}/help/en/keep-form-emails-out-of-spam`;
  expect(desk.text).toContain(`Hello Dana\n\nKeep form emails out of spam\n${url}`);
  expect(await sent()).toEqual([]);
  const kept = await maya.form('/inbox/1?kept=1', '/inbox/1/replies');
  expect((await maya.postRaw('/inbox/1/replies', { ...kept, body: `Hello Dana\n\n${url} and ${url}` })).status).toBe(
    303,
  );
  expect(await sent()).toMatchObject([{ subject_id: open.id, data: { ticket: 1 } }]);
  expect((await maya.get(`/knowledge/${open.number}`)).text).toContain('Used in one reply');
  expect((await maya.get('/knowledge/replies')).text).toContain('Keep form emails out of spam');
  // A customer's own link counts for nobody.
  await dana.submit('/support/1', '/support/1/replies', { body: `I read ${url}` });
  expect(await sent()).toHaveLength(1);
});

test('an article that is read while a reply waits leads back to it; control: read by itself, or by a customer, it does not', async () => {
  const form = await maya.form('/inbox/1', '/inbox/1/replies');
  await maya.postRaw('/inbox/1/articles', { ...form, body: 'It waits' });
  const { text } = await maya.get('/inbox/1/articles');
  const href = /href="([^"]*keep-form-emails-out-of-spam[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&');
  const back = 'href="/inbox/1?kept=1&amp;back=1#reply"';
  const leadsBack = async (who: Client, at: string) => (await who.get(at)).text.includes(back);
  expect(await leadsBack(maya, href)).toBe(true);
  expect((await maya.get('/inbox/1?kept=1&back=1')).text).toContain('It waits');
  expect(await leadsBack(maya, href.replace('reply=1', 'reply=1"'))).toBe(false);
  expect(await leadsBack(maya, '/help/en/keep-form-emails-out-of-spam')).toBe(false);
  expect(await leadsBack(dana, href)).toBe(false);
});

test('only what is about the ticket is proposed; a word in common is not enough. Control: looked for by that word, it is found', async () => {
  await makeArticle(portal(), world, category, 'What the invoice shows', { html: '<p>Each line shows its hours.</p>' });
  await dana.submit('/support/new', '/support', {
    subject: 'Checkout shows the wrong currency',
    urgency: 'question',
    body: 'Euro in the cart, dollars when paying',
  });
  const page = (await maya.get('/inbox/2/articles')).text;
  expect(page).toContain('No article is about this ticket');
  expect(page).not.toContain('What the invoice shows');
  expect((await maya.get('/inbox/2/articles?q=shows')).text).toContain('What the invoice shows');
  // What one types is looked for, and nothing stands before it; with nothing typed the ticket is.
  expect(page).toMatch(/name="q"(?![^>]* value=)[^>]* placeholder="Checkout shows the wrong currency"/);
  expect((await maya.get('/inbox/2/articles?q=+')).text).toContain('No article is about this ticket');
});

test('TRUST 10: an article that the customer may not read is said to be so, and is not put in', async () => {
  const page = await maya.get('/inbox/1/articles?q=spam');
  expect(page.text).toContain('This customer cannot read it');
  expect(page.text).not.toContain('Insert: Spam filters of our own servers');
  const form = await maya.form('/inbox/1/articles', '/inbox/1/articles/insertion');
  expect((await maya.postRaw('/inbox/1/articles/insertion', { ...form, article: inside.id })).status).toBe(404);
  expect((await maya.postRaw('/inbox/1/articles/insertion', { ...form, article: 'none' })).status).toBe(404);
  for (const path of ['/inbox/1/articles', '/inbox/1/article', '/knowledge/replies'])
    expect((await dana.get(path)).status, path).toBe(404);
  // Control: for everybody, it may be put in.
  await maya.submit(`/knowledge/${inside.number}/audience`, `/knowledge/${inside.number}/readers`, {
    audience: 'signed_in',
  });
  const now = await maya.submit('/inbox/1/articles', '/inbox/1/articles/insertion', { article: inside.id });
  expect(now.status).toBe(303);
});

test('what the editor wrote comes back as the editor’s', async () => {
  const form = await maya.form('/inbox/1', '/inbox/1/replies');
  await maya.postRaw('/inbox/1/articles', { ...form, body: '<p>So <b>bold</b></p>', body_format: 'html' });
  await maya.submit('/inbox/1/articles', '/inbox/1/articles/insertion', { article: open.id });
  const { text } = await maya.get('/inbox/1?kept=1');
  expect(text).toContain('&lt;p&gt;So &lt;b&gt;bold&lt;/b&gt;&lt;/p&gt;&lt;p&gt;&lt;a href=');
  expect(await maya.form('/inbox/1?kept=1', '/inbox/1/replies')).toMatchObject({ body_format: 'html' });
});

test('an article begins from a ticket without its customer, and leads back', async () => {
  // A colleague of hers takes part.
  await peek(
    portal().database,
    `insert into ticket_people (workspace_id, account_id, ticket_id, contact_id)
     select t.workspace_id, t.account_id, t.id, c.id from tickets t join contacts c on c.workspace_id = t.workspace_id and c.id = $2
     where t.workspace_id = $1 and t.number = 1`,
    [world.workspaceId, world.viewer.id],
  );
  const colleague = world.viewer.name.split(' ')[0]!;
  const answer = `Hello Dana, hello ${colleague},\n\nadd two records. Your number +44 20 7946 0958, your mail dana@example.com, T-1.`;
  await maya.submit('/inbox/1', '/inbox/1/replies', { body: answer });
  const page = await maya.get('/inbox/1/article');
  expect(page.text).toContain('add two records');
  const typed = /<textarea[^>]*name="body"[^>]*>([\s\S]*?)<\/textarea>/.exec(page.text)?.[1] ?? '';
  for (const theirs of ['Dana', colleague, '7946', 'dana@example.com', 'T-1']) expect(typed).not.toContain(theirs);
  const nothing = await maya.submit('/inbox/1/article', '/inbox/1/article', { title: '', category, body: 'Kept' });
  expect(nothing.status).toBe(422);
  expect(nothing.text).toContain('>Kept</textarea>');
  const begun = await maya.submit('/inbox/1/article', '/inbox/1/article', {
    title: 'Two records',
    category,
    body: 'Add <two>',
  });
  expect(begun.status).toBe(303);
  const article = await maya.get(begun.location!);
  expect(article.text).toContain('href="/inbox/1"');
  expect(article.text).toContain('Add &amp;lt;two&amp;gt;');
  expect((await maya.get('/inbox/1')).text).toContain('Two records');
  // Counted, and shown which.
  expect((await maya.get('/knowledge')).text).toMatch(/From tickets[\s\S]{0,80}One in 90 days/);
  expect((await maya.get('/knowledge/replies')).text).toMatch(/id="begun"[\s\S]*Two records[\s\S]*T-1/);
  // A draft: no customer has it.
  expect((await dana.get('/help/en/two-records')).status).toBe(404);
});

test('an article that was begun from a ticket and thrown away is neither listed nor counted', async () => {
  const fields = { title: 'Begun in vain', category, body: 'Words' };
  const begun = await maya.submit('/inbox/1/article', '/inbox/1/article', fields);
  const [, number] = /^\/knowledge\/(\d+)/.exec(begun.location!)!;
  const told = async () => ({
    ticket: (await maya.get('/inbox/1')).text.includes(`href="/knowledge/${number}"`),
    list: (await maya.get('/knowledge/replies')).text.includes(`href="/knowledge/${number}"`),
    counted: /From tickets[\s\S]{0,80}?(\w+) in 90 days/.exec((await maya.get('/knowledge')).text)?.[1],
  });
  expect(await told()).toEqual({ ticket: true, list: true, counted: '2' });
  expect((await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/dropping`, {})).status).toBe(303);
  expect((await maya.get(`/knowledge/${number}`)).status).toBe(404);
  expect(await told()).toEqual({ ticket: false, list: false, counted: 'One' });
});

test('names go whole words at a time, and only links of this portal count', () => {
  expect(withoutCustomer('Danach sagt Dana Fox-Hall von Fox & Co: 12 Euro', ['Dana Fox-Hall', 'Fox & Co'])).toBe(
    'Danach sagt … von …: 12 Euro',
  );
  const link = (href: string) => `<a href="${href}">x</a>`;
  const html = ['https://a.test/help/en/one?lang=de', 'https://b.test/help/en/two', '/help/de/drei', '/help/en/c/topic']
    .map(link)
    .join('');
  expect(addressesIn(html, ['https://a.test']).map(({ slug }) => slug)).toEqual(['one', 'drei']);
});

test('an article keeps the steps, the code and the links of the answer it begins with', async () => {
  const body =
    '<ol><li><p>Open <strong>Billing</strong>, Dana</p></li><li><p>Press <code>Pay now</code></p></li></ol><p><a href="https://docs.example.com/pay">the guide</a></p>';
  await dana.submit('/support/new', '/support', { subject: 'Paying', urgency: 'question', body: 'How do we pay?' });
  const form = await maya.form('/inbox/3', '/inbox/3/replies');
  await maya.postRaw('/inbox/3/replies', { ...form, body, body_format: 'html' });
  const { text } = await maya.get('/inbox/3/article');
  const begun = unescapeText(/data-editor-html-value="([^"]*)"/.exec(text)?.[1] ?? '');
  expect(begun).toContain(
    '<ol><li><p>Open <strong>Billing</strong>, …</p></li><li><p>Press <code>Pay now</code></p></li></ol>',
  );
  expect(begun).toMatch(/<a href="https:\/\/docs\.example\.com\/pay"[^>]*>the guide<\/a>/);
  const sent = { title: 'How to pay', category, body: begun, body_format: 'html' };
  const { location } = await maya.submit('/inbox/3/article', '/inbox/3/article', sent);
  const article = unescapeText((await maya.get(location!)).text);
  expect(article).toContain('<strong>Billing</strong>');
  expect(article).toContain('<ol>');
  // What came back is as it was sent.
  const refused = await maya.submit('/inbox/3/article', '/inbox/3/article', { ...sent, title: '' });
  expect(refused.text).toMatch(/name="body_format" value="html"/);
  expect(refused.text).not.toContain('data-editor-html-value');
});

test('a link that leads to the customer goes, and its words stay', () => {
  const html =
    '<p>See <a href="https://dana.example/x">your &lt;site&gt;</a>, <a href="mailto:dana@example.com">write</a> or <a href="https://a.test/b">read</a> &amp; ask Dana</p>';
  expect(htmlWithoutCustomer(html, ['Dana'])).toBe(
    '<p>See your &lt;site&gt;, write or <a href="https://a.test/b">read</a> &amp; ask …</p>',
  );
});

test('what Outlook and Google put around an address goes, and with it whose mail it came from; control: an address of the customer within goes whole', () => {
  const safe = (url: string) =>
    `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&amp;data=05%7C02%7Cdana%40acme.example%7C0`;
  const link = (href: string) => htmlWithoutCustomer(`<p><a href="${href}" rel="noopener">the guide</a></p>`, ['Dana']);
  expect(link(safe('https://docs.example.com/spf'))).toBe(
    '<p><a href="https://docs.example.com/spf" rel="noopener">the guide</a></p>',
  );
  for (const href of ['https://x.example/?to=dana%40acme.example', 'https://x.example/?u=dana%2540acme.example'])
    expect(link(href)).toBe('<p>the guide</p>');
});
