import { beforeAll, expect, test } from 'vitest';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();
let world: World;

const TITLES = new Map([
  ['ru', 'Как изменить пароль учётной записи'],
  ['el', 'Πώς αλλάζω τον κωδικό του λογαριασμού και τα τιμολόγια'],
  ['uk', 'Як змінити пароль'],
  ['bg', 'Как да сменя паролата'],
  ['sv', 'Så ändrar du lösenordet'],
]);

beforeAll(async () => {
  world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Shelf');
  await by(portal(), world, world.owner, (ctx) => setLanguages(ctx, ['ru', 'el', 'uk', 'bg', 'sv']));
  for (const [locale, title] of TITLES) await makeArticle(portal(), world, shelf, title, { locale });
});

async function isFound(query: string, locale: string): Promise<boolean> {
  const { text, status } = await visitor(portal(), world).get(
    `/help/search?q=${encodeURIComponent(query)}&lang=${locale}`,
  );
  expect(status).toBe(200);
  return text.replaceAll(/<\/?mark>/g, '').includes(TITLES.get(locale)!);
}

test.each([
  ['ru', 'пороль паполь парль паролль изминить запсии ароль'],
  ['el', 'λογαρισμού λογαριασμούς τιμολογα κοδικό'],
  ['uk', 'зминити паролб'],
  ['bg', 'поролата паролтаа'],
  ['sv', 'losenoret'],
])('a typing error is forgiven in the letters of every language: %s', async (locale, words) => {
  for (const word of words.split(' ')) expect([word, await isFound(word, locale)]).toEqual([word, true]);
});

test('control: what is no such word finds nothing', async () => {
  for (const [locale, word] of [
    ['ru', 'собака'],
    ['el', 'σκύλος'],
    ['ru', 'парус'],
  ] as const)
    expect([word, await isFound(word, locale)]).toEqual([word, false]);
});
