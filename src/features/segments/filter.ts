import { type RawBuilder, sql } from 'kysely';
import type { Subject } from '#features/fields/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Attribute, attributesOf } from './attributes.ts';
import { compile } from './compile.ts';
import type { Condition } from './rule.ts';
import { type Draft, namesConditions, queryOf, readConditions } from './typed.ts';
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

/** What the address of a list asks of custom fields. */
export interface Asked {
  attributes: readonly Attribute[];
  drafts: readonly Draft[];
  conditions: readonly Condition[];
}

/**
 * Reads it, as far as the reader may see the fields. `first` is there at once where nothing is asked: a list need not wait for what
 * fields there are.
 */
export function askedOf(ctx: Ctx, subject: Subject, address: string) {
  const source = queryOf(address);
  const asked = attributesOf(ctx, subject).then((attributes): Asked => {
    const { drafts, conditions } = readConditions(source, attributes, ctx.reader);
    return { attributes, drafts, conditions };
  });
  return { asked, first: namesConditions(source) ? asked : undefined };
}
