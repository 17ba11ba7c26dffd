import { expect, test } from 'vitest';
import { fairLine, type Standing } from './line.ts';

const settled = () => new Promise((go) => setImmediate(go));

/** A line of which it is written down who got in and who was turned away, in that order. */
function watched(places: number, mostWaiting: number) {
  const line = fairLine(places, mostWaiting);
  const came: string[] = [];
  const away: string[] = [];
  const come = (...standing: Standing) => void line.enter(standing).then((is) => (is ? came : away).push(standing[2]));
  return { come, leave: line.leave, came, away };
}

test('a crowd of ever new strangers turns nobody away who is known, and the next turn is theirs', async () => {
  const { come, leave, came, away } = watched(1, 5);
  for (let n = 0; n < 20; n++) come('stranger', 'northwind', `flood ${n}`);
  come('known', 'northwind', 'theo');
  await settled();
  expect(away).not.toContain('theo');
  leave();
  await settled();
  expect(came).toEqual(['flood 0', 'theo']);
});

test('a crowd at one business turns nobody away at another, known or not', async () => {
  const { come, leave, came, away } = watched(1, 5);
  for (let n = 0; n < 20; n++) come('stranger', 'northwind', `flood ${n}`);
  come('stranger', 'lumen', 'dana');
  await settled();
  expect(away).not.toContain('dana');
  leave();
  await settled();
  expect(came).toEqual(['flood 0', 'dana']);
});

test('who comes a hundred times has one share, and the line turns their own away', async () => {
  const { come, leave, came, away } = watched(1, 5);
  for (let n = 0; n < 100; n++) come('known', 'northwind', 'one office');
  come('known', 'northwind', 'theo');
  come('stranger', 'northwind', 'grace');
  await settled();
  expect(away).toEqual(Array(97 - 1 + 0).fill('one office'));
  for (let n = 0; n < 2; n++) leave();
  await settled();
  expect(came).toEqual(['one office', 'grace', 'theo']);
});

test('known people in a crowd leave strangers their turns', async () => {
  const { come, leave, came } = watched(1, 40);
  for (let n = 0; n < 20; n++) come('known', 'northwind', `known ${n}`);
  for (let n = 0; n < 20; n++) come('stranger', 'northwind', `stranger ${n}`);
  for (let n = 0; n < 10; n++) leave();
  await settled();
  expect(came.filter((who) => who.startsWith('stranger'))).toHaveLength(5);
});

test('in a quiet line everybody gets in, and in the order they came', async () => {
  const { come, leave, came, away } = watched(2, 5);
  for (let n = 0; n < 6; n++) come('stranger', 'northwind', `${n}`);
  for (let n = 0; n < 6; n++) leave();
  come('stranger', 'northwind', '6');
  come('stranger', 'northwind', '7');
  await settled();
  expect(came).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  expect(away).toEqual([]);
});
