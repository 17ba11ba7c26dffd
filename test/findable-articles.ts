import { saveDraft } from '#features/knowledge/draft.ts';
import { by, makeArticle, makeCategory, segmentOf } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { publish } from '#features/knowledge/publish.ts';
import { setAudience } from '#features/knowledge/upkeep.ts';
import type { TestPortal } from './portal.ts';
import type { World } from './world.ts';

/** Publishes one language of an article. */
export async function written(
  portal: TestPortal,
  world: World,
  number: string,
  locale: string,
  { title, html }: { title: string; html: string },
): Promise<void> {
  await by(portal, world, world.owner, async (ctx) => {
    const { revision } = await saveDraft(ctx, number, locale, { title, summary: '', html, revision: 0 });
    await publish(ctx, number, locale, { revision });
  });
}

/** A public article in two languages, and one each for customers, for Dana's and for the team. Returns where they stand. */
export async function somethingToFind(portal: TestPortal, world: World): Promise<string> {
  const owner = <T>(work: Parameters<typeof by<T>>[3]) => by(portal, world, world.owner, work);
  const topic = await makeCategory(portal, world, 'Email and forms');
  await owner((ctx) => setLanguages(ctx, ['de', 'fr']));
  const one = await makeArticle(portal, world, topic, 'Keep form mails out of spam', {
    html: '<h2>Add the deliverability record</h2><p>Your <a href="https://dns.example/zonefile">host</a> lists the addresses.</p>',
  });
  const german = { title: 'Formularmails nicht im Spam', html: '<p>Die Löschung von Einträgen hilft, sagen wir.</p>' };
  await written(portal, world, one.number, 'de', german);
  const hidden = async (title: string, audience: 'signed_in' | 'segment' | 'member', accountId?: string) => {
    const { number } = await makeArticle(portal, world, topic, title);
    const segments = accountId ? [await segmentOf(portal, world, accountId)] : [];
    await owner((ctx) => setAudience(ctx, number, audience, accountId ? { to: 'segments', segments } : undefined));
  };
  await hidden('Zebracrossing for customers', 'signed_in');
  await hidden('Walrusnote for some customers', 'segment', world.accountId);
  await hidden('Yakpaper for the team', 'member');
  return topic;
}
