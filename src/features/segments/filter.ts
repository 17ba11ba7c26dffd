import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Attribute } from './attributes.ts';
import { compile } from './compile.ts';
import type { Condition } from './rule.ts';
import { placeOf } from './weigh.ts';

/** Conditions of a list's address, all of which hold, as a part of its query; null when there are none. */
export function allHold(
  ctx: Ctx,
  conditions: readonly Condition[],
  attributes: readonly Attribute[],
  id: RawBuilder<string> = sql.ref('a.id'),
): RawBuilder<boolean> | null {
  if (conditions.length === 0) return null;
  const place = { ...placeOf(ctx), id };
  return sql<boolean>`(${sql.join(
    conditions.map((condition) => compile(condition, attributes, place)),
    sql` and `,
  )})`;
}
