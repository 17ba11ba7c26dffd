import type { z } from 'zod';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { backupProved, operatorDid } from './events.ts';

export type BackupProof = z.output<(typeof backupProved)['data']>;

/** Into the sealed log of one workspace; whoever looks through its evidence holds the file against the hash. */
export const proveBackup = (ctx: Ctx, proof: BackupProof): Promise<unknown> =>
  record(ctx, backupProved, { subjectId: ctx.workspace.id, accountId: null, data: proof });

/** The same for what the operator does beside the portal; `detail` names keys by their ids. */
export const noteOperator = (ctx: Ctx, data: z.output<(typeof operatorDid)['data']>): Promise<unknown> =>
  record(ctx, operatorDid, { subjectId: ctx.workspace.id, accountId: null, data });
