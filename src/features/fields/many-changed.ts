import type { Changes } from '#platform/events/changes.ts';
import { recordMany } from '#platform/events/record-many.ts';
import type { Ctx } from '#platform/http/context.ts';
import { valuesChanged } from './events.ts';

/** Of values written by other means than a form: the log says it of each customer or contact, by the labels of the fields. */
export const recordValuesChanged = (
  ctx: Ctx,
  all: readonly { id: string; accountId: string; about: 'account' | 'contact'; changes: Changes }[],
): Promise<void> =>
  recordMany(
    ctx,
    valuesChanged,
    all.map(({ id, accountId, about, changes }) => ({ subjectId: id, accountId, data: { about, changes } })),
  );
