import { addCategory, publish, saveDraft, setAudience, setLanguages, startArticle } from '#features/knowledge/index.ts';
import type { Cast } from '../cast.ts';
import type { clockOf, When } from '../clock.ts';
import type { Scene } from '../play.ts';
import type { Stage } from '../stage.ts';
import { articles } from './articles.ts';

const shelves = [
  [
    'gateways',
    'globe',
    'Gateways and devices',
    'Gateways und Geräte',
    'What stands on your site',
    'Was bei Ihnen steht',
  ],
  ['data', 'file-text', 'Your data', 'Ihre Daten', 'Where readings go from here', 'Wohin Messwerte von hier gehen'],
  [
    'account',
    'users',
    'People and plan',
    'Personen und Tarif',
    'Who may do what, and what it costs',
    'Wer was darf, und was es kostet',
  ],
] as const;

const OPENED: When = '200d 09:00';

/** Lumen’s help center: small, terse, and all of it in both languages. */
export function helpOfLumen(stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Scene[] {
  const jonas = (at: When) => stage.as(cast.member('jonas'), clock(at));
  const categories = new Map<string, string>();
  const shelve = async () => {
    const ctx = jonas(OPENED);
    await setLanguages(ctx, ['de']);
    for (const [key, icon, title, titel, summary, kurz] of shelves) {
      const texts = new Map([
        ['en', { title, summary }],
        ['de', { title: titel, summary: kurz }],
      ]);
      categories.set(key, await addCategory(ctx, { parentId: null, icon, audience: 'public', texts }));
    }
  };
  const write = ({ by, at, category, audience, en, de }: (typeof articles)[number]): Scene => ({
    at: clock(at),
    run: async () => {
      const [author, owner] = [stage.as(cast.member(by), clock(at)), jonas(at)];
      const made = await startArticle(author, { categoryId: categories.get(category)!, locale: 'en', ...en });
      const number = String(made.number);
      if (audience) await setAudience(owner, number, audience);
      await publish(owner, number, 'en', { revision: 1, at: null });
      const { revision } = await saveDraft(author, number, 'de', { ...de, revision: 0 });
      await publish(owner, number, 'de', { revision, at: null });
    },
  });
  return [{ at: clock(OPENED), run: shelve }, ...articles.map(write)];
}
