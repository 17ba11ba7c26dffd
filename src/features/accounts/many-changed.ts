import type { Changes } from '#platform/events/changes.ts';
import { recordMany } from '#platform/events/record-many.ts';
import type { Ctx } from '#platform/http/context.ts';
import { accountChanged, changeableFacts, changeableOfContact, contactChanged } from './events.ts';

/** Somebody or something whose facts are others now. */
export interface Changed {
  id: string;
  accountId: string;
  changes: Changes;
}

/** Of customers changed by other means than their page: the log says it of each, as if it had been there. */
export const recordAccountsChanged = (ctx: Ctx, all: readonly Changed[]): Promise<void> =>
  recordMany(
    ctx,
    accountChanged,
    all.map(({ id, changes }) => ({
      subjectId: id,
      accountId: id,
      data: { changed: changeableFacts.filter((fact) => fact in changes), changes },
    })),
  );

/** As above, of contacts. */
export const recordContactsChanged = (ctx: Ctx, all: readonly Changed[]): Promise<void> =>
  recordMany(
    ctx,
    contactChanged,
    all.map(({ id, accountId, changes }) => ({
      subjectId: id,
      accountId,
      data: { changed: changeableOfContact.filter((fact) => fact in changes), changes },
    })),
  );
