import type { z } from 'zod';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { backupProved } from './events.ts';

export type BackupProof = z.output<(typeof backupProved)['data']>;

/** Into the sealed log of one workspace; whoever looks through its evidence holds the file against the hash. */
export const proveBackup = (ctx: Ctx, proof: BackupProof): Promise<unknown> =>
  record(ctx, backupProved, { subjectId: ctx.workspace.id, accountId: null, data: proof });
