import { expect, test } from 'vitest';
import { fairShare } from './fair-share.ts';
import { databaseIsAway } from './pool.ts';

/** Somebody who asks for places and says when they have got one. */
function asker(share: ReturnType<typeof fairShare>, order: string[]) {
  const places: (() => void)[] = [];
  return {
    ask: (whose: string, times = 1, reads = false) => {
      for (let n = 0; n < times; n++) {
        const begin = (giveBack: () => void) => {
          order.push(whose);
          places.push(giveBack);
        };
        // Who still waits when a test has ended is told that there was no place.
        share.take(whose, reads).then(begin, () => undefined);
      }
    },
    giveBack: async () => {
      places.shift()!();
      await new Promise(setImmediate);
    },
  };
}
const turn = () => new Promise(setImmediate);

test('who asks in a storm waits for itself: the next place goes to whoever holds the fewest', async () => {
  const order: string[] = [];
  const share = fairShare(4, 1_000);
  const { ask, giveBack } = asker(share, order);
  ask('storm', 8);
  ask('quiet', 2);
  ask('third');
  await turn();
  expect(order).toEqual(['storm', 'storm', 'storm', 'storm']);
  expect(share.waiting()).toBe(7);
  for (let n = 0; n < 4; n++) await giveBack();
  expect(order.slice(4)).toEqual(['quiet', 'third', 'storm', 'quiet']);
  for (let n = 0; n < 7; n++) await giveBack();
  expect(order).toHaveLength(11);
  expect(share.waiting()).toBe(0);
});

test('nobody holds the last fifth of the places, and everybody gets them', async () => {
  const order: string[] = [];
  const share = fairShare(10, 1_000);
  const { ask } = asker(share, order);
  ask('hanging', 20);
  await turn();
  expect(order).toHaveLength(8);
  ask('quiet', 2);
  await turn();
  expect(order.slice(8)).toEqual(['quiet', 'quiet']);
});

test('whoever gets no place in time hears what a database says that is away, and is no longer waited for', async () => {
  const share = fairShare(1, 20);
  const giveBack = await share.take('one');
  const error = await share.take('two').catch((thrown: unknown) => thrown);
  expect(databaseIsAway(error)).toBe(true);
  expect(share.waiting()).toBe(0);
  giveBack();
  // The place was not given to who had left.
  (await share.take('three'))();
});

test('of those who read only so many hold a place at once, while they are quick; who is slow or writes keeps nobody waiting', async () => {
  const order: string[] = [];
  const share = fairShare(5, 1_000, 2);
  const { ask, giveBack } = asker(share, order);
  const read = (whose: string, times = 1) => ask(whose, times, true);
  read('one', 3);
  read('two');
  read('three');
  await turn();
  expect(order).toEqual(['one', 'one']);
  ask('writes');
  await turn();
  expect(order).toEqual(['one', 'one', 'writes']);
  await giveBack();
  expect(order.slice(3)).toEqual(['two']);
  // Nobody gives back: after a while both places of readers are those of slow ones, and two more are given.
  await expect.poll(() => order.length).toBe(6);
  expect(order.slice(4)).toEqual(['three', 'one']);
  // That is all there are.
  read('two');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(order).toHaveLength(6);
  expect(share.waiting()).toBe(1);
  await giveBack();
  expect(order).toHaveLength(7);
});

test('who comes later passes nobody who waits, also when somebody has become slow meanwhile', async () => {
  const order: string[] = [];
  const share = fairShare(10, 1_000, 1);
  const { ask } = asker(share, order);
  const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  ask('slow', 1, true);
  await later(30);
  ask('waits', 1, true);
  await later(30);
  ask('late', 1, true);
  await turn();
  expect(order).toEqual(['slow', 'waits']);
});

test('who writes waits for no processor, also behind somebody who does', async () => {
  const order: string[] = [];
  const share = fairShare(2, 1_000, 1);
  const back = new Map<string, () => void>();
  const ask = (name: string, reads: boolean) =>
    void share.take('one', reads).then((giveBack) => {
      order.push(name);
      back.set(name, giveBack);
    });
  ask('read', true);
  ask('write', false);
  ask('read, later', true);
  ask('write, later', false);
  await turn();
  back.get('write')!();
  await turn();
  ask('write, last', false);
  await turn();
  expect(order).toEqual(['read', 'write', 'write, later']);
  for (const name of ['read', 'write, later']) back.get(name)!();
  await turn();
  expect(order.slice(3).toSorted()).toEqual(['read, later', 'write, last']);
});
