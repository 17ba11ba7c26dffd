import { recordAccountsChanged, recordContactsChanged } from '#features/accounts/index.ts';
import { type Field, recordValuesChanged } from '#features/fields/index.ts';
import { type Changes, changed } from '#platform/events/changes.ts';
import type { Ctx } from '#platform/http/context.ts';

type Facts = Record<string, unknown>;

/** One customer or contact that an import, or taking it back, has changed; fields of the business are there as `field:<id>`. */
export interface Difference {
  kind: 'account' | 'contact';
  id: string;
  accountId: string;
  was: Facts;
  became: Facts;
}

const FIELD = 'field:';
const isField = (name: string): boolean => name.startsWith(FIELD);

/** That an import ran says nothing of anybody: the log has each change by itself, with what was there before. */
export async function recordDifferences(ctx: Ctx, fields: readonly Field[], all: readonly Difference[]): Promise<void> {
  const facts = all.flatMap(({ kind, id, accountId, was, became }) => {
    const changes = changed(
      was,
      only(became, (name) => !isField(name)),
    );
    return Object.keys(changes).length > 0 ? [{ kind, id, accountId, changes }] : [];
  });
  await recordAccountsChanged(
    ctx,
    facts.filter(({ kind }) => kind === 'account'),
  );
  await recordContactsChanged(
    ctx,
    facts.filter(({ kind }) => kind === 'contact'),
  );
  const labels = new Map(fields.map(({ id, base }) => [FIELD + id, base.label]));
  const values = all.flatMap(({ kind, id, accountId, was, became }) => {
    const changes = valuesIn(labels, was, only(became, isField));
    return Object.keys(changes).length > 0 ? [{ about: kind, id, accountId, changes }] : [];
  });
  await recordValuesChanged(ctx, values);
}

const only = (facts: Facts, wanted: (name: string) => boolean): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => wanted(name)));

function valuesIn(labels: ReadonlyMap<string, string>, was: Facts, became: Facts): Changes {
  const named = (facts: Facts) =>
    Object.fromEntries(Object.keys(became).map((name) => [labels.get(name) ?? name, shown(facts[name])]));
  return changed(named(was), named(became));
}

/** A value as marks keep it, by the kind of its column. */
function shown(held: unknown): string | null {
  const { number, ...other } = (held ?? {}) as Record<string, string>;
  return number === undefined ? (Object.values(other)[0] ?? null) : String(Number(number));
}
