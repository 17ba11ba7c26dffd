import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from './canonical.ts';
import { type SealedEvent, spelled, spelledLeaf } from './leaf.ts';

const word = fc.string({ unit: 'grapheme' });
const id = fc.option(fc.uuid());
const event: fc.Arbitrary<SealedEvent> = fc.record({
  v: fc.constant(1 as const),
  workspace: fc.uuid(),
  seq: fc.nat(),
  id: fc.uuid(),
  at: word,
  kind: word,
  audience: word,
  account: id,
  subject: fc.record({ type: word, id: fc.uuid() }),
  actor: fc.record({ kind: word, identity: id, person: id }),
  topics: fc.array(word),
  request: fc.option(word),
  client: fc.record({ ip: fc.option(word), agent: fc.option(word) }),
  data: fc.dictionary(word, fc.jsonValue()),
});

test('what is hashed is the canonical JSON of the event, with commitments for what may be erased', () => {
  fc.assert(
    fc.property(event, word, word, (given, client, data) => {
      expect(spelledLeaf(given, client, data)).toBe(canonical({ ...given, client, data }));
      expect(spelled.client(given)).toBe(canonical(given.client));
      expect(spelled.data(given)).toBe(canonical(given.data));
    }),
  );
});
