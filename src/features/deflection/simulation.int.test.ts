import { expect, test } from 'vitest';
import { by } from '#features/knowledge/knowledge.testing.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { figuresOf, resultOf } from './figures.ts';
import { filterFields } from './filter.ts';
import { countsOf, dayOf, drawn, effectOf, HELPFUL, peopleOf, USELESS, writeDown } from './simulation.testing.ts';

const portal = usePortal();

const RUNS = 2000;
const PEOPLE = 400;
const arms = drawn(20_000, 20);
const runs = Array.from({ length: RUNS }, (_, run) => run);
const share = (of: boolean[]) => of.filter(Boolean).length / of.length;

test('the interval holds the true effect in 95 of 100 portals; control: the usual number is hardly ever in it', () => {
  const results = runs.map((run) => {
    const counts = countsOf(peopleOf(run, PEOPLE, arms, HELPFUL));
    const spared = resultOf(counts).spared!;
    const truth = effectOf(HELPFUL) * counts.shown.of;
    return {
      holds: spared.low <= truth && truth <= spared.high,
      naiveHolds: spared.low <= counts.readers && counts.readers <= spared.high,
      naiveTooMuch: counts.readers > truth,
    };
  });
  // 95 of 100, and no further below than 2000 draws of chance would have it (three standard errors are 1.5).
  expect(share(results.map(({ holds }) => holds))).toBeGreaterThanOrEqual(0.94);
  expect(share(results.map(({ holds }) => holds))).toBeLessThanOrEqual(0.975);
  expect(share(results.map(({ naiveHolds }) => naiveHolds))).toBeLessThan(0.05);
  expect(share(results.map(({ naiveTooMuch }) => naiveTooMuch))).toBe(1);
});

test('where articles spare nothing hardly any portal is told that it is proven; control: where they do, many are', () => {
  const proven = (how: typeof HELPFUL) =>
    share(runs.map((run) => resultOf(countsOf(peopleOf(run, 800, arms, how))).standing === 'proven'));
  expect(proven(USELESS)).toBeLessThan(0.035);
  expect(proven(HELPFUL)).toBeGreaterThan(0.6);
  // The usual number finds something everywhere.
  expect(runs.every((run) => countsOf(peopleOf(run, PEOPLE, arms, USELESS)).readers > 50)).toBe(true);
});

test('the page counts in the database as the simulation does; control: whoever came back is no success', async () => {
  const world = await newWorld(portal());
  const few = runs.slice(0, 60).map((run) => peopleOf(run, PEOPLE, arms, HELPFUL));
  await writeDown(portal(), world, few);
  const held = await by(portal(), world, world.owner, async (ctx) => {
    const holds: boolean[] = [];
    for (const [run, people] of few.entries()) {
      const filter = filterFields.parse({ from: dayOf(run), to: dayOf(run) });
      const { shown, heldOut, readers, spared, takenBack } = await figuresOf(ctx as CtxOf<Member>, filter);
      expect({ shown, heldOut, readers }).toEqual(countsOf(people));
      expect(takenBack).toBe(people.filter(({ cameBack }) => cameBack).length);
      expect(takenBack).toBeGreaterThan(0);
      const truth = effectOf(HELPFUL) * shown.of;
      holds.push(spared!.low <= truth && truth <= spared!.high);
    }
    return share(holds);
  });
  expect(held).toBeGreaterThan(0.85);
});
