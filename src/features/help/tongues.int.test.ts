import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { as, visitor } from '#test/client.ts';
import { written } from '#test/findable-articles.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

/** What is written, with its language. */
const WRITTEN = { 'Votre site': 'fr', 'Mot de passe': 'fr', 'Autre chose': 'fr', 'Only English': 'en' };

beforeAll(async () => {
  world = await newWorld(portal());
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, ['fr']));
  const above = await makeCategory(portal(), world, 'Your site', {
    texts: new Map([
      ['en', { title: 'Your site', summary: '' }],
      ['fr', { title: 'Votre site', summary: '' }],
    ]),
  });
  for (const title of ['Mot de passe', 'Autre chose']) {
    const { number } = await makeArticle(portal(), world, above, `English ${title.length}`);
    await written(portal(), world, number, 'fr', { title, html: '<p>Des mots.</p>' });
  }
  await makeArticle(portal(), world, above, 'Only English');
});

type Node = DefaultTreeAdapterTypes.Node;

/** Each of these words that stands on a page, with the language that is said to be its: by the nearest element that says one. */
function tonguesOn(html: string): Set<string> {
  const found = new Set<string>();
  const walk = (node: Node, lang: string) => {
    if ('tagName' in node && ['head', 'script', 'template'].includes(node.tagName)) return;
    const own = 'attrs' in node ? (node.attrs.find(({ name }) => name === 'lang')?.value ?? lang) : lang;
    if ('value' in node)
      for (const words of Object.keys(WRITTEN)) if (node.value.includes(words)) found.add(`${words}: ${own}`);
    if ('childNodes' in node) for (const child of node.childNodes) walk(child, own);
  };
  walk(parse(html), '');
  return found;
}

test.each([
  ['the home', '/help?lang=fr', 'Autre chose', ''],
  ['a category', '/help/your-site?lang=fr', 'Autre chose', ''],
  ['an article', '/help/fr/mot-de-passe', 'Mot de passe', ''],
  // Below what is found stands where, in whichever language that is.
  ['what is found', '/help/search?q=mots&lang=fr', 'Autre chose', 'Votre site'],
])('%s in a language that we do not speak says of each title which it is in', async (_, path, title, apart) => {
  for (const who of [visitor(portal(), world), as(portal(), world.dana)]) {
    const { status, text } = await who.get(path);
    expect(status).toBe(200);
    const said = [...tonguesOn(text)].filter((one) => apart === '' || !one.startsWith(apart));
    expect(said).toContain(`${title}: fr`);
    expect(said.filter((one) => !Object.entries(WRITTEN).some(([words, lang]) => one === `${words}: ${lang}`))).toEqual(
      [],
    );
  }
});
